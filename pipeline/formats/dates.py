"""Dates as Arabic documents write them: in cells, in file names and in bylines; what is ambiguous stays empty.

A date keeps its precision: `2016`, `2016-01` or `2016-01-15`. Months have names of several traditions (months.tsv), also two
at once, which must agree. Days of the Islamic calendar become the day of the Umm al-Qura calendar (hijridate), which local
sightings may miss by one. 03/04/2016 may be read in two ways: only a weekday beside it, or other dates of the same column,
decide.

>>> parse_date("آذار/مارس 2016"), parse_date("١٥/٠١/٢٠١٦"), parse_date("15 رمضان 1437 هـ"), parse_date("03/04/2016")
('2016-03', '2016-01-15', '2016-06-20', '')
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

LONGEST_CELL = 100
"""Characters; a longer cell is a text, not a date."""

YEARS = range(1900, 2100)
HIJRI_YEARS = range(1343, 1501)
"""The years that hijridate converts."""

_SECONDS = range(946_684_800, 4_102_444_800)
"""Unix times from 2000 to 2099; smaller numbers are more likely ids."""

_FOLD = str.maketrans(
    "أإآٱىة٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹\u00a0\u202f",
    "اااايه01234567890123456789  ",
    "".join(map(chr, [*range(0x64B, 0x653), 0x640, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])),
)


@dataclass(frozen=True)
class FoundDate:
    """A date in a text: as ISO 8601, and where it stands in the folded text."""

    date: str
    start: int
    end: int
    hijri: bool = False


def fold(text: str) -> str:
    """Return a text with one spelling of digits, hamzas and spaces, without vowel signs, small.

    >>> fold("١٥ أيَّار")
    '15 ايار'
    """
    return text.translate(_FOLD).lower()


@cache
def table(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a list of this package, their first cell folded."""
    lines = Path(__file__).with_name(name).read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return tuple((fold(row[0]), *row[1:]) for row in rows)


def alternatives(words: Iterable[str]) -> str:
    """Return words as one choice of a regular expression, longest first, any space between their parts."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered)


@cache
def _months() -> dict[str, tuple[int, bool]]:
    """Return the number of each name of a month, and whether it is of the Islamic calendar."""
    return {row[0]: (int(row[1]), row[2] == "hijri") for row in table("months.tsv")}


@cache
def _weekdays() -> dict[str, int]:
    """Return the number of each weekday, Monday 0."""
    return {row[0]: int(row[1]) for row in table("weekdays.tsv")}


@cache
def _patterns() -> re.Pattern[str]:
    """Return the pattern of dates with a name or of three numbers; the names of groups end in the shape's number."""
    name = rf"(?:{alternatives(_months())})(?!\w)"
    month = rf"{name}\.?(?:\s*[/(\-–|،]?\s*{name}\)?)?"
    year = r"(?:سنه|عام|من\s+عام|من\s+العام|لعام)?\s*"
    weekday = rf"(?<!\w)(?P<weekday>{alternatives(_weekdays())})\W{{1,3}}"
    shapes = (
        rf"(?P<d1>\d{{1,2}})(?:st|nd|rd|th|er)?\s*(?:من\s+)?(?:شهر\s+)?[-/.\s]?\s*(?P<m1>{month})\s*[-/.,،]?\s*{year}(?P<y1>\d{{4}})",
        rf"(?<!\w)(?P<m2>{month})\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s*[,،]?\s+(?P<y2>\d{{4}})",
        rf"(?P<y3>\d{{4}})\s*[-/،,\s]\s*(?P<m3>{month})\s*[-/،,\s]\s*(?P<d3>\d{{1,2}})",
        rf"(?<!\d\s)(?<!\w)(?P<m4>{month})\s*[-/,،]?\s*{year}(?P<y4>\d{{4}})",
        r"(?P<y5>\d{4})\s?(?P<s5>[-/.])\s?(?P<m5>\d{1,2})\s?(?P=s5)\s?(?P<d5>\d{1,2})",
        r"(?P<d6>\d{1,2})\s?(?P<s6>[-/.])\s?(?P<m6>\d{1,2})\s?(?P=s6)\s?(?P<y6>\d{4})",
    )
    return re.compile(rf"(?:{weekday})?(?<![\d/.\-])(?:{'|'.join(shapes)})(?!\d|[/.\-]\d)")


