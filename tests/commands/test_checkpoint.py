"""What a card says of a name: as known then, how common, what it may be, what it is not."""

from datetime import UTC, datetime

import pytest

from bot.messages import words
from bot.messages.reply import Outcome
from bot.messages.request import View
from tests.sightings import ANA, reported, tell


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


async def test_crest_pro_alpha_on_25_may_is_one_of_seven_and_still_unidentified(talk):
    data = (await tell(talk("2026-05-25T12:00Z"), "checkpoint crest pro alpha")).data
    assert (data["base_rate"]["shipped"], data["base_rate"]["n"]) == (1, 7)
    assert "gpt-5.5, a day before release" in data["base_rate"]["text"]
    assert data["identified_as"] is None
    assert data["grade"] == "CASUAL"


async def test_as_of_answers_as_it_stood_then(talk):
    data = (await tell(talk("2026-11-23T12:00Z"), "checkpoint crest pro alpha as_of:2026-04-21T12:00Z")).data
    assert data["base_rate"]["n"] == 0, "the names seen by then had no time to ship"
    assert data["as_of"] == datetime(2026, 4, 21, 12, tzinfo=UTC)


async def test_quasar_alpha_names_gpt_4_1_and_how_that_is_known(talk):
    data = (await tell(talk(), "checkpoint quasar-alpha")).data
    assert data["identified_as"] == "GPT-4.1"
    assert "press" in data["how_known"]
    assert data["grade"] == "RESOLVED"


async def test_an_identity_that_turned_out_true_is_said_to_be_so_and_one_that_is_open_keeps_its_grade(talk):
    later = await tell(talk("2026-11-28T12:00Z"), "checkpoint quasar-alpha")
    assert later.title == "quasar-alpha is GPT-4.1, by OpenAI (turned out true)"
    open_still = await tell(talk("2026-11-28T12:00Z"), "checkpoint horizon-alpha")
    assert open_still.title.startswith("horizon-alpha: UNCONFIRMED that it is")


async def test_a_list_without_new_names_shows_the_newest_and_leads_further_back(talk):
    here = talk("2026-11-28T12:00Z")
    reply = await tell(here, "checkpoint list")
    assert (reply.title, reply.data["labels"]) == ("No names seen here in 14 days", [])
    (button,) = (one for one in reply.actions if one.label.startswith("Look back"))
    further = await tell(here, button.run.line)
    assert [row["label"] for row in further.data["labels"]]
    assert all(row["label"] in reply.plain for row in further.data["labels"][:3])
    assert not [one for one in further.actions if one.label.startswith("Look back")]


async def test_the_rules_of_the_grade_are_one_press_away(talk):
    here = talk()
    reply = await tell(here, "checkpoint crest pro alpha")
    assert "How the grade is made" not in reply.plain
    (button,) = (one for one in reply.actions if one.label == words.HOW_GRADES_WORK)
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


async def test_a_guess_about_a_name_that_nobody_reported_is_seen_on_its_card_and_timeline(talk):
    here = talk()
    made = await tell(here, 'checkpoint attribute umber-nine model:gpt-5.5 method:style why:"It answers the same way"')
    assert made.title == "Your guess is noted: umber-nine is GPT-5.5, SPECULATION"
    card = await tell(here, "checkpoint show umber-nine")
    assert card.data["known"] is False
    assert "GPT-5.5: SPECULATION, by style" in card.plain
    assert "it is GPT-5.5, by style" in (await tell(here, "checkpoint timeline umber-nine")).plain


async def test_the_id_of_a_guess_is_its_label_where_it_is_known(talk):
    here = talk()
    await tell(here, 'checkpoint attribute umber-nine model:gpt-5.5 method:style why:"It answers the same way"')
    (own,) = here.ports.sightings.attributions(View("discord:7", here.clock.now()))
    public = min(here.ports.sightings.guide().attributions, key=lambda one: one.at)
    for one in (own, public):
        for line in (f"checkpoint show {one.id.lower()}", f"checkpoint who {one.id}", one.id):
            assert one.label.casefold() in (await tell(here, line)).title.casefold()
    elsewhere = await here.say(f"checkpoint show {own.id}", actor="discord:5", place="discord:8/1")
    assert elsewhere.outcome is Outcome.REFUSED
    before = await here.at("2010-01-01T12:00Z").say(f"checkpoint show {public.id}")
    assert (before.outcome, own.label in before.plain) == (Outcome.REFUSED, False)


