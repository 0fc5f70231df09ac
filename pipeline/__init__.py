"""Kayan: Arabic news to entity tables. `import kayan` is the same package under the name of the project.

>>> from pipeline import extract
>>> [(m.surface, m.label, m.entity.name_en) for m in extract("التقى بوتين وأردوغان في موسكو")]
[('بوتين', 'PER', 'Vladimir Putin'), ('أردوغان', 'PER', 'Recep Tayyip Erdogan'), ('موسكو', 'LOC', 'Moscow')]
"""

import sys
from functools import cache
from typing import TYPE_CHECKING

from .contracts import __version__

if TYPE_CHECKING:
    from .contracts.records import ExtractedMention
    from .entities.corrections import Corrections
    from .knowledge.base import Knowledge
    from .taggers.protocol import Tagger

__all__ = ["__version__", "extract"]

if sys.argv[:1] == ["-m"]:  # Python is looking for a stage or the command to start
    from .contracts.script import quiet

    quiet()


@cache
def _tagger(name: str) -> "Tagger":
    from .taggers import load

    return load(name)


@cache
def _shipped() -> "Knowledge":
    """Return what is known without any table of a user's."""
    from .knowledge.base import Knowledge

    return Knowledge()


def extract(
    text: str, tagger: str = "onnx", names: "Corrections | None" = None, knowledge: "Knowledge | None" = None
) -> "list[ExtractedMention]":
    """Return the mentions of an Arabic text, in order, with label, score and the entity each means.

    Offsets are code points of `text`, which is never altered: ``text[m.start:m.end] == m.surface``.

    Args:
        text: the text; an empty one has no mentions.
        tagger: onnx (the embedded model), camel, or the path of a model folder; it is loaded once.
        names: the corrections of a names file: ``pipeline.entities.corrections.read_corrections(path, knowledge)``.
        knowledge: what is known of entities, ``pipeline.knowledge.Knowledge(folder)``; without it, what is shipped.

    Raises:
        TypeError: `text` is no string.
        pipeline.taggers.protocol.TaggerMissing: the tagger cannot run here; the message says what to do.
    """
    from .entities.corrections import NONE
    from .run import extract as run

    if not isinstance(text, str):
        raise TypeError(f"extract takes a text, not {type(text).__name__}")
    return run(text, _tagger(tagger), knowledge or _shipped(), names or NONE)
