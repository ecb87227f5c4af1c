"""Buttons and selects, whose ids *are* their orders, so that a press always works.

`custom_id` is ``[digits]mark text``: ``!odds show about:spud`` runs a line, ``~`` runs it and replaces the message with
the answer, ``?label,how|checkpoint report label:x`` asks for two options of one; ``#``, ``%`` and ``&`` are the same
with the key of a kept text where the text itself is too long. The digits tell apart two controls with the same order,
which Discord does not allow. A select's own id is ``=`` and its place; what was chosen is such an id.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from adapters.discord import limits
from adapters.discord.markup import shortened, size
from bot.messages import words
from bot.messages.order import begun
from bot.messages.reply import Action, Button, Form, Menu, Reply

STYLES = {"main": 1, "plain": 2, "danger": 4}
KEPT = {"!": "#", "~": "%", "?": "&"}  # the mark of an order, and of the key that stands for one
_ID = re.compile(r"^(\d{0,3})([!~?#%&])(.*)$", re.DOTALL)
Component = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PressedControl:
    """A control's order: run the line, or ask for the options of its command.

    ``key`` is set if the line was kept.
    """

    does: Literal["run", "ask"]
    line: str = ""
    key: str = ""
    in_place: bool = False


def order_of(action: Button | Form) -> str:
    """The text a control stands for, with its mark."""
    if isinstance(action, Button):
        return ("~" if action.in_place else "!") + action.run.line
    return f"?{','.join(action.fields)}|{begun(action.command, action.filled)}"


def too_long(reply: Reply) -> tuple[str, ...]:
    """The orders of a reply to keep, because no `custom_id` holds them; no marks."""
    orders = (order_of(action) for action in _flat((*reply.actions, *((reply.form,) if reply.form else ()))))
    return tuple(dict.fromkeys(text[1:] for text in orders if unfit(text)))


def unfit(text: str) -> bool:
    """Whether an id cannot hold an order: too long, or characters Discord may trim."""
    return size(text) > limits.CUSTOM_ID - 3 or not text.isprintable() or text != text.strip()


def _flat(actions: Sequence[Action]) -> Iterator[Button | Form]:
    for action in actions:
        yield from action.choices if isinstance(action, Menu) else (action,)


def read(custom_id: str) -> PressedControl | None:
    """What a control says; None for an id that is not ours."""
    match = _ID.match(custom_id)
    if not match:
        return None
    mark, text = match[2], match[3]
    does: Literal["run", "ask"] = "ask" if mark in "?&" else "run"
    line, key = ("", text) if mark in KEPT.values() else (text, "")
    return PressedControl(does, line, key, in_place=mark in "~%")


class Controls:
    """Rows of a message's controls, within its limits; gives each an id of its own."""

    def __init__(self, keys: Mapping[str, str]) -> None:
        self._keys = keys
        self._used: set[str] = set()

    def rows(self, actions: Sequence[Action], room: int) -> tuple[list[Component], int]:
        """Rows of at most ``room`` components, and how many controls were left out.

        Rows count as components. Buttons that do not fit become entries of one select.
        """
        buttons = [action for action in actions if not isinstance(action, Menu) and self._possible(action)]
        menus = [menu for action in actions if isinstance(action, Menu) and (menu := self._menu(action)).choices]
        left = sum(not self._possible(action) for action in _flat(actions))
        fit = _buttons_that_fit(room - 2 * len(menus))
        if len(buttons) > fit:
            fit = _buttons_that_fit(room - 2 * (len(menus) + 1))
            menus.append(Menu(words.MORE, tuple(buttons[fit:])))
            buttons = buttons[:fit]
        rows: list[Component] = [
            {"type": 1, "components": [self._button(button) for button in buttons[start : start + limits.BUTTONS]]}
            for start in range(0, len(buttons), limits.BUTTONS)
        ]
        room -= sum(1 + len(row["components"]) for row in rows)
        for number, menu in enumerate(menus):
            if room < 2:  # noqa: PLR2004 - a row and its select
                left += len(menu.choices)
                continue
            rows.append({"type": 1, "components": [self._select(menu, number)]})
            room -= 2
            left += max(0, len(menu.choices) - limits.SELECT_OPTIONS)
        return rows, left

    def _possible(self, action: Button | Form) -> bool:
        """Whether an order fits its control or was kept (impossible if nothing is saved)."""
        text = order_of(action)
        return not unfit(text) or text[1:] in self._keys

    def _menu(self, menu: Menu) -> Menu:
        return replace(menu, choices=tuple(choice for choice in menu.choices if self._possible(choice)))

    def _button(self, action: Button | Form) -> Component:
        style = STYLES[action.style] if isinstance(action, Button) else STYLES["plain"]
        return {
            "type": 2,
            "style": style,
            "label": shortened(action.label, limits.BUTTON_LABEL) or "…",
            "custom_id": self._id(action),
        }

    def _select(self, menu: Menu, number: int) -> Component:
        options = [
            {"label": shortened(choice.label, limits.SELECT_LABEL) or "…", "value": self._id(choice)}
            for choice in menu.choices[: limits.SELECT_OPTIONS]
        ]
        placeholder = shortened(menu.label, limits.PLACEHOLDER)
        return {"type": 3, "custom_id": f"={number}", "placeholder": placeholder, "options": options}

    def _id(self, action: Button | Form) -> str:
        text = order_of(action)
        if unfit(text):
            text = KEPT[text[0]] + self._keys[text[1:]]
        made, number = text, 1
        while made in self._used:
            made, number = f"{number}{text}", number + 1
        self._used.add(made)
        return made


def _buttons_that_fit(room: int) -> int:
    full, rest = divmod(max(0, room), limits.BUTTONS + 1)
    return full * limits.BUTTONS + max(0, rest - 1)
