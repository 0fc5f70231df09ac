"""Make place_parts_en.tsv from the shipped gazetteer: how official lists spell the parts of Arab places' names.

    python -m scripts.build_place_parts

A part is a word that stands in one place of the Arabic and the English name of a place of an Arab country: زيزون, Zayzun.
What the house has chosen (names_en.tsv, places_en.tsv), and what is a foreigner's name (ميد of فورت ميد), is not taken. Nor
are OCHA's spellings (ids C…), for they follow no one way of writing.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from pathlib import Path

from pipeline.arabic.data import read_table
from pipeline.arabic.folding import fold
from pipeline.arabic.sound import foreign
from pipeline.english import romanise
from pipeline.knowledge.gazetteer import SYRIA, WORLD
from pipeline.knowledge.places import TRANSLITERATED, Place, place_in, read_lines

OUTPUT = Path(romanise.__file__).with_name("place_parts_en.tsv")
NOTE = """\
# Spellings of parts of Arab places' names, the most frequent one of each: counted in the shipped gazetteer (GeoNames, Who's
# On First, CC BY 4.0). Made by scripts/build_place_parts.py; what names_en.tsv and places_en.tsv have is not repeated.
# name, folded, without ال	english
"""
SHORTEST = 3
ALIKE = 0.7
"""Share of consonants, in order, that an Arabic word and its English have in common."""

_ARTICLE = re.compile("^(?:al|el)-", re.IGNORECASE)
_WORD = re.compile("[A-Za-z]+")
_DIGRAPHS = [("sh", "ش"), ("kh", "خ"), ("gh", "غ"), ("th", "ث"), ("dh", "ذ")]
_PLAIN = str.maketrans("bcdfghjklmnqrstvwyz", "بكدفغهجكلمنقرستفويز")
_SAME = str.maketrans(
    {"ح": "ه", "ص": "س", "ط": "ت", "ض": "د", "ظ": "ز", "ة": "ه", "ذ": "د", "ث": "ت", "خ": "ه", "غ": "ه"}
)
_VOWELS = re.compile("[aeiouاأإآىءعئؤويwy]")


def consonants(word: str) -> str:
    """Return the consonants of an Arabic or an English word in the same letters.

    >>> consonants("زيزون"), consonants("Zayzun")
    ('ززن', 'ززن')
    """
    plain = word.lower()
    for latin, arabic in _DIGRAPHS:
        plain = plain.replace(latin, arabic)
    return _VOWELS.sub("", plain).translate(_PLAIN).translate(_SAME).removesuffix("ه")


def pairs(place: Place) -> Iterator[tuple[str, str]]:
    """Yield the parts of a place's name, each with its English.

    >>> list(pairs(Place("1", "تل الفوار", "Tall al-Fawwar", "SY", "village", (35, 36), 0, "", "")))
    [('تل', 'Tall'), ('فوار', 'Fawwar')]
    """
    arabic, english = place.name.split(), place.usual_en.split()
    for word, spelt in zip(arabic, english, strict=False) if len(arabic) == len(english) else ():
        bare, plain = word.removeprefix("ال"), _ARTICLE.sub("", spelt)
        if (bare != word) == (plain != spelt) and _WORD.fullmatch(plain):
            yield bare, plain


def fits(arabic: str, english: str) -> bool:
    """Return whether an English word is a spelling of an Arabic one, not a translation or another name."""
    one, other = consonants(arabic), consonants(english)
    return bool(one) and SequenceMatcher(None, one, other).ratio() >= ALIKE


def parts(places: Iterable[Place], known: frozenset[str]) -> dict[str, str]:
    """Return the most frequent spelling of each part that is not known, by key."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for place in places:
        for arabic, english in pairs(place):
            key = fold(arabic)
            if key not in known and len(arabic) >= SHORTEST and fits(arabic, english):
                counts[key][english.capitalize()] += 1
    return {key: min(own, key=lambda one: (-own[one], one)) for key, own in sorted(counts.items())}


def main() -> None:
    """Write the table."""
    rooms = ("names_en.tsv", "places_en.tsv")
    chosen = {fold(row[0]) for table in rooms for row in read_table(table, romanise.__package__)}
    strangers = {key for key, _ in read_table("parts_en.tsv", romanise.__package__) if foreign(key)}
    places = [place_in(line) for path in (SYRIA, WORLD) for line in read_lines(path)]
    arab = [one for one in places if one.country in TRANSLITERATED and not one.id.startswith(("C", "k"))]
    rows = [f"{key}\t{english}\n" for key, english in parts(arab, frozenset(chosen | strangers)).items()]
    OUTPUT.write_text(NOTE + "".join(rows), "utf-8")


if __name__ == "__main__":
    main()
