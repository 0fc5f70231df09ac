"""What lies under folders, file by file, so that make sees which documents came, changed or went, whatever their times say.

usage: python pipeline/contracts/listing.py [--write] LISTING INPUT...

Says `changed` unless LISTING, written before the files were read, is still true; with --write it is made true. Only the
standard library is used, for this is asked at every make. A listing holds of each file its size, when it was written, and
when its entry was changed, which no copying of times (cp -p) hides.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

_NOT_READ = (".", "~$")


def _files(path: Path) -> Iterator[Path]:
    """Yield a file, or the files under a folder without those that are not read (pipeline.read): hidden ones, editors' locks."""
    if not path.is_dir():
        yield path
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith(_NOT_READ))
        yield Path(folder)
        yield from (Path(folder, name) for name in sorted(names) if not name.startswith(_NOT_READ))


def line(path: Path) -> str:
    """Return what tells this state of a file from others; of a folder and of what cannot be looked at, only the name."""
    name = os.fsencode(path).hex()
    try:
        state = path.stat()
    except OSError:
        return name
    return name if path.is_dir() else f"{name} {state.st_size} {state.st_mtime_ns} {state.st_ctime_ns} {state.st_ino}"


def listing(inputs: Iterable[Path]) -> str:
    """Return the listing of files and folders, a line each."""
    return "".join(f"{line(path)}\n" for source in inputs for path in _files(source))


def main(argv: list[str]) -> int:
    """Compare a listing with what is there."""
    write = argv[:1] == ["--write"]
    path, *inputs = (Path(argument) for argument in argv[write:] if argument)
    now = listing(inputs)
    try:
        same = path.read_text("ascii") == now
    except (OSError, UnicodeDecodeError):
        same = False
    if write and not same:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(now, "ascii")
    elif not same:
        print("changed")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
