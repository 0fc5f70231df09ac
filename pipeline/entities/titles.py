"""Titles: which words beside a name say what someone is, and how far such a phrase goes.

A role begins with an office, a rank or a trade (offices.tsv) and goes on as Arabic builds names of offices: of what (قائد
الكتيبة 873), adjectives (الروسي), for what (للشؤون السياسية), in what (في مركز عمران). It ends where a word cannot belong to it.
"""

import re
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import takewhile

from ..arabic.data import read_table
from ..arabic.designators import nationalities
from ..arabic.folding import fold, fold_words, without_article
from ..arabic.proclitics import readings
from ..arabic.words import QUOTES

RANK, OFFICE, TRADE, STYLE = "rank", "office", "trade", "style"
ROLES = (OFFICE, RANK, TRADE)
"""Kinds of roles, the most telling first."""

_THE, _FOR_THE, _AND_THE, _FEMININE = "ال", "لل", "وال", "ه"
_OF, _TO, _SENT = "ل", fold("إلى"), "to {}"
_WORD = re.compile("(?:[^\\W\\d_]|[\u0640\u064b-\u065f\u0670])+|\\d+|[^\\w\\s]")
"""A word with its vowel signs, a number, or a sign."""

_LOOSEST = 2
"""Words without ال in a row, at most, which need something definite behind them."""

_CLOSING_QUOTES = frozenset("»”\"'")
_LONGEST = 5
"""Words of a row of offices.tsv, at most."""

_PLACING = frozenset(map(fold, ("في", "لدى", "إلى", "عن", "على")))
"""Prepositions behind a role that only a name may follow, or a word and a name: في مركز عمران."""

_NAMING = frozenset(map(fold, ("باسم", "لشؤون", "بشؤون")))
"""Words behind which a role goes on like behind its first."""


@dataclass(frozen=True)
class Unit:
    """A word or a sign of a sentence, or a mention, which is one unit.

    Attributes:
        start: its first character in the sentence.
        end: the character after its last.
        text: it, as written.
        label: the mention's label, empty where it is none.
        row: the mention's place among those of the document, -1 where it is none.
        lead: the letters that stand before a mention in its word: ل of للأمم.
    """

    start: int
    end: int
    text: str
    label: str = ""
    row: int = -1
    lead: str = ""

    @property
    def key(self) -> str:
        """The word folded."""
        return "".join(fold_words(self.text))

    @property
    def is_quote(self) -> bool:
        """Whether it is a quotation mark."""
        return self.text in QUOTES


@dataclass(frozen=True)
class Title:
    """One row of offices.tsv.

    Attributes:
        kind: rank, office, trade, style, or how a role stands.
        english: what it is in English, with {} where that says of what.
    """

    kind: str
    english: str


@dataclass(frozen=True)
class Phrase:
    """A role as it stands in a sentence.

    Attributes:
        units: what it is made of; the first without its proclitics.
        title: the office, rank or trade that it begins with.
        head: how many units this is.
    """

    units: tuple[Unit, ...]
    title: Title
    head: int

    @property
    def rest(self) -> tuple[Unit, ...]:
        """What follows the office: whose it is, adjectives, where."""
        return self.units[self.head :]

    @property
    def definite(self) -> bool:
        """Whether its first word has ال."""
        return self.units[0].key.startswith(_THE)


def units_of(source: str, mentions: Iterable[tuple[int, int, str, int]]) -> list[Unit]:
    """Return the words, signs and mentions of a sentence in order; mentions are given by start, end, label and row.

    >>> [unit.text for unit in units_of("قال مدير «عمران للدراسات»، نوار", [(10, 24, "ORG", 0)])]
    ['قال', 'مدير', '«', 'عمران للدراسات', '»', '،', 'نوار']
    """
    named = deque(sorted(mentions))
    units: list[Unit] = []
    for start, end in (match.span() for match in _WORD.finditer(source)):
        while named and named[0][1] <= start:
            named.popleft()
        if not named or named[0][0] >= end:
            units.append(Unit(start, end, source[start:end]))
        elif not units or units[-1].row != named[0][3]:
            first, last, label, row = named[0]
            units.append(
                Unit(
                    first, last, source[first:last], label, row, source[min(start, first) : first].replace("\u0640", "")
                )
            )
    return units


