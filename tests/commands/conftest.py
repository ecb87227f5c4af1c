"""A conversation over markets that were just polled."""

import pytest

from bot.messages.reply_json import reply_json
from tests.commands.ladders import GPT


@pytest.fixture
def polled(talk):
    """A conversation over markets that were just polled; ``ask`` gives the reply and its facts."""

    async def start(*found, subject=GPT):
        you = talk("2026-09-25T12:05Z")
        await you.ports.markets.record([(one, subject) for one in found])

        async def ask(line, moment="2026-09-25T12:05Z"):
            reply = await you.at(moment).say(line)
            return reply, reply_json(reply)["data"]

        return ask, you.ports.markets

    return start
