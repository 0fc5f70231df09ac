"""Identity: what a mention is linked to before all documents are looked at."""

from dataclasses import dataclass, replace

from ..knowledge.ids import DIGITS, digest_of, id_of_name


@dataclass(frozen=True, order=True)
class Identity:
    """Whom a name means, as far as its document and the knowledge base tell.

    Attributes:
        label: PER, LOC or ORG.
        known: the id of a known entity, or empty.
        key: what tells the name from others where nothing is known of it (Knowledge.key_of), else empty.
        document: the document, where the name means someone in this one only: another document's العلي is another man.
    """

    label: str
    known: str = ""
    key: str = ""
    document: str = ""

    @property
    def everywhere(self) -> "Identity":
        """The same name without the document that it is bound to."""
        return replace(self, document="")

    def new_id(self, english: str) -> str:
        """Return the entity id of a name that nothing is known of; `english` is the name in English.

        It ends with 8 hexadecimal digits, with 16 for a name of one document only: ids of one English spelling have to
        differ in these alone, and a surname may stand alone in 100,000 documents. That two of these share 16 digits has a
        chance of 3 in 10,000,000,000 (the birthday bound).

        >>> Identity("PER", key="دندش").new_id("Dandash"), len(Identity("PER", key="دندش", document="a").new_id("Dandash"))
        ('per/x-dandash-dd67af5e', 30)
        """
        written = " ".join(filter(None, (self.key, self.document)))
        return id_of_name(self.label, english, digest_of(written, 2 * DIGITS if self.document else DIGITS))
