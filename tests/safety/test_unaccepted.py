"""What a member filed moves no answer before the desk has accepted it, and moves them then."""

import json

import pytest

from bot.messages.reply_json import reply_json
from bot.messages.request import Role, View

MEMBER = {"actor": "console:m", "role": Role.MEMBER}
FILED = (
    'claimcheck add claim:"Grok 5 has a very large context window of 5000000 tokens" link:https://x.com/some/1 '
    'published:"27 Nov" basis:first-hand kind:"press report" party:"Some Paper"'
)
LINES = (
    "full model show grok 5",
    "is grok 5 out",
    "full claimcheck show CL-0473",
    "full claimcheck show CL-0474",
    'full claimcheck ask claim:"Grok 5 has a context window of 5M tokens"',
    'full claimcheck ask claim:"Grok 5 is released by 1 January 2027"',
    "claimcheck ready grok 5",
    "claimcheck source Some Paper",
    "odds show grok 5",
    "full model coming",
    'full catchup since:"1 Nov" about:xai',
    "digest preview DG-01",
)  # fmt: skip


@pytest.fixture
async def place(talk):
    """A place in November whose members have been told what changed until then."""
    here = talk().at("2026-11-28T12:00Z")
    await here.say("digest create channel:here name:Morning days:daily time:09:00")
    await here.say("catchup")
    return here


async def answers(place) -> dict[str, str]:
    """Every answer, whole."""
    found = {}
    for line in LINES:
        reply = reply_json(await place.say(line, **(MEMBER if not line.startswith("digest") else {})))
        found[line] = json.dumps(reply, ensure_ascii=False, default=str)
    return found


async def test_what_waits_for_the_desk_moves_no_answer_and_what_it_accepts_does(place):
    before = await answers(place)
    filed = await place.say(FILED, **MEMBER)
    assert filed.data["evidence"]["accepted"] is False
    after = await answers(place)
    moved = [line for line in LINES if after[line] != before[line] and "context window of 5M" not in line]
    assert moved == []
    asked = 'claimcheck ask claim:"Grok 5 has a context window of 5M tokens"'
    assert (await place.say(asked, **MEMBER)).data["grade"] is None
    item = place.ports.desk.queue(View("console:local", place.clock.now()))[0]
    await place.say(f"desk accept {item.id}")
    accepted = await answers(place)
    assert accepted["claimcheck source Some Paper"] != before["claimcheck source Some Paper"]
    assert accepted["full model show grok 5"] != before["full model show grok 5"]
