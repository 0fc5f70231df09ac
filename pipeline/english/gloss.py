"""English names of what the knowledge base lacks: common words translated, names inside looked up, the rest spelt.

>>> from pipeline.knowledge import Knowledge
>>> names = [("LOC", "مطار سراقب"), ("ORG", "الكتيبة 873"), ("PER", "ناجي مصطفى"), ("ORG", "هيئة الشمال للكهرباء والمياه")]
>>> [(name.text, name.glossed) for name in in_english(names, Knowledge())[:3]]
[('Saraqib Airport', True), ('Battalion 873', True), ('Naji Mustafa', False)]

A name of a place or organisation is read as Arabic builds it: a head (هيئة), whose it is (الشمال), what it is for (للكهرباء), and
adjectives. A name without a head that the tables know is translated word by word or spelt as a whole. A body that is described
in words of which one is in no table has no English name: English letters would say nothing.

>>> in_english([("ORG", "مجلس تقصي المآلات")], Knowledge())[0].text
''
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from ..arabic.common import is_common
from ..arabic.data import read_table
from ..arabic.folding import fold, fold_words, without_article
from ..knowledge.entry import Entry
from ..knowledge.protocol import KnowledgeBase
from .romanise import guesses, is_house_name, romanise_all

_WHOLE = "{}"
_CAPITAL_ARTICLE, _INNER_ARTICLE = re.compile("^Al-"), re.compile("(?<= )Al-")
_ARABIC_LETTER = re.compile("[\u0621-\u064a]")
_FEMININE, _PLURAL = "ه", "ين"
_AND, _FOR, _FOR_THE, _THE = "و", "ل", "لل", "ال"
_ANY = "any"
_NOUN, _ADJECTIVE, _RANK, _ORDINAL, _TITLE = "noun", "adjective", "rank", "ordinal", "title"
_NAME, _SPORT = "name", "sport"
_NOUNS = frozenset({_NOUN, _NAME, _SPORT})
_MINISTRY = "Ministry of {}"
_NAMED = frozenset(
    [
        "قناه",
        "صحيفه",
        "جريده",
        "مجله",
        "اذاعه",
        "راديو",
        "تلفزيون",
        "موقع",
        "شبكه",
        "مصرف",
        "مجموعه",
        "نادي",
        "مكتبه",
        "دار",
    ]
)
"""Words, folded, behind which a common word is a name: مصرف السلام is Al-Salam Bank, حزب السلام the Peace Party."""
_OF_A_NAMED = re.compile(
    r"\bof (?=[A-Z]\w+ of |United |Netherlands\b|Philippines\b|Maldives\b|Comoros\b|Middle East\b"
    r"|(?:Kingdom|State|Republic|Revolution)$)"
)
"""Where English has an article: Kingdom of the Strait of Hormuz, Embassy of the United States."""

_OF_A_KIND = ("ي", "يه")
"""Endings of adjectives made of nouns."""

_JOINED = ("وال", "لل", "بال")
"""Beginnings of a word that is joined to the one before it."""

_LONGEST_JOINED = 4
_WIDE = ("country", "region")
_CITY = "city"
_MORE_THAN_A_CITY = re.compile(", D\\.C\\.$|(?<=New York) City$|(?<=Gaza) Strip$")
_BUILDINGS = ("worship", "landmark", "hospital", "base")
_OF = " of {}"
_DESCRIBING = ("يه", "يين", "يون", "ات")
_WITH_ARABIC, _WITH = "مع", " with "
_IN, _IN_ONE = "في", "ب"
_FULL_NAME = 2
"""Words of a person's name, at least, for a thing to be named after the one we know: ساحة الأسد may honour any الأسد."""


@dataclass(frozen=True)
class English:
    """An English name that was made, not known.

    Attributes:
        text: the name; empty where words of a body's name are neither known nor names.
        glossed: whether words of it are translated, not only spelt.
        spelling: the text, or the whole name in English letters where there is none.
    """

    text: str
    glossed: bool
    spelling: str


