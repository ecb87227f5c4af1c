"""The demo's days: what a follower of Spud is told on each, and silence on the others."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from adapters.console.poster import ConsolePoster
from adapters.console.story import begin, stories
from adapters.runtime.bootstrap import build
from adapters.runtime.clock import StandingClock
from bot.messages.reply import Chart, Outcome, Reply
from bot.ports.notifications.outbox import Delivered

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
    assert "(to you) Changed since you asked" not in release, "the demo shared that card, and nobody asked"
    page = release[release.index("Spud watch") :]
    assert page.index("Corrections (1)\n• CL-0002") < page.index("Grade changes")
    assert "GPT-5.5 in ChatGPT and Codex" in page
    assert "settled: April 23 yes, April 30 yes, June 30 yes" in "\n".join(days.values()), "a bet that is over"
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


@pytest.mark.parametrize("name", sorted(stories()))
async def test_every_story_begins_with_an_answer_and_its_lines_are_understood(talk, name):
    story = stories()[name]
    here = talk(f"{story.start:%Y-%m-%dT%H:%MZ}")
    await begin(here.running, here.clock, story)
    assert (await here.say(story.opening)).outcome is Outcome.ANSWERED
    lines = [
        line.split("  ")[1] for line in story.welcome.splitlines() if line.startswith("  ") and line.count("  ") > 1
    ]
    for line in lines:
        if line != "tomorrow":
            assert (await here.say(line)).outcome is Outcome.ANSWERED, line


@pytest.mark.parametrize("name", ["spud", "gpt-6"])
async def test_a_ladder_s_story_opens_with_a_curve(talk, name):
    story = stories()[name]
    opening = await talk(f"{story.start:%Y-%m-%dT%H:%MZ}").say(story.opening)
    assert any(isinstance(part, Chart) and len(part.series[0].points) > 20 for part in opening.pictures)


async def test_gpt_6_was_announced_and_not_released_and_then_it_was(talk):
    story = stories()["gpt-6"]
    here = talk(f"{story.start:%Y-%m-%dT%H:%MZ}")
    advance = await begin(here.running, here.clock, story)
    told = []
    for _ in range(3):
        told += [post.plain for post in await advance(here.clock, here.clock.now() + timedelta(days=1))]
    days = "\n".join(told)
    assert "settled" in days
    assert "(edited)" in days


async def test_pony_alpha_had_louder_names_than_its_own(tmp_path):
    story = stories()["pony-alpha"]
    clock = StandingClock(story.start)
    running = build(tmp_path / "story.db", clock)
    try:
        advance = await begin(running, clock, story)
        told = []
        for _ in range(4):
            told += [post.plain for post in await advance(clock, clock.now() + timedelta(days=1))]
    finally:
        running.close()
    days = "\n".join(told)
    assert "“Pony Alpha is Claude Sonnet 5”: SPECULATION, it turned out false" in days
    assert "it was GLM-5" in days
