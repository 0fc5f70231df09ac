"""Fine-tune the encoder on the gold sets, a head a convention, in stages. Resumable: run it again after an interruption.

usage: python -m training.train DATA BASE OUT [--raw FOLDER | --start MODEL.pt [--soft FOLDER]] [--limit N]

DATA is the folder that holds news/, field/, names/ and ner/, BASE the output of training.base_encoder, OUT the folder for the
checkpoint, the model after each stage, and the lexicon. FOLDER is the output of training.selftrain; with it the last two stages
are run, too, the first of which learns from it. MODEL.pt is a trained model (training.restore makes one of the shipped files),
upon which the last stage alone is run. OUT/model.pt is the model so far. Seeds are fixed: the same data give the same batches in
the same order.
"""

import argparse
import functools
import hashlib
import itertools
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from transformers import BertConfig

from pipeline.knowledge.base import Knowledge
from pipeline.taggers import pieces
from pipeline.taggers.labels import HEADS
from pipeline.taggers.lexicon import Lexicon
from pipeline.taggers.pieces import PAD, UNK, encode, load_tokenizer, pack
from training.augment import EXCHANGED, Augmenter, names_in
from training.data import IGNORED, SOFT_HEADS, Example, Soft, read_conll, read_news, read_soft, read_wikifane
from training.grow import grown, known
from training.model import Tagger
from training.people import full_names, hinted, read_parts
from training.templates import TEMPLATES, Templates, slots

PATCHES = Path(__file__).with_name("patches.tsv")


@dataclass(frozen=True)
class Stage:
    """One run over the gold sets.

    Attributes:
        name: the file of its model.
        seed: of its shuffles and changes.
        epochs: how often each set is seen.
        rate: the encoder's learning rate.
        head_rate: the learning rate of the heads and the lexicon's hints, which start from nothing.
        decays: whether the rates go down to 0 at the end, or stay for the next stage.
        in_context: whether sentences are seen with their neighbours, the lexicon's hints and the changes of training.augment.
        exchanged: share of names that are exchanged for others.
        half: whether matrices are multiplied in 16 bits (bfloat16), 1.3 times as fast where the processor has AMX.
        attention_dropout: without it attention is fused, and the stage 1.4 times as fast.
        offset: where in each set a part of an epoch begins, as a share of the set.
        people: share of people's names that are exchanged, where it is not that of all.
        frozen: the first layers that stay as they are, with the embeddings and hints: each makes the stage faster.

    """

    name: str
    seed: int
    epochs: Mapping[str, float]
    rate: float
    head_rate: float
    decays: bool
    in_context: bool
    exchanged: float = EXCHANGED
    half: bool = False
    attention_dropout: float = 0.1
    offset: float = 0.0
    people: float | None = None
    frozen: int = 0


SUPERVISED = (
    Stage("gold", 7, {"news": 3, "anercorp": 3, "caraner": 2}, 2e-4, 1e-3, decays=True, in_context=False),
    Stage("wide", 11, {"wikifane": 0.64, "anercorp": 0.64, "news": 0.2}, 1.2e-4, 5e-4, decays=False, in_context=False),
    Stage("context", 13, {"news": 2, "anercorp": 2, "caraner": 1}, 2e-4, 1e-3, decays=True, in_context=True),
)

SELF_TRAINING = Stage(
    "self",
    17,
    {"news": 1.5, "anercorp": 3, "caraner": 0.5, "templates": 1.5, "raw_news": 1, "raw_anercorp": 1},
    2e-4,
    5e-4,
    decays=True,
    in_context=True,
)
"""The stage that learns from what the model before it labelled."""

FIELD = Stage(
    "field",
    19,
    {"field": 1.5, "news": 0.3, "anercorp": 0.4, "templates": 0.4},
    1.2e-4,
    3e-4,
    decays=True,
    in_context=True,
    exchanged=0.2,
    half=True,
    attention_dropout=0.0,
)
"""The last stage: posts, titles, reports and today's war beside the news."""
FIELD_AGAIN = replace(FIELD, name="field-again", seed=29, offset=0.5)
"""The same from the same start with other sentences and other changes: the two can run side by side, and are averaged."""

