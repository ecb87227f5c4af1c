"""What changed between two moments: one neutral list that digests, alerts, corrections and /catchup all read.

A change says from what to what, when that could be known and where it was read. Its ``id`` is made of what it says, so
that computing the same span twice, or two overlapping spans, tells the same change under the same name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.evidence.evidence import ClaimOutcome
from bot.domain.markets.markets import MarketReading, RungReading
from bot.domain.markets.quotes import Probability, signal
from bot.domain.names.subjects import Subject, SubjectEvent, SubjectState
from bot.messages.reply import Source, Words, bold, link, when

SOON = timedelta(days=3)  # a market that closes within this is "closing soon"
SMALLEST = 2  # points; a smaller move of a price is its noise (the hysteresis of alerts)


class Section(StrEnum):
    """The parts of a digest, in the order they are told."""

    CORRECTIONS = "corrections"
    GRADES = "grade changes"
    SIGHTINGS = "sightings"
    ODDS = "odds moves"
    WAITS = "five waits"
    CLOSING = "closing soon"


class ChangeKind(StrEnum):
    """What sort of thing changed; also what an alert may ask for."""

    RELEASE = "release"
    GRADE = "grade change"
    SIGHTING = "sighting"
    ODDS = "odds move"
    RULES = "rules change"
    REVEAL = "reveal"
    CORRECTION = "correction"
    WAIT = "wait"
    CLOSING = "closing"


SECTIONS = {
    ChangeKind.RELEASE: Section.GRADES,
    ChangeKind.GRADE: Section.GRADES,
    ChangeKind.SIGHTING: Section.SIGHTINGS,
    ChangeKind.REVEAL: Section.SIGHTINGS,
    ChangeKind.ODDS: Section.ODDS,
    ChangeKind.RULES: Section.ODDS,
    ChangeKind.CORRECTION: Section.CORRECTIONS,
    ChangeKind.WAIT: Section.WAITS,
    ChangeKind.CLOSING: Section.CLOSING,
}
# Higher is better supported; what is mixed or contradicted is always worth saying.
RANK = {
    "SPECULATION": 1,
    "CASUAL": 1,
    "UNCONFIRMED": 2,
    "NEEDS CORROBORATION": 2,
    "REPORTED": 3,
    "CORROBORATED": 3,
    "SUPPORTED": 4,
    "RESOLVED": 4,
    "CONFIRMED": 5,
    "MIXED": 5,
    "CONTRADICTED": 5,
}
_REFUTED = ("CONTRADICTED", "MIXED")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed. ``ref`` is what a person can open (``CL-0044``, ``MK-0007``, ``CP-0142``, a slug).

    ``grade`` is the word that the grade floor looks at ('' has none), ``points`` a price's move. ``formed``: it began,
    rose, or takes back what was said before; alerts speak of nothing else.
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

    @property
    def thing(self) -> str:
        """What it happened to, by the name its id holds: a claim's id, the key of a label."""
        return self.id.split("|")[1]

    @property
    def section(self) -> Section:
        """The part of a digest it belongs to."""
        return SECTIONS[self.kind]

    @property
    def revises(self) -> bool:
        """Whether something that was shown before it says otherwise now; a price that moved was dated when shown."""
        if self.kind is ChangeKind.ODDS:
            return self.after.startswith("settled")
        return self.kind is ChangeKind.CORRECTION or (
            bool(self.before or self.after) and self.kind is not ChangeKind.CLOSING
        )

    @property
    def step(self) -> int:
        """How many grades it rose or fell; 0 where there was none before."""
        before = RANK.get(self.before.partition(",")[0], 0)
        return abs(RANK.get(self.grade, 0) - before) if before else 0

    @property
    def words(self) -> Words:
        """The change as a line: what, from what to what, why, how sure, when, where from."""
        step = f"{self.before} → " if self.before else ""
        open_at = f"{self.ref} " if self.ref[2:3] == "-" else ""
        parts: list[object] = [f"{open_at}{self.title}"]
        if self.after:
            parts += [": ", f"{step}", bold(self.after)]
        if self.why:
            parts.append(f" — {self.why}")
        if self.grade and not self.after.startswith(self.grade):
            parts.append(f" · {self.grade}")
        parts += [" · ", when(self.at)]
        if self.source.startswith("http"):
            parts += [" · ", link(self.source_label or host(self.source), self.source)]
        return tuple(parts)  # type: ignore[arg-type]

    @property
    def origin(self) -> Source | None:
        """Where it was read."""
        if not self.source.startswith("http"):
            return None
        return Source(self.source_label or host(self.source), self.source, self.at)


