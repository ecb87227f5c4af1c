"""Recordings that are not part of the project: used where they lie beside it, skipped with a reason elsewhere."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


def shared_data(name: str) -> Path:
    """The path of a recording below ``shared/data``; skips the test where the recordings are not there."""
    path = SHARED / "data" / name
    if not path.exists():
        pytest.skip(f"the recording {name} is kept beside the project, not in it")
    return path


def shared_tool(name: str) -> Path:
    """The path of a judge below ``shared/tools``; skips the test where the judges are not there."""
    path = SHARED / "tools" / name
    if not path.exists():
        pytest.skip(f"the judge {name} is kept beside the project, not in it")
    return path
