"""What a stage is made from: one list (prerequisites.tsv) for the Makefile, which looks at times, and for digests of content."""

import hashlib
from functools import cache
from pathlib import Path

_LIST = Path(__file__).with_name("prerequisites.tsv")
_ROOT = Path(__file__).parents[1]


@cache
def _globs() -> dict[str, list[str]]:
    rows = (line.split("\t") for line in _LIST.read_text("utf-8").splitlines() if not line.startswith("#"))
    return {stage: files.split() for stage, files in rows}


def stages() -> list[str]:
    """Return the stages in the order of their work."""
    return list(_globs())


def prerequisites(stage: str) -> list[Path]:
    """Return the files of the program that a stage's results depend on, sorted."""
    return sorted({path for glob in _globs()[stage] for path in _ROOT.glob(glob) if path.is_file()})


def code_digest(*stages: str) -> str:
    """Return a digest of the code and the data that the results of stages depend on: other than before, other results."""
    digest = hashlib.sha256()
    for path in sorted({path for stage in stages for path in prerequisites(stage)}):
        digest.update(f"{path.relative_to(_ROOT).as_posix()}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
