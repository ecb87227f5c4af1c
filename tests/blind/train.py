"""Trains the model of claim types from the sentences of the tests: ``python tests/blind/train.py`` writes its weights.

Multinomial logistic regression by AdaGrad over a fixed order, weights below a threshold dropped; the same sentences
give the same file, bit for bit. ``--folds 5`` prints how it does on sentences it was not trained with.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import exp, sqrt
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(HERE))

from sentences import Labelled, labelled

TARGET = ROOT / "bot" / "domain" / "claims" / "weights.json"
ROUNDS, RATE, SHRINK, LEAST, RARE = 20, 0.15, 2e-2, 0.12, 2


def train(
    rows: Sequence[Labelled], labels: Sequence[str], rare: int = RARE, least: float = LEAST
) -> dict[str, dict[str, float]]:
    """The weights for these rows: feature → label → weight."""
    weights: dict[str, list[float]] = defaultdict(lambda: [0.0] * len(labels))
    squares: dict[str, list[float]] = defaultdict(lambda: [1e-6] * len(labels))
    index = {label: n for n, label in enumerate(labels)}
    rows = common(rows, rare)
    for _ in range(ROUNDS):
        for row in rows:
            shares = _shares(row.features, weights, len(labels))
            for n, share in enumerate(shares):
                gradient = share - (n == index[row.label])
                if abs(gradient) < 1e-3:
                    continue
                for feature in sorted(row.features):
                    total = gradient + SHRINK * weights[feature][n]
                    squares[feature][n] += total * total
                    weights[feature][n] -= RATE * total / sqrt(squares[feature][n])
    return {
        feature: kept
        for feature, row in sorted(weights.items())
        if (kept := {label: round(w, 2) for label, w in zip(labels, row, strict=True) if abs(w) >= least})
    }


def common(rows: Sequence[Labelled], rare: int = RARE) -> list[Labelled]:
    """The rows without features that fewer than ``rare`` sentences have."""
    counts = Counter(feature for row in rows for feature in row.features)
    return [replace(row, features=frozenset(f for f in row.features if counts[f] >= rare)) for row in rows]


def _shares(features: Iterable[str], weights: dict[str, list[float]], size: int) -> list[float]:
    sums = [0.0] * size
    for feature in features:
        if feature in weights:
            for n, weight in enumerate(weights[feature]):
                sums[n] += weight
    top = max(sums)
    parts = [exp(value - top) for value in sums]
    whole = sum(parts)
    return [part / whole for part in parts]


def best(row: Labelled, weights: dict[str, dict[str, float]], labels: Sequence[str]) -> str:
    """The label with the highest score."""
    sums = dict.fromkeys(labels, 0.0)
    for feature in row.features:
        for label, weight in weights.get(feature, {}).items():
            sums[label] += weight
    return max(sums, key=lambda label: sums[label])


def packed(weights: dict[str, dict[str, float]], labels: Sequence[str]) -> str:
    """The weights as the file keeps them: one feature a line, hundredths by the number of the label."""
    number = {label: n for n, label in enumerate(labels)}
    rows = (
        json.dumps(feature)
        + ":"
        + json.dumps([[number[label], round(w * 100)] for label, w in sorted(row.items())], separators=(",", ":"))
        for feature, row in sorted(weights.items())
        if row
    )
    return '{"labels":' + json.dumps(list(labels)) + ',"features":{\n' + ",\n".join(rows) + "\n}}\n"


def main() -> None:
    """Writes the weights, or with ``--folds`` prints how well they carry over."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", type=int, default=0)
    asked = parser.parse_args()
    rows = labelled()
    counts = Counter(row.label for row in rows)
    labels = sorted(counts)
    if not asked.folds:
        TARGET.write_text(packed(train(rows, labels), labels), "utf-8")
        print(f"{len(rows)} sentences, {len(labels)} labels -> {TARGET.name}")
        return
    wrong: Counter[tuple[str, str]] = Counter()
    right = 0
    for fold in range(asked.folds):
        weights = train([row for n, row in enumerate(rows) if n % asked.folds != fold], labels)
        for row in rows[fold :: asked.folds]:
            got = best(row, weights, labels)
            right += got == row.label
            if got != row.label:
                wrong[row.label, got] += 1
    print(f"{right}/{len(rows)} = {right / len(rows):.3f}", wrong.most_common(30))


if __name__ == "__main__":
    main()
