"""The answer of ``/odds`` without a model, or with a family or a lab: open markets, latest read first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.commands.odds._cards import words
from bot.commands.odds._cards.facts import row_facts
from bot.commands.odds._finding import Topic
from bot.domain.markets.board_state import OPEN
from bot.domain.markets.market_view import MarketBoard, RungRow, board
from bot.domain.text import shorten
from bot.domain.time import format_time
from bot.messages import words as labels
from bot.messages.levels import brief
from bot.messages.order import order
from bot.messages.price_words import old_price_day, price_age
from bot.messages.reply import Button, Menu, Reply, Table, Text, Words, bold
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.queries.records.model_state import ModelState, model_states

READ = 25
SHOWN = 6  # in the short answer


def open_topic(ports: Ports, ctx: RequestContext) -> Topic:
    """Every open market, as the boards of no subject.

    Those with a price come first, then those of which others report one.
    """
    found = [board(market, ctx.as_of) for market in ports.markets.search("", ctx.view, limit=READ)]
    boards = tuple(sorted((one for one in found if one.state in OPEN), key=_unpriced))
    subjects = ports.ledger.subjects([one.market.subject for one in boards if one.market.subject], ctx.view)
    states = model_states(ports, subjects, ctx.view)
    return Topic("", None, (), boards, near=tuple(subjects.values()), states=states)


def open_markets(topic: Topic, ctx: RequestContext) -> Reply:
    """One line a market with its main price, and a menu that opens each."""
    names = {one.slug: one.name for one in topic.near}
    pairs = [(one, row) for one in topic.boards if (row := one.main_row()) is not None]
    head = _title(pairs, topic.subject.name if topic.subject is not None else "")
    lab = topic.subject.vendor if topic.subject is not None else None
    coming = Button("What is coming", order("model coming", lab=lab))
    data: dict[str, object] = {
        "subject": topic.subject.slug if topic.subject is not None else None,
        "as_of": ctx.as_of,
        "state": "list" if pairs else "no_market",
        "outcome": None,
        "venues": [row_facts(one, row, ctx) for one, row in pairs],
    }
    if not pairs:
        none = Text("All the markets that are followed here have closed or were settled.")
        return Reply(title=head, parts=(none,), actions=(coming,), data=data)
    rows = tuple(
        (
            price_or_out(topic.states, one, row),
            _asked(one, row, names, ctx),
            one.market.venue_name,
            price_age(row, ctx),
            one.market.id,
        )
        for one, row in pairs
    )
    lines: list[Words] = [
        (
            "• ",
            bold(price_or_out(topic.states, one, row)),
            f" {_asked(one, row, names, ctx)} · {one.market.venue_name}{old_price_day(row, ctx)}",
        )
        for one, row in pairs[:SHOWN]
    ]
    more = f"{len(pairs) - SHOWN} more under “{labels.ALL_NUMBERS}” · " if len(pairs) > SHOWN else ""
    choices = tuple(
        Button(shorten(_asked(one, row, names, ctx), 80), order("odds show", about=one.market.id)) for one, row in pairs
    )
    return Reply(
        title=head,
        parts=(Table(("odds", "asks", "venue", "read", "id"), rows, frozenset({"odds"})),),
        brief=brief(head, lines, f"{more}as of {format_time(ctx.as_of)}"),
        actions=(Menu("Open one", choices), coming),
        data=data,
    )


def _title(pairs: Sequence[tuple[MarketBoard, RungRow]], name: str) -> str:
    """Format ``5 markets are open, 2 with a price read at the venue``."""
    if not pairs:
        return "No market is open"
    count, priced = len(pairs), sum(row.signal.probability is not None for _, row in pairs)
    told = f", {priced or 'none'} with a price read at the venue" if priced < count else ""
    of = f" on {name}" if name else ""
    return f"{count} market{'s are' if count != 1 else ' is'} open{of}{told}"


def price_or_out(states: Mapping[str, ModelState], one: MarketBoard, row: RungRow) -> str:
    """Format a market's odds, or that its model is out already."""
    state = states.get(one.market.subject or "")
    is_over = row.signal.probability is None and state is not None and state.is_out
    return "out already" if is_over else words.price_said(row)


def _unpriced(one: MarketBoard) -> tuple[bool, bool]:
    return not one.priced, all(row.known is None for row in one.rows)


def _asked(one: MarketBoard, row: RungRow, names: Mapping[str, str], ctx: RequestContext) -> str:
    """Format a market's question briefly: model or title, and the row's day or option."""
    asked = names.get(one.market.subject or "", "") or shorten(one.market.title, 60)
    return f"{asked} {words.asks(row, ctx)}"
