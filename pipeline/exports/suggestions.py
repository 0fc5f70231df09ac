"""Suggestions: what in the tables is likely wrong or deserves a look, each as the correction that would set it right."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from ..arabic.folding import fold, fold_all, fold_words

if TYPE_CHECKING:
    import pandas as pd

DOUBTFUL = 0.7
"""A name is doubtful when none of its mentions has a higher score."""

OFTEN = 3
"""Mentions from which an English name that is spelt by rule is worth a look."""

FAR = 700.0
"""Kilometres from the nearest other place of its document from which a place is far."""

EARTH = 6371.0
"""The radius of the earth in kilometres."""

SHORTEST = 5
"""Letters of a folded name; in shorter ones a letter more is another name more often than not."""

MOST = 100
"""Suggestions of one kind; the most mentioned come first."""

LONGEST = 200
"""Characters of a name that can be corrected: a longer one would be cut by a spreadsheet, and is no name."""

CONTEXTS = 3
"""Contexts shown with a suggestion."""


@dataclass(frozen=True)
class Suggestion:
    """One row of the review list.

    Attributes:
        action: what the row does in a names file: merge, split, force or forbid.
        name: the name that it does it to.
        label: PER, LOC or ORG.
        entity_id: the entity that the name would mean (merge) or stop to mean (split), else empty.
        reason: why it is suggested.
        name_en: the entity's name in English.
        mentions: how many mentions it is about.
        context: some of them, separated by |.
    """

    action: str
    name: str
    label: str
    entity_id: str
    reason: str
    name_en: str
    mentions: int
    context: str

    @property
    def identity(self) -> tuple[str, str, str, str]:
        """What makes it the same suggestion again."""
        return self.action, self.name, self.label, self.entity_id


@dataclass(frozen=True)
class _Entity:
    """What a suggestion needs to know of an entity."""

    entity_id: str
    label: str
    name: str
    name_en: str
    source: str
    mentions: int
    country: str
    point: tuple[float, float]
    precision: str

    @property
    def known(self) -> bool:
        """Whether the knowledge base has it."""
        return self.source == "kb"


def _entity(row: Mapping[Hashable, Any]) -> _Entity:
    """Return a row of the table of entities."""
    return _Entity(
        row["entity_id"],
        row["label"],
        row["name"],
        row["name_en"],
        row["name_en_source"],
        int(row["mentions"]),
        row["country"],
        (float(row["latitude"]), float(row["longitude"])),
        row["precision"],
    )


class _Corpus:
    """The tables, as suggestions look at them."""

    def __init__(self, tables: "Mapping[str, pd.DataFrame]") -> None:
        self.mentions = tables["mentions"]
        self.entities = {entity.entity_id: entity for entity in map(_entity, tables["entities"].to_dict("records"))}

    @cached_property
    def documents(self) -> dict[str, list[_Entity]]:
        """The entities of each document."""
        pairs = self.mentions[["doc_id", "entity_id"]].drop_duplicates()
        named: dict[str, list[_Entity]] = defaultdict(list)
        for doc_id, entity_id in pairs.itertuples(index=False, name=None):
            named[doc_id].append(self.entities[entity_id])
        return named

    @cached_property
    def names(self) -> dict[str, set[str]]:
        """The names by which the mentions of each entity call it."""
        pairs = self.mentions[["entity_id", "name"]].drop_duplicates()
        names: dict[str, set[str]] = defaultdict(set)
        for entity_id, name in pairs.itertuples(index=False, name=None):
            names[entity_id].add(name)
        return names

    def contexts(self, entity_ids: set[str]) -> dict[str, str]:
        """Return some contexts of each of these entities, separated by |."""
        rows = self.mentions[self.mentions["entity_id"].isin(entity_ids)].groupby("entity_id")["context"]
        return {str(one): " | ".join(context.replace("|", "¦") for context in group[:CONTEXTS]) for one, group in rows}


@dataclass(frozen=True)
class _Found:
    """A suggestion about an entity, before its contexts are looked up."""

    action: str
    name: str
    entity: _Entity
    target: str
    reason: str

    @property
    def key(self) -> tuple[str, str]:
        """The label and the folded name: a list has one suggestion for each."""
        return self.entity.label, fold(self.name)


def suggestions(tables: "Mapping[str, pd.DataFrame]") -> list[Suggestion]:
    """Return what deserves a look: one suggestion a name, so that no two of a list contradict each other."""
    corpus = _Corpus(tables)
    taken: set[tuple[str, str]] = set()
    chosen: list[_Found] = []
    for kind in (_misspelt, _called_by_surname, _lone_names, _far_away, _doubtful, _romanised):
        unique = {one.key: one for one in kind(corpus) if one.key not in taken and 0 < len(one.key[1]) <= LONGEST}
        first = sorted(unique.values(), key=lambda one: (-one.entity.mentions, one.entity.entity_id, one.name))[:MOST]
        taken |= {one.key for one in first}
        chosen += first
    contexts = corpus.contexts({one.entity.entity_id for one in chosen})
    return [_suggestion(one, contexts[one.entity.entity_id]) for one in chosen]


def _suggestion(found: _Found, context: str) -> Suggestion:
    entity = found.entity
    fields = (found.action, found.name, entity.label, found.target, found.reason, entity.name_en, entity.mentions)
    return Suggestion(*fields, context)


def _misspelt(corpus: _Corpus) -> Iterator[_Found]:
    """Find names that nothing is known of and that are one letter apart from a more frequent name."""
    entities = list(corpus.entities.values())
    keys = fold_all([entity.name for entity in entities])
    seen: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, (entity, key) in enumerate(zip(entities, keys, strict=True)):
        if not SHORTEST <= len(key) <= LONGEST:
            continue
        shorter = {(entity.label, part) for part in (key, *without_a_letter(key))}
        near = sorted({other for part in shorter for other in seen[part] if one_letter_apart(key, keys[other])})
        if near and not entity.known:
            target = entities[near[0]]
            reason = f"one letter apart from {target.name} ({target.name_en}, {target.mentions} mentions)"
            yield _Found("merge", entity.name, entity, target.entity_id, reason)
        for part in shorter:
            seen[part].append(place)


def without_a_letter(key: str) -> list[str]:
    """Return a key without each of its letters; keys that are one letter apart share one of these or are one of these.

    >>> without_a_letter("حلب")
    ['لب', 'حب', 'حل']
    """
    return [key[:place] + key[place + 1 :] for place in range(len(key))]


def one_letter_apart(one: str, other: str) -> bool:
    """Tell whether one letter more, less or another makes one key of the other.

    >>> one_letter_apart("قاسم", "قاسمي"), one_letter_apart("قاسم", "قاصم"), one_letter_apart("قاسم", "قسما")
    (True, True, False)
    """
    short, long = sorted((one, other), key=len)
    at = next((place for place, letter in enumerate(short) if letter != long[place]), len(short))
    if len(short) == len(long):
        return one != other and short[at + 1 :] == long[at + 1 :]
    return len(long) - len(short) == 1 and short[at:] == long[at + 1 :]


def _called_by_surname(corpus: _Corpus) -> Iterator[_Found]:
    """Find people of one word whose document has exactly one person whose name ends with it."""
    for entities in corpus.documents.values():
        people = [(entity, fold_words(entity.name)) for entity in entities if entity.label == "PER"]
        by_last: dict[str, list[_Entity]] = defaultdict(list)
        for entity, words in people:
            if len(words) > 1:
                by_last[words[-1]].append(entity)
        for entity, words in people:
            if len(words) == 1 and not entity.known and len(by_last[words[0]]) == 1:
                target = by_last[words[0]][0]
                reason = f"the same document has {target.name} ({target.name_en})"
                yield _Found("merge", entity.name, entity, target.entity_id, reason)


def _lone_names(corpus: _Corpus) -> Iterator[_Found]:
    """Find people of the knowledge base whom the documents call by one word only: it may be someone else's name."""
    for entity in corpus.entities.values():
        names = corpus.names[entity.entity_id]
        if entity.label != "PER" or not entity.known or len(fold_words(entity.name)) < 2 or len(names) > 1:
            continue
        name = next(iter(names))
        if len(fold_words(name)) == 1:
            yield _Found("split", name, entity, entity.entity_id, f"taken for {entity.name} by this lone name only")


