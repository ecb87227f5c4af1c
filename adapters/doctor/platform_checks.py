"""The doctor's offline check of tokens: whether each has the form of one."""

import re
from collections.abc import Iterator
from typing import Final

from adapters.doctor.results import CheckResult, CheckStatus
from bot.settings import Settings

_DISCORD: Final = re.compile(r"[\w-]{18,}\.[\w-]{5,}\.[\w-]{20,}", re.ASCII)
_SLACK: Final = re.compile(r"xoxb-[\w-]{10,}", re.ASCII)


def platforms(chosen: Settings) -> Iterator[CheckResult]:
    """Check the tokens of Discord and Slack by their form alone."""
    discord, slack = chosen.discord.token.get_secret_value(), chosen.slack.bot_token.get_secret_value()
    yield _token("discord", "SPUDWATCH_DISCORD__TOKEN", discord, _DISCORD)
    if slack or not chosen.slack.client_id:
        yield _token("slack", "SPUDWATCH_SLACK__BOT_TOKEN", slack, _SLACK)


def _token(what: str, name: str, token: str, form: re.Pattern[str]) -> CheckResult:
    if not token:
        return CheckResult(what, CheckStatus.OFF, "no token", f"Set {name} to serve {what.capitalize()}.")
    if form.fullmatch(token) is None:
        return CheckResult(what, CheckStatus.FAIL, f"{name} has not the form of a token", "Copy it again, whole.")
    return CheckResult(what, CheckStatus.OK, "a token is set; offline, it was not tried")
