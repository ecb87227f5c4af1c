"""What a message says, for the entries of the *Apps* menu and for mentions: its words without Discord's marks.

Nobody's id and no formatting is kept: https://discord.com/developers/docs/reference#message-formatting
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

_PERSON = re.compile(r"<(?:@[!&]?|#)\d{1,20}>|<a?:\w{1,32}:\d{1,20}>|<id:\w{1,20}>")
_COMMAND = re.compile(r"</([\w -]{1,100}):\d{1,20}>")
_MOMENT = re.compile(r"<t:(-?\d{1,12})(?::\w)?>")
_MASKED = re.compile(r"\[([^\[\]\n]{1,300})\]\(<?(https?://[^\s<>()]{1,2000})>?\)")
_ADDRESS = re.compile(r"<(https?://[^\s<>]{1,2000})>")
_FENCE = re.compile(r"```(?:[\w+-]{1,20}\n)?")
_PAIRED = re.compile(r"\*{1,3}|__|~~|\|\||`{1,2}")
_SLANTED = re.compile(r"(?<!\w)_(?=\S)([^_\n]{1,500})(?<=\S)_(?!\w)")
_LINE_START = re.compile(r"(?m)^\s{0,3}(?:(?:-#|#{1,3}|>{1,3})\s+)+")
_ESCAPED = re.compile(r"\\([\\*_~`|<>#\[\]()-])")


def unmarked(text: str) -> str:
    """A text without mentions, emoji of servers, moments in Discord's form, masked links and formatting."""
    if not any(mark in text for mark in "<*_~|`\\[#>"):
        return text.strip()
    text = _COMMAND.sub(r"/\1", _PERSON.sub(" ", text))
    text = _ADDRESS.sub(r"\1", _MASKED.sub(r"\1 \2", _MOMENT.sub(_day, text)))
    escaped = [match[1] for match in _ESCAPED.finditer(text)]
    text = _LINE_START.sub("", _PAIRED.sub("", _FENCE.sub("", _ESCAPED.sub("\0", text))))
    text = _SLANTED.sub(r"\1", text)
    for letter in escaped:
        text = text.replace("\0", letter, 1)
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def message_text(message: Mapping[str, Any]) -> str:
    """What a message says: its text, or what its embeds, components, poll or the message it forwards say instead."""
    if text := unmarked(str(message.get("content") or "")):
        return text
    said = [unmarked(words) for words in (*_embedded(message), *_texts(message.get("components") or ()))]
    said += [message_text(one) for one in _forwarded(message)]
    return "\n".join(dict.fromkeys(words for words in said if words))


def picture_of(message: Mapping[str, Any]) -> str:
    """Where the first picture of a message lies, or of one it forwards; '' if there is none."""
    for one in (message, *_forwarded(message)):
        for attachment in one.get("attachments") or ():
            if str(attachment.get("content_type") or "").startswith("image/"):
                return str(attachment["url"])
    return ""


def _embedded(message: Mapping[str, Any]) -> Iterator[str]:
    """The texts of a message's embeds, of a feed's too, and of its poll."""
    for embed in message.get("embeds") or ():
        yield from (str(embed.get(key) or "") for key in ("title", "description"))
        for field in embed.get("fields") or ():
            yield ": ".join(filter(None, (str(field.get("name") or ""), str(field.get("value") or ""))))
        yield str((embed.get("author") or {}).get("name") or "")
        yield str((embed.get("footer") or {}).get("text") or "")
    poll = message.get("poll") or {}
    yield str((poll.get("question") or {}).get("text") or "")
    yield " · ".join(str((answer.get("poll_media") or {}).get("text") or "") for answer in poll.get("answers") or ())


def _forwarded(message: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """https://discord.com/developers/docs/resources/message#message-snapshot-object."""
    return [snapshot.get("message") or {} for snapshot in message.get("message_snapshots") or ()]


def _texts(components: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for component in components:
        yield str(component.get("content") or "")
        yield from _texts(component.get("components") or ())


def _day(match: re.Match[str]) -> str:
    try:
        at = datetime.fromtimestamp(int(match[1]), UTC)
    except (OverflowError, OSError, ValueError):
        return " "
    return f"{at.day} {at:%b %Y}"
