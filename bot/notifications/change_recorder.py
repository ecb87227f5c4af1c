"""Examine marked things and append their changes to the log.

Only marked things are examined, so the work depends on what was written, not on the ledger's size. Each mark is
examined as of its own moment, in chronological order: a newly loaded ledger reports its past as it happened. A mark
older than the last examination of the same thing (late evidence) is examined as of now: past rows are corrected, never
rewritten. Claims are graded as of `REACH` ago at the earliest.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache, partial
from heapq import heappop, heappush

from bot.domain.catalogs.listed_models import ListedModel
from bot.domain.evidence.evidence import Claim
from bot.domain.names import label_slug
from bot.domain.notify.change_log import (
    ChangeFacts,
    ChangeRow,
    ChecklistState,
    MarketState,
    of_market,
    of_waits,
)
from bot.domain.notify.changes import SOON, Change, ClaimState, mark, of_claim, of_event, of_states
from bot.domain.notify.digest_sections import ChangeKind
from bot.messages.errors import SpudwatchError
from bot.messages.request import View
from bot.notifications.change_look import REACH, ChangeLook
from bot.ports import Ports
from bot.ports.changes import ChangeBatch, ChangeMark
from bot.queries.aliases import world_of
from bot.queries.changes.listing_changes import look_at_list
from bot.queries.changes.retirement_reminders import look_at_shutdowns
from bot.queries.changes.sighting_changes import of_finding, of_guide, of_label
from bot.queries.changes.vendor_changes import look_at_pages
from bot.queries.claims.claim_states import GradedClaim, family_of, recorded_checklist, release_grade, state_of
from bot.queries.market_subjects import of_market_question
from bot.queries.names import name_of
from bot.reads.shared_reads import snapshot
from bot.reads.switches import whole

log = logging.getLogger(__name__)

AT_ONCE = 100  # marks looked at between two transactions
KEPT = 1 << 20  # bytes of what they rest on; the more of it, the more memory a first start leaves in pieces
LONG = 1_000  # marks that take longer to look at than somebody who asks should wait
TRIES = 3  # attempts when another process was first
FINDINGS = 2_000
MOMENT = timedelta(seconds=1)


async def record_changes(ports: Ports, now: datetime) -> int:
    """Process the marks due by now, off the event loop.

    Return how many rows were appended. Concurrent callers wait for one another; all but the first find nothing left.
    """
    ports = whole(ports)  # what is recorded is the same for all places
    async with ports.changes.looking:
        return await _record(ports, now)


async def record_soon(ports: Ports, now: datetime) -> None:
    """`record_changes` for somebody who waits, unless a job is far behind."""
    if not (ports.changes.looking.locked() and is_behind(ports, now)):
        await record_changes(ports, now)


def is_behind(ports: Ports, now: datetime) -> bool:
    """Whether more marks are left than `LONG`, as after the first start."""
    return ports.changes.waiting(now) > LONG


async def _record(ports: Ports, now: datetime) -> int:
    tries, done, total, head = 0, 0, 0, ports.changes.head()
    while marks := ports.changes.due(now, AT_ONCE):
        oldest = (now - REACH).replace(microsecond=0)
        if any(one.kind == "claims" and one.at < oldest for one in marks):
            await ports.changes.gather("claims", oldest)
            continue
        batch = await ports.changes.beside(partial(look, ports, marks, now))
        if await ports.changes.append(batch, now):
            tries, done = 0, done + len(batch.done)
            if done and (done > AT_ONCE or len(marks) == AT_ONCE):
                total = max(done, total or done + ports.changes.waiting(now))  # counted once: it reads all marks
                ports.changes.progress(done, total)
        elif (tries := tries + 1) == TRIES:
            break
    return ports.changes.head() - head


def look(ports: Ports, marks: Sequence[ChangeMark], now: datetime) -> ChangeBatch:
    """Examine marked things; a failing one does not affect others, and is retried.

    What several of them rest on is read once.
    """
    ports = snapshot(ports, KEPT)
    whole = ChangeLook(ports, now)
    done: list[ChangeMark] = []
    failed: dict[ChangeMark, str] = {}
    waiting = [(one.at, one.id, one) for one in marks]
    known = {replace(one, id=0) for one in marks}
    while waiting:
        _, number, one = heappop(waiting)
        step = ChangeLook(ports, now, whole, readings=whole.readings)
        try:
            LOOKS[one.kind](step, one)
        except Exception as error:  # the loop: a broken record must not silence the others
            why = error.what if isinstance(error, SpudwatchError) else "a record of it is broken"
            log.exception("change not recorded", extra={"kind": one.kind, "why": why})
            if number:
                failed[one] = why
            else:
                whole.again.append(one)
            continue
        whole.add(step)
        done += [one] if number else []
        # Changes due to time alone, within the span of these marks, are examined in order.
        for later in step.again:
            if later.at > marks[-1].at:
                whole.again.append(later)
            elif later not in known:
                known.add(later)
                heappush(waiting, (later.at, 0, later))
    states = {key: (whole.log[key], state) for key, state in whole.states.items()}
    return ChangeBatch(whole.rows, whole.opened, states, done, whole.again, failed)


def _history(step: ChangeLook, one: ChangeMark) -> None:
    """Examine a subject's releases, sightings, vendor statements and states."""
    ports = step.ports
    view = View(one.tenant, one.at)

    @cache
    def released(at: datetime) -> str:
        return release_grade(ports, one.ref, View(one.tenant, at))

    for event in ports.ledger.events([one.ref], view):
        word = released(event.learned_at) if event.kind == "release" else ""
        if (told := of_event(event, word)) is not None:
            step.rows.append(ChangeRow(told))
    subject = ports.ledger.subject(one.ref, view)
    if subject is not None and world_of(ports, [one.ref], view, step.readings)[0].one(one.ref) == one.ref:
        step.rows += [ChangeRow(told) for told in of_states(subject, view.as_of, released)]


