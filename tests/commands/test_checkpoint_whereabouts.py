"""When and where, told in one line: what is read of it, what is left open, and what is never guessed."""

from datetime import datetime

import pytest

from bot.commands.checkpoint._reports import whereabouts
from bot.domain.sightings.confirmations import Plan
from bot.domain.sightings.report_basis import ReportBasis
from bot.domain.sightings.surfaces import Surface
from bot.messages.errors import BadArgument
from bot.messages.reply import Outcome
from bot.messages.request import RequestContext, Role
from tests.sightings import BOB, TEXT, line, tell

NOW = datetime.fromisoformat("2026-04-21T16:00Z")  # noon in New York
HERE = RequestContext("discord:ana", "discord:7/9", NOW, NOW, zone="America/New_York")


@pytest.mark.parametrize(
    ("typed", "surface", "seen"),
    [
        ("ChatGPT web, today 11:05", Surface.CHATGPT, "2026-04-21T15:05Z"),
        ("yesterday in LMArena", Surface.BATTLE, "2026-04-21T03:59:59Z"),
        ("lmarena direct chat, 2 hours ago", Surface.DIRECT, "2026-04-21T14:00Z"),
        ("20 min ago, Codex in ChatGPT", Surface.CODEX, "2026-04-21T15:40Z"),
        ("21 Apr 10:00 UTC Gemini app", Surface.GEMINI, "2026-04-21T10:00Z"),
        ("in AI Studio at 2pm on the 20th of April", Surface.GEMINI, "2026-04-20T18:00Z"),
        ("Claude.ai Monday 9am PT", Surface.CLAUDE, "2026-04-20T16:00Z"),
        ("last night 1:30 am, chatgpt", Surface.CHATGPT, "2026-04-21T05:30Z"),
        ("2026-04-20 08:00 Cursor", Surface.GATEWAY, "2026-04-20T12:00Z"),
        ("the API, /v1/models, just now", Surface.API, "2026-04-21T16:00Z"),
        ("Vertex, 3 Dec", Surface.CONSOLE, "2025-12-04T04:59:59Z"),
        ("23:50", None, "2026-04-21T03:50Z"),
        ("OpenRouter", Surface.OPENROUTER, None),
        ("the app bundle", Surface.BUNDLE, None),
        ("Grok web, now", None, "2026-04-21T16:00Z"),
        ("GPT 5.5 in ChatGPT", Surface.CHATGPT, None),
    ],
)
def test_a_place_and_a_time_are_read_as_people_write_them(typed, surface, seen):
    read = whereabouts.read(typed, HERE)
    assert (read.surface, read.seen) == (surface, datetime.fromisoformat(seen) if seen else None)


@pytest.mark.parametrize("typed", ["31 Feb, ChatGPT", "25:00 in Claude", "Codex 7:75"])
def test_a_day_or_an_hour_that_cannot_be_is_refused(typed):
    with pytest.raises(BadArgument):
        whereabouts.read(typed, HERE)


def test_a_plan_is_read_only_where_it_is_called_one():
    assert whereabouts.read("ChatGPT Plus, today", HERE).plan is Plan.PLUS
    assert whereabouts.read("Claude, Pro plan", HERE).plan is Plan.PRO
    assert whereabouts.read("Gemini 2.5 Pro in AI Studio", HERE).plan is None


def test_every_choice_is_also_one_of_its_own_words():
    assert all(Surface.named(one.value) is one for one in Surface)
    assert all(ReportBasis.named(one.value) is one for one in ReportBasis)


@pytest.mark.parametrize("moment", ["2026-04-21T09:12Z", "2026-04-21T03:59:59Z"])
def test_a_line_made_of_a_report_reads_back_as_the_same(moment):
    seen = datetime.fromisoformat(moment)
    for surface in Surface:
        read = whereabouts.read(whereabouts.line_of(surface.value, seen), HERE)
        assert (read.surface, read.seen, read.unread) == (surface, seen, "")


def test_no_minute_is_shown_and_no_hour_that_was_not_said():
    assert whereabouts.about(datetime.fromisoformat("2026-04-21T09:12Z")) == "21 Apr 2026, about 09:00 UTC"
    assert whereabouts.about(datetime.fromisoformat("2026-04-21T03:59:59Z")) == "20 Apr 2026, hour not said"


async def test_a_report_takes_both_from_one_line_and_what_stands_in_its_own_option_goes_before_it(talk):
    here = talk()
    typed = f'checkpoint report label:"Crest Ultra" how:own text:"{TEXT}" '
    read = await tell(here, typed + 'where:"ChatGPT Plus, today 09:10"')
    assert (read.data["surface"], read.data["seen"]) == ("ChatGPT picker", datetime.fromisoformat("2026-04-21T09:10Z"))
    assert "ChatGPT picker, Plus" in read.plain
    assert "about 09:00 UTC" in read.plain
    own = await tell(here, typed + 'where:"ChatGPT, today 09:10" surface:codex', BOB)
    assert (own.data["surface"], own.data["seen"]) == ("Codex picker", datetime.fromisoformat("2026-04-21T09:10Z"))


