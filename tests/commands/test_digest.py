"""/digest and /catchup as conversations."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.source_state import SourceState
from bot.messages import words
from bot.messages.levels import LINES, brief_text
from bot.messages.reply import Button, Chart, Form, Level, Outcome
from bot.messages.request import Role
from bot.ports.notifications.subscriptions import Mode

START = datetime(2026, 4, 21, 12, tzinfo=UTC)
CREATE = 'digest create channel:#leaks name:"Model watch" days:weekdays time:09:00 timezone:Europe/Berlin about:spud'


def runs(reply) -> dict[str, str]:
    return {action.label: action.run.line for action in reply.actions if isinstance(action, Button)}


async def test_create_shows_real_data_and_starts_only_by_a_second_word(talk):
    here = talk("2026-04-24T12:00Z")
    made = await here.say(CREATE)
    assert made.private
    assert made.data["confirmation"] == "Every weekday 09:00 Europe/Berlin; next: Mon 27 Apr 09:00"
    assert "09:00 was 5 h ago today; the first run is Mon 27 Apr 09:00." in made.plain
    assert "GPT-5.5 in ChatGPT and Codex" in made.plain
    start = 'digest resume id:DG-01 state:"not started"'
    assert runs(made) == {"Start": start, "Send a test": "digest run id:DG-01 test:yes"}
    assert [action.command for action in made.actions if isinstance(action, Form)] == ["digest edit"]
    assert here.ports.subscriptions.digest("console:local", 1).mode is Mode.DRAFT
    assert tuple(here.ports.subscriptions.due("console", datetime(2027, 1, 1, tzinfo=UTC))) == ()
    started = await here.say(runs(made)["Start"])
    assert started.data["next"] == datetime(2026, 4, 27, 7, tzinfo=UTC)
    assert "running already" in (await here.say(runs(made)["Start"])).plain
    await here.say("digest pause DG-01")
    late = await here.say(runs(made)["Start"])
    assert (late.outcome, late.title) == (Outcome.REFUSED, "DG-01 is paused now; that button is older.")
    assert here.ports.subscriptions.digest("console:local", 1).mode is Mode.PAUSED


async def test_asking_again_for_the_same_is_the_same_draft(talk):
    here = talk()
    await here.say(CREATE)
    again = await here.say(CREATE)
    assert again.data["id"] == "DG-01"
    assert len((await here.say("digest")).data["digests"]) == 1


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("digest create here name:x days:daily time:9 timezone:CEST", "“CEST” names an offset, not a place"),
        ("digest create here name:x days:daily time:9 timezone:Atlantis", "I do not know the time zone “Atlantis”"),
        ("digest create here name:x days:sometimes time:9 timezone:UTC", "“sometimes” names no days"),
        ("digest create here name:x days:daily time:25:00 timezone:UTC", "“25:00” is not a time of day"),
        ("digest create here name:x days:daily time:9 timezone:UTC about:nobody-knows-this", "I do not know"),
        ("digest create here name:x days:daily time:9 timezone:UTC sections:gossip", "There is no section “gossip”"),
        ('digest create channel:"the other one" name:x days:daily time:9 timezone:UTC', "which channel"),
        ("digest preview DG-99", "There is no digest DG-99 here."),
        ("digest why", "There is no digest here."),
        ("digest pause DG-01", "There is no digest DG-01 here."),
    ],
)
async def test_what_cannot_be_done_says_why_and_what_would(talk, line, said):
    reply = await talk().say(line)
    assert reply.outcome is Outcome.REFUSED
    assert reply.private
    assert said in reply.plain
    assert "You typed: " in reply.plain


async def test_the_clock_changes_of_the_year_are_told(talk):
    made = await talk().say("digest create here name:x days:daily time:02:30 timezone:Berlin")
    assert "02:30 comes twice on Sun 25 Oct 2026 in Europe/Berlin; that run will be at the first." in made.plain
    assert "02:30 does not exist on Sun 28 Mar 2027 in Europe/Berlin; that run will be at 03:00." in made.plain


async def test_the_list_says_when_each_runs_next_on_the_readers_clock(talk):
    here = talk()
    assert "Nothing is posted where nobody asked for it." in (await here.say("digest")).plain
    await here.say(CREATE)
    await here.say("digest resume DG-01")
    listed = await here.say("digest list")
    assert "DG-01 Model watch · #leaks · Every weekday 09:00 Europe/Berlin · about Spud · active" in listed.plain
    assert "next: Wed 22 Apr 07:00 UTC, in 19 h" in listed.plain


async def test_why_walks_one_item_through_the_stages(talk):
    here = talk("2026-04-24T12:00Z")
    await here.say(CREATE)
    walked = await here.say("digest why CL-0002")
    assert [stage["stage"] for stage in walked.data["stages"]][:5] == [
        "matched", "grade floor", "already sent", "below threshold", "muted",
    ]  # fmt: skip
    everything = await here.say("digest why id:DG-01")
    assert everything.data["told"]
    assert brief_text(everything).count("\n") < LINES
    assert {row["stage"] for row in everything.data["left_out"]} <= {"matched", "cap"}
    unknown = await here.say("digest why the moon")
    assert "Nothing changed about “the moon”" in unknown.plain


async def test_the_preview_uses_the_same_stages_as_why(talk):
    here = talk("2026-04-24T12:00Z")
    await here.say(CREATE)
    preview, why = await here.say("digest preview"), await here.say("digest why")
    assert preview.data["items"] == why.data["told"]


async def test_muting_leaves_an_item_out_and_why_says_so(talk):
    here = talk("2026-04-24T12:00Z")
    await here.say(CREATE)
    await here.say("digest edit DG-01 mute:CL-0002 max_items:20")
    walked = await here.say("digest why CL-0002")
    assert walked.data["stages"][-1] == {"stage": "muted", "passed": False, "why": "CL-0002 is muted here"}


async def test_an_unknown_name_is_not_muted_and_one_that_was_can_be_told_again(talk):
    here = talk("2026-04-24T12:00Z")
    await here.say(CREATE)
    refused = await here.say("digest edit DG-01 mute:zorbulon")
    assert (refused.outcome, refused.title) == (Outcome.REFUSED, "I do not know “zorbulon”; nothing was changed.")
    unmuted = await here.say("digest edit DG-01 unmute:zorbulon")
    assert (unmuted.outcome, unmuted.title) == (Outcome.REFUSED, "“zorbulon” is not muted here.")


async def test_what_is_muted_is_missing_from_the_page_at_once_and_undo_brings_it_back(talk):
    here = talk("2026-04-21T12:00Z")
    await here.say(CREATE)
    muted = await here.say("digest edit DG-01 mute:spud")
    assert "CL-0007" not in muted.plain
    assert "CL-0007" not in (await here.say("digest preview DG-01")).plain
    undo = next(action for action in muted.actions if action.label == "Undo")
    back = await here.say(undo.run.line)
    assert "CL-0007" in back.plain
    assert "“openai/spud” is told here again." in back.note
    assert "CL-0007" in (await here.say("digest preview DG-01")).plain


async def test_edit_changes_what_is_named_and_undo_changes_it_back(talk):
    here = talk()
    await here.say(CREATE)
    edited = await here.say("digest edit DG-01 time:10:15 days:daily timezone:Tokyo name:Later channel:#other")
    assert edited.data["timetable"] == "Every day 10:15 Asia/Tokyo"
    assert (edited.data["name"], edited.data["place"]) == ("Later", "console:local/other")
    assert edited.data["about"] == ["openai/spud"]
    back = await here.say(runs(edited)["Undo"])
    assert back.data["timetable"] == "Every weekday 09:00 Europe/Berlin"
    assert (back.data["name"], back.data["place"]) == ("Model watch", "console:local/leaks")


async def test_pause_until_and_resume(talk):
    here = talk()
    await here.say(CREATE)
    await here.say("digest resume DG-01")
    paused = await here.say("digest pause DG-01 until:friday")
    assert paused.title == "DG-01 “Model watch” is paused until Fri 24 Apr 00:00 UTC"
    assert paused.data["next"] == datetime(2026, 4, 24, 7, tzinfo=UTC)
    assert "in the past" in (await here.say("digest pause DG-01 until:2026-04-20")).plain
    for_good = await here.say("digest pause DG-01")
    assert for_good.data["next"] is None
    assert (await here.say(runs(for_good)["Resume now"])).data["state"] == "active"


async def test_delete_can_be_taken_back_for_ten_minutes(talk):
    here = talk()
    await here.say(CREATE)
    await here.say("digest resume DG-01")
    gone = await here.say("digest delete DG-01")
    assert (await here.say("digest")).data["digests"] == []
    assert (await here.say(runs(gone)["Undo"])).data["state"] == "active"
    await here.say("digest delete DG-01")
    here.clock.move(here.clock.now() + timedelta(minutes=11))
    assert (await here.say("digest resume DG-01")).outcome is Outcome.REFUSED
    assert await here.ports.subscriptions.forget_deleted(here.clock.now() - timedelta(minutes=10)) == 1


async def test_run_queues_a_message_and_leaves_the_schedule_where_it_is(talk):
    here = talk("2026-04-24T12:00Z")
    await here.say(CREATE)
    started = await here.say("digest resume DG-01")
    tested = await here.say("digest run DG-01 test:yes")
    assert "A test of DG-01" in tested.title
    now = await here.say("digest run DG-01")
    assert now.data["next"] == started.data["next"]
    assert sum(here.ports.outbox.totals().states.values()) == 2
    assert here.ports.subscriptions.digest("console:local", 1).covered == here.clock.now()


async def test_digests_are_for_who_manages_the_channel_and_seen_by_no_other_tenant(talk):
    here = talk()
    assert "needs the manager role" in (await here.say(CREATE, role=Role.MEMBER)).plain
    await here.say(CREATE)
    elsewhere = await here.say("digest preview DG-01", place="console:other/here")
    assert elsewhere.outcome is Outcome.REFUSED


async def test_with_a_picture_it_carries_one_chart_with_words_for_it(talk):
    made = await talk("2026-04-24T12:00Z").say(CREATE + " image:yes")
    assert len(made.pictures) <= 1
    assert all(picture.alt for picture in made.pictures)


async def test_catchup_tells_ten_lines_and_then_begins_anew(talk):
    here = talk("2026-04-24T12:00Z")
    first = await here.say("catchup")
    assert first.private
    assert " things changed in the last 7 days" in first.plain
    assert first.data["changes"][0]["title"][:20] in first.title
    assert len(first.data["changes"]) == 10
    assert (await here.say("catchup")).title == "Nothing new since Fri 24 Apr 12:00 UTC"
    seen, page = [first], first
    while following := runs(page).get(words.NEXT_PAGE, ""):
        page = await here.say(following)
        seen.append(page)
    assert all(sum(one.label == words.NEXT_PAGE for one in page.actions) <= 1 for page in seen)
    assert any(str(page.note).count("Part ") for page in seen)  # of one page that is taller than a few screens
    pages = list({page.data["page"]: page for page in seen}.values())
    told = [change["id"] for one in pages for change in one.data["changes"]]
    assert len(told) == len(set(told)) == first.data["more"] + 10
    assert (await here.say(f"catchup since:2026-04-17 page:{len(pages) + 40}")).outcome is Outcome.REFUSED
    assert len(pages) == first.data["pages"] > 1
    assert all(one.level is Level.FULL for one in pages[1:] if one.brief is not None)
    await here.say("catchup", actor="console:ana")
    typed = await here.say("catchup page:2", actor="console:ana")  # the look before it was marked as seen
    assert [change["id"] for change in typed.data["changes"]] == [change["id"] for change in pages[1].data["changes"]]
    here.at("2026-04-25T12:00Z")
    later = await here.say("catchup spud")
    assert "changed since Fri 24 Apr 12:00 UTC" in later.plain
    assert all(change["at"] > datetime(2026, 4, 24, 12, tzinfo=UTC) for change in later.data["changes"])


@pytest.mark.parametrize("line", ["catchup since:2026-04-17 all:yes", "catchup all:true", "catchup spud all:yes"])
async def test_a_look_of_an_earlier_version_still_answers(talk, line):
    reply = await talk("2026-04-24T12:00Z").say(line)
    assert (reply.outcome, reply.data["page"]) == (Outcome.ANSWERED, 1)


async def test_a_past_look_keeps_its_time_and_promises_no_beginning(talk):
    here = talk("2026-04-24T12:00Z")
    past = await here.say("catchup as_of:2026-04-23T18:00Z")
    assert past.brief is not None
    assert "next look" not in str(past.brief)
    assert "as_of:2026-04-23T18:00" in past.brief.full.line
    full = await here.say(f"full {past.brief.full.line}")
    assert full.data["as_of"] == past.data["as_of"]
    assert full.data["pages"] == past.data["pages"]
    assert all("as_of:" in line for label, line in runs(past).items() if label == words.NEXT_PAGE)


async def test_a_look_into_the_past_marks_nothing_as_seen(talk):
    here = talk("2026-04-24T12:00Z")
    past = await here.say("catchup spud as_of:2026-04-22T18:00Z")
    assert {change["title"] for change in past.data["changes"]} >= {"Six names in the Codex dropdown"}
    assert all(change["at"] <= datetime(2026, 4, 22, 18, tzinfo=UTC) for change in past.data["changes"])
    assert "things changed in the last 7 days" in (await here.say("catchup")).plain


async def test_one_persons_look_is_not_anothers(talk):
    here = talk("2026-04-24T12:00Z")
    await here.say("catchup", actor="console:ana")
    assert "things changed in the last 7 days" in (await here.say("catchup", actor="console:ben")).plain


async def test_why_understands_the_digest_as_its_first_word(talk):
    here = talk("2026-04-23T19:00Z")
    for name in ("Model watch", "Second"):
        await here.say(CREATE.replace("Model watch", name))
    assert (await here.say("digest why DG-02")).data["digest"] == "DG-02"
    one = await here.say("digest why DG-01 CL-0002")
    assert one.outcome.value == "answered", one.plain
    assert one.data["stages"][0]["stage"] == "matched"
    assert "There is no digest DG-09 here." in (await here.say("digest why DG-09 CL-0002")).plain


async def test_undo_of_an_edit_brings_everything_back(talk):
    here = talk()
    await here.say(CREATE)
    before = (await here.say("digest list")).data["digests"][0]
    changed = await here.say(
        'digest edit DG-01 time:07:10 days:mon max_items:4 if_quiet:skip image:yes points:9 sections:"odds moves"'
    )
    undo = next(action for action in changed.actions if action.label == "Undo")
    await here.say(undo.run.line)
    after = (await here.say("digest list")).data["digests"][0]
    assert {key: value for key, value in after.items() if before[key] != value} == {}


async def test_what_was_left_out_is_said_in_words(talk):
    here = talk("2026-04-23T19:00Z")
    made = await here.say(CREATE + " max_items:3 about:spud")
    assert re.search(r"Left out: .*\d+ (over the cap|not asked for|under the grade floor)", made.plain), made.plain


@pytest.mark.parametrize(
    ("state", "says"),
    [
        (SourceState("kalshi", START, START - timedelta(hours=9)), "kalshi has been unreadable since Tue 21 Apr"),
        (SourceState("kalshi", START), "kalshi has been unreadable (it was never read)"),
        (
            SourceState("kalshi", START, START - timedelta(hours=9), "HTTP 403", START - timedelta(hours=2), 3),
            "kalshi has been unreadable since Tue 21 Apr 12:00 (HTTP 403)",
        ),
    ],
)
async def test_a_source_that_stopped_without_a_word_is_no_quiet_day(talk, state, says):
    here = talk()
    await here.ports.sources.note([state, SourceState("polymarket", START, START)])
    await here.say(CREATE.replace("about:spud", "") + " about:openai/gpt-6")
    page = (await here.say("digest preview DG-01")).plain
    assert says in page
    assert "Checked 1 of 2 sources" in page
    assert "Nothing new" not in page
    status = await here.say("spudwatch status")
    assert status.title == "1 of 2 sources are not well"
    assert "What you will stop seeing" in status.plain
    assert "odds from Kalshi keep their last price and its age" in status.plain
    assert says.partition(" since")[0].partition(" (")[0] in (await here.say("catchup")).plain


async def test_a_source_that_is_not_due_again_is_well(talk):
    here = talk()
    good = SourceState("models_dev", START, START - timedelta(hours=5), next_at=START + timedelta(hours=1))
    await here.ports.sources.note([good])
    assert (await here.say("spudwatch status")).title == "All 1 sources are well"


async def test_a_picture_needs_two_readings_and_says_so_without(talk):
    here = talk("2026-04-22T19:00Z")
    drawn = await here.say(CREATE + " image:yes")
    (chart,) = (part for part in drawn.parts if isinstance(part, Chart))
    assert chart.alt == (
        "Odds this week: polymarket April 23 from 67 % to 88 % on 22 Apr; polymarket April 30 from 81 % to 91 % on 22 "
        "Apr; polymarket June 30 from 95 % to >99 % on 22 Apr."
    )
    later = await here.at("2026-05-10T19:00Z").say("digest preview DG-01")
    assert not [part for part in later.parts if isinstance(part, Chart)]
    assert "No chart: the odds were not read twice in these seven days." in later.plain


async def test_catchup_about_one_thing_that_can_be_opened_finds_it_and_a_date_begins_in_the_morning(talk):
    chat = talk("2026-04-24T20:00Z")
    for ref in ("CL-0002", "MK-0001"):
        reply = await chat.say(f"catchup about:{ref} since:2026-04-23")
        assert [change["ref"] for change in reply.data["changes"]] == [ref]
        assert reply.data["since"] == datetime(2026, 4, 23, tzinfo=UTC)
        assert reply.note == ""
    assert (await chat.say("catchup about:spud")).note == ""
    assert (await chat.say("catchup")).note == "Your next look begins here."


@pytest.mark.parametrize(
    "before", ["", "digest resume DG-01", 'digest pause DG-01 until:"1 week"', "digest pause DG-01"]
)
async def test_an_undo_restores_the_state_that_was(talk, before):
    here = talk("2026-04-24T12:00Z")
    await here.say(CREATE)
    if before:
        await here.say(before)
    was = here.ports.subscriptions.digest("console:local", 1)
    for change in ("digest delete DG-01", "digest pause DG-01 until:friday", "digest resume DG-01"):
        done = await here.say(change)
        if "Undo" not in runs(done):  # it ran already, and nothing changed
            continue
        await here.say(runs(done)["Undo"])
        now = here.ports.subscriptions.digest("console:local", 1)
        state = [(one.mode, one.paused_until, one.why, one.next_at) for one in (was, now)]
        assert state[0] == state[1], change


async def test_a_name_that_exists_is_said_and_rewrites_nothing(talk):
    here = talk()
    await here.say(CREATE)
    was = here.ports.subscriptions.digest("console:local", 1)
    for start in ("", "digest resume DG-01"):
        if start:
            await here.say(start)
        reply = await here.say(re.sub("time:[0-9:]+", "time:07:15", CREATE))
        assert reply.outcome is Outcome.REFUSED
        assert reply.title.startswith("There is DG-01 ")
        assert [one.command for one in reply.actions if isinstance(one, Form)] == ["digest edit", "digest create"]
        now = here.ports.subscriptions.digests("console:local")
        assert [(one.table, one.wish) for one in now] == [(was.table, was.wish)]