def _claims(step: ChangeLook, one: ChangeMark) -> None:
    """Examine claims about a subject and its possible meanings, and their checklists."""
    ports = step.ports
    view = View(one.tenant, one.at)
    family = family_of(ports, one.ref, view, step.readings)
    tenants = [one.tenant] if one.tenant else [*ports.claims.tenants_about(family.all, one.at), ""]
    claims = {claim.id: claim for name in tenants for claim in ports.claims.about(family.all, View(name, step.now))}
    for claim in claims.values():
        if family.touches(claim):
            _claim(step, one, claim, [claim.tenant] if claim.tenant else tenants)
    for slug in sorted(family.same):
        for tenant in tenants:
            _waits(step, one, slug, tenant)


def _claim(step: ChangeLook, one: ChangeMark, known: Claim, tenants: Sequence[str]) -> None:
    thing = f"claim:{known.id}"
    if step.forgotten(known.tenant or one.tenant, thing, one):
        return
    public = None if known.tenant else step.decoded("", thing, ClaimState)
    for tenant in tenants:
        at = step.moment(tenant, thing, one.at)
        claim = step.ports.claims.claim(known.id, View(tenant, at))
        if claim is None:
            continue
        graded = state_of(step.ports, claim, View(tenant, at), step.readings)
        mine = step.decoded(tenant, thing, ClaimState)
        if mine is None and public is None:
            public = _before(step, claim, at)
        if tenant and not claim.tenant and mine is None:
            shared = step.ports.claims.claim(known.id, View("", at))
            if shared and _same(state_of(step.ports, shared, View("", at), step.readings).state, graded.state):
                continue  # it sees what everybody sees
        was = mine if mine is not None else public
        _say_of_claim(step, claim, tenant, was, graded, at)
        step.keep(tenant, thing, graded.state, at, one.at)
        step.mark_later(replace(one, tenant=tenant), graded.again)


