"""The desk: who may decide, what a decision changes, how it is taken back."""

import re
import sqlite3
from datetime import UTC, datetime

import pytest

from bot.messages.order import order
from bot.messages.reply import Form, Outcome
from bot.messages.request import Role, View
from bot.moderation import ruling
from bot.ports.desk import AuditEntry, QueueItem
from tests.sightings import ANA, BOB, CYD, MEG, desk, grade, report, tell

MOE = "discord:moe"  # of the desk, like Meg


async def both(talk):
    """A desk of two."""
    for person in ("meg", "moe"):
        await tell(talk, f"spudwatch-admin desk {person} role_is:desk", "discord:boss", role=Role.ADMIN)


async def queue(talk):
    return (await desk(talk, "desk queue")).data["waiting"]


async def test_the_desk_is_for_the_desk(talk):
    here = talk()
    for refused in (
        "desk queue",
        "desk accept DQ-0001",
        "desk refuse DQ-0001",
        "desk undo",
        "desk merge a into:b",
        'desk retract CP-0001 reason:"not about this"',
        'desk resolve crest pro alpha outcome:void source:"https://x.example"',
    ):
        reply = await tell(here, refused)
        assert reply.outcome is Outcome.REFUSED
        assert "desk role" in reply.plain


async def test_an_empty_queue(talk):
    reply = await desk(talk(), "desk")
    assert reply.title == "Nothing waits for the desk"


async def test_a_desk_of_one_resolves_at_once_and_methods_are_scored(talk):
    here = talk()
    await report(here)
    await tell(
        here, 'checkpoint attribute crest ultra model:openai/gpt-5.5 method:timing why:"it came the same week"', BOB
    )
    here.at("2026-04-21T12:00Z")
    before = (await tell(here, "checkpoint methods")).data["methods"]
    reply = await desk(
        here,
        "desk resolve crest ultra outcome:identified subject:openai/gpt-5.5 source:https://openai.com/x note:its page",
    )
    assert reply.data["state"] == "done"
    data = (await tell(here, "checkpoint crest ultra")).data
    assert (data["grade"], data["identified_as"], data["how_known"]) == ("RESOLVED", "openai/gpt-5.5", "its page")
    assert data["attributions"][0]["grade"] == "CONFIRMED"
    after = (await tell(here, "checkpoint methods")).data["methods"]
    assert _of(after, "timing")["right"] == _of(before, "timing")["right"] + 1


def _of(methods, name):
    return next(row for row in methods if row["method"] == name)


async def test_undo_for_ten_minutes(talk):
    here = talk()
    await report(here)
    here.at("2026-04-21T12:00Z")
    await desk(here, 'desk resolve crest ultra outcome:"shown false" source:https://openai.com/x')
    assert await grade(here) == "RESOLVED"
    here.at("2026-04-21T12:09Z")
    assert (await desk(here, "desk undo")).outcome is Outcome.ANSWERED
    assert await grade(here) == "NEEDS CORROBORATION"
    assert (await desk(here, "desk undo")).outcome is Outcome.REFUSED
    assert await queue(here) == []  # it never waited


async def test_no_undo_after_that(talk):
    here = talk()
    await report(here)
    here.at("2026-04-21T12:00Z")
    await desk(here, 'desk resolve crest ultra outcome:"shown false" source:https://openai.com/x')
    here.at("2026-04-21T12:11Z")
    reply = await desk(here, "desk undo")
    assert reply.outcome is Outcome.REFUSED
    assert "ten minutes" in reply.plain


async def test_with_two_at_the_desk_a_second_person_has_to_agree(talk):
    here = talk()
    await both(here)
    await report(here)
    order = 'desk resolve crest ultra outcome:"shown false" source:https://openai.com/x'
    assert (await desk(here, order)).data["state"] == "proposed"
    assert await grade(here) == "NEEDS CORROBORATION"
    (item,) = await queue(here)
    assert (await desk(here, f"desk accept {item['id']}")).outcome is Outcome.REFUSED
    assert (await desk(here, f"desk accept {item['id']}", MOE)).outcome is Outcome.ANSWERED
    assert await grade(here) == "RESOLVED"
    assert (await desk(here, f"desk accept {item['id']}", MOE)).outcome is Outcome.REFUSED


