"""What is offered while somebody types: out of storage, at once, and never more than a platform can show."""

import pytest

from bot.dispatch.registry import CommandRegistry
from bot.messages.request import Request, Role

COMPLETED = [(kind.name, opt.name) for kind in CommandRegistry().all() for opt in kind.options if opt.complete]


@pytest.mark.parametrize(("command", "option"), COMPLETED)
async def test_at_most_twenty_five_are_offered_each_short_enough_to_be_shown(talk, command, option):
    here = talk()
    request = Request(name=command, actor="discord:1", place="discord:7/9", roles=frozenset({Role.ADMIN}))
    for text in ("", "a", "e", "o", "gpt", "-", "CL-", "x" * 300):
        offered = await here.app.suggest(request, option, text)
        assert len(offered) <= 25
        assert all(0 < len(one.label) <= 100 and 0 < len(one.value) <= 100 for one in offered)


async def test_there_would_be_more_than_fit(talk):
    here = talk()
    request = Request(name="odds show", actor="discord:1", place="discord:7/9")
    assert len(await here.app.suggest(request, "about", "gpt")) > 10
