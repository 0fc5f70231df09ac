"""Shapes that could take quadratic time: each at ×1, ×2, ×4 and ×8, its seconds, and the exponent of its growth.

    python -m benchmarks.shapes [SHAPE...]

The exponent is 1 where twice the size takes twice the time, 2 where it takes four times as long; it is that of the way from ×2 to
×8, for what is the same for any size counts least there. Seconds are the processor's. A stand-in for the tagger finds every word
with letters, so that all is measured but the model; only `signs` is about what the model is given, and runs it.
"""

import argparse
import itertools
import math
import time
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from pipeline.arabic import words
from pipeline.contracts import schema
from pipeline.entities.coreference import Coreference, LabelledName
from pipeline.entities.corrections import parse
from pipeline.entities.identity import Identity
from pipeline.entities.merging import corrected
from pipeline.knowledge.base import Knowledge
from pipeline.knowledge.gazetteer import SYRIA
from pipeline.knowledge.places import names_in, read_lines
from pipeline.normalize import normalize
from pipeline.tabulate import tabulate
from pipeline.tag import tag
from pipeline.taggers.onnx import OnnxTagger
from pipeline.taggers.protocol import TaggedSpan, Tagger

LETTERS = "بدرشفكلمنج"
"""No two of them sound alike, so that names of them are different people."""
FACTORS = (1, 2, 4, 8)


class EveryWord:
    """Tags each word with letters as a place."""

    name = "every-word"
    fingerprint = "every-word"

    def tag(self, sentences: Sequence[str], documents: Sequence[Hashable] | None = None) -> list[list[TaggedSpan]]:  # noqa: ARG002
        """Return a mention for each word with letters."""
        return [
            [TaggedSpan(start, end, "LOC", 0.9) for start, end in words.spans(text) if text[start].isalpha()]
            for text in sentences
        ]


@dataclass(frozen=True)
class Shape:
    """A document, or a names file, that could take quadratic time.

    Attributes:
        size: what ×1 is.
        ready: makes one of some size, and returns what is to be timed.
    """

    size: int
    ready: Callable[[int], Callable[[], object]]


def word(number: int) -> str:
    """Return a made-up word, another one for every number.

    >>> word(0), word(907)
    ('مبببب', 'مبجبم')
    """
    return "م" + "".join(LETTERS[int(digit)] for digit in f"{number:04}")


def tagged(make: Callable[[int], str], tagger: Tagger) -> Callable[[int], Callable[[], object]]:
    """Return what makes a text of some size ready to be cut into sentences and tagged."""

    def ready(size: int) -> Callable[[], object]:
        documents = pd.DataFrame({"doc_id": ["d"], "text": [make(size)]})
        return lambda: tag(normalize(documents), tagger)

    return ready


def coreferring(
    make: Callable[[int], list[str]], label: str, alias: bool = False
) -> Callable[[int], Callable[[], object]]:
    """Return what makes the names of a document of some size ready to be linked, each an alias of the one before or none."""

    def ready(size: int) -> Callable[[], object]:
        names: list[LabelledName] = [(label, name) for name in make(size)]
        pairs = list(zip(names[1::2], names[::2], strict=False)) if alias else []
        coreference = Coreference(Knowledge())
        for name in names:
            coreference.form(*name)
        return lambda: coreference.identities(dict.fromkeys(names, 1), "d", pairs)

    return ready


def villages(size: int) -> Callable[[], object]:
    """Return the coreference of as many names of Syrian places as its size, a hundred in a sentence."""
    names = list(dict.fromkeys(names_in(line)[0] for line in read_lines(SYRIA)))[:size]
    coreference = Coreference(Knowledge())
    forms = [("LOC", name) for name in dict.fromkeys(["حلب", "حمص", "إدلب", "درعا", *names])]
    for form in forms:
        coreference.form(*form)
    sentences = [["حلب", *names[start : start + 100]] for start in range(0, size, 100)]
    return lambda: coreference.identities(dict.fromkeys(forms, 1), "d", (), sentences)


def full_names(size: int) -> list[str]:
    """Return names of men called محمد, a third of them by two parts only."""
    return [f"محمد {word(n)}" if n % 3 == 0 else f"محمد {word(n)} {word(n // 3)}" for n in range(size)]