@cache
def bounds(kind: str) -> frozenset[str]:
    """Return the folded words of one kind that bound a role (role_bounds.tsv)."""
    return frozenset(fold(word) for word, of in read_table("role_bounds.tsv", __package__) if of == kind)


def nation_at(units: Sequence[Unit]) -> int:
    """Return how many units at the beginning are an adjective of nationality: 0, 1 or 2."""
    keys = tuple(unit.key for unit in takewhile(lambda unit: unit.row < 0, units[:2]))
    return next((size for size in (2, 1) if len(keys) >= size and keys[:size] in nationalities()), 0)


@cache
def _titles() -> dict[tuple[str, ...], Title]:
    rows = read_table("offices.tsv", __package__)
    return {tuple(map(without_article, fold_words(word))): Title(kind, english) for word, kind, english in rows}


@cache
def _first_words() -> frozenset[str]:
    return frozenset(words[0] for words in _titles())


def _masculine(word: str) -> str:
    return word.removesuffix(_FEMININE)


def title_at(keys: Sequence[str]) -> tuple[Title, int] | None:
    """Return the title that folded words begin with, in the masculine or feminine, and how many words it has.

    >>> title_at(["وزيره", "الخارجيه", "الروسيه"])[0].english, title_at(["الامينه", "العامه"])[0].english
    ('Foreign Minister', 'Secretary-General of {}')
    >>> title_at(["السفيره"])[0].english, title_at(["الكتيبه"])
    ('Ambassador to {}', None)
    """
    bare = [without_article(key) for key in keys[:_LONGEST]]
    if bare and not _first_words() & {bare[0], _masculine(bare[0])}:
        return None
    for size in range(len(bare), 0, -1):
        words = tuple(bare[:size])
        variants = (words, (_masculine(words[0]), *words[1:]), tuple(map(_masculine, words)))
        found = next((_titles()[variant] for variant in variants if variant in _titles()), None)
        if found:
            return found, size
    return None


def status_of(key: str) -> str:
    """Return how a role stands that an adjective closes: former, late, acting, designate, defected, or empty.

    >>> status_of("السابق"), status_of("الراحله"), status_of("الروسي")
    ('former', 'late', '')
    """
    bare = without_article(key)
    titles = _titles()
    title = titles.get((bare,)) or titles.get((_masculine(bare),))
    return title.kind if title and title.kind not in (*ROLES, STYLE) and (key != bare or key.startswith("ب")) else ""


def _opening(units: Sequence[Unit]) -> tuple[tuple[Unit, ...], Title, int] | None:
    """Return units with the first freed of its proclitics, the title that they begin with, and how many units it has."""
    first = units[0]
    if first.row >= 0 or not first.text[:1].isalpha():
        return None
    texts = [unit.key for unit in units[1:_LONGEST] if not unit.is_quote]
    for cut, written in readings(first.text):
        found = title_at([fold(written), *texts])
        if found and (cut == 0 or first.text[:cut] != "س"):
            opened = Unit(first.start + cut, first.end, written)
            return (opened, *units[1:]), *found
    return None


def phrase_at(units: Sequence[Unit]) -> Phrase | None:
    """Return the role that units begin with, as long as it goes, or None where they begin with none.

    >>> phrase = phrase_at(units_of("قائد الكتيبة 873 ومدير", [(5, 16, "ORG", 0)]))
    >>> [unit.text for unit in phrase.units]
    ['قائد', 'الكتيبة 873']
    """
    opening = _opening(units) if units else None
    if opening is None or opening[1].kind not in ROLES:
        return None
    freed, title, head = opening
    ends = [head] if _closed_head(freed[:head], title) else []
    ends += _ends(freed, head, title, is_open=not ends)
    return Phrase(freed[: ends[-1]], title, head) if ends else None


def _closed_head(units: Sequence[Unit], title: Title) -> bool:
    """Return whether the words of a title say enough by themselves: the last has ال, or the first of a rank (الملازم أول)."""
    telling = units[0] if title.kind == RANK else units[-1]
    return telling.key.startswith(_THE)


