"""Ports as a place sees them: what an admin switched off there is not read.

Commands, suggestions, digests and alerts read through these, so that no card has to know of the switches. Only reads
are narrowed; what is written and the log of changes itself are the same for all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from bot.domain.evals.eval_runs import EvalRun
from bot.domain.evidence.evidence import Basis, Claim, Evidence
from bot.domain.markets.markets import MarketLink, MarketReading, MarketRules, MarketTitle, PricePoint
from bot.domain.markets.track_record import PastForecast, PublishedBin
from bot.domain.notify.change_log import ChangeRow
from bot.domain.notify.changes import Change
from bot.domain.parts import PARTS, SwitchedOff
from bot.domain.sightings.field_guide import FieldGuide
from bot.messages.request import View
from bot.ports import Ports
from bot.ports.changes import Changes, LogFilter
from bot.ports.claims import ClaimDispute, ClaimResolution, Claims, SourceInfo
from bot.ports.markets import Markets
from bot.ports.sightings import Sightings

if TYPE_CHECKING:
    from bot.ports.accounts.tenants import Tenants

NOTHING_OFF = SwitchedOff()
NO_GUIDE = FieldGuide()
WIDER = 5  # times as many are searched where some of them will be left out


def switched_off(tenants: Tenants, tenant: str) -> SwitchedOff:
    """Return what is switched off in a tenant."""
    off = tenants.settings(tenant).off
    return SwitchedOff(off) if off else NOTHING_OFF


def whole(ports: Ports) -> Ports:
    """Return the ports with nothing left out: for what is written for every place."""
    return ports.whole or ports


class SwitchedPorts:
    """The ports by what is switched off, each made once and kept."""

    def __init__(self, ports: Ports) -> None:
        self._ports = whole(ports)
        self._made: dict[SwitchedOff, Ports] = {NOTHING_OFF: self._ports}

    def of(self, off: SwitchedOff) -> Ports:
        """Return the ports where this is switched off."""
        if off not in self._made:
            self._made[off] = _narrowed(self._ports, off)
        return self._made[off]

    def of_tenant(self, tenant: str) -> Ports:
        """Return the ports as a tenant sees them."""
        return self.of(switched_off(self._ports.tenants, tenant))


def shown(changes: Iterable[Change], off: SwitchedOff) -> tuple[Change, ...]:
    """Keep the changes that a place with these switches is told of.

    Addresses that it does not show are left out.
    """
    return tuple(
        replace(one, source="") if off.hides("venue links") and one.ref.startswith("MK-") else one
        for one in changes
        if not off.hides_ref(one.ref, one.label, one.source_label)
    )


def hidden_by(changes: Iterable[Change]) -> frozenset[str]:
    """Return the parts that hide some of these changes, or an address in them."""
    told = tuple(changes)
    return frozenset(part for part in PARTS if shown(told, SwitchedOff(frozenset({part}))) != told)


def _narrowed(ports: Ports, off: SwitchedOff) -> Ports:
    markets, sightings, claims = ports.markets, ports.sightings, ports.claims
    if off.hides("odds") or off.hides("real money"):
        markets, claims = cast("Markets", _Markets(markets, off)), cast("Claims", _Claims(claims, off))
    if off.hides("checkpoint"):
        sightings = cast("Sightings", NoSightings(sightings))
    if off.hides("claimcheck"):
        claims = cast("Claims", _NoClaims(claims))
    changes = cast("Changes", _Changes(ports.changes, off))
    return replace(ports, markets=markets, sightings=sightings, claims=claims, changes=changes, whole=ports)


class _Narrowed:
    """A port of which some reads are narrowed; all others are the port's own."""

    def __init__(self, port: Any) -> None:
        self._port = port

    def __getattr__(self, name: str) -> Any:
        return getattr(self._port, name)


