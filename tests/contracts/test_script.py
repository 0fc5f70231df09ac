"""A stage as a script: what it takes, and what the user says."""

import pytest

from pipeline.contracts import script


def test_the_user_digests_follow_the_content_of_names_and_knowledge(tmp_path, monkeypatch):
    monkeypatch.setenv("KAYAN_KNOWLEDGE", str(tmp_path / "knowledge"))
    names = tmp_path / "names.csv"
    before = script.user_digests(names)
    names.write_text("action,name\n", "utf-8")
    (tmp_path / "knowledge").mkdir()
    (tmp_path / "knowledge/mine.csv").write_text("x", "utf-8")
    after = script.user_digests(names)
    assert [one == other for one, other in zip(before, after, strict=True)] == [True, False, False]


def test_formats_are_listed_or_refused(capsys):
    parser = script.parser("A stage.\n\nusage: …", "tables")
    script.add_formats(parser, ("csv", "xlsx", "spacy"), ("csv",), {"spacy": "no_such_package"})
    assert parser.parse_args(["t"]).format == ["csv"]
    assert parser.parse_args(["t", "--format", "xlsx"]).format == ["xlsx"]
    with pytest.raises(SystemExit):
        parser.parse_args(["t", "--format", "pdf"])
    assert "pdf is none of csv, xlsx" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        parser.parse_args(["t", "--format", "csv,spacy"])
    assert "spacy needs no_such_package: pip install 'kayan[spacy]'" in capsys.readouterr().err
