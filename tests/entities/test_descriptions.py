"""Descriptions beside names of organisations: sentences of our own (data/descriptions.json)."""

import json
from collections import Counter

import pytest
from cases import DATA
from entities.test_roles import frames

from pipeline.entities.descriptions import FIELDS, descriptions

CASES = json.loads((DATA / "descriptions.json").read_text("utf-8"))


def found(marked):
    """Return the descriptions in a text: name, description."""
    sentences, mentions = frames(marked)
    names = dict(zip(mentions["mention_id"], mentions["surface"], strict=True))
    return [(names[row.mention_id], row.described_as) for row in descriptions(sentences, mentions).itertuples()]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["input"])
def test_what_a_text_calls_a_body(case):
    assert Counter(found(case["input"])) == Counter(map(tuple, case["expected"]))


def test_there_are_enough_cases_and_negatives_among_them():
    assert len(CASES) >= 60
    assert sum(not case["expected"] for case in CASES) >= 20


def test_no_organisation_no_rows():
    sentences, mentions = frames("وصل {P:سامر دندش} إلى {L:حلب}")
    assert list(descriptions(sentences, mentions).columns) == FIELDS
    assert descriptions(sentences, mentions).empty
