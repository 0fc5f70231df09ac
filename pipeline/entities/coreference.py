"""Coreference inside one document: which of its names are short forms of which.

A journalist writes برهان رحمون once and رحمون from then on. A short form stands for the one fuller name of its document that
it can be a part of; where two could be meant, it stays by itself. What the knowledge base says of the short form alone
gives way only to a fuller name that says otherwise and, among people, is no passing mention: one إيفانكا ترامب does not
make her of every ترامب.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import lru_cache
from types import MappingProxyType

from ..arabic.designators import core_names, is_bare, nationalities
from ..arabic.folding import fold, fold_words
from ..contracts import schema
from ..knowledge.entry import Entry, Whereabouts
from ..knowledge.protocol import KnowledgeBase
from .chains import Chains
from .identity import Identity
from .misspelling import misspellings
from .placing import Placing

LabelledName = tuple[str, str]
"""A label and a name."""

_REMEMBERED = 1 << 18
"""Names that are kept ready to be compared, for they come again in document after document."""

_FULL_NAME = 2
"""Parts of a person's name, at least, that tell him from others in every document."""

_MAGHREBI_ARTICLE = "ل"
_SHORTEST_BEHIND_IT = 4
"""Letters of a surname behind that article, at least: ليلى has none."""


@dataclass(frozen=True)
class Form:
    """One name as it is written in a document, ready to be compared with the others of its label.

    Attributes:
        label: PER, LOC or ORG.
        name: the name.
        parts: what may be left out one by one (Knowledge.parts).
        key: what tells it from other names where nothing is known of it (Knowledge.key_of).
        known: the id of the entity that the knowledge base says it means, or empty.
        country: the ISO code of that entity's country where the name means it in every document, or empty.
        apart: whether its document says that it is another than what the name means elsewhere.
    """

    label: str
    name: str
    parts: tuple[str, ...]
    key: str
    known: str
    country: str
    apart: bool = False

    @property
    def identity(self) -> Identity:
        """Whom it means, in every document: the known entity, else who bears a name of this key."""
        return Identity(self.label, known=self.known) if self.known else Identity(self.label, key=self.key)

    @property
    def alone(self) -> bool:
        """Whether nothing is known but one part of a person's name (a surname, a kunya), or what a thing is: بنك.

        One that is another than the known bearer of its name is alone as well.
        """
        lone = self.label == "PER" and len(self.parts) < _FULL_NAME
        return not self.known and (self.apart or lone or is_bare(self.label, self.name))


