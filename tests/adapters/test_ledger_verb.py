"""Signed editions of the public ledger: written, verified, taken whole or not at all."""

import asyncio
import gzip
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from adapters.__main__ import main
from adapters.cli._signing import EditionSigner
from adapters.cli.ledger import edition_limits
from adapters.net.client import Limits
from bot import ledger
from bot.ledger.editions import BEGINNING, LARGEST, chained, edition_file, link, pack, unpack
from bot.messages.errors import BadArgument, SourceDown
from bot.messages.request import View
from storage import edition_made, load_edition, open_store
from tests.adapters.net.local_upstream import fetched

pytest.importorskip("cryptography")
LATER = ledger.MADE + timedelta(days=7)
NEW = {
    "slug": "openai/gpt-77",
    "name": "GPT-77",
    "vendor": "openai",
    "learned": LATER,
    "source": "https://openai.com/x",
}


@pytest.fixture
def keys(tmp_path, capsys):
    """A private key's file and its public key."""
    assert main(["ledger", "key", str(tmp_path / "private")]) == 0
    return tmp_path / "private", capsys.readouterr().out.split()[-1]


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "ledger.db"
    open_store(path).close()
    return path


def signed(path, private, made=LATER, rows=(NEW,), tables=None, after=BEGINNING):
    """An edition of this version's ledger with more subjects."""
    every = tables or {**ledger.tables(), "subject": [*ledger.tables()["subject"], *rows]}
    body = pack(every)
    path.write_bytes(gzip.decompress(edition_file(link("", made, body, after), body, EditionSigner(private))))
    return path


def knows(path, name="openai/gpt-77"):
    store = open_store(path)
    try:
        rows = store.database.read("SELECT slug FROM subjects WHERE slug = ?", [name])
        return bool(rows), edition_made(store.database)
    finally:
        store.close()


def update(file, key, database):
    return main(["ledger", "update", str(file), "--key", key, "--database", str(database)])


def test_a_process_that_goes_on_reads_the_edition_that_is_loaded(database):
    """A corrected quote and a new benchmark, both read before."""
    view = View("", LATER + timedelta(days=1))
    with closing(open_store(database)) as store:
        claims = store.kinds["claims"]
        item = claims.evidence(["openai/spud"], view)[0]
        assert "Peel Bench" not in claims.benchmarks()
        rows = [row | {"text": "Corrected."} if row["id"] == item.id else row for row in ledger.tables()["evidence"]]
        made = {**ledger.tables(), "evidence": rows, "benchmark": [{"name": "Peel Bench", "axes": ["peeling"]}]}
        body = pack(made)
        edition = unpack(edition_file(link("", LATER, body, BEGINNING), body))
        load_edition(store.database, edition.tables, edition.name, taken=edition)
        assert claims.item(item.id, view).quote == "Corrected."
        assert list(claims.benchmarks()) == ["Peel Bench"]


def test_a_newer_edition_is_taken_and_stays_over_a_restart(keys, database, tmp_path, capsys):
    private, public = keys
    assert update(signed(tmp_path / "e", private), public, database) == 0
    assert "rows of" in capsys.readouterr().out
    assert knows(database) == (True, LATER)
    assert knows(database) == (True, LATER), "opening it again loads nothing older"


def test_what_is_written_reads_back_to_the_same_tables(keys, database, tmp_path):
    private, public = keys
    file = tmp_path / "edition"
    assert main(["ledger", "export", str(file), "--key", str(private)]) == 0
    assert unpack(file.read_bytes()).tables == ledger.tables()
    assert not file.with_name("edition.part").exists()
    after = tmp_path / "after"
    assert main(["ledger", "export", str(after), "--key", str(private), "--after", str(file)]) == 0
    assert unpack(after.read_bytes()).link.previous == unpack(file.read_bytes()).link.chain
    found = unpack(file.read_bytes())
    assert (found.key, found.made > ledger.MADE) == (public, datetime.now(UTC) > ledger.MADE)