@dataclass(frozen=True)
class _Head:
    """The word that says what a thing is, in English.

    Attributes:
        owned: the pattern with whose it is: University of {}.
        purposed: the pattern with what it is for: Centre for {}.
        feminine: whether the Arabic word takes feminine adjectives.
        noun: the bare word.
        named: whether a common word behind it is a name.
    """

    owned: str
    purposed: str
    feminine: bool
    noun: str
    named: bool

    @property
    def is_last(self) -> bool:
        """Whether the name comes before it: {} Airport."""
        return self.owned.startswith(_WHOLE)


@dataclass(frozen=True)
class _Part:
    """What is left to be spelt of a name.

    Attributes:
        pattern: the English around it, with {} in its place; without when nothing is left; empty where there is no English.
        name: the name to be spelt.
    """

    pattern: str
    name: str

    @property
    def said(self) -> bool:
        """Whether it is an English name at all."""
        return bool(self.pattern)


@cache
def _heads() -> dict[tuple[str, str], _Head]:
    rows = read_table("designators_en.tsv", __package__)
    return {
        (label, fold(word)): _Head(
            owned, purposed, gender == "f", noun[0] if noun else _bare(owned), fold(word) in _NAMED
        )
        for label, word, gender, owned, purposed, *noun in rows
    }


def _bare(pattern: str) -> str:
    """Return the word of a pattern.

    >>> _bare("Ministry of {}")
    'Ministry'
    """
    return " ".join(word for word in pattern.split() if word not in (_WHOLE, "of", "for"))


def _is_joined(word: str) -> bool:
    return word.startswith(_JOINED) and len(word) > _LONGEST_JOINED


def _is_name(word: str) -> bool:
    """Return whether a folded word may be of a name: no common word, with ال or behind a و or ل, and no such adjective.

    >>> [_is_name(word) for word in ("شلهوب", "تيليكوم", "الحربيه", "والمسح", "الغاز")]
    [True, True, False, False, False]
    """
    bare = without_article(word)
    adjective = _is_adjective(word) and not _is_nation(word)
    if not adjective and (is_house_name(word) or is_house_name(bare)):
        return True
    described = word != bare and bare.endswith(_DESCRIBING)
    return not (_is_joined(word) or described or is_common(word) or _known(word)[0])


def _key(words: Sequence[str]) -> str:
    """Return what common words are found under: folded, without articles."""
    return " ".join(map(without_article, words))


@cache
def _words() -> dict[str, tuple[str, str]]:
    """Return the English and the kind of common words and of nationalities, by key."""
    nations = [(_key(fold_words(row[0])), row[2]) for row in _nations()]
    listed = [
        (_key(fold_words(word)), english, kind)
        for word, english, kind in read_table("words_en.tsv", __package__)
        if kind != _TITLE
    ]
    adjectives = [(word, english, _RANK) for word, english in nations]
    adjectives += [(word, english, kind) for word, english, kind in listed if kind not in _NOUNS]
    feminine = {word + _FEMININE: (english, kind) for word, english, kind in adjectives}
    return feminine | {word: (english, kind) for word, english, kind in [*adjectives, *listed]}


@cache
def _titles() -> dict[str, str]:
    """Return the English of what stands before the name of whom a thing is named after: الإمام, الشهيد; by key."""
    rows = read_table("words_en.tsv", __package__)
    return {_key(fold_words(word)): english for word, english, kind in rows if kind == _TITLE}


@cache
def _ordinals() -> dict[str, str]:
    """Return ordinal numbers in words: First of 1st."""
    return dict(read_table("ordinals_en.tsv", __package__))


@cache
def _nations() -> list[list[str]]:
    return read_table("nationalities.tsv")


def _known(word: str) -> tuple[str, str]:
    """Return the English and the kind of a common word, with or without article; empty strings for another."""
    return _words().get(without_article(word), ("", ""))


