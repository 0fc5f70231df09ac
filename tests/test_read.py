"""Reading: which files become documents, what is a problem, and that the text is kept to the letter."""

import hashlib
import os
import subprocess
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pandas as pd
import pytest

from pipeline.contracts import schema
from pipeline.contracts.problems import OK, PROBLEMS_FOUND, USAGE, Problem
from pipeline.contracts.records import Reading
from pipeline.contracts.stagefiles import read_frame
from pipeline.read import main, read, unique

NEWS = "قصف على إدلب\nقتل أربعون عنصرا في قصف روسي على ريف إدلب.\n"


def write(path, text, encoding="utf-8"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding))
    return path


def problems_of(*paths):
    return [problem.what for problem in read(paths)[1]]


def test_document(tmp_path):
    file = write(tmp_path / "خبر.txt", NEWS)
    documents, problems = read([file])
    sha256 = hashlib.sha256(NEWS.encode()).hexdigest()
    assert problems == []
    assert list(documents) == schema.DOCUMENT_FIELDS
    assert set(documents.dtypes.astype(str)) == {"str"}
    assert documents.to_dict("records") == [
        {
            "doc_id": "خبر",
            "file": file.as_posix(),
            "title": "قصف على إدلب",
            "date": "",
            "date_source": "",
            "source": "",
            "url": "",
            "language": "ar",
            "encoding": "utf-8",
            "text": NEWS,
            "sha256": sha256,
        }
    ]


def test_a_touched_file_is_read_as_before(tmp_path):
    file = write(tmp_path / "a.txt", NEWS)
    before = read([file])[0]
    os.utime(file, ns=(0, 0))
    pd.testing.assert_frame_equal(read([file])[0], before)


def test_folders_are_walked_in_the_order_of_names(tmp_path):
    for name in ("b.txt", "a/z.txt", "a/.cache/x.txt", "c.TXT", ".gitkeep", ".DS_Store", "~$b.txt"):
        write(tmp_path / name, f"خبر من {name}")
    documents, problems = read([tmp_path])
    assert problems == []
    assert [Path(file).relative_to(tmp_path).as_posix() for file in documents["file"]] == ["a/z.txt", "b.txt", "c.TXT"]


def test_file_named_twice_is_one_document(tmp_path):
    file = write(tmp_path / "a.txt", NEWS)
    documents, problems = read([tmp_path, file, tmp_path / "." / "a.txt"])
    assert (len(documents), problems) == (1, [])


def test_equal_stems_get_numbers(tmp_path):
    for folder in ("2020", "2021", "2022"):
        write(tmp_path / folder / "خبر.txt", f"خبر عام {folder}")
    write(tmp_path / "خبر~2.txt", "خبر آخر")
    assert read([tmp_path])[0]["doc_id"].tolist() == ["خبر", "خبر~3", "خبر~4", "خبر~2"]


def test_unique_makes_no_new_collisions():
    assert unique(["a", "a~2", "a~2", "a"]) == ["a", "a~2", "a~2~2", "a~3"]
    assert unique([]) == []


def test_copies_are_kept_and_told(tmp_path):
    write(tmp_path / "a.txt", NEWS)
    write(tmp_path / "b.txt", NEWS)
    documents, problems = read([tmp_path])
    assert documents["doc_id"].tolist() == ["a", "b"]
    assert problems == [
        Problem(
            (tmp_path / "b.txt").as_posix(),
            "",
            "document b has the same text as a; both are used",
            "Remove one of them, or its mentions count twice",
            "read",
        )
    ]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        pytest.param(b"", "empty", id="no bytes"),
        pytest.param(b"\xef\xbb\xbf", "empty", id="only a byte order mark"),
        pytest.param(b" \r\n\t", "empty", id="only spaces"),
        pytest.param(b"Breaking news from Damascus", "no Arabic letters; not used", id="English"),
        pytest.param("١٢٣، ٤٥٦؟".encode(), "no Arabic letters; not used", id="digits and signs"),
        pytest.param("دم\0شق\0ال".encode(), "not a text: 2 of its 14 bytes are NUL", id="NULs in UTF-8"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0", "not a text: a picture (PNG)", id="picture"),
        pytest.param("قت\ufffd عنصر".encode(), "lost characters (U+FFFD): 1 of 8", id="letters lost before"),
    ],
)
def test_unusable_content(tmp_path, content, problem):
    file = tmp_path / "a.txt"
    file.write_bytes(content)
    documents, problems = read([file])
    assert len(documents) == 0
    assert list(documents) == schema.DOCUMENT_FIELDS
    assert [(found.place, found.stage, found.what) for found in problems] == [(file.as_posix(), "read", problem)]
    assert problems[0].remedy


