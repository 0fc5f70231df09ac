"""How a stage makes its files: whole or a partition at a time, and only what has to be made.

What a stage made is made again only when something that it depends on has changed: the content of its inputs, its code and
data (pipeline.contracts.prerequisites), or what else it was given. Else its files are only marked as new, for make. Where
something has changed, partitions that depend on none of it are taken from the files of before.
"""

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .partitioned import Content, PartitionedFile, Piece, Shelf, as_table, key_of, write_partitioned
from .partitions import HERE, Pool, Progress
from .prerequisites import code_digest
from .problems import OK, PROBLEMS_FOUND, Problem, problem_frame
from .stagefiles import DamagedError, digest_of, read_frame, read_state

if TYPE_CHECKING:
    import pandas as pd

MANY = 64
"""Partitions of a stage, at least, behind which its processes end, for the sake of memory: to start new ones takes a second."""

Function = Callable[..., "Sequence[pd.DataFrame]"]
"""From one partition of each input to that of each output."""

Prepare = Callable[[], tuple[Function, list[Problem]]]
"""Gets what a stage needs, only when there is work: its function, and the problems met."""


@dataclass(frozen=True)
class Made:
    """What a stage did.

    Attributes:
        problems: those met; none where nothing had to be made.
        code: the exit code that tells of them, also of those met when the files were made.
        changed: whether anything had to be made.
    """

    problems: list[Problem]
    code: int
    changed: bool = True


def make(
    stage: str,
    inputs: Sequence[Path],
    outputs: Sequence[Path],
    work: "Callable[..., tuple[Sequence[Iterable[pd.DataFrame]], list[Problem]]]",
    uses: Sequence[str] = (),
) -> Made:
    """Make the files of a stage that looks at all partitions, if anything has changed.

    Args:
        stage: its name.
        inputs: stage files.
        outputs: stage files, written all or none; the problems go beside the first.
        work: from the inputs (PartitionedFile) to the frames of each output, of which there is one at least, and problems.
        uses: digests of what else the results depend on.

    Raises:
        DamagedError: an input is damaged.
        FileNotFoundError: there is no such input.
    """
    sources = [PartitionedFile(path) for path in inputs]
    key = key_of([code_digest(stage), *(source.sha256 for source in sources), *uses])
    if is_made(outputs, key):
        return unchanged(outputs)
    results, problems = work(*sources)
    pieces = [(Piece(f"{number}", as_table(frame)) for number, frame in enumerate(frames)) for frames in results]
    return written(outputs, pieces, problems, key)


def make_partitions(
    stage: str,
    inputs: Sequence[Path],
    outputs: Sequence[Path],
    prepare: Prepare,
    uses: Sequence[str] = (),
    pool: Pool = HERE,
    also: Callable[..., Sequence[Any]] = lambda *_: (),
) -> Made:
    """Make the files of a stage that works on each partition by itself; what is made already is not made again.

    Args:
        stage: its name.
        inputs: stage files of the same partitions.
        outputs: stage files, written all or none; the problems go beside the first.
        prepare: what gives the function, which has to travel where the pool works, and the problems.
        uses: digests of what else the results depend on.
        pool: where the work is done.
        also: what the function is given besides, from the partition of each input; asked in this process.

    Raises:
        DamagedError: an input is damaged.
        FileNotFoundError: there is no such input.
    """
    sources = [PartitionedFile(path) for path in inputs]
    code = code_digest(stage)
    key = key_of([code, *(source.sha256 for source in sources), *uses])
    if is_made(outputs, key):
        return unchanged(outputs)
    keys = [
        key_of([code, *(source.partitions[number].digest for source in sources), *uses])
        for number in range(len(sources[0].partitions))
    ]
    function, problems = prepare()
    shelf = Shelf(outputs)

    def arguments(number: int) -> Sequence[Any]:
        frames = [source.read(number) for source in sources]
        return *frames, *also(*frames)

    fill(stage, shelf, keys, function, arguments, pool)
    made = written(outputs, [shelf.tables(keys, place) for place in range(len(outputs))], problems, key)
    shelf.clear()
    return made


def fill(
    stage: str,
    shelf: Shelf,
    keys: Sequence[str],
    function: Function,
    arguments: Callable[[int], Sequence[Any]],
    pool: Pool,
) -> None:
    """Put the results of all partitions that are not there into the shelf.

    Args:
        stage: the stage's name.
        shelf: where the results are kept.
        keys: the key of each partition.
        function: what makes the result of one.
        arguments: what it is given, of which the first is a partition; asked in this process.
        pool: where the work is done.
    """
    todo = [number for number, key in enumerate(keys) if key not in shelf]
    progress = Progress(stage, len(todo))
    under_way: deque[pd.DataFrame] = deque()

    def given() -> Iterator[Sequence[Any]]:
        for number in todo:
            cells = arguments(number)
            under_way.append(cells[0])
            yield cells

    for number, frames in zip(todo, pool.map(function, given()), strict=True):
        shelf.put(keys[number], frames)
        progress.add(under_way.popleft())
    progress.close()
    if len(todo) >= MANY:
        pool.rest()


def written(outputs: Sequence[Path], contents: Sequence[Content], problems: list[Problem], key: str) -> Made:
    """Write the files of a stage and its problems; the last to be renamed is the one that make looks at."""
    files = dict(zip(outputs[1:], contents[1:], strict=True))
    met: dict[Path, Content] = {problems_beside(outputs[0]): [Piece("", as_table(problem_frame(problems)))]}
    write_partitioned({**met, **files, outputs[0]: contents[0]}, {"key": key})
    return Made(problems, PROBLEMS_FOUND if problems else OK)


def is_made(outputs: Sequence[Path], key: str) -> bool:
    """Return whether the outputs of a stage are those of a key, and whole."""
    return all(read_state(path).get("key") == key for path in outputs)


def unchanged(outputs: Sequence[Path]) -> Made:
    """Mark files as new."""
    for path in reversed(outputs):
        path.touch()
    with suppress(DamagedError, OSError):
        return Made([], PROBLEMS_FOUND if len(read_frame(problems_beside(outputs[0]))) else OK, changed=False)
    return Made([], OK, changed=False)


def problems_beside(path: Path) -> Path:
    """Return where the problems are kept that a stage met while it made a file."""
    return path.with_suffix(".problems.parquet")


def content_digest(path: Path | None) -> str:
    """Return a digest of the content of a file, or of the files in a folder; empty where there is none."""
    if path is None or not path.exists():
        return ""
    if path.is_file():
        return digest_of(path)
    files = sorted(file for file in path.iterdir() if file.is_file())
    return hashlib.sha256("".join(f"{file.name} {digest_of(file)}\n" for file in files).encode()).hexdigest()
