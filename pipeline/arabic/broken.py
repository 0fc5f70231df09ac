"""Words broken to slip past the filters of social networks: put together again where no other reading is likely.

Stretching strokes beside the break give it away (داعـ ـش, قـ.ـصف, حـ.ماس), and so does an asterisk between letters (النص*رة). A
full stop, a space after a stroke, a digit or an A for an alef (حز.ب, داعـ ش, د١عش, دAعش) count only where what comes out is a
word that filters look for (filtered.tsv): the same signs stand between sentences, in short forms (السورية.نت, ا.ف.ب) and after
proclitics (لـ قسد).

>>> [normalise_text(text).text for text in ("داعـ ـش", "حـ.ماس", "حز.ب", "د١عش", "دAعش", "السورية.نت", "ا.ف.ب")]
['داعش', 'حماس', 'حزب', 'داعش', 'داعش', 'السورية.نت', 'ا.ف.ب']
"""

import re
from functools import cache

from .data import read_table
from .orthography import STEPS, Aligned, Step, delete, normalise

_LETTER = "[\u0621-\u063a\u0641-\u064a]"
_SIGN = r"(?:[^\w\s\"'“”«»‘’()\[\]]|_)"
_BREAK = (
    rf"ـ+(?: ?{_SIGN}{{1,4}} ?| )ـ+"  # a stroke on both sides
    rf"|(?<!(?<!{_LETTER})[لبكوفه])ـ+[.،,_]{{1,4}}"  # on one side; but not after a proclitic, or هـ, the year's
    r"|\.{1,3}ـ+"
    r"|ـ*(?:\*ـ*)+"
)
BREAKS = re.compile(rf"(?<={_LETTER})(?:{_BREAK})(?={_LETTER})")
"""What is never written between two letters but to break a word."""

SUSPECTS = re.compile(rf"(?<![\w.])(?![وف]?[بلك]?(?:ال|ل)?ـ){_LETTER}+(?:(?:\.|ـ+ |[1١A]){_LETTER}+)+(?![\w.ـ])")
"""Words with a sign between their letters that may have a meaning of its own; none that is a proclitic with its stroke."""

_PROCLITICS = re.compile("[وف]?[بلك]?")
"""What may be written together with a word before it (proclitics.tsv has the list that names go by)."""

_ALEFS = str.maketrans("1١A", "ااا", ". ـ")


def mended(suspect: str) -> str:
    """Return a word that SUSPECTS found as filters look for it, or as it is."""
    whole = suspect.translate(_ALEFS)
    head = _PROCLITICS.findall(whole)[0]
    return whole if any(is_filtered(whole[cut:]) for cut in range(len(head) + 1)) else suspect


def is_filtered(word: str) -> bool:
    """Return whether filters look for a word, with or without its article."""
    return word.removeprefix("ال") in _filtered()


@cache
def _filtered() -> frozenset[str]:
    return frozenset(row[0] for row in read_table("filtered.tsv"))


_BROKEN_STEPS: tuple[Step, ...] = (
    Step(
        "dashes",
        "a stretching stroke that stands alone is typed for a dash",
        re.compile(r"(?<!\S)ـ+(?!\S)"),
        lambda text: "-" * len(text),
    ),
    Step(
        "breaks",
        "words that are broken to slip past filters, by signs that stand between two letters for nothing else",
        BREAKS,
        delete,
    ),
    Step(
        "suspects",
        "the same by signs that may have a meaning: only where a word comes out that filters look for (filtered.tsv)",
        SUSPECTS,
        mended,
    ),
)

_TATWEEL = [step.name for step in STEPS].index("tatweel")
TEXT_STEPS: tuple[Step, ...] = (*STEPS[:_TATWEEL], *_BROKEN_STEPS, *STEPS[_TATWEEL:])
"""The steps for running text: strokes still stand where words are put together."""


def normalise_text(source: str) -> Aligned:
    """Return a running text with its map to `source`: its orthography normalised, its broken words put together.

    >>> text = normalise_text("قصف حـ.ماس")
    >>> text.text, text.source_span(4, 8)
    ('قصف حماس', (4, 10))
    """
    return normalise(source, TEXT_STEPS)
