"""Decide when an alert fires.

It fires on formation and escalation, once, and not too often. The rules are, in order: muted or paused · quiet hours ·
the daily cap · thirty minutes per subject · five in ten minutes become one summary. All state is a value that storage
keeps, so that a restart loses nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.domain.notify.changes import RANK, Change
from bot.domain.notify.digest_sections import ChangeKind
from bot.domain.notify.timetable import QuietHours
from bot.domain.time.zones import zone_of

FOLD = timedelta(minutes=30)  # one message a subject in this time
BURST, BURST_TIME = 5, timedelta(minutes=10)  # this many changes in this time become one message
HYSTERESIS = 2  # points a price may fall back and still count as having crossed
WORTH = timedelta(hours=12)  # an alert older than this is news for a digest


@dataclass(frozen=True, slots=True)
class WatchedPrice:
    """An alert's memory of one price: its base, and a crossing awaiting a second poll.

    ``read_at`` is the reading last examined: the same reading twice is one poll.
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
    """Compare a price reading with the memory; return the new memory and any move.

    A move of ``threshold`` points (1..99) from the base waits for the next reading; it counts if that is still at least
    ``threshold`` less two points away on the same side. The base then moves along, so that a price that stays there is
    not reported again.
    """
    if memory is None:
        return WatchedPrice(price, read_at, read_at), None
    if read_at == memory.read_at:
        return memory, None
    memory = _turned_back(memory, read_at)
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
    """Compare a price reading with a line in points (1..99).

    Return memory and any crossing. It must be over or under the line for two polls, and two points back to count again.
    The base is the side of the last known price.
    """
    if memory is None:
        return WatchedPrice(price, read_at, read_at), None
    if read_at == memory.read_at:
        return memory, None
    memory = _turned_back(memory, read_at)
    over = _points(memory.base) >= line
    crossed = _points(price) < line - HYSTERESIS if over else _points(price) >= line
    if crossed and memory.pending is not None:
        return WatchedPrice(price, read_at, read_at), Move(memory.base, price, memory.base_at, read_at)
    return replace(memory, read_at=read_at, pending=price if crossed else None), None


def _turned_back(memory: WatchedPrice, read_at: datetime) -> WatchedPrice:
    """Reset to now what a clock that was ahead read, so that new readings count."""
    return replace(memory, base_at=min(memory.base_at, read_at)) if read_at < memory.read_at else memory


def _points(now: float, then: float = 0.0) -> float:
    return round((now - then) * 100, 6)  # 0.58 * 100 is 57.99999999999999


@dataclass(frozen=True, slots=True)
class AlertSubscription:
    """What an alert listens for.

    Empty ``about`` is everything, ``threshold`` is in points. ``ref`` is the single object of a personal watch, or
    ``label`` the key of a label whose sightings and names it reports; ``fading`` includes downgrades, as such a watch
    does.
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
    """Whether an alert asks for a change; prices are watched per reading, not here."""
    if wish.label:
        return change.label == wish.label and change.kind in (ChangeKind.SIGHTING, ChangeKind.REVEAL)
    if wish.what is ChangeKind.GRADE and change.ref in wish.about:  # a claim by its number: whatever becomes of it
        return change.kind in (ChangeKind.GRADE, ChangeKind.CORRECTION)
    if change.kind is not wish.what or not (change.formed or wish.fading):
        return False
    if wish.what is ChangeKind.ODDS and not change.after.startswith("settled"):
        return False
    return _is_about(change, wish) and _reaches(change.grade, wish.min_grade)


def _is_about(change: Change, wish: AlertSubscription) -> bool:
    """Whether a change concerns the alert's subject; hearsay only if one was named."""
    if wish.ref and wish.ref != change.ref:
        return False
    if not wish.about:
        return not change.hearsay
    return not change.keys.isdisjoint(wish.about)


def _reaches(grade: str, least: str) -> bool:
    return not least or not grade or RANK[grade] >= RANK[least]


@dataclass(frozen=True, slots=True)
class SentAlert:
    """A past alert: its time, its subjects, its number of items, and these."""

    at: datetime
    subjects: tuple[str, ...]
    count: int = 1
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class AlertMemory:
    """An alert's own memory.

    Pending changes, recent alerts, and those held by the cap.
    """

    waiting: tuple[Change, ...] = ()
    spoken: tuple[SentAlert, ...] = ()
    held: int = 0


