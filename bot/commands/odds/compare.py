"""``/odds compare``: venues side by side, with differing dates and rules.

Nothing is averaged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.commands.odds._cards import words
from bot.commands.odds._cards.brief import asked_name, if_it_is
from bot.commands.odds._cards.facts import row_facts
from bot.commands.odds._finding import Topic, find
from bot.commands.odds._no_market import no_market
from bot.commands.odds._released import behind_release
from bot.dispatch.command import Command, as_of_option, option
from bot.dispatch.date_arguments import Deadline
from bot.domain.markets.market_view import MarketBoard, RungRow, turned
from bot.domain.markets.quotes import Probability, interval, points
from bot.domain.markets.rules import clauses
from bot.messages import words as labels
from bot.messages.levels import brief, caution
from bot.messages.order import order
from bot.messages.price_words import is_old, old_price_day, price_age
from bot.messages.reply import Button, Reply, Table, Text, Words, bold
from bot.messages.request import RequestContext
from bot.ports import Ports

SHOWN = 4  # markets in the short answer


@dataclass(frozen=True, slots=True)
class CompareInputs:
    """The topic whose venues are compared."""

    topic: Topic


class Compare(Command[CompareInputs], name="odds compare", shareable=True):
    """Compare venues side by side, with differences in dates and rules."""

    about: str = option("Model, codename or market", complete="subject")
    by: Deadline | None = option("The deadline to compare at", default=None)
    as_of: datetime | None = as_of_option(default=None)

    async def gather(self, ports: Ports, ctx: RequestContext) -> CompareInputs:
        """The boards."""
        return CompareInputs(find(ports, ctx, self.about))

    def answer(self, found: CompareInputs, ctx: RequestContext) -> Reply:
        """Compose one row per market: its rung nearest to the date asked, or the first market's."""
        topic = found.topic
        main = next((row for board in topic.boards if (row := board.main_row()) is not None), None)
        day = self.by.day if self.by else (main.date.last if main is not None else None)
        pairs = [(board, row) for board in topic.boards if (row := _nearest(board, day)) is not None]
        differs = [_differs(topic, board, row, pairs[0], ctx) for board, row in pairs]
        data: dict[str, object] = {
            "subject": topic.subject.slug if topic.subject else None,
            "as_of": ctx.as_of,
            "asked_deadline": day,
            "venues": [row_facts(*pair, ctx) | {"differs": other} for pair, other in zip(pairs, differs, strict=True)],
        }
        if not pairs:
            made = no_market(topic, ctx)
            return replace(made, data={**made.data, **data})
        rows = tuple(_table_row(board, row, ctx) for board, row in pairs)
        differences: list[Words] = [
            f"{board.market.venue_name} {board.market.id}: {', '.join(other)}"
            for (board, _), other in zip(pairs, differs, strict=True)
            if other
        ]
        prices = _prices(pairs, day, ctx)
        head = behind_release(topic, _title(topic, pairs, prices, ctx))
        table = Table(("venue", "asks", "odds"), tuple(row[:3] for row in rows[:SHOWN]), frozenset({"odds"}))
        venues = ", ".join(dict.fromkeys(board.market.venue_name for board, _ in pairs[:SHOWN]))
        told = f"{venues}: {len(prices)} of {len(pairs)} ask the same date; not averaged."
        name = (bold(topic.name), f"{if_it_is(topic.read_of(pairs[0][0]))} · {told}")
        return Reply(
            title=head,
            parts=(
                Table(("venue", "asks", "odds", "read", "id"), rows, frozenset({"odds"})),
                *words.bullets(differences, "What differs from the first"),
                _apart(prices),
            ),
            brief=brief(head, [name, *map(caution, differences[:1])], words.noted("", topic, ctx), (table,)),
            sources=words.sources(pairs[:5]),
            actions=(Button(labels.ODDS, order("odds show", about=self.about)),),
            data=data,
            note=words.noted(self.by.note if self.by else "", topic, ctx),
            shows=tuple(board.market.id for board, _ in pairs),
        )


def _table_row(board: MarketBoard, row: RungRow, ctx: RequestContext) -> tuple[str, str, str, str, str]:
    return board.market.venue_name, words.asks(row, ctx), words.price_said(row), price_age(row, ctx), board.market.id


def _prices(pairs: Sequence[tuple[MarketBoard, RungRow]], day: date | None, ctx: RequestContext) -> list[Probability]:
    """Return current prices for exactly that day and the first market's kind."""
    kind = pairs[0][1].date.kind
    same = (row for _, row in pairs if row.date.last == day and row.open and row.date.kind == kind)
    same = (row for row in same if not is_old(row, ctx))
    return [price for row in same if (price := turned(row)) is not None]


def _apart(prices: Sequence[Probability]) -> Text:
    if len(prices) > 1:
        return Text(f"Same date, apart by {points(max(prices) - min(prices))}. Venues are shown, not averaged.")
    many = "Only one market has" if prices else "No market has"
    return Text(f"{many} a current price for that date; nothing is averaged.", quiet=True)


def _title(
    topic: Topic, pairs: Sequence[tuple[MarketBoard, RungRow]], prices: Sequence[Probability], ctx: RequestContext
) -> str:
    """Format ``81–89 % at 3 venues that GPT-5.5 is out by 30 Apr``.

    If no price, or only one, is known, count the markets instead.
    """
    board, row = pairs[0]
    about = f"{asked_name(topic, board)} {words.asks(row, ctx)}"
    if not prices:
        count = f"{len(pairs)} market{'s ask' if len(pairs) > 1 else ' asks'}"
        last = f"; last known: {words.price_said(row)}{day}" if (day := old_price_day(row, ctx)) else ""
        return f"{count}, none has a current price: {about}{last}"
    at = f"at {len(prices)} markets" if len(prices) > 1 else "at the only market with a current price"
    return f"{interval(min(prices), max(prices))} {at}: {about}"


def _nearest(board: MarketBoard, day: date | None) -> RungRow | None:
    dated = [row for row in board.rows if row.date.last is not None]
    if day is None or not dated:
        return board.main_row()
    exact = next((row for row in dated if row.date.last == day), None)
    return exact or board.main_row()


def _differs(
    topic: Topic, board: MarketBoard, row: RungRow, first: tuple[MarketBoard, RungRow], ctx: RequestContext
) -> list[str]:
    """List how a market's question differs from the first: name, date, money, rules."""
    other, other_row = first
    if board is other:
        return []
    out = []
    if board.market.subject != other.market.subject:
        read = topic.read_of(board)
        name = read.subject.name if read else topic.name if board.market.subject else "no mapped model"
        out.append(f"asks about {name}")
    if row.date.last != other_row.date.last or row.date.kind != other_row.date.kind:
        out.append(f"different date ({words.asks(row, ctx)})")
    if board.market.currency != other.market.currency:
        out.append(words.KINDS[board.market.currency])
    mine = clauses(board.market.rules[-1].text) if board.market.rules else None
    theirs = clauses(other.market.rules[-1].text) if other.market.rules else None
    if mine is None or theirs is None:
        out.append("rules not known here" if mine is None else "rules known only here")
    elif mine != theirs:
        out.append("other rules")
    return out
