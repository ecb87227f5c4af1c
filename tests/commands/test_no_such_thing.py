"""What is not there is refused: an unknown lab, days that end before they begin, a venue without a record."""

import pytest

NOW = "2026-11-30T12:00Z"


@pytest.mark.parametrize("line", ["model coming nosuchlab", "model retiring lab:nosuchlab", "model newest nosuchlab"])
async def test_an_unknown_lab_is_refused(talk, line):
    reply = await talk(NOW).say(line)
    assert (reply.outcome.value, reply.title) == ("refused", "No lab and no family is called “nosuchlab” here.")


@pytest.mark.parametrize("lab", ["anthropic", "unbiased", "grok", "Google DeepMind"])
async def test_a_lab_that_anything_is_known_of_is_not(talk, lab):
    assert (await talk(NOW).say(f"model coming {lab}")).outcome.value == "answered"


@pytest.mark.parametrize("command", ["model retiring", "model newest of:openai"])
async def test_days_that_end_before_they_begin_are_refused(talk, command):
    reply = await talk(NOW).say(f"{command} since:2027-01-01 until:2026-01-01")
    assert (reply.outcome.value, reply.title) == ("refused", "Those days end before they begin.")


async def test_a_venue_without_settled_questions_is_refused_with_those_that_have_some(talk):
    reply = await talk(NOW).say("odds record venue:nosuch")
    assert reply.outcome.value == "refused"
    assert "polymarket" in reply.plain
    assert (await talk(NOW).say("odds record venue:polymarket")).outcome.value == "answered"
