"""Entity ids: readable, and the same from run to run and machine to machine."""

import re
import unicodedata
from hashlib import blake2b


def slug(english: str) -> str:
    """Return the part of an id that people read.

    >>> slug("Naji al-Mustafa"), slug("Erdoğan 2")
    ('naji-al-mustafa', 'erdogan-2')
    """
    plain = unicodedata.normalize("NFKD", english).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall("[a-z0-9]+", plain)) or "name"


def id_of_name(label: str, key: str, english: str) -> str:
    """Return the id of an entity that is known by its name alone; the digest tells names of one English spelling apart.

    Args:
        label: PER, LOC or ORG.
        key: what tells its name from others (pipeline.arabic.folding.fold).
        english: its name in English.
    """
    return f"{label.lower()}/x-{slug(english)}-{blake2b(key.encode(), digest_size=3).hexdigest()}"
