"""How long the name reader takes for a sentence, with few subjects and with many.

Run: ``python -m tests.bench.bench_names``. Prints microseconds a sentence (median of rounds, processor time) at 0,
5,000 and 50,000 subjects; exit 1 above 0.2 ms at 5,000 or above 1.3 times that at 50,000.
"""

import json
import random
import statistics
import sys
from pathlib import Path
from time import process_time

from bot.domain.names import KnownName, KnownSubject, NameReader, lab_table
from tests.bench.figures import Figure, report

SENTENCES = Path(__file__).parents[1] / "domain" / "claims" / "sentences_fresh.jsonl"
FEW, MANY = 5_000, 50_000
BOUND, GROWTH = 0.000_2, 1.3
ROUNDS = 9


def subjects(count: int) -> list[KnownSubject]:
    """Models of every family with versions and variants of their own, each with a codename."""
    chance = random.Random(7)  # noqa: S311 - a made-up world, the same every time
    families = [family for family in lab_table().families if family.versions]

    def word() -> str:
        return "".join(chance.choice("bcdfghklmnprstvz") + chance.choice("aeiou") for _ in range(4))

    words = [word() for _ in range(count // 5)]
    found = []
    for _ in range(count):
        family, variant = chance.choice(families), chance.choice(words)
        version = f"{chance.randint(1, 30)}.{chance.randint(0, 40)}"
        slug = f"{family.lab}/{family.name}-{version}-{variant}"
        name = f"{family.title} {version} {variant.title()}"
        found.append(KnownSubject(slug, name, family.lab, (KnownName(f"{word().title()} {chance.choice(words)}"),)))
    return found


def rounds(readers: dict[int, NameReader], sentences: list[str]) -> dict[int, float]:
    """Seconds a sentence for each reader; the readers take turns, so that a busy machine slows them alike."""
    times: dict[int, list[float]] = {count: [] for count in readers}
    for _ in range(ROUNDS):
        for count, reader in readers.items():
            start = process_time()
            for sentence in sentences:
                reader.read(sentence)
            times[count].append((process_time() - start) / len(sentences))
    return {count: statistics.median(taken) for count, taken in times.items()}


def main() -> int:
    """Print the figures; 1 where a bound is broken."""
    sentences = [json.loads(line)["text"] for line in SENTENCES.read_text("utf-8").splitlines()]
    taken = rounds({count: NameReader(subjects(count)) for count in (0, FEW, MANY)}, sentences)
    return report(
        [
            Figure("names of a sentence, no subject", taken[0] * 1e6, "µs"),
            Figure(f"names of a sentence, {FEW:,} subjects", taken[FEW] * 1e6, "µs", BOUND * 1e6),
            Figure(f"names of a sentence, {MANY:,} against {FEW:,} subjects", taken[MANY] / taken[FEW], "x", GROWTH),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
