"""Readers of the labelled data: each sentence becomes words with labels, whatever file it came from."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.arabic import words as word_spans
from pipeline.arabic.broken import normalise_text
from pipeline.arabic.proclitics import letters, restore_article
from pipeline.evaluation import gold
from pipeline.taggers.labels import HEADS, OUTSIDE, PROCLITICS, Proclitic
from pipeline.taggers.pieces import spaced

IGNORED = -100

SOFT_HEADS = ("news", "anercorp")
"""The heads whose labels a teacher gives probabilities."""
COLUMNS = sum(len(HEADS[head]) for head in SOFT_HEADS) + len(PROCLITICS)
"""What a teacher gives a word: a probability of each label of each of SOFT_HEADS, then of each proclitic decision."""

Soft = npt.NDArray[np.float16]


@dataclass(frozen=True)
class Example:
    """One labelled sentence.

    Attributes:
        words: the normalised words, a space before those that follow a space (see pipeline.taggers.pieces.encode).
        labels: one IOB2 label a word.
        proclitics: one index into PROCLITICS a word, IGNORED where no mention begins.
        document: which document it is of, where its neighbours are known; empty for one that stands alone.
        soft: what a teacher says of the words, [words, COLUMNS]; labels and proclitics mean nothing then.
    """

    words: tuple[str, ...]
    labels: tuple[str, ...]
    proclitics: tuple[int, ...]
    document: str = ""
    soft: Soft | None = field(default=None, compare=False)


RUNNING = 20
"""Sentences that are taken for a document where a file of running text does not part its own."""


def read_conll(path: Path, running: bool = False) -> Iterator[Example]:
    """Yield the sentences of a CoNLL file, as pipeline.evaluation.gold reads it; every token follows a space.

    Where the sentences are `running` text, every RUNNING of them count as a document.
    """
    for number, (tokens, labels) in enumerate(gold.read_conll(path)):
        words = tuple(" " + normalise_text(token).text for token in tokens)
        document = f"{path.name}/{number // RUNNING}" if running else ""
        yield Example(words, tuple(labels), (IGNORED,) * len(words), document)


ATTACHED_AFTER = frozenset(("ها", "هم", "هما", "هن", "ه", "نا"))


def read_wikifane(path: Path) -> Iterator[Example]:
    """Yield the sentences of WikiFANE, whose proclitics and pronouns are tokens, written as they are in print.

    A proclitic is joined to the word after it (ل to ال as لل), a pronoun to the word before; so the set teaches
    proclitics too. Its hamzas are lost.
    """
    for tokens, labels in gold.read_conll(path):
        words: list[str] = []
        kept: list[str] = []
        proclitics: list[int] = []
        head = ""
        for token, label in zip((normalise_text(token).text for token in tokens), labels, strict=True):
            if not head and label == OUTSIDE and token in letters():
                head = token
                continue
            if not head and label == OUTSIDE and token in ATTACHED_AFTER and kept and kept[-1] == OUTSIDE:
                words[-1] += token
                continue
            article = head == "ل" and token.startswith("ال") and len(token) > len("ال") + 1
            words.append(f" {head}{'ل' + token[2:] if article else token}")
            kept.append(label)
            decision = PROCLITICS.index(Proclitic(len(head), article)) if label.startswith("B-") else IGNORED
            proclitics.append(decision)
            head = ""
        yield Example(tuple(words), tuple(kept), tuple(proclitics))


def read_news(path: Path, patches: Path | None = None) -> Iterator[Example]:
    """Yield the sentences of a news JSONL file (id, doc, text; entities with start, end, label, name), corrected by patches."""
    fixes = read_patches(patches) if patches else {}
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            entities = patched(record["text"], record["entities"], fixes.get(record.get("id", ""), []))
            yield replace(from_entities(record["text"], entities), document=record.get("doc", ""))


def read_soft(stem: Path) -> Iterator[Example]:
    """Yield the sentences that training.distil labelled, from its two files (`stem` without suffix)."""
    probabilities = np.load(stem.with_suffix(".npy"))
    at = 0
    with stem.with_suffix(".jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            words = tuple(record["words"])
            soft = probabilities[at : at + len(words)]
            at += len(words)
            yield Example(words, (OUTSIDE,) * len(words), (IGNORED,) * len(words), record["doc"], soft)


@dataclass(frozen=True)
class Patch:
    """One correction of the gold: a span that is to be added with its label, or removed where the label is REMOVED."""

    start: int
    end: int
    label: str


REMOVED = "-"


def read_patches(path: Path) -> dict[str, list[Patch]]:
    """Read corrections by sentence id (tab-separated: id, start, end, label, reason; # opens a comment)."""
    fixes: dict[str, list[Patch]] = {}
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            sentence, start, end, label, _ = line.split("\t")
            fixes.setdefault(sentence, []).append(Patch(int(start), int(end), label))
    return fixes


def patched(text: str, entities: list[dict[str, object]], patches: list[Patch]) -> list[dict[str, object]]:
    """Return a sentence's entities with the corrections made.

    Raises ValueError when a span that is to go is not there: the patches belong to other data.
    """
    spans = {(entity["start"], entity["end"]): entity for entity in entities}
    for patch in sorted(patches, key=lambda patch: patch.label != REMOVED):
        span = (patch.start, patch.end)
        if patch.label != REMOVED:
            name = whole_name(text[patch.start : patch.end], text[: patch.start])
            spans[span] = {"start": patch.start, "end": patch.end, "label": patch.label, "name": name}
        elif spans.pop(span, None) is None:
            raise ValueError(f"no entity at {span} of {text!r} that a patch could remove")
    return sorted(spans.values(), key=lambda entity: int(str(entity["start"])))


def whole_name(written: str, before: str) -> str:
    """Return a name with the ال that a ل at the end of the text before it swallowed.

    >>> whole_name("لأمم المتحدة", "مبعوث ل"), whole_name("ليبيا", "إلى ")
    ('الأمم المتحدة', 'ليبيا')
    """
    return restore_article(written) if before.endswith("ل") and written.startswith("ل") else written


def from_entities(source: str, entities: Iterable[dict[str, object]]) -> Example:
    """Return one sentence with its entities as words with labels.

    Raises ValueError when an entity does not end where a word ends or its prefix is no known proclitic.
    """
    aligned = normalise_text(source)
    spans = word_spans.spans(aligned.text)
    labels = ["O"] * len(spans)
    proclitics = [IGNORED] * len(spans)
    for entity in entities:
        start, end = int(str(entity["start"])), int(str(entity["end"]))
        inside = [i for i, (a, b) in enumerate(spans) if aligned.offsets[b - 1] >= start and aligned.offsets[a] < end]
        first, last = spans[inside[0]], spans[inside[-1]]
        if aligned.source_span(*last)[1] != end:
            raise ValueError(f"entity {source[start:end]!r} at {start} does not end with a word")
        letters = sum(1 for i in range(*first) if aligned.offsets[i] < start)
        article = str(entity["name"]).startswith("ال") and not source[start:end].startswith("ال")
        labels[inside[0]] = f"B-{entity['label']}"
        for i in inside[1:]:
            labels[i] = f"I-{entity['label']}"
        proclitics[inside[0]] = PROCLITICS.index(Proclitic(letters, article and letters > 0))
    return Example(tuple(spaced(aligned.text, spans)), tuple(labels), tuple(proclitics))
