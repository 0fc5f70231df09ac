"""A stage as a script: its arguments, its exit code, what it prints."""

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType

from .making import Made, content_digest
from .problems import USAGE, report
from .stagefiles import DamagedError

AGAIN = 4
"""Exit code of a stage that met a damaged stage file: make makes it again, and then the stage."""


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


def finish(stage: str, work: Callable[[], Made]) -> int:
    """Let a stage make its files; print the problems met and return the exit code."""
    try:
        made = work()
    except DamagedError as error:
        return damaged(stage, error.path)
    except FileNotFoundError as error:
        print(f"{stage}: there is no {error.filename}", file=sys.stderr)
        return USAGE
    return report(made.problems) if made.changed else made.code


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
