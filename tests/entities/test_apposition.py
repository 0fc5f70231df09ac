"""Names that a document gives after another, for short."""

import pandas as pd
import pytest
from documents import grouped

from pipeline.contracts import schema
from pipeline.taggers.mentions import context


def organisations(text, *names):
    """A mention frame of one document, each name an organisation where it stands after the one before."""
    rows, at = [], 0
    for name in names:
        start = text.index(name, at)
        at = start + len(name)
        rows.append((f"d:{start}-{at}", "d", 1, start, at, "ORG", name, name, 1.0, "fake", context(text, start, at)))
    return pd.DataFrame(rows, columns=schema.MENTION_FIELDS)


@pytest.fixture
def lengths(knowledge):
    """Returns how many mentions each entity has."""
    return lambda mentions: [len(ids) for ids in grouped(mentions, knowledge)[0].values()]


@pytest.mark.parametrize(
    ("text", "name", "alias"),
    [
        ("أعلن مجلس دندش البلدي (مدب) في بيان، ثم مدب", "مجلس دندش البلدي", "مدب"),
        ("أعلن «مجلس دندش البلدي» (مدب) في بيان", "مجلس دندش البلدي", "مدب"),
        ("أعلن مجلس دندش البلدي ( «مدب» ) في بيان", "مجلس دندش البلدي", "مدب"),
        ('أعلن مجلس دندش البلدي "مدب" في بيان', "مجلس دندش البلدي", "مدب"),
        ("أعلن مجلس دندش البلدي مدب في بيان", "مجلس دندش البلدي", "مدب"),
        ("أعلن مجلس دندش البلدي (Dandash Local Council) في بيان", "مجلس دندش البلدي", "Dandash Local Council"),
    ],
)
def test_a_name_in_brackets_or_quotes_after_another_is_its_alias(lengths, text, name, alias):
    assert lengths(organisations(text, name, alias)) == [2]


def test_what_is_known_of_an_alias_is_said_of_the_name(knowledge):
    mentions = organisations("أعلنت قوات دندش الكبرى (قسد) في بيان", "قوات دندش الكبرى", "قسد")
    ids, _ = grouped(mentions, knowledge)
    assert {entity_id: len(group) for entity_id, group in ids.items()} == {"org/sdf": 2}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("أعلن مجلس دندش البلدي (بحسب مدب) في بيان", ("مجلس دندش البلدي", "مدب")),
        ("أعلن مجلس دندش البلدي، مدب، في بيان", ("مجلس دندش البلدي", "مدب")),
        ("أعلن مجلس دندش البلدي نادي علان في بيان", ("مجلس دندش البلدي", "نادي علان")),
        ('أعلن مجلس دندش البلدي "مدب تعود"', ("مجلس دندش البلدي", "مدب")),
        ("حماس (قسد)", ("حماس", "قسد")),
    ],
)
def test_other_names_that_follow_are_other_organisations(lengths, text, names):
    assert lengths(organisations(text, *names)) == [1, 1]
