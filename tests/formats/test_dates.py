"""Dates: 122 cells, texts and names with the date they hold, 117 texts that tell no publication date, and how they combine."""

import json
from datetime import date
from pathlib import Path

import pytest

from pipeline.formats.bylines import date_of_text
from pipeline.formats.dates import FoundDate, agreed, date_of_name, day_first, find_dates, fold, parse_date, table

DATA = Path(__file__).parents[1] / "data" / "formats"
READERS = {"cell": parse_date, "text": date_of_text, "name": date_of_name}


def cases(name):
    return [pytest.param(case, id=case["label"]) for case in json.loads((DATA / name).read_text("utf-8"))]


@pytest.mark.parametrize("case", cases("dates.json"))
def test_date(case):
    assert READERS[case["kind"]](case["input"]) == case["expected"]


@pytest.mark.parametrize("case", cases("undated.json"))
def test_no_date_is_invented(case):
    assert date_of_text(case["input"]) == ""


def test_there_are_a_hundred_of_each():
    assert min(len(cases("dates.json")), len(cases("undated.json"))) >= 100


def test_every_month_of_every_tradition_is_read():
    for name, number, calendar, _ in table("months.tsv"):
        if calendar == "gregorian":
            assert parse_date(f"15 {name} 2016") == f"2016-{int(number):02}-15", name
        else:
            assert parse_date(f"15 {name} 1437")[:4] in ("2015", "2016"), name


def day_of(weekday):
    """Return a day and a month of 2022 that are a weekday, and are another one when exchanged."""
    pairs = ((day, month) for day in range(1, 13) for month in range(1, 13))
    return next(
        (day, month)
        for day, month in pairs
        if date(2022, month, day).weekday() == weekday != date(2022, day, month).weekday()
    )


def test_weekdays_of_the_table_decide():
    for name, number in table("weekdays.tsv"):
        day, month = day_of(int(number))
        assert parse_date(f"{name} {day:02}/{month:02}/2022") == f"2022-{month:02}-{day:02}", name


def test_a_weekday_that_fits_both_readings_decides_nothing():
    assert parse_date("الأربعاء 03/02/2016") == ""


def test_order_of_a_column_decides():
    assert parse_date("03/04/2016", day_first=True) == "2016-04-03"
    assert parse_date("03/04/2016", day_first=False) == "2016-03-04"
    assert day_first(["", "x", "01/02/2016", "31/01/2016"]) is True
    assert day_first(["31/01/2016", "01/31/2016"]) is None


def test_long_cells_are_texts():
    assert parse_date("15 شباط 2022" + " نص" * 40) == ""


def test_hijri_counts_only_without_a_gregorian_date():
    assert agreed([FoundDate("2016-06-20", 0, 1, hijri=True)]) == "2016-06-20"
    assert agreed([]) == ""


def test_places_of_dates_in_a_text():
    text = fold("من ١٥ آذار 2011 حتى 21 آب 2013")
    assert [text[found.start : found.end] for found in find_dates(text)] == ["15 اذار 2011", "21 اب 2013"]
