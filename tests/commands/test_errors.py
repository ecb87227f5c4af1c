"""An error says what to do next, not only what went wrong."""

import pytest

from bot.messages.reply import Outcome

LINES = (
    'desk merge source:"crest pro alpha" into:"Crest Pro Alpha"',
    "desk merge source:console:me into:console:me",
    'desk merge source:"nobody saw this" into:"crest pro alpha"',
    "desk undo",
    'claimcheck add claim:"My neighbour Jane Miller is cheating on her husband"',
    'checkpoint attribute label:"crest pro alpha" method:style why:"it writes like the older models of that lab do"',
)


@pytest.mark.parametrize("line", LINES)
async def test_a_refusal_says_what_to_do(talk, line):
    reply = await talk().say(line)
    assert reply.outcome is Outcome.REFUSED
    assert len(reply.parts) > 1, f"only what went wrong, and what was typed: {reply.plain}"
