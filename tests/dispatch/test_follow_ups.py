"""Sentences that leave open what they are about are read about the name that was asked about before."""

from collections.abc import Callable

import pytest

from bot.dispatch.request_reader import NO_CARD
from bot.messages.levels import buttons_of
from bot.messages.reply import Outcome
from bot.messages.words import WHY_GRADE
from tests.conftest import Conversation


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("and the price?", "model show"),
        ("and its price", "model show"),
        ("status", "model show"),
        ("is it out yet?", "model show"),
        ("when does it come out", "odds show"),
        ("tell me when it ships", "model watch"),
    ],
)
async def test_it_is_about_what_was_asked_before(talk: Callable[..., Conversation], text: str, command: str) -> None:
    here = talk()
    await here.say("what is gpt-5.5")
    reply = await here.say(text)
    assert reply.command == command
    assert reply.data["read_as"]["subject"] == "openai/gpt-5.5"
    assert "About GPT-5.5, as before" in reply.plain


async def test_a_command_names_what_comes_after_it(talk: Callable[..., Conversation]) -> None:
    here = talk()
    await here.say("/odds spud")
    await here.say("/model show model:gpt-5.5")
    assert (await here.say("and the odds")).data["read_as"]["subject"] == "openai/gpt-5.5"


async def test_it_is_of_the_person_and_the_place_and_ends_after_ten_minutes(talk: Callable[..., Conversation]) -> None:
    here = talk()
    await here.say("what is gpt-5.5")
    assert (await here.say("and the price?", actor="console:other")).outcome is Outcome.REFUSED
    here.at("2026-04-21T12:11Z")
    assert (await here.say("and the price?")).outcome is Outcome.REFUSED


@pytest.mark.parametrize("text", ["how does it work", "what's new", "best coding model", "what's coming next", "hello"])
async def test_what_is_complete_by_itself_is_about_nothing_before(talk: Callable[..., Conversation], text: str) -> None:
    fresh, here = talk(), talk()
    await here.say("what is gpt-5.5")
    assert (await here.say(text)).data["read_as"] == (await fresh.say(text)).data["read_as"]
    assert "as before" not in (await here.say(text)).plain


@pytest.mark.parametrize("text", ["why?", "status", "and the price?"])
async def test_what_tells_nothing_is_no_question_for_what_is_coming(
    talk: Callable[..., Conversation], text: str
) -> None:
    reply = await talk().say(text)
    assert reply.outcome is Outcome.REFUSED
    assert text.rstrip("?") in reply.plain


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("source?", "full odds show about:spud"),
        ("where is that from", "full odds show about:spud"),
        ("more", "full odds show about:spud"),
        ("what counts as released", "odds rules"),
        ("how has it moved", "odds history"),
    ],
)
async def test_what_is_asked_of_a_card_is_answered_by_its_buttons(
    talk: Callable[..., Conversation], text: str, line: str
) -> None:
    here = talk()
    card = await here.say("/odds spud")
    runs = [one.run.line for one in buttons_of(card.actions)]
    pressed = await here.say(next(one for one in runs if one.startswith(line)))
    here = talk()
    await here.say("/odds spud")
    assert (await here.say(text)).plain == pressed.plain
    assert (await here.say("source?")).command == "odds show"  # still of the card that was asked for


async def test_why_asks_for_the_grade_of_a_claim(talk: Callable[..., Conversation]) -> None:
    here = talk()
    card = await here.say("/claimcheck GPT-5.5 was released on 23 April 2026")
    why = next(one.run.line for one in buttons_of(card.actions) if one.label == WHY_GRADE)
    assert (await here.say("why?")).plain == (await talk().say(why)).plain


@pytest.mark.parametrize("text", ["source?", "more", "what counts", "how has it moved"])
async def test_without_a_card_it_says_that_there_is_none(talk: Callable[..., Conversation], text: str) -> None:
    here = talk()
    await here.say("hello")
    reply = await here.say(text)
    assert reply.outcome is Outcome.REFUSED
    assert NO_CARD in reply.plain


