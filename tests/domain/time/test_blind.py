"""Times written by somebody who had not seen the grammar: their days and roles."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path

from bot.domain.time import Prefer, find_times

ROWS = tomllib.loads(Path(__file__).with_name("blind.toml").read_text("utf-8"))["row"]
NOW = datetime(2026, 4, 21, 12, tzinfo=UTC)  # a Tuesday
PREFER = {"future": Prefer.FUTURE, "past": Prefer.PAST}
SAME = {"none": {"on", "in"}, "on": {"on", "in"}, "in": {"on", "in"}, "within": {"in"}, "from": {"since"}}
# The middle of a year is four months here, and a deadline there its last day; "from last night" is where it is from.
OTHERWISE = {"by mid-2027", "the leak from last night"}


def agrees(text: str, prefer: str, first: str, last: str, role: str) -> bool:
    """Whether a text holds that one time in that role; a period without a preposition has none."""
    found = find_times(text, NOW, prefer=PREFER.get(prefer))
    days = [(one.first.isoformat(), one.last.isoformat()) for one in found]
    return days == [(first, last)] and role in SAME.get(found[0].role.value, {found[0].role.value})


def test_the_days_and_roles_are_those_that_were_meant():
    assert len(ROWS) == 150
    assert {row[0] for row in ROWS if not agrees(*row)} == OTHERWISE
