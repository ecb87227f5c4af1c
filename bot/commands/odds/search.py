"""``/odds search``: markets by words; for admins also unmapped ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.commands.odds._cards import words
from bot.commands.odds._cards.facts import row_facts
from bot.commands.odds._open_markets import price_or_out
from bot.dispatch.command import Command, as_of_option, option
from bot.domain.markets.market_view import MarketBoard, board
from bot.domain.markets.markets import MarketReading
from bot.domain.text import shorten
from bot.messages.errors import BadArgument, NotAllowed
from bot.messages.order import order
from bot.messages.price_words import price_age
from bot.messages.reply import Action, Button, Reply, Table, Text
from bot.messages.request import RequestContext, Role
from bot.ports import Ports
from bot.queries.records.model_state import ModelState, model_states

SHOWN = 10
SETTLED = "Settled ones"


@dataclass(frozen=True, slots=True)
class SearchInputs:
    """The markets found, how far their models have come, and whether some are settled where none is open."""

    markets: Sequence[MarketReading]
    states: Mapping[str, ModelState]
    settled: bool = False


class Search(Command[SearchInputs], name="odds search", shareable=True):
    """Find markets by the words of their question."""

    words: str = option("Words of the question, title or venue", default="", limit=200)
    open_only: bool = option("Only markets that still trade", default=True)
    unmapped: bool = option("Markets not yet mapped to a model (admins only)", default=False)
    as_of: datetime | None = as_of_option(default=None)

    async def gather(self, ports: Ports, ctx: RequestContext) -> SearchInputs:
        """Look in storage."""
        if self.unmapped:
            if Role.DESK not in ctx.roles:
                raise NotAllowed("The list of unmapped markets is for the desk and admins.", todo="Search without it.")
            return _with_states(ports, ctx, ports.markets.candidates(ctx.view, SHOWN))
        if not self.words.strip():
            raise BadArgument("Which words?", todo="For example: odds search gpt-6")
        found = ports.markets.search(self.words, ctx.view, open_only=self.open_only, limit=SHOWN)
        settled = self.open_only and not found and ports.markets.search(self.words, ctx.view, open_only=False, limit=1)
        return replace(_with_states(ports, ctx, found), settled=bool(settled))

    def answer(self, found: SearchInputs, ctx: RequestContext) -> Reply:
        """A table, each market with its main price and age."""
        boards = sorted((board(market, ctx.as_of) for market in found.markets), key=lambda made: not made.priced)
        data = {"as_of": ctx.as_of, "words": self.words, "markets": [_facts(made, ctx) for made in boards]}
        asks = "that no model claims" if self.unmapped else f"with the words “{shorten(self.words, 60)}”"
        if not boards:
            fewer = "Try fewer words." if " " in self.words.strip() else "No market that was read has it in its title."
            hint = "Every market found belongs to a model." if self.unmapped else fewer
            over = (Button(SETTLED, replace(self, open_only=False), "main"),) if found.settled else ()
            parts = () if over else (Text(hint),)
            return Reply(title=f"No {'open ' * self.open_only}market {asks}", parts=parts, actions=over, data=data)
        rows = tuple(_row(made, found.states, ctx) for made in boards)
        actions: list[Action] = [
            Button(made.market.id, order("odds show", about=made.market.id)) for made in boards[:4]
        ]
        return Reply(
            title=f"{len(rows)} market{'s' if len(rows) != 1 else ''} {asks}",
            parts=(Table(("id", "venue", "asks", "odds", "read"), rows, frozenset({"odds"})),),
            actions=tuple(actions),
            data=data,
        )


def _with_states(ports: Ports, ctx: RequestContext, markets: Sequence[MarketReading]) -> SearchInputs:
    return SearchInputs(markets, model_states(ports, [one.subject for one in markets if one.subject], ctx.view))


def _row(made: MarketBoard, states: Mapping[str, ModelState], ctx: RequestContext) -> tuple[str, ...]:
    market, row = made.market, made.main_row()
    if row is None:
        return (market.id, market.venue_name, shorten(market.title, 60), "–", "–")
    return (
        market.id,
        market.venue_name,
        f"{shorten(market.title, 60)} {words.asks(row, ctx)}",
        price_or_out(states, made, row),
        price_age(row, ctx),
    )


def _facts(made: MarketBoard, ctx: RequestContext) -> dict[str, object]:
    market, row = made.market, made.main_row()
    facts: dict[str, object] = {
        "market": market.id,
        "venue": market.venue_name,
        "title": market.title,
        "url": market.url,
    }
    facts |= {"subject": market.subject, "state": made.state, "outcome": made.outcome}
    return facts | {"main": None if row is None else row_facts(made, row, ctx)}
