"""Replies without what an admin switched off.

No button leads there, and no address of a market is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from bot.dispatch.delivery import delivery_of
from bot.dispatch.registry import CommandRegistry
from bot.domain.parts import SwitchedOff
from bot.messages.reply import (
    Action,
    Brief,
    Bullets,
    Button,
    Fields,
    Form,
    Menu,
    Part,
    Reply,
    Table,
    Text,
    TextSpan,
    Words,
    spans,
)
from bot.sources.venues import of_site

_LOOKS = frozenset({"odds", "checkpoint", "claimcheck"})  # commands that show the part of their name
_POSTING = frozenset({"digest", "alerts"})
SILENT = Text("Posts are switched off here by an admin: nothing is posted in any channel until they are on again.")


def as_switched(reply: Reply, off: SwitchedOff, catalogue: CommandRegistry) -> Reply:
    """Return a reply as it is shown where these parts are switched off."""
    if not off.parts:
        return reply
    reply = replace(
        reply,
        actions=tuple(_actions(reply.actions, off, catalogue)),
        others=tuple(one for one in reply.others if not _leads_off(one, off, catalogue)),
    )
    if off.hides("posts") and reply.command.partition(" ")[0] in _POSTING:
        reply = replace(reply, parts=(*reply.parts, SILENT), brief=reply.brief and _silent(reply.brief))
    return _without_addresses(reply) if off.hides("venue links") else reply


def _silent(brief: Brief) -> Brief:
    return replace(brief, parts=(*brief.parts, SILENT))


def _leads_off(action: Button | Form, off: SwitchedOff, catalogue: CommandRegistry) -> bool:
    """Whether an action leads to a part that is switched off, at whatever level."""
    line = action.command if isinstance(action, Form) else delivery_of(action.run.line.removeprefix("/"), catalogue)[1]
    return line.partition(" ")[0] in off.parts & _LOOKS


def _actions(actions: Iterable[Action], off: SwitchedOff, catalogue: CommandRegistry) -> Iterable[Action]:
    for one in actions:
        if isinstance(one, Menu):
            kept = tuple(choice for choice in one.choices if not _leads_off(choice, off, catalogue))
            if kept:
                yield replace(one, choices=kept)
        elif not _leads_off(one, off, catalogue):
            yield one


def _without_addresses(reply: Reply) -> Reply:
    return replace(
        reply,
        title=_text(reply.title),
        parts=tuple(map(_part, reply.parts)),
        brief=reply.brief and Brief(tuple(map(_part, reply.brief.parts)), _words(reply.brief.note), reply.brief.full),
        sources=tuple(one for one in reply.sources if not (_is_address(one.url) or _is_address(one.label))),
        note=_words(reply.note),
        data=_data(reply.data),
    )


def _part(part: Part) -> Part:
    match part:
        case Text():
            return replace(part, words=_words(part.words))
        case Fields():
            return replace(part, pairs=tuple((name, _words(value)) for name, value in part.pairs))
        case Bullets():
            return replace(part, items=tuple(map(_words, part.items)))
        case Table():
            return replace(part, rows=tuple(tuple(map(_text, row)) for row in part.rows))
        case _:
            return part


def _words(words: Words) -> Words:
    return _text(words) if isinstance(words, str) else tuple(map(_span, spans(words)))


def _span(piece: str | TextSpan) -> str | TextSpan:
    if isinstance(piece, str):
        return _text(piece)
    if piece.kind == "link":
        return piece.text if _is_address(piece.url) else piece
    return replace(piece, text=_text(piece.text))


def _text(text: str) -> str:
    """Words without the addresses of markets in them."""
    if "/" not in text:
        return text
    return " ".join("(address not shown here)" if _is_address(word) else word for word in text.split(" "))


def _is_address(word: str) -> bool:
    """Whether a word is an address of a market, with or without ``https://``."""
    bare = word.strip("().,;<>")
    return "/" in bare and of_site(bare if "://" in bare else f"https://{bare}") is not None


def _data(value: Any) -> Any:
    match value:
        case str():
            return "" if _is_address(value) else _text(value)
        case Mapping():
            return {key: _data(one) for key, one in value.items()}
        case tuple() | list() if not hasattr(value, "_fields"):
            return type(value)(map(_data, value))
        case _:
            return value
