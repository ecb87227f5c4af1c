"""How many commands one person may send, and what that changes for others."""

from datetime import UTC, datetime, timedelta

import pytest

from adapters.runtime.request_limits import RequestLimits
from bot.commands.spudwatch.help import Help
from bot.commands.spudwatch.mydata import MyData
from bot.domain.rate_limit import Quota
from bot.messages.errors import TooMuch
from bot.messages.request import RequestContext

NOW = datetime(2026, 4, 21, 12, tzinfo=UTC)


def asked(who: str = "discord:1", seconds: float = 0, place: str = "discord:7/9") -> RequestContext:
    at = NOW + timedelta(seconds=seconds)
    return RequestContext(who, place, at, at)


def test_a_hundred_commands_in_a_second_are_not_all_answered() -> None:
    limit = RequestLimits()
    refused = 0
    for _ in range(100):
        try:
            limit.allow(Help, asked())
        except TooMuch:
            refused += 1
    assert refused == 80


def test_what_was_spent_comes_back_with_time() -> None:
    limit = RequestLimits(person=Quota(1, 60))
    limit.allow(Help, asked())
    with pytest.raises(TooMuch) as refused:
        limit.allow(Help, asked(seconds=0.5))
    assert "Try again in" in str(refused.value.todo)
    limit.allow(Help, asked(seconds=1.6))


def test_one_person_does_not_pay_for_another() -> None:
    limit = RequestLimits(person=Quota(1, 1))
    limit.allow(Help, asked("discord:1"))
    limit.allow(Help, asked("discord:2"))


def test_a_place_where_many_ask_has_its_own_limit_and_another_does_not_pay() -> None:
    limit = RequestLimits(tenant=Quota(2, 1))
    for who in ("discord:1", "discord:2"):
        limit.allow(Help, asked(who))
    with pytest.raises(TooMuch, match="server or workspace"):
        limit.allow(Help, asked("discord:3", place="discord:7/8"))
    limit.allow(Help, asked("discord:3", place="discord:8/9"))


def test_heavy_commands_do_not_use_up_the_cheap_ones() -> None:
    limit = RequestLimits(slow=Quota(1, 1))
    limit.allow(MyData, asked())
    with pytest.raises(TooMuch):
        limit.allow(MyData, asked())
    limit.allow(Help, asked())
