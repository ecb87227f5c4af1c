"""Weights of a linear model in two bytes each, and sums over its features.

A weight is a whole number of hundredths, -32,768 to 32,767; 0 says nothing about a label. As Python's own numbers and
dictionaries the two models took three times the memory, and reading their files as one document took as much again for
as long as that lasted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from struct import Struct
from typing import Any


@dataclass(frozen=True, slots=True)
class LinearWeights:
    """The labels of a model, and what each feature says for and against them."""

    labels: tuple[str, ...]
    _rows: Mapping[str, bytes] = field(repr=False)  # by feature, the weights of all labels
    _row: Struct = field(repr=False)

    @classmethod
    def of(cls, labels: Sequence[str], rows: Iterable[tuple[str, Iterable[Sequence[int]]]]) -> LinearWeights:
        """Pack weights given by feature as pairs of a label's number and hundredths."""
        row = Struct(f"<{len(labels)}h")
        packed = {}
        for feature, pairs in rows:
            weights = [0] * len(labels)
            for number, hundredths in pairs:
                weights[number] = hundredths
            packed[feature] = row.pack(*weights)
        return cls(tuple(labels), packed, row)

    def hundredths(self, features: Iterable[str]) -> dict[str, int]:
        """Sum the weights of some features by label, without labels of none of them."""
        rows, unpack = self._rows, self._row.unpack
        found = [unpack(row) for feature in features if (row := rows.get(feature)) is not None]
        columns = zip(self.labels, zip(*found, strict=True), strict=True) if found else ()
        return {label: sum(column) for label, column in columns if any(column)}


def read_weights(text: str) -> tuple[Mapping[str, Any], LinearWeights]:
    """Read a model's file: what its first line says of the model, and its weights.

    The first line is an object whose last key, ``features``, stays open; each line behind it is one feature with its
    pairs; the last closes both. Features are read line by line, so that they are never all there as Python's lists.
    """
    lines = text.splitlines()
    about = json.loads(lines[0] + "}}")
    return about, LinearWeights.of(about["labels"], _features(lines[1:-1]))


def _features(lines: Iterable[str]) -> Iterator[tuple[str, list[Sequence[int]]]]:
    for line in lines:
        yield from json.loads("{" + line.removesuffix(",") + "}").items()
