"""Select what a digest reports: pure stages over changes, each with its reason.

A run, a preview and `/digest why` use the same stages, so that an explanation matches what happened.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.notify.changes import RANK, Change, in_order
from bot.domain.notify.digest_sections import Section

LONGEST = 20  # items; about what a platform's message can hold


class IfQuiet(StrEnum):
    """What a digest does on a day without news."""

    SKIP = "skip"
    LINE = "one line"
    SEND = "send anyway"


@dataclass(frozen=True, slots=True)
class DigestFilter:
    """What a digest reports.

    Empty ``about`` is every subject, ``points`` the minimum move.
    """

    about: tuple[str, ...] = ()
    min_grade: str = "UNCONFIRMED"
    sections: frozenset[Section] = frozenset(Section)
    max_items: int = 8
    if_quiet: IfQuiet = IfQuiet.LINE
    image: bool = False
    points: int = 5


@dataclass(frozen=True, slots=True)
class DigestPlace:
    """The state of the place a digest is sent to.

    ``told`` are changes already sent there as alerts, ``shown`` the objects on cards posted there, ``muted`` the refs
    and subjects muted there.
    """

    told: frozenset[str] = frozenset()
    shown: frozenset[str] = frozenset()
    muted: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class StageResult:
    """The decision of one stage about one item."""

    stage: str
    why: str
    passed: bool = True


Stage = Callable[[Change, DigestFilter, DigestPlace], StageResult]


def corrects(change: Change, place: DigestPlace) -> bool:
    """Whether it corrects something, including a card posted in this place."""
    return change.section is Section.CORRECTIONS or (change.revises and change.ref in place.shown)


def matched(change: Change, wish: DigestFilter, place: DigestPlace) -> StageResult:
    """Whether it concerns the requested subjects and sections."""
    if change.revises and change.ref in place.shown:
        return StageResult("matched", f"a card here shows {change.ref}")
    if wish.about and change.keys.isdisjoint(wish.about):
        about = ", ".join(change.subjects) or "no subject"
        return StageResult("matched", f"it is about {about}; the digest is about {', '.join(wish.about)}", passed=False)
    if change.section not in wish.sections and change.section is not Section.CORRECTIONS:
        return StageResult("matched", f"the section “{change.section.value}” is switched off", passed=False)
    if change.hearsay and not wish.about:
        return StageResult("matched", "only lists say so, and the digest is about every model", passed=False)
    return StageResult("matched", f"section {change.section.value}")


def grade_floor(change: Change, wish: DigestFilter, place: DigestPlace) -> StageResult:
    """Whether its grade reaches the requested floor; prices and dates have none."""
    if corrects(change, place):
        return StageResult("grade floor", "corrections are never filtered")
    if not change.grade:
        return StageResult("grade floor", "it has no grade")
    passed = RANK[change.grade] >= RANK[wish.min_grade]
    return StageResult("grade floor", f"{change.grade}; the floor is {wish.min_grade}", passed=passed)


def already_sent(change: Change, _wish: DigestFilter, place: DigestPlace) -> StageResult:
    """Whether this place already got it as an alert.

    Earlier digests cover other spans.
    """
    told = change.id in place.told
    return StageResult("already sent", "an alert told it here" if told else "not told here yet", passed=not told)


def threshold(change: Change, wish: DigestFilter, place: DigestPlace) -> StageResult:
    """Whether a price moved far enough."""
    if change.section is not Section.ODDS or not change.points or corrects(change, place):
        return StageResult("below threshold", "no move of a price")
    passed = abs(change.points) >= wish.points
    return StageResult("below threshold", f"{abs(change.points)} points; the threshold is {wish.points}", passed=passed)


def not_muted(change: Change, _wish: DigestFilter, place: DigestPlace) -> StageResult:
    """Whether it is not muted in this place."""
    muted = place.muted & {change.ref, *change.subjects}
    if muted and not corrects(change, place):
        return StageResult("muted", f"{', '.join(sorted(muted))} is muted here", passed=False)
    return StageResult("muted", "not muted")


STAGES: tuple[Stage, ...] = (matched, grade_floor, already_sent, threshold, not_muted)


def walk(change: Change, wish: DigestFilter, place: DigestPlace) -> tuple[StageResult, ...]:
    """Return each stage's decision about an item, up to the first that stops it."""
    said = []
    for stage in STAGES:
        said.append(stage(change, wish, place))
        if not said[-1].passed:
            break
    return tuple(said)