@pytest.mark.parametrize(
    "what",
    [
        "another key",
        "unsigned",
        "another chain",
        "a bomb",
        "a byte",
        "half",
        "older",
        "the moment",
        "no edition",
        "a bad row",
    ],
)
def test_anything_wrong_leaves_the_ledger_as_it_was(keys, database, tmp_path, capsys, what):
    private, public = keys
    file = signed(tmp_path / "e", private)
    data = file.read_bytes()
    match what:
        case "another key":
            main(["ledger", "key", str(tmp_path / "other")])
            public = capsys.readouterr().out.split()[-1]
        case "unsigned":
            body = pack(ledger.tables())
            file.write_bytes(edition_file(link("", LATER, body, BEGINNING), body))
        case "another chain":
            first, _, body = data.partition(b"\n")
            file.write_bytes(json.dumps({**json.loads(first), "previous": "1" * 64}).encode() + b"\n" + body)
        case "a bomb":
            file.write_bytes(gzip.compress(bytes(40 << 20), 1))
        case "a byte":
            file.write_bytes(data.replace(b"GPT-77", b"GPT-78"))
        case "half":
            file.write_bytes(data[: len(data) // 2])
        case "older":
            signed(file, private, made=ledger.MADE - timedelta(days=1))
        case "the moment":
            file.write_bytes(
                data.replace(LATER.isoformat().encode(), (LATER + timedelta(days=1)).isoformat().encode(), 1)
            )
        case "no edition":
            file.write_bytes(b"<html>not here</html>")
        case _:
            signed(file, private, rows=(NEW, {"slug": "openai/gpt-78"}))
    assert update(file, public, database) == 1
    assert capsys.readouterr().err.startswith("spudwatch: ")
    assert knows(database) == (False, ledger.MADE)


def test_the_key_in_the_file_is_never_the_one_that_is_trusted(keys, database, tmp_path):
    _, public = keys
    main(["ledger", "key", str(tmp_path / "thief")])
    file = signed(tmp_path / "e", tmp_path / "thief")
    first, _, body = file.read_bytes().partition(b"\n")
    file.write_bytes(json.dumps({**json.loads(first), "key": public}).encode() + b"\n" + body)
    assert update(file, public, database) == 1
    assert knows(database)[0] is False


def test_a_key_is_its_owners_and_is_not_written_over(keys):
    private, _ = keys
    assert private.stat().st_mode & 0o077 == 0
    assert main(["ledger", "key", str(private)]) == 1


def published(folder, database, *more):
    words = ["publish", str(folder), "--at", "2026-04-21T12:00Z", "--no-pictures", "--database", str(database)]
    assert main([*words, *more]) == 0
    return folder / "data"


def test_what_is_published_is_the_edition_that_stands_and_is_taken_from_there_with_its_makers_key(
    keys, database, tmp_path, capsys
):
    private, public = keys
    assert update(signed(tmp_path / "e", private, after=chain_of(database)[-1].chain), public, database) == 0
    assert "It follows the edition that was here." in capsys.readouterr().out
    data = published(tmp_path / "site", database)
    mirror = tmp_path / "mirror.db"
    open_store(mirror).close()
    assert update(data / "ledger.jsonl.gz", public, mirror) == 0
    assert knows(mirror) == (True, LATER)
    with closing(sqlite3.connect(f"{(data / 'ledger.db').as_uri()}?mode=ro", uri=True)) as db:
        assert db.execute("SELECT name FROM subject WHERE slug = 'openai/gpt-77'").fetchall() == [("GPT-77",)]
        assert db.execute("SELECT count(*) FROM claim").fetchone()[0] == len(ledger.tables()["claim"])
    links = json.loads((data / "chain.json").read_text())
    assert len(links) == 2
    assert all(one["chain"] == chained(one["previous"], one["sha256"]) for one in links)
    assert [one["previous"] for one in links] == [BEGINNING, links[0]["chain"]]


def test_the_edition_of_a_version_is_published_signed_where_a_key_is_given_and_the_same_twice(
    keys, database, tmp_path, capsys
):
    private, public = keys
    data = published(tmp_path / "site", database, "--key", str(private))
    found = unpack((data / "ledger.jsonl.gz").read_bytes())
    assert (found.tables, found.key) == (ledger.tables(), public)
    capsys.readouterr()
    published(tmp_path / "site", database, "--key", str(private))
    assert capsys.readouterr().out.startswith("0 written")
    assert main(["publish", str(tmp_path), "--key", str(tmp_path / "none"), "--database", str(database)]) == 1


def chain_of(path):
    store = open_store(path)
    try:
        return store.kinds["editions"].chain()
    finally:
        store.close()


@pytest.mark.parametrize(
    "data", [b"", b"\n", b"{}\n", b'{"spudwatch": "ledger", "format": 9}\n', b"[]\nx", b"\xff\xfe"]
)
def test_no_bytes_are_read_as_an_edition_that_are_none(data):
    with pytest.raises(BadArgument):
        unpack(data)


async def test_an_edition_on_a_slow_line_is_taken_though_a_page_would_not_be():
    """All waits are a hundredth of the real ones: twenty pieces, two seconds apart."""

    async def drips(_path: str, _headers: dict[str, str], writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 X\r\ncontent-length: 20\r\n\r\n")
        for _ in range(20):
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.02)

    def hurried(limits: Limits) -> Limits:
        return replace(limits, total=limits.total / 100, attempts=1)

    assert await fetched(drips, limits=hurried(edition_limits())) == b"x" * 20
    with pytest.raises(SourceDown, match="did not answer in time"):
        await fetched(drips, limits=hurried(Limits()))
    assert edition_limits().total * 125_000 >= LARGEST  # bytes at a megabit a second
