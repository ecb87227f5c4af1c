"""Both platforms, on a database that holds the public ledger."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.serving.world import World, opened


@pytest.fixture
async def world(ledger_file: Path, tmp_path: Path) -> AsyncIterator[World]:
    database = tmp_path / "served.db"
    shutil.copy(ledger_file, database)
    async with opened(database) as made:
        yield made
