"""What a sentence is about: two names behind a question's verb ("is spud gpt-5.5"), and a plan without a model."""

from datetime import UTC, datetime

import pytest

from bot.domain.claims.parse import parse_message
from bot.domain.claims.parsed import Reason
from tests.domain.claims.reading import names

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


@pytest.mark.parametrize("verb", ["is", "was", "were", "is it true that"])
@pytest.mark.parametrize(
    ("said", "subject", "other"),
    [
        ("spud gpt-5.5", "openai/spud", "openai/gpt-5.5"),
        ("pony alpha glm-5?", "label/pony-alpha", "zai/glm-5"),
        ("quasar alpha really gpt-4.1", "label/quasar-alpha", "openai/gpt-4.1"),
    ],
)
def test_two_names_behind_the_verb_are_said_to_be_one(verb, said, subject, other):
    linked = said.replace(" g", " is g", 1) if verb == "is it true that" else said
    claim = parse_message(f"{verb} {linked}", NOW, names())[0]
    assert (claim.claim_type, claim.subject, claim.object, claim.polarity) == ("identity", subject, other, "+")


@pytest.mark.parametrize("text", ["spud gpt-5.5", "is pony alpha"])
def test_names_without_a_word_about_them_say_nothing(text):
    assert parse_message(text, NOW, names())[0].reason in (Reason.FRAGMENT, Reason.OPINION)


@pytest.mark.parametrize(
    ("text", "subject", "value"),
    [
        ("ChatGPT Plus costs $30 a month", "openai/chatgpt-plus", 30),
        ("is Claude Max $50 a month?", "anthropic/claude-max", 50),
        ("ChatGPT Go is $8 a month in the US", "openai/chatgpt-go", 8),
        ("it is a myth that SuperGrok Heavy costs $300 a month", "xai/supergrok-heavy", 300),
    ],
)
def test_a_sentence_without_a_model_is_about_the_plan_it_names(text, subject, value):
    claim = parse_message(text, NOW, names())[0]
    assert (claim.claim_type, claim.subject, claim.value, claim.unit) == ("price", subject, value, "USD/month")


def test_a_plan_beside_a_model_is_where_the_model_is():
    claim = parse_message("ChatGPT Plus gets GPT-6", NOW, names())[0]
    assert (claim.claim_type, claim.subject) == ("available", "openai/gpt-6")


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        # a bare version and whose it is
        ("5.5 from openai is out", "openai/gpt-5.5"),
        ("OpenAI's 5.5 is out", "openai/gpt-5.5"),
        # a variant behind a codename
        ("Astra Nano costs $1 in", "openai/gpt-6-astra-nano"),
        ("Astra plan costs $1", "openai/gpt-6-astra"),
        # the head of a list and its items
        ("Llama 4 sizes: Scout 109B total", "meta/llama-4-scout"),
        ("Llama 4 sizes: 109B and 400B total", "meta/llama-4"),
        # sizes of several models are no part of their names
        ("Parameters of this week: GLM-7 700B, Qwen 4 300B, Kimi K4 900B", "zai/glm-7"),
        ("Gemma 5 31b beats gpt-oss 120b", "google/gemma-5-31b"),
        # an initial before a variant
        ("Granite 5.1 H Tiny is on Hugging Face", "ibm/granite-5.1-h-tiny"),
        # a family with a slip beside its lab
        ("Cohere retires Comand A in May", "cohere/command-a"),
        ("Is Comand A from Cohere on Azure?", "cohere/command-a"),
        # who is quoted, and what is back, is no name of a model
        ("Somebody is quoted as calling Grok 5 better than R1", "xai/grok-5"),
        ("PANDA IS BACK, Grok 5 shipped today", "xai/grok-5"),
        ("lemme be clear, Grok 5 is out", "xai/grok-5"),
        # names in quotes, and in lists
        ("'silverfern' unmasked as Grok 5", "label/silverfern"),
        ("Two names settled - quartz is Grok 5, basalt is Grok 6", "label/quartz"),
        ("Its first open weights since GPT-4o, gpt-oss-120b and gpt-oss-20b", "openai/gpt-oss-120b"),
    ],
)
def test_a_sentence_is_about_the_model_it_names(text, subject):
    assert parse_message(text, NOW, names(NOW))[0].subject == subject