def test_few_lost_characters_are_told_and_the_document_used(tmp_path):
    file = write(tmp_path / "a.txt", NEWS * 4 + "\ufffd")
    assert len(read([file])[0]) == 1
    assert problems_of(file) == ["lost characters (U+FFFD): 1; used all the same"]


def test_one_bad_file_does_not_stop_the_others(tmp_path):
    write(tmp_path / "a.txt", "")
    write(tmp_path / "b.txt", NEWS)
    write(tmp_path / "c.doc", NEWS)
    write(tmp_path / "d", f"{NEWS}وعاد الأهالي إلى قراهم.")
    write(tmp_path / "README", NEWS)
    (tmp_path / "empty").mkdir()
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "round").symlink_to(tmp_path)
    documents, problems = read([tmp_path, tmp_path / "missing.txt"])
    assert documents["doc_id"].tolist() == ["b", "d"]
    assert [(Path(found.place).name, found.what) for found in problems] == [
        ("a.txt", "empty"),
        ("c.doc", "the ending .doc is not read"),
        ("empty", "the folder is empty"),
        ("gone.txt", "cannot be read: No such file or directory"),
        ("round", "a link to a folder is not followed"),
        ("missing.txt", "cannot be read: No such file or directory"),
    ]
    assert problems[1].remedy == "Save it as .docx in the program that it is from"


def test_forbidden_file_and_folder(tmp_path, monkeypatch):
    file = write(tmp_path / "a" / "a.txt", NEWS)

    def forbidden(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", forbidden)
    assert problems_of(file) == ["cannot be read: Permission denied"]
    monkeypatch.setattr(Path, "iterdir", forbidden)
    assert problems_of(tmp_path) == ["cannot be read: Permission denied"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems allow no such names and no pipes")
def test_odd_names_and_pipes(tmp_path):
    file = tmp_path / os.fsdecode(b"\xcf\xe3\xd4\xde.txt")
    file.write_text(NEWS, "utf-8")
    os.mkfifo(tmp_path / "pipe.txt")
    documents, problems = read([tmp_path])
    assert documents.at[0, "doc_id"] == r"\udccf\udce3\udcd4\udcde"
    assert [problem.what for problem in problems] == ["not a regular file"]


def test_stage_writes_documents_and_problems(tmp_path, capsys):
    source, output = tmp_path / "seeds", tmp_path / "build" / "documents.parquet"
    write(source / "a.txt", NEWS)
    assert main([str(source), str(output)]) == OK
    assert read_frame(output)["text"].tolist() == [NEWS]
    empty = write(source / "b.txt", "")
    assert main([str(source), str(output)]) == PROBLEMS_FOUND
    problems = read_frame(output.with_name("documents.problems.parquet"))
    assert problems.to_numpy().tolist() == [[empty.as_posix(), "read", "empty", "Fill it or remove it"]]
    assert capsys.readouterr().err == f"read: {empty.as_posix()}: empty. Fill it or remove it\n"


def test_stage_never_overwrites_a_text(tmp_path, capsys):
    first, second = write(tmp_path / "a.txt", NEWS), write(tmp_path / "b.txt", "نص")
    with pytest.raises(SystemExit) as caught:
        main([str(first), str(second)])
    assert caught.value.code == USAGE
    assert "ends in .parquet" in capsys.readouterr().err
    assert second.read_text("utf-8") == "نص"


def test_script(tmp_path):
    write(tmp_path / "a.txt", NEWS)
    command = [sys.executable, "-m", "pipeline.read", str(tmp_path / "a.txt"), str(tmp_path / "documents.parquet")]
    assert subprocess.run(command, check=False, capture_output=True).returncode == OK
    assert subprocess.run(command[:3], check=False, capture_output=True).returncode == USAGE


def test_read_me_files_are_read_only_when_named(tmp_path):
    file = write(tmp_path / "README.txt", NEWS)
    write(tmp_path / "a.txt", f"{NEWS}وعاد الأهالي.")
    assert read([tmp_path])[0]["doc_id"].tolist() == ["a"]
    assert read([file])[0]["doc_id"].tolist() == ["README"]


def test_a_pattern_stands_for_the_files_that_fit_it(tmp_path):
    for name in ("b1.txt", "b2.txt", "c.txt"):
        write(tmp_path / name, f"{NEWS}وهذا {name}")
    assert read([tmp_path / "b*.txt"])[0]["doc_id"].tolist() == ["b1", "b2"]
    write(tmp_path / "[x].txt", NEWS)
    assert read([tmp_path / "[x].txt"])[0]["doc_id"].tolist() == ["[x]"]


def test_standard_input_is_sniffed(monkeypatch):
    page = f"<!DOCTYPE html><html><title>خبر</title><body><article><p>{'قصف روسي على ريف إدلب. ' * 20}</p></article></html>"
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(page.encode())))
    documents, problems = read([Path("-")])
    assert problems == []
    assert documents[["doc_id", "file", "title"]].to_numpy().tolist() == [["stdin", "-", "خبر"]]


