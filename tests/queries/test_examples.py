"""What help gives as examples: read anew after a write, else once a minute."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.messages.request import View
from bot.queries.families.examples import KEPT_FOR, Examples, examples
from tests.conftest import Conversation


async def test_examples_are_kept_for_a_minute_until_something_is_written(talk: Callable[..., Conversation]) -> None:
    chat, reads = talk(), list[str]()
    database, start = chat.running.store.database, chat.clock.now()
    read = database.read

    def counted(sql, parameters=()):
        reads.append(sql)
        return read(sql, parameters)

    def asked(at: datetime, tenant: str = "discord:7") -> tuple[Examples, int]:
        reads.clear()
        return examples(chat.ports, View(tenant, at)), len(reads)

    database.read = counted
    try:
        first, many = asked(start)
        assert first.model
        assert many > 1
        assert asked(start) == (first, 1)  # whether something was written
        assert asked(start, "discord:8")[1] > 1
        assert asked(start - timedelta(days=400))[1] > 1  # the past is read as it was
        await database.write(lambda _db: None)
        assert asked(start)[1] > 1
        chat.clock.move(start + KEPT_FOR)
        assert asked(chat.clock.now())[1] > 1
    finally:
        del database.read
