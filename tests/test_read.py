"""Reading: what is decoded, what becomes a headline, what is a problem, and that the text is kept to the letter."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from pipeline import files, schema
from pipeline.encodings import STRANGEST, UnreadableError, decode, strangeness
from pipeline.read import headline, main, read, unique

DATA = Path(__file__).parent / "data"
NEWS = "قصف على إدلب\nقتل أربعون عنصرا في قصف روسي على ريف إدلب.\n"


def cases(name):
    return [pytest.param(case, id=case["label"]) for case in json.loads((DATA / name).read_text("utf-8"))]


def write(path, text, encoding="utf-8"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding))
    return path


def problems_of(*paths):
    return [problem.problem for problem in read(paths)[1]]


@pytest.mark.parametrize("encoding", ["windows-1256", "iso-8859-6"])
@pytest.mark.parametrize("case", cases("one_byte.json"))
def test_one_byte_encodings_are_told_apart(case, encoding):
    assert decode(case["text"].encode(encoding)) == (case["text"], encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1256"])
def test_text_is_kept_to_the_letter(encoding):
    text = "«دمشق»\r\n\r\nقال: “لا”… \t\rثم\n\n"
    assert decode(text.encode(encoding)) == (text, encoding)


@pytest.mark.parametrize(("mark", "encoding"), [(b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")])
def test_utf_16_of_either_byte_order(mark, encoding):
    assert decode(mark + "دمشق\r\n".encode(encoding)) == ("دمشق\r\n", "utf-16")


def test_byte_order_mark_is_taken_off_once():
    assert decode("\ufeff\ufeffدمشق".encode()) == ("\ufeffدمشق", "utf-8-sig")


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param("قصف روسي على ريف إدلب الغربي".encode()[:-1], id="UTF-8 cut in a letter"),
        pytest.param(b"\xef\xbb\xbf" + "دمشق".encode("windows-1256"), id="UTF-8 mark before another encoding"),
        pytest.param(b"\xff\xfe" + "دمشق".encode("utf-16-le")[:-1], id="UTF-16 cut in a letter"),
        pytest.param("Президент России встретился с министром".encode("windows-1251"), id="Russian"),
        pytest.param("Le président a été reçu à l'Élysée".encode("windows-1252"), id="French"),
        pytest.param("ראש הממשלה נפגש היום עם הנשיא".encode("windows-1255"), id="Hebrew"),
        pytest.param("中国国家主席今天会见了美国总统".encode("gbk"), id="Chinese"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\xff\xfe\xf1\xe9", id="picture"),
    ],
)
def test_what_fits_no_encoding_is_not_guessed(raw):
    with pytest.raises(UnreadableError) as caught:
        decode(raw)
    assert "breaks utf-" in caught.value.problem
    assert "save it as UTF-8" in caught.value.remedy


def test_strangeness_of_vowelled_arabic_is_still_arabic():
    assert strangeness("وَمِنْ جِهَةِ الْيَمَنِ سَبْعَةُ أَمْيَالٍ عِنْدَ الْوَادِي") < STRANGEST
    assert strangeness("") == strangeness("Reuters 2020") == 0


@pytest.mark.parametrize("case", cases("headlines.json"))
def test_headline(case):
    assert headline(case["input"]) == case["expected"]


def test_headline_length():
    body = "نص " * 100
    assert headline(("عنوان " + "ع" * 144) + "\n" + body) == ("عنوان " + "ع" * 144)
    assert headline(("عنوان " + "ع" * 145) + "\n" + body) == ""


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
            "source": "",
            "encoding": "utf-8",
            "text": NEWS,
            "sha256": sha256,
            "stamp": f"{sha256[:16]}-{file.stat().st_mtime_ns}",
        }
    ]


def test_stamp_changes_when_the_file_is_touched(tmp_path):
    file = write(tmp_path / "a.txt", NEWS)
    before = read([file])[0]
    os.utime(file, ns=(0, 0))
    after = read([file])[0]
    assert before.at[0, "stamp"] != after.at[0, "stamp"]
    pd.testing.assert_frame_equal(before.drop(columns="stamp"), after.drop(columns="stamp"))


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
        files.Problem(
            (tmp_path / "b.txt").as_posix(),
            "read",
            "document b has the same text as a; both are used",
            "Remove one of them, or its mentions count twice",
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
        pytest.param(
            "دمشق\0".encode(), "contains NUL characters: not a text, or UTF-16 without its mark", id="NUL in UTF-8"
        ),
        pytest.param(
            "دمشق وحلب".encode("utf-16-le"),
            "contains NUL characters: not a text, or UTF-16 without its mark",
            id="UTF-16 without its mark",
        ),
        pytest.param("قت\ufffd عنصر".encode(), "lost characters (U+FFFD): 1 of 8", id="letters lost before"),
    ],
)
def test_unusable_content(tmp_path, content, problem):
    file = tmp_path / "a.txt"
    file.write_bytes(content)
    documents, problems = read([file])
    assert len(documents) == 0
    assert list(documents) == schema.DOCUMENT_FIELDS
    assert [(found.file, found.stage, found.problem) for found in problems] == [(file.as_posix(), "read", problem)]
    assert problems[0].remedy


def test_few_lost_characters_are_told_and_the_document_used(tmp_path):
    file = write(tmp_path / "a.txt", NEWS * 4 + "\ufffd")
    assert len(read([file])[0]) == 1
    assert problems_of(file) == ["lost characters (U+FFFD): 1; used all the same"]


def test_one_bad_file_does_not_stop_the_others(tmp_path):
    write(tmp_path / "a.txt", "")
    write(tmp_path / "b.txt", NEWS)
    write(tmp_path / "c.rtf", NEWS)
    write(tmp_path / "README", NEWS)
    (tmp_path / "empty").mkdir()
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "round").symlink_to(tmp_path)
    documents, problems = read([tmp_path, tmp_path / "missing.txt"])
    assert documents["doc_id"].tolist() == ["b"]
    assert [(Path(found.file).name, found.problem) for found in problems] == [
        ("README", "a name without an ending tells no format that is read"),
        ("a.txt", "empty"),
        ("c.rtf", "the ending .rtf tells no format that is read"),
        ("empty", "the folder is empty"),
        ("gone.txt", "cannot be read: No such file or directory"),
        ("round", "a link to a folder is not followed"),
        ("missing.txt", "cannot be read: No such file or directory"),
    ]
    assert problems[2].remedy == "Save it as one of: .txt"


def test_forbidden_file_and_folder(tmp_path, monkeypatch):
    file = write(tmp_path / "a" / "a.txt", NEWS)

    def forbidden(_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", forbidden)
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
    assert [problem.problem for problem in problems] == ["not a regular file"]


def test_stage_writes_documents_and_problems(tmp_path, capsys):
    source, output = tmp_path / "seeds", tmp_path / "build" / "documents.parquet"
    write(source / "a.txt", NEWS)
    assert main([str(source), str(output)]) == files.OK
    assert files.read_frame(output)["text"].tolist() == [NEWS]
    empty = write(source / "b.txt", "")
    assert main([str(source), str(output)]) == files.PROBLEMS_FOUND
    problems = files.read_frame(output.with_name("documents.problems.parquet"))
    assert problems.to_numpy().tolist() == [[empty.as_posix(), "read", "empty", "Fill it or remove it"]]
    assert capsys.readouterr().err == f"read: {empty.as_posix()}: empty. Fill it or remove it\n"


def test_stage_never_overwrites_a_text(tmp_path, capsys):
    first, second = write(tmp_path / "a.txt", NEWS), write(tmp_path / "b.txt", "نص")
    with pytest.raises(SystemExit) as caught:
        main([str(first), str(second)])
    assert caught.value.code == files.USAGE
    assert "ends in .parquet" in capsys.readouterr().err
    assert second.read_text("utf-8") == "نص"


def test_script(tmp_path):
    write(tmp_path / "a.txt", NEWS)
    command = [sys.executable, "-m", "pipeline.read", str(tmp_path / "a.txt"), str(tmp_path / "documents.parquet")]
    assert subprocess.run(command, check=False, capture_output=True).returncode == files.OK
    assert subprocess.run(command[:3], check=False, capture_output=True).returncode == files.USAGE
