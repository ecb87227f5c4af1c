"""A title answers what was asked, and no two cards about one model contradict each other."""

from collections import defaultdict

import pytest

from bot.ledger import moment, tables
from bot.messages.levels import brief_text, buttons_of
from bot.messages.reply import Button
from bot.messages.request import View

NOW = "2026-11-29T12:00Z"
CLOCKS = 2  # days that two records of one event may lie apart by two clocks
OUT = ("been out since", "was shut down on", "came out on", "is out as")
OPENAI = "those of OpenAI are recorded from 24 March 2026 on"
ANTHROPIC = "those of Anthropic are recorded from 5 June 2026 on"
APRIL = "2026-04-21T12:00Z"


def labels_of(reply):
    return [action.label for action in reply.actions if isinstance(action, Button)]


async def test_every_card_about_a_model_that_is_out_says_so_first(talk):
    here = talk(NOW)
    now = here.clock.now()
    out = [one for one in here.ports.ledger.suggest("", View("console:local", now), 500) if one.out_since(now)]
    assert len(out) > 150
    wrong = []
    for subject in out:
        odds, card = (
            await here.say(f"odds show about:{subject.slug}"),
            await here.say(f"model show name:{subject.slug}"),
        )
        said = odds.title.partition(";")[0]
        agree = card.title.startswith(said) and any(words in said for words in OUT)
        labels = [*labels_of(odds), *labels_of(card)]
        offers = any(label in ("Odds", f"Odds of {subject.name}") for label in labels)
        double = len(set(labels_of(odds))) < len(labels_of(odds))
        if not agree or offers or double:
            wrong.append((subject.slug, odds.title, card.title, labels))
    assert wrong == []


async def test_a_rumour_denies_nothing_until_somebody_looked(talk):
    here = talk(NOW)
    before = (await here.say("model show claude 6")).title
    assert before.startswith("Claude 6 is not known to be out")
    await here.say(
        'claimcheck add "Claude 6 is released by 31 January 2027" link:https://example.com/a basis:inference'
        " quote:'It is bound to come.'"
    )
    for item in (await here.say("desk queue")).data["waiting"]:
        await here.say(f"desk accept {item['id']}")
    assert (await here.say("model show claude 6")).title == before
    assert (await here.say("model show the next gpt luna")).title.endswith("is not known to be out")
    for command in ("odds show", "odds compare", "odds history"):
        assert "· not known to be out" in (await here.say(f"{command} the next gpt luna")).plain


async def test_what_is_not_out_is_denied_only_by_a_record_that_is_fresh(talk):
    here = talk(NOW)
    now = here.clock.now()
    known = here.ports.ledger.suggest("", View("console:local", now), 500)
    waited = [one for one in known if one.released() is None and not one.slug.startswith("label/")]
    assert waited
    for subject in waited:
        reply = await here.say(f"model show name:{subject.slug}")
        old = "known up to" in brief_text(reply)
        assert not (old and ("is not out" in reply.title or "in testing, not out" in reply.title)), reply.title
    reply = await here.say("what is nano banana 2")
    assert reply.title == "Nano Banana 2 is not known to be out (known up to 20 November 2025)"


@pytest.mark.parametrize(
    ("line", "title", "small"),
    [
        ("odds gpt-6", "GPT-6 has been out since 3 September 2026", "by 31 Dec is not settled yet"),
        (
            "odds claude 5 by:2026-04-30",
            "Claude 5 has been out since 9 June 2026; it was not out by 30 April",
            "settled NO",
        ),
        ("odds gemini 4", "Gemini 4 has been out since 13 October 2026", "by 30 Jun settled NO on 1 Jul"),
        ("odds gpt-6 by:2026-08-31", "GPT-6 has been out since 3 September 2026; it was not out by 31 August", ""),
    ],
)
async def test_a_market_that_a_release_overtook_is_small_print(talk, line, title, small):
    reply = await talk(NOW).say(line)
    assert reply.title == title
    assert small in brief_text(reply)
    assert "At least" not in reply.plain


@pytest.mark.parametrize(
    "line", ["odds history claude 5", "odds compare claude 5", "odds history gpt-6", "odds MK-0006"]
)
async def test_every_odds_card_of_what_is_out_begins_with_that(talk, line):
    reply = await talk(NOW).say(line)
    name, day = ("GPT-6", "3 September 2026") if "gpt-6" in line else ("Claude 5", "9 June 2026")
    assert reply.title.startswith(f"{name} has been out since {day}")


