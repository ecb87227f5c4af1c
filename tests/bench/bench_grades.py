"""How well grades foretold how claims ended, one rumour cycle left out at a time.

Run: ``python -m tests.bench.bench_grades``. A claim's grade a second before its end says how likely it is by the share
of claims of that grade that came true in all *other* cycles (one true and one false added to each grade). Prints the
Brier score of that, beside that of saying the other cycles' overall share each time, and the table of grades. Exit 1
where grades do worse than the share: then they say nothing.
"""

import sys
import tempfile
from collections import Counter, defaultdict
from datetime import UTC, datetime
from pathlib import Path

from adapters.runtime.bootstrap import build
from adapters.runtime.clock import StandingClock
from bot import ledger
from bot.messages.request import View
from bot.queries.records.grade_record import GradedResolution, graded_resolutions
from tests.bench.figures import Figure, report

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


def cycles() -> dict[str, str]:
    """The file of every claim."""
    return {row["id"]: name for name, _ in ledger.files() for row in ledger.part(name).get("claim", ())}


def share(claims: list[GradedResolution]) -> float:
    """The share that came true, with one of each added."""
    return (sum(one.true for one in claims) + 1) / (len(claims) + 2)


def main() -> int:
    """Print the scores; 1 where grades are worse than the base rate."""
    with tempfile.TemporaryDirectory() as folder:
        running = build(Path(folder) / "grades.db", StandingClock(NOW))
        resolved = graded_resolutions(running.ports, View("", NOW))
        running.close()
    of = cycles()
    groups: dict[str, list[GradedResolution]] = defaultdict(list)
    for one in resolved:
        groups[of[one.claim]].append(one)
    by_grade = by_rate = 0.0
    for held, claims in groups.items():
        others = [one for name, group in groups.items() if name != held for one in group]
        rate = share(others)
        for one in claims:
            same = [other for other in others if other.grade is one.grade]
            by_grade += (share(same) - one.true) ** 2
            by_rate += (rate - one.true) ** 2
    n = len(resolved)
    print(f"{n} resolved claims of {len(groups)} files; true: {sum(one.true for one in resolved)}")
    print(f"Brier by grade {by_grade / n:.4f}, by the overall share {by_rate / n:.4f}")
    count = Counter((one.word, one.true) for one in resolved)
    for grade in dict.fromkeys(one.word for one in resolved):
        true, false = count[grade, True], count[grade, False]
        print(f"  {grade:<14} {true + false:>4} claims, {true} true ({100 * true / (true + false):.0f} %)")
    rate = by_rate / n
    return report([Figure(f"Brier score by grade (by the overall share {rate:.4f})", by_grade / n, "", rate)])


if __name__ == "__main__":
    sys.exit(main())