STUDENT = Stage(
    "student",
    31,
    {"field": 0.7, "news": 0.12, "anercorp": 0.7, "templates": 0.8, "soft_field": 0.2, "soft_articles": 0.25},
    1.5e-4,
    4e-4,
    decays=True,
    in_context=True,
    exchanged=0.2,
    people=0.4,
    attention_dropout=0.0,
    frozen=3,
)
"""The stage of a network that has lost layers, with what the whole one says of raw documents."""
STUDENT_AGAIN = replace(STUDENT, name="student-again", seed=43, offset=0.5)
"""The same from the same start, as FIELD_AGAIN is."""

SOFT = "soft"
"""Stands for all heads that a teacher labels softly, where a set has such labels."""
HEAD_OF = {
    "field": "news",
    "templates": "news",
    "raw_news": "news",
    "raw_anercorp": "anercorp",
    "soft_field": SOFT,
    "soft_articles": SOFT,
}
"""The head that learns from a set, where it has another name."""

FIRST_SHARE = 0.15
"""Share of the first stage's weights in the average with the last supervised stage, chosen on dev."""
TEACHER_SHARE = 0.3
"""Share of that average in the average with the stage of self-training, chosen on dev."""
FIELD_SHARE = 0.0
"""Share of the model before the last stages in the average with them: on field/dev 93.3 with none, 92.4 with a fifth."""

NAME_GIVERS = ("news", "wikifane", "field", "templates")
"""The sets whose names stand in for others; the templates bring made-up people and the villages of Syria."""
MADE_UP = 20_000
"""Full names that are made up of parts."""

FILLINGS = 4
"""How often each template is filled."""

HELD_OUT = 10  # the last tenth of ANERcorp train is its development set, for the official split has none
BATCH_PIECES = 900  # pieces a batch, padding included: about 16 sentences
WARM_UP = 0.06
PROCLITIC_WEIGHT = 0.5
CHECKPOINT_EVERY = 250
WINDOW_SIZES = (96, 160, 256, 256)
"""Pieces of the windows that a stage in context cuts a document into: each document draws one, to be read in any company."""
ALONE = 0.15
"""Share of documents whose sentences are seen one by one."""
NO_LEXICON = 0.15
"""Share of windows without any hint of the lexicon, as if all their names were new."""
HIDDEN = 0.03
"""Share of words whose first piece is hidden."""


@dataclass(frozen=True)
class Window:
    """What the encoder sees at once: pieces and the lexicon's features of them, the words' first pieces, their classes.

    In windows of the head SOFT, `soft` holds what a teacher says of the words, and the classes mean nothing.
    """

    head: str
    ids: list[int]
    features: list[int]
    places: list[int]
    labels: list[int]
    proclitics: list[int]
    soft: Soft | None = field(default=None, compare=False, repr=False)


