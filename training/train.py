"""Fine-tune the encoder on the gold sets, a head a convention. Resumable: run it again after an interruption.

usage: python -m training.train DATA BASE OUT [--limit N]

DATA is the folder that holds news/ and ner/, BASE the output of training.base_encoder, OUT the folder for the checkpoint and the
float model. Seeds are fixed: the same data give the same batches in the same order.
"""

import argparse
import hashlib
import itertools
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from pipeline.taggers.labels import HEADS
from pipeline.taggers.pieces import PAD, encode, load_tokenizer
from training.data import IGNORED, Example, read_conll, read_news
from training.model import Tagger

SEED = 7
EPOCHS = {"news": 3, "anercorp": 3, "caraner": 2}
HELD_OUT = 10  # the last tenth of ANERcorp train is its development set, for the official split has none
BATCH_PIECES = 900  # pieces a batch, padding included: about 16 sentences
LEARNING_RATE = 2e-4
HEAD_LEARNING_RATE = 1e-3
WARM_UP = 0.06
PROCLITIC_WEIGHT = 0.5
CHECKPOINT_EVERY = 250


@dataclass(frozen=True)
class Window:
    """What fits the encoder of a sentence: piece ids, the words' first places in them, their label and proclitic numbers."""

    head: str
    ids: list[int]
    places: list[int]
    labels: list[int]
    proclitics: list[int]


def read_gold(data: Path) -> dict[str, list[Example]]:
    """Read the training part of each head's gold set."""
    anercorp = list(read_conll(data / "ner/anercorp_camel/train.conll"))
    return {
        "news": list(read_news(data / "news/train.jsonl")),
        "anercorp": anercorp[: len(anercorp) - len(anercorp) // HELD_OUT],
        "caraner": list(read_conll(data / "ner/caraner/all.conll")),
    }


def windows(head: str, examples: list[Example], tokenizer_file: Path) -> list[Window]:
    """Cut examples into windows; words seen in two overlapping windows are learned twice."""
    number = {label: i for i, label in enumerate(HEADS[head])}
    result = []
    for example, encoded in zip(
        examples, encode(load_tokenizer(tokenizer_file), [e.words for e in examples]), strict=True
    ):
        for start, end in encoded.windows():
            ids, places = encoded.pieces_of(start, end)
            labels = [number[label] for label in example.labels[start:end]]
            result.append(Window(head, ids, places, labels, list(example.proclitics[start:end])))
    return result


def batches(all_windows: dict[str, list[Window]]) -> list[list[Window]]:
    """Return every batch of the run in order: similar lengths together, heads and lengths mixed, epochs one after another."""
    rng = random.Random(SEED)
    placed: list[tuple[float, int, list[Window]]] = []
    for head, epochs in EPOCHS.items():
        for epoch in range(epochs):
            order = sorted(all_windows[head], key=lambda w: len(w.ids) + rng.uniform(-4, 4))
            for batch in cut_batches(order):
                placed.append(((epoch + rng.random()) / epochs, len(placed), batch))
    return [batch for _, _, batch in sorted(placed, key=lambda item: item[:2])]


def cut_batches(order: list[Window]) -> Iterator[list[Window]]:
    """Cut windows in ascending length into batches of at most BATCH_PIECES padded pieces."""
    batch: list[Window] = []
    for window in order:
        if batch and (len(batch) + 1) * max(len(window.ids), len(batch[-1].ids)) > BATCH_PIECES:
            yield batch
            batch = []
        batch.append(window)
    if batch:
        yield batch


def tensors(batch: list[Window]) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]:
    """Return ids and mask [batch, pieces]; row, column, label and proclitic [words]."""
    width = max(len(window.ids) for window in batch)
    ids = torch.tensor([window.ids + [PAD] * (width - len(window.ids)) for window in batch])
    mask = torch.tensor([[1] * len(window.ids) + [0] * (width - len(window.ids)) for window in batch])
    rows = torch.tensor([row for row, window in enumerate(batch) for _ in window.places])
    columns, labels, proclitics = (
        torch.tensor(list(itertools.chain.from_iterable(parts)))
        for parts in ([w.places for w in batch], [w.labels for w in batch], [w.proclitics for w in batch])
    )
    return ids, mask, rows, columns, labels, proclitics