def _is_adjective(word: str) -> bool:
    return word.startswith(_THE) and _known(word)[1] in (_ADJECTIVE, _RANK, _ORDINAL)


def _purpose(word: str) -> str:
    """Return the common word behind a ل that says what a thing is for, or empty.

    >>> _purpose("للكهرباء"), _purpose("لحقوق"), _purpose("لبنان")
    ('الكهرباء', 'حقوق', '')
    """
    if word in _words() or not word.startswith(_FOR):
        return ""
    bare = _THE + word.removeprefix(_FOR_THE) if word.startswith(_FOR_THE) else word.removeprefix(_FOR)
    return bare if _known(bare)[0] else ""


def _chain(words: Sequence[str]) -> str:
    """Return the English of nouns that follow one another, adjectives first, or empty when one is no common word.

    >>> _chain(["حقوق", "الانسان"]), _chain(["العلاقات", "الخارجيه"]), _chain(["حلب"])
    ('Human Rights', 'Foreign Relations', '')
    """
    idiom, _ = _idiom(words)
    if idiom:
        return idiom
    closing = (_of_a_nation(words[-1]) or (_known(words[-1]) if _is_adjective(words[-1]) else None)) if words else None
    known_idiom = _words().get(_key(words[:-1])) if len(words) > _FULL_NAME and closing else None
    if closing and known_idiom:
        return f"{closing[0]} {known_idiom[0]}"
    known = [*(_of_a_nation(word) or _known(word) for word in reversed(words[1:])), *map(_known, words[:1])]
    nouns = [english for english, kind in known if kind in _NOUNS]
    if not nouns or not all(english for english, _ in known):
        return ""
    return " ".join([*(english for english, kind in known if kind not in _NOUNS), *nouns])


def _idiom(words: Sequence[str]) -> tuple[str, str]:
    """Return the English and the kind of words that mean something else together, or empty strings.

    >>> _idiom(["كره", "القدم"]), _idiom(["الملك", "فهد"]), _idiom(["القدم"])
    (('Football', 'sport'), ('King Fahd', 'name'), ('', ''))
    """
    return _words().get(_key(words), ("", "")) if len(words) > 1 else ("", "")


def _of_a_nation(word: str) -> tuple[str, str] | None:
    """Return what closes people of a nation, as an adjective, or None: الطلبة السوريين are Syrian students.

    >>> _of_a_nation("العراقيين"), _of_a_nation("الصحفيين")
    (('Iraqi', 'rank'), None)
    """
    bare = without_article(word).removesuffix(_PLURAL)
    return _words()[bare] if word.endswith(_PLURAL) and bare in _nation_words() else None


@cache
def _nation_words() -> frozenset[str]:
    return frozenset(_key(fold_words(row[0])) for row in _nations())


def _listed(words: Sequence[str]) -> list[list[str]]:
    """Return words cut where a و joins a common word, or a purpose follows another: they are translated one by one.

    >>> _listed(["الغذاء", "والدواء"]), _listed(["وحده", "الطوارئ"]), _listed(["للاغاثه", "للتنميه"])
    ([['الغذاء'], ['الدواء']], [['وحده', 'الطوارئ']], [['للاغاثه'], ['للتنميه']])
    """
    lists: list[list[str]] = [[]]
    for word in words:
        bare = word.removeprefix(_AND)
        joined = lists[-1] and word.startswith(_AND) and not _known(word)[0] and _known(bare)[0]
        if joined or (lists[-1] and _purpose(words[0]) and _purpose(word)):
            lists.append([bare])
        else:
            lists[-1].append(word)
    return lists


