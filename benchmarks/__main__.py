"""The figures of `make bench` in one table, kept as dated JSON so that a later run compares.

    python -m benchmarks [--documents 200] [--folder benchmarks/results]

Words a second and their ratio to camel-tools are those of benchmarks.speed; the share of the matrix limit says how much of the
network's time its int8 products alone would take. A corpus made of the documents in seeds/, repeated under other names, goes
through the whole pipeline with one worker and with two; stage files tell when each stage was done. Times are of this machine,
with whatever else it does: compare ratios, not seconds.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper

from pipeline.formats.encodings import decode
from pipeline.taggers.onnx import EMBEDDED

from .corpus import Watched, watch, write_corpus
from .shapes import exponent, seconds, shapes
from .speed import seeds, sentences_from, speed

PIECES = 120
"""Pieces of the window by which the matrix limit is measured."""

FIRST_PIECES = 77
"""Words of such a window: a word has 1.56 pieces."""

PRODUCTS = ("MatMulInteger", "QAttention", "DynamicQuantizeMatMul")
"""Operators that multiply with int8 matrices."""

SIZE = 20_000
"""Characters of a partition: enough of them in a small corpus that two workers share them evenly."""

WORDS = 10_000
"""Words by which taggers are compared."""

TEXT = "التقى بوتين وأردوغان في موسكو"


def products() -> list[tuple[int, int, int]]:
    """Return the int8 products of a window: how many pieces, or words, and the shape of the matrix."""
    graph = onnx.load(EMBEDDED / "model.onnx").graph
    matrices = {w.name: w.dims for w in graph.initializer if len(w.dims) == 2 and w.data_type in (2, 3)}
    found, places = [], PIECES
    for node in graph.node:
        if node.op_type == "Gather" and node.input[1] == "words":
            places = FIRST_PIECES
        if node.op_type in PRODUCTS:
            found += [(places, *matrices[name]) for name in node.input if name in matrices]
    return found


def seconds_of(run: Any, rounds: int = 30) -> float:
    """Return the median time of a call, after a warm-up."""
    times = []
    for _ in range(rounds):
        began = time.process_time()
        run()
        times.append(time.process_time() - began)
    return statistics.median(times[3:])


def product(places: int, rows: int, columns: int) -> float:
    """Return the time of the product of so many pieces with one int8 matrix."""
    weights = helper.make_tensor("w", TensorProto.INT8, (rows, columns), bytes(rows * columns), raw=True)
    graph = helper.make_graph(
        [helper.make_node("MatMulInteger", ["x", "w"], ["y"])],
        "product",
        [helper.make_tensor_value_info("x", TensorProto.UINT8, (places, rows))],
        [helper.make_tensor_value_info("y", TensorProto.INT32, (places, columns))],
        [weights],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    session = session_of(model.SerializeToString())
    inputs = {"x": np.ones((places, rows), np.uint8)}
    return seconds_of(lambda: session.run(None, inputs))


def session_of(model: bytes | str) -> onnxruntime.InferenceSession:
    """Return a session with one thread."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def matrix_share() -> float:
    """Return the time that the int8 products of a window take, as a share of the window's."""
    shapes = products()
    each = {shape: product(*shape) for shape in set(shapes)}
    session = session_of(str(EMBEDDED / "model.onnx"))
    ids = np.full((1, PIECES), 100, np.int64)
    inputs = {"input_ids": ids, "lexicon": np.zeros_like(ids), "words": np.arange(FIRST_PIECES)}
    whole = seconds_of(lambda: session.run(["news", "proclitics"], inputs))
    return sum(each[shape] for shape in shapes) / whole


def command_seconds(*arguments: str) -> float:
    """Return how long a command takes from its start to its end, the best of three."""
    best = float("inf")
    for _ in range(3):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-m", "pipeline", *arguments], check=True, capture_output=True)
        best = min(best, time.perf_counter() - began)
    return best


def seed_articles() -> Iterator[dict[str, str]]:
    """Yield the seeds, over and over, each with a number that makes another text of it."""
    texts = [decode(path.read_bytes())[0] for path in seeds()]
    return ({"text": f"{text}\n{number}"} for number, text in enumerate(cycle(texts)))


def tagging_share(work: Path, run: Watched) -> float:
    """Return the share of a run that was tagging, from the times of its stage files."""
    done = [(work / f"{stage}.parquet").stat().st_mtime for stage in ("sentences", "mentions")]
    return (done[1] - done[0]) / run.seconds


def corpora(documents: int) -> dict[str, float]:
    """Return what a corpus with one worker and with two shows."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        count = write_corpus(seed_articles(), documents, folder / "corpus.jsonl")
        runs = {}
        for workers in (1, 2):
            work = folder / f"work{workers}"
            options = [
                "--workers",
                str(workers),
                "--size",
                str(SIZE),
                "--work",
                str(work),
                "--output",
                str(folder / f"out{workers}"),
            ]
            command = [sys.executable, "-m", "benchmarks.corpus", str(folder / "corpus.jsonl"), *options]
            runs[workers] = watch(command, work / "partial")
        return {
            "corpus words": count,
            "words/s, 1 worker, everything": count / runs[1].seconds,
            "words/s, 2 workers, everything": count / runs[2].seconds,
            "2 workers to 1": runs[1].seconds / runs[2].seconds,
            "share that is not tagging, 1 worker": 1 - tagging_share(folder / "work1", runs[1]),
            "peak MB, 1 worker": runs[1].peak,
            "peak MB, 2 workers, all processes": runs[2].peak,
        }


def measured(documents: int) -> dict[str, float]:
    """Return all figures by their names."""
    rates = speed(sentences_from(seeds(), WORDS), rounds=3)
    return {
        "embedded tagger, words/s": rates["embedded tagger"],
        "camel-tools NER, words/s": rates["camel-tools NER"],
        "ratio to camel-tools": rates["embedded tagger"] / rates["camel-tools NER"],
        "share of the matrix limit": matrix_share(),
        "cold start, kayan --help, s": command_seconds("--help"),
        "cold start, kayan tag, s": command_seconds("tag", TEXT),
        **corpora(documents),
        **{f"exponent, {name}": exponent(list(seconds(shape))) for name, shape in shapes().items()},
    }


def before(folder: Path) -> dict[str, float]:
    """Return the figures of the last run that was kept; none where there is none."""
    kept = sorted(folder.glob("*.json"))
    figures: dict[str, float] = json.loads(kept[-1].read_text("utf-8"))["figures"] if kept else {}
    return figures


def main() -> None:
    """Measure, print and keep."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--folder", type=Path, default=Path("benchmarks/results"))
    arguments = parser.parse_args()
    old, now = before(arguments.folder), measured(arguments.documents)
    print(f"{'':42}{'now':>12}{'before':>12}")
    for name, value in now.items():
        print(f"{name:42}{value:12,.2f}{old.get(name, float('nan')):12,.2f}")
    keep(now, arguments.folder)


def keep(figures: dict[str, float], folder: Path) -> None:
    """Write figures as JSON, with the time and the machine."""
    told = datetime.now(UTC)
    kept = {
        "time": told.isoformat(timespec="seconds"),
        "machine": platform.processor() or platform.machine(),
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        "figures": {name: round(value, 4) for name, value in figures.items()},
    }
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(kept, indent=1, ensure_ascii=False)
    (folder / f"{told:%Y-%m-%d-%H%M}.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
