"""Places share the reader of public names until they have names of their own."""

from datetime import UTC, datetime

from bot.domain.names.subjects import Alias, AliasStatus, OpenedSubject, SubjectOrigin
from bot.messages.request import View
from bot.queries.names import names

NOW = datetime(2026, 5, 10, 12, tzinfo=UTC)
SPUD = "openai/spud"


async def test_a_place_has_a_reader_of_its_own_once_it_names_something(talk):
    ports = talk().ports
    here, there = View("discord:7", NOW), View("discord:8", NOW)
    assert names(ports, here).reader is names(ports, there).reader is names(ports, View("", NOW)).reader
    assert not names(ports, here).resolve("our tuber").is_name

    await ports.ledger.name("discord:7", [Alias("our tuber", SPUD, AliasStatus.GOOD, NOW, NOW)])
    assert names(ports, here).resolve("our tuber").slug == SPUD
    assert not names(ports, there).resolve("our tuber").is_name
    assert names(ports, here).reader is not names(ports, there).reader


async def test_a_model_that_one_server_adds_changes_no_reading_of_another(talk):
    chat = talk()
    here, there = View("discord:7", NOW), View("discord:8", NOW)
    text = "will gpt-8 helios be out soon"
    before = [one.best.slug for one in names(chat.ports, there).read(text)]
    subject = OpenedSubject(
        "openai/gpt-7-helios", "GPT-7 Helios", "openai", SubjectOrigin.DESK, NOW, "", tenant="discord:7"
    )
    await chat.ports.ledger.open(subject)
    assert [one.best.slug for one in names(chat.ports, here).read(text)] == ["openai/gpt-8-helios"] != before
    assert [one.best.slug for one in names(chat.ports, there).read(text)] == before
    await chat.ports.ledger.close("discord:7", subject.slug, NOW)
    assert [one.best.slug for one in names(chat.ports, here).read(text)] == before
