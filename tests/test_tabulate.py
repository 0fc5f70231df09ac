"""Tables: exact bytes on a small corpus, everything read back as it was, nothing that a spreadsheet would run."""

import json
import math
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from pipeline import files, schema
from pipeline.files import Problem
from pipeline.normalize import normalize
from pipeline.tabulate import (
    CELL,
    cooccurrences,
    count_words,
    defuse,
    first_aliases,
    main,
    read_table,
    restore,
    tabulate,
    write_tables,
)
from pipeline.tag import Mention, frame

DATA = Path(__file__).parent / "data"

TEXTS = {
    "b": "عنوان\nزار بشار الأسد موسكو. والتقى الأسد بوتين في موسكو، 3 مرات. انتهى.",
    "a": "أعلن حزب الله مقتل 9 في إدلب.",
    "c": "وصل بوتين.",
}
DATES = {"b": "2020-02-28", "a": "", "c": "2019-12-01"}
MENTIONS = [
    # document, sentence, label, surface, score
    ("b", 2, "PER", "بشار الأسد", 0.99849),
    ("b", 2, "LOC", "موسكو", 0.9),
    ("b", 3, "PER", "الأسد", 0.75),
    ("b", 3, "PER", "بوتين", 1.0),
    ("b", 3, "LOC", "موسكو", 0.5),
    ("a", 1, "ORG", "حزب الله", 0.8),
    ("a", 1, "LOC", "إدلب", 0.7),
    ("c", 1, "PER", "بوتين", 0.6),
]
ENTITIES = [
    # the known columns, then the surfaces that mean it
    (("per/bashar-al-assad", "PER", "بشار الأسد", "Bashar al-Assad", "kb", "الأسد"), ("بشار الأسد", "الأسد")),
    (("per/x-butin", "PER", "بوتين", "Butin", "romanised", ""), ("بوتين",)),
    (("loc/ru/moscow", "LOC", "موسكو", "Moscow", "kb", ""), ("موسكو",)),
    (("loc/sy/idlib", "LOC", "إدلب", "Idlib", "kb", ""), ("إدلب",)),
    (("org/hezbollah", "ORG", "حزب الله", "Hezbollah", "kb", ""), ("حزب الله",)),
]
COORDINATES = {"loc/ru/moscow": (55.7558261, 37.6173), "loc/sy/idlib": (35.93, 36.63)}

