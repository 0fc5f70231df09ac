"""Which entities are named together: pairs of one sentence, counted in each partition and added up over all.

Pairs of a large corpus are counted as numbers, and become rows with names only where they are written.
"""

import math
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..contracts.problems import Problem

MOST_TOGETHER = 100
"""Entities of one sentence that make pairs, the first ones: a list of thousands would make millions that say nothing."""

_ROWS = 200_000
"""Rows of pairs that are made at a time."""

_WAITING = 4_000_000
"""Pairs that wait to be added up, at most."""

PAIR_FIELDS = ["entity_a", "entity_b", "sentences", "documents"]

Counts = npt.NDArray[np.int64]


def pairs(mentions: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs of entities that a sentence names (PAIR_FIELDS), sorted.

    `mentions` has doc_id, sentence and entity_id, in the order of the text; of a sentence with more than MOST_TOGETHER
    entities only the first make pairs (`crowded` tells of the others).
    """
    named = _named(mentions)
    entity, ids = pd.factorize(named["entity_id"], sort=True)
    sentence = named.groupby(["doc_id", "sentence"]).ngroup().to_numpy()
    document, _ = pd.factorize(named["doc_id"])
    coded = pd.DataFrame({"sentence": sentence, "document": document, "a": entity, "b": entity})
    coded = coded[coded.groupby("sentence").cumcount() < MOST_TOGETHER]
    both = coded[["sentence", "document", "a"]].merge(coded[["sentence", "b"]], on="sentence")
    groups = both[both["a"] < both["b"]].groupby(["a", "b"])
    found = groups.agg(sentences=("sentence", "size"), documents=("document", "nunique")).reset_index()
    return found.assign(entity_a=ids[found["a"]], entity_b=ids[found["b"]])[PAIR_FIELDS]


def sentences_of(mentions: pd.DataFrame) -> "pd.Series[int]":
    """Return the number of sentences that name each entity, by its id."""
    return _named(mentions).groupby("entity_id").size()


def _named(mentions: pd.DataFrame) -> pd.DataFrame:
    """Return the doc_id, sentence and entity_id of mentions, each once."""
    return mentions[["doc_id", "sentence", "entity_id"]].drop_duplicates()


def crowded(mentions: pd.DataFrame) -> list[Problem]:
    """Return a problem for each sentence with more entities than make pairs: where it is, and how many pairs are left out.

    `mentions` are those of the table.
    """
    sizes = _named(mentions).groupby(["doc_id", "sentence"]).size()
    return [
        Problem(
            f"{doc_id}, sentence {sentence}",
            "",
            f"{size} entities in one sentence; {math.comb(size, 2) - math.comb(MOST_TOGETHER, 2)} pairs left out",
            f"Put a list into lines; the first {MOST_TOGETHER} entities make pairs",
            "tabulate",
        )
        for doc_id, sentence, size in sizes[sizes > MOST_TOGETHER].reset_index().itertuples(index=False, name=None)
    ]


class Together:
    """The pairs of all partitions, added up."""

    def __init__(self, entities: pd.DataFrame) -> None:
        """Begin; the entities (entity_id, name, name_en) are all that pairs are of."""
        self._names = entities[["entity_id", "name", "name_en"]].sort_values("entity_id", ignore_index=True)
        self._places = pd.Index(self._names["entity_id"])
        self._parts: list[tuple[Counts, Counts, Counts]] = []
        self._waiting = 0

    def add(self, found: pd.DataFrame) -> None:
        """Add the pairs of a partition (PAIR_FIELDS)."""
        first, second = (self._places.get_indexer(found[f"entity_{side}"]) for side in "ab")
        key = first.astype(np.int64) * len(self._places) + second
        self._parts.append((key, found["sentences"].to_numpy(), found["documents"].to_numpy()))
        self._waiting += len(found)
        if self._waiting > _WAITING:
            self._parts, self._waiting = [self._summed()], 0

    def _summed(self) -> tuple[Counts, Counts, Counts]:
        """Return each pair once, in the order of the ids."""
        keys, sentences, documents = (
            np.concatenate(part) if part else np.zeros(0, np.int64)
            for part in (zip(*self._parts, strict=True) if self._parts else ([], [], []))
        )
        unique, place = np.unique(keys, return_inverse=True)
        sums = (np.bincount(place, counts, len(unique)).astype(np.int64) for counts in (sentences, documents))
        return unique, next(sums), next(sums)

    def frames(self, alone: "pd.Series[int]", total: int) -> Iterator[pd.DataFrame]:
        """Yield the rows of the table (schema.COOCCURRENCES), the most frequent pairs first; one frame at least.

        Args:
            alone: the number of sentences that name each entity, by its id.
            total: the number of all sentences, with names or without.
        """
        key, sentences, documents = self._summed()
        order = np.argsort(-sentences, kind="stable")
        counts = self._places.map(alone).to_numpy()
        for start in range(0, max(len(order), 1), _ROWS):
            rows = order[start : start + _ROWS]
            first, second = np.divmod(key[rows], max(len(self._places), 1))
            yield pd.DataFrame(
                {
                    **self._side("a", first),
                    **self._side("b", second),
                    "sentences": sentences[rows],
                    "documents": documents[rows],
                    "npmi": npmi(sentences[rows], counts[first], counts[second], total),
                }
            )

    def _side(self, side: str, places: Counts) -> dict[str, object]:
        taken = self._names.take(places)
        return {
            f"{column.removesuffix('_id')}_{side}": taken[column].array for column in ("entity_id", "name", "name_en")
        }


def npmi(both: Counts, first: Counts, second: Counts, total: int) -> npt.NDArray[np.float64]:
    """Return the normalised pointwise mutual information (Bouma 2009) of things counted together, each, and in all.

    It is -1 for what never meets, 0 for what meets as often as by chance, 1 for what never parts; four decimals.

    >>> npmi(np.array([2, 1, 4]), np.array([2, 2, 4]), np.array([2, 2, 4]), 4).tolist()
    [1.0, 0.0, 1.0]
    """
    share = both / total
    expected = first / total * (second / total)
    surprise = -np.log(share)
    always = surprise == 0
    values = np.where(always, 1.0, np.log(share / expected) / np.where(always, 1.0, surprise))
    return values.round(4) + 0.0  # no -0.0