async def test_a_refusal_has_a_reason_that_its_reporter_reads(talk):
    here = talk()
    name = await report(here, actor_since=datetime(2026, 4, 20, tzinfo=UTC))
    (item,) = await queue(here)
    asked = await desk(here, f"desk refuse {item['id']}")
    assert asked.form is not None
    assert asked.form.fields == ("reason", "note")
    await desk(here, f'desk refuse {item["id"]} reason:"nobody could check it" note:"say what you clicked"')
    kept = here.ports.sightings.report(name, View("discord:7", here.clock.now()))
    assert (kept.state, kept.reason) == ("refused", "nobody could check it: say what you clicked")
    story = await tell(here, "checkpoint timeline crest ultra")
    assert "say what you clicked" in story.plain


async def test_a_refused_report_comes_back_with_undo(talk):
    here = talk()
    for hour, person in ((9, ANA), (10, BOB), (11, CYD)):
        await report(here, person, f"2026-04-21T{hour:02}:10Z")
    here.at("2026-04-21T12:00Z")
    await desk(here, 'desk retract CP-0002 reason:"shown to be wrong"')
    assert await grade(here) == "NEEDS CORROBORATION"
    await desk(here, "desk undo")
    assert await grade(here) == "CORROBORATED"


async def test_an_attribution_s_link_is_worth_more_once_the_desk_has_looked(talk):
    here = talk()
    what = 'checkpoint attribute crest pro alpha model:spud method:"press report" why:"named in the text" link:https://x.example/a'
    assert (await tell(here, what)).data["grade"] == "UNCONFIRMED"
    (item,) = await queue(here)
    await desk(here, f"desk accept {item['id']}")
    said = (await tell(here, "checkpoint who crest pro alpha")).data["attributions"]
    assert any(one["grade"] == "REPORTED" for one in said)
    await desk(here, "desk undo")
    said = (await tell(here, "checkpoint who crest pro alpha")).data["attributions"]
    assert not any(one["grade"] == "REPORTED" for one in said)
    await desk(here, 'desk retract AT-0001 reason:"not about this"')
    said = (await tell(here, "checkpoint who crest pro alpha")).data["attributions"]
    assert not any(one["id"] == "AT-0001" for one in said)


async def test_two_labels_that_are_one(talk):
    here = talk()
    await report(here, ANA, "2026-04-21T09:10Z")
    await report(here, BOB, "2026-04-21T10:10Z", "Crest Ultra (beta)")
    await report(here, CYD, "2026-04-21T11:10Z", "Crest Ultra (beta)")
    here.at("2026-04-21T12:00Z")
    assert await grade(here) == "NEEDS CORROBORATION"
    await desk(here, 'desk merge "Crest Ultra (beta)" into:"Crest Ultra"')
    assert await grade(here) == "CORROBORATED"
    assert (await tell(here, 'checkpoint "Crest Ultra (beta)"')).data["label"] == "Crest Ultra"
    await desk(here, "desk undo")
    assert await grade(here) == "NEEDS CORROBORATION"


async def test_two_accounts_that_are_one_person(talk):
    here = talk()
    for hour, person in ((9, ANA), (10, BOB), (11, CYD)):
        await report(here, person, f"2026-04-21T{hour:02}:10Z")
    here.at("2026-04-21T12:00Z")
    reply = await desk(here, "desk merge discord:cyd into:discord:ana")
    assert reply.data["what"] == "person"
    assert await grade(here) == "NEEDS CORROBORATION"
    await desk(here, "desk undo")
    assert await grade(here) == "CORROBORATED"


@pytest.mark.parametrize(
    "order",
    [
        "desk accept DQ-9999",
        "desk accept nonsense",
        "desk merge nobody into:nothing",
        'desk merge "Crest Ultra" into:"crest ultra"',
        "desk merge discord:a into:discord:b",
        'desk retract CP-9999 reason:"not about this"',
        'desk retract AT-9999 reason:"not about this"',
        "desk resolve nobody outcome:void source:https://x.example",
        "desk resolve crest ultra outcome:true source:https://x.example",
        "desk resolve crest ultra outcome:identified source:https://x.example",
        "desk resolve crest ultra outcome:void source:http://127.0.0.1/",
        "desk resolve CL-9999 outcome:true source:https://x.example",
        "desk undo",
    ],
)
async def test_what_cannot_be_decided_says_why(talk, order):
    here = talk()
    await report(here)
    reply = await desk(here, order)
    assert reply.outcome is Outcome.REFUSED
    assert reply.title


