"""Evaluation of the entities: are the mentions of one entity, and no others, put together, and is it called by its name?

The gold mentions are given, not tagged: this measures the stages link and identify alone. A gold entity is what has the same
label, entity_en and entity_ar: in the annotated news the two names go together one to one, and none has two labels.

Clusters are measured by B-cubed (Bagga & Baldwin 1998, "Algorithms for scoring coreference chains"), over mentions.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isnan, nan
from pathlib import Path

import pandas as pd

from ..contracts import schema
from ..contracts.records import Mention, frame_of_mentions
from ..knowledge.distance import kilometres
from ..taggers.mentions import context
from .gold import GoldEntity, GoldError, GoldText, documents_of, read_jsonl
from .metrics import ALL, Ratio

NEAR = 25.0
"""Kilometres within which coordinates are right."""

LARGEST = 50
"""Clusters that are looked through for two gold entities."""

Resolver = Callable[[pd.DataFrame], tuple[Mapping[str, str], pd.DataFrame]]
"""From mentions (schema.MENTION_FIELDS) to the entity_id of each mention_id, and the entities (schema.ENTITY_FIELDS)."""

_APOSTROPHES = re.compile("['’‘`´ʿʾʼ]")
_WORDS = re.compile(r"[^\W_]+")
_ARTICLES = frozenset({"al", "el"})


@dataclass(frozen=True)
class Resolved:
    """One gold mention and the entity that it was found to mean.

    Attributes:
        gold: the mention, with who is meant.
        entity_id: the entity found; a cluster is the mentions of one.
        name_en: its English name.
        latitude: degrees north, NaN where unknown.
        longitude: degrees east, NaN where unknown.
    """

    gold: GoldEntity
    entity_id: str
    name_en: str
    latitude: float
    longitude: float

    @property
    def meant(self) -> str:
        """The gold entity."""
        return f"{self.gold.label} {self.gold.entity_en} {self.gold.entity_ar}"

    @property
    def named(self) -> bool:
        """Whether the English name is the gold's, `plain_english`."""
        return plain_english(self.name_en) == plain_english(self.gold.entity_en)

    @property
    def placed(self) -> bool:
        """Whether there are coordinates."""
        return not (isnan(self.latitude) or isnan(self.longitude))

    @property
    def error(self) -> float:
        """Kilometres from the gold's coordinates; NaN where one of the two has none."""
        if not self.placed or self.gold.latitude is None or self.gold.longitude is None:
            return nan
        return kilometres((self.latitude, self.longitude), (self.gold.latitude, self.gold.longitude))


@dataclass(frozen=True)
class Clustering:
    """How well the mentions of a label are put together and called.

    Attributes:
        mentions: gold mentions.
        entities: gold entities.
        clusters: entities found.
        precision: B-cubed: the mean over mentions of the share of their cluster that means the same entity.
        recall: B-cubed: the mean over mentions of the share of their entity's mentions that are in their cluster.
        names: mentions whose entity has the gold's English name.
    """

    mentions: int
    entities: int
    clusters: int
    precision: float
    recall: float
    names: Ratio

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.precision * self.recall / (self.precision + self.recall)


@dataclass(frozen=True)
class Misnomer:
    """A mention's name, the English name found, the gold's, and how many mentions have these."""

    name: str
    found: str
    gold: str
    mentions: int


@dataclass(frozen=True)
class Mixture:
    """One entity that is several in the other grouping.

    Attributes:
        entity: the entity found that holds several gold entities, or the gold entity that is split over several found.
        parts: the others, with the number of mentions of each, the largest first.
    """

    entity: str
    parts: dict[str, int]

    @property
    def wrong(self) -> int:
        """Mentions outside the largest part."""
        return sum(self.parts.values()) - max(self.parts.values())


@dataclass(frozen=True)
class Misplaced:
    """A mention's name, the entity found, how far it is from the gold's place (None: no coordinates), how many have these."""

    name: str
    entity: str
    kilometres: int | None
    mentions: int


@dataclass(frozen=True)
class EntityEvaluation:
    """What `kayan evaluate --entities` prints; the lists are whole, the worst first.

    Attributes:
        labels: by label, and ALL.
        coordinates: mentions of places that have coordinates.
        near: of the mentions whose gold has coordinates, those within NEAR kilometres.
        mixed: of the LARGEST clusters, those that hold more than one gold entity.
        misnomers: English names that are not the gold's.
        merged: entities found that hold mentions of more than one gold entity.
        split: gold entities whose mentions are in more than one entity found.
        misplaced: mentions whose gold has coordinates that are not near.
    """

    labels: dict[str, Clustering]
    coordinates: Ratio
    near: Ratio
    mixed: Ratio
    misnomers: list[Misnomer]
    merged: list[Mixture]
    split: list[Mixture]
    misplaced: list[Misplaced]


def evaluate_entities(path: Path, resolver: Resolver) -> EntityEvaluation:
    """Resolve the mentions of a JSONL gold file and compare. Raises GoldError."""
    resolved = resolve(list(read_jsonl(path, linked=True)), resolver)
    if not resolved:
        raise GoldError(f"{path} holds no mention")
    return compare(resolved)