def _before(step: ChangeLook, claim: Claim, at: datetime) -> ClaimState | None:
    """Return a claim's state before it was first examined, if it was filed earlier."""
    if claim.learned_at is None or claim.learned_at >= at:
        return None
    return state_of(step.ports, claim, View(claim.tenant, at - MOMENT), step.readings).state


def _say_of_claim(
    step: ChangeLook, claim: Claim, tenant: str, was: ClaimState | None, graded: GradedClaim, at: datetime
) -> None:
    slugs = (claim.statement.subject,) if "/" in claim.statement.subject else ()
    source = graded.newest.source if graded.newest else claim.source
    told = of_claim(claim.id, claim.text, slugs, was, graded.state, at, source=source, tenant=tenant)
    quiet = told is None and bool(tenant) and not claim.tenant and step.state(tenant, f"claim:{claim.id}") is None
    if quiet:
        told = Change(
            mark(ChangeKind.GRADE, claim.id, "", at), ChangeKind.GRADE, claim.id, slugs, claim.text, "", "", at,
            tenant=tenant, formed=False,
        )  # fmt: skip
    if told is not None:
        about = tuple(slug for slug in (claim.statement.comparator,) if "/" in slug)
        facts = ChangeFacts(claim=(was, graded.state))
        step.rows.append(ChangeRow(told, f"claim:{claim.id}", facts, about, quiet))


def _retracted(step: ChangeLook, one: ChangeMark) -> None:
    """Examine a claim that was taken back: what was told of it is corrected."""
    thing = f"claim:{one.ref}"
    was = step.decoded(one.tenant, thing, ClaimState)
    claim = step.ports.claims.claim(one.ref, View(one.tenant, one.at - MOMENT))
    if was is not None and claim is not None:
        gone = GradedClaim(ClaimState("SPECULATION", rule="nothing"), None, ())
        _say_of_claim(step, claim, one.tenant, was, gone, one.at)
        step.keep(one.tenant, thing, gone.state, one.at, one.at)


def _same(one: ClaimState, other: ClaimState) -> bool:
    return (one.grade, one.outcome) == (other.grade, other.outcome)


def _waits(step: ChangeLook, one: ChangeMark, slug: str, tenant: str) -> None:
    thing = f"waits:{slug}"
    if step.forgotten(tenant, thing, one):
        return
    at = step.moment(tenant, thing, one.at)
    found = recorded_checklist(step.ports, slug, View(tenant, at), step.readings)
    if found is None:
        return
    now = found.waits
    public = step.decoded("", thing, tuple[ChecklistState, ...])
    was = step.decoded(tenant, thing, tuple[ChecklistState, ...])
    if tenant and was is None:
        seen = recorded_checklist(step.ports, slug, View("", at), step.readings)
        if seen is not None and seen.waits == now:
            return
    if was is None and public is None:
        early = recorded_checklist(step.ports, slug, View("", at - MOMENT), step.readings)
        public = early.waits if early is not None and early.news else None
    before = was if was is not None else public or ()
    title = f"{name_of(step.ports, View(tenant, at), slug)}, release checklist"
    told = of_waits(slug, title, found.about, before, now, at)
    if told is not None and found.news:
        row = ChangeRow(replace(told, tenant=tenant), thing, ChangeFacts(waits=(before, now)))
        step.rows.append(row)
    step.keep(tenant, thing, now, at, one.at)


def _market(step: ChangeLook, one: ChangeMark) -> None:
    """Examine a market's settled rungs, moves, rules and closing time.

    It is done for everybody, and for tenants that mapped it by hand.
    """
    thing = f"market:{one.ref}"
    for tenant in dict.fromkeys((one.tenant, *(() if one.tenant else step.ports.changes.followers(thing)))):
        at = step.moment(tenant, thing, one.at)
        market = step.ports.markets.market(int(one.ref), View(tenant, at))
        if market is None:
            continue
        if market.subject and (opened := of_market_question(step.ports, market, View(tenant, at))) is not None:
            step.opened.append(opened)
        was = step.decoded(tenant, thing, MarketState) or (step.decoded("", thing, MarketState) if tenant else None)
        rows, now = of_market(was, market, at)
        if market.subject:
            step.rows += [replace(row, change=replace(row.change, tenant=tenant)) for row in rows]
        step.keep(tenant, thing, now, at, one.at)
        if market.closes_at is not None and market.closes_at - SOON > at:
            step.mark_later(one, [market.closes_at - SOON])


