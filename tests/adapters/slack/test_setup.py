"""The Slack app is created with a configuration token; its secret is kept, and what is left to do is said."""

import argparse
import asyncio
import io
import json

import pytest

from adapters.cli import setup
from tests.adapters.slack.local import LocalSlack
from tests.clocks import FakeClock


@pytest.fixture
def made(tmp_path, monkeypatch, capsys):
    """Run the verb with a token on standard input, against a local Slack."""

    async def run(slack: LocalSlack, token: str, *more: str) -> tuple[int, str, str]:
        monkeypatch.setenv("SPUDWATCH_SLACK__API_URL", slack.url("/api/"))
        monkeypatch.setattr("sys.stdin", io.StringIO(token + "\n"))
        parser = argparse.ArgumentParser()
        setup.arguments(parser)
        args = parser.parse_args(["slack", "--env", str(tmp_path / ".env"), *more])
        status = await asyncio.to_thread(setup.run, args)
        shown = capsys.readouterr()
        return status, shown.out, shown.err

    return run


@pytest.fixture
async def slack():
    async with LocalSlack(FakeClock(auto=False)) as made:
        yield made


async def test_an_app_is_created_and_its_secret_is_its_owners_alone(slack, made, tmp_path):
    status, out, err = await made(slack, "xoxe.xoxp-1", "--name", "Spud at work")
    assert (status, err) == (0, "")
    manifest = json.loads(slack.calls[-1][1]["manifest"])
    assert manifest["display_information"]["name"] == "Spud at work"
    assert manifest["settings"]["socket_mode_enabled"] is True
    env = tmp_path / ".env"
    assert env.read_text("utf-8") == "SPUDWATCH_SLACK__SIGNING_SECRET=signing-secret\n"
    assert env.stat().st_mode & 0o077 == 0
    assert "https://slack.example/install" in out
    assert "connections:write" in out
    assert "signing-secret" not in out
    assert "xoxe" not in out


async def test_a_secret_that_is_set_is_not_written_over(slack, made, tmp_path):
    (tmp_path / ".env").write_text("SPUDWATCH_SLACK__SIGNING_SECRET=mine", "utf-8")
    status, out, _ = await made(slack, "xoxe.xoxp-1", "--address", "https://bot.example")
    assert status == 0
    assert (tmp_path / ".env").read_text("utf-8") == "SPUDWATCH_SLACK__SIGNING_SECRET=mine"
    assert "is unchanged" in out
    assert "connections:write" not in out


async def test_a_refusal_says_why_and_keeps_nothing(slack, made, tmp_path):
    slack.refuse("apps.manifest.create", "token_expired")
    status, _, err = await made(slack, "xoxe.xoxp-1")
    assert status == 1
    assert "token_expired" in err
    assert not (tmp_path / ".env").exists()


@pytest.mark.parametrize(("token", "more", "says"), [
    ("xoxb-1", (), "begins with xoxe"),
    ("", (), "begins with xoxe"),
    ("xoxe.1", ("--address", "http://bot.example"), "https://"),
])  # fmt: skip
async def test_what_cannot_work_is_said_before_slack_is_asked(slack, made, token, more, says):
    status, _, err = await made(slack, token, *more)
    assert status == 1
    assert says in err
    assert slack.calls == []
