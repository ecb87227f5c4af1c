"""The demo's days: what a follower of Spud is told on each, and silence on the others."""

import re
from datetime import UTC, datetime, timedelta

from adapters.console.poster import ConsolePoster
from adapters.console.story import begin
from bot.messages.reply import Reply
from bot.ports.notifications.outbox import Delivered, GaveUp

NOON = datetime(2026, 4, 21, 12, tzinfo=UTC)


async def test_the_days_of_spud(talk):
    here = talk()
    advance = await begin(here.running, here.clock)
    assert await begin(here.running, here.clock)  # a second start finds the channel as it is
    days = {}
    for _ in range(9):
        posts = await advance(here.clock, here.clock.now() + timedelta(days=1))
        days[f"{here.clock.now() - timedelta(days=1):%d}"] = "\n\n".join(post.plain for post in posts)
    assert "Sightings (1)\n• Six names in the Codex dropdown" in days["22"]
    release = days["23"]
    assert "(edited) “Spud is GPT-5.5”: SPECULATION → SUPPORTED" in release
    assert "\nChanged 23 Apr 2026 18:00 UTC: CL-0002 SPECULATION → SUPPORTED" in release
    assert "\nPosted as: SPECULATION: nobody has shown it" in release
    assert "(to you) Changed since you asked: “Spud is GPT-5.5”" in release
    page = release[release.index("Spud watch") :]
    assert page.index("Corrections (1)\n• CL-0002") < page.index("Grade changes")
    assert "GPT-5.5 in ChatGPT and Codex" in page
    assert "release checklist" in days["24"]
    assert "context 1,050,000, output 128,000 (known)" in days["24"]
    assert "agentic reliability, latency" in days["24"]
    assert days["28"] == days["29"] == ""
    for day, text in days.items():
        told = [int(number) for number in re.findall(r"· (\d+) Apr \d\d:\d\d UTC", text)]
        assert all(number <= int(day) + 1 for number in told), "nothing is told before it was known"


async def test_the_screen_shows_a_key_once_and_keeps_posts_until_they_are_taken():
    poster = ConsolePoster()
    reply = Reply(title="Model watch")
    assert await poster.send("console:local/here", reply, "k") == await poster.send("console:local/here", reply, "k")
    await poster.send("console:@you", reply, "mine")
    await poster.edit("console:local/here", "m", reply, "k")
    assert [shown.title for shown in poster.take()] == ["Model watch", "(to you) Model watch", "(edited) Model watch"]
    assert poster.take() == ()
    assert isinstance(await poster.find("console:local/here", "k", NOON), Delivered)
    assert await poster.find("console:local/here", "other", NOON) is None
    assert isinstance(await poster.schedule("console:local/here", reply, "k", NOON), GaveUp)
    assert await poster.scheduled("console:local/here", "k", NOON) == ()
    assert not await poster.unschedule("console:local/here", "h")
