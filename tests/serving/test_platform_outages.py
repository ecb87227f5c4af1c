"""One platform out of reach: the other goes on being served, and the first is served again when it is back."""

from tests.adapters.discord.conftest import texts
from tests.serving.world import World


async def test_each_is_served_while_the_other_is_down(world: World):
    # A start into an outage of both: it serves, and waits for them.
    world.discord.down = world.slack.down = True
    await world.start()
    await world.bell.until(lambda: world.heard("slack not reached") and world.heard("gateway not reached"))
    world.slack.down = False
    await world.bell.until(lambda: world.slack.sockets)
    assert "Spud" in (await world.ana().command("/odds spud"))[-1]["text"]
    world.discord.down = False
    await world.bell.until(lambda: world.on_discord)
    assert "Spud" in texts(await world.shown(await world.types("odds show", about="spud")))

    # And an outage of one of them later.
    turned_away = world.discord.turned_away
    await world.discord.fall()
    await world.bell.until(lambda: world.discord.turned_away > turned_away)
    assert "Spud" in (await world.ana().command("/odds spud"))[-1]["text"]
    world.discord.down = False
    await world.bell.until(lambda: world.on_discord)
    assert "Spud" in texts(await world.shown(await world.types("odds show", about="spud")))
    assert await world.stop() == 0
    assert not [line for line in world.said if '"level": "critical"' in line]
