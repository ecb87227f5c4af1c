"""Signed editions of the public ledger: written, verified, taken whole or not at all."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from adapters.__main__ import main
from bot import ledger
from bot.ledger.editions import header, pack, signed_bytes, unpack
from bot.messages.errors import BadArgument
from storage import edition_made, open_store

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


def signed(path, private, made=LATER, rows=(NEW,), tables=None):
    """An edition of this version's ledger with more subjects."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415 - an extra

    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(private.read_text().strip()))
    every = tables or {**ledger.tables(), "subject": [*ledger.tables()["subject"], *rows]}
    body = pack(every, made)
    first = header(body, made, key.public_key().public_bytes_raw().hex())
    first["signature"] = key.sign(signed_bytes(first)).hex()
    path.write_bytes(json.dumps(first).encode() + b"\n" + body)
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
    found = unpack(file.read_bytes())
    assert (found.key, found.made > ledger.MADE) == (public, datetime.now(UTC) > ledger.MADE)


@pytest.mark.parametrize("what", ["another key", "a byte", "half", "older", "the moment", "no edition", "a bad row"])
def test_anything_wrong_leaves_the_ledger_as_it_was(keys, database, tmp_path, capsys, what):
    private, public = keys
    file = signed(tmp_path / "e", private)
    data = file.read_bytes()
    match what:
        case "another key":
            main(["ledger", "key", str(tmp_path / "other")])
            public = capsys.readouterr().out.split()[-1]
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


@pytest.mark.parametrize(
    "data", [b"", b"\n", b"{}\n", b'{"spudwatch": "ledger", "format": 9}\n', b"[]\nx", b"\xff\xfe"]
)
def test_no_bytes_are_read_as_an_edition_that_are_none(data):
    with pytest.raises(BadArgument):
        unpack(data)
