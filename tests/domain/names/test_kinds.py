"""Names of the kinds that a reader takes for another: versions, tiers, titles, generations, codenames, makers."""

from datetime import UTC, date, datetime

import pytest

from bot.domain.names import KnownName, KnownSubject, NameKind, NameReader

DAY = datetime(2026, 9, 1, tzinfo=UTC)


def known(slug: str, name: str, day: date | None = None, *names: KnownName) -> KnownSubject:
    """A known model, out since a day if one is given."""
    history = ((DAY, "released", day),) if day else ()
    return KnownSubject(slug, name, slug.partition("/")[0], names, dated=day, history=history)


READER = NameReader(
    (
        known("openai/gpt-6-luna", "GPT-6 Luna", date(2026, 9, 3)),
        known("openai/gpt-6-terra", "GPT-6 Terra", date(2026, 9, 3)),
        known("openai/gpt-5.6-luna", "GPT-5.6 Luna", date(2026, 7, 9)),
        known("openai/gpt-5-nano", "GPT-5 nano", date(2025, 8, 7)),
        known("openai/gpt-6.x-luna", "the next GPT Luna", None, KnownName("GPT-6.4 Luna", ((DAY, "speculation"),))),
        known("google/gemini-4-argon", "Gemini 4 Argon", date(2026, 10, 13)),
        known("alibaba/qwen-3.6-max", "Qwen3.6 Max", date(2026, 3, 31)),
        known("meta/mango", "Mango"),
    )
)


def slugs(text: str) -> list[str]:
    return [one.best.slug for one in READER.read(text)]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("GPT-6.4 Luna is near", "openai/gpt-6.4-luna"),  # a version of its own, though a series may come to it
        ("nobody ever saw a Luna 6.4", "openai/gpt-6.4-luna"),
        ("the Gemini Argon price is up", "google/gemini-4-argon"),
        ("gpt-5 nno is cheap", "openai/gpt-5-nano"),
        ("Qwen 4 Max is dearer than the 3.6 one", "alibaba/qwen-3.6-max"),
        ("Solar Mini costs 15 cents", "upstage/solar-mini"),
        ("the Nova Premier price fell", "amazon/nova-premier"),
        ("FLUX.5 [klein] weights are up", "black-forest-labs/flux-5-klein"),
        ("Laguna S.3 is out", "poolside/laguna-s-3"),
        ("GPT-6 Vega Smashes FrontierMath", "openai/gpt-6-vega"),
        ("who makes jamba, and is there a v2?", "ai21/jamba-2"),
        ("LLM360 and MBZUAI open K2 Think V4", "mbzuai/k2-think-4"),
        ("A.X K3 is Korean", "sk-telecom/a-x-k3"),
        ("Spark X5 leads", "iflytek/spark-x5"),
        ("Qwenn Coder is good", "alibaba/qwen-coder"),
        ("Comand R Plus was fine", "cohere/command-r-plus"),
        ("they scrapped mango 3 for good", "meta/mango-3"),
        ("text-embedding-ada-002 ends", "openai/text-embedding-ada-002"),
    ],
)
def test_a_name_is_the_model_it_says(text, slug):
    assert slug in slugs(text)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Some engineers at Google call Gemini 6 'Osprey'", "google/osprey"),
        ("Mistral has a reasoner, working name Bora", "mistral/bora"),
        ("his startup Periodic has a model named Curie", "periodic/curie"),
        ("Samsung finished NIMBRA-4 Nano today", "samsung/nimbra-4-nano"),
        ("Huawei people showed Selene-2, a video model", "huawei/selene-2"),
        ("a model codenamed Kestrel was seen", "label/kestrel"),
        ("bruh fennel beta was Grok 5 all along", "label/fennel-beta"),
        ("Arena tags unmasked: silver marten → GLM 7", "label/silver-marten"),
    ],
)
def test_a_codename_is_of_the_lab_that_the_sentence_names(text, slug):
    assert slug in slugs(text)


@pytest.mark.parametrize(
    "text",
    [
        "o4 Solves an Old Problem",
        "Kimi K4 Slammed By Critics",
        "Gemini 6 Nearing Launch",
        "Why o7 Nearly Launched",
        "Qwen 9 Quietly Ships",
        "Hello, could you say if GPT-6 Luna is out",
        "Claude is scared of V4",
        "mango 3 May was a sale",
        "Mango 3 days ago",
        "GPT-5 min latency is 2 s",
        "Apache Spark 4 is a cluster engine",
        "the public beta is OpenAI's",
        "we migrate → Gemini 6",
    ],
)
def test_what_stands_beside_a_name_is_no_part_of_it(text):
    found = slugs(text)
    assert not [one for one in found if one.startswith("label/")]
    assert not {word for one in found for word in one.split("-")} & {
        "solves",
        "slammed",
        "nearly",
        "quietly",
        "nearing",
        "mini",
        "3",
        "spark",
    }
    assert "anthropic/claude-4" not in found


@pytest.mark.parametrize(
    "pair",
    [
        ("ERNIE 8", "ernie 8.0"),
        ("Seedream 7.0", "seedream 7"),
        ("SenseNova V9", "SenseNova 9"),
        ("Doubao Seed 5", "doubao 5.0"),
        ("Eleven v5", "Eleven 5"),
        ("bfl/flux-4", "black-forest-labs/flux-4"),
        ("pfnet/plamo-6", "preferred-networks/plamo-6"),
        ("ant-group/ring-5", "inclusionai/ring-5"),
    ],
)
def test_a_model_has_one_slug_however_it_is_spelt(pair):
    one, other = (READER.resolve(text).slug for text in pair)
    assert one == other
    assert not one.endswith(".0")


def test_a_supposed_meaning_follows_the_name_itself():
    itself, series = READER.resolve("GPT-6.4 Luna").readings
    assert (itself.slug, itself.kind) == ("openai/gpt-6.4-luna", NameKind.GRAMMAR)
    assert (series.slug, series.standing) == ("openai/gpt-6.x-luna", "speculation")


def test_variants_listed_together_are_of_one_generation():
    assert slugs("Luna vs Terra, which one") == ["openai/gpt-6-luna", "openai/gpt-6-terra"]
    (alone,) = READER.read("is Luna any good")
    assert alone.ambiguous


def test_a_slip_in_the_first_letter_is_offered_and_not_read():
    found = READER.resolve("memini argon")
    assert not found.is_name
    assert found.near[0].slug == "google/gemini-4-argon"
    assert READER.resolve("zorbulon 3").near == ()


@pytest.mark.parametrize(
    ("written", "slug"),
    [("clod 6", "anthropic/claude-6"), ("mistrull 3", "mistral/mistral-3"), ("gimminy 4", "google/gemini-4")],
)
def test_a_family_that_sounds_like_a_word_is_offered_and_not_read(written, slug):
    found = READER.resolve(written)
    assert not found.is_name
    assert found.near[0].slug == slug


def test_words_that_are_no_names_can_be_added():
    assert [one.best.slug for one in READER.read("Grok 5 Zorbmarket leaked")] == ["xai/grok-5-zorbmarket"]
    reader = NameReader(never=("zorbmarket",))
    assert [one.best.slug for one in reader.read("Grok 5 Zorbmarket leaked")] == ["xai/grok-5"]
