"""What the README installs is what the lock files name, whatever the index offers besides."""

import base64
import hashlib
import os
import re
import shlex
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LINES = re.findall(r"^(python3 -m venv .*)$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
INSTALLS = [
    shlex.split(step)[1:] for line in LINES for step in line.split(" && ") if " -r " in step
]  # the arguments of each locked install


def wheel(folder: Path, name: str, version: str, needs: str = "") -> str:
    """Write a wheel that holds nothing but its own description into an index; returns its hash."""
    home = folder / name
    home.mkdir(parents=True, exist_ok=True)
    info = f"{name}-{version}.dist-info"
    texts = {
        f"{name}.py": f"VERSION = {version!r}\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\nProvides-Extra: more\n{needs}",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = ""
    for path, text in texts.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
        record += f"{path},sha256={digest},{len(text.encode())}\n"
    file = home / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(file, "w") as archive:
        for path, text in texts.items():
            archive.writestr(path, text)
        archive.writestr(f"{info}/RECORD", record + f"{info}/RECORD,,\n")
    (home / "index.html").write_text("".join(f'<a href="{one.name}">{one.name}</a>' for one in home.glob("*.whl")))
    return hashlib.sha256(file.read_bytes()).hexdigest()


def test_both_lines_install_from_a_lock() -> None:
    assert len(LINES) == 2
    assert [arguments[-1] for arguments in INSTALLS] == ["requirements.lock", ".ci/requirements.lock"]


@pytest.mark.parametrize("arguments", INSTALLS, ids=lambda arguments: arguments[-1])
def test_a_newer_release_of_a_package_with_an_extra_changes_nothing(arguments: list[str], tmp_path: Path) -> None:
    """pip resolves an extra past its pin: a locked install must not resolve at all."""
    index = tmp_path / "index"
    first = wheel(index, "lower", "1.0")
    top = wheel(index, "upper", "1.0", "Requires-Dist: lower[more]>=1.0\n")
    wheel(index, "lower", "2.0")
    lock = tmp_path / arguments[-1]
    lock.parent.mkdir(exist_ok=True)
    lock.write_text(f"lower==1.0 --hash=sha256:{first}\nupper==1.0 --hash=sha256:{top}\n", "utf-8")
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    command = [tmp_path / "venv/bin/python", "-m", "pip", *arguments, "--no-cache-dir", "--disable-pip-version-check"]
    offline = {"PATH": os.environ["PATH"], "PIP_INDEX_URL": index.as_uri(), "PIP_CONFIG_FILE": os.devnull}
    done = subprocess.run(command, cwd=tmp_path, env=offline, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    listed = subprocess.run(
        [*command[:3], "list", "--format=freeze"], capture_output=True, text=True, check=True
    ).stdout
    assert {"lower==1.0", "upper==1.0"} <= set(listed.split())
