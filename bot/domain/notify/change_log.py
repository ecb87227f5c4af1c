"""Rows of the change log, and the net changes over a stretch of rows.

A row records one step of one thing, from one value to another. A reader who looks after several steps sees one change:
from the start of the first to the end of the last, and nothing if those are equal.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain.evidence.release_checklist import Certainty, ReleaseChecklist
from bot.domain.markets.markets import MarketReading, RungReading
from bot.domain.markets.quotes import Probability, points_between
from bot.domain.notify.changes import (
    SMALLEST,
    SOON,
    Change,
    ClaimState,
    known_at,
    mark,
    of_claim,
    price_at,
    price_record,
)
from bot.domain.notify.digest_sections import ChangeKind
from bot.domain.notify.watched_markets import settled_page
from bot.domain.text import shorten
from bot.domain.time import format_time

VALUE = 48  # characters of a checklist item's value; the checklist has the rest


@dataclass(frozen=True, slots=True)
class ChecklistState:
    """The state of a release checklist item: certainty, leading value, and its source."""

    name: str
    certainty: Certainty = Certainty.UNKNOWN
    value: str = ""
    party: str = ""
    listed: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class MarketState:
    """The logged state of a market.

    Price by rung, settled rungs, rules versions, its end.
    """

    subject: str = ""
    prices: Mapping[int, float] = field(default_factory=dict)
    settled: Mapping[int, str] = field(default_factory=dict)
    rules: int = 0
    closing: datetime | None = None


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One entry of the log.

    Entries of the same ``thing`` are chained, '' stands alone. ``facts`` are the values before and after it that longer
    stretches need. ``about`` are further slugs it is found by; ``quiet`` marks the moment from which a tenant sees a
    public thing combined with rows of its own.
    """

    change: Change
    thing: str = ""
    facts: ChangeFacts | None = None
    about: tuple[str, ...] = ()
    quiet: bool = False
    sequence: int = 0
    written: datetime | None = None


@dataclass(frozen=True, slots=True)
class ChangeFacts:
    """A thing before and after a step; the field for its kind is set."""

    claim: tuple[ClaimState | None, ClaimState] | None = None
    waits: tuple[tuple[ChecklistState, ...], tuple[ChecklistState, ...]] | None = None
    price: tuple[int, float, float] | None = None
    settled: tuple[tuple[int, str], ...] = ()


def tell(rows: Iterable[ChangeRow]) -> tuple[Change, ...]:
    """Reduce log rows, in the order written, to their net changes."""
    steps: dict[object, list[ChangeRow]] = {}
    for number, row in enumerate(rows):
        steps.setdefault(row.thing or number, []).append(row)
    priced = [group for group in steps.values() if _is_price(group[-1])]
    others = [group for group in steps.values() if not _is_price(group[-1])]
    told = [change for group in others if (change := _joined(group))]
    told += _moves(priced, {rung for group in others for row in group if row.facts for rung, _ in row.facts.settled})
    return _without_states(told)


def _without_states(told: Sequence[Change]) -> tuple[Change, ...]:
    """Drop state changes covered by an event of the same stretch.

    An event has no before and after.
    """
    events = {(one.kind, slug) for one in told if not one.after for slug in one.subjects}
    return tuple(one for one in told if not one.after or (one.kind, one.ref) not in events)


def _is_price(row: ChangeRow) -> bool:
    return row.facts is not None and row.facts.price is not None


def _moves(priced: Iterable[Sequence[ChangeRow]], settled: Container[int]) -> list[Change]:
    """Combine a market's price steps into one change.

    Rungs settled meanwhile have no move.
    """
    markets: dict[str, list[ChangeRow]] = {}
    for group in priced:
        row = _joined_price(group)
        if row.facts is not None and row.facts.price is not None and row.facts.price[0] not in settled:
            markets.setdefault(row.change.ref, []).append(row)
    return [change for group in markets.values() if (change := _largest(group))]


def _joined(group: Sequence[ChangeRow]) -> Change | None:
    """Combine the steps of one thing; None if it ended where it began."""
    last = group[-1]
    if len(group) == 1:
        return None if last.quiet else last.change
    made = _from_facts(group)
    return made and replace(made, written=last.change.written)


