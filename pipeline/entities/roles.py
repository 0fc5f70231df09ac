"""Roles: what a text says of a person beside the name: اللواء الركن before it, قائد الكتيبة 873 after it.

Precision before recall: where a role and a name may be of two people, none is read. A role stands before the name, with the
rank or the الدكتور between them, or after it, behind a comma or as an office of something (نوار شعبان مدير وحدة المعلومات).
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ..arabic.designators import nationalities
from ..arabic.orthography import normalise
from .named import sentences_with
from .titles import RANK, STYLE, Phrase, Unit, bounds, nation_at, phrase_at, status_of, title_at, units_of

FIELDS = ["mention_id", "role", "role_en", "kind", "status", "organisation", "place", "sentence", "start", "end"]
"""What `roles` returns of each: `organisation` and `place` are entity ids, `start` and `end` places in the document."""

_COMMAS = frozenset("،,؛(-–—")
_HE_IS = frozenset(("وهو", "وهي", "هو", "هي"))
_APART_FROM_ARTICLE, _APART = re.compile(r"\bلـ? ?ال"), re.compile(r"\bلـ? ")
"""A ل that a quotation mark or a tatweel parted from its word."""

_WIDEST = 14
"""Words of a role before a name, at most."""


@dataclass(frozen=True)
class _Found:
    """A role with the name that it stands beside."""

    name: Unit
    phrase: Phrase


InEnglish = Callable[[Phrase, Mapping[int, str]], str]
"""Puts a role into English, given the English name of each mention in it (pipeline.entities.role_names)."""


def roles(sentences: pd.DataFrame, mentions: pd.DataFrame, in_english: InEnglish) -> pd.DataFrame:
    """Return the roles that texts give to people (FIELDS), in the order of the sentences.

    Args:
        sentences: schema.SENTENCE_FIELDS of the documents.
        mentions: schema.MENTION_FIELDS, with entity_id, name_en and the entity's country.
        in_english: what puts a role into English.
    """
    rows = [row for sentence in sentences_with("PER", sentences, mentions) for row in _rows(*sentence, in_english)]
    return pd.DataFrame(rows, columns=FIELDS)


def _rows(
    source: str, start: int, mentions: Sequence[Mapping[Any, Any]], in_english: InEnglish
) -> Iterator[tuple[object, ...]]:
    """Yield the rows (FIELDS) of one sentence that begins at `start` of its document."""
    spans = [(m["start"] - start, m["end"] - start, m["label"], row) for row, m in enumerate(mentions)]
    english = {row: str(mention["name_en"]) for row, mention in enumerate(mentions)}
    for found in roles_in(units_of(source, spans)):
        phrase, mention = found.phrase, mentions[found.name.row]
        if _of_another_nation(phrase, str(mention.get("country") or "")):
            continue
        inside = {label: [mentions[u.row] for u in phrase.rest if u.label == label] for label in ("ORG", "LOC")}
        yield (
            mention["mention_id"],
            _clean(phrase),
            in_english(phrase, english),
            phrase.title.kind,
            next(filter(None, (status_of(unit.key) for unit in phrase.rest)), ""),
            *(str(inside[label][0]["entity_id"]) if inside[label] else "" for label in ("ORG", "LOC")),
            mention["sentence"],
            start + phrase.units[0].start,
            start + phrase.units[-1].end,
        )


def _clean(phrase: Phrase) -> str:
    """Return a role as written, without vowel signs, what stands before its first word, and how it stands."""
    words = [_whole(unit) for unit in phrase.units if not status_of(unit.key) and not unit.is_quote]
    text = " ".join(normalise(" ".join(words)).text.split())
    return _APART.sub("ل", _APART_FROM_ARTICLE.sub("لل", text))


def _whole(unit: Unit) -> str:
    """Return a unit with the letters before it in its word: للأمم."""
    return unit.lead + unit.text


def _of_another_nation(phrase: Phrase, country: str) -> bool:
    """Return whether a role names a nation that is not the person's."""
    for place in range(len(phrase.rest)):
        size = nation_at(phrase.rest[place:])
        if size:
            named = nationalities()[tuple(unit.key for unit in phrase.rest[place : place + size])]
            return country not in ("", named)
    return False


