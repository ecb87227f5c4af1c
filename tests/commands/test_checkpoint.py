import io
import json
from datetime import UTC, datetime

import pytest
from PIL import Image

from bot.reply import Menu, Outcome
from bot.request import Attachment, Request, Role, View

TEXT = (
    "The picker listed it between 5.4 and 5.4 Pro, I chose it and the header said so; gone after reload. Maybe tuned."
)
ANA, BOB, CYD, DAN = (f"discord:{n}" for n in ("ana", "bob", "cyd", "dan"))
PLACE = "discord:7/9"


def line(label="Crest Ultra", *, step="save", text=TEXT, how="own account", surface="ChatGPT picker", more=""):
    return f'checkpoint report label:"{label}" surface:"{surface}" how:"{how}" text:"{text}" step:"{step}" {more}'


async def tell(talk, what, actor=ANA, place=PLACE, role=Role.MEMBER, **more):
    return await talk.say(what, actor=actor, place=place, role=role, **more)


async def reported(talk, *people, label="Crest Ultra"):
    """Reports by these people, an hour apart; returns their ids."""
    ids = []
    for hour, person in enumerate(people, 9):
        talk.at(f"2026-04-21T{hour:02}:10Z")
        ids.append((await tell(talk, line(label), person)).data["id"])
    return ids


async def grade(talk, label="Crest Ultra"):
    return (await tell(talk, f'checkpoint show label:"{label}"')).data["grade"]


# ---------------------------------------------------------------------------------------------------- what was known
async def test_crest_pro_alpha_on_21_april_says_what_was_known_that_day(talk):
    reply = await tell(talk(), "checkpoint crest pro alpha")
    data = reply.data
    assert data["grade"] == "CASUAL"
    assert data["identified_as"] is None
    assert data["base_rate"]["enough"] is False
    assert "too few" in data["base_rate"]["text"]
    assert {one["grade"] for one in data["attributions"]} == {"SPECULATION"}
    assert {one["subject"] for one in data["attributions"]} == {"openai/spud", "openai/gpt-5.5"}
    assert "23 Apr" not in reply.plain
    assert "released" not in reply.plain
    assert reply.sources


async def test_crest_pro_alpha_on_10_may_is_one_of_seven_and_still_unidentified(talk):
    data = (await tell(talk("2026-05-10T12:00Z"), "checkpoint crest pro alpha")).data
    assert (data["base_rate"]["shipped"], data["base_rate"]["n"]) == (1, 7)
    assert "gpt-5.5, a day before release" in data["base_rate"]["text"]
    assert data["identified_as"] is None
    assert data["grade"] == "CASUAL"


async def test_as_of_answers_as_it_stood_then(talk):
    data = (await tell(talk("2026-11-23T12:00Z"), "checkpoint crest pro alpha as_of:2026-04-21T12:00Z")).data
    assert data["base_rate"]["n"] == 1
    assert data["as_of"] == datetime(2026, 4, 21, 12, tzinfo=UTC)


async def test_quasar_alpha_names_gpt_4_1_and_how_that_is_known(talk):
    data = (await tell(talk(), "checkpoint quasar-alpha")).data
    assert data["identified_as"] == "GPT-4.1"
    assert "press" in data["how_known"]
    assert data["grade"] == "RESOLVED"


async def test_the_rules_are_printed_in_brief_and_one_step_away_in_full(talk):
    here = talk()
    reply = await tell(here, "checkpoint crest pro alpha")
    for words in ("younger than 3 days", "falls back when a report is withdrawn", "2 other people", "public list"):
        assert words in reply.plain
    assert "How the grade is made" not in reply.plain
    more = next(action for action in reply.actions if isinstance(action, Menu))
    (button,) = (one for one in more.choices if one.label == "Grade rules")
    full = (await tell(here, button.run.line)).plain
    assert "How the grade is made" in full
    assert all(rule in full for rule in reply.data["rules"])