def resolve(texts: Sequence[GoldText], resolver: Resolver) -> list[Resolved]:
    """Resolve gold mentions, whole documents at a time; in the order of the texts."""
    gold = [entity for text in texts for entity in text.entities]
    entity_of, entities = resolver(mention_frame(texts))
    facts = entities.set_index("entity_id")[["name_en", "latitude", "longitude"]]
    ids = [entity_of[str(number)] for number in range(len(gold))]
    return [Resolved(entity, entity_id, *facts.loc[entity_id]) for entity, entity_id in zip(gold, ids, strict=True)]


def mention_frame(texts: Sequence[GoldText]) -> pd.DataFrame:
    """Return the gold mentions as the tagger would give them (schema.MENTION_FIELDS); mention_id is their number from 0.

    The sentences of one document (pipeline.evaluation.gold.documents_of) are taken to stand one after another, a line each.
    """
    documents = documents_of(texts)
    rows: list[Mention] = []
    at = sentence = 0
    for text, document, before in zip(texts, documents, [-1, *documents], strict=False):
        at, sentence = (at, sentence + 1) if document == before else (0, 1)
        rows += [
            Mention(
                str(number),
                str(document),
                sentence,
                at + entity.start,
                at + entity.end,
                entity.label,
                text.text[entity.start : entity.end],
                entity.name,
                1.0,
                "gold",
                context(text.text, entity.start, entity.end),
            )
            for number, entity in enumerate(text.entities, len(rows))
        ]
        at += len(text.text) + 1
    return frame_of_mentions(rows)


def compare(resolved: Sequence[Resolved]) -> EntityEvaluation:
    """Compare the entities found with the gold's."""
    by_label = {label: [mention for mention in resolved if mention.gold.label == label] for label in schema.LABELS}
    places = by_label["LOC"]
    located = [mention for mention in resolved if mention.gold.latitude is not None]
    found, meant = (
        _groups((mention.entity_id, mention.meant) for mention in resolved),
        _groups((mention.meant, mention.entity_id) for mention in resolved),
    )
    largest = sorted(found.values(), key=lambda parts: -parts.total())[:LARGEST]
    return EntityEvaluation(
        {label: clustering(own) for label, own in (by_label | {ALL: resolved}).items() if own},
        Ratio(sum(mention.placed for mention in places), len(places)),
        Ratio(sum(mention.error <= NEAR for mention in located), len(located)),
        Ratio(sum(len(parts) > 1 for parts in largest), len(largest)),
        _misnomers(resolved),
        _mixtures(found),
        _mixtures(meant),
        _misplaced(located),
    )


def clustering(resolved: Sequence[Resolved]) -> Clustering:
    """Return the metrics of some mentions, one at least; none of the others may share an entity with them."""
    pairs = Counter((mention.entity_id, mention.meant) for mention in resolved)
    clusters = Counter(mention.entity_id for mention in resolved)
    entities = Counter(mention.meant for mention in resolved)
    return Clustering(
        len(resolved),
        len(entities),
        len(clusters),
        sum(both * both / clusters[cluster] for (cluster, _), both in pairs.items()) / len(resolved),
        sum(both * both / entities[entity] for (_, entity), both in pairs.items()) / len(resolved),
        Ratio(sum(mention.named for mention in resolved), len(resolved)),
    )


def _groups(pairs: Iterable[tuple[str, str]]) -> dict[str, Counter[str]]:
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    for group, part in pairs:
        groups[group][part] += 1
    return groups


def _mixtures(groups: Mapping[str, Counter[str]]) -> list[Mixture]:
    """Return the groups of more than one part, those with the most mentions outside their largest part first."""
    mixed = [Mixture(group, dict(parts.most_common())) for group, parts in groups.items() if len(parts) > 1]
    return sorted(mixed, key=lambda mixture: (-mixture.wrong, mixture.entity))


def _misnomers(resolved: Iterable[Resolved]) -> list[Misnomer]:
    counts = Counter(
        (mention.gold.name, mention.name_en, mention.gold.entity_en) for mention in resolved if not mention.named
    )
    return [Misnomer(*names, count) for names, count in counts.most_common()]


def _misplaced(located: Iterable[Resolved]) -> list[Misplaced]:
    wrong = [mention for mention in located if not mention.error <= NEAR]
    counts = Counter(
        (mention.gold.name, mention.entity_id, round(mention.error) if mention.placed else None) for mention in wrong
    )
    return [Misplaced(*place, count) for place, count in counts.most_common()]


def plain_english(name: str) -> str:
    """Return an English name as it is compared: small letters and digits, without accents, signs, spaces, al- and el-.

    >>> plain_english("Abdel-Fattah el-Sisi") == plain_english("Abdel Fattah Al Sisi")
    True
    >>> plain_english("Recep Tayyip Erdoğan"), plain_english("Sana'a"), plain_english("Washington, D.C.")
    ('receptayyiperdogan', 'sanaa', 'washingtondc')
    """
    letters = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", name).replace("ı", "i").casefold())
    words = _WORDS.findall("".join(letter for letter in letters if not unicodedata.combining(letter)))
    return "".join(word for word in words if word not in _ARTICLES)
