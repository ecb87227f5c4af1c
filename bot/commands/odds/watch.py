"""``/odds watch``: notify a person about a market; delivered with the alerts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, Self

from bot.commands.odds._finding import find_market
from bot.dispatch.command import Command, option
from bot.domain.markets.markets import MarketReading, MarketWatch, WatchWhen
from bot.messages.errors import BadArgument, TooMuch
from bot.messages.levels import caution
from bot.messages.order import order
from bot.messages.reply import Button, Fields, Reply, Severity, Text
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.queries.names import name_of
from bot.queries.records.model_state import model_state

When = Literal["moves by", "crosses", "settles", "rules change"]
PRICED = ("moves by", "crosses")
MOVE = 5  # points
MOST = 50  # watches of one person in one server: enough for everybody, too few to flood a channel with


@dataclass(frozen=True, slots=True)
class WatchMarketInputs:
    """The market, this person's existing watches, and that its model is out, in words."""

    market: MarketReading
    mine: tuple[MarketWatch, ...]
    out: str = ""


class WatchMarket(Command[WatchMarketInputs], name="odds watch"):
    """Notify me when a market moves, crosses a price, settles or changes its rules."""

    market: str = option("Market id, address, or model", complete="market")
    when: When = option("What to wait for", default="moves by")
    points: int | None = option("Move in points (default 5), or the percentage to cross", default=None, low=1, high=99)

    async def gather(self, ports: Ports, ctx: RequestContext) -> WatchMarketInputs:
        """The market and the watches there are."""
        mine = tuple(ports.markets.watches(ctx.tenant, ctx.actor))
        if len(mine) >= MOST:
            raise TooMuch(f"You watch {len(mine)} markets here; {MOST} is the most.", todo="End one: odds unwatch")
        market = find_market(ports, ctx, self.market)
        if self.when == "crosses" and self.points is None:
            raise BadArgument("Which percentage shall it cross?", todo="Say it behind points, such as points:60.")
        return WatchMarketInputs(market, mine, _out_said(ports, ctx, market))

    def pinned(self, found: WatchMarketInputs) -> Self:
        """Name the market that was found."""
        return replace(self, market=found.market.id)

    def question(self, found: WatchMarketInputs, ctx: RequestContext) -> str:
        """Ask whether to watch the market, with what to wait for."""
        first = f"{found.out}. " if found.out else ""
        named = f"{found.market.id} {found.market.title.rstrip('?')}"
        if quiet := self._quiet(found.market):
            return f"{first}{quiet}. Shall I tell you when it settles: {named}?"
        either = ", up or down" if self.when in PRICED else ""
        condition = f"{format_condition(self.when, self._points)}{either}"
        return f"{first}Shall I tell you when {condition}: {named}?"

    def answer(self, found: WatchMarketInputs, ctx: RequestContext) -> Reply:
        """Confirm what was understood."""
        market = found.market
        quiet, condition = self._quiet(market), format_condition(self.when, self._points)
        same = any(
            mine.market == market.number and mine.when == self.when and mine.points == self._points
            for mine in found.mine
        )
        watched = f"{market.id} for its settlement" if quiet else market.id
        return Reply(
            title=f"{'You watch' if same else 'Watching'} {watched}: {market.title}",
            parts=(
                *((Text(f"{found.out}."),) if found.out else ()),
                *((Text(caution(f"{quiet}.")),) if quiet else ()),
                Fields(
                    (
                        ("When", f"it settles; for now not when {condition}" if quiet else condition),
                        ("Where", "to you, privately"),
                    )
                ),
            ),
            severity=Severity.GOOD,
            actions=(Button("Stop watching", order("odds unwatch", watch=market.id)),),
            note="" if quiet else "A move counts once it has survived two readings.",
            data={
                "market": market.id,
                "when": self.when,
                "points": self._points,
                "already": same,
                "as_of": ctx.as_of,
            },
        )

    async def keep(self, found: WatchMarketInputs, ports: Ports, ctx: RequestContext) -> None:
        """Store the watch."""
        await ports.markets.watch(
            found.market.number,
            tenant=ctx.tenant,
            actor=ctx.actor,
            place=ctx.place,
            when=self.when,
            points=self._points,
            at=ctx.now,
        )

    def _quiet(self, market: MarketReading) -> str:
        """Say that what is waited for cannot be told of a market now, and why; '' where it can."""
        why = market.why_quiet if self.when in PRICED else ""
        return f"No move can be told now: {why}" if why else ""

    @property
    def _points(self) -> int:
        return (self.points or MOVE) if self.when in PRICED else 0


def _out_said(ports: Ports, ctx: RequestContext, market: MarketReading) -> str:
    """Format that the model of a market is out, since when; '' of one that is awaited."""
    if not market.subject:
        return ""
    return model_state(ports, market.subject, ctx.view).release_said(name_of(ports, ctx.view, market.subject))


def format_condition(when: WatchWhen, points: int) -> str:
    """A condition in words."""
    match when:
        case "moves by":
            return f"it moves by {points} point{'s' if points != 1 else ''}"
        case "crosses":
            return f"it crosses {points} %"
        case "settles":
            return "it settles"
        case _:
            return "its rules change"