def host(url: str) -> str:
    """The host of an address, without ``www.``."""
    return url.partition("//")[2].partition("/")[0].removeprefix("www.")


def within(at: datetime, since: datetime, until: datetime) -> bool:
    """Whether a moment lies in a span that excludes its beginning: spans that touch share nothing."""
    return since < at <= until


def mark(kind: ChangeKind, ref: str, after: str, at: datetime) -> str:
    """A change's id."""
    return f"{kind.value}|{ref}|{after}|{at:%Y%m%dT%H%M%S}"


def of_event(event: SubjectEvent) -> Change | None:
    """What an entry of the ledger's history says: a release, a sighting, the vendor's own word.

    Other kinds are no news: a rumour told again is a claim with its grade, and not an event of its own.
    """
    kinds = {
        "release": (ChangeKind.RELEASE, "CONFIRMED"),
        "sighting": (ChangeKind.SIGHTING, "UNCONFIRMED"),
        "statement": (ChangeKind.REVEAL, "REPORTED"),
        "reveal": (ChangeKind.REVEAL, "SUPPORTED"),
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


def of_states(subject: Subject, since: datetime, until: datetime) -> Iterable[Change]:
    """The states a subject reached in a span, each with the one before it; surfaces reached together are one change."""
    rows = sorted(subject.states, key=lambda row: (row.learned_at, row.so_at))
    fresh = [row for row in rows if within(row.learned_at, since, until)]
    early = [row.state for row in rows if row.learned_at <= since]
    for state in dict.fromkeys(row.state for row in fresh):
        reached = [row for row in fresh if row.state is state]
        surfaces = [row.surface for row in reached if row.surface]
        after = state.value.upper() + (f" ({', '.join(dict.fromkeys(surfaces))})" if surfaces else "")
        before = early[-1].value if early and early[-1] is not state else ""
        early.append(state)
        kind = ChangeKind.RELEASE if state in _ENDS else ChangeKind.SIGHTING
        yield Change(
            mark(kind, subject.slug, after, reached[-1].learned_at),
            kind,
            subject.slug,
            (subject.slug,),
            subject.name,
            before,
            after,
            reached[-1].learned_at,
            reached[-1].source,
            grade="CONFIRMED" if state is SubjectState.RELEASED else "UNCONFIRMED",
        )


@dataclass(frozen=True, slots=True)
class ClaimState:
    """Where a claim stands at a moment: its grade, its outcome, the rule that gave the grade."""

    grade: str
    outcome: ClaimOutcome = ClaimOutcome.OPEN
    rule: str = ""
    withdrawn: bool = False


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
    """What became of a claim. None before: it was filed in the span, which is news only once something supports it.

    A grade that falls, and an outcome other than what the grade let expect, is a correction.
    """
    if before is None:
        if RANK[after.grade] < RANK["REPORTED"]:
            return None
        before_words, fall = "", False
    else:
        if (before.grade, before.outcome) == (after.grade, after.outcome):
            return None
        before_words = _said(before) if before.grade != after.grade else ""
        fell = before.grade != after.grade and (RANK[after.grade] < RANK[before.grade] or after.grade in _REFUTED)
        held = RANK[before.grade] >= RANK["REPORTED"] and before.grade != "CONTRADICTED"
        refuted = after.outcome in (ClaimOutcome.FALSE, ClaimOutcome.MIXED, ClaimOutcome.VOID) and held
        fall = (fell and before.grade != "SPECULATION") or refuted
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
        grade=after.grade,
        why="an origin withdrew" if fall and after.withdrawn else "",
        formed=rose or fall,
        tenant=tenant,
    )


