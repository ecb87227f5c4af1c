"""Who a setting makes an admin, and what is refused before anything is stored in plain text."""

from datetime import UTC, datetime

import pytest
from pydantic import SecretStr

from adapters.runtime.bootstrap import build
from adapters.runtime.clock import StandingClock
from adapters.slack.admins import SlackAdmins
from adapters.slack.platform import start
from bot.messages.errors import BadArgument
from bot.ports.accounts.installations import Installation
from bot.settings import SlackSettings
from storage.notifications.seen_deliveries import SeenDeliveryStore


class NoInstallations:
    def find(self, _team: str) -> None:
        return None

    def teams(self) -> tuple[str, ...]:
        return ()


def test_a_member_id_counts_in_the_workspace_of_the_token_alone():
    admins = SlackAdmins(SlackSettings(admins="U1, T2/U9"))
    ours = Installation("T1", "xoxb-1")
    assert [admins.include("T1", user, ours, fixed=True) for user in ("U1", "U9", "")] == [True, False, False]
    assert [admins.include("T2", user, None) for user in ("U1", "U9")] == [False, True]


def test_who_installed_the_app_administers_that_workspace():
    admins = SlackAdmins(SlackSettings())
    installed = Installation("T1", "xoxb-1", installed_by="U5")
    assert [admins.include("T1", user, installed) for user in ("U5", "U1")] == [True, False]
    assert not admins.include("T1", "", Installation("T1", "xoxb-1")), "nobody is no installer"


def test_a_member_id_without_its_workspace_is_refused_with_oauth():
    with pytest.raises(BadArgument) as refused:
        SlackAdmins(SlackSettings(admins="U1", client_id="1.2"))
    assert "T0123ABCD/U1" in str(refused.value.todo)


async def test_oauth_without_a_key_is_refused_with_the_line_that_makes_one(ledger_file):
    clock = StandingClock(datetime(2026, 4, 21, 12, tzinfo=UTC))
    settings = SlackSettings(client_id="1.2", client_secret=SecretStr("s"), signing_secret=SecretStr("s"))
    running = build(ledger_file, clock)
    seen = SeenDeliveryStore(running.store.database)
    with pytest.raises(BadArgument) as refused:
        await start(running.app, settings, clock, NoInstallations(), seen, picture=None)
    running.close()
    assert "Fernet.generate_key" in str(refused.value.todo)
