"""The command line on a PostgreSQL server: made, looked at, asked, taken out and put in again."""

import json

import pytest

from adapters.__main__ import main


@pytest.fixture
def run(capsys):
    def say(*words: str) -> tuple[int, str, str]:
        try:
            status = main(list(words))
        except SystemExit as stopped:
            status = int(str(stopped.code))
        said = capsys.readouterr()
        return status, said.out, said.err

    return say


def test_a_server_is_made_looked_at_and_asked(run, postgres_server, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    address = postgres_server.create()
    monkeypatch.setenv("SPUDWATCH_DATABASE", address)
    status, _, told = run("ask", "odds gpt-5.5")
    assert status == 2
    assert "Run spudwatch migrate" in told
    assert run("migrate")[0] == 0
    assert run("migrate")[1] == "up to date; 0 steps taken\n"
    assert run("ask", "odds gpt-5.5", "--at", "2026-04-21T12:00Z")[0] == 0
    status, found, _ = run("doctor", "--offline", "--json")
    verdicts = {check["what"]: check["verdict"] for check in json.loads(found)}
    assert {verdicts[what] for what in ("database", "audit", "writing", "serving", "queue")} <= {"ok", "warn"}
    assert status == 0
    assert run("backup", "copy.db")[0] == 2
    assert "pg_dump" in run("backup", "copy.db")[2]
    assert run("export", "out")[0] == 0
    status, counted, _ = run("import", "out/everything.jsonl", "--database", "copy.db")
    assert (status, counted.endswith("0 lines could not be read\n")) == (0, True)


def test_the_doctor_looks_at_the_replica_that_pages_are_read_from(run, postgres_ledger, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SPUDWATCH_DATABASE", postgres_ledger)
    for address, verdict in ((postgres_ledger, "warn"), (f"postgresql://me@/x?host={tmp_path}", "fail")):
        monkeypatch.setenv("SPUDWATCH_DATABASE_READ", address)
        found = json.loads(run("doctor", "--offline", "--json")[1])
        assert [check["verdict"] for check in found if check["what"] == "replica"] == [verdict]


def test_a_password_in_the_address_is_never_shown(run, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SPUDWATCH_DATABASE", f"postgresql://me:geheim@/x?host={tmp_path}")
    for words in (("ask", "odds spud"), ("migrate",), ("doctor", "--offline")):
        status, out, told = run(*words)
        assert status == 2
        assert "geheim" not in out + told
