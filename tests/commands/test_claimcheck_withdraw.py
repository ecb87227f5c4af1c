"""What somebody filed about a claim is edited and withdrawn by its author, retracted by the desk, and corrected."""

from collections.abc import Callable

import pytest

from bot.messages.reply import Button, Outcome, Reply
from bot.messages.request import Role, View
from bot.notifications.change_recorder import record_changes
from bot.ports.changes import LogFilter
from tests.conftest import Conversation
from tests.postgres import BOTH

ENGINES = BOTH
Talk = Callable[..., Conversation]
CLAIM = 'claimcheck add claim:"Grok 5 has a context window of 5000000 tokens" link:https://www.theverge.com/grok'
TOLD = CLAIM + ' published:2026-04-20 basis:first-hand kind:"press report" party:"The Verge" quote:"five million"'
ANA = {"actor": "console:ana", "role": Role.MEMBER}
BEN = {"actor": "console:ben", "role": Role.MEMBER}
WORDS = ("five million", "theverge.com/grok", "The Verge")


def runs(reply: Reply) -> dict[str, str]:
    return {one.label: one.run.line for one in reply.actions if isinstance(one, Button)}


async def log(here: Conversation) -> list[tuple[str, str, str]]:
    """The changes of the claims filed here, as they are told."""
    here.clock.move(here.clock.now().replace(minute=here.clock.now().minute + 1))
    await record_changes(here.ports, here.clock.now())
    rows = here.ports.changes.read(LogFilter("console:local", about=("xai/grok-5",)))
    told = [row.change for row in rows if row.change.ref.startswith("CL-1")]
    return [(one.ref, one.kind.value, one.transition) for one in told]


async def test_evidence_is_withdrawn_after_a_question_and_what_was_told_is_corrected(talk: Talk) -> None:
    here = talk()
    await here.say(TOLD)
    assert await log(here) == [("CL-1000", "grade change", "REPORTED")]
    asked = await here.say("claimcheck withdraw EV-1000")
    assert asked.title == "Withdraw EV-1000, “first-hand from The Verge”?"
    assert "REPORTED" in (await here.say("claimcheck show CL-1000")).title
    done = await here.say(runs(asked)["Withdraw"])
    assert done.title == "EV-1000 withdrawn"
    assert (await log(here))[-1] == ("CL-1000", "correction", "REPORTED → NO EVIDENCE HERE")
    shown = (await here.say("full claimcheck show CL-1000")).plain
    assert not [word for word in WORDS if word in shown]
    assert (await here.say("claimcheck withdraw EV-1000 sure:yes")).outcome is Outcome.REFUSED


async def test_a_claim_is_withdrawn_with_its_authors_evidence(talk: Talk) -> None:
    here = talk()
    await here.say(TOLD)
    await log(here)
    assert (await here.say("claimcheck withdraw CL-1000 sure:yes")).title == "CL-1000 withdrawn"
    assert (await log(here))[-1] == ("CL-1000", "correction", "REPORTED → NO EVIDENCE HERE")
    assert (await here.say("claimcheck show CL-1000")).outcome is Outcome.REFUSED
    assert "CL-1000" not in (await here.say("claimcheck list grok 5")).plain
    assert "CL-1000" not in (await here.say('claimcheck ask "Grok 5 has a context window of 5000000 tokens"')).plain
    assert (await here.say("claimcheck withdraw")).title == "You filed no claim and no evidence here"
    assert (await here.say(TOLD)).title.startswith("Filed as CL-")  # again, as a new claim
    assert (await here.say("claimcheck show CL-1001")).outcome is Outcome.ANSWERED


async def test_only_its_author_withdraws_and_only_what_nobody_else_added_to(talk: Talk) -> None:
    here = talk()
    await here.say(CLAIM + " published:2026-04-20", **ANA)
    for line in ("claimcheck withdraw EV-1000 sure:yes", "claimcheck edit EV-1000 party:Ben"):
        assert (await here.say(line, **BEN)).outcome is Outcome.REFUSED
        assert (await here.say(line, **ANA, place="console:other/here")).outcome is Outcome.REFUSED
    await here.say("claimcheck add CL-1000 link:https://example.org/b published:2026-04-20", **BEN)
    refused = await here.say("claimcheck withdraw CL-1000 sure:yes", **ANA)
    assert (refused.outcome, "others added to it" in refused.title) == (Outcome.REFUSED, True)
    assert (await here.say("claimcheck withdraw EV-1000 sure:yes", **ANA)).title == "EV-1000 withdrawn"
    assert len(here.ports.desk.queue(View("console:local", here.clock.now()))) == 1


