"""Mail (.eml, .msg) and saved pages (.mhtml): subject and body, sender and date; attachments that can be read are documents."""

import io
import re
import struct
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser

from ..contracts.problems import Problem, UnreadableError
from ..contracts.records import Record, Source
from .dates import parse_date
from .dirt import clean
from .pages import article, declared, page

Nested = Callable[[Source, str, bytes], Iterator[Record | Problem]]
"""Reads what lies inside a source: the source, the name inside it, the bytes."""


def read_mhtml(source: Source) -> Iterator[Record | Problem]:
    """Yield the page that a browser saved with all that belongs to it; the day of saving is no date of the page."""
    message = _parsed(source.read())
    part = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
    if part is None:
        raise UnreadableError("no page in it", "Save the page again as HTML")
    raw = _payload(part)
    found = clean(raw, part.get_content_charset() or declared(raw))
    yield from found.told(source)
    record = page(found.text, found.encoding)
    address = str(message.get("Snapshot-Content-Location") or part.get("Content-Location") or "")
    url = record.url or (address if address.startswith("http") else "")
    yield Record(
        record.text,
        record.title,
        record.date,
        record.source,
        url,
        encoding=record.encoding,
        date_source=record.date_source,
    )


def read_eml(nested: Nested, source: Source) -> Iterator[Record | Problem]:
    """Yield a message, then what its attachments hold."""
    message = _parsed(source.read())
    if not message.keys():
        raise UnreadableError("no message: it has no headers", "Save the message again from the mail program")
    subject, sender = str(message.get("Subject", "")).strip(), str(message.get("From", ""))
    part = message.get_body(("plain", "html"))
    found = clean(_payload(part), part.get_content_charset() or "") if part is not None else clean(b"")
    yield from found.told(source)
    text = found.text.replace("\r\n", "\n")
    if part is not None and part.get_content_type() == "text/html":
        text = article(text)
    yield _message(subject, text, sender_name(sender), parse_date(str(message.get("Date", ""))), found.encoding)
    for attached in message.iter_attachments():
        if name := attached.get_filename():
            yield from nested(source, name, _payload(attached))


def _parsed(raw: bytes) -> EmailMessage:
    message = BytesParser(policy=policy.default).parsebytes(raw)
    return message if isinstance(message, EmailMessage) else EmailMessage()


def _payload(part: MIMEPart) -> bytes:
    """Return the bytes of a part; of a message that is attached, all of it."""
    if part.get_content_type() == "message/rfc822":
        return b"".join(bytes(inner) for inner in part.iter_parts())
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _message(subject: str, text: str, sender: str, date: str, encoding: str = "") -> Record:
    """Return a message as a document: its subject, then its text."""
    whole = f"{subject}\n\n{text}" if subject else text
    return Record(whole, subject, date, sender, encoding=encoding, date_source="metadata" if date else "")


def sender_name(header: str) -> str:
    """Return the name of a sender, or the address where there is none.

    >>> sender_name('"مكتب الإعلام" <press@example.org>'), sender_name("press@example.org")
    ('مكتب الإعلام', 'press@example.org')
    """
    match = re.fullmatch(r'\s*"?(.*?)"?\s*<(.*)>\s*', header)
    return (match[1] or match[2]) if match else header.strip()


_SUBJECT, _BODY, _HTML, _SENDER, _ADDRESS = "0037", "1000", "1013", "0C1A", "0C1F"
_SENT, _DELIVERED = 0x0039, 0x0E06
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


def read_msg(source: Source) -> Iterator[Record | Problem]:
    """Yield a message that Outlook saved. Properties and their numbers: Microsoft, MS-OXMSG and MS-OXPROPS."""
    import olefile

    raw = source.read()
    if not olefile.isOleFile(raw):
        raise UnreadableError("not a message of Outlook", "Save the message again as .msg or .eml")
    with olefile.OleFileIO(io.BytesIO(raw)) as file:
        streams = {"/".join(name): name for name in file.listdir()}
        values = {name: file.openstream(path).read() for name, path in streams.items() if "/" not in name}
    text = _property(values, _BODY) or _html_property(values)
    sender = _property(values, _SENDER) or _property(values, _ADDRESS)
    yield _message(_property(values, _SUBJECT), text.replace("\r\n", "\n"), sender, _sent(values))


def _property(values: dict[str, bytes], number: str) -> str:
    """Return a property that is a text, in UTF-16 or in an older encoding."""
    if (wide := values.get(f"__substg1.0_{number}001F")) is not None:
        return wide.decode("utf-16-le", "replace").strip("\0")
    return clean(values.get(f"__substg1.0_{number}001E", b"")).text


def _html_property(values: dict[str, bytes]) -> str:
    """Return the text of a body in HTML."""
    raw = values.get(f"__substg1.0_{_HTML}0102", b"")
    html = clean(raw, declared(raw)).text if raw else _property(values, _HTML)
    return article(html) if html.strip() else ""


def _sent(values: dict[str, bytes]) -> str:
    """Return the day, in UTC, on which a message was sent or came."""
    stream = values.get("__properties_version1.0", b"")[32:]
    entries = (struct.unpack_from("<HHIQ", stream, start) for start in range(0, len(stream) - 15, 16))
    times = {number: ticks for _, number, _, ticks in entries if number in (_SENT, _DELIVERED)}
    ticks = times.get(_SENT) or times.get(_DELIVERED)
    return (_EPOCH + timedelta(microseconds=ticks // 10)).date().isoformat() if ticks else ""
