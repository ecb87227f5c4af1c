"""Sentences that are not so, each a word away from one that is: none of them may borrow its grade."""

import pytest

MAY = "2026-05-10T12:00Z"
UNTRUE = """
GPT-5.5 was released after May 1
GPT-5.5 was released before April 23
GPT-5.5 came out in March
GPT-5.5 came out in 2025
GPT-5.5 launched in Q1
GPT-5.5 launched last year
GPT-5.5 has not been released yet
GPT-5.5 was never released
GPT-5.5 is not available in ChatGPT
GPT-5.5 isn't out
GPT-5.5 won't be released
GPT-5.5 was cancelled
GPT-5.5 has been delayed
GPT-5.5 is delayed to June
GPT-5.5 will ship in June
GPT-5.5 is still in training
GPT-5.5 is out for free users
GPT-5.5 is out on Android only
GPT-5.5 costs $5/$15
GPT-5.5 costs more than $5/M input
GPT-5.5 costs less than $5 per million input tokens
GPT-5.5 costs $30/$5
GPT-5.5 costs $5 per million output tokens
GPT-5.5 doesn't cost $5/$30
GPT-5.5 costs $5 per thousand tokens
GPT-5.5 costs $5 a month
GPT-5.5 costs -5 dollars per million input tokens
GPT-5.5 costs $5 per input token
GPT-5.5 input costs != $5 per million tokens
GPT-5.5 was released at 3am on April 23
GPT-5.5 was released on Monday, April 23, 2026
GPT-5.5 costs €5/€30
GPT-5.5 has a context window of more than 1,050,000 tokens
GPT-5.5 has less than 1M tokens of context
GPT-5.5 outputs 1,050,000 tokens
GPT-5.5 has a 128k context window
GPT-5.5 does not have a 1,050,000 token context
GPT-5.5 Pro costs $5/$30
GPT-5.5 mini has a 1,050,000 token context
GPT-5.4 was released on April 23
Spud is not GPT-5.5
Spud isn't GPT-5.5, it's GPT-6
Spud is GPT-5.4
Spud is Opus 4.7
GPT-5.5 is Crest Pro Alpha
Anthropic released GPT-5.5
Opus 4.7 costs $5/$30
Claude Opus 4.7 has a context window of 2 million tokens
Claude Opus 4.7 was released on April 23
nobody has released GPT-5.5
GPT-5.5 is no longer available
GPT-5.5 was removed from ChatGPT
it is false that GPT-5.5 was released
GPT-5.5 wasn't released on April 23
GPT-5.5 was released on April 23, 2025
neither GPT-5.5 nor GPT-6 is out
GPT-5.5 failed to launch
I doubt GPT-5.5 was released
GPT-5.5 was only announced, not released
GPT-5.5 was announced but it is not available
GPT-5.5 isn't the model called Spud
GPT-5.5 was released everywhere except ChatGPT
GPT-5.5 is available in Claude
GPT-5.5 runs on Gemini
GPT-5.5 was released by Google
GPT-5.5 was released as open weights
GPT-5.5 was almost released
if GPT-5.5 is out then I win
GPT-5.5 launches tomorrow
GPT-5.5 releases next week
GPT-5.5 never came out in April
GPT-5.5 wasn't out by April 30
hardly anyone believes GPT-5.5 was released
GPT-5.5 was supposed to be released on April 23
GPT-5.5 should have been released on April 23
GPT-5.5 was due on April 23 but slipped
the system card says GPT-5.5 was not released
OpenAI refuses to release GPT-5.5
OpenAI denies releasing GPT-5.5
GPT-5.5 was nearly released on April 23, then OpenAI backed out
GPT-5.5 was to be released on April 23 but the plan fell through
GPT-5.5 came close to being released on April 23
OpenAI decided against releasing GPT-5.5 on April 23
GPT-5.5 missed April 23
April ends without GPT-5.5
April came and went without a GPT-5.5 release
OpenAI blew its April 23 date for GPT-5.5
GPT-5.5 has been gone from the API since April 25
GPT-5.5 vanished from ChatGPT on April 30
GPT-5.5 has been off the API since April 25
GPT-5.5 can no longer be called through the API
GPT-5.5 isn't selectable in ChatGPT since May 1
GPT-5.5 is in the API, but only in French
GPT-5.5 is generally available on Bedrock
GPT-5.5 costs a dime per million input tokens
GPT-5.5 costs half a buck per million input tokens
GPT-5.5 costs two hundred dollars per million input tokens
GPT-5.5 costs 5 hundred dollars in
GPT-5.5: $5 → $30 per million input
GPT-5.5 costs exactly what GPT-5.4 does
GPT-5.5 is cheaper than GPT-5.4
GPT-5.5 has the full two million tokens of context
GPT-5.5 has the full million tokens of output
GPT-5.5 has no 1M context
GPT-5.5: $50 in, MIT license
Spud = GPT-6, Pony Alpha = GPT-5.5
Pony Alpha has Mistral written all over it
Pony Alpha is Moonshot's
Released in April: GPT-5.5 (24th), Opus 4.7 (17th)
Released in March: GPT-5.5 (23rd), Opus 4.7 (16th)
Not released in April: GPT-5.5 (23rd), Opus 4.7 (16th)
Cancelled: GPT-5.5 (April 23), Opus 4.7 (April 16)
Retired: GPT-5.5 (API), Opus 4.7 (Bedrock)
In the API: GPT-5.5 no, Opus 4.7 no
Training: GPT-5.5 ongoing, Opus 4.7 restarted
GPT-5.5 trails Opus 4.7 on Terminal-Bench 2.0, 82.7 to 69.4
GPT-5.5 has a December 2024 knowledge cutoff
the story that Spud is GPT-5.5 is bunk
it is a misconception that Spud is GPT-5.5
Why Spud isn't GPT-5.5
OpenAI scrapped GPT-5.5
GPT-5.5 has zero API access
GPT-5.5 lacks API access
GPT-5.5 without API access is out
GPT-5.5 costs nothing
GPT-5.5 costs $5/$30 per million tokens since January
GPT-5.5 cost $5/$30 in March
GPT-5.5's price rose to $5/$30
GPT-5.5 dropped its price to $5/$30
GPT-5.5 used to cost $5/$30
GPT-5.5 will cost $5/$30 from June
GPT-5.5 is not ready and costs $5 per million input tokens
GPT-5.5 isn't ready and was released on 23 April 2026
GPT-5.5 needs more work and was released on 23 April 2026
GPT-5.5 needs more time and was released on 23 April 2026
Spud isn't ready and is GPT-5.5
GPT-5.5 is back online
GPT-5.5 is back in service
GPT-5.5 is unblocked
GPT-5.5 was unbanned in ChatGPT
GPT-5.5: ban lifted
GPT-5.5 was restored on 23 April 2026
GPT-5.5 was reinstated on 23 April 2026
GPT-5.5 costs 5 dollars and a dime per million input tokens
GPT-5.5 costs 5 dollars and change per million input tokens
"""
TRUE = """
GPT-5.5 is out
GPT-5.5 came out on April 23
GPT-5.5 came out in April
GPT-5.5 costs $5/$30 today
gpt-5.5 price: $5 in, $30 out
GPT-5.5 has a 1,050,000 token context window
Spud turned out to be GPT-5.5
GPT-5.5 was released on Thursday April 23
GPT-5.5 is live in ChatGPT
Opus 4.7 is cheaper than GPT-5.5
GPT-5.5 max output is 128k
i doubt gpt-5.5 costs more than $10/M in
"""


