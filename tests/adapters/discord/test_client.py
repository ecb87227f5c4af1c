"""The real discord.py on the local Discord: every kind of interaction, there and back."""

from typing import Any

from adapters.discord import limits
from tests.adapters.discord.conftest import controls, shown, texts
from tests.adapters.discord.local import CHANNEL, GUILD, LocalDiscord


def slash(name: str, sub: str = "", **values: Any) -> dict[str, Any]:
    kinds = {str: 3, int: 4, bool: 5, float: 10}
    options = [{"name": key, "type": kinds[type(value)], "value": value} for key, value in values.items()]
    inner = [{"type": 1, "name": sub, "options": options}] if sub else options
    return {"id": "1", "type": 1, "name": name, "options": inner}


async def test_a_slash_command_is_answered_at_once_and_privately(bot, discord: LocalDiscord):
    told = await discord.send(2, slash("thing", "show", about="spud", size="very large", count=3, loud=True))
    message = await shown(told)
    assert told.answer["type"] == 4
    assert message["flags"] == limits.COMPONENTS_V2 | limits.SUPPRESS_EMBEDS | limits.EPHEMERAL
    assert message["allowed_mentions"] == {"parse": []}
    assert "Thing spud" in texts(message)
    assert "Share in channel" in controls(message)


async def test_a_button_carries_its_order(bot, discord: LocalDiscord):
    first = await shown(await discord.send(2, slash("thing", "show", about="spud")))
    pressed = {"component_type": 2, "custom_id": controls(first)["Share in channel"]}
    told = await discord.send(3, pressed, message={"id": "9", "flags": 64})
    message = await shown(told)
    assert not message["flags"] & limits.EPHEMERAL
    assert "Shared by 555555555555555555" in texts(message)
    [post] = bot.remembered
    assert (post.place, post.message, post.asked_by) == (
        f"discord:{GUILD}/{CHANNEL}",
        message["id"],
        "discord:555555555555555555",
    )