class Coreference:
    """Says whom the names of documents mean."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._knowledge = knowledge
        self.form = lru_cache(maxsize=_REMEMBERED)(self._form)

    def _form(self, label: str, name: str) -> Form:
        """Return a name ready to be compared, with what it means by itself."""
        entry = self._knowledge.find(label, name)
        country = entry.country if entry and self._knowledge.certain(label, name) else ""
        parts, key = self._knowledge.parts(label, name), self._knowledge.key_of(name)
        return Form(label, name, parts, key, entry.entity_id if entry else "", country)

    def identities(
        self,
        names: Mapping[LabelledName, int],
        doc_id: str,
        aliases: Iterable[tuple[LabelledName, LabelledName]] = (),
        sentences: Sequence[Sequence[str]] = (),
        said: Iterable[Whereabouts] = (),
        against: Mapping[str, Collection[str]] = MappingProxyType({}),
    ) -> list[Identity]:
        """Return whom each name of one document means, in order.

        That is a known entity, or who bears its fullest name there; one who is called by a single part of his name is bound
        to the document, for another document's العلي is another man, and its المزرعة another farm.

        Args:
            names: the document's names in the order of their first mention, each with its number of mentions.
            doc_id: the document.
            aliases: names of the document, each with the name before it that the document says it stands for.
            sentences: the names of places that stand in one sentence.
            said: what stands right beside the names of places of where they are.
            against: the subtypes that people are none of (pipeline.entities.introduced), by name.
        """
        forms = {self.form(*name): count for name, count in names.items()}
        in_document = dict(zip(forms, self._in_document(forms, sentences, said, against), strict=True))
        referents: dict[Form, Form] = {}
        for label in schema.LABELS:
            referents |= corefer({in_document[form]: count for form, count in forms.items() if form.label == label})
        _join(referents, {in_document[self.form(*one)]: in_document[self.form(*other)] for one, other in aliases})
        meant = [referents[form] for form in in_document.values()]
        return [replace(form.identity, document=doc_id) if form.alone else form.identity for form in meant]

    def _in_document(
        self,
        forms: Mapping[Form, int],
        sentences: Sequence[Sequence[str]],
        said: Iterable[Whereabouts],
        against: Mapping[str, Collection[str]],
    ) -> list[Form]:
        """Return the names of one document (with their number of mentions) with what they mean there, in the same order."""
        nations: Counter[str] = Counter()
        for form, mentions in forms.items():
            if form.country:
                nations[form.country] += mentions
        certain = self._knowledge.certain
        among = [form if certain(form.label, form.name) else self._among(form, nations) for form in forms]
        among = [self._introduced(form, against) if form.name in against else form for form in among]
        placed = self._placed(dict(zip(among, forms.values(), strict=True)), nations, sentences, said)
        known = [form if form.known else self._respelt(form, nations) for form in placed]
        return self._corrected(dict(zip(known, forms.values(), strict=True)))

    def _among(self, form: Form, nations: Mapping[str, int]) -> Form:
        """Return a name with what it means in a document that speaks of some countries.

        A ministry of which it does not say whose it is is another one in every document.
        """
        entry = self._knowledge.find_among(form.label, form.name, nations)
        nameless = entry is not None and self._knowledge.is_of_any_country(entry)
        return replace(form, known=entry.entity_id if entry and not nameless else "", apart=nameless)

    def _introduced(self, form: Form, against: Mapping[str, Collection[str]]) -> Form:
        """Return a name with what it means where its text says what a person is not."""
        entry = self._knowledge.entry(form.known) if form.label == "PER" else None
        return replace(form, known="") if entry and entry.subtype in against[form.name] else form

    def _placed(
        self,
        forms: Mapping[Form, int],
        nations: Mapping[str, int],
        sentences: Sequence[Sequence[str]],
        said: Iterable[Whereabouts],
    ) -> list[Form]:
        """Return the names of one document, its places with what they mean beside each other (pipeline.entities.placing)."""
        names = {form.name: self._knowledge.entry(form.known) for form in forms if form.label == "LOC"}
        own = {form.name: count for form, count in forms.items() if form.label == "LOC" and form.country}
        placed = Placing(self._knowledge, nations, sentences, said).placed(names, own)
        return [self._at(form, placed.get(form.name)) if form.label == "LOC" else form for form in forms]

    def _at(self, form: Form, entry: Entry | None) -> Form:
        """Return the name of a place with what it means.

        It is apart from all others where what it means was known but is not so here, or several places bear it.
        """
        apart = entry is None and (bool(form.known) or self._knowledge.is_of_several_places(form.name))
        return replace(form, known=entry.entity_id if entry else "", apart=apart)

    def _respelt(self, form: Form, nations: Mapping[str, int]) -> Form:
        """Return a name that nothing is known of with what it means when it is another spelling of one that is known.

        A village is meant so only in a document that names something of its country.
        """
        entry = self._knowledge.find_spelling(form.label, form.name)
        if entry is None or (not nations.get(entry.country) and self._knowledge.is_small(entry)):
            return form
        return replace(form, known=entry.entity_id)

    def _corrected(self, forms: Mapping[Form, int]) -> list[Form]:
        """Return names (with their number of mentions) where a stranger's misspelt name means what the right one means."""
        strangers = [form for form in forms if form.label == "PER" and not form.known]
        counts: Counter[tuple[str, ...]] = Counter()
        for form in strangers:
            counts[form.parts] += forms[form]
        wrong = misspellings(counts, self._knowledge.names_someone)
        keys = {form.parts: form.key for form in strangers}
        corrected = {form: replace(form, key=keys[wrong[form.parts]]) for form in strangers if form.parts in wrong}
        return [corrected.get(form, form) for form in forms]


class Overrules(Enum):
    """Whether a fuller form counts for more than what the knowledge base says of the short form alone."""

    NEVER = auto()
    WHEN_PROMINENT = auto()
    ALWAYS = auto()


@dataclass(frozen=True)
class Closeness:
    """How a short form relates to a fuller one.

    Attributes:
        rank: 0 for the closest relation; only the closest fuller forms are considered.
        overrules: whether the fuller form counts for more than what the knowledge base says of the short form alone.
    """

    rank: int
    overrules: Overrules


