"""Own evaluation runs of a task: the expected floor, and whether n suffices.

A demo shows a ceiling. The tenth percentile of one's own runs is the floor; below twenty runs it is not meaningful, and
the worst of n is given instead.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.wilson import Proportion, wilson

ENOUGH = 20
MAX_ROWS = 100_000
MAX_ERRORS = 20
CELL = 200
_TRUE = frozenset({"1", "true", "yes", "y", "pass", "passed", "ok"})
_FALSE = frozenset({"0", "false", "no", "n", "fail", "failed"})
_NAMES = {
    "task": "task",
    "model": "model",
    "score": "score",
    "pass": "passed",
    "passed": "passed",
    "latency": "latency_ms",
    "latency_ms": "latency_ms",
    "ms": "latency_ms",
    "cost": "cost",
    "cost_usd": "cost",
    "attempt": "attempt",
    "run": "attempt",
    "id": "attempt",
}


@dataclass(frozen=True, slots=True)
class EvalRun:
    """One run: task, model, score or pass, milliseconds, and cost in dollars."""

    task: str
    model: str
    score: float | None = None
    passed: bool | None = None
    latency_ms: float | None = None
    cost: float | None = None
    attempt: str = ""
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class BadRow:
    """A line of a file that could not be read, and why."""

    line: int
    why: str


@dataclass(frozen=True, slots=True)
class EvalSheet:
    """The rows of a file of runs, and its first twenty unreadable lines.

    ``bad`` counts all of those.
    """

    trials: tuple[EvalRun, ...]
    errors: tuple[BadRow, ...]
    bad: int
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Floor:
    """The floor from n runs.

    ``low`` and ``high`` bound the tenth percentile (95 %); None if the sample is too small. ``p10`` is None below
    twenty runs: then only ``worst`` is given.
    """

    n: int
    worst: float
    median: float
    best: float
    p10: float | None
    p90: float | None
    low: float | None
    high: float | None


def quantile(ordered: Sequence[float], q: float) -> float:
    """Return a quantile (0 <= q <= 1) of ascending values.

    It is interpolated linearly between order statistics (R's type 7).

    Raises:
        ValueError: there are no values.
    """
    if not ordered:
        raise ValueError("a quantile needs at least one value")
    place = (len(ordered) - 1) * q
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def order_interval(ordered: Sequence[float], q: float, confidence: float = 0.95) -> tuple[float | None, float | None]:
    """A distribution-free interval of a quantile from order statistics.

    The number of runs below the true quantile is binomial (n, q); the ranks that leave at most half the error on each
    side bound it (https://en.wikipedia.org/wiki/Order_statistic#Confidence_intervals_for_quantiles). A side for which
    no rank is far enough out is None.
    """
    n, tail = len(ordered), (1 - confidence) / 2
    total, lower, upper = 0.0, None, None
    far = 10 * math.sqrt(n * q * (1 - q)) + 10  # terms beyond ten deviations are below float precision
    for k in range(max(0, int(n * q - far)), min(n, int(n * q + far)) + 1):
        total += _binomial(n, k, q)
        if total <= tail:
            lower = k  # the (k+1)-th smallest is below the quantile's upper tail
        if upper is None and total >= 1 - tail:
            upper = k
    low = ordered[lower] if lower is not None else None
    high = ordered[upper] if upper is not None and upper < n else None
    return low, high


def _binomial(n: int, k: int, p: float) -> float:
    if p in (0.0, 1.0):
        return float(k == (0 if p == 0.0 else n))
    log = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
    return math.exp(log + k * math.log(p) + (n - k) * math.log1p(-p))


def floor_of(values: Iterable[float]) -> Floor | None:
    """Return the floor of some scores (higher is better); None without scores."""
    ordered = sorted(value for value in values if math.isfinite(value))
    if not ordered:
        return None
    enough = len(ordered) >= ENOUGH
    low, high = order_interval(ordered, 0.1) if enough else (None, None)
    return Floor(
        n=len(ordered),
        worst=ordered[0],
        median=quantile(ordered, 0.5),
        best=ordered[-1],
        p10=quantile(ordered, 0.1) if enough else None,
        p90=quantile(ordered, 0.9) if enough else None,
        low=low,
        high=high,
    )


def pass_share(trials: Iterable[EvalRun]) -> Proportion:
    """How many of the runs that say so passed, with Wilson's interval."""
    said = [trial.passed for trial in trials if trial.passed is not None]
    return wilson(sum(said), len(said))


def pass_hat(k: int, passed: int, n: int) -> float | None:
    """Return pass^k: the chance that k fresh runs all pass.

    It is estimated without bias as C(passed, k) / C(n, k).
    """
    if k < 1 or n < k:
        return None
    return math.comb(passed, k) / math.comb(n, k)


def same_tasks(one: Iterable[EvalRun], other: Iterable[EvalRun]) -> bool:
    """Whether two sets of runs cover the same tasks; otherwise they are not compared."""
    return {trial.task for trial in one} == {trial.task for trial in other}


def read_sheet(text: str, task: str = "", model: str = "", limit: int = MAX_ROWS) -> EvalSheet:
    """Parse runs from a CSV: a header, one run per line, comma, semicolon or tab.

    ``task`` and ``model`` replace a missing column. A decimal comma is accepted if the separator leaves it unambiguous.
    An unreadable line (NaN, words, a formula) is skipped and reported by its number.
    """
    head, _, _ = text.partition("\n")
    separator = max(";\t,", key=head.count)
    # csv raises on a bare NUL and on cells beyond a limit, in mid-file; both skip only their line
    reader = csv.reader(io.StringIO(text.replace("\0", "\ufffd"), newline=""), delimiter=separator)
    try:
        header = [_NAMES.get(cell.strip().casefold().lstrip("\ufeff"), "") for cell in next(reader, [])]
    except csv.Error as error:
        return EvalSheet((), (BadRow(1, str(error)),), 1)
    if not {"score", "passed", "latency_ms"} & set(header):
        return EvalSheet((), (BadRow(1, "the header names none of score, pass, latency_ms"),), 1)
    trials: list[EvalRun] = []
    errors: list[BadRow] = []
    bad = 0
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader, None)
            if row is None:
                return EvalSheet(tuple(trials), tuple(errors), bad)
            if not any(cell.strip() for cell in row):
                continue
            if len(trials) >= limit:
                return EvalSheet(tuple(trials), tuple(errors), bad, cut=True)
            trials.append(_trial(header, row, task, model, line))
        except (ValueError, csv.Error) as error:
            bad += 1
            if len(errors) < MAX_ERRORS:
                errors.append(BadRow(line, str(error)))


def _trial(header: Sequence[str], row: Sequence[str], task: str, model: str, line: int) -> EvalRun:
    if len(row) > len(header):
        raise ValueError(
            f"{len(row)} cells under {len(header)} headings (a decimal comma needs semicolons between cells)"
        )
    cells = {name: cell.strip() for name, cell in zip(header, row, strict=False) if name}
    if any(len(cell) > CELL for cell in cells.values()):  # a number cut short would be another number
        raise ValueError(f"a cell has more than {CELL} characters")
    task, model = cells.get("task") or task, cells.get("model") or model
    if not task or not model:
        raise ValueError("no task" if not task else "no model")
    made = EvalRun(
        task=task,
        model=model,
        score=_number(cells.get("score", ""), "score"),
        passed=_truth(cells.get("passed", "")),
        latency_ms=_number(cells.get("latency_ms", ""), "latency_ms", low=0),
        cost=_number(cells.get("cost", ""), "cost", low=0),
        attempt=cells.get("attempt") or f"line {line}",
    )
    if made.score is None and made.passed is None and made.latency_ms is None:
        raise ValueError("neither a score, nor pass, nor a latency")
    return made


def _number(text: str, name: str, low: float | None = None) -> float | None:
    if not text:
        return None
    if text[0] in "=@" or (text[0] in "+-" and not text[1:].replace(".", "").replace(",", "").isdecimal()):
        raise ValueError(f"{name} holds a formula, not a number")
    plain = text.replace(",", ".") if text.count(",") == 1 and "." not in text else text
    try:
        number = float(plain)
    except ValueError:
        raise ValueError(f"{name} is no number: {text[:40]}") from None
    if not math.isfinite(number):
        raise ValueError(f"{name} is {text}, not a finite number")
    if low is not None and number < low:
        raise ValueError(f"{name} is below {low:g}")
    return number


def _truth(text: str) -> bool | None:
    word = text.casefold()
    if not word:
        return None
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise ValueError(f"pass is neither yes nor no: {text[:40]}")
