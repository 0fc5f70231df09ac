"""What holds other files: archives, messages, saved pages; their limits; and what is told by content, not by name."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from dataclasses import replace
from email.message import EmailMessage

import pytest
from sources import ARTICLES, FILES, body, problems, read, read_file, records, refusal

from pipeline.contracts.records import Reading
from pipeline.formats import archives
from pipeline.formats.languages import language
from pipeline.formats.sniff import kind

NEWS = "قصف على إدلب\nقتل أربعون عنصرا في قصف روسي على ريف إدلب.\n"
PAGE = f"<!DOCTYPE html><html><title>خبر</title><body><p>{'قصف روسي على ريف إدلب. ' * 20}</p></body></html>"


def zipped(**members):
    """Return a .zip archive; double underscores in names stand for what names of arguments cannot hold."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return packed.getvalue()


def tarred(mode, **members):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode=mode) as archive:
        for name, content in members.items():
            member = tarfile.TarInfo(name.replace("__", "."))
            member.size = len(content.encode())
            archive.addfile(member, io.BytesIO(content.encode()))
    return packed.getvalue()


def test_zip_holds_files_of_every_format():
    found = read("a.zip", zipped(b__txt=NEWS, a__csv=f"id,text\n7,{NEWS!r}", c__html=PAGE, d__exe=b"MZ\0\0"))
    assert [one.row for one in records(found)] == ["a.csv#7", "b.txt", "c.html"]
    assert [(one.file, one.what) for one in problems(found)] == [("a.zip#d.exe", "not a text: a program of Windows")]


@pytest.mark.parametrize(
    ("name", "mode"), [("a.tar", "w"), ("a.tar.gz", "w:gz"), ("a.tgz", "w:gz"), ("a.tar.xz", "w:xz")]
)
def test_tar(name, mode):
    assert [one.row for one in read(name, tarred(mode, b__txt=NEWS, a__txt=NEWS))] == ["b.txt", "a.txt"]


@pytest.mark.parametrize(
    ("name", "pack"), [("a.txt.gz", gzip.compress), ("a.txt.bz2", bz2.compress), ("a.txt.xz", lzma.compress)]
)
def test_single_packed_files(name, pack):
    assert [(one.row, one.text) for one in read(name, pack(NEWS.encode()))] == [("a.txt", NEWS)]


def test_hidden_files_of_archives_are_left_out():
    assert [one.row for one in read("a.zip", zipped(a__txt=NEWS, __hidden=NEWS, **{"__MACOSX/a__txt": NEWS}))] == [
        "a.txt"
    ]


def test_names_in_the_encoding_of_the_country():
    packed = zipped(Xxxx__txt=NEWS).replace(b"Xxxx.txt", "خبر1.txt".encode("windows-1256"))
    assert [one.row for one in read("a.zip", packed)] == ["خبر1.txt"]


def test_archives_inside_each_other_to_a_depth():
    nested = zipped(a__txt=NEWS)
    for _ in range(archives.LIMITS.depth - 1):
        nested = zipped(a__zip=nested)
    assert [one.row for one in read("a.zip", nested)] == ["a.zip#a.zip#a.txt"]
    (problem,) = read("a.zip", zipped(a__zip=nested))
    assert problem.what == "more than 3 archives inside each other"


def test_what_unpacks_to_too_much(monkeypatch):
    bomb = zipped(a__txt=b"\xd8\xb9" * 1_000_000)
    monkeypatch.setattr(archives, "LIMITS", replace(archives.LIMITS, harmless=1000))
    assert refusal("a.zip", bomb) == "unpacks to more than 200 times its size"
    assert refusal("a.zip", zipped(a__txt=NEWS), Reading(max_size=50)).startswith("larger than")
    monkeypatch.setattr(archives, "LIMITS", replace(archives.LIMITS, files=1))
    assert refusal("a.zip", zipped(a__txt=NEWS, b__txt=NEWS)) == "more than 1 files"


def test_a_path_out_of_the_archive_is_only_a_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert [one.row for one in read("a.zip", zipped(**{"../../a__txt": NEWS}))] == ["../../a.txt"]
    assert list(tmp_path.parent.glob("a.txt")) == []


