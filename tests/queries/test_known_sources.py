"""The ledger's own rows by their sources, which pages of sources rest on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from bot.domain.names.subjects import OpenedSubject, SubjectOrigin
from bot.messages.request import View
from bot.queries.records.known_sources import prepare_rows, row_items
from tests.conftest import Conversation

Talk = Callable[..., Conversation]
NOON = datetime(2026, 4, 21, 12, tzinfo=UTC)
PAGE = "https://x.example/y-1"


async def test_rows_are_sorted_in_parts_and_once_until_the_ledger_changes(talk: Talk) -> None:
    ports, view = talk().ports, View("", NOON)
    parts = len(list(prepare_rows(ports, view)))
    assert parts > 2
    kept = row_items(ports, view)
    assert list(prepare_rows(ports, View("", NOON.replace(minute=1)))) == [], "nothing more was known then"
    assert row_items(ports, view) is kept
    await ports.ledger.open(OpenedSubject("x/y-1", "Y 1", "x", SubjectOrigin.LIST, NOON, PAGE))
    assert len(list(prepare_rows(ports, view))) >= parts
    found = row_items(ports, View("", NOON.replace(year=2025)))
    assert sum(map(len, found.values())) < sum(map(len, kept.values()))
    assert all(item.learned_at.year <= 2025 for rows in found.values() for _, item in rows)
