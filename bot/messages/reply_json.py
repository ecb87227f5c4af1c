"""Convert a reply to plain JSON values with a fixed set of keys."""

import dataclasses
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Any, Final

from bot.messages.levels import brief_text
from bot.messages.reply import (
    Button,
    Chart,
    DotPlot,
    Form,
    Menu,
    Part,
    Picture,
    Reply,
    TextSpan,
    Tree,
    Words,
    plain,
    spans,
)

EXPORT_FILE: Final = "spudwatch-export.json"


def exported(reply: Reply) -> str:
    """Return the rows that were asked for as a file; '' without any."""
    rows = reply.data.get("rows")
    if not isinstance(rows, Mapping) or not any(isinstance(one, Sequence) for one in rows.values()):
        return ""
    return json.dumps(rows, ensure_ascii=False, indent=1, default=str)


def reply_json(reply: Reply) -> dict[str, Any]:
    """Convert a reply to JSON; the typed facts are under ``data``.

    ``brief`` and ``full`` are the two levels as plain text, ``command`` the name of the command that answered.
    """
    return {
        "outcome": reply.outcome.value,
        "severity": reply.severity.value,
        "title": reply.title,
        "plain": reply.plain,
        "brief": brief_text(reply),
        "full": reply.plain,
        "command": reply.command,
        "grade": reply.grade or None,
        "parts": [_part(part) for part in reply.parts],
        "sources": [jsonable(dataclasses.asdict(source)) for source in reply.sources],
        "actions": [_action(action) for action in (*reply.actions, *((reply.form,) if reply.form else ()))],
        "note": plain(reply.note),
        "private": reply.private,
        "shows": list(reply.shows),
        "data": jsonable(reply.data),
    }


def jsonable(value: Any) -> Any:
    """Convert any core value to JSON values.

    Times become ISO 8601 with a Z, enums their value, sets sorted lists, dataclasses objects by field.
    """
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: jsonable(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(jsonable(key)): jsonable(entry) for key, entry in value.items()}
    if isinstance(value, set | frozenset):
        return sorted((jsonable(entry) for entry in value), key=str)
    if isinstance(value, list | tuple):
        return [jsonable(entry) for entry in value]
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return str(value)


def _words(words: Words) -> Any:
    pieces = [jsonable(piece) if isinstance(piece, TextSpan) else piece for piece in spans(words)]
    return {"text": plain(words), "spans": pieces} if any(isinstance(piece, dict) for piece in pieces) else plain(words)


def _part(part: Part) -> dict[str, Any]:
    kind = type(part).__name__.lower()
    if isinstance(part, Chart | DotPlot | Tree):
        return {"kind": kind, **_picture(part)}
    made = {field.name: getattr(part, field.name) for field in dataclasses.fields(part)}
    for name in ("words",):
        if name in made:
            made[name] = _words(made[name])
    if "pairs" in made:
        made["pairs"] = [[name, _words(value)] for name, value in made["pairs"]]
    if "items" in made:
        made["items"] = [_words(item) for item in made["items"]]
    return {"kind": kind, **{name: jsonable(value) for name, value in made.items()}}


def _picture(picture: Picture) -> dict[str, Any]:
    return {field.name: jsonable(getattr(picture, field.name)) for field in dataclasses.fields(picture)}


def _action(action: Button | Menu | Form) -> dict[str, Any]:
    match action:
        case Button():
            return {
                "kind": "button",
                "label": action.label,
                "run": action.run.line,
                "style": action.style,
                "in_place": action.in_place,
            }
        case Menu():
            return {"kind": "menu", "label": action.label, "choices": [_action(choice) for choice in action.choices]}
        case Form():
            return {
                "kind": "form",
                "label": action.label,
                "command": action.command,
                "filled": dict(action.filled),
                "fields": list(action.fields),
            }
