"""The formats around the tables: each is read back with the tools of its field and gives what was written."""

import io
import json
import re
import sqlite3
import zipfile
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from corpus import corpus, hostile, typed

from pipeline.contracts import schema
from pipeline.exports import DEFAULT, EXPORTS
from pipeline.exports.clean import clean
from pipeline.exports.rows import marked_documents
from pipeline.exports.tokens import sentences, tokens

ALWAYS = sorted(set(EXPORTS) - {"spacy"})
WAEL = "per/x-wael-qasim-0a1b2c"


@pytest.fixture(scope="module")
def tables():
    return corpus()


@pytest.fixture
def written(tables, tmp_path):
    """Give what writes a format and returns its folder."""

    def write(name, of=tables):
        for file, writer in EXPORTS[name](of).items():
            writer(tmp_path / file)
        return tmp_path

    return write


def json_lines(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("name", ALWAYS)
def test_the_same_tables_give_the_same_bytes(tables, tmp_path, name):
    for file, writer in EXPORTS[name](tables).items():
        writer(tmp_path / "one")
        first = (tmp_path / "one").read_bytes()
        (tmp_path / "one").unlink()
        EXPORTS[name](corpus())[file](tmp_path / "one")
        assert (tmp_path / "one").read_bytes() == first, file
        (tmp_path / "one").unlink()


@pytest.mark.parametrize("name", ALWAYS)
def test_tables_without_rows_can_be_written(written, name):
    empty = {table.name: typed([], table) for table in schema.TABLES}
    texts = pd.DataFrame(columns=["doc_id", "text"], dtype="str")
    folder = written(name, {**empty, "review": typed([], schema.REVIEW), "texts": texts})
    assert all(path.stat().st_size for path in folder.iterdir() if path.suffix not in (".jsonl", ".conll", ".json"))


@pytest.mark.parametrize("name", ALWAYS)
def test_hostile_texts_break_nothing(written, name):
    for path in written(name, hostile()).iterdir():
        if path.suffix in (".kml", ".gexf", ".graphml"):
            assert len(list(ET.parse(path).iter())) > 20
        elif path.suffix in (".geojson", ".jsonld"):
            assert json.loads(path.read_text("utf-8"))
        elif path.suffix in (".json", ".jsonl") and path.name != "datapackage.json":
            assert len(json_lines(path)) >= 11
        elif path.suffix == ".sqlite":
            assert sqlite3.connect(path).execute("PRAGMA integrity_check").fetchone() == ("ok",)
        elif path.suffix == ".zip":
            assert all(re.fullmatch(r"[\w.-]+", member) for member in zipfile.ZipFile(path).namelist())


def test_formats_write_no_file_of_another(tables):
    names = [file for name in ALWAYS for file in EXPORTS[name](tables)] + ["documents.spacy"]
    assert len(names) == len(set(names))
    assert set(DEFAULT) <= set(EXPORTS)


def test_jsonl_has_documents_with_mentions_in_place(written, tables):
    documents = json_lines(written("jsonl") / "documents.jsonl")
    assert [one["doc_id"] for one in documents] == tables["documents"]["doc_id"].tolist()
    found = [
        (one["doc_id"], one["text"][m["start"] : m["end"]], m["entity_id"])
        for one in documents
        for m in one["mentions"]
    ]
    expected = tables["mentions"][["doc_id", "surface", "entity_id"]].itertuples(index=False, name=None)
    assert found == list(expected)
    assert "title" not in documents[1]


def test_jsonl_has_entities_with_their_facts(written):
    entities = {one["entity_id"]: one for one in json_lines(written("jsonl") / "entities.jsonl")}
    assert entities["per/samer-al-haddad"]["aliases"] == ["الحداد"]
    assert entities["loc/na/windhoek"]["country"] == "NA"
    assert "latitude" not in entities["per/samer-al-haddad"]


def test_conll_labels_whole_tokens(written, tables):
    lines = (written("conll") / "documents.conll").read_text("utf-8").split("\n")
    rows = [line.split("\t") for line in lines if line and not line.startswith("# doc_id = ")]
    names = []
    for token, tag, entity in rows:
        if tag.startswith("B"):
            names.append((token, entity))
        elif tag.startswith("I"):
            names[-1] = (f"{names[-1][0]} {token}", entity)
    assert names == list(tables["mentions"][["surface", "entity_id"]].itertuples(index=False, name=None))
    assert ["و", "O", "_"] in rows


@pytest.mark.parametrize("make", [corpus, hostile])
def test_tokens_cover_what_is_no_space_and_sentences_have_all(make):
    for document in marked_documents(make()):
        found = list(tokens(document))
        covered = {place for token in found for place in range(token.start, token.end)}
        assert all(
            letter.isspace()
            for place, letter in enumerate(document.text)
            if place not in covered and letter.isprintable()
        )
        assert [token for sentence in sentences(document) for token in sentence] == found
        assert sum(token.tag.startswith("B") for token in found) == len(document.mentions)


def test_brat_spans_are_the_texts(written):
    with zipfile.ZipFile(written("brat") / "brat.zip") as archive:
        names = archive.namelist()
        assert names[:3] == ["annotation.conf", "000001_001_idlib.txt", "000001_001_idlib.ann"]
        assert "000003_003_haddad_7.ann" in names
        text = archive.read("000002_002_windhoek.txt").decode()
        lines = archive.read("000002_002_windhoek.ann").decode().splitlines()
    spans = [re.fullmatch(r"T\d+\t(PER|LOC|ORG) (\d+) (\d+)\t(.*)", line) for line in lines if line.startswith("T")]
    assert len(spans) == 8
    assert all(text[int(span[2]) : int(span[3])] == span[4] for span in spans)
    assert f"#1\tAnnotatorNotes T1\t{WAEL} Wael Qasim" in lines
    assert "N2\tReference T2 Wikidata:Q1001\tسامر الحداد" in lines


def test_brat_cuts_a_mention_at_a_line_break(written, tables):
    row = tables["mentions"].iloc[:1].assign(surface="إدل\nب")
    with zipfile.ZipFile(written("brat", {**tables, "mentions": row}) / "brat.zip") as archive:
        start = int(row["start"].iloc[0])
        assert (
            f"T1\tLOC {start} {start + 3};{start + 4} {start + 5}\tإدل ب\n"
            in archive.read("000001_001_idlib.ann").decode()
        )


def test_web_annotations_select_their_mentions(written, tables):
    page = json.loads((written("web-annotation") / "annotations.jsonld").read_text("utf-8"))
    texts = tables["texts"].set_index("doc_id")["text"]
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert len(page["items"]) == len(tables["mentions"])
    for item, row in zip(page["items"], tables["mentions"].to_dict("records"), strict=True):
        position, quotation = item["target"]["selector"]
        text = texts[row["doc_id"]]
        assert text[position["start"] : position["end"]] == quotation["exact"] == row["surface"]
        assert quotation["prefix"] + quotation["exact"] + quotation["suffix"] in text
    assert page["items"][0]["body"][0]["source"] == "https://www.wikidata.org/wiki/Q504657"
    assert page["items"][0]["target"]["source"] == "https://example.org/1"
    assert page["items"][-1]["target"]["source"] == "urn:kayan:document:003_haddad%237"


def test_geojson_has_points_with_facts(written):
    features = json.loads((written("geojson") / "places.geojson").read_text("utf-8"))["features"]
    assert len(features) == 4
    assert features[0]["geometry"] == {"type": "Point", "coordinates": [36.63393, 35.93062]}
    assert features[0]["properties"]["name"] == "إدلب"


def test_kml_has_the_same_places(written):
    places = ET.parse(written("kml") / "places.kml").findall(".//{*}Placemark")
    assert places[0].findtext("{*}name") == "Idlib إدلب"
    assert places[0].findtext(".//{*}coordinates") == "36.63393,35.93062"
    facts = {
        one.get("name"): one.findtext("{*}value") for one in places[0].iter("{http://www.opengis.net/kml/2.2}Data")
    }
    assert facts["wikidata"] == "Q504657"


@pytest.mark.parametrize(("name", "file"), [("gexf", "entities.gexf"), ("graphml", "entities.graphml")])
@pytest.mark.parametrize("make", [corpus, hostile])
def test_graphs_come_back(written, name, file, make):
    networkx = pytest.importorskip("networkx")
    tables = make()
    read = {"gexf": networkx.read_gexf, "graphml": networkx.read_graphml}[name]
    graph = read(written(name, tables) / file)
    assert set(graph.nodes) == set(tables["entities"]["entity_id"].map(clean))
    pairs = tables["cooccurrences"]
    assert graph.number_of_edges() == len(pairs)
    for a, b, sentences_ in pairs[["entity_a", "entity_b", "sentences"]].itertuples(index=False, name=None):
        assert graph.edges[clean(a), clean(b)]["weight"] == sentences_
    first = tables["entities"].iloc[0]
    assert graph.nodes[clean(first["entity_id"])]["mentions"] == first["mentions"]


@pytest.mark.parametrize("make", [corpus, hostile])
def test_ftm_objects_are_valid(written, make):
    model = pytest.importorskip("followthemoney").model
    tables = make()
    objects = json_lines(written("ftm", tables) / "entities.ftm.json")
    known = {one["id"]: one for one in objects}
    assert len(known) == len(objects)
    for one in objects:
        proxy = model.get_proxy(one, cleaned=False)
        proxy.schema.validate(one)
        assert proxy.caption
    mentions = [one["properties"] for one in objects if one["schema"] == "Mention"]
    assert len(mentions) == len(tables["mentions"].drop_duplicates(["doc_id", "entity_id"]))
    assert all(known[one["document"][0]]["schema"] == "PlainText" for one in mentions)
    assert all(known[one["resolved"][0]]["schema"] == one["detectedSchema"][0] for one in mentions)


def test_sqlite_has_the_tables_and_finds_every_spelling(written, tables):
    database = sqlite3.connect(written("sqlite") / "kayan.sqlite")
    for table in schema.TABLES:
        found = pd.read_sql(f"SELECT * FROM {table.name}", database)
        assert typed(found.to_dict("records"), table).equals(typed(tables[table.name].to_dict("records"), table)), (
            table.name
        )
    assert database.execute("SELECT text FROM texts").fetchall() == [(text,) for text in tables["texts"]["text"]]
    for query in ("سراقب", "وسراقب", "ادلب", "وإدلب", "الأمل"):
        found = database.execute("SELECT doc_id FROM search WHERE search MATCH ?", (query,)).fetchall()
        assert found, query
    assert not database.execute("SELECT doc_id FROM search WHERE search MATCH 'دمشق'").fetchall()
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []


def test_parquet_comes_back_equal(written, tables):
    folder = written("parquet")
    for table in schema.TABLES:
        found = pd.read_parquet(folder / f"{table.name}.parquet")
        assert found[table.names].equals(tables[table.name]), table.name
    assert pd.read_parquet(folder / "documents.parquet")["text"].tolist() == tables["texts"]["text"].tolist()


@pytest.mark.parametrize("make", [corpus, hostile])
def test_frictionless_finds_the_data_package_valid(written, make):
    frictionless = pytest.importorskip("frictionless")
    tables = make()
    written("csv", tables)
    report = frictionless.validate(str(written("datapackage", tables) / "datapackage.json"))
    assert report.flatten(["title", "message"]) == []
    assert [task.stats.get("rows", 0) for task in report.tasks] == [len(tables[table.name]) for table in schema.TABLES]


@pytest.mark.parametrize("make", [corpus, hostile])
def test_spacy_documents_come_back(tmp_path, make):
    spacy = pytest.importorskip("spacy")
    tables = make()
    EXPORTS["spacy"](tables)["documents.spacy"](tmp_path / "documents.spacy")
    store = spacy.tokens.DocBin().from_bytes((tmp_path / "documents.spacy").read_bytes())
    docs = list(store.get_docs(spacy.blank("xx").vocab))
    assert [doc.text for doc in docs] == tables["texts"]["text"].tolist()
    found = [(doc.user_data["doc_id"], e.start_char, e.text, e.label_, e.kb_id_) for doc in docs for e in doc.ents]
    columns = ["doc_id", "start", "surface", "label", "entity_id"]
    assert found == list(tables["mentions"][columns].itertuples(index=False, name=None))


def test_an_archive_has_no_clock(written):
    archive = zipfile.ZipFile(io.BytesIO((written("brat") / "brat.zip").read_bytes()))
    assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
