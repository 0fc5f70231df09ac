"""Names that the lexicon learns from annotated texts: villages, factions, channels, rights groups that no knowledge base lists.

A name is taken with its context for proof: at least two documents annotate it, always as one type, and where the texts write it,
it mostly is that name. So جسر, which is a news site and the word for a bridge, stays out. People stay out: most are private.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pipeline.arabic.broken import normalise_text
from pipeline.arabic.folding import fold
from pipeline.arabic.occurrences import NameFinder
from pipeline.evaluation.gold import GoldText, read_jsonl
from pipeline.knowledge.base import Knowledge

LABELS = ("LOC", "ORG")
LEAST_DOCUMENTS = 2
LEAST_SHARE = 0.7
"""Of the places where a name is written, those where it is annotated, and so typed, in texts of the field and of the news."""

Key = tuple[str, str]
"""A name's label and its key (pipeline.arabic.folding.fold)."""


def known() -> list[tuple[str, str]]:
    """Return (label, name) of the names of the knowledge base: the lexicon of training."""
    return [(entry.label, name) for entry in Knowledge().entries.values() for name in entry.names]


def grown(files: Iterable[Path]) -> list[tuple[str, str]]:
    """Return (label, name) of the names that the annotated texts of JSONL files prove, in order."""
    texts = [text for path in files for text in read_jsonl(path)]
    names = {(label, fold(name)): name for label, name in annotated(texts)}
    written, right = counts(texts, names)
    return sorted(
        (label, name) for (label, key), name in names.items() if right[label, key] >= LEAST_SHARE * written[key]
    )


def annotated(texts: Iterable[GoldText]) -> Iterator[tuple[str, str]]:
    """Yield (label, name) of the names that LEAST_DOCUMENTS documents annotate."""
    documents: dict[Key, set[str]] = defaultdict(set)
    names: dict[Key, str] = {}
    for text in texts:
        for entity in text.entities:
            key = (entity.label, fold(entity.name))
            documents[key].add(text.doc)
            names.setdefault(key, entity.name)
    for key, name in names.items():
        if key[0] in LABELS and len(documents[key]) >= LEAST_DOCUMENTS:
            yield key[0], name


def counts(texts: Iterable[GoldText], names: Mapping[Key, str]) -> tuple[Counter[str], Counter[Key]]:
    """Return how often the texts write each key, and how often it is annotated there as a name of a label."""
    finder = NameFinder(names.values())
    written: Counter[str] = Counter()
    right: Counter[Key] = Counter()
    for text in texts:
        aligned = normalise_text(text.text)
        labels = {(entity.start, entity.end): entity.label for entity in text.entities}
        for one in finder.find(aligned.text):
            written[one.key] += 1
            right[labels.get(aligned.source_span(one.start, one.end), ""), one.key] += 1
    return written, right
