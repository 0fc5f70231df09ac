"""`kayan doctor`: what is installed, which model, which optional parts are missing and how to get them."""

import importlib.metadata
import os
import platform
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline import __version__, files
from pipeline.taggers import TaggerMissing
from pipeline.taggers.onnx import EMBEDDED, OnnxTagger

NEEDED = (
    "arabic-name-romanizer",
    "camel-tools",
    "numpy",
    "onnxruntime",
    "pandas",
    "pyarrow",
    "rich",
    "rich-argparse",
    "tokenizers",
)


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
    for package in NEEDED:
        yield _package(package, needed=True, remedy="run `make` in the project folder")
    yield _model()
    yield _own_knowledge()
    yield _package("torch", needed=False, remedy="only --tagger camel and training need it: pip install torch==2.13.0")
    yield _camel()


def _package(name: str, *, needed: bool, remedy: str) -> Check:
    try:
        return Check(True, needed, name, importlib.metadata.version(name))
    except importlib.metadata.PackageNotFoundError:
        return Check(False, needed, name, "not installed", remedy)


def _model() -> Check:
    try:
        tagger = OnnxTagger()
        found = [name for name in tagger.tag(["زار بوتين دمشق"])[0] if name.label in {"PER", "LOC"}]
    except TaggerMissing as missing:
        return Check(False, True, "embedded model", "missing", str(missing))
    size = (EMBEDDED / "model.onnx").stat().st_size / 1e6
    seen = f"{tagger.fingerprint}, {size:.1f} MB; finds {len(found)} names in a test sentence of 2"
    return Check(len(found) == 2, True, "embedded model", seen, "the model's files are damaged: install again")


def _own_knowledge() -> Check:
    from pipeline.knowledge.own import folder, name_files, place_files

    tables = len(name_files(folder())) + len(place_files(folder()))
    return Check(True, False, "knowledge of your own", f"{tables} tables in {folder()}")


def _camel() -> Check:
    from pipeline.taggers.camel import HOW_TO_GET, installed_model

    folder: Path | None = installed_model()
    if folder is None:
        return Check(False, False, "camel-tools NER model", "not installed (optional)", HOW_TO_GET)
    return Check(True, False, "camel-tools NER model", str(folder))


def print_checks() -> int:
    """Print the checks; return the exit code: OK when everything that the default run needs is well."""
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=True)
    code = files.OK
    for check in checks():
        mark = "[green]ok[/]" if check.well else "[red]missing[/]" if check.needed else "[yellow]optional[/]"
        console.print(f"{mark}  {check.what}: {check.seen}" + (f"\n    {check.remedy}" if not check.well else ""))
        if check.needed and not check.well:
            code = files.USAGE
    return code
