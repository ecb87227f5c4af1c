"""A database the app filled: backed up, restored, exported and read back, and still the same to whoever asks it."""

import argparse
import asyncio
import json
import random
import re
import shutil
import sqlite3
from datetime import datetime
from pathlib import Path

import pytest

from adapters.cli import backup, export, import_, restore
from adapters.doctor.local_checks import memory
from adapters.doctor.results import CheckStatus
from adapters.runtime.bootstrap import build
from adapters.runtime.clock import StandingClock
from adapters.runtime.storage_watch import StorageWatch
from bot.messages.errors import OurFault
from bot.messages.reply import Outcome
from storage.accounts.privacy import LOOKED, WAITS
from storage.export import NOT_EXPORTED, export_csv, export_lines, import_lines, tables
from storage.served_file import SERVED_AT, SERVED_FILE
from storage.sqlite.backup import back_up, check
from tests.conftest import Conversation
from tests.safety.asked import do_everything
from tests.safety.tenants import LOOKS, TENANTS, WORD, World

NOON = StandingClock(datetime.fromisoformat("2026-04-21T15:00Z"))
# what moves or says when it was asked is left out: catchup goes on from where one was
STABLE = [
    line for line in LOOKS if not any(word in line for word in ("status", "checkpoint report", "test", "catchup"))
]


def given(**more) -> argparse.Namespace:
    """Arguments as the command line would make them."""
    return argparse.Namespace(**{"dry_run": False, "all": False, "tenant": None, **more})


@pytest.fixture(scope="session")
def lived_in_once(ledger_file, tmp_path_factory):
    """A database in which three tenants did everything once, and what it answers."""
    path = tmp_path_factory.mktemp("lived") / "in.db"
    shutil.copy(ledger_file, path)
    clock = StandingClock(datetime.fromisoformat("2026-04-21T12:00Z"))
    running = build(path, clock)
    world = World(Conversation(running, clock), random.Random(0))  # noqa: S311 - the same story every time

    async def live() -> dict:
        await do_everything(world)
        for tenant, (person, _) in TENANTS.items():  # a line of the trail in each
            retract = 'desk retract EV-0001 reason:"a copy of something we have"'
            await world.talk.say(retract, actor=person, place=f"{tenant}/C9")
        return await answered(world.talk)

    answers = asyncio.run(live())
    running.close()
    return path, answers


@pytest.fixture
def lived_in(lived_in_once, tmp_path):
    """A copy of it, to be written to."""
    path, answers = lived_in_once
    return Path(shutil.copy(path, tmp_path / "lived-in.db")), answers


async def answered(conversation) -> dict[tuple[str, str], str]:
    """What every look-up says in every tenant; nothing of it depends on ids of requests."""
    conversation.clock.move(NOON.now())
    said = {}
    for tenant in TENANTS:
        for line in STABLE:
            await conversation.settled()  # look-ups are counted, too
            reply = await conversation.say(line, actor=TENANTS[tenant][0], place=f"{tenant}/C9")
            assert reply.outcome is not Outcome.BROKEN, reply.plain
            said[tenant, line] = reply.plain
    return said


async def asked_again(path) -> dict[tuple[str, str], str]:
    running = build(path, StandingClock(NOON.now()))
    try:
        return await answered(Conversation(running, StandingClock(NOON.now())))
    finally:
        running.close()


def lines(path) -> list[str]:
    running = build(path, NOON)
    try:
        return list(export_lines(running.store.database))
    finally:
        running.close()


def without_others(text: str) -> str:
    """An answer without the line that counts what other servers share."""
    return "\n".join(line for line in text.splitlines() if not line.startswith("Elsewhere: "))


def differing(one: dict, other: dict) -> list:
    return [key for key in one if one[key] != other.get(key)]


async def test_a_backup_restored_answers_every_look_up_as_before_and_is_well(lived_in, tmp_path, capsys):
    path, before = lived_in
    copy, elsewhere = tmp_path / "copies" / "a.db", tmp_path / "new" / "place.db"
    assert backup.run(given(to=str(copy), database=str(path))) == 0
    assert restore.run(given(copy=str(copy), database=str(elsewhere))) == 0
    assert "restored" in capsys.readouterr().out
    assert not [found for found in memory(elsewhere) if found.verdict is CheckStatus.FAIL]
    assert differing(before, await asked_again(elsewhere)) == []


async def test_an_export_read_into_an_empty_database_answers_every_look_up_as_before(lived_in, tmp_path, capsys):
    path, before = lived_in
    assert export.run(given(folder=str(tmp_path / "out"), all=True, tenant=None, database=str(path))) == 0
    fresh = tmp_path / "fresh.db"
    build(fresh, NOON).close()
    assert import_.run(given(file=str(tmp_path / "out" / "everything.jsonl"), database=str(fresh))) == 0
    assert capsys.readouterr().err == ""
    assert differing(before, await asked_again(fresh)) == []
    assert sorted(lines(path)) == sorted(lines(fresh))


async def test_reading_it_twice_changes_nothing(lived_in, tmp_path, capsys):
    path, _ = lived_in
    export.run(given(folder=str(tmp_path / "out"), tenant=None, database=str(path)))
    before = lines(path)
    assert import_.run(given(file=str(tmp_path / "out" / "everything.jsonl"), database=str(path))) == 0
    assert "0 new rows" in capsys.readouterr().out
    assert lines(path) == before


