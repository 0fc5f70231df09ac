"""Which entities are named together, in one partition and in several."""

import math

import pandas as pd

from pipeline.entities.together import MOST_TOGETHER, Together, crowded, pairs, sentences_of


def cooccurrences_of(mentions, total, *more):
    """Return the table of co-occurrences of the mentions of partitions."""
    partitions = [mentions, *more]
    ids = sorted(set(pd.concat(partitions)["entity_id"]))
    together = Together(pd.DataFrame({"entity_id": ids, "name": ids, "name_en": ids}))
    for partition in partitions:
        together.add(pairs(partition))
    alone = pd.concat([sentences_of(partition) for partition in partitions]).groupby(level=0).sum()
    table = pd.concat(together.frames(alone, total), ignore_index=True)
    return table[["entity_a", "entity_b", "sentences", "documents", "npmi"]]


def pairs_of(*sentences):
    rows = [("d", number, entity) for number, names in enumerate(sentences, 1) for entity in names]
    mentions = pd.DataFrame(rows, columns=["doc_id", "sentence", "entity_id"])
    return cooccurrences_of(mentions, len(sentences)).to_numpy().tolist()


def test_cooccurrences_count_sentences_not_mentions():
    assert pairs_of("aab", "ba", "c", "") == [["a", "b", 2, 1, 1.0]]


def test_cooccurrence_in_every_sentence_is_always():
    assert pairs_of("ab") == [["a", "b", 1, 1, 1.0]]


def test_cooccurrence_by_chance_is_zero():
    assert pairs_of("ab", "a", "b", "") == [["a", "b", 1, 1, 0.0]]


def test_cooccurrence_below_chance_is_negative():
    together, a, b, total = 1, 3, 3, 5
    value = math.log(together * total / (a * b)) / -math.log(together / total)
    assert pairs_of("ab", "a", "a", "b", "b") == [["a", "b", 1, 1, round(value, 4)]]
    assert value < 0


def test_cooccurrences_of_several_documents_and_a_crowded_sentence():
    crowd = [f"x{number:03}" for number in range(60)]
    rows = [("d", 1, name) for name in crowd] + [("e", 1, "x001"), ("e", 1, "x000")]
    mentions = pd.DataFrame(rows, columns=["doc_id", "sentence", "entity_id"])
    pairs = cooccurrences_of(mentions, 10)
    assert len(pairs) == 60 * 59 // 2
    assert pairs.iloc[0, :4].tolist() == ["x000", "x001", 2, 2]
    assert (pairs["entity_a"] < pairs["entity_b"]).all()


def test_nobody_meets_nobody():
    assert pairs_of("a", "b") == []


def test_a_crowded_sentence_makes_pairs_of_its_first_entities_and_says_so():
    rows = [("d", 1, f"e{n:04}") for n in range(3000)] + [("d", 2, "e0000"), ("d", 2, "e2999")]
    mentions = pd.DataFrame(rows, columns=["doc_id", "sentence", "entity_id"])
    pairs = cooccurrences_of(mentions, 2)
    assert len(pairs) == math.comb(MOST_TOGETHER, 2) + 1
    assert pairs["entity_b"].drop_duplicates().isin([f"e{n:04}" for n in (*range(MOST_TOGETHER), 2999)]).all()
    (problem,) = crowded(mentions)
    assert problem.place == "d, sentence 1"
    assert f"{math.comb(3000, 2) - math.comb(MOST_TOGETHER, 2)} pairs left out" in problem.what


def test_a_sentence_with_as_many_entities_as_make_pairs_is_not_crowded():
    mentions = pd.DataFrame(
        [("d", 1, f"e{n}") for n in range(MOST_TOGETHER)], columns=["doc_id", "sentence", "entity_id"]
    )
    assert crowded(mentions) == []
    assert len(cooccurrences_of(mentions, 1)) == math.comb(MOST_TOGETHER, 2)


def test_partitions_add_up_to_the_whole():
    rows = [(f"d{n % 7}", n % 11, f"e{n * n % 13}") for n in range(200)]
    mentions = pd.DataFrame(rows, columns=["doc_id", "sentence", "entity_id"]).sort_values(["doc_id", "sentence"])
    first, second = mentions[mentions["doc_id"] < "d3"], mentions[mentions["doc_id"] >= "d3"]
    pd.testing.assert_frame_equal(cooccurrences_of(first, 77, second), cooccurrences_of(mentions, 77))
