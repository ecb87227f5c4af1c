"""``/catchup``: what changed since you last looked, privately."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.dispatch.command import Command, as_of_option, option
from bot.dispatch.date_arguments import Since
from bot.domain.catalogs.vendor_facts import FactKind, days_left, retiring
from bot.domain.notify.changes import Change, once
from bot.domain.notify.digest import ChangeFeed, DigestFilter, DigestPlace, DigestSelection, select
from bot.domain.notify.digest_sections import ChangeKind, Section
from bot.messages.change_line import change_line, sources_of
from bot.messages.levels import brief, shortened
from bot.messages.order import order
from bot.messages.reply import Brief, Bullets, Button, Form, Reply, Text, Words, bold, spans
from bot.messages.request import RequestContext
from bot.notifications.arguments import subjects
from bot.notifications.digest_builder import followed
from bot.notifications.digest_page import health_line, short, trouble_lines
from bot.ports import Ports
from bot.ports.accounts.lookup_history import TELL
from bot.queries.changes.change_feed import read
from bot.queries.changes.change_recorder import record_changes
from bot.queries.time_range import TimeRange

FIRST = timedelta(days=7)  # how far back a first look goes
LONGEST = timedelta(days=90)
LINES, MORE = 10, 40
SHORT = 5  # changes in the short answer
SOON = 7  # days before a shutdown from which it comes before all other news
LINE = 110  # characters of one there
SEEN = "caught_up"


@dataclass(frozen=True, slots=True)
class CatchUpInputs:
    """The start of the span, its changes, and those to show."""

    since: datetime
    first: bool
    feed: ChangeFeed
    selection: DigestSelection


class CatchUp(Command[CatchUpInputs], name="catchup"):
    """Show what changed since you last looked, in ten lines."""

    about: str = option("Models or codenames, separated by commas; default: all", default="", complete="subject")
    since: Since | None = option("Start time, instead of your last look", default=None)
    all: bool = option("Up to forty lines instead of ten", default=False)
    tell: bool | None = option("Whether to notify you when something you looked up or shared changes", default=None)
    as_of: datetime | None = as_of_option(default=None)

    async def gather(self, ports: Ports, ctx: RequestContext) -> CatchUpInputs:
        """Everything since this person's last look."""
        seen = ports.tenants.personal(ctx.tenant, ctx.actor).get(SEEN, "")
        typed = self.since.at if self.since else None
        since = typed or (datetime.fromisoformat(seen) if seen else ctx.as_of - FIRST)
        since = max(min(since, ctx.as_of), ctx.as_of - LONGEST)
        about = subjects(ports, ctx, self.about)
        await record_changes(ports, ctx.now)
        span = TimeRange(since, ctx.as_of, ctx.tenant)
        wish = replace(followed(ports, DigestFilter(about=about), span), max_items=MORE if self.all else LINES)
        news = read(ports, span, about)
        chosen = select(once(news.changes), wish, DigestPlace())
        ends = retiring(ports.vendor_facts.of_kind(FactKind.RETIREMENT, ctx.view), ctx.as_of)
        soon = {one.fact.slug for one in ends if one.fact.day and days_left(one.fact.day, ctx.as_of) <= SOON}
        first = sorted(chosen.kept, key=lambda change: not _ends_soon(change, soon))  # what ends can be acted on now
        return CatchUpInputs(since, not seen and self.since is None, news, replace(chosen, kept=tuple(first)))

    def answer(self, found: CatchUpInputs, ctx: RequestContext) -> Reply:
        """At most ten lines, then how many more, and how the sources are."""
        kept = found.selection.kept[: MORE if self.all else LINES]
        over = len(found.selection.kept) - len(kept)
        over += sum(verdict.stage == "cap" for _, verdict in found.selection.left)
        trouble = trouble_lines(found.feed.sources, ctx.zone)
        head = _title(found, kept, over, ctx)
        again = order("catchup", about=self.about or None, since=found.since, all=True)
        show = (Button("Show all", again),) if over and not self.all else ()
        return Reply(
            title=head,
            parts=(
                *_sections(kept),
                *((Text(f"and {over} more"),) if over else ()),
                *((Text((bold("Not the whole picture: "), "; ".join(trouble), ".")),) if trouble else ()),
                Text(health_line(found.feed.sources, ctx.zone), quiet=True),
            ),
            brief=self._brief(found, head, kept, over, trouble) if len(kept) > SHORT else None,
            sources=sources_of(kept)[:8],
            actions=(*show, Form("Make this a digest", "digest create", {"channel": "here", "about": self.about})),
            note=self._told(ctx),
            data={
                "since": found.since,
                "as_of": ctx.as_of,
                "more": over,
                "changes": [_change_facts(change) for change in kept],
            },
        )

    def _brief(
        self, found: CatchUpInputs, head: str, kept: Sequence[Change], over: int, trouble: Sequence[str]
    ) -> Brief:
        """The first changes, a line each; how many more; whether a source is missing."""
        lines: list[Words] = [("• ", *spans(shortened(change_line(change), LINE))) for change in kept[:SHORT]]
        if more := len(kept) - SHORT + over:
            lines.append(f"and {more} more")
        missing = f"Not the whole picture: {'; '.join(trouble)}. " if trouble else ""
        made = brief(head, lines, f"{missing}Your next look begins here." if self.since is None else missing)
        return replace(made, full=order("catchup", about=self.about or None, since=found.since))

    def _marks(self, ctx: RequestContext) -> bool:
        """Whether to record this look; one into the past or from a chosen moment is not."""
        return ctx.as_of == ctx.now and self.since is None

    def _told(self, ctx: RequestContext) -> str:
        if self.tell is None:
            return "Your next look begins here." if self._marks(ctx) else ""
        if self.tell:
            return "I tell you when something you looked up or shared changes, for 14 days after."
        return "I no longer tell you of changes, and forgot what you looked up."

    async def keep(self, found: CatchUpInputs, ports: Ports, ctx: RequestContext) -> None:
        """Mark it as seen, unless it was a look into the past."""
        del found
        if self._marks(ctx):
            await ports.tenants.choose_for_me(ctx.tenant, ctx.actor, SEEN, ctx.now.isoformat(), ctx.now)
        if self.tell is not None:
            value = "yes" if self.tell else "no"
            await ports.tenants.choose_for_me(ctx.tenant, ctx.actor, TELL, value, ctx.now)
        if self.tell is False:
            await ports.askers.forget(ctx.tenant, ctx.actor)


