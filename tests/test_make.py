"""The Makefile: what is made again when something changes. Nothing is run: `make -n` says what would be."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline import schema

ROOT = Path(__file__).parents[1]
STAGES = ["read", "normalize", "tag", "names", "resolve", "tabulate"]
BUILT = ["documents", "sentences", "mentions", "corrected", "entities"]


@pytest.fixture
def project(tmp_path):
    """A project in which everything is made, every file older than what is made from it."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    sources = [path.relative_to(ROOT) for path in (ROOT / "pipeline").rglob("*") if path.is_file()]
    seeds = [Path("seeds/خبر أول.txt"), Path("seeds/a: b (1)/c [1].txt"), Path("seeds/#$a|b;'c'.txt")]
    made = [Path(f"build/{name}.parquet") for name in BUILT]
    made[2:2] = [Path("build/tagger"), Path("build/names")]
    made += [Path(f"output/{table.name}.csv") for table in schema.TABLES]
    (tmp_path / "pyproject.toml").touch()
    files = [Path("pyproject.toml"), Path("constraints.txt"), Path(".venv/installed"), *sources, *seeds, *made]
    asked_for = {Path("build/tagger"): "onnx\n", Path("build/names"): "\n"}
    for age, file in enumerate(files):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(asked_for.get(file, ""))
        os.utime(tmp_path / file, (1_000_000 + age, 1_000_000 + age))
    for path in [tmp_path / "seeds", tmp_path / "seeds/a: b (1)"]:
        os.utime(path, (1_000_000, 1_000_000))
    return tmp_path


def stages_of(project, *settings):
    shown = subprocess.run(["make", "-n", *settings], cwd=project, check=True, capture_output=True, text=True).stdout
    return re.findall(r"^\S+ -m pipeline\.(\w+)", shown, re.MULTILINE)


def test_nothing_is_made_twice(project):
    assert stages_of(project) == []
    assert subprocess.run(["make", "-q"], cwd=project, check=False, capture_output=True).returncode == 0


@pytest.mark.parametrize(
    ("touched", "first"),
    [
        ("seeds/خبر أول.txt", "read"),
        ("seeds/a: b (1)/c [1].txt", "read"),
        ("seeds/#$a|b;'c'.txt", "read"),
        ("pipeline/read.py", "read"),
        ("pipeline/encodings.py", "read"),
        ("pipeline/normalize.py", "normalize"),
        ("pipeline/arabic/abbreviations.tsv", "normalize"),
        ("pipeline/tag.py", "tag"),
        ("pipeline/taggers/onnx.py", "tag"),
        ("pipeline/models/model.onnx", "tag"),
        ("pipeline/names.py", "names"),
        ("pipeline/corrections.py", "names"),
        ("pipeline/sheets.py", "names"),
        ("pipeline/resolve.py", "resolve"),
        ("pipeline/coreference.py", "resolve"),
        ("pipeline/apposition.py", "resolve"),
        ("pipeline/knowledge/curated.csv", "names"),
        ("pipeline/tabulate.py", "tabulate"),
    ],
)
def test_what_depends_on_a_change_is_made_again_and_nothing_else(project, touched, first):
    (project / touched).touch()
    assert stages_of(project) == STAGES[STAGES.index(first) :]


def test_a_new_document_and_one_taken_away_are_noticed(project):
    (project / "seeds/new.txt").touch()
    assert stages_of(project) == STAGES
    (project / "seeds/new.txt").unlink()
    assert stages_of(project) == STAGES


def test_an_editor_s_hidden_file_is_no_document(project):
    (project / "seeds/.hidden.txt").touch()
    os.utime(project / "seeds", (1_000_000, 1_000_000))
    assert stages_of(project) == []


def test_a_deleted_table_is_written_again(project):
    (project / "output/people.csv").unlink()
    shown = subprocess.run(["make", "-n"], cwd=project, check=True, capture_output=True, text=True).stdout
    assert re.findall(r"test -f (\S+) \|\| \S+ -m pipeline\.(\w+)", shown) == [("output/people.csv", "tabulate")]
    assert (project / "output/documents.csv").exists()


def test_knowledge_of_the_user_s_own_resolves_again(project):
    table = project / "knowledge/my names.csv"
    table.parent.mkdir()
    table.touch()
    assert "resolve" in stages_of(project)
    assert "tag" not in stages_of(project)
    for path in (table, table.parent):
        os.utime(path, (1_000_000, 1_000_000))
    assert stages_of(project) == []
    table.unlink()
    assert "resolve" in stages_of(project)
    assert stages_of(project, "KAYAN_KNOWLEDGE=none") == []


def test_another_tagger_tags_again(project):
    assert stages_of(project, "TAGGER=camel") == ["tag", "names", "resolve", "tabulate"]
    assert stages_of(project, "TAGGER=onnx") == []


def test_corrections_that_come_change_and_go_are_noticed_and_nothing_is_tagged_again(project):
    after_tagging = ["names", "resolve", "tabulate"]
    names = project / "names.csv"
    names.touch()
    assert stages_of(project) == after_tagging
    os.utime(names, (1_000_000, 1_000_000))
    (project / "build/names").write_text("names.csv\n")
    os.utime(project / "build/names", (1_000_000, 1_000_000))
    assert stages_of(project) == []
    names.touch()
    assert stages_of(project) == after_tagging
    names.unlink()
    assert stages_of(project) == after_tagging


def test_another_names_file_is_used(project):
    (project / "mine.tsv").touch()
    shown = subprocess.run(["make", "-n", "NAMES=mine.tsv"], cwd=project, check=True, capture_output=True, text=True)
    assert re.findall(r"-m pipeline\.(\w+).* --names 'mine.tsv'", shown.stdout) == ["names", "resolve"]
