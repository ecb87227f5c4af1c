"""Changes between two moments, for digests, alerts, corrections and /catchup.

A change states old and new value, when it could be known and where it was read. Its ``id`` is derived from its content,
so that overlapping spans give the same change the same id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from bot.domain.evidence.evidence import ClaimOutcome
from bot.domain.evidence.grade_rules import NO_EVIDENCE, Grade
from bot.domain.markets.markets import PriceRead, RungReading
from bot.domain.markets.quotes import Probability, signal
from bot.domain.names.subjects import NOT_OUT, Subject, SubjectEvent, SubjectOrigin, SubjectState, lab_of
from bot.domain.notify.digest_sections import ChangeKind, Section

SOON = timedelta(days=3)  # a market that closes within this is "closing soon"
SMALLEST = 2  # points; a smaller move of a price is its noise (the hysteresis of alerts)


# Higher is better supported; what is mixed or contradicted is always worth saying.
RANK: Mapping[str, int] = {
    Grade.SPECULATION: 1,
    "CASUAL": 1,
    Grade.UNCONFIRMED: 2,
    "NEEDS CORROBORATION": 2,
    Grade.REPORTED: 3,
    "CORROBORATED": 3,
    Grade.SUPPORTED: 4,
    "RESOLVED": 4,
    Grade.CONFIRMED: 5,
    Grade.MIXED: 5,
    Grade.CONTRADICTED: 5,
}
_REFUTED = (Grade.CONTRADICTED, Grade.MIXED)


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    ``ref`` can be opened (``CL-0044``, ``MK-0007``, ``CP-0142``, a slug). ``grade`` is what the grade floor examines
    ('' has none), ``points`` a price's move. ``formed``: it began, rose, or corrects an earlier statement; only such
    changes trigger alerts. ``label`` is the key of its label, ``written`` when it was logged.
    """

    id: str
    kind: ChangeKind
    ref: str
    subjects: tuple[str, ...]
    title: str
    before: str
    after: str
    at: datetime
    source: str = ""
    source_label: str = ""
    grade: str = ""
    points: int = 0
    why: str = ""
    formed: bool = True
    tenant: str = ""
    label: str = ""
    written: datetime | None = None

    @property
    def keys(self) -> frozenset[str]:
        """What a filter may name to match it: its object, its subjects and their labs."""
        return frozenset((self.ref, *self.subjects, *(lab for slug in self.subjects if (lab := lab_of(slug)))))

    @property
    def known(self) -> datetime:
        """When an earlier answer became outdated.

        When it happened, or when it was recorded.
        """
        return max(self.at, self.written or self.at)

    @property
    def thing(self) -> str:
        """The thing it happened to, as named in its id: a claim's id, a label's key."""
        return self.id.split("|")[1]

    @property
    def numbered(self) -> bool:
        """Whether it happened to what readers know by a number, such as CL-0042."""
        return self.ref[:2].isupper() and self.ref[2:3] == "-"

    @property
    def section(self) -> Section:
        """The part of a digest it belongs to."""
        return self.kind.section

    @property
    def revises(self) -> bool:
        """Whether it revises what was shown before.

        A price move does not, since prices are dated.
        """
        if self.kind is ChangeKind.ODDS:
            return self.after.startswith("settled")
        return self.kind is ChangeKind.CORRECTION or (
            bool(self.before or self.after) and self.kind is not ChangeKind.CLOSING
        )

    @property
    def hearsay(self) -> bool:
        """Whether it is a release checklist item based only on hearsay."""
        return self.kind is ChangeKind.WAIT and not self.before

    @property
    def step(self) -> int:
        """How many grades it rose or fell; 0 if there was none before."""
        before = RANK.get(self.before.partition(",")[0], 0)
        return abs(RANK.get(self.grade, 0) - before) if before else 0

    @property
    def said_before(self) -> str:
        """What it was before, without what is still so.

        Of "REPORTED, it turned out true" only the grade, where it is true still.
        """
        head, _, rest = self.before.partition(", ")
        return head if rest and self.after.endswith(f", {rest}") else self.before

    @property
    def transition(self) -> str:
        """What it was and is, as text: "1 → 2 of 5 known"; empty without a value."""
        return f"{self.said_before} → {self.after}" if self.before else self.after


def mark(kind: ChangeKind, ref: str, after: str, at: datetime) -> str:
    """A change's id."""
    return f"{kind.value}|{ref}|{after}|{at:%Y%m%dT%H%M%S}"


def of_event(event: SubjectEvent, released: str) -> Change | None:
    """Return the news in an event: a release, a sighting, the vendor's statement.

    Other kinds are not news: a repeated rumour is a claim with its grade, not an event. ``released`` is the grade of
    its being out by then.
    """
    kinds = {
        "release": (ChangeKind.RELEASE, released),
        "sighting": (ChangeKind.SIGHTING, Grade.UNCONFIRMED),
        "statement": (ChangeKind.REVEAL, Grade.REPORTED),
        "reveal": (ChangeKind.REVEAL, Grade.SUPPORTED),
    }
    if event.kind not in kinds:
        return None
    kind, grade = kinds[event.kind]
    return Change(
        mark(kind, event.id, "", event.learned_at),
        kind,
        event.id,
        (event.slug,),
        event.label,
        "",
        "",
        event.learned_at,
        event.source,
        grade=grade,
        why=event.text,
    )


_ENDS = frozenset({SubjectState.RELEASED, SubjectState.CANCELLED, SubjectState.RETIRED})


