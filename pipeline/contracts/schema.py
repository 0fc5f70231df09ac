"""The tables: their columns, types and meaning, written once. Stage files, exports and docs/tables.md are made from here."""

from dataclasses import dataclass
from typing import Literal

Type = Literal["string", "integer", "number", "date"]

LABELS = ("PER", "LOC", "ORG")
DATE_SOURCES = ("metadata", "text", "name", "properties")
"""Where the date of a document comes from, the most reliable first."""

Point = tuple[float, float]
"""Latitude and longitude in degrees (WGS 84), as in the columns of these names."""

DTYPES = {"string": "str", "date": "str", "integer": "Int64", "number": "float64"}
"""The pandas type of each type of column."""


@dataclass(frozen=True)
class Column:
    """One column: its name, its type, what it means to the person who reads the table."""

    name: str
    type: Type
    meaning: str


@dataclass(frozen=True)
class Table:
    """One table: its file name without ending, what a row is, its columns in order."""

    name: str
    row: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        """The column names in order."""
        return [column.name for column in self.columns]

    @property
    def texts(self) -> list[str]:
        """The names of its text columns."""
        return [column.name for column in self.columns if DTYPES[column.type] == "str"]

    @property
    def dtypes(self) -> dict[str, str]:
        """The pandas type of each column."""
        return {column.name: DTYPES[column.type] for column in self.columns}

    def subset(self, name: str, row: str, *leave_out: str) -> "Table":
        """Return a table of the same columns without some."""
        return Table(name, row, tuple(c for c in self.columns if c.name not in leave_out))


DOCUMENTS = Table(
    "documents",
    "one document",
    (
        Column(
            "doc_id", "string", "the file's stem; `#row` added for formats of many rows; made unique when two collide"
        ),
        Column("file", "string", "path of the file, as given"),
        Column("title", "string", "the headline: the first line when it is short and stands alone, else empty"),
        Column("date", "date", "publication date (YYYY-MM-DD, YYYY-MM or YYYY) where file or text tells it"),
        Column(
            "date_source",
            "string",
            "where the date comes from: metadata (of the page, row or message), text (a byline, or the latest tweet quoted), "
            "name (of the file), properties (when the file was made: an office document or a PDF)",
        ),
        Column("source", "string", "publisher where the file tells it"),
        Column("url", "string", "the document's address where the file tells it"),
        Column("language", "string", "ISO 639 code of the language of most of its words; empty for a few words"),
        Column("encoding", "string", "the encoding that the file was read in"),
        Column("sentences", "integer", "number of sentences"),
        Column("words", "integer", "number of words (runs of letters or digits)"),
        Column("mentions", "integer", "number of mentions found"),
        Column("sha256", "string", "SHA-256 of the document's bytes, to recognise copies"),
    ),
)

MENTIONS = Table(
    "mentions",
    "one place in a document where an entity is named",
    (
        Column("mention_id", "string", "doc_id:start-end"),
        Column("doc_id", "string", "the document"),
        Column("sentence", "integer", "number of the sentence in the document, from 1"),
        Column("start", "integer", "first code point of the mention in the decoded document, from 0"),
        Column("end", "integer", "code point after the mention's last"),
        Column("label", "string", "PER, LOC or ORG"),
        Column("surface", "string", "the source text between start and end, untouched"),
        Column(
            "name",
            "string",
            "the mention written clean: no proclitics, quotes, diacritics, tatweel, underscores; ال restored after لل",
        ),
        Column("entity_id", "string", "the entity that is meant (entities.csv)"),
        Column("name_en", "string", "the entity's name in English"),
        Column(
            "score",
            "number",
            "probability that span and label are right, between 0 and 1; empty where the tagger gives none (camel)",
        ),
        Column("tagger", "string", "the tagger that found it; names where a names file forced it (docs/names.md)"),
        Column("context", "string", "the words around it"),
    ),
)

