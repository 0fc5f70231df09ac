"""Dirt: 94 texts of four lines, spoilt in sixteen ways; what comes out is right, or it is told; what is clean stays."""

import json
import re
from pathlib import Path

import ftfy.bad_codecs  # noqa: F401  registers sloppy-windows-1252
import pytest

from pipeline.contracts.problems import UnreadableError
from pipeline.formats.dirt import clean
from pipeline.formats.mojibake import repair

DATA = Path(__file__).parents[1] / "data" / "formats"
NEWS = "قصف على إدلب\nقتل أربعون عنصرا في قصف روسي على ريف إدلب.\n"


def texts():
    """Return 94 texts of four lines in Arabic, each with five words and more."""
    cases = json.loads((DATA / "undated.json").read_text("utf-8"))
    lines = [line for case in cases for line in case["input"].split("\n")]
    lines = [line for line in lines if len(line.split()) >= 5 and not re.search("[a-z]", line)]
    return ["\n".join(lines[start : start + 4]) for start in range(94)]


def in_one(encoding):
    return lambda text, _: text.encode(encoding, "replace")


def with_one_line(main, other):
    def spoil(text, which):
        lines = text.split("\n")
        return b"\n".join(line.encode(other if n == which else main, "replace") for n, line in enumerate(lines))

    return spoil


def stray(encoding, byte):
    def spoil(text, _):
        raw = text.encode(encoding, "replace")
        return raw[:60] + byte + raw[60:]

    return spoil


def misread(written, read):
    return lambda text, _: text.encode(written, "replace").decode(read).encode()


def one_line_misread(written, read):
    def spoil(text, which):
        lines = text.split("\n")
        lines[which] = lines[which].encode(written, "replace").decode(read)
        return "\n".join(lines).encode()

    return spoil


CLEAN = {name: in_one(name) for name in ("utf-8", "utf-8-sig", "utf-16", "windows-1256", "iso-8859-6", "mac-arabic")}
SPOILT = {
    "ISO with a stray byte": stray("iso-8859-6", b"\x93"),
    "a NUL inside": stray("utf-8", b"\0"),
    "UTF-16 without its mark": in_one("utf-16-le"),
    "UTF-16 without its mark, big-endian": in_one("utf-16-be"),
    "a line of UTF-8 in windows-1256": with_one_line("windows-1256", "utf-8"),
    "a line of windows-1256 in UTF-8": with_one_line("utf-8", "windows-1256"),
    "a line of ISO in UTF-8": with_one_line("utf-8", "iso-8859-6"),
    "a line of ISO in windows-1256": with_one_line("windows-1256", "iso-8859-6"),
    "a line of windows-1256 in ISO": with_one_line("iso-8859-6", "windows-1256"),
    "UTF-8 read as windows-1252": misread("utf-8", "sloppy-windows-1252"),
    "UTF-8 read as Latin-1": misread("utf-8", "latin-1"),
    "UTF-8 read as windows-1256": misread("utf-8", "windows-1256"),
    "windows-1256 read as windows-1252": misread("windows-1256", "sloppy-windows-1252"),
    "ISO read as windows-1252": misread("iso-8859-6", "sloppy-windows-1252"),
    "ISO read as windows-1256": misread("iso-8859-6", "windows-1256"),
    "a line of UTF-8 read as windows-1256": one_line_misread("utf-8", "windows-1256"),
    "a line of ISO read as windows-1256": one_line_misread("iso-8859-6", "windows-1256"),
}


def words(text):
    """Return the words of a text, digits of one kind, stray signs left out: not all encodings have the same."""
    digits = re.sub("[٠-٩]", lambda digit: str(int(digit[0])), text)
    return re.sub(r"[^\w]+", " ", re.sub("[“\ufffd]", "", digits)).split()


@pytest.mark.parametrize("encoding", CLEAN)
def test_clean_text_is_not_touched(encoding):
    for text in texts():
        found = clean(CLEAN[encoding](text, 0))
        assert (words(found.text), found.encoding, found.repairs) == (words(text), encoding, ())


@pytest.mark.parametrize("dirt", SPOILT)
def test_dirt_is_repaired_and_told(dirt):
    right = 0
    for number, text in enumerate(texts()):
        found = clean(SPOILT[dirt](text, number % 4))
        assert found.repairs, f"not told: {text}"
        right += words(found.text) == words(text)
    assert right >= 0.9 * 94


def test_nuls_at_the_ends_are_left_out():
    assert clean(b"\0" + NEWS.encode() + b"\0\0") == clean(NEWS.encode())


def test_many_nuls_are_no_text():
    with pytest.raises(UnreadableError) as caught:
        clean(NEWS.encode().replace(b" ", b"\0"))
    assert caught.value.what == "not a text: 10 of its 99 bytes are NUL"


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"\xef\xbb\xbf" + "دمشق".encode("windows-1256"), id="UTF-8 mark before another encoding"),
        pytest.param(b"\xff\xfe" + "دمشق".encode("utf-16-le")[:-1], id="UTF-16 cut in a letter"),
        pytest.param("Президент России встретился с министром".encode("windows-1251"), id="Russian"),
        pytest.param("Le président a été reçu à l'Élysée".encode("windows-1252"), id="French"),
        pytest.param("ראש הממשלה נפגש היום עם הנשיא".encode("windows-1255"), id="Hebrew"),
        pytest.param("中国国家主席今天会见了美国总统".encode("gbk"), id="Chinese"),
    ],
)
def test_what_is_not_arabic_is_refused(raw):
    with pytest.raises(UnreadableError):
        clean(raw)


@pytest.mark.parametrize(
    "text",
    [
        "Le président a été reçu à l'Élysée, à l’aube",
        "Gruß aus Köln, schöne Grüße über Österreich",
        "رئیس جمهور ایران در تهران سخنرانی کرد",
        "وزیر اعظم پاکستان نے کہا ہے کہ ملک ترقی کر رہا ہے",
        "سەرۆکی هەرێمی کوردستان پێشوازی لە وەزیر کرد",
        "قال المتحدث باسم CNN إن Élysée رفض التعليق",
        "غظظ ظغظ طظظ",
    ],
)
def test_other_languages_are_no_mojibake(text):
    assert repair(f"{NEWS}{text}\n") == (f"{NEWS}{text}\n", ())


def test_line_ends_stay():
    text = "\r\n\r\nزار الرئيس مدينة دمشق\rثم حلب\n\n"
    assert repair(text.encode().decode("windows-1256"))[0] == text


def test_one_broken_letter_does_not_refuse_a_file():
    raw = (NEWS * 3).encode()
    found = clean(raw[:-4] + raw[-3:])
    assert found.repairs == ("bytes without a meaning in utf-8: 1",)
    assert words(found.text)[:-1] == words(NEWS * 3)[:-1]
