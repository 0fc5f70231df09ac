"""What can be written: an export turns the tables into files, and has a line in EXPORTS.

An export returns the names of its files with what writes each, so that the stage can write those of all exports first and
then put them into their places together: all or none.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from ..contracts.atomic import Writer
from .brat import brat_files
from .conll import conll_files
from .csv import csv_files
from .datapackage import datapackage_files
from .ftm import ftm_files
from .graph import gexf_files, graphml_files
from .jsonl import jsonl_files
from .parquet import parquet_files
from .places import geojson_files, kml_files
from .report import html_files
from .review import review_files
from .spacy import spacy_files
from .sqlite import sqlite_files
from .webannotation import webannotation_files
from .xlsx import xlsx_files

if TYPE_CHECKING:
    import pandas as pd

Export = Callable[["Mapping[str, pd.DataFrame]"], Mapping[str, Writer]]
"""From the tables (schema.TABLES) by name to the names of files in the output folder, each with what writes it.

Besides the tables there are `texts` (doc_id, text: the documents' texts, in which offsets of mentions count) and `review`
(schema.REVIEW, which review.review_table makes of the tables).
"""

EXPORTS: dict[str, Export] = {
    "csv": csv_files,
    "xlsx": xlsx_files,
    "html": html_files,
    "review": review_files,
    "jsonl": jsonl_files,
    "conll": conll_files,
    "brat": brat_files,
    "web-annotation": webannotation_files,
    "spacy": spacy_files,
    "geojson": geojson_files,
    "kml": kml_files,
    "gexf": gexf_files,
    "graphml": graphml_files,
    "ftm": ftm_files,
    "sqlite": sqlite_files,
    "parquet": parquet_files,
    "datapackage": datapackage_files,
}
"""The exports by the name that --format takes."""

DEFAULT = ("csv", "xlsx", "html", "review")
"""What is written when nothing else is asked for."""

NEEDS = {"spacy": "spacy"}
"""The package of each format that is an extra of the project."""
