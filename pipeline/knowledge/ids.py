"""Entity ids: readable, and the same from run to run and machine to machine."""

import re
import unicodedata
from hashlib import blake2b

DIGITS = 8
"""Hexadecimal digits that an id made of a name ends with: they part names of one English spelling."""


def slug(english: str) -> str:
    """Return the part of an id that people read.

    >>> slug("Naji al-Mustafa"), slug("Erdoğan 2")
    ('naji-al-mustafa', 'erdogan-2')
    """
    plain = unicodedata.normalize("NFKD", english).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall("[a-z0-9]+", plain)) or "name"


def digest_of(key: str, digits: int = DIGITS) -> str:
    """Return what tells a key from others: the first hexadecimal digits of its BLAKE2b hash, an even number of them."""
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=digits // 2).hexdigest()


def id_of_name(label: str, english: str, digest: str) -> str:
    """Return the id of an entity that is known by its name alone.

    >>> id_of_name("PER", "Naji Mustafa", digest_of("ناجيمصطفي")).rpartition("-")[0]
    'per/x-naji-mustafa'
    """
    return f"{label.lower()}/x-{slug(english)}-{digest}"
