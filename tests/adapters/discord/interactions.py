"""What a person does on Discord, as the gateway brings it."""

from typing import Any

from bot.dispatch.command import Command, Option
from bot.notifications.arguments import Channel
from tests.adapters.discord.local import BOT, CHANNEL, GUILD, USER, LocalDiscord
from tests.clocks import until

ADMIN = {"user": {"id": USER, "username": "ana"}, "roles": [], "permissions": str(1 << 3)}
WORDS = {
    "about": "spud",
    "label": "Crest Pro Alpha",
    "claim": "Spud beats Opus 4.7",
    "model": "spud",
    "id": "CL-0044",
    "models": "spud, gpt-6",
}
DIRECT = "9" + USER[1:]
NAMED = [{"id": BOT, "username": "spudwatch"}]


def slash(name: str, sub: str = "", /, **values: Any) -> dict[str, Any]:
    kinds = {str: 3, int: 4, bool: 5, float: 10}
    options = [{"name": key, "type": kinds[type(value)], "value": value} for key, value in values.items()]
    inner = [{"type": 1, "name": sub, "options": options}] if sub else options
    return {"id": "1", "type": 1, "name": name, "options": inner}


def button(custom_id: str) -> dict[str, Any]:
    return {"component_type": 2, "custom_id": custom_id}


def typed(custom_id: str, resolved: dict[str, Any] | None = None, **values: Any) -> dict[str, Any]:
    def answer(name: str, value: Any) -> dict[str, Any]:
        if isinstance(value, list):
            return {"type": 19 if name == "image" else 3, "custom_id": name, "values": value}
        return {"type": 4, "custom_id": name, "value": value}

    labels = [{"type": 18, "component": answer(name, value)} for name, value in values.items()]
    return {"custom_id": custom_id, "components": labels, "resolved": resolved or {}}


def given(opt: Option) -> Any:
    if opt.choices:
        return opt.choices[0]
    if opt.kind in (int, float):
        return opt.kind(opt.low or 1)
    if opt.kind is Channel:
        return CHANNEL
    return True if opt.kind is bool else WORDS.get(opt.name, "spud")


def order(kind: type[Command[Any]]) -> dict[str, Any]:
    types = {int: 4, bool: 5, Channel: 7, float: 10}
    options = [
        {"name": opt.name, "type": types.get(opt.kind, 3), "value": given(opt)} for opt in kind.options if opt.required
    ]
    top, _, sub = kind.name.partition(" ")
    inner = [{"type": 1, "name": sub, "options": options}] if sub else options
    return {"id": "1", "type": 1, "name": top, "options": inner}


def message(text: str, **more):
    """A message as the gateway brings it, in a server unless it is told otherwise."""
    return {
        "id": "1300000000000000001",
        "type": 0,
        "channel_id": CHANNEL,
        "guild_id": GUILD,
        "author": {"id": USER, "username": "ana"},
        "content": text,
        "mentions": NAMED,
        "member": {"roles": ["5"]},
    } | more


async def said(discord: LocalDiscord, channel: str, body, count: int = 1):
    """Write to the bot, and what stands in a channel once it has answered."""
    discord.channels.setdefault(channel, [])
    before = len(discord.channels[channel])
    await discord.gateway.dispatch("MESSAGE_CREATE", body)
    await until(lambda: len(discord.channels[channel]) >= before + count)
    return discord.channels[channel][before:]
