"""The review list: what deserves a look first, as rows of a names file (docs/names.md) that need only be kept or deleted.

Rows that are right stay; the others are deleted; what is left is saved as names.csv beside the Makefile. Each row's note begins
with the mark of its list, so that what was deleted from a list is known, and is not suggested again.
"""

import hashlib
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..contracts import schema
from ..contracts.atomic import Writer
from .cells import defuse, restore
from .csv import write_table

if TYPE_CHECKING:
    import pandas as pd

    from .suggestions import Suggestion

IDENTITY = ["action", "name", "label", "entity_id"]
"""What makes a suggestion: the same again is the same suggestion."""

LISTED = ["list", *IDENTITY]
"""The columns of reviewed.tsv: every suggestion of every list so far."""

MARK = "review"
"""The first word of a row's note; the mark of its list follows."""


def review_files(tables: "Mapping[str, pd.DataFrame]") -> dict[str, Writer]:
    """Return review.csv, and reviewed.tsv, which keeps what all lists so far suggested, with what writes them."""
    table = tables["review"]
    return {
        "review.csv": partial(write_table, table, schema.REVIEW),
        "reviewed.tsv": lambda path: _remember(_all_listed(table, tables.get("reviewed")), path),
    }


def review_table(tables: "Mapping[str, pd.DataFrame]") -> "pd.DataFrame":
    """Return the review list (schema.REVIEW): suggestions that no names file has taken up and no reader has deleted.

    Besides the tables, `names` (the rows of the names file in use) and `reviewed` (reviewed.tsv of before) are looked at.
    """
    import pandas as pd

    from .suggestions import suggestions

    done = _judged(tables.get("names"), tables.get("reviewed"))
    found = [one for one in suggestions(tables) if one.identity not in done]
    mark = mark_of(found)
    rows = [(*one.identity, f"{MARK} {mark}: {one.reason}", one.name_en, one.mentions, one.context) for one in found]
    return pd.DataFrame(rows, columns=schema.REVIEW.names).astype(schema.REVIEW.dtypes)


def mark_of(found: "list[Suggestion]") -> str:
    """Return the mark of a list: six hexadecimal digits, the same for the same suggestions."""
    lines = "\n".join("\t".join(one.identity) for one in found)
    return hashlib.sha256(lines.encode()).hexdigest()[:6]


def _mark_in(note: str) -> str:
    """Return the mark of the list that a row was taken from, or an empty string.

    >>> _mark_in("review 3f2a41: one letter apart"), _mark_in("an adjective")
    ('3f2a41', '')
    """
    words = note.replace(":", " ").split()
    return words[1] if words[:1] == [MARK] and len(words) > 1 else ""


def _judged(names: "pd.DataFrame | None", reviewed: "pd.DataFrame | None") -> set[tuple[str, ...]]:
    """Return the suggestions that a reader has kept or deleted: all of the lists that rows of the names file come from."""
    if names is None:
        return set()
    kept = set(_identities(names))
    if reviewed is None or "note" not in names:
        return kept
    lists = set(names["note"].map(_mark_in)) - {""}
    return kept | set(_identities(reviewed[reviewed["list"].isin(lists)]))


def _identities(rows: "pd.DataFrame") -> Iterator[tuple[str, ...]]:
    yield from rows.reindex(columns=IDENTITY, fill_value="").itertuples(index=False, name=None)


def _all_listed(table: "pd.DataFrame", before: "pd.DataFrame | None") -> "pd.DataFrame":
    """Return the suggestions of all lists (LISTED), those of this one last."""
    import pandas as pd

    new = table[IDENTITY].assign(list=table["note"].map(_mark_in))[LISTED]
    return pd.concat([before, new]).drop_duplicates(ignore_index=True) if before is not None else new


def _remember(table: "pd.DataFrame", path: Path) -> None:
    table.map(defuse).to_csv(path, index=False, sep="\t", encoding="utf-8", lineterminator="\n")


def read_reviewed(path: Path) -> "pd.DataFrame":
    """Read reviewed.tsv as it was before it was written; an empty one where there is no file."""
    import pandas as pd

    if not path.is_file():
        return pd.DataFrame(columns=LISTED, dtype="str")
    return pd.read_csv(path, sep="\t", dtype="str", keep_default_na=False).map(restore)
