"""The rollback of the operating manual, with two real versions: upgrade, go back, restore the copy made before."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NEWER = """\"\"\"A step of the next version.\"\"\"


def apply(db):
    \"\"\"Add a table.\"\"\"
    db.execute("CREATE TABLE of_the_next_version (a TEXT)")
"""


def said(home: Path, *line: object) -> tuple[int, str]:
    """What ``python -m adapters LINE`` of the version in a folder exits with and prints."""
    command = [sys.executable, "-m", "adapters", *map(str, line)]
    done = subprocess.run(command, cwd=home, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_after_an_upgrade_the_older_version_comes_back_with_its_copy(tmp_path: Path) -> None:
    newer, database, copy = tmp_path / "newer", tmp_path / "spudwatch.db", tmp_path / "before.db"
    for package in ("bot", "adapters", "storage"):
        shutil.copytree(ROOT / package, newer / package, ignore=shutil.ignore_patterns("__pycache__"))
    (newer / "storage" / "migrations" / "m9999_next.py").write_text(NEWER, "utf-8")
    ask = ("ask", "--database", database, "--at", "2026-04-21T12:00Z", "help")

    assert said(ROOT, *ask)[0] == 0
    assert said(ROOT, "backup", copy, "--database", database)[0] == 0
    assert said(newer, *ask)[0] == 0

    status, words = said(ROOT, *ask)
    assert status == 2
    assert "written by a newer Spudwatch" in words
    status, words = said(ROOT, "restore", copy, "--database", database)
    assert (status, words.split(";")[0]) == (0, "restored")
    assert said(ROOT, *ask)[0] == 0
    assert said(newer, *ask)[0] == 0, "and forward again"
