"""Models of a series that no list has shown, and numbered things that are no models."""

import pytest

from bot.domain.names import NameReader

READER = NameReader()


def slugs(text):
    return [mention.best.slug for mention in READER.read(text)]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Zhipu says Ember 3 goes live on 4 January", "zai/ember-3"),
        ("Databricks Delays Quill 2 Until March", "databricks/quill-2"),
        ("Tencent Kills Jade Temple 4", "tencent/jade-temple-4"),
        ("Sakana shelves Silk Road 9", "sakana/silk-road-9"),
        ('"Pelican 3 is done," a Reka engineer told The Verge', "reka/pelican-3"),
        ("Upstage's Lumen 3 Pro beats GPT-6 on MMLU-Pro", "upstage/lumen-3-pro"),
        ("Can Lumi 2 by LightOn be used in Bedrock?", "lighton/lumi-2"),
        ("Rakuten's Sakura 2 overtakes Kakao's Kanana 4 on KMMLU", "rakuten/sakura-2"),
        ("aleph alpha is training heron 3 right now", "aleph-alpha/heron-3"),
        ("kakao's kumo 2 is out", "kakao/kumo-2"),
        ("Tundra 3 beats Kimi K3 on AIME", "label/tundra-3"),
        ("Kimi K3 vs Basilisk 2: who wins on SWE-bench?", "label/basilisk-2"),
        ("Naver Sets 9 February for Cedar 3", "naver/cedar-3"),
    ],
)
def test_a_run_before_a_version_is_a_model_of_the_lab_that_is_named(text, slug):
    assert slug in slugs(text)


@pytest.mark.parametrize(
    "text",
    [
        "Anthropic raises Series B 3 weeks after its seed round",
        "OpenAI published Chapter 4 of its Model Spec",
        "Microsoft brings GPT-6 to Windows 11",
        "Apple says iOS 9 ships with Gemini",
        "Mistral is ready for Web 3",
        "SpaceX launched Falcon 9 with xAI satellites",
        "xAI is building Colossus 3 in Memphis",
        "Anthropic uses Trainium 3 from Amazon",
        "OpenAI's DevDay 2 is in October",
        "OpenAI said on March 3 that GPT-6 is delayed",
        "Prime Intellect Sets 8 December for INTELLECT-4",
        "OpenAI's Paris 2 office opens",
        "Mistral lost Game 7 of the finals",
        "Sora 2 and Covid 19",
        "sakana shipped version 2",
        "Alibaba's Double 11 sale starts Monday",
    ],
)
def test_a_numbered_thing_is_no_model(text):
    assert not [mention.text for mention in READER.read(text) if mention.best.kind == "label" and " " in mention.text]
    assert "tii/falcon-9" not in slugs(text)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("stepfun droped step 5 on friday", "stepfun/step-5"),
        ("poolside just shipped laguna 4 on hf", "poolside/laguna-4"),
        ("is ring 3 from inclusionai any good", "inclusionai/ring-3"),
        ("mercury 4 vs gemini 4 flash, mercury is way faster", "inception/mercury-4"),
        ("is granite 6 better than jamba 4?", "ibm/granite-6"),
        ("jais 3 and falcon h2 are level", "tii/falcon-h2"),
    ],
)
def test_an_ordinary_word_is_a_family_beside_its_lab_or_a_model(text, slug):
    assert slug in slugs(text)


@pytest.mark.parametrize(
    "text", ["we are at step 4 of the rollout", "gpt-6 is on page 3, step 4", "the granite 5 kitchen"]
)
def test_an_ordinary_word_elsewhere_is_none(text):
    assert not {"stepfun/step-4", "ibm/granite-5"}.intersection(slugs(text))


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("smollm4 360m runs on my phone", "hugging-face/smollm-4-360m"),
        ("gemini 3 500m users is wild", "google/gemini-3"),
        ("Gemini 5 10M, GPT-7 4M: leaked windows", "google/gemini-5"),
        ("FLUX.4 Pro sub: nineteen dollars", "black-forest-labs/flux-4-pro"),
        ("GPT-6 Pro subs get it", "openai/gpt-6"),
    ],
)
def test_a_size_or_a_variant_is_told_from_an_amount_or_a_plan(text, slug):
    assert slug in slugs(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Sarvam to Retire Marlow v2 Voices on May 5", ["sarvam", "sarvam/marlow-v2"]),
        ("Deepgram is shutting down Tarn v3 on April 1", ["deepgram", "deepgram/tarn-v3"]),
        ("Inworld to Sunset Marlow v3 Voices on March 3", []),
        ("DeepSeek says V4 is late", ["deepseek", "deepseek/deepseek-v4"]),
        ("V4 is late", ["deepseek/deepseek-v4"]),
        ("AfroTarn 2 is on par with Gemma 4 12B", ["label/afrotarn-2", "google/gemma-4-12b"]),
        ("K-EXAONE 3 and EXAONE 5 are out", ["lg/k-exaone-3", "lg/exaone-5"]),
        ("o3 mini was cheaper than 4o per token", ["openai/o3-mini", "openai/gpt-4o"]),
    ],
)
def test_a_version_is_of_the_series_before_it(text, found):
    assert slugs(text) == found
