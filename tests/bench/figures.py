"""Figures of a bench: each with its bound, printed as a table and handed to ``python -m tests.bench``."""

import json
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = "SPUDWATCH_BENCH_FIGURES"  # where `tests.bench` reads what a bench measured
MEMORY = 80.0  # MiB that a serving process may hold, whatever it serves


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured. ``bound`` is the most it may be, with ``least`` the least; None for information only."""

    name: str
    value: float
    unit: str
    bound: float | None = None
    least: bool = False

    @property
    def ok(self) -> bool:
        """Whether the bound is kept."""
        if self.bound is None:
            return True
        return self.value >= self.bound if self.least else self.value <= self.bound

    @property
    def bound_text(self) -> str:
        """The bound as it is printed: "≤ 2 x", or nothing."""
        return "" if self.bound is None else f"{'≥' if self.least else '≤'} {self.bound:g} {self.unit}"


def report(figures: Sequence[Figure]) -> int:
    """Print the table, keep it for `tests.bench` where that runs us, and return 1 if a bound is broken."""
    for one in figures:
        mark = "      " if one.bound is None else "ok    " if one.ok else "BROKEN"
        sys.stdout.write(f"{mark} {one.name:<58} {number(one.value):>9} {one.unit:<6} {one.bound_text}\n")
    sys.stdout.flush()
    if path := os.environ.get(FILE):
        with Path(path).open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(asdict(one)) + "\n" for one in figures)
    return int(not all(one.ok for one in figures))


def load(path: Path) -> list[Figure]:
    """The figures that benches have kept in a file."""
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return [Figure(**json.loads(line)) for line in lines]


def number(value: float) -> str:
    """A value with about three digits."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.2f}" if abs(value) >= 1 else f"{value:.3f}"


def percentile(values: Iterable[float], share: float) -> float:
    """The value below which that share of them lies."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]