async def test_a_source_is_cited_only_once_it_can_have_been_written(talk):
    early = await tell(talk("2025-04-20T12:00Z"), "checkpoint quasar-alpha")
    assert early.data["identified_as"] == "GPT-4.1"
    assert [one.label for one in early.sources] == ["github.com"]  # the other page tells of February 2026, too
    assert [one["link"] for one in early.data["attributions"]] == [""]
    later = await tell(talk("2026-04-21T12:00Z"), "checkpoint quasar-alpha")
    (page,) = (one for one in later.sources if "pony-alpha" in one.url)
    assert page.read_at >= datetime(2026, 2, 1, tzinfo=UTC)
    assert "2025-04-04T" not in later.plain


async def test_no_source_or_theory_is_dated_before_it_was_there(talk):
    for moment in ("2025-04-20", "2025-08-01", "2026-03-11", "2026-04-21", "2026-05-10"):
        here = talk(f"{moment}T13:00Z")
        for one in here.ports.sightings.guide().labels(here.clock.now()):
            reply = await tell(here, f'checkpoint show label:"{one.label}"')
            assert all(source.read_at <= here.clock.now() for source in reply.sources)
    assert (await tell(talk("2026-03-11T13:00Z"), "checkpoint hunter-alpha")).data["said_to_be"] is None
    assert (await tell(talk("2026-03-12T13:00Z"), "checkpoint hunter-alpha")).data["said_to_be"] == "DeepSeek V4"


async def test_a_name_nobody_reported_is_no_error(talk):
    reply = await tell(talk(), "checkpoint Crest Ultra Beta")
    assert reply.outcome is Outcome.ANSWERED
    assert reply.data["known"] is False
    assert "not evidence that it does not exist" in reply.plain


async def test_an_id_nobody_has_is_unknown_and_no_label(talk):
    here = talk()
    await reported(here, ANA)
    for order in ("checkpoint CP-9999", "checkpoint confirm CP-9999", "checkpoint timeline CP-9999"):
        reply = await tell(here, order)
        assert reply.outcome is Outcome.REFUSED
        assert "There is no CP-9999" in reply.title
        assert "Crest Ultra" in reply.plain


@pytest.mark.parametrize("name", ["Сrest Pro Alpha", "Crеst Prо Alphа"])
async def test_look_alike_letters_are_flagged_and_never_merged(talk, name):
    reply = await tell(talk(), f"checkpoint {name}")
    assert reply.data["lookalike"]["of"] == "Crest Pro Alpha"
    assert reply.data["known"] is False
    assert "Look-alike" in reply.plain


# ------------------------------------------------------------------------------------------------------ corroboration
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


def view(here, tenant="discord:7"):
    return View(tenant, here.clock.now())


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


# ------------------------------------------------------------------------------------------------------- the form
async def test_a_bare_report_asks_its_five_questions(talk):
    reply = await tell(talk(), "checkpoint report")
    assert reply.form is not None
    assert reply.form.fields == ("label", "surface", "how", "text", "image")


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


# ------------------------------------------------------------------------------------------------------------ pictures
def png(colour=0, size=(64, 48)):
    image = Image.radial_gradient("L").resize(size).convert("RGB")
    if colour:
        image = Image.linear_gradient("L").resize(size).convert("RGB")
    out = io.BytesIO()
    image.save(out, "PNG")
    return Attachment("shot.png", "image/png", out.getvalue())


async def with_picture(here, picture, person, what):
    request = Request(line=what, values={"image": picture}, actor=person, place=PLACE)
    return await here.app.run(request)


async def test_the_same_picture_again_lifts_nothing(talk):
    here = talk()
    for hour, person in ((9, ANA), (10, BOB), (11, CYD)):
        here.at(f"2026-04-21T{hour:02}:00Z")
        reply = await with_picture(here, png(), person, line())
    assert reply.data["grade"] == "NEEDS CORROBORATION"
    assert reply.data["not_counted"] == "same picture"


