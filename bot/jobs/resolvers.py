"""Propose outcomes of tenants' claims and labels from public records.

The public ledger's claims get their outcomes from its files. A tenant's records are the tenant's to resolve, so
proposals go into its queue. Nothing is resolved here except in one case: two different resolvers that have agreed for
48 hours, unopposed (`bot.domain.grading.resolution_proposals.agreed`), recorded in the audit trail as by "resolvers".

A proposal is made once: the same resolver does not repeat the same proposal, whatever became of it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from bot.domain.catalogs.findings import FindingKind
from bot.domain.catalogs.listings import ids_of
from bot.domain.evidence.evidence import Claim, ClaimOutcome
from bot.domain.grading import resolution_proposals
from bot.domain.grading.resolution_proposals import QueuedProposal, ResolutionProposal
from bot.domain.markets.market_view import board
from bot.domain.sightings import labels
from bot.messages.errors import Conflict
from bot.messages.request import RequestContext, Role, View
from bot.moderation import MACHINE, carry_out
from bot.ports import Ports
from bot.ports.catalogs.listings import StoredFinding
from bot.ports.desk import QueueItem
from bot.queries.aliases import confirmed_slugs
from bot.queries.claims.claim_grades import grade_claim
from bot.queries.names import slug_of

log = logging.getLogger(__name__)

REVEALS: Final = timedelta(days=90)  # older reveals were seen by earlier runs
WAITING: Final = 10_000  # proposals of a tenant that are looked at
PERSON: Final = "resolver:"


class Resolvers:
    """The job that proposes outcomes; safe to run at any time and to repeat."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports

    async def tick(self) -> int:
        """Examine every tenant once; return how many proposals were made."""
        now, made = self._ports.clock.now(), 0
        for tenant in sorted(self._ports.subscriptions.tenants_with_rows()):
            view = View(tenant, now)
            for claim in self._ports.claims.open_of(view):
                for found in self._of_claim(claim, view):
                    made += await self._propose(view, found)
                await asyncio.sleep(0)  # whoever asks meanwhile is answered
            for found in self._of_labels(view):
                made += await self._propose(view, found)
            await self._take_agreed(view)
        if made:
            log.info("outcomes_proposed", extra={"made": made})
        return made

    # -------------------------------------------------------------------------------------------- what is settled
    def _of_claim(self, claim: Claim, view: View) -> Iterable[ResolutionProposal]:
        ports, said = self._ports, claim.statement
        grading = grade_claim(ports, claim, view)
        good = confirmed_slugs([], grading.readings)
        found = [resolution_proposals.by_documents(claim, grading.graded, grading.items)]
        linked = ports.markets.links(view, claim=claim.id, state="accepted")
        exact = {link.market for link in linked if link.relation == "exact"}
        if not said.beyond and not said.altered:  # no list or market covers words beyond the slots
            ids = tuple(dict.fromkeys(name for slug in (said.subject, *good) for name in ids_of(slug)))
            found.append(resolution_proposals.by_lists(claim, ports.listings.values(ids, view), view.as_of))
            found += [self._asked(claim, number, view, exact=False) for number in self._markets(claim, good, view)]
        found += [self._asked(claim, number, view, exact=True) for number in sorted(exact)]
        return (one for one in found if one is not None)

    def _markets(self, claim: Claim, good: Iterable[str], view: View) -> Iterable[int]:
        if claim.statement.type != "release_date":
            return ()
        slugs = dict.fromkeys((claim.statement.subject, *good))
        return sorted({market.number for slug in slugs for market in self._ports.markets.of_subject(slug, view)})

    def _asked(self, claim: Claim, number: int, view: View, *, exact: bool) -> ResolutionProposal | None:
        market = self._ports.markets.market(number, view)
        return (
            resolution_proposals.by_market(claim, board(market, view.as_of), exact=exact)
            if market is not None
            else None
        )

    def _of_labels(self, view: View) -> Iterable[ResolutionProposal]:
        """Propose reveals of labels that were reported here and are not settled."""
        ports = self._ports
        settled = {one.key for one in ports.sightings.settled(view)}
        for shown in ports.listings.showed(view, view.as_of - REVEALS, 500):
            if not shown.kind.names or not shown.named:
                continue
            key = ports.sightings.canonical(labels.key(shown.label), view)
            if key not in settled and ports.sightings.label(key, view) is not None:
                yield self._revealed(key, shown, view)

    def _revealed(self, key: str, shown: StoredFinding, view: View) -> ResolutionProposal:
        return resolution_proposals.by_host(
            key,
            shown.label,
            shown.catalog.partition("@")[0],
            shown.named,
            slug_of(self._ports, view, shown.named),
            row=shown.kind is FindingKind.UNMASKED,
            at=shown.at,
            source=shown.source,
            why=shown.why,
        )

    # ------------------------------------------------------------------------------------------ into the desk's queue
    async def _propose(self, view: View, found: ResolutionProposal) -> bool:
        what = found.subject if found.outcome == "identified" else found.outcome
        title = f"{found.label or found.about} is {what}"
        person = f"{PERSON}{found.resolver}"
        earlier = self._ports.desk.about(found.about, view, "resolve")
        if any((one.person, one.title) == (person, title) for one in earlier):
            return False
        body = {
            "outcome": found.outcome,
            "how": found.how,
            "source": found.source,
            "link": found.source,
            "host": found.host,
            "provisional": found.provisional.isoformat() if found.provisional else "",
        }
        if found.label:
            body |= {"label": found.label, "subject": found.subject}
        item = QueueItem("resolve", found.about, title, person, view.as_of, f"{found.resolver}: {found.how}", body)
        await self._ports.desk.propose(view.tenant, item)
        return True

    async def _take_agreed(self, view: View) -> None:
        """Accept agreed proposals, the only unattended decision, for open records only."""
        for about in dict.fromkeys(item.about for item in self._ports.desk.queue(view, WAITING, "resolve")):
            if self._resolved(about, view):
                continue
            items = {item.id: item for item in self._ports.desk.about(about, view, "resolve")}
            taken = resolution_proposals.agreed([_waits(item) for item in items.values()], view.as_of)
            ctx = RequestContext(MACHINE, view.tenant, view.as_of, view.as_of, frozenset({Role.DESK}))
            for one in taken:
                why = "two resolvers have agreed for 48 hours"
                with suppress(Conflict):  # a person decided first
                    await carry_out(self._ports, ctx, items[one.item], "accepted", why)
            if taken:
                log.info("outcome_agreed", extra={"about": about, "by": len(taken)})

    def _resolved(self, about: str, view: View) -> bool:
        if about.startswith("CL-"):
            claim = self._ports.claims.claim(about, view)
            return claim is None or claim.outcome_at(view.as_of) is not ClaimOutcome.OPEN
        return bool(self._ports.sightings.settled(view, about))


def _waits(item: QueueItem) -> QueuedProposal:
    body: Mapping[str, str] = item.body
    until = body.get("provisional", "")
    return QueuedProposal(
        item=item.id,
        by=item.person,
        outcome=body.get("outcome", ""),
        subject=body.get("subject", ""),
        at=item.at,
        host=body.get("host", ""),
        resolver=item.person.startswith(PERSON),
        waiting=item.state == "waiting",
        refused=item.state == "refused",
        provisional=datetime.fromisoformat(until) if until else None,
    )
