"""Without POSIX modules (Windows) the demo, one answer and the help start, and `serve` says why it does not."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
# What Windows' Python lacks: https://docs.python.org/3/library/unix.html, and the platform it says it is.
HIDDEN = ("fcntl", "resource", "pwd", "grp", "termios", "tty", "posix", "syslog", "curses", "readline")
WITHOUT = f"""
import sys
class Hidden:
    def find_spec(self, name, path=None, target=None):
        if name in {HIDDEN!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
for name in {HIDDEN!r}:
    if name != "posix":
        sys.modules.pop(name, None)
sys.meta_path.insert(0, Hidden())
"""


def said(line: list[str], typed: str = "") -> subprocess.CompletedProcess[str]:
    program = f"{WITHOUT}\nfrom adapters.__main__ import main\nsys.exit(main({line!r}))"
    return subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, input=typed, capture_output=True, text=True, check=False, timeout=120
    )


@pytest.mark.parametrize(
    ("line", "typed"),
    [(["demo"], "odds spud\ntomorrow\nquit\n"), (["ask", "--database", "{db}", "/odds spud"], ""), (["--help"], "")],
    ids=["demo", "ask", "help"],
)
def test_it_starts_without_posix_modules(line: list[str], typed: str, tmp_path: Path) -> None:
    line = [part.replace("{db}", str(tmp_path / "a.db")) for part in line]
    done = said(line, typed)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


def test_serve_says_in_one_line_that_it_is_not_supported() -> None:
    done = said(["serve"])
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "serve needs a POSIX system" in done.stderr
