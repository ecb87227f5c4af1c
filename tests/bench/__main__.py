"""Run every bench, one after the other, and print one table: ``python -m tests.bench [names]``.

Each bench runs in a process of its own, prints what it does, and exits with 1 when a bound is broken. Without names all
run, the long ones shortened (`SHORT`); ``python -m tests.bench answers digest idle`` runs those, shortened too, and
``--full`` shortens none. ``lcp`` needs a folder and is run alone. The table at the end is Markdown; exit 1 when any
bound is broken or a bench fails without a figure.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.figures import FILE, Figure, load, number

FOLDER = Path(__file__).parent
BENCHES = tuple(sorted(path.stem.removeprefix("bench_") for path in FOLDER.glob("bench_*.py")))
APART = {"lcp"}  # needs pages that were published before
SHORT: dict[str, tuple[str, ...]] = {
    "answers": ("5",),
    "attack": ("1000",),
    "soak": ("--commands", "5000"),
    "venue_faults": ("--minutes", "3"),
}


def main(names: list[str]) -> int:
    """Run them, and print."""
    full = "--full" in names
    wanted = [name for name in names if name != "--full"] or [name for name in BENCHES if name not in APART]
    if unknown := sorted(set(wanted) - set(BENCHES)):
        sys.stderr.write(f"no bench is called {', '.join(unknown)}; there are {', '.join(BENCHES)}\n")
        return 2
    rows: list[tuple[str, Figure | None]] = []
    for name in wanted:
        sys.stdout.write(f"== {name}\n")
        sys.stdout.flush()
        rows += _run(name, () if full else SHORT.get(name, ()))
    sys.stdout.write("\n".join(_table(rows)) + "\n")
    return int(any(figure is None or not figure.ok for _, figure in rows))


def _run(name: str, arguments: tuple[str, ...]) -> list[tuple[str, Figure | None]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "figures"
        command = [sys.executable, "-m", f"tests.bench.bench_{name}", *arguments]
        done = subprocess.run(command, env={**os.environ, FILE: str(path)}, cwd=FOLDER.parents[1], check=False)
        figures: list[tuple[str, Figure | None]] = [(name, figure) for figure in load(path)]
        kept = all(figure is not None and figure.ok for _, figure in figures)
        failed = not figures or (done.returncode != 0 and kept)
    return [*figures, (name, None)] if failed else figures


def _table(rows: list[tuple[str, Figure | None]]) -> list[str]:
    lines = ["", "| bench | figure | value | bound | |", "|---|---|---|---|---|"]
    for name, figure in rows:
        if figure is None:
            lines.append(f"| {name} | ended before it was through | | | **failed** |")
            continue
        kept = "" if figure.bound is None else "met" if figure.ok else "**missed**"
        value = f"{number(figure.value)} {figure.unit}".strip()
        lines.append(f"| {name} | {figure.name} | {value} | {figure.bound_text} | {kept} |")
    return lines


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
