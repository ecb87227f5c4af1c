"""Lists of forty models, and what a run of their readings finds."""

from datetime import UTC, datetime, timedelta

from bot.domain.catalogs.list_changes import step
from bot.domain.catalogs.listings import Listing, ListMemory, Snapshot

T = datetime(2026, 3, 1, 6, tzinfo=UTC)


DAY = timedelta(days=1)


HOUR = timedelta(hours=1)


BASE = tuple(f"lab{n % 7}/model-{n}" for n in range(40))


def entry(path, **more):
    more.setdefault("price_in", 1.0)
    more.setdefault("price_out", 2.0)
    return Listing(path, **more)


def free(path, **more):
    return Listing(path, price_in=0.0, price_out=0.0, **more)


def reading(at, *extra, base=BASE, **more):
    return Snapshot(
        "list", at, tuple(one if isinstance(one, Listing) else entry(one) for one in (*base, *extra)), **more
    )


def run(*snapshots):
    memory, found, verdicts = ListMemory("list"), [], []
    for snapshot in snapshots:
        taken = step(memory, snapshot)
        memory = taken.memory
        found.append([(one.kind, one.id) for one in taken.found])
        verdicts.append(taken.verdict)
    return found, verdicts, memory


def loud(found):
    return [one for reading in found for one in reading if one[0].raises]


ROW = "019acbac-df7c-73dc-9716-ebe040daaa4e"


def row(name, maker="", **more):
    return Listing(ROW, name=name, maker=maker, row=ROW, **more)
