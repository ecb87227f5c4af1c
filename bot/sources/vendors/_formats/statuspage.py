"""Read a lab's status page (Atlassian Statuspage, API v2): the models it names.

Components and incidents name them. A component has no day, since it is renamed in place; an incident's texts have the
days on which they were written. An incident proves no release and no outage here. Source:
support.atlassian.com/statuspage/docs/what-are-the-different-apis-under-statuspage
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from bot.domain.catalogs.vendor_facts import PageReading, Validators
from bot.messages.errors import SourceChanged, SourceError
from bot.sources.decode import Unreadable, moment
from bot.sources.protocol import Answer, Get, Reading, Upstream, unless_unchanged
from bot.sources.vendors._formats.named_models import naming_facts
from bot.sources.vendors._formats.pages import BYTES

COMPONENTS: Final = "/api/v2/components.json"
INCIDENTS: Final = "/api/v2/incidents.json"
SURFACE: Final = "status page"
MOST: Final = 100  # components, or incidents: the interface gives 50
UPDATES: Final = 12  # of one incident
_Text = tuple[date | None, str, str]
_Row = Mapping[str, Any]


def read_status(host: Upstream, vendor: str, known: Validators) -> Reading[tuple[PageReading, ...]]:
    """Both lists of a status page; one that fails is skipped.

    Raises:
        SourceError: both failed.
    """
    readings: list[PageReading] = []
    failed: list[SourceError] = []
    for path in (COMPONENTS, INCIDENTS):
        try:
            answer = yield from unless_unchanged(Get(host.name, path, headers=known.headers(path), limit=BYTES))
            readings.append(PageReading(path) if answer is None else _page(host, vendor, path, answer))
        except SourceError as error:
            failed.append(error)
            readings.append(PageReading(path, None, trouble=error.what))
    if len(failed) == len(readings):
        raise failed[0]
    return tuple(readings)


def _page(host: Upstream, vendor: str, path: str, answer: Answer) -> PageReading:
    name = "components" if path == COMPONENTS else "incidents"
    rows = answer.as_a(dict[str, Any]).get(name)
    if not isinstance(rows, list):
        raise SourceChanged(f"{answer.origin} has another shape", why=f"It has no list of {name}.")
    good = [row for row in rows[:MOST] if isinstance(row, dict) and isinstance(row.get("name"), str)]
    if rows and not good:
        raise SourceChanged(f"{answer.origin} has another shape", why=f"None of its {name} has a name.")
    texts = _components(host, good) if path == COMPONENTS else _incidents(host, good)
    facts = naming_facts(vendor, SURFACE, texts)
    marks = answer.headers
    return PageReading(
        path,
        facts,
        marks.get("etag", "")[:200],
        marks.get("last-modified", "")[:100],
        skipped=min(len(rows), MOST) - len(good),
        lasting=True,
    )


def _components(host: Upstream, rows: Iterable[_Row]) -> Iterator[_Text]:
    for row in rows:
        yield None, host.base, row["name"]


def _incidents(host: Upstream, rows: Iterable[_Row]) -> Iterator[_Text]:
    for row in rows:
        day, place = _day(row), row.get("id")
        url = f"{host.base}/incidents/{place}" if isinstance(place, str) and place.isalnum() else host.base
        yield day, url, row["name"]
        updates = row.get("incident_updates")
        for update in updates[:UPDATES] if isinstance(updates, list) else ():
            if isinstance(update, dict) and isinstance(update.get("body"), str):
                yield _day(update), url, update["body"]


def _day(row: _Row) -> date | None:
    try:
        made = moment(row.get("created_at"), "created_at")
    except Unreadable:
        return None
    return made.date() if made is not None else None
