"""Text in Discord's Markdown: ours formatted, others' escaped; and read back.

Discord reads Markdown, mentions, links, timestamps and emoji names in every text
(https://discord.com/developers/docs/reference#message-formatting). A plain `str` is somebody's words and none of that
may take effect in it, so each mark is put behind a backslash, and what cannot be seen is removed.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from adapters.net.sanitize import address, misleads, one_line, visible
from bot.domain.time import format_time
from bot.messages.reply import TextSpan, Words, spans

ELLIPSIS = "…"
CLOCK_UNITS = {"when": "f", "ago": "R"}

_MARK = re.compile(
    r"[\\*_~`|\[\]<>@]|(?<=[A-Za-z0-9])://|:(?=[A-Za-z0-9_~]{1,32}:)|(?i:(?<=discord\.gg)/|(?<=/invite)/)"
)
_LINE_START = re.compile(r"^([ \t]*)(-#|#{1,3}|[-+]|\d{1,9}(?=\.))(?=\.?\s)", re.MULTILINE)
_HARMLESS = re.compile(r" ?(?:[A-Za-z(,.;%·–—…“”’][A-Za-z0-9 ,.;%'()!?&=\"+·–—…“”’-]*)?")
_PERSON = re.compile(r"<(?:@[!&]?|#)\d{1,20}>|<a?:\w{1,32}:\d{1,20}>|<id:\w{1,20}>")
_COMMAND = re.compile(r"</([\w -]{1,100}):\d{1,20}>")
_MOMENT = re.compile(r"<t:(-?\d{1,12})(?::\w)?>")
_MASKED = re.compile(r"\[([^\[\]\n]{1,300})\]\(<?(https?://[^\s<>()]{1,2000})>?\)")
_ADDRESS = re.compile(r"<(https?://[^\s<>]{1,2000})>")
_FENCE = re.compile(r"```(?:[\w+-]{1,20}\n)?")
_PAIRED = re.compile(r"\*{1,3}|__|~~|\|\||`{1,2}")
_SLANTED = re.compile(r"(?<!\w)_(?=\S)([^_\n]{1,500})(?<=\S)_(?!\w)")
_LINE_MARKS = re.compile(r"(?m)^\s{0,3}(?:(?:-#|#{1,3}|>{1,3})\s+)+")
_ESCAPED = re.compile(r"\\([\\*_~`|<>#\[\]()-])")


def size(text: str) -> int:
    """The length of a text in UTF-16 units, the longest way Discord's clients count."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def escape(text: str) -> str:
    """Somebody's words: drawn letter by letter, whatever they contain."""
    if _HARMLESS.fullmatch(text):
        return text
    text = _MARK.sub(r"\\\g<0>", visible(text))
    return _LINE_START.sub(_at_start, text)


def _at_start(match: re.Match[str]) -> str:
    space, mark = match[1], match[2]
    return f"{space}{mark}\\" if mark[0].isdecimal() else f"{space}\\{mark}"


@lru_cache(maxsize=2_048)
def masked(label: str, url: str) -> str:
    """A link with a label; its host is added where the label names another one."""
    target = address(url)
    shown = one_line(label)
    if not target:
        return escape(shown if shown == one_line(url) else f"{shown} ({one_line(url)})")
    elsewhere = misleads(shown, target)
    words = escape(shown) or urlsplit(target).hostname
    return f"[{words}](<{target}>)" + (f" ({escape(elsewhere)})" if elsewhere else "")


def fixed(text: str) -> str:
    """Words in the fixed-width face; a backtick, which would end it, is replaced."""
    return "`" + (one_line(text).replace("`", "ˋ") or " ") + "`"


