"""Grade a label as a pure function of its events.

    CASUAL               second-hand, or nothing that others can check
    NEEDS CORROBORATION  one complete first-hand report
    CORROBORATED         two *other* first-hand people, other pictures, other hours; or a public list shows the id
    RESOLVED             the desk, or the public record, settled what it was

The grade is never stored: it is `grade(events, as_of)`, and drops when its support is withdrawn.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby

from bot.domain.sightings.accounts import Accounts
from bot.domain.sightings.report_basis import ReportBasis


class SightingGrade(StrEnum):
    """How far a label's sighting is confirmed."""

    CASUAL = "CASUAL"
    NEEDS = "NEEDS CORROBORATION"
    CORROBORATED = "CORROBORATED"
    RESOLVED = "RESOLVED"


class SightingEventKind(StrEnum):
    """A kind of event in a label's history."""

    REPORTED = "reported"
    EDITED = "edited"
    WITHDRAWN = "withdrawn"
    ACCEPTED = "accepted"
    UNDECIDED = "waiting again"
    REFUSED = "refused"
    RESTORED = "restored"
    SAME_PERSON = "same person"
    APART = "different people"
    LISTED = "listed"
    UNLISTED = "unlisted"
    RESOLVED = "resolved"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class Report:
    """One person's account of a label.

    ``seen`` is when they saw it, ``since`` when their account was made (None where the platform does not tell),
    ``picture`` the perceptual hash of what they showed, ``complete`` whether another person could check it.
    """

    id: str
    person: str
    how: ReportBasis
    seen: datetime
    complete: bool = True
    picture: int | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class SightingEvent:
    """An event at ``at`` concerning the report (or list) ``about``.

    ``report`` is the full report when it is filed. *Same person*: the reporter of ``about`` also filed ``other``;
    *different people* takes that back.
    """

    at: datetime
    kind: SightingEventKind
    report: Report | None = None
    about: str = ""
    reason: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class SightingRules:
    """The conditions that raise a grade; `sentences` prints exactly these."""

    others: int = 2
    account_age: timedelta = timedelta(days=3)
    picture_bits: int = 12

    @property
    def sentences(self) -> tuple[str, ...]:
        """The rules as sentences, one by one."""
        return (
            "CASUAL: second-hand, or with nothing another person could check.",
            "NEEDS CORROBORATION: one first-hand, complete report.",
            (
                f"CORROBORATED: {self.others} other first-hand people, with other pictures, in other hours; "
                "or a public model list shows the id."
            ),
            "RESOLVED: settled by the desk or in the public record (the lab's or the host's word, the same row id).",
            (
                "Not counted: the reporter's own vote, a picture shown before or nearly the same, "
                f"accounts younger than {self.account_age.days} days (unless the desk accepts the report), "
                "a second account of one person, a second report in the same hour."
            ),
            "It falls back when a report is withdrawn or refused.",
        )


@dataclass(frozen=True, slots=True)
class GradeChange:
    """A grade that moved, and why."""

    at: datetime
    before: SightingGrade | None
    after: SightingGrade
    reason: str


@dataclass(frozen=True, slots=True)
class LabelState:
    """The state of a label at a moment.

    ``reports`` and ``reporters`` count valid ones (not withdrawn, not refused); ``counted`` are the reports behind the
    grade; ``left_out`` explains for each other report why it does not raise the grade; ``missing`` is how many more
    people are needed.
    """

    grade: SightingGrade
    reason: str
    reports: int = 0
    reporters: int = 0
    counted: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    missing: int = 0
    listed: bool = False
    resolved: bool = False
    first_seen: datetime | None = None
    last_seen: datetime | None = None
    changes: tuple[GradeChange, ...] = ()


@dataclass(slots=True)
class _ReportState:
    live: dict[str, Report] = field(default_factory=dict)
    gone: dict[str, tuple[Report, str]] = field(default_factory=dict)
    vouched: set[str] = field(default_factory=set)
    accounts: Accounts = field(default_factory=Accounts)
    listed: dict[str, datetime] = field(default_factory=dict)
    resolved: str | None = None

    def reporter(self, name: str) -> str:
        """Return who filed a report, so that events need not name the person."""
        report = self.live.get(name) or self.gone.get(name, (None, ""))[0]
        return report.person if report else name


STANDARD = SightingRules()
_SETTLED = (SightingGrade.CORROBORATED, SightingGrade.RESOLVED)
_SEARCHED = 60  # reports searched for a compatible set; more are only counted
_OF_ONE = 4  # of these, at most this many per hour, person or picture


