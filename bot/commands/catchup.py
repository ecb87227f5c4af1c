"""``/catchup``: what changed since you last looked, privately."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.dispatch.command import Command, as_of_option, option
from bot.dispatch.date_arguments import Since
from bot.dispatch.delivery import FULL
from bot.domain.catalogs.vendor_facts import FactKind, days_left, retiring
from bot.domain.names.subjects import Subject
from bot.domain.names.vendors import vendor_name
from bot.domain.notify.changes import Change, once
from bot.domain.notify.digest import ChangeFeed, DigestFilter, DigestPlace, select
from bot.domain.notify.digest_sections import ChangeKind, Section
from bot.domain.text import shorten
from bot.messages import words
from bot.messages.change_line import change_line, sources_of
from bot.messages.errors import BadArgument
from bot.messages.levels import brief, labelled, shortened
from bot.messages.order import Order, order
from bot.messages.reply import Brief, Bullets, Button, Form, Reply, Text, Words, bold, spans
from bot.messages.request import RequestContext
from bot.notifications.arguments import subjects
from bot.notifications.digest_builder import followed
from bot.notifications.digest_page import health_line, short, trouble_lines
from bot.ports import Ports
from bot.ports.accounts.lookup_history import TELL
from bot.queries.changes.change_feed import read
from bot.queries.changes.change_recorder import record_soon
from bot.queries.labels.label_evidence import is_seen
from bot.queries.names import is_family, name_of, relatives
from bot.queries.time_range import TimeRange

FIRST = timedelta(days=7)  # how far back a first look goes
LONGEST = timedelta(days=90)
LINES = 10  # changes of a page
PAGES = 50
NAMED = 2  # changes in the title
TITLED = 60  # characters of one there
SHORT = 5  # changes in the short answer
SOON = 7  # days before a shutdown from which it comes before all other news
LINE = 110  # characters of one there
SEEN = "caught_up"
BEGINS = "Your next look begins here."
UNFINISHED = "the changes of a ledger that was just loaded are still being worked out, ask again in a minute"


@dataclass(frozen=True, slots=True)
class CatchUpInputs:
    """The start of the span, its changes, those of the page, and the pages.

    ``after`` are those on the pages after it; ``whole`` tells whether all changes are recorded already. ``named``
    is what was asked about; not ``known`` where that is one model that nothing here is about, of whose family ``kin``
    are the newest known models.
    """

    since: datetime
    first: bool
    feed: ChangeFeed
    kept: tuple[Change, ...]
    total: int
    pages: int
    after: int
    whole: bool = True
    named: str = ""
    known: bool = True
    kin: tuple[Subject, ...] = ()


class CatchUp(Command[CatchUpInputs], name="catchup", former=("all",)):
    """Show what changed since you last looked, ten changes a page."""

    about: str = option("Models or codenames, separated by commas; default: all", default="", complete="subject")
    since: Since | None = option("Start time, instead of your last look", default=None)
    page: int = option("Page; ten changes each", default=1, low=1, high=PAGES)
    tell: bool | None = option("Whether to notify you when something you looked up or shared changes", default=None)
    as_of: datetime | None = as_of_option(default=None)

    async def gather(self, ports: Ports, ctx: RequestContext) -> CatchUpInputs:
        """Everything since this person's last look; a later page goes on from the start of that look."""
        seen, _, start = ports.tenants.personal(ctx.tenant, ctx.actor).get(SEEN, "").partition(" ")
        seen = start if self.page > 1 and start else seen
        typed = self.since.at if self.since else None
        since = typed or (datetime.fromisoformat(seen) if seen else ctx.as_of - FIRST)
        since = max(min(since, ctx.as_of), ctx.as_of - LONGEST)
        about = subjects(ports, ctx, self.about)
        whole = await record_soon(ports, ctx.now)
        span = TimeRange(since, ctx.as_of, ctx.tenant)
        wish = followed(ports, DigestFilter(about=about), span)
        news = read(ports, span, about)
        changes = once(news.changes)
        bare, before, upto = (
            select(changes, replace(wish, max_items=limit), DigestPlace()) for limit in self._limits(changes, wish)
        )
        told = before.kept if self.page > 1 else ()
        kept = tuple(change for change in upto.kept if change not in told)
        total = len(upto.kept) + sum(verdict.stage == "cap" for _, verdict in upto.left)
        pages = 1 + max(0, -(-(total - max(LINES, len(bare.kept))) // LINES))
        if self.page > pages:
            raise BadArgument(f"There {'is' if pages == 1 else 'are'} only {words.counted(pages, 'page')}.")
        first = not seen and self.since is None
        ends = retiring(ports.vendor_facts.of_kind(FactKind.RETIREMENT, ctx.view), ctx.as_of)
        soon = {one.fact.slug for one in ends if one.fact.day and days_left(one.fact.day, ctx.as_of) <= SOON}
        kept = tuple(sorted(kept, key=lambda change: not _ends_soon(change, soon)))  # what ends can be acted on now
        known, named = bool(kept) or _is_known(ports, ctx, about), _called(ports, ctx, about)
        kin = () if known else relatives(ports, ctx.view, about[0])
        return CatchUpInputs(since, first, news, kept, total, pages, total - len(upto.kept), whole, named, known, kin)

    def _limits(self, changes: Sequence[Change], wish: DigestFilter) -> tuple[int, int, int]:
        """How many changes beside corrections are told: on none, up to the page before, and up to this page.

        Corrections are told on the first page, all of them; other changes fill it to `LINES`.
        """
        corrections = len(select(changes, replace(wish, max_items=0), DigestPlace()).kept)
        first = max(0, LINES - corrections)
        return 0, first + LINES * (self.page - 2) if self.page > 1 else 0, first + LINES * (self.page - 1)

    def answer(self, found: CatchUpInputs, ctx: RequestContext) -> Reply:
        """Ten changes of the page, the next page, and how the sources are."""
        kept = found.kept
        trouble = (*(() if found.whole else (UNFINISHED,)), *trouble_lines(found.feed.sources, ctx.zone))
        head = self._title(found, ctx)
        sources = health_line(found.feed.sources, ctx.zone) if found.feed.sources or found.first else ""
        return Reply(
            title=head,
            parts=(
                *((Text(self._count(found, ctx)),) if kept else ()),
                *((Text(labelled(words.NEAREST_KNOWN, words.with_states(found.kin))),) if found.kin else ()),
                *_sections(kept),
                *((Text((bold("Not the whole picture: "), "; ".join(trouble), ".")),) if trouble else ()),
                *((Text(sources, quiet=True),) if sources else ()),
            ),
            brief=self._brief(found, head, trouble, ctx) if len(kept) > SHORT else None,
            sources=sources_of(kept)[:8],
            actions=(
                *self._next(found),
                Form("Make this a digest", "digest create", {"channel": "here", "about": self.about}),
            ),
            note=self._told(found, ctx),
            data={
                "since": found.since,
                "as_of": ctx.as_of,
                "more": found.after,
                "page": self.page,
                "pages": found.pages,
                "changes": [_change_facts(change) for change in kept],
            },
        )

    def _next(self, found: CatchUpInputs) -> tuple[Button, ...]:
        """The button of the next page, which goes on where this one ends."""
        if self.page >= min(found.pages, PAGES):
            return ()
        following = self._order(found, self.page + 1)
        return (Button(words.NEXT_PAGE, Order(FULL + following.line)),)

    def _title(self, found: CatchUpInputs, ctx: RequestContext) -> str:
        said = "in the last 7 days" if found.first else f"since {short(found.since, ctx.zone)} {ctx.zone}"
        page = f", page {self.page} of {found.pages}" if self.page > 1 else ""
        if not found.known:
            return f"{found.named} is not known here; nothing new {said}"
        if not found.kept:
            return f"Nothing new{f' of {found.named}' if found.named else ''} {said}"
        named = "; ".join(shorten(_named(change), TITLED) for change in found.kept[:NAMED])
        left = found.total - NAMED
        return f"{named}{f'; and {left} more' if left > 0 and not page else ''}{page}"

    def _count(self, found: CatchUpInputs, ctx: RequestContext) -> str:
        said = "in the last 7 days" if found.first else f"since {short(found.since, ctx.zone)} {ctx.zone}"
        return f"{words.counted(found.total, 'thing')} changed {said}"

    def _brief(self, found: CatchUpInputs, head: str, trouble: Sequence[str], ctx: RequestContext) -> Brief:
        """The first changes of the page, a line each; how many more it has; whether a source is missing."""
        after = f", {found.after} after it" if found.after else ""
        lines: list[Words] = [f"{self._count(found, ctx)}; {len(found.kept) - SHORT} more on this page{after}"]
        lines += [("• ", *spans(shortened(change_line(change), LINE))) for change in found.kept[:SHORT]]
        missing = f"Not the whole picture: {'; '.join(trouble)}. " if trouble else ""
        made = brief(head, lines, missing + (BEGINS if self._marks(found, ctx) else ""))
        return replace(made, full=self._order(found, self.page))

    def _order(self, found: CatchUpInputs, page: int) -> Order:
        """The same look at a page of it."""
        about, at = self.about or None, self.as_of
        return order("catchup", about=about, since=found.since, page=page if page > 1 else None, as_of=at)

    def _marks(self, found: CatchUpInputs, ctx: RequestContext) -> bool:
        """Whether to record this look: not one into the past, of a part, or of a later page."""
        part = self.since is not None or bool(self.about) or self.page > 1
        return found.whole and ctx.as_of == ctx.now and not part

    def _told(self, found: CatchUpInputs, ctx: RequestContext) -> str:
        if self.tell is None:
            return BEGINS if self._marks(found, ctx) else ""
        if self.tell:
            return "I tell you when something you looked up or shared changes, for 14 days after."
        return "I no longer tell you of changes, and forgot what you looked up."

    async def keep(self, found: CatchUpInputs, ports: Ports, ctx: RequestContext) -> None:
        """Mark the whole as seen up to now, with where this look began, for its later pages."""
        if self._marks(found, ctx):
            look = f"{ctx.now.isoformat()} {found.since.isoformat()}"
            await ports.tenants.choose_for_me(ctx.tenant, ctx.actor, SEEN, look, ctx.now)
        if self.tell is not None:
            value = "yes" if self.tell else "no"
            await ports.tenants.choose_for_me(ctx.tenant, ctx.actor, TELL, value, ctx.now)
        if self.tell is False:
            await ports.askers.forget(ctx.tenant, ctx.actor)


def _is_known(ports: Ports, ctx: RequestContext, about: Sequence[str]) -> bool:
    """Whether what is asked about is anything but one model that is in no list and was not seen."""
    slug = about[0] if len(about) == 1 else ""
    if "/" not in slug or ports.ledger.subject(slug, ctx.view) is not None or is_family(ports, ctx.view, slug):
        return True
    return is_seen(ports, slug, ctx.view)


def _called(ports: Ports, ctx: RequestContext, about: Sequence[str]) -> str:
    """The names of the first subjects that are asked about; '' for all."""
    names = [name_of(ports, ctx.view, one) if "/" in one else vendor_name(one) or one for one in about[:NAMED]]
    more = len(about) - len(names)
    return words.join_names((*names, *((f"{more} more",) if more else ()))) if names else ""


def _named(change: Change) -> str:
    return f"{change.title}: {change.after}" if change.after else change.title


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
