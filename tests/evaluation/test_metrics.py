"""Metrics: what counts as right, and what as which error."""

from math import isnan, nan

import pytest

from pipeline.evaluation.metrics import (
    ALL,
    Compared,
    Proclitics,
    Ratio,
    Score,
    calibration_error,
    confusion,
    error_kinds,
    partial_scores,
    proclitic_decisions,
    scores,
    scores_by,
)


def compared(gold, found, text="", **about):
    return Compared(frozenset(gold), dict.fromkeys(found, 0.9), text, **about)


def test_only_exact_span_and_label_are_right():
    one = compared({(0, 4, "PER"), (5, 9, "LOC"), (10, 12, "ORG")}, [(0, 4, "PER"), (5, 9, "ORG"), (10, 13, "ORG")])
    result = scores([one])
    assert result[ALL] == Score(1, 3, 3)
    assert result["PER"].f1 == 1.0
    assert result["ORG"] == Score(0, 2, 1)
    assert list(result)[-1] == ALL


def test_metrics_of_nothing_are_zero_and_ratios_of_nothing_are_not_known():
    assert (Score(0, 0, 0).precision, Score(0, 0, 0).recall, Score(0, 0, 0).f1) == (0, 0, 0)
    assert isnan(Ratio(0, 0).value)
    assert isnan(calibration_error([]))


@pytest.mark.parametrize(
    ("gold", "found", "right"),
    [
        ([(0, 9, "PER")], [(0, 9, "PER")], 1),
        ([(0, 9, "PER")], [(2, 12, "PER")], 0.5),
        ([(0, 9, "PER")], [(0, 4, "PER"), (5, 9, "PER")], 0.5),
        ([(0, 4, "PER"), (5, 9, "PER")], [(0, 9, "PER")], 0.5),
        ([(0, 4, "PER"), (5, 9, "PER")], [(0, 4, "PER"), (5, 7, "PER")], 1.5),
        ([(0, 9, "PER")], [(0, 4, "LOC")], 0),
        ([(0, 9, "PER")], [(9, 12, "PER")], 0),
    ],
)
def test_a_part_with_its_label_counts_one_half_once(gold, found, right):
    assert partial_scores([compared(gold, found)])[ALL] == Score(right, len(found), len(gold))


def test_scores_by_group_leave_out_texts_of_no_group():
    texts = [
        compared([(0, 4, "PER")], [(0, 4, "PER")], source="ب", date="2009-11-06"),
        compared([(0, 4, "PER")], [], source="أ", date="2011"),
        compared([(0, 4, "PER")], [], date="09 يونيو"),
    ]
    assert scores_by(texts, lambda one: one.source) == {"أ": Score(0, 0, 1), "ب": Score(1, 1, 1)}
    assert list(scores_by(texts, lambda one: one.decade)) == ["2000s", "2010s"]


def test_confusion_counts_each_gold_span_once():
    gold = [(0, 9, "PER"), (10, 14, "LOC"), (20, 24, "ORG")]
    found = [(0, 3, "LOC"), (4, 9, "ORG"), (10, 14, "LOC"), (30, 33, "PER")]
    assert confusion([compared(gold, found)]) == {
        "LOC": {"LOC": 1},
        "ORG": {"none": 1},
        "PER": {"ORG": 1},
        "none": {"PER": 1},
    }


def test_errors_have_kinds():
    gold = [(0, 4, "PER"), (11, 15, "PER"), (20, 29, "ORG"), (40, 44, "LOC")]
    found = [(0, 4, "LOC"), (10, 15, "PER"), (20, 24, "ORG"), (50, 52, "PER")]
    kinds = error_kinds([compared(gold, found)])
    assert kinds == dict.fromkeys(("label", "clitic", "boundary", "missed", "spurious"), 1)


RIGHT, WRONG, NOT_COUNTED = Ratio(1, 1), Ratio(0, 1), Ratio(0, 0)


@pytest.mark.parametrize(
    ("text", "gold", "found", "clitic", "name"),
    [
        ("وبوتين", (1, 6), (1, 6), RIGHT, NOT_COUNTED),
        ("وبوتين", (1, 6), (0, 6), WRONG, NOT_COUNTED),
        ("وَبوتين", (2, 7), (2, 7), RIGHT, NOT_COUNTED),
        ("لـبوتين", (2, 7), (0, 7), WRONG, NOT_COUNTED),
        ("لبنان", (0, 5), (0, 5), NOT_COUNTED, RIGHT),
        ("في لبنان", (3, 8), (4, 8), NOT_COUNTED, WRONG),
        ("«لبنان»", (1, 6), (1, 6), NOT_COUNTED, RIGHT),
        ("سوريا", (0, 5), (3, 5), NOT_COUNTED, NOT_COUNTED),
        ("سوريا", (0, 5), (0, 4), NOT_COUNTED, NOT_COUNTED),
        ("مصر", (0, 3), (0, 3), NOT_COUNTED, NOT_COUNTED),
    ],
)
def test_proclitic_decisions_are_those_of_mentions_found_up_to_their_clitic(text, gold, found, clitic, name):
    one = compared([(*gold, "LOC")], [(*found, "LOC")], text)
    assert proclitic_decisions([one]) == Proclitics(clitic, name)


def test_proclitic_decisions_of_tokens_are_none():
    assert proclitic_decisions([compared([(0, 1, "PER")], [(0, 1, "PER")])]).all == Ratio(0, 0)


def test_calibration_error_is_the_gap_between_score_and_ratio():
    one = Compared(frozenset({(0, 1, "PER")}), {(0, 1, "PER"): 0.75, (2, 3, "PER"): 0.75})
    assert calibration_error([one]) == pytest.approx(0.25)


def test_spans_without_score_are_not_calibrated():
    assert isnan(calibration_error([Compared(frozenset(), {(0, 1, "PER"): nan})]))
