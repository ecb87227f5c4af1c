"""Requests in plain words: to be told no more, to be told under a condition, and about one's own things."""

from collections.abc import Callable

import pytest

from bot.messages.reply import Button, Outcome, Reply
from bot.messages.request import Request, Role
from tests.conftest import Conversation

PLACE = "console:local/here"


def lines(reply: Reply) -> list[str]:
    """The commands behind the buttons of a reply."""
    return [one.run.line for one in reply.actions if isinstance(one, Button)]


def offers_to_subscribe(reply: Reply) -> bool:
    return any(line.startswith(("model watch", "alerts add")) for line in lines(reply))


@pytest.mark.parametrize(
    "text",
    [
        "mute grok 5",
        "please silence grok 5 for me",
        "unfollow grok 5",
        "could you unsubscribe me from grok 5",
        "ignore grok 5 from now on",
        "i don't want to hear about grok 5 anymore",
        "I no longer want any updates on grok 5",
        "quit pinging me about grok 5",
        "don't tell me about grok 5",
        "do not ever notify me about grok 5 again",
        "never message me about grok 5",
        "no more grok 5 alerts please",
        "cancel my watch on grok 5",
        "turn off notifications for grok 5",
        "i'm tired of grok 5",
        "not interested in grok 5 any more",
        "just stop alerting me of grok 5",
        "drop the grok 5 alert",
    ],
)
async def test_who_wants_to_be_told_no_more_ends_what_there_is(talk: Callable[..., Conversation], text: str) -> None:
    here = talk()
    none = await here.say(text, role=Role.MEMBER)
    assert none.title == "You are told of nothing about Grok 5 here."
    assert not offers_to_subscribe(none)
    await here.say("model watch grok 5", role=Role.MEMBER)
    assert (await here.say(text, role=Role.MEMBER)).title == "I write to you no more about Grok 5."
    assert here.ports.subscriptions.alerts("console:local") == ()


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("don't tell me gpt-6 is out", ("model show", "claimcheck ask", "model watch")),
        ("don't forget to tell me when grok 5 ships", ("model watch",)),
        ("why don't you tell me about spud", ("model show",)),
        ("if spud is not out by june tell me", ("model watch",)),
        ("tell me when they stop supporting gpt-4o", ("model watch", "model show")),
    ],
)
async def test_a_figure_of_speech_ends_nothing(
    talk: Callable[..., Conversation], text: str, command: tuple[str, ...]
) -> None:
    here = talk()
    await here.say("model watch grok 5")
    before = here.ports.subscriptions.alerts("console:local")
    assert (await here.say(text)).command in command
    assert here.ports.subscriptions.alerts("console:local") == before


@pytest.mark.parametrize(
    "text", ["don't mute grok 5", "please never stop telling me about grok 5", "do not unfollow grok 5"]
)
async def test_an_ending_that_is_negated_ends_nothing(talk: Callable[..., Conversation], text: str) -> None:
    here = talk()
    await here.say("model watch grok 5")
    before = here.ports.subscriptions.alerts("console:local")
    reply = await here.say(text)
    assert (reply.command, "nothing was changed" in reply.plain.casefold()) == ("alerts list", True)
    assert here.ports.subscriptions.alerts("console:local") == before


async def test_labs_families_labels_and_markets_end_too(talk: Callable[..., Conversation]) -> None:
    here = talk()
    await here.say("alerts add release about:openai where:me")
    await here.say("model watch gemini 3 pro")
    await here.say("checkpoint watch crest pro alpha")
    assert (await here.say("unfollow openai")).title == "I write to you no more about OpenAI."
    assert "Gemini" in (await here.say("i don't want to hear about gemini anymore")).title
    assert (await here.say("mute crest pro alpha")).title == "I write to you no more about Crest Pro Alpha."
    await here.say("odds watch MK-0001")
    assert "MK-0001" in (await here.say("stop telling me about gpt-5.5")).plain
    assert (await here.say("alerts")).title == "No alerts here"