async def grades(talk, lines):
    chat = talk(MAY)
    return {line: of_all((await chat.say(f'claimcheck ask "{line}"')).data) for line in lines.strip().splitlines()}


def of_all(data):
    """The grade of a sentence: of several claims in it, that of the one that is not endorsed, if there is one."""
    every = [claim["grade"] for claim in data.get("claims", (data,))]
    return next((grade for grade in every if grade not in ("CONFIRMED", "SUPPORTED")), every[0])


async def test_what_is_not_so_is_never_confirmed_nor_supported(talk):
    found = await grades(talk, UNTRUE)
    assert {line: word for line, word in found.items() if word in ("CONFIRMED", "SUPPORTED", "MIXED")} == {}


async def test_what_is_so_still_is(talk):
    found = await grades(talk, TRUE)
    assert {line: word for line, word in found.items() if word not in ("CONFIRMED", "SUPPORTED")} == {}


async def test_what_was_dropped_from_a_sentence_is_not_shown_as_graded(talk):
    reply = await talk(MAY).say('claimcheck ask "Opus 4.7 is cheaper than GPT-5.5 and better at everything"')
    assert reply.title == "SUPPORTED: Anthropic and OpenAI, quoted by allthings.how and lilting.ch, say so"
    assert "“Opus 4.7 is cheaper than GPT-5.5”\n" in reply.plain