def span(piece: TextSpan) -> str:
    """One formatted piece."""
    if piece.at is not None:
        return f"<t:{int(piece.at.timestamp())}:{CLOCK_UNITS[piece.kind]}>"
    if piece.kind == "bold":
        inner = escape(one_line(piece.text))
        return f"**{inner}**" if inner else ""
    if piece.kind == "link":
        return masked(piece.text, piece.url)
    if piece.kind == "channel":
        ident = piece.text.removeprefix("#")
        return f"<#{ident}>" if ident.isdecimal() else escape(piece.text)
    if piece.kind == "person":
        ident = piece.text.rpartition("/")[2]
        return f"<@{ident}>" if ident.isdecimal() else escape(piece.text)
    return fixed(piece.text)


def markdown(words: Words) -> str:
    """A whole text, uncut."""
    return "".join(escape(piece) if isinstance(piece, str) else span(piece) for piece in spans(words))


def inline(words: Words) -> str:
    """A whole text on one line."""
    return " ".join(markdown(words).split())


def cut(words: Words, room: int) -> str:
    """A text of at most ``room`` units, cut at a word with "…"; no span is cut."""
    whole = markdown(words)
    if size(whole) <= room:
        return whole
    out, left = "", room - len(ELLIPSIS)
    for piece in spans(words):
        drawn = escape(piece) if isinstance(piece, str) else span(piece)
        if size(drawn) <= left:
            out, left = out + drawn, left - size(drawn)
            continue
        if isinstance(piece, str):
            out += _head(piece, left)
        break
    return out.rstrip() + ELLIPSIS if room > 0 else ""


def _head(text: str, room: int) -> str:
    """The longest escaped beginning that fits; only a single long word is split."""
    ends = [match.end() for match in re.finditer(r"\S+", text[: room + 1])]
    if ends and ends[-1] > room:
        ends.pop()
    ends = [end for end in ends if end == len(text) or text[end].isspace()]
    return _longest(text, ends, room) or _longest(text, range(1, min(room, len(text)) + 1), room)


def _longest(text: str, ends: Sequence[int], room: int) -> str:
    """The longest of the beginnings that fits once escaped, found by halving."""
    fitting = bisect_right(ends, room, key=lambda end: size(escape(text[:end])))
    for end in reversed(ends[:fitting]):
        if size(drawn := escape(text[:end])) <= room:
            return drawn
    return ""


def shortened(text: str, limit: int) -> str:
    """A label of at most ``limit`` units cut at a word, where no Markdown is read."""
    flat = one_line(text)
    if size(flat) <= limit:
        return flat
    head = ""
    for char in flat:
        if size(head) + size(char) > limit - 1:
            break
        head += char
    if flat[len(head)] == " ":
        return head + ELLIPSIS
    start, _, last = head.rpartition(" ")
    return (start if start and len(last) < limit // 2 else head).rstrip() + ELLIPSIS


def lines(words: Words) -> Iterator[str]:
    """A text's lines, without empty ones at either end."""
    yield from markdown(words).strip("\n").split("\n")


def unmarked(text: str) -> str:
    """A text without mentions, emoji of servers, timestamps, links and formatting."""
    if not any(mark in text for mark in "<*_~|`\\[#>"):
        return text.strip()
    text = _COMMAND.sub(r"/\1", _PERSON.sub(" ", text))
    text = _ADDRESS.sub(r"\1", _MASKED.sub(r"\1 \2", _MOMENT.sub(_day, text)))
    escaped = [match[1] for match in _ESCAPED.finditer(text)]
    text = _LINE_MARKS.sub("", _PAIRED.sub("", _FENCE.sub("", _ESCAPED.sub("\0", text))))
    text = _SLANTED.sub(r"\1", text)
    for letter in escaped:
        text = text.replace("\0", letter, 1)
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def message_text(message: Mapping[str, Any]) -> str:
    """A message's text, else that of its embeds, components, poll or forward."""
    if text := unmarked(str(message.get("content") or "")):
        return text
    said = [unmarked(words) for words in (*_embedded(message), *_texts(message.get("components") or ()))]
    said += [message_text(one) for one in _forwarded(message)]
    return "\n".join(dict.fromkeys(words for words in said if words))


def picture_of(message: Mapping[str, Any]) -> str:
    """The address of a message's first picture, also of a forwarded one; '' if none."""
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
    return format_time(at)
