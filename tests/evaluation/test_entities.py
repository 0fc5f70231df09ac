"""Evaluation of the entities: clusters, English names, places."""

import json
from math import nan

import pytest

from pipeline.cli import main
from pipeline.contracts import schema
from pipeline.evaluation.entities import Mixture, Resolved, compare, mention_frame, plain_english, resolve
from pipeline.evaluation.gold import GoldEntity, GoldText
from pipeline.evaluation.metrics import Ratio
from pipeline.run import resolver


def resolved(meant, entity_id, name_en="", label="PER", place=(None, None), found=(nan, nan)):
    return Resolved(GoldEntity(0, 1, label, "اسم", meant, meant, *place), entity_id, name_en or meant, *found)


def test_b_cubed_is_the_mean_over_mentions():
    """The example of Bagga & Baldwin (1998): entities of 5, 2 and 5 mentions, the last two of which are one cluster."""
    gold = ["one"] * 5 + ["two"] * 2 + ["three"] * 5
    found = ["a"] * 5 + ["b"] * 7
    result = compare([resolved(*pair) for pair in zip(gold, found, strict=True)]).labels
    assert list(result) == ["PER", "ALL"]
    assert result["ALL"].precision == pytest.approx(0.76, abs=0.01)
    assert result["ALL"].recall == 1
    assert (result["ALL"].mentions, result["ALL"].entities, result["ALL"].clusters) == (12, 3, 2)


def test_merged_and_split_entities_are_listed_the_worst_first():
    one = [
        resolved("A", "x"),
        resolved("A", "x"),
        resolved("B", "x"),
        resolved("A", "y"),
        resolved("C", "z"),
        resolved("C", "z"),
    ]
    result = compare(one)
    assert result.merged == [Mixture("x", {"PER A A": 2, "PER B B": 1})]
    assert result.split == [Mixture("PER A A", {"x": 2, "y": 1})]
    assert result.split[0].wrong == 1
    assert result.mixed == Ratio(1, 3)


def test_gold_entities_of_one_name_and_two_labels_are_two():
    result = compare([resolved("A", "x"), resolved("A", "x", label="LOC")])
    assert result.labels["ALL"].entities == 2


def test_misnomers_are_counted():
    result = compare([resolved("Ali", "x", "Aly"), resolved("Ali", "x", "Aly"), resolved("Omar", "y", "omar")])
    assert [(one.name, one.found, one.gold, one.mentions) for one in result.misnomers] == [("اسم", "Aly", "Ali", 2)]
    assert result.labels["PER"].names == Ratio(1, 3)


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("Abdel-Fattah el-Sisi", "Abdel Fattah Al-Sisi"),
        ("Kılıçdaroğlu", "Kilicdaroglu"),
        ("Ma‘arat an-Nu’man", "Maarat an Numan"),
        ("Al Jazeera", "Jazeera"),
        ("Kafr Nabl", "Kafrnabl"),
        ("Washington, D.C.", "Washington DC"),
    ],
)
def test_english_names_are_compared_without_signs_and_articles(one, another):
    assert plain_english(one) == plain_english(another) != ""


@pytest.mark.parametrize(
    ("one", "another"), [("Ali", "Aly"), ("Elias", "Ias"), ("Alaa", "Aa"), ("Brigade 12", "Brigade 1")]
)
def test_other_letters_are_another_name(one, another):
    assert plain_english(one) != plain_english(another)


def test_places_are_right_within_25_kilometres():
    aleppo, damascus = (36.2, 37.16), (33.51, 36.28)
    result = compare(
        [
            resolved("Aleppo", "a", label="LOC", place=aleppo, found=(36.25, 37.2)),
            resolved("Damascus", "b", label="LOC", place=damascus, found=aleppo),
            resolved("Damascus", "c", label="LOC", place=damascus),
            resolved("Damascus", "c", label="LOC", place=damascus),
            resolved("Homs", "d", label="LOC", found=(34.7, 36.7)),
        ]
    )
    assert result.coordinates == Ratio(3, 5)
    assert result.near == Ratio(1, 4)
    assert [(one.entity, one.kilometres, one.mentions) for one in result.misplaced] == [("c", None, 2), ("b", 310, 1)]


def sentence(doc, *names):
    """A sentence that is its names, each of which is an entity of its own."""
    text, entities = "", []
    for name, meant in names:
        entities.append(GoldEntity(len(text), len(text) + len(name), "PER", name, meant, meant))
        text += name + " "
    return GoldText(text, tuple(entities), doc=doc)


def test_sentences_of_a_document_stand_one_after_another():
    texts = [sentence("أ", ("برهان دندش", "A")), sentence("أ", ("دندش", "A")), sentence("ب", ("دندش", "B"))]
    frame = mention_frame(texts)
    assert list(frame.columns) == schema.MENTION_FIELDS
    assert frame[["doc_id", "sentence", "start", "end"]].values.tolist() == [
        ["0", 1, 0, 10],
        ["0", 2, 12, 16],
        ["1", 1, 0, 4],
    ]


def test_mentions_are_resolved_document_by_document(knowledge):
    texts = [sentence("أ", ("برهان دندش", "A")), sentence("أ", ("دندش", "A")), sentence("ب", ("دندش", "B"))]
    first, second, third = resolve(texts, resolver(knowledge))
    assert first.entity_id == second.entity_id != third.entity_id
    assert compare([first, second, third]).labels["ALL"].f1 == 1


TEXT = "التقى بوتين وأردوغان في موسكو."
ENTITIES = [
    {"start": 6, "end": 11, "label": "PER", "name": "بوتين", "entity_en": "Vladimir Putin", "entity_ar": "بوتين"},
    {"start": 13, "end": 20, "label": "PER", "name": "أردوغان", "entity_en": "Tayyip", "entity_ar": "أردوغان"},
    {"start": 24, "end": 29, "label": "LOC", "name": "موسكو", "entity_en": "Moscow", "entity_ar": "موسكو"},
]


def test_the_command_prints_figures_and_errors(tmp_path, capsys):
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps({"text": TEXT, "entities": ENTITIES}), "utf-8")
    assert main(["evaluate", "--entities", str(path)]) == 0
    shown = capsys.readouterr().out
    assert "66.67" in shown
    assert "coordinates: 100.00 (1 of 1)" in shown
    assert "Recep Tayyip Erdogan" in shown
    assert main(["evaluate", "--entities", "--json", str(path)]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["labels"]["ALL"]["names"]["value"] == 0.6667
    assert result["near"] == {"right": 0, "of": 0, "value": None}
    assert result["misnomers"][0]["found"] == "Recep Tayyip Erdogan"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (json.dumps({"text": TEXT, "entities": [{"start": 6, "end": 11, "label": "PER"}]}), "line 1: no name"),
        ("بوتين\tB-PER\n", "line 1"),
        (json.dumps({"text": TEXT, "entities": []}), "no mention"),
        ("", "no mention"),
    ],
)
def test_gold_that_says_not_who_is_meant_is_named(tmp_path, capsys, content, said):
    path = tmp_path / "gold.jsonl"
    path.write_text(content, "utf-8")
    assert main(["evaluate", "--entities", str(path)]) == 1
    assert said in capsys.readouterr().err
