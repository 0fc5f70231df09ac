"""Stage 1, sources to documents: each file is read by its format, its text kept to the letter, line ends included.

usage: python -m pipeline.read seeds build/documents.parquet

Files are of any format of pipeline.formats; - is standard input. How they are read can be said in kayan.toml (docs/formats.md).
A file or row that cannot be used, or only in part, is a problem; the others go on. Problems are printed, and written
beside the documents (build/documents.problems.parquet), as is the listing of what was there to be read.
"""

import hashlib
import re
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from io import BytesIO
from itertools import count, islice
from pathlib import Path

import pandas as pd

from .contracts import atomic, script
from .contracts.listing import listing
from .contracts.making import Made, is_made, unchanged, written
from .contracts.partitioned import Piece, Shelf, as_table, key_of
from .contracts.partitions import CHARACTERS, HERE, Pool, Processes, Progress, partitions
from .contracts.prerequisites import code_digest
from .contracts.problems import USAGE, Problem, UnreadableError, report
from .contracts.records import Document, Reading, Record, Source
from .contracts.settings import FILE, add_options, chosen
from .formats import FORMATS, format_of
from .formats.bylines import dated
from .formats.languages import language
from .formats.readings import Kept, Readings
from .formats.remote import fitting, is_remote, name_of, place, state_of

MOST_LOST = 0.01
"""Share of U+FFFD in a text above which it is not worth reading."""

BUNDLE = 1_000_000
"""Bytes of the files that a process reads at a time; a larger file is read as a stream."""

OPENING = 5_000
"""Bytes that take as long to read as it takes to open a file."""

GET_AGAIN = "Get it from its source again"
STANDARD_INPUT = Path("-")
NO_WISHES = Reading()


class NoDocumentError(Exception):
    """There is no document to make tables of; `problems` says why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("no document was found")
        self.problems = problems


_PATTERN = re.compile(r"[*?\[]")
_NOT_MEANT = re.compile(r"\.|~\$|(?:readme(?:\.\w+)?|thumbs\.db|desktop\.ini)$", re.IGNORECASE)
_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3\u06d5\u0750-\u077f\ufb50-\ufdfb\ufe70-\ufefc]")


def read(paths: Iterable[Path], reading: Reading = NO_WISHES) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the documents (schema.DOCUMENT_FIELDS) of files and folders, in the order given, and the problems met.

    Folders are walked to the bottom in the order of their names; hidden files, editors' lock files (~$…) and read-me files
    are left out. A path that is not there and has signs of a pattern (*, ?, [) stands for the files that fit it.
    doc_id is the file's stem, `#row` added for formats of many rows; the second of the same name becomes `name~2`.
    """
    with Readings(None) as readings:
        kept, problems = collect(paths, reading, readings)
        return readings.frame(kept), problems


def collect(
    paths: Iterable[Path], reading: Reading, readings: Readings, pool: Pool = HERE
) -> tuple[list[Kept], list[Problem]]:
    """Read files and folders, those that are not as they were; return the documents, ids made unique, and the problems."""
    found = list(dict.fromkeys(item for given in paths for path in _fitting(given) for item in _walk(path)))
    states = {item: _state_of(item) for item in found if not isinstance(item, Problem)}
    _read_small(states, reading, readings, pool)
    results = [result for item in found for result in _results(item, states, reading, readings)]
    readings.forget_others(map(name_of, states))
    kept = [result for result in results if isinstance(result, Kept)]
    names = unique([one.doc_id for one in kept])
    kept = [replace(one, doc_id=name) for one, name in zip(kept, names, strict=True)]
    problems = [result for result in results if isinstance(result, Problem)]
    return kept, [*problems, *_copies(kept)]


def _state_of(path: Path) -> str:
    """Return what changes when a file does; standard input is never the same."""
    return "" if path == STANDARD_INPUT else state_of(path)


def _read_small(states: Mapping[Path, str], reading: Reading, readings: Readings, pool: Pool) -> None:
    """Read the small files of this machine that are not as they were, several at a time where the pool can."""
    here = ((path, state) for path, state in states.items() if state and not is_remote(path))
    new = [path for path, state in here if not readings.has(name_of(path), state)]
    bundles = list(_bundles(new))
    progress = Progress("read", len(bundles))
    for bundle, results in zip(
        bundles, pool.map(partial(_read_all, reading), ((one,) for one in bundles)), strict=True
    ):
        for path, own in zip(bundle, results, strict=True):
            readings.keep(name_of(path), states[path], own)
        told = [one.doc_id for own in results for one in own if isinstance(one, Document)]
        progress.add(pd.DataFrame({"doc_id": told}))
    progress.close()


