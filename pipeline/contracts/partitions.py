"""Partitions: runs of whole documents, worked on one at a time, in this process, in several, or on a cluster.

Where the work is done changes nothing of what comes out: results come back in the order of the partitions.
"""

import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from itertools import chain, islice
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    import pandas as pd

T = TypeVar("T")

CHARACTERS = 200_000
"""Characters of a partition on average: some 35,000 words, a few seconds of tagging on one processor."""

MOST = 4
"""How many times that a partition holds at most, but for a single document that is longer."""

ATTEMPTS = 3
"""How often a partition is worked on whose process died: it may have been killed for memory, and may die again."""

PATIENCE = 10
"""Seconds that are waited for the scheduler of a cluster to answer."""

INTERVAL = 60.0
"""Seconds between two lines of progress where there is no terminal."""


def partitions(documents: Iterable[tuple[str, int]], size: int = CHARACTERS) -> Iterator[int]:
    """Yield how many documents each partition has, from their ids and their numbers of characters, in order.

    A partition ends after documents that their ids and lengths choose, one in about `size` characters, whatever was before: so
    one document more or less changes the partition it is in and no other. None is longer than four times that, or one document.

    >>> list(partitions([("a", 500), ("b", 500), ("c", 10)], size=100))
    [1, 1, 1]
    """
    count = characters = 0
    for doc_id, length in documents:
        count, characters = count + 1, characters + length
        chance = int.from_bytes(blake2b(doc_id.encode("utf-8", "surrogatepass"), digest_size=4).digest()) / 2**32
        if chance < length / size or characters >= MOST * size:
            yield count
            count = characters = 0
    if count:
        yield count


def in_order(mentions: "pd.DataFrame", sentences: "pd.DataFrame") -> "pd.DataFrame":
    """Return mentions in the order of the documents of `sentences` and of their text."""
    order = {doc_id: i for i, doc_id in enumerate(sentences["doc_id"].unique())}
    places = mentions.assign(_order=mentions["doc_id"].map(order)).sort_values(["_order", "start"], kind="stable")
    return places[list(mentions.columns)].reset_index(drop=True)


class Pool(Protocol):
    """Where partitions are worked on."""

    def rest(self) -> None:
        """Give back the memory of what was worked on; what is next needs other things."""

    def map(self, function: Callable[..., T], arguments: Iterable[Sequence[Any]]) -> Iterator[T]:
        """Yield the result of each call, in order. Arguments are taken from the iterable as they are needed."""
        ...


class Here:
    """One partition after the other, in this process."""

    def rest(self) -> None:
        """Nothing is held."""

    def map(self, function: Callable[..., T], arguments: Iterable[Sequence[Any]]) -> Iterator[T]:
        """Yield the result of each call."""
        return (function(*given) for given in arguments)


HERE = Here()


@dataclass(frozen=True)
class Processes:
    """Several processes on this machine, each with one thread.

    Attributes:
        workers: how many; by default one a processor.
        least: up to so many partitions a process are not worth starting them: these are worked on in this one.
    """

    workers: int | None = None
    least: int = 4

    def rest(self) -> None:
        """End the processes; the next to be used are new ones."""
        while _started:
            _started.pop().shutdown()

    def map(self, function: Callable[..., T], arguments: Iterable[Sequence[Any]]) -> Iterator[T]:
        """Yield the result of each call; a partition whose process dies is given to another.

        Raises:
            BrokenExecutor: a partition's process died ATTEMPTS times.
        """
        given = iter(arguments)
        first = list(islice(given, self.least + 1))
        if len(first) <= self.least:
            return HERE.map(function, first)
        workers = self.workers or _processors()
        first += islice(given, self.least * (workers - 1))
        if workers < 2 or len(first) <= self.least * workers:
            return HERE.map(function, chain(first, given))
        return _windowed(partial(_processes, workers), function, chain(first, given), 2 * workers)


def _processors() -> int:
    from joblib import cpu_count

    count: int = cpu_count()
    return count


