"""Office documents, books and PDF files that real programs made: all words, in their order, nothing else."""

import io
import zipfile

import pytest
from sources import ARTICLES, FILES, bare, body, problems, read, read_file, recall, records, refusal, words

from pipeline.formats.glyphs import Glyph, text_of
from pipeline.formats.pdf import paragraphs

FIRST, SECOND = ARTICLES
TABLE = ["القرية", "العائلات", "حاس", "٤٥", "كفرنبل", "35"]


@pytest.mark.parametrize("name", ["article.docx", "article.odt", "article.rtf"])
def test_office_documents_have_every_word_in_its_place(name):
    (record,) = read_file(name)
    assert words(record.text) == words(f"{FIRST['title']} {body(FIRST)} {' '.join(TABLE)}")
    assert record.title == FIRST["title"]
    assert record.text.splitlines()[1:6] == FIRST["paragraphs"]


def test_book_is_read_by_chapters():
    (record,) = read_file("article.epub")
    assert recall(f"{FIRST['title']} {body(FIRST)}", f"{record.source} {record.text}") == 1
    assert record.row == "1"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("article-libreoffice.pdf", f"{FIRST['title']} {body(FIRST)}"),
        ("article-chromium.pdf", f"{FIRST['title']} {body(FIRST)}"),
        ("article-weasyprint.pdf", f"{FIRST['title']} {body(FIRST)}"),
        ("columns-chromium.pdf", f"{FIRST['title']} {body(FIRST, SECOND)}"),
        ("columns-weasyprint.pdf", f"{FIRST['title']} {body(FIRST, SECOND)}"),
        ("heads-weasyprint.pdf", f"{FIRST['title']} {body(FIRST)} {SECOND['title']} {body(SECOND)}"),
    ],
)
def test_pdf_has_the_words(name, expected):
    (record,) = read_file(name)
    assert recall(expected, record.text) >= 0.98
    assert record.title == FIRST["title"]


@pytest.mark.parametrize("name", ["article-libreoffice.pdf", "article-weasyprint.pdf", "article-chromium.pdf"])
def test_pdf_has_the_paragraphs_of_the_text(name):
    (record,) = read_file(name)
    assert [bare(line) for line in record.text.splitlines()[1:6]] == [bare(line) for line in FIRST["paragraphs"]]


def test_running_heads_and_page_numbers_of_a_pdf_are_left_out():
    (record,) = read_file("heads-weasyprint.pdf")
    assert "نشرة الريف الأسبوعية" not in record.text
    assert len(record.text.splitlines()) == 2 + len(FIRST["paragraphs"]) + len(SECOND["paragraphs"])


def test_a_scan_is_told():
    assert refusal("scan.pdf", (FILES / "scan.pdf").read_bytes()) == "a scan: its pages are pictures without text"


def test_the_date_of_a_pdf_is_a_property():
    (record,) = read_file("article-chromium.pdf")
    assert (record.date[:4], record.date_source) == ("2026", "properties")


@pytest.mark.parametrize("name", ["article-chromium.pdf", "article.docx", "article.odt"])
def test_damaged_documents_are_refused(name):
    assert "not a whole" in refusal(name, (FILES / name).read_bytes()[:1000])


def test_a_document_of_word_keeps_insertions_and_boxes_and_leaves_out_deletions():
    run = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
    box = f"<w:r><w:pict><w:txbxContent><w:p>{run.format('تصوير: سلمى')}</w:p></w:txbxContent></w:pict></w:r>"
    paragraph = (
        f"<w:p>{run.format('زار ')}<w:ins>{run.format('الوزير ')}</w:ins><w:del><w:r><w:delText>الرئيس</w:delText></w:r></w:del>"
        f"{run.format('حلب')}{box}</w:p>"
    )
    xml = f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{paragraph}</w:body></w:document>'
    core = '<p xmlns:d="http://purl.org/dc/terms/"><d:created>2016-01-15T10:00:00Z</d:created></p>'
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr("word/document.xml", xml)
        package.writestr("docProps/core.xml", core)
    (record,) = read("a.docx", packed.getvalue())
    assert record.text == "زار الوزير حلب\nتصوير: سلمى\n"
    assert (record.date, record.date_source) == ("2016-01-15", "properties")


def test_bytes_of_arabic_fonts_in_rich_text():
    rtf = rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset178 Arial;}}\f0\rtlch \'cf\'e3\'d4\'de\par}"
    (record,) = read("a.rtf", rtf)
    assert record.text == "دمشق\n"


def glyphs(visual, em=10):
    """Return glyphs of the width of half an em each, from left to right; spaces are gaps."""
    return [Glyph(char, 5 * n, 5 * n + 5, 0, em) for n, char in enumerate(visual) if char != " "]


@pytest.mark.parametrize(
    ("visual", "expected"),
    [
        ("بلح", "حلب"),
        ("2016 آب 21", "21 بآ 2016"),
        ("15/01/2016 قشمد", "دمشق 15/01/2016"),
        ("M4 قيرط", "طريق M4"),
        (".M4 قيرط", "طريق M4."),
        ("Human Rights Watch ةمظنم", "منظمة Human Rights Watch"),
        ("(بلح) قشمد", "دمشق (حلب)"),
        (".M4", "M4."),
        ("The road to حلب", "The road to بلح"),
    ],
)
def test_order_of_reading(visual, expected):
    arabic = not visual.startswith("The")
    assert text_of(glyphs(visual), arabic) == expected


def test_presentation_forms_are_folded_and_lam_stands_before_alef():
    assert text_of([Glyph("ﻻ", 0, 5, 0, 10)]) == "لا"
    assert text_of([Glyph("ا", 0, 5, 0, 10), Glyph("ل", 0, 5, 0, 10)]) == "لا"


def test_pages_without_lines_have_no_paragraphs():
    assert list(paragraphs([[], []])) == []
    assert problems(read_file("article-weasyprint.pdf")) == []
    assert len(records(read_file("article-weasyprint.pdf"))) == 1