def test_a_file_that_never_ends_is_told(tmp_path):
    file = write(tmp_path / "a.txt", NEWS * 200)
    assert [p.what for p in read([file], Reading(max_size=1024))[1]] == ["larger than 0.0009766 MB"]


@pytest.mark.parametrize(
    ("name", "text", "date", "source"),
    [
        ("خبر 2016-01-15.txt", "قصف على إدلب.", "2016-01-15", "name"),
        ("خبر 2016-01-15.txt", "قصف على إدلب\nعنب بلدي - 16 كانون الثاني 2016\nقتل أربعون.", "2016-01-16", "text"),
        ("خبر.csv", "النص,التاريخ\nقصف روسي على ريف إدلب,17/01/2016", "2016-01-17", "metadata"),
        ("خبر 2016.txt", "في 3 أيار 2015 قصفت الطائرات إدلب.", "", ""),
    ],
)
def test_where_dates_come_from(tmp_path, name, text, date, source):
    documents, _ = read([write(tmp_path / name, text)])
    assert documents[["date", "date_source"]].to_numpy().tolist() == [[date, source]]
    assert source in ("", *schema.DATE_SOURCES)


def test_the_language_is_told_and_other_ones_are_read(tmp_path):
    write(tmp_path / "fa.txt", "رئیس جمهور ایران در سخنرانی خود گفت که این کشور را ترک نمی‌کند")
    write(tmp_path / "en.txt", "The governor of Idlib (إدلب) said that the road to Damascus was closed for the day")
    assert dict(read([tmp_path])[0][["doc_id", "language"]].to_numpy().tolist()) == {"fa": "fa", "en": "en"}


def test_settings_of_the_folder_and_of_the_command(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "a.csv", "خلاصة,مضمون\nقصف روسي على ريف إدلب الجنوبي مساء,زار الرئيس حلب أمس")
    write(tmp_path / "kayan.toml", '[read]\ntext_column = "مضمون"')
    assert main(["a.csv", "build/documents.parquet"]) == OK
    assert read_frame(Path("build/documents.parquet"))["text"].tolist() == ["زار الرئيس حلب أمس"]
    assert main(["a.csv", "build/documents.parquet", "--text-column", "خلاصة"]) == OK
    assert read_frame(Path("build/documents.parquet"))["text"].tolist() == ["قصف روسي على ريف إدلب الجنوبي مساء"]
    write(tmp_path / "kayan.toml", "[read]\ntextcolumn = 1")
    with pytest.raises(SystemExit) as caught:
        main(["a.csv", "build/documents.parquet"])
    assert caught.value.code == USAGE
