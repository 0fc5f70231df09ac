"""Columns: every usual name is found whatever its spelling, and what the user names comes first."""

import io

import pytest
import xlsxwriter
from sources import problems, read, records, refusal

from pipeline.contracts.problems import UnreadableError
from pipeline.contracts.records import Reading
from pipeline.formats.columns import find
from pipeline.formats.dates import table

TEXT = "قصف روسي على ريف إدلب الجنوبي"


def workbook(**sheets):
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return packed.getvalue()


@pytest.mark.parametrize(("name", "field"), table("columns.tsv"))
def test_every_usual_name_is_found(name, field):
    header = [name.upper().replace(" ", "_"), "zz"]
    row = [TEXT, ""] if field == "text" else ["x", TEXT]
    assert find(header, [row], {})[field] == 0


def test_of_several_names_the_first_of_the_list_is_taken():
    assert find(["description", "text"], [[TEXT, TEXT]], {})["text"] == 1
    assert find(["description", "text"], [[TEXT, "none"]], {})["text"] == 0


def test_a_column_can_be_named_by_its_number():
    assert find(["a", "b"], [[TEXT, TEXT]], {"text": "2", "title": "A"}) == {"text": 1, "title": 0}
    with pytest.raises(UnreadableError):
        find(["a", "b"], [[TEXT, TEXT]], {"text": "3"})


def test_all_sheets_of_a_workbook_are_read_and_one_without_texts_is_told():
    found = read("a.xlsx", workbook(حلب=[["text"], [TEXT]], إدلب=[["text"], [TEXT]], أرقام=[["n"], [1], [2]]))
    assert [one.row for one in records(found)] == ["حلب!2", "إدلب!2"]
    assert [(one.row, one.what) for one in problems(found)] == [("أرقام", "no column holds Arabic texts")]


def test_numbers_and_dates_of_cells_are_written_as_people_do():
    (record,) = read("a.xlsx", workbook(a=[["id", "text", "date"], [12, TEXT, 2016]]))
    assert (record.row, record.date) == ("12", "2016")


@pytest.mark.parametrize("name", ["a.xlsx", "a.parquet"])
def test_damaged_tables_are_refused(name):
    content = workbook(a=[["text"], [TEXT]])[:300] if name == "a.xlsx" else b"PAR1 and no more"
    assert refusal(name, content)


def test_html_or_text_under_the_ending_of_a_workbook():
    assert [one.text for one in read("a.xls", f"id\ttext\n1\t{TEXT}".encode("utf-16"))] == [TEXT]
    page = f"<html><body><p>{TEXT}. {TEXT}.</p></body></html>"
    assert TEXT in read("a.xls", page)[0].text


def test_objects_inside_objects_are_columns_too():
    (record,) = read("a.jsonl", f'{{"data": {{"id": 5}}, "post": "{TEXT}"}}', Reading(columns=(("id", "data.id"),)))
    assert (record.row, record.text) == ("5", TEXT)


def test_lines_of_csv_keep_quotes_and_breaks():
    (record,) = read("a.csv", f'text\n"قال: ""{TEXT}""\n\nثم"')
    assert record.text == f'قال: "{TEXT}"\n\nثم'


def test_blank_rows_are_no_documents_and_no_problems():
    assert len(read("a.csv", f"text,id\n{TEXT},1\n,\n\n{TEXT},2\n")) == 2
