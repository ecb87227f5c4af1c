"""The commands as Discord registers them, made from their declarations.

A folder is a top-level command and a file in it a subcommand; permissions and install contexts attach to top-level
commands only (https://discord.com/developers/docs/interactions/application-commands#application-command-permissions),
so a top-level command asks for the least any of its subcommands needs, and the core checks each again.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from adapters.discord import limits
from adapters.discord.permissions import ROLE_PERMISSION
from bot.dispatch.command import Command, Option
from bot.dispatch.message_menus import MESSAGE_MENUS
from bot.dispatch.registry import CommandRegistry
from bot.messages.request import Attachment, Role
from bot.notifications.arguments import Channel

SUBCOMMAND, STRING, INTEGER, BOOLEAN, CHANNEL, NUMBER, ATTACHMENT = 1, 3, 4, 5, 7, 10, 11
SLASH, MESSAGE = 1, 3
GUILD_INSTALL, USER_INSTALL = 0, 1
GUILD, BOT_DM, PRIVATE_CHANNEL = 0, 1, 2
KINDS: dict[type, int] = {
    int: INTEGER,
    bool: BOOLEAN,
    float: NUMBER,
    Attachment: ATTACHMENT,
    Channel: CHANNEL,
    date: STRING,
    datetime: STRING,
}
POSTABLE = (0, 2, 5, 10, 11, 12, 13)  # channels a message can be posted in: text, voice, news, threads, stages
_RANK = (Role.MEMBER, Role.MANAGER, Role.DESK, Role.ADMIN)

# A translation names what it translates ("odds", "odds show", "odds show about") with ".name" or ".description" behind.
Translations = Mapping[str, Mapping[str, str]]


def registrations(catalogue: CommandRegistry, translations: Translations | None = None) -> list[dict[str, Any]]:
    """Everything to register: the slash commands and the message menus.

    Args:
        catalogue: where the commands are.
        translations: by Discord locale, the words for a command, subcommand or option
            (``odds show about.description``).
    """
    said = translations or {}
    made = [_top(catalogue, top, said) for top in sorted(catalogue.tree)]
    menus = [
        {"name": menu.name, "type": MESSAGE, **_everywhere(), **_localised(menu.name, said, ("name",))}
        for menu in MESSAGE_MENUS
        if menu.command.split()[1] in catalogue.tree.get(menu.command.split()[0], ())
    ]
    return made + menus


def fingerprint(commands: list[dict[str, Any]]) -> str:
    """A hash of what is registered: the same commands, the same hash."""
    return hashlib.sha256(json.dumps(commands, sort_keys=True).encode()).hexdigest()


def _top(catalogue: CommandRegistry, top: str, said: Translations) -> dict[str, Any]:
    subs = catalogue.tree[top]
    kinds = [catalogue.get(f"{top} {sub}" if sub else top) for sub in subs or ("",)]
    role = min((kind.role for kind in kinds), key=_RANK.index)
    options = (
        [_sub(kind, said) for kind in kinds] if subs else [_option(kinds[0], opt, said) for opt in kinds[0].offered]
    )
    made: dict[str, Any] = {"name": top, "type": SLASH, "description": catalogue.about(top) or kinds[0].description}
    made |= {"options": options} if options else {}
    made |= _localised(top, said)
    if role is Role.MEMBER:
        return made | _everywhere()
    permission = str(1 << ROLE_PERMISSION[role])
    here = {"integration_types": [GUILD_INSTALL], "contexts": [GUILD]}
    return made | {"default_member_permissions": permission} | here


def _everywhere() -> dict[str, Any]:
    return {"integration_types": [GUILD_INSTALL, USER_INSTALL], "contexts": [GUILD, BOT_DM, PRIVATE_CHANNEL]}


def _sub(kind: type[Command[Any]], said: Translations) -> dict[str, Any]:
    made: dict[str, Any] = {
        "type": SUBCOMMAND,
        "name": kind.name.split()[1],
        "description": kind.description,
        **_localised(kind.name, said),
    }
    return made | ({"options": [_option(kind, opt, said) for opt in kind.offered]} if kind.offered else {})


def _option(kind: type[Command[Any]], opt: Option, said: Translations) -> dict[str, Any]:
    typed = STRING if opt.choices else KINDS.get(opt.kind, STRING)
    made: dict[str, Any] = {"type": typed, "name": opt.name, "description": opt.description, "required": opt.required}
    made |= _localised(f"{kind.name} {opt.name}", said)
    if opt.choices:
        made["choices"] = [{"name": choice, "value": choice} for choice in opt.choices]
    elif typed == STRING:
        made["max_length"] = min(opt.limit, limits.OPTION_LENGTH)
        made |= {"autocomplete": True} if opt.complete else {}
    elif typed == CHANNEL:
        made["channel_types"] = list(POSTABLE)
    elif typed in (INTEGER, NUMBER):
        number = int if typed == INTEGER else float
        made |= {"min_value": number(opt.low)} if opt.low is not None else {}
        made |= {"max_value": number(opt.high)} if opt.high is not None else {}
    return made


def _localised(what: str, said: Translations, of: tuple[str, ...] = ("name", "description")) -> dict[str, Any]:
    made = {}
    for part in of:
        words = {locale: table[f"{what}.{part}"] for locale, table in said.items() if f"{what}.{part}" in table}
        if words:
            made[f"{part}_localizations"] = words
    return made
