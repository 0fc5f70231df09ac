"""The report's page as it is written: whole, safe, small, the same for the same tables."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser

import numpy as np
import pytest
from corpus import corpus, hostile

from pipeline.exports import report
from pipeline.exports.report import data, embedded, html_files, page, words
from pipeline.exports.report.layout import BOX, layout


class Scripts(HTMLParser):
    """Collects the elements of a page, and what is in its scripts and styles."""

    def __init__(self, text):
        super().__init__()
        self.content, self.attributes, self.open = {}, [], None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.attributes.append((tag, dict(attributes)))
        if tag in ("script", "style"):
            self.open = (tag, dict(attributes).get("id"), len(self.attributes))

    def handle_data(self, text):
        if self.open:
            self.content[self.open] = self.content.get(self.open, "") + text

    def handle_endtag(self, tag):
        self.open = None if tag in ("script", "style") else self.open


def known(text, name):
    """Return what a page knows, read from its element of JSON."""
    return json.loads(next(content for (_, one, _), content in Scripts(text).content.items() if one == name))


@pytest.mark.parametrize("make", [corpus, hostile])
def test_only_its_own_scripts_may_run(make):
    found = Scripts(page(make()))
    policy = next(one["content"] for _, one in found.attributes if one.get("http-equiv"))
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    allowed = set(re.findall("sha256-([^']+)", policy))
    code = {content for (tag, name, _), content in found.content.items() if tag == "style" or not name}
    assert {base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in code} == allowed


@pytest.mark.parametrize("make", [corpus, hostile])
def test_it_is_the_same_elements_whatever_the_texts(make):
    plain, found = Scripts(page(corpus())), Scripts(page(make()))
    assert [tag for tag, _ in found.attributes] == [tag for tag, _ in plain.attributes]


def test_it_loads_nothing():
    for _, attributes in Scripts(page(corpus())).attributes:
        assert not {"src", "onclick", "style"} & set(attributes)
        assert not re.match("https?:", attributes.get("href", ""))


def test_it_knows_entities_documents_and_ties():
    found = known(page(corpus()), "data")
    entities, documents = found["entities"], found["documents"]
    assert entities["name"][0] == "إدلب"
    assert entities["latitude"][:2] == [35.93062, None]
    assert entities["aliases"][1] == ["الحداد"]
    assert documents["date"] == ["2024-03-05", "2024-03-20", "2023-11", ""]
    assert documents["opening"][3] == "لا أسماء هنا."
    assert found["counts"]["mentions"] == 17
    assert found["review"] == 3
    a, b, sentences, _ = found["ties"][0]
    assert {entities["name"][a], entities["name"][b]} == {"إدلب", "سراقب"}
    assert sentences == 2


def test_mentions_are_counted_as_browsers_count():
    tables = corpus()
    found = known(page(tables), "texts")
    ids = known(page(tables), "data")["entities"]["entity_id"]
    for (text, spans), (_, group) in zip(found, tables["mentions"].groupby("doc_id"), strict=False):
        wide = text.encode("utf-16-le")
        marked = [wide[2 * spans[at] : 2 * spans[at + 1]].decode("utf-16-le") for at in range(0, len(spans), 3)]
        assert marked == group["surface"].tolist()
        assert [ids[entity] for entity in spans[2::3]] == group["entity_id"].tolist()


def test_it_keeps_the_top_and_says_how_much_there_is(monkeypatch):
    monkeypatch.setattr(data, "ENTITIES", 3)
    monkeypatch.setattr(data, "DOCUMENTS", 2)
    found = known(page(corpus()), "data")
    assert found["entities"]["name"] == ["إدلب", "سامر الحداد", "سراقب"]
    assert found["documents"]["doc_id"] == ["001_idlib", "002_windhoek"]
    assert (found["counts"]["entities"], found["counts"]["documents"]) == (9, 4)
    assert all(max(tie[:2]) < 3 for tie in found["ties"])


def test_long_names_are_cut_and_addresses_are_of_the_web():
    found = known(page(hostile()), "data")
    assert max(map(len, found["entities"]["name"])) == data.LONGEST
    assert not any(found["documents"]["url"])


@pytest.mark.parametrize("size", [0, 1, 2, 40])
def test_the_network_lies_inside_its_picture(size):
    points = layout(size, [(0, other, 1.0 + other % 5) for other in range(1, size)])
    assert points.shape == (size, 2)
    assert ((points >= 0) & (points <= 1)).all()


def test_names_of_the_network_have_room():
    points = layout(30, [(at, (7 * at + 1) % 30, 1.0) for at in range(30) if at != (7 * at + 1) % 30])
    apart = np.abs(points[:, None] - points[None, :])
    close = (apart < 0.6 * BOX).all(axis=2)
    assert close.sum() == len(points)


def test_tied_names_are_nearer_than_others():
    points = layout(12, [(at, at + 1, 9.0) for at in range(0, 12, 2)])
    apart = np.linalg.norm(points[:, None] - points[None, :], axis=2)
    tied = np.mean([apart[at, at + 1] for at in range(0, 12, 2)])
    assert tied < 0.5 * apart[apart > 0].mean()


def test_the_same_tables_give_the_same_page(tmp_path):
    html_files(corpus())["report.html"](tmp_path / "report.html")
    assert (tmp_path / "report.html").read_text("utf-8") == page(corpus())


def test_the_interface_speaks_both_languages_where_its_code_asks():
    code = "".join(path.read_text("utf-8") for path in report._FOLDER.glob("app/*.js"))
    asked = set(re.findall(r'say\("(\w+)"', code)) | set(re.findall(r'\["(zoom_in|zoom_out|reset)"', code))
    assert asked <= set(words())
    for key, (english, arabic) in words().items():
        assert english, key
        assert re.search("[ء-ي]", arabic) or key == "language", key
        assert re.findall(r"\{\w+\}", english) == re.findall(r"\{\w+\}", arabic) or key in (
            "left_entities",
            "left_documents",
        )


@pytest.mark.parametrize("source", ["gloss", "romanised", "latin", "none"])
def test_the_reader_is_told_where_an_english_name_comes_from(source):
    assert all(words()[source])
    assert "kb" not in words()


def test_licences_of_what_others_made_are_kept():
    licences = (report._FOLDER / "vendor" / "LICENSES.txt").read_text("utf-8")
    assert licences.count("Permission to use, copy, modify") == 3
    assert "CC BY-IGO" in licences


@pytest.mark.parametrize("text", ["</script>", "<!--<script>", "\u2028", "\ud800", "{{app}}"])
def test_embedded_texts_end_no_element(text):
    assert "<" not in embedded([text])
    assert json.loads(embedded([text]))[0] in (text, "?")