def read_gold(data: Path) -> dict[str, list[Example]]:
    """Read the training part of each head's gold set."""
    anercorp = list(read_conll(data / "ner/anercorp_camel/train.conll", running=True))
    news = list(read_news(data / "news/train.jsonl", PATCHES))
    lines = TEMPLATES.read_text("utf-8").splitlines()
    names = slots(Knowledge().entries.values(), names_in(news))
    parts = read_parts(data / "names").with_more(names["GIVEN"], names["FAMILY"])
    names["MADE"] = list(full_names(parts, MADE_UP))
    return {
        "news": news,
        "field": list(read_news(data / "field/train.jsonl")),
        "anercorp": anercorp[: len(anercorp) - len(anercorp) // HELD_OUT],
        "caraner": list(read_conll(data / "ner/caraner/all.conll")),
        "wikifane": list(read_wikifane(data / "ner/wikifane/all.conll")),
        "templates": list(Templates(lines, names, seed=1)(FILLINGS)),
    }


def read_raw(raw: Path) -> dict[str, list[Example]]:
    """Read what training.selftrain wrote."""
    return {
        "raw_news": list(read_news(raw / "raw-news.jsonl")),
        "raw_anercorp": list(read_conll(raw / "raw-anercorp.conll", running=True)),
    }


def read_taught(soft: Path) -> dict[str, list[Example]]:
    """Read what training.distil wrote: `field` and `articles` in the folder."""
    return {f"soft_{name}": list(read_soft(soft / name)) for name in ("field", "articles")}


def documents_of(examples: Sequence[Example]) -> list[list[Example]]:
    """Return sentences that follow one another in a document together, others alone."""
    numbered = itertools.groupby(enumerate(examples), key=lambda pair: pair[1].document or pair[0])
    return [[example for _, example in group] for _, group in numbered]


class Cutter:
    """Cuts the sentences of one head into windows."""

    def __init__(self, tokenizer_file: Path, lexicon: Lexicon) -> None:
        self._tokenizer = load_tokenizer(tokenizer_file)
        self._lexicon = lexicon

    def alone(self, head: str, examples: Sequence[Example]) -> list[Window]:
        """Return windows of one sentence each, without hints; words seen in two overlapping windows are learned twice."""
        encoded = encode(self._tokenizer, [example.words for example in examples])
        windows = [window for pair in enumerate(encoded) for window in pack([pair])]
        return [_window(head, examples, window) for window in windows]

    def in_context(self, head: str, examples: Sequence[Example], rng: random.Random) -> list[Window]:
        """Return windows of neighbouring sentences, with hints, in sizes and with gaps that `rng` draws."""
        result = []
        for document in documents_of(examples):
            encoded = enumerate(encode(self._tokenizer, [example.words for example in document]))
            size = rng.choice(WINDOW_SIZES)
            parted = [[pair] for pair in encoded] if rng.random() < ALONE else [list(encoded)]
            features = [self._lexicon.features(example.words) for example in document]
            packed = (window for group in parted for window in pack(group, size))
            result += [_hidden(_window(head, document, window, features), rng) for window in packed]
        return result


def _window(
    head: str, examples: Sequence[Example], window: pieces.Window, features: Sequence[Sequence[int]] | None = None
) -> Window:
    """Return a window of pieces with the classes of its words."""
    number = {label: i for i, label in enumerate(HEADS[SOFT_HEADS[0] if head == SOFT else head])}
    words = [(part.sentence, word) for part in window.parts for word in range(part.start, part.end)]
    hints = [0] * len(window.ids)
    if features:
        for place, (sentence, word) in zip(window.places, words, strict=True):
            hints[place] = features[sentence][word]
    labels = [number[examples[sentence].labels[word]] for sentence, word in words]
    proclitics = [examples[sentence].proclitics[word] for sentence, word in words]
    soft = [rows[part.words] for part in window.parts if (rows := examples[part.sentence].soft) is not None]
    return Window(head, window.ids, hints, window.places, labels, proclitics, np.concatenate(soft) if soft else None)


def _hidden(window: Window, rng: random.Random) -> Window:
    """Return a window with some words hidden, and perhaps without hints."""
    gone = {place for place in window.places if rng.random() < HIDDEN}
    ids = [UNK if i in gone else piece for i, piece in enumerate(window.ids)]
    features = [0] * len(ids) if rng.random() < NO_LEXICON else window.features
    return replace(window, ids=ids, features=features)


def epochs_of(
    stage: Stage, gold: Mapping[str, Sequence[Example]], cutter: Cutter
) -> Iterator[tuple[float, float, list[Window]]]:
    """Yield (start, end, windows) of each epoch of each set; start and end are places in the stage, from 0 to 1."""
    others = names_in(itertools.chain(*(gold[name] for name in NAME_GIVERS))) if stage.in_context else {}
    augmenter = Augmenter(others, stage.seed, stage.exchanged, stage.people)
    rng = random.Random(stage.seed)
    for name, epochs in stage.epochs.items():
        head = HEAD_OF.get(name, name)
        done = 0.0
        while done < epochs:
            share = min(1.0, epochs - done)
            first = round(stage.offset * len(gold[name])) if share < 1 else 0
            examples = (*gold[name][first:], *gold[name][:first])[: round(share * len(gold[name]))]
            if stage.in_context:
                changed = examples if head == SOFT else [augmenter(example) for example in examples]
                windows = cutter.in_context(head, changed, rng)
            else:
                windows = cutter.alone(head, examples)
            yield done / epochs, (done + share) / epochs, windows
            done += share


def batches(stage: Stage, gold: Mapping[str, Sequence[Example]], cutter: Cutter) -> list[list[Window]]:
    """Return every batch of a stage in order: similar lengths together, heads and lengths mixed, epochs one after another."""
    rng = random.Random(stage.seed)
    placed: list[tuple[float, int, list[Window]]] = []
    for start, end, windows in epochs_of(stage, gold, cutter):
        order = sorted(windows, key=lambda w: len(w.ids) + rng.uniform(-4, 4))
        for batch in cut_batches(order):
            placed.append((rng.uniform(start, end), len(placed), batch))
    return [batch for _, _, batch in sorted(placed, key=lambda item: item[:2])]


def cut_batches(order: Sequence[Window]) -> Iterator[list[Window]]:
    """Cut windows in ascending length into batches of at most BATCH_PIECES padded pieces."""
    batch: list[Window] = []
    for window in order:
        if batch and (len(batch) + 1) * max(len(window.ids), len(batch[-1].ids)) > BATCH_PIECES:
            yield batch
            batch = []
        batch.append(window)
    if batch:
        yield batch


def tensors(batch: Sequence[Window]) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]:
    """Return ids, features and mask [batch, pieces]; row, column, label and proclitic [words]."""
    width = max(len(window.ids) for window in batch)
    ids = torch.tensor([window.ids + [PAD] * (width - len(window.ids)) for window in batch])
    features = torch.tensor([window.features + [0] * (width - len(window.ids)) for window in batch])
    mask = torch.tensor([[1] * len(window.ids) + [0] * (width - len(window.ids)) for window in batch])
    rows = torch.tensor([row for row, window in enumerate(batch) for _ in window.places])
    columns, labels, proclitics = (
        torch.tensor(list(itertools.chain.from_iterable(parts)))
        for parts in ([w.places for w in batch], [w.labels for w in batch], [w.proclitics for w in batch])
    )
    return ids, features, mask, rows, columns, labels, proclitics


