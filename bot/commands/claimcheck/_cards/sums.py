"""What decides a claim about several models: benchmarks, amounts, or its parts."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commands.claimcheck._cards.actions import title
from bot.commands.claimcheck._cards.facts import model_name
from bot.commands.claimcheck._checking import CheckedClaim
from bot.domain.claims.read_as import scaled
from bot.domain.evidence.bearing import BOUNDS
from bot.domain.evidence.comparison import NEAR, BenchmarkComparison
from bot.domain.evidence.evidence import Statement
from bot.domain.text import shorten
from bot.messages.reply import Table

LINES = 3  # benchmarks in the short answer
PART = 80  # characters of a part in the title
COMPUTED = frozenset({"price", "context_limits", "other"})
"""Types of claims whose lines compare amounts, and no benchmarks."""


def computed(lines: Sequence[BenchmarkComparison], said: Statement) -> list[str]:
    """What was computed of each kind of amount: "Input: $4 / $5 = 0.8 times, claimed 0.5: not so."."""
    return [_sum(line, said) for line in lines] if said.type in COMPUTED else []


def both_ways(lines: Sequence[BenchmarkComparison], sign: int) -> str:
    """Of which kinds of amount a claim is so and of which not: "so of output, not of input"."""
    so, not_so = ([line.name for line in lines if line.sign * sign * side > 0] for side in (1, -1))
    return f"so of {' and '.join(so)}, not of {' and '.join(not_so)}" if so and not_so else "strong evidence both ways"


def _short(amount: str, said: Statement) -> str:
    """An amount as it is written: of parameters with their scale ("2.8T")."""
    return scaled(float(amount.replace(",", ""))) if said.type == "other" else amount


def _sum(line: BenchmarkComparison, said: Statement) -> str:
    kind = line.name.replace("_", " ").capitalize()
    told = "near it, not exactly" if NEAR in line.flags else "so" if line.sign > 0 else "not so"
    if not said.comparator:
        return f"{kind}: {line.ours}, {line.theirs}: {told}."
    unit = "$" if said.type == "price" else ""
    ours, theirs = (f"{unit}{_short(one, said)}" for one in (line.ours, line.theirs))
    if not said.values:
        return f"{kind}: {ours} against {theirs}: {'the same' if line.ours == line.theirs else told}."
    bound = f"{BOUNDS[said.bound]} " if said.bound in BOUNDS else ""
    claimed = f"claimed {bound}{said.values[0].number:.4g}"
    return f"{kind}: {ours} / {theirs} = {line.quotient:.4g} times, {claimed}: {told}."


def table(checked: CheckedClaim) -> tuple[Table, ...]:
    """The benchmarks of a comparison that decide, those measured best first, some of each side."""
    said = checked.claim.statement
    decide = [line for line in checked.graded.lines if line.on_axis and line.sign]
    if len(decide) < 2 or said.type in COMPUTED:  # noqa: PLR2004 - one line is told in words
        return ()
    sides = [sorted((line for line in decide if line.sign == sign), key=lambda one: -one.level) for sign in (1, -1)]
    half = max(LINES // 2, LINES - len(sides[1]))
    chosen = [*sides[0][:half], *sides[1][: LINES - min(half, len(sides[0]))]]
    this, that = checked.material.name or model_name(said.subject), model_name(said.comparator)
    rows = tuple(
        (shorten(line.name, 30), _mark(line.ours, line.sign), _mark(line.theirs, -line.sign)) for line in chosen
    )
    return (Table(("benchmark", this or "this", that or "that"), rows),)


def _mark(value: str, sign: int) -> str:
    return f"{value} ✓" if sign > 0 else value


def of_parts(checked: CheckedClaim) -> str:
    """Return which part decides; if all have one grade, that it is so of each."""
    count, words_ = len(checked.parts), {part.graded.word for part in checked.parts}
    if len(words_) == 1:
        return f"the same for each of its {count} parts"
    return f"of its {count} parts, “{shorten(title(checked.decides), PART)}” decides"