BOM = "\ufeff"
EXPECTED = {
    "documents": """\
doc_id,file,title,date,source,encoding,sentences,words,mentions,sha256
a,seeds/a.txt,,,,utf-8,1,7,2,sha-a
b,seeds/b.txt,عنوان,2020-02-28,سانا,utf-8,4,13,5,sha-b
c,seeds/c.txt,,2019-12-01,,utf-8,1,2,1,sha-c
""",
    "mentions": """\
mention_id,doc_id,sentence,start,end,label,surface,name,entity_id,score,tagger,context
a:5-13,a,1,5,13,ORG,حزب الله,حزب الله,org/hezbollah,0.8,fake,أعلن حزب الله مقتل 9 في إدلب.
a:24-28,a,1,24,28,LOC,إدلب,إدلب,loc/sy/idlib,0.7,fake,أعلن حزب الله مقتل 9 في إدلب.
b:10-20,b,2,10,20,PER,بشار الأسد,بشار الأسد,per/bashar-al-assad,0.998,fake,زار بشار الأسد موسكو.
b:21-26,b,2,21,26,LOC,موسكو,موسكو,loc/ru/moscow,0.9,fake,زار بشار الأسد موسكو.
b:35-40,b,3,35,40,PER,الأسد,الأسد,per/bashar-al-assad,0.75,fake,والتقى الأسد بوتين في موسكو، 3 مرات.
b:41-46,b,3,41,46,PER,بوتين,بوتين,per/x-butin,1.0,fake,والتقى الأسد بوتين في موسكو، 3 مرات.
b:50-55,b,3,50,55,LOC,موسكو,موسكو,loc/ru/moscow,0.5,fake,والتقى الأسد بوتين في موسكو، 3 مرات.
c:4-9,c,1,4,9,PER,بوتين,بوتين,per/x-butin,0.6,fake,وصل بوتين.
""",
    "people": """\
entity_id,name,name_en,name_en_source,aliases,mentions,documents,first_date,last_date,first_doc,wikidata,country,description
per/bashar-al-assad,بشار الأسد,Bashar al-Assad,kb,الأسد,2,1,2020-02-28,2020-02-28,b,,,
per/x-butin,بوتين,Butin,romanised,,2,2,2019-12-01,2020-02-28,c,,,
""",
    "places": """\
entity_id,name,name_en,name_en_source,aliases,mentions,documents,first_date,last_date,first_doc,wikidata,geonames,country,latitude,longitude,description
loc/ru/moscow,موسكو,Moscow,kb,,2,1,2020-02-28,2020-02-28,b,,,,55.75583,37.6173,
loc/sy/idlib,إدلب,Idlib,kb,,1,1,,,a,,,,35.93,36.63,
""",
    "organisations": """\
entity_id,name,name_en,name_en_source,aliases,mentions,documents,first_date,last_date,first_doc,wikidata,country,description
org/hezbollah,حزب الله,Hezbollah,kb,,1,1,,,a,,,
""",
    "cooccurrences": """\
entity_a,entity_b,sentences,documents,npmi
loc/ru/moscow,per/bashar-al-assad,2,1,1.0
loc/ru/moscow,per/x-butin,1,1,0.2263
loc/sy/idlib,org/hezbollah,1,1,1.0
per/bashar-al-assad,per/x-butin,1,1,0.2263
""",
    "problems": """\
file,stage,problem,remedy
seeds/d.txt,read,empty,Fill it or remove it
seeds/e.txt,read,"no Arabic letters, none",Remove it
""",
}


def documents_frame():
    rows = [
        (
            name,
            f"seeds/{name}.txt",
            "عنوان" if name == "b" else "",
            DATES[name],
            "سانا" if name == "b" else "",
            "utf-8",
            text,
            f"sha-{name}",
            f"stamp-{name}",
        )
        for name, text in TEXTS.items()
    ]
    return pd.DataFrame(rows, columns=schema.DOCUMENT_FIELDS, dtype="str")


def mention(sentences, named):
    doc_id, number, label, surface, score = named
    row = sentences[(sentences["doc_id"] == doc_id) & (sentences["sentence"] == number)].iloc[0]
    start = row["start"] + row["source"].index(surface)
    end = start + len(surface)
    assert TEXTS[doc_id][start:end] == surface
    context = " ".join(row["source"].split())
    mention_id = f"{doc_id}:{start}-{end}"
    return Mention(mention_id, doc_id, number, start, end, label, surface, surface, score, "fake", context)


def entities_frame(mentions):
    ids = mentions.groupby("surface")["mention_id"].apply(list)
    rows = [
        (
            *known,
            "",
            "",
            "",
            *COORDINATES.get(known[0], (math.nan, math.nan)),
            "",
            [i for s in surfaces for i in ids[s]],
        )
        for known, surfaces in ENTITIES
    ]
    return pd.DataFrame(rows, columns=schema.ENTITY_FIELDS)


@pytest.fixture
def stages():
    """The frames of the four stages before, and the problems: the arguments of `tabulate`."""
    documents = documents_frame()
    sentences = normalize(documents)
    mentions = frame(mention(sentences, named) for named in MENTIONS)
    problems = [
        Problem("seeds/e.txt", "read", "no Arabic letters, none", "Remove it"),
        Problem("seeds/d.txt", "read", "empty", "Fill it or remove it"),
    ]
    return [documents, sentences, mentions, entities_frame(mentions), files.problem_frame(problems)]