async def test_what_waits_for_the_desk_leaves_the_queue_with_its_words(talk: Talk) -> None:
    here = talk()
    await here.say(TOLD, **ANA)
    await here.say("claimcheck withdraw EV-1000 sure:yes", **ANA)
    view = View("console:local", here.clock.now())
    assert not here.ports.desk.queue(view)
    (item,) = here.ports.desk.about("EV-1000", view)
    assert (item.title, dict(item.body)) == ("EV-1000: withdrawn by its author", {})
    assert not await here.ports.claims.accept("EV-1000", "console:local", True, "console:you", here.clock.now())


async def test_what_a_member_edits_waits_for_the_desk_again(talk: Talk) -> None:
    here = talk()
    await here.say(TOLD, **ANA)
    await here.say("desk accept DQ-0001")
    assert "REPORTED" in (await here.say("claimcheck show CL-1000")).title
    form = (await here.say("claimcheck edit EV-1000", **ANA)).form
    assert form is not None
    assert form.filled["party"] == "The Verge"
    edited = await here.say(
        'claimcheck edit EV-1000 party:"Wired" link:https://www.wired.com/x published:2026-04-21', **ANA
    )
    assert edited.plain.splitlines()[1].strip().startswith("Changed: link, day, who says it. It counts zero")
    assert "REPORTED" not in (await here.say("claimcheck show CL-1000")).title
    await here.say("desk accept DQ-0002")
    shown = (await here.say("full claimcheck show CL-1000")).plain
    assert ("REPORTED" in shown, "Wired" in shown, "Verge" in shown) == (True, True, False)


async def test_an_edited_item_keeps_the_rules_for_a_new_one(talk: Talk) -> None:
    here = talk()
    await here.say(CLAIM + " published:2026-04-20")
    copy = await here.say("claimcheck edit EV-1000 basis:cites")
    assert (copy.title, "withdraw EV-1000" in copy.plain) == ("What does it cite?", True)
    undated = await here.say("claimcheck edit EV-1000 link:https://www.wired.com/x")
    assert undated.title == "Which day was that page published?"
    early = await here.say("claimcheck edit EV-1000 link:https://www.wired.com/x published:2027-01-01")
    assert early.title == "That day has not come yet."
    same = await here.say('claimcheck edit EV-1000 link:https://www.theverge.com/grok quote:"five million"')
    assert same.plain.splitlines()[1].strip() == "Changed: quote."
    moved = await here.say("claimcheck edit EV-1000 link:https://www.wired.com/x published:2026-04-21")
    assert moved.plain.splitlines()[1].strip() == "Changed: link, day, who says it."
    item = here.ports.claims.item("EV-1000", View("console:local", here.clock.now()))
    assert item is not None
    assert (item.party, f"{item.so_at:%d %b}") == ("wired.com", "21 Apr")


async def test_new_words_of_a_members_claim_are_looked_at_anew_with_its_evidence(talk: Talk) -> None:
    here = talk()
    await here.say(TOLD, **ANA)
    await here.say("desk accept DQ-0001")
    reworded = 'claimcheck edit CL-1000 claim:"Grok 6 has a context window of 7000000 tokens"'
    assert "It counts zero" in (await here.say(reworded, **ANA)).plain
    assert "REPORTED" not in (await here.say("claimcheck show CL-1000")).title
    (waiting,) = here.ports.desk.queue(View("console:local", here.clock.now()))
    assert (waiting.about, "on CL-1000" in waiting.title) == ("EV-1000", True)


async def test_the_desk_is_asked_about_the_latest_words_only(talk: Talk) -> None:
    here = talk()
    await here.say(TOLD, **ANA)
    await here.say('claimcheck edit EV-1000 quote:"six million"', **ANA)
    (waiting,) = here.ports.desk.queue(View("console:local", here.clock.now()))
    assert (waiting.id, waiting.body["quote"]) == ("DQ-0002", "six million")
    assert (await here.say("desk accept DQ-0001")).outcome is Outcome.REFUSED


