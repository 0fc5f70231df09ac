"""Problems: what could not be used as it was, where, and what to do; they become rows of problems.csv."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ["file", "stage", "problem", "remedy"]
"""The columns of problems.csv."""

OK, FAILED, USAGE, PROBLEMS_FOUND = 0, 1, 2, 3
"""Exit codes: all well; input that cannot be judged; wrong arguments or something missing; finished with problems."""


@dataclass(frozen=True)
class Problem:
    """One thing that could not be used as it was.

    Attributes:
        file: the file, as given.
        row: the row, sheet, page or member inside it, as people count them; empty where it is the whole file.
        what: what is wrong.
        remedy: what to do.
        stage: the stage that met it.
    """

    file: str
    row: str
    what: str
    remedy: str
    stage: str = "read"

    @property
    def place(self) -> str:
        """The file, with the row where there is one.

        >>> Problem("names.csv", "3", "no name", "Write the name", "correct").place
        'names.csv, row 3'
        """
        return f"{self.file}, row {self.row}" if self.row else self.file

    def __str__(self) -> str:
        """Return it as the line that is printed."""
        return f"{self.stage}: {self.place}: {self.what}. {self.remedy}"


class UnreadableError(Exception):
    """Nothing can be made of a file, or of a part of it: what is wrong, what to do."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what, self.remedy = what, remedy


def problem_frame(problems: Iterable[Problem]) -> "pd.DataFrame":
    """Return problems as the rows of problems.csv."""
    import pandas as pd

    rows = [(problem.place, problem.stage, problem.what, problem.remedy) for problem in problems]
    return pd.DataFrame(rows, columns=COLUMNS, dtype="str")


def problems_of(frame: "pd.DataFrame") -> list[Problem]:
    """Return the problems of rows of problems.csv."""
    rows = frame[COLUMNS].itertuples(index=False, name=None)
    return [Problem(place, "", what, remedy, stage) for place, stage, what, remedy in rows]


def report(problems: Iterable[Problem]) -> int:
    """Print problems to standard error and return the exit code that tells of them."""
    code = OK
    for problem in problems:
        print(problem, file=sys.stderr)
        code = PROBLEMS_FOUND
    return code
