"""Settings: every source's host brings its own, and no secret is ever printed."""

import pytest

from adapters.cli._common import settings
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


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("WEB__PORT", "99999", "less than or equal to 65535"),
        ("METRICS_PORT", "-3", "greater than or equal to 0"),
        ("WEB__ADDRESS", "notaurl", "write the whole address, such as https://spud.example"),
        ("WEBHOOK__TOKEN_KEY", "short", "write a Fernet key"),
        ("SOURCES__OFF", "polymarket", 'write a list as JSON, such as ["polymarket"]'),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_in_one_line(
    name: str, value: str, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(f"SPUDWATCH_{name}", value)
    with pytest.raises(SystemExit, match="1"):
        settings()
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1
    assert "Traceback" not in told
    assert name == "SOURCES__OFF" or value not in told
