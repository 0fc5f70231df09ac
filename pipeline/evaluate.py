"""Evaluation: precision, recall and F1 of a tagger on gold files, strict: exact start, end and label.

Gold is JSONL (text; entities with start, end and label: spans of the untouched source) or CoNLL (token, IOB2 label;
spans of tokens). JSONL goes through the whole way from source text to source offsets; CoNLL tokens are tagged as given.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.arabic.orthography import normalise
from pipeline.normalize import sentences_of
from pipeline.tag import find
from pipeline.taggers import Tagger
from pipeline.taggers.decode import legal, spans
from pipeline.taggers.labels import OUTSIDE

if TYPE_CHECKING:
    from pipeline.taggers.onnx import OnnxTagger

Span = tuple[int, int, str]

LONGEST_PROCLITIC = 2

_IOB2 = re.compile(r"O|[BI]-[A-Z]+")


class GoldError(ValueError):
    """A gold file cannot be read; the message gives file, line and what is expected."""


@dataclass(frozen=True)
class Judged:
    """One sentence or document: what should have been found, and what was found with which score."""

    gold: frozenset[Span]
    found: dict[Span, float]


@dataclass(frozen=True)
class Score:
    """Counts of right, found and gold spans, and the measures made of them (0 where undefined)."""

    right: int
    found: int
    gold: int

    @property
    def precision(self) -> float:
        """Share of the found spans that are right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold spans that were found."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / (self.found + self.gold) if self.found + self.gold else 0.0


def scores(judged: Iterable[Judged]) -> dict[str, Score]:
    """Return the score of each label and, as the last, of all together (micro-average, `ALL`).

    >>> one = Judged(frozenset({(0, 4, "PER"), (5, 9, "LOC")}), {(0, 4, "PER"): 0.9})
    >>> scores([one])["ALL"].recall
    0.5
    """
    right: Counter[str] = Counter()
    found: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    for one in judged:
        right.update(label for _, _, label in one.gold & one.found.keys())
        found.update(label for _, _, label in one.found)
        gold.update(label for _, _, label in one.gold)
    labels = sorted(found.keys() | gold.keys())
    result = {label: Score(right[label], found[label], gold[label]) for label in labels}
    result["ALL"] = Score(right.total(), found.total(), gold.total())
    return result


def error_kinds(judged: Iterable[Judged]) -> Counter[str]:
    """Count the errors by kind.

    Of gold spans that were not found: `label` (found with another label), `clitic` (only the first letters differ),
    `boundary` (found in part), `missed`; of found spans: `spurious` (they touch no gold span).

    >>> one = Judged(frozenset({(1, 5, "PER"), (9, 12, "LOC")}), {(0, 5, "PER"): 0.9, (20, 22, "ORG"): 0.8})
    >>> sorted(error_kinds([one]).items())
    [('clitic', 1), ('missed', 1), ('spurious', 1)]
    """
    kinds: Counter[str] = Counter()
    for one in judged:
        wrong = one.found.keys() - one.gold
        kinds.update(_kind(span, wrong) for span in one.gold - one.found.keys())
        kinds["spurious"] += sum(not any(_touch(span, other) for other in one.gold) for span in wrong)
    return +kinds


