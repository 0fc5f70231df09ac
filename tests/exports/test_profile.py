"""`kayan show`: which entity is meant, and what is told of it."""

import io

import pytest
from corpus import corpus, hostile
from rich.console import Console

from pipeline.cli import main
from pipeline.contracts.problems import FAILED, OK, USAGE
from pipeline.exports import EXPORTS
from pipeline.exports.profile import matching, print_profile, read_tables


@pytest.fixture
def folder(tmp_path):
    for file, write in EXPORTS["csv"](corpus()).items():
        write(tmp_path / file)
    return tmp_path


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("loc/sy/idlib", ["loc/sy/idlib"]),
        ("ادلب", ["loc/sy/idlib"]),
        ("IDLIB", ["loc/sy/idlib"]),
        ("الحداد", ["per/samer-al-haddad"]),
        ("وائل قاسم", ["per/x-wael-qasim-0a1b2c"]),
        ("وائل", ["per/x-wael-qasim-0a1b2c", "per/x-wael-qasem-0a1b2d"]),
        ("loc/sy", []),
        ("دمشق", []),
        ("؟", []),
    ],
)
def test_an_entity_is_meant_by_its_id_or_a_name(wanted, found):
    assert [row["entity_id"] for row in matching(corpus()["entities"], wanted)] == found


def test_a_profile_tells_who_with_whom_and_where(folder, capsys):
    assert main(["show", "سامر الحداد", "--tables", str(folder)]) == OK
    shown = capsys.readouterr().out
    for told in (
        "Samer al-Haddad",
        "journalist, Syria",
        "3 in 3 documents",
        "https://www.wikidata.org/wiki/Q1001",
        "الحداد",
    ):
        assert told in shown
    assert "2023-11 – 2024-03-20" in shown
    assert corpus()["mentions"]["mention_id"][1] in shown
    assert shown.index("Relief Union") < shown.index("in the documents")


def test_several_are_listed(folder, capsys):
    assert main(["show", "وائل", "--tables", str(folder)]) == FAILED
    assert len(capsys.readouterr().out.splitlines()) == 2


@pytest.mark.parametrize(
    ("arguments", "told"), [(["دمشق"], "no entity"), (["إدلب", "--tables", "nowhere"], "Make the tables first")]
)
def test_what_cannot_be_shown_is_said(folder, capsys, monkeypatch, arguments, told):
    monkeypatch.chdir(folder)
    (folder / "output").symlink_to(folder)
    assert main(["show", *arguments]) == USAGE
    assert told in capsys.readouterr().err


def test_hostile_names_are_shown_as_they_are(tmp_path):
    tables = hostile()
    for file, write in EXPORTS["csv"](tables).items():
        write(tmp_path / file)
    for entity in matching(read_tables(tmp_path)["entities"], "per/x-0"):
        console = Console(file=io.StringIO(), width=200)
        print_profile(read_tables(tmp_path), entity, console)
        assert "<script>alert(1)</script>" in console.file.getvalue()
