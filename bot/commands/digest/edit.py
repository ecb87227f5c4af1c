"""``/digest edit``: change a digest; omitted options stay."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self

from bot.commands.digest._digests import (
    DIGEST_ID,
    Floor,
    Quiet,
    change_form,
    facts,
    limit_words,
    previewed,
    state_words,
    undo_of,
    wish_of,
)
from bot.commands.digest._finding import find
from bot.dispatch.command import Command, option
from bot.dispatch.date_arguments import parse_days, parse_time_and_zone, parse_time_zone
from bot.domain.notify.timetable import Timetable
from bot.domain.text import shorten
from bot.jobs.digest_job import resumes_at
from bot.messages import words
from bot.messages.errors import NotFound
from bot.messages.order import order
from bot.messages.reply import Button, Reply, Severity, Text, bold
from bot.messages.request import RequestContext, Role
from bot.notifications.arguments import Channel, in_reach, known_place, place_name, subjects, theirs
from bot.notifications.audited import keep
from bot.notifications.digest_builder import DigestDraft
from bot.ports import Ports
from bot.ports.notifications.subscriptions import Digest, Mode
from bot.queries.names import resolve

MUTED = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class EditDigestInputs:
    """A digest before and after, and its page after."""

    before: Digest
    after: Digest
    page: DigestDraft
    mute: frozenset[str] = frozenset()
    unmute: frozenset[str] = frozenset()

    @property
    def edited(self) -> bool:
        """Whether the digest itself is another; the next run follows from the rest."""
        return replace(self.after, next_at=self.before.next_at) != self.before


class EditDigest(Command[EditDigestInputs], name="digest edit", role=Role.MANAGER, current="yes"):
    """Change a digest; options you leave out stay as they are."""

    id: str = option(DIGEST_ID, default="", complete="digest")
    channel: Channel | None = option("Another channel", default=None)
    name: str = option("Another name", default="", limit=80)  # type: ignore[misc]
    days: str = option("daily, weekdays, weekly, or days such as mon wed", default="", limit=60)
    time: str = option("Time of day, such as 09:00 or 8:30 Berlin", default="", limit=40)
    timezone: str = option("Time zone", default="", complete="zone", limit=60)
    about: str = option("Models or codenames, separated by commas, or everything", default="", complete="subject")
    min_grade: Floor | None = option("Minimum grade to report", default=None)
    sections: str = option("Sections, separated by commas, or all", default="")
    max_items: int | None = option("Maximum number of items", default=None, low=3, high=20)
    if_quiet: Quiet | None = option("What to do when nothing is new", default=None)
    image: bool | None = option("Include a chart of the odds", default=None)
    points: int | None = option("Minimum price move, in points", default=None, low=1, high=50)
    mute: str = option("An item or subject to leave out here for a week", default="", complete="subject", limit=80)
    unmute: str = option("An item or subject to unmute", default="", complete="subject", limit=80)

    async def gather(self, ports: Ports, ctx: RequestContext) -> EditDigestInputs:
        """Read the digest as it is, and preview it as changed."""
        before = theirs(find(ports, ctx, self.id), ctx)
        about = subjects(ports, ctx, self.about) if self.about else before.wish.about
        place = known_place(ports, ctx, in_reach(self.channel.place, ctx)) if self.channel else before.place
        after = self._edited(before, about, place, ctx.now)
        mute, unmute = _thing(ports, ctx, self.mute, known=True), _thing(ports, ctx, self.unmute, known=False)
        if unmute and not unmute & ports.subscriptions.muted([place], ctx.now).get(place, frozenset()):
            raise NotFound(f"“{shorten(self.unmute, 40)}” is not muted here.", todo="/digest preview says what is.")
        return EditDigestInputs(before, after, previewed(ports, after, ctx.now, mute, unmute), mute, unmute)

    def _edited(self, before: Digest, about: tuple[str, ...], place: str, now: datetime) -> Digest:
        """Build the digest as changed.

        Raises:
            BadArgument: a section, the days, the time or the time zone cannot be read.
        """
        old = before.wish
        wish = wish_of(
            about,
            floor=self.min_grade or old.min_grade,
            sections=self.sections or ", ".join(section.value for section in old.sections),
            max_items=self.max_items or old.max_items,
            if_quiet=self.if_quiet or old.if_quiet.value,
            image=old.image if self.image is None else self.image,
            points=self.points or old.points,
        )
        at, clock = parse_time_and_zone(self.time) if self.time else (before.table.at, "")
        table = Timetable(
            parse_days(self.days) if self.days else before.table.days,
            at,
            parse_time_zone(self.timezone) if self.timezone else clock or before.table.zone,
        )
        after = replace(before, place=place, name=self.name or before.name, table=table, wish=wish)
        return replace(after, next_at=resumes_at(after, now))

    def pinned(self, found: EditDigestInputs) -> Self:
        """Name the digest that was found."""
        return replace(self, id=found.before.id)

    def question(self, found: EditDigestInputs, ctx: RequestContext) -> str:
        """Ask whether to change it, with what it will be."""
        after, before = found.after, found.before
        place = "" if after.place == before.place else f", {place_name(after.place, ctx)}"
        return f"Change {before.id} “{before.name}” to “{after.name}”, {after.table.words}{place}?"

    def answer(self, found: EditDigestInputs, ctx: RequestContext) -> Reply:
        """Confirm its new state, with an undo button."""
        after = found.after
        says = f"{after.table.words}; next: {after.table.local(after.next_at)}" if after.next_at else after.table.words
        parts = (
            Text((bold(f"{says}."), *_started(after))),
            Text(f"It reports {limit_words(after)}.", quiet=True),
            *(Text(line) for line in after.table.oddities(ctx.now)),
        )
        if not (found.edited or found.mute or found.unmute):
            return Reply(
                title=f"{after.id} “{after.name}” is as it was: nothing to change was named",
                parts=(*parts, *found.page.reply.parts),
                actions=(change_form(after),),
                data=facts(after, ctx) | {"confirmation": says},
            )
        return Reply(
            title=f"{after.id} “{after.name}” changed",
            parts=(*parts, *found.page.reply.parts),
            severity=Severity.GOOD,
            actions=(
                Button("Send a test", order("digest run", id=after.id, test=True)),
                *self._ways_back(found),
            ),
            note=self._muted(),
            data=facts(after, ctx) | {"confirmation": says},
        )

    @staticmethod
    def _ways_back(found: EditDigestInputs) -> Iterator[Button]:
        """*Undo* of the change, and what mutes or unmutes again, which an undo of the digest does not hold."""
        if found.edited:
            yield undo_of(found.before)
        if found.mute or found.unmute:
            label = words.UNDO if not found.edited else "Unmute" if found.mute else "Mute again"
            again = {"mute": ", ".join(found.unmute) or None, "unmute": ", ".join(found.mute) or None}
            yield Button(label, order("digest edit", id=found.before.id, **again), in_place=True)

    def _muted(self) -> str:
        said = [f"“{self.mute}” is left out here for a week; corrections excepted."] if self.mute else []
        said += [f"“{self.unmute}” is told here again."] if self.unmute else []
        return " ".join(said)

    async def keep(self, found: EditDigestInputs, ports: Ports, ctx: RequestContext) -> None:
        """Store the change."""
        if found.edited:
            await keep(ports, ctx, found.after)
        for things, until in ((found.mute, ctx.now + MUTED), (found.unmute, ctx.now)):
            for thing in things:
                await ports.subscriptions.mute(found.after.place, thing, until, ctx.actor)


def _thing(ports: Ports, ctx: RequestContext, text: str, *, known: bool) -> frozenset[str]:
    """Return the subject or object with a name; none for an empty name.

    Raises:
        NotFound: nothing has that name, though it has to be ``known``.
    """
    if not text:
        return frozenset()
    if text[2:3] == "-":
        return frozenset({text.upper()})
    meant = resolve(ports, ctx, text)
    if known and not meant.is_name:
        raise NotFound(
            f"I do not know “{shorten(text, 40)}”; nothing was changed.",
            todo="Name a model, a codename, or an item by its id, such as CL-0044.",
        )
    return frozenset({meant.slug if meant.is_name else text})


def _started(digest: Digest) -> tuple[str, ...]:
    return () if digest.mode is Mode.ACTIVE else (f" It is {state_words(digest)}; /digest resume starts it.",)