def _bundles(paths: Iterable[Path]) -> Iterator[list[Path]]:
    """Yield files a bundle at a time; those of more than BUNDLE bytes, which may hold many documents, are left out."""
    bundle: list[Path] = []
    size = 0
    for path in paths:
        own = path.stat().st_size if path.is_file() else BUNDLE + 1
        if own > BUNDLE:
            continue
        if bundle and size + own > BUNDLE:
            yield bundle
            bundle, size = [], 0
        bundle.append(path)
        size += own + OPENING
    if bundle:
        yield bundle


def _read_all(reading: Reading, paths: Sequence[Path]) -> list[list[Document | Problem]]:
    return [list(_documents(path, reading)) for path in paths]


def _results(
    item: Path | Problem, states: Mapping[Path, str], reading: Reading, readings: Readings
) -> Iterator[Kept | Problem]:
    """Return what a file of a state holds, or the problem of what is none."""
    if isinstance(item, Problem):
        return iter([item])
    return readings.of(name_of(item), states[item], lambda: _documents(item, reading))


def make(
    inputs: Iterable[Path], documents: Path, reading: Reading = NO_WISHES, size: int = CHARACTERS, pool: Pool = HERE
) -> Made:
    """Make the stage file of documents, sorted by their ids, in partitions of about so many characters.

    Files are read where `pool` works, which has to be this machine.

    Raises:
        NoDocumentError: there is none.
    """
    inputs, beside = list(inputs), documents.with_suffix(".sqlite")
    try:
        return _make(inputs, documents, reading, size, pool, beside)
    except sqlite3.DatabaseError:
        beside.unlink(missing_ok=True)
        return _make(inputs, documents, reading, size, pool, beside)


def _make(inputs: Sequence[Path], documents: Path, reading: Reading, size: int, pool: Pool, beside: Path) -> Made:
    """Make the stage file, with the help of what is kept beside it."""
    code = code_digest("read")
    with Readings(beside, key_of([code, repr(reading)])) as readings:
        kept, problems = collect(inputs, reading, readings, pool)
        if not kept:
            raise NoDocumentError(problems)
        kept.sort(key=lambda one: one.doc_id)
        key = key_of([code, str(size), repr(problems), *_told(kept)])
        if is_made([documents], key):
            return unchanged([documents])
        return written([documents], [_pieces(kept, readings, size, Shelf([documents]))], problems, key)


def _told(kept: Iterable[Kept]) -> Iterator[str]:
    """Yield what tells documents from others, and from what they were."""
    return (text for one in kept for text in (one.doc_id, one.digest))


def _pieces(kept: Sequence[Kept], readings: Readings, size: int, before: Shelf) -> Iterator[Piece]:
    """Yield the partitions of documents; those that are as they were come from the file of before."""
    listed = iter(kept)
    for documents in partitions(((one.doc_id, one.length) for one in kept), size):
        own = list(islice(listed, documents))
        key = key_of(list(_told(own)))
        yield from before.tables([key], 0) if key in before else [Piece(key, as_table(readings.frame(own)))]


def _fitting(path: Path) -> list[Path]:
    """Return the files that a pattern fits, sorted, or a path itself."""
    if not _PATTERN.search(str(path)) or path.exists():
        return [path]
    if is_remote(path):
        return fitting(path) or [path]
    start = Path(path.anchor)
    return sorted(start.glob(str(path.relative_to(path.anchor)))) or [path]


def _walk(path: Path) -> Iterator[Path | Problem]:
    """Yield a file itself, or the files under a folder; links to folders are not followed: they may go in circles."""
    try:
        if path == STANDARD_INPUT or not path.is_dir():
            yield path
            return
        children = sorted(child for child in path.iterdir() if not _NOT_MEANT.match(child.name))
    except OSError as error:
        yield _unreadable(path, error)
        return
    if not children:
        yield _problem(path, "the folder is empty", "Put documents into it, or name another")
    for child in children:
        if child.is_symlink() and child.is_dir():
            yield _problem(child, "a link to a folder is not followed", "Name the folder itself as an input")
        else:
            yield from _walk(child)


def _documents(path: Path, reading: Reading) -> Iterator[Document | Problem]:
    """Yield the documents of one file, with a problem for each thing that is wrong."""
    try:
        source = _source(path, reading)
        for found in format_of(source)(source):
            yield from [found] if isinstance(found, Problem) else _checked(path, dated(found, path.name), source)
    except OSError as error:
        yield _unreadable(path, error)
    except UnreadableError as error:
        yield _problem(path, error.what, error.remedy)


