"""Taggers: what finds names in sentences. They share one protocol, so that the pipeline does not care which one runs."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True)
class Found:
    """One name found in a normalised sentence.

    Attributes:
        start: first character of the name in the sentence, after any proclitics.
        end: the character after its last.
        label: PER, LOC or ORG (a head for another convention may give more).
        score: probability that span and label are right.
        article: the name lost the alef of its ال to a ل before it (للأمم), which is to be written back.

    """

    start: int
    end: int
    label: str
    score: float
    article: bool = False


class Tagger(Protocol):
    """Finds names in sentences.

    Attributes:
        name: what stands in the mentions' `tagger` column.
        fingerprint: changes when the same document may get other mentions.

    """

    @property
    def name(self) -> str: ...  # noqa: D102  # the class says it

    @property
    def fingerprint(self) -> str: ...  # noqa: D102

    def tag(self, sentences: Sequence[str], documents: Sequence[Hashable] | None = None) -> list[list[Found]]:
        """Return the names of each normalised sentence, in order and without overlap.

        `documents`, as long as `sentences`, says which document each is of: those of one document stand together, in
        their order, and may help one another. Without it each sentence stands alone.
        """
        ...


class TaggerMissing(Exception):
    """The tagger asked for cannot run here; the message says what is missing and how to get it."""


def load(name: str, head: str = "news", threads: int | None = None) -> Tagger:
    """Return the tagger called `name`: onnx, camel, or the path of a model folder.

    A folder with model.onnx holds a model of ours, one with config.json a BERT token classifier for camel-tools. `head`
    and `threads` are for models of ours (pipeline.taggers.onnx). Raises TaggerMissing with the remedy when it cannot run.
    """
    if name == "onnx" or (Path(name) / "model.onnx").is_file():
        from pipeline.taggers.onnx import EMBEDDED, OnnxTagger

        return OnnxTagger(EMBEDDED if name == "onnx" else Path(name), head, threads)
    if name == "camel" or (Path(name) / "config.json").is_file():
        from pipeline.taggers.camel import CamelTagger

        return CamelTagger() if name == "camel" else CamelTagger(Path(name))
    raise TaggerMissing(
        f"no tagger {name!r}: say onnx, camel, or the path of a folder with model.onnx (a model of this project) or "
        "config.json (a BERT token classifier that camel-tools can load)"
    )
