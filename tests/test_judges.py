"""A judge that is missing skips a test with the reason where nobody demands it, and fails it where somebody does."""

from pathlib import Path

import pytest

from tests import judges


def test_a_missing_judge_skips_and_a_demanded_one_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(judges.FOLDER, raising=False)
    monkeypatch.delenv(judges.REQUIRED, raising=False)
    with pytest.raises(pytest.skip.Exception, match="axe-core"):
        judges.axe()
    monkeypatch.setenv(judges.REQUIRED, "1")
    with pytest.raises(pytest.fail.Exception, match="axe-core"):
        judges.axe()


def test_what_the_named_folder_lacks_fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(judges.REQUIRED, raising=False)
    monkeypatch.setenv(judges.FOLDER, str(tmp_path))
    with pytest.raises(pytest.fail.Exception, match="html-validate"):
        judges.of_npm(".bin/html-validate")


def test_a_demanded_browser_fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv(judges.REQUIRED, "1")
    with pytest.raises(pytest.fail.Exception, match="chromium"):
        judges.chromium()
