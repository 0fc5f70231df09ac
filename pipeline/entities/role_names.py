"""Roles in English: the office from its table, whose it is from the entities' names, common words from the tables of english/."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

from ..arabic.data import read_table
from ..arabic.folding import fold, fold_words
from ..english.gloss import phrase
from .titles import RANK, TRADE, Phrase, Unit, nation_at, status_of

_WHOLE, _SENT = "{}", "to {}"
_OF = "ل"
_FEMININE = "ه"
_TOLD_APART = re.compile(r"\s*\([^)]*\)$")
"""What stands in brackets after a name to tell it from others: 124th Brigade (Syria)."""

_BETWEEN = {fold("في"): "in", fold("لدى"): "to", fold("إلى"): "to", fold("عن"): "for", fold("على"): "over"}


@cache
def _nations() -> dict[tuple[str, ...], str]:
    """Return the English of each adjective of nationality, masculine and feminine, as folded words."""
    masculine = {fold_words(word): english for word, _, english in read_table("nationalities.tsv")}
    feminine = {tuple(word + _FEMININE for word in words): english for words, english in masculine.items()}
    return masculine | feminine


def role_in_english(role: Phrase, names: Mapping[int, str]) -> str:
    """Return a role in English, or empty where a word of it is in no table.

    Args:
        role: the role.
        names: the English name of each mention in it, by the mention's row.
    """
    nations, parts = _parts(
        [unit for unit in role.rest if not unit.is_quote and not status_of(unit.key) and unit.key != _OF]
    )
    english = [_part(part, names) for part in parts]
    if not all(english):
        return ""
    owned = bool(parts) and not _is_placing(parts[0])
    if owned and role.title.kind in (RANK, TRADE) and parts[0][0].row < 0 and _WHOLE not in role.title.english:
        return ""
    owner, owner_unit = (english.pop(0), parts.pop(0)[0]) if owned else ("", None)
    pattern = _pattern(role, owner_unit)
    if pattern.endswith(_SENT) and owner:
        nations, owner = [*nations, owner], ""
    further = [*map(_further, parts, english)]
    if not owner and pattern.endswith(_WHOLE) and further and _is_placing(parts[0]):
        owner = further.pop(0).partition(" ")[2]
    return " ".join(filter(None, [*nations, _titled(pattern, owner), *further])) if all(further) else ""


def _pattern(role: Phrase, owner: Unit | None) -> str:
    """Return the English of an office of a country, or of a body, with {} where that says of what."""
    of_country, _, of_body = role.title.english.partition("|")
    return of_body if of_body and owner and owner.label != "LOC" else of_country


def _further(part: Sequence[Unit], english: str) -> str:
    """Return what follows the first part of a role: for Security Affairs, of a body, in a place; empty where that is unclear."""
    if _is_placing(part):
        return english
    if part[0].row >= 0:
        return f"of {english}"
    return f"for {english}" if part[0].key.startswith(_OF) else ""


def _titled(pattern: str, owner: str) -> str:
    """Return an office with whose it is: Commander of Battalion 873."""
    if not owner:
        return re.sub(r"( of| for| to| in| at)? \{\}$", "", pattern)
    if _WHOLE in pattern:
        return pattern.format(owner)
    return f"{pattern} of {owner}"


def _parts(units: Sequence[Unit]) -> tuple[list[str], list[list[Unit]]]:
    """Return the nations behind an office, in English, and the rest in stretches: words, one name, a preposition and a name."""
    nations: list[str] = []
    parts: list[list[Unit]] = []
    place = 0
    while place < len(units):
        size = nation_at(units[place:])
        if size:
            nations.append(_nations()[tuple(unit.key for unit in units[place : place + size])])
        elif _extends(parts, units[place]):
            parts[-1].append(units[place])
        else:
            parts.append([units[place]])
        place += size or 1
    return nations, [part for part, following in pairwise([*parts, []]) if not _only_says_what(part, following)]


def _only_says_what(part: Sequence[Unit], following: Sequence[Unit]) -> bool:
    """Return whether a part is a word that only says what the name behind it is: حركة of لحركة «حماس»."""
    word = len(part) == 1 and part[0].row < 0 and not part[0].key.startswith(("ال", "لل"))
    return word and bool(following) and following[0].row >= 0


def _extends(parts: Sequence[Sequence[Unit]], unit: Unit) -> bool:
    """Return whether a unit goes on with the last part: words with words, a name behind a preposition."""
    if not parts or unit.key in _BETWEEN:
        return False
    return _is_placing(parts[-1]) or (unit.row < 0 and parts[-1][-1].row < 0)


def _is_placing(part: Sequence[Unit]) -> bool:
    return part[0].key in _BETWEEN


def _part(part: Sequence[Unit], names: Mapping[int, str]) -> str:
    """Return one part in English, or empty; behind a preposition a name says enough, without the word before it."""
    if not _is_placing(part):
        return " ".join(_stretches(part, names))
    named = [unit for unit in part if unit.row >= 0]
    inner = " ".join(_stretches(named or part[1:], names))
    return f"{_BETWEEN[part[0].key]} {inner}" if inner else ""


def _stretches(units: Sequence[Unit], names: Mapping[int, str]) -> Iterator[str]:
    """Yield the English of names, and of words together; nothing where there is none."""
    words = [unit.key for unit in units if unit.row < 0]
    named = [_TOLD_APART.sub("", names[unit.row]) for unit in units if unit.row >= 0]
    common = phrase(words) if words else ""
    if (words and not common) or not all(named):
        return
    yield from filter(None, [*named, common])
