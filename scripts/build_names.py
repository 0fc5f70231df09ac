"""Make the tables of names' spellings from lists of name pairs: parts_en.tsv, and spelling_en.tsv.gz for words in no table.

usage: python -m scripts.build_names DATA

DATA is the folder of scripts/name_lists.py's LISTS. Their held-out tenth is not read, so that `python -m benchmarks.romanise`
measures what is shipped.
"""

import argparse
import gzip
import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.arabic.data import read_table
from pipeline.arabic.folding import fold
from pipeline.arabic.sound import foreign
from pipeline.english import spelling
from pipeline.english.romanise import in_english_letters

from .align_names import Chances, Unit, align, count_chances
from .name_lists import ANETAC, LISTS, WIKIDATA, Pair, is_word, letters, pairs_of

ENGLISH = Path(spelling.__file__).parent
PARTS = "parts_en.tsv"
NOTE = """\
# Spellings of parts of names that the rules and the model of spelling.py would spell otherwise, the most frequent one of each:
# counted in Wikidata's names (CC0) and Google's ar2en (Apache-2.0); ANETAC votes. Made by scripts/build_names.py; what
# names_en.tsv has is not repeated. An Arab name's French spelling counts as the English one.
# name, folded	english, small letters
"""
MODEL_NOTE = """\
# Costs of units (an Arabic letter and the English ones that stand for it) behind up to four others, in hundredths of a nat:
# interpolated Kneser-Ney of the lists' names. Made by scripts/build_names.py, read by spelling.py.
# the units before	the cost of falling back, then each unit and its cost
"""
SAMPLE = 25_000
"""Pairs that alignments are learned from."""

LEAST = -3.6
"""Mean log-chance of a letter under which a pair is no spelling: a translation, or another name."""

LEAST_ALONE = -2.8
"""The same for a spelling that was seen once."""

_SURE = 3
"""Votes for a name that begins with ال not to be one with an article: الكسيس, alexis."""

_VOTES_OF_LIST = 2
_RAREST_UNIT = 4
_RAREST_RUN = 2
_DISCOUNTS = (0.0, 0.0, 0.6, 0.75, 0.8, 0.8)
"""Kneser-Ney discounts by length of run, as they come out of the counts (n1 / (n1 + 2 n2)), rounded."""

_ARTICLE = "ال"
_SUN_LETTER, _VOWELS = re.compile(r"[ae]([b-df-hj-np-tv-z])\1"), "اعوي"
"""The article before a letter that swallows its l, and the letters that a name may begin with whose spelling begins so."""

_SHORTEST = 3
"""Letters of a name behind its article, at least."""


@dataclass(frozen=True)
class Word:
    """A word of a list, the article apart, and how well its letters are aligned.

    Attributes:
        arabic: its Arabic letters.
        english: its English ones.
        votes: how often it was seen; 0 where it may not stand for itself.
        fit: mean log-chance of a letter.
        units: the alignment.
    """

    arabic: str
    english: str
    votes: int
    fit: float
    units: tuple[Unit, ...]


def without_articles(pair: Pair, names: Container[str]) -> tuple[str, str]:
    """Return a pair's letters without the article that an Arab name has: الحريري, hariri; but الفارو, alvaro.

    An article stands before what has a letter of Arab names only, before one of the `names`, and where the English has none.

    >>> without_articles(Pair("", "الإدلبي", "idilbi"), ()), without_articles(Pair("", "الفارو", "alvaro"), ())
    (('إدلبي', 'idilbi'), ('الفارو', 'alvaro'))
    """
    english = letters(pair.english)
    rest = pair.arabic.removeprefix(_ARTICLE)
    if rest == pair.arabic or len(rest) < _SHORTEST:
        return pair.arabic, english
    parted = pair.english.lower().startswith(("al-", "el-", "al ", "el "))
    if not english.startswith(("al", "el")) and not parted:
        return rest, english
    return (rest, english[2:]) if parted or rest in names or not foreign(fold(rest)) else (pair.arabic, english)


def words_of(pairs: Sequence[Pair], known: Iterable[str] = ()) -> list[Word]:
    """Return the words of pairs, aligned; those that are no spelling of each other are left out. Some names are known."""
    names = {*known, *(pair.arabic for pair in pairs)}
    rows = [(pair, *without_articles(pair, names)) for pair in pairs if is_word(pair.arabic)]
    rows = [(pair, arabic, in_english_letters(arabic, english)) for pair, arabic, english in rows if english]
    plain = [(arabic, english) for _, arabic, english in rows]
    chances = count_chances(random.Random(1).sample(plain, min(SAMPLE, len(plain))))
    return list(_aligned(rows, chances))


def _aligned(rows: Iterable[tuple[Pair, str, str]], chances: Chances) -> Iterator[Word]:
    for pair, arabic, english in rows:
        found = align(arabic, english, chances)
        votes = 0 if pair.file == ANETAC else pair.count if pair.file == WIKIDATA else _VOTES_OF_LIST
        if found and found[0] >= LEAST:
            yield Word(arabic, english, votes, *found)


