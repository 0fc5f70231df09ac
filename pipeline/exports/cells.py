"""Cells that no spreadsheet runs as a formula, whatever it takes for the separator, and the way back to the text.

What may start a formula is told by https://owasp.org/www-community/attacks/CSV_Injection. A reader that parts cells at
semicolons, tabs, bars or lines starts one in the middle of ours, so what follows these signs is looked at as well; commas
are safe in quotes.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

_STARTERS = "=+\\-@＝＋－＠"
_STARTS = re.compile(rf"'*(?:\s*[{_STARTERS}]|[\t\r\n])")
_BEHIND_SEPARATOR = rf"([;|\t\r\n][^\S\t\r\n]*){{}}('*[{_STARTERS}])"
_INSIDE = re.compile(_BEHIND_SEPARATOR.format(""))
# In every text that `defuse` changes, behind a NUL: for a fast look at many.
_AMONG_CELLS = re.compile(rf"[\0;|\t\r\n][\s']*[{_STARTERS}]|\0'*[\t\r\n]")

_DEFUSED_INSIDE = re.compile(_BEHIND_SEPARATOR.format("'"))


@lru_cache(maxsize=1 << 14)
def defuse(text: str) -> str:
    """Return a text as a cell that no spreadsheet runs: an apostrophe is set before what may start a formula.

    So that `restore` can tell, one more is set before what has apostrophes and then may start one.

    >>> defuse("=1+1"), defuse("'=1+1"), defuse("'تموز"), defuse("دمشق")
    ("'=1+1", "''=1+1", "'تموز", 'دمشق')
    >>> defuse("قال بوتين;=1+1")
    "قال بوتين;'=1+1"
    """
    inside = _INSIDE.sub(r"\1'\2", text)
    return f"'{inside}" if _STARTS.match(inside) else inside


def defused(texts: Sequence[str]) -> list[str]:
    """Return texts as cells, as `defuse` does; most columns have nothing that may start a formula, which is soon seen."""
    return list(map(defuse, texts)) if _AMONG_CELLS.search("\0" + "\0".join(texts)) else list(texts)


def restore(cell: str) -> str:
    """Return the text that `defuse` made a cell of.

    >>> [restore(defuse(text)) for text in ("=1+1", "'=1+1", "'تموز", "أ;=1")]
    ['=1+1', "'=1+1", "'تموز", 'أ;=1']
    """
    text = cell[1:] if cell.startswith("'") and _STARTS.match(cell) else cell
    return _DEFUSED_INSIDE.sub(r"\1\2", text)
