"""Names with a slip, in short forms, of plans, and of labs that few write about."""

import pytest

from bot.domain.names import KnownSubject, NameReader

READER = NameReader(
    [KnownSubject("label/amber-sky-alpha", "Amber Sky Alpha"), KnownSubject("label/sly-column-q", "sly-column-q")]
)


def slugs(text: str) -> list[str]:
    return [one.best.slug for one in READER.read(text)]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Claude Hiaku 6.5 is out", "anthropic/claude-haiku-6.5"),
        ("Claude Opsu 7 costs $5", "anthropic/claude-opus-7"),
        ("Geminni 5 Falsh is slow", "google/gemini-5-flash"),
        ("Depseek V6 flsh is cheap", "deepseek/deepseek-v6-flash"),
        ("ds v7 is training", "deepseek/deepseek-v7"),
        ("g6 pro hit 1600", "google/gemini-6-pro"),
        ("l5 maverick is dense", "meta/llama-5-maverick"),
        ("sly-colunm-q is Grok 2", "label/sly-column-q"),
        ("amber sky is claude", "label/amber-sky-alpha"),
    ],
)
def test_a_slip_or_a_short_form_is_read_as_the_name_it_means(text, slug):
    assert slugs(text)[0] == slug


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Samsung is building Gauss 6", "samsung/gauss-6"),
        ("the Cursor team says Composer is fast", "cursor/composer"),
        ("Cohere is testing 'Harbor' with two banks", "cohere/harbor"),
        ("Apple's Borealis 3 model ships in May", "apple/borealis-3"),
        ("a Meta model called Fjord 2 is in the works", "meta/fjord-2"),
        ("composer 6 mogs it", "cursor/composer-6"),
        ("MiniMax-02 has 4M context", "minimax/minimax-02"),
        ("Apertus 3 70B is open", "swiss-ai/apertus-3-70b"),
        ("Claude Mythos 3 is out", "anthropic/claude-mythos-3"),
        ("R3-0614 came out in June", "deepseek/deepseek-r3-0614"),
    ],
)
def test_a_name_that_few_write_about_is_told_by_its_lab_or_its_build(text, slug):
    assert slug in slugs(text) or slug.removesuffix("-0614") in slugs(text)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Le Chat Pro is €15 a month", "mistral/le-chat-pro"),
        ("Perplexity Max is $200 a month", "perplexity/max"),
        ("OpenAI raises ChatGPT Business to $30", "openai/chatgpt-business"),
        ("Google AI Plus costs $8", "google/ai-plus"),
    ],
)
def test_a_plan_is_a_name_of_its_own(text, slug):
    assert slug in slugs(text)


@pytest.mark.parametrize(
    "text",
    [
        "the L4 GPU is cheap", "a 5 g network and a 3 l bottle", "Q4 max output fell", "our g7 summit",
        "the sonnets of Shakespeare", "a cloud of clouds", "the composer wrote an opera", "in step 3 we train",
        "it loses to the other one",
    ],
)  # fmt: skip
def test_ordinary_words_are_no_names(text):
    assert not [one for one in slugs(text) if not one.startswith("label/")]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("asked Claude haikus about autumn", "anthropic/claude-haiku"),
        ("a Gemini 3.8 flashy demo", "google/gemini-3.8-flash"),
        ("Evo 2 is a model of genomes", "google/veo-2"),
        ("Groq 3 chips are fast", "xai/grok-3"),
    ],
)
def test_a_word_of_its_own_is_no_slip(text, slug):
    assert slug not in slugs(text)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("is gema 6 out", "google/gemma-6"),
        ("Claude Ophus 7 costs $5", "anthropic/claude-opus-7"),
        ("grok 7 mni is cheap", "xai/grok-7-mini"),
        ("grok 7 pls", "xai/grok-7"),
    ],
)
def test_a_letter_too_few_or_too_many_beside_a_version(text, slug):
    assert slugs(text) == [slug]