async def test_who_and_methods(talk):
    here = talk()
    who = await tell(here, "checkpoint who crest pro alpha")
    assert "timing" in who.plain
    methods = await tell(here, "checkpoint methods")
    assert any(row["method"] == "style" and row["n"] == 3 for row in methods.data["methods"])
    assert "too few to rank" in methods.plain


async def test_list_shows_what_was_seen_lately(talk):
    here = talk()
    await reported(here, ANA)
    data = (await tell(here, "checkpoint list")).data
    assert data["labels"][0]["label"] == "Crest Ultra"
    only = (await tell(here, "checkpoint list surface:OpenRouter state:resolved")).data
    assert all(one["surface"] == "OpenRouter" for one in only["labels"])


async def test_a_list_without_new_names_shows_the_newest_before(talk):
    reply = await tell(talk("2026-11-28T12:00Z"), "checkpoint list days:14")
    assert reply.title == "No names seen here in 14 days"
    assert reply.data["labels"] == []
    assert "The newest before that:" in reply.plain
    assert len(reply.actions[0].choices) == 3


async def test_watching_and_stopping(talk):
    here = talk()
    asked = await tell(here, "checkpoint watch crest pro alpha confirm:yes")
    assert (asked.data["watching"], (await tell(here, "checkpoint watch")).data["watching"]) == (False, [])
    assert (await tell(here, asked.actions[0].run.line)).data["watching"] is True
    assert (await tell(here, "checkpoint watch crest pro alpha off:yes")).data["watching"] is False


async def test_watching_twice_is_watching_and_the_card_s_button_stops_it(talk):
    here = talk()
    await reported(here, ANA)  # who reports watches
    card = await tell(here, "checkpoint crest ultra")
    (stop,) = (one for one in card.actions if one.label == words.STOP_WATCHING)
    assert (await tell(here, stop.run.line)).data["watching"] is False


async def test_a_yes_behind_a_name_is_the_answer_and_no_part_of_the_name(talk):
    here = talk()
    reply = await tell(here, "checkpoint confirm crest pro alpha no")
    assert (reply.data["label"], reply.data["have_it"]) == ("Crest Pro Alpha", False)


async def test_a_name_that_nobody_reported_is_asked_back_and_stored_only_after_that(talk):
    here = talk()
    asked = await tell(here, "checkpoint confirm crest pro alfa zz yes")
    assert asked.title == "Nobody reported “crest pro alfa zz” yet. Is it written exactly so?"
    view = View("discord:7", here.clock.now())
    assert not here.ports.sightings.checks("crest pro alfa zz", view)
    done = await tell(here, asked.actions[0].run.line)
    assert done.title == "Noted for crest pro alfa zz: you have it"
    assert here.ports.sightings.checks("crest pro alfa zz", view)


@pytest.mark.parametrize(
    ("name", "title", "told"),
    [
        ("ultima-alpha", "“ultima-alpha” is GPT-6 Astra; nobody here has reported the label", "It is GPT-6 Astra, "),
        (
            "mozaik-alpha-fdm",
            "Nobody here has reported “mozaik-alpha-fdm”",
            "It is said to be GPT-6 Astra: SPECULATION",
        ),
        ("capybara", "“capybara” is Claude Mythos Preview; nobody here has reported the label", "nerdleveltech.com"),
        ("grok 5", "Nobody here has reported “grok 5”", "It is the name of a model, Grok 5"),
    ],
)
async def test_a_name_nobody_reported_is_told_as_the_ledger_takes_it(talk, name, title, told):
    reply = await tell(talk("2026-11-30T12:00Z"), f"checkpoint {name}")
    assert reply.title == title
    assert told in reply.plain
    assert [one for one in reply.actions if one.label.startswith("Everything about ")]
