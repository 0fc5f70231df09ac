"""CSV tables: exact bytes on a small corpus, everything read back as it was, all of them or none."""

import pandas as pd
import pytest
from cases import cases

from pipeline.contracts import schema
from pipeline.contracts.problems import problem_frame
from pipeline.export import export
from pipeline.exports import csv as exports_csv
from pipeline.exports.csv import CELL, first_aliases, read_table
from pipeline.tabulate import tabulate

BOM = "\ufeff"
EXPECTED = {
    "documents": """\
"doc_id","file","title","date","date_source","source","url","language","encoding","sentences","words","mentions","sha256"
"a","seeds/a.txt","","","","","","","utf-8",1,7,2,"sha-a"
"b","seeds/b.txt","عنوان","2020-02-28","metadata","سانا","https://example.org/b","ar","utf-8",4,13,5,"sha-b"
"c","seeds/c.txt","","2019-12-01","metadata","","","","utf-8",1,2,1,"sha-c"
""",
    "mentions": """\
"mention_id","doc_id","sentence","start","end","label","surface","name","entity_id","name_en","score","tagger","context"
"a:5-13","a",1,5,13,"ORG","حزب الله","حزب الله","org/hezbollah","Hezbollah",0.8,"fake","أعلن حزب الله مقتل 9 في إدلب."
"a:24-28","a",1,24,28,"LOC","إدلب","إدلب","loc/sy/idlib","Idlib",0.7,"fake","أعلن حزب الله مقتل 9 في إدلب."
"b:10-20","b",2,10,20,"PER","بشار الأسد","بشار الأسد","per/bashar-al-assad","Bashar al-Assad",0.998,"fake","زار بشار الأسد موسكو."
"b:21-26","b",2,21,26,"LOC","موسكو","موسكو","loc/ru/moscow","Moscow",0.9,"fake","زار بشار الأسد موسكو."
"b:35-40","b",3,35,40,"PER","الأسد","الأسد","per/bashar-al-assad","Bashar al-Assad",0.75,"fake","والتقى الأسد بوتين في موسكو، 3 مرات."
"b:41-46","b",3,41,46,"PER","بوتين","بوتين","per/x-butin","Butin",1.0,"fake","والتقى الأسد بوتين في موسكو، 3 مرات."
"b:50-55","b",3,50,55,"LOC","موسكو","موسكو","loc/ru/moscow","Moscow",0.5,"fake","والتقى الأسد بوتين في موسكو، 3 مرات."
"c:4-9","c",1,4,9,"PER","بوتين","بوتين","per/x-butin","Butin",0.6,"fake","وصل بوتين."
""",  # noqa: E501  # a row of a table is one line
    "people": """\
"entity_id","name","name_en","name_en_source","aliases","mentions","documents","first_date","last_date","first_doc","wikidata","country","description","role","role_en"
"per/bashar-al-assad","بشار الأسد","Bashar al-Assad","kb","الأسد",2,1,"2020-02-28","2020-02-28","b","","","","",""
"per/x-butin","بوتين","Butin","romanised","",2,2,"2019-12-01","2020-02-28","c","","","","",""
""",
    "places": """\
"entity_id","name","name_en","name_en_source","aliases","mentions","documents","first_date","last_date","first_doc","wikidata","geonames","country","latitude","longitude","precision","governorate","governorate_en","governorate_pcode","description"
"loc/ru/moscow","موسكو","Moscow","kb","",2,1,"2020-02-28","2020-02-28","b","","","",55.75583,37.6173,"point","","","",""
"loc/sy/idlib","إدلب","Idlib","kb","",1,1,"","","a","","","",35.93,36.63,"point","إدلب","Idlib","SY07",""
""",
    "organisations": """\
"entity_id","name","name_en","name_en_source","aliases","mentions","documents","first_date","last_date","first_doc","wikidata","country","description","described_as"
"org/hezbollah","حزب الله","Hezbollah","kb","",1,1,"","","a","","","",""
""",
    "roles": """\
"entity_id","name","name_en","role","role_en","kind","status","organisation","place","doc_id","sentence","start","end","first_date","last_date","mentions"
""",
    "cooccurrences": """\
"entity_a","name_a","name_en_a","entity_b","name_b","name_en_b","sentences","documents","npmi"
"loc/ru/moscow","موسكو","Moscow","per/bashar-al-assad","بشار الأسد","Bashar al-Assad",2,1,1.0
"loc/ru/moscow","موسكو","Moscow","per/x-butin","بوتين","Butin",1,1,0.2263
"loc/sy/idlib","إدلب","Idlib","org/hezbollah","حزب الله","Hezbollah",1,1,1.0
"per/bashar-al-assad","بشار الأسد","Bashar al-Assad","per/x-butin","بوتين","Butin",1,1,0.2263
""",
    "problems": """\
"file","stage","problem","remedy"
"seeds/d.txt","read","empty","Fill it or remove it"
"seeds/e.txt","read","no Arabic letters, none","Remove it"
""",
}


