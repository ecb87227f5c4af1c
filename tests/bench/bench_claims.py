"""How long a sentence takes: understood, matched, found among many, and answered as a whole.

Run: ``python -m tests.bench.bench_claims [rows]``. Prints one line a figure: p50 and p99 in milliseconds; exit 1 where a
whole answer over 10,000 statements takes more than p50 3 ms or p99 10 ms on a server that has answered some thousand
other questions, or p99 15 ms on one that was just started. The others to hold: understanding about 1 ms, candidates
among 1,000,000 texts p99 50 ms.
"""
# ruff: noqa: E501 -- a sentence is read as one line

import asyncio
import gc
import json
import random
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

from adapters.runtime.bootstrap import RunningApp, build
from adapters.runtime.clock import StandingClock
from bot.domain.claims.matching.match import match
from bot.domain.claims.parse import parse_message
from bot.domain.evidence.evidence import Basis, Claim, Evidence, EvidenceContext, EvidenceForm, Statement
from bot.domain.names import NameReader
from bot.messages.request import Request, View
from storage.claims.rows import insert_claim, insert_evidence
from storage.claims.search import ClaimSearchIndex, slug_word
from storage.sqlite.engine import Database
from tests.bench.figures import Figure, report

NOW = datetime(2026, 4, 21, 12, tzinfo=UTC)
SENTENCES = Path(__file__).parents[1] / "domain" / "claims" / "sentences.jsonl"
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


MODELS = (
    "GPT-{}", "GPT-{} Pro", "GPT-{} mini", "Claude Opus {}", "Claude Sonnet {}", "Gemini {} Pro", "Gemini {} Flash", "Grok {}",
    "DeepSeek V{}", "Kimi K{}", "GLM-{}", "Qwen {} Max", "MiniMax M{}", "MiMo V{}",
)  # fmt: skip
BOARDS = (
    "SWE-bench Verified",
    "SWE-bench Pro",
    "Terminal-Bench 2.0",
    "ARC-AGI-2",
    "FrontierMath",
    "GPQA Diamond",
    "OSWorld",
)
SHAPES = (
    "{a} scores {n}.{m}% on {b}", "{a} beats {c} on {b}", "{a} costs ${m} per million input tokens", "{a} is on the API",
    "{a} will be released by May {m}", "{a} has a {n}K context window", "{a} finished pretraining on April {m}",
    "{a} beats {c} at agentic coding", "{a} was spotted in the picker", "{a} supports {n} languages",
)  # fmt: skip
STATEMENTS, ANSWERS, BEFORE = 10_000, 1_000, 4_000
P50, P99, FIRST, CANDIDATES = 3.0, 10.0, 15.0, 50.0


def told(chance: random.Random) -> str:
    """A sentence like those of a ledger, of one of ten shapes; the versions are few, so that many say nearly the same."""
    one, other = (chance.choice(MODELS).format(f"{chance.randint(3, 9)}.{chance.randint(1, 9)}") for _ in range(2))
    return chance.choice(SHAPES).format(
        a=one, c=other, b=chance.choice(BOARDS), n=chance.randint(20, 95), m=chance.randint(1, 28)
    )


def timed(name: str, run: Callable[[str], object], texts: Sequence[str]) -> tuple[float, float]:
    """Run over the texts; print and return the middle and the slow end."""
    taken = []
    for text in texts:
        start = perf_counter()
        run(text)
        taken.append((perf_counter() - start) * 1000)
    return shown(name, taken)


