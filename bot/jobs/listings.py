"""Reads the public model lists and keeps what they show; the same path takes a recorded history.

`take` is that path: what storage remembers, one reading, `bot.domain.detect.step`, and what changed back to storage.
The poller calls it with what the network gave, `replay` with each reading of a recorded series, as if it was polled.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from bot.catalogs import Catalog, openrouter
from bot.domain.detect import step
from bot.domain.findings import Finding, Found, Step, Verdict
from bot.domain.listings import Snapshot
from bot.domain.sources import SourceState
from bot.errors import SourceError
from bot.ports import Clock
from bot.ports.listings import Listings
from bot.ports.sources import Sources
from bot.ports.web import Web
from bot.reading import Answer, Get, drive

log = logging.getLogger(__name__)
SECONDS: Final = 60.0  # the longest one list may take


async def take(store: Listings, snapshot: Snapshot, source: str, tenant: str = "") -> Step:
    """One reading of a list: remembered, compared, kept. ``tenant`` is set for what a member pasted."""
    name = f"{snapshot.catalog}@{tenant}" if tenant else snapshot.catalog
    taken = step(store.memory(name), snapshot)
    await store.keep(taken, snapshot, source, tenant)
    return taken


@dataclass(slots=True)
class Looked:
    """What one round of all lists brought."""

    found: list[Found] = field(default_factory=list)
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)


class ListWatch:
    """The job that polls the lists; may be run at any time and twice without harm."""

    def __init__(
        self, catalogs: Mapping[str, Catalog], web: Web, clock: Clock, *, listings: Listings, sources: Sources
    ) -> None:
        self._catalogs = {name: one for name, one in catalogs.items() if all(map(web.ready, one.UPSTREAMS))}
        self._web, self._clock, self._listings, self._sources = web, clock, listings, sources

    async def read(self) -> Looked:
        """Read every list once; one that fails costs only itself."""
        looked = Looked()
        await asyncio.gather(*(self._one(name, catalog, looked) for name, catalog in self._catalogs.items()))
        loud = [one for one in looked.found if one.kind.raises or one.kind.names]
        log.info("lists_read", extra={"found": len(loud), "failed": len(looked.failed)})
        return looked

    async def _one(self, name: str, catalog: Catalog, looked: Looked) -> None:
        now = self._clock.now()
        before = self._sources.state(name) or SourceState(name, now)
        try:
            snapshot = await asyncio.wait_for(self._web.run(catalog.read()), SECONDS)
        except (SourceError, TimeoutError) as error:
            looked.failed[name] = error.what if isinstance(error, SourceError) else "it did not answer in time"
            log.info("list_unread", extra={"catalog": name, "why": looked.failed[name]})
            await self._sources.note([before.failed(now, looked.failed[name])])
            return
        taken = await take(self._listings, snapshot, catalog.PAGE)
        looked.verdicts[name] = taken.verdict
        looked.found += taken.found
        trouble = "" if taken.verdict is Verdict.GOOD else f"the list is {taken.verdict.value}"
        read, skipped = len(snapshot.listings), snapshot.skipped
        await self._sources.note([before.worked(now, items=read, faults=skipped, trouble=trouble)])


# ------------------------------------------------------------------------------------------------ a recorded history
@dataclass(frozen=True, slots=True)
class Left:
    """A raised id that went: when it was first missed, and who came around that time."""

    id: str
    at: datetime
    candidates: tuple[str, ...]


@dataclass(slots=True)
class Replayed:
    """What the detectors would have said. ``raised`` maps each id to the reading that raised it."""

    readings: int = 0
    raised: dict[str, datetime] = field(default_factory=dict)
    kinds: dict[str, Finding] = field(default_factory=dict)
    left: dict[str, Left] = field(default_factory=dict)
    leads: dict[str, datetime] = field(default_factory=dict)
    named: list[Found] = field(default_factory=list)
    verdicts: dict[Verdict, int] = field(default_factory=dict)

    def note(self, taken: Step) -> None:
        """Add what one reading showed."""
        self.readings += 1
        self.verdicts[taken.verdict] = self.verdicts.get(taken.verdict, 0) + 1
        for one in taken.found:
            if one.kind.raises:
                self.raised[one.id], self.kinds[one.id] = one.at, one.kind
            elif one.kind in (Finding.GONE, Finding.SUCCESSORS):
                known = self.left.get(one.id)
                self.left[one.id] = Left(one.id, known.at if known else one.at, one.candidates)
            elif one.kind is Finding.FREE:
                self.leads[one.id] = one.at
            elif one.kind.names:
                self.named.append(one)


async def replay(lines: Iterable[str], store: Listings, catalog: str = openrouter.NAME) -> Replayed:
    """Run a recorded series through the poll's own path: each reading becomes the answer OpenRouter would have sent.

    A line is a JSON object with its time ``t`` and either the whole list (``full`` or ``data``: ids, an object by id,
    or OpenRouter's own rows) or what changed since the line before (``add``, ``rem``, ``chg``). An object by id holds
    rows, or lists of values named by ``fields`` of a ``meta`` line. Prices nobody recorded stay unknown.

    Raises:
        ValueError: a line is no such object; names its number.
    """
    result = Replayed()
    for read_at, rows in _readings(lines):
        body = json.dumps({"data": rows}).encode()
        snapshot = drive(openrouter.read(), _answering(body, read_at))
        result.note(await take(store, replace(snapshot, catalog=catalog), openrouter.PAGE))
    return result


def _answering(body: bytes, read_at: datetime) -> Callable[[Get], Answer]:
    def answer(get: Get) -> Answer:
        return Answer(200, {}, body, read_at, get.said)

    return answer


def _readings(lines: Iterable[str]) -> Iterator[tuple[datetime, list[dict[str, Any]]]]:
    fields: list[str] = []
    now: dict[str, dict[str, Any]] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
            if "meta" in entry:
                fields = list(entry["meta"].get("fields", ()))
                continue
            whole = entry.get("full", entry.get("data", entry.get("ids")))
            if whole is not None:
                now = _rows(whole, fields)
            for name in entry.get("rem", ()):
                now.pop(str(name), None)
            now |= _rows(entry.get("add", {}), fields) | _rows(entry.get("chg", {}), fields)
            moment = datetime.fromisoformat(entry["t"])
        except (ValueError, KeyError, TypeError, AttributeError) as odd:
            raise ValueError(f"line {number} is no reading of a list: {odd}") from odd
        yield (moment if moment.tzinfo else moment.replace(tzinfo=UTC)), list(now.values())


def _rows(given: Any, fields: list[str]) -> dict[str, dict[str, Any]]:
    if isinstance(given, list):
        return {one["id"]: one for one in (_row(entry, None, fields) for entry in given)}
    return {str(name): _row(str(name), values, fields) for name, values in given.items()}


_NAMES = {"context_window": "context_length", "usd_per_1m_in": "prompt", "usd_per_1m_out": "completion"}


def _row(entry: Any, values: Any, fields: list[str]) -> dict[str, Any]:
    """A recorded entry as OpenRouter's row."""
    if isinstance(entry, dict):
        return entry
    if isinstance(values, dict):
        return {"id": entry, **values}
    row: dict[str, Any] = {"id": str(entry), "pricing": {}}
    told = values if isinstance(values, list) else ()
    for name, value in zip(fields, told, strict=False):
        if name.startswith("usd_per_1m") and value is not None:
            row["pricing"][_NAMES[name]] = value / 1_000_000
        elif name in _NAMES:
            row[_NAMES[name]] = value
    return row


def lines_of(path: Path) -> Iterator[str]:
    """The lines of a recorded series, packed or not."""
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8") as packed:
            yield from packed
        return
    with path.open(encoding="utf-8") as file:
        yield from file