ENTITIES = Table(
    "entities",
    "one real person, place or organisation",
    (
        Column(
            "entity_id",
            "string",
            "readable and stable: the knowledge base's slug, or per/x-…, loc/x-…, org/x-… from the romanised name",
        ),
        Column("label", "string", "PER, LOC or ORG"),
        Column("name", "string", "the name in Arabic, fullest common form"),
        Column("name_en", "string", "the name in English"),
        Column(
            "name_en_source",
            "string",
            "kb: from the knowledge base; gloss: its common words translated; romanised: spelt by rule, check before you "
            "quote it; latin: written so in the text; none: a body described in words that the tables lack, name_en is empty",
        ),
        Column("aliases", "string", "other forms found in the documents, most frequent first, separated by |"),
        Column("mentions", "integer", "number of mentions"),
        Column("documents", "integer", "number of documents that mention it"),
        Column("first_date", "date", "earliest date of a document that mentions it"),
        Column("last_date", "date", "latest date of a document that mentions it"),
        Column("first_doc", "string", "the first document (by date, then doc_id) that mentions it"),
        Column("wikidata", "string", "Wikidata id, where proven"),
        Column("geonames", "string", "GeoNames id, where proven"),
        Column("country", "string", "ISO 3166-1 alpha-2 code"),
        Column("latitude", "number", "degrees north, WGS 84"),
        Column("longitude", "number", "degrees east, WGS 84"),
        Column(
            "precision",
            "string",
            "what the coordinates are of: point (the place), town (its town, or the place to some kilometres), region (the "
            "middle of a region, or the place to some tens of kilometres), country (the middle of a country or of more)",
        ),
        Column("governorate", "string", "of a place in Syria, its governorate in Arabic"),
        Column("governorate_en", "string", "the same in English"),
        Column("governorate_pcode", "string", "the same as OCHA's p-code (COD-AB), such as SY07"),
        Column("description", "string", "what it is, in a few English words"),
        Column("role", "string", "of a person, what the documents say most often that he is (roles.csv), in Arabic"),
        Column("role_en", "string", "the same in English; empty where a word of it is in no table"),
        Column(
            "described_as",
            "string",
            "of an organisation, what the documents call it beside its name (تنظيم, ميليشيا, المدعومة من تركيا), in Arabic, most "
            "frequent first, separated by |",
        ),
    ),
)

_NOT_FOR_PEOPLE = (
    "label",
    "geonames",
    "latitude",
    "longitude",
    "precision",
    "governorate",
    "governorate_en",
    "governorate_pcode",
)
_FOR_PEOPLE = ("role", "role_en")
_FOR_BODIES = ("described_as",)

PEOPLE = ENTITIES.subset("people", "one person", *_NOT_FOR_PEOPLE, *_FOR_BODIES)
PLACES = ENTITIES.subset("places", "one place", "label", *_FOR_PEOPLE, *_FOR_BODIES)
ORGANISATIONS = ENTITIES.subset("organisations", "one organisation", *_NOT_FOR_PEOPLE, *_FOR_PEOPLE)

ROLES = Table(
    "roles",
    "one role that the documents give a person: an office, a rank or a trade, beside the name",
    (
        Column("entity_id", "string", "the person"),
        Column("name", "string", "the person's name in Arabic"),
        Column("name_en", "string", "the person's name in English"),
        Column("role", "string", "the role as the first of these documents writes it, without vowel signs and status"),
        Column("role_en", "string", "the role in English; empty where a word of it is in no table"),
        Column("kind", "string", "office, rank or trade"),
        Column("status", "string", "former, late, acting, designate or defected where the text says so"),
        Column("organisation", "string", "the organisation that the role names (entities.csv)"),
        Column("place", "string", "the place that the role names (entities.csv)"),
        Column("doc_id", "string", "the first document (by date, then doc_id) that says so"),
        Column("sentence", "integer", "number of the sentence there"),
        Column("start", "integer", "first code point of the role in that document, from 0"),
        Column("end", "integer", "code point after the role's last"),
        Column("first_date", "date", "earliest date of a document that says so"),
        Column("last_date", "date", "latest date of a document that says so"),
        Column("mentions", "integer", "number of times that documents say so"),
    ),
)

COOCCURRENCES = Table(
    "cooccurrences",
    "two entities named in the same sentence",
    (
        Column("entity_a", "string", "the first entity's id (in alphabetical order)"),
        Column("name_a", "string", "its name in Arabic"),
        Column("name_en_a", "string", "its name in English"),
        Column("entity_b", "string", "the second entity's id"),
        Column("name_b", "string", "its name in Arabic"),
        Column("name_en_b", "string", "its name in English"),
        Column("sentences", "integer", "number of sentences that name both"),
        Column("documents", "integer", "number of documents that have such a sentence"),
        Column(
            "npmi",
            "number",
            "normalised pointwise mutual information over sentences: -1 never together, 0 by chance, 1 always",
        ),
    ),
)

