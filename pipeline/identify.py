"""Stage 6, names of all documents to entities: which one each identity is, with its English name and what is known of it.

usage: python -m pipeline.identify build/links.parquet build/entities.parquet build/identities.parquet [--names names.csv]

This is the only stage that looks at all documents at once, and it looks at distinct names, not at mentions. Here the rows of
the names file that merge and split act.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property, partial
from math import nan
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from .arabic.folding import fold
from .contracts import schema, script
from .contracts.making import Made, is_made
from .contracts.making import make as make_files
from .contracts.partitioned import PartitionedFile, Piece, as_table, write_partitioned
from .contracts.prerequisites import code_digest
from .contracts.problems import Problem
from .contracts.stagefiles import DamagedError, read_frame
from .english.gloss import English, in_english
from .english.romanise import remembered
from .entities.corrections import NONE, Corrections, read_corrections
from .entities.identity import Identity
from .entities.merging import corrected
from .knowledge.base import Knowledge
from .knowledge.described import description_of
from .knowledge.entry import Entry
from .knowledge.lists import governorates
from .knowledge.protocol import KnowledgeBase

KNOWN, ROMANISED, GLOSSED, LATIN, NONE_SAID = "kb", "romanised", "gloss", "latin", "none"


class Identified(NamedTuple):
    """What `identify` makes of names.

    Attributes:
        entities: the entities (schema.ENTITY_FIELDS), sorted by entity_id.
        identities: the entity of each distinct identity and name (schema.RESOLUTION_FIELDS).
        problems: a problem for each entity of a correction that there is not.
    """

    entities: pd.DataFrame
    identities: pd.DataFrame
    problems: list[Problem]


_ROWS = 1_000_000
"""Rows of distinct names that are put together at a time."""


def distinct(links: pd.DataFrame) -> pd.DataFrame:
    """Return the distinct identities and names of links (schema.LINK_FIELDS), each with its number of `mentions`, sorted."""
    return links.groupby(schema.NAME_FIELDS, as_index=False).size().rename(columns={"size": "mentions"})


def distinct_of_all(links: PartitionedFile) -> pd.DataFrame:
    """Return the distinct identities and names of a file of links, as `distinct` does of a frame."""
    parts: list[pd.DataFrame] = []
    for counted in links.counts(schema.NAME_FIELDS):
        parts.append(counted)
        if sum(map(len, parts[1:])) > _ROWS:
            parts = [_summed(parts)]
    return _summed(parts)


def _summed(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(parts).groupby(schema.NAME_FIELDS, as_index=False).agg(mentions=("mentions", "sum"))


def identify(names: pd.DataFrame, knowledge: KnowledgeBase, corrections: Corrections = NONE) -> Identified:
    """Say which entity each identity is, from the distinct names of all documents.

    Args:
        names: as `distinct` returns them, of all documents.
        knowledge: what is known of entities.
        corrections: the rows of the names file.
    """
    linked = [Identity(*row) for row in names[schema.IDENTITY_FIELDS].itertuples(index=False, name=None)]
    meant, problems = corrected(linked, names["name"].tolist(), corrections)
    bearers = _bearers(meant, names, knowledge)
    facts = _facts(bearers, knowledge)
    rows = [(bearer.label, bearer.name, bearer.aliases, *known) for bearer, known in zip(bearers, facts, strict=True)]
    entities = pd.DataFrame(rows, columns=["label", "name", "aliases", *_Facts._fields])[schema.ENTITY_FIELDS]
    entities = entities.astype({"latitude": "float", "longitude": "float"})
    ids = {bearer.identity: known.entity_id for bearer, known in zip(bearers, facts, strict=True)}
    identities = names.assign(entity_id=pd.Series([ids[one] for one in meant], index=names.index, dtype="str"))
    return Identified(
        entities.sort_values("entity_id", ignore_index=True), identities[schema.RESOLUTION_FIELDS], problems
    )


def _by_frequency(names: Mapping[str, int]) -> list[str]:
    """Return names, the most frequent first; of equals the longer, then in alphabetical order."""
    return sorted(names, key=lambda name: (-names[name], -len(name), name))


@dataclass(frozen=True)
class Bearer:
    """Who bears a set of names.

    Attributes:
        identity: whom they mean.
        names: the names found, with the number of mentions of each.
        knowledge: what is known of entities.
    """

    identity: Identity
    names: Mapping[str, int]
    knowledge: KnowledgeBase

    @property
    def label(self) -> str:
        """PER, LOC or ORG."""
        return self.identity.label

    @cached_property
    def entry(self) -> Entry | None:
        """What is known of it."""
        return self.knowledge.entry(self.identity.known) if self.identity.known else None

    @property
    def spellings(self) -> dict[str, int]:
        """The names that are the whole name, not a short form of it."""
        key, key_of = self.identity.key, self.knowledge.key_of
        whole = {name: count for name, count in self.names.items() if key in (key_of(name), fold(name))}
        return whole or dict(self.names)

    @cached_property
    def name(self) -> str:
        """The name to show: the known entity's, else the most frequent spelling."""
        return self.entry.name if self.entry else _by_frequency(self.spellings)[0]

    @cached_property
    def stem(self) -> str:
        """The spelling that the id is made of: the same in any order of documents.

        Only a name that stood without a space so far, بن سلماندندش, and a foreign one that was spelt otherwise get another id
        when they stand so first.
        """
        respelt = {name: self.knowledge.respelt(self.label, name) for name in self.spellings}
        return max(respelt, key=lambda name: (respelt[name].count(" "), respelt[name], name))

    @property
    def aliases(self) -> str:
        """The other names found, the most frequent first."""
        return "|".join(name for name in _by_frequency(self.names) if name != self.name)


