"""Apposition: names that a document gives after another, for short: قوات سوريا الديمقراطية (قسد).

Only organisations are introduced so: what stands in brackets after a place is mostly where it is, سراقب (إدلب). In annotated
news 123 organisations stand in brackets right after another, 54 in quotes, and 13 of one word without any sign; three of all
these are not the same organisation.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

import pandas as pd

LabelledName = tuple[str, str]
"""A label and a name."""

_LABEL = "ORG"
_WIDEST = 6
"""Characters between the two names, at most: a quote that closes, a bracket and a quote that open, and spaces."""

_SIGNS = (r"[\s\"'»”’]*\([\s\"'«“‘]*{}[\s\"'»”’]*\)", r"\s*[\"«“]\s*{}\s*[\"»”]")
"""A name in brackets, with quotes around or before them, and a name in quotes."""

_NO_SIGN = r"\s{}(?!\w)"
"""A name that follows a space: with more than one word, it is more often another one, الأمم المتحدة الجيش المالي."""


def _stands_for(alias: str, name: str, context: str) -> bool:
    """Return whether a context gives an alias after a name, of which only the last word need be there.

    >>> _stands_for("قسد", "قوات سوريا الديمقراطية", "…سوريا الديمقراطية (قسد) في الرقة")
    True
    >>> _stands_for("سانا", "وكالة الأنباء", 'نقلت وكالة الأنباء "سانا" عن مصدر')
    True
    >>> _stands_for("قسد", "حزب البعث", "حزب البعث (وهو خصم قسد)")
    False
    """
    last, words = re.escape(name.rsplit(maxsplit=1)[-1]), [re.escape(word) for word in alias.split()]
    patterns = _SIGNS if len(words) > 1 else (*_SIGNS, _NO_SIGN)
    return any(re.search(last + signs.format(" ".join(words)), context) for signs in patterns)


def aliases(mentions: pd.DataFrame) -> Mapping[str, Sequence[tuple[LabelledName, LabelledName]]]:
    """Return the aliases that each document gives, with the name that each stands for, in the order of the text.

    Args:
        mentions: schema.MENTION_FIELDS, in the order of the text; a document without aliases may be asked for too.
    """
    before = mentions.shift()
    gap = mentions["start"] - before["end"]
    beside = (mentions["doc_id"] == before["doc_id"]) & gap.between(1, _WIDEST)
    organisations = (mentions["label"] == _LABEL) & (before["label"] == _LABEL)
    near = beside & organisations
    found: dict[str, list[tuple[LabelledName, LabelledName]]] = defaultdict(list)
    for one, other in zip(before[near].itertuples(index=False), mentions[near].itertuples(index=False), strict=True):
        if _stands_for(str(other.surface), str(one.surface), str(other.context)):
            found[str(other.doc_id)].append(((_LABEL, str(other.name)), (_LABEL, str(one.name))))
    return found
