r"""What a file is, told by its content: where its name tells nothing, or something that its first bytes contradict.

>>> kind(b"%PDF-1.7 ..."), kind("<!DOCTYPE html><p>دمشق".encode()), kind("زار الرئيس حلب".encode())
('.pdf', '.html', '.txt')
"""

import io
import json
import re
import zipfile
from functools import cache
from pathlib import Path

from ..contracts.problems import UnreadableError

HEAD = 8192
"""Bytes of the beginning of a file that are looked at."""

_PACKAGES = {"word/": ".docx", "xl/": ".xlsx", "META-INF/container.xml": ".epub"}
_OPEN_DOCUMENT = {"text": ".odt", "spreadsheet": ".ods"}
_HTML = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)", re.IGNORECASE | re.DOTALL
)
_MAIL = re.compile(
    rb"^(?:[A-Za-z-]+: [^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*)*(?:From|Received|MIME-Version|Subject): ", re.MULTILINE
)
_ARCHIVED_PAGE = re.compile(
    rb"^(?:Snapshot-Content-Location:|Content-Type:\s*multipart/related)", re.IGNORECASE | re.MULTILINE
)
_SUBTITLES = re.compile(rb"^\s*\d+\s*\r?\n\d{1,2}:\d{2}:\d{2},\d{3} -->")


@cache
def _signatures() -> tuple[tuple[bytes, str, str], ...]:
    """Return the first bytes of kinds of files, the ending of those that are read, and what people call the others."""
    lines = Path(__file__).with_name("signatures.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return tuple((bytes.fromhex(row[0]), row[1], row[2]) for row in rows)


def signed(content: bytes) -> str:
    """Return the ending of a kind of file that its first bytes prove, empty where they prove none.

    Raises:
        UnreadableError: they prove one that is not read, such as a picture.
    """
    for signature, ending, name in _signatures():
        if content.startswith(signature):
            if not ending:
                raise UnreadableError(f"not a text: {name}", "Put the text of it here, or remove it")
            return ending
    return ""


def kind(content: bytes) -> str:
    """Return the ending of the kind of file that some content is, .txt where it is none of the others."""
    head = content[:HEAD]
    if ending := signed(head):
        return _of_package(content) if ending == ".zip" else ending
    if _HTML.match(head):
        return ".html"
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return _of_json(content)
    if head.startswith(b"WEBVTT") or _SUBTITLES.match(head):
        return ".vtt" if head.startswith(b"WEBVTT") else ".srt"
    if _MAIL.match(head):
        return ".mhtml" if _ARCHIVED_PAGE.search(head) else ".eml"
    return ".txt"


def _of_package(content: bytes) -> str:
    """Return what a zip archive is: a document of an office program, a book, or an archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = package.namelist()
            if "mimetype" in names:
                told = package.read("mimetype").decode("ascii", "replace").rsplit(".", 1)[-1]
                return _OPEN_DOCUMENT.get(told, ".epub" if "epub" in told else ".zip")
    except zipfile.BadZipFile:
        return ".zip"
    return next(
        (ending for start, ending in _PACKAGES.items() if any(name.startswith(start) for name in names)), ".zip"
    )


def _of_json(content: bytes) -> str:
    """Return whether content is one value of JSON, or one a line, or only looks like it."""
    for ending, part in ((".json", content), (".jsonl", content.split(b"\n", 1)[0])):
        try:
            json.loads(part)
        except ValueError:
            continue
        return ending
    return ".txt"
