"""What the verbs of the command line say where there is one choice, nothing to do, or a file in the way."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.__main__ import main
from adapters.doctor.local_checks import memory
from adapters.doctor.results import CheckResult, CheckStatus, for_reading
from bot.messages.errors import OurFault
from storage import open_store
from storage.sqlite.backup import back_up


@pytest.fixture
def file(tmp_path: Path) -> Path:
    open_store(tmp_path / "a.db").close()
    return tmp_path / "a.db"


def test_a_platform_that_is_the_only_one_need_not_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["manifest"]) == 0
    assert json.loads(capsys.readouterr().out)["display_information"]
    assert main(["invite", "--application-id", "123456789012345678"]) == 0
    assert "123456789012345678" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("verb", "other", "leads"), [("invite", "slack", "manifest"), ("manifest", "discord", "invite")]
)
def test_another_platform_leads_to_its_own_verb(
    verb: str, other: str, leads: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main([verb, other])
    assert f"`spudwatch {leads}`" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_named_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", str(tmp_path / "nofile")]) == 1
    said = capsys.readouterr().err
    assert "nofile: No such file or directory" in said
    assert "Errno" not in said


def test_an_export_of_a_tenant_nobody_knows_is_refused(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["export", str(out), "--tenant", "discord:404", "--database", str(file)]) == 1
    assert "Nothing is stored of discord:404." in capsys.readouterr().err
    assert not out.exists()


def test_an_export_is_its_owners_alone_whatever_the_umask(file: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "out"
    before = os.umask(0o022)
    try:
        for _ in range(2):
            assert main(["export", str(out), "--database", str(file)]) == 0
            assert [path.name for path in (out, *out.iterdir()) if path.stat().st_mode & 0o077] == []
            (out / "everything.jsonl").chmod(0o644)
    finally:
        os.umask(before)


def test_an_import_that_is_refused_makes_no_database(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", str(tmp_path / "out"), "--database", str(file)]) == 0
    whole = (tmp_path / "out" / "everything.jsonl").read_bytes()
    cut, other = tmp_path / "cut.jsonl", tmp_path / "other.db"
    for content, words in ((whole[:-20], "breaks off in line"), (b"{}\n", "That is not an export.")):
        cut.write_bytes(content)
        assert main(["import", str(cut), "--database", str(other)]) != 0
        assert words in capsys.readouterr().err
        assert not other.exists()
    cut.write_bytes(whole.rstrip())
    assert main(["import", str(cut), "--database", str(other)]) == 0


def test_a_backup_replaces_no_file(file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes(b"mine")
    with pytest.raises(OurFault, match=r"There is a file copy\.db already\."):
        back_up(file, copy)
    assert copy.read_bytes() == b"mine"


async def test_the_doctor_counts_one_trail_as_one(file: Path) -> None:
    store = open_store(file)
    for count, tenant in (("1 trail is whole", "x:1"), ("2 trails are whole", "x:2")):
        at = datetime(2026, 11, 28, tzinfo=UTC)
        await store.kinds["tenants"].choose(tenant, "zone", "Europe/Rome", "x:admin", at)
        assert count in [finding.says for finding in memory(file)]
    store.close()


def test_sources_that_are_not_reached_are_one_line_for_eyes() -> None:
    well = CheckResult("kalshi", CheckStatus.OK, "it is read")
    down = [CheckResult(name, CheckStatus.WARN, f"{name} has no address", unreached=True) for name in ("a", "b", "c")]
    told = for_reading([*down[:1], well, *down[1:]])
    assert [(one.what, one.verdict) for one in told] == [("sources", CheckStatus.WARN), ("kalshi", CheckStatus.OK)]
    assert told[0].says == "3 are not reached (a, b, c). a has no address"
    assert for_reading([well, down[0]]) == [well, down[0]]


@pytest.mark.parametrize("key", ["", "Zm9yIHRoZSB0ZXN0cyBvZiB3ZWJob29rcywgbm8ga2U="], ids=["without", "with"])
def test_webhooks_in_the_console_are_on_where_the_doctor_says_so(
    key: str, file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SPUDWATCH_WEBHOOK__TOKEN_KEY", key)
    line = "/spudwatch-admin webhooks"
    assert main(["ask", "--role", "admin", "--database", str(file), "--at", "2026-11-28T12:00Z", line]) == (not key)
    assert ("Webhooks are off" in "".join(capsys.readouterr())) == (not key)


def test_a_database_in_a_folder_that_is_not_there_is_refused_and_nothing_made(tmp_path, capsys):
    with pytest.raises(SystemExit):
        main(["ask", "--database", str(tmp_path / "none" / "x.db"), "help"])
    assert ("There is no folder" in capsys.readouterr().err, list(tmp_path.iterdir())) == (True, [])
