"""Sources for tests of formats, and what their documents are compared by."""

import json
import re
import unicodedata
from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest

from pipeline.contracts.problems import Problem, UnreadableError
from pipeline.contracts.records import Reading, Record, Source
from pipeline.formats import format_of

DATA = Path(__file__).parent / "data" / "formats"
FILES = DATA / "files"
"""Files that LibreOffice, Chromium, WeasyPrint and other programs made of the articles; only own texts are in them."""

ARTICLES = json.loads((DATA / "articles.json").read_text("utf-8"))


def read(name, content, reading=None):
    """Return what a format finds in some bytes: records and problems."""
    raw = content if isinstance(content, bytes) else content.encode()
    source = Source(name, lambda: BytesIO(raw), reading or Reading())
    return list(format_of(source)(source))


def read_file(name):
    """Return what a format finds in a file of FILES."""
    return read(name, (FILES / name).read_bytes())


def records(found):
    return [one for one in found if isinstance(one, Record)]


def problems(found):
    return [one for one in found if isinstance(one, Problem)]


def refusal(name, content, reading=None):
    """Return why a source cannot be read at all."""
    with pytest.raises(UnreadableError) as caught:
        read(name, content, reading)
    assert caught.value.remedy
    return caught.value.what


def words(text):
    """Return the words of a text, vowel signs in one order."""
    return re.findall(r"[\w\u064b-\u0652]+", unicodedata.normalize("NFC", text))


def bare(text):
    """Return a text without vowel signs."""
    return re.sub("[\u064b-\u0652]", "", text)


def recall(expected, text):
    """Return the share of the expected words that a text has, each as often as it is expected."""
    wanted, found = Counter(words(expected)), Counter(words(text))
    return sum((wanted & found).values()) / sum(wanted.values())


def body(*articles):
    """Return the paragraphs of articles as one text."""
    return "\n".join(paragraph for article in articles for paragraph in article["paragraphs"])
