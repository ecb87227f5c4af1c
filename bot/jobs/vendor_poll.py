"""Read vendors' pages and store their facts; a page of a new shape fails alone."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from bot.domain.catalogs.vendor_facts import KeptFact, PageReading, changed
from bot.domain.source_state import SourceState, trouble_of
from bot.jobs.schedule import FAILED, failure_of, run_apart
from bot.messages.errors import SourceError
from bot.ports import Clock
from bot.ports.catalogs.sources import Sources
from bot.ports.catalogs.vendor_facts import VendorFacts
from bot.ports.source_client import SourceClient
from bot.sources.vendors import VendorPages

log = logging.getLogger(__name__)
SECONDS: Final = 120.0  # the longest one vendor may take over all its pages


@dataclass(slots=True)
class VendorRound:
    """The results of one round of all vendors."""

    added: list[KeptFact] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)


class VendorPoll:
    """The job that reads vendors' pages; safe to run at any time and to repeat."""

    def __init__(
        self,
        vendors: Mapping[str, VendorPages],
        client: SourceClient,
        clock: Clock,
        *,
        facts: VendorFacts,
        sources: Sources,
    ) -> None:
        self._vendors = {name: one for name, one in vendors.items() if all(map(client.ready, one.UPSTREAMS))}
        self._client, self._clock, self._facts, self._sources = client, clock, facts, sources

    async def read(self) -> VendorRound:
        """Read every vendor's pages once; a failing one does not affect the others."""
        done = VendorRound()
        failed = await run_apart({name: self._one(name, vendor, done) for name, vendor in self._vendors.items()})
        done.failed |= dict.fromkeys(failed, FAILED)
        log.info("vendors_read", extra={"added": len(done.added), "failed": len(done.failed)})
        return done

    async def _one(self, name: str, vendor: VendorPages, done: VendorRound) -> None:
        now = self._clock.now()
        before = self._sources.state(name) or SourceState(name, now)
        try:
            readings = await asyncio.wait_for(self._client.run(vendor.read(self._facts.validators(name))), SECONDS)
        except (SourceError, TimeoutError) as error:
            done.failed[name] = failure_of(error)
            log.info("vendor_unread", extra={"reader": name, "why": done.failed[name]})
            await self._sources.note([before.failed(now, done.failed[name])])
            return
        troubles = [trouble for reading in readings if (trouble := await self._keep(name, reading, now, done))]
        trouble = trouble_of(troubles, len(readings))
        if trouble:
            done.failed[name] = trouble
        items = sum(len(reading.facts or ()) for reading in readings)
        faults = sum(reading.skipped for reading in readings)
        await self._sources.note([before.worked(now, items=items, faults=faults, trouble=trouble)])

    async def _keep(self, name: str, reading: PageReading, now: datetime, done: VendorRound) -> str:
        if reading.facts is None and reading.trouble:
            return reading.trouble
        baseline = reading.page not in self._facts.validators(name).by_page
        change = changed(name, reading, self._facts.kept(name, reading.page), now, baseline=baseline)
        await self._facts.keep(name, reading, change, now)
        done.added += change.added
        return change.trouble
