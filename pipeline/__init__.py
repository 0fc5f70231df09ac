"""Kayan: Arabic news to entity tables.

>>> from pipeline import extract
>>> [(m.surface, m.label, m.entity.name_en) for m in extract("التقى بوتين وأردوغان في موسكو")]
[('بوتين', 'PER', 'Vladimir Putin'), ('أردوغان', 'PER', 'Recep Tayyip Erdogan'), ('موسكو', 'LOC', 'Moscow')]
"""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.corrections import Corrections
    from pipeline.run import ExtractedMention
    from pipeline.taggers import Tagger

__all__ = ["__version__", "extract"]

__version__ = "0.1.0"


@cache
def _tagger(name: str) -> "Tagger":
    from pipeline.taggers import load

    return load(name)


@cache
def _warn() -> None:
    """Log, once, what cannot be used of the user's own knowledge."""
    import logging

    from pipeline.knowledge.base import own_problems

    for problem in own_problems():
        logging.getLogger(__name__).warning("%s: %s. %s", problem.file, problem.problem, problem.remedy)


def extract(text: str, tagger: str = "onnx", names: "Corrections | None" = None) -> "list[ExtractedMention]":
    """Return the mentions of an Arabic text, in order, with label, score and the entity each means.

    Offsets are code points of `text`, which is never altered: ``text[m.start:m.end] == m.surface``. `tagger` is onnx
    (the embedded model), camel, or the path of a model folder; it is loaded once. `names` are the corrections of a names
    file: ``pipeline.corrections.read_names(path)`` returns them with the file's problems. Raises
    pipeline.taggers.TaggerMissing, with the remedy, when it cannot run here.
    """
    from pipeline.corrections import NONE
    from pipeline.run import extract as run

    _warn()
    return run(text, _tagger(tagger), names or NONE)