def phrase(words: Sequence[str]) -> str:
    """Return the English of common words, joined by and where they are listed, or empty.

    >>> phrase(["اللغه", "والتاريخ", "والجغرافيا"]), phrase(["الحوار", "مع", "الشباب"])
    ('Language, History and Geography', 'Dialogue with Youth')
    """
    if _WITH_ARABIC in words[1:-1]:
        place = words.index(_WITH_ARABIC)
        both = [phrase(words[:place]), phrase(words[place + 1 :])]
        return _WITH.join(both) if all(both) else ""
    phrases = [_chain([_purpose(word) or word for word in stretch]) for stretch in _listed(words)]
    if not all(phrases) or not words:
        return ""
    return " and ".join(filter(None, [", ".join(phrases[:-1]), phrases[-1]]))


def _namesake(name: str, knowledge: KnowledgeBase) -> str:
    """Return the English of what a thing is named after: a place, or a person by the full name.

    Never an organisation, for حزب النصر is no club.
    """
    person = len(fold_words(name)) >= _FULL_NAME
    place = _land(name, knowledge)
    entry = place or (knowledge.find("PER", name) if person else None)
    return (_short(entry) if entry is place else entry.name_en) if entry else ""


def _land(name: str, knowledge: KnowledgeBase) -> Entry | None:
    """Return the place that a thing is named after, or None: شهداء الأقصى are not those of Al-Aqsa Mosque in English."""
    entry = knowledge.find("LOC", name)
    short = entry is not None and entry.subtype in _BUILDINGS and len(fold_words(name)) == 1
    return None if short else entry


def _owned_by(owner: Sequence[str], knowledge: KnowledgeBase) -> _Part | None:
    """Return the English of common words and the name whose they are (أمن حلب, جنايات الكرخ), or None.

    A title stands before its bearer's name in English too: الإمام الحسين.
    """
    title, name = _titles().get(_key(fold_words(owner[0])), ""), " ".join(owner[1:])
    if title and name and not _land_of(name, knowledge):
        known = _namesake(name, knowledge) if len(owner) > _FULL_NAME else ""
        return _Part(f"{title} {known or _WHOLE}", "" if known else name)
    for size in range(1, len(owner)):
        name = " ".join(owner[size:])
        common = phrase(fold_words(" ".join(owner[:size])))
        entry = _land(name, knowledge) if common else None
        if entry:
            return _Part(f"{entry.name_en} {common}", "")
        if common and all(map(_is_name, fold_words(name))):
            return _Part(f"{_WHOLE} {common}", name)
    return None


@dataclass(frozen=True)
class _Reading:
    """A name of a place or organisation, taken apart.

    Attributes:
        head: what it is.
        adjectives: English adjectives of the head, in English order.
        owner: the words that say whose it is or what it is named after.
        purpose: what it is for, in English.
    """

    head: _Head
    adjectives: tuple[str, ...]
    owner: tuple[str, ...]
    purpose: str

    def part(self, knowledge: KnowledgeBase) -> _Part:
        """Return the name in English, as far as it is no name to be spelt."""
        adjectives = " ".join(_ordinals().get(word, word) if self.owner else word for word in self.adjectives)
        purpose = self.purpose
        name = " ".join(self.owner)
        words = fold_words(name)
        idiom, kind = (_lone_name(words) if self.head.named else None) or _idiom(words)
        common = "" if kind == _NAME else phrase(words)
        if not self.owner:
            pattern = self.head.purposed if purpose else self.head.noun
            return _Part(" ".join(filter(None, [adjectives, pattern.format(purpose)])), "")
        if common:
            aim = f"for {purpose}" if purpose else ""
            purposed = self.head.purposed.endswith(_OF) or kind == _SPORT
            of_words = self.head.purposed if purposed else self.head.owned
            of_words = f"{self.head.noun} for {_WHOLE}" if _WITH in common else of_words
            named = _OF_A_NAMED.sub("of the ", of_words.format(common))
            return _Part(" ".join(filter(None, [adjectives, named, aim])), "")
        pattern = self._named(adjectives, purpose)
        known = idiom or _namesake(name, knowledge) or _abbreviation(words)
        owned = _Part(known, "") if known else _owned_by(self.owner, knowledge) or _Part(_WHOLE, name)
        return _Part(_OF_A_NAMED.sub("of the ", pattern.format(owned.pattern)), owned.name)

    def _named(self, adjectives: str, purpose: str) -> str:
        """Return the pattern around a name: Beirut Arab University, Abu Dhabi Health Services Company."""
        if purpose or (adjectives and self.head.is_last):
            return " ".join(filter(None, [_WHOLE, adjectives, purpose, self.head.noun]))
        return " ".join(filter(None, [adjectives, self.head.owned]))