def _said(standing: ClaimState) -> str:
    known = standing.outcome is not ClaimOutcome.OPEN
    return standing.grade + (f", outcome {standing.outcome.value}" if known else "")


def of_market(before: MarketReading | None, after: MarketReading, since: datetime, until: datetime) -> Iterable[Change]:
    """What became of a market: rungs settled, its rules, its largest move, its end coming near.

    The rungs of one ladder move together, so only the largest move is told and the others are counted.
    """
    old = {rung.id: rung for rung in before.rungs} if before else {}
    subjects = (after.subject,) if after.subject else ()

    def change(kind: ChangeKind, rung: str, then: str, now: str, at: datetime, **more: object) -> Change:
        return Change(
            mark(kind, f"{after.id} {rung}", now, at), kind, after.id, subjects, f"{after.title}{rung}", then, now, at,
            after.url, after.venue, **more,  # type: ignore[arg-type]
        )  # fmt: skip

    moves, settled = [], []
    for rung in after.rungs:
        name = f", {rung.label}" if rung.label and len(after.rungs) > 1 else ""
        then, now = price_at(old.get(rung.id), since), price_at(rung, until)
        if rung.resolved_at and rung.resolution and within(rung.resolved_at, since, until):
            settled.append((rung, then))
        elif then and now and rung.status == "open" and abs(_points(then, now)) >= SMALLEST:
            moves.append((abs(_points(then, now)), rung, name, then, now))
    if settled:
        # The price before says whether a "no" is news or a deadline that passed as everybody thought.
        rungs = ", ".join(f"{rung.label} {rung.resolution}".strip() for rung, _ in settled)
        then = next((price for _, price in settled if price), None)
        at = max(rung.resolved_at or until for rung, _ in settled)
        yield change(ChangeKind.ODDS, "", then.said if then else "", f"settled: {rungs}", at, points=100)
    if moves:
        _, rung, name, then, now = max(moves, key=lambda move: (move[0], -move[1].id))
        others = f"; {len(moves) - 1} other dates moved, too" if len(moves) > 2 else ""  # noqa: PLR2004
        at = min(known_at(rung, until) or until, until)
        yield change(
            ChangeKind.ODDS, name, then.said, now.said, at, points=_points(then, now),
            why=f"{_points(then, now):+d} points{others}",
        )  # fmt: skip
    for rules in after.rules[1:]:
        if within(rules.learned_at, since, until):
            yield change(ChangeKind.RULES, "", "", "the rules changed", rules.learned_at)
    if after.closes_at and within(after.closes_at - SOON, since, until) and after.closes_at > until:
        yield change(ChangeKind.CLOSING, "", "", f"closes {after.closes_at:%-d %b %H:%M} UTC", after.closes_at - SOON)


def price_at(rung: RungReading | None, at: datetime) -> Probability | None:
    """A rung's price where it is a signal: its book's, else what a public record read at the venue by then."""
    if rung is None:
        return None
    told = signal(rung.quote).probability if rung.quote else None
    if told is not None:
        return told
    read = [one for one in rung.readings if one.kind == "read" and one.at <= at and one.learned_at <= at]
    return Probability(max(read, key=lambda one: one.at).price) if read else None


def known_at(rung: RungReading, at: datetime) -> datetime | None:
    """When the price that `price_at` gives was read, or could be known of where a record told it later."""
    if rung.quote and signal(rung.quote).probability is not None:
        return rung.quote.read_at
    read = [one for one in rung.readings if one.kind == "read" and one.at <= at and one.learned_at <= at]
    last = max(read, key=lambda one: one.at, default=None)
    return max(last.at, last.learned_at) if last else None


def _points(then: Probability, now: Probability) -> int:
    return round((now - then) * 100)


def in_order(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Each change once, by section: releases, then what changed before what is new, the best supported first."""
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
