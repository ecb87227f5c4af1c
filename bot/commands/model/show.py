"""``/model show``: the dossier of one model."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.commands.model import _layout as layout
from bot.commands.model._cards.asked import AskedFact
from bot.commands.model._cards.asked import title as answered
from bot.commands.model._cards.family import family_card, members_line, plainest
from bot.commands.model._cards.price import PRICED, ModelPrice, price_line, price_of, priced_members
from bot.dispatch.command import Command, as_of_option, option
from bot.domain.names import is_like_a_model
from bot.messages import words
from bot.messages.levels import brief
from bot.messages.lifetimes import came_said
from bot.messages.order import order
from bot.messages.reply import Action, Button, Reply, Text, Words
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.queries.dossier import Dossier, dossier
from bot.queries.families.model_families import ModelFamily, family_called, family_of
from bot.queries.names import one_reading, resolve


@dataclass(frozen=True, slots=True)
class ShowModelInputs:
    """The dossier of a model, and the family that its name covers.

    The family stands alone where the name is no model itself. ``priced`` are the prices of its models, where a price
    was asked for and the name has none of its own.
    """

    dossier: Dossier | None
    family: ModelFamily | None = None
    priced: tuple[ModelPrice, ...] = ()


NEAREST = 3  # known models that are shown with a name that nobody knows


class ShowModel(Command[ShowModelInputs], name="model show", shareable=True, personal=True):
    """Show everything about a model: whether it is out, odds, price, claims."""

    model: str = option("Model or codename", complete="subject", key="name")
    fact: AskedFact | None = option("The one fact that the title answers; default: whether it is out", default=None)
    as_of: datetime | None = as_of_option(default=None)

    async def gather(self, ports: Ports, ctx: RequestContext) -> ShowModelInputs:
        """Everything of the model, from storage."""
        called = family_called(ports, ctx, self.model)
        family = family_of(ports, ctx.view, called) if called is not None else None
        known = family is not None and ports.ledger.subject(family.slug, ctx.view) is not None
        if family is not None and (family.size or family.app) and not known:
            return ShowModelInputs(None, family)
        found = resolve(ports, ctx, self.model)
        typed = found.best
        if typed is not None and typed.is_guess and is_like_a_model(self.model):
            near = ports.ledger.subjects([one.slug for one in found.near], ctx.view)
            made = dossier(ports, ctx.view, typed.slug)
            return ShowModelInputs(replace(made, name=typed.name, near=tuple(near.values())[:NEAREST] or made.near))
        made = dossier(ports, ctx.view, one_reading(ports, ctx, self.model, "name").slug)
        if family is None or family.slug != made.slug:
            return ShowModelInputs(made)
        return ShowModelInputs(made, family, self._prices(ports, ctx, made, family))

    def _prices(self, ports: Ports, ctx: RequestContext, made: Dossier, family: ModelFamily) -> tuple[ModelPrice, ...]:
        """Read the prices of a version's models, the plainest names first.

        None where the version has its own.
        """
        if self.fact != "price" or price_of(made).finding is not None:
            return ()
        return priced_members([dossier(ports, ctx.view, one.slug) for one in plainest(family.out)[:PRICED]])

    def answer(self, found: ShowModelInputs, ctx: RequestContext) -> Reply:
        """Compose the dossier.

        Release or odds, checklist, price, limits, strongest claim, change.
        """
        made = found.dossier
        if made is None:
            assert found.family is not None  # noqa: S101 - one of the two is there
            return family_card(found.family, ctx)
        plain, note = layout.title(made, ctx, ends=self.fact is None), layout.note(made, ctx)
        head = answered(made, self.fact, ctx) if self.fact else plain
        since = made.state.since
        if self.fact == "shutdown" and made.state.is_out and since is not None:
            plain = came_said(made.name, since)  # nothing that would read as "it still works"
        own, *rest = layout.short_lines(made, ctx)
        members = tuple(members_line(found.family, ctx)) if found.family is not None else ()
        prices = tuple(map(price_line, found.priced))
        if found.priced:
            head = f"{made.name} has {words.counted(len(prices), 'model')} with a price here"
        first: list[Words] = [plain] if head != plain else []
        if self.fact in layout.VALUES:  # who asks for one of them may ask for the other, too
            first += [*prices, *layout.wait_lines(made)]
        short = brief(head, (*first, own, *members, *(line for line in rest if line not in first)), note)
        unknown = made.subject is None and not (made.boards or made.released or made.claims or made.events)
        return Reply(
            title=head,
            parts=short.parts if unknown else (*map(Text, (*prices, *members)), *layout.parts(made, ctx)),
            brief=short,
            sources=layout.sources(made),
            actions=_actions(made),
            note=note,
            data=layout.facts(made, ctx) | {"members": list(found.family.slugs) if found.family is not None else []},
            shows=made.slugs if made.subject is not None else (),
        )


def _actions(found: Dossier) -> tuple[Action, ...]:
    watch = Button(words.TELL_ME_CHANGES, order("model watch", name=found.slug))
    if found.subject is None:
        label = found.slug.startswith("label/")
        watch = Button(words.TELL_ME_CHANGES, order("checkpoint watch", label=found.name)) if label else watch
        return (
            replace(watch, style="main"),
            *(Button(one.name, order("model show", name=one.slug)) for one in found.near[:2]),
        )
    asks = bool(found.boards) and not found.released
    odds = (Button(words.ODDS, order("odds show", about=found.slug), "main"),) if asks else ()
    return (
        *odds,
        watch,
        Button(words.CHECKLIST, order("claimcheck ready", model=found.slug)),
        Button(words.CLAIMS, order("claimcheck list", about=found.slug)),
    )
