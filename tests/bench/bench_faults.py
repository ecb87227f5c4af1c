"""kill −9 at random points of 1,000 mixed operations, and at every tenth statement of a first start.

By hand: ``python -m tests.bench.bench_faults``. Prints a table; exit 1 when an accepted report is lost, a database does
not open clean, or a step of the schema is half done.
"""

import os
import random
import sys
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from adapters.runtime.bootstrap import build
from adapters.runtime.clock import StandingClock
from tests.bench.figures import Figure, report
from tests.safety.mixed import do, faults, killed_at

OPERATIONS = 1_000
START = datetime(2026, 4, 21, 12, tzinfo=UTC)
STATEMENTS = range(1, 2_400, 100)


def operations(folder: Path, dice: random.Random) -> tuple[int, int, list[str]]:
    """All operations, killed again and again: how many kills, how many were acknowledged, what was wrong."""
    path, said, wrong, kills, n = folder / "memory.db", list[str](), list[str](), 0, 0
    build(path, StandingClock(START)).close()
    while n < OPERATIONS:
        lines, killed = do(path, n, OPERATIONS, dice.randint(1, 33))
        said += lines
        kills += killed
        wrong += faults(path, said)
        n += len(lines)
    wrong += [line for line in said if line.endswith("broken")]
    return kills, len(said), wrong


def starts(folder: Path) -> tuple[int, list[str]]:
    """First starts killed at a statement: how many, and what was wrong afterwards."""
    wrong, kills = [], 0
    for statement in STATEMENTS:
        path = folder / f"first-{statement}.db"
        kills += killed_at(path, statement, lambda where: build(where, StandingClock(START)).close())
        if path.exists():
            wrong += faults(path, [])
        with closing(build(path, StandingClock(START))):
            pass
        wrong += faults(path, [])
        path.unlink()
    return kills, wrong


def main() -> int:
    """Kill, look, and print."""
    seed = int(os.environ.get("SPUDWATCH_TEST_SEED", "1"))
    with tempfile.TemporaryDirectory() as name:
        kills, said, lost = operations(Path(name), random.Random(seed))  # noqa: S311 - where to strike, repeatable
        first, half = starts(Path(name))
    print(f"{said:,} operations were acknowledged")
    for fault in (lost + half)[:20]:
        print("  " + fault)
    return report(
        [
            Figure(f"{kills} kills in {OPERATIONS:,} operations: lost or half done", len(lost), "", 0),
            Figure(f"{first} kills in first starts: not clean or half done", len(half), "", 0),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