def grade(
    events: Iterable[SightingEvent], as_of: datetime, rules: SightingRules = STANDARD, *, history: bool = True
) -> LabelState:
    """Grade a label by its events until ``as_of``.

    Without ``history``, omit the changes. The order of events within one moment does not matter, nor does anything
    later than ``as_of``; an additional report never lowers the grade and a withdrawal never raises it.
    """
    state = _ReportState()
    known = sorted((e for e in events if e.at <= as_of), key=_order)
    if history:
        return _label_state(state, rules, _changes(state, known, rules))
    for event in known:
        _apply(state, event)
    return _label_state(state, rules, ())


def _changes(state: _ReportState, known: Iterable[SightingEvent], rules: SightingRules) -> list[GradeChange]:
    """Apply events in their order, and list how the grade changed."""
    changes: list[GradeChange] = []
    now: SightingGrade | None = None
    for moment, group in groupby(known, key=lambda event: event.at):
        happened = tuple(group)
        applied = [event for event in happened if _apply(state, event)]
        if now in _SETTLED and all(e.kind is SightingEventKind.REPORTED for e in happened):
            continue  # one more report never moves these
        after, counted = _graded(state, rules)
        if after is not now:
            causes = "; ".join(_cause(event) for event in applied)
            changes.append(GradeChange(moment, now, after, _why(after, counted, state, causes)))
            now = after
    return changes


def _label_state(state: _ReportState, rules: SightingRules, changes: Iterable[GradeChange]) -> LabelState:
    """Build the state of a label after all events."""
    after, counted = _graded(state, rules)
    times = [r.seen for r in state.live.values()] + list(state.listed.values())
    open_ = after in (SightingGrade.CASUAL, SightingGrade.NEEDS)
    return LabelState(
        grade=after,
        reason=_why(after, counted, state, ""),
        reports=len(state.live),
        reporters=len({state.accounts.person(r.person) for r in state.live.values()}),
        counted=tuple(r.id for r in counted),
        left_out=_left_out(state, counted, rules),
        missing=max(0, rules.others + 1 - len(counted)) if open_ else 0,
        listed=bool(state.listed),
        resolved=state.resolved is not None,
        first_seen=min(times, default=None),
        last_seen=max(times, default=None),
        changes=tuple(changes),
    )


_RANK = {kind: rank for rank, kind in enumerate(SightingEventKind)}


def _about(event: SightingEvent) -> str:
    return event.about or (event.report.id if event.report else "")


def _order(event: SightingEvent) -> tuple[datetime, int, str, str]:
    return event.at, _RANK[event.kind], _about(event), event.other


def _cause(event: SightingEvent) -> str:
    about = event.report.id if event.report else event.about
    return f"{about} {event.kind}".strip() + (f": {event.reason}" if event.reason else "")


def _apply(state: _ReportState, event: SightingEvent) -> bool:
    """Apply an event; return False if it changes nothing."""
    if event.report is not None and event.kind in (SightingEventKind.REPORTED, SightingEventKind.EDITED):
        about = event.report.id
        if about in state.gone:  # editing a report that was refused does not make it count again
            state.gone[about] = (event.report, state.gone[about][1])
        else:
            state.live[about] = event.report
        return True
    if event.kind in (SightingEventKind.REFUSED, SightingEventKind.WITHDRAWN, SightingEventKind.RESTORED):
        return _goes_or_comes(state, _about(event), event.kind)
    _decide(state, _about(event), event)
    return True


def _goes_or_comes(state: _ReportState, name: str, kind: SightingEventKind) -> bool:
    """Remove or restore a report; a withdrawn one stays removed."""
    report, gone = state.gone.get(name, (None, ""))
    if kind is SightingEventKind.RESTORED:
        if report is not None and gone != SightingEventKind.WITHDRAWN:
            state.live[name] = report
            del state.gone[name]
            return True
        return False
    report = state.live.pop(name, None) or (report if kind is SightingEventKind.WITHDRAWN else None)
    if report is not None:
        state.gone[name] = (report, str(kind))
    return report is not None


def _decide(state: _ReportState, about: str, event: SightingEvent) -> None:
    match event.kind:
        case SightingEventKind.ACCEPTED:
            state.vouched.add(about)
        case SightingEventKind.UNDECIDED:
            state.vouched.discard(about)
        case SightingEventKind.SAME_PERSON | SightingEventKind.APART:
            one, other = state.reporter(about), state.reporter(event.other)
            state.accounts.match(one, other, same=event.kind is SightingEventKind.SAME_PERSON and about != event.other)
        case SightingEventKind.LISTED:
            state.listed.setdefault(about, event.at)
        case SightingEventKind.UNLISTED:
            state.listed.pop(about, None)
        case SightingEventKind.RESOLVED:
            state.resolved = event.reason or "settled"
        case SightingEventKind.REOPENED:
            state.resolved = None