def roles_in(units: Sequence[Unit]) -> Iterator[_Found]:
    """Yield the roles in a sentence, those before a name first."""
    for place, unit in enumerate(units):
        if unit.label == "PER":
            yield from (_Found(unit, phrase) for phrase in _before(units, place))
            after = _after(units, place)
            if after:
                yield _Found(unit, after)


def _before(units: Sequence[Unit], name: int) -> list[Phrase]:
    """Return the roles that stand before a name: an office, a rank, or the one and the other."""
    found: list[Phrase] = []
    end, comma = name, False
    while end > 0:
        end = _without_styles(units, end)
        if not found and not comma and end > 0 and units[end - 1].text in ("،", ","):
            end, comma = end - 1, True
        phrase = _ending_at(units, end)
        if phrase is None or (phrase.title.kind == RANK and comma):
            break
        start = end - len(phrase.units)
        if _doubtful(units, start, phrase, comma=comma):
            break
        found.append(phrase)
        end = start
        if phrase.title.kind != RANK:
            break
    return found if not units[name].lead else []


def _without_styles(units: Sequence[Unit], end: int) -> int:
    """Return where words such as الدكتور and د. that end at a place begin."""
    while end > 0:
        dot = end > 1 and units[end - 1].text == "." and units[end - 2].key == "د"
        title = title_at([units[end - 1].key])
        if dot:
            end -= 2
        elif units[end - 1].row < 0 and title and title[0].kind == STYLE:
            end -= 1
        else:
            break
    return end


def _ending_at(units: Sequence[Unit], end: int) -> Phrase | None:
    """Return the longest role that ends at a place."""
    for start in range(max(0, end - _WIDEST), end):
        phrase = phrase_at(units[start:end])
        if phrase and len(phrase.units) == end - start:
            return phrase
    return None


def _doubtful(units: Sequence[Unit], start: int, phrase: Phrase, *, comma: bool) -> bool:
    """Return whether a role before a name may be another's.

    It is where a title without ال stands before it (مستشار الرئيس التركي …) or a relative (نجل الرئيس …), where a verb does of
    which the name may be the object, and behind a comma where another name stands before it (علي، قائد الكتيبة، …).
    """
    before = units[start - 1] if start else None
    if before is None:
        return False
    key = before.key.removeprefix("و")
    title = title_at([before.key]) if before.row < 0 else None
    owned = title is not None and title[0].kind not in (RANK, STYLE) and not before.key.startswith("ال")
    joined = before.label == "PER" and phrase.units[0].start == units[start].start
    kin = bool({before.key, key} & bounds("kin"))
    acted = bool({before.key, key} & bounds("verb")) and not all(status_of(unit.key) for unit in phrase.rest)
    listed = comma and start > 1 and before.text in _COMMAS and units[start - 2].label == "PER"
    return ((owned or kin) and phrase.title.kind != RANK) or acted or listed or joined


def _after(units: Sequence[Unit], name: int) -> Phrase | None:
    """Return the role that stands after a name, or None."""
    place = name + 1
    apart = place < len(units) and units[place].text in _COMMAS
    place += apart
    if place < len(units) and units[place].key in _HE_IS:
        apart, place = True, place + 1
    phrase = phrase_at(units[place:]) if place < len(units) else None
    if phrase is None or phrase.title.kind == RANK or phrase.units[0].start != units[place].start:
        return None
    if not apart and (phrase.definite or _is_object(units, name)):
        return None
    return None if _leads_to_another(units, place + len(phrase.units)) else phrase


def _is_object(units: Sequence[Unit], name: int) -> bool:
    """Return whether a verb before a name makes it likely that who stands after it is another: التقى علي رئيس الوفد."""
    return name > 0 and bool({units[name - 1].key, units[name - 1].key.removeprefix("و")} & bounds("verb"))


def _leads_to_another(units: Sequence[Unit], place: int) -> bool:
    """Return whether a name follows at a place, or a title that leads to one: the role is its."""
    while place < len(units):
        unit = units[place]
        if unit.label == "PER":
            return True
        title = title_at([unit.key]) if unit.row < 0 else None
        if not title or title[0].kind not in (RANK, STYLE):
            return False
        place += title[1]
    return False
