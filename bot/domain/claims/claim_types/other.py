"""Claims about a model that no other type has slots for; they are found by their words alone."""

from dataclasses import replace

from bot.domain.claims.claim_types.base import ClaimType, Filled
from bot.domain.claims.clause import Clause
from bot.domain.claims.pieces.numbers import Amount
from bot.domain.evidence.evidence import Statement, Value
from bot.domain.evidence.needs import ChecklistNeed, level, two_origins

_BILLION = 1e9
_SIZES = ("parameters", "active parameters")  # of two sizes the second is what works at a time


def _sized(amount: Amount) -> Amount:
    """A bare number of billions as what it counts: a model's parameters ("a chunky 180B")."""
    return replace(amount, unit="parameters") if not amount.unit and amount.value >= _BILLION else amount


class _Other(ClaimType):
    def fits(self, clause: Clause) -> bool:
        return True

    def evidence(self, clause: Clause) -> float:
        """A word of a matter that no other type has a slot for."""
        withdrawn = clause.has("retire", "cancel") and (clause.moment is not None or not clause.means("surface"))
        withdrawn = withdrawn or clause.withdrawn
        sized = any(_sized(one).unit == "parameters" for one in clause.numbers())
        dated = clause.moment is not None and clause.has("release", "delay", "missed")
        licensed = clause.has("open weights") and not clause.means("surface") and not dated
        return 1.5 * (clause.has("fact") or withdrawn or sized) + 1.0 * licensed

    def polarity(self, clause: Clause, made: Statement) -> int:
        """What is there no more since a day is affirmed to have gone, though "can't be used since" denies."""
        del clause
        return made.polarity

    def fill(self, clause: Clause) -> Filled:
        amounts = [_sized(one) for one in clause.numbers()]
        filled = self.plain(clause)
        if clause.withdrawn and not clause.has("gone"):
            filled = replace(filled, statement=replace(filled.statement, polarity=1))
        filled = self.dated(filled, clause)
        sizes = [one for one in amounts if one.unit == "parameters"]
        values = tuple(Value(one.value, role) for one, role in zip(sizes, _SIZES, strict=False))
        made = replace(filled.statement, values=values)
        return replace(filled, statement=made, main=next(iter((*sizes, *amounts)), None))


TYPE = _Other(
    name="other",
    label="other",
    words=frozenset(),
    keys=frozenset({"open weights", "fact", "retire", "cancel", "gone"}),
    needs=(
        ChecklistNeed("a first-party document that says so", "the vendor's own pages", level(5)),
        ChecklistNeed("a second independent named source", "another source with its own sight of it", two_origins),
    ),
    examples=("GPT-4 has 1.8T parameters", "DeepSeek V4 is released under the MIT License"),
)
