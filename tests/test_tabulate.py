"""Tables: the schema's columns, counts, dates, pairs, and nothing that does not meet."""

import subprocess
import sys
from dataclasses import replace

import pandas as pd
import pytest

from pipeline.contracts import schema
from pipeline.contracts.problems import OK, USAGE, Problem, problem_frame
from pipeline.contracts.stagefiles import read_frame, write_frames
from pipeline.normalize import normalize
from pipeline.tabulate import count_words, main, tabulate


def test_tables_are_those_of_the_schema(stages):
    tables = tabulate(**stages)
    assert list(tables) == [table.name for table in schema.TABLES]
    for table in schema.TABLES:
        assert list(tables[table.name]) == table.names
        assert tables[table.name].index.tolist() == list(range(len(tables[table.name])))


def test_entities_are_sorted_by_mentions_then_id(stages):
    assert tabulate(**stages)["entities"]["entity_id"].tolist() == [
        "loc/ru/moscow",
        "per/bashar-al-assad",
        "per/x-butin",
        "loc/sy/idlib",
        "org/hezbollah",
    ]


def test_order_of_the_input_does_not_matter(stages):
    shuffled = {name: frame.sample(frac=1, random_state=1) for name, frame in stages.items()}
    for table, other in zip(tabulate(**stages).values(), tabulate(**shuffled).values(), strict=True):
        pd.testing.assert_frame_equal(table, other)


def test_tabulate_leaves_its_arguments_alone(stages):
    copies = {name: frame.copy(deep=True) for name, frame in stages.items()}
    tabulate(**stages)
    for name, frame in stages.items():
        pd.testing.assert_frame_equal(frame, copies[name])


def test_nothing_in_nothing_out(stages):
    tables = tabulate(**{name: frame.iloc[:0] for name, frame in stages.items()})
    for table in schema.TABLES:
        assert len(tables[table.name]) == 0
        assert dict(tables[table.name].dtypes.astype(str)) == table.dtypes


def test_document_without_a_sentence_counts_nothing(stages):
    nothing = {name: frame.iloc[:0] for name, frame in stages.items()}
    counts = tabulate(**nothing | {"documents": stages["documents"]})["documents"][["sentences", "words", "mentions"]]
    assert counts.to_numpy().tolist() == [[0, 0, 0]] * 3


def test_missing_texts_and_numbers(stages):
    nothing = {"country": None, "wikidata": float("nan"), "latitude": None, "longitude": None}
    stages["entities"] = stages["entities"].assign(**nothing)
    table = tabulate(**stages)["entities"]
    assert set(table["country"]) == set(table["wikidata"]) == {""}
    assert table["latitude"].isna().all()
    assert str(table["latitude"].dtype) == "float64"


def held(stages, *texts):
    """Return the table of roles, where document b (28 February) says the first text of بوتين, c (2019) the second."""
    rows = []
    for (doc_id, date), text in zip((("b", "2020-02-28"), ("c", "2019-12-01")), texts, strict=True):
        start = text.index("بوتين")
        rows.append((doc_id, date, text, start))
    documents = stages["documents"].set_index("doc_id").loc[[row[0] for row in rows]].reset_index()
    documents = documents.assign(text=[row[2] for row in rows])
    mentions = stages["mentions"][stages["mentions"]["surface"] == "بوتين"].copy()
    links = stages["links"][stages["links"]["mention_id"].isin(mentions["mention_id"])]
    mentions = mentions.sort_values("doc_id").assign(
        sentence=1, start=[row[3] for row in rows], end=[row[3] + 5 for row in rows]
    )
    entities = stages["entities"][stages["entities"]["name"] == "بوتين"]
    sentences = normalize(documents)
    frames = {
        "documents": documents,
        "sentences": sentences,
        "mentions": mentions,
        "links": links,
        "entities": entities,
    }
    return tabulate(**stages | frames)


def test_a_role_is_one_row_with_its_first_document(stages):
    tables = held(stages, "قال الرئيس الروسي بوتين", "وصل الرئيس الروسي بوتين")
    (role,) = tables["roles"].to_dict("records")
    assert (role["role"], role["role_en"], role["mentions"]) == ("الرئيس الروسي", "Russian President", 2)
    assert (role["doc_id"], role["first_date"], role["last_date"]) == ("c", "2019-12-01", "2020-02-28")
    assert (role["start"], role["end"]) == (4, 17)
    assert tables["people"]["role"].tolist() == ["الرئيس الروسي"]


def test_how_a_role_stands_is_kept_apart(stages):
    table = held(stages, "قال الرئيس السابق بوتين", "قال الرئيس بوتين")["roles"]
    assert sorted(zip(table["role"], table["status"], strict=True)) == [("الرئيس", ""), ("الرئيس", "former")]


def test_of_roles_as_frequent_the_office_is_shown(stages):
    tables = held(stages, "قال العقيد بوتين، قائد الشرطة", "قال بوتين")
    assert tables["people"]["role"].tolist() == ["قائد الشرطة"]
    assert tables["roles"]["kind"].tolist() == ["office", "rank"]


