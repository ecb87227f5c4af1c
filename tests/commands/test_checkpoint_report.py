"""The form of a report: five questions, duplicates first, a preview, a receipt; nothing typed is lost."""

import asyncio
from datetime import UTC, datetime

import pytest

from bot.messages.reply import Outcome
from bot.messages.request import Attachment, Request
from tests.sightings import ANA, BOB, PLACE, TEXT, line, reported, tell, view


async def test_a_bare_report_asks_its_five_questions(talk):
    reply = await tell(talk(), "checkpoint report")
    assert reply.form is not None
    assert reply.form.fields == ("label", "how", "where", "text", "image")


async def test_a_report_is_previewed_before_it_is_saved(talk):
    here = talk()
    reply = await tell(here, line(step="preview"))
    assert reply.data["state"] == "preview"
    assert TEXT in reply.plain
    assert here.ports.sightings.reports("crest ultra", view(here)) == ()
    saved = await tell(here, reply.actions[0].run.line)
    assert saved.data["id"] == "CP-0001"
    assert "0 of 2" in saved.plain
    again = await tell(here, reply.actions[0].run.line)
    assert again.data["state"] == "nothing"


async def test_a_draft_waits_a_quarter_of_an_hour(talk):
    here = talk()
    await tell(here, line(step="preview"))
    here.at("2026-04-21T12:14Z")
    assert (await tell(here, "checkpoint report step:save")).data["state"] == "saved"
    await tell(here, line("Other Name", step="preview"))
    here.at("2026-04-21T12:31Z")
    assert (await tell(here, "checkpoint report step:save")).data["state"] == "nothing"


async def test_similar_labels_are_asked_about_before_saving(talk):
    here = talk()
    await reported(here, ANA)
    reply = await tell(here, line("crest ultra", step="preview"), BOB)
    assert reply.data["state"] == "similar"
    assert reply.data["similar"][0]["label"] == "Crest Ultra"
    same = await tell(here, reply.actions[0].run.line, BOB)
    assert same.data["state"] == "preview"
    await tell(here, "checkpoint report step:save", BOB)
    assert len((await tell(here, "checkpoint crest ultra")).data["ids"]) == 2


async def test_a_label_said_to_be_different_stays_apart(talk):
    here = talk()
    await reported(here, ANA)
    await tell(here, line("crest ultra", step="preview"), BOB)
    await tell(here, "checkpoint report step:different", BOB)
    saved = await tell(here, "checkpoint report step:save", BOB)
    assert saved.data["grade"] == "NEEDS CORROBORATION"
    assert len((await tell(here, "checkpoint crest ultra")).data["ids"]) == 1


async def test_weak_text_comes_back_with_what_is_missing_and_is_kept(talk):
    here = talk()
    for _ in range(2):
        reply = await tell(here, line(text="legit, saw it myself"))
        assert reply.data["state"] == "returned"
        assert reply.data["missing"]
        assert reply.actions[0].filled["text"] == "legit, saw it myself"
    third = await tell(here, line(text="legit, saw it myself"))
    assert third.data["grade"] == "CASUAL"


async def test_second_hand_needs_no_account_and_stays_casual(talk):
    reply = await tell(talk(), line(how="saw a post", text="", more="link:https://x.com/a/status/1"))
    assert reply.data["grade"] == "CASUAL"


async def test_ten_reports_in_a_minute_are_slowed_down(talk):
    here = talk()
    replies = [await tell(here, line(f"Name {n} of mine {'abcdefghij'[n] * 5}")) for n in range(10)]
    refused = [reply for reply in replies if reply.outcome is Outcome.REFUSED]
    assert 0 < len(refused) < 10
    assert "The next one" in refused[0].plain


@pytest.mark.parametrize(
    "label",
    ["x" * 10_000, "\u200b\u200b", "<@123456>", "@everyone", "<!channel>", "[Crest](https://evil.example)", "----"],
)
async def test_what_is_no_label_is_refused_with_what_to_do(talk, label):
    reply = await tell(talk(), line(label))
    assert reply.outcome is Outcome.REFUSED
    assert reply.parts


@pytest.mark.parametrize("more", ["seen:2027-01-01", "seen:2019-01-01", "seen:someday", 'plan:"Gold"'])
async def test_times_and_plans_that_cannot_be_are_refused(talk, more):
    assert (await tell(talk(), line(more=more))).outcome is Outcome.REFUSED


@pytest.mark.parametrize(
    "link",
    [
        "http://127.0.0.1/x",
        "http://169.254.169.254/latest/meta-data",
        "http://localhost:8000",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://2130706433/",
        "http://127.1/",
        "https://metadata.google.internal/",
        "ftp://example.com/x",
        "javascript:alert(1)",
    ],
)
async def test_a_link_nobody_else_can_read_is_refused(talk, link):
    reply = await tell(talk(), line(more=f"link:{link}"))
    assert reply.outcome is Outcome.REFUSED


async def test_a_name_before_the_host_of_a_link_is_dropped(talk):
    here = talk()
    await tell(here, line(more="link:https://good.example@evil.example/x"))
    assert here.ports.sightings.report("CP-0001", view(here)).link == "https://evil.example/x"


async def test_the_time_and_plan_once_given_outlive_a_returned_text(talk):
    here = talk()
    given = 'seen:2026-04-20T08:00Z plan:Plus link:"https://example.com/a"'
    await tell(here, line(text="legit", step="preview", more=given))
    reply = await tell(here, f'checkpoint report label:"Crest Ultra" text:"{TEXT}" step:edit')
    assert reply.data["state"] == "preview"
    assert reply.data["seen"] == datetime(2026, 4, 20, 8, tzinfo=UTC)
    assert reply.data["link"] == "https://example.com/a"
    assert "ChatGPT picker, Plus" in reply.plain


