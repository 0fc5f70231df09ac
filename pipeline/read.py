"""Stage 1, sources to documents: each file is read by its format, its text kept to the letter, line ends included.

usage: python -m pipeline.read seeds build/documents.parquet

A file or row that cannot be used, or only in part, is a problem; the others go on. Problems are printed, and written
beside the documents (build/documents.problems.parquet), as is the listing of what was there to be read.
"""

import hashlib
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, replace
from io import BytesIO
from itertools import count
from pathlib import Path

import pandas as pd

from .contracts import atomic, schema, script
from .contracts.listing import listing
from .contracts.problems import USAGE, Problem, UnreadableError, report
from .contracts.records import Document, Record, Source
from .formats import FORMATS, format_of

MOST_LOST = 0.01
"""Share of U+FFFD in a text above which it is not worth reading."""

GET_AGAIN = "Get it from its source again"
SAVE_AS_UTF8 = "Open it in an editor that shows it right and save it as UTF-8"

_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3\u06d5\u0750-\u077f\ufb50-\ufdfb\ufe70-\ufefc]")


def read(paths: Iterable[Path]) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the documents (schema.DOCUMENT_FIELDS) of files and folders, in the order given, and the problems met.

    Folders are walked to the bottom in the order of their names, hidden files and editors' lock files (~$…) left out.
    doc_id is the file's stem, `#row` added for formats of many rows; the second of the same name becomes `name~2`.
    """
    found = [item for path in paths for item in _walk(path)]
    results = [
        result
        for item in dict.fromkeys(found)
        for result in (_documents(item) if isinstance(item, Path) else iter([item]))
    ]
    documents = [result for result in results if isinstance(result, Document)]
    names = unique([document.doc_id for document in documents])
    documents = [replace(document, doc_id=name) for document, name in zip(documents, names, strict=True)]
    problems = [result for result in results if isinstance(result, Problem)]
    rows = [astuple(document) for document in documents]
    return pd.DataFrame(rows, columns=schema.DOCUMENT_FIELDS, dtype="str"), [*problems, *_copies(documents)]


def _walk(path: Path) -> Iterator[Path | Problem]:
    """Yield a file itself, or the files under a folder; links to folders are not followed: they may go in circles."""
    try:
        if not path.is_dir():
            yield path
            return
        children = sorted(child for child in path.iterdir() if not child.name.startswith((".", "~$")))
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


def _documents(path: Path) -> Iterator[Document | Problem]:
    """Yield the documents of one file, with a problem for each thing that is wrong."""
    try:
        path.stat()
        if not path.is_file():
            raise UnreadableError("not a regular file", "Save its content to a file")
        raw = path.read_bytes()
        source = Source(_shown(path.as_posix()), lambda: BytesIO(raw))
        for found in format_of(path.name)(source):
            yield from [found] if isinstance(found, Problem) else _checked(path, found, raw)
    except OSError as error:
        yield _unreadable(path, error)
    except UnreadableError as error:
        yield _problem(path, error.what, error.remedy)


def _checked(path: Path, record: Record, raw: bytes) -> Iterator[Document | Problem]:
    """Yield the document of a record unless a fault forbids it, and the fault."""
    lost = record.text.count("\ufffd")
    fault = _fault(record.text, lost)
    if fault:
        yield _problem(path, *fault, record.row)
        return
    if lost:
        yield _problem(path, f"lost characters (U+FFFD): {lost}; used all the same", GET_AGAIN, record.row)
    row = f"#{record.row}" if record.row else ""
    sha256 = hashlib.sha256(record.text.encode() if row else raw).hexdigest()
    about = (record.title, record.date, record.source, record.url, record.language, record.encoding, record.text)
    yield Document(_shown(path.stem) + row, _shown(path.as_posix()), *about, sha256)


def _fault(text: str, lost: int) -> tuple[str, str] | None:
    """Return what makes a text useless and the remedy, or None when it can be used."""
    if not text.strip():
        return "empty", "Fill it or remove it"
    if "\0" in text:
        return "contains NUL characters: not a text, or UTF-16 without its mark", SAVE_AS_UTF8
    if lost > MOST_LOST * len(text):
        return f"lost characters (U+FFFD): {lost} of {len(text)}", GET_AGAIN
    if not _ARABIC.search(text):
        return "no Arabic letters; not used", "Remove it, or replace it by the Arabic text"
    return None


def _copies(documents: Iterable[Document]) -> Iterator[Problem]:
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
    parser.add_argument("inputs", nargs="+", type=Path, help=f"files ({' '.join(FORMATS)}) or folders of files")
    parser.add_argument("documents", type=Path, help="the file to write; its problems go beside it")
    arguments = parser.parse_args(argv)
    if arguments.documents.suffix != ".parquet":
        parser.error(f"the last argument is the file to write and ends in .parquet, not {arguments.documents}")
    seen = listing(arguments.inputs)  # before anything is read: what changes while it is read is seen the next time
    documents, problems = read(arguments.inputs)
    if documents.empty:
        report(problems)
        print("read: no document was found; what was made before stays", file=sys.stderr)
        return USAGE
    code = script.make(
        "read", [], [arguments.documents], lambda: ([documents], problems), [_digest(documents, problems)]
    )
    atomic.write_text(arguments.documents.with_suffix(".listing"), seen)
    return code


def _digest(documents: pd.DataFrame, problems: Sequence[Problem]) -> str:
    """Return a digest of all that was read."""
    rows = pd.util.hash_pandas_object(documents, index=False).to_numpy().tobytes()
    return hashlib.sha256(rows + repr(problems).encode()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
