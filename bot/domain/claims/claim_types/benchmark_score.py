"""Claims about a model's score or place on a benchmark."""

from dataclasses import replace
from itertools import pairwise

from bot.domain.claims.claim_types.base import ClaimType, Filled
from bot.domain.claims.clause import Clause
from bot.domain.claims.lexicon import lexicon
from bot.domain.claims.pieces.benchmarks import coined, score_unit
from bot.domain.claims.pieces.numbers import Amount
from bot.domain.claims.tokens import tokenise
from bot.domain.evidence.bearing import numbers_bear
from bot.domain.evidence.evidence import Value
from bot.domain.evidence.needs import ChecklistNeed, level, primary

_SHARES = frozenset({"%", "", "points"})
_INDEX = "AA Intelligence Index"
_UNITS = frozenset({"%", "", "points", "elo", "rank", "hours", "minutes", "problems"})
_TIMES = frozenset({"hours", "minutes"})
HALLUCINATION = "AA-Omniscience hallucination rate"


def measured(clause: Clause) -> tuple[str, list[int]]:
    """The benchmark of a clause with the places that name it; a rate of hallucination is a measure of its own."""
    places = clause.benchmarks()
    name = clause.parts[places[0]].benchmark if places else ""
    rate = [n for n, part in enumerate(clause.parts) if part.means("axis") == "hallucination"]
    by, board = _measurer(clause)
    if rate and (name == "AA-Omniscience" or (not name and board == _INDEX)):
        return HALLUCINATION, [*places[:1], *rate, *by]
    if name:
        return name, places[:1]
    if board:
        return board, by
    new = _coined(clause)
    return (clause.parts[new[0]].text, new) if new else ("", [])


def _measurer(clause: Clause) -> tuple[list[int], str]:
    """Where one who measures is named, and the board of that one or of whoever is said to say it."""
    by = [n for n, part in enumerate(clause.parts) if part.means("measurer")]
    return by, clause.parts[by[0]].means("measurer") if by else _board_of(clause.said_by or "")


def _coined(clause: Clause) -> list[int]:
    """Where a measure stands that nobody listed, by its place and its spelling: "beats X on CodeClash"."""
    pairs = enumerate(pairwise(clause.parts), 1)
    behind = ((n, other) for n, (one, other) in pairs if one.norm in ("on", "the") or one.has("first"))
    return [n for n, part in behind if part.kind == "word" and not part.entries and coined(part.text)][:1]


def _board_of(speaker: str) -> str:
    """The measure of whoever is said to say it, where that is one who measures."""
    tokens = tokenise(speaker)
    entries = lexicon().at(tokens, 0, len(tokens))[1] if tokens else ()
    return next((entry.means for entry in entries if entry.name == "measurer"), "")


def role_of(amount: Amount, benchmark: str) -> str:
    """What a number of a benchmark is: its score, a place on it, or a number in a unit that it does not have."""
    if amount.unit == "rank":
        return "rank"
    unit = score_unit(benchmark)
    fits = amount.unit == unit or amount.unit in (
        {"", "elo", "points"} if unit == "elo" else _TIMES if unit == "hours" else _SHARES
    )
    return "score" if fits and amount.of is None else f"score in {amount.unit or 'parts'}"


def _timed(benchmark: str) -> bool:
    return score_unit(benchmark) == "hours"


def in_unit_of(amount: Amount, benchmark: str) -> Amount:
    """A bare score in the unit of its benchmark: a share of 100, or a rating."""
    bare = benchmark and not amount.unit and amount.of is None
    return replace(amount, unit=score_unit(benchmark)) if bare else amount


def _beside(clause: Clause) -> bool:
    """Whether a comparison stands beside a score of its own: "scores 82.4% on X at a tenth of Astra's cost"."""
    compared = clause.comparison
    if compared is None or compared.word == "versus":
        return True
    return any(n < compared.start for n in clause.amounts()) and any(n < compared.start for n in clause.benchmarks())


class _BenchmarkScore(ClaimType):
    def fits(self, clause: Clause) -> bool:
        if clause.comparison is not None and clause.comparator_at is not None and not _beside(clause):
            return False
        named = clause.subject is not None and clause.subject.slug.startswith("label/")
        if named and not (clause.amounts() or clause.has("score", "first", "ahead", "behind")):
            return False  # "new on LMArena: tern-gamma"
        return bool(clause.benchmarks()) or (
            (clause.has("score", "first", "axis", "measurer") or bool(_board_of(clause.said_by or "")))
            and bool(clause.amounts())
        )

    def evidence(self, clause: Clause) -> float:
        """A model, a benchmark and a number."""
        return 2.0 * (bool(measured(clause)[0]) and bool(clause.amounts()))

    def fill(self, clause: Clause) -> Filled:
        filled = self.plain(clause)
        benchmark, places = measured(clause)
        chosen = self._number(clause, places)
        amount = clause.parts[chosen].amount if chosen is not None else None
        if amount is None and clause.has("first"):
            amount = Amount(1, "rank")
        values = (Value(amount.value, role_of(amount, benchmark), amount.upto),) if amount is not None else ()
        bound = amount.bound if amount else "eq"
        amount = in_unit_of(amount, benchmark) if amount else None
        return filled.saying(*places, chosen, main=amount, benchmark=benchmark, values=values, bound=bound)

    @staticmethod
    def _number(clause: Clause, places: list[int]) -> int | None:
        """The number that is the score: the one nearest to the benchmark, never a price or a count of tokens."""
        units = _units(clause, places)
        amounts = [(n, one) for n, one in clause.measured() if one.unit in units]
        amounts = [(n, one) for n, one in amounts if not n or clause.parts[n - 1].norm not in ("by", "top")] or amounts
        amounts = [(n, one) for n, one in amounts if one.unit != "rank"] or amounts
        found = [n for n, _ in amounts]
        return clause.nearest(places[0], found) if places else next(iter(found), None)


def _units(clause: Clause, places: list[int]) -> frozenset[str]:
    """The units in which what is measured is told."""
    names = [clause.parts[n].benchmark or clause.parts[n].means("measurer") for n in places]
    return _TIMES if any(_timed(name) for name in names) else _UNITS.union(score_unit(name) for name in names if name)


TYPE = _BenchmarkScore(
    name="benchmark_score",
    label="benchmark score",
    words=frozenset({"score", "first", "measurer", "holds"}),
    keys=frozenset({"score", "first"}),
    expires=True,
    rules={"benchmark_score": numbers_bear},
    needs=(
        ChecklistNeed(
            "a primary: whoever ran it publishing the number", "the lab's table or the benchmark's board", primary
        ),
        ChecklistNeed("an independent run with n", "the benchmark's own board", level(4)),
    ),
    examples=("GPT-5.5 scores 82.7% on Terminal-Bench 2.0", "Opus 4.7 tops WebDev Arena", "Grok 4 got 44.4 on HLE"),
)
