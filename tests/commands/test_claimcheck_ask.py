"""Claim checks as people have them, on the two days of the story."""

import pytest

from bot.messages import words as labels
from bot.messages.levels import brief_text
from bot.messages.request import Request

APRIL, MAY = "2026-04-21T12:00Z", "2026-05-10T12:00Z"
_KEYS = """checkable claim_type subject object comparator benchmark value deadline polarity claim_id match grade support
refute rule origins repeats load_bearing missing flags"""
KEYS = _KEYS.split()


async def facts(talk, text, moment):
    reply = await talk(moment).say(f'claimcheck ask "{text}"')
    return reply, reply.data


async def test_beating_opus_is_speculation_before_the_release(talk):
    reply, data = await facts(talk, "Spud beats Opus 4.7 at agentic coding", APRIL)
    assert [key for key in KEYS if key not in data] == []
    assert (data["grade"], data["first_party"], data["claim_type"]) == ("SPECULATION", 0, "better_than")
    assert (data["subject"], data["comparator"]) == ("openai/spud", "anthropic/claude-opus-4.7")
    missing = " ".join(data["missing"])
    for words in ("model card", "same-prompt comparison", "n:"):
        assert words in missing
    assert "unnamed source" in data["flags"]
    assert "First-party: 0" in reply.plain


async def test_the_memo_is_one_origin_however_often_it_is_repeated(talk):
    _, data = await facts(talk, "pretraining finished on March 24", APRIL)
    assert (data["grade"], data["origins"], data["load_bearing"]) == ("REPORTED", 1, ["The Information"])
    assert data["repeats"] >= 8
    assert data["origin_names"] == ["The Information"]


@pytest.mark.parametrize("text", ["Spud is GPT-6", "Crest Pro Alpha is Spud", "Spud is GPT-5.5"])
async def test_who_spud_is_was_speculation(talk, text):
    _, data = await facts(talk, text, APRIL)
    assert (data["claim_type"], data["grade"]) == ("identity", "SPECULATION")


async def test_a_forecast_is_told_to_be_one_with_the_market_beside_it(talk):
    reply, data = await facts(talk, "GPT-5.5 ships before April 30", APRIL)
    assert data["forecast"]
    assert data["deadline"].isoformat() == "2026-04-30"
    assert data["grade"] == "SPECULATION"
    assert data["market"]["counts_as_support"] is False
    assert 0 < data["market"]["probability"] < 1
    assert "forecast" in reply.plain
    assert "never raises a grade" in reply.plain
    assert "Polymarket" not in data["origin_names"]


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("GPT-5.5 has been released", "SUPPORTED"),
        ("GPT-5.5 was released on April 23", "SUPPORTED"),
        ("GPT-5.5 was released by April 30", "SUPPORTED"),
        ("GPT-5.5 costs $5/$30", "SUPPORTED"),
        ("GPT-5.5 costs $5 per million input tokens and $30 per million output tokens", "SUPPORTED"),
        ("GPT-5.5 has a 1,050,000 token context window", "SUPPORTED"),
        ("Spud is GPT-5.5", "SUPPORTED"),
        ("GPT-5.5 scores 60 on the Artificial Analysis Intelligence Index", "CONFIRMED"),
        ("GPT-5.5 was released on April 24", "MIXED"),
        ("GPT-5.5 has a 1M context window", "SUPPORTED"),
        ("GPT-5.5 scores 82.7% on Terminal-Bench 2.0", "REPORTED"),
        ("GPT-5.5 scores 88.7% on SWE-bench Verified", None),
        ("GPT-5.5 costs $10/$30", "CONTRADICTED"),
        ("GPT-5.5 Pro costs $5/$30", "CONTRADICTED"),
        ("GPT-5.5 costs $2 per million input tokens", "CONTRADICTED"),
        ("GPT-5.5 has a 2M context window", "CONTRADICTED"),
        ("GPT-5.5 has a 256k context window", "CONTRADICTED"),
        ("GPT-5.5 was released on April 16", "CONTRADICTED"),
        ("Spud is GPT-6", "CONTRADICTED"),
        ("GPT-5.5 is cheaper than Opus 4.7", "CONTRADICTED"),
    ],
)
async def test_what_was_known_after_the_release(talk, text, grade):
    _, data = await facts(talk, text, MAY)
    assert data["grade"] == grade


async def test_beating_opus_depends_on_the_axis_and_says_which(talk):
    reply, data = await facts(talk, "GPT-5.5 beats Opus 4.7", MAY)
    assert data["grade"] == "MIXED"
    sides = {line["benchmark"]: line["speaks"] for line in data["lines"]}
    assert sides["AA Intelligence Index"] == "for"
    assert sides["SWE-bench Pro"] == "against"
    assert "It depends on the axis" in reply.plain
    _, narrow = await facts(talk, "Spud beats Opus 4.7 at agentic coding", MAY)
    assert narrow["grade"] not in ("SUPPORTED", "SUPPORTED")
    assert {line["speaks"] for line in narrow["lines"] if line["counts"]} == {"for", "against"}


