"""A folder as analysts have them: sixty files in fifteen formats become documents with every text as it was written."""

import gzip
import io
import json
import tarfile
import zipfile
from email.message import EmailMessage

import pandas as pd
import pytest
import xlsxwriter
from sources import ARTICLES, words

from pipeline.contracts.problems import OK
from pipeline.contracts.stagefiles import read_frame
from pipeline.read import main

FILES_OF_A_FORMAT = 4


def texts():
    """Return sixty texts: the paragraphs of the articles, differently put together, each with a sentence of its own."""
    paragraphs = [paragraph for article in ARTICLES for paragraph in article["paragraphs"]]
    for number in range(60):
        chosen = [paragraphs[(number + step) % len(paragraphs)] for step in range(4)]
        yield "\n".join([*chosen, f"وبلغ عدد الشهادات التي جمعها الفريق {number + 100} شهادة من سكان القرى."])


def page(text):
    paragraphs = "".join(f"<p>{line}</p>" for line in text.split("\n"))
    return f"<!DOCTYPE html><html lang='ar'><body><article>{paragraphs}</article></body></html>"


def workbook(text):
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["المعرف", "النص"])
        sheet.write_row(1, 0, [1, text])
    return packed.getvalue()


def package(parts):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


def word(text):
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    lines = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.split("\n"))
    return package({"word/document.xml": f"<w:document {space}><w:body>{lines}</w:body></w:document>"})


def open_document(text):
    space = 'xmlns:t="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    lines = "".join(f"<t:p>{line}</t:p>" for line in text.split("\n"))
    mimetype = "application/vnd.oasis.opendocument.text"
    return package({"mimetype": mimetype, "content.xml": f"<body {space}>{lines}</body>"})


def mail(text):
    message = EmailMessage()
    message["From"] = "press@example.org"
    message.set_content(text)
    return message.as_bytes()


def parquet(text):
    packed = io.BytesIO()
    pd.DataFrame({"text": [text]}).to_parquet(packed)
    return packed.getvalue()


def tar(text):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        member = tarfile.TarInfo("a.txt")
        member.size = len(text.encode())
        archive.addfile(member, io.BytesIO(text.encode()))
    return packed.getvalue()


def subtitles(text):
    return "\n\n".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{line}" for n, line in enumerate(text.split("\n"), 1))


MAKERS = {
    "txt": lambda text: text.encode("utf-16"),
    "html": lambda text: page(text).encode(),
    "csv": lambda text: 'id;النص\n1;"{}"\n'.format(text.replace('"', '""')).encode("utf-8-sig"),
    "tsv": lambda text: "id\ttext\n1\t{}\n".format(text.replace("\n", " ")).encode(),
    "xlsx": workbook,
    "jsonl": lambda text: json.dumps({"body": text}).encode(),
    "json": lambda text: json.dumps([{"content": text}], ensure_ascii=False).encode(),
    "parquet": parquet,
    "docx": word,
    "odt": open_document,
    "eml": mail,
    "srt": lambda text: subtitles(text).encode(),
    "zip": lambda text: package({"a.html": page(text)}),
    "tar.gz": tar,
    "txt.gz": lambda text: gzip.compress(text.encode()),
}


@pytest.fixture
def folder(tmp_path):
    """Make the folder; return it with the text of each file."""
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    expected = {}
    for number, text in enumerate(texts()):
        ending = list(MAKERS)[number // FILES_OF_A_FORMAT]
        file = seeds / f"{number:02}.{ending}"
        file.write_bytes(MAKERS[ending](text))
        expected[file.as_posix()] = text
    (seeds / "README").write_text("What this folder holds", "utf-8")
    (seeds / ".DS_Store").write_bytes(b"\0\0")
    return seeds, expected


def test_every_text_is_right(folder, tmp_path):
    seeds, expected = folder
    output = tmp_path / "build" / "documents.parquet"
    assert (len(MAKERS), len(expected)) == (15, 60)
    assert main([str(seeds), str(output)]) == OK
    documents = read_frame(output)
    assert documents["file"].tolist() == list(expected)
    for file, text in zip(documents["file"], documents["text"], strict=True):
        assert words(text) == words(expected[file]), file
    assert documents["doc_id"].is_unique
    assert set(documents["language"]) == {"ar"}
