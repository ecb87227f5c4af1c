"""How long a sentence takes: understood, matched, and found among many. Run: ``python -m tests.bench.bench_claims [rows]``.

Prints one line a figure: p50 and p99 in milliseconds. The figures to hold: understanding about 1 ms, a whole answer over
10,000 statements p50 5 ms and p99 15 ms, candidates among 1,000,000 texts p99 50 ms.
"""
# ruff: noqa: E501 -- a sentence is read as one line

import random
import sys
import tempfile
import tomllib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from bot.domain.claims.match import Candidate, match
from bot.domain.claims.parse import parse_message
from bot.request import View
from storage.claims_search import ClaimSearch, slug_word
from storage.engine import Database

NOW = datetime(2026, 4, 21, 12, tzinfo=UTC)
SENTENCES = Path(__file__).parents[1] / "domain" / "claims" / "sentences.toml"
FAMILIES = (
    "openai/gpt",
    "anthropic/claude-opus",
    "google/gemini",
    "xai/grok",
    "deepseek/deepseek-v",
    "moonshot/kimi-k",
)
WORDS = [
    "released",
    "launch",
    "pricing",
    "context",
    "tokens",
    "benchmark",
    "coding",
    "beats",
    "finished",
    "training",
    "available",
    "api",
    "april",
    "june",
    "memo",
    "leak",
    "picker",
    "demo",
    "window",
    "million",
    "reasoning",
    "agent",
    "safety",
    "card",
]


def timed(name: str, run: Callable[[str], object], texts: Sequence[str]) -> None:
    """Run over the texts and print the middle and the slow end."""
    taken = []
    for text in texts:
        start = perf_counter()
        run(text)
        taken.append((perf_counter() - start) * 1000)
    taken.sort()
    print(f"{name}: p50 {taken[len(taken) // 2]:.2f} ms, p99 {taken[int(len(taken) * 0.99)]:.2f} ms, n {len(taken)}")


def filled(path: Path, rows: int) -> Database:
    """A database with made-up claims: a few common subjects and words, many rare ones."""
    database = Database(path)
    chance = random.Random(7)  # noqa: S311 -- the same rows every time

    def fill(db: object) -> None:
        connection = db.conn  # type: ignore[attr-defined]
        connection.executemany(
            "INSERT INTO claims VALUES (?, ?, '', ?, 'other', ?, '', '', '', 1, '{}', '[]', 0, 0, '', '')",
            (
                (
                    n,
                    f"CL-{n:07d}",
                    f"{' '.join(chance.choices(WORDS, k=9))} w{int(chance.paretovariate(0.6)) % 200_000} n{n}",
                    f"{chance.choice(FAMILIES)}-{chance.randint(1, 60) / 10}",
                )
                for n in range(1, rows + 1)
            ),
        )
        connection.create_function("slug_word", 1, slug_word, deterministic=True)
        connection.execute(
            "INSERT INTO claims_search(rowid, text, aliases, subject) "
            "SELECT number, text, aliases, slug_word(subject) FROM claims"
        )

    database.write_now(fill)
    return database


def main() -> None:
    """Print the figures."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    texts = [row["text"] for row in tomllib.loads(SENTENCES.read_text("utf-8"))["s"]] * 5
    timed("understanding", lambda text: parse_message(text, NOW), texts)
    pool = [Candidate(f"CL-{i:04d}", text, parse_message(text, NOW)[0]) for i, text in enumerate(texts[:80])]
    parsed = {text: parse_message(text, NOW)[0] for text in texts}
    timed("matching against 80", lambda text: match(parsed[text], pool), texts)
    with tempfile.TemporaryDirectory() as folder:
        database = filled(Path(folder) / "bench.db", rows)
        search, view = ClaimSearch(database), View("", NOW)
        asked = [*texts[:400], *(f"{' '.join(WORDS[i % 20 : i % 20 + 9])} w{i}" for i in range(200))]
        timed(f"candidates among {rows:,}", lambda text: search.candidates(text, view, ["openai/gpt-5.5"]), asked)
        database.close()


if __name__ == "__main__":
    main()