@pytest.mark.parametrize(
    "text",
    [
        "Grok 5 was released on May 1",
        "Sonnet 4.8 has a 1M context window",
        "GPT-5.5 mini costs $5/$30",
        "GPT-5.5 was released as open weights on April 23",
        "GPT-5.5 costs $5/$30 per month",
        "GPT-5.5 was released on April 23, 2025",
        "GPT-5.5 was not released on April 23",
        "GPT-5.6 costs $5/$30",
        "Gemini 3.1 Pro costs $5/$30",
        "GPT-5.5 has a context window of 1,050 tokens",
        "GPT-5.5 scores 86 on the Artificial Analysis Intelligence Index",
        "GPT-5.5 was deprecated on April 23",
    ],
)
async def test_nothing_near_a_confirmed_claim_inherits_its_grade(talk, text):
    _, data = await facts(talk, text, MAY)
    assert data["grade"] not in ("CONFIRMED", "SUPPORTED")
    assert data["match"] not in ("exact", "words")


async def test_a_model_nobody_listed_is_understood_as_unknown_here(talk):
    reply, data = await facts(talk, "Sonnet 4.9 has a 1M context window", MAY)
    assert data["known_subject"] is False
    assert data["origins"] == 0
    assert "not in the ledger" in reply.plain


@pytest.mark.parametrize("text", ["GPT-5.5 feels smarter", "what do you think about GPT-5.5?", "hello everyone"])
async def test_what_cannot_be_checked_has_no_grade_and_says_why(talk, text):
    reply, data = await facts(talk, text, MAY)
    assert [key for key in KEYS if key not in data] == []
    assert (data["checkable"], data["grade"]) == (False, None)
    assert reply.outcome.value == "answered"
    assert data["why"]


async def test_several_claims_of_one_sentence_are_split(talk):
    _, data = await facts(talk, "GPT-5.5 costs $5/$30 and has a 1.05M context window", MAY)
    assert [one["claim_type"] for one in data["claims"]] == ["price", "context_limits"]
    assert {one["grade"] for one in data["claims"]} == {"SUPPORTED"}
    assert data["claim_type"] == "price"


async def test_a_long_message_grades_five_claims_and_names_the_rest(talk):
    text = " ".join(f"GPT-5.5 was released on May {day}." for day in range(1, 9))
    reply = await talk(MAY).say(f"claimcheck {text}")
    assert len(reply.data["claims"]) == 5
    assert len(reply.data["rest"]) == 3
    assert {one["grade"] for one in reply.data["claims"]} == {"CONTRADICTED"}


async def test_why_prints_the_rule_and_every_item(talk):
    reply = await talk(APRIL).say('claimcheck ask "pretraining finished on March 24" why:yes')
    assert "for it one named source, against it a word, a picture or an inference" in reply.plain
    assert "one-named-origin" in reply.plain
    assert "EV-0001" in reply.plain
    short = brief_text(reply)
    assert reply.data["rule"] in reply.plain
    assert "For it one named source, against it a word, a picture or an inference." in short
    assert "Without" in short


async def test_the_ledger_answers_as_it_stood(talk):
    reply = await talk(MAY).say('claimcheck ask "GPT-5.5 costs $5/$30" as_of:2026-04-21T12:00Z')
    assert (reply.data["grade"], reply.data["claim_id"]) == (None, None)


async def test_it_says_what_a_codename_was_read_as(talk):
    reply, _ = await facts(talk, "Spud beats Opus 4.7", APRIL)
    assert "reads Spud as GPT-5.5: speculation" in reply.plain
    later, _ = await facts(talk, "Spud beats Opus 4.7", MAY)
    assert "reads Spud as GPT-5.5: confirmed on 23 Apr 2026" in later.plain


@pytest.mark.parametrize(
    "text",
    ["", " ", "https://example.org", "x" * 6000, '" OR 1=1 --', "NEAR(a b) AND tenant:x", "(a+)+$" * 50,
     "\u202eSpud\u200b",
     "Spud ist besser als alles andere auf der Welt", "GPT-5.5 was released in 99999", "\ud800 Spud"],
)  # fmt: skip
async def test_anything_typed_is_answered(talk, text):
    reply = await talk(MAY).app.run(Request(name="claimcheck ask", values={"claim": text}))
    assert reply.outcome.value in ("answered", "refused")
    assert reply.data.get("grade") is None or reply.data["grade"] not in ("CONFIRMED", "SUPPORTED")


