"""`kayan knowledge`: tables of the user's own, what is said of rows that cannot be used, GeoNames' downloads."""

import zipfile

import pandas as pd
import pytest
from documents import entity_of
from fake import FakeTagger

from pipeline.arabic.folding import fold
from pipeline.cli import main
from pipeline.contracts.stagefiles import read_frame, write_frames
from pipeline.english.romanise import romanise
from pipeline.identify import main as identify_main
from pipeline.knowledge import Knowledge
from pipeline.knowledge.described import description_of
from pipeline.knowledge.entry import Surroundings
from pipeline.knowledge.gazetteer import Gazetteer
from pipeline.knowledge.ids import digest_of, id_of_name
from pipeline.knowledge.user import FIELDS, read_entities, read_tables
from pipeline.link import main as link_main
from pipeline.normalize import normalize
from pipeline.run import run
from pipeline.tag import tag

HEADER = "type,name_ar,aliases_ar,name_en,country,lat,lon,subtype,kb_id,wikidata,geonames\n"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """The folder of the user's own knowledge."""
    monkeypatch.setenv("KAYAN_KNOWLEDGE", str(tmp_path / "knowledge"))
    return tmp_path / "knowledge"


@pytest.fixture
def known(folder):
    """Says what is known now, the user's tables of this moment included."""
    return lambda: Knowledge(folder)


@pytest.fixture
def places(folder):
    """Says which places are known now, the user's tables of this moment included."""
    return lambda: Gazetteer(read_tables(folder).places)


@pytest.fixture
def table(tmp_path):
    def write(text, name="mine.csv", encoding="utf-8"):
        (tmp_path / name).write_text(text, encoding)
        return tmp_path / name

    return write


def take(*arguments):
    return main(["knowledge", "import", *map(str, arguments)])


def dump_line(geonameid, name, alternates, code, people="0", latitude="35.1", longitude="36.7", country="SY"):
    cells = [geonameid, name, name, alternates, latitude, longitude, code[0], code, country, "", "05"]
    return "\t".join([*cells, "", "", "", people, "", "", "Asia/Damascus", "2020-01-01"]) + "\n"


def test_two_columns_are_enough(known, table, folder):
    assert take(table("type,name_ar\nPER,زياد مرهج\n")) == 0
    entry = known().find("PER", "زياد مرهج")
    assert entry.name_en.startswith("Z")
    assert entry.entity_id.startswith("per/x-z")
    assert description_of(entry) == ""
    assert (folder / "mine.csv").exists()


def test_user_rows_win_over_ours(known, table):
    assert known().find("LOC", "حلب").entity_id == "loc/sy/aleppo"
    take(table(HEADER + "LOC,حلب,الشهباء القديمة,Halab,SY,36.2,37.16,city,loc/my/halab,,\n"))
    assert known().find("LOC", "حلب").entity_id == "loc/my/halab"
    assert known().find("LOC", "الشهباء القديمة").name_en == "Halab"
    assert known().certain("LOC", "حلب")
    assert known().entry("loc/sy/aleppo")


def test_a_row_with_the_id_of_ours_takes_its_place(known, table):
    take(table(HEADER + "LOC,حلب,,Halab,SY,36.2,37.16,city,loc/sy/aleppo,,\n"))
    assert known().entry("loc/sy/aleppo").name_en == "Halab"