def one_sentence(size: int) -> Callable[[], object]:
    """Return the making of tables of one sentence that names as many entities as its size."""
    empty = {
        "title": "",
        "date": "",
        "date_source": "",
        "source": "",
        "url": "",
        "language": "ar",
        "encoding": "utf-8",
        "sha256": "",
    }
    documents = pd.DataFrame([{"doc_id": "d", "file": "d", "text": "نص"} | empty])
    sentences = pd.DataFrame([("d", 1, 0, 2, "نص", "نص", (), "")], columns=schema.SENTENCE_FIELDS)
    keys = [word(n) for n in range(size)]
    rows = [(f"d:{n}", "d", 1, n, n + 1, "LOC", key, key, 0.9, "", "") for n, key in enumerate(keys)]
    mentions = pd.DataFrame(rows, columns=schema.MENTION_FIELDS)
    links = mentions[["mention_id", "label", "name"]].assign(known="", key=keys, document="")
    identities = links.drop(columns="mention_id").assign(entity_id=[f"loc/x-{key}" for key in keys])
    entities = identities[["entity_id", "label", "name"]].reindex(columns=schema.ENTITY_FIELDS)
    entities = entities.astype("str").fillna("").assign(latitude=math.nan, longitude=math.nan)
    problems = pd.DataFrame(columns=schema.PROBLEMS.names, dtype="str")
    return lambda: tabulate(documents, sentences, mentions, links, identities, entities, problems)


def chain(size: int) -> Callable[[], object]:
    """Return the reading and following of merges that lead from each name to the next, the last one first."""
    knowledge = Knowledge()
    names = [f"{word(n)} {word(n + 1)}" for n in range(size)]
    rows = [f"merge,{one},PER,{other}" for one, other in itertools.pairwise(names)]
    text = "action,name,label,entity_id\n" + "\n".join(reversed(rows))
    identities = [Identity("PER", key=knowledge.key_of(name)) for name in names]
    return lambda: corrected(identities, names, parse(text, "names.csv", knowledge))


def shapes() -> dict[str, Shape]:
    """Return the shapes by name."""
    every = EveryWord()
    return {
        "commas": Shape(250, tagged(lambda n: "حلب،دمشق،" * n, every)),
        "hashtags": Shape(250, tagged(lambda n: "#حزب_الله" * n, every)),
        "offsets": Shape(250, tagged(lambda n: "حـلب،دمشق،" * n, every)),
        "signs": Shape(1000, tagged(lambda n: "حلب " + "." * n + "\u20dd" * n, OnnxTagger())),
        "pairs": Shape(300, one_sentence),
        "people": Shape(500, coreferring(full_names, "PER")),
        "first names": Shape(500, coreferring(lambda n: ["محمد", *full_names(n)], "PER")),
        "committees": Shape(500, coreferring(lambda n: [f"لجنة {name[5:]}" for name in full_names(n)], "ORG")),
        "aliases": Shape(500, coreferring(lambda n: [f"{word(i)} {word(i)}" for i in range(n)], "ORG", alias=True)),
        "merges": Shape(600, chain),
        "villages": Shape(500, villages),
    }


def seconds(shape: Shape) -> Iterator[float]:
    """Yield how long each size of a shape takes, the best of three runs."""
    for factor in FACTORS:
        work, taken = shape.ready(shape.size * factor), []
        for _ in range(3):
            began = time.process_time()
            work()
            taken.append(time.process_time() - began)
        yield min(taken)


def exponent(taken: list[float]) -> float:
    """Return the exponent of the growth over the last two doublings."""
    return math.log2(taken[-1] / taken[-3]) / 2


def main() -> None:
    """Read the command line and print a line a shape."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shapes", nargs="*")
    known = shapes()
    print(f"{'shape':12} {'size':>6} " + "".join(f"{f'×{factor}':>9}" for factor in FACTORS) + "  exponent")
    for name in parser.parse_args().shapes or known:
        taken = list(seconds(known[name]))
        print(
            f"{name:12} {known[name].size:6} " + "".join(f"{one:9.3f}" for one in taken) + f"{exponent(taken):10.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