@pytest.mark.parametrize(
    ("sentence", "grade"),
    [
        ("GPT-5.5 was released by Anthropic", "CONTRADICTED"),
        ("Anthropic released GPT-5.5 on April 23", None),
        ("OpenAI released GPT-5.5 on April 23", "SUPPORTED"),
        ("GPT-5.5 is available in Codex", "SUPPORTED"),
        ("GPT-5.5 has a 400K context window in Codex", "SUPPORTED"),
        ("GPT-5.5 outputs up to 128K tokens", "SUPPORTED"),
        ("5.5 costs $5/$30", "SUPPORTED"),
        ("5.5 costs $5/$30 about:spud", "SUPPORTED"),
    ],
)
async def test_whose_where_and_which_is_part_of_the_claim(talk, sentence, grade):
    text, _, about = sentence.partition(" about:")
    reply = await talk(MAY).say(f'claimcheck ask "{text}"' + (f" about:{about}" if about else ""))
    assert (reply.data["grade"], reply.data["subject"]) == (grade, "openai/gpt-5.5")
    assert ("takes “5.5” to mean GPT-5.5" in reply.plain) is (sentence == "5.5 costs $5/$30")


async def test_only_names_of_the_sentence_are_read_and_none_as_itself(talk):
    for sentence, reads in (
        ("Spud is GPT-6", "reads Spud as GPT-5.5: speculation · reads Spud as GPT-6: speculation\n"),
        ("Crest Pro Alpha is Spud", "reads Spud as"),
        ("GPT-5.5 is out", None),
    ):
        plain = (await talk(APRIL).say(f'claimcheck ask "{sentence}"')).plain
        assert (reads in plain) if reads else ("reads " not in plain)
        assert "reads Spud as Spud" not in plain
        assert ("reads Crest" in plain) is sentence.startswith("Crest")


async def test_one_lab_is_one_origin_under_one_name(talk):
    data = (await talk(MAY).say('claimcheck ask "GPT-5 was released on August 7, 2025"')).data
    assert data["origin_names"] == ["OpenAI"]
    data = (await talk(MAY).say('claimcheck ask "GPT-5.4 was released on March 5"')).data
    assert "github.com" not in data["origin_names"]


@pytest.mark.parametrize(
    ("text", "side"), [("Orion is GPT-4.5", "for"), ("Orion is GPT-5", "against"), ("Orion is not GPT-5", "for")]
)
async def test_a_post_of_a_labs_head_is_the_labs_word_and_one_voice_with_what_others_quote(talk, text, side):
    reply, data = await facts(talk, text, APRIL)
    assert data["grade"] == "REPORTED"
    assert "x.com" not in [*data["origin_names"], *data["against"]]
    assert {item["side"] for item in data["items"] if item["origins"] == ["Sam Altman"]} == {side}
    assert "Sam Altman · first-party, statement" in reply.plain


async def test_an_exception_is_not_covered_by_evidence_of_the_rule(talk):
    data = (await talk(MAY).say('claimcheck ask "GPT-5.5 launched quietly without a system card"')).data
    assert data["grade"] in ("UNCONFIRMED", "SPECULATION", None)


async def test_no_evidence_is_said_only_where_there_is_none(talk):
    words = "No evidence here is not evidence against it"
    assert words in (await talk(APRIL).say('claimcheck ask "Sonnet 4.8 has a 1M context"')).plain
    assert words not in (await talk(MAY).say('claimcheck ask "GPT-5.5 Instant is available"')).plain


@pytest.mark.parametrize("text", ["Jamba 3 costs $4 per million tokens", "Jamba 5 beats Opus 4.7 on OSWorld"])
async def test_with_nothing_behind_it_the_card_is_short(talk, text):
    reply, data = await facts(talk, text, APRIL)
    assert (data["grade"], data["origins"], data["first_party"]) == (None, 0, 0)
    assert "Read as: " in reply.plain
    assert "Rule:" in reply.plain
    assert "Would settle it:" in reply.plain
    assert ": 0" not in reply.plain
    assert reply.title == f"NO EVIDENCE HERE: {' '.join(text.split()[:2])} is not known here"
    assert len(reply.actions) <= 5
    assert not {labels.WHY_GRADE, labels.WHO_COPIED, labels.OBJECT} & {action.label for action in reply.actions}


async def test_what_was_read_is_said_slot_by_slot(talk):
    reply = await talk(APRIL).say('claimcheck ask "Grok 5 will not cost more than $4 per million tokens by June 30"')
    assert "Read as: Grok 5 · not: price" in reply.plain
    assert "by june 30" in reply.plain


