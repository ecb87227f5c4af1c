"""Claims that one model is ahead of another: overall, on an axis, on a benchmark, by a margin."""

from dataclasses import replace

from bot.domain.claims.claim_types.base import ClaimType, Filled
from bot.domain.claims.claim_types.benchmark_score import in_unit_of, measured
from bot.domain.claims.clause import Clause
from bot.domain.claims.pieces.numbers import Amount
from bot.domain.evidence.bearing import NONE, Bearing
from bot.domain.evidence.evidence import EvidenceContext, Statement, Value
from bot.domain.evidence.needs import ChecklistNeed, counted, level, model_card, named_benchmark, two_origins

_TO = frozenset({"to", "-", "/"})
_SCORES = frozenset({"", "%", "elo", "points"})
_LESS_IS_MORE = frozenset({"hallucination", "price"})
_AXES = {"faster": "speed", "slower": "speed", "cheaper": "price", "dearer": "price"}


def _ahead(said: Statement, asked: Statement, world: EvidenceContext) -> Bearing:
    """A word that one is ahead, turned round where the two are named the other way round."""
    if not asked.comparator or not said.comparator:
        return NONE
    one, other = world.one(said.subject), world.one(said.comparator)
    if (one, other) == (world.one(asked.subject), world.one(asked.comparator)):
        sign = 1
    elif (other, one) == (world.one(asked.subject), world.one(asked.comparator)):
        sign = -1
    else:
        return NONE
    if said.benchmark:
        return NONE  # a benchmark's own ranking is a line of the comparison
    if asked.benchmark or asked.values or (asked.object and said.object and said.object != asked.object):
        return NONE
    return Bearing(sign)


class _BetterThan(ClaimType):
    def fits(self, clause: Clause) -> bool:
        priced = any(part.has("equal") and part.has("price") for part in clause.parts)  # "the same price as"
        if priced or _two_scores(clause):
            return False
        return clause.comparison is not None or clause.has("better", "worse", "faster", "slower", "first", "best")

    def evidence(self, clause: Clause) -> float:
        """Two models and a phrase that sets one against the other."""
        return 2.0 * (clause.comparison is not None and clause.comparator_at is not None)

    def fill(self, clause: Clause) -> Filled:
        filled = self.plain(clause, placed=False)
        compared = clause.comparison
        benchmark, places = measured(clause)
        axes = [n for n, part in enumerate(clause.parts) if part.has("axis")]
        axis = clause.parts[axes[0]].means("axis") if axes else _AXES.get(compared.word if compared else "", "")
        word = range(compared.start, compared.end) if compared and compared.word != "between" else ()
        made = replace(
            filled.statement,
            comparator=clause.comparator.slug if clause.comparator else "",
            benchmark=benchmark,
            object="" if benchmark else axis,
        )
        made, held, used = self._margins(made, clause)
        made = _directed(made, clause)
        margin = (one for one, value in zip(held, made.values, strict=True) if value.role.startswith("margin"))
        filled = replace(filled, statement=made, main=next(margin, held[0] if held else None))
        return filled.using(clause.comparator_at, *places, *axes[:1], *word, *used)

    @staticmethod
    def _margins(made: Statement, clause: Clause) -> tuple[Statement, tuple[Amount, ...], list[int]]:
        """By how much: a difference in points or percent, a factor; or the two scores themselves."""
        values, held, used = list[Value](), list[Amount](), list[int]()
        for place, amount in clause.measured():
            if amount.money or amount.upto is not None:
                continue
            value = Value(amount.value, _of_two(clause, place) or _margin_role(clause, place, amount))
            if not any(value.role == one.role for one in values):
                values.append(value)
                held.append(in_unit_of(amount, made.benchmark) if value.role.endswith("score") else amount)
                used.append(place)
        bound = held[0].bound if held else "eq"
        return replace(made, values=tuple(values), bound=bound), tuple(held), used


def _two_scores(clause: Clause) -> bool:
    """Whether two models only head their scores: "A vs B on X: 61.4 / 60.2"."""
    compared = clause.comparison
    if compared is None or compared.word != "versus":
        return False
    told = clause.has("ahead", "behind", "better", "worse", "equal", "wins")
    amounts = clause.amounts()
    return bool(amounts) and not told and all(clause.parts[n - 1].norm != "by" for n in amounts)


def _of_two(clause: Clause, place: int) -> str:
    """Whose score a number of "58 to 53", "80.9 vs 76.2" is: first the subject's; empty for any other number."""
    for first in (place, place - 2):
        if first < 0 or first + 2 >= len(clause.parts):
            continue
        one, joint, other = clause.parts[first : first + 3]
        joined = joint.norm in _TO or joint.has("versus")
        if one.amount is not None and other.amount is not None and joined and one.amount.unit in _SCORES:
            return "score" if first == place else "their score"
    return ""


def _margin_role(clause: Clause, place: int, amount: Amount) -> str:
    """What a number of a comparison is: the subject's score, the other's, or the difference between them."""
    before = clause.parts[place - 1].norm if place else ""
    after = clause.parts[place + 1] if place + 1 < len(clause.parts) else None
    if amount.unit == "x":
        return "ratio"
    if before == "by" or (after is not None and after.has("better", "worse", "more", "less", "ahead", "behind")):
        return f"margin{' ' + amount.unit if amount.unit else ''}"
    near = clause.nearest(place, clause.models())
    return "their score" if near is not None and near == clause.comparator_at else "score"


def _directed(made: Statement, clause: Clause) -> Statement:
    """The statement with the one that is ahead first: "B is worse than A" is "A is better than B"."""
    compared = clause.comparison
    direction = compared.direction if compared else "above"
    if compared is not None and compared.word in ("more", "less") and made.object in _LESS_IS_MORE:
        direction = "below" if compared.word == "more" else "above"
    if direction == "equal":
        return replace(made, object="on par")
    if direction == "below" and made.comparator:
        values = tuple(Value(v.number, _SWAPPED.get(v.role, v.role)) for v in made.values)
        return replace(made, subject=made.comparator, comparator=made.subject, values=values)
    return replace(made, polarity=-made.polarity if direction == "below" else made.polarity)


_SWAPPED = {"score": "their score", "their score": "score"}


TYPE = _BetterThan(
    name="better_than",
    label="better than",
    words=frozenset({
        "ahead", "behind", "equal", "versus", "than", "better", "worse", "more", "less", "faster", "slower",
        "score", "first",
    }),
    keys=frozenset({"ahead", "behind", "equal"}),
    expires=True,
    rules={"better_than": _ahead},
    needs=(
        ChecklistNeed("a model card", "the vendor's model card", model_card),
        ChecklistNeed("a named benchmark", "name one in the claim", named_benchmark),
        ChecklistNeed(
            "a same-prompt comparison of both models in one harness",
            "an independent evaluation of both, with n",
            level(4, either=True),
            settles=True,
        ),
        ChecklistNeed("n: how many tasks and runs", "the evaluation's own page", counted),
        ChecklistNeed("an independent replication", "a second evaluation by somebody else", two_origins),
    ),
    examples=("GPT-5.5 beats Opus 4.7 at coding", "Opus 4.7 loses to GPT-5.5", "Phi-4 is on par with Llama 3.3"),
    about_two=True,
)  # fmt: skip
