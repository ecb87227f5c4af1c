"""Two cards about one thing say the same, and no title denies its body."""

from datetime import timedelta

import pytest

from bot.domain.notify.changes import ChangeKind
from bot.ledger import tables
from bot.ledger.claims import claims
from bot.messages.levels import brief_text
from bot.notifications.change_recorder import record_changes
from bot.ports.changes import LogFilter

APRIL, LATER = "2026-04-21T12:00Z", "2026-04-24T12:00Z"
NAMES = {
    "pony alpha": "GLM-5",
    "elephant alpha": "Ling-2.6-flash",
    "hunter alpha": "MiMo-V2-Pro",
    "nano banana": "Gemini 2.5 Flash Image",
    "maskingtape-alpha": "gpt-image-2",
    "quasar-alpha": "GPT-4.1",
}


@pytest.mark.parametrize(("label", "model"), NAMES.items())
async def test_a_labels_card_and_the_claim_of_what_it_is_have_one_grade_in_both_directions(talk, label, model):
    here = talk(APRIL)
    card = await here.say(f'checkpoint show "{label}"')
    grades = [(await here.say(f'claimcheck ask "{text}"')).data["grade"] for text in both_ways(label, model)]
    assert grades == [card.data["identity"]] * 2
    sure = card.data["identity"] in ("CONFIRMED", "SUPPORTED") or "(turned out true)" in card.title
    assert (" is " in card.title and ": " not in card.title) == sure
    assert sure or card.data["identity"] in card.title


def both_ways(label, model):
    return f"{label} is {model}", f"{model} is {label}"


async def test_what_a_label_was_refutes_what_it_was_not(talk):
    reply = await talk(APRIL).say("claimcheck ask pony alpha is claude sonnet 5")
    assert (reply.data["grade"], reply.data["outcome"]) == ("CONTRADICTED", "false")
    assert "it turned out false" in reply.plain


async def test_what_a_label_is_only_said_to_be_is_told_on_both_cards(talk):
    here = talk(APRIL)
    assert "Said to be GPT-5.3" in (await here.say("checkpoint show zephyr")).plain
    reply = await here.say("claimcheck ask zephyr is GPT-5.3")
    assert (reply.data["grade"], reply.data["known_subject"]) == ("SPECULATION", True)


async def test_a_label_that_a_list_shows_is_not_asked_for_a_list(talk):
    reply = await talk(APRIL).say("checkpoint show zephyr")
    assert "shown on a public list" in reply.plain
    assert "To lift the grade" not in reply.plain


async def test_a_title_never_says_that_nothing_speaks_where_something_speaks_against(talk):
    reply = await talk(APRIL).say("claimcheck ask GPT-6 is coming next week")
    assert reply.data["against"] == ["theneuralfeed"]
    assert reply.title == "SPECULATION: nothing speaks for it; theneuralfeed speaks against it"


async def test_a_day_that_passed_is_named_in_the_title(talk):
    reply = await talk(APRIL).say("claimcheck show CL-0006")
    assert reply.title == "CONTRADICTED: the day passed without it"
    assert reply.data["rule"] == "deadline-passed"


async def test_another_number_of_the_vendors_own_is_told_in_the_title(talk):
    reply = await talk(APRIL).say("claimcheck ask Opus 4.7 gets 95% on SWE-bench Verified")
    assert reply.title.startswith("SPECULATION: 87.6 % instead, says Anthropic")


async def test_labs_on_their_own_models_are_not_one_named_origin(talk):
    reply = await talk(LATER).say("claimcheck ask Spud beats Opus 4.7")
    assert "only the word of Anthropic and OpenAI on their own models" in reply.title
    assert "one named origin" not in reply.plain


async def test_news_of_a_release_has_the_grade_of_the_claim_that_it_is_out(talk):
    here = talk(LATER)
    now = here.clock.now()
    await record_changes(here.ports, now)
    rows = here.ports.changes.read(LogFilter("", since=now - timedelta(days=4), until=now, about=("openai/gpt-5.5",)))
    told = {row.change.grade for row in rows if row.change.kind is ChangeKind.RELEASE and row.change.at <= now}
    asked = await here.say("claimcheck ask GPT-5.5 is out")
    assert told == {asked.data["grade"]} == {"SUPPORTED"}


def test_no_two_claims_of_the_ledger_say_one_thing():
    found = {}
    for claim in claims(tables()):
        found.setdefault(claim.statement, []).append(claim.id)
    assert [ids for ids in found.values() if len(ids) > 1] == []


def test_every_model_that_the_field_guide_names_is_a_subject_of_the_ledger():
    known = {row["slug"] for row in tables()["subject"]}
    named = {slug for row in tables()["checkpoint"] for slug in row.get("subjects", ())}
    assert named - known == set()


def test_every_model_that_the_field_guide_says_shipped_is_out_in_the_ledger():
    out = {row["slug"] for row in tables()["subject"] if "released" in {s["state"] for s in row.get("states", ())}}
    named = {s for row in tables()["checkpoint"] if row["fate"] == "shipped" for s in row.get("subjects", ())}
    assert named - {"openai/spud"} - out == set()  # Spud is out under its own name


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("ling-2.6-flash", "Ling-2.6-flash has been out since 21 April 2026"),
        ("gemini 2.5 flash image", "Gemini 2.5 Flash Image has been out since 26 August 2025"),
        (
            "sora",
            "Sora has been out since 9 December 2024; its shutdown is announced, without a day",
        ),
    ],
)
async def test_a_dossiers_title_is_what_became_of_the_model(talk, name, title):
    assert (await talk(LATER).say(f'model show "{name}"')).title == title


async def test_a_refuted_claim_is_no_dossiers_strongest(talk):
    reply = await talk(LATER).say("model show orion")
    assert "Orion is GPT-4.5" in reply.title
    strongest = next(line for line in brief_text(reply).splitlines() if line.startswith("Strongest claim"))
    assert "CONTRADICTED" not in strongest
    assert "GPT-5" not in strongest
