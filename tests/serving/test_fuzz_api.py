"""A short run of the fuzzer over the API's description; the long one is `tests.serving.fuzz_api`, run by hand."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.serving.fuzz_api import fuzz, served


def test_whatever_the_description_allows_or_not_nothing_is_our_fault(ledger_file: Path, tmp_path: Path) -> None:
    shutil.copy(ledger_file, tmp_path / "fuzzed.db")
    with served(tmp_path / "fuzzed.db") as address:
        done = fuzz(address, 120, 7)
    assert done.faults == []
    assert done.asked.total() >= 120
    assert done.statuses[200] > 20