def test_a_user_s_short_name_is_meant_everywhere(known, table):
    assert known().find_among("PER", "عباس", {"SY": 9}) is None
    take(table("type,name_ar,aliases_ar,name_en,country\nPER,عباس الكبير,عباس,Abbas the Great,IR\n"))
    assert known().find_among("PER", "عباس", {"SY": 9}).name_en == "Abbas the Great"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("DOG,زياد,,Ziad,,,,,,,", "type is DOG. Write PER, LOC or ORG"),
        ("PER,,,Ziad,,,,,,,", "name_ar is empty"),
        ("PER,؟!,,Ziad,,,,,,,", "name_ar is ؟!"),
        ("LOC,تل,,Tell,SY,,,,Tell,,", "kb_id is Tell. Leave it empty, or write one such as loc/my-name"),
        ("LOC,تل,,Tell,SY,,,,per/tell,,", "kb_id is per/tell"),
        ("LOC,تل,,Tell,SY,,,,,,,,,one too many", "more cells than the first row names"),
        ("PER,زياد مرهج,,Ziad,,,,,,,", "the same kb_id, or the same name and country, stands in an earlier row"),
    ],
)
def test_rows_that_cannot_be_used_are_named_and_the_others_taken(known, table, capsys, row, said):
    path = table(HEADER + "PER,زياد مرهج,,Ziad,,,,,,,\n" + row + "\n" + "ORG,رابطة الورد,,Rose League,,,,,,,\n")
    assert take(path) == 3
    told = capsys.readouterr().err
    assert f"{path}, row 3: " in told
    assert said in told
    assert known().find("ORG", "رابطة الورد").name_en == "Rose League"
    assert known().find("PER", "زياد مرهج").name_en == "Ziad"


def test_every_fault_of_a_row_is_told(table):
    rows, problems = read_entities(table(HEADER + "LOC,تل,,Tell,XX,95,37,castle,,,\n"))
    assert len(problems) == 3
    assert [(row["name_ar"], row["country"], row["lat"], row["subtype"]) for row in rows] == [("تل", "", "", "")]


@pytest.mark.parametrize(
    ("row", "said", "kept"),
    [
        ("Syria,36.2,37.16,,,,", "country is SYRIA; used without it. Write the two letters", {"lat": "36.2"}),
        ("SY,95,37,,,,", "lat and lon are 95 and 37; used without it. Write degrees", {"country": "SY"}),
        ("SY,36.2,,,,,", "lat and lon are 36.2 and ; used", {"lat": "", "lon": ""}),
        ("SY,nan,37,,,,", "lat and lon are nan and 37; used", {"lat": ""}),
        ("SY,N36,37,,,,", "lat and lon are N36 and 37; used", {"lat": ""}),
        ("SY,36.2,37.16,castle,,,", "subtype castle is none of LOC; used without it. Leave it empty", {"lat": "36.2"}),
        ("SY,36.2,37.16,,,12,", "wikidata is 12; used without it. Write an id such as Q41183", {"lat": "36.2"}),
        ("SY,36.2,37.16,,,,N12", "geonames is N12; used without it", {"geonames": ""}),
        (
            "SY,40.75,36.5,,,,",
            "40.75 and 36.5, outside of Syria, but inside when swapped; used",
            {"lat": "", "lon": ""},
        ),
        ("SY,52.5,13.4,,,,", "lat and lon are 52.5 and 13.4, outside of Syria; used", {"lat": "", "country": "SY"}),
    ],
)
def test_what_is_optional_and_wrong_is_left_out_and_the_row_used(known, table, capsys, row, said, kept):
    assert take(table(HEADER + f"LOC,تل الزيزفون,,Tell,{row}\n")) == 3
    assert f"row 2: {said}" in capsys.readouterr().err.replace("lat and lon are 40.75", "40.75")
    (written,) = read_tables(known().folder).entities
    assert written.items() >= kept.items()
    assert known().find("LOC", "تل الزيزفون").name_en == "Tell"


@pytest.mark.parametrize(
    "row", ["SY,36.2,37.16", "SY,37.2,42.3", "SY,33.1,35.6", ",52.5,13.4", "FR,4.9,-52.3", "SY,,", "XK,1,1"]
)
def test_coordinates_in_or_beside_the_country_or_without_one_are_taken(table, row):
    rows, problems = read_entities(table(HEADER + f"LOC,تل الزيزفون,,Tell,{row},,,,\n"))
    assert not problems or row.startswith("XK")
    assert len(rows) == 1