def _head(label: str, words: Sequence[str]) -> _Head | None:
    """Return the head that a name begins with; one with article must be followed by an adjective or a purpose."""
    head = _heads().get((label, words[0]))
    bare = without_article(words[0])
    described = len(words) > 1 and (_is_adjective(words[1]) or bool(_purpose(words[1])))
    return head or (_heads().get((label, bare)) if described and bare != words[0] else None)


def _agrees(adjective: str, head: _Head) -> bool:
    return adjective.endswith(_FEMININE) == head.feminine


def _purpose_of(words: Sequence[str], knowledge: KnowledgeBase) -> str:
    """Return the English of words behind a ل: common words, or an organisation that is known."""
    if not words:
        return ""
    known = knowledge.find("ORG", " ".join([_purpose(words[0]), *words[1:]]))
    return phrase(words) or (known.name_en if known else "")


def _read(label: str, name: str, knowledge: KnowledgeBase) -> _Reading | None:
    """Take a name of a place or organisation apart, or return None when it has no head or nothing else.

    >>> from pipeline.knowledge import Knowledge
    >>> reading = _read("ORG", "الهيئة العامة للطيران المدني", Knowledge())
    >>> reading.adjectives, reading.purpose, reading.part(Knowledge()).pattern
    (('General',), 'Civil Aviation', 'General Civil Aviation Authority')
    """
    written, words = name.split(), fold_words(name)
    head = _head(label, words) if len(written) == len(words) > 1 else None
    if not head:
        return None
    start = next((place for place in range(1, len(words)) if not _is_adjective(words[place])), len(words))
    purposed = next((place for place in range(start, len(words)) if _purpose(words[place])), len(words))
    owner_end = purposed
    while owner_end > start + 1 and _is_of_head(words[start:owner_end], head):
        owner_end -= 1
    described = [*words[1:start], *words[owner_end:purposed]]
    adjectives = _in_english_order([*reversed(described)])
    purpose = _purpose_of(words[purposed:], knowledge)
    if purposed < len(words) and not purpose:
        return None
    return _Reading(head, adjectives, tuple(written[start:owner_end]), purpose)


def _in_english_order(adjectives: Sequence[str]) -> tuple[str, ...]:
    """Return the English of adjectives, the last Arabic one first, with nations and then ordinals before the others.

    >>> _in_english_order(["المدرعه", "الرابعه"]), _in_english_order(["الثاني", "الروسي"])
    (('4th', 'Armoured'), ('Russian', '2nd'))
    """

    def place(word: str) -> int:
        return 0 if _is_nation(word) else 1 if _known(word)[1] == _ORDINAL else 2

    return tuple(_known(word)[0] for word in sorted(adjectives, key=place))


def _is_of_head(owner: Sequence[str], head: _Head) -> bool:
    """Return whether what closes an owner is an adjective of the head: of rank, behind a name that takes none, of a nation.

    الشرق الأوسط is one name; a ministry's nation is never what it is for.
    """
    *others, word = owner
    kind = _known(word)[1] if _is_adjective(word) else ""
    if not kind or not _agrees(word, head) or _idiom(owner)[0]:
        return False
    lone = head.named and _lone_name(others)
    named = lone or not phrase(others) or _idiom(others)[1] == _NAME
    national = _is_nation(word) and head.owned == _MINISTRY
    return bool(named) or national or (kind in (_RANK, _ORDINAL) and head.is_last)


