"""A year that nobody wrote decides nothing: a claim is refuted only where every year does, and the card says which."""

import pytest

BEFORE = "2026-04-21T12:00Z"
AFTER = "2026-05-10T12:00Z"


@pytest.mark.parametrize("said", ["was released on 23 April", "came out on April 29", "launched on May 2"])
async def test_a_day_of_last_year_may_be_one_to_come(talk, said):
    reply = await talk(BEFORE).say(f'claimcheck ask "GPT-5.5 {said}"')
    assert reply.data["grade"] != "CONTRADICTED"
    assert "2025 (year supplied; if you meant 2026: " in str(reply.brief)
    assert "passed without it" not in reply.title


@pytest.mark.parametrize("day", ["20 April", "29 April", "1 May", "3 December"])
async def test_a_day_that_no_year_makes_true_is_refuted(talk, day):
    reply = await talk(AFTER).say(f'claimcheck ask "GPT-5.5 was released on {day}"')
    assert reply.data["grade"] == "CONTRADICTED"


async def test_the_day_itself_stands_with_what_another_year_would_be(talk):
    reply = await talk(AFTER).say('claimcheck ask "GPT-5.5 was released on 23 April"')
    assert reply.data["grade"] == "SUPPORTED"
    assert "23 Apr 2026 (year supplied; if you meant 2025: CONTRADICTED)" in str(reply.brief)


@pytest.mark.parametrize(
    ("said", "year"),
    [
        ("Claude 3 Opus was released on March 4", 2024),
        ("GPT-4o came out in May", 2024),
        ("GPT-5 came out on August 7", 2025),
        ("GPT-4 launched on March 14", 2023),
    ],
)
async def test_what_came_out_in_one_past_year_is_said_of_that(talk, said, year):
    reply = await talk("2026-11-30T12:00Z").say(f'claimcheck ask "{said}"')
    assert reply.data["grade"] in ("CONFIRMED", "SUPPORTED")
    assert f"{year} (year supplied; if you meant 2026: CONTRADICTED)" in str(reply.brief)


@pytest.mark.parametrize("said", ["GPT-4o came out on June 3", "Claude 3 Opus was released in May"])
async def test_what_came_out_on_that_day_of_no_year_is_refuted(talk, said):
    reply = await talk("2026-11-30T12:00Z").say(f'claimcheck ask "{said}"')
    assert reply.data["grade"] == "CONTRADICTED"
