"""The whole way: a small corpus to exact bytes with the fake tagger, one text with the embedded model."""

import pytest

from pipeline import extract, files
from pipeline.normalize import main as normalize_main
from pipeline.read import main as read_main
from pipeline.resolve import main as resolve_main
from pipeline.run import run
from pipeline.tabulate import main as tabulate_main
from pipeline.tabulate import read_table, write_tables
from pipeline.tag import main as tag_main
from pipeline.taggers.fake import FakeTagger

NAMES = {"بشار الأسد": "PER", "الأسد": "PER", "دمشق": "LOC", "حزب_الله": "ORG", "سامر الحداد": "PER"}
FIRST = "زيارة إلى دمشق\nوصل بشار الأسد إلى دِمَشق.\r\nوقال الأسد إن #حزب_الله معه."
SECOND = "=ينفي سامر الحداد ذلك"

MENTIONS = """\
mention_id,doc_id,sentence,start,end,label,surface,name,entity_id,score,tagger,context
أ:10-14,أ,1,10,14,LOC,دمشق,دمشق,loc/sy/damascus,0.9,fake,زيارة إلى دمشق
أ:19-29,أ,2,19,29,PER,بشار الأسد,بشار الأسد,per/bashar-al-assad,0.9,fake,وصل بشار الأسد إلى دِمَشق.
أ:34-40,أ,2,34,40,LOC,دِمَشق,دمشق,loc/sy/damascus,0.9,fake,وصل بشار الأسد إلى دِمَشق.
أ:48-53,أ,3,48,53,PER,الأسد,الأسد,per/bashar-al-assad,0.9,fake,وقال الأسد إن #حزب_الله معه.
أ:58-66,أ,3,58,66,ORG,حزب_الله,حزب الله,org/hezbollah,0.9,fake,وقال الأسد إن #حزب_الله معه.
ب:6-17,ب,1,6,17,PER,سامر الحداد,سامر الحداد,{stranger},0.9,fake,'=ينفي سامر الحداد ذلك
"""

COOCCURRENCES = """\
entity_a,entity_b,sentences,documents,npmi
loc/sy/damascus,per/bashar-al-assad,1,1,0.0
org/hezbollah,per/bashar-al-assad,1,1,0.5
"""


@pytest.fixture
def corpus(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/أ.txt").write_bytes(FIRST.encode())
    (tmp_path / "in/ب.txt").write_bytes(SECOND.encode("utf-8-sig"))
    (tmp_path / "in/ج.txt").write_bytes(b"")
    return tmp_path


def table(path):
    """Return a table's text as people write it: without the byte order mark, with plain line ends."""
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\r\n") == raw.count(b"\n")
    return raw.decode("utf-8-sig").replace("\r\n", "\n")


def check(folder):
    people = read_table(folder / "people.csv")
    assert list(people["name"]) == ["بشار الأسد", "سامر الحداد"]
    assert list(people["aliases"]) == ["الأسد", ""]
    stranger = people["entity_id"][1]
    assert stranger.startswith("per/x-samer-")
    assert table(folder / "mentions.csv") == MENTIONS.format(stranger=stranger)
    assert table(folder / "cooccurrences.csv") == COOCCURRENCES
    assert list(read_table(folder / "problems.csv")["problem"]) == ["empty"]


def test_a_small_corpus_gives_these_bytes(corpus):
    write_tables(run([corpus / "in"], FakeTagger(NAMES)), corpus / "out")
    check(corpus / "out")


def test_stage_scripts_give_the_same_tables(corpus, monkeypatch):
    monkeypatch.setattr("pipeline.tag.load", lambda _: FakeTagger(NAMES))
    names = ("documents", "sentences", "mentions", "entities")
    documents, sentences, mentions, entities = (str(corpus / f"build/{name}.parquet") for name in names)
    assert read_main([str(corpus / "in"), documents]) == files.PROBLEMS_FOUND
    assert normalize_main([documents, sentences]) == 0
    assert tag_main([sentences, mentions]) == 0
    assert resolve_main([mentions, entities]) == 0
    stages = [documents, sentences, mentions, entities]
    assert tabulate_main([*stages, str(corpus / "out")]) == files.PROBLEMS_FOUND
    check(corpus / "out")


def test_no_document_gives_empty_tables(tmp_path):
    tables = run([tmp_path], FakeTagger(NAMES))
    assert all(frame.empty for name, frame in tables.items() if name != "problems")
    assert list(tables["problems"]["problem"]) == ["the folder is empty"]


def test_extract_gives_offsets_and_entities():
    text = "التقى بُوتين\nوأردوغان في موسكو"
    mentions = extract(text)
    assert [text[m.start : m.end] for m in mentions] == [m.surface for m in mentions] == ["بُوتين", "أردوغان", "موسكو"]
    assert [m.entity.name_en for m in mentions] == ["Vladimir Putin", "Recep Tayyip Erdogan", "Moscow"]
    assert mentions[2].entity.latitude == pytest.approx(55.75, abs=0.2)
    assert mentions[0].entity.latitude is None
    assert extract("") == []
