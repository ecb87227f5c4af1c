"""``/model coming``: unreleased models by the median date of their markets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.dispatch.command import Command, as_of_option, option
from bot.dispatch.delivery import FULL
from bot.domain.markets.board_state import ASKS_RELEASE, OPEN
from bot.domain.markets.market_view import MarketBoard, RungRow, board, ranked, turned
from bot.domain.names import NameKind, NameReading
from bot.domain.names.subjects import Subject
from bot.domain.names.vendors import is_own, vendor_name
from bot.domain.time import day_of, format_day, format_time
from bot.messages import words
from bot.messages.errors import BadArgument
from bot.messages.levels import brief, labelled
from bot.messages.order import CommandLine, order
from bot.messages.price_words import old_price_day
from bot.messages.reply import Button, Menu, Reply, Table, Text, Words, bold
from bot.messages.request import RequestContext, View
from bot.messages.words import counted, markets_off
from bot.ports import Ports
from bot.queries.families.expected_models import FORGOTTEN, ExpectedModel, waited_models
from bot.queries.families.model_families import lab_called
from bot.queries.names import name_of

ORDER = "markets first, then what its lab announced"
_NO_MARKET = "no market that is followed here asks"
NAMED = 3  # in the title
SHOWN = 5  # in the short answer
LISTED = 18  # of a page: two and a half screens of a phone
OFFERED = 10
SILENT = 4  # models that are told to be unheard of


@dataclass(frozen=True, slots=True)
class Expected:
    """An unreleased subject, with its market, row and median as far as there are any.

    ``asks_about`` is the market's name for the model, if it is another one.
    """

    subject: Subject
    board: MarketBoard | None = None
    row: RungRow | None = None
    median: datetime | None = None
    asks_about: str = ""


@dataclass(frozen=True, slots=True)
class ComingInputs:
    """Unreleased subjects, soonest first; ``lab`` narrows them.

    ``silent`` are those that nobody named for long, the last named first. ``line`` is the family that was asked for;
    ``others`` says that none of it is expected, and that these are its lab's other models.
    """

    expected: tuple[Expected, ...]
    lab: str
    silent: tuple[ExpectedModel, ...] = ()
    line: str = ""
    others: bool = False

    @property
    def of(self) -> str:
        """What they are narrowed to, as a title says it."""
        if self.line and not self.others:
            return f" of {self.line}"
        return f" from {vendor_name(self.lab) or self.lab}" if self.lab else ""


class Coming(Command[ComingInputs], name="model coming", shareable=True):
    """List the models that are not out, by their median date."""

    lab: str = option("Only this lab or family", default="")
    page: int = option("Page", default=1, low=1)
    as_of: datetime | None = as_of_option(default=None)

    async def gather(self, ports: Ports, ctx: RequestContext) -> ComingInputs:
        """Every subject that is rumoured or in testing, with its markets."""
        lab, line = _narrowed(ports, ctx, self.lab)
        of_lab = waited_models(ports, ctx.view, lab)
        of_line = _of_line(of_lab, line)
        every = of_line or of_lab
        waited = [one for one in every if not one.is_silent(ctx.as_of)]
        silent = sorted((one for one in every if one.is_silent(ctx.as_of)), key=_silence)
        asked = dict.fromkeys(slug for one in waited for slug in (one.subject.slug, *one.others))
        markets = ports.markets.of_subjects(tuple(asked), ctx.view)
        boards: dict[str, list[MarketBoard]] = {}
        for market in markets:
            if market.subject:
                boards.setdefault(market.subject, []).append(board(market, ctx.as_of))
        rows = []
        for one in waited:
            found = [each for slug in (one.subject.slug, *one.others) for each in boards.get(slug, ())]
            rows.append(_expected(ports, ctx.view, one.subject, ranked(found, one.subject.slug)))
        rows.sort(key=lambda one: _place(one, ctx))
        return ComingInputs(tuple(rows), lab, tuple(silent), getattr(line, "name", ""), others=not of_line)

    def answer(self, found: ComingInputs, ctx: RequestContext) -> Reply:
        """The soonest first, each with its odds; those without a market after them."""
        rows = found.expected
        pages, before = self._pages(len(rows)), (self.page - 1) * LISTED
        page = rows[before : before + SHOWN]
        head = _expecting(rows[before:], found) if rows else _nothing(found)
        silent = _silent(found, ctx)
        left = f" · {len(found.silent)} unheard of for {FORGOTTEN.days} days: left out" if silent else ""
        head += f", page {self.page} of {pages}" if self.page > 1 else ""
        count = f"{counted(len(rows), 'model')} expected; {_asking(rows, ctx)}"
        off = [f"{said[0].upper()}{said[1:]}."] if (said := markets_off(ctx)) else []
        lines = [count, *(_line(one, ctx) for one in page), *silent]
        table = Table(
            ("model", "lab", "state", "median", "odds"),
            tuple(_row(one, ctx) for one in rows[before : before + LISTED]),
            frozenset({"odds"}),
        )
        choices = tuple(
            Button(one.subject.name, order("model show", name=one.subject.slug))
            for one in rows[before : before + OFFERED]
        )
        return Reply(
            title=head,
            parts=(*((table,) if rows else ()), *map(Text, off), *map(Text, silent if self.page == pages else ()))
            or (Text("Nobody here has named one."),),
            brief=brief(head, lines, f"as of {format_time(ctx.as_of)} · {ORDER}{left}") if rows else None,
            actions=(*((Menu("Show one", choices),) if choices else ()), *self._more(pages)),
            data={
                "as_of": ctx.as_of,
                "lab": found.lab or None,
                "models": [
                    {
                        "subject": one.subject.slug,
                        "state": one.subject.state.value,
                        "median": one.median,
                        "probability": _price(one),
                        "by": one.row.date.last if one.row else None,
                        "asks_about": one.asks_about or None,
                    }
                    for one in rows
                ],
                "silent": [{"subject": one.subject.slug, "named_at": one.named_at} for one in found.silent],
            },
        )

    def _pages(self, count: int) -> int:
        """Return how many pages a number of models has.

        Raises:
            BadArgument: the page asked for is behind the last.
        """
        pages = max(1, -(-count // LISTED))
        if self.page > pages:
            raise BadArgument(
                f"There {'is' if pages == 1 else 'are'} only {pages} page{'s' if pages > 1 else ''}.",
                todo=f"Give page:{pages}.",
            )
        return pages

    def _more(self, pages: int) -> tuple[Button, ...]:
        """Return the button of the next page, where there is one."""
        if self.page >= pages:
            return ()
        following = order("model coming", lab=self.lab or None, page=self.page + 1, as_of=self.as_of)
        return (Button(words.NEXT_PAGE, CommandLine(FULL + following.line)),)


def _silence(one: ExpectedModel) -> tuple[float, str]:
    return (-one.named_at.timestamp() if one.named_at is not None else 0.0, one.subject.slug)


def _expecting(rows: Sequence[Expected], found: ComingInputs) -> str:
    """The title that names the first of some models."""
    more = len(rows) - NAMED
    names = ", ".join(one.subject.name for one in rows[:NAMED])
    said = f"No next {found.line} is known; expected" if found.line and found.others else "Expected"
    return f"{said}{found.of}: {names}{f' and {more} more' if more > 0 else ''}"


def _nothing(found: ComingInputs) -> str:
    """The title where no model is expected: nobody named one, or not for long."""
    if found.silent:
        return f"Nothing{found.of} was named in the last {FORGOTTEN.days} days"
    return f"Nothing{found.of} is known to be coming"


def _silent(found: ComingInputs, ctx: RequestContext) -> tuple[Words, ...]:
    """Tell who was named, is not out, and was not heard of since."""
    if not found.silent:
        return ()
    today = day_of(ctx.as_of)
    named = ((one.subject.name, one.named_at) for one in found.silent[:SILENT])
    told = (f"{name} ({format_day(at.date(), today)})" for name, at in named if at is not None)
    more = f" and {len(found.silent) - SILENT} more" if len(found.silent) > SILENT else ""
    return (labelled(f"Not heard of for {FORGOTTEN.days} days, last named on", f"{', '.join(told)}{more}"),)


def _narrowed(ports: Ports, ctx: RequestContext, text: str) -> tuple[str, NameReading | None]:
    """Return the slug of a lab's name, and the family that the text names; raises as `lab_called`."""
    if not text.strip():
        return "", None
    lab, best = lab_called(ports, ctx.view, text)
    family = best if best is not None and best.kind is NameKind.FAMILY and best.family != best.lab else None
    return lab, family


