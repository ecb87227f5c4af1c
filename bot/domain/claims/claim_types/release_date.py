"""Claims about when a model comes out, or that it will."""

from dataclasses import replace
from datetime import date, timedelta

from bot.domain.claims.claim_types.base import ClaimType, Filled
from bot.domain.claims.clause import Clause
from bot.domain.evidence.bearing import AGAINST, FOR, LATER, NONE, Bearing, in_time, plans_differ
from bot.domain.evidence.evidence import EvidenceContext, EvidenceForm, Statement, Value
from bot.domain.evidence.needs import ChecklistNeed, has, level

ANNOUNCED = "announced"
DELAYED = "delayed"  # without a day: neither a release nor its day tells whether it came later than planned
APART = "days apart"
"""The role of a value that says how far from another model's release something is."""

_DAYS = {"days": 1.0, "weeks": 7.0, "months": 30.0, "years": 365.0}
_LEEWAY = ((21, 7), (7, 1), (0, 0))  # from how many days on, how many more or less are the same


def placed(said: Statement, day: date) -> Statement:
    """What is said to come before or after another model's release, as a day: that release was on ``day``.

    A span of days is held to the day, one of weeks to a day more or less, a longer one to a week.
    """
    if not said.values:
        return replace(said, day=day)
    days = int(said.values[0].number)
    leeway = timedelta(days=next(slack for least, slack in _LEEWAY if days >= least))
    middle = day + timedelta(days=-days if said.operator == "before" else days)
    return replace(said, since=middle - leeway, day=middle + leeway, operator="within")


def released(said: Statement, asked: Statement, world: EvidenceContext) -> Bearing:
    """A day against a deadline. A later day on another surface does not refute the first one."""
    del world
    if (asked.surface and said.surface != asked.surface) or plans_differ(said, asked) or _untold(said, asked):
        return NONE
    if said.day is None or asked.day is None:
        return FOR if asked.day is None and not said.future else NONE
    if in_time(said.day, asked.day, asked):
        return FOR
    elsewhere = bool(said.surface) and not asked.surface and said.operator != "first"
    if elsewhere or said.operator == LATER or asked.object == ANNOUNCED:
        return NONE  # what was announced on one day may come out on another
    return AGAINST


def _there(said: Statement, asked: Statement, world: EvidenceContext) -> Bearing:
    """What can be used by everybody has come out, or been announced; on which day is not said."""
    told = asked.day is not None or asked.comparator or asked.object == DELAYED or said.object
    if told or said.polarity < 0 or said.future or said.subject in world.not_out or plans_differ(said, asked):
        return NONE
    return FOR if not asked.surface or asked.surface == said.surface else NONE


def _untold(said: Statement, asked: Statement) -> bool:
    """Whether no day tells: of an order with a model whose release nobody knows, or of a delay."""
    return asked.day is None and (bool(asked.comparator) or (asked.object == DELAYED and said.object != DELAYED))


class _ReleaseDate(ClaimType):
    def polarity(self, clause: Clause, made: Statement) -> int:
        """A day that was missed is one it did not come out on."""
        del made
        return -clause.polarity if clause.has("missed") else clause.polarity

    def evidence(self, clause: Clause) -> float:
        """What came out before or after another model."""
        return 3.0 * (clause.ordered is not None and clause.has("release", "available", "expected"))

    def fits(self, clause: Clause) -> bool:
        """What is only withdrawn or given up does not come out."""
        if clause.has("document") or clause.withdrawn:
            return False
        if clause.has("retire", "cancel", "fact") and not clause.has("release", "delay"):
            return False
        dated = clause.moment is not None or clause.has("vague")
        return dated or clause.has("release", "available", "announce", "expected", "delay", "missed")

    def fill(self, clause: Clause) -> Filled:
        filled = self.dated(self.plain(clause), clause)
        made = filled.statement
        if clause.has("announce") and not clause.has("release"):
            made = replace(made, object=ANNOUNCED)
        delay = clause.places("delay") if clause.moment is None and clause.ordered is None else []
        if delay:
            made = replace(made, object=DELAYED)
        if missed := clause.places("missed"):
            made = replace(made, polarity=-made.polarity, operator="by" if made.operator == "on" else made.operator)
        if made.day is None:
            made = replace(made, future=True)
        made, places = _in_order(made, clause)
        return replace(filled, statement=made).using(*missed, *delay, *clause.makers(), *places)


def _in_order(made: Statement, clause: Clause) -> tuple[Statement, list[int]]:
    """The statement with the model that it comes before or after, and by how many days."""
    place = clause.ordered
    if place is None or clause.moment is not None:
        return made, []
    days, held = _span(clause, place - 1)
    apart = (Value(days, APART),) if days else ()
    made = replace(made, comparator=clause.slug(place + 1), operator=clause.parts[place].means("order"), values=apart)
    return replace(made, future=clause.ahead), [*held, place, place + 1]


def _span(clause: Clause, place: int) -> tuple[float, list[int]]:
    """How many days "3 days", "two weeks", "a month" right before a place are; 0 where nothing says so."""
    part, before = clause.parts[place], clause.parts[place - 1] if place else None
    if part.amount is not None and part.amount.unit in _DAYS:
        return part.amount.value * _DAYS[part.amount.unit], [place]
    single = _DAYS.get(f"{part.norm}s", 0)
    if not single or before is None or before.norm not in ("a", "one"):
        return 0, []
    return single, [place - 1, place]


TYPE = _ReleaseDate(
    name="release_date",
    label="release date",
    words=frozenset({"release", "available", "expected", "announce"}),
    keys=frozenset({"release", "expected", "delay"}),
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
