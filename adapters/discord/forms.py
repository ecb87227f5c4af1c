"""A form as a Discord modal: at most five questions, from a command's options.

https://discord.com/developers/docs/components/reference#label
"""

from typing import Any

from adapters.discord import limits
from adapters.discord.controls import Component
from adapters.discord.markup import shortened
from adapters.net.sanitize import one_line, visible
from bot.dispatch.command import Command, Option
from bot.messages.reply import Form
from bot.messages.request import Attachment

LABEL, TYPED, SELECT, UPLOAD = 18, 4, 3, 19
SHORT, PARAGRAPH = 1, 2
FROM_MESSAGE = "Left empty, the picture of the message is taken."
ANSWERS = {"yes": "yes", "no": "no"}


def asked_options(form: Form, command: type[Command[Any]]) -> tuple[Option, ...]:
    """The options a form asks for, at most five, required ones first.

    They are those it names, else the open ones, else all.
    """
    named = [opt for name in form.fields for opt in command.options if opt.name == name]
    if not named:
        known = [opt for opt in command.offered if opt.name != "as_of"]
        named = [opt for opt in known if not form.filled.get(opt.name)] or known
        named.sort(key=lambda opt: not opt.required)
    return tuple(named[: limits.MODAL_FIELDS])


def modal(form: Form, command: type[Command[Any]], custom_id: str) -> dict[str, Any]:
    """The data of a modal, known values filled in; ``custom_id`` carries the rest."""
    questions = [_question(opt, form.filled.get(opt.name, "")) for opt in asked_options(form, command)]
    return {
        "custom_id": custom_id,
        "title": shortened(form.label, limits.MODAL_TITLE) or command.name,
        "components": questions,
    }


def _question(opt: Option, value: str) -> Component:
    title = opt.label or opt.name.replace("_", " ").capitalize()
    return {
        "type": LABEL,
        "label": shortened(title, limits.LABEL),
        "description": shortened(
            FROM_MESSAGE if opt.kind is Attachment and "://" in value else opt.description, limits.LABEL_HINT
        ),
        "component": _input(opt, value),
    }


def _input(opt: Option, value: str) -> Component:
    if opt.kind is Attachment:
        least = 1 if opt.required else 0
        return {"type": UPLOAD, "custom_id": opt.name, "required": opt.required, "min_values": least, "max_values": 1}
    choices = opt.choices or (tuple(ANSWERS) if opt.kind is bool else ())
    if choices:
        entries = [
            {"label": shortened(choice, limits.SELECT_LABEL), "value": choice[: limits.SELECT_VALUE]}
            | ({"default": True} if choice == value else {})
            for choice in choices[: limits.SELECT_OPTIONS]
        ]
        # What need not be chosen can be taken back, too: https://discord.com/developers/docs/components/reference#string-select
        open_end = {} if opt.required else {"min_values": 0, "max_values": 1}
        return {"type": SELECT, "custom_id": opt.name, "required": opt.required, "options": entries, **open_end}
    longest = max(1, min(opt.limit, limits.TYPED))
    made: Component = {
        "type": TYPED,
        "custom_id": opt.name,
        "style": PARAGRAPH if opt.long else SHORT,
        "required": opt.required,
        "max_length": longest,
    }
    kept = visible(value) if opt.long else one_line(value)
    return made | ({"value": kept[:longest]} if kept else {})
