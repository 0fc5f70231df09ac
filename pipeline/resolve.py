"""Stage 4, mentions to entities: who is meant, across spellings, short forms and documents.

Two halves. `link` looks at one document at a time and says for each mention under which fuller name of the document its
bearer is known: الأسد is بشار الأسد. `identify` looks at the distinct names of all documents and says which entity each is:
the knowledge base's, or one made of the name itself. `resolve` is both.

    python -m pipeline.resolve build/mentions.parquet build/entities.parquet
"""

import argparse
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import blake2b
from math import nan
from pathlib import Path

import pandas as pd

from pipeline import schema
from pipeline.arabic.designators import nationalities, plainer
from pipeline.arabic.folding import fold, fold_words, person_parts, without_article
from pipeline.files import OK, read_frame, write_frame
from pipeline.knowledge.base import Entry, knowledge
from pipeline.knowledge.romanise import romanise_all

LINK_FIELDS = ["mention_id", "label", "name", "identity"]
"""What `link` says of a mention: whose it is, as a known entity's id or the key of the fullest name in the document."""

KNOWN, ROMANISED, LATIN = "kb", "romanised", "latin"


@dataclass(frozen=True)
class Form:
    """One name as it is written in a document, ready to be compared with the others of its label.

    Attributes:
        label: PER, LOC or ORG.
        name: the name.
        parts: what may be left out one by one: folded words without ال, compound names of persons in one piece.
        known: the id of the entity that the knowledge base says it means, or empty.
        country: the ISO code of that entity's country where the name means it in every document, or empty.
    """

    label: str
    name: str
    parts: tuple[str, ...]
    known: str
    country: str

    @property
    def identity(self) -> str:
        """What tells it from other names: the known entity, else the key of the name."""
        return self.known or fold(self.name)


@lru_cache(maxsize=1 << 18)
def form_of(label: str, name: str) -> Form:
    """Return a name ready to be compared, with what it means by itself.

    >>> form_of("PER", "أبو محمد الجولاني").parts
    ('ابومحمد', 'جولاني')
    >>> form_of("ORG", "الجبهة الوطنية للتحرير").parts
    ('جبهه', 'وطنيه', 'للتحرير')
    """
    entry = knowledge().find(label, name)
    parts = person_parts(name) if label == "PER" else tuple(map(without_article, fold_words(name)))
    country = entry.country if entry and knowledge().certain(label, name) else ""
    return Form(label, name, parts, entry.entity_id if entry else "", country)


def _in_document(forms: Mapping[Form, int]) -> list[Form]:
    """Return the names of one document (with their number of mentions) with what they mean there, in the same order."""
    nations: Counter[str] = Counter()
    for form, mentions in forms.items():
        if form.country:
            nations[form.country] += mentions
    return [form if knowledge().certain(form.label, form.name) else _settled(form, nations) for form in forms]


def _settled(form: Form, nations: Mapping[str, int]) -> Form:
    """Return a name with what it means in a document that speaks of some countries."""
    entry = knowledge().find_among(form.label, form.name, nations)
    return replace(form, known=entry.entity_id if entry else "")


@dataclass(frozen=True)
class Closeness:
    """How a short form relates to a fuller one.

    Attributes:
        rank: 0 for the closest relation; only the closest fuller forms are considered.
        overrules: whether the fuller form counts for more than what the knowledge base says of the short form alone.
    """

    rank: int
    overrules: bool


def _in_order(short: Sequence[str], long: Iterable[str]) -> bool:
    """Return whether all of `short` stands in `long`, in the same order."""
    rest = iter(long)
    return all(part in rest for part in short)


def _person(short: Form, long: Form) -> Closeness | None:
    """Say how a shorter person's name relates to a longer: its end (الأسد), its beginning (صدام), parts left out."""
    size = len(short.parts)
    if long.parts[-size:] == short.parts:
        return Closeness(0, overrules=size == 1)
    if long.parts[:size] == short.parts:
        return Closeness(1, overrules=False)
    if size > 1 and _in_order(short.parts, long.parts):
        return Closeness(2, overrules=False)
    return None


def _body(short: Form, long: Form) -> Closeness | None:
    """Say how a shorter name of a body relates to a longer: without designators or nationality, or by its beginning."""
    size = len(short.parts)
    key = fold(short.name)
    if key in {plain.key for plain in plainer(long.label, long.name)}:
        return Closeness(0, overrules=fold_words(long.name)[size:] in nationalities())
    if long.parts[:size] == short.parts:
        return Closeness(1, overrules=False)
    return None


