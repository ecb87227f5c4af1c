"""``/model``: the dossier of a model, what is coming, and watching one."""

import pytest

from bot.commands.model._watch import KINDS
from bot.messages import words
from bot.messages.levels import brief_text
from bot.messages.reply import Outcome, Table
from bot.messages.request import Role, View

SPUD = "openai/spud"


async def test_a_model_that_is_not_out_says_so_and_shows_no_number_of_another_question(talk):
    here = talk()
    reply = await here.say("model spud")
    assert reply.title == "Spud is not out"
    assert (reply.data["state"], reply.data["released"]) == ("rumoured", [])
    assert "it asks about GPT-5.5" in reply.plain
    assert "said to be GPT-5.5: SPECULATION" in reply.plain
    own = await here.say("model show name:gpt-5.5")
    assert own.title == "GPT-5.5 is not out: 74 % by 23 April"
    assert own.data["probability"] == 0.74
    assert own.shows == ("openai/gpt-5.5",)


async def test_a_model_that_is_out_says_where_since_when_and_by_whose_word(talk):
    reply = await talk("2026-05-10T12:00Z").say("model gpt-5.5")
    assert reply.title == "GPT-5.5 has been out since 23 April 2026"
    assert {row["surface"] for row in reply.data["released"]} >= {"api"}
    assert reply.data["checklist"]["known"] == 3
    assert "announced by OpenAI" in reply.plain
    assert reply.sources
    spud = await talk("2026-05-10T12:00Z").say("model spud")
    assert "GPT-5.5" in spud.title
    assert "has been out since 23 April 2026" in spud.title


async def test_the_labs_own_page_is_named_before_whoever_told_of_it_first(talk):
    reply = await talk("2026-11-20T12:00Z").say("model gpt-6")
    assert "announced by OpenAI (https://developers.openai.com" in reply.plain
    early = await talk("2026-04-24T12:00Z").say("model spud")
    assert "announced by OpenAI, quoted by decodethefuture.org" in early.plain
    listed = await talk("2026-04-24T12:00Z").say("model gpt-5.4")
    assert "according to models.dev" in listed.plain


async def test_every_subject_of_the_ledger_has_a_dossier(talk):
    here = talk("2026-11-20T12:00Z")
    for subject in here.ports.ledger.suggest("", View("console:local", here.clock.now()), 400):
        reply = await here.say(f"model show name:{subject.slug}")
        assert reply.outcome is Outcome.ANSWERED, subject.slug
        assert reply.data["subject"] == subject.slug


async def test_a_name_nobody_knows_and_a_model_nobody_listed(talk):
    here = talk()
    assert (await here.say("model zorb")).outcome is Outcome.REFUSED
    reply = await here.say("model grok 9")
    assert reply.title == "Grok 9 is not known here"
    assert (reply.data["known"], reply.shows) == (False, ())
    assert "xAI · no list, market or claim here is about it yet" in reply.plain
    assert "Grok 4.5 (rumoured)" in brief_text(reply)
    assert "of 5" not in brief_text(reply)


async def test_a_claim_or_change_that_names_another_model_is_not_shown_as_its_own(talk):
    reply = await talk("2026-11-28T12:00Z").say("model gpt-7")
    assert reply.data["strongest_claim"] is None
    assert reply.data["last_change"] is None
    assert "GPT-6.2" not in brief_text(reply)
    assert "Strongest claim" not in brief_text(reply)


async def test_what_is_coming_is_in_order_of_its_median_and_narrowed_by_lab(talk):
    here = talk()
    reply = await here.say("model coming")
    assert reply.data["models"][0]["subject"] == "openai/gpt-5.5"
    assert "GPT-5.5" in reply.plain
    labs = {row["subject"].partition("/")[0] for row in (await here.say("model coming lab:Anthropic")).data["models"]}
    assert labs <= {"anthropic"}
    none = await here.say("model coming lab:nvidia")
    assert none.title == "Nothing from NVIDIA is known to be coming"


