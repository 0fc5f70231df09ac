"""A stage as a script: its arguments, its stage files, its exit code, what it prints.

What a stage made is made again only when something that it depends on has changed: the content of its inputs, its code and
data (pipeline.contracts.prerequisites), or what else it was given. Else its files are only marked as new, for make.
"""

import argparse
import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from .prerequisites import code_digest
from .problems import OK, PROBLEMS_FOUND, USAGE, Problem, problem_frame, report
from .stagefiles import DamagedError, checked_digest, digest_of, read_frame, read_state, write_frames

if TYPE_CHECKING:
    import pandas as pd

AGAIN = 4
"""Exit code of a stage that met a damaged stage file: make makes it again, and then the stage."""

Work = Callable[..., "tuple[Sequence[pd.DataFrame], list[Problem]]"]
"""From the frames of the input files to those of the output files, and the problems met."""


def parser(doc: str, *arguments: str) -> argparse.ArgumentParser:
    """Return the parser of a stage's arguments, each a path; `doc` is the module's docstring, which tells what they are."""
    stage_parser = argparse.ArgumentParser(
        description=doc.split("\n\n", 1)[0],
        epilog=doc.partition("\n\n")[2],
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    for argument in arguments:
        stage_parser.add_argument(argument, type=Path)
    return stage_parser


def add_names(stage_parser: argparse.ArgumentParser) -> None:
    """Let a stage take the user's names file."""
    stage_parser.add_argument("--names", type=Path, metavar="FILE", help="the user's corrections (docs/names.md)")


def add_formats(
    stage_parser: argparse.ArgumentParser, formats: Iterable[str], default: Sequence[str], needs: Mapping[str, str]
) -> None:
    """Let a stage or a command take names of formats, separated by commas; the default where none is named.

    `needs` names the package of a format that is an extra of the project: without it the format is refused at once.
    """
    known = list(formats)

    def listed(text: str) -> list[str]:
        names = [name.strip() for name in text.split(",")]
        for name in names:
            if name not in known:
                raise argparse.ArgumentTypeError(f"{name} is none of {', '.join(known)}")
            if name in needs and find_spec(needs[name]) is None:
                raise argparse.ArgumentTypeError(f"{name} needs {needs[name]}: pip install 'kayan[{name}]'")
        return names

    told = f"some of {','.join(known)} (default: {','.join(default)})"
    stage_parser.add_argument("--format", type=listed, default=list(default), metavar="NAMES", help=told)


def knowledge_folder() -> Path:
    """Return the folder of the user's knowledge where none is named: $KAYAN_KNOWLEDGE, else knowledge/; it need not exist."""
    return Path(os.environ.get("KAYAN_KNOWLEDGE") or "knowledge")


def user_digests(names: Path | None) -> list[str]:
    """Return digests of what the user says: the names file, and the tables in her knowledge folder."""
    return [str(names or ""), content_digest(names), content_digest(knowledge_folder())]


def content_digest(path: Path | None) -> str:
    """Return a digest of the content of a file, or of the files in a folder; empty where there is none."""
    if path is None or not path.exists():
        return ""
    if path.is_file():
        return digest_of(path)
    files = sorted(file for file in path.iterdir() if file.is_file())
    return hashlib.sha256("".join(f"{file.name} {digest_of(file)}\n" for file in files).encode()).hexdigest()


def key_of(stage: str, inputs: Iterable[Path], uses: Iterable[str]) -> str:
    """Return a digest of all that a stage's results depend on. Raises DamagedError for a damaged input."""
    parts = [code_digest(stage), *map(checked_digest, inputs), *uses]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


def problems_beside(path: Path) -> Path:
    """Return where the problems are kept that a stage met while it made a file."""
    return path.with_suffix(".problems.parquet")


def make(stage: str, inputs: Sequence[Path], outputs: Sequence[Path], work: Work, uses: Sequence[str] = ()) -> int:
    """Make the output files of a stage from its input files, if anything has changed; return the exit code.

    Args:
        stage: its name.
        inputs: stage files.
        outputs: stage files, written all or none; the problems go beside the first.
        work: what the stage does.
        uses: digests of what else the results depend on.
    """
    try:
        key = key_of(stage, inputs, uses)
        if all(read_state(path).get("key") == key for path in outputs):
            return _unchanged(outputs)
        frames, problems = work(*map(read_frame, inputs))
    except DamagedError as error:
        return damaged(stage, error.path)
    except FileNotFoundError as error:
        print(f"{stage}: there is no {error.filename}", file=sys.stderr)
        return USAGE
    files = {problems_beside(outputs[0]): problem_frame(problems), **dict(zip(outputs, frames, strict=True))}
    files[outputs[0]] = files.pop(outputs[0])  # the last to be renamed is the one that make looks at
    write_frames(files, {"key": key})
    return report(problems)


def _unchanged(outputs: Sequence[Path]) -> int:
    """Mark files as new; return the exit code that they were made with."""
    for path in reversed(outputs):
        path.touch()
    with suppress(DamagedError, OSError):
        return PROBLEMS_FOUND if len(read_frame(problems_beside(outputs[0]))) else OK
    return OK


def damaged(stage: str, path: Path) -> int:
    """Say that a stage file is damaged; return the exit code at which make makes the stage files again."""
    print(f"{stage}: {path} is damaged; it has to be made again (make does that by itself)", file=sys.stderr)
    return AGAIN


def quiet() -> None:
    """Let this process say one line, not a traceback, when it is interrupted or a package is missing."""
    sys.excepthook = _say


def _say(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        print("kayan: interrupted; finished files of before are untouched", file=sys.stderr)
    elif isinstance(error, ModuleNotFoundError) and error.name and not error.name.startswith(("pipeline", "kayan")):
        print(f"kayan: {missing_package(error.name)}", file=sys.stderr)
        raise SystemExit(USAGE)
    else:
        sys.__excepthook__(kind, error, trace)


def missing_package(module: str) -> str:
    """Return what to say of a package that is not installed."""
    return f"{module} is not installed here. Type `make` in the project folder, then use .venv/bin/kayan or .venv/bin/python"
