"""Which servers have us: told by the gateway, found out at a start, shown by whoever asks from one."""

import asyncio

from tests.adapters.discord.conftest import platform, shown
from tests.adapters.discord.interactions import slash
from tests.adapters.discord.local import GUILD, USER, Fault, LocalDiscord
from tests.clocks import settle, until


async def test_servers_joined_and_left_are_told_apart_from_those_known(bot, discord: LocalDiscord):
    await discord.gateway.dispatch("GUILD_CREATE", {"id": "9001", "name": "x", "channels": [], "roles": []})
    await discord.gateway.dispatch("GUILD_DELETE", {"id": "9001", "unavailable": True})
    await discord.gateway.dispatch("GUILD_DELETE", {"id": "9001"})
    await until(lambda: len(bot.moved) > 1)
    assert bot.moved == [("discord:9001", True), ("discord:9001", False)]


async def test_what_happened_to_servers_while_we_were_down_is_found_out(app, discord: LocalDiscord, clock):
    clock.auto = False
    discord.guilds = [str(number) for number in range(9_000, 9_450)]
    told: list[frozenset[str]] = []

    async def present(tenants: frozenset[str]) -> None:
        told.append(tenants)

    async with platform(app, discord, clock, present=present) as made:
        discord.faults.append(Fault("/users/@me/guilds", "503"))
        looking = asyncio.create_task(made._look_around())
        await until(lambda: clock.next_in == 300.0)
        assert told == []  # half a list would say that others left
        await clock.advance(300.0)
        await until(lambda: told)
        assert told[0] == {f"discord:{number}" for number in discord.guilds}
        discord.guilds = []
        await until(lambda: clock.next_in is not None)
        await clock.advance(86_400.0)
        await until(lambda: len(told) > 1)
        assert told[1] == frozenset()
        looking.cancel()
        await asyncio.gather(looking, return_exceptions=True)


async def test_a_server_somebody_asks_from_has_us_whatever_the_list_says(bot, discord: LocalDiscord):
    for _ in range(2):
        await shown(await discord.send(2, slash("thing", "show", about="spud")))
    await settle()
    person = {"authorizing_integration_owners": {"1": USER}, "guild_id": "42"}
    await shown(await discord.send(2, slash("thing", "show", about="spud"), **person))
    await settle()
    assert bot.moved == [(f"discord:{GUILD}", True)]
