"""Settings: every source's host brings its own, and no secret is ever printed."""

import pytest

from bot.settings import Settings, SourceSettings, known


def test_a_host_has_an_address_and_a_token_without_being_a_field(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPUDWATCH_SOURCES__NOWHERE_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("SPUDWATCH_SOURCES__NOWHERE_KEY", "hush-hush")
    monkeypatch.setenv("SPUDWATCH_SOURCES__OFF", '["kalshi"]')
    sources = Settings(_env_file=None).sources
    assert sources.address("nowhere", "https://public.example") == "http://127.0.0.1:1"
    assert sources.address("elsewhere", "https://public.example") == "https://public.example"
    assert sources.secret("nowhere_key") == "hush-hush"
    assert sources.off == ["kalshi"]
    assert "hush" not in repr(sources)
    assert "hush" not in str(sources.model_dump())


def test_a_missing_secret_is_empty() -> None:
    assert SourceSettings().secret("nowhere_key") == ""


def test_every_host_of_every_source_is_a_known_setting() -> None:
    assert {"SPUDWATCH_SOURCES__MANIFOLD_URL", "SPUDWATCH_SOURCES__METACULUS_TOKEN"} <= known()
