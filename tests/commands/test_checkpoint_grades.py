"""What lifts the grade of a label and what lowers it again."""

from datetime import UTC, datetime

from bot.messages.levels import brief_text
from bot.messages.reply import Outcome
from bot.messages.request import Role
from tests.sightings import ANA, BOB, CYD, DAN, TEXT, grade, line, reported, tell, view


async def test_two_other_people_lift_it_and_a_withdrawal_lowers_it_seen_in_the_timeline(talk):
    here = talk()
    _, second, _ = await reported(here, ANA, BOB, CYD)
    assert await grade(here) == "CORROBORATED"
    here.at("2026-04-21T15:00Z")
    reply = await tell(here, f"checkpoint withdraw {second}", BOB)
    assert (reply.data["before"], reply.data["grade"]) == ("CORROBORATED", "NEEDS CORROBORATION")
    story = (await tell(here, "checkpoint timeline crest ultra")).data
    assert [change["after"] for change in story["changes"]] == [
        "NEEDS CORROBORATION",
        "CORROBORATED",
        "NEEDS CORROBORATION",
    ]
    assert f"{second} withdrawn" in story["changes"][-1]["reason"]
    assert (await tell(here, "checkpoint crest ultra as_of:2026-04-21T14:00Z")).data["grade"] == "CORROBORATED"


async def test_what_was_withdrawn_is_gone_and_cannot_be_withdrawn_twice(talk):
    here = talk()
    (only,) = await reported(here, ANA)
    await tell(here, f"checkpoint withdraw {only}")
    assert await grade(here) == "CASUAL"
    again = await tell(here, f"checkpoint withdraw {only}")
    assert again.outcome is Outcome.REFUSED
    kept = here.ports.sightings.report(only, here.ports.sightings and view(here))
    assert (kept.text, kept.state) == ("", "withdrawn")


async def test_the_reporter_s_own_second_report_lifts_nothing(talk):
    here = talk()
    await reported(here, ANA, BOB)
    here.at("2026-04-21T16:00Z")
    reply = await tell(here, line(), ANA)
    assert reply.data["grade"] == "NEEDS CORROBORATION"
    assert reply.data["not_counted"] == "same person"


async def test_a_new_account_is_looked_at_first(talk):
    here = talk()
    await reported(here, ANA, BOB)
    here.at("2026-04-21T16:00Z")
    reply = await tell(here, line(), CYD, actor_since=datetime(2026, 4, 20, tzinfo=UTC))
    assert reply.data["state"] == "queued"
    assert reply.data["grade"] == "NEEDS CORROBORATION"
    queue = await tell(here, "desk queue", DAN, role=Role.DESK)
    (item,) = queue.data["waiting"]
    assert item["about"] == reply.data["id"]
    await tell(here, f"desk accept {item['id']}", DAN, role=Role.DESK)
    assert await grade(here) == "CORROBORATED"


async def test_what_was_refused_stays_refused_when_it_is_edited(talk):
    here = talk()
    await reported(here, ANA, BOB, CYD)
    here.at("2026-04-21T12:00Z")
    await tell(here, 'desk retract CP-0002 reason:"shown to be wrong"', "discord:mod", role=Role.DESK)
    assert await grade(here) == "NEEDS CORROBORATION"
    here.at("2026-04-21T12:05Z")
    await tell(here, f'checkpoint edit CP-0002 text:"{TEXT} And more."', BOB)
    assert await grade(here) == "NEEDS CORROBORATION"
    shown = await tell(here, "checkpoint crest ultra")
    assert shown.data["reports"] == 2


async def test_a_merged_label_is_counted_under_what_it_became(talk):
    here = talk()
    await reported(here, ANA, BOB)
    here.at("2026-04-21T12:00Z")
    await tell(here, line("Crest Ultimate"), CYD)
    await tell(here, 'desk merge source:"Crest Ultimate" into:"Crest Ultra"', "discord:mod", role=Role.DESK)
    shown = (await tell(here, "checkpoint crest ultimate")).data
    assert (shown["label"], shown["reports"], shown["grade"]) == ("Crest Ultra", 3, "CORROBORATED")
    listed = (await tell(here, "checkpoint list")).data["labels"]
    assert [(one["label"], one["reports"]) for one in listed if one["label"].startswith("Crest Ul")] == [
        ("Crest Ultra", 3)
    ]
    before = (await tell(here, "checkpoint list as_of:2026-04-21T11:59Z")).data["labels"]
    assert [one["label"] for one in before if one["reports"]] == ["Crest Ultra"]


