"""The script that gave Syria's places their governorate."""

import csv

import pytest

from pipeline.knowledge.borders import inside, pcode_of
from pipeline.knowledge.gazetteer import SYRIA
from pipeline.knowledge.lists import governorates
from scripts.build_governorates import CURATED, rings, with_governorates

SQUARE = [(36.0, 35.0), (37.0, 35.0), (37.0, 36.0), (36.0, 36.0), (36.0, 35.0)]
HOLLOW = [(0, 0), (4, 0), (4, 4), (2, 1), (0, 4), (0, 0)]
WEST = {"properties": {"pcode": "SY90"}, "geometry": {"type": "Polygon", "coordinates": [SQUARE]}}
EAST = [[[(x + 1, y) for x, y in SQUARE]], [[(x + 5, y) for x, y in SQUARE]]]
OUTLINES = list(
    rings(
        {
            "features": [
                WEST,
                {"properties": {"pcode": "SY91"}, "geometry": {"type": "MultiPolygon", "coordinates": EAST}},
            ]
        }
    )
)


@pytest.mark.parametrize(
    ("point", "within"), [((1, 1), True), ((2, 3), False), ((3.8, 3), True), ((5, 1), False), ((-1, 1), False)]
)
def test_a_point_is_inside_a_ring_or_not(point, within):
    assert inside(point, HOLLOW) is within


@pytest.mark.parametrize(
    ("point", "pcode"),
    [
        ((36.5, 35.5), "SY90"),
        ((37.5, 35.5), "SY91"),
        ((41.5, 35.5), "SY91"),
        ((36.5, 34.99), "SY90"),
        ((36.5, 34.9), ""),
        ((0, 0), ""),
    ],
)
def test_a_place_is_in_its_governorate_or_just_outside(point, pcode):
    assert pcode_of(point, OUTLINES) == pcode


def test_only_places_of_syria_with_coordinates_are_asked_for():
    rows = [{"country": "SY", "lat": "1"}, {"country": "SY", "lat": ""}, {"country": "LB", "lat": "1"}]
    assert [row["pcode"] for row in with_governorates(rows, lambda _: "SY01")] == ["SY01", "", ""]


@pytest.mark.parametrize("table", [SYRIA, CURATED])
def test_the_tables_know_governorates_of_syria_only(table):
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["pcode"] for row in rows} <= {"", *governorates()}
    assert not [row for row in rows if row["pcode"] and row["country"] != "SY"]
    syrian = [row for row in rows if row["country"] == "SY" and row["lat"]]
    assert sum(not row["pcode"] for row in syrian) < len(syrian) / 20