def test_what_a_row_for_an_entry_of_ours_leaves_empty_is_inherited(known, table):
    ours = known().entry("org/hezbollah")
    take(table(HEADER + "ORG,حزب الورد,,Rose Party,,,,,org/hezbollah,,\n"))
    entry = known().entry("org/hezbollah")
    assert (entry.name, entry.name_en) == ("حزب الورد", "Rose Party")
    assert (entry.country, entry.subtype, entry.wikidata) == (ours.country, ours.subtype, ours.wikidata)
    assert set(ours.names) <= set(entry.names)
    for name in ("حزب الورد", "حزب الله"):
        assert known().find("ORG", name) == entry


def test_what_a_row_says_is_not_inherited(known, table):
    take(table(HEADER + "LOC,جوبر,جوبر الدمشقي,,SY,33.6,36.4,,loc/sy/jobar,,\nLOC,تلة,,,,,,,loc/my/hill,,\n"))
    entry = known().entry("loc/sy/jobar")
    assert (entry.aliases, entry.name_en, entry.point) == (("جوبر الدمشقي",), "Jobar", (33.6, 36.4))
    assert (entry.precision, entry.pcode, entry.subtype) == ("town", "SY03", "quarter")
    assert known().entry("loc/my/hill").name_en == romanise("تلة")


def test_a_row_for_a_place_of_the_gazetteer_or_an_institution_inherits_as_well(known, table):
    rows = "LOC,كفر داعل القديمة,,,,,,,loc/sy/kafr-dail-168705,,\nORG,خارجية النرويج,,,,,,,org/no/ministry-of-foreign-affairs,,\n"
    take(table(HEADER + rows))
    village, ministry = known().find("LOC", "كفر داعل القديمة"), known().find("ORG", "خارجية النرويج")
    assert (village.name_en, village.geonames, village.pcode) == ("Kafr Dail", "168705", "SY02")
    assert (ministry.name_en, ministry.country) == ("Norwegian Foreign Ministry", "NO")


def test_an_inherited_name_that_many_bear_still_needs_its_document(known, table):
    take(table(HEADER + "PER,محمود رضا عباس,,,,,,,per/mahmoud-abbas,,\n"))
    assert known().find_among("PER", "عباس", {"SY": 9}) is None
    assert known().find_among("PER", "عباس", {"PS": 1}).name == "محمود رضا عباس"
    assert known().certain("PER", "محمود رضا عباس")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "windows-1256"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_spreadsheets_of_every_kind_are_read(table, encoding, separator):
    text = "type,name_ar,country\nLOC,تل الزيزفون,SY\nloc, تل  الورد ,sy\n,,\n".replace(",", separator)
    rows, problems = read_entities(table(text, encoding=encoding))
    assert [(row["type"], row["name_ar"], row["country"]) for row in rows] == [
        ("LOC", "تل الزيزفون", "SY"),
        ("LOC", "تل الورد", "SY"),
    ]
    assert not problems


@pytest.mark.parametrize("text", ["", "name\nزياد\n", "just some words"])
def test_a_file_that_is_no_table_is_named_with_the_remedy(table, capsys, folder, text):
    assert take(table(text)) == 2
    assert "no column" in capsys.readouterr().err
    assert not folder.exists()


def test_a_missing_file_exits_with_2(tmp_path, capsys):
    with pytest.raises(SystemExit) as error:
        take(tmp_path / "none.csv")
    assert error.value.code == 2
    assert "none.csv" in capsys.readouterr().err


def test_nothing_usable_changes_nothing(table, folder, capsys):
    take(table("type,name_ar\nPER,زياد مرهج\n"))
    before = (folder / "mine.csv").read_bytes()
    assert take(table("type,name_ar\nDOG,زياد مرهج\n")) == 2
    assert "nothing was changed" in capsys.readouterr().err
    assert (folder / "mine.csv").read_bytes() == before


def test_importing_again_replaces_and_removing_takes_out(known, table, folder, capsys):
    take(table("type,name_ar\nPER,زياد مرهج\n"))
    take(table("type,name_ar\nPER,مازن مرهج\n"))
    assert known().find("PER", "زياد مرهج") is None
    capsys.readouterr()
    assert main(["knowledge", "list"]) == 0
    assert capsys.readouterr().out == "mine\tnames\t1 rows\n"
    assert main(["knowledge", "remove", "mine"]) == 0
    assert not list(folder.iterdir())
    assert main(["knowledge", "remove", "mine"]) == 2
    assert "there is no mine" in capsys.readouterr().err


