"""Time that passes when a test says so, and what is shown in some blocks."""

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import count

NOON = datetime(2026, 4, 21, 12, tzinfo=UTC)
AT_ONCE = 2_000  # turns given without a pause


async def until(true):
    """Give others their turn until something is so: half a minute and more, for whoever's disk or machine is slow."""
    for turn in range(30_000):
        if true():
            return
        await asyncio.sleep(0 if turn < AT_ONCE else 0.001)
    raise AssertionError("it never came about")


class MovingClock:
    """Time that passes when the test says so; sleepers wake in their order."""

    def __init__(self, at=NOON):
        self._at, self._sleepers, self._number = at, [], count()

    def now(self):
        return self._at

    async def sleep(self, seconds):
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        woken = asyncio.get_running_loop().create_future()
        name = asyncio.current_task().get_name()
        entry = (self._at + timedelta(seconds=seconds), next(self._number), woken, name)
        self._sleepers.append(entry)
        try:
            await woken
        finally:
            self._sleepers.remove(entry)

    async def pass_by(self, seconds):
        """Let time pass, waking sleepers as their moments come."""
        until = self._at + timedelta(seconds=seconds)
        while True:
            for _ in range(5):
                await asyncio.sleep(0)
            due = sorted((e for e in self._sleepers if e[0] <= until and not e[2].done()), key=lambda e: e[:2])
            if not due:
                break
            self._at = max(self._at, due[0][0])
            due[0][2].set_result(None)
        self._at = until

    @property
    def sleepers(self):
        """The names of the tasks that wait for time to pass."""
        return [entry[3] for entry in self._sleepers if not entry[2].done()]


def texts(node):
    """Every text that is shown in some blocks."""
    if isinstance(node, list):
        return [text for entry in node for text in texts(entry)]
    if not isinstance(node, dict):
        return []
    own = [node["text"]] if isinstance(node.get("text"), str) else []
    return own + [text for value in node.values() for text in texts(value)]
