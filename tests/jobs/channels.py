"""A channel that is notified: its alerts or digests, on platforms made of lists."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from bot.domain.markets.quotes import Quote, VenueMarket, VenueRung
from bot.domain.notify.alerts import AlertSubscription
from bot.domain.notify.digest import DigestFilter, IfQuiet
from bot.domain.notify.digest_sections import ChangeKind
from bot.domain.notify.timetable import Timetable
from bot.domain.time.schedule import EVERY
from bot.jobs.wiring import NotificationJobs
from bot.messages.reply import Reply
from bot.ports.notifications.subscriptions import Alert, Digest, Mode
from tests.platforms import LikeDiscord, LikeSlack, Platform

PLACE = "discord:7/9"


class Channel:
    """A delivery over two of the platforms made of lists."""

    def __init__(self, conversation) -> None:
        self.clock, self.ports, self.say = conversation.clock, conversation.ports, conversation.say
        self.server = Platform(self.clock)
        self.posters = {"discord": LikeDiscord(self.server), "slack": LikeSlack(self.server)}
        self.delivery = NotificationJobs(self.ports, self.posters)


class AlertChannel(Channel):
    """With alerts in it."""

    async def alert(self, what: ChangeKind, place: str = PLACE, **wish: object) -> Alert:
        number = await self.ports.subscriptions.reserve("discord:7", "alert")
        made = Alert(
            number=number,
            tenant="discord:7",
            place=place,
            owner="discord:42",
            wish=AlertSubscription(what, **wish),
            made_at=self.clock.now(),
        )
        await self.ports.subscriptions.keep(made, self.clock.now())
        await self.delivery.tick()
        return made

    async def until(self, moment: str) -> list[str]:
        await self.delivery.pass_time(self.clock, datetime.fromisoformat(moment))
        return self.titles

    @property
    def titles(self) -> list[str]:
        return [post.title for post in self.server.posts.values()]

    def page(self, number: int = -1) -> Reply:
        post = list(self.server.posts.values())[number]
        return self.ports.outbox.body(self.ports.outbox.get(post.key))

    async def price(
        self,
        cents: int,
        *venues: str,
        spread: float = 0.02,
        volume: float | None = None,
        liquidity: float | None = None,
    ) -> None:
        """A reading of venues' markets on Spud, five minutes after the last, of a book as deep as it is said to be."""
        now = self.clock.now() + timedelta(minutes=5)
        self.clock.move(now)
        price = cents / 100
        quote = Quote(now, price - spread / 2, price + spread / 2, price, now, volume, liquidity)
        ends = datetime(2026, 5, 1, 3, 59, tzinfo=UTC)
        rung = VenueRung("april", "April 30", "Spud by April 30?", ends, "open", None, False, quote, "token")
        for venue in venues or ("polymarket",):
            address = f"https://{venue}.example.org/m"
            market = VenueMarket(
                venue, "spud", "spud", "Spud by...?", address, "", (rung,), (), "USD", ends, False, now
            )
            await self.ports.markets.record([(market, "openai/spud")])
        await self.delivery.tick()


class DigestChannel(Channel):
    """With digests in it."""

    async def digest(
        self, at: time = time(9), zone: str = "Europe/Berlin", place: str = PLACE, **wish: object
    ) -> Digest:
        now = self.clock.now()
        table = Timetable(EVERY, at, zone)
        wish = {"about": ("openai/spud",), "if_quiet": IfQuiet.LINE} | wish
        digest = Digest(
            number=await self.ports.subscriptions.reserve(place.partition("/")[0], "digest"),
            tenant=place.partition("/")[0], place=place, owner="discord:42", name="Model watch", table=table,
            wish=DigestFilter(**wish), made_at=now, covered=now - timedelta(days=1), next_at=table.next_after(now).at,
            mode=Mode.ACTIVE,
        )  # fmt: skip
        await self.ports.subscriptions.keep(digest, now)
        return digest

    async def until(self, moment: str) -> list[str]:
        """Let time pass; the titles of everything posted so far, with when."""
        await self.delivery.pass_time(self.clock, datetime.fromisoformat(moment), timedelta(hours=4))
        self.server.settle()
        return [f"{post.at:%d %H:%M} {post.title}" for post in self.server.posts.values()]
