"""The private parts of discord.py and slack-bolt that are used are there, and shaped as they are used.

A release that changes one of them fails here, by name, before it fails while serving; the upper bounds of pyproject
keep such a release away until then.
"""

import inspect
import tomllib
from pathlib import Path

import discord
import pytest
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route
from discord.state import AutoShardedConnectionState
from packaging.requirements import Requirement
from slack_bolt.async_app import AsyncApp

ROOT = Path(__file__).resolve().parents[2]
EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]


def test_discord_py_keeps_the_parts_the_gateway_replaces() -> None:
    assert isinstance(Route.BASE, str)
    assert isinstance(DiscordWebSocket.DEFAULT_GATEWAY, yarl.URL)
    assert list(inspect.signature(discord.AutoShardedClient._get_state).parameters) == ["self", "options"]
    taken = inspect.signature(AutoShardedConnectionState.__init__).parameters
    assert {"args", "kwargs"} <= set(taken)
    for parser in ("parse_ready", "parse_interaction_create", "parse_guild_create", "parse_guild_delete"):
        assert list(inspect.signature(getattr(AutoShardedConnectionState, parser)).parameters) == ["self", "data"], (
            parser
        )
    client = discord.AutoShardedClient(intents=discord.Intents.none())
    assert {"READY", "RESUMED", "INTERACTION_CREATE", "GUILD_CREATE", "GUILD_DELETE"} <= set(client._connection.parsers)
    assert hasattr(client, "_handlers")
    assert hasattr(client, "_hooks")


def test_slack_bolt_keeps_the_hook_that_is_replaced() -> None:
    assert list(inspect.signature(AsyncApp._init_context).parameters) == ["self", "req"]
    assert "self._init_context(req)" in inspect.getsource(AsyncApp.async_dispatch)


@pytest.mark.parametrize(("extra", "name"), [("discord", "discord.py"), ("slack", "slack-bolt")])
def test_a_library_with_private_parts_in_use_has_an_upper_bound(extra: str, name: str) -> None:
    bounds = [Requirement(line).specifier for line in EXTRAS[extra] if Requirement(line).name == name]
    assert bounds
    assert any(one.operator.startswith("<") for one in bounds[0])