async def test_the_same_picture_under_another_name_is_asked_about(talk):
    here = talk()
    await with_picture(here, png(), ANA, line())
    reply = await with_picture(here, png(), BOB, line("Something Else", step="preview"))
    assert reply.data["similar"][0]["picture"] is True
    assert "same screenshot" in reply.plain


async def test_a_file_that_is_no_picture_is_refused_and_nothing_is_kept(talk):
    here = talk()
    reply = await with_picture(here, Attachment("x.png", "image/png", b"MZ\x90"), ANA, line())
    assert reply.outcome is Outcome.REFUSED
    assert here.ports.sightings.reports("crest ultra", view(here)) == ()


async def test_the_preview_tells_that_metadata_is_gone(talk):
    reply = await with_picture(talk(), png(), ANA, line(step="preview"))
    assert "metadata removed" in reply.plain
    assert "look for your name" in reply.plain


# ------------------------------------------------------------------------------------------------------ other commands
async def test_checks_say_how_common_it_is_by_plan(talk):
    here = talk()
    await reported(here, ANA)
    for n in range(6):
        await tell(here, f"checkpoint confirm CP-0001 have_it:{'yes' if n < 2 else 'no'} plan:Plus", f"discord:p{n}")
    data = (await tell(here, "checkpoint crest ultra")).data
    plus = data["checks"]["Plus"]
    assert (plus["have"], plus["looked"]) == (2, 6)
    assert plus["low"] < plus["share"] < plus["high"]
    assert data["grade"] == "NEEDS CORROBORATION"


async def test_one_answer_a_person_a_day(talk):
    here = talk()
    await tell(here, "checkpoint confirm crest pro alpha have_it:yes plan:Plus")
    reply = await tell(here, "checkpoint confirm crest pro alpha have_it:no plan:Plus")
    assert reply.data["replaced"] is True
    assert reply.data["checks"] == {"Plus": {"have": 0, "looked": 1}}
    assert "too few checks" in reply.plain


async def test_an_attribution_carries_its_method_s_record(talk):
    reply = await tell(
        talk(), 'checkpoint attribute crest pro alpha model:spud method:style why:"Its drawings look the same"'
    )
    assert reply.data["grade"] == "SPECULATION"
    assert reply.data["subject"] == "openai/spud"
    assert "0 of 3, too few to rank" in reply.data["record"]


async def test_who_and_methods(talk):
    here = talk()
    who = await tell(here, "checkpoint who crest pro alpha")
    assert "timing" in who.plain
    methods = await tell(here, "checkpoint methods")
    assert any(row["method"] == "style" and row["n"] == 3 for row in methods.data["methods"])
    assert "too few to rank" in methods.plain


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


async def test_list_shows_what_was_seen_lately(talk):
    here = talk()
    await reported(here, ANA)
    data = (await tell(here, "checkpoint list")).data
    assert data["labels"][0]["label"] == "Crest Ultra"
    only = (await tell(here, "checkpoint list surface:OpenRouter state:resolved")).data
    assert all(one["surface"] == "OpenRouter" for one in only["labels"])


async def test_watching_and_stopping(talk):
    here = talk()
    assert (await tell(here, "checkpoint watch crest pro alpha")).data["watching"] is True
    assert (await tell(here, "checkpoint watch crest pro alpha off:yes")).data["watching"] is False


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
    assert "dispute again on" in again.plain


