"""What the next blind set would read like: ``python tests/blind/development.py [--wrong]``.

Every set of ``sets/`` and ``training/`` is measured with a model of types that was trained without it. That is the
figure to work by: the set itself, once trained with, reads far better than sentences nobody has seen. The rules of
reading have seen them, so it still flatters.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parent))

from measure import TARGETS, Tally, answers, tally
from sentences import SETS, TRAINING, Labelled, labelled
from train import train

from bot.domain.claims import scoring
from bot.domain.linear_weights import LinearWeights


def trained_without(name: str, rows: list[Labelled]) -> None:
    """Trains the model of types without a set, and reads with it from now on."""
    kept = [row for row in rows if row.file != name]
    labels = sorted({row.label for row in kept})
    table = LinearWeights.of(
        labels,
        [
            (feature, [(labels.index(label), round(weight * 100)) for label, weight in row.items()])
            for feature, row in train(kept, labels).items()
        ],
    )
    scoring.weights = lambda: table


def measured(paths: list[Path]) -> dict[str, Tally]:
    """The figures of each set, read with a model that has not seen it."""
    rows = labelled()
    found = {}
    for path in paths:
        trained_without(path.name, rows)
        found[path.stem] = tally(asyncio.run(answers(path)))
    return found


def main() -> None:
    """Prints the figures side by side, and of all sets together."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wrong", action="store_true")
    parser.add_argument("sets", nargs="*", type=Path)
    asked = parser.parse_args()
    found = measured(asked.sets or [*sorted(SETS.glob("*.jsonl")), *sorted(TRAINING.glob("*.jsonl"))])
    print(" " * 22, *(f"{name[-12:]:>14}" for name in found), f"{'all':>14}")
    for what in dict.fromkeys(what for sums in found.values() for what in sums.pairs):
        pairs = [sums.pairs.get(what, [0, 0]) for sums in found.values()]
        pairs.append([sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)])
        cells = (f"{right:4}/{n:<4} {right / max(n, 1):.3f}" for right, n in pairs)
        print(f"{what:22}", *(f"{cell:>14}" for cell in cells), f"goal {TARGETS[what]:.2f}" if what in TARGETS else "")
    if asked.wrong:
        wrong = [(what, name, *rest) for name, sums in found.items() for what, *rest in sums.wrong]
        for what, name, text, gold, got in sorted(wrong, key=lambda entry: entry[:2]):
            print(f"{what:10} | {name[-1]} | {text} | gold {gold} | got {got}")
        print(Counter((gold, got) for what, _, _, gold, got in wrong if what == "type").most_common(20))


if __name__ == "__main__":
    main()
