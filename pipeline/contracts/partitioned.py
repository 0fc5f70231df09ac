"""Stage files of many partitions: one Parquet file, a row group a partition, each known by what it was made from.

Who reads one needs the memory of one partition, whatever the corpus. A partition whose key is found in the file of before is
taken from there and not made again. What a long stage has done so far lies beside its file until that is written (`Shelf`), so
that an interrupted run goes on.
"""

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import astuple, dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from . import atomic, schema
from .stagefiles import STATE, DamagedError, checked_digest, state_of, write_digest

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

_TYPES = {column.name: column.type for table in schema.TABLES for column in table.columns}

_ENCODING = {"compression": "zstd", "use_dictionary": ["offsets.list.element"], "write_statistics": False}
"""How stage files are encoded. Dictionaries of texts take longer to make and to read, and nobody asks for statistics."""


@dataclass(frozen=True)
class Partition:
    """One partition of a stage file.

    Attributes:
        key: a digest of all that it was made from.
        digest: a digest of its content.
        rows: how many it has.
    """

    key: str
    digest: str
    rows: int


class PartitionedFile:
    """A stage file, read a partition at a time; one that was written whole is a single partition.

    Raises DamagedError where the file is not what was written, and OSError where there is none.
    """

    def __init__(self, path: Path) -> None:
        import pyarrow.parquet

        self.path = path
        self.sha256 = checked_digest(path)
        try:
            self._file = pyarrow.parquet.ParquetFile(path)
        except (pyarrow.ArrowException, OSError, ValueError) as error:
            raise DamagedError(path) from error
        self.state = state_of(self._file.metadata.metadata)
        told = self.state.get("partitions")
        whole = [("", self.sha256, self._file.metadata.num_rows)]
        self.partitions = [Partition(*cells) for cells in (whole if told is None else told)]

    @cached_property
    def _groups(self) -> list[list[int]]:
        """The row groups of each partition; one without rows has none."""
        if "partitions" not in self.state:
            return [list(range(self._file.num_row_groups))]
        numbers = iter(range(self._file.num_row_groups))
        return [[next(numbers)] if partition.rows else [] for partition in self.partitions]

    def table(self, number: int, columns: Sequence[str] | None = None) -> "pa.Table":
        """Return a partition, or some columns of it, as an Arrow table."""
        import pyarrow

        try:
            return self._file.read_row_groups(self._groups[number], columns, use_threads=False)
        except (pyarrow.ArrowException, OSError, StopIteration) as error:
            raise DamagedError(self.path) from error

    def read(self, number: int) -> "pd.DataFrame":
        """Return a partition."""
        frame: pd.DataFrame = self.table(number).to_pandas()
        return frame

    def frames(self) -> "Iterator[pd.DataFrame]":
        """Yield the partitions in order."""
        return (self.read(number) for number in range(len(self.partitions)))

    def counts(self, columns: Sequence[str]) -> "Iterator[pd.DataFrame]":
        """Yield, of each partition in order, the distinct rows of some columns with their numbers, `mentions`, in no order."""
        for number in range(len(self.partitions)):
            counted = self.table(number, columns).group_by(list(columns)).aggregate([([], "count_all")])
            yield counted.to_pandas().rename(columns={"count_all": "mentions"})

    def frame(self) -> "pd.DataFrame":
        """Return all partitions as one frame."""
        frame: pd.DataFrame = self._file.read().to_pandas()
        return frame


def as_table(frame: "pd.DataFrame") -> "pa.Table":
    """Return a frame as an Arrow table in which a column has the same type in every partition, with rows or without."""
    import pyarrow

    fields = pyarrow.schema([(name, _arrow_type(str(name))) for name in frame.columns])
    return pyarrow.Table.from_pandas(frame, schema=fields, preserve_index=False).combine_chunks()


def _arrow_type(name: str) -> "pa.DataType":
    """Return the type of a column of stage files, as the tables' schema tells it; texts where it tells none."""
    import pyarrow

    if name == "times":
        return pyarrow.int64()
    if name == "offsets":
        return pyarrow.list_(pyarrow.int64())
    types = {"integer": pyarrow.int64(), "number": pyarrow.float64()}
    return types.get(_TYPES.get(name, "string"), pyarrow.large_string())


def _digest(table: "pa.Table") -> str:
    """Return a digest of a table's content."""
    import pyarrow

    sink = pyarrow.BufferOutputStream()
    with pyarrow.ipc.new_stream(sink, table.schema.remove_metadata()) as stream:
        stream.write_table(table.combine_chunks())
    return hashlib.sha256(sink.getvalue()).hexdigest()[:16]