def _in_order(short: Sequence[str], long: Iterable[str]) -> bool:
    """Return whether all of `short` stands in `long`, in the same order."""
    rest = iter(long)
    return all(part in rest for part in short)


def _person(short: Form, long: Form) -> Closeness | None:
    """Say how a shorter person's name relates to a longer: its end (الأسد), its beginning (صدام), parts left out."""
    size = len(short.parts)
    if long.parts[-size:] == short.parts:
        return Closeness(0, Overrules.WHEN_PROMINENT if size == 1 else Overrules.NEVER)
    if long.parts[:size] == short.parts:
        return Closeness(1, Overrules.NEVER)
    if size > 1 and _in_order(short.parts, long.parts):
        return Closeness(2, Overrules.NEVER)
    if fold(short.name) == _without_maghrebi_article(long.name):
        return Closeness(3, Overrules.NEVER)
    return None


def _without_maghrebi_article(name: str) -> str:
    """Return a full name's folded surname without the ل that stands for ال in the Maghreb, or empty where there is none.

    >>> _without_maghrebi_article("إدريس لكريني"), _without_maghrebi_article("لكريني"), _without_maghrebi_article("ليلى ليلى")
    ('كريني', '', '')
    """
    *others, surname = fold_words(name) or ("",)
    bare = surname.removeprefix(_MAGHREBI_ARTICLE)
    return bare if others and bare != surname and len(bare) >= _SHORTEST_BEHIND_IT else ""


def _organisation(short: Form, long: Form) -> Closeness | None:
    """Say how a shorter name of an organisation relates to a longer: without designators or nationality, or by its beginning."""
    size = len(short.parts)
    key = fold(short.name)
    if key in {core.key for core in core_names(long.label, long.name)}:
        with_nation = fold_words(long.name)[size:] in nationalities()
        return Closeness(0, Overrules.ALWAYS if with_nation else Overrules.NEVER)
    if long.parts[:size] == short.parts:
        return Closeness(1, Overrules.NEVER)
    return None


def _place(short: Form, long: Form) -> Closeness | None:
    """Say whether a longer name of a place is the shorter with a designator before it."""
    cores = {core.key for core in core_names(long.label, long.name)}
    return Closeness(0, Overrules.NEVER) if fold(short.name) in cores else None


_RELATIONS = {"PER": _person, "ORG": _organisation, "LOC": _place}


def _fuller(short: Form, longer: Iterable[Form]) -> list[tuple[Form, Closeness]]:
    """Return the forms that `short` may stand for, the closest relation only."""
    related = [(long, close) for long in longer if (close := _RELATIONS[short.label](short, long))]
    best = min((close.rank for _, close in related), default=0)
    return [(long, close) for long, close in related if close.rank == best]


class _Prominence:
    """How often, and how early, the names of one document and label stand in it."""

    def __init__(self, mentions: Mapping[Form, int]) -> None:
        """Take the names in the order of their first mention, each with its number of mentions."""
        self._counts = mentions
        self._first = {form: place for place, form in enumerate(mentions)}
        self._weights: Counter[Identity] = Counter()
        for form, count in mentions.items():
            self._weights[form.identity] += count

    def main(self, surname: Form, bearers: Mapping[Identity, Sequence[Form]]) -> Identity | None:
        """Return which of several bearers of a surname, by identity, a document is about, or None.

        That one is named in full more often than the others together, and at least half as often as the surname stands alone:
        who is called ترامب thirty times is not the woman who is called إيفانكا ترامب three times.
        """
        full = {identity: sum(self._counts[form] for form in forms) for identity, forms in bearers.items()}
        foremost = max(full, key=lambda identity: full[identity])
        prominent = 2 * full[foremost] > sum(full.values()) and 2 * full[foremost] >= self._counts[surname]
        return foremost if prominent else None

    def allows(self, short: Form, longer: Sequence[Form]) -> bool:
        """Return whether names of one bearer are prominent enough to take over a surname known to be someone else's.

        They are named at least as often as the known bearer, or introduce a stranger before the surname first stands alone.
        """
        weight = sum(self._weights[identity] for identity in {long.identity for long in longer})
        introduced = min(self._first[long] for long in longer) < self._first[short]
        stranger = not any(long.known for long in longer)
        return weight >= self._weights[short.identity] or (stranger and introduced)