async def test_a_settled_or_past_rung_bounds_no_later_day(talk):
    reply = await talk("2026-05-10T12:00Z").say("odds claude 5 by:2026-06-30")
    assert reply.title == "No market that is followed here asks about “Claude 5 by 30 Jun”."
    assert (reply.data["at_least"], reply.data["at_most"]) == (None, None)
    assert labels_of(reply) == [label for label in labels_of(reply) if not label.startswith("by ")]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("gpt-5.5 will be released on april 30", "At most 20 % that GPT-5.5 comes out on 30 April itself"),
        ("chance gpt 5.5 is released on april 23", "80–81 % that GPT-5.5 comes out on 23 April, as reported"),
        ("odds gpt-5.5 by 30 april", "94 % that GPT-5.5 is out by 30 April"),
        ("chance spud ships by tomorrow", "About 46 % that GPT-5.5 is out by 22 April"),
        ("is spud coming this week", "About 83 % that GPT-5.5 is out by 26 April"),
        ("will spud come out today", "About 19 % that GPT-5.5 is out by 21 April"),
        ("odds claude 5 by 15 may", "At least 39 % that Claude 5 is out by 15 May"),
        ("odds claude 5", "Last known, 2 Apr: 39 % that Claude 5 is out by 30 April"),
    ],
)
async def test_the_title_has_the_day_that_was_asked_about(talk, line, title):
    assert (await talk(APRIL).say(line)).title == title


async def test_on_a_day_is_kept_in_the_line_that_asks_again(talk):
    reply = await talk(APRIL).say("gpt-5.5 will be released on april 30")
    assert "by a day, not on it: 74 % by 23 Apr, 94 % by 30 Apr" in reply.plain
    again = await talk(APRIL).say('odds show about:gpt-5.5 by:"on 2026-04-30"')
    assert (again.title, again.data["asked_on"]) == (reply.title, True)


async def test_without_a_market_that_of_the_familys_name_is_told(talk):
    reply = await talk(APRIL).say("when is Claude Opus 5")
    assert reply.title == "No market that is followed here asks when Claude Opus 5 ships"
    assert "A market asks about Claude 5: 39 % by 30 Apr" in reply.plain
    assert "Odds of Claude 5" in labels_of(reply)


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("is gpt-4o retired", f"No shutdown of GPT-4o is recorded here; {OPENAI}"),
        ("claude 3 opus retirement date", f"No shutdown of Claude 3 Opus is recorded here; {ANTHROPIC}"),
        ("o3 retired?", f"No shutdown of o3 is recorded here; {OPENAI}"),
        ("claude sonnet 4.5 shutdown date", "Claude Sonnet 4.5 ends tomorrow, 30 Nov 2026 (according to dev.to)"),
        ("gpt-5 retirement", "GPT-5 ends on 11 Dec 2026, in 12 days"),
        ("claude opus 5 end of life", "Claude Opus 5 is not shut down before 24 Jul 2027"),
        ("claude opus 4.1 shutdown", "The shutdown of Claude Opus 4.1 was set for 5 August 2026"),
        ("gpt-6 price", "GPT-6 has 4 models with a price here"),
        ("gpt-6 context window", "The context of GPT-6 is not known here"),
        ("how big is gpt-6", "The size of GPT-6 is not known here"),
        ("does gpt-6 have vision", "Whether GPT-6 reads pictures is not known here"),
        ("can i use gpt-6 for free", "Whether GPT-6 can be used for free is not known here"),
        ("how much is gpt-6.1 sol", "GPT-6.1 Sol: $2 input / $10 output per million tokens"),
    ],
)
async def test_a_question_for_one_fact_is_answered_in_the_title(talk, line, title):
    reply = await talk(NOW).say(line)
    assert reply.title == title
    ends = not title.startswith(("The context", "The size", "Whether", "GPT-6"))
    assert ("came out on" if ends else "been out since") in brief_text(reply)


async def test_a_rumour_from_before_a_release_is_no_value_of_what_came_out(talk):
    here = talk(NOW)
    for line in ("model show gpt-6", "claimcheck ready gpt-6"):
        assert "2,000,000" not in (await here.say(line)).plain
    assert "2,000,000" in (await talk(APRIL).say("claimcheck ready gpt-6")).plain


@pytest.mark.parametrize(
    ("at", "title", "shutdown"),
    [
        (APRIL, "Sora has been out since 9 December 2024; its shutdown is announced, without a day", "no day is given"),
        ("2026-05-10T12:00Z", "Sora was shut down on 26 April 2026 (the app); ", "Shutdown: 24 Sep 2026"),
        (NOW, "Sora was shut down on 24 September 2026 (the API; the app on 26 April 2026); it had been out", ""),
    ],
)
async def test_several_days_of_one_shutdown_are_told_as_one_story(talk, at, title, shutdown):
    reply = await talk(at).say("model show sora")
    assert reply.title.startswith(title)
    assert shutdown in brief_text(reply)


