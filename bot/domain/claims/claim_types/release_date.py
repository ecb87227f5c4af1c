"""Claims about when a model comes out, or that it will."""

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

from bot.domain.claims.claim_types.base import ClaimType, Filled, of_weights
from bot.domain.claims.clause import Clause
from bot.domain.evidence.bearing import AGAINST, FOR, LATER, NONE, Bearing, in_time, plans_differ
from bot.domain.evidence.evidence import EvidenceContext, EvidenceForm, Statement, Value
from bot.domain.evidence.needs import ChecklistNeed, has, level

ANNOUNCED = "announced"
DELAYED = "delayed"  # neither a release nor its day tells whether it came later than planned; another day refutes it
APART = " apart"
"""How the role of a value ends that says how far from another model's release something is: "months apart"."""

WEEKDAY = "weekday"  # the role of a value that says on which day of the week something came out, 0 for Monday
AROUND = "around"
"""Operator of a span on either side of another model's release: "within a month of"."""

_DAYS = {"days": 1.0, "weeks": 7.0, "months": 365.25 / 12, "years": 365.25}
# From how many days on, how many more or less are the same.
_LEEWAY = ((84, 15), (58, 14), (21, 7), (7, 1), (0, 0))
_FIRST, _LAST = date(1000, 1, 1), date(3000, 1, 1)  # days of spans that are longer
_LONGEST = 365.25 * 500  # days that a span is counted to
_LOOSE = 0.2  # "about", "nearly": by how much of a span it may be missed


def placed(said: Statement, day: date) -> Statement:
    """What is said to come before or after another model's release, as days: that release was on ``day``.

    A span of days is held to the day, one of weeks to a day more or less, a month to a week, several to half a month.
    A span with a bound is an inequality, counted by the calendar: "less than six months after" is from ``day`` to the
    day before that half year is over, and "more than" is any day after that.
    """
    span = next((value for value in said.values if value.role.endswith(APART)), None)
    if span is None:
        return replace(said, day=day)
    unit, back = span.role.removesuffix(APART), said.operator == "before"
    end = _shifted(day, -span.number if back else span.number, unit)
    if said.operator == AROUND:
        return replace(said, since=_shifted(day, -span.number, unit), day=end, operator="within")
    if said.bound in ("over", "at_least"):
        operators = {"over": "after", "at_least": "not_before"} if not back else {"over": "before", "at_least": "by"}
        return replace(said, day=end, operator=operators[said.bound])
    if said.bound in ("under", "at_most"):
        step = timedelta(days=(said.bound == "under") * (1 if back else -1))
        first, last = sorted((day, end + step))
        return replace(said, since=first, day=last, operator="within")
    leeway = _leeway(span.number * _DAYS[unit], said.bound)
    return replace(said, since=_shifted(end, -leeway, "days"), day=_shifted(end, leeway, "days"), operator="within")


def _leeway(days: float, bound: str) -> int:
    """By how many days a span may be missed, so that it is still the one that is named."""
    slack = next(slack for least, slack in _LEEWAY if days >= least)
    return max(slack, int(min(days, _LONGEST) * _LOOSE)) if bound in ("about", "nearly") else slack


