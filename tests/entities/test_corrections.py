"""The analyst's corrections: every error with its row, the files that spreadsheets write."""

import re
from pathlib import Path

import pytest
from corrections import HEADER, corrections
from documents import entity_of

from pipeline.entities.corrections import parse, read_corrections


def problems(knowledge, *rows):
    """The rows and problems of a names file."""
    found = parse(HEADER + "\n".join(rows), "names.csv", knowledge)
    return [(problem.place, problem.what) for problem in found.problems]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("tag,دندش,PER", "the action tag is unknown"),
        (",دندش,PER", "no action"),
        ("force,,PER", "no name"),
        ("force,؟؟؟,PER", "no letters in the name ؟؟؟"),
        ("force,دندش|شهاب,PER", "more than one name"),
        ("force,دندش,MISC", "the label MISC is unknown"),
        ("force,دندش", "no label"),
        ("merge,دندش,PER", "no entity to merge with"),
        ("merge,دندش,,برهان دندش", "no label"),
        ("split,دندش", "no label"),
        ("forbid,دندش,PER,per/bashar-al-assad", "a forbidden name means no entity"),
        ("merge,دندش,PER,per/nobody-at-all", "no entity has the id per/nobody-at-all"),
        ("merge,دندش,PER,loc/sy/idlib", "loc/sy/idlib is not the id of a PER"),
        ("merge,دندش,PER,؟", "؟ is neither an id nor a name"),
        ("merge,دندش,PER,دندش", "دندش means this entity already"),
        ("split,برهان دندش,PER,برهان دندش", "برهان دندش is the entity's own name"),
    ],
)
def test_a_row_that_cannot_be_used_is_told_and_the_others_apply(knowledge, row, problem):
    found = parse(f"{HEADER}forbid,حلب\n{row}\nforce,شهاب,PER\n", "names.csv", knowledge)
    assert found.usable
    assert [(one.place, one.stage, one.what) for one in found.problems] == [("names.csv, row 3", "names", problem)]
    assert found.problems[0].remedy
    assert [one.name for one in found.rows] == ["حلب", "شهاب"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("force,دندش,PER", "forbid,دندش"),
        ("forbid,أدهم,PER", "force,ادهم,PER"),
        ("force,دندش,PER", "force,دندش,LOC"),
        ("merge,دندش,PER,برهان شهاب", "merge,دندش,PER,علان شهاب"),
        ("force,دندش,PER,برهان شهاب", "merge,دندش,PER,علان شهاب"),
        ("merge,دندش,PER,برهان شهاب", "split,دندش,PER"),
        ("split,دندش,PER,برهان شهاب", "merge,دندش,PER,برهان شهاب"),
        ("merge,دندش,PER,per/bashar-al-assad", "split,دندش,PER,بشار الأسد"),
    ],
)
def test_of_two_rows_that_contradict_each_other_the_first_counts(knowledge, first, second):
    found = parse(HEADER + f"{first}\n{second}\n", "names.csv", knowledge)
    assert [(one.file, one.number) for one in found.rows] == [("names.csv", "2")]
    assert [one.place for one in found.problems] == ["names.csv, row 3"]
    assert "contradicts names.csv, row 2" in found.problems[0].what


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("force,دندش,PER", "force,دندش,PER"),
        ("force,دندش,PER", "merge,دندش,PER,برهان شهاب"),
        ("merge,دندش,PER,بشار الأسد", "merge,دندش,PER,per/bashar-al-assad"),
        ("merge,دندش,PER,برهان شهاب", "merge,دندش,ORG,نادي دندش"),
        ("split,دندش,PER,برهان شهاب", "split,دندش,PER,علان شهاب"),
        ("force,دندش,PER", "forbid,دندش الأول"),
    ],
)
def test_rows_that_agree_are_both_used(knowledge, first, second):
    assert len(corrections(knowledge, first, second).rows) == 2


def test_a_circle_of_merges_is_told(knowledge):
    rows = ("merge,فلان أ,PER,فلان ب", "merge,فلان ب,PER,فلان ج", "merge,فلان ج,PER,فلان أ")
    assert [file for file, problem in problems(knowledge, *rows) if "circle" in problem] == ["names.csv, row 4"]


def test_a_circle_by_ids_is_told(knowledge):
    first, second = (entity_of([("PER", name)], name, knowledge) for name in ("برهان دندش", "علان الشهابي"))
    rows = (f"merge,{first['name']},,{second['entity_id']}", f"merge,{second['name']},,{first['entity_id']}")
    assert [file for file, problem in problems(knowledge, *rows) if "circle" in problem] == ["names.csv, row 3"]