async def test_every_act_is_in_the_trail_with_before_and_after(talk):
    here = talk()
    await report(here)
    here.at("2026-04-21T12:00Z")
    await desk(here, 'desk resolve crest ultra outcome:"shown false" source:https://openai.com/x')
    await desk(here, "desk undo")
    data = (await desk(here, "desk queue trail:yes")).data
    assert [act["action"] for act in data["trail"]] == ["undo accept resolve", "accept resolve"]
    assert data["trail"][1]["before"] == {"resolved": False}
    assert data["trail"][1]["undone"] is True
    assert data["whole"] is True


async def test_a_trail_that_was_edited_shows(talk):
    here = talk()
    store = here.ports.desk
    for n in range(4):
        await store.log(
            "discord:7", AuditEntry(MEG, "accept report", f"CP-000{n}", here.clock.now(), {"a": n}, {"b": n})
        )
    assert store.broken("discord:7") is None
    connection = sqlite3.connect(here.running.store.database.path)
    connection.execute("UPDATE audit SET after = '{}' WHERE number = 2")
    connection.commit()
    connection.close()
    assert store.broken("discord:7") == 2
    assert "was changed" in (await desk(here, "desk queue")).plain


async def test_a_claim_is_resolved_and_taken_back(talk):
    here = talk()
    claim = here.ports.claims.every(View("", here.clock.now()))[0]
    reply = await desk(here, f"desk resolve {claim.id} outcome:false source:https://x.example note:said so")
    assert reply.data["state"] == "done"
    assert here.ports.claims.claim(claim.id, View("discord:7", here.clock.now())).outcome.value == "false"
    assert here.ports.claims.claim(claim.id, View("discord:8", here.clock.now())).outcome is claim.outcome
    await desk(here, "desk undo")
    assert here.ports.claims.claim(claim.id, View("discord:7", here.clock.now())).outcome is claim.outcome


@pytest.mark.parametrize(
    "kind",
    ["report", "attribution", "dispute", "resolve", "merge", "retract", "lead", "evidence", "link", "mapping"],
)
def test_every_kind_of_item_has_its_ruling(kind):
    assert ruling(kind).ACCEPTED


async def test_the_same_question_twice_is_one_item(talk):
    here = talk()
    item = QueueItem("lead", "https://x.example", "A line", ANA, here.clock.now())
    names = {await here.ports.desk.propose("discord:7", item) for _ in range(3)}
    assert len(names) == 1
    assert len(await queue(here)) == 1
    assert (await desk(here, f"desk accept {names.pop()}")).outcome is Outcome.ANSWERED


async def test_an_accepted_line_of_a_feed_is_filed_with_its_page_day_and_party(talk):
    here = talk("2026-05-10T12:00Z")
    body = {"link": "https://lab.example/spud", "party": "Lab news", "published": "2026-05-08"}
    line = QueueItem("lead", "https://lab.example/spud", "Spud costs $5", "feed:Lab news", here.clock.now(), body=body)
    name = await here.ports.desk.propose("discord:7", line)
    taken = await desk(here, f"desk accept {name}")
    claim, sighting, evidence = (one for one in taken.actions if isinstance(one, Form))
    assert (claim.filled["claim"], claim.filled["published"]) == ("Spud costs $5", "2026-05-08")
    assert (sighting.command, sighting.filled["link"]) == ("checkpoint report", "https://lab.example/spud")
    kept = await desk(here, order(evidence.command, claim="CL-0036", basis="first-hand", **evidence.filled).line)
    assert kept.outcome is Outcome.ANSWERED, kept.plain
    items = here.ports.claims.evidence(["openai/gpt-5.5"], View("discord:7", here.clock.now()), "CL-0036")
    (item,) = [one for one in items if one.url == "https://lab.example/spud"]
    assert (item.party, item.so_at.date().isoformat(), item.quote) == ("Lab news", "2026-05-08", "Spud costs $5")


