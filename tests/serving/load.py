"""People and posts at a cluster while it is hurt, through a balancer of their own; and what must hold afterwards."""

import asyncio
import itertools
import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import available_timezones

import aiohttp

from adapters.runtime.clock import SystemClock
from bot.messages.errors import SpudwatchError
from bot.messages.reply import Reply
from bot.ports.notifications.outbox import MessageKind, MessageState, OutboxDraft
from storage.accounts.tenants import TenantStore
from storage.engines import Database
from storage.notifications.outbox import OutboxStore
from tests.adapters.discord.local import CHANNEL, GUILD, Told
from tests.serving.caller import LINE, SPUD, Caller
from tests.serving.cluster import Cluster
from tests.serving.world import Discord

FRONTS = ("front 1", "front 2")
AWAY = "cannot reach the database"
BUSY = "The database is busy"
FAULT = "failed on my side"
CROWD = "Too many people ask"
REFUSED, KILLED = "status 401", "kill a front"
CHANGED, SAME = "Time zone: changed", "Time zone: nothing changed"
QUESTIONS = (
    (LINE, SPUD),
    ("checkpoint show", {"label": "Crest Pro Alpha"}),
    ("claimcheck show", {"claim": "CL-0044"}),
    ("spudwatch status", {}),
)
ZONES = tuple(sorted(zone for zone in available_timezones() if zone.startswith(("Europe/", "Asia/"))))
TENANTS = tuple(f"70000000000000{number:04}" for number in range(5))
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
AGAIN = 0.5  # seconds after which what could not be queued is tried again
LAST = 100  # looks at whether all is posted, one a second
POST = re.compile(r"post number (\d+)")


@dataclass
class Record:
    """What became of everything."""

    told: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)
    words: list[float] = field(default_factory=list)  # seconds until it was said that the database is away
    slowest: tuple[float, str] = (0.0, "")  # of these, and after what
    both: int = 0  # deliveries that two fronts acted on
    saved: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    queued: list[int] = field(default_factory=list)


def away(said: str) -> bool:
    """Whether an answer says that the database could not be asked."""
    return AWAY in said or BUSY in said