def loss_of(model: Tagger, batch: Sequence[Window]) -> Tensor:
    """Return the mean cross-entropy of the labels, plus the weighted one of the proclitics where mentions begin."""
    ids, features, mask, rows, columns, labels, proclitics = tensors(batch)
    if batch[0].soft is not None:
        states = model.dropout(model.states(ids, features, mask, rows, columns))
        return soft_loss(model, states, torch.from_numpy(np.concatenate([window.soft for window in batch])).float())
    logits, proclitic_logits = model(ids, features, mask, rows, columns, batch[0].head)
    loss = nn.functional.cross_entropy(logits, labels)
    if bool((proclitics != IGNORED).any()):
        loss = loss + PROCLITIC_WEIGHT * nn.functional.cross_entropy(proclitic_logits, proclitics, ignore_index=IGNORED)
    return loss


def soft_loss(model: Tagger, states: Tensor, soft: Tensor) -> Tensor:
    """Return the mean cross-entropy of all heads against what a teacher says, plus the weighted one of the proclitics.

    `states` is [words, hidden], `soft` [words, COLUMNS]; a proclitic decision counts as much as the first head's teacher
    believes that a mention begins there.
    """
    total = torch.zeros(())
    at = 0
    for head in SOFT_HEADS:
        targets = soft[:, at : at + len(HEADS[head])]
        total = total + nn.functional.cross_entropy(model.heads[head](states), targets)
        at += targets.shape[1]
    begins = [i for i, label in enumerate(HEADS[SOFT_HEADS[0]]) if label.startswith("B-")]
    belief = soft[:, begins].sum(1)
    decisions = nn.functional.cross_entropy(model.proclitics(states), soft[:, at:], reduction="none")
    return total + PROCLITIC_WEIGHT * (decisions * belief).sum() / belief.sum().clamp(min=1.0)