def test_imported_tables_hold_the_columns_of_the_curated_one(table, folder):
    take(table("type,name_ar,remark\nPER,زياد مرهج,hello\n"))
    lines = (folder / "mine.csv").read_text("utf-8-sig").splitlines()
    assert lines[0].split(",") == FIELDS
    take(folder / "mine.csv")
    assert (folder / "mine.csv").read_text("utf-8-sig").splitlines() == lines


def test_tables_that_were_broken_by_hand_are_problems_of_every_run_and_the_rest_goes_on(
    known, table, folder, tmp_path, capsys
):
    take(table("type,name_ar\nPER,زياد مرهج\nPER,مازن مرهج\n"))
    stored = folder / "mine.csv"
    stored.write_text(stored.read_text("utf-8-sig").replace("PER", "DOG", 1), "utf-8")
    (folder / "other.csv").write_text("no table", "utf-8")
    (folder / "SY.places.csv").write_text(
        "id;name_ar;name_en;country;kind;lat;lon\n7;تل;Tell;SY;village;95;37\n", "utf-8"
    )
    (folder / "._mine.csv").write_bytes(b"what macOS leaves")
    told = ["SY.places.csv, row 2", "mine.csv, row 2", "other.csv, row 1", "other.csv, row 1", "other.csv, row 1"]
    assert known().find("PER", "مازن مرهج")
    tables, problems = run([table("زار مازن مرهج حلب.", "in.txt")], FakeTagger({"مازن مرهج": "PER"}), known())
    assert [one.rpartition("/")[2] for one in tables["problems"]["file"]] == told
    assert sorted(problem.place.rpartition("/")[2] for problem in problems) == told
    sentences = normalize(pd.DataFrame({"doc_id": ["d"], "text": ["زار مازن مرهج حلب."]}))
    mentions, links, entities = (tmp_path / f"{name}.parquet" for name in ("mentions", "links", "entities"))
    write_frames({mentions: tag(sentences, FakeTagger({"حلب": "LOC"}))})
    assert link_main([str(mentions), str(links)]) == 3
    assert len(read_frame(tmp_path / "links.problems.parquet")) == len(told)
    assert identify_main([str(links), str(entities), str(tmp_path / "identities.parquet")]) == 0
    capsys.readouterr()
    assert main(["knowledge", "list"]) == 3
    shown = capsys.readouterr()
    assert shown.out == "SY\tplaces\t0 rows\nmine\tnames\t1 rows\nother\tnames\t0 rows\n"
    assert "mine.csv, row 2: type is DOG. Write PER, LOC or ORG" in shown.err


@pytest.mark.parametrize("quote", ["", '"'])
@pytest.mark.parametrize("separator", [",", ";"])
def test_tables_of_places_may_be_saved_by_a_spreadsheet(places, tmp_path, folder, quote, separator):
    (tmp_path / "SY.txt").write_text(dump_line("501", "Tall an Nasr", "تل النسر المفقود", "PPL"), "utf-8")
    take(tmp_path / "SY.txt")
    stored = folder / "SY.places.csv"
    lines = stored.read_text("utf-8-sig").splitlines()
    saved = "\r\n".join(separator.join(f"{quote}{cell}{quote}" for cell in line.split(",")) for line in lines)
    stored.write_text(saved + "\r\n", "utf-16")
    assert places().entry("loc/sy/tall-al-nasr-501").name == "تل النسر المفقود"
    assert read_tables(folder).problems == []


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ("5 1,تل,Tell,SY,village,35,36", "the id is 5 1"),
        (",تل,Tell,SY,village,35,36", "the id is empty"),
        ('51,"تل, تلة",Tell,SY,village,35,36', "the names are تل, تلة"),
        ("51,،,Tell,SY,village,35,36", "the names are ،"),
        ("51,تل,Tell,SY,village,nan,36", "no place on earth"),
        ("51,تل,Tell,SY,village,north,36", "north"),
    ],
)
def test_rows_of_places_that_cannot_be_used_are_named(folder, cells, said):
    folder.mkdir()
    header = "id,name_ar,name_en,country,kind,lat,lon\n"
    (folder / "SY.places.csv").write_text(f"{header}{cells}\n7,تل النسر,Tell,SY,village,35,36\n", "utf-8")
    tables = read_tables(folder)
    assert [line.partition(",")[0] for line in tables.places] == ["7"]
    assert [problem.place.rpartition("/")[2] for problem in tables.problems] == ["SY.places.csv, row 2"]
    assert said in tables.problems[0].what


