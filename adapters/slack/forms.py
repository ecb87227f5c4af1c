"""A command's options as a modal, what was filled in, and replies in modals.

Options that have suggestions are external selects: Slack asks us for entries at each letter (`block_suggestion`), and
the last entry is always what was typed, because free text is taken too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from adapters.net.sanitize import one_line
from adapters.slack.limits import (
    METADATA,
    OPTION_TEXT,
    OPTION_VALUE,
    OPTIONS,
    PLACEHOLDER,
    TYPED,
    VIEW_BLOCKS,
    VIEW_TITLE,
)
from adapters.slack.markup import plain_text
from adapters.slack.render import SlackMessage
from bot.dispatch.command import Command, Option
from bot.dispatch.completions import Suggestion
from bot.messages.reply import Form
from bot.messages.request import Attachment
from bot.notifications.arguments import Channel

ASK, SHOWN = "ask", "shown"  # callback ids: a form to fill in, a reply that is only shown
PREFIX = "o."
FIELD = "v"
IDENT = re.compile(r"[A-Z0-9]{2,32}")
LABEL, HINT = 100, 300
HERE = "here"  # the channel that is looked at
UNASKED = ("as_of", "step", "sure")  # typed by those who want them


def form(
    command: type[Command[Any]],
    filled: Mapping[str, str],
    fields: Sequence[str] = (),
    *,
    place: str,
    files: bool = True,
    problem: Sequence[dict[str, Any]] = (),
) -> dict[str, Any]:
    """The modal for a command's options, those named or all, known values filled in.

    Above the fields is what the command does, or the ``problem`` of the first time; values that are not asked for are
    carried along. Without ``files`` (no ``files:read``) an option that takes a file is left out.
    """
    asked = [opt for opt in command.options if opt.name in fields] or [
        opt for opt in command.offered if opt.name not in UNASKED
    ]
    asked = [opt for opt in asked if files or opt.kind is not Attachment]
    names = {opt.name for opt in asked}
    carried = {key: value for key, value in filled.items() if key not in names}
    about = {"type": "context", "elements": [plain_text(command.description, TYPED)]}
    blocks = [*(problem or (about,)), *(_input(opt, filled.get(opt.name, "")) for opt in asked)][:VIEW_BLOCKS]
    return {
        "type": "modal",
        "callback_id": ASK,
        "title": plain_text(command.name, VIEW_TITLE),
        "submit": plain_text("Send", VIEW_TITLE),
        "close": plain_text("Cancel", VIEW_TITLE),
        "private_metadata": _carry({"c": command.name, "p": place, "f": carried, "o": list(fields)}),
        "blocks": blocks,
    }


def shown(drawn: SlackMessage, title: str, place: str) -> dict[str, Any]:
    """A reply in a modal of its own; its buttons work there as they do in a message."""
    return {
        "type": "modal",
        "callback_id": SHOWN,
        "title": plain_text(title, VIEW_TITLE),
        "close": plain_text("Close", VIEW_TITLE),
        "private_metadata": _carry({"p": place}),
        "blocks": drawn.blocks[:VIEW_BLOCKS],
    }


def waiting(title: str, place: str) -> dict[str, Any]:
    """A modal that says that the answer takes a moment."""
    blocks = [{"type": "section", "text": plain_text("Looking… this takes a moment.", TYPED)}]
    return shown(SlackMessage("Looking…", blocks), title, place)


def filled_in(view: Mapping[str, Any], team: str) -> tuple[dict[str, str], dict[str, list[Mapping[str, Any]]]]:
    """A submitted form's words and files by option (the files not yet fetched)."""
    words: dict[str, str] = {}
    files: dict[str, list[Mapping[str, Any]]] = {}
    state = view.get("state")
    values = state.get("values") if isinstance(state, Mapping) else None
    for block, elements in (values if isinstance(values, Mapping) else {}).items():
        element = elements.get(FIELD) if isinstance(elements, Mapping) else None
        if not str(block).startswith(PREFIX) or not isinstance(element, Mapping):
            continue
        name = str(block).removeprefix(PREFIX)
        if element.get("type") == "file_input":
            given = element.get("files")
            files[name] = [file for file in given if isinstance(file, Mapping)] if isinstance(given, list) else []
            continue
        picked = element.get("selected_user") or element.get("selected_conversation")
        if picked:
            words[name] = f"slack:{team}/{picked}"
            continue
        chosen = element.get("selected_option")
        value = (
            chosen.get("value") if isinstance(chosen, Mapping) else element.get("value", element.get("selected_date"))
        )
        if value is not None and str(value).strip():
            words[name] = str(value)
    return words, files