def find_dates(text: str, day_first: bool | None = None) -> Iterator[FoundDate]:
    """Yield the dates of a folded text that can be read in one way only.

    Args:
        text: the folded text (`fold`).
        day_first: whether 03/04/2016 is of April; None where that is not known, and then it is not found.
    """
    for match in _patterns().finditer(text):
        shape = next(name[1:] for name, value in match.groupdict().items() if value and name[0] == "y")
        found = _named(match, shape) if shape in "1234" else _numeric(match, shape, day_first)
        if found:
            yield found


def _named(match: re.Match[str], shape: str) -> FoundDate | None:
    """Return the date of a match whose month has a name, or two names that agree."""
    numbers = set(_numbers_of(match[f"m{shape}"]))
    if len(numbers) != 1:
        return None
    month, hijri = numbers.pop()
    day = int(match[f"d{shape}"]) if shape != "4" else None
    return _found(match, int(match[f"y{shape}"]), month, day, hijri)


def _numbers_of(names: str) -> Iterator[tuple[int, bool]]:
    """Yield what each name of a month in a text means."""
    for name in re.findall(rf"(?:{alternatives(_months())})(?!\w)", names):
        yield _months()[" ".join(name.split())]


def _numeric(match: re.Match[str], shape: str, day_first: bool | None) -> FoundDate | None:
    """Return the date of a match of three numbers, where only one reading is possible."""
    year, first, second = int(match[f"y{shape}"]), int(match[f"d{shape}"]), int(match[f"m{shape}"])
    hijri = year in HIJRI_YEARS
    if shape == "5":
        return _found(match, year, second, first, hijri)
    readings = {(second, first), (first, second)} if day_first is None else _one_order(first, second, day_first)
    valid = {reading for reading in readings if _is_day(year, *reading, hijri)}
    if len(valid) > 1 and match["weekday"] and not hijri:
        weekday = _weekdays()[match["weekday"]]
        valid = {(m, d) for m, d in valid if date(year, m, d).weekday() == weekday}
    return _found(match, year, *valid.pop(), hijri) if len(valid) == 1 else None


def _one_order(first: int, second: int, day_first: bool) -> set[tuple[int, int]]:
    """Return month and day of two numbers whose order is known."""
    return {(second, first) if day_first else (first, second)}


def _found(match: re.Match[str], year: int, month: int, day: int | None, hijri: bool) -> FoundDate | None:
    """Return a match as a date of the Gregorian calendar, None where there is no such day."""
    written = _from_hijri(year, month, day) if hijri else _gregorian(year, month, day)
    return FoundDate(written, match.start(), match.end(), hijri) if written else None


def _gregorian(year: int, month: int, day: int | None) -> str:
    """Return a date as ISO 8601, empty where there is none such."""
    if year not in YEARS or not 1 <= month <= 12:
        return ""
    if day is None:
        return f"{year:04}-{month:02}"
    return f"{year:04}-{month:02}-{day:02}" if _is_day(year, month, day, False) else ""


def _from_hijri(year: int, month: int, day: int | None) -> str:
    """Return a date of the Islamic calendar as ISO 8601; of a month alone, what its first and last day share."""
    from hijridate import Hijri

    if day is not None:
        return Hijri(year, month, day).to_gregorian().isoformat() if _is_day(year, month, day, True) else ""
    if not _is_day(year, month, 1, True):
        return ""
    first, last = (Hijri(year, month, one).to_gregorian().isoformat() for one in (1, 29))
    return first[:7] if first[:7] == last[:7] else first[:4] if first[:4] == last[:4] else ""


def _is_day(year: int, month: int, day: int, hijri: bool) -> bool:
    """Tell whether a calendar has such a day, in the years that are read."""
    try:
        if hijri:
            from hijridate import Hijri

            Hijri(year, month, day)
        else:
            date(year, month, day)
    except (ValueError, OverflowError):
        return False
    return hijri or year in YEARS


def agreed(found: Iterable[FoundDate]) -> str:
    """Return the one date that all mean, the most precise; empty where they differ. Gregorian ones come before others.

    >>> agreed([FoundDate("2016-06", 0, 1), FoundDate("2016-06-20", 2, 3), FoundDate("2016-06-21", 4, 5, hijri=True)])
    '2016-06-20'
    """
    dates = list(found)
    written = {one.date for one in dates if not one.hijri} or {one.date for one in dates}
    longest = max(written, key=lambda one: (len(one), one), default="")
    return longest if all(longest.startswith(one) for one in written) else ""