PROBLEMS = Table(
    "problems",
    "one thing that could not be used as it was",
    (
        Column("file", "string", "the file, with the row where there is one"),
        Column("stage", "string", "the stage that met it"),
        Column("problem", "string", "what is wrong"),
        Column("remedy", "string", "what to do"),
    ),
)

REVIEW = Table(
    "review",
    "one suggestion of what to correct; a row that stays is a row of a names file (docs/names.md)",
    (
        Column("action", "string", "what the row does when it is kept: merge, split, force or forbid"),
        Column("name", "string", "the name that it does it to"),
        Column("label", "string", "PER, LOC or ORG"),
        Column("entity_id", "string", "the entity that the name would mean (merge) or stop to mean (split)"),
        Column("note", "string", "`review`, the mark of the list, and why the row is suggested"),
        Column("name_en", "string", "the name in English of the entity that the name means now"),
        Column("mentions", "integer", "number of mentions of that entity"),
        Column("context", "string", "some of them with the words around, separated by |"),
    ),
)
"""What deserves a look first. It is made of the other tables when they are exported, and is none of TABLES."""

TABLES = (DOCUMENTS, MENTIONS, ENTITIES, PEOPLE, PLACES, ORGANISATIONS, ROLES, COOCCURRENCES, PROBLEMS)

# The stage files in build/ (Parquet). What a stage adds to or leaves out of the final table of the same name stands here.
# documents: text is the decoded or extracted document.
DOCUMENT_FIELDS = [
    "doc_id",
    "file",
    "title",
    "date",
    "date_source",
    "source",
    "url",
    "language",
    "encoding",
    "text",
    "sha256",
]
# sentences: text is normalised; offsets maps each of its characters to a code point of the document (empty: start, start + 1, …);
# stamp is a digest of the document's text.
SENTENCE_FIELDS = ["doc_id", "sentence", "start", "end", "source", "text", "offsets", "stamp"]
MENTION_FIELDS = [name for name in MENTIONS.names if name not in ("entity_id", "name_en")]
# An identity is what a mention is linked to (pipeline.entities.identity): a known entity's id, else the key of a name, with the
# document where the name means someone in this one only.
IDENTITY_FIELDS = ["label", "known", "key", "document"]
# links: one row a mention.
# A name that was found, with the identity that it is linked to: what `identify` looks at, each once.
NAME_FIELDS = [*IDENTITY_FIELDS, "name"]
LINK_FIELDS = ["mention_id", *NAME_FIELDS]
# identities: one row a distinct identity and name, with the entity that these mean.
RESOLUTION_FIELDS = [*NAME_FIELDS, "entity_id"]
# entities: what is known of an entity by itself; counts and dates are added by tabulate.
ENTITY_FIELDS = [
    "entity_id",
    "label",
    "name",
    "name_en",
    "name_en_source",
    "aliases",
    "wikidata",
    "geonames",
    "country",
    "latitude",
    "longitude",
    "precision",
    "governorate",
    "governorate_en",
    "governorate_pcode",
    "description",
]


def escaped(text: str) -> str:
    """Return a text as a cell of a Markdown table."""
    return text.replace("|", "\\|")


def markdown() -> str:
    """Return docs/tables.md: every table with its columns. `python -m pipeline.contracts.schema > docs/tables.md` writes it."""
    parts = [
        "# The tables\n\n"
        "CSV, UTF-8 with a byte order mark so that spreadsheets show Arabic right, CRLF line ends, texts in quotes. Before what "
        "a spreadsheet would run as a formula stands an apostrophe. `pipeline.exports.csv.read_table` reads a table back into "
        "pandas with its types. Plain `pandas.read_csv(path)` works as well, but takes the country `NA` (Namibia) for missing "
        "unless it is told `keep_default_na=False`.\n\n"
        "This page is made from `pipeline/contracts/schema.py` (`python -m pipeline.contracts.schema > docs/tables.md`).\n"
    ]
    for table in (*TABLES, REVIEW):
        lines = [f"| {column.name} | {column.type} | {escaped(column.meaning)} |" for column in table.columns]
        head = f"\n## {table.name}.csv\n\nA row is {table.row}.\n\n| column | type | meaning |\n|---|---|---|\n"
        parts.append(head + "\n".join(lines) + "\n")
    return "".join(parts)


if __name__ == "__main__":
    print(markdown(), end="")
