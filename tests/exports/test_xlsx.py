"""The workbook: cells come back equal, nothing is a formula, links lead where they should."""

import datetime
import shutil
import subprocess
import zipfile

import pytest
from corpus import corpus, hostile

from pipeline.contracts import schema
from pipeline.exports.clean import clean
from pipeline.exports.xlsx import write_workbook, xlsx_files
from pipeline.exports.xlsx_cells import CELL, as_date

openpyxl = pytest.importorskip("openpyxl")
unescape = pytest.importorskip("openpyxl.utils.escape").unescape

SHEETS = {
    "People": "people",
    "Places": "places",
    "Organisations": "organisations",
    "Documents": "documents",
    "Co-occurrence": "cooccurrences",
    "Problems": "problems",
}


@pytest.fixture(scope="module")
def tables():
    return corpus()


@pytest.fixture(scope="module")
def book(tables, tmp_path_factory):
    path = tmp_path_factory.mktemp("book") / "entities.xlsx"
    write_workbook(tables, path)
    return openpyxl.load_workbook(path)


def rows(sheet, unescape=unescape):
    """Return the rows of a sheet as dictionaries, empty cells left out, dates as texts.

    openpyxl leaves escapes (_x005F_ is _) as they stand in the file. LibreOffice reads them and writes none.
    """
    head, *body = sheet.iter_rows(values_only=True)
    return [
        {name: text_of(cell, unescape) for name, cell in zip(head, row, strict=True) if cell is not None}
        for row in body
    ]


def text_of(cell, unescape):
    if isinstance(cell, str):
        return unescape(cell)
    return cell.date().isoformat() if isinstance(cell, datetime.datetime) else cell


def expected(table, texts=str):
    """Return the rows of a table as dictionaries, empty cells left out."""
    records = table.astype(object).where(table.notna(), None).to_dict("records")
    return [
        {k: texts(v) if isinstance(v, str) else v for k, v in row.items() if v not in (None, "")} for row in records
    ]


def cell_text(text):
    return clean(text)[:CELL]


def same(one, other):
    return sorted(map(sorted_items, one)) == sorted(map(sorted_items, other))


def sorted_items(row):
    return sorted(
        (name, value if isinstance(value, str) else str(float(value))) for name, value in row.items() if value != ""
    )


def test_it_has_the_sheets_in_order(book):
    assert book.sheetnames == [
        "Summary",
        *list(SHEETS)[:3],
        "Mentions",
        "Documents",
        "Co-occurrence",
        "Review",
        "Problems",
        "Columns",
    ]


@pytest.mark.parametrize(("sheet", "name"), SHEETS.items())
def test_cells_come_back_equal(book, tables, sheet, name):
    assert rows(book[sheet]) == expected(tables[name])


def test_mentions_stand_by_entity(book, tables):
    found = rows(book["Mentions"])
    assert same(found, expected(tables["mentions"]))
    assert [row["entity_id"] for row in found[:3]] == ["loc/sy/idlib"] * 3


def test_dates_are_dates_and_months_texts(book):
    documents = {row[0].value: row for row in book["Documents"].iter_rows(min_row=2)}
    column = schema.DOCUMENTS.names.index("date")
    assert documents["001_idlib"][column].value == datetime.datetime(2024, 3, 5)
    assert documents["003_haddad#7"][column].value == "2023-11"


@pytest.mark.parametrize("text", ["", "2024", "2024-02-30", "1899-12-31", "2024-03-05T00:00", "٢٠٢٤-٠٣-٠٥"])
def test_what_is_no_day_of_excel_stays_a_text(text):
    assert as_date(text) is None


def test_sheets_read_from_right_to_left_and_headers_stay(book):
    for name in ("People", "Places", "Organisations", "Mentions", "Documents", "Review"):
        assert book[name].sheet_view.rightToLeft, name
        assert book[name].freeze_panes, name
        assert book[name].auto_filter.ref, name
    assert not book["Columns"].sheet_view.rightToLeft


def test_ids_and_points_lead_to_the_web(book):
    heads = [cell.value for cell in book["Places"][1]]
    row = next(row for row in book["Places"].iter_rows(min_row=2) if row[0].value == "إدلب")
    target = {
        name: cell.hyperlink.target
        for name, cell in zip(heads, row, strict=True)
        if cell.hyperlink and cell.hyperlink.target
    }
    assert target["wikidata"] == "https://www.wikidata.org/wiki/Q504657"
    assert target["geonames"] == "https://www.geonames.org/169389"
    assert target["latitude"] == target["longitude"]
    assert target["latitude"].startswith("https://www.openstreetmap.org/?mlat=35.93062&mlon=36.63393")


def test_an_entity_leads_to_its_mentions(book):
    heads = [cell.value for cell in book["People"][1]]
    mentions = [cell.value for cell in book["Mentions"][1]].index("entity_id")
    for row in book["People"].iter_rows(min_row=2):
        cells = dict(zip(heads, row, strict=True))
        first, last = cells["mentions"].hyperlink.location.rpartition("!")[2].split(":")
        block = [line[mentions].value for line in book["Mentions"][first : last.replace("D", "M")]]
        assert block == [cells["entity_id"].value] * cells["mentions"].value


def test_what_is_too_much_for_a_sheet_is_said(tables, tmp_path):
    write_workbook(tables, tmp_path / "short.xlsx", most=3)
    book = openpyxl.load_workbook(tmp_path / "short.xlsx")
    assert book["Mentions"].max_row == 4
    notes = {row[0]: row[3] for row in book["Summary"].iter_rows(min_row=3, max_row=11, values_only=True)}
    assert notes["Mentions"] == "the first 3 rows are here, as many as a sheet holds; mentions.csv has all"
    assert notes["People"] is None


def test_the_same_tables_give_the_same_bytes(tables, tmp_path):
    for name in ("one", "two"):
        xlsx_files(tables)["entities.xlsx"](tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_nothing_in_hostile_tables_runs_or_breaks(tmp_path):
    tables = hostile()
    write_workbook(tables, tmp_path / "hostile.xlsx")
    with zipfile.ZipFile(tmp_path / "hostile.xlsx") as parts:
        assert not any(b"<f>" in parts.read(name) for name in parts.namelist())
        assert not any(b"javascript:" in parts.read(name) for name in parts.namelist() if name.endswith(".rels"))
    book = openpyxl.load_workbook(tmp_path / "hostile.xlsx")
    for sheet, name in SHEETS.items():
        assert same(rows(book[sheet]), expected(tables[name], cell_text)), sheet


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@pytest.mark.parametrize("make", [corpus, hostile])
def test_libreoffice_opens_it_and_gives_the_cells_back(make, tmp_path):
    tables = make()
    write_workbook(tables, tmp_path / "entities.xlsx")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", "again", "entities.xlsx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=300)
    book = openpyxl.load_workbook(tmp_path / "again" / "entities.xlsx")
    for sheet, name in SHEETS.items():
        assert same(rows(book[sheet], unescape=str), expected(tables[name], cell_text)), sheet