@pytest.mark.parametrize(
    ("family", "title"),
    [
        ("gemini flash", "Expected of Gemini Flash: Gemini 4.1 Flash"),
        ("gemma", "No next Gemma is known; expected from Google: Gemini"),
    ],
)
async def test_what_is_coming_of_a_family_is_narrowed_to_it_or_says_that_none_is(talk, family, title):
    reply = await talk("2026-11-28T12:00Z").say(f'model coming lab:"{family}"')
    assert reply.title.startswith(title)
    assert reply.data["lab"] == "google"


async def test_the_price_of_a_model_that_nobody_knows_is_said_to_be_unknown(talk):
    reply = await talk("2026-11-28T12:00Z").say("how much does grok 6 cost")
    assert reply.title == "The price of Grok 6 is not known here"
    assert "Grok 6 is not known here" in brief_text(reply)


async def test_what_is_coming_has_pages(talk):
    here = talk("2026-10-10T12:00Z")
    first = await here.say("full model coming")
    (more,) = (one for one in first.actions if getattr(one, "label", "") == words.NEXT_PAGE)
    second = await here.say(more.run.line)
    tables = [next(part for part in reply.parts if isinstance(part, Table)) for reply in (first, second)]
    pages = [[row[0] for row in table.rows] for table in tables]
    assert [len(pages[0]), sum(map(len, pages))] == [18, len(first.data["models"])]
    assert not set(pages[0]) & set(pages[1])
    assert "page 2 of 2" in second.title
    assert (await here.say("model coming page:99")).title == "There are only 2 pages."


@pytest.mark.parametrize(
    "line", ["model grok 99", "odds grok 99", "checkpoint zorbulon-alpha", "claimcheck grok 99 has a 5M context window"]
)
async def test_the_card_of_what_nobody_knows_says_of_which_day_it_is(talk, line):
    reply = await talk("2026-04-21T12:00Z").say(line)
    assert brief_text(reply).count("as of 21 Apr 2026") == 1
    assert brief_text(reply).count("ledger") <= 1


async def test_a_watch_is_ones_own_made_once_and_ended(talk):
    here = talk()
    first = await here.say("model watch spud", role=Role.MEMBER)
    again = await here.say("model watch spud", role=Role.MEMBER)
    assert (first.title, again.title) == ("You now watch Spud.", "You watch Spud.")
    assert again.data["added"] == 0
    kept = here.ports.subscriptions.alerts("console:local")
    assert {one.place for one in kept} == {"console:@you"}
    ended = await here.say("model unwatch spud", role=Role.MEMBER)
    assert ended.data["ended"] == len(kept)
    assert (await here.say("model unwatch spud", role=Role.MEMBER)).title == "You do not watch Spud."


async def test_a_watch_that_lacks_something_is_asked_for_and_ends_with_what_was_made_apart(talk):
    here = talk("2026-04-21T12:00Z")
    await here.say('alerts add what:"grade change" about:grok-9 where:me', role=Role.MEMBER)
    asked = await here.say("tell me when grok 9 ships", role=Role.MEMBER)
    assert (asked.data["watching"], asked.title[-1]) == (False, "?")
    await here.say(asked.actions[0].run.line, role=Role.MEMBER)
    again = await here.say("tell me when grok 9 ships", role=Role.MEMBER)
    assert (again.title, again.data["watching"]) == ("You watch Grok 9.", True)
    kinds = [one.wish.what for one in here.ports.subscriptions.alerts("console:local")]
    assert sorted(kinds) == sorted(KINDS)
    await here.say("alerts pause all", role=Role.MEMBER)
    assert (await here.say("tell me when grok 9 ships", role=Role.MEMBER)).data["watching"] is False
    assert (await here.say("model watch grok 9", role=Role.MEMBER)).title == "You now watch Grok 9."
    ended = await here.say("model unwatch grok 9", role=Role.MEMBER)
    assert "AL-01 (grade change about Grok 9)" in ended.plain
    assert not here.ports.subscriptions.alerts("console:local")


async def test_a_model_is_watched_for_a_channel_by_its_managers(talk):
    here = talk("2026-04-21T12:00Z")
    refused = await here.say("model watch spud where:here", role=Role.MEMBER)
    assert refused.outcome is Outcome.REFUSED
    made = await here.say("model watch spud where:here")
    assert "Posted here" in made.plain
    assert {one.place for one in here.ports.subscriptions.alerts("console:local")} == {"console:local/here"}
    assert (await here.say("model watch spud where:here")).data["added"] == 0
    await here.say(f"{made.actions[0].run.line} sure:yes")
    assert not here.ports.subscriptions.alerts("console:local")


