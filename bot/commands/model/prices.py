"""``/model prices``: what several models cost.

The cheapest stands first where all their prices agree on the order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.commands.model._cards.price import ModelPrice, price_line, price_of
from bot.commands.model._cards.several import several
from bot.dispatch.command import Command, as_of_option, option
from bot.domain.text import shorten
from bot.domain.time import day_of, format_day
from bot.domain.time.zones import zone_of
from bot.messages.levels import brief
from bot.messages.order import order
from bot.messages.reply import Button, Reply
from bot.messages.request import RequestContext
from bot.ports import Ports

NAME = 40  # characters of a model's name in the title


@dataclass(frozen=True, slots=True)
class PricesInputs:
    """What each model costs, in the order they were named."""

    models: tuple[ModelPrice, ...]


class ModelPrices(Command[PricesInputs], name="model prices", shareable=True):
    """Show what several models cost, and which of them is cheaper."""

    models: str = option("Two to four models, separated by commas", complete="subject")
    as_of: datetime | None = as_of_option(default=None)

    async def gather(self, ports: Ports, ctx: RequestContext) -> PricesInputs:
        """The price of each model, from storage; raises as `several`."""
        return PricesInputs(tuple(map(price_of, several(ports, ctx, self.models))))

    def answer(self, found: PricesInputs, ctx: RequestContext) -> Reply:
        """Say what each model costs, a line each, and who says so.

        The title says which is cheaper, if every price agrees on that.
        """
        head = _title(found.models)
        lines = [price_line(one) for one in found.models]
        short = brief(head, lines, f"as of {format_day(day_of(ctx.as_of, zone_of(ctx.zone)))}")
        asked = (Button(one.name[:80], order("model show", name=one.slug, fact="price")) for one in found.models)
        rows = [{"subject": one.slug, "usd_per_million": dict(one.amounts)} for one in found.models]
        return Reply(
            title=head,
            parts=short.parts,
            brief=short,
            actions=tuple(asked),
            note=short.note,
            data={"models": rows, "as_of": ctx.as_of},
        )


def _title(models: Sequence[ModelPrice]) -> str:
    """Which model is cheaper; which prices are not known; or that they are the same, or cross."""
    names = [shorten(one.name, NAME) for one in models]
    unknown = [name for name, one in zip(names, models, strict=True) if one.finding is None]
    if unknown:
        return f"No price known here: {', '.join(unknown)}"
    cheapest = next((one for one in models if all(one is other or _undercuts(one, other) for other in models)), None)
    if cheapest is not None:
        others = " and ".join(shorten(one.name, NAME) for one in models if one is not cheapest)
        told = "" if all(one.known for one in models) else ", by prices that others claim"
        return f"{shorten(cheapest.name, NAME)} is cheaper than {others}{told}"
    if all(one.amounts == models[0].amounts for one in models):
        return f"{' and '.join(names)} cost the same"
    return f"None of {', '.join(names)} is cheaper in everything"


def _undercuts(one: ModelPrice, other: ModelPrice) -> bool:
    """Whether a model undercuts another in something.

    It costs more for nothing that both have a price for.
    """
    shared = one.amounts.keys() & other.amounts.keys()
    less = any(one.amounts[role] < other.amounts[role] for role in shared)
    return less and all(one.amounts[role] <= other.amounts[role] for role in shared)