def usual(words: Iterable[Word]) -> dict[str, set[str]]:
    """Return the most frequent spelling of each name that a list with a licence has, by key; of equals all."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    more: dict[str, Counter[str]] = defaultdict(Counter)
    for word in words:
        if word.votes > 1 or (word.votes and word.fit >= LEAST_ALONE):
            votes[fold(word.arabic)][word.english] += word.votes
        elif not word.votes:
            more[fold(word.arabic)][word.english] += 1
    found = {}
    for key, counts in votes.items():
        all_counts = counts + Counter({english: more[key][english] for english in counts})
        most = max(all_counts.values())
        found[key] = {english for english, count in all_counts.items() if count == most}
    return found


def parts(words: Sequence[Word], known: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the key and the spelling of the names that the model would spell otherwise; none of the known keys."""
    fits: dict[tuple[str, str], float] = {}
    votes: Counter[tuple[str, str]] = Counter()
    for word in words:
        pair = (fold(word.arabic), word.english)
        votes[pair] += word.votes
        fits[pair] = max(word.fit, fits.get(pair, LEAST))
    written = {fold(word.arabic): word.arabic for word in words}
    left_out = set(known)
    for key, spellings in sorted(usual(words).items()):
        arabic = written[key]
        rule = spelling.spelt(arabic) if foreign(key) else ""
        english = max(spellings, key=lambda one: (fits[key, one], one))
        article = key.startswith(_ARTICLE) and english.startswith(("al", "el")) and votes[key, english] < _SURE
        article = article or is_with_article(key, english)
        if key not in left_out and rule not in spellings and not article:
            yield key, english


def is_with_article(key: str, english: str) -> bool:
    """Return whether a spelling has an article of which its Arabic letters know nothing: the Lamari of العماري is no عماري.

    >>> is_with_article("عماري", "lamari"), is_with_article("صبار", "essabar"), is_with_article("لاري", "lari")
    (True, True, False)
    """
    of_a_sun_letter = bool(_SUN_LETTER.match(english)) and key[0] not in _VOWELS
    return of_a_sun_letter or (english.startswith("l") and not key.startswith("ل"))


Run = tuple[Unit, ...]


def _runs_of(words: Iterable[Word]) -> list[Counter[Run]]:
    """Return how often each run of units occurs in distinct words, by length; a run of one unit stands at 1."""
    counts: list[Counter[Run]] = [Counter() for _ in range(spelling.LONGEST + 1)]
    for units in sorted({word.units for word in words}):
        whole = (spelling.START, *units, spelling.END)
        for end in range(1, len(whole)):
            for length in range(1, min(spelling.LONGEST, end + 1) + 1):
                counts[length][whole[end + 1 - length : end + 1]] += 1
    return counts


def _continued(counts: Sequence[Counter[Run]], length: int) -> Counter[Run]:
    """Return Kneser-Ney's counts of the runs of a length: of how many units each is the continuation."""
    if length == spelling.LONGEST:
        return counts[length]
    continued = Counter(run[1:] for run in counts[length + 1])
    continued.update({run: count for run, count in counts[length].items() if run[0] == spelling.START})
    return continued


def model(words: Sequence[Word]) -> tuple[dict[Run, float], dict[Run, float]]:
    """Return the chance of each run's last unit behind the others, and the chance to fall back behind each history."""
    common = Counter(unit for word in words for unit in word.units)
    counts = _runs_of(word for word in words if all(common[unit] >= _RAREST_UNIT for unit in word.units))
    chances: dict[Run, float] = {}
    backs: dict[Run, float] = {}
    for length in range(1, spelling.LONGEST + 1):
        continued = _continued(counts, length)
        kept = [run for run in continued if length <= _RAREST_RUN or counts[length][run] >= _RAREST_RUN]
        totals: Counter[Run] = Counter()
        for run, count in continued.items():
            totals[run[:-1]] += count
        given: dict[Run, float] = defaultdict(float)
        for run in kept:
            given[run[:-1]] += continued[run] - _DISCOUNTS[length]
        if length > 1:
            backs |= {history: 1 - share / totals[history] for history, share in given.items()}
        for run in kept:
            own = (continued[run] - _DISCOUNTS[length]) / totals[run[:-1]]
            chances[run] = own + (backs[run[:-1]] * chances.get(run[1:], 0.0) if length > 1 else 0.0)
    return chances, backs


def _cost(chance: float) -> int:
    return round(-100 * math.log(max(chance, 1e-9)))


def model_lines(chances: Mapping[Run, float], backs: Mapping[Run, float]) -> Iterator[str]:
    """Yield a line for each history, in order: it, the cost of falling back, each unit and its cost."""
    following: dict[Run, list[str]] = defaultdict(list)
    for run, chance in sorted(chances.items()):
        following[run[:-1]] += [run[-1], str(_cost(chance))]
    for history, units in sorted(following.items()):
        yield "\t".join((" ".join(history), " ".join([str(_cost(backs.get(history, 1.0))), *units])))


def main() -> None:
    """Write both tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("data", type=Path, help="the folder of the lists")
    folder = parser.parse_args().data
    house = [name for name, _ in read_table("names_en.tsv", "pipeline.english")]
    words = words_of([pair for name in LISTS for pair in pairs_of(folder / name, held_out=False)], house)
    text = MODEL_NOTE + "\n".join(model_lines(*model(words))) + "\n"
    (ENGLISH / spelling.MODEL).write_bytes(gzip.compress(text.encode(), mtime=0))
    rows = [f"{key}\t{english}\n" for key, english in parts(words, map(fold, house))]
    (ENGLISH / PARTS).write_text(NOTE + "".join(rows), "utf-8")
    print(f"{len(words)} words, {len(rows)} parts, {sum(map(len, text.splitlines())) // 1000} kB of runs")


if __name__ == "__main__":
    main()
