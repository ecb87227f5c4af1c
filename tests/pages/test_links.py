"""The permanent link that ends a card."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from adapters.runtime.bootstrap import build
from adapters.runtime.clock import StandingClock
from bot.messages.reply import plain
from tests.conftest import Conversation

ADDRESS = "https://spud.example"


@pytest.fixture
def linked(ledger_file: Path, tmp_path: Path) -> Iterator[Conversation]:
    path = tmp_path / "linked.db"
    shutil.copy(ledger_file, path)
    clock = StandingClock(datetime.fromisoformat("2026-04-21T12:00Z"))
    running = build(path, clock, pages=ADDRESS)
    yield Conversation(running, clock)
    running.close()


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("odds spud", "/s/openai/spud"),
        ("odds MK-0001", "/s/openai/gpt-5.5"),
        ("claimcheck CL-0042", "/c/CL-0042"),
        ("claimcheck ready spud", "/s/openai/spud"),
        ("checkpoint crest pro alpha", "/n/crest-pro-alpha"),
        ("odds rules MK-0001", "/m/MK-0001"),
    ],
)
async def test_a_card_ends_with_the_link_of_its_page(linked: Conversation, line: str, path: str) -> None:
    reply = await linked.say(line)
    assert plain(reply.note).endswith(f"Open page ({ADDRESS}{path})")


@pytest.mark.parametrize("line", ["spudwatch help", "odds nothing-of-that-name", "checkpoint show label:zzz-unseen"])
async def test_what_has_no_page_has_no_link(linked: Conversation, line: str) -> None:
    assert ADDRESS not in (await linked.say(line)).plain


async def test_a_claim_of_a_tenant_has_no_page_and_no_link(linked: Conversation) -> None:
    filed = await linked.say(
        "claimcheck add claim:“Spud has a context window of 3 million tokens” "
        "link:https://example.com/a published:today quote:“three million”"
    )
    assert ADDRESS not in filed.plain


async def test_without_an_address_nothing_is_linked(talk: object) -> None:
    assert "Open page" not in (await talk().say("odds spud")).plain  # type: ignore[operator]