@pytest.mark.parametrize(
    ("line", "unread"),
    [
        ('model watch "gpt-5.4, blorbo-x, claude opus 4.6"', ["blorbo-x"]),
        ('model watch "gpt-5.4; the blorbo and claude opus 4.6"', ["the blorbo"]),
        ('model watch "gpt-5.4, blorbo"', ["blorbo"]),
        ('model retiring models:"gpt-5.4\nmodel: blorbo-x\ntemperature: high"', ["blorbo-x"]),
        ("model retiring models:\"['gpt-5.4', 'blorbo', 0.7]\"", ["blorbo"]),
    ],
)
async def test_an_item_of_a_list_that_names_no_model_is_named(talk, line, unread):
    reply = await talk("2026-04-21T12:00Z").say(line)
    assert f"Not understood: {', '.join(unread)}." in reply.plain


async def test_a_list_without_a_shutdown_says_since_when_shutdowns_are_recorded(talk):
    reply = await talk("2026-11-20T12:00Z").say('model retiring models:"claude 3 opus"')
    assert "those of Anthropic are recorded from 5 June 2026 on" in reply.plain


async def test_what_is_expected_leaves_out_labels_what_is_out_under_another_name_and_what_nobody_spoke_of(talk):
    reply = await talk("2026-04-21T12:00Z").say("model coming")
    rows = {row["subject"]: row for row in reply.data["models"]}
    assert rows["openai/spud"]["asks_about"] == "GPT-5.5"
    assert rows["openai/spud"]["probability"] == rows["openai/gpt-5.5"]["probability"]
    assert not [slug for slug in rows if slug.startswith("label/")]
    assert "openai/gobi" not in rows
    assert len(reply.actions[0].choices) <= 10
    after = await talk("2026-04-24T12:00Z").say("model coming")
    assert "openai/spud" not in {row["subject"] for row in after.data["models"]}


async def test_a_model_that_its_line_passed_over_is_not_expected_and_its_card_says_so(talk):
    before, after = talk("2026-11-10T12:00Z"), talk("2026-11-28T12:00Z")
    skipped = "openai/gpt-6.1-astra"
    expected = [{row["subject"] for row in (await here.say("model coming")).data["models"]} for here in (before, after)]
    assert [skipped in each for each in expected] == [True, False]
    assert "Skipped" not in (await before.say(f"model show {skipped}")).plain
    assert "Skipped: a later version of its line came out on 17 November 2026." in brief_text(
        await after.say(f"model show {skipped}")
    )
    assert "anthropic/claude-fable-5.5" in expected[1]  # its line has not passed it


async def test_a_mention_of_long_ago_does_not_say_that_a_model_is_not_out(talk):
    card = await talk("2026-11-28T12:00Z").say("model show glm-5.1-air")
    assert card.title == "GLM-5.1-Air is not known to be out"
    assert "named by indobacklinks.com" in card.plain


async def test_the_claims_of_a_model_are_all_told_or_how_many_are_left_out(talk):
    card = await talk("2026-11-29T13:00Z").say("model show GPT-5.6")
    assert "Claims, best supported first (6 of 8)" in card.plain
    assert card.plain.index("CL-0283") < card.plain.index("CL-0277")  # CONFIRMED before REPORTED
    few = await talk("2026-11-29T13:00Z").say("model show Claude Fable 5.5")
    assert "best supported first (" not in few.plain


async def test_a_family_that_a_market_asks_about_is_expected_and_has_a_dossier(talk):
    here = talk("2026-06-01T12:00Z")
    assert "GPT-5.6: a market by 15 Jun, no price read yet" in brief_text(await here.say("model coming"))
    assert (await here.say("model show gpt-5.6")).title == "GPT-5.6 is not out"
    priced = await here.at("2026-06-24T12:00Z").say("model show gpt-5.6")
    assert "45 % by 6 July, read 23 Jun" in priced.title
    assert "Its models: GPT-5.6 Sol" in brief_text(priced)
