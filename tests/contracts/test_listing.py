"""What make is told of changed documents."""

import os
import shutil

import pytest

from pipeline.contracts.listing import listing, main


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "seeds/sub").mkdir(parents=True)
    (tmp_path / "seeds/a.txt").write_text("نص", "utf-8")
    (tmp_path / "seeds/sub/b (1).txt").write_text("نص آخر", "utf-8")
    main(["--write", str(tmp_path / "build/listing"), str(tmp_path / "seeds")])
    return tmp_path


def said(folder, capsys, *more):
    main([str(folder / "build/listing"), str(folder / "seeds"), *more])
    return capsys.readouterr().out.strip()


def test_nothing_changed(folder, capsys):
    assert said(folder, capsys) == ""


def test_a_future_time_is_no_change_by_itself(folder, capsys):
    os.utime(folder / "seeds/a.txt", (4e9, 4e9))
    main(["--write", str(folder / "build/listing"), str(folder / "seeds")])
    assert said(folder, capsys) == ""


def test_a_file_that_was_written_came_or_went_is_seen(folder, capsys):
    (folder / "seeds/a.txt").write_text("غير", "utf-8")
    assert said(folder, capsys) == "changed"
    main(["--write", str(folder / "build/listing"), str(folder / "seeds")])
    (folder / "seeds/new.txt").touch()
    assert said(folder, capsys) == "changed"
    (folder / "seeds/new.txt").unlink()
    assert said(folder, capsys) == ""


def test_an_older_file_of_the_same_size_put_in_its_place_is_seen(folder, capsys):
    state = (folder / "seeds/a.txt").stat()
    other = folder / "other.txt"
    other.write_text("صن", "utf-8")
    os.utime(other, ns=(state.st_atime_ns, state.st_mtime_ns))
    shutil.copy2(other, folder / "seeds/a.txt")
    assert (folder / "seeds/a.txt").stat().st_mtime_ns == state.st_mtime_ns
    assert said(folder, capsys) == "changed"


def test_without_a_listing_everything_changed(folder, capsys):
    (folder / "build/listing").unlink()
    assert said(folder, capsys) == "changed"
    (folder / "build/listing").write_bytes(b"\xff\xfe")
    assert said(folder, capsys) == "changed"


def test_an_empty_name_is_no_input_and_another_input_is_a_change(folder, capsys):
    assert said(folder, capsys, "") == ""
    assert said(folder, capsys, str(folder / "names.csv")) == "changed"


def test_names_that_are_no_text_are_listed(tmp_path):
    (tmp_path / os.fsdecode(b"\xff.txt")).touch()
    assert listing([tmp_path]).isascii()
