"""That a model was delayed is what its promised days tell: those that passed without it, or that it came after."""

import pytest

NOVEMBER = "2026-11-28T12:00Z"
LATE = ("Grok 5", "Grok 4.5", "Grok 4.4")


@pytest.mark.parametrize("model", LATE)
@pytest.mark.parametrize("said", ["{} was delayed", "{} has been postponed", "{} missed its deadline", "{} is overdue"])
async def test_a_missed_promise_supports_a_delay(talk, model, said):
    card = await talk(NOVEMBER).say(f"claimcheck ask {said.format(model)}")
    assert card.data["grade"] == "SUPPORTED"
    assert card.title.startswith("SUPPORTED: promised “")
    assert "still to come" not in card.plain
    assert "A forecast" not in card.plain


@pytest.mark.parametrize("model", LATE)
async def test_it_refutes_that_there_was_none(talk, model):
    card = await talk(NOVEMBER).say(f"claimcheck ask {model} was not delayed")
    assert card.data["grade"] == "CONTRADICTED"


@pytest.mark.parametrize("claim", ["GPT-7 was delayed", "Claude 6 was delayed", "GPT-6 Astra was delayed"])
async def test_without_a_missed_promise_nothing_supports_it(talk, claim):
    assert (await talk(NOVEMBER).say(f"claimcheck ask {claim}")).data["grade"] is None


@pytest.mark.parametrize(
    "claim", ["Grok 5 will be delayed", "Grok 5 was delayed to 2028", "Grok 5 was released late in 2025"]
)
async def test_a_delay_that_is_past_proves_none_that_is_to_come_and_no_day(talk, claim):
    assert (await talk(NOVEMBER).say(f"claimcheck ask {claim}")).data["grade"] not in ("SUPPORTED", "CONFIRMED")


async def test_a_promise_counts_from_the_day_after_it(talk):
    here = talk(NOVEMBER)
    asked = "claimcheck ask Grok 4.5 was delayed"
    before, after = [(await here.at(f"{day}T12:00Z").say(asked)).data["grade"] for day in ("2026-05-31", "2026-06-02")]
    assert (before == "SUPPORTED", after == "SUPPORTED") == (False, True)