def test_tables_are_those_of_the_schema(stages):
    tables = tabulate(*stages)
    assert list(tables) == [table.name for table in schema.TABLES]
    for table in schema.TABLES:
        assert list(tables[table.name]) == table.names
        assert tables[table.name].index.tolist() == list(range(len(tables[table.name])))


@pytest.mark.parametrize("name", EXPECTED)
def test_exact_bytes(stages, tmp_path, name):
    write_tables(tabulate(*stages), tmp_path)
    assert (tmp_path / f"{name}.csv").read_bytes() == (BOM + EXPECTED[name]).replace("\n", "\r\n").encode()


def test_entities_are_sorted_by_mentions_then_id(stages):
    assert tabulate(*stages)["entities"]["entity_id"].tolist() == [
        "loc/ru/moscow",
        "per/bashar-al-assad",
        "per/x-butin",
        "loc/sy/idlib",
        "org/hezbollah",
    ]


def test_order_of_the_input_does_not_matter(stages):
    shuffled = [stage.sample(frac=1, random_state=1) for stage in stages]
    for table, other in zip(tabulate(*stages).values(), tabulate(*shuffled).values(), strict=True):
        pd.testing.assert_frame_equal(table, other)


def test_tabulate_leaves_its_arguments_alone(stages):
    copies = [stage.copy(deep=True) for stage in stages]
    tabulate(*stages)
    for stage, copy in zip(stages, copies, strict=True):
        pd.testing.assert_frame_equal(stage, copy)


def test_written_tables_are_read_back_equal(stages, tmp_path):
    tables = tabulate(*stages)
    write_tables(tables, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(f"{table.name}.csv" for table in schema.TABLES)
    for name, table in tables.items():
        pd.testing.assert_frame_equal(read_table(tmp_path / f"{name}.csv"), table)


def test_plain_pandas_reads_the_tables(stages, tmp_path):
    write_tables(tabulate(*stages), tmp_path)
    people = pd.read_csv(tmp_path / "people.csv")
    assert people.loc[0, ["entity_id", "name", "mentions"]].tolist() == ["per/bashar-al-assad", "بشار الأسد", 2]


def test_nothing_in_nothing_out(tmp_path):
    fields = [schema.DOCUMENT_FIELDS, schema.SENTENCE_FIELDS, schema.MENTION_FIELDS, schema.ENTITY_FIELDS]
    tables = tabulate(*(pd.DataFrame([], columns=names) for names in fields), files.problem_frame([]))
    write_tables(tables, tmp_path)
    for name, table in tables.items():
        assert len(table) == 0
        pd.testing.assert_frame_equal(read_table(tmp_path / f"{name}.csv"), table)
    assert (tmp_path / "problems.csv").read_bytes() == b"\xef\xbb\xbffile,stage,problem,remedy\r\n"


def test_document_without_a_sentence_counts_nothing(stages):
    documents = stages[0]
    nothing = [stage.iloc[:0] for stage in stages[1:]]
    counts = tabulate(documents, *nothing)["documents"][["sentences", "words", "mentions"]]
    assert counts.to_numpy().tolist() == [[0, 0, 0]] * 3


def test_missing_texts_and_numbers(stages):
    documents, sentences, mentions, entities, problems = stages
    entities = entities.assign(country=None, wikidata=float("nan"), latitude=None, longitude=None)
    table = tabulate(documents, sentences, mentions, entities, problems)["entities"]
    assert set(table["country"]) == set(table["wikidata"]) == {""}
    assert table["latitude"].isna().all()
    assert str(table["latitude"].dtype) == "float64"


def without_mention(entities, entity_id, mention_id):
    ids = entities["mention_ids"].where(
        entities["entity_id"] != entity_id, entities["mention_ids"].map(lambda ids: ids[1:])
    )
    assert all(mention_id not in some for some in ids)
    return entities.assign(mention_ids=ids)


def with_mention(entities, entity_id, mention_id):
    more = entities["mention_ids"].map(lambda ids: [*ids, mention_id])
    return entities.assign(mention_ids=entities["mention_ids"].where(entities["entity_id"] != entity_id, more))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(
            lambda e: without_mention(e, "per/x-butin", "b:41-46"),
            "1 mentions without an entity, such as b:41-46",
            id="mention of nobody",
        ),
        pytest.param(
            lambda e: with_mention(e, "loc/sy/idlib", "c:4-9"),
            "1 mentions with several entities, such as c:4-9",
            id="mention of two",
        ),
        pytest.param(
            lambda e: with_mention(e, "loc/sy/idlib", "c:99-100"),
            "1 unknown mentions of entities, such as c:99-100",
            id="unknown mention",
        ),
        pytest.param(
            lambda e: pd.concat([e, e.iloc[:1].assign(entity_id="per/nobody", mention_ids=[[]])]),
            "1 entities without a mention, such as per/nobody",
            id="entity that nobody mentions",
        ),
    ],
)
def test_ids_that_do_not_meet(stages, change, message):
    documents, sentences, mentions, entities, problems = stages
    with pytest.raises(ValueError, match=message):
        tabulate(documents, sentences, mentions, change(entities), problems)


