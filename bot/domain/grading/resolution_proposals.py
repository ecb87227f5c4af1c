"""Propose outcomes of claims and labels from public records; the desk decides.

Five records can settle something: a market on exactly this question, lists that show a model with its numbers, the
vendor's own document, a deadline that passed in the watched source, a host that reveals a name. Each is one *resolver*;
two that agree for 48 hours unopposed are accepted (`agreed`), everything else waits for a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.catalogs.listings import ListingValue
from bot.domain.evidence.evidence import DOCUMENTS, Basis, Claim, ClaimOutcome, Evidence, Statement
from bot.domain.evidence.grade_result import Graded
from bot.domain.evidence.grade_rules import Grade
from bot.domain.evidence.release_checklist import PROVISIONAL
from bot.domain.grading.weights import SECOND_HAND
from bot.domain.markets.market_view import MarketBoard, RungRow
from bot.domain.time import format_moment, format_time

AGREED_FOR = timedelta(hours=48)
SAME = 0.005  # the share by which two numbers may differ and still be one
ROUNDED = 0.10  # a number within a tenth may be the other one rounded: no list refutes it
MARKET, LISTS, DOCUMENT, DEADLINE, HOST, ROW_ID = (
    "market settled",
    "listing present",
    "vendor document",
    "deadline passed",
    "host reveal",
    "same row id",
)
_ROLES = {"input": "price_in", "output": "price_out", "context": "context", "output_limit": "output"}


@dataclass(frozen=True, slots=True)
class ResolutionProposal:
    """One resolver's proposed outcome of a record.

    ``about`` is a claim's id or a label's key, ``at`` when the outcome occurred. ``host`` is whose statement it is: two
    resolvers based on one host's statement are one. Until ``provisional`` (None: it is not) the statement may still be
    corrected.
    """

    resolver: str
    about: str
    outcome: str
    how: str
    source: str
    at: datetime
    host: str
    subject: str = ""
    label: str = ""
    provisional: datetime | None = None


def by_market(claim: Claim, board: MarketBoard, *, exact: bool) -> ResolutionProposal | None:
    """Propose from a settled market on exactly this question.

    The desk linked it as *exact*, or a rung has the claim's own day. A rung of another day proves nothing, nor does one
    that is merely closed.
    """
    said = claim.statement
    if not exact and (said.type != "release_date" or said.day is None):
        return None
    row = _rung(said, board, exact=exact)
    if row is None or row.rung.resolution is None or row.rung.resolved_at is None:
        return None
    if row.rung.resolution == "void":
        outcome = ClaimOutcome.VOID
    else:
        # an undated question linked as exact is the claim's own wording; a dated one asks whether it happens
        happened = (row.rung.resolution == "yes") != row.date.complement
        asserted = said.polarity > 0 or row.date.last is None
        outcome = ClaimOutcome.TRUE if happened == asserted else ClaimOutcome.FALSE
    market = board.market
    words = f"{market.venue_name} {market.id} “{row.label}” resolved {row.rung.resolution.upper()}"
    return _claim(claim, MARKET, outcome, words, market.url, row.rung.resolved_at, market.venue)


def _rung(said: Statement, board: MarketBoard, *, exact: bool) -> RungRow | None:
    if exact and len(board.rows) == 1 and None in (said.day, board.rows[0].date.last):
        return board.rows[0]
    if said.day is None:
        return board.main_row() if exact and board.outcome == "yes" else None
    wanted = {
        "by": ("by", None, said.last_day),
        "before": ("by", None, said.last_day),
        "on": ("on", None, said.day),
        "within": ("window", said.since, said.day),
    }.get(said.operator)
    return next((row for row in board.rows if (row.date.kind, _first(row), row.date.last) == wanted), None)


def _first(row: RungRow) -> date | None:
    return row.date.first if row.date.kind == "window" else None


def by_lists(claim: Claim, told: Iterable[ListingValue], as_of: datetime) -> ResolutionProposal | None:
    """Propose from lists that show the model, or its numbers, in two readings.

    The readings are an hour apart. Nothing if lists disagree. A list covers the API but not apps, and shows what
    exists, not what never will.
    """
    said = claim.statement
    lists = current(told)
    if said.surface not in ("", "api") or not _read_twice(lists):
        return None
    if said.type in ("exists", "available"):
        if said.object or said.day is not None:
            return None
        met, until = True, None
    else:
        numbered = said.type in ("price", "context_limits")
        verdicts = [(one, verdict) for one in lists if numbered and (verdict := _meets(said, one)) is not None]
        if len({verdict for _, verdict in verdicts}) != 1:
            return None
        lists, met = tuple(one for one, _ in verdicts), verdicts[0][1]
        until = max(one.at for one in lists) + PROVISIONAL
    return _listed_proposal(claim, lists, until if until and until > as_of else None, holds=met == (said.polarity > 0))


def _read_twice(lists: Sequence[ListingValue]) -> bool:
    return bool(lists) and all(one.confirmed_at is not None for one in lists)


def _listed_proposal(
    claim: Claim, lists: Sequence[ListingValue], provisional: datetime | None, *, holds: bool
) -> ResolutionProposal:
    outcome = ClaimOutcome.TRUE if holds else ClaimOutcome.FALSE
    first, names = lists[0], ", ".join(dict.fromkeys(one.catalog for one in lists))
    how = f"{names} list{'s' if len(lists) == 1 else ''} {first.id}{_numbers(first)}, read twice"
    since = max(one.confirmed_at or one.at for one in lists)
    return _claim(claim, LISTS, outcome, how, first.source, since, first.catalog, provisional)


def current(told: Iterable[ListingValue]) -> tuple[ListingValue, ...]:
    """Return each list's current values.

    The entry first seen, if it has the model twice.
    """
    latest: dict[tuple[str, str], ListingValue] = {}
    for one in sorted(told, key=lambda entry: entry.at):
        latest[one.catalog, one.id] = one
    by_list: dict[str, ListingValue] = {}
    for one in sorted(latest.values(), key=lambda entry: (entry.at, entry.id)):
        if not one.gone:
            by_list.setdefault(one.catalog, one)
    return tuple(sorted(by_list.values(), key=lambda entry: (entry.at, entry.catalog)))


def _meets(said: Statement, one: ListingValue) -> bool | None:
    """Whether a list's numbers match the claim's.

    None if it has none, or only rounded ones, or the claim names a range.
    """
    if said.bound != "eq" or said.comparator or said.object or not said.values:
        return None
    found = []
    for value in said.values:
        number = getattr(one, _ROLES[value.role]) if value.role in _ROLES else None
        if number is None or number < 0 or value.upto is not None:
            return None
        gap = round(abs(number - value.number) / max(abs(number), abs(value.number), 1e-9), 9)
        if SAME < gap <= ROUNDED:
            return None
        found.append(gap <= SAME)
    return all(found)


def _numbers(one: ListingValue) -> str:
    said = []
    if one.price_in is not None and one.price_out is not None:
        said.append(f"${one.price_in:g} in, ${one.price_out:g} out per million tokens")
    if one.context is not None:
        said.append(f"context {one.context:,}")
    if one.output is not None:
        said.append(f"output {one.output:,}")
    return f" ({'; '.join(said)})" if said else ""


def by_documents(claim: Claim, graded: Graded, evidence: Iterable[Evidence]) -> ResolutionProposal | None:
    """Propose from the vendor's unopposed document, or a deadline that passed unmet.

    The document states an accomplished fact, and the deadline is judged by its watched source. A document quoted by
    others is also proposed, marked as such for the desk.
    """
    items = {item.id: item for item in evidence}
    sign = {Grade.CONFIRMED: 1, Grade.SUPPORTED: 1, Grade.CONTRADICTED: -1}.get(graded.grade, 0)
    strong = (item for item in graded.items if item.sign == sign and item.level >= SECOND_HAND and not item.rounded)
    deciding = (items[item.ids[0]] for item in strong)
    first = next((item for item in deciding if item.form in DOCUMENTS and item.basis is Basis.FIRST_PARTY), None)
    if not sign or first is None:
        return _deadline(claim, graded, items.values())
    outcome = ClaimOutcome.TRUE if sign > 0 else ClaimOutcome.FALSE
    how = f"{first.party}, {first.form.value} of {format_time(first.so_at)} ({first.id})"
    if first.second_hand:
        how = f"{how}, {first.via}"
    return _claim(claim, DOCUMENT, outcome, how, first.url or first.source, first.learned_at, first.party)


def _deadline(claim: Claim, graded: Graded, items: Iterable[Evidence]) -> ResolutionProposal | None:
    outcomes = {"deadline-passed": ClaimOutcome.FALSE, "deadline-passed-unmet": ClaimOutcome.TRUE}
    outcome, day = outcomes.get(graded.rule.name), claim.statement.last_day
    watched = [item for item in items if item.id in graded.watches]
    if outcome is None or day is None or not watched:
        return None
    read = min(watched, key=lambda item: (item.so_at, item.id))
    how = f"{format_time(day)} is over, and {read.party} showed no event on {format_time(read.so_at)} ({read.id})"
    return _claim(claim, DEADLINE, outcome, how, read.url or read.source, read.learned_at, read.party)


def by_host(
    key: str, label: str, host: str, named: str, subject: str, *, row: bool, at: datetime, source: str, why: str
) -> ResolutionProposal:
    """Propose from a host that reveals a name, or shows the same row under a new name."""
    how = f"{host} shows the row of “{label}” as {named}" if row else f"{host}: {why}"
    return ResolutionProposal(
        ROW_ID if row else HOST, key, "identified", how, source, at, host, subject or named, label
    )


def _claim(
    claim: Claim,
    resolver: str,
    outcome: ClaimOutcome,
    how: str,
    source: str,
    at: datetime,
    host: str,
    provisional: datetime | None = None,
) -> ResolutionProposal:
    said = f"{how} (provisional until {format_moment(provisional)} UTC)" if provisional else how
    return ResolutionProposal(resolver, claim.id, outcome.value, said, source, at, host, provisional=provisional)


# ------------------------------------------------------------------------------------------------ the 48-hour rule
@dataclass(frozen=True, slots=True)
class QueuedProposal:
    """A queued proposal: its item, author, content, age, and whether it is waiting."""

    item: str
    by: str
    outcome: str
    subject: str
    at: datetime
    host: str = ""
    resolver: bool = True
    waiting: bool = True
    refused: bool = False
    provisional: datetime | None = None


def agreed(proposals: Sequence[QueuedProposal], as_of: datetime) -> tuple[QueuedProposal, ...]:
    """Return the waiting proposals about one record that need no person.

    Two different resolvers on the statements of two different hosts agree, both for 48 hours, neither is provisional,
    and nobody, person or resolver, disagrees or has refused one.
    """
    if any(one.refused for one in proposals) or len({(one.outcome, one.subject) for one in proposals}) > 1:
        return ()
    ripe = [
        one
        for one in proposals
        if one.resolver
        and one.waiting
        and as_of - one.at >= AGREED_FOR
        and (one.provisional is None or one.provisional <= as_of)
    ]
    different = len({one.by for one in ripe}) > 1 and len({one.host for one in ripe}) > 1
    return tuple(sorted(ripe, key=lambda one: (one.at, one.item))) if different else ()
