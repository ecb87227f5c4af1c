"""Every recording of every venue is replayed; a venue without recordings of all its conversations fails."""

import pytest

from bot.sources.venues import every, pasted
from tests.sources.venues.replay import RECORDED, Recording

CASES = sorted(path for venue in every() for path in (RECORDED / venue).glob("*.json"))
LARGEST = 12_000


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_recorded_conversation_is_asked_and_understood_as_it_was(path):
    recording = Recording(path)
    assert recording.replay() == recording.told["made"]


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_recording_is_small_says_what_it_is_and_holds_no_secret(path):
    told = Recording(path).told
    assert path.stat().st_size < LARGEST
    assert len(told["note"]) > 10
    assert "authorization" not in path.read_text("utf-8").lower()


@pytest.mark.parametrize("name", every())
def test_every_venue_has_its_conversations_recorded(name):
    calls = {Recording(path).told["call"] for path in (RECORDED / name).glob("*.json")}
    assert {"read", "discover", "history"} <= calls


@pytest.mark.parametrize("name", every())
def test_every_venue_says_its_name_and_its_hosts(name):
    venue = every()[name]
    assert name == venue.NAME
    assert venue.UPSTREAMS
    for upstream in venue.UPSTREAMS:
        assert upstream.name.startswith(name)
        assert upstream.base.startswith("https://")
        assert 0 < upstream.per_second <= 20


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://polymarket.com/event/gpt-6-released-by?tid=17", ("polymarket", "gpt-6-released-by")),
        ("https://polymarket.com/de/event/gpt-6-released-by/gpt-6-by-may", ("polymarket", "gpt-6-released-by")),
        ("https://www.polymarket.com/market/gpt-6-by-may", ("polymarket", "market/gpt-6-by-may")),
        ("https://kalshi.com/markets/kxgpt", ("kalshi", "KXGPT")),
        ("https://kalshi.com/markets/kxgpt/gpt-release", ("kalshi", "KXGPT")),
        ("https://kalshi.com/markets/kxgpt/gpt-release/kxgpt-26dec31", ("kalshi", "KXGPT-26DEC31")),
        ("https://manifold.markets/ann/when-will-x?r=abc", ("manifold", "slug/when-will-x")),
        ("https://www.metaculus.com/questions/30596/date-of-rsa/", ("metaculus", "30596")),
        (" https://www.metaculus.com/questions/30596 ", ("metaculus", "30596")),
        ("https://polymarket.com.evil.example/event/gpt-6", None),
        ("https://evil.example/?https://polymarket.com/event/gpt-6", None),
        ("https://kalshi.com/browse", None),
        ("https://manifold.markets/home", None),
        ("https://www.metaculus.com/questions/", None),
        ("https://www.metaculus.com/questions/99999999999999/", None),
        ("polymarket", None),
        ("", None),
        ("https://[", None),
        ("https://polymarket.com:abc/event/x", ("polymarket", "x")),
        ("https://polymarket.com/event/" + "x" * 100_000, ("polymarket", "x" * 100_000)),
    ],
)
def test_a_pasted_address_names_its_market(url, found):
    assert pasted(url) == found
