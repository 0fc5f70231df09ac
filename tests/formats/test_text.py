"""Plain text: what becomes a headline."""

from io import BytesIO

import pytest
from cases import cases

from pipeline.contracts.records import Record, Source
from pipeline.formats import format_of
from pipeline.formats.text import headline


@pytest.mark.parametrize("case", cases("headlines.json"))
def test_headline(case):
    assert headline(case["input"]) == case["expected"]


def test_headline_length():
    body = "نص " * 100
    assert headline(("عنوان " + "ع" * 144) + "\n" + body) == ("عنوان " + "ع" * 144)
    assert headline(("عنوان " + "ع" * 145) + "\n" + body) == ""


def test_the_whole_file_is_one_record():
    text = "قصف على إدلب\r\nقتل أربعون عنصرا في قصف روسي على ريف إدلب.\r\n"
    source = Source("خبر.TXT", lambda: BytesIO(text.encode("windows-1256")))
    assert list(format_of(source)(source)) == [Record(text, title="قصف على إدلب", encoding="windows-1256")]