class _Changes(_Narrowed):
    def __init__(self, changes: Changes, off: SwitchedOff) -> None:
        super().__init__(changes)
        self._changes, self._off = changes, off

    def read(self, wanted: LogFilter) -> Sequence[ChangeRow]:
        told = ((row, shown((row.change,), self._off)) for row in self._changes.read(wanted))
        return [replace(row, change=kept[0]) for row, kept in told if kept]


class _Markets(_Narrowed):
    def __init__(self, markets: Markets, off: SwitchedOff) -> None:
        super().__init__(markets)
        self._markets, self._off = markets, off

    def _kept(self, found: Iterable[MarketReading]) -> Sequence[MarketReading]:
        return [one for one in found if not self._off.hides_market(one.venue)]

    def _one(self, found: MarketReading | None) -> MarketReading | None:
        return None if found is None or self._off.hides_market(found.venue) else found

    def of_subject(self, slug: str, view: View) -> Sequence[MarketReading]:
        return self._kept(self._markets.of_subject(slug, view))

    def of_subjects(self, slugs: Sequence[str], view: View) -> Sequence[MarketReading]:
        return self._kept(self._markets.of_subjects(slugs, view))

    def of_topic(
        self, slugs: Sequence[str], names: Sequence[str], view: View
    ) -> tuple[Sequence[MarketReading], Sequence[MarketReading]]:
        own, named = self._markets.of_topic(slugs, names, view)
        return self._kept(own), self._kept(named)

    def market(self, number: int, view: View) -> MarketReading | None:
        return self._one(self._markets.market(number, view))

    def by_url(self, url: str, view: View) -> MarketReading | None:
        return self._one(self._markets.by_url(url, view))

    def by_slug(self, slug: str, view: View) -> MarketReading | None:
        return self._one(self._markets.by_slug(slug, view))

    def search(self, words: str, view: View, *, open_only: bool = True, limit: int = 10) -> Sequence[MarketReading]:
        return self._kept(self._markets.search(words, view, open_only=open_only, limit=limit * WIDER))[:limit]

    def titles(self, view: View, limit: int) -> Sequence[MarketTitle]:
        found = self._markets.titles(view, limit * WIDER)
        return [one for one in found if not self._off.hides_market(one.venue)][:limit]

    def named(self, slugs: Sequence[str], view: View, limit: int = 10) -> Sequence[MarketReading]:
        return self._kept(self._markets.named(slugs, view, limit * WIDER))[:limit]

    def candidates(self, view: View, limit: int = 25) -> Sequence[MarketReading]:
        return self._kept(self._markets.candidates(view, limit * WIDER))[:limit]

    def watched(self, view: View) -> Sequence[MarketReading]:
        return self._kept(self._markets.watched(view))

    def followed(self, view: View) -> Sequence[MarketReading]:
        return self._kept(self._markets.followed(view))

    def history(self, rung: int, view: View, since: datetime) -> Sequence[PricePoint]:
        return () if self._off.hides("odds") else self._markets.history(rung, view, since)

    def rules(self, number: int, view: View) -> Sequence[MarketRules]:
        return self._markets.rules(number, view) if self.market(number, view) is not None else ()

    def past(self, view: View) -> Sequence[PastForecast]:
        return [one for one in self._markets.past(view) if not self._off.hides_market(one.venue)]

    def settled(self, view: View) -> Sequence[PastForecast]:
        return [one for one in self._markets.settled(view) if not self._off.hides_market(one.venue)]

    def settled_on(self, urls: Sequence[str], view: View) -> Mapping[str, str]:
        return {} if self._off.hides("odds") else self._markets.settled_on(urls, view)

    def published_records(self, view: View) -> Sequence[PublishedBin]:
        return [one for one in self._markets.published_records(view) if not self._off.hides_market(one.publisher)]

    def links(self, view: View, *, claim: str = "", state: str = "") -> Sequence[MarketLink]:
        found = self._markets.links(view, claim=claim, state=state)
        return [one for one in found if self.market(one.market, view) is not None]