def optimiser_of(
    model: Tagger, stage: Stage, steps: int
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
    """Return AdamW with linear warm-up and, where the stage has it, linear decay."""
    encoder = set(model.encoder.parameters())
    learning = [p for p in model.parameters() if p.requires_grad]
    groups = [
        {"params": [p for p in learning if p in encoder], "lr": stage.rate},
        {"params": [p for p in learning if p not in encoder], "lr": stage.head_rate},
    ]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    warm_up = max(1, int(steps * WARM_UP))

    def factor(step: int) -> float:
        falling = (steps - step) / max(1, steps - warm_up) if stage.decays else 1.0
        return min((step + 1) / warm_up, falling)

    return optimiser, torch.optim.lr_scheduler.LambdaLR(optimiser, factor)


def freeze(model: Tagger, layers: int) -> None:
    """Let the first layers stay as they are, and with any the embeddings and the lexicon's hints; let the others learn."""
    model.requires_grad_(True)
    if layers:
        for module in (model.encoder.embeddings, *model.encoder.encoder.layer[:layers]):
            module.requires_grad_(False)
        model.lexicon.requires_grad_(False)


def digest(stage: Stage, plan: Sequence[Sequence[Window]]) -> str:
    """Return what tells one run from another: a run goes on only with its own checkpoint."""
    return hashlib.sha256(repr((stage, plan)).encode()).hexdigest()


def save(path: Path, state: object) -> None:
    """Write a checkpoint whole or not at all."""
    partial = path.with_suffix(".partial")
    torch.save(state, partial)
    partial.rename(path)


def run(stage: Stage, model: Tagger, plan: Sequence[Sequence[Window]], out: Path) -> None:
    """Run or resume one stage; writes OUT/checkpoint.pt on the way and OUT/<stage>.pt at the end."""
    torch.manual_seed(stage.seed)
    model.train()
    for layer in model.encoder.encoder.layer:
        layer.attention.self.dropout.p = stage.attention_dropout
    freeze(model, stage.frozen)
    optimiser, schedule = optimiser_of(model, stage, len(plan))
    checkpoint = out / "checkpoint.pt"
    first, own = 0, digest(stage, plan)
    state = torch.load(checkpoint, weights_only=True) if checkpoint.exists() else {}
    if state and state["run"] != own:
        print(f"{checkpoint} belongs to other data or settings: starting {stage.name} anew", flush=True)
    elif state:
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        schedule.load_state_dict(state["schedule"])
        torch.set_rng_state(state["rng"])
        first = state["step"]
    seen, losses, began = 0, 0.0, time.monotonic()
    for step in range(first, len(plan)):
        with torch.autocast("cpu", torch.bfloat16, enabled=stage.half):
            loss = loss_of(model, plan[step])
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # torch has no annotation here
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        seen += sum(len(window.ids) for window in plan[step])
        losses += loss.item()
        done = step + 1
        if done % 50 == 0:
            rate = seen / (time.monotonic() - began)
            print(f"{stage.name} {done}/{len(plan)}  loss {losses / 50:.4f}  {rate:.0f} pieces/s", flush=True)
            losses = 0.0
        if done % CHECKPOINT_EVERY == 0:
            state = {
                "model": model.state_dict(),
                "optimiser": optimiser.state_dict(),
                "schedule": schedule.state_dict(),
                "rng": torch.get_rng_state(),
                "step": done,
                "run": own,
            }
            save(checkpoint, state)
    save(out / f"{stage.name}.pt", model.state_dict())
    checkpoint.unlink(missing_ok=True)
    print(f"{out / stage.name}.pt: {len(plan)} steps, {(time.monotonic() - began) / 60:.0f} minutes", flush=True)


def train(
    data: Path, base: Path, out: Path, raw: Path | None, start: Path | None, soft: Path | None, limit: int | None
) -> None:
    """Run the stages that have not been run, one upon another; the last two only with `raw` sentences.

    OUT/model.pt is the last supervised stage averaged with the first; with `raw`, SELF_TRAINING averaged with that, then the
    FIELD twins. Upon the model `start` the twins alone are run, with `soft` the STUDENTs instead.
    OUT/lexicon.tsv holds also what annotated texts name; training does without, for where every name has a hint, the model
    would learn to trust hints too much.
    """
    out.mkdir(parents=True, exist_ok=True)
    names = [*known(), *hinted(data / "names")]
    cutter = Cutter(base / "tokenizer.json", Lexicon.of(names))
    if not (out / "lexicon.tsv").exists():
        Lexicon.of([*names, *grown([data / "field/train.jsonl", data / "news/train.jsonl"])]).write(out / "lexicon.tsv")
    sets = read_gold(data) | (read_raw(raw) if raw else {}) | (read_taught(soft) if soft else {})
    gold = {name: examples[:limit] for name, examples in sets.items()}
    go = functools.partial(trained, gold=gold, cutter=cutter, out=out)
    weights = torch.load(start, weights_only=True) if start else supervised(Tagger.on_base(base), go)
    model = Tagger(BertConfig.from_pretrained(base))
    if raw:
        weights = go(SELF_TRAINING, model, weights, TEACHER_SHARE)
    if raw or start:
        stages = (STUDENT, STUDENT_AGAIN) if soft else (FIELD, FIELD_AGAIN)
        twins = [go(stage, model, weights, FIELD_SHARE) for stage in stages]
        weights = averaged(*twins, 0.5)
    save(out / "model.pt", weights)


def supervised(model: Tagger, go: Callable[..., dict[str, Tensor]]) -> dict[str, Tensor]:
    """Return the weights after the stages of SUPERVISED, the last averaged with the first, which knows nothing of the hints."""
    first, *others = SUPERVISED
    after_first = weights = go(first, model, model.state_dict(), 0.0)
    for stage in others:
        weights = go(stage, model, weights, 0.0)
    return averaged(weights, after_first | {"lexicon": weights["lexicon"]}, FIRST_SHARE)


def trained(
    stage: Stage,
    model: Tagger,
    before: Mapping[str, Tensor],
    share: float,
    *,
    gold: Mapping[str, Sequence[Example]],
    cutter: Cutter,
    out: Path,
) -> dict[str, Tensor]:
    """Return the weights where a stage upon the weights `before` ends, averaged with these: run it, or load an earlier run."""
    before = {name: value.clone() for name, value in before.items()}
    finished = out / f"{stage.name}.pt"
    if not finished.exists():
        model.load_state_dict(before)
        run(stage, model, batches(stage, gold, cutter), out)
    return averaged(torch.load(finished, weights_only=True), before, share)


def averaged(last: Mapping[str, Tensor], before: Mapping[str, Tensor], share: float) -> dict[str, Tensor]:
    """Return the weights between two models of one descent (Wortsman et al. 2022), `share` of the way to the one before.

    >>> averaged({"a": torch.tensor([1.0])}, {"a": torch.tensor([3.0])}, 0.25)["a"].item()
    1.5
    """
    return {name: (1 - share) * value + share * before[name] for name, value in last.items()}


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("base", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument(
        "--raw", type=Path, help="sentences labelled by training.selftrain: the last stage learns from them"
    )
    parser.add_argument("--start", type=Path, help="run the last stage alone, upon this model")
    parser.add_argument(
        "--soft", type=Path, help="with --start: what training.distil made, to learn from as a smaller network"
    )
    parser.add_argument("--limit", type=int, help="use only the first N sentences of each set (a quick trial)")
    arguments = parser.parse_args()
    train(
        arguments.data, arguments.base, arguments.out, arguments.raw, arguments.start, arguments.soft, arguments.limit
    )


if __name__ == "__main__":
    main()