def described(stages, text):
    """Return the tables of bodies, where document a says a text of حزب الله."""
    documents = stages["documents"].set_index("doc_id").loc[["a"]].reset_index().assign(text=text)
    start = text.index("حزب الله")
    mentions = stages["mentions"][stages["mentions"]["surface"] == "حزب الله"].copy()
    mentions = mentions.assign(sentence=1, start=start, end=start + len("حزب الله"))
    frames = {
        "documents": documents,
        "sentences": normalize(documents),
        "mentions": mentions,
        "links": stages["links"][stages["links"]["mention_id"].isin(mentions["mention_id"])],
        "entities": stages["entities"][stages["entities"]["name"] == "حزب الله"],
    }
    return tabulate(**stages | frames)


@pytest.mark.parametrize(
    ("text", "said"),
    [("أعلن تنظيم «حزب الله» ذلك.", "تنظيم"), ("أعلن حزب الله ذلك.", ""), ("ذكر تنظيم أن حزب الله انسحب.", "")],
)
def test_what_a_body_is_called_stands_beside_it(stages, text, said):
    tables = described(stages, text)
    assert tables["organisations"]["described_as"].tolist() == tables["entities"]["described_as"].tolist() == [said]
    assert "described_as" not in tables["people"]
    assert "described_as" not in tables["places"]


def without(frame, column, value):
    """Return a frame without its one row that has a value."""
    assert (frame[column] == value).sum() == 1
    return frame[frame[column] != value]


def with_row(frame, **cells):
    """Return a frame with its first row once more, changed."""
    return pd.concat([frame, frame.iloc[:1].assign(**cells)], ignore_index=True)


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        pytest.param(
            "links",
            lambda links: without(links, "mention_id", "b:41-46"),
            "1 mentions without an entity, such as b:41-46",
            id="mention of nobody",
        ),
        pytest.param(
            "links",
            lambda links: with_row(links, known="loc/sy/idlib", label="LOC", name="إدلب"),
            "1 mentions with several entities, such as b:10-20",
            id="mention of two",
        ),
        pytest.param(
            "identities",
            lambda identities: with_row(identities, entity_id="per/x-butin"),
            "1 identities with several entities, such as بشار الأسد",
            id="identity of two",
        ),
        pytest.param(
            "links",
            lambda links: with_row(links, mention_id="c:99-100"),
            "1 links of unknown mentions, such as c:99-100",
            id="unknown mention",
        ),
        pytest.param(
            "entities",
            lambda entities: with_row(entities, entity_id="per/nobody"),
            "1 entities without a mention, such as per/nobody",
            id="entity that nobody mentions",
        ),
    ],
)
def test_ids_that_do_not_meet(stages, name, change, message):
    with pytest.raises(ValueError, match=message):
        tabulate(**stages | {name: change(stages[name])})


def test_mention_of_an_unknown_document(stages):
    documents = without(stages["documents"], "doc_id", "c")
    with pytest.raises(ValueError, match="1 mentions of unknown documents, such as c"):
        tabulate(**stages | {"documents": documents})


@pytest.mark.parametrize(
    ("text", "expected"),
    [("قال #حزب_الله، (4 مرات).", 5), ("M4", 2), ("…", 0), ("", 0), ("٢٠٢٠ عام", 2)],
)
def test_count_words(text, expected):
    assert count_words(text) == expected


def test_what_cells_cannot_show_is_taken_out(stages):
    stages["documents"] = stages["documents"].assign(title="عنوان \r\n من\u2028سطرين", source="سا\x07نا")
    strange = {"surface": "بشار\r\n\x0bالأسد", "context": "زار\n\nبشار \x0b الأسد", "name": "بشار\x00"}
    tables = tabulate(**stages | {"mentions": stages["mentions"].assign(**strange)})
    assert tables["documents"].loc[0, ["title", "source"]].tolist() == ["عنوان من سطرين", "سانا"]
    assert tables["mentions"].loc[0, ["surface", "context", "name"]].tolist() == [
        "بشار\r\n\x0bالأسد",
        "زار بشار الأسد",
        "بشار",
    ]


def test_stage(stages, tmp_path, capsys):
    names = ["documents", "sentences", "corrected", "links", "identities", "entities"]
    paths = {name: tmp_path / f"build/{name}.parquet" for name in names}
    frames = stages | {"corrected": stages["mentions"]}
    write_frames({path: frames[name] for name, path in paths.items()})
    tables = tmp_path / "build/tables"
    arguments = [*map(str, paths.values()), str(tables)]
    assert main(arguments) == OK
    assert read_frame(tables / "problems.parquet").empty
    problem = Problem("seeds/d.txt", "", "empty", "Fill it or remove it")
    other = replace(problem, file="seeds/b.txt", stage="tag")
    write_frames({tmp_path / "build/documents.problems.parquet": problem_frame([problem])})
    write_frames({tmp_path / "build/corrected.problems.parquet": problem_frame([other])})
    assert main(arguments) == OK
    assert read_frame(tables / "problems.parquet")["file"].tolist() == ["seeds/b.txt", "seeds/d.txt"]
    assert capsys.readouterr().err == ""
    for name, table in tabulate(**stages).items():
        if name != "problems":
            pd.testing.assert_frame_equal(read_frame(tables / f"{name}.parquet"), table)


def test_script_without_arguments():
    command = [sys.executable, "-m", "pipeline.tabulate"]
    assert subprocess.run(command, check=False, capture_output=True).returncode == USAGE