async def test_a_place_nobody_knows_is_asked_for_by_name_and_nothing_else_is_lost(talk):
    here = talk()
    asked = await tell(here, f'checkpoint report label:"Crest Ultra" how:own text:"{TEXT}" where:"Grok web, yesterday"')
    assert asked.data["missing"] == ("surface",)
    assert "Grok web, yesterday" in asked.plain
    assert "surface" in asked.form.fields
    known = await tell(here, "checkpoint report step:edit surface:other")
    assert (known.data["state"], known.data["surface"]) == ("preview", "other")
    assert "20 Apr 2026" not in known.plain.partition("When")[0]
    assert "20 Apr 2026, hour not said" in known.plain


async def test_a_line_is_read_once_so_that_two_hours_ago_stays_that_moment(talk):
    here = talk()
    typed = f'checkpoint report label:"Crest Ultra" how:own text:"{TEXT}" where:"Codex, 2 hours ago"'
    first = await tell(here, typed)
    here.at("2026-04-21T12:10Z")
    (form,) = (action for action in first.actions if getattr(action, "filled", None))
    again = await tell(here, f'checkpoint report step:edit where:"{form.filled["where"]}"')
    assert again.data["seen"] == first.data["seen"] == datetime.fromisoformat("2026-04-21T10:00Z")


async def test_an_unreadable_time_or_link_keeps_what_was_typed(talk):
    here = talk()
    for odd in ('where:"ChatGPT, 31 Feb"', "link:http://127.0.0.1/", "seen:2020-01-01"):
        reply = await tell(here, f'checkpoint report label:"Crest Ultra" how:own text:"{TEXT}" {odd}')
        assert reply.outcome is Outcome.REFUSED
        (form,) = reply.actions
        assert form.filled["text"] == TEXT


async def test_without_a_time_it_is_now_and_the_preview_says_so(talk):
    reply = await tell(talk(), line(step="preview"))
    assert "about 12:00 UTC (now, as you gave no time)" in reply.plain


async def test_an_edit_takes_the_line_too_and_leaves_what_it_does_not_name(talk):
    here = talk()
    await tell(here, line(more="seen:2026-04-21T08:30Z plan:Plus"))
    form = (await tell(here, "checkpoint edit CP-0001")).form
    assert form.filled["where"] == "ChatGPT picker, 2026-04-21 08:30 UTC"
    same = await tell(here, f'checkpoint edit CP-0001 where:"{form.filled["where"]}"')
    assert same.data["state"] == "asking"
    moved = await tell(here, 'checkpoint edit CP-0001 where:"Codex, 2026-04-21 07:45 UTC"')
    assert moved.data["changed"] == ["surface", "seen"]
    assert (await tell(here, 'checkpoint edit CP-0001 where:"Grok web"')).outcome is Outcome.REFUSED


# --------------------------------------------------------------------------------------------------------- accounts
async def test_members_read_the_accounts_that_they_are_to_check(talk):
    here = talk()
    await tell(here, line())
    for typed in ("checkpoint crest ultra", "checkpoint CP-0001"):
        shown = (await tell(here, typed, BOB)).plain
        assert TEXT in shown
        assert "CP-0001 · ChatGPT picker · own account · 21 Apr 2026, about 12:00 UTC · ana" in shown


async def test_a_card_shows_the_accounts_that_count_in_brief_and_the_one_asked_for_whole(talk):
    here = talk()
    long = TEXT + " " + "Then I looked at every entry of the menu again. " * 8
    for number in range(5):
        here.at(f"2026-04-21T{9 + number:02}:00Z")
        await tell(here, line(text=f"{number} {long}"), f"discord:{number}")
    brief = (await tell(here, "checkpoint crest ultra")).plain
    assert [name in brief for name in ("CP-0001", "CP-0003", "CP-0004", "CP-0005")] == [True, True, False, False]
    assert long.strip() not in brief
    assert long.strip() in (await tell(here, "checkpoint CP-0005")).plain


async def test_an_account_that_does_not_count_says_why_and_one_that_waits_says_nothing_more(talk):
    here = talk()
    await tell(here, line())
    await tell(here, line(text=TEXT + " Same hour."), BOB)
    assert "not counted: same hour" in (await tell(here, "checkpoint crest ultra")).plain
    here.at("2026-04-21T15:00Z")
    young = datetime.fromisoformat("2026-04-20T00:00Z")
    await tell(here, line(text=TEXT + " secretword"), "discord:new", actor_since=young)
    for typed in ("checkpoint crest ultra", "checkpoint CP-0003"):
        assert "secretword" not in (await tell(here, typed, BOB)).plain
    assert "waits for the desk" in (await tell(here, "checkpoint CP-0003", BOB)).plain


async def test_what_was_withdrawn_or_refused_leaves_no_word_behind(talk):
    here = talk()
    await tell(here, line(text=TEXT + " firstword"))
    await tell(here, line(text=TEXT + " secondword"), BOB)
    await tell(here, "checkpoint withdraw CP-0001")
    here.at("2026-04-21T12:05Z")
    await tell(here, 'desk retract CP-0002 reason:"shown to be wrong"', "discord:mod", role=Role.DESK)
    withdrawn = (await tell(here, "checkpoint CP-0001")).plain
    assert "CP-0001 · withdrawn, its text and picture are erased" in withdrawn
    assert "firstword" not in withdrawn
    refused = (await tell(here, "checkpoint CP-0002")).plain
    assert "not counted: refused" in refused
    assert "secondword" not in refused
