"""Stage 1, files to documents: every file decoded strictly, its text kept to the letter, line ends included.

usage: python -m pipeline.read seeds build/documents.parquet

A file or row that cannot be used, or only in part, is a problem; the others go on. Problems are printed, and written
beside the documents (build/documents.problems.parquet).
"""

import argparse
import hashlib
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from itertools import count
from pathlib import Path

import pandas as pd

from pipeline import files, schema
from pipeline.encodings import SAVE_AS_UTF8, UnreadableError, decode
from pipeline.files import Problem

LONGEST_HEADLINE = 150
"""Characters; a longer first line is a paragraph."""

MOST_LOST = 0.01
"""Share of U+FFFD in a text above which it is not worth reading."""

GET_AGAIN = "Get it from its source again"

_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3\u06d5\u0750-\u077f\ufb50-\ufdfb\ufe70-\ufefc]")
_ARABIC_WORD = re.compile(f"{_ARABIC.pattern}{{2,}}")
_UNFINISHED = (".", ":", "،", "؛", ",", ";")
_CLOSING = " \t\"'”’»)]"


@dataclass(frozen=True)
class Record:
    """What a format tells of one document.

    Attributes:
        row: number or id of the row in formats of many documents, else empty.
        title: the headline, or empty.
        date: YYYY-MM-DD, or empty.
        source: the publisher, or empty.
        encoding: the encoding that the text was read in.
        text: the whole text, title included where it stands in the text; offsets of mentions count in it.
    """

    row: str
    title: str
    date: str
    source: str
    encoding: str
    text: str


@dataclass(frozen=True)
class Document:
    """One row of the documents frame; the fields are schema.DOCUMENT_FIELDS in order."""

    doc_id: str
    file: str
    title: str
    date: str
    source: str
    encoding: str
    text: str
    sha256: str
    stamp: str


def headline(text: str) -> str:
    r"""Return the first line when it is short and stands alone, else an empty string.

    It stands alone when a line break was set where none was needed: a blank line or the same line again follows, or the
    next word would have fitted. So a hard-wrapped paragraph is no headline.

    >>> headline("قصف على إدلب\nقتل أربعون عنصرا في قصف روسي على ريف إدلب.")
    'قصف على إدلب'
    >>> headline("قتل أربعون عنصرا في قصف روسي.\nوقال مصدر عسكري إن القصف استهدف معسكرا للتدريب.")
    ''
    """
    lines = [line.strip() for line in text.strip().splitlines()]
    if len(lines) < 2 or len(lines[0]) > LONGEST_HEADLINE or lines[0].rstrip(_CLOSING).endswith(_UNFINISHED):
        return ""
    first, second = lines[:2]
    if len(_ARABIC_WORD.findall(first)) < 2:
        return ""
    return "" if second not in ("", first) and _is_wrapped(lines) else first


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Tell whether the first line of three and more may have ended only because the next word had no room."""
    next_word = lines[1].split(maxsplit=1)[0]
    return len(lines) > 2 and len(f"{lines[0]} {next_word}") > max(map(len, lines))


def read_txt(raw: bytes) -> Iterator[Record]:
    """Yield the one document of a plain text file."""
    text, encoding = decode(raw)
    yield Record("", headline(text), "", "", encoding, text)


FORMATS: dict[str, Callable[[bytes], Iterator[Record]]] = {".txt": read_txt}
"""The formats that are read: from the file's ending to the reader of its bytes, which may raise UnreadableError."""


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
        modified = path.stat().st_mtime_ns
        read_format = _reader(path)
        raw = path.read_bytes()
        for record in read_format(raw):
            yield from _checked(path, record, raw, modified)
    except OSError as error:
        yield _unreadable(path, error)
    except UnreadableError as error:
        yield _problem(path, error.problem, error.remedy)


def _reader(path: Path) -> Callable[[bytes], Iterator[Record]]:
    """Return the reader of a file's format."""
    if not path.is_file():
        raise UnreadableError("not a regular file", "Save its content to a file")
    if path.suffix.lower() not in FORMATS:
        ending = f"the ending {path.suffix}" if path.suffix else "a name without an ending"
        raise UnreadableError(f"{ending} tells no format that is read", f"Save it as one of: {' '.join(FORMATS)}")
    return FORMATS[path.suffix.lower()]


def _checked(path: Path, record: Record, raw: bytes, modified: int) -> Iterator[Document | Problem]:
    """Yield the document of a record unless a fault forbids it, and the fault."""
    row = f"#{record.row}" if record.row else ""
    lost = record.text.count("\ufffd")
    fault = _fault(record.text, lost)
    if fault:
        yield _problem(path, *fault, row)
        return
    if lost:
        yield _problem(path, f"lost characters (U+FFFD): {lost}; used all the same", GET_AGAIN, row)
    sha256 = hashlib.sha256(record.text.encode() if row else raw).hexdigest()
    stamp = f"{sha256[:16]}-{modified}"
    details = (record.title, record.date, record.source, record.encoding, record.text)
    yield Document(_shown(path.stem) + row, _shown(path.as_posix()), *details, sha256, stamp)


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
            yield Problem(document.file, "read", problem, "Remove one of them, or its mentions count twice")


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


def _problem(path: Path, problem: str, remedy: str, row: str = "") -> Problem:
    return Problem(_shown(path.as_posix()) + row, "read", problem, remedy)


def _unreadable(path: Path, error: OSError) -> Problem:
    return _problem(path, f"cannot be read: {error.strerror}", "Check the path and the right to read it")


def main(argv: list[str] | None = None) -> int:
    """Run the stage on files."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.read", description=__doc__.split("\n")[0])
    parser.add_argument("inputs", nargs="+", type=Path, help=f"files ({' '.join(FORMATS)}) or folders of files")
    parser.add_argument("documents", type=Path, help="the file to write; its problems go beside it")
    arguments = parser.parse_args(argv)
    if arguments.documents.suffix != ".parquet":
        parser.error(f"the last argument is the file to write and ends in .parquet, not {arguments.documents}")
    documents, problems = read(arguments.inputs)
    files.write_frame(files.problem_frame(problems), arguments.documents.with_suffix(".problems.parquet"))
    files.write_frame(documents, arguments.documents)
    return files.report(problems)


if __name__ == "__main__":
    sys.exit(main())
