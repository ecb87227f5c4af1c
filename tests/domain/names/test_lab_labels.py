"""Codenames without quotes, told by the lab that they are said to be of or by a sign."""

import pytest

from bot.domain.names import NameReader

READER = NameReader()


def slugs(text):
    return [mention.best.slug for mention in READER.read(text)]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("quartzlake is Mistral's, silver-owl is xAI's", "label/quartzlake"),
        ("Copper Lynx on the arena isn't Meta's", "label/copper-lynx"),
        ("slate-gemma-3 was spotted on OpenRouter", "label/slate-gemma-3"),
        ("codenam thornapple is supposedly Grok 7", "label/thornapple"),
        ("a thing called mothwing is on lmarena", "label/mothwing"),
        ("velvet pony is not an Anthropic model", "label/velvet-pony"),
        ("copper otter is from Moonshot, tokenizer matches", "label/copper-otter"),
        ("so apparently brass otter is not mistral's", "label/brass-otter"),
        ("silver moth aint google fam", "label/silver-moth"),
        ("Marble Lantern Isn't From xAI, Sorry", "label/marble-lantern"),
        ("Is Lemon Sorbet one of Meta's?", "label/lemon-sorbet"),
        ("Codenames so far: saffron (Meta), juniper (OpenAI)", "openai/juniper"),
        ("codename roundup: walnut→Google, thistle = xAI", "xai/thistle"),
        ("Stealth labels this week: tin-whistle (unknown), plover-v1 (xAI)", "xai/plover-v1"),
        ("Somebody confirmed that plum badger is an Nvidia model", "label/plum-badger"),
        ("river-otter gotta be mistral", "label/river-otter"),
        ("any model named Behemoth 2", "label/behemoth-2"),
        ("Dune -> Gemini 5, Larch -> Grok 6", "label/larch"),
        ("Insiders confirm 'Fjord' project at Mistral", "mistral/fjord"),
        ("Safe Superintelligence has no model called Plato", "ssi/plato"),
        ("Two Meta employees say that a model called Muse Flare is being built", "meta/muse-flare"),
        ("Mystery Chatbot 'Amber-Finch' Traced to Alibaba", "label/amber-finch"),
    ],
)
def test_a_codename_is_told_by_its_lab_or_a_sign(text, slug):
    assert slug in slugs(text)


@pytest.mark.parametrize(
    "text",
    [
        "The next model is from OpenAI",
        "Image quality is Google's strength",
        "my best friend is from Google",
        "grumpy customers is an Amazon problem",
        "this big model is Mistral's",
        "The founder (Google) said so",
        "Permissive list → Llama 4 (MIT), Phi-4 (MIT)",
        "Naver Opens Closed Beta of HyperCLOVA X 3",
        "SK Telecom Sets Public Alpha of A.X 6 for May",
    ],
)
def test_what_is_told_of_a_lab_otherwise_is_no_codename(text):
    assert not [mention.text for mention in READER.read(text) if mention.best.kind == "label"]
