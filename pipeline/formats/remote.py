"""Documents that lie elsewhere: addresses such as s3://bucket/news/*.jsonl, read through fsspec as if they were paths.

Each kind of address needs its own package (s3fs, gcsfs, adlfs, …; fsspec lists them).
"""

import argparse
import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

from ..contracts.listing import line

_MARK = "://"


def place(text: str) -> Path:
    """Return the path that a text names, or what an address opens, which does what a path does.

    Raises argparse.ArgumentTypeError where a package is missing, or the kind of address is unknown.
    """
    if _MARK not in text:
        return Path(text)
    if find_spec("upath") is None:
        raise argparse.ArgumentTypeError(
            f"{text} needs universal_pathlib: pip install 'kayan[cluster]' (docs/cluster.md)"
        )
    from upath import UPath

    try:
        found = UPath(text)
        _ = found.fs
    except (ImportError, ValueError) as error:
        raise argparse.ArgumentTypeError(f"{text}: {error}") from error
    return cast("Path", found)


def is_remote(path: Path) -> bool:
    """Return whether a path is an address."""
    return not isinstance(path, Path)


def fitting(address: Any) -> list[Path]:
    """Return the files that an address with a pattern fits, sorted."""
    return [
        type(address)(found, protocol=address.protocol, **address.storage_options)
        for found in sorted(address.fs.glob(address.path))
    ]


def name_of(path: Path) -> bytes:
    """Return what tells a path or an address from others."""
    return str(path).encode() if is_remote(path) else os.fsencode(path)


def state_of(path: Any) -> str:
    """Return what changes when a file does."""
    if not is_remote(path):
        return line(path)
    try:
        return str(path.fs.ukey(path.path))
    except OSError:
        return ""