def _of_line(models: Sequence[ExpectedModel], line: NameReading | None) -> tuple[ExpectedModel, ...]:
    """Return the models of a family, and of its variant if that is named."""
    if line is None:
        return ()
    parts = ((one, one.subject.slug.partition("/")[2].split("-")) for one in models)
    return tuple(
        one
        for one, words_of in parts
        if words_of[:1] == line.family.split("-")[:1] and (not line.variant or line.variant in words_of)
    )


def _asking(rows: Sequence[Expected], ctx: RequestContext) -> str:
    """Count the markets that ask about some models; one that answers for two names counts once."""
    count = len({(one.board.market.number, one.row.label) for one in rows if one.board and one.row})
    asking = f"{counted(count, 'market')} {'asks' if count == 1 else 'ask'}" if count else _NO_MARKET
    off = markets_off(ctx)
    return f"{asking} about them" if count or not off else off


def _expected(ports: Ports, view: View, subject: Subject, boards: Sequence[MarketBoard]) -> Expected:
    asking = [(one, row) for one in boards if one.state in OPEN and (row := one.main_row()) is not None]
    for one, row in sorted(asking, key=lambda pair: (turned(pair[1]) is None, pair[1].known is None)):
        if row.known is not None or one.shape in ASKS_RELEASE:
            about = one.market.subject or subject.slug
            asks = name_of(ports, view, about) if about != subject.slug else ""
            return Expected(subject, one, row, one.curve.carried(0.5) if one.carries else None, asks)
    return Expected(subject)