def sent(carried: Mapping[str, Any], words: Mapping[str, str]) -> Form:
    """The form that was sent: what it carried, and over that what was filled in."""
    kept, asked = carried.get("f"), carried.get("o")
    filled = {str(key): str(value) for key, value in kept.items()} if isinstance(kept, dict) else {}
    fields = tuple(map(str, asked)) if isinstance(asked, list) else ()
    return Form("", str(carried.get("c") or ""), filled | dict(words), fields)


def suggested(found: Iterable[Suggestion], typed: str, *, closed: bool = False) -> dict[str, Any]:
    """Entries for an external select, the typed text last unless it is ``closed``."""
    entries = [(entry.label, entry.value) for entry in found if 0 < len(entry.value) <= OPTION_VALUE][: OPTIONS - 1]
    free = one_line(typed)[:OPTION_VALUE]
    if free and not closed and free.casefold() not in {value.casefold() for _, value in entries}:
        entries.append((f"“{free}”", free))
    return {"options": [_entry(label, value) for label, value in entries]}


def option_of(block: str) -> str:
    """The option a field's block belongs to; '' for another block."""
    return block.removeprefix(PREFIX) if block.startswith(PREFIX) else ""


def _carry(values: dict[str, Any]) -> str:
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    if len(text) <= METADATA:
        return text
    # Too much to carry: what is longest is asked again rather than sent cut.
    carried = dict(values.get("f", {}))
    while carried and len(text) > METADATA:
        carried.pop(max(carried, key=lambda key: len(carried[key])))
        text = json.dumps({**values, "f": carried}, ensure_ascii=False, separators=(",", ":"))
    return text


def _entry(label: str, value: str) -> dict[str, Any]:
    return {"text": plain_text(label, OPTION_TEXT), "value": value}


def _input(opt: Option, value: str) -> dict[str, Any]:
    label = opt.label or opt.name.replace("_", " ").capitalize()
    return {
        "type": "input",
        "block_id": PREFIX + opt.name,
        "optional": not opt.required,
        "label": plain_text(label, LABEL),
        "hint": plain_text(opt.description, HINT),
        "element": {"action_id": FIELD, **_element(opt, value)},
    }


def _element(opt: Option, value: str) -> dict[str, Any]:
    if opt.kind is Attachment:
        return {"type": "file_input", "max_files": 1}
    if opt.choices or opt.kind is bool:
        return _choice(opt, value)
    ident = value.rpartition("/")[2]
    if opt.complete == "person" and (not value or IDENT.fullmatch(ident)):
        person = {"initial_user": ident} if value else {}
        return {"type": "users_select", "placeholder": plain_text("Choose", PLACEHOLDER), **person}
    if issubclass(opt.kind, Channel) and (value in ("", HERE) or IDENT.fullmatch(ident)):
        return _channel(ident, here=value == HERE or (opt.required and not value))
    if opt.complete:
        made: dict[str, Any] = {"type": "external_select", "min_query_length": 0}
        made["placeholder"] = plain_text("Type to search", PLACEHOLDER)
        if value and len(value) <= OPTION_VALUE:
            made["initial_option"] = _entry(value, value)
        return made
    if opt.kind is date and not issubclass(opt.kind, datetime):
        return {"type": "datepicker", **({"initial_date": value} if _is_day(value) else {})}
    return _typed(opt, value)


def _channel(ident: str, *, here: bool) -> dict[str, Any]:
    """A channel to pick; Slack preselects the current one, and none on App Home."""
    chosen: dict[str, Any] = {"default_to_current_conversation": True} if here else {}
    if ident and not here:
        chosen = {"initial_conversation": ident}
    kinds = {"include": ["public", "private"], "exclude_bot_users": True}
    return {"type": "conversations_select", "placeholder": plain_text("Choose", PLACEHOLDER), "filter": kinds, **chosen}


def _choice(opt: Option, value: str) -> dict[str, Any]:
    choices = opt.choices or ("yes", "no")
    made: dict[str, Any] = {
        "type": "static_select",
        "placeholder": plain_text("Choose", PLACEHOLDER),
        "options": [_entry(choice, choice) for choice in choices],
    }
    if value in choices:
        made["initial_option"] = _entry(value, value)
    return made


def _typed(opt: Option, value: str) -> dict[str, Any]:
    longest = min(opt.limit, TYPED)
    made: dict[str, Any] = {"type": "plain_text_input", "multiline": opt.long, "max_length": longest}
    if value:
        made["initial_value"] = value[:longest]
    return made


def _is_day(value: str) -> bool:
    try:
        return value == date.fromisoformat(value).isoformat()
    except ValueError:
        return False