def _ends(units: Sequence[Unit], place: int, title: Title, *, is_open: bool) -> list[int]:
    """Return the places behind `place` where a role may end, in order."""
    found: list[int] = []
    loose = 0
    while loose <= _LOOSEST and place < len(units):
        step = _step(units, place, title, is_open=is_open)
        if not step:
            break
        place += step
        is_open = not _closes(units[place - 1])
        loose = loose + 1 if is_open else 0
        if not is_open:
            found.append(place)
    return found


def _closes(unit: Unit) -> bool:
    """Return whether a role may end with a unit: a name, a definite word, a number; quotes belong to what they quote."""
    key = unit.key
    if unit.row >= 0 or key.isdigit() or status_of(key) or (_THE + key,) in nationalities():
        return True
    return key.startswith((_THE, _FOR_THE, _AND_THE)) or unit.text in _CLOSING_QUOTES


def _step(units: Sequence[Unit], place: int, title: Title, *, is_open: bool) -> int:
    """Return how many units a role goes on with at `place`, 0 where it ends there."""
    unit = units[place]
    if title.kind == RANK:
        return int(bool(status_of(unit.key)) or nation_at([unit]) == 1)
    if unit.is_quote:
        return 0 if units[place - 1].row >= 0 else _quoted(units, place)
    if unit.row >= 0:
        return int(unit.label != "PER" and ((is_open and not unit.lead) or unit.lead == _OF))
    if unit.key in _PLACING:
        return _placed(units, place) if unit.key != _TO or title.english.endswith(_SENT) else 0
    if units[place - 1].row >= 0:
        return int(_describes_name(unit.key))
    return _owned(units, place) or int(unit.key in _NAMING or _belongs(unit.key, is_open=is_open))


def _owned(units: Sequence[Unit], place: int) -> int:
    """Return how many units a ل, or a word of a body with ل, and the name behind it are: لحركة «حماس»; 0 where there is none."""
    key = units[place].key
    if key != _OF and not (key.startswith(_OF) and key.removeprefix(_OF) in bounds("body")):
        return 0
    name = _quoted(units, place + 1) or _named(units, place + 1)
    return 1 + name if name else 0


def _named(units: Sequence[Unit], place: int) -> int:
    """Return 1 where the name of a place or body stands, whose word has no letters before it, else 0."""
    return int(place < len(units) and units[place].label in ("ORG", "LOC") and not units[place].lead)


def _quoted(units: Sequence[Unit], place: int) -> int:
    """Return how many units a quote at `place`, the name behind it and the quote that closes are, 0 where it quotes no name."""
    if place >= len(units) or not units[place].is_quote or not _named(units, place + 1):
        return 0
    return 2 + int(place + 2 < len(units) and units[place + 2].is_quote)


def _placed(units: Sequence[Unit], place: int) -> int:
    """Return how many units a preposition and the name behind it are, with a word between them (في مركز عمران) and quotes."""
    word = place + 1 < len(units) and units[place + 1].row < 0 and units[place + 1].text.isalpha()
    between = int(word and not units[place + 1].key.startswith(_OF))
    name = _quoted(units, place + 1 + between) or _named(units, place + 1 + between)
    return 1 + between + name if name else 0


def _describes_name(key: str) -> bool:
    """Return whether a word behind a name belongs to its role: a nation, how the role stands, what it is for."""
    return bool(status_of(key)) or (key,) in nationalities() or key.startswith(_FOR_THE) or key in _NAMING


def _belongs(key: str, *, is_open: bool) -> bool:
    """Return whether a word that is no name belongs to a role."""
    if not key or key in bounds("end") or _names_another(key):
        return False
    of_another_office = key.startswith(_OF) and title_at([key.removeprefix(_OF)]) is not None
    definite = of_another_office or key.startswith((_THE, _FOR_THE, _AND_THE)) or bool(status_of(key))
    return definite or (is_open and key.isalnum())


def _names_another(key: str) -> bool:
    """Return whether a word with ال is another's title: قائد الكتيبة العميد …, مستشار الرئيس …, المدير والوزير."""
    title = title_at([key.removeprefix("و") if key.startswith(_AND_THE) else key])
    return key.startswith((_THE, _AND_THE)) and title is not None and title[0].kind in (OFFICE, RANK, STYLE)