def _place(one: Expected, ctx: RequestContext) -> tuple[bool, datetime, tuple[bool, ...], bool, float]:
    """By median, then those with a price, then those that their lab named.

    A price that was read comes before a reported one, a model's own market before that of another name, and the latest
    news before older.
    """
    changed = (one.subject.changed_at or ctx.as_of).timestamp()
    told = is_own(one.subject.vendor, one.subject.source)
    asked = (one.row is None, _price(one) is None, one.row is None or one.row.known is None, bool(one.asks_about))
    return (one.median is None, one.median or ctx.as_of, asked, not told, -changed)


def _price(one: Expected) -> float | None:
    price = turned(one.row) if one.row is not None else None
    return None if price is None else round(float(price), 6)


def _odds(one: Expected, ctx: RequestContext) -> str:
    if one.row is None:
        return "odds off" if "odds" in ctx.off else "no market"
    given = f", if it is {one.asks_about}" if one.asks_about else ""
    by = f" by {format_day(last, day_of(ctx.as_of))}" if (last := one.row.date.last) else ""
    if (known := one.row.known) is None:
        return f"a market{by}, no price read yet{given}" if by else f"no price read yet{given}"
    return f"{known.words}{by}{old_price_day(one.row, ctx)}{given}"


def _median(one: Expected, ctx: RequestContext) -> str:
    return format_day(day_of(one.median), day_of(ctx.as_of)) if one.median is not None else ""


def _line(one: Expected, ctx: RequestContext) -> Words:
    median = f", median {_median(one, ctx)}" if one.median is not None else ""
    return ("• ", bold(one.subject.name), f": {_odds(one, ctx)}{median}")


def _row(one: Expected, ctx: RequestContext) -> tuple[str, ...]:
    lab = vendor_name(one.subject.vendor) or one.subject.vendor
    return (one.subject.name, lab, one.subject.state.value, _median(one, ctx) or "–", _odds(one, ctx))
