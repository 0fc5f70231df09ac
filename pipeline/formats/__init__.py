"""What can be read: a format is a module that turns a source into records or problems, and a line in FORMATS.

A format that holds files (an archive, a message) is given what finds the formats of its members.
"""

from functools import partial
from pathlib import PurePath

from ..contracts.problems import UnreadableError
from ..contracts.records import Format, Source
from .archives import read_inside, read_packed, read_tar, read_zip
from .html import read_html
from .mail import read_eml, read_mhtml, read_msg
from .office import read_docx, read_epub, read_odt, read_rtf
from .pdf import read_pdf
from .sniff import HEAD, kind, signed
from .subtitles import read_subtitles
from .tables import read_csv, read_json, read_jsonl, read_parquet, read_sheets
from .text import read_text

NOT_READ = {
    ".doc": "Save it as .docx in the program that it is from",
    ".ppt": "Save it as PDF in the program that it is from",
    ".pptx": "Save it as PDF in the program that it is from",
    ".rar": "Unpack it and put its files here",
    ".7z": "Unpack it and put its files here",
}
"""Endings that people try, and what they can do instead."""


def format_of(source: Source) -> Format:
    """Return the format of a source: as its first bytes prove, else as its name tells, else as its content looks.

    Raises:
        UnreadableError: it has none that is read.
        OSError: it cannot be read.
    """
    ending = _ending(source.name)
    with source.open() as file:
        proven = signed(file.read(HEAD))
    if ending in FORMATS and (proven in _MAY_BEGIN.get(ending, (ending,)) or (not proven and ending not in _PROVEN)):
        return FORMATS[ending]
    found = kind(source.read()) if proven != ".ole" else ".msg" if ending == ".msg" else ".xls"
    if ending in _SHEETS and found == ".txt":  # programs write text with separators under this ending
        return FORMATS[".csv"]
    if ending in NOT_READ and found in (".txt", ".zip", ".xls"):
        raise UnreadableError(f"the ending {ending} is not read", NOT_READ[ending])
    return FORMATS[found]


def _ending(name: str) -> str:
    """Return the ending of a name, of packed archives both.

    >>> _ending("a.b/خبر.TXT"), _ending("seeds.tar.gz"), _ending("README")
    ('.txt', '.tar.gz', '')
    """
    endings = [ending.lower() for ending in PurePath(name.rsplit("#", 1)[-1]).suffixes[-2:]]
    return "".join(endings) if "".join(endings) in FORMATS else "".join(endings[-1:])


_nested = partial(read_inside, format_of)

FORMATS: dict[str, Format] = {
    ".txt": read_text,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".mhtml": read_mhtml,
    ".mht": read_mhtml,
    ".csv": read_csv,
    ".tsv": read_csv,
    ".xlsx": read_sheets,
    ".xls": read_sheets,
    ".ods": read_sheets,
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".json": read_json,
    ".parquet": read_parquet,
    ".docx": read_docx,
    ".odt": read_odt,
    ".rtf": read_rtf,
    ".epub": read_epub,
    ".pdf": read_pdf,
    ".eml": partial(read_eml, _nested),
    ".msg": read_msg,
    ".srt": read_subtitles,
    ".vtt": read_subtitles,
    ".zip": partial(read_zip, format_of),
    ".tar": partial(read_tar, format_of),
    ".tgz": partial(read_tar, format_of),
    ".tar.gz": partial(read_tar, format_of),
    ".tar.bz2": partial(read_tar, format_of),
    ".tar.xz": partial(read_tar, format_of),
    ".gz": partial(read_packed, format_of),
    ".bz2": partial(read_packed, format_of),
    ".xz": partial(read_packed, format_of),
}
"""The formats that are read, by the ending of the name in small letters."""

_SHEETS = (".xlsx", ".xls", ".ods")
_PROVEN = (*_SHEETS, ".docx", ".odt", ".rtf", ".epub", ".pdf", ".msg", ".zip", ".tgz", ".gz", ".bz2", ".xz", ".parquet")
"""Endings of formats whose first bytes prove them; a file of such a name without them is something else."""

_PACKED = (".gz", ".bz2", ".xz")
_MAY_BEGIN = {
    **dict.fromkeys((".docx", ".odt", ".epub", ".xlsx", ".ods", ".zip"), (".zip",)),
    **dict.fromkeys((".xls", ".msg"), (".ole",)),
    **dict.fromkeys((".tgz", ".tar.gz", ".tar.bz2", ".tar.xz"), _PACKED),
}
"""The first bytes, as endings of pipeline.formats.sniff, that files of an ending may have; else their own or none."""
