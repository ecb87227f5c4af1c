"""A family, a lab or a version with variants opens as what it covers: the newest, the next, the others as buttons."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.names.subjects import Subject, SubjectState, SubjectStateRow
from bot.messages.reply import Button, Menu, Outcome, Reply
from bot.messages.request import View
from bot.queries.families.model_families import _told_once
from tests.conftest import Conversation
from tests.steps import steps

LATER = "2026-11-29T13:00Z"
START = datetime(2025, 1, 1, tzinfo=UTC)


def offered(reply: Reply) -> list[str]:
    """The labels of a reply's buttons, those of menus, too."""
    labels = []
    for one in reply.actions:
        rows = one.choices if isinstance(one, Menu) else (one,)
        labels += [row.label for row in rows if isinstance(row, Button)]
    return labels


@pytest.mark.parametrize("text", ["and claude?", "what's the latest claude model", "tell me about gemini", "gpt-6.1"])
async def test_a_name_of_several_models_opens_them_and_is_not_called_unknown(
    talk: Callable[..., Conversation], text: str
) -> None:
    reply = await talk().at(LATER).say(text)
    assert reply.outcome is Outcome.ANSWERED
    assert "is not known here" not in reply.plain
    assert ": the newest is " in reply.title
    newest, out = reply.data["newest"], reply.data["out"]
    assert isinstance(out, list)
    assert newest == out[0]["subject"]
    days = [one["released"] for one in out]
    assert days == sorted(days, reverse=True)
    assert reply.title.partition(": the newest is ")[2].partition(", released")[0] in offered(reply)


async def test_a_variant_of_one_model_alone_is_that_model(talk: Callable[..., Conversation]) -> None:
    reply = await talk().at(LATER).say("llama behemoth")
    assert reply.title == "Llama 4 Behemoth was cancelled"
    assert reply.data["subject"] == "meta/llama-4-behemoth"


async def test_what_nothing_names_is_still_said_to_be_unknown(talk: Callable[..., Conversation]) -> None:
    reply = await talk().at(LATER).say("model show gpt-9")
    assert reply.title == "GPT-9 is not known here"


@pytest.mark.parametrize("text", ["model newest openai", "model show openai", "model newest gpt"])
async def test_a_lab_and_a_bare_family_word_list_by_release_day(talk: Callable[..., Conversation], text: str) -> None:
    reply = await talk().say(text)
    out = reply.data["out"]
    assert isinstance(out, list)
    assert all(one["subject"].startswith("openai/") for one in out)
    assert [one["released"] for one in out] == sorted((one["released"] for one in out), reverse=True)
    assert all(str(one["released"]) <= "2026-04-21" for one in out)


async def test_a_name_of_no_lab_and_no_family_is_refused(talk: Callable[..., Conversation]) -> None:
    reply = await talk().say("model newest zorbulon")
    assert reply.outcome is Outcome.REFUSED
    assert "No lab and no family" in reply.plain


@pytest.mark.parametrize(
    "text", ["model show codex", "what is chatgpt", "model show openai/chatgpt", "what is Bedrock"]
)
async def test_a_product_is_said_to_be_no_model_beside_the_models_of_its_lab(
    talk: Callable[..., Conversation], text: str
) -> None:
    reply = await talk(LATER).say(text)
    assert reply.title.endswith(" is where models are used, not a model")
    assert ("GPT-6.2 Sol" in reply.plain) == ("Bedrock" not in text)
    watched = await talk(LATER).say("model watch chatgpt")
    assert watched.title == "ChatGPT is where models are used, not a model."


async def test_the_newest_of_each_lab(talk: Callable[..., Conversation]) -> None:
    reply = await talk().say("model newest ask:best")
    out = reply.data["out"]
    assert isinstance(out, list)
    labs = [one["subject"].partition("/")[0] for one in out]
    assert len(labs) == len(set(labs)) > 3
    assert "I rank no models" in reply.plain


async def test_of_two_models_both_are_told_and_which_came_first(talk: Callable[..., Conversation]) -> None:
    here = talk().at(LATER)
    reply = await here.say("gpt-5.5 or opus 5 first?")
    assert reply.command == "model first"
    assert reply.title == "GPT-5.5 came first: 23 Apr, before Claude Opus 5"
    assert {"GPT-5.5", "Claude Opus 5"} <= set(offered(reply))
    earlier = await talk().say("gpt-5.5 or opus 4.7 first?")
    assert earlier.title == "Out: Claude Opus 4.7; not known to be out: GPT-5.5"


@pytest.mark.parametrize("text", ["model first spud", "model first a, b, c, d, e", "model first gpt-5.5, GPT 5.5"])
async def test_one_model_alone_and_too_many_are_refused(talk: Callable[..., Conversation], text: str) -> None:
    assert (await talk().say(text)).outcome is Outcome.REFUSED


async def test_a_line_that_is_not_known_yet_is_not_answered_by_another_line(talk: Callable[..., Conversation]) -> None:
    reply = await talk("2026-04-20T12:00Z").say("model show claude fable")
    assert reply.title == "Claude Fable is not known here"


