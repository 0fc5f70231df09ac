"""The second tagger: camel-tools' NERecognizer, a BERT token classifier trained on ANERcorp's convention.

It labels whole written words and gives no probabilities; here its labels become spans of the text, proclitics are cut off
by the embedded model's decision, MISC is left out, and scores are missing (NaN). It needs torch.
"""

import hashlib
import json
import math
import os
import sys
import tempfile
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Protocol

from ..arabic import words as word_spans
from .decode import spans as spans_of
from .labels import NEWS_TYPES, Proclitic
from .pieces import spaced
from .protocol import TaggedSpan, TaggerMissing

COMPONENT = "NamedEntityRecognition"
HOW_TO_GET = (
    "install it with `camel_data -i ner-arabert` (543 MB, needs the network; CAMELTOOLS_DATA says where, if not "
    "~/.camel_tools), or give the folder of a BERT token classifier: --tagger PATH"
)
EMPTY_CATALOGUE = {"version": "0", "packages": {}, "components": {}}
KNOWN_LABELS = frozenset({"B-PERS", "B-PER", "B-LOC", "B-ORG"})
LONGEST_WORD = 100
"""Letters of a word that are shown to the recogniser: it cannot cut a single word, and no name is longer."""


def data_folder() -> Path:
    """Return the folder where camel-tools keeps its data, by its own rule."""
    given = os.environ.get("CAMELTOOLS_DATA")
    if given is not None:
        return Path(given).expanduser().absolute()
    return Path.home() / ("AppData/Roaming/camel_tools" if sys.platform == "win32" else ".camel_tools")


def installed_model() -> Path | None:
    """Return the folder of camel-tools' default recogniser as its catalogue names it, None when it is not installed."""
    catalogue = data_folder() / "catalogue.json"
    if not catalogue.is_file():
        return None
    component = json.loads(catalogue.read_text("utf-8"))["components"].get(COMPONENT)
    if component is None:
        return None
    folder = data_folder() / "data" / component["datasets"][component["default"]]["path"]
    return folder if (folder / "config.json").is_file() else None


@contextmanager
def _some_catalogue() -> Iterator[None]:
    """Let camel_tools.ner be imported without its data: it would try to download a catalogue, an empty one is enough."""
    if (data_folder() / "catalogue.json").is_file():
        yield
        return
    before = os.environ.get("CAMELTOOLS_DATA")
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "catalogue.json").write_text(json.dumps(EMPTY_CATALOGUE), "utf-8")
        os.environ["CAMELTOOLS_DATA"] = folder
        try:
            yield
        finally:
            if before is None:
                del os.environ["CAMELTOOLS_DATA"]
            else:
                os.environ["CAMELTOOLS_DATA"] = before


class ProcliticModel(Protocol):
    """What decides on the proclitics of words: the embedded tagger."""

    @property
    def fingerprint(self) -> str: ...  # noqa: D102  # the class says it

    def proclitics(self, sentences: Sequence[Sequence[str]]) -> list[list[Proclitic]]: ...  # noqa: D102


class CamelTagger:
    """Tags with camel-tools; see pipeline.taggers.protocol.Tagger.

    `decider` is the embedded model, which decides on proclitics. `folder` holds a BERT token classifier (config.json, weights,
    vocab.txt) whose labels are IOB2 with PERS or PER, LOC, ORG; by default camel-tools' own. Raises TaggerMissing when it or a
    package that it needs is missing.
    """

    name = "camel"

    def __init__(self, decider: ProcliticModel, folder: Path | None = None) -> None:
        self._proclitics = decider
        found = folder or installed_model()
        if found is None:
            raise TaggerMissing(f"camel-tools' NER model is not in {data_folder()}: {HOW_TO_GET}")
        self.folder = found

    def __reduce__(self) -> "tuple[Callable[..., CamelTagger], tuple[ProcliticModel, Path]]":
        """Travel to another process as the folder's name, where one tagger serves all that arrive."""
        return _arrived, (self._proclitics, self.folder)

    @cached_property
    def fingerprint(self) -> str:
        """A digest of the model's configuration, the size of its files, and the model that decides on proclitics."""
        digest = hashlib.sha256((self.folder / "config.json").read_bytes())
        digest.update(repr(sorted((f.name, f.stat().st_size) for f in self.folder.iterdir())).encode())
        digest.update(self._proclitics.fingerprint.encode())
        return f"{self.name}-{digest.hexdigest()[:16]}"

    @cached_property
    def _recognizer(self) -> Any:
        with _some_catalogue():
            try:
                from camel_tools.ner import NERecognizer
            except ImportError as error:
                raise TaggerMissing(f"camel-tools' recogniser needs {error.name}: pip install torch==2.13.0") from error
        recognizer = NERecognizer(str(self.folder), use_gpu=False)
        labels = set(recognizer.labels_map.values())
        if not labels & KNOWN_LABELS:
            raise TaggerMissing(
                f"{self.folder} labels words with {sorted(labels)}, not with B-PERS or B-PER, B-LOC, B-ORG"
            )
        return recognizer

    def tag(self, sentences: Sequence[str], documents: Sequence[Hashable] | None = None) -> list[list[TaggedSpan]]:  # noqa: ARG002
        """Return the names of each normalised sentence (see pipeline.taggers.Tagger); scores are NaN."""
        spans = [word_spans.spans(text) for text in sentences]
        labels = self._labels([[text[a:b] for a, b in own] for text, own in zip(sentences, spans, strict=True)])
        return [self._found(*parts) for parts in zip(sentences, spans, labels, strict=True)]

    def _labels(self, sentences: list[list[str]]) -> list[list[str]]:
        """Return the recogniser's label of each word. Words that its tokenizer drops get O, for it skips them."""
        tokenize = self._recognizer.tokenizer.tokenize
        seen = [[bool(tokenize(word[:LONGEST_WORD])) for word in words] for words in sentences]
        shown = [
            [word[:LONGEST_WORD] for word, kept in zip(words, own, strict=True) if kept]
            for words, own in zip(sentences, seen, strict=True)
        ]
        tagged = iter(self._recognizer.predict([words for words in shown if words]))
        results = []
        for words, own in zip(shown, seen, strict=True):
            labels = iter(next(tagged) if words else [])
            results.append([next(labels) if kept else "O" for kept in own])
        return results

    def _found(self, text: str, spans: list[tuple[int, int]], labels: list[str]) -> list[TaggedSpan]:
        """Turn one sentence's labels into names without proclitics."""
        names = [name for name in spans_of([label.replace("PERS", "PER") for label in labels]) if name[2] in NEWS_TYPES]
        if not names:
            return []
        decisions = self._proclitics.proclitics([spaced(text, spans)])[0]
        return [
            TaggedSpan(
                spans[first][0] + decisions[first].letters, spans[last][1], label, math.nan, decisions[first].article
            )
            for first, last, label in names
        ]


@lru_cache(maxsize=2)
def _arrived(decider: ProcliticModel, folder: Path) -> CamelTagger:
    return CamelTagger(decider, folder)