def _source(path: Path, reading: Reading) -> Source:
    """Return a file as a source; standard input, which can be read once, is kept."""
    if path == STANDARD_INPUT:
        content = Source("-", lambda: sys.stdin.buffer, reading).read()
        return Source("-", lambda: BytesIO(content), reading)
    path.stat()
    if not path.is_file():
        raise UnreadableError("not a regular file", "Save its content to a file")
    return Source(_shown(path.as_posix()), lambda: path.open("rb"), reading)


def _checked(path: Path, record: Record, source: Source) -> Iterator[Document | Problem]:
    """Yield the document of a record unless a fault forbids it, and the fault."""
    lost = record.text.count("\ufffd")
    fault = _fault(record.text, lost)
    if fault:
        yield _problem(path, *fault, record.row)
        return
    if lost:
        yield _problem(path, f"lost characters (U+FFFD): {lost}; used all the same", GET_AGAIN, record.row)
    row = f"#{record.row}" if record.row else ""
    sha256 = hashlib.sha256(record.text.encode() if row else source.read()).hexdigest()
    stem = "stdin" if path == STANDARD_INPUT else _shown(path.stem)
    told = record.language or language(record.text)
    about = (
        record.title,
        record.date,
        record.date_source,
        record.source,
        record.url,
        told,
        record.encoding,
        record.text,
    )
    yield Document(stem + row, _shown(path.as_posix()), *about, sha256)


def _fault(text: str, lost: int) -> tuple[str, str] | None:
    """Return what makes a text useless and the remedy, or None when it can be used."""
    if not text.strip():
        return "empty", "Fill it or remove it"
    if lost > MOST_LOST * len(text):
        return f"lost characters (U+FFFD): {lost} of {len(text)}", GET_AGAIN
    if not _ARABIC.search(text):
        return "no Arabic letters; not used", "Remove it, or replace it by the Arabic text"
    return None


def _copies(documents: Iterable[Kept]) -> Iterator[Problem]:
    """Yield a problem for every document whose bytes another one before it has."""
    first: dict[str, str] = {}
    for document in documents:
        original = first.setdefault(document.sha256, document.doc_id)
        if original != document.doc_id:
            problem = f"document {document.doc_id} has the same text as {original}; both are used"
            yield Problem(document.file, "", problem, "Remove one of them, or its mentions count twice")


def unique(names: Sequence[str]) -> list[str]:
    """Return the names with `~2`, `~3`, … after the second and later of the same, never a name that is there already.

    >>> unique(["a", "b", "a", "a~2", "a"])
    ['a', 'b', 'a~3', 'a~2', 'a~4']
    """
    taken = set(names)
    numbers = {name: count(2) for name in taken}
    seen: set[str] = set()
    result = []
    for name in names:
        new = next(other for n in numbers[name] if (other := f"{name}~{n}") not in taken) if name in seen else name
        seen.add(name)
        taken.add(new)
        result.append(new)
    return result


def _shown(name: str) -> str:
    r"""Return a file name as text: bytes that are not UTF-8 become `\udc…`, so that it can be written down."""
    return name.encode("utf-8", "backslashreplace").decode()


def _problem(path: Path, what: str, remedy: str, row: str = "") -> Problem:
    return Problem(_shown(path.as_posix()), row, what, remedy)


def _unreadable(path: Path, error: OSError) -> Problem:
    return _problem(path, f"cannot be read: {error.strerror}", "Check the path and the right to read it")


def main(argv: list[str] | None = None) -> int:
    """Run the stage on files."""
    parser = script.parser(__doc__)
    parser.add_argument("inputs", nargs="+", type=place, help=f"files ({' '.join(FORMATS)}), folders of files, or -")
    parser.add_argument("documents", type=Path, help="the file to write; its problems go beside it")
    add_options(parser)
    arguments = parser.parse_args(argv)
    if arguments.documents.suffix != ".parquet":
        parser.error(f"the last argument is the file to write and ends in .parquet, not {arguments.documents}")
    try:
        reading = chosen(arguments)
    except UnreadableError as error:
        parser.error(f"{error.what}. {error.remedy}")
    seen = listing(
        [*arguments.inputs, FILE]
    )  # before anything is read: what changes while it is read is seen the next time
    try:
        made = make(arguments.inputs, arguments.documents, reading, pool=Processes())
    except NoDocumentError as error:
        report(error.problems)
        print("read: no document was found; what was made before stays", file=sys.stderr)
        return USAGE
    atomic.write_text(arguments.documents.with_suffix(".listing"), seen)
    return script.finish("read", lambda: made)


if __name__ == "__main__":
    sys.exit(main())
