"""Days of a request that names a moment are read as on that moment."""

from datetime import UTC, date, datetime

import pytest

from bot.commands.odds.show import ShowOdds
from bot.dispatch.command import build
from bot.messages.request import RequestContext

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("by", "day"), [("mid-May", "2026-05-20"), ("yesterday", "2026-04-20"), ("end of the month", "2026-04-30")]
)
@pytest.mark.parametrize("turned", [False, True])
def test_a_deadline_is_relative_to_the_moment_asked_about(turned, by, day):
    values = {"about": "spud", "by": by, "as_of": "2026-04-21T12:00Z"}
    values = dict(reversed(values.items())) if turned else values
    made = build(ShowOdds, values, RequestContext("console:you", "console:local/here", NOW, NOW))
    assert made.by.day == date.fromisoformat(day)


async def test_a_moment_to_come_is_refused_whatever_else_is_asked(talk):
    reply = await talk("2026-11-30T12:00Z").say("odds show spud by:tomorrow as_of:2027-04-21T12:00Z")
    assert reply.title == "That time is in the future."
