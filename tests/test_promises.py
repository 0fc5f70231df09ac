r"""The promises of docs/annotation-guidelines.md, rule by rule, on invented news: the mentions found are exactly those expected.

data/promises.json holds the cases; each expected surface is the next occurrence after the one before it.
data/promises_known_failures.txt lists those that the embedded model gets wrong. They are strict expected failures: a model
that learns one fails the test until the line is taken out. The ids of all cases that fail, listed or not:

    pytest tests/test_promises.py -k found --runxfail --tb=no -rf | sed -n 's/^FAILED .*\[\([^]]*\).*/\1/p'
"""

import json
from pathlib import Path

import pytest

from pipeline.contracts.schema import LABELS
from pipeline.evaluation.gold import GoldEntity, GoldText
from pipeline.evaluation.mentions import compare_texts
from pipeline.taggers.onnx import OnnxTagger

DATA = Path(__file__).parent / "data"


def entities(text, expected):
    """Return the expected mentions with their places in the text; ValueError where a surface is not there."""
    found, end = [], 0
    for surface, label in expected:
        start = text.index(surface, end)
        end = start + len(surface)
        found.append(GoldEntity(start, end, label))
    return tuple(found)


CASES = {
    f"{case['kind']}/{case['id']}": GoldText(case["text"], entities(case["text"], case["expected"]))
    for case in json.loads((DATA / "promises.json").read_text("utf-8"))
}
KNOWN_FAILURES = [
    line
    for line in (DATA / "promises_known_failures.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
KNOWN_FAILURE = pytest.mark.xfail(raises=AssertionError, strict=True)


@pytest.fixture(scope="module")
def tagger():
    return OnnxTagger()


def readable(text, spans):
    return [(start, text[start:end], label) for start, end, label in sorted(spans)]


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=name, marks=KNOWN_FAILURE if name in KNOWN_FAILURES else ())
        for name, case in CASES.items()
    ],
)
def test_exactly_the_expected_mentions_are_found(tagger, case):
    (compared,) = compare_texts([case], tagger)
    assert readable(case.text, compared.found) == readable(case.text, compared.gold)


@pytest.mark.xfail(raises=AssertionError, strict=True, reason="33 of 442 are broken: 92.5 % are kept, not 95")
def test_at_most_one_promise_in_twenty_is_broken():
    assert len(KNOWN_FAILURES) <= 0.05 * len(CASES)


def test_known_failures_are_cases():
    assert sorted(set(KNOWN_FAILURES)) == sorted(KNOWN_FAILURES)
    assert set(KNOWN_FAILURES) <= CASES.keys()


def test_expected_labels_are_the_projects_own():
    assert {entity.label for case in CASES.values() for entity in case.entities} == set(LABELS)
