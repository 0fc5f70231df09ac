"""Scale of pipeline.identify, which alone looks at all documents: a million distinct names, their time and memory.

    python -m benchmarks.scale [--names 1000000]

The names are made up: words of Arabic letters, as many different ones as a Heaps curve through the annotated news has for so
many distinct names, drawn by Zipf's law, two or three a name. `identify` names and romanises them; a word that the
romaniser's tables lack costs milliseconds, so the words, not the names, decide the time.
"""

import argparse
import random
import resource
import time
from collections.abc import Iterator
from itertools import accumulate, islice

import pandas as pd

from pipeline.arabic.folding import fold
from pipeline.contracts.schema import LABELS
from pipeline.identify import identify
from pipeline.knowledge.base import Knowledge

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"

HEAPS_FACTOR, HEAPS_EXPONENT = 8.3, 0.75
"""Distinct words of n distinct names: factor * n ** exponent. In annotated news 11,410 names have 9,063 words, 1,000 have
1,464."""


def made_up_words(count: int, chance: random.Random) -> list[str]:
    """Return distinct words of three to seven letters."""
    words: dict[str, None] = {}
    while len(words) < count:
        words["".join(chance.choices(LETTERS, k=chance.randint(3, 7)))] = None
    return list(words)


def made_up_names(count: int) -> Iterator[tuple[str, str]]:
    """Yield names of distinct keys with their labels, the same ones every time, without end."""
    chance = random.Random(0)
    words = made_up_words(round(HEAPS_FACTOR * count**HEAPS_EXPONENT), chance)
    weights = list(accumulate(1 / rank for rank in range(1, len(words) + 1)))
    seen: set[tuple[str, str]] = set()
    while True:
        label = chance.choice(LABELS)
        name = " ".join(chance.choices(words, cum_weights=weights, k=chance.randint(2, 3)))
        key = label, fold(name)
        if key not in seen:
            seen.add(key)
            yield label, name


def table(count: int, knowledge: Knowledge) -> pd.DataFrame:
    """Return what `identify` takes, for `count` made-up names of one mention each."""
    rows = ((label, "", knowledge.key_of(name), "", name, 1) for label, name in islice(made_up_names(count), count))
    return pd.DataFrame(rows, columns=["label", "known", "key", "document", "name", "mentions"])


def peak() -> float:
    """Return the most memory that the process has held, in GB (Linux)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def main() -> None:
    """Read the command line and print time and memory."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", type=int, default=1_000_000, help="distinct names (default: 1,000,000)")
    arguments = parser.parse_args()
    knowledge = Knowledge()
    names = table(arguments.names, knowledge)
    identify(names.head(1), knowledge)
    loaded, began = peak(), time.perf_counter()
    entities = identify(names, knowledge).entities
    seconds = time.perf_counter() - began
    print(f"{len(names):,} distinct names, {len(entities):,} entities")
    print(f"wall time    {seconds:8.1f} s, {1000 * seconds / len(names):.3f} ms a name")
    print(f"peak memory  {peak():8.2f} GB, {loaded:.2f} of it before the run")


if __name__ == "__main__":
    main()
