"""Log lines: no secret in them, and one line each."""

import json
import logging
import sys

import pytest

from adapters.runtime.log_format import HIDDEN, JsonLines, PlainLines, redact

SECRETS = [
    "xoxb-1234567890-abcdefghij",
    "xapp-1-A0B-123-abcdef",
    "xoxe.xoxp-1-Mi0yLT",
    "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcdE.abcdefghijklmnopqrstuvwxyz0123456789AB",
    "wss://wss-primary.slack.com/link/?ticket=abc&app_id=1",
]


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("form", [JsonLines(), PlainLines()])
def test_no_secret_reaches_a_log_line(secret: str, form: logging.Formatter) -> None:
    try:
        raise ValueError(f"refused {secret}")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "f", 1, "sent %s", (secret,), sys.exc_info())
    record.headers = {"Authorization": f"Bearer {secret}"}
    line = form.format(record)
    assert secret not in line
    assert HIDDEN in line


@pytest.mark.parametrize(
    "text",
    [
        "https://discord.com/api/webhooks/123/abcDEF-token",
        "https://discord.com/api/v10/interactions/123/aW50ZXJhY3Rpb24.tok_en-1/callback",
        "wss://x.test/?ticket=abc-1&app_id=1",
        "https://x.test/?a=1&client_secret=abc",
        "https://x.test/?api_key=abc",
        "Authorization: Bot abcdefghijklmnop",
        "https://x.test/?token=abcdef123456&y=1",
    ],
)
def test_addresses_and_headers_lose_their_secret_and_nothing_else(text: str) -> None:
    assert HIDDEN in redact(text)
    assert "tok" not in redact(text).replace("token=", "")
    assert "abc" not in redact(text)
    assert redact("odds spud by:2026-04-30") == "odds spud by:2026-04-30"


def test_a_line_break_in_a_value_stays_on_its_line() -> None:
    record = logging.LogRecord("x", logging.INFO, "f", 1, "claim checked", (), None)
    record.claim = "a\nlevel=ERROR\r\x1b[31m"
    line = JsonLines().format(record)
    assert "\n" not in line
    assert json.loads(line)["claim"] == "a\nlevel=ERROR\r\x1b[31m"
    record.msg = "claim\nchecked"
    for form in (JsonLines(), PlainLines()):
        assert "\n" not in form.format(record)
