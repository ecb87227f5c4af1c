"""Claims about how much a model reads and writes: context window, output limit, message limits."""

from dataclasses import replace

from bot.domain.claims.claim_types.base import ClaimType, Filled
from bot.domain.claims.clause import Clause
from bot.domain.claims.pieces.numbers import Amount
from bot.domain.evidence.bearing import numbers_bear
from bot.domain.evidence.evidence import Value
from bot.domain.evidence.needs import ChecklistNeed, level

_MOST = 2e7  # tokens that a model reads, at the most
_SMALL = 1000.0  # a plain number below it is no count of tokens
_COUNTS = frozenset({"tokens", "messages"})
_TEXT = frozenset({"words", "characters", "pages", "lines"})
_OTHER_UNITS = frozenset({"x", "rank", "hours", "minutes", "seconds", "days", "weeks", "months"})
_KINDS = (("output", "output_limit"), ("input", "input_limit"), ("limit", "context"))
_SIZES = {"bigger": "larger", "smaller": "smaller", "more": "larger", "less": "smaller"}


def _role(clause: Clause, place: int) -> tuple[str, int | None]:
    """What an amount limits: the word of a limit right behind it, else the nearest before it."""
    amount = clause.parts[place].amount
    if amount is not None and amount.way in ("output", "input"):
        return f"{amount.way}_limit", None
    for at in (place + 1, place + 2, *range(place - 1, max(-1, place - 7), -1), *range(place + 3, place + 7)):
        if not 0 <= at < len(clause.parts):
            continue
        if found := next((role for name, role in _KINDS if clause.parts[at].has(name)), None):
            return found, at
    return "context", None


def _counted(clause: Clause) -> bool:
    """Whether tokens or messages are counted, or another measure of text that a model reads or writes."""
    amounts = clause.numbers()
    if any(one.unit in _COUNTS for one in amounts):
        return True
    return clause.has("holds") and any(one.unit in _TEXT for one in amounts)


def _bare_count(clause: Clause) -> bool:
    """Whether thousands or millions are all that is said of a model.

    They are of nothing named: "had 200k".
    """
    if clause.benchmarks() or clause.has("price", "score", "fact", "train", "change", "cutoff"):
        return False
    counts = [n for n, part in enumerate(clause.parts) if part.amount is not None]
    behind = (part for n in counts for part in clause.parts[n + 1 : n + 2])
    whole = bool(counts) and all(not one.unit and _SMALL < one.value <= _MOST for one in clause.numbers())
    scaled = all(clause.parts[n].text.strip().lower()[-1:] in ("k", "m") for n in counts)
    return whole and scaled and all(one.kind == "mark" or one.has("filler", "past state") for one in behind)


def _limits(amount: Amount) -> bool:
    """Whether an amount can be one of a limit: no price, no time, no part of a whole, no small bare number."""
    bare = not amount.unit and amount.value < _SMALL
    return not (bare or amount.of is not None or amount.money or amount.unit in _OTHER_UNITS)


class _ContextLimits(ClaimType):
    def fits(self, clause: Clause) -> bool:
        if clause.has("limit") or _counted(clause) or _bare_count(clause):
            return True
        return clause.has("output", "input") and all(one.value >= _SMALL for one in clause.numbers())

    def evidence(self, clause: Clause) -> float:
        """A word of a limit and a count."""
        sized = any(one.value >= _SMALL for one in clause.numbers())
        return 2.0 * (sized and clause.has("limit", "output")) + 2.0 * (_counted(clause) or _bare_count(clause))

    def fill(self, clause: Clause) -> Filled:
        filled = self.plain(clause)
        surface = filled.statement.surface
        filled = filled.saying(surface="" if surface in ("api", "app") else surface)
        role = next((role for name, role in _KINDS if clause.has(name)), "context")
        if (of_two := self.times(filled, clause, role)) is not None:
            return of_two
        if clause.comparison is not None and clause.comparator is not None and clause.comparison.word in _SIZES:
            return self.against(filled, clause, _SIZES[clause.comparison.word])
        return self._stated(filled, clause)

    @staticmethod
    def _stated(filled: Filled, clause: Clause) -> Filled:
        """The limits that a clause states, one of each kind."""
        values: list[Value] = []
        held: list[Amount] = []
        used: list[int | None] = []
        for place, amount in clause.measured():
            if not _limits(amount):
                continue
            role, at = _role(clause, place)
            if amount.unit not in ("tokens", ""):
                role = amount.unit
            if any(one.role == role for one in values):
                continue  # two limits of one kind: nobody can tell which is meant
            values.append(Value(amount.value, role, amount.upto))
            held.append(replace(amount, unit=amount.unit or "tokens"))
            used += [place, at]
        main = next(iter(held), None)
        bound = main.bound if main and main.bound != "at_most" else "eq"  # "up to 128K tokens"
        return filled.saying(*used, main=main, values=tuple(values), bound=bound)


TYPE = _ContextLimits(
    name="context_limits",
    label="context and limits",
    words=frozenset({"limit", "output", "input", "holds"}),
    keys=frozenset({"limit", "output"}),
    expires=True,
    rules={"context_limits": numbers_bear},
    needs=(ChecklistNeed("the vendor's model page or card", "the vendor's model page", level(5)),),
    examples=("GPT-5.5 has a 1M context window", "Opus 4.7 writes up to 128k tokens", "Codex gets 400k of context"),
)