def _touch(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _kind(span: Span, wrong: Iterable[Span]) -> str:
    near = [other for other in wrong if _touch(span, other)]
    if any(other[:2] == span[:2] for other in near):
        return "label"
    if any(other[1:] == span[1:] and abs(other[0] - span[0]) <= LONGEST_PROCLITIC for other in near):
        return "clitic"
    return "boundary" if near else "missed"


def calibration_error(judged: Iterable[Judged], bins: int = 10) -> float:
    """Return the expected calibration error: the mean gap between score and share of right spans over equal bins."""
    pairs = [(score, span in one.gold) for one in judged for span, score in one.found.items()]
    total = 0.0
    for i in range(bins):
        inside = [(score, right) for score, right in pairs if min(int(score * bins), bins - 1) == i]
        total += abs(sum(score - right for score, right in inside))
    return total / len(pairs) if pairs else 0.0


def evaluate(path: Path, tagger: Tagger) -> list[Judged]:
    """Tag a gold file; .jsonl files are read as JSONL, others as CoNLL. Raises GoldError."""
    judged = list(_judge(path, tagger))
    if not judged:
        raise GoldError(f"{path} holds no sentence")
    return judged


def _judge(path: Path, tagger: Tagger) -> Iterator[Judged]:
    if path.suffix == ".jsonl":
        return judge_texts(read_jsonl(path), tagger)
    from pipeline.taggers.onnx import OnnxTagger

    if not isinstance(tagger, OnnxTagger):
        raise GoldError(f"{path}: token files are for the embedded tagger's heads; give JSONL gold for other taggers")
    return judge_tokens(read_conll(path), tagger)


def read_jsonl(path: Path) -> Iterator[tuple[str, frozenset[Span]]]:
    """Yield (text, gold spans) of a JSONL file. Raises GoldError."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                try:
                    yield _text_and_spans(json.loads(line))
                except (ValueError, KeyError, TypeError) as error:
                    raise GoldError(
                        f"{path}, line {number}: {error!r}; expected a JSON object with text and entities "
                        "(start, end, label)"
                    ) from error


def _text_and_spans(record: dict[str, Any]) -> tuple[str, frozenset[Span]]:
    text: str = record["text"]
    spans = frozenset((e["start"], e["end"], e["label"]) for e in record["entities"])
    for start, end, _ in spans:
        if not 0 <= start < end <= len(text):
            raise ValueError(f"span {start}-{end} is not inside the text of {len(text)} characters")
    return text, spans


def read_conll(path: Path) -> Iterator[tuple[list[str], list[str]]]:
    """Yield (tokens, IOB2 labels) of a CoNLL file: tab- or space-separated, a blank line after each sentence.

    PERS, ANERcorp's own name, is read as PER. Raises GoldError.
    """
    rows: list[tuple[str, str]] = []
    for number, line in enumerate([*path.read_text("utf-8").split("\n"), ""], 1):
        parts = line.split()
        if parts:
            label = parts[1].replace("PERS", "PER") if len(parts) > 1 else ""
            before = rows[-1][1] if rows else OUTSIDE
            if not _IOB2.fullmatch(label) or not legal(before, label):
                raise GoldError(f"{path}, line {number}: expected a token and its IOB2 label, not {line!r}")
            rows.append((parts[0], label))
        elif rows:
            yield [token for token, _ in rows], [label for _, label in rows]
            rows = []


def judge_texts(gold: Iterable[tuple[str, frozenset[Span]]], tagger: Tagger) -> Iterator[Judged]:
    """Tag texts and compare spans of the source."""
    records = list(gold)
    sentences = [list(sentences_of(str(i), text, "")) for i, (text, _) in enumerate(records)]
    names = iter(find([sentence.text for document in sentences for sentence in document], tagger))
    for (_, expected), document in zip(records, sentences, strict=True):
        found: dict[Span, float] = {}
        for sentence in document:
            for name in next(names):
                start, end = sentence.source_span(name.start, name.end)
                found[start, end, name.label] = name.score
        yield Judged(expected, found)


def judge_tokens(gold: Iterable[tuple[list[str], list[str]]], tagger: "OnnxTagger") -> Iterator[Judged]:
    """Label tokens with the tagger's head and compare spans of tokens [first, last]."""
    records = list(gold)
    found = tagger.tag_words([[normalise(token).text for token in tokens] for tokens, _ in records])
    for (_, labels), names in zip(records, found, strict=True):
        yield Judged(
            frozenset(spans(labels)), {(name.first, name.last, name.label): name.probability for name in names}
        )