def shown(name: str, taken: list[float]) -> tuple[float, float]:
    """Print and return the middle and the slow end."""
    taken.sort()
    middle, slow = taken[len(taken) // 2], taken[int(len(taken) * 0.99)]
    print(f"{name}: p50 {middle:.2f} ms, p99 {slow:.2f} ms, n {len(taken)}")
    return middle, slow


def filled(path: Path, rows: int) -> Database:
    """A database with made-up claims: a few common subjects and words, many rare ones."""
    database = Database(path)
    chance = random.Random(7)  # noqa: S311 -- the same rows every time

    def fill(db: object) -> None:
        connection = db.conn  # type: ignore[attr-defined]
        connection.executemany(
            "INSERT INTO claims VALUES (?, ?, '', ?, 'other', ?, '', '', '', 1, '{}', '[]', 0, 0, '', '', NULL)",
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


def stocked(database: Database, rows: int) -> None:
    """The public ledger with so many made-up claims beside it, and an item of evidence for one in five."""
    chance = random.Random(11)  # noqa: S311 -- the same rows every time
    so = NOW - timedelta(days=9)

    def fill(db: object) -> None:
        seen: set[str] = set()
        names = NameReader()
        while len(seen) < rows:
            text = told(chance)
            if text in seen:
                text = f"{text} (build {len(seen)})"
            parsed = parse_message(text, NOW, names)[0]
            if not parsed.checkable or not parsed.subject:
                continue
            seen.add(text)
            number = 100_000 + len(seen)
            said = parsed.statement or Statement("", "")
            claim = Claim(said, text, f"CL-{number}", so_at=so, learned_at=so, source="https://example.org")
            insert_claim(db, claim, number, "")  # type: ignore[arg-type]
            if len(seen) % 5 == 0:
                item = Evidence(
                    f"EV-{number}", f"outlet {number % 40}", Basis.FIRST_HAND, EvidenceForm.REPORT, so, so,
                    url="https://example.org", quote=text, says=(said,),
                )  # fmt: skip
                insert_evidence(db, item, number)  # type: ignore[arg-type]

    database.write_now(fill)


async def clocked(running: RunningApp, asked: Sequence[str]) -> list[float]:
    """How many milliseconds each answer takes, on one event loop."""
    taken = []
    for text in asked:
        start = perf_counter()
        await running.app.run(Request(line=f"claimcheck ask {text}"))
        taken.append((perf_counter() - start) * 1000)
    return taken


def answered(folder: Path, rows: int, texts: Sequence[str]) -> tuple[float, tuple[float, float]]:
    """Whole answers of ``/claimcheck ask`` over so many statements, half of them near-identical to what is asked.

    The slow end of the first ones after a start, and both ends of new ones after `BEFORE` others: none of these is
    answered from memory.
    """
    running = build(folder / "answers.db", StandingClock(NOW))
    try:
        stocked(running.store.database, rows)
        gc.collect()
        gc.freeze()  # as ``spudwatch serve`` does: no garbage is among what a start made
        chance = random.Random(12)  # noqa: S311 -- the same questions every time
        asked = [told(chance) if n % 2 else texts[n % len(texts)] for n in range(ANSWERS)]
        first = shown(f"the first over {rows:,}", asyncio.run(clocked(running, asked)))
        others = list(dict.fromkeys(told(chance) for _ in range(2 * (BEFORE + ANSWERS))))
        new = [text for text in others if text not in asked][: BEFORE + ANSWERS]
        asyncio.run(clocked(running, new[:BEFORE]))
        return first[1], shown(f"new ones over {rows:,}", asyncio.run(clocked(running, new[BEFORE:])))
    finally:
        running.close()


def _claim(text: str, name: str, names: NameReader) -> Claim:
    parsed = parse_message(text, NOW, names)[0]
    return Claim(parsed.statement or Statement("", ""), text, name)


def main() -> int:
    """Print the figures."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    texts = [json.loads(line)["text"] for line in SENTENCES.read_text("utf-8").splitlines()] * 5
    names = NameReader()
    understood = timed("understanding", lambda text: parse_message(text, NOW, names), texts)
    claims = {text: _claim(text, f"CL-{i:04d}", names) for i, text in enumerate(texts)}
    pool = [claims[text] for text in texts[:80]]
    timed("matching against 80", lambda text: match(claims[text], pool, EvidenceContext()), texts)
    with tempfile.TemporaryDirectory() as folder:
        database = filled(Path(folder) / "bench.db", rows)
        search, view = ClaimSearchIndex(database), View("", NOW)
        asked = [*texts[:400], *(f"{' '.join(WORDS[i % 20 : i % 20 + 9])} w{i}" for i in range(200))]
        found = timed(
            f"candidates among {rows:,}", lambda text: search.candidates(text, view, ["openai/gpt-5.5"]), asked
        )
        database.close()
        first, (middle, slow) = answered(Path(folder), STATEMENTS, texts[: len(texts) // 5])
    return report(
        [
            Figure("a sentence understood, p50", understood[0], "ms"),
            Figure(f"candidates among {rows:,} texts, p99", found[1], "ms", CANDIDATES),
            Figure(f"a claim answered over {STATEMENTS:,} statements, p50", middle, "ms", P50),
            Figure(f"a claim answered over {STATEMENTS:,} statements, p99", slow, "ms", P99),
            Figure("the same just after a start, p99", first, "ms", FIRST),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