async def test_an_acceptance_that_was_taken_back_can_be_given_again(talk):
    here = talk()
    await reported(here, ANA, BOB)
    here.at("2026-04-21T12:00Z")
    await tell(here, line(), CYD, actor_since=datetime(2026, 4, 20, tzinfo=UTC))
    for order, expected in (
        ("desk accept DQ-0001", "CORROBORATED"),
        ("desk undo", "NEEDS CORROBORATION"),
        ("desk accept DQ-0001", "CORROBORATED"),
    ):
        here.at(f"2026-04-21T12:0{len(expected) % 10}Z")
        await tell(here, order, "discord:mod", role=Role.DESK)
        assert await grade(here) == expected


async def test_a_dispute_shows_at_once_and_three_refused_pause_the_right(talk):
    here = talk()
    await reported(here, ANA)
    asked = await tell(here, "checkpoint dispute CP-0001", BOB)
    assert asked.form is not None
    for n in range(3):
        words = f'checkpoint dispute CP-0001 why:"the picture is made up, number {n}" link:https://x.example/{n}'
        assert (await tell(here, words, BOB)).data["state"] == "disputed"
        assert (await tell(here, "checkpoint crest ultra")).data["disputed"] is True
        (item,) = (await tell(here, "desk queue", DAN, role=Role.DESK)).data["waiting"]
        await tell(here, f'desk refuse {item["id"]} reason:"not about this"', DAN, role=Role.DESK)
    again = await tell(here, words, BOB)
    assert again.outcome is Outcome.REFUSED
    assert "dispute again from" in again.plain


async def test_what_the_desk_decided_stands_in_the_list_and_is_said_once(talk):
    here = talk()
    await reported(here, ANA)
    here.at("2026-04-21T12:00Z")
    order = "desk resolve crest ultra outcome:identified subject:gpt-5.5 source:https://openai.com/x note:announced"
    await tell(here, order, "discord:mod", role=Role.DESK)
    (row,) = (one for one in (await tell(here, "checkpoint list")).data["labels"] if one["label"] == "Crest Ultra")
    assert row["identified_as"] == "openai/gpt-5.5"
    change = (await tell(here, "checkpoint timeline crest ultra")).data["changes"][-1]
    assert change["after"] == "RESOLVED"
    assert change["reason"].count("announced") == 1


async def test_a_label_that_cannot_be_told_contradicts_nobody(talk):
    here = talk()
    await reported(here, ANA)
    await tell(here, 'checkpoint attribute crest ultra model:spud method:style why:"its drawings look so"', BOB)
    here.at("2026-04-21T12:00Z")
    order = 'desk resolve crest ultra outcome:void source:https://openai.com/x note:"gone before anybody could tell"'
    await tell(here, order, "discord:mod", role=Role.DESK)
    data = (await tell(here, "checkpoint crest ultra")).data
    assert data["grade"] == "RESOLVED"
    assert [one["grade"] for one in data["attributions"]] == ["SPECULATION"]
    styles = [row["n"] for row in (await tell(here, "checkpoint methods")).data["methods"] if row["method"] == "style"]
    assert styles == [3]  # those of the public record alone


async def test_the_brief_names_the_surest_attribution_and_its_model(talk):
    here = talk()
    await reported(here, ANA)
    for method, link in (("tokenizer", "link:https://a.example/counts"), ("style", "")):
        named = "checkpoint attribute crest ultra model:anthropic/claude-opus-6"
        await tell(here, f'{named} method:{method} why:"Its token counts are the same" {link}', BOB)
    shown = brief_text(await tell(here, "checkpoint crest ultra"))
    assert "2 attributions to Claude Opus 6, none better than UNCONFIRMED." in shown
