"""``/odds unwatch``: end a watch of your own; alone it lists them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.commands.odds._finding import find
from bot.commands.odds.watch import format_condition
from bot.dispatch.command import Command, option
from bot.domain.markets.markets import MarketReading, MarketWatch, market_id, market_number
from bot.domain.text import shorten
from bot.messages import words
from bot.messages.errors import NotFound, UserError
from bot.messages.order import order
from bot.messages.reply import Action, Button, Reply, Severity, Table, Text
from bot.messages.request import RequestContext
from bot.ports import Ports


@dataclass(frozen=True, slots=True)
class UnwatchInputs:
    """A person's watches, the ones to end, and the markets they are of."""

    watches: tuple[MarketWatch, ...]
    ending: tuple[MarketWatch, ...]
    markets: dict[int, MarketReading]


class Unwatch(Command[UnwatchInputs], name="odds unwatch"):
    """End one of your watches; without a name, list them."""

    watch: str = option("Market id, model, or “all”", default="", complete="watch")

    async def gather(self, ports: Ports, ctx: RequestContext) -> UnwatchInputs:
        """Read the person's watches."""
        mine = tuple(ports.markets.watches(ctx.tenant, ctx.actor))
        seen = {watch.market: ports.markets.market(watch.market, ctx.view) for watch in mine}
        markets = {number: market for number, market in seen.items() if market is not None}
        wanted = self.watch.strip().casefold()
        if not wanted:
            return UnwatchInputs(mine, (), markets)
        meant = {watch.market for watch in mine} if wanted == "all" else _meant(ports, ctx, wanted)
        ending = tuple(watch for watch in mine if watch.market in meant)
        if not ending:
            raise NotFound(
                f"You do not watch “{shorten(self.watch, 40)}” here.", todo="See what you watch: odds unwatch"
            )
        return UnwatchInputs(mine, ending, markets)

    def answer(self, found: UnwatchInputs, ctx: RequestContext) -> Reply:
        """Report what ended, or list what can be ended."""
        data = {
            "as_of": ctx.as_of,
            "watches": [_facts(watch) for watch in found.watches],
            "ended": [w.id for w in found.ending],
        }
        if found.ending:
            count = len(found.ending)
            names = ", ".join(sorted({market_id(watch.market) for watch in found.ending}))
            return Reply(
                title=f"Ended {count} watch{'es' if count != 1 else ''}: {names}", severity=Severity.GOOD, data=data
            )
        if not found.watches:
            return Reply(
                title="You watch no market here",
                parts=(Text(f"Press “{words.TELL_ME_MOVES}” under the odds of a model to begin."),),
                actions=(Button("Odds of what is open", order("odds show")),),
                data=data,
            )
        rows = tuple(
            (market_id(watch.market), _title(found, watch), format_condition(watch.when, watch.points))
            for watch in found.watches
        )
        numbers = sorted({watch.market for watch in found.watches})[:5]
        actions: list[Action] = [
            Button(f"End {market_id(number)}", order("odds unwatch", watch=market_id(number))) for number in numbers
        ]
        return Reply(
            title=f"You watch {len(rows)} thing{'s' if len(rows) != 1 else ''} here",
            parts=(Table(("market", "asks", "when"), rows),),
            actions=tuple(actions),
            data=data,
        )

    async def keep(self, found: UnwatchInputs, ports: Ports, ctx: RequestContext) -> None:
        """End them."""
        for watch in found.ending:
            await ports.markets.unwatch(watch.id, tenant=ctx.tenant, actor=ctx.actor, at=ctx.now)


def _meant(ports: Ports, ctx: RequestContext, wanted: str) -> set[int]:
    """Return the markets a word names: by id, by address, or all of a model's."""
    number = market_number(wanted)
    if number is not None:
        return {number}
    try:
        return {board.market.number for board in find(ports, ctx, wanted).boards}
    except UserError:
        return set()


def _title(found: UnwatchInputs, watch: MarketWatch) -> str:
    market = found.markets.get(watch.market)
    return shorten(market.title, 60) if market is not None else "–"


def _facts(watch: MarketWatch) -> dict[str, object]:
    return {"id": watch.id, "market": market_id(watch.market), "when": watch.when, "points": watch.points}
