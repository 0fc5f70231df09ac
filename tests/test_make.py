"""The Makefile: what is made again when something changes. Nothing is run: `make -n` says what would be."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline import schema

ROOT = Path(__file__).parents[1]
STAGES = ["read", "normalize", "tag", "resolve", "tabulate"]
BUILT = ["documents", "sentences", "mentions", "entities"]


@pytest.fixture
def project(tmp_path):
    """A project in which everything is made, every file older than what is made from it."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    sources = [path.relative_to(ROOT) for path in (ROOT / "pipeline").rglob("*") if path.is_file()]
    seeds = [Path("seeds/خبر أول.txt"), Path("seeds/a: b (1)/c [1].txt"), Path("seeds/#$a|b;'c'.txt")]
    made = [Path(f"build/{name}.parquet") for name in BUILT]
    made.insert(2, Path("build/tagger"))
    made += [Path(f"output/{table.name}.csv") for table in schema.TABLES]
    (tmp_path / "pyproject.toml").touch()
    files = [Path("pyproject.toml"), Path("constraints.txt"), Path(".venv/installed"), *sources, *seeds, *made]
    for age, file in enumerate(files):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).touch()
        os.utime(tmp_path / file, (1_000_000 + age, 1_000_000 + age))
    (tmp_path / "build/tagger").write_text("onnx\n")
    os.utime(tmp_path / "build/tagger", (1_000_000 + len(files) - 12, 1_000_000 + len(files) - 12))
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
        ("pipeline/resolve.py", "resolve"),
        ("pipeline/coreference.py", "resolve"),
        ("pipeline/knowledge/curated.csv", "resolve"),
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


def test_another_tagger_tags_again(project):
    assert stages_of(project, "TAGGER=camel") == ["tag", "resolve", "tabulate"]
    assert stages_of(project, "TAGGER=onnx") == []
