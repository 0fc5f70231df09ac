"""The edges: stage files are Parquet, written to a temporary name and renamed, so that a file that exists is whole."""

import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import pandas as pd

from pipeline import schema

OK, PROBLEMS_FOUND = 0, 3
"""Exit codes of stages and of `kayan run`: all well; finished, but problems.csv says what could not be used."""


@dataclass(frozen=True)
class Problem:
    """One thing that could not be used as it was: where, in which stage, what is wrong, what to do."""

    file: str
    stage: str
    problem: str
    remedy: str


def problem_frame(problems: Iterable[Problem]) -> pd.DataFrame:
    """Return problems as the rows of problems.csv."""
    return pd.DataFrame([asdict(problem) for problem in problems], columns=schema.PROBLEMS.names, dtype="str")


def report(problems: Iterable[Problem]) -> int:
    """Print problems to standard error and return the exit code that tells of them."""
    code = OK
    for problem in problems:
        print(f"{problem.stage}: {problem.file}: {problem.problem}. {problem.remedy}", file=sys.stderr)
        code = PROBLEMS_FOUND
    return code


def read_frame(path: Path) -> pd.DataFrame:
    """Read one stage file."""
    return pd.read_parquet(path)


def write_frame(frame: pd.DataFrame, path: Path) -> None:
    """Write one stage file whole or not at all; folders are made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    frame.to_parquet(partial, index=False)
    partial.replace(path)