def _title(found: CatchUpInputs, kept: Sequence[Change], over: int, ctx: RequestContext) -> str:
    said = "in the last 7 days" if found.first else f"since {short(found.since, ctx.zone)} {ctx.zone}"
    count = len(kept) + over
    return f"{count} thing{'s' if count != 1 else ''} changed {said}" if kept else f"Nothing new {said}"


def _sections(kept: Sequence[Change]) -> Iterator[Bullets]:
    """The changes by section, in the order of a digest; a section with what ends soon comes first."""
    for section in dict.fromkeys((*(change.section for change in kept[:1]), *Section)):
        lines: tuple[Words, ...] = tuple(change_line(change) for change in kept if change.section is section)
        if lines:
            yield Bullets(lines, f"{section.value[0].upper()}{section.value[1:]}")


def _ends_soon(change: Change, soon: Collection[str]) -> bool:
    return change.kind is ChangeKind.RETIREMENT and change.ref in soon


def _change_facts(change: Change) -> dict[str, object]:
    return {
        "id": change.id,
        "section": change.section.value,
        "ref": change.ref,
        "title": change.title,
        "before": change.before or None,
        "after": change.after or None,
        "at": change.at,
        "grade": change.grade or None,
        "points": change.points or None,
        "source": change.source or None,
    }