def _bearers(meant: Sequence[Identity], names: pd.DataFrame, knowledge: KnowledgeBase) -> list[Bearer]:
    """Gather distinct names by whom they mean."""
    found: dict[Identity, Counter[str]] = defaultdict(Counter)
    for identity, name, mentions in zip(meant, names["name"], names["mentions"], strict=True):
        found[identity][name] += mentions
    return [Bearer(identity, found[identity], knowledge) for identity in sorted(found)]


class _Facts(NamedTuple):
    """What an entity's row says beside its names found; the fields are those of schema.ENTITY_FIELDS."""

    entity_id: str
    name_en: str
    name_en_source: str
    wikidata: str = ""
    geonames: str = ""
    country: str = ""
    latitude: float = nan
    longitude: float = nan
    precision: str = ""
    governorate: str = ""
    governorate_en: str = ""
    governorate_pcode: str = ""
    description: str = ""


def _known(entry: Entry) -> _Facts:
    """Return the facts of a known entity."""
    governorate, governorate_en = governorates().get(entry.pcode, ("", ""))
    return _Facts(
        entity_id=entry.entity_id,
        name_en=entry.name_en,
        name_en_source=KNOWN,
        wikidata=entry.wikidata,
        geonames=entry.geonames,
        country=entry.country,
        latitude=entry.latitude,
        longitude=entry.longitude,
        precision=entry.precision,
        governorate=governorate,
        governorate_en=governorate_en,
        governorate_pcode=entry.pcode,
        description=description_of(entry),
    )


def _new(bearer: Bearer, english: Mapping[tuple[str, str], English]) -> _Facts:
    """Return the facts of an entity that is known by its name alone."""
    name_en = english[bearer.label, bearer.name]
    made = GLOSSED if name_en.glossed else ROMANISED if name_en.text else NONE_SAID
    return _Facts(
        entity_id=bearer.identity.new_id(english[bearer.label, bearer.stem].spelling),
        name_en=name_en.text,
        name_en_source=LATIN if name_en.text == bearer.name else made,
    )


def _facts(bearers: Sequence[Bearer], knowledge: KnowledgeBase) -> list[_Facts]:
    """Return the facts of each bearer, every one with an id of its own."""
    strangers = [bearer for bearer in bearers if not bearer.entry]
    spellings = sorted({(bearer.label, name) for bearer in strangers for name in (bearer.name, bearer.stem)})
    english = dict(zip(spellings, in_english(spellings, knowledge), strict=True))
    return apart([_known(bearer.entry) if bearer.entry else _new(bearer, english) for bearer in bearers])


def apart(facts: Iterable[_Facts]) -> list[_Facts]:
    """Return facts with `-2`, `-3`, … after the id of the second and later of the same.

    Ids made of names end with a digest (Identity.new_id), so that two are the same next to never; should it happen, nothing
    is lost but that the id of the later one may change when documents are added.
    """
    seen: Counter[str] = Counter()
    result = []
    for one in facts:
        seen[one.entity_id] += 1
        times = seen[one.entity_id]
        result.append(one._replace(entity_id=f"{one.entity_id}-{times}") if times > 1 else one)
    return result


@contextmanager
def _spellings_kept(path: Path) -> Iterator[None]:
    """Let names that were spelt in a run of before be known in this one, and those of this one in the next."""
    code, known = code_digest("identify"), remembered()
    with suppress(DamagedError, OSError):
        if is_made([path], code):
            cells = read_frame(path).itertuples(index=False, name=None)
            known.update({(name, kind): told for name, kind, told in cells})
    before = len(known)
    yield
    if len(known) > before:
        rows = [(name, kind, told) for (name, kind), told in known.items()]
        table = as_table(pd.DataFrame(rows, columns=["name", "kind", "told"], dtype="str"))
        write_partitioned({path: [Piece("", table)]}, {"key": code})


def make(
    links: Path,
    outputs: Sequence[Path],
    knowledge: Callable[[], Knowledge],
    corrections: Callable[[Knowledge], Corrections],
    uses: Sequence[str],
) -> Made:
    """Make the stage files of entities and identities from that of links.

    `knowledge` and `corrections` are asked for when there is work, `uses` are digests of what the user says.
    """

    def work(linked: PartitionedFile) -> tuple[list[list[pd.DataFrame]], list[Problem]]:
        known = knowledge()
        with _spellings_kept(outputs[0].with_name("spellings.parquet")):
            found = identify(distinct_of_all(linked), known, corrections(known))
        return [[found.entities], [found.identities]], found.problems

    return make_files("identify", [links], outputs, work, uses)


def main(argv: list[str] | None = None) -> int:
    """Run the stage on files."""
    parser = script.parser(__doc__, "links", "entities", "identities")
    script.add_names(parser)
    arguments = parser.parse_args(argv)

    def corrections(knowledge: Knowledge) -> Corrections:
        return read_corrections(arguments.names, knowledge) if arguments.names else NONE

    outputs, uses = [arguments.entities, arguments.identities], script.user_digests(arguments.names)
    knowledge = partial(Knowledge, script.knowledge_folder())
    return script.finish("identify", lambda: make(arguments.links, outputs, knowledge, corrections, uses))


if __name__ == "__main__":
    sys.exit(main())
