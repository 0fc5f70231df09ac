"""Pages: ten usual makes of two articles each; every word of the article, none of what stands around it, and what heads tell."""

import pytest
from cases import cases
from sources import ARTICLES, read, recall, refusal, words

from pipeline.formats.bylines import dated

SITE, URL = "نشرة الريف", "https://example.org/news/1"
AROUND = ("الرئيسية", "الأكثر قراءة", "سعر الذهب", "جميع الحقوق", "اتصل بنا", "من نحن")
MONTHS = {"03": "آذار", "04": "نيسان"}


def filled(case, article):
    """Return a page of a make as bytes."""
    year, month, day = article["date"].split("-")
    values = {
        "title": article["title"],
        "date": article["date"],
        "arabic_date": f"{int(day)} {MONTHS[month]} {year}",
        "site": SITE,
        "url": URL,
        "paragraphs": "".join(f"<p>{paragraph}</p>" for paragraph in article["paragraphs"]),
    }
    head, body = case["head"].format(**values), case["body"].format(**values)
    page = f"<!DOCTYPE html><html lang='ar' dir='rtl'><head>{head}</head><body>{body}</body></html>"
    return page.encode(case.get("encoding", "utf-8"), "xmlcharrefreplace")


@pytest.mark.parametrize("article", ARTICLES, ids=["first", "second"])
@pytest.mark.parametrize("case", cases("formats/pages.json"))
def test_page(case, article):
    (record,) = read("a.html", filled(case, article))
    assert recall("\n".join([article["title"], *article["paragraphs"]]), record.text) == 1
    assert [piece for piece in AROUND if piece in record.text] == case.get("kept", [])
    assert (record.title, record.source, record.url) == (article["title"], SITE, URL)
    assert dated(record, "a.html").date == article["date"]


def test_a_page_where_no_article_is_found_gives_what_is_seen():
    (record,) = read("a.html", "<html><body><script>x()</script><div>زار حلب</div></body></html>")
    assert words(record.text) == ["زار", "حلب"]


def test_a_wrong_name_of_an_encoding_is_not_believed():
    page = "<html><meta charset='iso-8859-1'><title>زيارة</title><body><p>زار الرئيس مدينة حلب والتقى أهلها</p></body></html>"
    (record,) = read("a.html", page.encode("windows-1256"))
    assert "زار الرئيس مدينة حلب" in record.text


def test_tables_of_a_page_are_read():
    table = "<table><tr><td>حاس</td><td>45</td></tr><tr><td>كفرنبل</td><td>35</td></tr></table>"
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in ARTICLES[0]["paragraphs"])
    (record,) = read("a.htm", f"<html><body><article>{paragraphs}{table}</article></body></html>")
    assert words(record.text)[-4:] == ["حاس", "45", "كفرنبل", "35"]


@pytest.mark.parametrize("page", ["", "<html><head><title>خبر</title></head><body></body></html>"])
def test_a_page_without_a_text(page):
    assert refusal("a.html", page) == "a page without a text"


def test_there_are_twenty_pages():
    assert len(cases("formats/pages.json")) * len(ARTICLES) == 20
