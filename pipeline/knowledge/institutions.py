"""Institutions that every country has, known by their parts: الخارجية النرويجية is the foreign ministry of Norway.

>>> ministry = parse("الخارجية النرويجية", {})
>>> ministry.name, ministry.name_en
('وزارة الخارجية النرويجية', 'Norwegian Foreign Ministry')
>>> parse("حكومة النرويج", {"النرويج": "NO"}).name_en
'Norwegian government'
>>> parse("مقهى النرويج", {"النرويج": "NO"}) is None
True
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from ..arabic.data import read_table
from ..arabic.designators import nationalities
from ..arabic.folding import fold, fold_words
from .lists import countries

_FEMININE = "ة"
_ARTICLE = "ال"
_WITH_NATION = "*"


@dataclass(frozen=True)
class Type:
    """A type of institution that every country has: a row of institutions.tsv.

    Attributes:
        slug: its part of an entity id.
        subtype: the knowledge base's subtype (subtypes.tsv).
        english: its English name, with {country} or {adjective}.
        alone: its English name where no country is known.
        feminine: whether adjectives take the feminine.
        names: its Arabic names, the one to show first.
        bound: those of its names that mean it only when its country is said.
    """

    slug: str
    subtype: str
    english: str
    alone: str
    feminine: bool
    names: tuple[str, ...]
    bound: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Institution:
    """An institution of a country.

    Attributes:
        type: what it is.
        country: ISO code, or empty where the name does not say whose it is.
    """

    type: Type
    country: str

    @property
    def entity_id(self) -> str:
        """Its id: org/no/ministry-of-foreign-affairs."""
        return "/".join(filter(None, ("org", self.country.lower(), self.type.slug)))

    @property
    def names(self) -> list[str]:
        """The Arabic names that it may have, with each adjective of its country."""
        heads = [name for name in self.type.names if name.split()[0].startswith(_ARTICLE) or " " in name]
        if not self.country:
            return [head for head in heads if head not in self.type.bound]
        return [f"{head} {adjective}" for head in heads for adjective in self._adjectives()]

    @property
    def name(self) -> str:
        """The Arabic name to show."""
        return self.names[0]

    @property
    def name_en(self) -> str:
        """The English name."""
        if not self.country:
            return self.type.alone
        english = next(row[2] for row in _nations() if row[1] == self.country)
        return self.type.english.format(country=countries()[self.country], adjective=english)

    def _adjectives(self) -> Iterator[str]:
        """Yield the adjectives of the country, agreeing with the head."""
        for adjective, code, _ in _nations():
            if code == self.country:
                yield " ".join(word + _FEMININE * self.type.feminine for word in adjective.split())


@cache
def _nations() -> list[list[str]]:
    return read_table("nationalities.tsv")


@cache
def _with_adjective() -> set[str]:
    """Return the ISO codes of the countries whose adjective is known: without it their institutions have no name to show."""
    return {code for _, code, _ in _nations()}


@cache
def types() -> dict[str, Type]:
    """Return the types of institution by slug."""
    rows = read_table("institutions.tsv", __package__)
    return {
        slug: Type(slug, subtype, english, alone, gender == "f", _names(names), _bound(names))
        for slug, subtype, english, alone, gender, names in rows
    }


def _names(cell: str) -> tuple[str, ...]:
    return tuple(name.removesuffix(_WITH_NATION) for name in cell.split("|"))


def _bound(cell: str) -> frozenset[str]:
    return frozenset(name.removesuffix(_WITH_NATION) for name in cell.split("|") if name.endswith(_WITH_NATION))


@cache
def _heads() -> dict[str, Type]:
    """Return the types of institution by the key of each of their names."""
    return {fold(name): one for one in types().values() for name in one.names}


@cache
def _bound_heads() -> frozenset[str]:
    return frozenset(fold(name) for one in types().values() for name in one.bound)


def parse(name: str, places: Mapping[str, str]) -> Institution | None:
    """Return the institution that a name is made of, or None: a type alone, with a nationality, or with a country's name.

    Args:
        name: the name.
        places: the ISO code of each country by the key of its name, for names such as حكومة العراق.
    """
    words = fold_words(name)
    for end in range(len(words), 0, -1):
        head, tail = "".join(words[:end]), words[end:]
        found = _heads().get(head)
        country = nationalities().get(tail) or places.get("".join(tail), "")
        alone = not tail and head not in _bound_heads()
        if found and (country in _with_adjective() or alone):
            return Institution(found, country)
    return None


def institution_of(entity_id: str) -> Institution | None:
    """Return the institution that an id names, or None when it is not the id of one.

    >>> institution_of("org/no/navy").name_en, institution_of("org/hezbollah"), institution_of("navy")
    ('Norwegian Navy', None, None)
    """
    label, _, rest = entity_id.partition("/")
    country, _, slug = rest.rpartition("/")
    found = types().get(slug)
    return Institution(found, country.upper()) if found and label == "org" else None