def _far_away(corpus: _Corpus) -> Iterator[_Found]:
    """Find places that are far from every other place of their documents, three at least, none in their country."""
    distances = _distances(corpus)
    for entity_id, distance in distances.items():
        entity = corpus.entities[entity_id]
        if distance >= FAR:
            reason = f"{entity.name_en} ({entity.country}) is {distance:.0f} km from all other places of its documents"
            yield _Found("split", entity.name, entity, entity_id, reason)


def _distances(corpus: _Corpus) -> dict[str, float]:
    """Return how far each place that could be doubted is from the nearest other place of a document, at its nearest."""
    nearest: dict[str, float] = {}
    for entities in corpus.documents.values():
        places = [entity for entity in entities if entity.label == "LOC" and entity.point[0] == entity.point[0]]
        if len(places) < 4:
            continue
        apart = kilometres([place.point for place in places])
        for place, row in zip(places, apart, strict=True):
            alone = sum(other.country == place.country for other in places) == 1
            if place.known and alone and place.precision not in ("region", "country"):
                distance = float(np.partition(row, 1)[1])
                nearest[place.entity_id] = min(distance, nearest.get(place.entity_id, distance))
            else:
                nearest[place.entity_id] = 0.0
    return nearest


def kilometres(points: Sequence[tuple[float, float]]) -> npt.NDArray[np.float64]:
    """Return the distances between points (degrees north and east) on the sphere, a row and a column a point.

    >>> kilometres([(33.51, 36.29), (36.2, 37.16)]).round().tolist()
    [[0.0, 309.0], [309.0, 0.0]]
    """
    latitude, longitude = np.radians(np.array(points)).T
    north = np.sin((latitude[:, None] - latitude) / 2) ** 2
    east = np.sin((longitude[:, None] - longitude) / 2) ** 2
    apart: npt.NDArray[np.float64] = np.arcsin(np.sqrt(north + np.cos(latitude[:, None]) * np.cos(latitude) * east))
    return 2 * EARTH * apart


def _doubtful(corpus: _Corpus) -> Iterator[_Found]:
    """Find names that the tagger is never sure of."""
    scores = corpus.mentions.groupby(["entity_id", "name"], sort=False)["score"].max().reset_index()
    doubtful = scores[scores["score"] < DOUBTFUL]
    for entity_id, name, score in doubtful.itertuples(index=False, name=None):
        reason = f"score {score:.2f} at most: not a name, or a wrong label?"
        yield _Found("forbid", name, corpus.entities[entity_id], "", reason)


def _romanised(corpus: _Corpus) -> Iterator[_Found]:
    """Find frequent names that nothing is known of and whose English is spelt by rule."""
    for entity in corpus.entities.values():
        if entity.source == "romanised" and entity.mentions >= OFTEN:
            reason = f"unknown, spelt {entity.name_en} by rule: kept, it is tagged wherever it is written"
            yield _Found("force", entity.name, entity, "", reason)