# ----------------------------------------------------------------------------------------------------------- privacy
async def test_a_report_never_leaves_its_tenant(talk):
    here = talk()
    canary = "Zanzibar Canary"
    await tell(here, line(canary, text=TEXT + " canaryword"))
    await tell(here, f'checkpoint confirm "{canary}" have_it:yes plan:Plus note:canaryword')
    await tell(here, f'checkpoint attribute "{canary}" model:canarymodel method:style why:"canaryword looks so"')
    await tell(
        here, f'checkpoint dispute "{canary}" why:"canaryword is made up, really" link:https://canaryword.example'
    )
    orders = [
        "checkpoint list days:365",
        "checkpoint methods",
        "checkpoint CP-0001",
        "checkpoint who CP-0001",
        "checkpoint timeline CP-0001",
        "checkpoint withdraw CP-0001",
        "checkpoint edit CP-0001",
        "checkpoint dispute CP-0001",
        "desk queue",
        "desk queue trail:yes",
        "desk accept DQ-0001",
        'desk retract CP-0001 reason:"not about this"',
        'desk retract AT-0001 reason:"not about this"',
        "checkpoint zanzibar canry",
        "spudwatch mydata",
    ]
    for order in orders:
        reply = await tell(here, order, "discord:eve", "discord:8/1", Role.ADMIN)
        shown = reply.plain + str(reply.data) + str(reply.actions)
        assert "canary" not in shown.casefold().replace("zanzibar canry", ""), order
    known = await tell(here, f"checkpoint {canary}", "discord:eve", "discord:8/1", Role.ADMIN)
    assert known.data["known"] is False


async def test_someone_who_reports_without_their_name_is_not_named(talk):
    here = talk()
    await tell(here, line(more="anonymous:yes"), "discord:shy")
    for order in ("checkpoint crest ultra", "checkpoint timeline crest ultra", "checkpoint list"):
        assert "shy" not in (await tell(here, order, BOB)).plain


# --------------------------------------------------------------------------------------------- pasted rows and feeds
ROWS = [
    {"id": "019acbac-df7c-73dc-9716-ebe040daaa4e", "publicName": "jaguar", "organization": None},
    {"id": "01a025bf-265d-726a-8ed3-8ca3603aa95e", "publicName": "granite-4.2-8b", "organization": "ibm"},
]


async def pasted(here, rows, place=PLACE):
    file = Attachment("rows.json", "application/json", json.dumps(rows).encode())
    request = Request(line="checkpoint paste", values={"file": file}, actor=ANA, place=place)
    return await here.app.run(request)


async def test_pasted_rows_show_what_changed_since_the_last_paste(talk):
    here = talk()
    assert (await pasted(here, ROWS)).data["found"] == []
    here.at("2026-04-21T13:00Z")
    later = [
        ROWS[0] | {"displayName": "mistral-large-3", "organization": "mistral"},
        ROWS[1] | {"publicName": "solace", "organization": None},
        {"id": "019ddddd-df7c-73dc-9716-ebe040daaa4e", "publicName": "newcomer", "organization": None},
    ]
    found = (await pasted(here, later)).data["found"]
    assert {(one["kind"], one["label"], one["named"]) for one in found} == {
        ("same row id, new name", "jaguar", "mistral-large-3"),
        ("a name was hidden again", "solace", "granite-4.2-8b"),
        ("anonymous row", "newcomer", None),
    }
    data = (await tell(here, "checkpoint jaguar")).data
    assert data["attributions"][0]["method"] == "same row id"
    assert data["attributions"][0]["grade"] == "SUPPORTED"
    elsewhere = (await tell(here, "checkpoint newcomer", "discord:eve", "discord:8/1")).data
    assert elsewhere["known"] is False


@pytest.mark.parametrize("rows", ["", "hello", '{"a": 1}'])
async def test_a_paste_without_rows_is_refused(talk, rows):
    assert (await tell(talk(), f"checkpoint paste {rows}")).outcome is Outcome.REFUSED


async def test_feeds_are_the_admins_and_leads_are_no_sightings(talk):
    here, url, order = talk(), "https://notes.example/feed.xml", "spudwatch-admin feeds"
    assert (await tell(here, order)).outcome is Outcome.REFUSED
    added = await tell(here, f"{order} action:add url:{url}", role=Role.ADMIN)
    assert added.outcome is Outcome.ANSWERED
    assert [one["url"] for one in (await tell(here, order, role=Role.ADMIN)).data["feeds"]] == [url]
    assert (await tell(here, order, role=Role.ADMIN, place="discord:8/1")).data["feeds"] == []
    private = await tell(here, f"{order} action:add url:http://169.254.169.254/", role=Role.ADMIN)
    assert private.outcome is Outcome.REFUSED
    outcomes = [(await tell(here, f"{order} action:remove url:{url}", role=Role.ADMIN)).outcome for _ in range(2)]
    assert outcomes == [Outcome.ANSWERED, Outcome.REFUSED]