def _overruled(short: Form, related: Sequence[tuple[Form, Closeness]], prominence: _Prominence) -> bool:
    """Return whether the fuller forms of one bearer count for more than what is known of the short form alone."""
    overrules = related[0][1].overrules
    if overrules is Overrules.WHEN_PROMINENT:
        return prominence.allows(short, [long for long, _ in related])
    return overrules is Overrules.ALWAYS


def _choice(short: Form, longer: Iterable[Form], referents: Mapping[Form, Form], prominence: _Prominence) -> Form:
    """Return the one fuller form that a short form stands for in its document, or the short form itself."""
    related = _fuller(short, longer)
    meant: dict[Identity, list[Form]] = defaultdict(list)
    for long, _ in related:
        meant[referents[long].identity].append(long)
    surname = short.label == "PER" and len(short.parts) < _FULL_NAME
    main = prominence.main(short, meant) if surname and len(meant) > 1 else None
    known = short.identity if short.known else None
    chosen = main or (known if known in meant else None)
    if chosen:
        return referents[meant[chosen][0]]
    if len(meant) != 1 or (short.known and not _overruled(short, related, prominence)):
        return short
    return referents[related[0][0]]


def corefer(mentions: Mapping[Form, int]) -> dict[Form, Form]:
    """Return for each name of one document and label the fuller name of that document that means the same, or itself.

    Args:
        mentions: the names in the order of their first mention, each with its number of mentions.

    >>> names = [Form("PER", name, tuple(name.split()), name, "", "") for name in ("برهان رحمون", "رحمون", "ناجي مصطفى")]
    >>> {short.name: long.name for short, long in corefer(dict.fromkeys(names, 1)).items() if short != long}
    {'رحمون': 'برهان رحمون'}
    """
    prominence = _Prominence(mentions)
    referents: dict[Form, Form] = {}
    longer = _Longer()
    for form in sorted(mentions, key=lambda form: (-len(form.parts), form.name)):
        referents[form] = _choice(form, longer.than(form), referents, prominence)
        longer.add(form)
    return referents


class _Longer:
    """Names of one document and label, found by what a shorter name must share with them to stand for one.

    Thousands of names may share a word, محمد or لجنة: a person is looked up by his rarest part, for all of them stand in the
    longer name; an organisation or place by its beginning and by what is left of the longer without designators.
    """

    def __init__(self) -> None:
        self._by_trait: dict[Hashable, list[Form]] = defaultdict(list)

    def add(self, form: Form) -> None:
        """Take a name."""
        for trait in self._traits(form):
            self._by_trait[trait].append(form)

    def than(self, form: Form) -> list[Form]:
        """Return the longer names that a name may stand for, those of one relation in the order in which they were taken."""
        if not form.parts:
            return []
        if form.label == "PER":
            found = min((self._by_trait.get(part, []) for part in form.parts), key=len)
        else:
            traits = fold(form.name), form.parts
            found = list(dict.fromkeys(long for trait in traits for long in self._by_trait.get(trait, ())))
        first = form.parts[0]
        return [long for long in found if len(long.parts) > len(form.parts) and first in self._traits_of_parts(long)]

    @staticmethod
    def _traits_of_parts(form: Form) -> tuple[str, ...]:
        """Return the parts of a name, and of a person's its surname without the ل of the Maghreb."""
        return (*form.parts, _without_maghrebi_article(form.name)) if form.label == "PER" else form.parts

    @classmethod
    def _traits(cls, form: Form) -> dict[Hashable, None]:
        """Return what a shorter name may share: a part (a text), a beginning (parts), the key of a core name (a text)."""
        if form.label == "PER":
            return dict.fromkeys(cls._traits_of_parts(form))
        cores: list[Hashable] = [core.key for core in core_names(form.label, form.name)]
        return dict.fromkeys([*cores, *(form.parts[:size] for size in range(1, len(form.parts)))])


def _join(referents: dict[Form, Form], aliases: Mapping[Form, Form]) -> None:
    """Let names that a document gives as aliases of others mean the same as they; what is known of either stays."""
    joined: Chains[Form] = Chains(lambda form: form)
    for alias, name in aliases.items():
        one, other = joined.end(referents[alias]), joined.end(referents[name])
        if one == other or (one.known and other.known):
            continue
        taken, left = (one, other) if one.known else (other, one)
        joined.lead(left, taken)
    for form, meant in referents.items():
        referents[form] = joined.end(meant)
