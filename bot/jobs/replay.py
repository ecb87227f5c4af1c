"""Replay a recorded history of a model list through the poll's own path.

The result is what would have been reported, and when. A line is a JSON object with its time ``t`` (ISO 8601, or seconds
since 1970) and either the whole list (``full``, ``data`` or ``ids``: ids, an object by id, or OpenRouter's own rows) or
the changes since the previous line (``add``, ``rem``, ``chg``). An object by id holds rows, or lists of values named by
``fields`` of a ``meta`` line. Missing or non-numeric values stay unknown; an unreadable entry is skipped, an unreadable
line is skipped and counted.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from bot.domain.catalogs.findings import FindingKind, ListFinding, ListUpdate, ReadingOutcome
from bot.jobs.list_poll import take
from bot.ports.catalogs.listings import Listings
from bot.sources.catalogs import openrouter
from bot.sources.decode import Unreadable, number
from bot.sources.protocol import Answer, Get, drive


@dataclass(frozen=True, slots=True)
class VanishedId:
    """A raised id that disappeared.

    ``candidates`` are ids that appeared around then. ``missed_at`` is the first miss, ``at`` its confirmation.
    """

    id: str
    at: datetime
    candidates: tuple[str, ...]
    missed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RaisedId:
    """One raised id from its first to its last reading.

    ``listed_at`` is the first reading that lists it and ``last_listed_at`` the last, read from the series itself;
    ``raised_at`` the one that raised it, by ``rule``. ``removed_at`` is the first reading without it, None while it is
    listed; ``confirmed_at`` the later one that made sure. ``moved_to`` is the same label under another namespace.
    """

    id: str
    rule: str
    raised_at: datetime
    listed_at: datetime
    last_listed_at: datetime
    removed_at: datetime | None = None
    confirmed_at: datetime | None = None
    candidates: tuple[str, ...] = ()
    moved_to: str = ""


@dataclass(slots=True)
class Replayed:
    """What the detectors would have reported.

    ``raised`` maps ids to their first reading.
    """

    readings: int = 0
    unread: int = 0
    raised: dict[str, datetime] = field(default_factory=dict)
    kinds: dict[str, FindingKind] = field(default_factory=dict)
    left: dict[str, VanishedId] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    leads: dict[str, datetime] = field(default_factory=dict)
    named: list[ListFinding] = field(default_factory=list)
    verdicts: dict[ReadingOutcome, int] = field(default_factory=dict)
    listed: dict[str, tuple[datetime, datetime]] = field(default_factory=dict)
    moments: dict[int, datetime] = field(default_factory=dict)  # storage keeps whole seconds; these are the exact times

    def note(self, taken: ListUpdate, read_at: datetime, ids: Iterable[str]) -> None:
        """Add the results of one reading."""
        self.readings += 1
        self.moments[int(read_at.timestamp())] = read_at
        self.verdicts[taken.verdict] = self.verdicts.get(taken.verdict, 0) + 1
        for name in ids:
            first, last = self.listed.get(name, (read_at, read_at))
            self.listed[name] = min(first, read_at), max(last, read_at)
        for name, entry in taken.changed.items():
            if entry.moved_to:
                self.moved[name] = entry.moved_to
        for one in taken.found:
            if one.kind.raises:
                self.raised[one.id], self.kinds[one.id] = one.at, one.kind
            elif one.kind in (FindingKind.GONE, FindingKind.SUCCESSORS):
                known = self.left.get(one.id)
                at = known.at if known is not None and one.kind is FindingKind.SUCCESSORS else one.at
                missed = taken.memory.known[one.id].missed_at
                missed = self.moments.get(int(missed.timestamp()), missed) if missed else None
                self.left[one.id] = VanishedId(one.id, at, one.candidates, missed)
            elif one.kind is FindingKind.FREE:
                self.leads[one.id] = one.at
            elif one.kind.names:
                self.named.append(one)

    @property
    def sightings(self) -> tuple[RaisedId, ...]:
        """Return every raised id with its times and likely successors, in order."""
        return tuple(map(self._seen, sorted(self.raised, key=lambda name: (self.raised[name], name))))

    def _seen(self, name: str) -> RaisedId:
        moved = self.moved.get(name, "")
        last = self.listed[moved or name][1]
        left = self.left.get(moved or name)
        if left is not None and left.missed_at is not None and last >= left.missed_at:
            left = None  # it came back, and is still listed
        seen = RaisedId(name, self.kinds[name].value, self.raised[name], self.listed[name][0], last, moved_to=moved)
        if left is None:
            return seen
        return replace(seen, removed_at=left.missed_at, confirmed_at=left.at, candidates=left.candidates)


async def replay(lines: Iterable[str], store: Listings, catalog: str = openrouter.NAME) -> Replayed:
    """Replay a series: each reading becomes the response OpenRouter would have sent.

    Raises:
        ValueError: no line can be read; names the first and its fault.
    """
    result, odd = Replayed(), ""
    series = _Series()
    for number_, line in enumerate(lines, 1):
        try:
            reading = series.take(line)
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError, OSError) as error:
            result.unread += 1
            odd = odd or f"line {number_} is no reading of a list: {error}"
            continue
        if reading is None:
            continue
        read_at, rows = reading
        snapshot = drive(openrouter.read(), _answering(json.dumps({"data": rows}).encode(), read_at))
        taken = await take(store, replace(snapshot, catalog=catalog), openrouter.PAGE)
        result.note(taken, read_at, (one.id for one in snapshot.listings))
    if odd and not result.readings:
        raise ValueError(odd)
    return result


def _answering(body: bytes, read_at: datetime) -> Callable[[Get], Answer]:
    def answer(get: Get) -> Answer:
        return Answer(200, {}, body, read_at, get.origin)

    return answer


class _Series:
    """The list's state after the lines read so far."""

    def __init__(self) -> None:
        self._columns: Sequence[_Column | None] = ()
        self._now: dict[str, dict[str, Any]] = {}

    def take(self, line: str) -> tuple[datetime, list[dict[str, Any]]] | None:
        """Return time and whole list after a line; None for an empty or descriptive line."""
        if not line.strip():
            return None
        entry = json.loads(line)
        if "meta" in entry and "t" not in entry:
            self._columns = tuple(map(_column, entry["meta"].get("fields") or ()))
            return None
        moment = _moment(entry["t"])
        whole = next((entry[name] for name in ("full", "data", "ids") if entry.get(name) is not None), None)
        # Everything is read before anything is changed, so that a bad line changes nothing.
        now = dict(self._now) if whole is None else self._rows(whole)
        for name in entry.get("rem") or ():
            now.pop(str(name), None)
        now |= self._rows(entry.get("add") or {})
        now |= self._rows(entry.get("chg") or {})
        self._now = now
        return moment, list(now.values())

    def _rows(self, given: Any) -> dict[str, dict[str, Any]]:
        pairs = ((entry, None) for entry in given) if isinstance(given, list) else given.items()
        rows = (self._row(name, values) for name, values in pairs)
        return {row["id"]: row for row in rows if isinstance(row.get("id"), str)}

    def _row(self, name: Any, values: Any) -> dict[str, Any]:
        """A recorded entry as OpenRouter's row."""
        if isinstance(name, dict):
            return name
        if isinstance(values, dict):
            return {"id": str(name), **values}
        row: dict[str, Any] = {"id": str(name), "pricing": {}}
        for column, value in zip(self._columns, values if isinstance(values, list) else (), strict=False):
            if column is not None and (told := _number(value)) is not None:
                place = row["pricing"] if column.price else row
                place[column.name] = told / column.per if told > 0 else told
        return row


