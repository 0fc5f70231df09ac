"""The Makefile: what is made again when something changes. Nothing is run: `make -n` says what would be."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.contracts import schema
from pipeline.contracts.prerequisites import stages

ROOT = Path(__file__).parents[1]
STAGES = ["read", "normalize", "tag", "correct", "link", "identify", "tabulate", "export"]
AFTER_TAGGING = STAGES[3:]
BUILT = [
    "documents.parquet",
    "sentences.parquet",
    "tagger",
    "mentions.parquet",
    "user.listing",
    "corrected.parquet",
    "links.parquet",
    "entities.parquet",
    "tables/documents.parquet",
    "exported",
]
LISTING = "contracts/listing.py"


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project in which everything is made, every file older than what is made from it."""
    monkeypatch.delenv("KAYAN_KNOWLEDGE", raising=False)
    shutil.copy(ROOT / "Makefile", tmp_path)
    sources = [path.relative_to(ROOT) for path in (ROOT / "pipeline").rglob("*") if path.is_file()]
    seeds = [Path("seeds/خبر أول.txt"), Path("seeds/a: b (1)/c [1].txt"), Path("seeds/#$a|b;'c'.txt")]
    made = [Path(f"build/{name}") for name in BUILT] + [Path(f"output/{table.name}.csv") for table in schema.TABLES]
    files = [Path("pyproject.toml"), Path("constraints.txt"), Path(".venv/installed"), *sources, *seeds, *made]
    content = {Path("pipeline") / name: (ROOT / "pipeline" / name).read_text("utf-8") for name in READ_BY_MAKE}
    content |= {Path("build/tagger"): "onnx\n"}
    for file in files:
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(content.get(file, ""), "utf-8")
    list_files(tmp_path, "build/documents.listing", "seeds", "kayan.toml")
    list_files(tmp_path, *USER)
    for age, file in enumerate(files):
        if file not in seeds:  # the listing tells whether they changed
            date(tmp_path / file, age)
    return tmp_path


READ_BY_MAKE = (LISTING, "contracts/prerequisites.tsv")
USER = ("build/user.listing", "", "knowledge")


def list_files(project, *arguments):
    """Make a listing true, as the stage does that reads the files."""
    command = [sys.executable, "-S", str(ROOT / "pipeline" / LISTING), "--write", *arguments]
    subprocess.run(command, cwd=project, check=True)


def date(path, age):
    os.utime(path, (1_000_000 + age, 1_000_000 + age))


def shown(project, *settings):
    command = ["make", "-n", f"PYTHON={sys.executable}", *settings]
    return subprocess.run(command, cwd=project, check=True, capture_output=True, text=True).stdout


def stages_of(project, *settings):
    return re.findall(r"^\S+ -m pipeline\.(\w+)", shown(project, *settings), re.MULTILINE)


def test_the_stages_are_those_of_the_list():
    assert stages() == STAGES


def test_nothing_is_made_twice(project):
    assert stages_of(project) == []
    command = ["make", "-q", f"PYTHON={sys.executable}"]
    assert subprocess.run(command, cwd=project, check=False, capture_output=True).returncode == 0


@pytest.mark.parametrize(
    ("touched", "first"),
    [
        ("seeds/خبر أول.txt", "read"),
        ("seeds/a: b (1)/c [1].txt", "read"),
        ("seeds/#$a|b;'c'.txt", "read"),
        ("pipeline/read.py", "read"),
        ("pipeline/formats/encodings.py", "read"),
        ("pipeline/formats/usertables.py", "read"),
        ("pipeline/normalize.py", "normalize"),
        ("pipeline/arabic/abbreviations.tsv", "normalize"),
        ("pipeline/tag.py", "tag"),
        ("pipeline/taggers/onnx.py", "tag"),
        ("pipeline/models/model.onnx", "tag"),
        ("pipeline/correct.py", "correct"),
        ("pipeline/entities/corrections.py", "correct"),
        ("pipeline/knowledge/curated.csv", "correct"),
        ("pipeline/link.py", "link"),
        ("pipeline/entities/coreference.py", "link"),
        ("pipeline/entities/apposition.py", "link"),
        ("pipeline/identify.py", "identify"),
        ("pipeline/english/gloss.py", "identify"),
        ("pipeline/tabulate.py", "tabulate"),
        ("pipeline/export.py", "export"),
        ("pipeline/exports/csv.py", "export"),
    ],
)
def test_what_depends_on_a_change_is_made_again_and_nothing_else(project, touched, first):
    (project / touched).touch()
    assert stages_of(project) == STAGES[STAGES.index(first) :]


@pytest.mark.parametrize("touched", ["pipeline/cli.py", "pipeline/run.py", "pipeline/evaluation/gold.py"])
def test_what_no_table_depends_on_makes_nothing_again(project, touched):
    (project / touched).touch()
    assert stages_of(project) == []


def test_settings_of_how_to_read_are_noticed(project):
    (project / "kayan.toml").write_text("[read]\nmax_size = 1\n", "utf-8")
    assert stages_of(project) == STAGES


def test_a_new_document_and_one_taken_away_are_noticed(project):
    (project / "seeds/new.txt").touch()
    assert stages_of(project) == STAGES
    (project / "seeds/new.txt").unlink()
    assert stages_of(project) == []
    (project / "seeds/خبر أول.txt").unlink()
    assert stages_of(project) == STAGES


@pytest.mark.parametrize("name", [".hidden.txt", "~$lock.txt", "a: b (1)/.swp", ".folder/a.txt"])
def test_an_editor_s_hidden_file_is_no_document(project, name):
    (project / "seeds" / name).parent.mkdir(exist_ok=True)
    (project / "seeds" / name).touch()
    assert stages_of(project) == []


def test_a_deleted_table_is_written_again(project):
    (project / "output/people.csv").unlink()
    assert stages_of(project) == ["export"]
    assert (project / "output/documents.csv").exists()


def test_knowledge_of_the_user_s_own_links_again(project):
    table = project / "knowledge/my names.csv"
    table.parent.mkdir()
    table.touch()
    assert stages_of(project) == AFTER_TAGGING
    list_files(project, *USER)
    date(project / "build/user.listing", 0)
    assert stages_of(project) == []
    table.unlink()
    assert stages_of(project) == AFTER_TAGGING
    assert stages_of(project, "KAYAN_KNOWLEDGE=none") == AFTER_TAGGING


def test_another_tagger_tags_again(project):
    assert stages_of(project, "TAGGER=camel") == STAGES[2:]
    assert stages_of(project, "TAGGER=onnx") == []


def test_corrections_that_come_change_and_go_are_noticed_and_nothing_is_tagged_again(project):
    names = project / "names.csv"
    names.touch()
    assert stages_of(project) == AFTER_TAGGING
    list_files(project, "build/user.listing", "names.csv", "knowledge")
    date(project / "build/user.listing", 0)
    assert stages_of(project) == []
    names.touch()
    assert stages_of(project) == AFTER_TAGGING
    names.unlink()
    assert stages_of(project) == AFTER_TAGGING


def test_another_names_file_is_used(project):
    (project / "mine's.tsv").touch()
    found = re.findall(r"-m pipeline\.(\w+).* --names (.*?) \|\|", shown(project, "NAMES=mine's.tsv"))
    assert found == [("correct", "'mine'\\''s.tsv'"), ("identify", "'mine'\\''s.tsv'"), ("export", "'mine'\\''s.tsv'")]
