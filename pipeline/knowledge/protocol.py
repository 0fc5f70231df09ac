"""What is asked of knowledge: whom a name means by itself, whom in a document, and how names are compared."""

from collections.abc import Mapping
from typing import Protocol

from .entry import Entry, Surroundings


class KnowledgeBase(Protocol):
    """Known entities, found by any spelling of their names; pipeline.knowledge.base.Knowledge says what each method does."""

    def entry(self, entity_id: str) -> Entry | None: ...  # noqa: D102  # the class says where

    def find(self, label: str, name: str) -> Entry | None: ...  # noqa: D102

    def find_among(self, label: str, name: str, nations: Mapping[str, int]) -> Entry | None: ...  # noqa: D102

    def find_place(  # noqa: D102
        self, name: str, nations: Mapping[str, int], document: Surroundings, sentence: Surroundings = ...
    ) -> Entry | None: ...

    def find_spelling(self, label: str, name: str) -> Entry | None: ...  # noqa: D102

    def is_small(self, place: Entry) -> bool: ...  # noqa: D102

    def is_of_several_places(self, name: str) -> bool: ...  # noqa: D102

    def is_of_any_country(self, body: Entry) -> bool: ...  # noqa: D102

    def country(self, code: str) -> Entry | None: ...  # noqa: D102

    def names_someone(self, part: str) -> bool: ...  # noqa: D102

    def certain(self, label: str, name: str) -> bool: ...  # noqa: D102

    def parts(self, label: str, name: str) -> tuple[str, ...]: ...  # noqa: D102

    def key_of(self, name: str) -> str: ...  # noqa: D102

    def respelt(self, label: str, name: str) -> str: ...  # noqa: D102
