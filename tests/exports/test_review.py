"""The review list: what is suggested, that every row is one of a names file, and that what was deleted stays away."""

import json

import pandas as pd
import pytest
from corpus import DATA, corpus, hostile, tables_of
from fake import FakeTagger

from pipeline.contracts import schema
from pipeline.entities.corrections import read_corrections
from pipeline.exports import suggestions
from pipeline.exports.cells import restore
from pipeline.exports.review import IDENTITY, read_reviewed, review_files, review_table
from pipeline.run import run

CASES = json.loads((DATA / "suggestions.json").read_text("utf-8"))


def one_document(names):
    """Return the tables of one document that has each name so often."""
    entities = [
        [f"e{at}", label, name, name, source, "", "", "", None, None, ""]
        for at, (label, name, source, _) in enumerate(names)
    ]
    mentions = [[name, name, f"e{at}", 0.9] for at, (_, name, _, times) in enumerate(names) for _ in range(times)]
    text = "، ".join(mention[0] for mention in mentions)
    document = {"doc_id": "one", "title": "", "date": "", "source": "", "url": "", "language": "", "text": text}
    return tables_of({"entities": entities, "documents": [{**document, "mentions": mentions}]})


def identities(table):
    return [list(row) for row in table[IDENTITY].itertuples(index=False, name=None)]


def written(tables, folder):
    """Write the review list of tables, and return it as a names file is read."""
    for name, write in review_files({**tables, "review": review_table(tables)}).items():
        write(folder / name)
    return as_names(folder / "review.csv")


def as_names(path):
    return pd.read_csv(path, encoding="utf-8-sig", dtype="str", keep_default_na=False).map(restore)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_suggestions(case):
    assert identities(review_table(one_document(case["names"]))) == case["expected"]


def test_the_list_of_the_corpus():
    assert identities(review_table(corpus())) == [
        ["merge", "وائل قاسمي", "PER", "per/x-wael-qasim-0a1b2c"],
        ["split", "ويندهوك", "LOC", "loc/na/windhoek"],
        ["forbid", "الأمل", "ORG", ""],
    ]


def test_a_row_tells_why_and_where():
    row = review_table(corpus()).iloc[0]
    assert row["note"].endswith(": one letter apart from وائل قاسم (Wael Qasim, 2 mentions)")
    assert row["note"].startswith("review ")
    assert "وائل قاسمي" in row["context"]
    assert row["mentions"] == 1


def test_a_person_known_by_a_lone_name_may_be_another():
    document = {
        "doc_id": "one",
        "title": "",
        "date": "",
        "source": "",
        "url": "",
        "language": "",
        "text": "قال الحداد كلمة.",
    }
    entities = [["per/samer-al-haddad", "PER", "سامر الحداد", "Samer al-Haddad", "kb", "", "", "", None, None, ""]]
    mentions = [["الحداد", "الحداد", "per/samer-al-haddad", 0.9]]
    tables = tables_of({"entities": entities, "documents": [{**document, "mentions": mentions}]})
    assert identities(review_table(tables)) == [["split", "الحداد", "PER", "per/samer-al-haddad"]]


def test_names_are_suggested_once_and_kinds_have_an_end(monkeypatch):
    monkeypatch.setattr(suggestions, "MOST", 1)
    table = review_table(one_document([("ORG", f"جمعية {letter * 5}", "romanised", 3) for letter in "بتثجح"]))
    assert len(table) == 1
    assert not table.duplicated(["name", "label"]).any()


def test_what_is_not_scored_is_not_doubted():
    tables = corpus()
    tables["mentions"] = tables["mentions"].assign(score=float("nan"))
    assert "forbid" not in set(review_table(tables)["action"])


def test_what_is_kept_or_deleted_does_not_come_back(tmp_path):
    first = written(corpus(), tmp_path)
    kept = first[:1]
    reviewed = read_reviewed(tmp_path / "reviewed.tsv")
    again = written({**corpus(), "names": kept, "reviewed": reviewed}, tmp_path)
    assert again.empty
    assert len(read_reviewed(tmp_path / "reviewed.tsv")) == 3


