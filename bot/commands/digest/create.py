"""``/digest create``: preview a digest with real data, and start it on confirmation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.commands.digest._digests import (
    FIELDS,
    Floor,
    Quiet,
    facts,
    left_out,
    offers,
    preview_title,
    previewed,
    state_words,
    values_of,
    wish_of,
)
from bot.dispatch.command import Command, option
from bot.dispatch.date_arguments import parse_days, parse_time_and_zone, parse_time_zone
from bot.domain.notify.timetable import Timetable, moment_of
from bot.domain.text import shorten
from bot.domain.time.zones import zone_of
from bot.messages.errors import Alternative, Conflict, TooMuch
from bot.messages.reply import Reply, Text, bold, spans
from bot.messages.request import RequestContext, Role
from bot.notifications.arguments import Channel, in_reach, known_place, posted, subjects
from bot.notifications.audited import keep
from bot.notifications.digest_builder import DigestDraft
from bot.notifications.digest_page import span
from bot.ports import Ports
from bot.ports.notifications.subscriptions import Digest, Mode

MOST = 100  # digests of one server or workspace
NAME_LIMIT = 80


@dataclass(frozen=True, slots=True)
class CreateInputs:
    """The digest to store, its page as of now, and how many there are here."""

    digest: Digest
    page: DigestDraft
    others: int


class Create(Command[CreateInputs], name="digest create", role=Role.MANAGER, current="yes"):
    """Create a digest for a channel; you preview it with real data before anything is posted."""

    channel: Channel = option("Channel it is posted in; here is this one")
    name: str = option("What it is called", limit=NAME_LIMIT)  # type: ignore[misc]
    days: str = option("daily, weekdays, weekly, or days such as mon wed", limit=60)
    time: str = option("Time of day, such as 09:00 or 8:30 Berlin", limit=40)
    timezone: str = option("Time zone: a place, such as Europe/Berlin", default="", complete="zone", limit=60)
    about: str = option("Models or codenames, separated by commas; default: all", default="", complete="subject")
    min_grade: Floor = option("Minimum grade to report", default="unconfirmed")
    sections: str = option("Sections, separated by commas; default: all", default="")
    max_items: int = option("Maximum number of items", default=8, low=3, high=20)
    if_quiet: Quiet = option("What to do when nothing is new", default="one line")
    image: bool = option("Include a chart of the odds", default=False)
    points: int = option("Minimum price move, in points", default=5, low=1, high=50)

    async def gather(self, ports: Ports, ctx: RequestContext) -> CreateInputs:
        """Read the words, find a draft of the same name, write the page."""
        known = ports.subscriptions.digests(ctx.tenant)
        wish = wish_of(
            subjects(ports, ctx, self.about),
            floor=self.min_grade,
            sections=self.sections,
            max_items=self.max_items,
            if_quiet=self.if_quiet,
            image=self.image,
            points=self.points,
        )
        digest = Digest(
            number=0,
            tenant=ctx.tenant,
            place=known_place(ports, ctx, in_reach(self.channel.place, ctx)),
            owner=ctx.actor,
            name=self.name,
            table=self._table(ctx),
            wish=wish,
            made_at=ctx.now,
            covered=ctx.now - timedelta(days=1),
        )
        digest = _unless_known(digest, known)
        return CreateInputs(digest, previewed(ports, digest, ctx.now), len(known))

    def _table(self, ctx: RequestContext) -> Timetable:
        """The days and the time on the clock of a place: its own option, else the one behind the time."""
        at, clock = parse_time_and_zone(self.time)
        zone = parse_time_zone(self.timezone) if self.timezone else clock or ctx.zone
        return Timetable(parse_days(self.days), at, zone)

    async def reserve(self, found: CreateInputs, ports: Ports, ctx: RequestContext) -> CreateInputs:
        """Number it, if it is new.

        Raises:
            TooMuch: there are `MOST` digests here.
        """
        if found.digest.number:
            return found
        if found.others >= MOST:
            raise TooMuch(
                f"There are {found.others} digests here; {MOST} is the most.", todo="Delete one: /digest delete"
            )
        number = await ports.subscriptions.reserve(ctx.tenant, "digest")
        return replace(found, digest=replace(found.digest, number=number))

    def answer(self, found: CreateInputs, ctx: RequestContext) -> Reply:
        """Show the page, what was understood, and the effect of clock changes."""
        digest, page = found.digest, found.page
        table = digest.table
        told = [
            Text(
                (
                    bold(f"{table.confirmation(ctx.now)}."),
                    " Posted ",
                    *spans(posted(digest.place, ctx)),
                    " once started.",
                )
            )
        ]
        told += [Text(sentence) for sentence in (*_past(digest, ctx.now), *table.oddities(ctx.now))]
        held = left_out(page)
        note = f"Left out: {held}. Which and why: /digest why" if held else ""
        reply = replace(
            page.reply,
            title=preview_title(digest, page),
            parts=(*told, *page.reply.parts),
            note=note,
            data=facts(digest, ctx)
            | {
                "confirmation": table.confirmation(ctx.now),
                "next": table.next_after(ctx.now).at,
                "dst": list(table.oddities(ctx.now)),
                "reason": page.reason.words,
                "sends": page.reason.send,
                "items": [change.id for change in page.selection.kept],
                "left_out": held,
            },
        )
        return offers(digest, reply)

    async def keep(self, found: CreateInputs, ports: Ports, ctx: RequestContext) -> None:
        """Store it as not started."""
        await keep(ports, ctx, found.digest)


def _unless_known(digest: Digest, known: Sequence[Digest]) -> Digest:
    """Return a digest, as the waiting draft where that is the same in everything.

    Raises:
        Conflict: the channel has a digest of that name, which is changed by /digest edit.
    """
    named = digest.name.casefold()
    same = next((one for one in known if (one.place, one.name.casefold()) == (digest.place, named)), None)
    if same is None:
        return digest
    if same.mode is Mode.DRAFT and (same.table, same.wish) == (digest.table, digest.wish):
        return replace(digest, number=same.number, version=same.version, owner=same.owner)
    raise Conflict(
        f"There is {same.id} “{shorten(same.name, 60)}” already; nothing was changed.",
        why=f"It is {state_words(same)}: {same.table.words}.",
        todo="Change it, or choose another name.",
        instead=[
            Alternative(f"Change {same.id}", values_of(same), "digest edit", FIELDS),
            Alternative("Another name", {"name": ""}, asks=("name",)),
        ],
    )


def _past(digest: Digest, now: datetime) -> tuple[str, ...]:
    """That today's time is over, if today is one of its days."""
    table = digest.table
    today = now.astimezone(zone_of(table.zone)).date()
    at = moment_of(today, table.at, table.zone)
    if today.weekday() not in table.days or at is None or at > now:
        return ()
    return (
        f"{table.at:%H:%M} was {span(now - at)} ago today; the first run is {table.local(table.next_after(now).at)}.",
    )
