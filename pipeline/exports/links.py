"""Addresses on the web of what the tables know by id or coordinates; an id that has not the form of one gets none."""

import re

_WIKIDATA = re.compile(r"Q[1-9][0-9]*")
_GEONAMES = re.compile(r"[1-9][0-9]*")
_WEB = re.compile(r"https?://[^\s\"'<>\\^`{|}\x00-\x20\x7f]+", re.IGNORECASE)


def wikidata(item: str) -> str:
    """Return the address of a Wikidata item, or an empty string.

    >>> wikidata("Q44329"), wikidata("Q1?x=javascript:")
    ('https://www.wikidata.org/wiki/Q44329', '')
    """
    return f"https://www.wikidata.org/wiki/{item}" if _WIKIDATA.fullmatch(item) else ""


def geonames(number: str) -> str:
    """Return the address of a place in GeoNames, or an empty string.

    >>> geonames("169389")
    'https://www.geonames.org/169389'
    """
    return f"https://www.geonames.org/{number}" if _GEONAMES.fullmatch(number) else ""


def on_map(latitude: float, longitude: float) -> str:
    """Return the address of a point on OpenStreetMap (degrees, WGS 84), or an empty string where one is missing.

    >>> on_map(35.93, 36.63)
    'https://www.openstreetmap.org/?mlat=35.93&mlon=36.63#map=10/35.93/36.63'
    >>> on_map(float("nan"), 36.63)
    ''
    """
    if latitude != latitude or longitude != longitude:  # noqa: PLR0124 - NaN is the number that is not itself
        return ""
    return f"https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=10/{latitude}/{longitude}"


def web(address: str) -> str:
    """Return an address that a link may lead to (http and https), or an empty string.

    >>> web("https://example.org/a?b=1"), web("javascript:alert(1)"), web('https://x"onclick=')
    ('https://example.org/a?b=1', '', '')
    """
    return address if _WEB.fullmatch(address) else ""
