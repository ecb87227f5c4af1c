"""Poll the public model lists and store the results.

`take` is also the path of a recorded history (`bot.jobs.replay`): stored memory, one reading,
`bot.domain.catalogs.list_changes.step`, and changes back to storage.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.domain.catalogs.findings import ListFinding, ListUpdate, ReadingOutcome
from bot.domain.catalogs.list_changes import step
from bot.domain.catalogs.listings import Snapshot
from bot.domain.source_state import SourceState
from bot.jobs.schedule import FAILED, failure_of, run_apart
from bot.messages.errors import SourceError
from bot.ports import Clock
from bot.ports.catalogs.listings import Listings
from bot.ports.catalogs.sources import Sources
from bot.ports.source_client import SourceClient
from bot.sources.catalogs import Catalog

log = logging.getLogger(__name__)
SECONDS: Final = 60.0  # the longest one list may take
AT_ONCE: Final = 4  # lists under way


async def take(store: Listings, snapshot: Snapshot, source: str, tenant: str = "") -> ListUpdate:
    """Process one list reading; ``tenant`` is set for a member's paste.

    A list of thousands takes a tenth of a second to compare, so that is done off the event loop.
    """
    name = f"{snapshot.catalog}@{tenant}" if tenant else snapshot.catalog
    taken = await store.beside(lambda: step(store.memory(name), snapshot))
    await store.keep(taken, snapshot, source, tenant)
    return taken


@dataclass(slots=True)
class ListRound:
    """The results of one round of all lists."""

    found: list[ListFinding] = field(default_factory=list)
    verdicts: dict[str, ReadingOutcome] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)


class ListPoll:
    """The job that polls the lists; safe to run at any time and to repeat."""

    def __init__(
        self,
        catalogs: Mapping[str, Catalog],
        client: SourceClient,
        clock: Clock,
        *,
        listings: Listings,
        sources: Sources,
    ) -> None:
        self._catalogs = {name: one for name, one in catalogs.items() if all(map(client.ready, one.UPSTREAMS))}
        self._client, self._clock, self._listings, self._sources = client, clock, listings, sources

    async def read(self) -> ListRound:
        """Read every list once; a failing one does not affect the others."""
        looked, places = ListRound(), asyncio.Semaphore(AT_ONCE)

        async def placed(name: str, catalog: Catalog) -> None:
            async with places:
                await self._one(name, catalog, looked)

        failed = await run_apart({name: placed(name, catalog) for name, catalog in self._catalogs.items()})
        looked.failed |= dict.fromkeys(failed, FAILED)
        loud = [one for one in looked.found if one.kind.raises or one.kind.names]
        log.info("lists_read", extra={"found": len(loud), "failed": len(looked.failed)})
        return looked

    async def _one(self, name: str, catalog: Catalog, looked: ListRound) -> None:
        now = self._clock.now()
        before = self._sources.state(name) or SourceState(name, now)
        try:
            snapshot = await asyncio.wait_for(self._client.run(catalog.read()), SECONDS)
        except (SourceError, TimeoutError) as error:
            looked.failed[name] = failure_of(error)
            log.info("list_unread", extra={"catalog": name, "why": looked.failed[name]})
            await self._sources.note([before.failed(now, looked.failed[name])])
            return
        taken = await take(self._listings, snapshot, catalog.PAGE)
        looked.verdicts[name] = taken.verdict
        looked.found += taken.found
        trouble = "" if taken.verdict is ReadingOutcome.GOOD else f"the list is {taken.verdict.value}"
        read, skipped = len(snapshot.listings), snapshot.skipped
        await self._sources.note([before.worked(now, items=read, faults=skipped, trouble=trouble)])
