"""Text in Slack's mrkdwn: ours formatted, others' escaped, cut between words.

Slack reads ``<…>`` as a mention, link or date, ``&`` as an entity, and stars, underscores, tildes, backticks and
``:names:`` as formatting (https://docs.slack.dev/messaging/formatting-message-text). A plain `str` is somebody's words
and none of that may take effect in it: the three characters are escaped, what cannot be seen is removed, and a word
joiner is put beside a mark that could begin or end formatting. Every mrkdwn object is ``verbatim``, so that no address
or name in it becomes a link.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from adapters.net.sanitize import address, misleads, one_line, visible
from bot.messages.reply import TextSpan, Words, spans

ELLIPSIS = "…"
JOINER = "\u2060"
PIECE = 240  # the longest piece of a word that is kept together; escaped it is at most five times as long

_FORMATTING = re.compile(r"(?<![^\W_])[*_~`]+|[*_~`]+(?![^\W_])|:(?=[a-z0-9_+'-]*[a-z][a-z0-9_+'-]*:)", re.IGNORECASE)
_CHANNEL = re.compile(r"[CG][A-Z0-9]{1,31}")
_PERSON = re.compile(r"[UW][A-Z0-9]{1,31}")
TARGET = 1_500  # the longest link: half a section; a longer one is shown as words
_PLAIN_WORD = re.compile(r"\S+\s*|\s+")


def entities(text: str) -> str:
    """The three characters Slack reads, escaped."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def literal(text: str) -> str:
    """A visible text in which no mark begins or ends any formatting."""
    return _FORMATTING.sub(lambda mark: JOINER + JOINER.join(mark[0]) + JOINER, text)


def escape(text: str) -> str:
    """Somebody's words for a mrkdwn text, drawn letter by letter."""
    return entities(literal(visible(text)))


def flat(text: str, limit: int) -> str:
    """Words for a plain_text object: one line, at most ``limit`` characters, not ''."""
    return clip([one_line(text)], limit) or ELLIPSIS


def plain_text(text: str, limit: int) -> dict[str, Any]:
    """A plain_text object of those words."""
    return {"type": "plain_text", "text": flat(text, limit), "emoji": False}


def clip(lines: list[str], limit: int) -> str:
    """Visible lines, escaped, within ``limit`` characters; cut at a word with "…"."""
    whole = entities("\n".join(lines))
    if len(whole) <= limit:
        return whole
    head, room = "", limit - len(ELLIPSIS)
    for word in pieces("\n".join(lines)):
        safe = entities(word)
        if len(head) + len(safe) <= room:
            head += safe
            continue
        if len(head) < room // 2:  # one very long word: better a part of it than nothing
            for letter in map(entities, word):
                if len(head) + len(letter) > room:
                    break
                head += letter
        break
    return head.rstrip() + ELLIPSIS


def pieces(text: str) -> Iterator[str]:
    """Words with the space behind them; a very long one in several pieces."""
    for match in _PLAIN_WORD.finditer(text):
        word = match[0]
        for start in range(0, len(word), PIECE):
            yield word[start : start + PIECE]


def masked(label: str, url: str) -> str:
    """A link with a label; its host is added where the label names another one."""
    target = address(url)
    shown = one_line(label)[:PIECE]
    if not target or len(target) > TARGET:
        return escape(shown if shown == one_line(url)[:PIECE] else f"{shown} ({one_line(url)[:PIECE]})")
    elsewhere = misleads(shown, target)
    words = entities(literal(shown or urlsplit(target).hostname or "")).replace("|", "¦")
    return f"<{entities(target)}|{words}>" + (f" ({entities(elsewhere)})" if elsewhere else "")


def fixed(text: str) -> str:
    """Words in the fixed-width face; a backtick, which would end it, is replaced."""
    return "`" + entities(one_line(text).replace("`", "ˋ") or " ") + "`"


def span(piece: TextSpan) -> Iterator[str]:
    """One formatted piece, in as many parts as it may be cut into."""
    if piece.at is not None:
        shape = "{ago}" if piece.kind == "ago" else "{date_short_pretty} {time}"
        fallback = entities(one_line(piece.text)).replace("|", "¦") or "then"
        yield f"<!date^{int(piece.at.timestamp())}^{shape}|{fallback}>" if piece.at.timestamp() >= 0 else fallback
    elif piece.kind == "link":
        yield masked(piece.text, piece.url)
    elif piece.kind == "channel":
        ident = piece.text.removeprefix("#")
        yield f"<#{ident}>" if _CHANNEL.fullmatch(ident) else escape(piece.text)
    elif piece.kind == "person":
        ident = piece.text.rpartition("/")[2]
        yield f"<@{ident}>" if _PERSON.fullmatch(ident) else escape(piece.text)
    elif piece.kind == "bold":
        inner = literal(one_line(piece.text).replace("*", "∗").replace("`", "ˋ"))
        for start in range(0, len(inner), PIECE):
            if part := inner[start : start + PIECE].strip():
                yield f"*{entities(part)}*"
    else:
        inner = one_line(piece.text) or " "
        for start in range(0, len(inner), PIECE):
            yield fixed(inner[start : start + PIECE])


def drawn(words: Words, most: int = 1_000_000) -> Iterator[str]:
    """A text in pieces of about ``most`` characters, each complete by itself."""
    for piece in spans(words):
        if isinstance(piece, str):
            yield from (entities(word) for word in pieces(literal(visible(piece[:most]))))
        else:
            yield from span(piece)


def mrkdwn(words: Words, limit: int) -> str:
    """A text of at most ``limit`` characters, cut between its pieces with "…"."""
    head, full = "", ""
    for part in drawn(words, 4 * limit):
        if len(full) + len(part) > limit:
            return head.strip() + ELLIPSIS
        full += part
        if len(full) <= limit - len(ELLIPSIS):
            head = full
    return full.strip()


def chunks(parts: list[str], limit: int) -> tuple[str, list[str]]:
    """As many pieces as fit into ``limit`` characters, and those that do not."""
    head = ""
    for position, part in enumerate(parts):
        if len(head) + len(part) > limit:
            return head, parts[position:]
        head += part
    return head, []