def _from_facts(group: Sequence[ChangeRow]) -> Change | None:
    """Combine steps by the facts of their kind, else by their words."""
    first, last = group[0], group[-1]
    change, begun, facts = last.change, first.facts or ChangeFacts(), last.facts or ChangeFacts()
    if facts.claim and begun.claim:
        then, now = begun.claim[0], facts.claim[1]
        about, source, text = change.subjects, change.source, change.title[1:-1]
        return of_claim(change.ref, text, about, then, now, change.at, source=source, tenant=change.tenant)
    if facts.waits and begun.waits:
        return of_waits(change.ref, change.title, change.subjects, begun.waits[0], facts.waits[1], change.at)
    before = first.change.before
    if facts.settled:
        ended = {rung: words for row in group if row.facts for rung, words in row.facts.settled}
        alone = before if len(ended) == 1 else ""
        return replace(change, before=alone, after="settled: " + ", ".join(ended.values()))
    if before == change.after:
        return None
    return replace(change, before=before, formed=any(row.change.formed for row in group))


def _joined_price(group: Sequence[ChangeRow]) -> ChangeRow:
    first, last = group[0].facts, group[-1].facts
    assert first is not None and first.price is not None and last is not None and last.price is not None  # noqa: S101, PT018 - the rows were chosen for having a price
    return replace(group[-1], facts=ChangeFacts(price=(last.price[0], first.price[1], last.price[2])))


def _largest(group: Sequence[ChangeRow]) -> Change | None:
    """Keep the largest move of a ladder and count the others; its rungs move together."""
    moved = []
    for row in group:
        assert row.facts is not None and row.facts.price is not None  # noqa: S101, PT018 - the rows were chosen for having a price
        rung, then, now = row.facts.price
        if abs(points_between(then, now)) >= SMALLEST:
            moved.append((abs(points_between(then, now)), -rung, row, then, now))
    if not moved:
        return None
    _, _, row, then, now = max(moved, key=lambda one: one[:2])
    others = f"; {len(moved) - 1} other dates moved, too" if len(moved) > 2 else ""  # noqa: PLR2004 - two rungs of one ladder move together
    points = points_between(then, now)
    words = Probability(then).said, Probability(now).said
    return replace(row.change, before=words[0], after=words[1], points=points, why=f"{points:+d} points{others}")


def of_checklist(checklist: ReleaseChecklist) -> tuple[ChecklistState, ...]:
    """The release checklist as the log remembers them."""
    found = []
    for item in checklist.waits:
        first = item.findings[0] if item.findings else None
        if first is None:
            found.append(ChecklistState(item.name, item.state))
        else:
            found.append(ChecklistState(item.name, item.state, first.value, first.party, first.listed, first.url))
    return tuple(found)


def of_waits(
    slug: str,
    title: str,
    about: tuple[str, ...],
    then: Sequence[ChecklistState],
    now: Sequence[ChecklistState],
    at: datetime,
) -> Change | None:
    """Return the change of a model's release checklist; None if nothing differs."""
    before = {one.name: one for one in then}
    pairs = [(before.get(one.name, ChecklistState(one.name)), one) for one in now]
    filled = [(old, new) for old, new in pairs if new.value and _differs(old, new)]
    if not filled:
        return None
    known, were = _known(now), _known(then)
    news = "; ".join(_filled(old, new) for old, new in filled)
    source = next((new.url for _, new in filled if new.url), "")
    return Change(
        mark(ChangeKind.WAIT, slug, f"{known}{news}", at), ChangeKind.WAIT, slug, about, title,
        str(were) if known != were else "", f"{known} of 5 known", at, source,
        why=news + _left(now, known, {new.name for _, new in filled}), formed=known >= were,
    )  # fmt: skip


def _left(now: Sequence[ChecklistState], known: int, told: Collection[str]) -> str:
    """What is still awaited, after what is reported.

    The text is '' where nothing else is awaited, even if not all is known.
    """
    missing = ", ".join(one.name for one in now if one.certainty is not Certainty.KNOWN and one.name not in told)
    return f". Still waiting for: {missing}" if missing else ". All five are known" if known == len(now) else ""


def _known(waits: Iterable[ChecklistState]) -> int:
    return sum(one.certainty is Certainty.KNOWN for one in waits)


def _differs(old: ChecklistState, new: ChecklistState) -> bool:
    """Whether more or less is known, or a public list gives a different value."""
    if old.certainty is not new.certainty or not old.value:
        return old.certainty is not new.certainty
    return new.listed and new.value != old.value


def _filled(old: ChecklistState, new: ChecklistState) -> str:
    who = f" by {new.party}" if new.listed and new.certainty is Certainty.CLAIMED else ""
    changed = f"; was {shorten(old.value, VALUE)}" if old.certainty is new.certainty and old.value != new.value else ""
    return f"{new.name}: {shorten(new.value, VALUE)} ({new.certainty.value}{who}{changed})"


