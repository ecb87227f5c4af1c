"""The table of hosts is true: every adapter that contacts somebody, against a resolver that writes down whom."""

import re
import socket
from pathlib import Path

import pytest
from aiohttp.abc import AbstractResolver

from adapters.discord.transport.rest import FILE_HOSTS
from adapters.net.client import HttpSourceClient, Limits
from adapters.runtime.clock import StandingClock
from bot.messages.errors import SourceError
from bot.sources.protocol import Get
from bot.sources.registry import upstreams
from tests.gallery import NOW

PAGE = Path(__file__).resolve().parents[2] / ".github" / "docs" / "permissions-and-data.md"
LISTED = {
    word
    for row in re.findall(r"^\| ([^|`]+) \|", PAGE.read_text("utf-8"), re.MULTILINE)
    for word in re.findall(r"[\w.-]+\.[a-z]+", row)
}


class Recording(AbstractResolver):
    """Knows no host, and which it was asked for."""

    def __init__(self) -> None:
        self.asked: set[str] = set()

    async def resolve(self, host: str, port: int = 0, family: int = socket.AF_INET) -> list:
        self.asked.add(host)
        raise OSError("nobody is known here")

    async def close(self) -> None:
        pass


@pytest.fixture
async def recording():
    made = Recording()
    hosts = upstreams()
    secrets = {name: {"Authorization": "Bearer x"} for name, host in hosts.items() if host.token}
    client = HttpSourceClient(
        hosts.values(), StandingClock(NOW), secrets=secrets, resolver=made, limits=Limits(attempts=1)
    )
    yield made, client
    await client.close()


async def test_every_source_asks_only_hosts_that_are_listed(recording):
    made, client = recording
    for name, host in upstreams().items():

        def reading(name: str = name):
            yield Get(name, "/x")

        with pytest.raises(SourceError):
            await client.run(reading())
        assert host.base.split("/")[2] in made.asked
    assert made.asked <= LISTED
    assert len(made.asked) > 15


def test_hosts_that_others_name_are_listed():
    assert LISTED >= FILE_HOSTS
    assert {"discord.com", "slack.com", "gateway.discord.gg", "discord.gg"} <= LISTED