def _number(value: Any) -> float | None:
    try:
        return number(value, "value")
    except Unreadable:
        return None


def _moment(told: Any) -> datetime:
    if isinstance(told, int | float) and not isinstance(told, bool):
        return datetime.fromtimestamp(told, UTC)
    moment = datetime.fromisoformat(told)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Column:
    """A recorded field by OpenRouter's name.

    ``per`` is how many tokens its price is for.
    """

    name: str
    price: bool = False
    per: float = 1


_MONEY: Final = frozenset({"usd", "price", "pricing", "cost", "prompt", "completion"})
_OTHER: Final = frozenset({"cache", "cached", "image", "request", "max", "limit", "tokens"})


def _column(told: Any) -> _Column | None:
    """Identify a field by the words of its name; None if no detector uses it."""
    words = set(re.findall(r"[a-z]+|\d+", str(told).casefold()))
    if "context" in words:
        return _Column("context_length")
    if not words & _MONEY or words & _OTHER:
        return None
    per = 1_000_000 if words & {"m", "million", "mtok"} else 1_000 if words & {"k", "thousand"} else 1
    if words & {"out", "output", "completion"}:
        return _Column("completion", price=True, per=per)
    return _Column("prompt", price=True, per=per) if words & {"in", "input", "prompt"} else None


def facts(found: Replayed, seconds: float) -> Mapping[str, object]:
    """Everything a replay showed, for ``--json``."""
    return {
        "readings": found.readings,
        "unread": found.unread,
        "sightings": found.sightings,
        "raised": found.raised,
        "kinds": found.kinds,
        "left": found.left,
        "moved": found.moved,
        "leads": found.leads,
        "named": found.named,
        "verdicts": found.verdicts,
        "seconds": round(seconds, 1),
    }


def lines_of(path: Path) -> Iterator[str]:
    """Yield the lines of a series, compressed or not.

    A truncated compressed file yields what there is, then a line that is no reading and is counted as unreadable; bytes
    that are no text cost their line.
    """
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8", errors="replace") as packed:
            try:
                yield from packed
            except (EOFError, zlib.error, gzip.BadGzipFile) as broken:
                yield f"the file breaks off: {broken}"
        return
    with path.open(encoding="utf-8", errors="replace") as file:
        yield from file
