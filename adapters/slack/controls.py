"""Buttons, menus and forms as Block Kit elements, and what a press of one means.

A control carries the order it runs and nothing else, so it outlives a restart. An order too long for Slack's value is
kept by the store beforehand and its short key sent instead (``#7f3a…``): `long_lines` says which.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from adapters.slack.limits import (
    ACTIONS,
    BUTTON_TEXT,
    BUTTON_VALUE,
    OPTION_TEXT,
    OPTION_VALUE,
    OPTIONS,
    OVERFLOW,
    PLACEHOLDER,
)
from adapters.slack.markup import flat, plain_text
from bot.messages import words
from bot.messages.reply import Action, Button, Form, Menu

STYLES = {"main": "primary", "danger": "danger"}
RUN, HERE, FORM = "run", "here", "form"  # what a control's id begins with: HERE answers in place
ASKS = "?"  # before the form that an entry of a menu carries
KEY = "#"
MOST = 4 * ACTIONS  # controls of one reply; more would leave no room for what it says
LABELS = 3_000  # characters their labels may take together


@dataclass(frozen=True, slots=True)
class PressedControl:
    """What a control asks for: to run a line, or to ask for the options of a command."""

    line: str = ""
    form: Form | None = None
    in_place: bool = False


def actions(wanted: Sequence[Action], kept: Mapping[str, str], most: int) -> list[dict[str, Any]]:
    """The blocks of a reply's controls: buttons in rows, menus beside their label.

    At most ``most`` blocks and `LABELS` characters; controls beyond them and empty menus are left out.
    """
    blocks: list[dict[str, Any]] = []
    room = LABELS
    for place, action in enumerate(_possible(wanted, kept)[:MOST]):
        room -= _size(action)
        if len(blocks) >= most or room < 0:
            break
        if isinstance(action, Menu) and len(action.choices) <= OVERFLOW and action.label != words.MORE:
            if action.choices:
                blocks.append(
                    {
                        "type": "section",
                        "text": plain_text(action.label, PLACEHOLDER),
                        "accessory": _overflow(action, kept),
                    }
                )
            continue
        if not blocks or blocks[-1]["type"] != "actions" or len(blocks[-1]["elements"]) == ACTIONS:
            blocks.append({"type": "actions", "elements": []})
        blocks[-1]["elements"].append(_element(action, place, kept))
    return blocks


def long_lines(wanted: Sequence[Action]) -> Iterator[str]:
    """The orders that are too long for the control they belong to."""
    for action in wanted:
        if isinstance(action, Button) and len(action.run.line) > BUTTON_VALUE:
            yield action.run.line
        elif isinstance(action, Form) and len(carried(action)) > BUTTON_VALUE:
            yield carried(action)
        elif isinstance(action, Menu):
            yield from (line for choice in action.choices if len(line := _chosen(choice)) > OPTION_VALUE)


def _possible(wanted: Sequence[Action], kept: Mapping[str, str]) -> list[Action]:
    """The controls whose orders fit or were kept."""
    lost = set(long_lines(wanted)) - set(kept)
    if not lost:
        return list(wanted)
    whole = [
        replace(action, choices=tuple(choice for choice in action.choices if _chosen(choice) not in lost))
        if isinstance(action, Menu)
        else action
        for action in wanted
    ]
    return [action for action in whole if lost.isdisjoint(long_lines((action,)))]


def carried(form: Form) -> str:
    """A form as the text a control carries."""
    return json.dumps([form.command, dict(form.filled), list(form.fields)], ensure_ascii=False, separators=(",", ":"))


def form_of(text: str) -> Form:
    """The form that `carried` wrote.

    Raises:
        ValueError: the text is not one.
    """
    try:
        command, filled, fields = json.loads(text)
        return Form("", str(command), {str(key): str(value) for key, value in filled.items()}, tuple(map(str, fields)))
    except (TypeError, AttributeError, RecursionError) as error:
        raise ValueError("not a form") from error


def pressed(action: Mapping[str, Any], whole: str) -> PressedControl | None:
    """The order of a pressed control; ``whole`` is its value, or the kept order.

    None if that cannot be understood, because another version of this program wrote it.
    """
    name = str(action.get("action_id", ""))
    if not name.startswith(FORM) and not whole.startswith(ASKS):
        return PressedControl(line=whole, in_place=name.startswith(HERE))
    try:
        return PressedControl(form=form_of(whole.removeprefix(ASKS)))
    except ValueError:
        return None


def value_of(action: Mapping[str, Any]) -> str:
    """The value of a pressed button or a chosen entry; '' if there is none."""
    chosen = action.get("selected_option")
    value = chosen.get("value") if isinstance(chosen, dict) else action.get("value")
    return value if isinstance(value, str) else ""


def _size(action: Action) -> int:
    """At most how many characters of text a control holds."""
    inner = action.choices[:OPTIONS] if isinstance(action, Menu) else ()
    return len(flat(action.label, PLACEHOLDER)) + sum(len(flat(choice.label, OPTION_TEXT)) for choice in inner)


def _value(line: str, limit: int, kept: Mapping[str, str]) -> str:
    if len(line) <= limit and not line.startswith(KEY):
        return line
    return KEY + kept[line]


def _element(action: Action, place: int, kept: Mapping[str, str]) -> dict[str, Any]:
    if isinstance(action, Menu) and len(action.choices) <= OVERFLOW:
        return _overflow(action, kept)
    if isinstance(action, Menu):
        return {
            "type": "static_select",
            "action_id": f"{RUN}.{place}",
            "placeholder": plain_text(action.label, PLACEHOLDER),
            "options": _options(action, OPTIONS, kept),
        }
    form = isinstance(action, Form)
    made = {
        "type": "button",
        "action_id": f"{FORM if form else HERE if isinstance(action, Button) and action.in_place else RUN}.{place}",
        "text": plain_text(action.label, BUTTON_TEXT),
        "value": _value(carried(action) if isinstance(action, Form) else action.run.line, BUTTON_VALUE, kept),
    }
    if isinstance(action, Button) and action.style in STYLES:
        made["style"] = STYLES[action.style]
    return made


def _overflow(menu: Menu, kept: Mapping[str, str]) -> dict[str, Any]:
    return {"type": "overflow", "action_id": f"{RUN}.menu", "options": _options(menu, OVERFLOW, kept)}


def _chosen(choice: Button | Form) -> str:
    """The text that an entry of a menu carries: a line to run, or a form to open."""
    return choice.run.line if isinstance(choice, Button) else ASKS + carried(choice)


def _options(menu: Menu, limit: int, kept: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {"text": plain_text(choice.label, OPTION_TEXT), "value": _value(_chosen(choice), OPTION_VALUE, kept)}
        for choice in menu.choices[:limit]
    ]
