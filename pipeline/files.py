"""The edges: stage files are Parquet, written to a temporary name and renamed, so that a file that exists is whole."""

import hashlib
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pipeline import schema

if TYPE_CHECKING:
    import pandas as pd

T = TypeVar("T")

_STATE = b"kayan"

OK, FAILED, USAGE, PROBLEMS_FOUND = 0, 1, 2, 3
"""Exit codes: all well; input that cannot be judged; wrong arguments or something missing; finished with problems."""


@dataclass(frozen=True)
class Problem:
    """One thing that could not be used as it was: where, in which stage, what is wrong, what to do."""

    file: str
    stage: str
    problem: str
    remedy: str


def problem_frame(problems: Iterable[Problem]) -> "pd.DataFrame":
    """Return problems as the rows of problems.csv."""
    import pandas as pd

    return pd.DataFrame([asdict(problem) for problem in problems], columns=schema.PROBLEMS.names, dtype="str")


def problems_in(frame: "pd.DataFrame") -> list[Problem]:
    """Return the rows of problems.csv as problems."""
    return [Problem(*row) for row in frame[schema.PROBLEMS.names].itertuples(index=False, name=None)]


def report(problems: Iterable[Problem]) -> int:
    """Print problems to standard error and return the exit code that tells of them."""
    code = OK
    for problem in problems:
        print(f"{problem.stage}: {problem.file}: {problem.problem}. {problem.remedy}", file=sys.stderr)
        code = PROBLEMS_FOUND
    return code


def read_frame(path: Path) -> "pd.DataFrame":
    """Read one stage file."""
    import pandas as pd

    return pd.read_parquet(path)


def read_state(path: Path) -> dict[str, Any]:
    """Return what `write_frame` was given as `state`; empty when there is no such file or it is not readable."""
    import pyarrow.parquet

    try:
        metadata = pyarrow.parquet.read_schema(path).metadata or {}
    except (OSError, pyarrow.ArrowInvalid):
        return {}
    state: dict[str, Any] = json.loads(metadata.get(_STATE, b"{}"))
    return state


def write_frame(frame: "pd.DataFrame", path: Path, state: dict[str, Any] | None = None) -> None:
    """Write one stage file whole or not at all; folders are made. `state` is kept in the file for `read_state`."""
    import pyarrow
    import pyarrow.parquet

    table = pyarrow.Table.from_pandas(frame, preserve_index=False)
    metadata = {**(table.schema.metadata or {}), _STATE: json.dumps(state or {}).encode()}
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    pyarrow.parquet.write_table(table.replace_schema_metadata(metadata), partial)
    partial.replace(path)


def code_digest() -> str:
    """Return a digest of the program's own code and linguistic data, so that results of another version are not reused."""
    digest = hashlib.sha256()
    root = Path(__file__).parent
    for file in sorted([*root.glob("*.py"), *root.glob("arabic/*"), *root.glob("taggers/*.py")]):
        if file.is_file():
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def progress(items: Sequence[T], what: str) -> Iterable[T]:
    """Iterate with a progress bar on standard error when that is a terminal and there is more than one item."""
    from rich.console import Console
    from rich.progress import track

    return track(items, what, console=Console(stderr=True), disable=len(items) < 2 or not sys.stderr.isatty())