def _is_nation(word: str) -> bool:
    """Return whether a word is a nation's adjective, of either gender.

    >>> _is_nation("العراقيه"), _is_nation("العامه")
    (True, False)
    """
    bare = without_article(word)
    return not {bare, bare.removesuffix(_FEMININE)}.isdisjoint(_nation_words())


def _part(label: str, name: str, knowledge: KnowledgeBase) -> _Part:
    """Say how a name is put into English, except for people: a woman called حلب is not Aleppo."""
    if label == "PER":
        return _Part(_WHOLE, name)
    body = knowledge.find("ORG", name) if label == "ORG" else None
    if body and knowledge.is_of_any_country(body):
        return _Part(body.name_en, name)
    word = label == "ORG" and is_common(fold(name))
    strange = label == "LOC" and not knowledge.certain("LOC", name)
    place = None if word or strange else knowledge.find("LOC", name)
    known = place.name_en if place else ""
    return _Part(known, name) if known else _in_a_place(label, name, knowledge) or _described(label, name, knowledge)


def _described(label: str, name: str, knowledge: KnowledgeBase) -> _Part:
    """Say how the name of a place or body that is not known is put into English, its place apart."""
    idiom, _ = _idiom(fold_words(name)) if label == "ORG" else ("", "")
    if idiom:
        return _Part(idiom, "")
    reading = _read(label, name, knowledge)
    if reading:
        part = reading.part(knowledge)
        return part if _is_spelt(label, part.name) else _Part("", name)
    words = fold_words(name)
    if len(words) == 1 or not _ARABIC_LETTER.search(name):
        return _Part(_alone(label, words), name)
    common = _headless(label, words)
    closed = _closed(label, name, knowledge) or (_Part(common, "") if common else None)
    if closed:
        return closed
    owned = _owned_by(name.split(), knowledge) if label == "ORG" else _part_of_a_land(name, knowledge)
    if owned and not owned.name:
        return owned
    return _branded(name) or _Part(_WHOLE if _is_spelt(label, name) else "", name)


@cache
def _closings() -> dict[tuple[str, str], tuple[str, str]]:
    rows = read_table("closings_en.tsv", __package__)
    return {(label, fold(word)): (english, what) for label, word, english, what in rows}


def _closed(label: str, name: str, knowledge: KnowledgeBase) -> _Part | None:
    """Return the English of words that an adjective closes as a company's name: السلام القابضة; None for others."""
    *named, closing = name.split()
    pattern, what = _closings().get((label, fold(closing)), ("", "")) if named else ("", "")
    words = fold_words(" ".join(named))
    if not pattern or _is_adjective(words[-1]):
        return None
    trade = _headless(label, words) if _purpose(words[-1]) else ""
    if trade or len(words) > _FULL_NAME:
        return _Part(pattern.format(trade), "") if trade else None
    known = _namesake(" ".join(named), knowledge)
    one = what == _ANY and len(words) == 1 and words[0].startswith(_THE)
    spelt = _Part(pattern, " ".join(named)) if one or all(map(_is_name, words)) else None
    return _Part(pattern.format(known), "") if known else spelt


def _part_of_a_land(name: str, knowledge: KnowledgeBase) -> _Part | None:
    """Return the English of a country or region with an adjective (الصومال الشرقي), or of an idiom; None for a village."""
    *land, adjective = name.split()
    key = fold(adjective)
    idiom, _ = _idiom(fold_words(name))
    if idiom:
        return _Part(idiom, "")
    several = knowledge.is_of_several_places(" ".join(land))
    english = _land_of(" ".join(land), knowledge) if land and _is_adjective(key) and not several else ""
    return _Part(f"{_known(key)[0]} {english}", "") if english else None


