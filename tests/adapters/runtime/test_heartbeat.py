"""Heartbeats go on while the event loop is busy, and end when it stands still or the lock is lost."""

import asyncio
import logging
import threading

from adapters.runtime.lock import Heartbeat

QUICK, PATIENCE = 0.001, 60.0


class CountedLock:
    """A lock that is held for so many heartbeats, and tells after how many there were three."""

    def __init__(self, beats: int) -> None:
        self.left, self.three = beats, threading.Semaphore(0)

    def held(self) -> bool:
        self.left -= 1
        self.three.release()
        return self.left >= 0

    def lead(self) -> int:
        return 1

    def release(self) -> None:
        """Nothing is held."""


async def test_a_busy_loop_loses_no_lock():
    lock = CountedLock(1_000_000_000)
    heartbeat = Heartbeat(lock, QUICK, PATIENCE)
    for _ in range(3):
        assert lock.three.acquire(timeout=PATIENCE)  # the loop stands still meanwhile
    waiting = asyncio.create_task(heartbeat.lost())
    await asyncio.sleep(0)
    heartbeat.end()
    assert not waiting.done()
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)


async def test_who_lost_the_lock_is_told():
    async with asyncio.timeout(PATIENCE):
        await Heartbeat(CountedLock(2), QUICK, PATIENCE).lost()


class Heard(logging.Handler):
    """Releases ``told`` when something is logged."""

    def __init__(self) -> None:
        super().__init__()
        self.told, self.text = threading.Semaphore(0), ""

    def emit(self, record: logging.LogRecord) -> None:
        self.text = record.getMessage()
        self.told.release()


async def test_a_loop_that_stands_still_gives_the_lock_up():
    heard, logger = Heard(), logging.getLogger("adapters.runtime.lock")
    logger.addHandler(heard)
    try:
        heartbeat = Heartbeat(CountedLock(1_000_000_000), QUICK, 0.01)
        assert heard.told.acquire(timeout=PATIENCE)  # the loop stands still meanwhile
    finally:
        logger.removeHandler(heard)
    assert "the event loop stands still" in heard.text
    async with asyncio.timeout(PATIENCE):
        await heartbeat.lost()
