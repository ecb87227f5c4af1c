"""A claim's card answers first: what decided it, the true value in each row, what a button is about."""

import pytest

from adapters.console import render
from adapters.console.terminal_text import Screen
from bot.messages.levels import brief_text, buttons_of
from bot.messages.reply import Form, plain

NOW = "2026-11-30T12:00Z"


def lines(reply):
    return brief_text(reply).splitlines()


@pytest.mark.parametrize(
    ("claim", "title"),
    [
        ("CL-0209", "False: 1,048,576 tokens for input and output together, says LiteLLM (13 Oct 2026)"),
        ("CL-0332", "False: Not rolled out to every plan, says AgentCompass (18 Nov 2026)"),
        ("CL-0378", "False: it was shut down from 26 April to 24 September 2026, says tempmail.ninja (24 Sep 2026)"),
    ],
)
async def test_a_decided_claim_says_what_decided_it_and_then_its_grade(talk, claim, title):
    card = await talk(NOW).say(f"claimcheck ask {claim}")
    assert card.title == title
    assert lines(card)[1].startswith("Its evidence alone: ")
    assert "Would settle it" not in card.plain
    assert "turned out" not in brief_text(card)


async def test_a_decided_claim_without_such_an_item_says_since_when(talk):
    here = talk(NOW)
    claim = (await here.say('claimcheck add "Grok 6 is released by the end of 2027"')).data["claim_id"]
    await here.say(f"desk resolve {claim} outcome:false source:https://x.ai sure:yes")
    title = (await here.say(f"claimcheck ask {claim}")).title
    assert title.startswith("False: decided by this place's desk on 30 November 2026, from ")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "GPT-6.2 Astra has a 2M context and Kimi K3 has 3T parameters",
            ("context 1,050,000 tokens", "2.8T parameters"),
        ),
        ("Claude Opus 5 costs $50 and Claude Opus 5.5 has a 2M context", ("$25 out", "context 1,000,000 tokens")),
    ],
)
async def test_every_row_of_several_claims_carries_the_true_value(talk, text, told):
    reply = await talk(NOW).say(f"claimcheck ask {text}")
    rows = [plain(row) for row in reply.parts[0].items]
    assert reply.title.startswith("2 claims")
    assert all(value in row for value, row in zip(told, rows, strict=True)), rows
    assert "repeats" not in reply.plain


@pytest.mark.parametrize("claim", ["Kimi K2 has 1T parameters", "Grok 6 has a 3M context", "GPT-6 is sold on bedrock"])
async def test_the_short_card_without_evidence_names_three_known_claims(talk, claim):
    card = await talk(NOW).say(f"claimcheck ask {claim}")
    near = [line for line in lines(card) if line.startswith("Known claims near it: ")]
    assert card.data["grade"] is None
    assert near
    assert near[0].count("CL-") == 3


async def test_what_is_like_no_claim_is_shown_the_latest_as_such(talk):
    assert "No known claim is near; the latest are" in (await talk(NOW).say("claimcheck ask qwertz")).plain


async def test_second_hand_shows_nothing(talk):
    card = await talk(NOW).say("claimcheck ask sonnet 4.5 is shut down today")
    assert card.title == "SUPPORTED: Anthropic, quoted by dev.to, says so"
    assert "still to come" not in card.plain


@pytest.mark.parametrize(
    ("claim", "read", "settles"),
    [
        ("Kimi K2 has 1T parameters", "Read as: Kimi K2 · 1T parameters", "the vendor's model card"),
        ("Grok 4 is on openrouter", "in OpenRouter", ""),
        ("GPT-6 is available in bedrock", "in Bedrock", ""),
        ("Grok 4 is shut down on 3 March 2027", "shutdown", "the vendor's deprecation page"),
    ],
)
async def test_a_reading_and_what_would_settle_it_are_named(talk, claim, read, settles):
    said = brief_text(await talk(NOW).say(f"claimcheck ask {claim}"))
    assert read in said
    assert "· other" not in said
    assert settles in said


@pytest.mark.parametrize("claim", ["CL-0139", "Kimi K2 has 1T parameters"])
async def test_its_forms_are_printed_with_the_claim(talk, claim):
    card = await talk(NOW).say(f"claimcheck ask {claim}")
    forms = [action for action in card.actions if isinstance(action, Form)]
    assert forms
    assert all(form.filled == {"claim": claim} for form in forms)
    printed = "\n".join(render.offers(card, Screen()))
    assert f"claimcheck add claim:{claim if claim.startswith('CL') else chr(34) + claim + chr(34)}" in printed


async def test_filing_says_the_id_and_the_claim_is_filed_under_it(talk):
    here = talk(NOW)
    filed = await here.say('claimcheck add "Grok 7 has 12T parameters"')
    claim = filed.data["claim_id"]
    assert filed.title == f"Filed as {claim}. Thank you."
    assert (await here.say(f"claimcheck ask {claim}")).data["claim_id"] == claim


async def test_buttons_say_what_they_are_about(talk):
    here = talk(NOW)
    one = await here.say("claimcheck ask sonnet 4.5 is shut down today")
    labels = [button.label for button in buttons_of(one.actions)]
    assert "Watch Claude Sonnet 4.5" in labels
    assert "Who copied whom" not in labels, "one origin that nobody repeats"
    assert "Who copied whom" in [
        button.label for button in buttons_of((await here.say("claimcheck ask CL-0139")).actions)
    ]
    assert "Read as: " in brief_text(await here.say("claimcheck ask CL-0139 why:yes"))


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("Kimi K3 has 3T parameters and Grok 5 costs $3", ("Kimi K3 · ", "Grok 5 · price")),
        ("Claude Opus 5 costs $50 and GLM-9 is out", ("Claude Opus 5 · price", "GLM-9 · ")),
    ],
)
async def test_each_of_several_claims_says_how_it_was_read_and_the_nearest_stand_once(talk, text, reads):
    reply = await talk(NOW).say(f"claimcheck ask {text}")
    for told in (brief_text(reply), reply.plain):
        assert all(f"Read as: {one}" in told for one in reads), told
        assert told.count("Nearest known: CL-") == 1
    assert reply.sources


async def test_a_release_on_a_surface_is_refuted_by_the_day_on_it(talk):
    reply = await talk("2026-05-10T12:00Z").say("claimcheck ask GPT-5.5 was released on 23 April 2026 in the API")
    assert reply.title == "CONTRADICTED: it came out in the API on 24 April 2026, says OpenAI, quoted by lilting.ch"
