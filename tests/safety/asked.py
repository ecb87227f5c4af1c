"""What three tenants do: at random, or each thing once."""

from bot.jobs.alert_job import Alerts
from bot.jobs.correction_job import Corrections
from bot.jobs.digest_job import Digests
from bot.messages.request import Role
from tests.safety.tenants import TENANTS, World, operations

SEEDS = (1, 2)


STEPS = 70


async def live(world: World, steps: int) -> None:
    """So many random things, a few minutes apart, with the jobs at work in between."""
    ports = world.talk.ports
    jobs = (Alerts(ports), Corrections(ports), Digests(ports, ("discord", "slack")))
    for step in range(steps):
        day, minute = divmod(step * 37, 24 * 60)
        world.talk.at(f"2026-04-{21 + day}T{minute // 60:02}:{minute % 60:02}Z")
        tenant = world.dice.choice(list(TENANTS))
        line = world.dice.choice(list(operations(world, tenant).values()))
        role = Role.MEMBER if world.dice.random() < 0.3 else Role.ADMIN
        await world.say(tenant, line, role=role)
        if step % 10 == 9:
            for job in jobs:
                await job.tick()


async def do_everything(world: World) -> None:
    """Each thing once in each tenant, by an admin."""
    for tenant in TENANTS:
        for line in operations(world, tenant).values():
            await world.say(tenant, line)
