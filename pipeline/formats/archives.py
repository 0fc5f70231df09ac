"""Archives (.zip, .tar, .gz and their like): every file in them is read by its own format, archives inside them as well.

Nothing is written to disk, so no name can lead out of the archive; what grows without measure is refused (`Limits`).
"""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePosixPath
from typing import BinaryIO, Protocol

from ..contracts.problems import Problem, UnreadableError
from ..contracts.records import Format, Record, Source, too_large
from .bylines import dated

FormatOf = Callable[[Source], Format]
"""Finds the format of a source."""


class Readable(Protocol):
    """What bytes can be read from."""

    def read(self, size: int, /) -> bytes:
        """Return up to so many bytes."""


@dataclass(frozen=True)
class Limits:
    """What an archive may be at most.

    Attributes:
        depth: archives inside each other.
        files: files in one.
        ratio: bytes that come out of one; real text is packed to a twentieth, a bomb to less than a thousandth.
        harmless: bytes below which the ratio does not matter.
    """

    depth: int = 3
    files: int = 100_000
    ratio: int = 200
    harmless: int = 10 * 1024 * 1024


LIMITS = Limits()
_DAMAGED = (OSError, EOFError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error, lzma.LZMAError)
"""What unpackers raise for damaged content; RuntimeError where there is a password, NotImplementedError for rare methods."""

GET_AGAIN = "Get it from its source again"


def read_inside(format_of: FormatOf, outer: Source, name: str, content: bytes) -> Iterator[Record | Problem]:
    """Yield the documents of a file inside another; its name stands before their rows.

    What cannot be read is a problem of the file outside, with the name inside it.
    """
    reading = replace(outer.reading, depth=outer.reading.depth + 1)
    inner = Source(f"{outer.name}#{name}", lambda: io.BytesIO(content), reading)
    try:
        for found in format_of(inner)(inner):
            yield _member(found, name) if isinstance(found, Record) else found
    except UnreadableError as error:
        yield Problem(inner.name, "", error.what, error.remedy)


def _member(record: Record, name: str) -> Record:
    """Return a record of a file inside another, which is told by its name and perhaps a row."""
    return replace(dated(record, name), row=f"{name}#{record.row}" if record.row else name)


def read_zip(format_of: FormatOf, source: Source) -> Iterator[Record | Problem]:
    """Yield the documents of the files in a .zip archive, in the order of their names."""
    try:
        with source.open() as file, zipfile.ZipFile(file) as archive:
            files = [(_zip_name(member), member) for member in archive.infolist() if not member.is_dir()]
            packed = sum(member.compress_size for _, member in files)
            named = sorted(files, key=lambda pair: pair[0])
            yield from _read_members(
                format_of, source, ((name, partial(archive.open, one)) for name, one in named), packed
            )
    except zipfile.BadZipFile as error:
        raise UnreadableError(f"not a whole archive: {error}", GET_AGAIN) from error


def _zip_name(member: zipfile.ZipInfo) -> str:
    """Return the name of a member; old programs wrote it in the encoding of their country, without saying so."""
    if member.flag_bits & 0x800:
        return member.filename
    raw = member.filename.encode("cp437", "replace")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("windows-1256")


def read_tar(format_of: FormatOf, source: Source) -> Iterator[Record | Problem]:
    """Yield the documents of the files in a .tar archive, packed or not, in the order that they stand in it."""
    try:
        with source.open() as file, tarfile.open(fileobj=file, mode="r|*") as archive:
            files = ((member.name, partial(_of_tar, archive, member)) for member in archive if member.isfile())
            yield from _read_members(format_of, source, files, _size(source))
    except (tarfile.TarError, *_DAMAGED) as error:
        raise UnreadableError(f"not a whole archive: {error}", GET_AGAIN) from error


def _of_tar(archive: tarfile.TarFile, member: tarfile.TarInfo) -> Readable:
    return archive.extractfile(member) or io.BytesIO()


def read_packed(format_of: FormatOf, source: Source) -> Iterator[Record | Problem]:
    """Yield the documents of one file that is packed by itself: .gz, .bz2, .xz."""
    path = PurePosixPath(source.name.rsplit("#", 1)[-1])
    with source.open() as file:
        yield from _read_members(
            format_of, source, iter([(path.stem, partial(_unpacked, file, path.suffix.lower()))]), _size(source)
        )


def _unpacked(file: BinaryIO, ending: str) -> Readable:
    """Return what is packed in a file."""
    if ending == ".bz2":
        return bz2.open(file)
    if ending == ".xz":
        return lzma.open(file)
    return gzip.open(file)


def _size(source: Source) -> int:
    """Return the number of a source's bytes."""
    with source.open() as file:
        return file.seek(0, io.SEEK_END)


def _read_members(
    format_of: FormatOf, source: Source, members: Iterator[tuple[str, Callable[[], Readable]]], packed: int
) -> Iterator[Record | Problem]:
    """Yield the documents of members, within the limits."""
    if source.reading.depth >= LIMITS.depth:
        raise UnreadableError(f"more than {LIMITS.depth} archives inside each other", "Unpack the outer ones")
    total = 0
    for number, (name, opened) in enumerate(members, 1):
        if number > LIMITS.files:
            raise UnreadableError(f"more than {LIMITS.files} files", "Unpack it and give its folders one by one")
        if _is_hidden(name):
            continue
        try:
            content = _limited(source, opened, total, packed)
        except _DAMAGED as error:
            yield Problem(
                f"{source.name}#{name}", "", f"cannot be unpacked: {error}", "Unpack it yourself, or get it again"
            )
            continue
        total += len(content)
        yield from read_inside(format_of, source, name, content)


def _limited(source: Source, opened: Callable[[], Readable], before: int, packed: int) -> bytes:
    """Return the bytes of a member. Raises UnreadableError where the archive unpacks to more than it may."""
    bomb = max(LIMITS.harmless, LIMITS.ratio * packed)
    limit = min(source.reading.max_size, bomb) - before
    content = opened().read(limit + 1)
    if len(content) <= limit:
        return content
    if bomb < source.reading.max_size:
        raise UnreadableError(
            f"unpacks to more than {LIMITS.ratio} times its size", "Unpack it yourself if you trust it"
        )
    raise too_large(source.reading.max_size)


def _is_hidden(name: str) -> bool:
    """Tell whether a file is none of the user's: hidden, an editor's lock, or what a Mac adds."""
    parts = PurePosixPath(name).parts
    return any(part == "__MACOSX" or (part.startswith((".", "~$")) and part not in (".", "..")) for part in parts)