async def test_the_queue_is_paged(talk):
    here = talk()
    for n in range(12):
        await here.ports.desk.propose(
            "discord:7", QueueItem("lead", f"https://x.example/{n}", f"Line {n}", ANA, here.clock.now())
        )
    first = await desk(here, "desk queue")
    assert "Page 1 of 3" in first.plain
    last = await desk(here, "desk queue page:9")
    assert "Page 3 of 3" in last.plain
    assert "Line 11" in last.plain


async def test_a_dispute_that_is_accepted_takes_the_report_out_and_undo_brings_it_back(talk):
    here = talk()
    for hour, person in ((9, ANA), (10, BOB), (11, CYD)):
        await report(here, person, f"2026-04-21T{hour:02}:10Z")
    here.at("2026-04-21T12:00Z")
    words = 'checkpoint dispute CP-0002 why:"the picture shows another menu" link:https://x.example/a'
    await tell(here, words, "discord:dan")
    (item,) = await queue(here)
    await desk(here, f"desk accept {item['id']}")
    assert await grade(here) == "NEEDS CORROBORATION"
    assert (await tell(here, "checkpoint crest ultra")).data["disputed"] is False
    await desk(here, "desk undo")
    assert await grade(here) == "CORROBORATED"


async def test_a_dispute_of_a_whole_label_takes_all_its_reports(talk):
    here = talk()
    await report(here)
    words = 'checkpoint dispute crest ultra why:"nothing of that name was ever shown" link:https://x.example/a'
    await tell(here, words, BOB)
    (item,) = await queue(here)
    await desk(here, f"desk accept {item['id']}")
    assert await grade(here) == "CASUAL"


async def test_a_claim_s_dispute_is_weighed_here_too(talk):
    here = talk()
    claim = here.ports.claims.every(View("", here.clock.now()))[0]
    why = "that document never says so at all"
    asked = await tell(here, f'claimcheck dispute {claim.id} why:"{why}" link:https://x.example/a')
    assert asked.outcome is Outcome.ANSWERED
    (item,) = await queue(here)
    for decision, state in (("accept", "accepted"), ("refuse", "refused")):
        words = f"desk {decision} {item['id']}" + (' reason:"not about this"' if decision == "refuse" else "")
        assert (await desk(here, words)).outcome is Outcome.ANSWERED
        (dispute,) = here.ports.claims.disputes(claim.id, View("discord:7", here.clock.now()))
        assert dispute.state == state
        await desk(here, "desk undo")
        (dispute,) = here.ports.claims.disputes(claim.id, View("discord:7", here.clock.now()))
        assert dispute.state == "waiting"


async def test_how_a_market_bears_on_a_claim_is_the_desk_s_to_say(talk):
    here = talk()
    view = View("discord:7", here.clock.now())
    claim = here.ports.claims.every(view)[0]
    market = re.search(r"MK-\d{4}", str((await tell(here, "odds spud")).data))[0]
    asked = await tell(here, f"odds link {market} claim:{claim.id} relation:near")
    assert asked.data["state"] == "proposed"
    (item,) = await queue(here)
    assert item["kind"] == "link"
    await desk(here, f"desk accept {item['id']}")
    assert here.ports.markets.links(view, claim=claim.id, state="accepted")


async def test_refusing_what_the_desk_itself_proposed_changes_nothing(talk):
    here = talk()
    await both(here)
    await report(here)
    await desk(here, 'desk resolve crest ultra outcome:"shown false" source:https://openai.com/x')
    await desk(here, 'desk retract CP-0001 reason:"not about this"')
    for item in await queue(here):
        words = f'desk refuse {item["id"]} reason:"not about this"'
        assert (await desk(here, words, MOE)).outcome is Outcome.ANSWERED
        assert (await desk(here, "desk undo", MOE)).outcome is Outcome.ANSWERED
    assert await grade(here) == "NEEDS CORROBORATION"


async def test_a_report_withdrawn_while_it_waits_is_decided_without_harm(talk):
    here = talk()
    name = await report(here, actor_since=datetime(2026, 4, 20, tzinfo=UTC))
    await tell(here, f"checkpoint withdraw {name}")
    (item,) = await queue(here)
    assert (await desk(here, f"desk accept {item['id']}")).outcome is Outcome.ANSWERED
    assert await grade(here) == "CASUAL"
    assert (await desk(here, f'desk retract {name} reason:"not about this"')).outcome is Outcome.REFUSED
