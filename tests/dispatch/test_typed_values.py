"""Values are typed as people write them: times of several words, periods as bounds, choices with what follows them."""

from collections.abc import Callable

import pytest

from bot.messages.reply import Form
from tests.conftest import Conversation


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("catchup since:last month", {"since": "last month"}),
        ("catchup since:2 apr until:18 apr 2026", {"since": "2 apr", "until": "18 apr 2026"}),
        ("catchup since:in march gpt-5.5", {"since": "in march", "about": "gpt-5.5"}),
        ("digest pause until:next friday morning-news", {"until": "next friday", "id": "morning-news"}),
        ("odds by:june spud", {"by": "june", "about": "spud"}),
        ("odds venue:kalshi spud", {"venue": "kalshi", "about": "spud"}),
        ("spudwatch-admin retention audit 40", {"what": "audit", "days": "40"}),
        ("spudwatch-admin switch real money off", {"part": "real money", "on": "off"}),
        ("alerts add odds move spud", {"what": "odds move", "about": "spud"}),
        ("alerts add release about:spud", {"what": "release", "about": "spud"}),
    ],
)
def test_a_value_ends_where_its_meaning_does(
    talk: Callable[..., Conversation], line: str, values: dict[str, str]
) -> None:
    assert talk().app.catalogue.understand(line).values == values


async def test_a_period_bounds_what_is_asked_from_its_first_to_its_last_day(talk: Callable[..., Conversation]) -> None:
    here = talk("2026-11-28T12:00Z")
    said = await here.say("model newest of:openai since:september until:october")
    assert said.plain == (await here.say("model newest of:openai since:2026-09-01 until:2026-10-31")).plain
    ends = await here.say("model retiring since:last month until:yesterday")
    assert ends.plain == (await here.say("model retiring since:2026-10-01 until:2026-11-27")).plain


async def test_a_quoted_value_of_the_first_option_is_kept_as_it_is(talk: Callable[..., Conversation]) -> None:
    reply = await talk("2026-11-28T12:00Z").say('catchup about:"claude 6"')
    (form,) = [one for one in reply.actions if isinstance(one, Form)]
    assert form.filled["about"] == "claude 6"