async def test_one_market_is_counted_once_and_markets_come_first(talk):
    reply = await talk(APRIL).say("model coming")
    assert reply.title.startswith("Expected: GPT-5.5, Spud, Claude 5 and ")
    assert "expected; 2 markets ask about them" in brief_text(reply)  # one market answers for two names
    priced = [row["probability"] is not None for row in reply.data["models"]]
    assert priced == sorted(priced, reverse=True)
    assert "unheard of for 120 days: left out" in brief_text(reply)


async def test_what_ends_tomorrow_is_the_first_news_and_told_once(talk):
    reply = await talk("2026-11-29T13:00Z").say("catchup since:2026-11-22")
    titles = [row["title"] for row in reply.data["changes"]]
    assert titles[0] == "Claude Sonnet 4.5 (claude-sonnet-4-5) is shut down on"
    assert reply.data["changes"][0]["after"] == "30 Nov 2026, reminder 1 day ahead"
    assert titles.count(titles[0]) == 1


async def test_one_price_has_one_source_and_one_age_on_every_card(talk):
    here = talk(APRIL)
    odds, card = await here.say("odds gpt-5.5"), await here.say("model show gpt-5.5")
    origin = "Polymarket, read by when-model"
    assert origin in brief_text(odds)
    assert origin in brief_text(card)
    assert "too old to tell" not in brief_text(odds)


async def test_a_labs_own_promises_are_told_from_those_of_its_models(talk):
    here = talk(NOW)
    every, lab = await here.say("model promises"), await here.say("model promises openai")
    assert "OpenAI itself: 4 of 7 came on time" in brief_text(every)
    assert lab.title == "OpenAI and its models: 14 of 22 came on time"


def test_what_came_has_one_day_in_every_record():
    kept = tables()
    days = defaultdict(set)
    for row in kept["subject"]:
        days[row["slug"]] |= {moment(one["so"]).date() for one in row.get("states", ()) if one["state"] == "released"}
    came = [(row["about"], moment(row["came"]).date()) for row in kept["promise"] if row.get("about") and "came" in row]
    for about, day in came:
        days[about].add(day)
    wrong = [(about, day, one) for about, day in came for one in days[about] if 0 < abs((one - day).days) <= CLOCKS]
    assert wrong == []


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("how reliable is zed nobody", "No record here of “zed nobody”."),
        ("how reliable is Zed Nobody?", "No record here of “Zed Nobody”."),
        ("how reliable is zed", "Zed: right 1 of 1"),
        ("how reliable is zed really", "Zed: right 1 of 1"),
    ],
)
async def test_somebody_of_another_surname_has_no_record_of_a_known_name(talk, line, title):
    reply = await talk(NOW).say(line)
    assert reply.title.startswith(title)
    assert "Zed" in reply.plain


@pytest.mark.parametrize(
    ("at", "line", "title", "told"),
    [
        (APRIL, "odds rules spud", "What counts: “", "for Spud, if it is GPT-5.5 (SPECULATION)"),
        (APRIL, "odds compare spud", "74 % at ", "Spud, if it is GPT-5.5 (SPECULATION) · Polymarket, "),
        (APRIL, "checkpoint timeline crest pro alpha", "Crest Pro Alpha: first seen ", "4 events"),
        (APRIL, "checkpoint crest pro alpha", "Crest Pro Alpha: not identified, only hearsay so far", "SPECULATION"),
        (
            APRIL,
            "claimcheck chain CL-0044",
            "X users said it first, 19 Apr 2026: “",
            "SPECULATION, 1 origin, 2 repeats",
        ),
        (APRIL, "claimcheck list spud", "26 claims, page 1 of 2: “", "On this page: "),
        (APRIL, "catchup since:2026-04-14", "", "things changed since Tue 14 Apr"),
        (NOW, "claimcheck show CL-0044", "MIXED: ", "“Spud beats Opus 4.7”"),
        (NOW, "claimcheck ready gpt-5.5", "GPT-5.5 has been out since 23 April 2026; 4 of 5 known", "Missing: latency"),
        (NOW, "model retiring", "Next shutdowns: ", "shutdowns are announced"),
        (NOW, "checkpoint methods", "No method has enough cases to rank yet", "matching specs"),
        (NOW, "checkpoint list", "No names seen here in 14 days", "The newest before that"),
        (NOW, "who made elephant-alpha", "elephant-alpha is Ling-2.6-flash, by Ant Group", "How it is known"),
        (NOW, "what do we know about grok 5", "Grok 5 is not known to be out (known up to ", "REPORTED, “Training"),
        (NOW, "is gpt-5.5 out in the api", "GPT-5.5 has been out in the API since 24 April 2026", "23 April 2026"),
        (
            NOW,
            "claimcheck gpt-5.5 came out on 3 april 2026",
            "CONTRADICTED: it came out on 23 April 2026, says OpenAI",
            "“gpt-5.5 came out on 3 april 2026”",
        ),
        (
            NOW,
            "claimcheck gpt-5.5 costs $5/$30 and opus 4.7 has a 1M context",
            "2 claims, each True",
            "True; evidence alone SUPPORTED “gpt-5.5 costs $5/$30”: ",
        ),
    ],
)
async def test_title_and_second_lines_answer_without_the_rest_of_the_card(talk, at, line, title, told):
    reply = await talk(at).say(line)
    assert reply.title.startswith(title)
    assert told in brief_text(reply)


