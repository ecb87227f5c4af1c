"""The verb that writes the pages."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from adapters.__main__ import main
from tests.conftest import Databases


def test_the_verb_writes_the_story_of_spud_from_a_new_database_and_says_how_much(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, database = tmp_path / "site", tmp_path / "new.db"
    words = ["publish", str(folder), "--at", "2026-04-21T12:00Z", "--no-pictures", "--database", str(database)]
    assert main(words) == 0
    assert list((folder / "changes").glob("2026-04-*"))
    told = capsys.readouterr()
    assert "unchanged, 0 removed" in told.out
    assert "Publish again with --address" in told.err
    assert not (folder / "sitemap.xml").exists()
    assert "74 %" in (folder / "s/openai/spud/index.html").read_text("utf-8")
    assert main([*words, "--address", "https://spud.example"]) == 0
    assert "--address" not in capsys.readouterr().err
    assert "<loc>https://spud.example/coming</loc>" in (folder / "sitemap.xml").read_text("utf-8")
    assert 'href="https://spud.example/s/openai/spud"' in (folder / "s/openai/spud/index.html").read_text("utf-8")


def test_a_folder_that_cannot_be_written_is_said(fresh: Databases, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    words = ["publish", str(tmp_path / "file"), "--at", "2026-04-21T12:00Z", "--no-pictures"]
    assert main([*words, "--database", str(fresh("ledger"))]) == 2


def test_a_front_page_of_somebody_else_is_left_alone(
    fresh: Databases, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "index.html").write_text("mine", "utf-8")
    words = ["publish", str(tmp_path), "--at", "2026-04-21T12:00Z", "--no-pictures"]
    assert main([*words, "--database", str(fresh("ledger"))]) == 2
    assert "index.html of somebody else" in capsys.readouterr().err
    assert (tmp_path / "index.html").read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    ("word", "value", "said"),
    [("--address", "notaurl", "write the whole address"), ("--database", "mysql://x", "mysql:// is known here")],
)
def test_an_address_of_another_kind_is_refused(
    word: str, value: str, said: str, fresh: Databases, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["publish", str(tmp_path / "site"), "--no-pictures", "--database", str(fresh("ledger")), word, value]
    with suppress(SystemExit):
        assert main(words) != 0
    assert not (tmp_path / "site").exists()
    assert said in capsys.readouterr().err.casefold()
