"""The gateway through discord.py, which connects, resumes and sends heartbeats.

The bot needs interactions and to hear of servers it joins or leaves. discord.py would build and cache every channel,
role and emoji of every server for that (hundreds of megabytes at 10,000 servers), and a `Member` and a `Message` for
each interaction. Its connection state is subclassed here, so that those events are read as they come and nothing is
kept.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Any

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route
from discord.state import AutoShardedConnectionState

from adapters.discord.transport.mentions import is_for

log = logging.getLogger(__name__)

IDENTIFY_EVERY = 5.0  # seconds between two IDENTIFYs of one bucket: events/gateway#rate-limiting
WANTED = ("READY", "RESUMED", "INTERACTION_CREATE", "GUILD_CREATE", "GUILD_DELETE", "MESSAGE_CREATE")

Heard = Callable[[Mapping[str, Any]], None]
Moved = Callable[[str, bool], None]


def point(api_url: str, gateway_url: str) -> None:
    """Point discord.py at a Discord; both addresses hold for the whole process."""
    Route.BASE = api_url.rstrip("/")
    if gateway_url:
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)


class _State(AutoShardedConnectionState[discord.AutoShardedClient]):
    """Takes interactions, mentions, joins and departures; keeps only ids of servers."""

    def __init__(self, *args: Any, heard: Heard, moved: Moved, said: Heard, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._heard, self._moved, self._said = heard, moved, said
        self.servers: set[int] = set()
        self.parsers = {name: parse for name, parse in self.parsers.items() if name in WANTED}

    def parse_ready(self, data: Any) -> None:
        """A session began: note which servers it has, and build nothing for them."""
        self.servers |= {int(guild["id"]) for guild in data["guilds"]}
        data["guilds"] = []
        super().parse_ready(data)

    def parse_interaction_create(self, data: Any) -> None:
        """Somebody used the bot."""
        self._heard(data)

    def parse_message_create(self, data: Any) -> None:
        """Somebody wrote: to us, or else it is none of our business."""
        if self.user is not None and is_for(str(self.user.id), data):
            self._said(data)

    def parse_guild_create(self, data: Any) -> None:
        """A server appeared; it is a new one if READY did not name it."""
        if not data.get("unavailable") and (server := int(data["id"])) not in self.servers:
            self.servers.add(server)
            self._moved(str(server), True)  # noqa: FBT003 - joined

    def parse_guild_delete(self, data: Any) -> None:
        """A server is gone, or only out of reach for now."""
        if not data.get("unavailable") and (server := int(data["id"])) in self.servers:
            self.servers.discard(server)
            self._moved(str(server), False)  # noqa: FBT003 - left


class Gateway(discord.AutoShardedClient):
    """One life of a gateway connection, without caches or privileged intents.

    ``mentions`` asks for the messages of servers, too, so that those that name us are heard; the others are dropped.
    """

    def __init__(
        self,
        heard: Heard,
        moved: Moved,
        said: Heard = lambda _message: None,
        *,
        mentions: bool = False,
        shard_count: int | None = None,
        identify_every: float = IDENTIFY_EVERY,
    ) -> None:
        self._ears: dict[str, Any] = {"heard": heard, "moved": moved, "said": said}
        self._identify_every = identify_every
        super().__init__(
            intents=discord.Intents(guilds=True, dm_messages=True, guild_messages=mentions),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            guild_ready_timeout=0.0,
            shard_count=shard_count,
        )
        self.identified: dict[int, float] = {}  # when each IDENTIFY bucket was last used, in loop time
        self.identifies = 0
        self.concurrency = 1

    def _get_state(self, **options: Any) -> Any:
        return _State(
            dispatch=self.dispatch, handlers=self._handlers, hooks=self._hooks, http=self.http, **self._ears, **options
        )

    @property
    def servers(self) -> frozenset[str]:
        """The servers the bot is in."""
        state: Any = self._connection
        return frozenset(map(str, state.servers))

    async def setup_hook(self) -> None:
        """Ask how many sessions may start at once, so that shards start in parallel."""
        self.concurrency = max(1, (await self.fetch_session_start_limits()).max_concurrency)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait until the shard's bucket (its id mod max_concurrency) may identify again."""
        del initial
        loop = asyncio.get_running_loop()
        bucket = (shard_id or 0) % self.concurrency
        last = self.identified.get(bucket)
        if last is not None and (wait := last + self._identify_every - loop.time()) > 0:
            await asyncio.sleep(wait)
        self.identified[bucket] = loop.time()
        self.identifies += 1

    def alive(self) -> bool:
        """Whether every shard's last heartbeat was answered.

        `is_ready()` stays true on a dead connection.
        """
        shards = self.latencies
        return bool(shards) and all(latency < 60 for _, latency in shards)  # noqa: PLR2004 - a minute; inf and nan fail