@dataclass(frozen=True, slots=True)
class DigestSelection:
    """The items to report, in order, and the others with the stage that stopped each."""

    kept: tuple[Change, ...] = ()
    left: tuple[tuple[Change, StageResult], ...] = ()

    @property
    def hidden(self) -> int:
        """How many items the filters removed that concern a requested subject."""
        return sum(1 for _, verdict in self.left if verdict.stage not in ("matched", "already sent"))


def select(changes: Sequence[Change], wish: DigestFilter, place: DigestPlace) -> DigestSelection:
    """Run changes through the stages, then the cap, which excludes corrections."""
    passed, left = [], []
    for change in in_order(changes):
        verdict = walk(change, wish, place)[-1]
        if verdict.passed:
            passed.append(change)
        else:
            left.append((change, verdict))
    corrections = [change for change in passed if corrects(change, place)]
    others = [change for change in passed if not corrects(change, place)]
    kept = _shared_out(others, wish.max_items)
    over = StageResult("cap", f"{len(others)} items passed; at most {wish.max_items} are told", passed=False)
    left += [(change, over) for change in others if change not in kept]
    return DigestSelection((*corrections, *(change for change in others if change in kept)), tuple(left))


def _shared_out(changes: Sequence[Change], limit: int) -> frozenset[Change]:
    """Return the items that fit, taking each section's best in turn.

    So a long section does not crowd out the others.
    """
    by_section: dict[Section, list[Change]] = {}
    for change in changes:
        by_section.setdefault(change.section, []).append(change)
    kept: list[Change] = []
    position = 0
    while len(kept) < min(limit, len(changes)):
        kept += [items[position] for items in by_section.values() if position < len(items)][: limit - len(kept)]
        position += 1
    return frozenset(kept)


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """A watched source: its last reading, and its fault with start ('' if none)."""

    name: str
    read_at: datetime | None
    trouble: str = ""
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class DigestRun:
    """A digest about to be written: name, zone, span and due time.

    ``missed`` are titles of messages that could not be posted here in time. ``test`` marks a requested preview;
    ``first`` one that never ran before.
    """

    name: str
    zone: str
    since: datetime
    due: datetime
    now: datetime
    missed: tuple[str, ...] = ()
    test: bool = False
    first: bool = False


@dataclass(frozen=True, slots=True)
class SendReason:
    """Whether a digest is sent, and why: logged, and shown by `/digest list`."""

    words: str
    send: bool = True


def decide(
    selection: DigestSelection, sources: Sequence[SourceHealth], wish: DigestFilter, on: DigestRun
) -> SendReason:
    """Decide whether to send; a source that broke since the last digest is a reason."""
    if on.missed:
        return SendReason(f"{len(on.missed)} could not be posted before")
    if selection.kept:
        return SendReason("first digest" if on.first else _counted(selection.kept))
    broken = [source for source in sources if source.trouble]
    if broken and (wish.if_quiet is not IfQuiet.SKIP or any(s.since is None or s.since > on.since for s in broken)):
        return SendReason("not a quiet day: " + ", ".join(source.name for source in broken))
    if wish.if_quiet is IfQuiet.SKIP:
        return SendReason("nothing new", send=False)
    return SendReason("nothing new, said in one line")


def _counted(kept: Sequence[Change]) -> str:
    counts: dict[str, int] = {}
    for change in kept:
        counts[change.section.value] = counts.get(change.section.value, 0) + 1
    return ", ".join(f"{name}: {count}" for name, count in counts.items())


@dataclass(frozen=True, slots=True)
class ChangeFeed:
    """The changes of a span, the health of sources, and what could not be examined."""

    changes: tuple[Change, ...] = ()
    sources: tuple[SourceHealth, ...] = ()