def test_mention_of_an_unknown_document(stages):
    with pytest.raises(ValueError, match="1 mentions of unknown documents, such as c"):
        tabulate(stages[0][stages[0]["doc_id"] != "c"], *stages[1:])


@pytest.mark.parametrize(
    ("text", "expected"),
    [("قال #حزب_الله، (4 مرات).", 5), ("M4", 2), ("…", 0), ("", 0), ("٢٠٢٠ عام", 2)],
)
def test_count_words(text, expected):
    assert count_words(text) == expected


def pairs_of(*sentences):
    rows = [("d", number, entity) for number, names in enumerate(sentences, 1) for entity in names]
    mentions = pd.DataFrame(rows, columns=["doc_id", "sentence", "entity_id"])
    return cooccurrences(mentions, len(sentences)).to_numpy().tolist()


def test_cooccurrences_count_sentences_not_mentions():
    assert pairs_of("aab", "ba", "c", "") == [["a", "b", 2, 1, 1.0]]


def test_cooccurrence_in_every_sentence_is_always():
    assert pairs_of("ab") == [["a", "b", 1, 1, 1.0]]


def test_cooccurrence_by_chance_is_zero():
    assert pairs_of("ab", "a", "b", "") == [["a", "b", 1, 1, 0.0]]


def test_cooccurrence_below_chance_is_negative():
    together, a, b, total = 1, 3, 3, 5
    value = math.log(together * total / (a * b)) / -math.log(together / total)
    assert pairs_of("ab", "a", "a", "b", "b") == [["a", "b", 1, 1, round(value, 4)]]
    assert value < 0


def test_cooccurrences_of_several_documents_and_a_crowded_sentence():
    crowd = [f"x{number:03}" for number in range(60)]
    rows = [("d", 1, name) for name in crowd] + [("e", 1, "x001"), ("e", 1, "x000")]
    mentions = pd.DataFrame(rows, columns=["doc_id", "sentence", "entity_id"])
    pairs = cooccurrences(mentions, 10)
    assert len(pairs) == 60 * 59 // 2
    assert pairs.iloc[0, :4].tolist() == ["x000", "x001", 2, 2]
    assert (pairs["entity_a"] < pairs["entity_b"]).all()


def test_nobody_meets_nobody():
    assert pairs_of("a", "b") == []


CELLS = json.loads((DATA / "cells.json").read_text("utf-8"))


@pytest.mark.parametrize("case", [pytest.param(case, id=case["label"]) for case in CELLS])
def test_defuse(case):
    assert defuse(case["text"]) == case["cell"]
    assert restore(case["cell"]) == case["text"]