async def test_old_news_told_as_new_says_the_true_day(talk):
    chat = talk("2026-06-20T12:00Z")
    today = await chat.say('claimcheck ask "GPT-5.5 launched today"')
    assert today.data["grade"] == "CONTRADICTED"
    assert today.title.startswith("CONTRADICTED: it came out on 23 April 2026, says OpenAI")
    assert "still to come" not in str(today.brief)
    assert "forecast" not in str(today.brief)
    just = await chat.say('claimcheck ask "GPT-5.5 just dropped"')
    assert "Released on 23 Apr 2026, 58 days ago." in str(just.brief)


async def test_a_margin_is_held_and_a_whole_version_is_the_one_on_file(talk):
    chat = talk("2026-06-20T12:00Z")
    margin = await chat.say('claimcheck ask "GPT-5.5 scored 50 points higher than Opus 4.7 on Terminal-Bench 2.0"')
    assert margin.data["grade"] not in ("CONFIRMED", "SUPPORTED", "REPORTED")
    version = await chat.say('claimcheck ask "GPT-5.5 scored 82.7% on Terminal-Bench 2"')
    assert version.data["benchmark"] == "Terminal-Bench 2.0"


@pytest.mark.parametrize(
    ("line", "grade"),
    [
        ("GPT-5.5 was released a week after Opus 4.7", "SUPPORTED"),
        ("GPT-5.5 came out two weeks after Opus 4.7", "CONTRADICTED"),
        ("GPT-5.5 was released before Opus 4.7", "CONTRADICTED"),
        ("Opus 4.7 shipped 7 days ahead of GPT-5.5", "SUPPORTED"),
    ],
)
async def test_order_and_span_are_computed_from_known_releases(talk, line, grade):
    reply = await talk("2026-06-20T12:00Z").say(f'claimcheck ask "{line}"')
    assert reply.data["grade"] == grade
    assert reply.data["deadline"] is None


async def test_a_full_price_is_not_one_dollar(talk):
    reply = await talk(MAY).say('claimcheck ask "GPT-5.5 costs a full $5 per million input"')
    assert reply.data["grade"] != "CONTRADICTED"


@pytest.mark.parametrize(
    "line",
    [
        "OpenAI reversed course and released GPT-5.5 on 23 April 2026",
        "GPT-5.5 was released on 23 April 2026 after OpenAI changed its mind",
    ],
)
async def test_what_only_led_to_a_release_does_not_deny_it(talk, line):
    data = (await talk(MAY).say(f'claimcheck ask "{line}"')).data
    assert (data["polarity"], data["grade"]) == ("+", "UNCONFIRMED")


@pytest.mark.parametrize(
    "text", ["pony alpha is claude", "pony alpha is a claude model", "pony-alpha is from anthropic"]
)
async def test_a_label_of_one_lab_is_no_model_of_another_s_family(talk, text):
    here = talk("2026-11-28T12:00Z")
    reply = await here.say(f"claimcheck {text}")
    assert (reply.data["grade"], reply.data["claim_type"]) == ("CONTRADICTED", "identity")
    assert (await here.say(text)).title == reply.title  # typed alone it is checked, too