async def test_what_the_desk_retracted_does_not_count_again_by_an_edit(talk: Talk) -> None:
    here = talk()
    await here.say(TOLD)
    await here.say('desk retract EV-1000 reason:"shown to be wrong"')
    await here.say('claimcheck edit EV-1000 quote:"six million"')
    assert "REPORTED" not in (await here.say("claimcheck show CL-1000")).title


async def test_a_claim_is_reworded_with_what_its_evidence_says(talk: Talk) -> None:
    here = talk()
    await here.say(TOLD)
    edited = await here.say('claimcheck edit CL-1000 claim:"Grok 6 has a context window of 7000000 tokens"')
    assert edited.title == "CL-1000 edited"
    shown = (await here.say("full claimcheck show CL-1000")).plain
    assert ("Grok 6 has a context window of 7000000" in shown, "REPORTED" in shown) == (True, True)
    asked = await here.say('claimcheck ask "Grok 5 has a context window of 5000000 tokens"')
    assert "The Verge" not in asked.plain
    assert "CL-1000" in (await here.say("claimcheck list grok 6")).plain
    refused = await here.say('claimcheck edit CL-1000 claim:"GPT-5.5 is released by 30 April 2026"')
    assert refused.outcome is Outcome.REFUSED


async def test_after_a_day_nothing_is_edited(talk: Talk) -> None:
    here = talk("2026-04-21T12:00Z")
    await here.say(TOLD)
    here.at("2026-04-22T12:01Z")
    assert (await here.say("claimcheck edit EV-1000 party:Wired")).outcome is Outcome.REFUSED
    assert (await here.say("claimcheck withdraw EV-1000 sure:yes")).outcome is Outcome.ANSWERED


@pytest.mark.parametrize("name", ["EV-1000", "CL-1000"])
async def test_the_desk_retracts_and_takes_it_back(talk: Talk, name: str) -> None:
    here = talk()
    await here.say(TOLD)
    await log(here)
    done = await here.say(f'desk retract {name} reason:"shown to be wrong"')
    assert done.title.startswith(f"retract {name} (")
    assert (await log(here))[-1] == ("CL-1000", "correction", "REPORTED → NO EVIDENCE HERE")
    shown = await here.say("claimcheck show CL-1000")
    assert (shown.outcome is Outcome.REFUSED) is (name == "CL-1000")
    assert (await here.say(TOLD)).outcome is (Outcome.REFUSED if name == "CL-1000" else Outcome.ANSWERED)
    assert name in (await here.say("spudwatch-admin audit")).plain
    await here.say("desk undo")
    assert "REPORTED" in (await here.say("claimcheck show CL-1000")).title
    assert (await log(here))[-1][2].endswith("REPORTED")


async def test_its_author_withdraws_what_the_desk_retracted_and_then_it_stays_gone(talk: Talk) -> None:
    here = talk()
    await here.say(TOLD, **ANA)
    await here.say('desk retract CL-1000 reason:"shown to be wrong"')
    assert "retracted by the desk" in (await here.say("claimcheck withdraw", **ANA)).plain
    edited = await here.say('claimcheck edit CL-1000 claim:"Grok 6 has a context window of 7000000 tokens"', **ANA)
    assert (edited.outcome, edited.title) == (Outcome.REFUSED, "The desk retracted CL-1000.")
    assert (await here.say("claimcheck withdraw CL-1000 sure:yes", **ANA)).title == "CL-1000 withdrawn"
    assert (await here.say("claimcheck withdraw", **ANA)).title == "You filed no claim and no evidence here"
    (item,) = here.ports.desk.about("CL-1000", View("console:local", here.clock.now()))
    assert item.title == "CL-1000: withdrawn by its author"
    undone = await here.say("desk undo")
    assert (undone.outcome, undone.title) == (Outcome.REFUSED, "CL-1000 was withdrawn by its author meanwhile.")
    assert "(undone)" not in (await here.say("desk queue trail:yes")).plain
    assert (await here.say("claimcheck show CL-1000")).outcome is Outcome.REFUSED
    assert not await here.ports.claims.retract("CL-1000", "console:local", here.clock.now(), stands=True)


async def test_the_ledgers_own_rows_are_not_retracted_here(talk: Talk) -> None:
    here = talk()
    for name in ("CL-0001", "EV-0001"):
        reply = await here.say(f'desk retract {name} reason:"shown to be wrong"')
        assert (reply.outcome, reply.title) == (Outcome.REFUSED, f"{name} is of the public ledger.")