@pytest.mark.parametrize(
    ("line", "title", "told"),
    [
        ("did microsoft drop mai-3 yesterday", "MAI-3 is not known here; nothing new on ", "Nearest known: MAI-"),
        ("anything new about gpt-9", "GPT-9 is not known here; nothing new ", "Nearest known: "),
        ("catchup about:gpt-9", "GPT-9 is not known here; nothing new ", "Nearest known: "),
        (
            "is there a step 5 coming",
            "No market that is followed here asks when Step 5 ships",
            "Step 5 is not recorded here yet",
        ),
        ("is there a zorbulon 3 coming", "zorbulon 3 is not known here", ""),
        ("mistral made qwen 5", "NO EVIDENCE HERE: by its name Qwen5 is Alibaba's", "Read as: Qwen5 · made by Mistral"),
        ("Grok 6 vs GPT-6.5", "NO EVIDENCE HERE: Grok 6 and GPT-6.5 are not known here", " · GPT-6.2 "),
        ("gpt-9 has a 5M context window", "NO EVIDENCE HERE: GPT-9 is not known here", "Nearest known: "),
        (
            "hunyuan 4 vs ernie 6",
            "NO EVIDENCE HERE: ERNIE 6 is not known here",
            "“Hunyuan 4 vs ERNIE 6”",
        ),
        ("aleph alpha made step 7 right", "NO EVIDENCE HERE: by its name Step 7 is StepFun's", ""),
    ],
)
async def test_a_name_that_nobody_filed_is_said_to_be_unknown_with_the_nearest(talk, line, title, told):
    reply = await talk(NOW).say(line)
    assert reply.title.startswith(title)
    assert told in brief_text(reply)
    assert brief_text(reply).count("not known here") <= 1


async def test_a_sum_is_checked_as_it_is_said(talk):
    reply = await talk(NOW).say("gpt-6 came out less than six months after gpt-5.5")
    assert reply.command == "claimcheck ask"
    assert "less than 6 months apart from GPT-5.5" in brief_text(reply)


async def test_a_family_before_another_labs_model_is_not_compared_with_it(talk):
    reply = await talk(NOW).say("is reka nova 4 any good at coding")
    assert "better" not in reply.plain
    assert reply.data["read_as"]["subject"] == "amazon/nova-4"


@pytest.mark.parametrize("line", ["openai", "model show gpt-5", "odds gpt-6", "odds claude 5", "model newest"])
async def test_buttons_of_a_look_into_the_past_stay_there(talk, line):
    here = talk(NOW)
    reply = await here.say(f"{line} as_of:2026-10-30" if " " in line else f"model newest of:{line} as_of:2026-10-30")
    looks = ("model show", "model coming", "odds history", "odds rules", "odds show", "claimcheck ready")
    kept = [one.run.line for one in buttons_of(reply.actions) if one.run.line.startswith(looks)]
    assert kept
    assert [one for one in kept if "as_of:2026-10-30" not in one] == []


async def test_a_refuted_guess_and_a_product_are_not_coming(talk):
    here = talk(NOW)
    expected = {row["subject"] for row in (await here.say("model coming")).data["models"]}
    assert expected
    assert expected.isdisjoint({"openai/gpt-5.7", "openai/gpt-6-terra", "openai/chatgpt", "openai/gpt-6.2-terra"})
    before = {row["subject"] for row in (await here.say("model coming as_of:2026-09-30")).data["models"]}
    assert "openai/gpt-6-terra" in before  # that there is none was told in October