CELLS = [["action", "name", "label", "entity_id", "note"], ["force", "دندش", "PER", "", "a, b; c"], ["forbid", "حلب"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_files_of_every_spreadsheet_are_read(knowledge, tmp_path, encoding, separator, line_end):
    lines = [separator.join(f'"{cell}"' for cell in cells) for cells in CELLS]
    path = tmp_path / "names.csv"
    path.write_bytes((line_end.join(lines) + line_end).encode(encoding))
    found = read_corrections(path, knowledge)
    assert found.problems == ()
    assert [(one.action, one.name, one.label) for one in found.rows] == [
        ("force", "دندش", "PER"),
        ("forbid", "حلب", ""),
    ]


def test_columns_may_stand_in_any_order_among_those_of_the_tables(knowledge):
    text = "entity_id;Name ;mentions;Action\nper/bashar-al-assad;دندش;3;Merge\n\n;;;\n"
    found = parse(text, "names.csv", knowledge)
    assert found.problems == ()
    assert [(one.file, one.number, one.label) for one in found.rows] == [("names.csv", "2", "PER")]


def test_rows_count_as_in_a_spreadsheet(knowledge):
    text = HEADER + 'force,دندش,PER,,"a note\nof two lines"\n\nforce,,PER\n'
    assert [problem.place for problem in parse(text, "names.csv", knowledge).problems] == ["names.csv, row 4"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "no column action"),
        ("name,label\nدندش,PER\n", "no column action; the file is not used"),
        ("action,label\nforbid,PER\n", "no column name; the file is not used"),
        ("action,name,lable\nforbid,دندش,PER\n", "the column lable is unknown and not used"),
        ("action,name,name\nforbid,دندش,حلب\n", "2 columns are called name; the last is used"),
    ],
)
def test_a_header_that_is_wrong_is_told(knowledge, text, problem):
    first = parse(text, "names.csv", knowledge).problems[0]
    assert first.place == "names.csv, row 1"
    assert first.what.startswith(problem)


def test_a_cell_too_many_is_told(knowledge):
    found = parse(HEADER + "force,دندش,PER,,a, b\nforbid,حلب,,,,\n", "names.csv", knowledge)
    assert [one.name for one in found.rows] == ["حلب"]
    assert [(one.place, one.what) for one in found.problems] == [
        ("names.csv, row 2", "more cells than the first row names")
    ]


def test_a_stray_quote_is_told_and_the_rows_before_it_apply(knowledge):
    found = parse(HEADER + 'force,دندش,PER\nforce,"شهاب,PER\nforbid,حلب\n', "names.csv", knowledge)
    assert [one.name for one in found.rows] == ["دندش"]
    assert [one.place for one in found.problems] == ["names.csv, row 3"]


def test_a_file_in_another_encoding_is_read(knowledge, tmp_path):
    path = tmp_path / "names.csv"
    path.write_bytes((HEADER + "force,المهندس برهان دندش,PER\n").encode("windows-1256"))
    found = read_corrections(path, knowledge)
    assert [(one.action, one.name) for one in found.rows] == [("force", "المهندس برهان دندش")]
    assert found.problems == ()


def test_a_file_in_no_encoding_is_told(knowledge, tmp_path):
    path = tmp_path / "names.csv"
    path.write_bytes((HEADER + "forbid,Президент России встретился с министром\n").encode("windows-1251"))
    found = read_corrections(path, knowledge)
    assert (found.rows, found.usable, len(found.problems)) == ((), False, 1)
    assert "breaks utf-8" in found.problems[0].what
    assert "UTF-8" in found.problems[0].remedy


def test_a_file_that_is_not_there_is_told(knowledge, tmp_path):
    found = read_corrections(tmp_path / "none.csv", knowledge)
    assert [one.what for one in found.problems] == ["cannot be read: No such file or directory"]
    assert (found.rows, found.usable) == ((), False)


def test_the_example_in_the_documentation_has_no_problems(knowledge):
    page = (Path(__file__).parents[2] / "docs/names.md").read_text("utf-8")
    table = re.search(r"^\| action .*?\n\n", page, re.MULTILINE | re.DOTALL)
    rows = [line.split("|")[1:-1] for line in table.group().splitlines() if line and "---" not in line]
    found = parse("\n".join("\t".join(map(str.strip, row)) for row in rows), "names.md", knowledge)
    assert found.problems == ()
    assert len(found.rows) == len(rows) - 1