async def test_and_another_name_asks_the_same_of_it(talk: Callable[..., Conversation]) -> None:
    here = talk()
    await here.say("/odds spud by:june")
    reply = await here.say("and opus 5?")
    assert reply.command == "odds show"
    assert reply.data["read_as"] == {"intent": "odds", "subject": "anthropic/claude-opus-5"}
    assert (await here.say("what about crest-pro-alpha")).command == "checkpoint show"
    assert (await here.say("and spud?")).command == "model show"
    assert (await talk().say("and opus 5?")).command == "model show"


async def test_who_has_their_data_deleted_is_forgotten_in_every_channel(talk: Callable[..., Conversation]) -> None:
    here = talk()
    channels = ("discord:7/9", "discord:7/10", "discord:7/11")
    for place in channels:
        await here.say("what is gpt-5.5", actor="discord:1", place=place)
        await here.say("what is gpt-5.5", actor="discord:2", place=place)
    await here.say("spudwatch mydata delete", actor="discord:1", place=channels[1])
    await here.say("spudwatch mydata delete sure:yes", actor="discord:1", place=channels[0])
    for place in channels:
        for text in ("and the price?", "yes"):
            gone = await here.say(text, actor="discord:1", place=place)
            assert "GPT-5.5" not in gone.plain
            assert "Delete" not in gone.title
        assert "About GPT-5.5" in (await here.say("and the price?", actor="discord:2", place=place)).plain


@pytest.mark.parametrize(
    ("before", "text", "command", "said"),
    [
        ("gpt-5.5 price", "vs opus 4.7", "claimcheck ask", "GPT-5.5 vs Claude Opus 4.7"),
        ("gpt-5.5 vs opus 4.7", "which is cheapest", "model prices", "GPT-5.5"),
        ("gpt-5.5 vs opus 4.7", "which came first", "model first", "came first"),
        ("is opus 4 retired", "what do i use instead", "model show", "About Claude Opus 4, as before"),
        ("when is grok 5 out", "odds?", "odds show", "About Grok 5, as before"),
        ("when is grok 5 out", "api?", "model show", "About Grok 5, as before"),
        ("when is grok 5 out", "when then?", "odds show", "About Grok 5, as before"),
        ("when is grok 5 out", "not out?", "model show", "About Grok 5, as before"),
    ],
)
async def test_a_word_or_two_go_on_from_the_question_before(
    talk: Callable[..., Conversation], before: str, text: str, command: str, said: str
) -> None:
    here = talk("2026-11-28T12:00Z")
    await here.say(before)
    reply = await here.say(text)
    assert (reply.command, said in reply.plain) == (command, True)


async def test_more_of_a_look_at_the_news_is_its_full_card(talk: Callable[..., Conversation]) -> None:
    here = talk("2026-11-28T12:00Z")
    first = await here.say("whats new")
    more = await here.say("more")
    assert more.command == "catchup"
    assert more.data["changes"] == first.data["changes"]


@pytest.mark.parametrize("text", ["who is winning the arena", "whos number 1 on lmarena rn", "leaderboard"])
async def test_who_leads_a_board_is_told_what_is_known(talk: Callable[..., Conversation], text: str) -> None:
    reply = await talk("2026-11-28T12:00Z").say(text)
    assert (reply.command, reply.title.startswith("I rank no models")) == ("model newest", True)


async def test_the_word_on_a_button_presses_it(talk: Callable[..., Conversation]) -> None:
    here = talk()
    first = await here.say("claimcheck list")
    assert "page 1 of" in first.title
    for number, text in enumerate(("next page", "Next", "show me the next page"), 2):
        assert f"page {number} of" in (await here.say(text)).title
    card = await here.say("/odds spud by:june")
    labels = [one.label for one in buttons_of(card.actions) if one.style != "danger"]
    for label in labels:
        line = next(one.run.line for one in buttons_of(card.actions) if one.label == label)
        here = talk()
        await here.say("/odds spud by:june")
        assert (await here.say(label.lower())).title == (await talk().say(line)).title


async def test_the_card_of_another_look_ends_with_the_next(talk: Callable[..., Conversation]) -> None:
    here = talk()
    await here.say("/odds spud by:june")
    await here.say("catchup")
    assert NO_CARD in (await talk().say("more")).plain
    assert (await here.say("more")).command != "odds show"
