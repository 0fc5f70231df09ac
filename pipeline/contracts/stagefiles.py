"""Stage files: Parquet in build/, each with its SHA-256 beside it, so that a damaged one is seen and made again.

A stage file keeps its state: what it was made from. A stage whose state is still the same is not run again.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import atomic

if TYPE_CHECKING:
    import pandas as pd

STATE = b"kayan"
"""The key of the metadata of Parquet under which a stage file keeps its state."""


class DamagedError(Exception):
    """A stage file is not what was written: cut off, changed, or no stage file at all."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is damaged")
        self.path = path


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _beside(path: Path) -> Path:
    """Return the file that holds a stage file's digest, as `sha256sum` writes it."""
    return path.with_name(f"{path.name}.sha256")


def checked_digest(path: Path) -> str:
    """Return the SHA-256 of a stage file. Raises DamagedError where it is not the one that stands beside it."""
    digest = digest_of(path)
    beside = _beside(path)
    if beside.is_file() and beside.read_text("utf-8", "replace").split()[:1] != [digest]:
        raise DamagedError(path)
    return digest


def read_frame(path: Path) -> "pd.DataFrame":
    """Read one stage file. Raises DamagedError, and OSError where there is none."""
    import pandas as pd
    import pyarrow

    checked_digest(path)
    try:
        return pd.read_parquet(path)
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise DamagedError(path) from error


def read_state(path: Path) -> dict[str, Any]:
    """Return what `write_frames` was given as `state`; empty when there is no such file or it is damaged."""
    import pyarrow.parquet

    try:
        checked_digest(path)
        return state_of(pyarrow.parquet.read_metadata(path).metadata)
    except (OSError, pyarrow.ArrowException, ValueError, DamagedError):
        return {}


def state_of(metadata: Mapping[bytes, bytes] | None) -> dict[str, Any]:
    """Return the state that the metadata of a Parquet file holds."""
    state: dict[str, Any] = json.loads((metadata or {}).get(STATE, b"{}"))
    return state


def write_frames(frames: "dict[Path, pd.DataFrame]", state: dict[str, Any] | None = None) -> None:
    """Write stage files, all or none; folders are made. `state` is kept in each for `read_state`."""
    import pyarrow

    tables = {path: pyarrow.Table.from_pandas(frame, preserve_index=False) for path, frame in frames.items()}
    kept = json.dumps(state or {}).encode()
    tables = {
        path: table.replace_schema_metadata({**(table.schema.metadata or {}), STATE: kept})
        for path, table in tables.items()
    }
    atomic.write_all({path: partial(_write, table) for path, table in tables.items()})
    for path in frames:
        write_digest(path)


def _write(table: Any, path: Path) -> None:
    import pyarrow.parquet

    pyarrow.parquet.write_table(table, path)


def write_digest(path: Path) -> None:
    """Write the digest of a stage file beside it."""
    atomic.write_text(_beside(path), f"{digest_of(path)}  {path.name}\n")