@cache
def _lone() -> dict[str, str]:
    """Return the English of bodies that are called by one common word, by key: الأخبار, a newspaper."""
    return {fold(name): english for name, english in read_table("lone_words_en.tsv", __package__)}


def _lone_name(words: Sequence[str]) -> tuple[str, str] | None:
    """Return the English of one common word that is a body's name, and that it is one, or None.

    >>> _lone_name(["السلام"]), _lone_name(["السلام", "العالمي"])
    (('Al-Salam', 'name'), None)
    """
    english = _lone().get(words[0]) if len(words) == 1 else None
    return (english, _NAME) if english else None


def _alone(label: str, words: Sequence[str]) -> str:
    """Return the pattern of a name of one word: of a body none for a common word that the table of those lacks.

    Whether الحرية is a party, a newspaper or freedom itself, the word does not say.
    """
    if label != "ORG" or not words:
        return _WHOLE
    head = _heads().get((label, words[0]))
    bare = without_article(words[0])
    common = bool(_known(words[0])[0]) or (is_common(bare) and not is_house_name(bare))
    return head.noun if head else _lone().get(words[0], "" if common else _WHOLE)


def _is_spelt(label: str, name: str) -> bool:
    """Return whether what is left of a name may be spelt: names in a body's, in a place's all but joined words."""
    words = fold_words(name)
    if label != "ORG":
        return not any(map(_is_joined, words))
    return all(map(_is_name, words)) and not any(_describes(*pair) for pair in pairwise(words))


def _describes(noun: str, adjective: str) -> bool:
    """Return whether two folded words of a body are a thing and what it is like, of which no table knows either.

    >>> _describes("الاستقصاء", "الوبايي"), _describes("الحسن", "البصري"), _describes("شلهوب", "الحلبي")
    (True, False, False)
    """
    both = (noun, adjective)
    definite = all(word.startswith(_THE) for word in both) and adjective.endswith(_OF_A_KIND)
    return definite and not any(is_house_name(one) for word in both for one in (word, without_article(word)))


def _branded(name: str) -> _Part | None:
    """Return how a name in front of what it is for, or of letters, is put into English: شلهوب للتدريب; None for another."""
    written, words = name.split(), fold_words(name)
    place = next((at for at in range(1, len(words)) if _purpose(words[at]) or _abbreviation(words[at:])), 0)
    purpose = (phrase(words[place:]) or _abbreviation(words[place:])) if place and len(written) == len(words) else ""
    if not purpose or not all(map(_is_name, words[:place])):
        return None
    return _Part(f"{_WHOLE} {purpose}", " ".join(written[:place]))


@cache
def _letter_names() -> dict[str, str]:
    return dict(read_table("letter_names_en.tsv", __package__))


def _abbreviation(words: Sequence[str]) -> str:
    """Return the letters whose English names are written in Arabic, or empty for anything else.

    >>> _abbreviation(["ان", "بي", "سي"]), _abbreviation(["بي"]), _abbreviation(["بي", "شارع"])
    ('NBC', '', '')
    """
    letters = [_letter_names().get(word, "") for word in words]
    return "".join(letters) if len(words) > 1 and all(letters) else ""


def _headless(label: str, words: Sequence[str]) -> str:
    """Return the English of common words, of a place with an adjective at the end (الساحل السوري), or empty for others.

    What a body is for stands behind it: الخليج للتدريب is Gulf Training.
    """
    if label != "ORG":
        described = words[0].startswith(_THE) or len(words) > _FULL_NAME
        return phrase(words) if described and _is_adjective(words[-1]) else ""
    place = next((place for place in range(1, len(words)) if _purpose(words[place])), len(words))
    parts = [phrase(words[:place]), phrase(words[place:])]
    return _abbreviation(words) or (" ".join(filter(None, parts)) if all(parts[: 1 + (place < len(words))]) else "")