def test_rows_count_as_in_a_spreadsheet_and_a_stray_quote_ends_them(table):
    text = 'type,name_ar,note\nPER,زياد مرهج,"two\nlines"\n\nDOG,مازن مرهج,\nPER,"مازن,\nPER,وائل مرهج,\n'
    rows, problems = read_entities(table(text))
    assert [row["name_ar"] for row in rows] == ["زياد مرهج"]
    assert sorted(problem.place.rpartition(", ")[2] for problem in problems) == ["row 4", "row 5"]


def test_unknown_columns_are_told(table):
    _, problems = read_entities(table("type,name_ar,latitude\nLOC,تل الورد,36\n"))
    assert [problem.what for problem in problems] == ["the column latitude is unknown and not used"]


def test_a_table_of_names_is_never_taken_for_one_of_places(table, folder):
    take(table("type,name_ar\nPER,زياد مرهج\n", "mine.places.csv"))
    assert [path.name for path in folder.iterdir()] == ["mine.csv"]


def test_only_tables_of_the_folder_are_removed(table):
    kept = table("type,name_ar\nPER,زياد مرهج\n")
    take(kept)
    assert main(["knowledge", "remove", "../mine"]) == 2
    assert kept.exists()


def test_downloads_of_windows_are_read(places, tmp_path):
    line = dump_line("501", "Tall an Nasr", "Tell Nasr", "PPL")
    (tmp_path / "SY.txt").write_text(line.replace("\n", "\r\n"), "utf-8-sig", newline="")
    (tmp_path / "names.txt").write_text("1\t501\tar\tتل نسر البعيد\t\t\t\t\r\n", "utf-8-sig", newline="")
    assert take(tmp_path / "SY.txt", "--alternate-names", tmp_path / "names.txt") == 0
    assert places().entry("loc/sy/tall-al-nasr-501").name == "تل نسر البعيد"


def test_a_country_of_geonames_is_taken(places, known, tmp_path, folder):
    (tmp_path / "SY.txt").write_text(
        dump_line("501", "Tall an Nasr", "Tell Nasr,تل النسر المفقود", "PPL")
        + dump_line("502", "Jabal an Nasr", "جبل النسر المفقود", "MT")
        + dump_line("503", "Madrasat an Nasr", "مدرسة النسر المفقود", "SCH")
        + dump_line("504", "Nameless", "Nameless", "PPL"),
        "utf-8",
    )
    assert take(tmp_path / "SY.txt") == 0
    assert (folder / "SY.places.csv").exists()
    entry = known().find_place("تل النسر المفقود", {"SY": 1}, Surroundings([(35.0, 36.7)]))
    assert (entry.name_en, description_of(entry), entry.geonames) == ("Tall al-Nasr", "village, Hama, Syria", "501")
    mountain = known().find_place("جبل النسر المفقود", {"SY": 1}, Surroundings([(35.0, 36.7)]))
    assert description_of(mountain) == "mountain, Hama, Syria"
    assert not places().named("مدرسة النسر المفقود")
    entity = entity_of([("LOC", "حماة"), ("LOC", "تل النسر المفقود")], "تل النسر المفقود", known())
    assert entity["entity_id"] == "loc/sy/tall-al-nasr-501"
    assert (entity["governorate_pcode"], entity["governorate_en"]) == ("SY05", "Hama")