async def test_why_tells_the_levels_and_what_would_fall(talk):
    why = (await talk(MAY).say('claimcheck ask "Spud is GPT-5.5" why:yes')).plain
    assert "Without OpenAI it would be REPORTED." in why
    assert "Levels: 5 first-party document" in why
    assert "read where dev.to quotes Axios" in why
    assert "23 Apr 2026" in why
    why = (await talk(MAY).say('claimcheck ask "GPT-5.5 has a 1M context window" why:yes')).plain
    assert "Strong evidence for a number that the claim rounds" in why
    assert "as the source has it, not rounded" in why


async def test_a_number_that_is_not_the_number_is_contradicted_and_nothing_is_left_to_settle(talk):
    reply, data = await facts(talk, "GPT-5.5 outputs up to 130,000 tokens", MAY)
    assert (data["grade"], data["missing"], data["would_settle"]) == ("CONTRADICTED", [], "")
    assert "Would settle it" not in reply.plain


async def test_the_same_sentence_many_times_is_one_claim(talk):
    reply = await talk(MAY).say("claimcheck ask " + "GPT-5.5 has been released. " * 200)
    assert reply.data["grade"] == "SUPPORTED"
    assert "claims" not in reply.data
    assert "Said 199 more times" in reply.plain


@pytest.mark.parametrize(
    "text",
    [
        "Is it true that Spud is GPT-5.5?",
        "BREAKING: Spud is GPT-5.5",
        "fact check: Spud is GPT-5.5",
        "I heard that Spud is GPT-5.5",
        "can anyone confirm that spud is gpt 5.5?",
        "spud is gpt-5.5, right?",
        "no cap spud = gpt-5.5 lol",
        "Spud is GPT-5.5, confirmed by Axios",
    ],
)
async def test_what_stands_around_a_claim_is_no_part_of_it(talk, text):
    _, data = await facts(talk, text, MAY)
    assert (data["match"], data["claim_id"], data["grade"]) == ("exact", "CL-0002", "SUPPORTED")


@pytest.mark.parametrize("text", ["LEAK: GPT-5.5 is out as open weights", "is it true that GPT-5.5 is out in Germany?"])
async def test_what_a_claim_adds_is_still_seen_behind_such_words(talk, text):
    _, data = await facts(talk, text, MAY)
    assert data["grade"] in (None, "SPECULATION", "UNCONFIRMED")


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("GPT-5.5 did not ship before May 1", "CONTRADICTED"),
        ("GPT-5.5 won't ship before May 1", "CONTRADICTED"),
        ("GPT-5.5 did not come out until May", "CONTRADICTED"),
        ("no way GPT-5.5 ships before May", "CONTRADICTED"),
        ("GPT-5.5 shipped no earlier than May 1", "CONTRADICTED"),
        ("GPT-5.5 was not released until April 23", "SUPPORTED"),
        ("GPT-5.5 did not ship before April 23", "SUPPORTED"),
        ("GPT-5.5 didn't ship by May 1", "CONTRADICTED"),
        ("GPT-5.5 did not ship before April 10", "SUPPORTED"),
    ],
)
async def test_not_before_is_denied_once(talk, text, grade):
    _, data = await facts(talk, text, MAY)
    assert data["grade"] == grade


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("Claude Mythos 5.1 is available", None),  # a vendor's price, of a model that only its partners may use
        ("Claude Mythos 5.1 is generally available", "CONTRADICTED"),
        ("GPT-5.5 is generally available", "SUPPORTED"),
    ],
)
async def test_a_price_does_not_say_that_anybody_may_buy(talk, text, grade):
    _, data = await facts(talk, text, "2026-11-28T12:00Z")
    assert data["grade"] == grade


@pytest.mark.parametrize(
    ("line", "times"), [("Claude Sonnet 9.9 is out", 1), ("GPT-5.5 is out", 0), ("GPT-5.5 has a purple logo", 0)]
)
async def test_the_brief_says_once_that_the_ledger_does_not_know_the_model(talk, line, times):
    reply = await talk(MAY).say(f'claimcheck ask "{line}"')
    shown = f"{reply.title} {reply.brief}"
    assert shown.count("Claude Sonnet 9.9 is not known here") == times
    assert shown.count("not in the ledger") <= 1


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("hunyuan 9 vs ernie 11", "Hunyuan 9 and ERNIE 11 are not known here"),
        ("gpt-5.5 vs ernie 11", "ERNIE 11 is not known here"),
        ("gpt-5.5 vs opus 4.7", ""),
        ("claimcheck gpt-5.5 is better than claude", ""),
    ],
)
async def test_a_comparison_says_which_of_its_models_are_unknown_and_once_how_it_was_read(talk, line, told):
    reply = await talk(MAY).say(line)
    shown = brief_text(reply)
    assert (told in shown, "known here" in shown) == (True, bool(told))
    assert shown.count("Read as") == 1
