"""Kayan: Arabic news to entity tables.

>>> from pipeline import extract
>>> [(m.surface, m.label, m.entity.name_en) for m in extract("التقى بوتين وأردوغان في موسكو")]
[('بوتين', 'PER', 'Vladimir Putin'), ('أردوغان', 'PER', 'Recep Tayyip Erdogan'), ('موسكو', 'LOC', 'Moscow')]
"""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.run import ExtractedMention
    from pipeline.taggers import Tagger

__all__ = ["__version__", "extract"]

__version__ = "0.1.0"


@cache
def _tagger(name: str) -> "Tagger":
    from pipeline.taggers import load

    return load(name)


def extract(text: str, tagger: str = "onnx") -> "list[ExtractedMention]":
    """Return the mentions of an Arabic text, in order, with label, score and the entity each means.

    Offsets are code points of `text`, which is never altered: ``text[m.start:m.end] == m.surface``. `tagger` is onnx
    (the embedded model), camel, or the path of a model folder; it is loaded once. Raises
    pipeline.taggers.TaggerMissing, with the remedy, when it cannot run here.
    """
    from pipeline.run import extract as run

    return run(text, _tagger(tagger))
