"""Time of reading the times of a sentence, over the sentences of the tests.

Run: ``python -m tests.bench.bench_time``. Prints the mean and the slowest in milliseconds, each the best of
five; exit 1 where the slowest is above 0.3 ms.
"""

import json
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from bot.domain.time import find_times
from tests.bench.figures import Figure, report

NOW = datetime(2026, 4, 21, 12, tzinfo=UTC)
TESTS = Path(__file__).parents[1] / "domain"
BOUND = 0.3  # milliseconds a sentence
ROUNDS = 5


def sentences() -> list[str]:
    """The sentences of the claim tests, and every phrase of the time tests in a sentence."""
    lines = (TESTS / "claims" / "sentences.jsonl").read_text("utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    phrases = tomllib.loads((TESTS / "time" / "deadlines.toml").read_text("utf-8"))
    return [*texts, *(f"Spud will be released by {phrase}, says a person who knows." for phrase in phrases)]


def main() -> int:
    """Measure, print, and compare with the bound."""
    texts = sentences()
    find_times(texts[0], NOW)
    spent = sorted(min(_milliseconds(text) for _ in range(ROUNDS)) for text in texts)
    mean = sum(spent) / len(spent)
    return report(
        [
            Figure(f"times of {len(texts)} sentences, mean", mean, "ms"),
            Figure("times of a sentence, slowest", spent[-1], "ms", BOUND),
        ]
    )


def _milliseconds(text: str) -> float:
    begun = perf_counter()
    find_times(text, NOW)
    return (perf_counter() - begun) * 1_000


if __name__ == "__main__":
    sys.exit(main())
