"""Gold files: what people say should be found, and whom it means (docs/gold.md shows examples).

JSONL holds one text a line, usually a sentence: `text`, and `entities` with start, end (code points of the text, end
exclusive) and label; for the evaluation of entities also `name` (the mention written clean), `entity_en` and `entity_ar`
(the same pair wherever the same entity is meant), where known `latitude` and `longitude`. `id`, `doc`, `source` and `date`
of a text may be left out. CoNLL holds one token and its IOB2 label a line, a blank line after each sentence.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..contracts.schema import LABELS
from ..taggers.decode import legal
from ..taggers.labels import OUTSIDE

Span = tuple[int, int, str]
"""Start, end (exclusive) and label."""

_IOB2 = re.compile(r"O|[BI]-[A-Z]+")
_STRICT = ("start", "end", "label")
_LINKED = (*_STRICT, "name", "entity_en", "entity_ar")
_ABOUT = ("id", "doc", "source", "date")
_ENTITY_TYPES: dict[str, Any] = {
    "start": int,
    "end": int,
    "label": str,
    "name": str,
    "entity_en": str,
    "entity_ar": str,
    "latitude": int | float,
    "longitude": int | float,
}


class GoldError(ValueError):
    """A gold file cannot be read; the message gives file, line and what is expected."""


@dataclass(frozen=True)
class GoldEntity:
    """One mention that should be found; what the file does not say is empty or None.

    Attributes:
        start: first code point in the text, after any proclitics.
        end: the code point after its last.
        label: its type.
        name: the mention written clean.
        entity_en: who is meant, in English.
        entity_ar: who is meant, in Arabic.
        latitude: degrees north of what is meant.
        longitude: degrees east of it.
    """

    start: int
    end: int
    label: str
    name: str = ""
    entity_en: str = ""
    entity_ar: str = ""
    latitude: float | None = None
    longitude: float | None = None

    @property
    def span(self) -> Span:
        """Start, end and label."""
        return self.start, self.end, self.label


@dataclass(frozen=True)
class GoldText:
    """One line of a JSONL gold file.

    Attributes:
        text: the untouched text.
        entities: its mentions.
        id: the line's own name.
        doc: the document that it is a sentence of.
        source: the publisher.
        date: the date of publication; begins with the year.
    """

    text: str
    entities: tuple[GoldEntity, ...]
    id: str = ""
    doc: str = ""
    source: str = ""
    date: str = ""


def read_jsonl(path: Path, linked: bool = False) -> Iterator[GoldText]:
    """Yield the texts of a JSONL file; where `linked`, every entity has to say who is meant. Raises GoldError."""
    needs = _LINKED if linked else _STRICT
    with path.open(encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                try:
                    text = _text(json.loads(line), needs)
                    if linked:
                        _check_labels(text.entities)
                    yield text
                except ValueError as error:
                    raise GoldError(
                        f"{path}, line {number}: {error}; expected a JSON object with text and entities "
                        f"({', '.join(needs)})"
                    ) from error


def _text(record: Any, needs: Iterable[str]) -> GoldText:
    _check(record, {"text": str, "entities": list}, dict.fromkeys(_ABOUT, str | int))
    entities = tuple(_entity(entity, len(record["text"]), needs) for entity in record["entities"])
    about = {name: str(record[name]) for name in _ABOUT if record.get(name) is not None}
    return GoldText(record["text"], entities, **about)


def _entity(record: Any, length: int, needs: Iterable[str]) -> GoldEntity:
    _check(record, {name: _ENTITY_TYPES[name] for name in needs}, _ENTITY_TYPES)
    entity = GoldEntity(**{name: record[name] for name in _ENTITY_TYPES if record.get(name) is not None})
    if not 0 <= entity.start < entity.end <= length:
        raise ValueError(f"span {entity.start}-{entity.end} is not inside the text of {length} characters")
    if (entity.latitude is None) != (entity.longitude is None):
        raise ValueError(f"span {entity.start}-{entity.end} has one of latitude and longitude")
    if not (abs(entity.latitude or 0) <= 90 and abs(entity.longitude or 0) <= 180):
        raise ValueError(f"{entity.latitude}, {entity.longitude} is no place on earth")
    return entity


def _check(record: Any, needed: Mapping[str, Any], optional: Mapping[str, Any]) -> None:
    """Raise ValueError unless `record` is an object with all that is needed, and with values of the right types."""
    if not isinstance(record, dict):
        raise ValueError(f"{record!r} is no JSON object")
    for name, kind in {**optional, **needed}.items():
        value = record.get(name)
        if value in (None, "") and name in needed:
            raise ValueError(f"no {name}")
        if value is not None and not isinstance(value, kind):
            raise ValueError(f"{name} is {value!r}")


def _check_labels(entities: Iterable[GoldEntity]) -> None:
    for entity in entities:
        if entity.label not in LABELS:
            raise ValueError(f"the label {entity.label} is none of {', '.join(LABELS)}")


def documents_of(texts: Iterable[GoldText]) -> list[int]:
    """Return the number of the document that each text is of: texts of one `doc` that follow one another are its sentences.

    >>> documents_of([GoldText("أ", (), doc="x"), GoldText("ب", (), doc="x"), GoldText("ج", ()), GoldText("د", ())])
    [0, 0, 1, 2]
    """
    numbers: list[int] = []
    before = ""
    for text in texts:
        same = text.doc != "" and text.doc == before
        numbers.append(numbers[-1] + (not same) if numbers else 0)
        before = text.doc
    return numbers


def read_conll(path: Path) -> Iterator[tuple[list[str], list[str]]]:
    """Yield (tokens, IOB2 labels) of a CoNLL file: tab- or space-separated, a blank line after each sentence.

    PERS, ANERcorp's own name, is read as PER. Raises GoldError.
    """
    rows: list[tuple[str, str]] = []
    for number, line in enumerate([*path.read_text("utf-8-sig").split("\n"), ""], 1):
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