def _place(short: Form, long: Form) -> Closeness | None:
    """Say whether a longer name of a place is the shorter with a designator before it."""
    plain = {plain.key for plain in plainer(long.label, long.name)}
    return Closeness(0, overrules=False) if fold(short.name) in plain else None


_RELATIONS = {"PER": _person, "ORG": _body, "LOC": _place}


def _fuller(short: Form, longer: Iterable[Form]) -> list[tuple[Form, Closeness]]:
    """Return the forms that `short` may stand for, the closest relation only."""
    related = [(long, close) for long in longer if (close := _RELATIONS[short.label](short, long))]
    best = min((close.rank for _, close in related), default=0)
    return [(long, close) for long, close in related if close.rank == best]


def _choice(short: Form, longer: Iterable[Form], referents: Mapping[Form, Form]) -> Form:
    """Return the one fuller form that a short form stands for in its document, or the short form itself."""
    related = _fuller(short, longer)
    meant = {referents[long].identity: long for long, _ in related}
    if short.known in meant:
        return referents[meant[short.known]]
    if len(meant) != 1 or (short.known and not related[0][1].overrules):
        return short
    return referents[related[0][0]]


def corefer(forms: Iterable[Form]) -> dict[Form, Form]:
    """Return for each name of one document and label the fuller name of that document that means the same, or itself.

    >>> names = [form_of("PER", name) for name in ("برهان رحمون", "رحمون", "ناجي مصطفى")]
    >>> {short.name: long.name for short, long in corefer(names).items() if short != long}
    {'رحمون': 'برهان رحمون'}
    """
    referents: dict[Form, Form] = {}
    by_part: dict[str, list[Form]] = defaultdict(list)
    for form in sorted(forms, key=lambda form: (-len(form.parts), form.name)):
        longer = [long for long in by_part[form.parts[0]] if len(long.parts) > len(form.parts)] if form.parts else []
        referents[form] = _choice(form, longer, referents)
        for part in dict.fromkeys(form.parts):
            by_part[part].append(form)
    return referents


def _identities(forms: Mapping[Form, int]) -> list[str]:
    """Return whom each name of one document (with its number of mentions) means: a known entity's id or the key of a name."""
    settled = _in_document(forms)
    referents: dict[Form, Form] = {}
    for label in schema.LABELS:
        referents |= corefer(form for form in settled if form.label == label)
    return [referents[form].identity for form in settled]


def link(mentions: pd.DataFrame) -> pd.DataFrame:
    """Say for each mention of whole documents whom it means (LINK_FIELDS), in the same order."""
    key = ["doc_id", "label", "name"]
    names = mentions.groupby(key, as_index=False).size()
    documents: dict[str, dict[Form, int]] = defaultdict(dict)
    for doc_id, label, name, count in names.itertuples(index=False):
        documents[doc_id][form_of(label, name)] = count
    identities = [identity for forms in documents.values() for identity in _identities(forms)]
    names["identity"] = pd.Series(identities, index=names.index, dtype="str")
    return mentions.merge(names, how="left", on=key)[LINK_FIELDS]


def _by_frequency(names: Mapping[str, int]) -> list[str]:
    """Return names, the most frequent first; of equals the longer, then in alphabetical order."""
    return sorted(names, key=lambda name: (-names[name], -len(name), name))


def _slug(english: str) -> str:
    """Return the part of an id that people read.

    >>> _slug("Naji al-Mustafa"), _slug("Erdoğan 2")
    ('naji-al-mustafa', 'erdogan-2')
    """
    plain = unicodedata.normalize("NFKD", english).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall("[a-z0-9]+", plain)) or "name"


def _new_id(label: str, key: str, english: str) -> str:
    """Return the id of an entity that is known by its name alone; the digest tells names of one English spelling apart."""
    return f"{label.lower()}/x-{_slug(english)}-{blake2b(key.encode(), digest_size=3).hexdigest()}"


