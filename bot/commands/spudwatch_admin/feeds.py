"""``/spudwatch-admin feeds``: feeds whose new items become leads for the desk."""

from collections.abc import Sequence
from typing import Literal

from bot.dispatch.command import Command, option
from bot.domain.sightings.reports import LinkRefused, link
from bot.domain.text import host_of, shorten
from bot.domain.time import format_time
from bot.messages.errors import BadArgument, NotFound, TooMuch
from bot.messages.order import order
from bot.messages.reply import Bullets, Button, Reply, Severity, Text, Words
from bot.messages.request import RequestContext, Role
from bot.ports import Ports
from bot.ports.catalogs.listings import Feed
from bot.ports.desk import AuditEntry

MOST = 30
SHOWN = 200  # characters of an address on the trail


class Feeds(Command[Sequence[Feed]], name="spudwatch-admin feeds", role=Role.ADMIN):
    """Follow RSS or Atom feeds; new items become leads for the desk."""

    action: Literal["list", "add", "remove"] = option("What to do", default="list")
    url: str = option("The feed's address (RSS or Atom)", default="", limit=2000)

    async def gather(self, ports: Ports, ctx: RequestContext) -> Sequence[Feed]:
        """The feeds of this server or workspace."""
        feeds = ports.listings.feeds(ctx.tenant)
        if self.action == "add":
            if len(feeds) >= MOST:
                raise TooMuch(f"You follow {MOST} feeds.", todo="Remove one first.")
            self._address()
        if self.action == "remove" and not any(feed.url == self.url for feed in feeds):
            raise NotFound("That address is not followed here.", todo="See /spudwatch-admin feeds for what is.")
        return feeds

    def _address(self) -> str:
        try:
            return link(self.url)
        except LinkRefused as refused:
            raise BadArgument(
                "I cannot follow that address.",
                why=str(refused),
                todo="Give the address of an RSS or Atom feed: https://…",
            ) from None

    def answer(self, found: Sequence[Feed], ctx: RequestContext) -> Reply:
        """List the feeds with their health, or confirm a change."""
        if self.action != "list":
            return self._changed()
        lines: list[Words] = []
        for feed in found:
            state = feed.trouble or (
                f"read {format_time(feed.read_at, '%d %b %H:%M')} UTC" if feed.read_at else "not read yet"
            )
            lines.append(f"{feed.title or feed.url} — {feed.url} — {state}")
        return Reply(
            title=f"{len(found)} feed{'s' if len(found) != 1 else ''} followed" if found else "No feeds followed",
            parts=(Bullets(tuple(lines)),)
            if lines
            else (Text("Add one: /spudwatch-admin feeds action:add url:https://…"),),
            actions=(Button("Desk queue", order("desk queue")),),
            data={
                "feeds": [
                    {"url": feed.url, "title": feed.title, "read_at": feed.read_at, "trouble": feed.trouble or None}
                    for feed in found
                ],
                "as_of": ctx.as_of,
            },
        )

    def _changed(self) -> Reply:
        back = "remove" if self.action == "add" else "add"
        told = "Its new lines become leads in the desk's queue, never sightings by themselves."
        return Reply(
            title=f"{'Following' if self.action == 'add' else 'No longer following'} {self.url}",
            parts=(Text(told),) if self.action == "add" else (),
            severity=Severity.GOOD,
            actions=(
                Button("All feeds", order("spudwatch-admin feeds")),
                Button("Undo", order("spudwatch-admin feeds", action=back, url=self.url), in_place=True),
            ),
            data={"action": self.action, "url": self.url},
        )

    async def keep(self, found: Sequence[Feed], ports: Ports, ctx: RequestContext) -> None:
        """Follow, or stop."""
        del found
        if self.action == "add":
            await ports.listings.follow(Feed(ctx.tenant, self._address(), ""), ctx.actor, ctx.now)
        elif self.action == "remove":
            await ports.listings.unfollow(ctx.tenant, self.url)
        if self.action != "list":
            about = {"address": shorten(self.url, SHOWN)}
            was, now = (about, {}) if self.action == "remove" else ({}, about)
            entry = AuditEntry(ctx.actor, f"{self.action} feed", host_of(self.url), ctx.now, was, now)
            await ports.desk.log(ctx.tenant, entry)