def of_market(then: MarketState | None, market: MarketReading, at: datetime) -> tuple[list[ChangeRow], MarketState]:
    """Return a market's changes since its last logged state, and its new state.

    The first time there are no changes.
    """
    now = _market_state(market, at)
    if then is None:
        return [], now
    moves = {rung.id: _moved(market, rung, then.prices.get(rung.id), at) for rung in market.rungs}
    told = {rung.id: row for rung in market.rungs if (row := moves[rung.id]) is not None and rung.status == "open"}
    kept = {rung.id: then.prices[rung.id] for rung in market.rungs if rung.id in then.prices and rung.id not in told}
    rows = [
        *_settlements(then, now, market, at),
        *told.values(),
        *_new_rules(then, market),
        *_closing(then, now, market, at),
    ]
    return rows, replace(now, prices={**now.prices, **kept})


def _market_state(market: MarketReading, at: datetime) -> MarketState:
    """A market as the log remembers it."""
    prices = {rung.id: float(price) for rung in market.rungs if (price := price_at(rung, at)) is not None}
    settled = {r.id: r.resolution or "" for r in market.rungs if r.resolution and r.resolved_at and r.resolved_at <= at}
    is_open = any(rung.status == "open" for rung in market.rungs)
    closing = market.closes_at if is_open and market.closes_at and market.closes_at - SOON <= at else None
    return MarketState(market.subject or "", prices, settled, len(market.rules), closing)


def _settlements(then: MarketState, now: MarketState, market: MarketReading, at: datetime) -> list[ChangeRow]:
    """The rungs that settled, in one row; the price before is told of one alone."""
    ended = [rung for rung in market.rungs if rung.id in now.settled and rung.id not in then.settled]
    if not ended:
        return []
    words = tuple((rung.id, f"{rung.label} {rung.resolution}".strip()) for rung in ended)
    was_at = then.prices.get(ended[0].id) if len(ended) == 1 else None
    was = Probability(was_at).said if was_at is not None else ""
    told = _of(market, ChangeKind.ODDS, "", was, "settled: " + ", ".join(text for _, text in words), at, points=100)
    told = replace(told, source=settled_page(market, ended))
    return [ChangeRow(told, f"settled:{market.id}", ChangeFacts(settled=words))]


def _new_rules(then: MarketState, market: MarketReading) -> list[ChangeRow]:
    """The versions of the rules since then; the first that is known is no change."""
    rules = market.rules[then.rules :] if then.rules else ()
    return [ChangeRow(_of(market, ChangeKind.RULES, "", "", "the rules changed", one.learned_at)) for one in rules]


def _closing(then: MarketState, now: MarketState, market: MarketReading, at: datetime) -> list[ChangeRow]:
    """Report that a market closes soon, once per closing time."""
    closing = now.closing
    if closing is None or closing == then.closing or closing <= at:
        return []
    said, since = f"closes {format_time(closing, '%d %b %H:%M')} UTC", max(closing - SOON, market.first_seen)
    return [ChangeRow(_of(market, ChangeKind.CLOSING, "", "", said, since))]


def _moved(market: MarketReading, rung: RungReading, then: float | None, at: datetime) -> ChangeRow | None:
    now = price_at(rung, at)
    if then is None or now is None or abs(points_between(then, now)) < SMALLEST:
        return None
    name = f", {rung.label}" if rung.label and len(market.rungs) > 1 else ""
    words = Probability(then).said, now.said
    points, read = points_between(then, now), min(known_at(rung, at) or at, at)
    change = _of(market, ChangeKind.ODDS, name, *words, read, points=points, why=f"{points:+d} points")
    if (record := price_record(rung, at)) is not None:
        change = replace(change, source=record.url)
    return ChangeRow(change, f"price:{rung.id}", ChangeFacts(price=(rung.id, then, float(now))))


def _of(
    market: MarketReading,
    kind: ChangeKind,
    rung: str,
    then: str,
    now: str,
    at: datetime,
    *,
    points: int = 0,
    why: str = "",
) -> Change:
    return Change(
        mark(kind, f"{market.id} {rung}", now, at), kind, market.id, (market.subject,) if market.subject else (),
        f"{market.title}{rung}", then, now, at, market.url, market.venue, points=points, why=why,
    )  # fmt: skip
