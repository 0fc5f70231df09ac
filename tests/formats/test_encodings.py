"""What is decoded, what is told apart, what is not guessed, and that the text is kept to the letter."""

import pytest
from cases import cases

from pipeline.contracts.problems import UnreadableError
from pipeline.formats.encodings import STRANGEST, decode, strangeness


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
    assert "breaks utf-" in caught.value.what
    assert "save it as UTF-8" in caught.value.remedy


def test_strangeness_of_vowelled_arabic_is_still_arabic():
    assert strangeness("وَمِنْ جِهَةِ الْيَمَنِ سَبْعَةُ أَمْيَالٍ عِنْدَ الْوَادِي") < STRANGEST
    assert strangeness("") == strangeness("Reuters 2020") == 0