async def test_names_are_not_shown_where_an_admin_said_so(talk):
    here = talk()
    await reported(here, ANA)
    await tell(here, 'checkpoint attribute crest ultra model:spud method:style why:"its drawings look so"', BOB)
    await here.ports.tenants.choose("discord:7", "names_shown", value=False, by=CYD, at=here.clock.now())
    for order in ("checkpoint crest ultra", "checkpoint who crest ultra", "checkpoint timeline crest ultra"):
        shown = (await tell(here, order, CYD)).plain
        assert "bob" not in shown
        assert "by ana" not in shown
    assert "devpik.com" in (await tell(here, "checkpoint who crest pro alpha")).plain


async def test_the_desk_does_not_see_who_reported_without_their_name(talk):
    here = talk()
    await tell(here, line(more="anonymous:yes"), "discord:shy", actor_since=datetime(2026, 4, 20, tzinfo=UTC))
    queue = await tell(here, "desk queue", DAN, role=Role.DESK)
    assert len(queue.data["waiting"]) == 1
    assert "shy" not in queue.plain + str(queue.data)


# ---------------------------------------------------------------------------------------------- nothing typed is lost
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


async def test_pasted_rows_go_with_their_tenant_and_say_where_they_are_from(talk):
    here = talk()
    row = {"id": "019acbac-df7c-73dc-9716-ebe040daaa4e", "publicName": "thunder", "organization": ""}
    for moment, shown in (("09:00", {}), ("10:00", {"displayName": "Gemini 9", "organization": "google"})):
        here.at(f"2026-04-21T{moment}Z")
        file = Attachment("rows.json", "application/json", json.dumps([row | shown]).encode())
        request = Request(line="checkpoint paste", values={"file": file}, actor=ANA, place=PLACE)
        assert (await here.app.run(request)).data["rows"] == 1
    shown = (await tell(here, "checkpoint thunder")).data
    assert [(one["subject"], one["grade"], one["by"]) for one in shown["attributions"]] == [
        ("Gemini 9", "SUPPORTED", "arena, pasted here")
    ]
    assert (await tell(here, "checkpoint thunder", place="discord:8/1")).data["known"] is False
    await here.ports.privacy.purge("discord:7")
    assert not here.ports.listings.memory("arena@discord:7").known


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


async def test_a_cancelled_report_leaves_no_picture(talk):
    here = talk()
    out = io.BytesIO()
    Image.linear_gradient("L").save(out, "PNG")
    values = {"image": Attachment("x.png", "image/png", out.getvalue())}
    count = "SELECT COUNT(*) FROM pictures"
    database = here.running.store.database

    async def preview(person):
        await here.app.run(Request(line=line(step="preview"), values=values, actor=person, place=PLACE))

    await preview(ANA)
    await preview(BOB)
    await tell(here, "checkpoint report step:cancel", ANA)
    assert database.read(count, [])[0][0] == 1  # Bob's draft has the same
    await tell(here, "checkpoint report step:cancel", BOB)
    assert database.read(count, [])[0][0] == 0
    await preview(ANA)
    await tell(here, "checkpoint report step:save", ANA)
    assert database.read(count, [])[0][0] == 1


async def test_watching_twice_is_watching_and_the_card_s_button_stops_it(talk):
    here = talk()
    await reported(here, ANA)  # who reports watches
    assert (await tell(here, "checkpoint watch crest ultra")).data["watching"] is True
    card = await tell(here, "checkpoint crest ultra")
    more = next(action for action in card.actions if isinstance(action, Menu))
    (stop,) = (one for one in more.choices if one.label == "Stop watching")
    assert (await tell(here, stop.run.line)).data["watching"] is False


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