def of_states(subject: Subject, until: datetime, released: Callable[[datetime], str]) -> Iterable[Change]:
    """Return the states a subject reached by then.

    Surfaces reached together are one change. Each has the previous state. Statements by a list, a vendor's page or a
    desk are reported where they were read. ``released`` is the grade of its being out by a moment.
    """
    told = (row for row in subject.states if row.origin is SubjectOrigin.LEDGER and row.learned_at <= until)
    rows = sorted(told, key=lambda row: (row.learned_at, row.so_at))
    before: SubjectState | None = None
    for (at, state), reached in groupby(rows, key=lambda row: (row.learned_at, row.state)):
        surfaces, sources = zip(*((row.surface, row.source) for row in reached), strict=True)
        named = ", ".join(dict.fromkeys(filter(None, surfaces)))
        after = state.value.upper() + (f" ({named})" if named else "")
        if before is SubjectState.RELEASED and state in NOT_OUT:
            continue  # it is out: that it is tested or given to a few as well is no step back, and no news
        was = before.value if before is not None and before is not state else ""
        before = state
        kind = ChangeKind.RELEASE if state in _ENDS else ChangeKind.SIGHTING
        grade = released(at) if state is SubjectState.RELEASED else Grade.UNCONFIRMED
        yield Change(
            mark(kind, subject.slug, after, at), kind, subject.slug, (subject.slug,), subject.name, was, after, at,
            sources[-1], grade=grade,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ClaimState:
    """A claim's state at a moment: grade, outcome, and the rule of the grade."""

    grade: str
    outcome: ClaimOutcome = ClaimOutcome.OPEN
    rule: str = ""
    withdrawn: bool = False

    @property
    def word(self) -> str:
        """The grade as it is told, or that there is none."""
        return NO_EVIDENCE if self.rule == "nothing" else self.grade


def of_claim(
    claim_id: str,
    text: str,
    subjects: Sequence[str],
    before: ClaimState | None,
    after: ClaimState,
    at: datetime,
    *,
    source: str = "",
    tenant: str = "",
) -> Change | None:
    """Return a claim's change; a newly filed claim is news only once it has support.

    ``before`` is None for a claim filed in the span. A lower grade, or an outcome that contradicts the grade, is a
    correction.
    """
    if before is None and RANK[after.grade] < RANK[Grade.REPORTED]:
        return None
    if before is not None and (before.grade, before.outcome) == (after.grade, after.outcome):
        return None
    before_words = _said(before) if before is not None and before.grade != after.grade else ""
    fall = before is not None and _is_correction(before, after)
    kind = ChangeKind.CORRECTION if fall else ChangeKind.GRADE
    rose = before is None or RANK[after.grade] > RANK[before.grade] or after.outcome is not before.outcome
    return Change(
        mark(kind, claim_id, _said(after), at),
        kind,
        claim_id,
        tuple(subjects),
        f"“{text}”",
        before_words,
        _said(after),
        at,
        source,
        grade=after.grade if after.word != NO_EVIDENCE else "",
        why="an origin withdrew" if fall and after.withdrawn else "",
        formed=rose or fall,
        tenant=tenant,
    )


def _is_correction(before: ClaimState, after: ClaimState) -> bool:
    """Whether a grade above speculation fell, or an outcome contradicted the grade."""
    fell = before.grade != after.grade and (RANK[after.grade] < RANK[before.grade] or after.grade in _REFUTED)
    held = RANK[before.grade] >= RANK[Grade.REPORTED] and before.grade != Grade.CONTRADICTED
    refuted = after.outcome in (ClaimOutcome.FALSE, ClaimOutcome.MIXED, ClaimOutcome.VOID) and held
    return (fell and before.grade != Grade.SPECULATION) or refuted


def _said(standing: ClaimState) -> str:
    known = standing.outcome is not ClaimOutcome.OPEN
    return standing.word + (f", {standing.outcome.said}" if known else "")


def price_at(rung: RungReading | None, at: datetime) -> Probability | None:
    """Return a rung's price signal: from its book, else a public record read by then."""
    if rung is None:
        return None
    told = signal(rung.quote).probability if rung.quote else None
    if told is not None:
        return told
    read = price_record(rung, at)
    return Probability(read.price) if read is not None else None


def price_record(rung: RungReading, at: datetime) -> PriceRead | None:
    """Return the public record of `price_at`; None if that is from a book."""
    if rung.quote and signal(rung.quote).probability is not None:
        return None
    read = (one for one in rung.readings if one.kind == "read" and one.at <= at and one.learned_at <= at)
    return max(read, key=lambda one: one.at, default=None)


def known_at(rung: RungReading, at: datetime) -> datetime | None:
    """Return when the price of `price_at` was read, or became known from a record."""
    if (record := price_record(rung, at)) is not None:
        return max(record.at, record.learned_at)
    return rung.quote.read_at if rung.quote and signal(rung.quote).probability is not None else None


def once(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Keep the newest of a shutdown and its reminders, and every other change."""
    newest: dict[tuple[ChangeKind, str, str], Change] = {}
    for change in changes:
        key = (change.kind, change.ref, change.title)
        if key not in newest or change.at >= newest[key].at:
            newest[key] = change
    told = frozenset(change.id for change in newest.values())
    return tuple(one for one in changes if one.kind is not ChangeKind.RETIREMENT or one.id in told)


def in_order(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Deduplicate and sort changes by section, the best supported first.

    The sections are releases, changed and new.
    """
    order = list(Section)
    once = {change.id: change for change in changes}
    return tuple(
        sorted(
            once.values(),
            key=lambda c: (
                order.index(c.section),
                c.kind is not ChangeKind.RELEASE,
                not c.before,
                -c.step,
                -RANK.get(c.grade, 0),
                -abs(c.points),
                -c.at.timestamp(),
                c.id,
            ),
        )
    )
