"""Encode a reply as text and decode it, so that queued messages are rendered once.

The stored form is the neutral reply, not a platform's payload: one body serves every channel with the same
subscription. ``data`` is not encoded, since it is never posted.
"""

import dataclasses
import json
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

from bot.messages import reply as parts
from bot.messages.order import CommandLine
from bot.messages.reply import Reply

_KINDS = {
    kind.__name__: kind
    for kind in vars(parts).values()
    if isinstance(kind, type) and dataclasses.is_dataclass(kind) and kind.__module__ == parts.__name__
}

# Kinds under another name in bodies that earlier versions stored; posted cards are kept for corrections.
_FORMER = {"Span": parts.TextSpan, "Spread": parts.DotPlot}

_ENUMS: dict[str, type[StrEnum]] = {"severity": parts.Severity, "outcome": parts.Outcome, "level": parts.Level}


def encode_reply(reply: Reply) -> str:
    """Encode a reply as JSON; equal replies give equal text."""
    plain = _plain(dataclasses.replace(reply, data={}))
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def decode_reply(text: str) -> Reply:
    """Decode the output of `encode_reply`; its buttons run the same command lines."""
    made = _made(json.loads(text))
    if not isinstance(made, Reply):
        raise TypeError("this text holds no reply")
    return made


@cache
def _fields(kind: type) -> tuple[tuple[str, Any], ...]:
    return tuple((spec.name, spec.default) for spec in dataclasses.fields(kind))


def _plain(value: object) -> object:
    kind = type(value)
    if kind is str or kind is bool or value is None:  # most of a reply
        return value
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    if kind.__name__ in _KINDS and _KINDS[kind.__name__] is kind:
        stated = {name: getattr(value, name) for name, _ in _fields(kind)}
        told = {name: stated[name] for name, default in _fields(kind) if stated[name] != default}
        return {"_": kind.__name__, **{name: _plain(part) for name, part in told.items()}}
    if isinstance(value, datetime):
        return {"_": "at", "at": value.isoformat()}
    if isinstance(value, frozenset):
        return {"_": "set", "of": sorted(value)}
    if isinstance(value, Mapping):
        return {"_": "map", "of": {key: _plain(part) for key, part in value.items()}}
    if isinstance(value, str | int | float):
        return str(value) if isinstance(value, str) else value
    line = getattr(value, "line", None)
    if isinstance(line, str):
        return {"_": "run", "line": line}
    raise TypeError(f"a reply cannot hold a {kind.__name__}")


def _made(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_made(part) for part in value)
    if not isinstance(value, dict):
        return value
    match value["_"]:
        case "at":
            return datetime.fromisoformat(value["at"])
        case "set":
            return frozenset(value["of"])
        case "map":
            return {key: _made(part) for key, part in value["of"].items()}
        case "run":
            return CommandLine(value["line"])
    kind = _KINDS.get(value["_"]) or _FORMER[value["_"]]
    given = {key: _made(part) for key, part in value.items() if key != "_"}
    for name, enum in _ENUMS.items():
        if name in given:
            given[name] = enum(given[name])
    return kind(**given)