async def test_a_mute_for_a_while_is_a_pause(talk: Callable[..., Conversation]) -> None:
    here = talk()
    await here.say("alerts add release about:spud where:me")
    reply = await here.say("mute spud for two weeks")
    assert reply.title == "AL-01 is paused until Tue 5 May 12:00 UTC"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("ping me when spud odds pass 60%", "odds watch market:MK-0001 when:crosses points:60"),
        (
            "let me know if the chance of spud drops below 15 percent",
            "odds watch market:MK-0001 when:crosses points:15",
        ),
        ("dm me when odds of spud move by 7 points", 'odds watch market:MK-0001 when:"moves by" points:7'),
        ("alert me once spud goes over 90 on polymarket", "odds watch market:MK-0001 when:crosses points:90"),
        ("tell me if MK-0001 falls to 30%", "odds watch market:MK-0001 when:crosses points:30"),
        ("notify me when the market on spud swings by 10%", 'odds watch market:MK-0001 when:"moves by" points:10'),
    ],
)
async def test_a_price_to_wait_for_is_kept_and_asked(talk: Callable[..., Conversation], text: str, line: str) -> None:
    here = talk()
    asked = await here.say(text, role=Role.MEMBER)
    assert "Shall I tell you when it settles: MK-0001" in asked.title  # no move of it can be told
    assert lines(asked)[:1] == [line.replace(' when:"moves by"', "")]  # what is usual is left out
    assert not tuple(here.ports.markets.watches("console:local", "console:you"))
    done = await here.say("yes", role=Role.MEMBER)
    assert done.title.startswith("Watching MK-")
    (watch,) = here.ports.markets.watches("console:local", "console:you")
    assert f"points:{watch.points}" in line


async def test_a_price_of_what_no_market_asks_is_refused_plainly(talk: Callable[..., Conversation]) -> None:
    reply = await talk().say("ping me when grok 9 odds pass 50%")
    assert reply.outcome is Outcome.REFUSED
    assert not offers_to_subscribe(reply)
    wide = await talk().say("tell me when spud odds pass 100%")
    assert wide.title.startswith("Nothing was changed")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("remind me about the spud market next friday", "next friday"),
        ("ping me about spud at night", "at night"),
        ("message me about grok 5 every morning", "every morning"),
        ("tell me when spud is out but only on weekdays", "only on weekdays"),
        ("let me know if grok 5 costs less than $3", "less than $3"),
    ],
)
async def test_a_condition_that_cannot_be_kept_is_named(
    talk: Callable[..., Conversation], text: str, said: str
) -> None:
    reply = await talk().say(text)
    assert f"“{said}” cannot be waited for" in reply.plain or f"I cannot wait for “{said}”" in reply.title


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("did i report anything", "checkpoint mine"),
        ("show my reports", "checkpoint mine"),
        ("what have i reported so far", "checkpoint mine"),
        ("list all my sightings", "checkpoint mine"),
        ("what is waiting for the desk", "desk queue"),
        ("show the review queue", "desk queue"),
        ("what am i watching", "alerts list"),
        ("how do i report a sighting", "spudwatch help"),
    ],
)
async def test_my_own_things_take_no_subject_from_before(
    talk: Callable[..., Conversation], text: str, command: str
) -> None:
    here = talk()
    await here.say("openai news this week")
    reply = await here.say(text)
    assert (reply.command, "as before" in reply.plain) == (command, False)


async def test_a_report_is_withdrawn_by_its_label_after_a_press(talk: Callable[..., Conversation]) -> None:
    here = talk()
    text = "It stood between two known names, I chose it, the header said so, and after a reload it was gone."
    values = {"label": "velvet-otter", "surface": "Arena battle", "how": "own account", "text": text, "step": "save"}
    await here.app.run(Request(name="checkpoint report", values=values, actor="console:you", place=PLACE))
    asked = await here.say("withdraw my report of velvet-otter")
    assert asked.title.startswith("Withdraw CP-")
    assert "withdrawn" not in (await here.say("yes")).title
    assert (await here.say(lines(asked)[0])).title.endswith("withdrawn")


async def test_a_watch_of_the_odds_of_what_is_out_says_so(talk: Callable[..., Conversation]) -> None:
    reply = await talk("2026-11-28T12:00Z").say("odds watch MK-0001")
    assert "GPT-5.5 has been out since" in reply.plain


@pytest.mark.parametrize(
    "line",
    [
        "alerts add what:odds about:spud threshold:5,5",
        "odds watch market:MK-0001 when:crosses points:4,0",
        "claimcheck trial task:sums model:gpt-5.5 cost:0,75",
    ],
)
async def test_a_decimal_comma_is_refused_and_not_dropped(talk, line):
    reply = await talk().say(line)
    assert reply.outcome is Outcome.REFUSED
    assert "with a point, like 0.75" in reply.plain


@pytest.mark.parametrize(
    "text", ["tell me when the odds of spud pass 5,5 %", "ping me if spud's odds move by 7,5 points"]
)
async def test_a_decimal_comma_in_a_sentence_changes_nothing(talk, text):
    assert "Nothing was changed" in (await talk().say(text)).plain
