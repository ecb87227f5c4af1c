"""How often a look-up goes to the database: at every read it may lose its turn to the thread that writes."""

import pytest

from bot.messages.reply import Outcome
from tests.growth import statements

# Whether anything was written, the settings, the boards, how far each model has come, up to when it is known (ten of
# them), the calibration line.
MOST = 27
CARD = 28  # the eight parts of a model's card share their reads; each claim it lists reads its own evidence
# What other look-ups read: their parts ask for the same models, markets and claims.
OTHERS = {
    "odds rules spud": 24,
    "odds compare spud": 24,
    "odds history gpt-5.5": 32,
    "model coming": 24,
    "model promises": 43,
    "claimcheck ready gpt-5.5": 20,  # of a card about a model: up to when it is known, its markets among that
    "claimcheck gpt-5.5 came out in april": 43,
    "claimcheck GPT-9.9 costs $5 per million input tokens": 23,  # of a model that nothing is known of
    "claimcheck Claude Opus 4.7 beats GPT-5.5 on SWE-bench Pro": 33,
    "claimcheck 5.5 is out": 32,  # what the place follows is read, too
    "claimcheck list spud": 63,
    "spudwatch help": 28,  # after a write; else its examples are kept
}


@pytest.mark.parametrize(
    ("line", "most"),
    [("odds spud", MOST), ("odds gpt-5.5", MOST), ("odds MK-0001", MOST), ("model gpt-5.5", CARD), *OTHERS.items()],
)
async def test_an_answer_takes_few_reads_however_many_subjects_and_markets_it_shows(talk, line, most):
    chat = talk()
    await chat.say(line)  # what is read once and kept is no part of this
    database = chat.running.store.database
    await database.write(lambda _db: None)  # so that the answer is not the one that was kept
    with statements(database) as reads:
        reply = await chat.say(line)
    assert reply.outcome is Outcome.ANSWERED
    assert len(reads) <= most, reads
