"""The whole way: a small corpus to exact bytes with the fake tagger, one text with the embedded model."""

import pytest
from fake import FakeTagger

from pipeline import extract
from pipeline.contracts.problems import OK, PROBLEMS_FOUND
from pipeline.correct import main as correct_main
from pipeline.export import export
from pipeline.export import main as export_main
from pipeline.exports.csv import read_table
from pipeline.identify import main as identify_main
from pipeline.link import main as link_main
from pipeline.normalize import main as normalize_main
from pipeline.read import NoDocumentError
from pipeline.read import main as read_main
from pipeline.run import run
from pipeline.tabulate import main as tabulate_main
from pipeline.tag import main as tag_main

NAMES = {"بشار الأسد": "PER", "الأسد": "PER", "دمشق": "LOC", "حزب_الله": "ORG", "سامر الحداد": "PER"}
FIRST = "زيارة إلى دمشق\nوصل بشار الأسد إلى دِمَشق.\r\nوقال الأسد إن #حزب_الله معه."
SECOND = "=ينفي سامر الحداد ذلك"

MENTIONS = """\
"mention_id","doc_id","sentence","start","end","label","surface","name","entity_id","name_en","score","tagger","context"
"أ:10-14","أ",1,10,14,"LOC","دمشق","دمشق","loc/sy/damascus","Damascus",0.9,"fake","زيارة إلى دمشق"
"أ:19-29","أ",2,19,29,"PER","بشار الأسد","بشار الأسد","per/bashar-al-assad","Bashar al-Assad",0.9,"fake","وصل بشار الأسد إلى دِمَشق."
"أ:34-40","أ",2,34,40,"LOC","دِمَشق","دمشق","loc/sy/damascus","Damascus",0.9,"fake","وصل بشار الأسد إلى دِمَشق."
"أ:48-53","أ",3,48,53,"PER","الأسد","الأسد","per/bashar-al-assad","Bashar al-Assad",0.9,"fake","وقال الأسد إن #حزب_الله معه."
"أ:58-66","أ",3,58,66,"ORG","حزب_الله","حزب الله","org/hezbollah","Hezbollah",0.9,"fake","وقال الأسد إن #حزب_الله معه."
"ب:6-17","ب",1,6,17,"PER","سامر الحداد","سامر الحداد","{stranger}","Samer al-Haddad",0.9,"fake","'=ينفي سامر الحداد ذلك"
"""  # noqa: E501  # a row of a table is one line

COOCCURRENCES = """\
"entity_a","name_a","name_en_a","entity_b","name_b","name_en_b","sentences","documents","npmi"
"loc/sy/damascus","دمشق","Damascus","per/bashar-al-assad","بشار الأسد","Bashar al-Assad",1,1,0.0
"org/hezbollah","حزب الله","Hezbollah","per/bashar-al-assad","بشار الأسد","Bashar al-Assad",1,1,0.5
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


def test_a_small_corpus_gives_these_bytes(corpus, knowledge):
    tables, problems = run([corpus / "in"], FakeTagger(NAMES), knowledge)
    assert [problem.what for problem in problems] == ["empty"]
    export(tables, corpus / "out")
    check(corpus / "out")


def test_stage_scripts_give_the_same_tables(corpus, monkeypatch):
    monkeypatch.setattr("pipeline.tag.load", lambda _: FakeTagger(NAMES))
    monkeypatch.setenv("KAYAN_KNOWLEDGE", str(corpus / "knowledge"))
    names = ("documents", "sentences", "mentions", "corrected", "links", "entities", "identities")
    build = {name: str(corpus / f"build/{name}.parquet") for name in names}
    tables = str(corpus / "build/tables")
    assert read_main([str(corpus / "in"), build["documents"]]) == PROBLEMS_FOUND
    assert normalize_main([build["documents"], build["sentences"]]) == OK
    assert tag_main([build["sentences"], build["mentions"]]) == OK
    assert correct_main([build["sentences"], build["mentions"], build["corrected"]]) == OK
    assert link_main([build["corrected"], build["links"]]) == OK
    assert identify_main([build["links"], build["entities"], build["identities"]]) == OK
    stages = ("documents", "sentences", "corrected", "links", "identities", "entities")
    assert tabulate_main([*(build[name] for name in stages), tables]) == OK
    assert export_main([tables, build["documents"], str(corpus / "out")]) == OK
    check(corpus / "out")


def test_no_document_gives_no_tables(tmp_path, knowledge):
    with pytest.raises(NoDocumentError) as error:
        run([tmp_path], FakeTagger(NAMES), knowledge)
    assert [problem.what for problem in error.value.problems] == ["the folder is empty"]


def test_extract_gives_offsets_and_entities():
    text = "التقى بُوتين\nوأردوغان في موسكو"
    mentions = extract(text)
    assert [text[m.start : m.end] for m in mentions] == [m.surface for m in mentions] == ["بُوتين", "أردوغان", "موسكو"]
    assert [m.entity.name_en for m in mentions] == ["Vladimir Putin", "Recep Tayyip Erdogan", "Moscow"]
    assert mentions[2].entity.latitude == pytest.approx(55.75, abs=0.2)
    assert mentions[0].entity.latitude is None
    assert extract("") == []


def test_extract_says_what_coordinates_are_of_and_which_governorate():
    (entity,) = (mention.entity for mention in extract("وصل إلى مدينة سراقب") if mention.label == "LOC")
    assert (entity.precision, entity.governorate_en, entity.governorate_pcode) == ("point", "Idlib", "SY07")
