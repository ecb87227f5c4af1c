"""``/catchup``: what changed since you last looked, privately."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.dispatch.command import Command, as_of_option, option
from bot.dispatch.date_arguments import Since, check_order
from bot.dispatch.delivery import FULL
from bot.domain.catalogs.vendor_facts import FactKind, days_left, retiring
from bot.domain.names.subjects import Subject, fold
from bot.domain.names.vendors import vendor_name
from bot.domain.notify.changes import Change, once
from bot.domain.notify.digest import ChangeFeed, DigestFilter, DigestPlace, select
from bot.domain.notify.digest_sections import ChangeKind, Section
from bot.domain.text import shorten
from bot.domain.time import day_of
from bot.domain.time.zones import zone_of
from bot.messages import words
from bot.messages.change_line import change_line, joint, sources_of, with_grade
from bot.messages.errors import BadArgument
from bot.messages.levels import brief, labelled, shortened
from bot.messages.lifetimes import span_said
from bot.messages.order import CommandLine, Order, order
from bot.messages.reply import Brief, Bullets, Button, Form, Reply, Text, Words, bold, spans
from bot.messages.request import RequestContext
from bot.notifications.arguments import subjects
from bot.notifications.change_recorder import is_behind
from bot.notifications.digest_builder import followed
from bot.notifications.digest_page import health_line, short, trouble_lines
from bot.ports import Ports
from bot.ports.accounts.lookup_history import TELL
from bot.queries.changes.change_feed import read
from bot.queries.labels.label_evidence import is_seen
from bot.queries.names import is_family, name_of, relatives
from bot.queries.time_range import TimeRange

FIRST = timedelta(days=7)  # how far back a first look goes
LONGEST = timedelta(days=90)
LINES = 10  # changes of a page
PAGES = 50
NAMED = 2  # changes in the title
TITLED = 80  # characters of one there
SHORT = 5  # changes in the short answer
_FIRST = {ChangeKind.CORRECTION: 0, ChangeKind.RELEASE: 0, ChangeKind.GRADE: 2}
SOON = 7  # days before a shutdown from which it comes before all other news
LINE = 110  # characters of one there
SEEN = "caught_up"
BEGINS = "Your next look begins here."
UNFINISHED = "the changes of a ledger that was just loaded are still being worked out, ask again in a minute"


@dataclass(frozen=True, slots=True)
class LookSpan:
    """The time that a look is about: from ``since`` to ``until``, which is None where that is now.

    ``first`` is of a first look; ``cut`` that it was asked to begin earlier than a look goes back.
    """

    since: datetime
    until: datetime | None = None
    first: bool = False
    cut: bool = False

    def in_words(self, ctx: RequestContext) -> str:
        """Format the span: ``in the last 7 days``, ``since Thu 1 Oct 00:00 UTC``, ``in October 2026``."""
        far = f", as far as a look goes back ({LONGEST.days} days)" if self.cut else ""
        if self.until is not None:
            zone = zone_of(ctx.zone)
            return f"{span_said(day_of(self.since, zone), day_of(self.until, zone))}{far}"
        return "in the last 7 days" if self.first else f"since {short(self.since, ctx.zone)} {ctx.zone}{far}"


@dataclass(frozen=True, slots=True)
class CatchUpInputs:
    """The span, its changes, what this person follows, and the models that end soon.

    ``whole`` tells whether all changes are recorded already. ``named`` is what was asked about; not ``known`` where
    that is one model that nothing here is about, of whose family ``kin`` are the newest.
    """

    span: LookSpan
    feed: ChangeFeed
    wish: DigestFilter
    soon: frozenset[str]
    whole: bool
    named: str
    known: bool
    kin: tuple[Subject, ...]


@dataclass(frozen=True, slots=True)
class CatchUpPage:
    """The changes of the page, how many there are in all, and the pages.

    ``after`` are on the pages after it.
    """

    span: LookSpan
    kept: tuple[Change, ...]
    total: int
    pages: int
    after: int
    whole: bool


class CatchUp(Command[CatchUpInputs], name="catchup", current="if soon", former=("all",)):
    """Show what changed since you last looked, ten changes a page."""

    about: str = option("Models or codenames, separated by commas; default: all", default="", complete="subject")
    where: str = option("Only what this list, market or page says, such as OpenRouter", default="", limit=40)
    since: Since | None = option("Start time, instead of your last look", default=None)
    until: datetime | None = option("End time, instead of now", default=None)
    page: int = option("Page; ten changes each", default=1, low=1, high=PAGES)
    tell: bool | None = option("Whether to notify you when something you looked up or shared changes", default=None)
    as_of: datetime | None = as_of_option(default=None)

    async def gather(self, ports: Ports, ctx: RequestContext) -> CatchUpInputs:
        """Everything since this person's last look; a later page goes on from the start of that look."""
        seen = ports.tenants.personal(ctx.tenant, ctx.actor).get(SEEN, "")
        look = self._span(seen, ctx.as_of)
        about = subjects(ports, ctx, self.about)
        whole = not is_behind(ports, ctx.now)
        span = TimeRange(look.since, look.until or ctx.as_of, ctx.tenant)
        wish = followed(ports, DigestFilter(about=about), span)
        news = _at(self.where, read(ports, span, about))
        ends = retiring(ports.vendor_facts.of_kind(FactKind.RETIREMENT, ctx.view), ctx.as_of)
        soon = {one.fact.slug for one in ends if one.fact.day and days_left(one.fact.day, ctx.as_of) <= SOON}
        named, known = _called(ports, ctx, about), _is_known(ports, ctx, about)
        kin = () if known else relatives(ports, ctx.view, about[0])
        return CatchUpInputs(look, news, wish, frozenset(soon), whole, named, known, kin)

    def _span(self, seen: str, as_of: datetime) -> LookSpan:
        """Return the span, from the times of the last look and of where that one began.

        Raises:
            BadArgument: it ends before it begins.
        """
        latest, _, start = seen.partition(" ")
        latest = start if self.page > 1 and start else latest
        typed = self.since.at if self.since else None
        until = self.until if self.until is not None and self.until < as_of else None
        end = until or as_of
        since = typed or (datetime.fromisoformat(latest) if latest and until is None else end - FIRST)
        if until is not None:
            check_order(since, until)
        begin = max(min(since, end), end - LONGEST)
        return LookSpan(begin, until, not seen and typed is None and until is None, since < begin)

    def _page(self, found: CatchUpInputs) -> CatchUpPage:
        """Select the changes of the page.

        Raises:
            BadArgument: there is no such page.
        """
        changes = once(found.feed.changes)
        bare, before, upto = (
            select(changes, replace(found.wish, max_items=limit), DigestPlace())
            for limit in self._limits(changes, found.wish)
        )
        told = before.kept if self.page > 1 else ()
        total = len(upto.kept) + sum(verdict.stage == "cap" for _, verdict in upto.left)
        pages = 1 + max(0, -(-(total - max(LINES, len(bare.kept))) // LINES))
        if self.page > pages:
            raise BadArgument(
                f"There {'is' if pages == 1 else 'are'} only {words.counted(pages, 'page')}.",
                todo=f"Give page:{pages}.",
            )
        kept = (change for change in upto.kept if change not in told)
        # what ends can be acted on now
        ordered = sorted(kept, key=lambda change: (not _ends_soon(change, found.soon), _rank(change)))
        return CatchUpPage(found.span, tuple(ordered), total, pages, total - len(upto.kept), found.whole)

    def _limits(self, changes: Sequence[Change], wish: DigestFilter) -> tuple[int, int, int]:
        """How many changes beside corrections are told: on none, up to the page before, and up to this page.

        Corrections are told on the first page, all of them; other changes fill it to `LINES`.
        """
        corrections = len(select(changes, replace(wish, max_items=0), DigestPlace()).kept)
        first = max(0, LINES - corrections)
        return 0, first + LINES * (self.page - 2) if self.page > 1 else 0, first + LINES * (self.page - 1)

    def answer(self, found: CatchUpInputs, ctx: RequestContext) -> Reply:
        """Ten changes of the page, the next page, and how the sources are."""
        page = self._page(found)
        kept = page.kept
        trouble = (*(() if found.whole else (UNFINISHED,)), *trouble_lines(found.feed.sources, ctx.zone))
        head = self._title(page) if kept else self._nothing(found, ctx)
        sources = health_line(found.feed.sources, ctx.zone) if found.feed.sources or found.span.first else ""
        return Reply(
            title=head,
            parts=(
                *((Text(self._count(page, ctx)),) if kept else _kin(found)),
                *_sections(kept),
                *((Text((bold("Not the whole picture: "), "; ".join(trouble), ".")),) if trouble else ()),
                *((Text(sources, quiet=True),) if sources else ()),
            ),
            brief=self._brief(page, head, trouble, ctx) if len(kept) > SHORT or trouble else None,
            sources=sources_of(kept)[:8],
            actions=(
                *self._next(page),
                Form("Make this a digest", "digest create", {"channel": "here", "about": self.about}),
            ),
            note=self._told(page, ctx),
            data={
                "since": found.span.since,
                "until": found.span.until,
                "as_of": ctx.as_of,
                "more": page.after,
                "page": self.page,
                "pages": page.pages,
                "changes": [_change_facts(change) for change in kept],
            },
        )

    def _next(self, found: CatchUpPage) -> tuple[Button, ...]:
        """The button of the next page, which goes on where this one ends."""
        if self.page >= min(found.pages, PAGES):
            return ()
        following = self._order(found, self.page + 1)
        return (Button(words.NEXT_PAGE, CommandLine(FULL + following.line)),)

    def _nothing(self, found: CatchUpInputs, ctx: RequestContext) -> str:
        """Format that nothing changed, of what, and whether that is known at all."""
        said = f"{self._where()} {found.span.in_words(ctx)}"
        if not found.known:
            return f"{found.named} is not known here; nothing new{said}"
        return f"Nothing new{f' of {found.named}' if found.named else ''}{said}"

    def _where(self) -> str:
        return f" on {shorten(self.where, 40)}" if self.where else ""

    def _title(self, found: CatchUpPage) -> str:
        page = f", page {self.page} of {found.pages}" if self.page > 1 else ""
        named = "; ".join(with_grade(_headline(change), change) for change in found.kept[:NAMED])
        left = found.total - NAMED
        return f"{named}{f'; and {left} more' if left > 0 and not page else ''}{page}"

    def _count(self, found: CatchUpPage, ctx: RequestContext) -> str:
        return f"{words.counted(found.total, 'thing')} changed{self._where()} {found.span.in_words(ctx)}"

    def _brief(self, found: CatchUpPage, head: str, trouble: Sequence[str], ctx: RequestContext) -> Brief:
        """The first changes of the page, a line each; how many it has; whether a source is missing."""
        here = f", {len(found.kept)} of them on this page" if found.after or self.page > 1 else ""
        lines: list[Words] = [f"{self._count(found, ctx)}{here}"] if found.kept else []
        lines += [("• ", *spans(shortened(change_line(change), LINE))) for change in found.kept[:SHORT]]
        missing = f"Not the whole picture: {'; '.join(trouble)}. " if trouble else ""
        made = brief(head, lines, missing + (BEGINS if self._marks(found, ctx) else ""))
        return replace(made, full=self._order(found, self.page))

    def _order(self, found: CatchUpPage, page: int) -> Order:
        """The same look at a page of it."""
        about, begin, end = self.about or None, found.span.since, found.span.until
        number = page if page > 1 else None
        where = self.where or None
        return order("catchup", about=about, where=where, since=begin, until=end, page=number, as_of=self.as_of)

    def _marks(self, found: CatchUpInputs | CatchUpPage, ctx: RequestContext) -> bool:
        """Whether to record this look: not one into the past, of a part, or of a later page."""
        part = self.since is not None or self.until is not None or bool(self.about or self.where) or self.page > 1
        return found.whole and ctx.as_of == ctx.now and not part

    def _told(self, found: CatchUpPage, ctx: RequestContext) -> str:
        if self.tell is None:
            return BEGINS if self._marks(found, ctx) else ""
        if self.tell:
            return "I tell you when something you looked up or shared changes, for 14 days after."
        return "I no longer tell you of changes, and forgot what you looked up."

    async def keep(self, found: CatchUpInputs, ports: Ports, ctx: RequestContext) -> None:
        """Mark the whole as seen up to now, with where this look began, for its later pages."""
        if self._marks(found, ctx):
            look = f"{ctx.now.isoformat()} {found.span.since.isoformat()}"
            await ports.tenants.choose_for_me(ctx.tenant, ctx.actor, SEEN, look, ctx.now)
        if self.tell is not None:
            value = "yes" if self.tell else "no"
            await ports.tenants.choose_for_me(ctx.tenant, ctx.actor, TELL, value, ctx.now)
        if self.tell is False:
            await ports.lookup_history.forget(ctx.tenant, ctx.actor)


def _at(where: str, news: ChangeFeed) -> ChangeFeed:
    """What a list, market or page tells of the changes; all of them without one."""
    named = fold(where).replace(" ", "")
    if not named:
        return news
    told = (f"{one.source_label} {one.source} {one.title} {one.after} {one.why}" for one in news.changes)
    kept = [one for one, said in zip(news.changes, told, strict=True) if named in fold(said).replace(" ", "")]
    return replace(news, changes=tuple(kept))


def _kin(found: CatchUpInputs) -> tuple[Text, ...]:
    """The newest known models of the family of one that nobody knows."""
    return (Text(labelled(words.NEAREST_KNOWN, words.with_states(found.kin))),) if found.kin else ()


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


def _headline(change: Change) -> str:
    """Format a change in the title: what, and what it is now.

    A quotation that is shortened stays closed.
    """
    told = shorten(change.after or change.why.rstrip("."), TITLED)
    what, room = change.title, max(TITLED - len(told), TITLED // 2)
    if what[:1] + what[-1:] == "“”":
        what = f"“{shorten(what[1:-1], room)}”"
    return f"{what}{joint(what)}{told}" if told else what


def _rank(change: Change) -> int:
    """The place of a change: releases and corrections first, grades of claims last."""
    return _FIRST.get(change.kind, 1)


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
