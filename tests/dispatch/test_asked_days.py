"""The days that a question names: the answer is of those days and says so, or says that it is not."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time

import pytest

from bot.dispatch.date_arguments import Since
from bot.messages.levels import brief_text
from bot.messages.reply import Outcome, Reply
from bot.messages.request import View
from tests.conftest import Conversation

NOW = "2026-11-28T12:00Z"
# What a question says of its days: the first and the last that are meant on 28 November 2026, a Saturday.
OVER = {
    "in december": (date(2025, 12, 1), date(2025, 12, 31)),
    "in august": (date(2026, 8, 1), date(2026, 8, 31)),
    "last month": (date(2026, 10, 1), date(2026, 10, 31)),
    "last week": (date(2026, 11, 16), date(2026, 11, 22)),
    "between 1 and 10 november": (date(2026, 11, 1), date(2026, 11, 10)),
    "on 18 november": (date(2026, 11, 18), date(2026, 11, 18)),
    "since tuesday": (date(2026, 11, 24), None),
    "this month": (date(2026, 11, 1), None),
    "in november": (date(2026, 11, 1), None),
}
SAID = {
    "in december": "in December 2025",
    "in august": "in August 2026",
    "last month": "in October 2026",
    "last week": "from 16 to 22 November 2026",
    "between 1 and 10 november": "from 1 to 10 November 2026",
    "on 18 november": "on 18 November 2026",
}
# names of which the variants, all of the same day, are told
TOLD_BY_VARIANTS = {"google/gemini-4", "openai/gpt-image-2.5", "openai/gpt-image-2.6"}


@pytest.fixture
def here(talk: Callable[..., Conversation]) -> Conversation:
    return talk().at(NOW)


def first_lines(reply: Reply) -> str:
    """The title and line 2, which have to answer the question."""
    return "\n".join(brief_text(reply).splitlines()[:2])


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


@pytest.mark.parametrize("asked", OVER)
@pytest.mark.parametrize("verb", ["shipped", "came out", "was released"])
async def test_releases_of_days_are_exactly_those_of_the_ledger(here: Conversation, asked: str, verb: str) -> None:
    first, last = OVER[asked]
    reply = await here.say(f"what {verb} {asked}")
    until = last or date(2026, 11, 28)
    every = here.ports.ledger.latest_releases(View("console:local", datetime.fromisoformat(NOW)), 5_000)
    days = {one.slug: one.released().date() for one in every if one.released() and "label/" not in one.slug}
    wanted = {slug for slug, day in days.items() if first <= day <= until} - TOLD_BY_VARIANTS
    assert reply.command == "model newest"
    assert {one["subject"] for one in reply.data["released"]} == wanted
    assert SAID.get(asked, f"to {until.day} November 2026") in first_lines(reply)


@pytest.mark.parametrize("asked", OVER)
async def test_changes_are_those_of_the_days_asked_about(here: Conversation, asked: str) -> None:
    first, last = OVER[asked]
    reply = await here.say(f"what changed {asked}")
    assert reply.command == "catchup"
    far = reply.data["since"] > midnight(first)
    assert far == ("as far as a look goes back" in first_lines(reply))
    assert reply.data["until"] == (datetime.combine(last, time(23, 59, 59), UTC) if last else None)
    told = [row["at"] for row in reply.data["changes"]]
    assert all(at >= midnight(first) and (last is None or at.date() <= last) for at in told)
    assert last is None or SAID[asked] in first_lines(reply)


@pytest.mark.parametrize(
    ("text", "said", "days"),
    [
        ("shutdowns next month", "in December 2026", (date(2026, 12, 1), date(2026, 12, 31))),
        ("what gets shut down in january", "in January 2027", (date(2027, 1, 1), date(2027, 1, 31))),
        ("what was shut down in october", "in October 2026", (date(2026, 10, 1), date(2026, 10, 31))),
        ("what shut down in october", "in October 2026", (date(2026, 10, 1), date(2026, 10, 31))),
        ("what shuts down in december", "in December 2026", (date(2026, 12, 1), date(2026, 12, 31))),
        ("which openai models are retired next year", "in 2027", (date(2027, 1, 1), date(2027, 12, 31))),
    ],
)
async def test_shutdowns_are_those_of_the_days_asked_about(
    here: Conversation, text: str, said: str, days: tuple[date, date]
) -> None:
    reply = await here.say(text)
    assert reply.command == "model retiring"
    assert said in reply.title
    assert reply.data["retiring"]
    assert all(days[0] <= row["day"] <= days[1] for row in reply.data["retiring"])


async def test_days_without_a_shutdown_name_the_next_one(here: Conversation) -> None:
    reply = await here.say("shutdowns in february")
    assert reply.title == "No shutdown in February 2027 is recorded here"
    assert "The next after that: 1 Apr 2027" in first_lines(reply)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("odds for gpt-6 this year", "GPT-6 has been out since 3 September 2026, before 31 December"),
        ("odds for gpt-6 by q2", "GPT-6 has been out since 3 September 2026, before 30 June 2027"),
        ("odds of gpt-6 by june 2026", "GPT-6 has been out since 3 September 2026; it was not out by 30 June"),
        ("odds of grok 5 by friday", "No market that is followed here asks whether Grok 5 ships by 4 December"),
        ("is grok 5 out by easter", "No market that is followed here asks whether Grok 5 ships by 28 March 2027"),
        (
            "is gpt-7 available in january",
            "No market that is followed here asks whether GPT-7 ships by 31 January 2027",
        ),
        ("is opus 5.5 out today", "Claude Opus 5.5 has been out since 22 September 2026"),
        ("odds of grok 5 on friday", "No market that is followed here asks whether Grok 5 ships on 4 December"),
    ],
)
async def test_the_day_of_a_question_for_odds_stands_in_the_title(here: Conversation, text: str, title: str) -> None:
    assert (await here.say(text)).title == title


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("what is coming in december", "“in december” is not applied"),
        ("what will google release in q1", "“in q1” is not applied"),
        ("price of opus 5 last month", "“last month” is not applied: this is what is known today"),
        ("how reliable was polymarket in 2025", "“in 2025” is not applied: the record is of all days"),
        ("odds of claude 6 since monday", "“since monday” is not applied: these are the prices of today"),
    ],
)
async def test_an_answer_that_is_not_of_the_days_says_so(here: Conversation, text: str, said: str) -> None:
    assert said in first_lines(await here.say(text))


@pytest.mark.parametrize(
    "text",
    ["is gpt-7 out today", "is opus 5 out this year", "has gpt-6 come out this month", "gpt-5 shutdown next month"],
)
async def test_an_answer_that_tells_the_day_itself_needs_no_caution(here: Conversation, text: str) -> None:
    assert "is not applied" not in brief_text(await here.say(text))


@pytest.mark.parametrize(
    "text",
    [
        "what were the odds of {} on may 1",
        "odds of {} as of may 1",
        "how likely was {} on may 1",
        "/odds {} as_of:2026-05-01",
        "/odds {} as of may 1",
        "/model {} as of 1 May 2026",
    ],
)
@pytest.mark.parametrize("name", ["gpt-6", "gemini", "gemini 4", "spud", "claude opus"])
async def test_a_look_at_a_day_that_is_over_says_which(here: Conversation, text: str, name: str) -> None:
    reply = await here.say(text.format(name))
    assert reply.title.startswith("On 1 May 2026: ")
    if reply.outcome is Outcome.ANSWERED:
        assert reply.data["as_of"] == datetime(2026, 5, 1, 23, 59, 59, tzinfo=UTC)


async def test_a_moment_of_a_day_that_is_over_is_told_with_its_time(here: Conversation) -> None:
    reply = await here.say("/model gpt-6 as_of:2026-08-01T09:30Z")
    assert reply.title.startswith("On 1 August 2026, 09:30 UTC: GPT-6 ")
    assert (await here.say("/model gpt-6 as_of:2026-11-28T09:00Z")).title == (await here.say("/model gpt-6")).title


async def test_a_record_is_still_asked_for_by_what_was_right(here: Conversation) -> None:
    reply = await here.say("how right were you about gpt-6 in june")
    assert reply.command == "odds record"


async def test_a_span_that_ends_before_it_begins_is_refused(here: Conversation) -> None:
    for line in ("catchup", "model newest"):
        reply = await here.say(f"{line} since:2026-11-10 until:2026-11-01")
        assert reply.outcome is Outcome.REFUSED, line
        assert "before" in reply.title


async def test_a_look_at_some_days_does_not_move_the_mark(here: Conversation) -> None:
    await here.say("/catchup")
    begun = here.at("2026-11-28T15:00Z")
    for text in ("what changed in august", "what shipped last week", "latest on gpt-6", "news of gemini"):
        await begun.say(text)
    later = await begun.say("/catchup")
    assert later.data["since"] == Since(datetime.fromisoformat(NOW)).at


@pytest.mark.parametrize("lab", ["openai", "google", "alibaba"])
async def test_what_a_lab_did_in_a_month_is_no_question_about_what_comes(here: Conversation, lab: str) -> None:
    for text in (f"what did {lab} release in november", f"did {lab} ship anything in november?"):
        reply = await here.say(text)
        assert (reply.command, reply.data["since"]) == ("model newest", date(2026, 11, 1)), text
    assert (await here.say(f"what will {lab} release in november")).command == "model coming"
