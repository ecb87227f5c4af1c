"""``/model prices``: what several models cost.

The cheapest stands first where all their prices agree on the order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.commands.model._cards.price import PRICES_SHOWN, ModelPrice, price_in, price_line, price_of
from bot.commands.model._cards.several import note_of, several
from bot.dispatch.command import Command, as_of_option, option
from bot.domain.text import shorten
from bot.messages.levels import brief
from bot.messages.order import order
from bot.messages.reply import Button, Reply, Source
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.queries.dossier import Dossier
from bot.queries.names import covered, name_of
from bot.queries.records.checklist_record import checklist_record

NAME = 40  # characters of a model's name in the title


@dataclass(frozen=True, slots=True)
class PricesInputs:
    """What each model costs, in the order they were named, and how old that is."""

    models: tuple[ModelPrice, ...]
    note: str


class ModelPrices(Command[PricesInputs], name="model prices", shareable=True):
    """Show what several models cost, and which of them is cheaper."""

    models: str = option("Two to four models, separated by commas", complete="subject")
    as_of: datetime | None = as_of_option(default=None)

    async def gather(self, ports: Ports, ctx: RequestContext) -> PricesInputs:
        """The price of each model, from storage; raises as `several`."""
        models = several(ports, ctx, self.models)
        return PricesInputs(tuple(_priced(ports, ctx, one) for one in models), note_of(models, ctx))

    def answer(self, found: PricesInputs, ctx: RequestContext) -> Reply:
        """Say what each model costs, a line each, and who says so.

        The title says which is cheaper, if every price agrees on that.
        """
        head = _title(found.models)
        lines = [price_line(one) for one in found.models]
        short = brief(head, lines, found.note)
        asked = (Button(one.name[:80], order("model show", name=one.slug, fact="price")) for one in found.models)
        rows = [_row(one) for one in found.models]
        return Reply(
            title=head,
            parts=short.parts,
            brief=short,
            actions=tuple(asked),
            sources=tuple(
                Source(one.finding.party, one.finding.url, one.finding.at)
                for each in found.models
                for one in each.members[:PRICES_SHOWN]
                if one.finding is not None
            ),
            note=short.note,
            data={"models": rows, "as_of": ctx.as_of},
        )


def _priced(ports: Ports, ctx: RequestContext, found: Dossier) -> ModelPrice:
    """What a model costs; of a version without a price of its own, what its models cost."""
    one = price_of(found)
    if one.finding is not None:
        return one
    slugs = sorted(covered(ports, ctx.view, found.slug), key=lambda slug: (slug.count("-"), slug))[:PRICES_SHOWN]
    lists = ((slug, checklist_record(ports, slug, ctx.view).checklist) for slug in slugs)
    members = (price_in(found, slug, name_of(ports, ctx.view, slug)) for slug, found in lists)
    return replace(one, members=tuple(each for each in members if each.finding is not None))


def _title(models: Sequence[ModelPrice]) -> str:
    """Which models are cheaper; which prices are not known; or that they are the same, or cross.

    A version is cheaper if each of its models is.
    """
    names = [shorten(one.name, NAME) for one in models]
    unknown = [name for name, one in zip(names, models, strict=True) if one.finding is None and not one.members]
    if unknown:
        return f"No price known here: {', '.join(unknown)}"
    cheapest = [one for one in models if all(_undercuts(one, other) or _same(one, other) for other in models)]
    if len(cheapest) == len(models):
        return f"{' and '.join(names)} cost the same"
    if cheapest:
        return _cheaper(cheapest, models)
    if any(one.members for one in models):
        return f"Which of {' and '.join(names)} is cheaper depends on the model"
    return f"None of {', '.join(names)} is cheaper in everything"


def _cheaper(cheapest: Sequence[ModelPrice], models: Sequence[ModelPrice]) -> str:
    """Format which models are cheaper than the others, and who says so."""
    others = " and ".join(shorten(one.name, NAME) for one in models if one not in cheapest)
    first = " and ".join(shorten(one.name, NAME) for one in cheapest)
    known = all(one.known for each in models for one in each.members or (each,))
    each = ", in every model" if any(one.members for one in models) else ""
    told = "" if known else ", by prices that others claim"
    return f"{first} {'is' if len(cheapest) == 1 else 'cost the same and are'} cheaper than {others}{each}{told}"


def _same(one: ModelPrice, other: ModelPrice) -> bool:
    return one is other or (not one.members and not other.members and one.amounts == other.amounts)


def _undercuts(one: ModelPrice, other: ModelPrice) -> bool:
    """Whether a model undercuts another in something.

    It costs more for nothing that both have a price for.
    """
    if one.members or other.members:
        return all(_undercuts(a, b) for a in one.members or (one,) for b in other.members or (other,))
    shared = one.amounts.keys() & other.amounts.keys()
    less = any(one.amounts[role] < other.amounts[role] for role in shared)
    return less and all(one.amounts[role] <= other.amounts[role] for role in shared)


def _row(one: ModelPrice) -> dict[str, object]:
    """The amounts of a model, and of each of its members."""
    made: dict[str, object] = {"subject": one.slug, "usd_per_million": dict(one.amounts)}
    if one.members:
        made["models"] = {each.slug: dict(each.amounts) for each in one.members}
    return made