@pytest.mark.parametrize(
    ("text", "subject", "other"),
    [
        ("the birch-falcon model on lmarena is just Moonshot's Kimi K4", "label/birch-falcon", "moonshot/kimi-k4"),
        ("thornfield on the arena is 100% mistral", "label/thornfield", "mistral"),
        ("is Solar Pro 4 the same model as Syn-2?", "upstage/solar-pro-4", "label/syn-2"),
    ],
)
def test_a_label_is_said_to_be_a_model_or_of_a_lab(text, subject, other):
    claim = parse_message(text, NOW, names())[0]
    assert (claim.claim_type, claim.subject, claim.object, claim.polarity) == ("identity", subject, other, "+")


def test_what_is_only_passed_on_compares_nothing():
    claim = parse_message("Somebody passed on that xAI support told them Grok 4 won't be switched off", NOW, names())[0]
    assert (claim.subject, claim.comparator) == ("xai/grok-4", None)


def test_a_headline_that_says_why_is_a_claim():
    claim = parse_message("Why Jais 4 Still Trails Qwen4 in Arabic", NOW, names())[0]
    assert (claim.subject, claim.comparator, claim.direction) == ("g42/jais-4", "alibaba/qwen-4", "below")


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("a Cohere engineer lets on that Hollyhock ships on 3 February", "cohere/hollyhock"),
        ("xAI's Junebug slips to April", "xai/junebug"),
        ("OpenAI quietly tests unannounced 'Wickerman' model", "openai/wickerman"),
        ("Leak Names Reka's Next Model: Larkmoor", "reka/larkmoor"),
        ("Reka's first model is real and it's called Larkmoor", "reka/larkmoor"),
        ('"There is no Cinder-Prime," a Baidu rep told the reporter', "baidu/cinder-prime"),
        ("amber-cello popped up on Hugging Face", "label/amber-cello"),
        ("amber-cello on the arena is Google's", "label/amber-cello"),
        ("Copper Lynx on the arena isn't Meta's", "label/copper-lynx"),
        ("OpenAI's Deal Closes in March", "openai"),
    ],
)
def test_a_codename_is_of_the_lab_that_the_sentence_names(text, subject):
    assert parse_message(text, NOW, names())[0].subject == subject


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Not Claude, not Gemini: Grok 7 is ahead of GPT-7 on HLE", "xai/grok-7"),
        ("An insider who called Grok 4 right says Gemini 5 ships in March", "google/gemini-5"),
        ("xAI's answer to Sonnet 5 and Gemini 4 Pro, Grok 7, costs $2 per million input tokens", "xai/grok-7"),
        ("Unlike Opus 5.5 or Gemini 4 Pro, Grok 7's window stops at 512k", "xai/grok-7"),
        ("Qwen 6 herd by total size: Max 1.2T, Coder 480B", "alibaba/qwen-6-max"),
    ],
)
def test_another_model_before_the_subject_is_passed_over(text, subject):
    assert parse_message(text, NOW, names())[0].subject == subject


def test_a_tier_may_end_a_label():
    claim = parse_message("plum-ultra isn't a google model", NOW, names())[0]
    assert (claim.claim_type, claim.subject, claim.object) == ("identity", "label/plum-ultra", "google")


@pytest.mark.parametrize(
    ("text", "subject", "lab"),
    [
        ("Grok 8 is by xAI", "xai/grok-8", "xai"),
        ("grok 8 is by Google", "xai/grok-8", "google"),
        ("is Nova 7 by Amazon?", "amazon/nova-7", "amazon"),
        ("o9-mini was actually by Mistral", "openai/o9-mini", "mistral"),
    ],
)
def test_what_is_by_a_lab_is_of_it_be_it_its_own_or_another(text, subject, lab):
    claim = parse_message(text, NOW, names())[0]
    assert (claim.claim_type, claim.subject, claim.object, claim.left) == ("identity", subject, lab, ())


@pytest.mark.parametrize("text", ["Claude Opus 9 is by 30 April", "GPT-8 was released by OpenAI"])
def test_what_is_by_a_day_or_done_by_its_lab_is_no_identity(text):
    assert parse_message(text, NOW, names())[0].claim_type != "identity"


def test_who_reports_a_comparison_heads_no_list():
    claim = parse_message("Thyme-2 ahead of Gemini 4 in coding: report", NOW, names())[0]
    assert (claim.subject, claim.comparator, claim.direction) == ("label/thyme-2", "google/gemini-4", "above")


def test_what_is_borrowed_from_a_lab_is_not_made_by_it():
    claim = parse_message("GLM-6 borrows the routing of DeepSeek", NOW, names())[0]
    assert claim.claim_type != "identity"
