"""The same question gets the same answer, whatever was asked before, and a model goes before a label of its name."""

from itertools import permutations

import pytest

EVE, MORNING = "2026-04-22T12:00Z", "2026-04-23T09:00Z"
LINES = (
    ("2026-04-19T12:00Z", "what is crest pro alpha"),
    (EVE, "is gpt-5.5 out"),
    (MORNING, "gpt-5.5"),
    (MORNING, "gpt-5.5 is out"),
)


async def answers(chat, lines):
    """The answers, each by its line and moment; one says it from the place of a person of their own."""
    found = {}
    for number, (moment, line) in enumerate(lines):
        reply = await chat.at(moment).say(line, actor=f"console:{number}")
        found[moment, line] = (reply.command, reply.title, reply.plain)
    return found


async def test_no_answer_depends_on_what_was_asked_before(talk):
    orders = list(permutations(LINES))
    first = await answers(talk(EVE), orders[0])
    for order in (orders[-1], orders[len(orders) // 2]):
        assert await answers(talk(EVE), order) == first


async def test_a_look_back_reads_the_labels_of_its_own_day(talk):
    late, early = talk("2026-11-29T12:00Z"), talk("2026-04-19T12:00Z")
    line = "what is crest pro alpha"
    for chat in (late, early):
        await chat.say(line)
    back = await late.at("2026-04-19T12:00Z").say("what is crest pro alpha?")
    assert back.title == (await early.say("what is crest pro alpha?")).title


@pytest.mark.parametrize("moment", [EVE, MORNING])
@pytest.mark.parametrize("line", ["is gpt-5.5 out", "gpt-5.5", "when does gpt-5.5 come out", "gpt-5.5 is out"])
async def test_a_model_goes_before_a_label_of_the_same_name(talk, moment, line):
    reply = await talk(moment).say(line)
    assert reply.command in ("model show", "odds show", "claimcheck ask")
    assert reply.data["read_as"]["subject"] == "openai/gpt-5.5"


async def test_a_codename_that_the_field_guide_lists_is_still_a_label(talk):
    reply = await talk(EVE).say("what is crest pro alpha")
    assert reply.command == "checkpoint show"