@dataclass(frozen=True)
class Bearer:
    """Who bears a set of names.

    Attributes:
        label: PER, LOC or ORG.
        identity: a known entity's id or the key of a name, as `link` says it.
        names: the names found, with the number of mentions of each.
    """

    label: str
    identity: str
    names: Mapping[str, int]

    @property
    def entry(self) -> Entry | None:
        """What the knowledge base knows of it."""
        return knowledge().entry(self.identity)

    @property
    def spellings(self) -> dict[str, int]:
        """The names that are the whole name, not a short form of it."""
        return {name: count for name, count in self.names.items() if fold(name) == self.identity}

    @property
    def name(self) -> str:
        """The name to show: the knowledge base's, else the most frequent spelling."""
        return self.entry.name if self.entry else _by_frequency(self.spellings)[0]

    @property
    def fullest(self) -> str:
        """The spelling that the id is made of: more documents rarely add a longer one, but may change the commonest."""
        return max(sorted(self.spellings), key=len)

    @property
    def aliases(self) -> str:
        """The other names found, the most frequent first."""
        return "|".join(name for name in _by_frequency(self.names) if name != self.name)


def _bearers(names: pd.DataFrame) -> list[Bearer]:
    """Gather distinct names (label, identity, name, mentions) by who bears them."""
    found: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for label, identity, name, mentions in names.itertuples(index=False):
        found[label, identity][name] = mentions
    return [Bearer(label, identity, counts) for (label, identity), counts in found.items()]


def _known(entry: Entry) -> dict[str, object]:
    """Return the row of an entity that the knowledge base knows."""
    return {
        "entity_id": entry.entity_id,
        "name_en": entry.name_en,
        "name_en_source": KNOWN,
        "wikidata": entry.wikidata,
        "geonames": entry.geonames,
        "country": entry.country,
        "latitude": entry.latitude,
        "longitude": entry.longitude,
        "description": entry.description,
    }


def _new(bearer: Bearer, english: Mapping[str, str]) -> dict[str, object]:
    """Return the row of an entity that is known by its name alone."""
    return {
        "entity_id": _new_id(bearer.label, bearer.identity, english[bearer.fullest]),
        "name_en": english[bearer.name],
        "name_en_source": LATIN if english[bearer.name] == bearer.name else ROMANISED,
        "wikidata": "",
        "geonames": "",
        "country": "",
        "latitude": nan,
        "longitude": nan,
        "description": "",
    }


def identify(names: pd.DataFrame) -> pd.DataFrame:
    """Say which entity each identity is, from the distinct names of all documents.

    Args:
        names: one row per distinct label, identity and name, with the number of `mentions`.

    Returns:
        one row per entity: ENTITY_FIELDS without mention_ids, and `identity`; sorted by entity_id.
    """
    bearers = _bearers(names)
    strangers = [bearer for bearer in bearers if not bearer.entry]
    spellings = sorted({name for bearer in strangers for name in (bearer.name, bearer.fullest)})
    english = dict(zip(spellings, romanise_all(spellings), strict=True))
    rows = [
        {"identity": bearer.identity, "label": bearer.label, "name": bearer.name, "aliases": bearer.aliases}
        | (_known(bearer.entry) if bearer.entry else _new(bearer, english))
        for bearer in bearers
    ]
    columns = ["identity", *(name for name in schema.ENTITY_FIELDS if name != "mention_ids")]
    entities = pd.DataFrame(rows, columns=columns).astype({"latitude": "float", "longitude": "float"})
    return entities.sort_values("entity_id", ignore_index=True)


def resolve(mentions: pd.DataFrame) -> pd.DataFrame:
    """Return the entities that mentions (schema.MENTION_FIELDS) mean, sorted by entity_id (schema.ENTITY_FIELDS).

    Every mention id stands in `mention_ids` of exactly one entity, in the order of documents and places in them. The
    order of the rows of `mentions` makes no difference.
    """
    links = link(mentions.sort_values(["doc_id", "start", "end", "label"], ignore_index=True))
    names = links.groupby(["label", "identity", "name"], as_index=False).size().rename(columns={"size": "mentions"})
    ids = links.groupby(["label", "identity"])["mention_id"].agg(list).rename("mention_ids").reset_index()
    entities = identify(names).merge(ids, on=["label", "identity"])
    return entities[schema.ENTITY_FIELDS]


def main(argv: list[str] | None = None) -> int:
    """Resolve the mentions of a stage file."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.resolve", description="mentions to entities")
    parser.add_argument("mentions", type=Path, help="build/mentions.parquet")
    parser.add_argument("entities", type=Path, help="build/entities.parquet, written")
    arguments = parser.parse_args(argv)
    write_frame(resolve(read_frame(arguments.mentions)), arguments.entities)
    return OK


if __name__ == "__main__":
    raise SystemExit(main())