def test_hostile_texts_come_back_through_a_file(stages, tmp_path):
    hostile = [case["text"] for case in CELLS]
    mentions = tabulate(*stages)["mentions"]
    table = pd.concat([mentions.iloc[:1]] * len(hostile), ignore_index=True)
    table = table.assign(surface=pd.Series(hostile, dtype="str"), name=pd.Series(hostile, dtype="str"))
    write_tables({"mentions": table}, tmp_path)
    pd.testing.assert_frame_equal(read_table(tmp_path / "mentions.csv"), table)


def test_what_cells_cannot_show_is_taken_out(stages):
    documents, sentences, mentions, entities, problems = stages
    documents = documents.assign(title="عنوان \r\n من\u2028سطرين", source="سا\x07نا")
    mentions = mentions.assign(surface="بشار\r\n\x0bالأسد", context="زار\n\nبشار \x0b الأسد", name="بشار\x00")
    tables = tabulate(documents, sentences, mentions, entities, problems)
    assert tables["documents"].loc[0, ["title", "source"]].tolist() == ["عنوان من سطرين", "سانا"]
    assert tables["mentions"].loc[0, ["surface", "context", "name"]].tolist() == [
        "بشار\r\n\x0bالأسد",
        "زار بشار الأسد",
        "بشار",
    ]


def test_aliases_that_no_cell_holds_are_cut_and_told(stages):
    documents, sentences, mentions, entities, problems = stages
    long = "|".join(f"لقب {number}" for number in range(5000))
    entities = entities.assign(aliases=long)
    tables = tabulate(documents, sentences, mentions, entities.assign(aliases=[long, *[""] * 4]), problems)
    aliases = tables["people"].at[0, "aliases"]
    assert len(long) > CELL >= len(aliases) > CELL - 20
    assert long.startswith(aliases + "|")
    assert tables["problems"].iloc[0].tolist() == [
        "entities.csv",
        "tabulate",
        "per/bashar-al-assad has more aliases than a spreadsheet cell holds; the rarest are left out",
        "Find them all in mentions.csv, column name",
    ]


def test_first_aliases():
    assert first_aliases("", 3) == ""
    assert first_aliases("abc|d", 3) == "abc"
    assert first_aliases("abcd|e", 3) == ""


def test_failed_write_leaves_the_old_table(stages, tmp_path, monkeypatch):
    tables = tabulate(*stages)
    write_tables(tables, tmp_path)
    before = (tmp_path / "people.csv").read_bytes()

    def broken(_, path, **__):
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pd.DataFrame, "to_csv", broken)
    with pytest.raises(OSError, match="No space left"):
        write_tables({"people": tables["people"]}, tmp_path)
    assert (tmp_path / "people.csv").read_bytes() == before


def test_stage(stages, tmp_path, capsys):
    build, output = tmp_path / "build", tmp_path / "output"
    names = ["documents", "sentences", "mentions", "entities"]
    for name, stage in zip(names, stages, strict=False):
        files.write_frame(stage, build / f"{name}.parquet")
    arguments = [*(str(build / f"{name}.parquet") for name in names), str(output)]
    assert main(arguments) == files.OK
    assert capsys.readouterr().err == ""
    problem = Problem("seeds/d.txt", "read", "empty", "Fill it or remove it")
    other = replace(problem, file="seeds/b.txt", stage="tag")
    files.write_frame(files.problem_frame([problem]), build / "documents.problems.parquet")
    files.write_frame(files.problem_frame([other]), build / "mentions.problems.parquet")
    assert main(arguments) == files.PROBLEMS_FOUND
    assert read_table(output / "problems.csv")["file"].tolist() == ["seeds/b.txt", "seeds/d.txt"]
    assert capsys.readouterr().err.splitlines()[1] == "read: seeds/d.txt: empty. Fill it or remove it"
    assert (output / "people.csv").read_bytes() == (BOM + EXPECTED["people"]).replace("\n", "\r\n").encode()


def test_script_without_arguments():
    command = [sys.executable, "-m", "pipeline.tabulate"]
    assert subprocess.run(command, check=False, capture_output=True).returncode == files.USAGE
