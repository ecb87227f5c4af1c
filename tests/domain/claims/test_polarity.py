"""Which denials are about what a sentence says, and which only stand beside it."""

from datetime import UTC, date, datetime

import pytest

from bot.domain.claims.lexicon import lexicon
from bot.domain.claims.parse import parse_message

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


def read(text):
    return parse_message(text, NOW)[0]


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("GPT-6.5 is on Bedrock, I am not joking", "+"),
        ("glm 6 wsnt out in march", "-"),
        ("Is the year really ending with no Kimi K9?", "-"),
        ("Kimi K4 ships with no strings attached", "+"),
        ("Nobody blinks anymore as GLM-6 takes in a million tokens of context", "+"),
        ("llama 6 aint coming this year dont @ me", "-"),
        ("they dont have GPT-7 on Bedrock", "-"),
        ("grok 7 dont exist bro", "-"),
        ("Nobody is discussing Qwen 4 scoring 71% on HLE", "+"),
        ("It isn't untrue that Grok 6 is out", "+"),
        ("it is not true that Grok 6 is out", "-"),
        ("llama 5 dosnt not support 1m context", "+"),
        ("there isn't no such thing as GPT-9", "-"),
        ("cedar-fox belongs to Cohere not Meta", "+"),
        ("supergrok was 30 a month at launch lmao not 300", "+"),
        ("GPT-5 dropped 7 august not july, look it up", "+"),
        ("Grok 6 was nearly out in May 2025, then xAI blinked", "-"),
        ("Grok 6 is almost out", "+"),
        ("OpenAI nearly made GPT-6.5 free for everyone in May 2025, then dropped the idea", "-"),
        ("Grok 6 nearly hit 90% on GPQA", "+"),
        ("Mistral Large 5 and the Modified MIT License Nobody Noticed", "+"),
        ("Qwen 5 Explained: How Alibaba Kept the Weights Closed", "+"),
        ("Two years on, Grok 6 remains unreleased", "-"),
        ("OpenAI is training an unreleased model, GPT-7", "+"),
        ("Models you won't see this quarter: Grok 6, Opus 6", "-"),
        ("GLM 6 can now be pulled from Hugging Face", "+"),
        ("GLM 6 can no longer be pulled from Hugging Face", "-"),
        ("GLM 6 was pulled from Hugging Face", "-"),
        ("got grok 6 in a closed beta", "+"),
        ("Sonnet 5.5 got a 1M token window, you don't need the beta header any more", "+"),
        ("Grok 5 got 93% on GPQA and we didn't expect that", "+"),
        ("When we released Opus 5.5 on September 22, we didn't expect the queue", "+"),
        ("Z.ai published GLM 5.3 with no strings on Hugging Face", "+"),
        ("Correct me if I'm wrong, but wasn't Grok 5 on Vertex?", "+"),
        ("xAI delays Grok 5 again, will not ship in December", "-"),
        ("The Grok 5 launch in May is a hoax", "-"),
        ("GPT-6.2 Luna: still not available in our Azure region", "-"),
        ("Opus 6 on Bedrock? No.", "-"),
        ("People claim Grok 6 is out. It isn't.", "-"),
        ("People claim Grok 6 is out. It isn't cheap.", "+"),
        ("Why Grok 6 never came out", "-"),
        ("Claude Sonnet 5.5 comes to Vertex? Google says no", "-"),
        ("Kimi K3 has vanished from Groq", "-"),
        ("OpenAI reversed course and released GPT-6 on 23 April 2026", "+"),
        ("OpenAI changed its mind and GPT-6 came out on 23 April 2026", "+"),
        ("GPT-6 was released on 23 April 2026 after OpenAI changed its mind", "+"),
        ("GPT-6 was released on 23 April 2026 because OpenAI changed its mind", "+"),
        ("GPT-6 was not released on 23 April 2026 because OpenAI changed its mind", "-"),
        ("OpenAI was set to release GPT-6 on 23 April 2026 but changed its mind and cancelled it", "-"),
        ("OpenAI reversed course and retired GPT-6 on 23 April 2026", "+"),
        ("OpenAI backed out of releasing GPT-6 on 23 April 2026", "-"),
        ("After nearly releasing GPT-6 on 23 April 2026, OpenAI backed out", "-"),
        ("GPT-6 was to be released on 23 April 2026 but OpenAI changed its mind", "-"),
        # a "no" that only tells under what conditions
        ("GPT-6 got 61 on HLE no tools", "+"),
        ("GPT-6 launched in April no waitlist", "+"),
        ("GPT-6 scored 61 on HLE in April, no release yet", "-"),
        ("Mistral published no paper on Large 4", "-"),
        ("Anthropic says Opus 6 found eleven zero-days", "+"),
        # what would have been, or nearly was, is denied once
        ("Hermes 6 would have been out in June. It wasn't.", "-"),
        ("Hermes 6 should have come out in June. It never happened.", "-"),
        ("How Jamba 3 nearly launched in May (and why it didn't)", "-"),
        ("grok 8 was this close to comin out in june, then elon binned it", "-"),
        # a number or a day that is put right behind its denial, and one that is only denied
        ("Haiku 7 isn't $2 per million in, it's $1", "+"),
        ("Haiku 7 isn't $2 per million in, says Anthropic", "-"),
        ("Haiku 7 never cost $2 per million in, it was $1", "-"),
        ("Kimi K5's window is not 128k but 256k", "+"),
        ("Kimi K5 came out not in July but in August", "+"),
        ("Not June 10: Jamba 4 launched June 3", "+"),
        # a quality, a marvel or a command denies nothing that is told beside it
        ("Solar Pro 5: not pretty, not quick, but $0.50 per million in", "+"),
        ("Command C isn't cheap: $8 per million in", "+"),
        ("Can't believe Kimi K5 is live on Groq already", "+"),
        ("I can't use Kimi K5 on Groq", "-"),
        ("Don't Miss This: OLMo 5 Hits 81% On MMLU", "+"),
        ("don't expect jamba 4 before april", "-"),
        ("Altman doesn't regret making GPT-7 free for everyone", "+"),
        ("Nobody disputes that Nova 5 is on Bedrock", "+"),
        ("Grok 7 isn't just on X, it's on Vertex too", "+"),
        ("no the old yi-3 already took 200k tokens", "+"),
        # two words of one denial
        ("they aint put no gpt-7 on copilot", "-"),
        ("Neither Azure nor Bedrock has Mistral Large 5", "-"),
        ("Marble-Otter was never Gemini (rumour debunked)", "-"),
        # what falls short, loses or is a list of what is not so
        ("Devstral 4 fell short of 60% on SWE-bench Verified", "-"),
        ("Devstral 4 missed 60% on SWE-bench Verified", "-"),
        ("Grok 7 skipped the free tier", "-"),
        ("ChatGPT Go loses GPT-7", "-"),
        ("EXAONE 5 (unreleased), Solar Pro 5 (unreleased)", "-"),
        ("Myths: Phi-6 with a 1M window, OLMo 5 with 2M", "-"),
        ("grok 8 this week? aint happenin", "-"),
        ("gpt-7 this year? dont count on it", "-"),
        # "nothing but" affirms
        ("Crest Pro is nothing but GPT-6", "+"),
        ("Crest Pro is none other than GPT-6", "+"),
        # what nearly came about, and what would have
        ("GPT-6 was almost named GPT-5.9", "-"),
        ("Grok 5 very nearly shipped in Copilot", "-"),
        ("Grok 5 is almost as good as GPT-6 on HLE", "+"),
        ("GPT-6 would have launched in May but for the outage", "-"),
        ("Grok 4 would have been retired in May if xAI hadn't budged", "-"),
        # verdicts behind and rumours that are no more
        ("Opus 7 is only a rumour, there is no such model", "-"),
        ("Opus 7 is a rumour", "+"),
        ("Asked whether Grok 5 would be open source, Musk said 'of course not'", "-"),
        # what is not there any more
        ("Grok 4.7 is gone for everyone", "-"),
        ("AWS removes Grok 4.7 from Bedrock", "-"),
        ("AWS yanked Nova 3 from the free tier", "-"),
        ("GPT-6 is locked behind the Max plan", "+"),
        # put off, with and without a new day
        ("Meta postpones Llama 5", "+"),
        ("Meta postpones Llama 5 to March 2027", "+"),
        ("Meta postpones Llama 5 until LlamaCon", "+"),
        ("Meta did not postpone Llama 5", "-"),
        ("Llama 5 postponed. The new date is 4 March.", "+"),
        # what is denied of all, of its newness alone, and of what somebody claimed
        ("Opus 6, GPT-6 and Grok 5: none of them is on Ollama", "-"),
        ("GPT-6 Sol isn't really new, it's just GPT-5.9 Sol", "+"),
        ("Grok 5 is no new model: it's Grok 4.7", "+"),
        ('Musk replied "nonsense" to the claim that Grok 5 is out', "-"),
        ("Musk repeated the claim that Grok 5 is out", "+"),
        # what is taken from a place, and weights that are kept
        ("AWS zapped Opus 6 from Bedrock", "-"),
        ("Opus 6 got wiped off Bedrock", "-"),
        ("The weights of Grok 5 stay closed", "-"),
        ("Grok 5 weights will remain in house", "-"),
        ("The weights of Grok 5 are up", "+"),
        # a comment on what nobody says
        ("Is xAI even making a Grok 6? Nobody there will comment", "+"),
        # who is spoken of beside the claim
        ("GPT-6 is in the API and he doesn't even use it", "+"),
        ("GPT-6 got 61% on HLE and nobody noticed", "+"),
        ("GPT-6, Grok 5: both exist, none has a price", "+"),
        ("You don't need Max for Grok 5, Pro has it", "+"),
        ("GPT-6 is on Azure and Vertex - not on Bedrock", "+"),
        ("Whatever night-heron is, it isn't from Google", "-"),
        ("folks say night-heron is GPT-6, nah that thing is not GPT-6", "-"),
        # questions that presume the denial
        ("Why isn't Grok 5 on Bedrock?", "-"),
        ("Isn't Grok 5 on Bedrock?", "+"),
        # days from which something is so
        ("GPT-6 will be inside Siri from March", "+"),
        ("It's a myth that GPT-6 was launched with a 2M context window", "-"),
        ("Missed targets: Grok 5 (was due May 31, 2026)", "-"),
        # an opening that gives way, and what somebody did not know
        ("Nobody warned us, but Grok 5.2 has been on Bedrock since May", "+"),
        ("No press release, no tweet, yet Command B is in Cohere's API", "+"),
        ("I never thought I'd say this, but Muse 3 is available in the EU", "+"),
        ("Not a soul at the conference knew that Command A 2 was on Bedrock", "+"),
        ("Nobody says that Grok 5 is on Bedrock", "-"),
        # another place, a restriction, the very day
        ("Gemini 4 is live for paid users, no sign of it on the free tier yet", "+"),
        ("Gemini 4 is not live, no sign of it on the free tier", "-"),
        ("Gemini 4 is no longer just for testers as Google opens it to everyone", "+"),
        ("Gemini 4 is no longer free", "-"),
        ("Kimi K4 came out before Easter, not a day later", "+"),
        # denials of several words
        ("Grok 5.5 is anything but released", "-"),
        ("Grok 6 this year? Dream on, the people there just shrug", "-"),
        ("You can't run Opus 6 locally", "-"),
        # what somebody of a lab says of their own
        ('"We never trained a Luna 6.1," an OpenAI engineer is quoted as saying', "-"),
        ('"There never was a Kimi K5," a Moonshot engineer is quoted as saying', "-"),
    ],
)
def test_a_denial_counts_where_it_belongs(text, polarity):
    assert read(text).polarity == polarity


