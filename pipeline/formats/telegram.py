"""Telegram's exported chats and channels (result.json): a message is a document; those without a text are left out."""

from collections.abc import Iterator
from typing import Any

from ..contracts.records import Record
from .dates import parse_date


def chats(content: Any) -> list[dict[str, Any]]:
    """Return the chats of an export: one, or those of an account; none where JSON is something else.

    >>> chats({"name": "أخبار حلب", "messages": []})
    [{'name': 'أخبار حلب', 'messages': []}]
    """
    if not isinstance(content, dict):
        return []
    listed = content["chats"].get("list", []) if isinstance(content.get("chats"), dict) else [content]
    return [chat for chat in listed if isinstance(chat.get("messages"), list)]


def messages(chat: dict[str, Any], several: bool = False) -> Iterator[Record]:
    """Yield the messages of a chat that have a text.

    Args:
        chat: the chat.
        several: whether it is one of several, so that the number of a message alone would not tell it.
    """
    prefix = f"{chat.get('id', chat.get('name', ''))}-" if several else ""
    for message in chat["messages"]:
        text = plain(message.get("text", ""))
        if text.strip() and message.get("type", "message") == "message":
            day = parse_date(str(message.get("date", "")))
            sender = message.get("from") or chat.get("name") or ""
            row = f"{prefix}{message.get('id', '')}"
            yield Record(text, date=day, source=sender, row=row, date_source="metadata" if day else "")


def plain(text: Any) -> str:
    """Return a message's text without its links and marks.

    >>> plain(["قصف على ", {"type": "hashtag", "text": "#إدلب"}])
    'قصف على #إدلب'
    """
    if isinstance(text, str):
        return text
    return "".join(part if isinstance(part, str) else part.get("text", "") for part in text)
