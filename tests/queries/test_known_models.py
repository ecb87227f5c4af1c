"""What the ledger itself says is out is not called rumoured."""

from bot.domain.evidence.evidence import ClaimOutcome
from bot.domain.names.subjects import AHEAD
from bot.messages.request import View
from bot.queries.records.model_state import model_states

NOW = "2026-11-30T12:00Z"


def ahead(here, slugs):
    states = model_states(here.ports, slugs, View("", here.clock.now()))
    return {slug for slug, one in states.items() if one.state in AHEAD}


async def test_a_model_whose_release_is_known_to_have_come_is_out(talk):
    here = talk(NOW)
    claims = here.ports.claims.every(View("", here.clock.now()), 5000)
    came = {
        one.statement.subject
        for one in claims
        if one.statement.type == "release_date" and one.statement.polarity > 0 and one.outcome is ClaimOutcome.TRUE
        if one.statement.object not in ("cancelled", "delayed")
    }
    assert len(came) > 20
    assert not ahead(here, came)


async def test_a_model_that_another_was_built_from_was_out_before(talk):
    here = talk(NOW)
    claims = here.ports.claims.every(View("", here.clock.now()), 5000)
    built = {
        one.statement.object
        for one in claims
        if one.statement.type == "identity" and "built on" in one.text and "/" in one.statement.object
    }
    assert built
    assert not ahead(here, built)
    early = await here.say("model coming as_of:2025-01-01")
    assert "Llama 3.1 70B" not in early.plain