@pytest.mark.parametrize("name", EXPECTED)
def test_exact_bytes(stages, tmp_path, name):
    export(tabulate(**stages), tmp_path)
    assert (tmp_path / f"{name}.csv").read_bytes() == (BOM + EXPECTED[name]).replace("\n", "\r\n").encode()


def test_written_tables_are_read_back_equal(stages, tmp_path):
    tables = tabulate(**stages)
    export(tables, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(f"{table.name}.csv" for table in schema.TABLES)
    for name, table in tables.items():
        pd.testing.assert_frame_equal(read_table(tmp_path / f"{name}.csv"), table)


def test_plain_pandas_reads_the_tables(stages, tmp_path):
    export(tabulate(**stages), tmp_path)
    people = pd.read_csv(tmp_path / "people.csv")
    assert people.loc[0, ["entity_id", "name", "mentions"]].tolist() == ["per/bashar-al-assad", "بشار الأسد", 2]


def test_empty_tables_are_read_back_equal(tmp_path):
    tables = {
        table.name: pd.DataFrame({name: [] for name in table.names}).astype(table.dtypes) for table in schema.TABLES
    }
    tables["problems"] = problem_frame([])
    export(tables, tmp_path)
    for name, table in tables.items():
        pd.testing.assert_frame_equal(read_table(tmp_path / f"{name}.csv"), table)
    assert (tmp_path / "problems.csv").read_bytes() == b'\xef\xbb\xbf"file","stage","problem","remedy"\r\n'


def test_hostile_texts_come_back_through_a_file(stages, tmp_path):
    hostile = [case.values[0]["text"] for case in cases("cells.json")]
    mentions = tabulate(**stages)["mentions"]
    table = pd.concat([mentions.iloc[:1]] * len(hostile), ignore_index=True)
    table = table.assign(surface=pd.Series(hostile, dtype="str"), name=pd.Series(hostile, dtype="str"))
    export(tabulate(**stages) | {"mentions": table}, tmp_path)
    pd.testing.assert_frame_equal(read_table(tmp_path / "mentions.csv"), table)


def test_aliases_that_no_cell_holds_are_left_out_and_told(stages, tmp_path):
    long = "|".join(f"لقب {number}" for number in range(5000))
    stages["entities"] = stages["entities"].assign(aliases=[long, *[""] * 4])
    tables = tabulate(**stages)
    assert tables["people"].at[0, "aliases"] == long
    export(tables, tmp_path)
    for name in ("people", "entities"):
        found = read_table(tmp_path / f"{name}.csv").set_index("entity_id")["aliases"]["per/bashar-al-assad"]
        assert len(long) > CELL >= len(found) > CELL - 20
        assert long.startswith(found + "|")
    assert read_table(tmp_path / "problems.csv").iloc[0].tolist() == [
        "entities.csv",
        "export",
        "per/bashar-al-assad has more aliases than a spreadsheet cell holds; the rarest are left out",
        "Find them all in mentions.csv, column name",
    ]


def test_first_aliases():
    assert first_aliases("", 3) == ""
    assert first_aliases("abc|d", 3) == "abc"
    assert first_aliases("abcd|e", 3) == ""


def test_failed_write_leaves_the_old_tables(stages, tmp_path, monkeypatch):
    tables = tabulate(**stages)
    export(tables, tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    whole = exports_csv._cells

    def broken(column, is_text):
        if column.name == "npmi":
            raise OSError(28, "No space left on device")
        return whole(column, is_text)

    monkeypatch.setattr(exports_csv, "_cells", broken)
    with pytest.raises(OSError, match="No space left"):
        export({name: table.iloc[:0] for name, table in tables.items()}, tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
