"""A corpus of any size through the whole pipeline: memory of all processes together, speed from first to last, a kill half-way.

    python -m benchmarks.corpus ARTICLES.jsonl.xz … --documents 20000 [--workers 2] [--stand-in] [--kill] [--change]

The articles are repeated under other names where there are not enough. With --stand-in a list of names takes the place of the
tagger, so that all else is measured. With --kill the run is killed when half of the partitions are tagged, and begun again; its
tables have to be those of an undisturbed run. With --change every article is a file of its own, and at the end one is changed and
all made again. Memory is the proportional set size of Linux: what processes share counts once.
"""

import argparse
import json
import lzma
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path

from pipeline.contracts.partitions import CHARACTERS, Processes
from pipeline.contracts.stagefiles import digest_of
from pipeline.export import export, summary
from pipeline.knowledge.base import Knowledge
from pipeline.run import Work, make
from pipeline.taggers import load

from .namelist import NameList


def articles(paths: Sequence[Path]) -> Iterator[dict[str, str]]:
    """Yield articles, the files over and over."""
    for path in cycle(paths):
        with lzma.open(path, "rt", encoding="utf-8") as file:
            yield from map(json.loads, file)


def write_files(texts: Iterable[Mapping[str, str]], documents: int, folder: Path) -> int:
    """Write a corpus of so many articles into a folder, a file each; return its number of words."""
    folder.mkdir()
    count = 0
    for number, article in enumerate(islice(texts, documents)):
        count += len(article["text"].split())
        (folder / f"{number:07}.txt").write_text(article["text"], "utf-8")
    return count


def write_corpus(texts: Iterable[Mapping[str, str]], documents: int, target: Path) -> int:
    """Write a corpus of so many articles (text, date) as JSON lines; return its number of words."""
    count = 0
    with target.open("w", encoding="utf-8") as file:
        for number, article in enumerate(islice(texts, documents)):
            count += len(article["text"].split())
            row = {"id": f"{number:07}", "date": article.get("date") or "", "text": article["text"]}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return count


@dataclass
class Watched:
    """A run that was watched from outside.

    Attributes:
        seconds: how long it took.
        peak: the most memory of all its processes together, in MB.
        tagged: when each partition was found to be tagged, in seconds since the beginning.
    """

    seconds: float = 0.0
    peak: float = 0.0
    tagged: list[float] = field(default_factory=list)


def watch(command: Sequence[str], partial: Path, kill_at: int = 0) -> Watched:
    """Run a command to its end, or kill it with its processes when so many partitions are tagged."""
    began, watched = time.monotonic(), Watched()
    process = subprocess.Popen(command, start_new_session=True)
    while process.poll() is None:
        time.sleep(0.5)
        watched.peak = max(watched.peak, memory(process.pid))
        now = time.monotonic() - began
        made = len(list(partial.glob("mentions.tagged.*.parquet"))) if partial.is_dir() else 0
        watched.tagged += [now] * (made - len(watched.tagged))
        if kill_at and made >= kill_at:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    watched.seconds = time.monotonic() - began
    if process.returncode not in (0, 3, -signal.SIGKILL):
        raise SystemExit(f"the run ended with {process.returncode}")
    return watched


def memory(leader: int) -> float:
    """Return the memory of the processes of a session in MB."""
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if os.getsid(int(folder.name)) == leader:
                rows = (folder / "smaps_rollup").read_text().splitlines()
                total += next(int(row.split()[1]) for row in rows if row.startswith("Pss:"))
        except (OSError, StopIteration):  # it has just ended
            continue
    return total / 1024


def child(arguments: argparse.Namespace) -> None:
    """Make tables of a corpus: what is watched."""
    tagger = NameList() if arguments.stand_in else load("onnx", threads=1)
    pool = Processes(arguments.workers)
    tables = make(arguments.files, arguments.work, Work(tagger, Knowledge(), pool=pool, size=arguments.size))
    export(tables, arguments.output)
    print(summary(tables, arguments.output), file=sys.stderr)


def tenths(times: Sequence[float]) -> tuple[float, float]:
    """Return how many partitions a second the first and the last tenth of them were made."""
    size = max(len(times) // 10, 1)
    if len(times) < 2 * size + 1:
        raise SystemExit("too few partitions to compare first and last: say more --documents")
    return size / (times[size] - times[0]), size / (times[-1] - times[-1 - size])


def main() -> None:
    """Read the command line; make a corpus and run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--documents", type=int, default=2_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--stand-in", action="store_true")
    parser.add_argument("--kill", action="store_true")
    parser.add_argument("--change", action="store_true")
    parser.add_argument("--size", type=int, default=CHARACTERS, help="characters of a partition, on average")
    for name in ("--work", "--output"):
        parser.add_argument(name, type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.work:
        child(arguments)
        return
    with tempfile.TemporaryDirectory() as folder:
        measure(arguments, Path(folder))


def measure(arguments: argparse.Namespace, folder: Path) -> None:
    """Run the corpus, and print what was seen."""
    corpus = folder / ("corpus" if arguments.change else "corpus.jsonl")
    write = write_files if arguments.change else write_corpus
    count = write(articles(arguments.files), arguments.documents, corpus)
    print(f"{arguments.documents:,} documents, {count:,} words, {arguments.workers} workers")
    options = [
        "--workers",
        str(arguments.workers),
        "--size",
        str(arguments.size),
        *(["--stand-in"] if arguments.stand_in else []),
    ]
    base = [sys.executable, "-m", "benchmarks.corpus", str(corpus), *options]

    def run(name: str, kill_at: int = 0) -> Watched:
        places = ["--work", str(folder / f"{name}-work"), "--output", str(folder / f"{name}-out")]
        return watch([*base, *places], folder / f"{name}-work/partial", kill_at)

    whole = run("whole")
    first, last = tenths(whole.tagged)
    print(
        f"{whole.seconds:.0f} s, {count / whole.seconds:,.0f} words a second, peak {whole.peak:,.0f} MB in all processes"
    )
    print(f"{len(whole.tagged)} partitions; the last tenth at {last / first:.2f} of the speed of the first")
    again = run("whole")
    print(f"again, nothing changed: {again.seconds:.1f} s")
    if arguments.change:
        with (corpus / f"{arguments.documents // 2:07}.txt").open("a", encoding="utf-8") as file:
            file.write("\nوصل محمد دندشان إلى حلب.\n")
        print(f"again, one document changed: {run('whole').seconds:.1f} s")
    if arguments.kill:
        run("killed", kill_at=len(whole.tagged) // 2)
        resumed = run("killed")
        same = all(
            digest_of(path) == digest_of(folder / "killed-out" / path.name) for path in (folder / "whole-out").iterdir()
        )
        print(f"killed half-way and resumed: {resumed.seconds:.0f} s, tables {'equal' if same else 'NOT equal'}")


if __name__ == "__main__":
    main()