def _shifted(day: date, number: float, unit: str) -> date:
    """The day so many days, weeks, calendar months or years after another, or before it; the calendar has an end."""
    if abs(number) * _DAYS[unit] > _LONGEST:
        return _LAST if number > 0 else _FIRST
    if unit not in ("months", "years") or number != int(number):
        return day + timedelta(days=round(number * _DAYS[unit]))
    months = day.year * 12 + day.month - 1 + int(number) * (12 if unit == "years" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def released(said: Statement, asked: Statement, world: EvidenceContext) -> Bearing:
    """A day against a deadline. A later day on another surface does not refute the first one."""
    del world
    if (asked.surface and said.surface != asked.surface) or plans_differ(said, asked) or _untold(said, asked):
        return NONE
    if (of_weekday := _of_weekday(said, asked)) is not None:
        return of_weekday
    if said.day is None or asked.day is None:
        return FOR if asked.day is None and not said.future else NONE
    if in_time(said.day, asked.day, asked):
        return FOR if asked.object != DELAYED or said.object == DELAYED else NONE
    return NONE if _may_differ(said, asked) else AGAINST


def _may_differ(said: Statement, asked: Statement) -> bool:
    """Whether another day is no denial: of another place, of a later release, of what was only announced."""
    elsewhere = bool(said.surface) and not asked.surface and said.operator != "first"
    return elsewhere or said.operator == LATER or asked.object == ANNOUNCED


def _of_weekday(said: Statement, asked: Statement) -> Bearing | None:
    """How a day bears on a claim of a weekday; None where that is the asked one, or none is."""
    weekday = next((value.number for value in asked.values if value.role == WEEKDAY), None)
    if weekday is None:
        return None
    if said.day is None or not _is_first_day(said, asked):
        return NONE
    return None if said.day.weekday() == weekday else AGAINST


def _is_first_day(said: Statement, asked: Statement) -> bool:
    """Whether a statement names the one day on which a model came out, at all or in the place that is asked."""
    one_day = said.day is not None and said.operator in ("on", "first", "")
    return one_day and (not said.surface or said.operator == "first" or said.surface == asked.surface)


def _there(said: Statement, asked: Statement, world: EvidenceContext) -> Bearing:
    """What can be used by everybody has come out, or been announced; on which day is not said."""
    told = asked.day is not None or asked.comparator or asked.object == DELAYED or said.object or asked.values
    if told or said.polarity < 0 or said.future or said.subject in world.not_out or plans_differ(said, asked):
        return NONE
    return FOR if not asked.surface or asked.surface == said.surface else NONE


def _untold(said: Statement, asked: Statement) -> bool:
    """Whether no day tells: of an order with a model whose release nobody knows, or of a delay."""
    untold = asked.object == DELAYED and (said.object != DELAYED or asked.future)
    return asked.day is None and (bool(asked.comparator) or untold)


class _ReleaseDate(ClaimType):
    def evidence(self, clause: Clause) -> float:
        """What came out before or after another model."""
        return 3.0 * (clause.ordered is not None and clause.has("release", "available", "expected"))

    def fits(self, clause: Clause) -> bool:
        """What is only withdrawn or given up does not come out."""
        if clause.has("document") or (clause.has("retire", "cancel", "fact") and not clause.has("release", "delay")):
            return False
        dated = clause.moment is not None or clause.has("vague")
        return dated or clause.has("release", "available", "announce", "expected", "delay", "missed")

    def fill(self, clause: Clause) -> Filled:
        filled = of_weights(self.dated(self.plain(clause), clause).using(*clause.makers()), clause)
        if clause.has("announce") and not clause.has("release"):
            filled = filled.saying(object=ANNOUNCED)
        if clause.ordered is None and (delay := clause.places("delay")):
            filled = filled.saying(*delay, object=DELAYED)
        if missed := clause.places("missed"):
            operator = filled.statement.operator
            filled = filled.saying(*missed, operator="by" if operator == "on" else operator)
        if clause.moment is None:
            over = clause.weekday is not None or filled.statement.object == DELAYED
            filled = filled.saying(future=clause.ahead or not over)
            filled = _in_order(filled, clause)
        if clause.weekday is not None:
            number, at = clause.weekday
            filled = filled.saying(*at, values=(*filled.statement.values, Value(float(number), WEEKDAY)))
        return filled


def _in_order(filled: Filled, clause: Clause) -> Filled:
    """The same with the model that it comes before or after, and by how much."""
    place = clause.ordered
    if place is None:
        return filled
    span, bound, held = _span(clause, place - 1)
    order = clause.parts[place].means("order") or AROUND
    places, other = (*held, place, place + 1), clause.slug(place + 1)
    return filled.saying(*places, comparator=other, operator=order, values=span, bound=bound, future=clause.ahead)


def _span(clause: Clause, place: int) -> tuple[tuple[Value, ...], str, list[int]]:
    """The span right before a place with its bound: "3 days", "a month", "less than two weeks"; none where none is."""
    part, before = clause.parts[place], clause.parts[place - 1] if place else None
    if part.amount is not None and part.amount.unit in _DAYS:
        value, bound, held = Value(part.amount.value, part.amount.unit + APART), part.amount.bound, [place]
    elif f"{part.norm}s" in _DAYS and before is not None and before.norm in ("a", "one"):
        value, bound, held = Value(1.0, f"{part.norm}s{APART}"), "eq", [place - 1, place]
    else:
        return (), "eq", []
    lead = clause.parts[held[0] - 1] if held[0] else None
    if lead is not None and lead.norm in ("within", "inside"):
        return (value,), "at_most", [held[0] - 1, *held]
    return (value,), bound, held


TYPE = _ReleaseDate(
    name="release_date",
    label="release date",
    words=frozenset({"release", "available", "expected", "announce"}),
    keys=frozenset({"release", "expected", "delay"}),
    undoes=frozenset({"missed"}),  # a day that was missed is one it did not come out on
    rules={"release_date": released, "available": _there},
    needs=(
        ChecklistNeed(
            "an announcement or changelog entry of the vendor", "the vendor's newsroom and changelog", level(5)
        ),
        ChecklistNeed(
            "a live model id",
            "the API's model list",
            has(EvidenceForm.API_LIST, EvidenceForm.LISTING, EvidenceForm.CHANGELOG),
        ),
    ),
    examples=("GPT-6 launches on May 1", "Grok 5 ships before July", "Spud missed April 16"),
)
