"""`kayan doctor`: what is installed, which model, which optional parts are missing and how to get them."""

import importlib.metadata
import os
import platform
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..contracts import __version__, script
from ..contracts.problems import OK, USAGE

TAKEN = re.compile(r"[A-Za-z0-9._-]+")
"""The name that a requirement (PEP 508) begins with."""


@dataclass(frozen=True)
class Check:
    """One thing looked at: is it well, is it needed for the default run, what was seen, what to do if it is not well."""

    well: bool
    needed: bool
    what: str
    seen: str
    remedy: str = ""


def checks() -> Iterator[Check]:
    """Look at everything."""
    yield Check(True, True, "kayan", f"{__version__}, Python {platform.python_version()}, {os.cpu_count()} processors")
    packages = [_package(name, needed=True, remedy="run `make` in the project folder") for name in needed_packages()]
    yield from packages
    if all(package.well for package in packages):
        yield _model()
    yield _user_knowledge()
    yield _package("torch", needed=False, remedy="only --tagger camel and training need it: pip install torch==2.13.0")
    yield _camel()


def needed_packages() -> list[str]:
    """Return the packages that the default run needs, as the installed project tells; none where it is not installed."""
    try:
        requirements = importlib.metadata.requires("kayan") or []
    except importlib.metadata.PackageNotFoundError:
        return []
    names = (TAKEN.match(requirement) for requirement in requirements if "extra ==" not in requirement)
    return [match.group() for match in names if match]


def _package(name: str, *, needed: bool, remedy: str) -> Check:
    try:
        return Check(True, needed, name, importlib.metadata.version(name))
    except importlib.metadata.PackageNotFoundError:
        return Check(False, needed, name, "not installed", remedy)


def _model() -> Check:
    try:
        from ..taggers.onnx import EMBEDDED, OnnxTagger
        from ..taggers.protocol import TaggerMissing
    except ImportError as error:
        return Check(False, True, "embedded model", f"needs {error.name}", "run `make` in the project folder")
    try:
        tagger = OnnxTagger()
        found = [name for name in tagger.tag(["زار بوتين دمشق"])[0] if name.label in {"PER", "LOC"}]
    except TaggerMissing as missing:
        return Check(False, True, "embedded model", "missing", str(missing))
    size = (EMBEDDED / "model.onnx").stat().st_size / 1e6
    seen = f"{tagger.fingerprint}, {size:.1f} MB; finds {len(found)} names in a test sentence of 2"
    return Check(len(found) == 2, True, "embedded model", seen, "the model's files are damaged: install again")


def _user_knowledge() -> Check:
    folder = script.knowledge_folder()
    tables = len(list(folder.glob("[!.]*.csv")))
    return Check(True, False, "knowledge of your own", f"{tables} tables in {folder}")


def _camel() -> Check:
    try:
        from ..taggers.camel import HOW_TO_GET, installed_model
    except ImportError as error:
        return Check(False, False, "camel-tools NER model", f"needs {error.name}", "run `make` in the project folder")

    folder: Path | None = installed_model()
    if folder is None:
        return Check(False, False, "camel-tools NER model", "not installed (optional)", HOW_TO_GET)
    return Check(True, False, "camel-tools NER model", str(folder))


def print_checks() -> int:
    """Print the checks; return the exit code: OK when everything that the default run needs is well."""
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=True)
    code = OK
    for check in checks():
        mark = "[green]ok[/]" if check.well else "[red]missing[/]" if check.needed else "[yellow]optional[/]"
        console.print(f"{mark}  {check.what}: {check.seen}" + (f"\n    {check.remedy}" if not check.well else ""))
        if check.needed and not check.well:
            code = USAGE
    return code