def test_a_damaged_zip_is_refused_and_a_damaged_tar_read_as_far_as_it_goes():
    whole = zipped(a__txt=NEWS * 100)
    assert refusal("a.zip", whole[: len(whole) // 2]).startswith("not a whole archive")
    whole = tarred("w:gz", a__txt=NEWS * 100)
    assert refusal("a.tar.gz", whole[: len(whole) // 2]).startswith("not a whole archive")


def test_the_date_in_a_member_s_name():
    (record,) = read("a.zip", zipped(**{"2016-01-15__txt": NEWS}))
    assert (record.date, record.date_source) == ("2016-01-15", "name")


def message():
    mail = EmailMessage()
    mail["Subject"], mail["From"] = ARTICLES[0]["title"], "مكتب الريف <press@example.org>"
    mail["Date"] = "Tue, 13 Apr 2021 09:00:00 +0300"
    mail.set_content(body(ARTICLES[0]))
    return mail


def test_mail_with_attachments():
    mail = message()
    mail.add_attachment(NEWS.encode(), maintype="text", subtype="plain", filename="بيان.txt")
    first, second = read("a.eml", mail.as_bytes())
    assert first.text == f"{ARTICLES[0]['title']}\n\n{body(ARTICLES[0])}\n"
    assert (first.title, first.source, first.date) == (ARTICLES[0]["title"], "مكتب الريف", "2021-04-13")
    assert (second.row, second.text) == ("بيان.txt", NEWS)


def test_mail_in_html_and_in_an_older_encoding():
    mail = message()
    mail.set_content(PAGE, subtype="html", charset="windows-1256")
    (record,) = read("a.eml", mail.as_bytes())
    assert "قصف روسي على ريف إدلب." in record.text
    assert "<p>" not in record.text


def test_message_of_outlook():
    (record,) = read_file("article.msg")
    assert record.text == f"{ARTICLES[0]['title']}\n\n{body(ARTICLES[0])}"
    assert (record.source, record.date, record.date_source) == ("مكتب الريف", "2021-04-13", "metadata")


def test_saved_page():
    saved = EmailMessage()
    saved["Snapshot-Content-Location"] = "https://example.org/1"
    saved["Date"] = "Tue, 13 Apr 2021 09:00:00 +0300"
    saved.set_content(PAGE, subtype="html")
    saved.make_related()
    (record,) = read("a.mhtml", saved.as_bytes())
    assert (record.title, record.url, record.date) == ("خبر", "https://example.org/1", "")
    assert "قصف روسي على ريف إدلب." in record.text


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        *((path.read_bytes(), path.suffix) for path in sorted(FILES.glob("article*")) if path.suffix != ".msg"),
        (NEWS.encode(), ".txt"),
        (PAGE.encode(), ".html"),
        (b'{"a": 1}', ".json"),
        (b'{"a": 1}\n{"a": 2}\n', ".jsonl"),
        (b"[not json", ".txt"),
        (b"WEBVTT\n\n", ".vtt"),
        (b"1\n00:00:01,000 --> 00:00:02,000\n", ".srt"),
        (message().as_bytes(), ".eml"),
        (zipped(a__txt=NEWS), ".zip"),
    ],
)
def test_kinds_are_told_by_content(content, ending):
    assert kind(content) == ending


@pytest.mark.parametrize("name", ["a", "a.xyz", "a.doc", "a.txt", "a.html"])
def test_a_wrong_or_unknown_ending_does_not_matter_where_bytes_prove_the_format(name):
    (record,) = read(name, (FILES / "article.rtf").read_bytes())
    assert record.title == ARTICLES[0]["title"]


def test_what_is_not_read_says_so():
    assert refusal("a.jpg", b"\xff\xd8\xff\xe0") == "not a text: a picture (JPEG)"
    assert refusal("a.rar", b"Rar!\x1a\x07") == "not a text: an archive (RAR)"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (body(ARTICLES[0]), "ar"),
        ("وزیر اعظم پاکستان نے کہا ہے کہ ملک ترقی کر رہا ہے", "ur"),
        ("سەرۆکی هەرێمی کوردستان پێشوازی لە وەزیر کرد", "ckb"),
        ("The governor of Idlib said that the road was closed", "en"),
        ("Le président de la République est arrivé dans la ville", "fr"),
        ("Cumhurbaşkanı bugün İdlib ile ilgili bir açıklama yaptı ve", "tr"),
        ("قال مصدر کردی فی مدینة حلب إن الطریق مفتوح", "ar"),
        ("محمد أحمد خالد عمر يوسف", "ar"),
        ("Lorem", ""),
        ("", ""),
    ],
)
def test_language(text, expected):
    assert language(text) == expected