def lost_from(kept: Sequence[str], acknowledged: Sequence[str]) -> Iterator[str]:
    """What was acknowledged and is not kept in that order, beside what was kept and not acknowledged."""
    place = 0
    for one in acknowledged:
        try:
            place = kept.index(one, place, place + len(ZONES) // 2) + 1  # a round later it is another one's
        except ValueError:
            yield one


class Load:
    """Commands at a rate, settings of a few tenants, and posts; ``during`` is what is done to the cluster now."""

    def __init__(
        self, cluster: Cluster, discord: Discord, session: aiohttp.ClientSession, store: Database, rate: float
    ) -> None:
        self.cluster, self.discord, self.store, self.rate = cluster, discord, store, rate
        self.caller = Caller(discord, session, lambda front: cluster.members[front].ports["DISCORD__HTTP_PORT"])
        self.clock, self.record, self.during = SystemClock(), Record(), "nothing"
        self._turn = itertools.cycle((FRONTS, FRONTS[::-1]))
        self._outbox, self._tasks = OutboxStore(store), set[asyncio.Task[None]]()

    async def ask(self, line: str, values: dict[str, str], guild: str = "") -> str:
        """The answer a person sees, from whichever front takes the command; '' if a kill cut it off."""
        body, _, told = self.caller.signed(line, values, guild=guild)
        error, killed = "", False
        for front in next(self._turn):
            member = self.cluster.members[front]
            starts = member.starts
            try:
                # A front that froze may have held the command for longer than a signature is good for.
                said = await self.caller.shown(told, *await self.caller.post(front, body, self.caller.signature(body)))
            except (aiohttp.ClientError, TimeoutError) as why:
                error = f"{self.during}, {front}: {why!r}"
                ended = member.starts != starts or member.process is None or member.process.returncode is not None
                killed = ended or self.during == KILLED  # its end may not be known yet
                if told.answer is not None and killed:
                    return ""
            else:
                taken = killed and said == REFUSED  # the front that was killed had claimed it
                return "" if taken else f"{said} after {error}" if error and said == REFUSED else said
        return f"no answer: {error}"

    async def run(self) -> None:
        """Until cancelled."""
        async with asyncio.TaskGroup() as group:
            for work in (self._people, self._twice, self._posts, *(self._settings(guild) for guild in TENANTS)):
                group.create_task(work() if callable(work) else work)

    async def _people(self) -> None:
        for line, values in itertools.cycle(QUESTIONS):
            task = asyncio.create_task(self._person(line, dict(values)))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            await self.clock.sleep(1 / self.rate)

    async def _person(self, line: str, values: dict[str, str]) -> None:
        began, during = time.monotonic(), self.during
        said = await self.ask(line, values)
        self._note(said, time.monotonic() - began, f"{during}: {line}")

    def _note(self, said: str, seconds: float, what: str) -> None:
        told = self.record.told
        if not said:
            told["cut off by a kill"] += 1
        elif away(said):
            told["told that the database is away"] += 1
            self.record.words.append(seconds)
            self.record.slowest = max(self.record.slowest, (seconds, what))
        elif CROWD in said:
            told["told that too many ask"] += 1
        elif '"data"' in said or '"embeds"' in said or '"components"' in said:
            told["answered"] += 1
            if FAULT in said:
                self.record.failed.append(f"{what}: {said[:200]}")
        else:
            self.record.failed.append(f"{what}: {said[:200]}")

    async def _twice(self) -> None:
        """One delivery to both fronts at once, as a platform does that heard no answer."""
        while True:
            body, headers, told = self.caller.signed()
            answers = await asyncio.gather(*(self._sent(front, body, headers, told) for front in FRONTS))
            acted = [text for text in answers if '"components"' in text and not away(text)]
            self.record.both += len(acted) > 1
            self.record.told["sent to two fronts"] += 1
            await self.clock.sleep(2 / self.rate)

    async def _sent(self, front: str, body: bytes, headers: dict[str, str], told: Told) -> str:
        try:
            return await self.caller.shown(told, *await self.caller.post(front, body, headers))
        except (aiohttp.ClientError, TimeoutError) as error:
            return repr(error)

    async def _settings(self, guild: str) -> None:
        """Settings of one tenant, one after the other, through any front."""
        for zone in itertools.cycle(ZONES):
            said = await self.ask("spudwatch-admin zone", {"zone": zone}, guild=guild)
            if CHANGED in said:
                self.record.saved[guild].append(zone)
            elif said and not away(said) and CROWD not in said and SAME not in said:
                self.record.failed.append(f"{self.during}: a setting: {said[:200]}")
            await self.clock.sleep(2.0)

    async def _posts(self) -> None:
        """A note to one channel every so often, queued until that is acknowledged."""
        for number in itertools.count():
            now = self.clock.now()
            note = Reply(title=f"post number {number}")
            key, place = f"note|{number}|x", f"discord:{GUILD}/{CHANNEL}"
            draft = OutboxDraft(key, place, MessageKind.NOTE, note, now, now + timedelta(hours=20))
            while True:
                try:
                    await self._outbox.add([draft], now)
                    break
                except SpudwatchError:
                    await self.clock.sleep(AGAIN)
            self.record.queued.append(number)
            await self.clock.sleep(1.0)

    async def close(self) -> None:
        """Give up the answers that are on their way."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def settle(self) -> None:
        """Wait for answers that are on their way, and until everything that was queued is posted."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=30)
        for _ in range(LAST):
            states = self._outbox.totals().states
            if not any(states.get(one) for one in (MessageState.READY, MessageState.SENDING, MessageState.AMBIGUOUS)):
                return
            await self.clock.sleep(1.0)

    def broken(self) -> list[str]:
        """Every promise that was not kept."""
        posted = [int(found) for found in POST.findall(json.dumps(self.discord.channels[CHANNEL], default=str))]
        posted = [number for number, again in itertools.groupby(posted)]  # a card may name its title twice
        twice = [number for number, count in Counter(posted).items() if count > 1]
        late = sum(one > other for one, other in itertools.pairwise(posted))
        lost = sorted(set(self.record.queued) - set(posted))
        tenants = TenantStore(self.store)
        found = [
            *(f"lost post {number}" for number in lost),
            *(f"post {number} twice" for number in twice),
            *([f"{late} posts out of order"] if late else []),
            *([f"{self.record.both} deliveries acted on by two fronts"] if self.record.both else []),
            *self.record.failed,
        ]
        for guild, zones in self.record.saved.items():
            kept = [str(change.after) for change in tenants.changes(f"discord:{guild}", LONG_AGO)]
            found += [f"{guild}: {zone} was acknowledged and is lost" for zone in lost_from(kept, zones)]
            found += [f"{guild}: its trail is broken"] if tenants.broken(f"discord:{guild}") else []
        saved = sum(map(len, self.record.saved.values()))
        self.record.told |= {"settings saved": saved, "posts": len(posted)}
        return found
