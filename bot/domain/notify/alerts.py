"""When an alert speaks: on formation and escalation, once, and not too often. Values in, a decision out.

The order of the rules: muted or paused · quiet hours · the daily cap · thirty minutes a subject · five in ten minutes
become one summary. Everything it has to remember is a value that storage keeps, so that a restart forgets nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.domain.notify.changes import RANK, Change, ChangeKind
from bot.domain.notify.timetable import QuietHours
from bot.domain.time.zones import zone_of

FOLD = timedelta(minutes=30)  # one message a subject in this time
BURST, BURST_TIME = 5, timedelta(minutes=10)  # so many in so long become one
HYSTERESIS = 2  # points a price may fall back and still count as having crossed
WORTH = timedelta(hours=12)  # an alert older than this is news for a digest


@dataclass(frozen=True, slots=True)
class WatchedPrice:
    """What an alert remembers of one price: the base it measures from, and a crossing that waits for a second poll.

    ``read_at`` is the reading last looked at: the same reading twice is one poll.
    """

    base: float
    base_at: datetime
    read_at: datetime
    pending: float | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """A move that survived two polls: from the base to now, in points."""

    before: float
    after: float
    since: datetime
    at: datetime

    @property
    def points(self) -> int:
        """The move in points, with its sign."""
        return round((self.after - self.before) * 100)


def watch_move(
    memory: WatchedPrice | None, price: float, read_at: datetime, threshold: int
) -> tuple[WatchedPrice, Move | None]:
    """One reading of a price against what was remembered: the new memory, and the move if there was one.

    A move of ``threshold`` points (1..99) from the base waits for the next reading; it counts if that one is still at
    least ``threshold`` less two points away on the same side. The base then moves along, so that a price that stays
    where it went is not told again.
    """
    if memory is None:
        return WatchedPrice(price, read_at, read_at), None
    if read_at <= memory.read_at:
        return memory, None
    moved = _points(price, memory.base)
    if memory.pending is not None:
        same_side = (memory.pending > memory.base) == (price > memory.base)
        if same_side and abs(moved) >= max(threshold - HYSTERESIS, 1):
            return WatchedPrice(price, read_at, read_at), Move(memory.base, price, memory.base_at, read_at)
    pending = price if abs(moved) >= threshold else None
    return replace(memory, read_at=read_at, pending=pending), None


def watch_line(
    memory: WatchedPrice | None, price: float, read_at: datetime, line: int
) -> tuple[WatchedPrice, Move | None]:
    """The same for a line to cross (points, 1..99): over or under it by two polls, two points back to count again.

    The base is the side the price was last known on.
    """
    if memory is None:
        return WatchedPrice(price, read_at, read_at), None
    if read_at <= memory.read_at:
        return memory, None
    over = memory.base * 100 >= line
    band = line - HYSTERESIS if over else line
    crossed = (price * 100 < band) if over else (price * 100 >= band)
    if crossed and memory.pending is not None:
        return WatchedPrice(price, read_at, read_at), Move(memory.base, price, memory.base_at, read_at)
    return replace(memory, read_at=read_at, pending=price if crossed else None), None


def _points(now: float, then: float) -> float:
    return round((now - then) * 100, 6)


@dataclass(frozen=True, slots=True)
class AlertSubscription:
    """What somebody wants to hear of at once. ``about`` none is everything; ``threshold`` is in points of a price.

    ``ref`` is the one thing a personal watch is about, or ``label`` the key of the label whose sightings and names it
    wants; ``fading`` tells also what falls back, as such a watch wants.
    """

    what: ChangeKind
    about: tuple[str, ...] = ()
    threshold: int = 5
    quiet: QuietHours | None = None
    max_per_day: int = 5
    min_grade: str = ""
    zone: str = "UTC"
    ref: str = ""
    fading: bool = False
    label: str = ""


def wanted(change: Change, wish: AlertSubscription) -> bool:
    """Whether a change is what an alert asks for; prices are watched reading by reading and not from here."""
    if wish.label:
        return change.label == wish.label and change.kind in (ChangeKind.SIGHTING, ChangeKind.REVEAL)
    if change.kind is not wish.what or not (change.formed or wish.fading):
        return False
    if wish.what is ChangeKind.ODDS and not change.after.startswith("settled"):
        return False
    return _is_about(change, wish) and _reaches(change.grade, wish.min_grade)


def _is_about(change: Change, wish: AlertSubscription) -> bool:
    """Whether a change concerns what the alert is about; hearsay only where something was named."""
    if wish.ref and wish.ref != change.ref:
        return False
    if not wish.about:
        return not change.hearsay
    return bool(set(wish.about) & {change.ref, *change.subjects})


def _reaches(grade: str, least: str) -> bool:
    return not least or not grade or RANK[grade] >= RANK[least]


@dataclass(frozen=True, slots=True)
class SentAlert:
    """That an alert spoke: when, of which subjects, of how many things."""

    at: datetime
    subjects: tuple[str, ...]
    count: int = 1


@dataclass(frozen=True, slots=True)
class AlertMemory:
    """What an alert knows of itself: what waits to be said, what was said lately, what the cap held back."""

    waiting: tuple[Change, ...] = ()
    spoken: tuple[SentAlert, ...] = ()
    held: int = 0


@dataclass(frozen=True, slots=True)
class AlertDecision:
    """What to say now (nothing is a decision), when to look again, and why."""

    memory: AlertMemory
    why: str
    post: tuple[Change, ...] = ()
    held_back: int = 0
    again_at: datetime | None = None

    @property
    def summary(self) -> bool:
        """Whether several things are told in one message."""
        return len(self.post) > 1


def decide(memory: AlertMemory, fresh: Sequence[Change], wish: AlertSubscription, now: datetime) -> AlertDecision:
    """What an alert says at a moment, given what it waits to say and what is new."""
    memory = _refreshed(memory, fresh, wish, now)
    today = sum(_day(said.at, wish.zone) == _day(now, wish.zone) for said in memory.spoken)
    if not memory.waiting:
        return _after_cap(memory, wish, now) if memory.held and not today else AlertDecision(memory, "nothing new")
    if wish.quiet and (until := wish.quiet.over(now)):
        return AlertDecision(memory, f"quiet hours {wish.quiet.words}", again_at=until)
    if today >= wish.max_per_day:
        held = AlertMemory((), memory.spoken, memory.held + len(memory.waiting))
        return AlertDecision(held, f"the daily cap of {wish.max_per_day}", again_at=_tomorrow(now, wish.zone))
    ready = _not_folded(memory, now)
    if over := _burst_over(memory, len(ready), now):
        return AlertDecision(memory, "five in ten minutes become one", again_at=over)
    if not ready:
        over = _fold_over(memory, now)
        return AlertDecision(memory, "told of this subject less than 30 minutes ago", again_at=over)
    return _post(memory, ready, now)


def _refreshed(memory: AlertMemory, fresh: Sequence[Change], wish: AlertSubscription, now: datetime) -> AlertMemory:
    """The memory with what is new, without what is too old to be said or to be counted."""
    known = {change.id for change in memory.waiting}
    waiting = (*memory.waiting, *(change for change in fresh if change.id not in known))
    return AlertMemory(
        tuple(change for change in waiting if now - change.at <= WORTH or _held_by_quiet(change, wish, now)),
        tuple(said for said in memory.spoken if now - said.at <= timedelta(days=2)),
        memory.held,
    )


def _not_folded(memory: AlertMemory, now: datetime) -> tuple[Change, ...]:
    """What waits and is not about a subject that was told of less than thirty minutes ago."""
    folded = {slug for said in memory.spoken if now - said.at < FOLD for slug in said.subjects}
    return tuple(change for change in memory.waiting if not folded & set(change.subjects))


def _fold_over(memory: AlertMemory, now: datetime) -> datetime:
    """When the first of the subjects that wait may be told of again."""
    waiting = {slug for change in memory.waiting for slug in change.subjects}
    return min(said.at for said in memory.spoken if now - said.at < FOLD and set(said.subjects) & waiting) + FOLD


def _burst_over(memory: AlertMemory, ready: int, now: datetime) -> datetime | None:
    """When a burst is over, whose rest is one message; None while nothing bursts."""
    lately = [said for said in memory.spoken if now - said.at < BURST_TIME]
    recent = sum(said.count for said in lately)
    return min(said.at for said in lately) + BURST_TIME if recent and recent + ready >= BURST else None


def _post(memory: AlertMemory, ready: tuple[Change, ...], now: datetime) -> AlertDecision:
    """Say what is ready: all of a burst in one summary, else what concerns the first subject."""
    summary = len(ready) >= BURST
    post = ready if summary else _first_subject(ready)
    rest = tuple(change for change in memory.waiting if change not in post)
    said = SentAlert(now, tuple(dict.fromkeys(slug for change in post for slug in change.subjects)), len(post))
    after = AlertMemory(rest, (*memory.spoken, said), 0)
    why = "a summary of a burst" if summary else "formed or rose"
    return AlertDecision(after, why, post, memory.held, now if rest else None)


def _first_subject(ready: tuple[Change, ...]) -> tuple[Change, ...]:
    """The changes of the subject that comes first: what happens to one subject at once is one message."""
    first = set(ready[0].subjects)
    return tuple(change for change in ready if change is ready[0] or first & set(change.subjects))


def _after_cap(memory: AlertMemory, wish: AlertSubscription, now: datetime) -> AlertDecision:
    """The morning after the cap: how many were held back, in one line."""
    if wish.quiet and (until := wish.quiet.over(now)):
        return AlertDecision(memory, f"quiet hours {wish.quiet.words}", again_at=until)
    return AlertDecision(replace(memory, held=0), "held back by the daily cap", held_back=memory.held)


def _held_by_quiet(change: Change, wish: AlertSubscription, now: datetime) -> bool:
    """What came in quiet hours stays worth saying until they are over."""
    over = wish.quiet.over(change.at) if wish.quiet else None
    return over is not None and now - over <= WORTH


def _day(moment: datetime, zone: str) -> object:
    return moment.astimezone(zone_of(zone)).date()


def _tomorrow(now: datetime, zone: str) -> datetime:
    there = now.astimezone(zone_of(zone))
    midnight = there.replace(hour=0, minute=0, second=0, microsecond=0, fold=0) + timedelta(days=1)
    return midnight.astimezone(UTC)
