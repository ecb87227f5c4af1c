"""A dispute and an outcome are seen on a claim's card at once, by its id and by its words."""

import pytest

from bot.messages.levels import brief_text


@pytest.mark.parametrize("line", ["claimcheck show CL-0077", "claimcheck ask CL-0077"])
async def test_a_dispute_is_on_the_card_and_its_acceptance_has_its_own_words(talk, line):
    here = talk()
    assert "disputed" not in brief_text(await here.say(line))
    await here.say(
        'claimcheck dispute CL-0077 why:"the price source is outdated" link:https://x.ai/p', actor="console:m"
    )
    assert "disputed" in brief_text(await here.say(line))
    accepted = await here.say("desk accept DQ-0001")
    assert "stays marked as disputed" in accepted.title
    assert "reports" not in accepted.title


@pytest.mark.parametrize("line", ["claimcheck show {}", "claimcheck ask {}"])
async def test_an_outcome_comes_first_and_replacing_it_is_said(talk, line):
    here = talk().at("2026-11-28T12:00Z")
    claim = (await here.say('claimcheck ask claim:"Grok 5 is released by the end of 2026"')).data["claim_id"]
    await here.say(f"desk resolve {claim} outcome:true source:https://x.ai sure:yes")
    card = await here.say(line.format(claim))
    assert card.title.startswith("True: decided by this place's desk on 28 November 2026, from ")
    assert brief_text(card).splitlines()[1].startswith("Its evidence alone: ")
    assert "Would settle it" not in card.plain
    assert "nothing can confirm it before its day" not in card.plain
    again = await here.at("2026-11-28T12:05Z").say(f"desk resolve {claim} outcome:false source:https://x.ai sure:yes")
    assert "was true" in again.plain
