"""A filter that names a lab matches every model of it."""

from bot.queries.changes.change_feed import read
from bot.queries.time_range import TimeRange

MAY = "2026-05-10T12:00Z"


async def test_a_catchup_about_a_lab_reports_its_models_and_no_others(talk):
    here = talk(MAY)
    reply = await here.say("catchup about:OpenAI since:2026-04-01")
    assert reply.data["changes"]
    now = here.clock.now()
    told = read(here.ports, TimeRange(now.replace(month=4, day=1), now), ("openai",)).changes
    assert told
    assert all(any(slug.startswith("openai/") for slug in one.subjects) for one in told)


async def test_an_alert_and_a_digest_take_a_lab(talk):
    here = talk(MAY)
    added = await here.say("alerts add what:release about:xai where:me")
    assert added.outcome.value == "answered", added.plain
    made = await here.say('digest create channel:here name:"OpenAI" days:daily time:9:00 about:openai')
    assert made.outcome.value == "answered", made.plain
