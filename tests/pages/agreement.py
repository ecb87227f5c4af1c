"""What a subject's page says against what the commands say as JSON at the same moment, number by number.

``python -m tests.pages.agreement [days]`` compares every subject on that many days from 1 April 2026 (30), prints how
many numbers it compared and what differs; the tests compare a seeded sample.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from adapters.runtime.bootstrap import RunningApp, build
from adapters.runtime.clock import StandingClock
from bot import pages
from bot.messages.reply_json import jsonable
from bot.messages.request import Request
from bot.pages.page import PageRequest

FIRST = datetime(2026, 4, 1, 12, tzinfo=UTC)


def subjects(running: RunningApp, at: datetime) -> list[dict[str, str]]:
    """The parameters of every subject's page at a moment."""
    return [dict(one) for one in pages.addresses(pages.every()["subject"], running.ports, PageRequest(at))]


async def compared(running: RunningApp, at: datetime, lab: str, name: str) -> list[tuple[str, object, object]]:
    """Each number of a subject's page with what the commands say: what it is, the page's, the command's."""
    page: Any = pages.every()["subject"].build(running.ports, PageRequest(at), lab=lab, name=name)
    assert page is not None, (lab, name)
    slug = page.slug
    odds, ready, model = [
        await _said(running, line)
        for line in (f"odds show about:{slug}", f"claimcheck ready model:{slug}", f"model show name:{slug}")
    ]
    return [*_odds(page, odds), *_checklist(page, ready, model), *await _claims(running, page)]


async def _said(running: RunningApp, line: str) -> Any:
    return jsonable((await running.app.run(Request(line=line))).data)


async def _claims(running: RunningApp, page: Any) -> list[tuple[str, object, object]]:
    found: list[tuple[str, object, object]] = []
    for row in page.claims:
        said = await _said(running, f"claimcheck show {row.id}")
        found += [
            (f"grade of {row.id}", row.grade, said["grade"] or "NO EVIDENCE HERE"),
            (f"outcome of {row.id}", row.outcome, said["outcome"]),
            (f"origins of {row.id}", row.origins, said["origins"]),
            (f"repeats of {row.id}", row.repeats, said["repeats"]),
        ]
    return found


def _odds(page: Any, odds: Any) -> Iterator[tuple[str, object, object]]:
    said = {one["market"]: one for one in odds.get("venues", ())}
    if page.odds.headline is None or page.odds.headline.figure.value is None:
        return
    yield "state of the odds", page.odds.state, odds["state"]
    if page.odds.state == "open":
        yield "probability", page.odds.headline.figure.value, odds["probability"]
    for row in page.odds.venues:
        if row.market in said:
            yield f"price at {row.venue}", row.figure.value, said[row.market]["probability"]
            yield f"read at {row.venue}", jsonable(row.figure.read_at), said[row.market]["read_at"]
            yield f"deadline at {row.venue}", jsonable(row.deadline), said[row.market]["deadline"]
    for part, name in (("low", "p10"), ("median", "median"), ("high", "p90")):
        if page.odds.state == "open" and (curve := odds.get("curve")):
            yield f"{name} of the curve", jsonable(getattr(page.odds, part)), curve[name]


def _checklist(page: Any, ready: Any, model: Any) -> Iterator[tuple[str, object, object]]:
    yield "known of the checklist", page.checklist.known, ready["known"]
    yield "known of the dossier", page.checklist.known, model["checklist"]["known"]
    for row, said in zip(page.checklist.rows, ready["waits"], strict=True):
        yield f"state of {said['wait']}" if "wait" in said else "state of a point", row.state, said["state"]
        yield "value of a point", row.value or None, said["value"]
    if page.same_as is None:  # of a codename the page says what became of its model
        yield "state of the model", page.state, model["state"]


async def _main(days: int) -> int:
    counts, wrong = Counter[str](), list[str]()
    with tempfile.TemporaryDirectory() as folder:
        clock = StandingClock(FIRST)
        running = build(Path(folder) / "agreement.db", clock, telling=False)
        for day in range(days):
            at = FIRST + timedelta(days=day)
            clock.move(at)
            for one in subjects(running, at):
                counts["pages"] += 1
                for what, page, command in await compared(running, at, **one):
                    counts["numbers"] += 1
                    if page != command:
                        wrong.append(f"{at:%Y-%m-%d} {one['lab']}/{one['name']} {what}: {page!r}, command {command!r}")
        running.close()
    sys.stdout.write(f"{counts['pages']} pages, {counts['numbers']} numbers, {len(wrong)} differ\n")
    sys.stdout.write("".join(f"{line}\n" for line in wrong[:40]))
    return int(bool(wrong))


if __name__ == "__main__":
    raise SystemExit(asyncio.run(_main(int(sys.argv[1]) if len(sys.argv) > 1 else 30)))
