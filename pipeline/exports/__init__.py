"""What can be written: an export turns the tables into files, and has a line in EXPORTS.

An export returns the names of its files with what writes each, so that the stage can write those of all exports first and
then put them into their places together: all or none.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from ..contracts.atomic import Writer
from .csv import csv_files

if TYPE_CHECKING:
    import pandas as pd

Export = Callable[["Mapping[str, pd.DataFrame]"], Mapping[str, Writer]]
"""From the tables (schema.TABLES) by name to the names of files in the output folder, each with what writes it."""

EXPORTS: dict[str, Export] = {"csv": csv_files}
"""The exports by the name that --format takes."""
