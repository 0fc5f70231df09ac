"""Taggers: what finds names in sentences. They share one protocol, so that the pipeline does not care which one runs."""

from pathlib import Path

from .protocol import Tagger, TaggerMissing


def load(name: str, head: str = "news", threads: int | None = None) -> Tagger:
    """Return the tagger called `name`: onnx, camel, or the path of a model folder.

    A folder with model.onnx holds a model of ours, one with config.json a BERT token classifier for camel-tools. `head`
    and `threads` are for models of ours (pipeline.taggers.onnx). Raises TaggerMissing with the remedy when it cannot run.
    """
    if name == "onnx" or (Path(name) / "model.onnx").is_file():
        from .onnx import EMBEDDED, OnnxTagger

        return OnnxTagger(EMBEDDED if name == "onnx" else Path(name), head, threads)
    if name == "camel" or (Path(name) / "config.json").is_file():
        from .camel import CamelTagger
        from .onnx import OnnxTagger

        return CamelTagger(OnnxTagger(), None if name == "camel" else Path(name))
    raise TaggerMissing(
        f"no tagger {name!r}: say onnx, camel, or the path of a folder with model.onnx (a model of this project) or "
        "config.json (a BERT token classifier that camel-tools can load)"
    )
