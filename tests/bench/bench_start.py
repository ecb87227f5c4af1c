"""How long a start takes: ``--help`` against bare Python, and an answer on a warm database.

By hand: ``python -m tests.bench.bench_start``. Prints a table; exit 1 on a broken bound.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from tests.bench.figures import Figure, report

ROUNDS = 9
HELP_RATIO = 3.0  # of bare Python
ASK_SECONDS = 1.0


def seconds(*command: str) -> float:
    """How long a program takes to end."""
    began = time.perf_counter()
    subprocess.run(command, capture_output=True, check=True, cwd=Path(__file__).resolve().parents[2])
    return time.perf_counter() - began


def main() -> int:
    """Measure, interleaved, and print."""
    with tempfile.TemporaryDirectory() as folder:
        python, database = sys.executable, str(Path(folder) / "warm.db")
        ask = (python, "-m", "adapters", "ask", "--database", database, "--at", "2026-04-21T12:00Z", "/odds spud")
        first = seconds(*ask)
        bare, helped, asked = [], [], []
        for _ in range(ROUNDS):
            bare.append(seconds(python, "-c", "pass"))
            helped.append(seconds(python, "-m", "adapters", "--help"))
            asked.append(seconds(*ask))
    ratio = median(h / b for h, b in zip(helped, bare, strict=True))
    return report(
        [
            Figure("bare Python", median(bare) * 1000, "ms"),
            Figure("--help against bare Python", ratio, "x", HELP_RATIO),
            Figure("ask on a new database: the ledger is loaded", first * 1000, "ms"),
            Figure("ask on a warm database", median(asked) * 1000, "ms", ASK_SECONDS * 1000),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
