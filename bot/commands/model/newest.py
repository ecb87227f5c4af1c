"""``/model newest``: the newest release of a lab, a family, or of each lab; the releases of some days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from bot.commands.model._cards.family import family_card, releases_card
from bot.commands.model._cards.price import PRICED, ModelPrice, cheapest_card, price_of
from bot.dispatch.command import Command, as_of_option, option
from bot.dispatch.date_arguments import check_order
from bot.domain.names import NameReading
from bot.domain.time import day_of
from bot.domain.time.zones import zone_of
from bot.messages.reply import Reply
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.queries.dossier import dossier
from bot.queries.families.model_families import (
    ModelFamily,
    ReleasesOfDays,
    family_called,
    family_of,
    newest_of_all,
    no_such_lab,
    releases_of_days,
)

BEGIN = date(2000, 1, 1)  # before every release
Asked = Literal["newest", "best", "cheapest"]


@dataclass(frozen=True, slots=True)
class NewestInputs:
    """The models or the days' releases that were asked for.

    ``priced`` are their prices, where these are asked for.
    """

    family: ModelFamily | ReleasesOfDays
    priced: tuple[ModelPrice, ...] = ()


class NewestModels(Command[NewestInputs], name="model newest", shareable=True):
    """Show the newest models by release day: of a lab, a family, or of each lab."""

    of: str = option("A lab or a family; default: every lab", default="", complete="subject")
    ask: Asked = option("What was asked for; no model is ranked but by its price", default="newest")
    since: date | None = option("Every release from this day on", default=None)
    until: date | None = option("Every release up to this day; default: today", default=None)
    as_of: datetime | None = as_of_option(default=None)

    async def gather(self, ports: Ports, ctx: RequestContext) -> NewestInputs:
        """Every model of the lab or family, by release day.

        Raises:
            NotFound: no lab and no family has that name.
            BadArgument: the days asked about end before they begin.
        """
        if not self.of.strip():
            every = self._of_days(ports, ctx, None) or newest_of_all(ports, ctx.view)
            return NewestInputs(every, self._by_price(ports, ctx, every))
        reading = family_called(ports, ctx, self.of)
        if reading is None:
            raise no_such_lab(self.of)
        family = self._of_days(ports, ctx, reading) or family_of(ports, ctx.view, reading)
        return NewestInputs(family, self._by_price(ports, ctx, family))

    def _by_price(
        self, ports: Ports, ctx: RequestContext, family: ModelFamily | ReleasesOfDays
    ) -> tuple[ModelPrice, ...]:
        """Read the latest models with prices, the cheapest first.

        None where no price was asked for.
        """
        if self.ask != "cheapest" or isinstance(family, ReleasesOfDays):
            return ()
        priced = (price_of(dossier(ports, ctx.view, one.slug)) for one in family.out[:PRICED])
        return tuple(
            sorted((one for one in priced if one.whole is not None), key=lambda one: (one.whole or 0.0, one.slug))
        )

    def _of_days(self, ports: Ports, ctx: RequestContext, of: NameReading | None) -> ReleasesOfDays | None:
        """Read the releases of the days that were asked about; None where none were."""
        if self.since is None and self.until is None:
            return None
        last = self.until or day_of(ctx.as_of, zone_of(ctx.zone))
        first = self.since or BEGIN
        check_order(first, last)
        return releases_of_days(ports, ctx.view, first, last, of)

    def answer(self, found: NewestInputs, ctx: RequestContext) -> Reply:
        """The newest, those before it, and what is expected next; of some days their releases."""
        if isinstance(found.family, ReleasesOfDays):
            return releases_card(found.family, ctx)
        if found.priced:
            return cheapest_card(found.family, found.priced, ctx)
        return family_card(found.family, ctx, asked=self.ask)
