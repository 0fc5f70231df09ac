"""How often names are spelt in English letters as in lists of name pairs: exactly, and within one letter.

usage: python -m benchmarks.romanise DATA

DATA is the folder of the lists (wikidata_names.tsv, google_ar2en.tsv, anetac.tsv), whose every tenth row is held out: the
tables and the model of pipeline/english are made without it (scripts/build_names.py). arabic-name-romanizer is measured on the
same rows, many of which it was made from. Where several spellings of a name compete, each is a row of its own, so that
nobody gets all. A name is Arab where it has a letter that foreign names lack, or an article (pipeline/arabic/sounds.tsv).
"""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from arabic_name_romanizer import Transliterator
from rapidfuzz.distance import Levenshtein

from pipeline.arabic.folding import fold
from pipeline.arabic.sound import foreign
from pipeline.english.romanise import romanise_all
from pipeline.evaluation.entities import plain_english
from scripts.name_lists import LISTS, Pair, pairs_of


def kind_of(pair: Pair) -> str:
    """Return whether a name is Arab or foreign, by its letters."""
    return "foreign" if foreign(fold(pair.arabic)) else "Arab"


def shares(pairs: Sequence[Pair], spellings: Sequence[str]) -> tuple[float, float]:
    """Return the share of pairs that are spelt exactly, and within one letter, as `plain_english` compares."""
    couples = [
        (plain_english(pair.english), plain_english(spelling)) for pair, spelling in zip(pairs, spellings, strict=True)
    ]
    exact = sum(one == other for one, other in couples)
    near = sum(Levenshtein.distance(one, other, score_cutoff=1) <= 1 for one, other in couples)
    return exact / len(pairs), near / len(pairs)


def groups_of(pairs: Sequence[Pair]) -> dict[str, list[int]]:
    """Return the places of the pairs by what is printed of them: all, by kind, by list."""
    groups: dict[str, list[int]] = {"all": list(range(len(pairs))), "Arab": [], "foreign": []}
    for place, pair in enumerate(pairs):
        groups[kind_of(pair)].append(place)
        groups.setdefault(pair.file, []).append(place)
    return groups


def main() -> None:
    """Print the shares of each romaniser."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("data", type=Path, help="the folder of the lists")
    folder = parser.parse_args().data
    pairs = [pair for name in LISTS for pair in pairs_of(folder / name, held_out=True)]
    romanisers: dict[str, Callable[[list[str]], Sequence[str]]] = {
        "arabic-name-romanizer": Transliterator(max_per_unit=1).transliterate_many,
        "Kayan": romanise_all,
    }
    for name, romanise in romanisers.items():
        spellings = romanise([pair.arabic for pair in pairs])
        for group, places in groups_of(pairs).items():
            exact, near = shares([pairs[place] for place in places], [spellings[place] for place in places])
            print(f"{name:22} {group:20} {len(places):6}  exact {exact:6.1%}  within one letter {near:6.1%}")


if __name__ == "__main__":
    main()
