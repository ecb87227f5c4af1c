"""The addresses people paste, and the market each leads to."""

import pytest

from bot.sources.venues import pasted, unwrap


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://polymarket.com/event/gpt-6-released-by", ("polymarket", "gpt-6-released-by")),
        ("polymarket.com/event/gpt-6-released-by", ("polymarket", "gpt-6-released-by")),
        ("www.polymarket.com/event/gpt-6-released-by?tid=17", ("polymarket", "gpt-6-released-by")),
        ("<https://polymarket.com/event/gpt-6-released-by>", ("polymarket", "gpt-6-released-by")),
        ("[GPT-6](https://polymarket.com/event/gpt-6-released-by)", ("polymarket", "gpt-6-released-by")),
        ("[GPT-6](<https://polymarket.com/event/gpt-6-released-by>)", ("polymarket", "gpt-6-released-by")),
        ("https://polymarket.com/event/gpt-6-released-by/by-june?via=x#comments", ("polymarket", "gpt-6-released-by")),
        ("https://polymarket.com/es/event/gpt-6-released-by…", ("polymarket", "gpt-6-released-by")),
        ("https://polymarket.com/zh-hans/event/gpt-6-released-by", ("polymarket", "gpt-6-released-by")),
        ("HTTPS://POLYMARKET.COM/EVENT/GPT-6-RELEASED-BY", ("polymarket", "gpt-6-released-by")),
        ("https://m.polymarket.com/event/gpt-6-released-by).", ("polymarket", "gpt-6-released-by")),
        ("https://gamma-api.polymarket.com/events/slug/gpt-6-released-by", ("polymarket", "gpt-6-released-by")),
        ("https://polymarket.com/market/gpt-6-by-june", ("polymarket", "market/gpt-6-by-june")),
        ("https://polymarket.com/embed/gpt-6-by-june", ("polymarket", "market/gpt-6-by-june")),
        ("https://embed.polymarket.com/market.html?market=gpt-6-by-june&a=b", ("polymarket", "market/gpt-6-by-june")),
        ("https://kalshi.com/markets/kxgpt", ("kalshi", "KXGPT")),
        ("https://kalshi.com/markets/kxgpt/gpt-release#kxgpt-26dec", ("kalshi", "KXGPT-26DEC")),
        ("https://kalshi.com/markets/kxgpt/gpt-release/kxgpt-26dec", ("kalshi", "KXGPT-26DEC")),
        ("kalshi.com/events/kxgpt-26dec", ("kalshi", "KXGPT-26DEC")),
        ("KXGPT-26DEC", ("kalshi", "KXGPT-26DEC")),
        ("KXGPT-26DEC-T6", ("kalshi", "KXGPT-26DEC-T6")),
        ("https://manifold.markets/user/gpt-6-in-2026?play=true", ("manifold", "slug/gpt-6-in-2026")),
        ("https://manifold.markets/embed/user/gpt-6-in-2026", ("manifold", "slug/gpt-6-in-2026")),
        ("manifold.markets/user/gpt-6-in-2026#answer", ("manifold", "slug/gpt-6-in-2026")),
        ("https://manifold.markets/topic/openai", None),
        ("https://manifold.markets/news/ai", None),
        ("https://manifold.markets/link/abc", None),
        ("https://manifold.markets/user/calibration", None),
        ("https://www.metaculus.com/questions/123/when-gpt-6/", ("metaculus", "123")),
        ("https://www.metaculus.com/questions/123", ("metaculus", "123")),
        ("https://www.metaculus.com/c/diffusion-community/123/when-gpt-6/", ("metaculus", "123")),
        ("https://www.metaculus.com/questions/question_embed/123/", ("metaculus", "123")),
        ("https://example.org/event/gpt-6", None),
        ("gpt-6", None),
        ("claude opus 6", None),
    ],
)  # fmt: skip
def test_an_address_leads_to_its_market_however_it_was_pasted(text, found):
    assert pasted(unwrap(text)) == found


@pytest.mark.parametrize("text", ["gpt-6", "claude opus 6", "5.5/5", "and/or", "openai/gpt-6", ""])
def test_a_name_is_left_as_it_is(text):
    assert unwrap(text) == text
