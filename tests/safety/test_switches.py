"""What an admin switched off is in no answer, suggestion, digest or alert of the place, whatever is asked."""

import inspect
import json

import pytest

from bot.dispatch.registry import CommandRegistry
from bot.domain.parts import HIDES, PARTS
from bot.messages.reply import Button, Outcome
from bot.messages.reply_json import reply_json
from bot.messages.request import Request, Role
from bot.ports.sightings import Sightings
from bot.reads.switches import NoSightings
from tests.example_lines import EXAMPLES, example_line

MEMBER = {"actor": "console:m", "role": Role.MEMBER}
OWN = {"odds unwatch"}  # lists what a person watches by its id alone, so that it can be ended
WATCHED = {"checkpoint": ("alerts list", "alerts stop")}  # list the names that a person watches, likewise
LINES = (
    *(
        example_line(kind, EXAMPLES | {"about": "spud", "id": "DG-99"})
        for kind in CommandRegistry().all()
        if kind.role is Role.MEMBER and kind.name not in OWN
    ),
    "odds compare spud",
    "odds history spud",
    "odds search gpt",
    "odds MK-0001",
    "full odds show spud",
    "share odds show spud",
    "model coming",
    "full model show spud",
    "share model show spud",
    "model first openai/gpt-5.5, anthropic/claude-mythos",
    'claimcheck ask claim:"GPT-5.5 is released by 30 April 2026"',
    'full claimcheck ask claim:"GPT-5.5 is released by 30 April 2026"',
    "full claimcheck show CL-0001",
    "claimcheck list",
    "claimcheck source polymarket",
    "checkpoint list",
    "checkpoint mine",
    'checkpoint show "Zebra"',
    'catchup since:"1 Apr"',
    'full catchup since:"1 Apr"',
    "will spud be out in april",
    "what changed this week",
)  # fmt: skip
MARKS = {
    "odds": ("Polymarket", "Kalshi", "Manifold", "MK-0"),
    "real money": ("Polymarket", "Kalshi", "MK-0001"),
    "venue links": ("polymarket.com", "kalshi.com", "manifold.markets", "metaculus.com"),
    "checkpoint": ("CP-0", "Zebra"),
    "claimcheck": ("CL-0",),
}


def texts(reply) -> str:
    """Everything of a reply: words, buttons, and data."""
    return json.dumps(reply_json(reply), ensure_ascii=False, default=str)


@pytest.fixture
async def place(talk):
    """A place with a report, a digest, and alerts."""
    here = talk()
    why = "I chose it in the picker and the header said so; it was gone after a reload. Maybe an A/B test."
    await here.say(
        f'checkpoint report label:"Zebra Pro" surface:"ChatGPT picker" how:"own account" text:"{why}" step:save'
    )
    await here.say("alerts add what:odds move")
    await here.say("alerts add what:grade changes")
    await here.say('digest create channel:here name:"Morning" days:daily time:09:00')
    return here


@pytest.mark.parametrize("part", [one for one in PARTS if one != "posts"])
async def test_what_is_switched_off_is_in_no_answer(place, part):
    before = [texts(await place.say(line, **MEMBER)) for line in LINES]
    assert any(mark in text for text in before for mark in MARKS[part]), "nothing would be seen to be absent"
    off = await place.say(f'spudwatch-admin switch part:"{part}" on:no')
    assert HIDES[part] in off.plain
    for line in (*LINES, "digest preview DG-01", "alerts test AL-01", "alerts test AL-02"):
        reply = await place.say(line, **(MEMBER if not line.startswith(("digest", "alerts")) else {}))
        if line in WATCHED.get(part, ()):
            continue
        typed = texts(reply).replace(line, "").replace(line.replace('"', '\\"'), "")
        if reply.outcome is Outcome.REFUSED and line in reply.plain:
            continue  # it repeats what was typed, and nothing else
        assert not [mark for mark in MARKS[part] if mark in typed], line


@pytest.mark.parametrize("part", ["odds", "real money"])
async def test_what_is_switched_off_is_not_suggested(place, part):
    await place.say(f'spudwatch-admin switch part:"{part}" on:no')
    asked = Request(line="odds rules", actor="console:m", place="console:local/here")
    told = await place.app.suggest(asked, "about", "gpt-5.5")
    assert not [one for one in told if "MK-" in one.label]


async def test_a_source_that_was_suggested_is_not_once_its_part_is_switched_off(place):
    asked = Request(line="claimcheck source", actor="console:m", place="console:local/here")
    assert "Polymarket" in [one.value for one in await place.app.suggest(asked, "source", "polymarket")]
    await place.say("spudwatch-admin switch part:odds on:no")
    assert "Polymarket" not in [one.value for one in await place.app.suggest(asked, "source", "polymarket")]


async def test_a_switch_of_one_place_changes_no_other(place):
    await place.say("spudwatch-admin switch part:odds on:no")
    elsewhere = await place.say("odds spud", actor="discord:1", place="discord:7/9", role=Role.MEMBER)
    assert "Polymarket" in elsewhere.plain
    await place.say("spudwatch-admin switch part:odds on:yes")
    assert "Polymarket" in (await place.say("odds spud", **MEMBER)).plain


def test_every_read_of_labels_is_hidden_or_named_as_one_that_is_not():
    reads = {name for name, read in vars(Sightings).items() if name[0] != "_" and not inspect.iscoroutinefunction(read)}
    hidden = NoSightings.EMPTY | NoSightings.NONE
    assert reads == hidden | NoSightings.PASSED | {"guide"}


async def test_posts_off_refuses_what_would_post_and_says_so_elsewhere(place):
    await place.say("spudwatch-admin switch part:posts on:no")
    for line in ("digest run DG-01", "alerts test AL-01", "share odds show spud"):
        assert (await place.say(line)).outcome is Outcome.REFUSED, line
    assert "nothing is posted" in (await place.say("digest list")).plain


async def test_the_help_says_what_each_part_hides(place):
    told = (await place.say("spudwatch help spudwatch-admin switch")).plain
    assert all(effect in told for effect in HIDES.values())


@pytest.mark.parametrize("line", ["modle spdu", "odds shoow spud", "checkpiont list"])
async def test_no_button_of_a_misspelt_command_leads_to_what_is_switched_off(place, line):
    for part in ("odds", "checkpoint", "claimcheck"):
        await place.say(f'spudwatch-admin switch part:"{part}" on:no')
    reply = await place.say(line, **MEMBER)
    led = [action.run.line for action in reply.actions if isinstance(action, Button)]
    assert not [one for one in led if one.split()[0] in {"odds", "checkpoint", "claimcheck"}], led
