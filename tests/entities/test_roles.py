"""Roles beside names: 155 sentences of our own (data/roles.json), in which {P:…}, {L:…} and {O:…} are the mentions."""

import json
import re
from collections import Counter

import pandas as pd
import pytest
from cases import DATA

from pipeline.entities.role_names import role_in_english
from pipeline.entities.roles import FIELDS, roles
from pipeline.normalize import normalize

CASES = json.loads((DATA / "roles.json").read_text("utf-8"))
LABELS = {"P": "PER", "L": "LOC", "O": "ORG"}
MARKED = re.compile(r"\{([PLO]):([^}]*)\}")


def frames(marked, countries=None):
    """Return the sentences of a text whose mentions are marked, and these; each entity is called by its name."""
    rows, text, last = [], "", 0
    for match in MARKED.finditer(marked):
        text += marked[last : match.start()]
        name, start, last = match[2], len(text), match.end()
        text += name
        rows.append(
            (
                f"d:{start}",
                "d",
                1,
                start,
                len(text),
                LABELS[match[1]],
                name,
                name,
                name,
                (countries or {}).get(name, ""),
            )
        )
    columns = [
        "mention_id",
        "doc_id",
        "sentence",
        "start",
        "end",
        "label",
        "surface",
        "entity_id",
        "name_en",
        "country",
    ]
    mentions = pd.DataFrame(rows, columns=columns)
    sentences = normalize(pd.DataFrame({"doc_id": ["d"], "text": [text + marked[last:]]}))
    number = [
        next(s.sentence for s in sentences.itertuples() if s.start <= start < s.end) for start in mentions["start"]
    ]
    return sentences, mentions.assign(sentence=number)


def found(marked, countries=None):
    """Return the roles in a text: name, role, status."""
    sentences, mentions = frames(marked, countries)
    table = roles(sentences, mentions, role_in_english)
    names = dict(zip(mentions["mention_id"], mentions["surface"], strict=True))
    return [(names[row.mention_id], row.role, row.status) for row in table.itertuples()]


def test_nineteen_of_twenty_roles_are_right_and_four_of_five_are_found():
    gold = [Counter(map(tuple, case["expected"])) for case in CASES]
    told = [Counter(found(case["input"])) for case in CASES]
    right = sum((one & other).total() for one, other in zip(gold, told, strict=True))
    wrong = [list((other - one).elements()) for one, other in zip(gold, told, strict=True) if other - one]
    assert len(CASES) >= 150
    assert right / sum(one.total() for one in told) >= 0.95, wrong
    assert right / sum(one.total() for one in gold) >= 0.80


@pytest.mark.parametrize("case", [case for case in CASES if not case["expected"]], ids=lambda case: case["input"])
def test_what_is_no_role_is_none(case):
    assert found(case["input"]) == []


def test_a_role_is_a_slice_of_the_source():
    sentences, mentions = frames("قُتل أمس. نعت {O:سانا} العقيد الرُكن {P:سامر دندش}، قائد {O:الكتيبة 873}، وآخرين")
    text = " ".join(sentences["source"])
    table = roles(sentences, mentions, role_in_english)
    assert [text[row.start : row.end] for row in table.itertuples()] == ["العقيد الرُكن", "قائد الكتيبة 873"]
    assert table["role"].tolist() == ["العقيد الركن", "قائد الكتيبة 873"]
    assert table["organisation"].tolist() == ["", "الكتيبة 873"]
    assert table["kind"].tolist() == ["rank", "office"]


def test_the_office_of_another_nation_is_another_mans():
    text = "قال الرئيس السوري {P:فلاديمير بوتين} ذلك"
    assert found(text, {"فلاديمير بوتين": "RU"}) == []
    assert found(text, {"فلاديمير بوتين": "SY"}) == found(text) == [("فلاديمير بوتين", "الرئيس السوري", "")]


def test_without_people_there_are_no_roles():
    table = roles(*frames("قال وزير الخارجية في {L:موسكو}"), role_in_english)
    assert table.empty
    assert list(table.columns) == FIELDS