def test_a_name_with_coordinates_in_syria_has_its_governorate(known, table):
    rows = "LOC,تل الزيزفون,,Tell,SY,36.2,37.16,,,,\nLOC,دوار الزيزفون,,Dawar,LB,36.2,37.16,,,,\nPER,زياد,,Z,SY,36.2,37.16,,,,\n"
    assert take(table(HEADER + rows)) in (0, 3)
    assert [known().find("LOC", name).pcode for name in ("تل الزيزفون", "دوار الزيزفون")] == ["SY02", ""]


def test_zipped_downloads_and_alternate_names_are_taken(places, tmp_path, capsys):
    with zipfile.ZipFile(tmp_path / "SY.zip", "w") as archive:
        archive.writestr("readme.txt", "about")
        archive.writestr("SY.txt", dump_line("501", "Tall an Nasr", "Tell Nasr", "PPL"))
    with zipfile.ZipFile(tmp_path / "names.zip", "w") as archive:
        names = "1\t501\tar\tتل نسر البعيد\t\t\t\t\t\t\n2\t501\tar\tتل النسر البعيد\t1\t\t\t\t\t\n"
        archive.writestr("SY.txt", names + "3\t501\tar\tتل قديم\t\t\t\t1\t\t\n4\t501\ten\tEagle Hill\t\t\t\t\t\t\n")
    assert take(tmp_path / "SY.zip") == 2
    assert "no row" in capsys.readouterr().err
    assert take(tmp_path / "SY.zip", "--alternate-names", tmp_path / "names.zip") == 0
    (place,) = places().named("تل نسر البعيد")
    assert place.name == "تل النسر البعيد"
    assert not places().named("تل قديم")
    assert take(tmp_path / "names.zip") == 2
    assert "--alternate-names" in capsys.readouterr().err
    assert take(tmp_path / "SY.zip", "--alternate-names", tmp_path / "SY.zip") == 2
    assert "19 columns" in capsys.readouterr().err


def test_imported_places_win_over_ours_but_not_over_the_curated_table(places, known, tmp_path):
    ours = places().entry("loc/dz/relizane-2483668")
    (tmp_path / "DZ.txt").write_text(
        dump_line("2483668", "Relizane", ours.name, "PPL", "200000", "35.8", "0.6", "DZ")
        + dump_line("9001", "Alger", "الجزائر", "PPL", "9000000", "36.7", "3.0", "DZ"),
        "utf-8",
    )
    take(tmp_path / "DZ.txt")
    assert places().entry("loc/dz/relizane-2483668").point == (35.8, 0.6)
    assert entity_of([("LOC", "الجزائر")], "الجزائر", known())["entity_id"] == "loc/dz/algeria"


def test_lines_of_a_dump_that_cannot_be_read_are_named(places, tmp_path, capsys):
    good = dump_line("501", "Tall an Nasr", "تل النسر المفقود", "PPL")
    bad = dump_line("502", "Tall", "تل المفقود", "PPL", latitude="north")
    (tmp_path / "SY.txt").write_text(good + bad + "cut off\n", "utf-8")
    assert take(tmp_path / "SY.txt") == 3
    told = capsys.readouterr().err
    assert "line 2: " in told
    assert "line 3 has 1 columns, not 19" in told
    assert len(places().named("تل النسر المفقود")) == 1


def test_a_broken_download_is_named(tmp_path, capsys):
    (tmp_path / "SY.zip").write_bytes(b"PK no zip")
    assert take(tmp_path / "SY.zip") == 2
    assert "Download it again" in capsys.readouterr().err


def test_another_folder_can_be_named(known, table, tmp_path):
    assert take(table("type,name_ar\nPER,زياد مرهج\n"), "--into", tmp_path / "other") == 0
    assert (tmp_path / "other/mine.csv").exists()
    assert known().find("PER", "زياد مرهج") is None


def test_an_imported_name_keeps_the_id_that_it_had(known, table):
    take(table("type,name_ar,name_en\nPER,زياد مرهج,Ziad Marhij\n"))
    assert known().find("PER", "زياد مرهج").entity_id == id_of_name("PER", "Ziad Marhij", digest_of(fold("زياد مرهج")))
