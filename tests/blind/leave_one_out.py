"""Measure each set of questions by a model trained without it: ``python tests/blind/leave_one_out.py [--wrong]``.

The honest figure while plain words are worked on: forms, weights and names change, and the question is what carries
over to sentences that nobody trained with. For each set the weights are made from all others, in a copy of the
program, and the set is measured there. Mistakes are counted by kind: another command, another subject, refused.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
QUESTIONS = ROOT / "tests" / "blind" / "questions"
WEIGHTS = Path("bot", "dispatch", "plain_words", "weights.json")


def measured_without(name: str) -> list[str]:
    """What `measure_questions` prints of a set, in a copy of the program that was trained without it."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for part in ("bot", "adapters", "storage", "tests/blind"):
            shutil.copytree(ROOT / part, copy / part, copy_function=_link)
        for part in (WEIGHTS, Path("tests/blind/measure_questions.py"), Path("tests/blind/train_questions.py")):
            (copy / part).unlink()
            shutil.copy(ROOT / part, copy / part)
        _run(copy, "tests/blind/train_questions.py", "--without", name)
        return _run(copy, "tests/blind/measure_questions.py", str(QUESTIONS / f"{name}.toml"), "--wrong")


def _link(source: str, target: str) -> None:
    Path(target).symlink_to(source)


def _run(copy: Path, *command: str) -> list[str]:
    made = subprocess.run(
        [sys.executable, *command],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return made.stdout.splitlines()


def kind_of(wanted: str, got: str) -> str:
    """What is wrong with a reading: refused, another command, another subject, or both."""
    if got.split()[:1] == ["none"] and wanted != "none":
        return "refused"
    other = wanted.split()[:1] != got.split()[:1]
    if not other:
        return "subject"
    return "command" if bool(wanted.split()[1:]) == bool(got.split()[1:]) else "command and subject"


def main() -> None:
    """Print the figures of every set and of all together, with ``--wrong`` what went wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--wrong", action="store_true")
    parser.add_argument("--only", default="", help="a part of the names of the sets")
    asked = parser.parse_args()
    totals: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for file in sorted(QUESTIONS.glob("*[0-9].toml")):
        if asked.only not in file.stem:
            continue
        lines = measured_without(file.stem)
        rows = int(lines[0].split()[1])
        counts = {name: int(count) for name, count, _ in (line.split() for line in lines[1:6])}
        totals.update(rows=rows, **counts)
        wrong = [line.split(" | ") for line in lines if line.count(" | ") >= 3]
        kinds.update(kind_of(row[-3], row[-2]) for row in wrong)
        print(file.stem, *(f"{name} {count / rows:.3f}" for name, count in counts.items()), sep=" · ")
        if asked.wrong:
            print(*(f"  {kind_of(row[-3], row[-2])} | " + " | ".join(row[:-1]) for row in wrong), sep="\n")
    print("all", *(f"{name} {count / totals['rows']:.3f}" for name, count in totals.items()), sep=" · ")
    print("mistakes", *(f"{kind} {count}" for kind, count in kinds.most_common()), sep=" · ")


if __name__ == "__main__":
    main()