class _Claims(_Narrowed):
    """Claims without what prediction markets say of them."""

    def __init__(self, claims: Claims, off: SwitchedOff) -> None:
        super().__init__(claims)
        self._claims, self._off = claims, off

    def _told(self, item: Evidence) -> bool:
        return item.basis is not Basis.MARKET or not self._off.hides_market(item.party)

    def evidence(self, subjects: Sequence[str], view: View, claim_id: str = "") -> Sequence[Evidence]:
        return [one for one in self._claims.evidence(subjects, view, claim_id) if self._told(one)]

    def item(self, evidence_id: str, view: View) -> Evidence | None:
        found = self._claims.item(evidence_id, view)
        return found if found is not None and self._told(found) else None

    def items_of(self, party: str, view: View) -> Sequence[Evidence]:
        return [one for one in self._claims.items_of(party, view) if self._told(one)]

    def latest_of(self, parties: Sequence[str], view: View, limit: int) -> Sequence[Evidence]:
        return [one for one in self._claims.latest_of(parties, view, limit * WIDER) if self._told(one)][:limit]

    def said_by(self, party: str, view: View) -> Sequence[tuple[Evidence, Claim, int]]:
        return [one for one in self._claims.said_by(party, view) if self._told(one[0])]

    def sources(self, view: View) -> Mapping[str, SourceInfo]:
        found = self._claims.sources(view)
        return {
            name: one for name, one in found.items() if one.kind != "market" or not self._off.hides_market(one.party)
        }


class _NoClaims(_Narrowed):
    """No claims; the evidence of a model's facts stays."""

    def claim(self, claim_id: str, view: View) -> Claim | None:
        del claim_id, view
        return None

    def about(self, subjects: Sequence[str], view: View) -> Sequence[Claim]:
        del subjects, view
        return ()

    def like(self, text: str, subjects: Sequence[str], view: View, limit: int = 80) -> Sequence[Claim]:
        del text, subjects, view, limit
        return ()

    def every(self, view: View, limit: int = 1000, after: int = 0) -> Sequence[Claim]:
        del view, limit, after
        return ()

    def open_of(self, view: View) -> Sequence[Claim]:
        del view
        return ()

    def count(self, view: View) -> int:
        del view
        return 0

    def some(self, ids: Sequence[str], view: View) -> Sequence[Claim]:
        del ids, view
        return ()

    def resolutions(self, view: View, kind: str, limit: int) -> Sequence[ClaimResolution]:
        del view, kind, limit
        return ()

    def latest_of(self, parties: Sequence[str], view: View, limit: int) -> Sequence[Evidence]:
        del parties, view, limit
        return ()

    def said_by(self, party: str, view: View) -> Sequence[tuple[Evidence, Claim, int]]:
        del party, view
        return ()

    def disputes(self, claim_id: str, view: View) -> Sequence[ClaimDispute]:
        del claim_id, view
        return ()

    def trials(self, tenant: str, task: str = "", model: str = "") -> Sequence[EvalRun]:
        del tenant, task, model
        return ()

    def tasks(self, tenant: str) -> Sequence[str]:
        del tenant
        return ()


class NoSightings(_Narrowed):
    """No labels: none was ever reported, watched or listed.

    Reads that give nothing for an unknown label stay.
    """

    EMPTY = frozenset({"labels", "suggest", "events", "reports", "reports_by", "drawn", "checks", "attributions"})
    EMPTY |= {"settled", "watchers", "watching"}
    NONE = frozenset({"label", "elsewhere", "published", "report", "draft"})
    PASSED = frozenset({"canonical", "picture"})

    def __getattr__(self, name: str) -> Any:
        if name in self.EMPTY | self.NONE:
            return lambda *_args, **_more: () if name in self.EMPTY else None
        return super().__getattr__(name)

    @staticmethod
    def guide() -> FieldGuide:
        """No label, as of any day."""
        return NO_GUIDE