def _label(step: ChangeLook, one: ChangeMark) -> None:
    """The grade of a label that was reported in a tenant."""
    thing = f"label:{one.ref}"
    view = View(one.tenant, step.moment(one.tenant, thing, one.at))
    before = step.decoded(one.tenant, thing, str) or ""
    told = of_label(step.ports, one.ref, view, before)
    if told is not None:
        step.rows.append(ChangeRow(told, f"{thing}@{one.tenant}"))
        step.again += _identity(replace(one, at=view.as_of), told.title.partition("”")[0].strip("“"))
        step.keep(one.tenant, thing, told.after, view.as_of, one.at)


def _identity(one: ChangeMark, label: str) -> list[ChangeMark]:
    """Mark the claims about a label's identity, once one is stated."""
    slug = label_slug(label)
    return [replace(one, id=0, kind="claims", ref=slug)] if slug else []


def _guide(step: ChangeLook, one: ChangeMark) -> None:
    """The labels of the field guide that have a name by then."""
    view = View("", step.moment("", "guide:", one.at))
    known = step.state("", "guide:")
    for label in step.ports.sightings.guide().labels(view.as_of):
        late = known is not None and view.as_of > one.at  # an edition was loaded: any label may be new in it
        since = None if label.known_at is None else max(label.known_at, label.learned_at)
        if late or (since is not None and (known is None or since > known.looked_at)):
            told = of_guide(step.ports, label, view)
            if told is not None:
                step.rows.append(ChangeRow(told))
    step.keep("", "guide:", "", view.as_of, one.at)


def _list(step: ChangeLook, one: ChangeMark) -> None:
    """Examine a list reading as of its own moment, so that late rows are not missed."""
    view = View(one.tenant, one.at)
    if not one.tenant:
        looked = look_at_list(step.ports, one.ref, view, lambda slug: step.decoded("", f"listed:{slug}", ListedModel))
        step.rows += looked.rows
        step.opened += looked.opened
        for slug, model in looked.models.items():
            step.keep("", f"listed:{slug}", model, one.at, one.at)
    for shown in step.ports.listings.showed(view, one.at - MOMENT, FINDINGS):
        told = of_finding(step.ports, shown, view) if shown.catalog == one.ref else None
        if told is not None:
            step.rows.append(ChangeRow(told))
            step.again += _identity(one, shown.label) if shown.kind.names else []


def _vendor(step: ChangeLook, one: ChangeMark) -> None:
    """Examine a reading of a vendor's pages: releases, prices, retirements."""
    looked = look_at_pages(
        step.ports,
        one.ref,
        View("", one.at),
        lambda slug: step.decoded("", f"listed:{slug}", ListedModel),
        lambda slug: step.decoded("", f"ends:{slug}", str),
    )
    step.rows += looked.rows
    step.opened += looked.opened
    for slug, model in looked.models.items():
        step.keep("", f"listed:{slug}", model, one.at, one.at)
    step.again += [ChangeMark("", "claims", slug, one.at) for slug in looked.touched]
    for slug, day in looked.ends.items():
        step.keep("", f"ends:{slug}", day, one.at, one.at)


def _retirement(step: ChangeLook, one: ChangeMark) -> None:
    """Report a model's shutdown dates when known, and again as the day approaches."""
    step.rows += look_at_shutdowns(step.ports, one.ref, View("", one.at))


LOOKS: Mapping[str, Callable[[ChangeLook, ChangeMark], None]] = {
    "history": _history,
    "claims": _claims,
    "retracted": _retracted,
    "market": _market,
    "label": _label,
    "guide": _guide,
    "list": _list,
    "vendor": _vendor,
    "retirement": _retirement,
}
