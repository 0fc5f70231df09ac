"""Files written whole or not at all, one or a set of them, whoever else writes at the same time."""

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

Writer = Callable[[Path], object]
"""Writes a file of this name."""


def _partial(path: Path) -> Path:
    """Make an empty file beside a path, of a name that no one else has or can foresee, with the usual permissions."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".partial", dir=path.parent)
    os.close(handle)
    umask = os.umask(0)
    os.umask(umask)
    Path(name).chmod(0o666 & ~umask)
    return Path(name)


@contextmanager
def _temporary(path: Path) -> Iterator[Path]:
    """Give a partial file beside a path, and take away what is left of it."""
    partial = _partial(path)
    try:
        yield partial
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def write_all(writers: Mapping[Path, Writer]) -> None:
    """Write a set of files: every one or none. All are written beside their places first, then renamed.

    Raises:
        OSError: one could not be written or renamed; those of before are all in their places.
    """
    with ExitStack() as stack:
        partials = {path: stack.enter_context(_temporary(path)) for path in writers}
        for path, write in writers.items():
            write(partials[path])
        _rename_all(partials, stack)


def _rename_all(partials: Mapping[Path, Path], stack: ExitStack) -> None:
    """Rename each partial file to its place; where one cannot be, put back what was there."""
    before: dict[Path, Path | None] = {}
    try:
        for path, partial in partials.items():
            before[path] = _kept(path, stack)
            partial.replace(path)
    except OSError:
        for path, old in before.items():
            with suppress(OSError):
                old.replace(path) if old else path.unlink(missing_ok=True)
        raise


def _kept(path: Path, stack: ExitStack) -> Path | None:
    """Return a second name of the file at a path, to put it back from; None where there is none."""
    if not path.is_file() or path.is_symlink():
        return None
    copy = stack.enter_context(_temporary(path))
    copy.unlink()
    os.link(path, copy)
    return copy


def write(path: Path, writer: Writer) -> None:
    """Write one file, whole or not at all; folders are made. Raises OSError."""
    write_all({path: writer})


def write_text(path: Path, text: str) -> None:
    """Write a text as one file of UTF-8. Raises OSError."""
    write(path, lambda partial: partial.write_bytes(text.encode()))