_started: set[Executor] = set()


def _processes(workers: int) -> Executor:
    from joblib.externals.loky import get_reusable_executor

    executor: Executor = get_reusable_executor(max_workers=workers, timeout=60)
    _started.add(executor)
    return executor


class Cluster(AbstractContextManager["Cluster"]):
    """A cluster of Dask, at the address of its scheduler (docs/cluster.md); a worker that dies loses nothing."""

    def __init__(self, address: str) -> None:
        """Join the cluster. Raises OSError where there is none, ImportError without the extra `cluster`."""
        from distributed import Client

        self._client = Client(address, timeout=PATIENCE)

    def rest(self) -> None:
        """Leave the workers as they are: their memory is theirs."""

    def map(self, function: Callable[..., T], arguments: Iterable[Sequence[Any]]) -> Iterator[T]:
        """Yield the result of each call."""
        threads = sum(self._client.nthreads().values())
        yield from _windowed(lambda: self._client.get_executor(pure=False), function, arguments, 2 * threads + 2)

    def __exit__(self, *_: object) -> None:
        """Leave the cluster."""
        self._client.close()


def _windowed(
    executor: Callable[[], Executor], function: Callable[..., T], arguments: Iterable[Sequence[Any]], ahead: int
) -> Iterator[T]:
    """Yield the results of calls in order; no more than `ahead` are under way, or done and not yet taken."""
    given = iter(arguments)
    calls: deque[_Call] = deque()
    pool = executor()
    while True:
        calls.extend(map(_Call, islice(given, ahead - len(calls))))
        if not calls:
            return
        try:
            for call in calls:
                call.future = call.future or pool.submit(function, *call.arguments)
            result = calls[0].future.result()
        except BrokenExecutor:
            calls[0].attempts += 1
            if calls[0].attempts >= ATTEMPTS:
                raise
            pool = executor()
            for call in calls:
                call.future = None
            continue
        calls.popleft()
        yield result


@dataclass
class _Call:
    """A call that is to be made, or under way."""

    arguments: Sequence[Any]
    future: Any = None
    attempts: int = 0


class Progress:
    """How far long work is: a line on a terminal that is written anew, else one a minute, on standard error.

    Shows documents, words a second where there are texts, and the time that is left if the rest goes as fast.
    """

    def __init__(self, what: str, partitions: int) -> None:
        """Begin; there are so many partitions to work on."""
        self.what, self.partitions = what, partitions
        self.done = self.documents = self.words = 0
        self.began = self.told = monotonic()

    def add(self, partition: "pd.DataFrame") -> None:
        """Count a partition that is done, and say it when it is time."""
        self.done += 1
        self.documents += partition["doc_id"].nunique() if "doc_id" in partition else 0
        self.words += int(partition["text"].str.count(r"\S+").sum()) if "text" in partition else 0
        terminal = sys.stderr.isatty()
        if monotonic() - self.told < (0.5 if terminal else INTERVAL):
            return
        self.told = monotonic()
        print(f"\r{self}\033[K" if terminal else str(self), end="" if terminal else "\n", file=sys.stderr, flush=True)

    def __str__(self) -> str:
        """Return the line."""
        passed = max(monotonic() - self.began, 1e-9)
        speed = f", {self.words / passed:,.0f} words a second" if self.words else ""
        left = passed * (self.partitions / max(self.done, 1) - 1)
        return f"{self.what}: {self.documents:,} documents{speed}, {self.done / self.partitions:.0%}, {_duration(left)} left"

    def close(self) -> None:
        """Take the line away from a terminal."""
        if sys.stderr.isatty() and self.told > self.began:
            print("\r\033[K", end="", file=sys.stderr, flush=True)


def _duration(seconds: float) -> str:
    """Return a time in words.

    >>> _duration(59), _duration(3 * 3600 + 62)
    ('59 s', '3 h 1 min')
    """
    minutes = int(seconds) // 60
    if minutes < 1:
        return f"{seconds:.0f} s"
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min"
