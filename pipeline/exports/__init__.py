"""What can be written: an export turns the tables into files, and has a line in EXPORTS.

An export returns the names of its files with what writes each, so that the stage can write those of all exports first and
then put them into their places together: all or none.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from ..contracts.atomic import Writer
from .csv import csv_files
from .report import html_files
from .review import review_files
from .xlsx import xlsx_files

if TYPE_CHECKING:
    import pandas as pd

Export = Callable[["Mapping[str, pd.DataFrame]"], Mapping[str, Writer]]
"""From the tables (schema.TABLES) by name to the names of files in the output folder, each with what writes it."""

Besides the tables there is `texts` (doc_id, text: the documents' texts, in which offsets of mentions count). There may be
`names` (the rows of the names file in use, as texts) and `reviewed` (review.read_reviewed of the output folder's reviewed.csv),
from which the review list knows what not to suggest again.
"""

EXPORTS: dict[str, Export] = {
    "csv": csv_files,
    "html": html_files,
    "review": review_files,
    "xlsx": xlsx_files,
}
"""The exports by the name that --format takes."""

DEFAULT = ("csv", "xlsx", "html", "review")
"""What is written when nothing else is asked for."""
