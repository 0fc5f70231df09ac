"""Files written whole or not at all, alone and in sets."""

import os
import stat
from functools import partial

import pytest

from pipeline.contracts import atomic


def put(text, path):
    path.write_text(text, "utf-8")


def fail(path):
    path.write_text("half", "utf-8")
    raise OSError(28, "No space left on device", str(path))


@pytest.fixture
def tables(tmp_path):
    """A set of three tables of before, and the writers of a new one."""
    paths = [tmp_path / f"{name}.csv" for name in ("documents", "entities", "mentions")]
    for path in paths:
        path.write_text("old", "utf-8")
    return {path: partial(put, "new") for path in paths}


def contents(tables):
    return [path.read_text("utf-8") for path in tables]


def test_a_set_is_written(tables, tmp_path):
    atomic.write_all(tables)
    assert contents(tables) == ["new"] * 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["documents.csv", "entities.csv", "mentions.csv"]


def test_when_one_cannot_be_written_all_stay_as_they_were(tables, tmp_path):
    tables[tmp_path / "mentions.csv"] = fail
    with pytest.raises(OSError, match="No space left"):
        atomic.write_all(tables)
    assert contents(tables) == ["old"] * 3
    assert len(list(tmp_path.iterdir())) == 3, "no partial file is left"


def test_when_one_cannot_be_renamed_all_stay_as_they_were(tables, tmp_path):
    locked = tmp_path / "mentions.csv"
    locked.unlink()
    locked.mkdir()  # a file cannot be renamed onto a folder, nor on Windows onto a table that is open
    with pytest.raises(OSError, match="directory"):
        atomic.write_all(tables)
    assert [path.read_text("utf-8") for path in tables if path != locked] == ["old"] * 2
    assert len(list(tmp_path.iterdir())) == 3


def test_a_new_file_goes_when_the_set_fails(tables, tmp_path):
    first = tmp_path / "a-new-one.csv"
    last = tmp_path / "mentions.csv"
    last.unlink()
    last.mkdir()
    with pytest.raises(OSError, match="directory"):
        atomic.write_all({first: partial(put, "new"), **tables})
    assert not first.exists()


def test_two_who_write_at_once_do_not_meet(tmp_path):
    path = tmp_path / "table.csv"
    seen = []

    def outer(partial_path):
        seen.append(partial_path)
        atomic.write(path, lambda other: (seen.append(other), put("inner", other)))
        put("outer", partial_path)

    atomic.write(path, outer)
    assert path.read_text("utf-8") == "outer"
    assert len(set(seen)) == 2


def test_a_planted_link_is_not_followed(tmp_path):
    victim = tmp_path / "victim.txt"
    victim.write_text("mine", "utf-8")
    table = tmp_path / "table.csv"
    (tmp_path / "table.csv.partial").symlink_to(victim)
    table.symlink_to(victim)
    atomic.write_text(table, "new")
    assert victim.read_text("utf-8") == "mine"
    assert table.read_text("utf-8") == "new"
    assert not table.is_symlink()


def test_files_have_the_usual_permissions(tmp_path):
    before = os.umask(0o022)
    try:
        atomic.write_text(tmp_path / "folder/table.csv", "x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "folder/table.csv").stat().st_mode) == 0o644
