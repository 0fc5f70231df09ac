"""A names file, the whole way: through a run, through the stages, through the command."""

import json

import pandas as pd
import pytest
from fake import FakeTagger

from pipeline.cli import main as kayan
from pipeline.contracts.problems import OK, PROBLEMS_FOUND, USAGE
from pipeline.contracts.stagefiles import read_frame, write_frames
from pipeline.correct import main as correct_main
from pipeline.entities.corrections import read_corrections
from pipeline.export import export
from pipeline.exports.csv import read_table
from pipeline.identify import main as identify_main
from pipeline.link import main as link_main
from pipeline.normalize import normalize
from pipeline.run import run
from pipeline.tag import tag


@pytest.fixture
def corpus(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/أ.txt").write_text("زار برهان دندش وأبو شهاب مدينة حلب.", "utf-8")
    rows = ["force;أبو شهاب;PER;برهان دندش", "forbid;حلب", "merge;حلب", "merge;برهان دندش;PER;ترتان الثالث"]
    (tmp_path / "names.csv").write_text("\r\n".join(["action;name;label;entity_id", *rows]), "utf-8-sig")
    return tmp_path


def test_run_applies_a_names_file(corpus, knowledge):
    tagger = FakeTagger({"برهان دندش": "PER", "حلب": "LOC"})
    tables, told = run([corpus / "in"], tagger, knowledge, read_corrections(corpus / "names.csv", knowledge))
    export(tables, corpus / "out")
    people = read_table(corpus / "out/entities.csv")
    assert sorted(people["name"]) == ["أبو شهاب", "برهان دندش"]
    found = read_table(corpus / "out/problems.csv")
    assert [file.rpartition("/")[2] for file in found["file"]] == [f"names.csv, row {row}" for row in (2, 4, 5)]
    assert set(found["stage"]) == {"names"}
    assert sorted(problem.place for problem in told) == found["file"].tolist()


def test_the_stage_scripts_do_the_same(corpus):
    tagger = FakeTagger({"برهان دندش": "PER", "حلب": "LOC"})
    sentences = normalize(pd.DataFrame({"doc_id": ["أ"], "text": [(corpus / "in/أ.txt").read_text("utf-8")]}))
    names = ("sentences", "mentions", "corrected", "links", "entities", "identities")
    paths = {name: corpus / f"build/{name}.parquet" for name in names}
    write_frames({paths["sentences"]: sentences, paths["mentions"]: tag(sentences, tagger)})
    correct_paths = [str(paths[name]) for name in ("sentences", "mentions", "corrected")]
    options = ["--names", str(corpus / "names.csv")]
    assert correct_main([*correct_paths, *options]) == PROBLEMS_FOUND
    assert list(read_frame(paths["corrected"])["name"]) == ["برهان دندش", "أبو شهاب"]
    assert link_main([str(paths["corrected"]), str(paths["links"])]) == OK
    identify_paths = [str(paths[name]) for name in ("links", "entities", "identities")]
    assert identify_main([*identify_paths, *options]) == PROBLEMS_FOUND
    told = [read_frame(paths[name].with_suffix(".problems.parquet")) for name in ("corrected", "entities")]
    assert [len(one) for one in told] == [1, 2]
    assert correct_main(correct_paths) == OK
    pd.testing.assert_frame_equal(read_frame(paths["corrected"]), read_frame(paths["mentions"]))
    assert read_frame(corpus / "build/corrected.problems.parquet").empty


@pytest.mark.parametrize("text", ["", "name;label\nدندش;PER\n"])
def test_a_names_file_that_cannot_be_used_at_all_stops_the_work(corpus, capsys, text):
    (corpus / "names.csv").write_text(text, "utf-8")
    names = ["--names", str(corpus / "names.csv")]
    assert kayan(["run", str(corpus / "in"), "-o", str(corpus / "out"), *names]) == USAGE
    assert kayan(["tag", "زار بوتين حلب", *names]) == USAGE
    assert correct_main([str(corpus / "s"), str(corpus / "m"), str(corpus / "c"), *names]) == USAGE
    shown = capsys.readouterr()
    assert shown.err.count("names.csv, row 1: no column action; the file is not used") == 3
    assert shown.out == ""
    assert not (corpus / "out").exists()


def test_the_command_line_takes_a_names_file(corpus, capsys):
    names = ["--names", str(corpus / "names.csv")]
    assert kayan(["run", str(corpus / "in"), "-o", str(corpus / "out"), *names]) == PROBLEMS_FOUND
    assert "names.csv, row 4: no entity to merge with. Copy the entity_id from entities.csv" in capsys.readouterr().err
    assert kayan(["tag", "زار بوتين حلب", "--json", *names]) == PROBLEMS_FOUND
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["name"] for line in lines] == ["بوتين"]
    assert kayan(["tag", "زار بوتين حلب", "--conll", *names]) == USAGE


def test_a_names_file_that_is_not_there_is_a_wrong_argument(corpus, capsys):
    with pytest.raises(SystemExit) as error:
        kayan(["run", str(corpus / "in"), "-o", str(corpus / "out"), "--names", str(corpus / "none.csv")])
    assert error.value.code == USAGE
    assert "there is no file" in capsys.readouterr().err