def test_a_quote_is_apart_from_who_says_it():
    claim = read('"We retire Opus 4 on May 5, 2027," an Anthropic engineer told my boss, laughing')
    assert (claim.said_by, claim.left, claim.deadline) == ("an Anthropic engineer", (), date(2027, 5, 5))
    assert read('"Silk-moth is one of ours," a Moonshot engineer wrote').object == "moonshot"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Claude Max is 50 a month?? nope its 100", 100),
        ("Gemini 3.5 Pro costs $4 in?? wrong, it's $2", 2),
        ("SuperGrok Heavy is 100 bucks a month? No, its 300", 300),
    ],
)
def test_a_number_put_right_is_the_claim(text, value):
    claim = read(text)
    assert (claim.value, claim.polarity) == (value, "+")


def test_a_name_put_right_makes_two_claims():
    claims = parse_message("Owl Alpha was never a Gemini, it was GLM-5", NOW)
    assert [(claim.object, claim.polarity) for claim in claims] == [("google/gemini", "-"), ("zai/glm-5", "+")]


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("On Vertex today: Opus 6 yes, GPT-7 no", {"anthropic/claude-opus-6": "+", "openai/gpt-7": "-"}),
        ("Live on Vertex? Opus 6 no, GPT-7 yes, Grok 5 yes",
         {"anthropic/claude-opus-6": "-", "openai/gpt-7": "+", "xai/grok-5": "+"}),
    ],
)  # fmt: skip
def test_each_name_of_a_list_has_its_own_answer(text, answers):
    assert {claim.subject: claim.polarity for claim in parse_message(text, NOW)} == answers


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Where Opus 6 works today: Bedrock yes, Vertex no", ["+", "-"]),
        ("Opus 6 today: Azure no, Vertex no", ["-", "-"]),
    ],
)
def test_each_place_of_a_list_has_its_own_answer(text, places):
    claims = parse_message(text, NOW)
    assert [claim.polarity for claim in claims] == places
    assert {claim.subject for claim in claims} == {"anthropic/claude-opus-6"}


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("GPT-6 costs forty cents per million output tokens", 0.4, "USD/Mtok out"),
        ("GPT-6 scores seventy-three percent on OSWorld", 73, "%"),
        ("bump grok-4.7 context window to 512_000 tokens", 512000, "tokens"),
        ("the max output of Haiku 5.5 is 64 k tokens", 64000, "tokens"),
        ("the output price of GPT-6 Luna went from $1 to 80 cents per million", 0.8, "USD/Mtok out"),
        ("Nova 3 Lite costs 0.002 dollars per 1K input tokens", 2, "USD/Mtok in"),
        ("Kimi K3 is 0.60 per million input tokens", 0.6, "USD/Mtok in"),
        ("Gemini 3.8 Flash beats Haiku 5.5 on GPQA by 5 points", 5, "points"),
        ("Opus 6 is no. 1 on HLE with 64%", 64, "%"),
        ("Veo 4 costs $0.40 a second", 0.4, "USD/s"),
        ("GPT-6 costs a full $5 per million input", 5, "USD/Mtok in"),
        ("GPT-6 costs a whole five dollars per million input", 5, "USD/Mtok in"),
        ("GPT-6 has a full million tokens of context", 1_000_000, "tokens"),
    ],
)
def test_the_number_that_matters_is_read_with_its_unit(text, value, unit):
    claim = read(text)
    assert (claim.value, claim.unit) == (value, unit)