async def test_a_line_named_like_its_first_model_opens_as_the_line(talk: Callable[..., Conversation]) -> None:
    reply = await talk().at(LATER).say("claude mythos")
    assert reply.title == "Claude Mythos: none is out for everybody; Claude Mythos 5.2 is in limited access"
    assert "Claude Mythos Preview" in offered(reply)


async def test_a_watch_of_a_lab_offers_to_tell_of_its_releases(talk: Callable[..., Conversation]) -> None:
    here = talk().at(LATER)
    reply = await here.say("model watch openai")
    assert reply.title == "OpenAI is a lab; a watch is of a model or a family."
    [button] = [one for one in reply.actions if isinstance(one, Button)]
    assert (await here.say(button.run.line)).outcome is Outcome.ANSWERED


@pytest.mark.parametrize(
    ("text", "of"), [("what's openai's cheapest model", "openai"), ("cheapest claude", "anthropic")]
)
async def test_the_cheapest_of_a_lab_is_the_first_of_its_models_that_have_a_price(
    talk: Callable[..., Conversation], text: str, of: str
) -> None:
    reply = await talk().at(LATER).say(text)
    rows = reply.data["models"]
    sums = [row["usd_per_million"]["input"] + row["usd_per_million"]["output"] for row in rows]
    assert sums == sorted(sums)
    assert all(row["subject"].startswith(f"{of}/") for row in rows)
    assert ": the cheapest with a price here is " in reply.title
    assert offered(reply)[0] in reply.title


def test_twice_as_many_releases_are_twice_the_work(talk: Callable[..., Conversation]) -> None:
    chat = talk(LATER)
    view = View("", chat.clock.now())

    def told(count: int) -> int:
        out = [START + timedelta(days=n // 4) for n in range(count)]
        rows = [(SubjectStateRow(SubjectState.RELEASED, day, day),) for day in out]
        models = [Subject(f"lab/m{n}x", f"M{n}", "lab", states=row) for n, row in enumerate(rows)]
        return steps(lambda: _told_once(chat.ports, view, models))

    assert told(800) < 3 * told(400)


async def test_a_version_that_is_a_model_shows_its_models_too(talk: Callable[..., Conversation]) -> None:
    here = talk().at(LATER)
    reply = await here.say("model show GPT-5.6")
    assert {"openai/gpt-5.6-sol", "openai/gpt-5.6-luna"} <= set(reply.data["members"])  # type: ignore[call-overload]
    assert "GPT-5.6 Sol (9 Jul)" in reply.plain.partition("Its models: ")[2].splitlines()[0]
    alone = await here.say("model show GPT-5.6 Luna Pro")
    assert "Its models" not in alone.plain


async def test_a_version_without_a_price_of_its_own_shows_those_of_its_models(
    talk: Callable[..., Conversation],
) -> None:
    here = talk().at(LATER)
    reply = await here.say("how much does gpt-5.6 cost")
    assert reply.title == "GPT-5.6 has 6 models with a price here"
    assert "GPT-5.6 Sol: $5 input / $30 output per million tokens" in reply.plain
    own = await here.say("how much does gpt-5.5 cost")
    assert own.title.startswith("GPT-5.5: $5 input / $30 output")


@pytest.mark.parametrize(("text", "newest"), [("GPT-6", "GPT-6 Sol"), ("gpt-5.6", "GPT-5.6")])
async def test_the_newest_of_a_version_that_is_a_model(
    talk: Callable[..., Conversation], text: str, newest: str
) -> None:
    reply = await talk().at(LATER).say(f'model newest of:"{text}"')
    assert reply.title.startswith(f"{text.upper()}: the newest is {newest}")


@pytest.mark.parametrize("family", ["claude", "gpt", "gemini", "grok", "claude opus"])
async def test_the_claims_about_a_family_are_those_about_its_models(
    talk: Callable[..., Conversation], family: str
) -> None:
    here = talk().at(LATER)
    reply = await here.say(f'claimcheck list about:"{family}" outcome:false')
    listed = reply.data["claims"]
    assert isinstance(listed, list)
    assert listed
    assert all(family.rsplit(maxsplit=1)[-1] in str(one["subject"]) + str(one["text"]).casefold() for one in listed)


@pytest.mark.parametrize("asked", ["cheapest model", "cheapest model of each lab", "model newest ask:cheapest"])
async def test_the_cheapest_of_all_are_told_by_their_prices(talk: Callable[..., Conversation], asked: str) -> None:
    reply = await talk().at(LATER).say(asked)
    rows = reply.data["models"]
    assert isinstance(rows, list)
    sums = [sum(one["usd_per_million"][role] for role in ("input", "output")) for one in rows]
    assert len(sums) > 1
    assert sums == sorted(sums)
    assert len({str(one["subject"]).partition("/")[0] for one in rows}) == len(rows)


@pytest.mark.parametrize("asked", ["is gemini 2.5 pro still available", "when was gemini 2.5 pro shut down"])
async def test_a_late_change_in_who_can_use_a_model_stands_in_the_title(
    talk: Callable[..., Conversation], asked: str
) -> None:
    here = talk().at(LATER)
    change = "10 Nov: 2.5 Pro calls go to a Flash model from 1 December 2026"
    assert change in (await here.say(asked)).title
    assert change not in (await here.at("2026-11-09T12:00Z").say(asked)).title
