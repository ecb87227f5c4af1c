"""Names made up of plain words: what hosts hide a model behind, and what is called so in quotes."""

import pytest

from bot.domain.names import NameReader

READER = NameReader()


def slugs(text):
    return [mention.best.slug for mention in READER.read(text)]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("marble-toad isn't from OpenAI", "label/marble-toad"),
        ("Isn't velvet-drum just Grok 5?", "label/velvet-drum"),
        ("Z.ai owns up: 'Pebble-Six' was GLM 6", "label/pebble-six"),
        ("Mystery Chatbot 'Amber-Mole' traced to Alibaba", "label/amber-mole"),
        ('"tidepool" on LMArena = Gemini 4 Pro', "label/tidepool"),
        ("there is no model called Claude Saga", "anthropic/claude-saga"),
        ("Leak shows 'GPT-6 Zenith'", "openai/gpt-6-zenith"),
        ("We have never built anything called Mistral Titan", "mistral/mistral-titan"),
        ("mistrl lagre 4 is out", "mistral/mistral-large-4"),
        ("gem 4 is out", "google/gemini-4"),
        ("Gemini 3.6 Flsh is out", "google/gemini-3.6-flash"),
        ("they let free users have muse spark 1.5", "meta/muse-spark-1.5"),
        ("SSI-2 is on Vertex", "ssi/ssi-2"),
        ("Gemini 4 Deep Think to all users", "google/gemini-4-deep-think"),
    ],
)
def test_a_coined_name_is_one_name(text, slug):
    assert slug in slugs(text)


@pytest.mark.parametrize(
    "text",
    [
        "GPT-6 has a long-context mode",
        "the open-source model by OpenAI is out",
        "OpenAI says its self-hosted build is ready",
        'the "unlimited" thing people posted about GPT-6 is nonsense',
        "Anthropic did well-known work for Opus 5",
        "It is a two-line change in GPT-6",
    ],
)
def test_an_ordinary_pair_or_a_word_in_quotes_is_no_name(text):
    assert not [slug for slug in slugs(text) if slug.startswith("label/")]