def key_of(parts: Sequence[str]) -> str:
    """Return a digest of digests, and of what else is written in a few words."""
    return hashlib.sha256(json.dumps(list(parts)).encode()).hexdigest()[:16]


class Piece(NamedTuple):
    """A partition to be written: its key and its rows, and the digest of these where it is known."""

    key: str
    table: "pa.Table"
    digest: str = ""


Content = Iterable[Piece] | Path
"""What a stage file is to hold: partitions, one at least, of which the columns are known; or a file of the same state."""


def write_partitioned(files: Mapping[Path, Content], state: Mapping[str, Any]) -> None:
    """Write stage files a partition at a time, all files or none; folders are made. `state` is kept in each.

    The last is the last to be renamed.
    """
    atomic.write_all({path: partial(_write, content, state) for path, content in files.items()})
    for path in files:
        write_digest(path)


def _write(content: Content, state: Mapping[str, Any], path: Path) -> None:
    """Write one file; while a partition is encoded the next is fetched."""
    import pyarrow.parquet

    if isinstance(content, Path):
        shutil.copyfile(content, path)
        return
    writer = None
    written: list[Future[Partition]] = []
    with ThreadPoolExecutor(1) as thread:
        for piece in content:
            writer = writer or pyarrow.parquet.ParquetWriter(path, piece.table.schema, **_ENCODING)
            if written:
                written[-1].result()
            written.append(thread.submit(_write_piece, writer, piece))
    if writer is None:
        raise ValueError(f"{path}: no partition to write")
    partitions = [astuple(one.result()) for one in written]
    writer.add_key_value_metadata({STATE: json.dumps({**state, "partitions": partitions})})
    writer.close()


def _write_piece(writer: Any, piece: Piece) -> Partition:
    """Write a row group; one without rows has none."""
    if piece.table.num_rows:
        writer.write_table(piece.table, row_group_size=piece.table.num_rows)
    return Partition(piece.key, piece.digest or _digest(piece.table), piece.table.num_rows)


class Shelf:
    """The results of a stage by their keys: those of its files of before, and those made since, which lie beside them.

    Results made since are in build/partial/ until `clear`, so that an interrupted run finds them.
    """

    def __init__(self, outputs: Sequence[Path]) -> None:
        self.outputs = outputs
        self._folder = outputs[0].parent / "partial"
        self._before: list[PartitionedFile] = []
        self._places: dict[str, int] = {}
        self._look()

    def _look(self) -> None:
        """Look up what the files of before hold."""
        with suppress(DamagedError, OSError):
            self._before = [PartitionedFile(path) for path in self.outputs]
        places = [{partition.key: n for n, partition in enumerate(file.partitions)} for file in self._before]
        self._places = places[0] if places and all(place == places[0] for place in places) else {}

    def __contains__(self, key: str) -> bool:
        """Return whether there is a result."""
        return key in self._places or all(path.is_file() for path in self._made(key))

    def _made(self, key: str) -> list[Path]:
        return [self._folder / f"{output.stem}.{key}.parquet" for output in self.outputs]

    def put(self, key: str, frames: "Sequence[pd.DataFrame]") -> None:
        """Keep a result: a frame for each output."""
        import pyarrow.parquet

        made = dict(zip(self._made(key), map(as_table, frames), strict=True))
        write = partial(pyarrow.parquet.write_table, **_ENCODING)
        atomic.write_all({path: partial(write, table) for path, table in made.items()})

    def tables(self, keys: Sequence[str], output: int) -> "Iterator[Piece]":
        """Yield the results of keys, in their order, for one of the outputs."""
        return (self._piece(key, output) for key in keys)

    def _piece(self, key: str, output: int) -> Piece:
        import pyarrow.parquet

        if key not in self._places:
            with suppress(FileNotFoundError):  # another run, which makes the same, has just written its files
                return Piece(key, pyarrow.parquet.read_table(self._made(key)[output]))
            self._look()
        before, place = self._before[output], self._places[key]
        return Piece(key, before.table(place), before.partitions[place].digest)

    def clear(self) -> None:
        """Take away what lies beside the outputs."""
        for output in self.outputs:
            for path in self._folder.glob(f"{output.stem}.*.parquet"):
                path.unlink(missing_ok=True)
        with suppress(OSError):
            self._folder.rmdir()
