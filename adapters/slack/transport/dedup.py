"""What was acted on already: a request sent twice is answered once.

Slack repeats an event for which it got no answer in time, up to three times within the hour
(https://docs.slack.dev/apis/events-api/#retries), and anybody who recorded a signed request could send it again while
its signature is fresh. Keys are looked up in memory, so that an acknowledgement waits for nothing, and written down
behind it: a replay after a restart is dropped too. Where several processes serve, each key is claimed in the database.
An event's key is written *before* the event is acted on: a kill in between loses one answer to a mention rather than
giving two.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from datetime import datetime, timedelta

from bot.messages.errors import SpudwatchError
from bot.ports import Clock
from bot.ports.accounts.installations import SeenDeliveries

log = logging.getLogger(__name__)

REQUEST = timedelta(minutes=11)  # a signature is good for five minutes either side of our clock
EVENT = timedelta(hours=2)
BATCH_SECONDS = 0.5
CLAIM_SECONDS = 1.0  # how long other processes are asked; Slack waits for three
MOST = 200_000  # keys in memory; the oldest go first


class DeliveryLog:
    """The keys of deliveries, in memory and in storage.

    ``patience``: seconds that a claim may take.
    """

    def __init__(self, seen: SeenDeliveries, clock: Clock, patience: float = CLAIM_SECONDS) -> None:
        self._seen, self._clock, self._patience = seen, clock, patience
        self._keys: dict[str, datetime] = dict(seen.recent(clock.now()))
        self._new: list[tuple[str, datetime]] = []
        self._fresh = asyncio.Event()

    async def first(self, kind: str, key: str, keep: timedelta = REQUEST) -> bool:
        """Note a delivery; False if this or another process has seen it before."""
        now = self._clock.now()
        short = kind + ":" + hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=16).hexdigest()
        until = self._keys.get(short)
        if until is not None and until > now:
            return False
        self._keys[short] = now + keep
        if len(self._keys) > MOST:
            self._tidy(now)
        if self._seen.shared:
            return await self._claimed(short, now + keep, now)
        self._new.append((short, now + keep))
        self._fresh.set()
        return True

    async def _claimed(self, key: str, until: datetime, now: datetime) -> bool:
        try:
            async with asyncio.timeout(self._patience):
                return await self._seen.claim(key, until, now)
        except (TimeoutError, SpudwatchError) as error:
            log.warning("slack delivery not claimed", extra={"why": str(error)})
            return True  # whoever asks is told what is wrong, rather than nothing

    @property
    def unwritten(self) -> int:
        """How many keys storage does not have yet."""
        return len(self._new)

    async def write(self) -> None:
        """Write down what is new; what cannot be written stays for the next time."""
        batch, self._new = self._new, []
        self._fresh.clear()
        if not batch:
            return
        try:
            await self._seen.note(batch, self._clock.now())
        except BaseException:
            self._new = batch + self._new
            self._fresh.set()
            raise

    async def write_behind(self) -> None:
        """Write down what is new, a moment after it came, until cancelled."""
        while True:
            await self._fresh.wait()
            await self._clock.sleep(BATCH_SECONDS)
            try:
                await self.write()
            except SpudwatchError as error:
                log.warning("slack deliveries not noted", extra={"why": str(error)})

    def _tidy(self, now: datetime) -> None:
        kept = {key: until for key, until in self._keys.items() if until > now}
        if len(kept) > MOST:
            kept = dict(sorted(kept.items(), key=lambda entry: entry[1])[len(kept) - MOST // 2 :])
        self._keys = kept
