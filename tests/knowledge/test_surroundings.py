"""What known places say of others that a text names beside them."""

import pytest

from pipeline.knowledge.entry import NOWHERE, Surroundings
from pipeline.knowledge.surroundings import MOST, surroundings, together


@pytest.mark.parametrize(
    ("entity_ids", "governorates", "points"),
    [
        (["loc/sy/idlib"], {"SY07"}, 1),
        (["loc/sy/idlib-governorate"], {"SY07"}, 0),
        (["loc/sy/jabal-al-zawiya"], set(), 1),
        (["loc/sy/rif-dimashq", "loc/sy/saraqib"], {"SY03"}, 1),
        (["loc/sy/saraqib"], set(), 1),
        (["loc/sy/syria", "loc/sy/jazira-region", "loc/intl/middle-east"], set(), 0),
        (["loc/lb/beirut"], set(), 1),
        ([], set(), 0),
    ],
)
def test_governorates_are_named_by_themselves_and_their_cities_and_small_regions_are_points(
    knowledge, entity_ids, governorates, points
):
    found = surroundings(knowledge.entry(entity_id) for entity_id in entity_ids)
    assert (set(found.governorates), len(found.points)) == (governorates, points)


def test_several_sentences_are_put_together():
    north, south = Surroundings([(36.0, 37.0)], {"SY02"}), Surroundings([(36.0, 37.0), (32.6, 36.1)], {"SY12"})
    both = together([north, south])
    assert (list(both.points), both.governorates) == ([(36.0, 37.0), (32.6, 36.1)], {"SY02", "SY12"})
    assert together([north]) is north
    assert not together([]).points
    assert Surroundings() == NOWHERE


def test_a_list_of_thousands_speaks_by_its_beginning(knowledge):
    places = [entry for entry in knowledge.entries.values() if entry.point and entry.subtype != "region"]
    found = surroundings(places)
    assert len(places) > MOST == len(found.points)
    assert found.points[0] == places[0].point
    assert len(together([found, Surroundings([(0.0, 0.0)])]).points) == MOST