def parse_date(cell: str, day_first: bool | None = None) -> str:
    """Return the date that a cell, a property or a header holds, empty where it holds none or several.

    Besides what texts write: 2016, 2016-01, 01/2016, 20160115, and seconds or milliseconds since 1970.
    A time is left off; the day is the one written, whatever its time zone.

    >>> parse_date("Fri, 15 Jan 2016 23:30:00 +0300"), parse_date("1452898200"), parse_date("2016"), parse_date("12")
    ('2016-01-15', '2016-01-15', '2016', '')
    """
    folded = fold(cell).strip()
    if len(folded) > LONGEST_CELL:
        return ""
    return _bare(folded) or agreed(find_dates(folded, day_first))


def _bare(cell: str) -> str:
    """Return the date of a cell that is nothing but numbers."""
    if match := re.fullmatch(r"(\d{4})(?:\s?[-/.]\s?(\d{1,2}))?", cell):
        return _of_parts(match[1], match[2])
    if match := re.fullmatch(r"(\d{1,2})\s?[-/.]\s?(\d{4})", cell):
        return _of_parts(match[2], match[1])
    if match := re.fullmatch(r"(\d{4})(\d\d)(\d\d)(?:t?(?:\d{4}|\d{6})z?)?", cell):
        return _gregorian(int(match[1]), int(match[2]), int(match[3]))
    return _unix(cell)


def _of_parts(year: str, month: str | None) -> str:
    """Return a year, or a year and a month, as ISO 8601."""
    if month:
        return _gregorian(int(year), int(month), None)
    return year if int(year) in YEARS else ""


def _unix(cell: str) -> str:
    """Return the day, in UTC, of seconds or milliseconds since 1970."""
    if not (match := re.fullmatch(r"(\d{9,10})(?:\.\d+|\d{3})?", cell)) or int(match[1]) not in _SECONDS:
        return ""
    return datetime.fromtimestamp(int(match[1]), UTC).date().isoformat()


def day_first(cells: Iterable[str]) -> bool | None:
    """Tell from the dates of one column whether days stand before months; None where they do not prove it or differ.

    >>> day_first(["03/04/2016", "15/04/2016"]), day_first(["04/03/2016", "04/15/2016"]), day_first(["03/04/2016"])
    (True, False, None)
    """
    pairs = (re.search(r"(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.]\d{4}", fold(cell)) for cell in cells)
    orders = {int(pair[1]) > 12 for pair in pairs if pair and (int(pair[1]) > 12) != (int(pair[2]) > 12)}
    return orders.pop() if len(orders) == 1 else None


def date_of_name(name: str) -> str:
    """Return the date in the name of a file: year, month and day, or year and month; never a year alone.

    >>> date_of_name("خبر 2016-01-15.txt"), date_of_name("report_201601.txt"), date_of_name("20160115T1022.txt")
    ('2016-01-15', '', '2016-01-15')
    """
    stem = fold(name.rsplit("/", 1)[-1]).rsplit(".", 1)[0].replace("_", "-")
    compact = re.findall(r"(?<![^\W_])(\d{8})(?=t?\d{4,6}(?!\w)|(?!\w))", stem)
    days = {written for digits in compact if (written := _bare(digits))}
    parted = re.sub(r"(?<=\d{4}-\d\d-\d\d)-|(?<=\d\d-\d\d-\d{4})-", " ", stem)
    found = [*(FoundDate(day, 0, 0) for day in days), *find_dates(_alone(parted))]
    return agreed(found) or _month_of_name(stem)


def _alone(stem: str) -> str:
    """Return a name with spaces where a date touches other words by hyphens."""
    return re.sub(r"(?<=[^\W\d])-|-(?=[^\W\d])", " ", stem)


def _month_of_name(stem: str) -> str:
    """Return the year and month of a name that holds nothing more precise."""
    found = {
        _gregorian(int(y), int(m), None) for y, m in re.findall(r"(?<![\w.-])(\d{4})-(\d\d)(?![\w.-])", _alone(stem))
    }
    return found.pop() if len(found) == 1 else ""