def loss_of(model: Tagger, batch: list[Window]) -> Tensor:
    """Return the mean cross-entropy of the labels, plus the weighted one of the proclitics where mentions begin."""
    ids, mask, rows, columns, labels, proclitics = tensors(batch)
    logits, proclitic_logits = model(ids, mask, rows, columns, batch[0].head)
    loss = nn.functional.cross_entropy(logits, labels)
    if bool((proclitics != IGNORED).any()):
        loss = loss + PROCLITIC_WEIGHT * nn.functional.cross_entropy(proclitic_logits, proclitics, ignore_index=IGNORED)
    return loss


def optimiser_of(model: Tagger, steps: int) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
    """Return AdamW with linear warm-up and decay; the heads, which start at random, learn faster."""
    encoder = set(model.encoder.parameters())
    groups = [
        {"params": [p for p in model.parameters() if p in encoder], "lr": LEARNING_RATE},
        {"params": [p for p in model.parameters() if p not in encoder], "lr": HEAD_LEARNING_RATE},
    ]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    warm_up = int(steps * WARM_UP)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / warm_up, (steps - step) / max(1, steps - warm_up)) if warm_up else 1.0
    )
    return optimiser, schedule


def digest(plan: list[list[Window]]) -> str:
    """Return what tells one plan of batches from another: a run goes on only with its own."""
    return hashlib.sha256(repr(plan).encode()).hexdigest()


def save(path: Path, state: object) -> None:
    """Write a checkpoint whole or not at all."""
    partial = path.with_suffix(".partial")
    torch.save(state, partial)
    partial.rename(path)


def train(data: Path, base: Path, out: Path, limit: int | None) -> None:
    """Run or resume the training; writes OUT/checkpoint.pt on the way and OUT/model.pt at the end."""
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(SEED)
    model = Tagger.on_base(base)
    model.train()
    gold = {head: examples[:limit] for head, examples in read_gold(data).items()}
    plan = batches({head: windows(head, examples, base / "tokenizer.json") for head, examples in gold.items()})
    optimiser, schedule = optimiser_of(model, len(plan))
    checkpoint = out / "checkpoint.pt"
    first = 0
    own = digest(plan)
    state = torch.load(checkpoint, weights_only=True) if checkpoint.exists() else {}
    if state and state["plan"] != own:
        print(f"{checkpoint} belongs to other data or settings: starting anew", flush=True)
    elif state:
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        schedule.load_state_dict(state["schedule"])
        torch.set_rng_state(state["rng"])
        first = state["step"]
    pieces, losses, began = 0, 0.0, time.monotonic()
    for step in range(first, len(plan)):
        loss = loss_of(model, plan[step])
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # torch has no annotation here
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        pieces += sum(len(window.ids) for window in plan[step])
        losses += loss.item()
        done = step + 1
        if done % 50 == 0:
            rate = pieces / (time.monotonic() - began)
            print(f"step {done}/{len(plan)}  loss {losses / 50:.4f}  {rate:.0f} pieces/s", flush=True)
            losses = 0.0
        if done % CHECKPOINT_EVERY == 0:
            state = {
                "model": model.state_dict(),
                "optimiser": optimiser.state_dict(),
                "schedule": schedule.state_dict(),
                "rng": torch.get_rng_state(),
                "step": done,
                "plan": own,
            }
            save(checkpoint, state)
    save(out / "model.pt", model.state_dict())
    checkpoint.unlink(missing_ok=True)
    print(f"{out / 'model.pt'}: {len(plan)} steps", flush=True)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("base", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--limit", type=int, help="use only the first N sentences of each set (a quick trial)")
    arguments = parser.parse_args()
    train(arguments.data, arguments.base, arguments.out, arguments.limit)


if __name__ == "__main__":
    main()