def test_what_is_new_is_suggested_after_a_review(tmp_path):
    tables = corpus()
    old = {**tables, "mentions": tables["mentions"].assign(score=0.9)}
    kept = written(old, tmp_path)[:1]
    assert len(written({**tables, "names": kept, "reviewed": read_reviewed(tmp_path / "reviewed.tsv")}, tmp_path)) == 1
    assert identities(as_names(tmp_path / "review.csv")) == [["forbid", "الأمل", "ORG", ""]]


def test_a_names_file_of_ones_own_deletes_nothing(tmp_path):
    written(corpus(), tmp_path)
    own = pd.DataFrame([["forbid", "الأمل", "ORG", "", "an adjective"]], columns=schema.REVIEW.names[:5])
    reviewed = read_reviewed(tmp_path / "reviewed.tsv")
    assert len(review_table({**corpus(), "names": own, "reviewed": reviewed})) == 2


def test_there_is_no_memory_without_a_file(tmp_path):
    assert read_reviewed(tmp_path / "reviewed.tsv").empty


def test_the_same_tables_give_the_same_list(tmp_path):
    assert written(corpus(), tmp_path).equals(
        written({**corpus(), "reviewed": read_reviewed(tmp_path / "reviewed.tsv")}, tmp_path)
    )
    assert len(read_reviewed(tmp_path / "reviewed.tsv")) == 3


TEXT = """\
قال خالد المشعوف إن بوتين وصل. ورد خالد المشعوف على نادر العوا.
قال خالد المشعوق إن العوا غادر، وشكر خالد المشعوف جمعية الوفاق. ووصلت جمعية الوفاق، وعادت جمعية الوفاق.
وغاب خالد المشعوث.
"""
NAMES = {
    "خالد المشعوف": "PER",
    "خالد المشعوق": "PER",
    "خالد المشعوث": "PER",
    "بوتين": "PER",
    "نادر العوا": "PER",
    "العوا": "PER",
    "جمعية الوفاق": "ORG",
}


def test_rows_that_are_kept_are_the_corrections_that_are_applied(knowledge, tmp_path):
    (tmp_path / "one.txt").write_text(TEXT, "utf-8")
    tables, _ = run([tmp_path / "one.txt"], FakeTagger(NAMES), knowledge)
    listed = written(tables, tmp_path)
    kept = listed[listed["name"].isin(["خالد المشعوق", "بوتين", "خالد المشعوف"])]
    assert len(listed) > len(kept) == 3
    (tmp_path / "names.csv").write_text(kept.to_csv(index=False), "utf-8")
    corrections = read_corrections(tmp_path / "names.csv", knowledge)
    assert corrections.problems == ()
    applied = [[row.action, row.name, row.label, row.target.written if row.target else ""] for row in corrections.rows]
    assert applied == identities(kept)
    people = run([tmp_path / "one.txt"], FakeTagger(NAMES), knowledge, corrections)[0]["people"]
    assert dict(zip(people["name"], people["mentions"], strict=True)) == {
        "خالد المشعوف": 4,
        "نادر العوا": 2,
        "بوتين": 1,
        "خالد المشعوث": 1,
    }
    assert people.set_index("name")["name_en_source"]["بوتين"] != "kb"


def test_all_rows_of_a_list_can_be_kept(knowledge, tmp_path):
    (tmp_path / "one.txt").write_text(TEXT, "utf-8")
    tables, _ = run([tmp_path / "one.txt"], FakeTagger(NAMES), knowledge)
    written(tables, tmp_path)
    corrections = read_corrections(tmp_path / "review.csv", knowledge)
    assert corrections.problems == ()
    assert {row.action for row in corrections.rows} == {"merge", "split", "force"}


def test_hostile_names_come_back_as_they_are(tmp_path):
    tables = hostile()
    found = written(tables, tmp_path)
    assert len(found) > 5
    assert set(found["name"]) <= set(tables["mentions"]["name"])
