"""Full names of people who do not exist, made of real parts, for lists of victims, whom no newspaper and no knowledge base names.

A full name in such a list is a given name, often the father's and the grandfather's, and mostly a family name:

>>> rng = random.Random(4)
>>> [full_name(Parts(("محمود", "رنا"), ("الخطيب", "حمدان")), rng) for _ in range(3)]
['رنا حمدان', 'عبد الحميد حمدان', 'محمود رنا محمود حمدان']
"""

import itertools
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.arabic.folding import fold

ARABIC = re.compile("[عحصضظ]|^محم")
"""Letters that names taken from other languages are not written with."""

LEAST_COUNT = 2
"""How often the list must count a part, which leaves out slips."""

HELD_OUT = 10

FREQUENT = 5
"""How often the list must count a part of many people's names; Google's list counts none."""

LENGTHS = (0.25, 0.45, 0.25, 0.05)
"""Shares of full names with one given name, two, three and four."""
WITHOUT_FAMILY = 0.15
"""Share of full names of two given names or more that end without a family name."""
COMPOUNDS = (
    "عبد الله",
    "عبد الرحمن",
    "عبد القادر",
    "عبد الكريم",
    "عبد الرزاق",
    "عبد العزيز",
    "عبد الحميد",
    "عبد الغني",
)
"""Given names of two words."""
COMPOUND = 0.08
"""Their share."""
SEED = 23


@dataclass(frozen=True)
class Parts:
    """What full names are made of: given names, and family names."""

    given: tuple[str, ...]
    family: tuple[str, ...]

    def with_more(self, given: Iterable[str], family: Iterable[str]) -> "Parts":
        """Return these parts and others."""
        return Parts((*self.given, *given), (*self.family, *family))


def read_parts(folder: Path) -> Parts:
    """Read the Arab parts of names of wikidata_names.tsv (ar, en, count): family names are those with an article.

    Every HELD_OUT-th row is left out: English spellings are measured on these.
    """
    counts: Counter[str] = Counter()
    for number, line in enumerate((folder / "wikidata_names.tsv").read_text("utf-8").splitlines()[1:], start=1):
        if number % HELD_OUT:
            name, _, count = line.split("\t")
            counts[name] += int(count)
    kept = [name for name, count in counts.items() if count >= LEAST_COUNT and len(name) > 2 and name.isalpha()]
    family = tuple(name for name in kept if name.startswith("ال") and len(name) > 4)
    given = tuple(name for name in kept if not name.startswith("ال") and ARABIC.search(name))
    return Parts(given, family + given[::2])


def hinted(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield (kind, part), as the lexicon keeps them, of the parts of names in wikidata_names.tsv and google_ar2en.tsv."""
    counts: Counter[str] = Counter()
    for file in ("wikidata_names.tsv", "google_ar2en.tsv"):
        for line in (folder / file).read_text("utf-8").splitlines()[1:]:
            name, _, *count = line.split("\t")
            counts[fold(name)] += int(count[0]) if count else LEAST_COUNT
    for name, count in counts.items():
        if count >= LEAST_COUNT:
            yield ("PART" if count >= FREQUENT else "RARE"), name


def full_name(parts: Parts, rng: random.Random) -> str:
    """Return a full name that `rng` draws."""
    (length,) = rng.choices(range(1, len(LENGTHS) + 1), LENGTHS)
    given = [rng.choice(COMPOUNDS if rng.random() < COMPOUND else parts.given) for _ in range(length)]
    family = [] if length > 1 and rng.random() < WITHOUT_FAMILY else [rng.choice(parts.family)]
    return " ".join(given + family)


def full_names(parts: Parts, number: int) -> Iterator[str]:
    """Yield so many full names, the same every time."""
    rng = random.Random(SEED)
    return itertools.islice(iter(lambda: full_name(parts, rng), ""), number)
