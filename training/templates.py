r"""Sentences made from templates: what a few thousand annotated sentences show too seldom, with many names.

templates.txt holds one template a line ("# " opens a comment): `[surface|LABEL]` is a mention, `{SLOT}` one of many names, a
mention of its slot's type unless it stands inside a bracket; proclitics stand directly before either. `\n` breaks the line. A
template without brackets and slots is a sentence in which nothing is a mention.
"""

import csv
import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline import knowledge as knowledge_files
from pipeline.arabic.folding import compound_words, fold
from pipeline.arabic.sentences import sentences_of
from pipeline.knowledge.entry import Entry
from training.data import Example, from_entities, whole_name

TEMPLATES = Path(__file__).with_name("templates.txt")
PLACES = Path(knowledge_files.__file__).with_name("places_sy.csv")

TYPES = {
    "FULL": "PER",
    "PER": "PER",
    "GIVEN": "PER",
    "FAMILY": "PER",
    "MADE": "PER",
    "LOC": "LOC",
    "CITY": "LOC",
    "VILLAGE": "LOC",
    "ORG": "ORG",
}
"""The type of each slot's names."""

_PART = re.compile(r"\[(?P<surface>[^\[\]|]+)\|(?P<label>[A-Z]+)\]|\{(?P<slot>[A-Z]+)\}")
_SLOT = re.compile(r"\{([A-Z]+)\}")
_ARTICLE = "ال"
_CITIES = frozenset(("city", "town"))


class TemplateError(ValueError):
    """A template cannot be read; the message says where and why."""


def slots(entries: Iterable[Entry], more: Mapping[str, Sequence[tuple[str, ...]]]) -> dict[str, list[str]]:
    """Return the names that fill each slot: those of the knowledge base, and `more` by type as words (training.augment.names_in).

    Given names are those that stand before a family name with an article, family names those that stand after a given name,
    villages those of the shipped gazetteer of Syria. MADE, for full names of made-up people (training.people), is left empty.
    """
    found: dict[str, dict[str, None]] = {slot: {} for slot in TYPES}
    people: list[list[str]] = []
    for entry in entries:
        _sort_in(found, entry.label, entry.name)
        if entry.subtype in _CITIES:
            found["CITY"][entry.name] = None
        words = entry.name.split()
        if entry.label == "PER" and len(words) in (2, 3):
            people.append(words)
    for label, names in more.items():
        for name in names:
            _sort_in(found, label, "".join(name).strip())
    arabic = {words[0] for words in people if words[-1].startswith(_ARTICLE) and _whole_part(words, 0)}
    for words in people:
        if words[0] in arabic:
            found["GIVEN"][words[0]] = None
            if _whole_part(words, -1):
                found["FAMILY"][words[-1]] = None
    found["VILLAGE"] = dict.fromkeys(villages())
    return {slot: list(listed) for slot, listed in found.items()}


def villages() -> Iterator[str]:
    """Yield the names of the Syrian places of the shipped gazetteer that are written in letters and spaces alone."""
    with PLACES.open(encoding="utf-8-sig", newline="") as rows:
        for row in csv.DictReader(rows):
            if row["name_ar"].replace(" ", "").isalpha():
                yield row["name_ar"]


def _whole_part(words: Sequence[str], place: int) -> bool:
    """Return whether the first or last word of a person's name makes no compound with its neighbour (عبد الله, آل سعود)."""
    return compound_words(" ".join(words))[place] == fold(words[place])


def _sort_in(found: dict[str, dict[str, None]], label: str, name: str) -> None:
    if label in found:
        found[label][name] = None
    if label == "PER" and " " in name:
        found["FULL"][name] = None


def after_lam(name: str) -> str:
    """Return how a name is written after ل.

    >>> after_lam("الأمم المتحدة"), after_lam("اللاذقية"), after_lam("لبنان")
    ('لأمم المتحدة', 'لاذقية', 'لبنان')
    """
    return name[2 if name.startswith(f"{_ARTICLE}ل") else 1 :] if name.startswith(_ARTICLE) else name


class Templates:
    """Makes examples from templates; the same seed gives the same ones."""

    def __init__(self, lines: Iterable[str], names: Mapping[str, Sequence[str]], seed: int) -> None:
        """Take the lines of a template file, the names that fill each slot, and the seed."""
        self._lines = [line for line in lines if line.strip() and not line.startswith("# ")]
        self._names = names
        self._random = random.Random(seed)

    def __call__(self, times: int) -> Iterator[Example]:
        """Yield the sentences of every template, filled so many times, each filling a document of its own.

        Raises TemplateError.
        """
        for time in range(times):
            for number, line in enumerate(self._lines):
                try:
                    yield from self._examples(line, f"template {time}/{number}")
                except (ValueError, KeyError, IndexError) as error:
                    raise TemplateError(f"template {line!r}: {error!r}") from error

    def _examples(self, line: str, document: str) -> Iterator[Example]:
        """Yield the sentences of one filling, as the pipeline cuts them; none where it cuts a mention."""
        text, entities = self._filled(line.replace("\\n", "\n"))
        examples, mentions = [], 0
        for sentence in sentences_of(document, text, ""):
            own = [
                {**entity, "start": entity["start"] - sentence.start, "end": entity["end"] - sentence.start}
                for entity in entities
                if sentence.start <= entity["start"] and entity["end"] <= sentence.end
            ]
            mentions += len(own)
            examples.append(replace(from_entities(sentence.source, own), document=document))
        if mentions == len(entities):
            yield from examples

    def _filled(self, line: str) -> tuple[str, list[dict[str, Any]]]:
        """Return one filling of a line and its mentions."""
        text, at = "", 0
        entities: list[dict[str, Any]] = []
        for match in _PART.finditer(line):
            text += line[at : match.start()]
            at = match.end()
            slot = match["slot"]
            surface = self._name(slot) if slot else _SLOT.sub(lambda found: self._name(found[1]), match["surface"])
            name = surface if slot else whole_name(surface, text)
            if text.endswith("ل"):
                surface = after_lam(surface)
            label = TYPES[slot] if slot else match["label"]
            entities.append({"start": len(text), "end": len(text) + len(surface), "label": label, "name": name})
            text += surface
        return text + line[at:], entities

    def _name(self, slot: str) -> str:
        return self._random.choice(self._names[slot])
