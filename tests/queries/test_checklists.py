"""The release checklist is one, whether chat, a card or a page shows it."""

from datetime import datetime

import pytest

from bot.messages.request import View
from bot.queries.dossier import dossier
from bot.queries.records.checklist_record import checklist_record

NOVEMBER = "2026-11-29T12:00Z"


@pytest.mark.parametrize(
    "slug", ["openai/spud", "openai/gpt-5.5", "openai/gpt-6", "anthropic/claude-opus-4.7", "google/gemini-3.5-pro"]
)
async def test_a_page_a_card_and_chat_show_the_same_rows(talk, slug):
    here = talk(NOVEMBER)
    view = View("", datetime.fromisoformat(NOVEMBER))
    reply = await here.say(f"claimcheck ready {slug}")
    page = checklist_record(here.ports, slug, view).checklist
    assert reply.data["subject"] == slug
    assert [(wait.name, wait.state) for wait in page.waits] == [
        (one["name"], one["state"]) for one in reply.data["waits"]
    ]
    assert dossier(here.ports, view, slug).checklist == page