def _in_a_place(label: str, name: str, knowledge: KnowledgeBase) -> _Part | None:
    """Return how a name is put into English that closes with where it is: في حلب, بحلب; None for another."""
    written = name.split()
    place = written.index(_IN) if _IN in written else len(written) - 1
    where = written[place + 1 :] if _IN in written else [written[-1].removeprefix(_IN_ONE)]
    if place < 1 or not where or (place == len(written) - 1 and where[0] == written[-1]):
        return None
    entry = knowledge.find("LOC", " ".join(where))
    part = _described(label, " ".join(written[:place]), knowledge) if entry else None
    if entry is None or part is None or not part.said or part.pattern == _WHOLE:
        return None
    return _Part(f"{part.pattern} in {entry.name_en}", part.name)


def in_english(names: Sequence[tuple[str, str]], knowledge: KnowledgeBase) -> list[English]:
    """Return the English of names given with their labels, in order; names in Latin script stay as they are."""
    parts = [_with_lands(_part(label, name, knowledge), label, knowledge) for label, name in names]
    by_label = [(label == "LOC", part.name) for (label, _), part in zip(names, parts, strict=True)]
    spelt = {
        places: dict(zip(own, romanise_all(own, places=places), strict=True))
        for places, own in ((one, [name for place, name in by_label if place is one]) for one in (True, False))
    }
    spellings = [spelt[place][name] for place, name in by_label]
    bodies = [label == "ORG" and _WHOLE in part.pattern for (label, _), part in zip(names, parts, strict=True)]
    guessed = guesses({part.name for part, body in zip(parts, bodies, strict=True) if body})
    doubtful = [body and part.name in guessed for part, body in zip(parts, bodies, strict=True)]
    return [_english(*one) for one in zip(parts, spellings, doubtful, strict=True)]


def _english(part: _Part, spelling: str, doubtful: bool) -> English:
    """Return a name with what was left of it spelt; nothing where that is doubtful."""
    inside = not part.pattern.startswith(_WHOLE)
    own = _INNER_ARTICLE.sub("al-", spelling)
    text = part.pattern.format(_CAPITAL_ARTICLE.sub("al-", own) if inside else own)
    told = part.said and not doubtful
    return English(text if told else "", told and part.pattern != _WHOLE, text or spelling)


def _with_lands(part: _Part, label: str, knowledge: KnowledgeBase) -> _Part:
    """Return what is left of a body's name with the countries, regions and cities in it in English: نيو ميديا سوريا.

    Nothing of a person, and of a village: تل السلمية is not called after the city.
    """
    words = part.name.split()
    if label != "ORG" or _WHOLE not in part.pattern:
        return part
    return replace(part, name=" ".join(_lands(words, knowledge)))


def _lands(words: Sequence[str], knowledge: KnowledgeBase) -> Iterator[str]:
    """Yield words, those that are a land's in English, and those that bodies are called by: المشرق بوست."""
    rest = list(words)
    while rest:
        sizes = range(min(_FULL_NAME, len(rest)), 0, -1)
        lands = ((size, _land_of(" ".join(rest[:size]), knowledge)) for size in sizes)
        size, english = next((land for land in lands if land[1]), (1, _lone().get(fold(rest[0]), rest[0])))
        yield english
        rest = rest[size:]


def _land_of(name: str, knowledge: KnowledgeBase) -> str:
    """Return the English of a country, a region or a city that a name means wherever it stands, or empty."""
    told = knowledge.certain("LOC", name) and not is_house_name(fold(name))
    entry = knowledge.find("LOC", name) if told else None
    large = entry is not None and (
        entry.precision in _WIDE or (entry.subtype == _CITY and not knowledge.is_small(entry))
    )
    return _short(entry) if entry and large else ""


def _short(place: Entry) -> str:
    """Return the English of a place as the names of bodies have it: the Washington Institute, New York University."""
    return _MORE_THAN_A_CITY.sub("", place.name_en)