@dataclass(frozen=True, slots=True)
class AlertDecision:
    """What to send now (possibly nothing), when to decide again, and why."""

    memory: AlertMemory
    why: str
    post: tuple[Change, ...] = ()
    held_back: int = 0
    again_at: datetime | None = None

    @property
    def summary(self) -> bool:
        """Whether several changes are reported in one message."""
        return len(self.post) > 1


def recall(memory: AlertMemory, withdrawn: Collection[datetime]) -> AlertMemory:
    """Take back into the pending changes those of alerts withdrawn unposted.

    They are found by when they were queued.
    """
    back = [said for said in memory.spoken if said.at.replace(microsecond=0) in withdrawn]
    if not back:
        return memory
    spoken = tuple(said for said in memory.spoken if said not in back)
    return AlertMemory((*memory.waiting, *(one for said in back for one in said.changes)), spoken, memory.held)


def decide(memory: AlertMemory, fresh: Sequence[Change], wish: AlertSubscription, now: datetime) -> AlertDecision:
    """Decide what an alert sends at a moment, from its pending and new changes."""
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
    """Add new changes to the memory, and drop what is too old to send or count."""
    known = {change.id for change in memory.waiting}
    waiting = (*memory.waiting, *(change for change in fresh if change.id not in known))
    return AlertMemory(
        tuple(change for change in waiting if now - change.at <= WORTH or _held_by_quiet(change, wish, now)),
        # What a clock that was ahead sent is dropped: it would fold and cap until that time.
        tuple(said for said in memory.spoken if timedelta() <= now - said.at <= timedelta(days=2)),
        memory.held,
    )


def _not_folded(memory: AlertMemory, now: datetime) -> tuple[Change, ...]:
    """Return pending changes about subjects not reported in the last thirty minutes."""
    folded = {slug for said in memory.spoken if now - said.at < FOLD for slug in said.subjects}
    return tuple(change for change in memory.waiting if not folded & set(change.subjects))


def _fold_over(memory: AlertMemory, now: datetime) -> datetime:
    """Return when the first pending subject may be reported again."""
    waiting = {slug for change in memory.waiting for slug in change.subjects}
    return min(said.at for said in memory.spoken if now - said.at < FOLD and set(said.subjects) & waiting) + FOLD


def _burst_over(memory: AlertMemory, ready: int, now: datetime) -> datetime | None:
    """Return when a burst ends, whose rest is one message; None without a burst."""
    lately = [said for said in memory.spoken if now - said.at < BURST_TIME]
    recent = sum(said.count for said in lately)
    return min(said.at for said in lately) + BURST_TIME if recent and recent + ready >= BURST else None


def _post(memory: AlertMemory, ready: tuple[Change, ...], now: datetime) -> AlertDecision:
    """Send what is ready.

    A whole burst as a summary, else the first subject's changes.
    """
    summary = len(ready) >= BURST
    post = ready if summary else _first_subject(ready)
    rest = tuple(change for change in memory.waiting if change not in post)
    said = SentAlert(now, tuple(dict.fromkeys(slug for change in post for slug in change.subjects)), len(post), post)
    after = AlertMemory(rest, (*memory.spoken, said), 0)
    why = "a summary of a burst" if summary else "formed or rose"
    return AlertDecision(after, why, post, memory.held, now if rest else None)


def _first_subject(ready: tuple[Change, ...]) -> tuple[Change, ...]:
    """Return the first subject's changes: changes of one subject are one message."""
    first = set(ready[0].subjects)
    return tuple(change for change in ready if change is ready[0] or first & set(change.subjects))


def _after_cap(memory: AlertMemory, wish: AlertSubscription, now: datetime) -> AlertDecision:
    """Report in one line how many changes the cap held back."""
    if wish.quiet and (until := wish.quiet.over(now)):
        return AlertDecision(memory, f"quiet hours {wish.quiet.words}", again_at=until)
    return AlertDecision(replace(memory, held=0), "held back by the daily cap", held_back=memory.held)


def _held_by_quiet(change: Change, wish: AlertSubscription, now: datetime) -> bool:
    """Whether quiet hours still hold a change, which then stays valid until they end."""
    over = wish.quiet.over(change.at) if wish.quiet else None
    return over is not None and now - over <= WORTH


def _day(moment: datetime, zone: str) -> object:
    return moment.astimezone(zone_of(zone)).date()


def _tomorrow(now: datetime, zone: str) -> datetime:
    there = now.astimezone(zone_of(zone))
    midnight = there.replace(hour=0, minute=0, second=0, microsecond=0, fold=0) + timedelta(days=1)
    return midnight.astimezone(UTC)