def _graded(state: _ReportState, rules: SightingRules) -> tuple[SightingGrade, tuple[Report, ...]]:
    usable = [r for r in state.live.values() if _flaw(r, state, rules) is None]
    counted = _counted(usable, state, rules)
    if state.resolved is not None:
        return SightingGrade.RESOLVED, counted
    if state.listed or len(counted) > rules.others:
        return SightingGrade.CORROBORATED, counted
    return (SightingGrade.NEEDS if counted else SightingGrade.CASUAL), counted


def _flaw(report: Report, state: _ReportState, rules: SightingRules) -> str | None:
    if not report.how.first_hand:
        return "second-hand"
    if not report.complete:
        return "nothing another person could check"
    young = report.since is not None and report.seen - report.since < rules.account_age
    if young and report.id not in state.vouched:
        return f"account younger than {rules.account_age.days} days"
    return None


def _clashes(one: Report, other: Report, state: _ReportState, rules: SightingRules) -> Iterator[str]:
    if state.accounts.person(one.person) == state.accounts.person(other.person):
        yield "same person"
    if same_picture(one.picture, other.picture, rules.picture_bits):
        yield "same picture"
    if _hour(one.seen) == _hour(other.seen):
        yield "same hour"


def _clash(one: Report, other: Report, state: _ReportState, rules: SightingRules) -> str | None:
    return next(_clashes(one, other, state, rules), None)


def same_picture(one: int | None, other: int | None, bits: int = STANDARD.picture_bits) -> bool:
    """Whether two perceptual hashes match: at most ``bits`` of 128 differ."""
    return one is not None and other is not None and (one ^ other).bit_count() <= bits


def _hour(moment: datetime) -> int:
    return int(moment.timestamp() // 3600)


def _counted(usable: Sequence[Report], state: _ReportState, rules: SightingRules) -> tuple[Report, ...]:
    """Return the earliest largest set of compatible reports, up to the number needed.

    No two of its reports clash.
    """
    ordered = _spread(sorted(usable, key=lambda r: (r.seen, r.id)), state, rules)
    wanted = rules.others + 1
    best: tuple[Report, ...] = ()

    def search(start: int, chosen: tuple[Report, ...]) -> tuple[Report, ...]:
        nonlocal best
        if len(chosen) > len(best):
            best = chosen
        for index in range(start, len(ordered)):
            if len(best) >= wanted:
                break
            if all(_clash(ordered[index], other, state, rules) is None for other in chosen):
                search(index + 1, (*chosen, ordered[index]))
        return best

    return search(0, ())


def _spread(ordered: Sequence[Report], state: _ReportState, rules: SightingRules) -> Sequence[Report]:
    """Limit the search to `_SEARCHED` reports, few per hour, person or picture.

    A crowd of similar reports cannot hide the others: of so many that differ, enough are compatible.
    """
    if len(ordered) <= _SEARCHED // 4:
        return ordered
    kept: list[Report] = []
    for report in ordered:
        alike = Counter(clash for other in kept for clash in _clashes(report, other, state, rules))
        if all(count < _OF_ONE for count in alike.values()):
            kept.append(report)
            if len(kept) == _SEARCHED:
                break
    return kept


def _left_out(state: _ReportState, counted: tuple[Report, ...], rules: SightingRules) -> tuple[tuple[str, str], ...]:
    chosen = {r.id for r in counted}
    out = [(name, why) for name, (_, why) in state.gone.items()]
    for report in list(state.live.values())[:_SEARCHED]:
        if report.id in chosen:
            continue
        flaw = _flaw(report, state, rules)
        clashes = (_clash(report, other, state, rules) for other in counted)
        out.append((report.id, flaw or next((c for c in clashes if c), "not needed")))
    return tuple(out)


def _pictures(counted: tuple[Report, ...]) -> str:
    """Format how many of the reports have a picture; those have different ones."""
    count = sum(report.picture is not None for report in counted)
    if count == len(counted):
        return ", other pictures"
    return f"; {count} of {len(counted)} with a picture" if count else "; no pictures"


def _why(after: SightingGrade, counted: tuple[Report, ...], state: _ReportState, cause: str) -> str:
    if state.resolved is not None:
        why = state.resolved
    elif state.listed:
        why = f"a public list shows it ({', '.join(sorted(state.listed))})"
    elif after is SightingGrade.CORROBORATED:
        why = f"{len(counted) - 1} other first-hand people, other hours{_pictures(counted)}"
    elif counted:
        why = f"{len(counted)} independent first-hand {'report' if len(counted) == 1 else 'reports'}"
    elif state.live:
        why = "second-hand or incomplete reports only"
    else:
        why = "no report stands"
    return f"{why} ({cause})" if cause and cause not in why and why not in cause else why