async def test_a_label_mended_in_the_form_keeps_all_else_and_a_new_report_begins_afresh(talk):
    here = talk()
    form = (await tell(here, line("Crest Ulrta", step="preview", more="plan:Plus"))).actions[2]
    assert form.filled["step"] == "edit"
    mended = await tell(here, 'checkpoint report label:"Crest Ultra" step:edit')
    assert (mended.data["state"], mended.data["label"]) == ("preview", "Crest Ultra")
    assert "Plus" in mended.plain
    other = await tell(here, 'checkpoint report label:"Another Name"')
    assert other.data["state"] == "asking"


async def test_a_refused_picture_or_pace_keeps_what_was_typed(talk):
    here = talk()
    bad = Request(
        line=line(step="preview"), values={"image": Attachment("x.png", "image/png", b"hello")}, actor=ANA, place=PLACE
    )
    reply = await here.app.run(bad)
    assert reply.outcome is Outcome.REFUSED
    assert "kept for 15 minutes" in reply.plain
    (form,) = reply.actions
    assert form.filled["text"] == TEXT
    assert (await tell(here, "checkpoint report step:edit")).data["state"] == "preview"
    for number in range(5):
        await tell(here, line(f"Name {number} Alpha"))
    slow = await tell(here, line("Name 9 Alpha"))
    assert slow.outcome is Outcome.REFUSED
    assert "Your draft is kept" in slow.plain
    here.at("2026-04-21T12:02Z")
    assert (await tell(here, "checkpoint report step:save")).data["label"] == "Name 9 Alpha"


async def test_a_report_is_edited_by_its_own_within_a_day(talk):
    here = talk()
    await reported(here, ANA)
    longer = TEXT + " The menu had six entries."
    reply = await tell(here, f'checkpoint edit CP-0001 text:"{longer}"')
    assert reply.data["changed"] == ["text"]
    assert (await tell(here, "checkpoint edit CP-0001 plan:Pro", BOB)).outcome is Outcome.REFUSED
    here.at("2026-04-22T10:00Z")
    assert (await tell(here, "checkpoint edit CP-0001 plan:Pro")).outcome is Outcome.REFUSED
    assert (await tell(here, "checkpoint withdraw CP-0001", BOB)).outcome is Outcome.REFUSED
    assert (await tell(here, "checkpoint withdraw CP-9999")).outcome is Outcome.REFUSED


async def test_a_button_pressed_twice_files_one_report(talk):
    here = talk()
    await tell(here, line(step="preview"))
    pressed = await asyncio.gather(*(tell(here, "checkpoint report step:save") for _ in range(3)))
    assert sorted(one.outcome for one in pressed) == [Outcome.ANSWERED, Outcome.REFUSED, Outcome.REFUSED]
    assert len(here.ports.sightings.reports("crest ultra", view(here))) == 1
    refused = next(one for one in pressed if one.outcome is Outcome.REFUSED)
    assert "saved a moment ago" in refused.title


async def test_an_edit_that_comes_after_the_withdrawal_changes_nothing_and_says_so(talk):
    here = talk()
    await tell(here, line())
    gone, mended = await asyncio.gather(
        tell(here, "checkpoint withdraw CP-0001"), tell(here, f'checkpoint edit CP-0001 text:"{TEXT} And more."')
    )
    assert gone.outcome is Outcome.ANSWERED
    assert mended.outcome is Outcome.REFUSED
    assert "withdrawn" in mended.title
    assert here.ports.sightings.report("CP-0001", view(here)).text == ""


async def test_a_new_account_s_report_is_kept_together_with_its_place_in_the_queue(talk, monkeypatch):
    here = talk()
    young = {"actor_since": datetime.fromisoformat("2026-04-20T00:00Z")}

    def killed(*_):
        raise OSError("no more")

    with monkeypatch.context() as broken:
        broken.setattr("storage.sightings.writer.put", killed)
        assert (await tell(here, line(), **young)).outcome is not Outcome.ANSWERED
    assert here.ports.sightings.reports("crest ultra", view(here)) == ()
    assert (await tell(here, line(), **young)).data["state"] == "queued"
    assert len(here.ports.desk.queue(view(here))) == 1


async def test_a_button_saves_the_draft_it_was_shown_beside_and_no_later_one(talk):
    here = talk()
    first = (await tell(here, line(step="preview"))).actions
    assert all(button.in_place for button in first if hasattr(button, "run"))
    changed = await tell(here, line("Crest Other", step="preview"))
    for button in first[:2]:
        stale = await tell(here, button.run.line)
        assert (stale.title, stale.data["state"]) == ("Nothing was saved: the draft has changed since", "preview")
        assert stale.data["label"] == "Crest Other"
        assert stale.data["named"] is True
    saved = await tell(here, changed.actions[0].run.line)
    assert (saved.data["state"], saved.data["label"]) == ("saved", "Crest Other")
    for button in (*first[:2], changed.actions[0]):
        assert (await tell(here, button.run.line)).data == {"state": "nothing", "last": saved.data["id"]}
    await tell(here, f"checkpoint withdraw id:{saved.data['id']}")
    assert (await tell(here, changed.actions[0].run.line)).data["state"] == "nothing"
    assert (await tell(here, "checkpoint crest other")).data["ids"] == [saved.data["id"]]