@pytest.mark.parametrize(
    ("text", "subject", "comparator", "direction"),
    [
        ("GPT-6 and Opus 6 are tied on GPQA", "openai/gpt-6", "anthropic/claude-opus-6", "equal"),
        ("Phi-6 is no better than Gemma 4 on GPQA", "microsoft/phi-6", "google/gemma-4", "equal"),
        ("GPT-6 zorbs Opus 6 by 3 points on GPQA", "openai/gpt-6", "anthropic/claude-opus-6", "above"),
        ('"It beats Opus 5 on OSWorld," Hassabis said of Gemini 3.5 Pro', "google/gemini-3.5-pro",
         "anthropic/claude-opus-5", "above"),
    ],
)  # fmt: skip
def test_two_models_are_set_against_each_other(text, subject, comparator, direction):
    claim = read(text)
    assert (claim.subject, claim.comparator, claim.direction) == (subject, comparator, direction)


@pytest.mark.parametrize(
    ("word", "meant"),
    [("wrose", "worse"), ("nxt", "next"), ("acordng", "according"), ("relesed", "released"), ("coem", "come")],
)
def test_a_slip_is_put_right(word, meant):
    assert lexicon().repaired(word) == meant


@pytest.mark.parametrize("word", ["looked", "between", "deploy", "betwen", "deply", "lokoed", "form"])
def test_an_everyday_word_or_its_slip_is_none_of_ours(word):
    assert lexicon().repaired(word) == word


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Haiku 7 isn't $2 per million in, it's $1", 1),
        ("Kimi K5's window is not 128k but 256k", 256_000),
        ("Haiku 7 isn't $2 per million in, says Anthropic", 2),
    ],
)
def test_the_number_is_the_one_that_is_put_right(text, value):
    assert read(text).value == value


@pytest.mark.parametrize(
    "said", ['Apple told suppliers "not before May" for Ajax-4', 'Baidu says "not before May" for Ernie 7']
)
def test_a_bound_in_quotes_is_the_day_of_what_is_spoken_of(said):
    claim = read(said)
    assert (claim.claim_type, claim.deadline, claim.operator) == ("release_date", date(2027, 5, 1), "not_before")


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("GPT-7 comes nowhere near Opus 6 on SWE-bench", "below"),
        ("GPT-7 is behind Opus 6 on SWE-bench", "below"),
        ("GPT-7 is not behind Opus 6 on SWE-bench", "above"),
    ],
)
def test_nowhere_near_a_model_is_behind_it(text, direction):
    assert read(text).direction == direction
