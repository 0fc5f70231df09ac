r"""How the user wants documents to be read: the part [read] of kayan.toml, and options that come before it.

>>> from tempfile import TemporaryDirectory
>>> with TemporaryDirectory() as folder:
...     _ = (Path(folder) / "kayan.toml").write_text('[read]\nmax_size = 50\ntext_column = "نص الخبر"')
...     settings(Path(folder) / "kayan.toml")
Reading(max_size=52428800, columns=(('text', 'نص الخبر'),), depth=0)
"""

import argparse
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .problems import UnreadableError
from .records import MAX_SIZE, Reading

FILE = Path("kayan.toml")
"""Where the settings are, in the folder in which a command is given; it need not exist."""

FIELDS = ("text", "title", "date", "source", "url", "id", "language")
"""What a column can be named for."""

_MEGABYTE = 1024 * 1024


def settings(path: Path = FILE) -> Reading:
    """Return what a settings file says; the usual where there is none.

    Raises:
        UnreadableError: it is not TOML, or says what is not understood.
    """
    if not path.is_file():
        return Reading()
    try:
        content = tomllib.loads(path.read_text("utf-8")).get("read", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnreadableError(f"{path}: {error}", "Correct it (docs/formats.md shows one), or remove it") from error
    return _reading(path, content)


def _reading(path: Path, content: Mapping[str, Any]) -> Reading:
    """Return the settings that a part of a file holds."""
    known = {"max_size": (int, float), **{f"{field}_column": (str, int) for field in FIELDS}}
    for key, value in content.items():
        if key not in known or not isinstance(value, known[key]):
            remedy = f"In [read] stand: {', '.join(known)}"
            raise UnreadableError(f"{path}: {key} = {value!r} is not understood", remedy)
    columns = tuple((field, str(content[f"{field}_column"])) for field in FIELDS if f"{field}_column" in content)
    return Reading(int(content.get("max_size", MAX_SIZE / _MEGABYTE) * _MEGABYTE), columns)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Let a command take settings of its own."""
    parser.add_argument(
        "--max-size", type=float, metavar="MB", help=f"largest file that is read (default: {MAX_SIZE // _MEGABYTE} MB)"
    )
    parser.add_argument(
        "--text-column", metavar="NAME", help="column of tables that holds the text (others: docs/formats.md)"
    )


def chosen(arguments: argparse.Namespace) -> Reading:
    """Return the settings of a command: its options, else the settings file. Raises UnreadableError."""
    told = settings()
    columns = dict(told.columns)
    if arguments.text_column:
        columns["text"] = arguments.text_column
    size = told.max_size if arguments.max_size is None else int(arguments.max_size * _MEGABYTE)
    return Reading(size, tuple(columns.items()))
