"""English spelling of names that the knowledge base lacks: the usual spelling of each part, else that of a small model.

>>> romanise("ناجي مصطفى")
'Naji Mustafa'
>>> romanise("عبد الله بن ناصر الشمري")
'Abdullah bin Nasser al-Shammari'
>>> romanise("ANADOLU AGENCY")
'ANADOLU AGENCY'
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Protocol

from ..arabic.data import read_table
from ..arabic.folding import fold

Spelling = tuple[str, float]
"""A spelling of one word and its score."""

_ARABIC = "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff"
_ARABIC_RUN = re.compile(f"[{_ARABIC}]+(?:[ -]+[{_ARABIC}]+)*")
_BETWEEN_WORDS = re.compile("[ -]+")
_ARTICLE, _SERVANT = "ال", "عبد"
_LATIN_ARTICLE = re.compile(r"^(?:al|el)[- ]", re.IGNORECASE)
_SHORTEST_BEHIND_ARTICLE = 2

_WORDS_AT_ONCE = 16_384
"""Words given to the romaniser in one call, which holds kilobytes for each; the model's own batches are far smaller."""


class _UnitModel(Protocol):
    """What arabic_name_romanizer asks of a model: the best spellings of each word."""

    def transliterate_units(
        self, units: list[str], country: str | None, top_k: int, roles: list[str | None] | None = None
    ) -> list[list[Spelling]]: ...


class _ByLength:
    """A romaniser's model, fed words of one length at a time.

    The model reads the padding of shorter words, so a word's spelling would depend on its neighbours in the batch;
    without padding it depends on the word alone, and entity ids stay what they are when documents are added.
    """

    def __init__(self, model: _UnitModel) -> None:
        self._model = model

    def transliterate_units(
        self, units: list[str], country: str | None, top_k: int, roles: list[str | None] | None = None
    ) -> list[list[Spelling]]:
        """Return the `top_k` best spellings of each word, in order."""
        spellings: list[list[Spelling]] = [[] for _ in units]
        for length in sorted(set(map(len, units))):
            places = [place for place, unit in enumerate(units) if len(unit) == length]
            some_roles = [roles[place] for place in places] if roles else None
            found = self._model.transliterate_units([units[place] for place in places], country, top_k, some_roles)
            for place, spelling in zip(places, found, strict=True):
                spellings[place] = spelling
        return spellings


class _Variant(Protocol):
    latin: str


class _Index(Protocol):
    def lookup_full(self, key: str) -> list[_Variant]: ...


class _Transliterator(Protocol):
    index: _Index

    def transliterate_many(self, texts: Sequence[str]) -> list[str]: ...


@cache
def _transliterator() -> _Transliterator:
    """Return the romaniser, loaded once."""
    from arabic_name_romanizer import Transliterator

    romaniser = Transliterator(max_per_unit=1)  # only the best spelling is asked for
    romaniser.model = romaniser.model and _ByLength(romaniser.model)
    romaniser.persian_model = romaniser.persian_model and _ByLength(romaniser.persian_model)
    loaded: _Transliterator = romaniser
    return loaded


@cache
def _letters() -> dict[int, str]:
    return str.maketrans(dict(read_table("letters_en.tsv", __package__)))


def _by_letters(text: str) -> str:
    """Spell by the letter table: readable, never empty for a word of letters.

    >>> _by_letters("حمص")
    'Hms'
    """
    return text.translate(_letters()).title()


@cache
def _usual() -> dict[str, str]:
    """Return the usual spelling of names and their parts, by key."""
    return {fold(name): english for name, english in read_table("names_en.tsv", __package__)}


def _parts(run: str) -> Iterator[str]:
    """Yield the parts of a name that are spelt one by one: two words together where the table has them as one name.

    >>> list(_parts("عبد الله بن نصر الله"))
    ['عبد الله', 'بن', 'نصر الله']
    """
    words = [word for word in _BETWEEN_WORDS.split(run) if word]
    while words:
        together = len(words) > 1 and (words[0] == _SERVANT or fold(words[0] + words[1]) in _usual())
        length = 2 if together else 1
        yield " ".join(words[:length])
        words = words[length:]


