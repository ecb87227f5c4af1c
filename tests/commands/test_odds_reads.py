"""How often a look-up goes to the database: at every read it may lose its turn to the thread that writes."""

import pytest

MOST = 21  # whether anything was written, the settings, the boards, how far each model has come, the calibration line
CARD = 40  # a model's card has eight parts, some of which rest on the same reads: these are made once


@pytest.mark.parametrize(
    ("line", "most"), [("odds spud", MOST), ("odds gpt-5.5", MOST), ("odds MK-0001", MOST), ("model gpt-5.5", CARD)]
)
async def test_an_answer_takes_few_reads_however_many_subjects_and_markets_it_shows(talk, monkeypatch, line, most):
    chat = talk()
    await chat.say(line)  # what is read once and kept is no part of this
    database, reads = chat.running.store.database, []
    await database.write(lambda _db: None)  # so that the answer is not the one that was kept
    read = database.read

    def counted(sql, parameters=()):
        reads.append(sql)
        return read(sql, parameters)

    monkeypatch.setattr(database, "read", counted)
    reply = await chat.say(line)
    assert reply.shows
    assert len(reads) <= most, reads