@pytest.mark.parametrize("tenant", TENANTS)
async def test_a_tenant_taken_to_another_installation_finds_its_own_there(lived_in, tmp_path, tenant, capsys):
    path, before = lived_in
    assert export.run(given(folder=str(tmp_path / "out"), tenant=tenant, database=str(path))) == 0
    text = (tmp_path / "out" / "everything.jsonl").read_text("utf-8")
    assert not [word for other, word in WORD.items() if other != tenant and word in text]
    fresh = tmp_path / "fresh.db"
    build(fresh, NOON).close()
    assert import_.run(given(file=str(tmp_path / "out" / "everything.jsonl"), database=str(fresh))) == 0
    capsys.readouterr()
    after = await asked_again(fresh)
    own = {asked: without_others(text) for asked, text in before.items() if asked[0] == tenant}
    assert own != {asked: before[asked] for asked in own}  # others were counted there, and are left behind
    assert differing(own, after) == []


def test_what_another_file_is_served_by_is_in_no_export_and_comes_in_from_none(lived_in, tmp_path):
    path, _ = lived_in
    running = build(path, NOON)
    database = running.store.database
    asyncio.run(StorageWatch(database, path, NOON).look())
    asyncio.run(running.ports.privacy.may_erase(NOON.now()))
    names = {row["name"] for row in database.read("SELECT name FROM counters")}
    assert {SERVED_FILE, SERVED_AT, LOOKED, WAITS} <= names
    made = list(export_lines(database))
    counters = {row["name"] for name, row in map(json.loads, made[1:]) if name == "counters"}
    assert counters == names - {SERVED_FILE, SERVED_AT, LOOKED, WAITS}
    running.close()
    other = build(tmp_path / "other.db", NOON)
    old = json.dumps(["counters", {"name": SERVED_FILE, "value": 1}])
    assert import_lines(other.store.database, [*made, old])[1] == []
    assert StorageWatch(other.store.database, tmp_path / "other.db", NOON).copied_from() is None
    other.close()


async def test_nothing_secret_leaves_with_an_export(lived_in, tmp_path):
    path, _ = lived_in
    with sqlite3.connect(path) as raw:
        names = {row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    raw.close()
    running = build(path, NOON)
    secret = {"slack_installations", "slack_seen", "promises"}
    assert secret <= names
    assert not secret & set(tables(running.store.database))
    assert names >= NOT_EXPORTED
    exported = {(name, column) for name, columns in tables(running.store.database).items() for column in columns}
    running.close()
    told = {(name, column) for name, column in exported if re.search("token|secret|password|key$", column)}
    # a market's public token, and the words by which labels, markets, messages and settings are known
    assert {name for name, column in told if column != "key"} <= {"rung", "label_merges", "audit", "tenant_settings"}


async def test_no_cell_of_any_sheet_runs(talk):
    here = talk()
    for formula in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1", "=cmd|' /C calc'!A0"):
        await here.say(f'claimcheck trial task:"{formula}" model:spud score:0.5', place="discord:7/9")
        page = "link:https://a.example/x published:today"
        await here.say(f'claimcheck add claim:CL-0044 {page} quote:"{formula}" basis:first-hand')
        await here.say(f'spudwatch-admin desk person:1 role_is:"{formula}"', place="discord:7/9")
    database = here.running.store.database
    typed = 0
    for name in tables(database):
        for row in export_csv(database, name).splitlines()[1:]:
            typed += "cmd|" in row
            for cell in row.split(","):
                assert not cell.strip().strip('"').startswith(("=", "@", "＝", "\t")), (name, row)
    assert typed, "no sheet holds what was typed"


@pytest.mark.parametrize(
    "harm", ["a page", "cut short", "one letter of the trail", "a row of another program", "nothing"]
)
async def test_a_copy_somebody_changed_is_told_from_one_nobody_did(lived_in, tmp_path, harm):
    path, _ = lived_in
    copy = tmp_path / "copy.db"
    back_up(path, copy)
    content = bytearray(copy.read_bytes())
    if harm == "a page":
        content[8192:12288] = b"\xff" * 4096
    elif harm == "cut short":
        content = content[: len(content) // 2]
    copy.write_bytes(content)
    if harm == "one letter of the trail":
        with sqlite3.connect(copy) as raw:
            raw.execute(
                "UPDATE audit SET after = replace(after, 'accepted', 'acceptee'), action = 'x' WHERE number = 1"
            )
        raw.close()
    if harm == "a row of another program":
        with sqlite3.connect(copy) as raw:
            raw.execute("DELETE FROM _sqlite_migrations")
        raw.close()
    target = tmp_path / "target.db"
    shutil.copy(path, target)
    before = target.read_bytes()
    status = restore.run(given(copy=str(copy), database=str(target)))
    if harm in ("nothing", "one letter of the trail"):
        assert status == 0
        check(target)
    else:
        assert status == 2
        assert target.read_bytes() == before
    if harm == "one letter of the trail":
        running = build(target, NOON)
        talk = Conversation(running, StandingClock(NOON.now()))
        reply = await talk.say("spudwatch-admin audit days:30", place="discord:7/C9", actor="discord:42")
        assert reply.data["whole"] is False
        assert any(found.verdict is CheckStatus.FAIL and found.what == "audit" for found in memory(target))
        running.close()


def test_a_damaged_copy_is_named_in_a_sentence(tmp_path):
    copy = tmp_path / "copy.db"
    copy.write_bytes(b"no database at all, in more bytes than its header has" * 40)
    with pytest.raises(OurFault, match=r"copy\.db cannot be read back"):
        check(copy)


def test_every_line_of_an_export_is_json(tmp_path, ledger_file):
    found = lines(shutil.copy(ledger_file, tmp_path / "a.db"))
    assert len(found) > 1_000
    for line in found:
        json.loads(line)