def _affixed(part: str) -> tuple[str, str]:
    """Split off what is spelt apart of a part that the table lacks: the article, and عبد before it.

    >>> _affixed("الأكحل"), _affixed("عبدالبديع"), _affixed("عبد البديع"), _affixed("إلهان")
    (('al-', 'أكحل'), ('Abdul ', 'بديع'), ('Abdul ', 'بديع'), ('', 'إلهان'))
    """
    servants = (_SERVANT + _ARTICLE, f"{_SERVANT} {_ARTICLE}")
    for prefix, english in (*((servant, "Abdul ") for servant in servants), (_ARTICLE, "al-")):
        if part.startswith(prefix) and len(part) >= len(prefix) + _SHORTEST_BEHIND_ARTICLE:
            return english, part.removeprefix(prefix)
    return "", part


@cache
def _respellings() -> list[tuple[str, re.Pattern[str], str]]:
    rows = read_table("respellings_en.tsv", __package__)
    return [(letter, re.compile(pattern), english) for letter, pattern, english in rows]


def _readable(word: str, spelling: str) -> str:
    """Write a spelling of one word as English newspapers do, with a capital; the article is written where the Arabic has it.

    >>> _readable("شعار", "El Chaar"), _readable("هناوي", "Hennaoui")
    ('Shaar', 'Hennawi')
    """
    plain = _LATIN_ARTICLE.sub("", spelling).lower()
    for letter, french, english in _respellings():
        if letter in word:
            plain = french.sub(english, plain)
    return re.sub(r"(?<![\w'])\w", lambda first: first.group().upper(), plain)


def _modelled(words: Sequence[str]) -> dict[str, str]:
    """Return the spelling of words that no table has."""
    spelt = {}
    for start in range(0, len(words), _WORDS_AT_ONCE):
        batch = words[start : start + _WORDS_AT_ONCE]
        for word, spelling in zip(batch, _transliterator().transliterate_many(batch), strict=True):
            spelt[word] = _readable(word, spelling or _by_letters(word))
    return spelt


def _attested(run: str) -> str:
    """Return the one spelling under which a full name is known to the romaniser's dictionary, or empty.

    >>> _attested("كريم بوضياف"), _attested("محمد علي"), _attested("بوضياف")
    ('Karim Boudiaf', '', '')
    """
    from arabic_name_romanizer.normalize import full_key

    found = _transliterator().index.lookup_full(full_key(run)) if len(run.split()) > 1 else []
    return found[0].latin if len(found) == 1 else ""


def _split(run: str) -> list[tuple[str, str]]:
    """Return the parts of a name, each as the English of what is spelt apart and the Arabic that is left to spell.

    >>> _split("ناجي عبد البديع")
    [('', 'ناجي'), ('Abdul ', 'بديع')]
    """
    return [("", part) if fold(part) in _usual() else _affixed(part) for part in _parts(run)]


def _joined(parts: Iterable[tuple[str, str]], modelled: Mapping[str, str]) -> str:
    """Return the English of a name's parts, with a capital."""
    name = " ".join(english + (_usual().get(fold(rest)) or modelled[rest]) for english, rest in parts)
    return name[:1].upper() + name[1:]


def _spell(runs: Collection[str]) -> dict[str, str]:
    """Return the English spelling of each stretch of Arabic words.

    The stretches are split twice: to hold the parts of a million takes more memory than to split takes time.
    """
    words = {rest for run in runs for _, rest in _split(run)}
    modelled = _modelled(sorted(word for word in words if fold(word) not in _usual()))
    return {run: _attested(run) or _joined(_split(run), modelled) for run in runs}


def romanise_all(names: Iterable[str]) -> list[str]:
    """Return the English spelling of each name: Arabic words spelt, Latin words and digits left as they are.

    Faster than one name at a time: about 3 ms a word that the tables lack, against 20.
    """
    listed = list(names)
    spelt = _spell({run for name in listed for run in _ARABIC_RUN.findall(name)})
    return [_ARABIC_RUN.sub(lambda run: spelt[run.group()], name) for name in listed]


def romanise(name: str) -> str:
    """Return the English spelling of one name."""
    return romanise_all([name])[0]
