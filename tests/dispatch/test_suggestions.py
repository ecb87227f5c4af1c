"""What is offered while somebody types: out of storage, at once, and never more than a platform can show."""

import pytest

from bot.dispatch.completions import Suggestion, values_of_labels
from bot.dispatch.registry import CommandRegistry
from bot.messages.request import Request, RequestContext, Role
from tests.conftest import Conversation

COMPLETED = [(kind.name, opt.name) for kind in CommandRegistry().all() for opt in kind.options if opt.complete]


@pytest.mark.parametrize(("command", "option"), COMPLETED)
async def test_at_most_twenty_five_are_offered_each_short_enough_to_be_shown(talk, command, option):
    here = talk()
    request = Request(name=command, actor="discord:1", place="discord:7/9", roles=frozenset({Role.ADMIN}))
    for text in ("", "a", "e", "o", "gpt", "-", "CL-", "x" * 300):
        offered = await here.app.suggest(request, option, text)
        assert len(offered) <= 25
        assert all(0 < len(one.label) <= 100 and 0 < len(one.value) <= 100 for one in offered)


async def test_there_would_be_more_than_fit(talk):
    here = talk()
    request = Request(name="odds show", actor="discord:1", place="discord:7/9")
    assert len(await here.app.suggest(request, "about", "gpt")) > 10


@pytest.mark.parametrize(("command", "option"), COMPLETED)
async def test_a_label_is_read_as_the_value_it_stands_for(talk, command, option):
    here = talk()
    request = Request(name=command, actor="discord:1", place="discord:7/9", roles=frozenset({Role.ADMIN}))
    options = CommandRegistry().resolve(command).options
    for text in ("", "a", "gpt-", "arena", "CL-04"):
        for one in (await here.app.suggest(request, option, text))[:5]:
            read = await values_of_labels(options, {option: one.label}, here.ports, _asked(here))
            assert read == {option: one.value}


@pytest.mark.parametrize(
    ("command", "option", "label", "value"),
    [
        ("claimcheck show", "claim", "CL-0009 Spud has finished pretraining — true, 2 May 2026", "CL-0009"),
        ("odds show", "about", "Spud — released — 24 Apr 2026", "openai/spud"),  # the state of another day
        ("odds rules", "market", "MK-0001 GPT-5.5 released by…? — open — 30 Jun 2026", "MK-0001"),
        (
            "claimcheck ask",
            "claim",
            "Spud is great — says Altman — and cheap",
            "Spud is great — says Altman — and cheap",
        ),
        ("checkpoint report", "label", "Nova — beta", "Nova — beta"),  # what somebody saw is taken as it stands
    ],
)
async def test_labels_with_an_older_state_are_read_and_sentences_left(talk, command, option, label, value):
    here = talk()
    options = CommandRegistry().resolve(command).options
    assert await values_of_labels(options, {option: label}, here.ports, _asked(here)) == {option: value}


async def test_a_command_answers_a_label_as_its_value(talk):
    here = talk()
    by_label = await here.say('/claimcheck show claim:"CL-0435 Elephant Alpha is Ling-2.6-flash — open, 21 Apr 2026"')
    assert by_label.title == (await here.say("/claimcheck show CL-0435")).title


@pytest.mark.parametrize(
    ("watch", "command", "option", "told"),
    [
        ("/model watch gpt-4.1", "model show", "name", "GPT-4.1 "),
        ("/model watch o3", "claimcheck show", "claim", "o3"),
        ("/model watch claude-5", "odds rules", "market", "Claude 5"),
        ("/odds watch MK-0002", "odds rules", "market", "MK-0002"),
        ("/checkpoint watch quiet_sand", "checkpoint show", "label", "quiet_sand"),
        ("/alerts add what:release about:gpt-4.1 where:here", "model show", "name", "GPT-4.1 "),
    ],
)
async def test_what_is_watched_is_offered_first_before_anything_is_typed(talk, watch, command, option, told):
    here = talk()
    assert told not in (await _first(here, command, option)).label
    await here.say(watch)
    assert told in (await _first(here, command, option)).label
    values = [one.value for one in await _offered(here, command, option)]
    assert len(values) == len(set(values))


async def test_what_another_person_watches_for_themselves_is_not_offered_first(talk):
    here = talk()
    before = await _offered(here, "model show", "name")
    await here.say("/model watch gpt-4.1", actor="console:other")
    assert await _offered(here, "model show", "name") == before


async def _first(here: Conversation, command: str, option: str) -> Suggestion:
    return (await _offered(here, command, option))[0]


async def _offered(here: Conversation, command: str, option: str) -> tuple[Suggestion, ...]:
    return await here.app.suggest(Request(name=command, actor="console:you", place="console:local/here"), option, "")


def _asked(here: Conversation) -> RequestContext:
    now = here.clock.now()
    return RequestContext("discord:1", "discord:7/9", now, now)
