"""A tagger for tests: it finds the names that it is given, wherever they are written."""

import re
from collections.abc import Hashable, Mapping, Sequence

from pipeline.taggers.protocol import TaggedSpan


class FakeTagger:
    """Finds the keys of `names`, longest first, and gives them their values as labels; every score is 0.9.

    >>> FakeTagger({"بوتين": "PER"}).tag(["وصل بوتين"])
    [[TaggedSpan(start=4, end=9, label='PER', score=0.9, article=False)]]
    """

    name = "fake"
    fingerprint = "fake"

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names
        self.seen: list[str] = []
        self._pattern = re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))) or r"(?!)")

    def tag(self, sentences: Sequence[str], documents: Sequence[Hashable] | None = None) -> list[list[TaggedSpan]]:  # noqa: ARG002
        """Return the names of each sentence; the sentences are noted in `seen`."""
        self.seen += sentences
        return [
            [
                TaggedSpan(*match.span(), self.names[match.group()], 0.9, match.group().startswith("لأمم"))
                for match in self._pattern.finditer(text)
            ]
            for text in sentences
        ]
