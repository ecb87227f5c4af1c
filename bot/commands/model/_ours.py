"""A place's model list, stored as its alerts for shutdowns, prices and limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.commands.model._watch import new_alert
from bot.domain.notify.digest_sections import ChangeKind
from bot.messages.addresses import person_place
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.ports.notifications.subscriptions import Alert

KINDS = (ChangeKind.RETIREMENT, ChangeKind.PRICE, ChangeKind.LIMIT)
LEAST = 2  # models that make a list: a watch of one is a person's own


@dataclass(frozen=True, slots=True)
class OurList:
    """A place's list: its alerts, new or changed, and its previous content."""

    place: str
    alerts: tuple[Alert, ...]
    before: tuple[str, ...]


def our_models(ports: Ports, ctx: RequestContext) -> frozenset[str]:
    """Return the models on the list of this place, or of the person alone."""
    lists = _lists(ports, ctx, (ctx.place, person_place(ctx.actor)))
    return frozenset(slug for one in lists for slug in one.wish.about)


def our_list(ports: Ports, ctx: RequestContext, place: str, slugs: Sequence[str]) -> OurList:
    """Return a place's alerts for a list of models: existing ones changed, new ones not yet numbered."""
    known = {one.wish.what: one for one in _lists(ports, ctx, (place,))}
    before = next((one.wish.about for one in known.values()), ())
    about = tuple(slugs)
    alerts = tuple(
        replace(there, wish=replace(there.wish, about=about))
        if (there := known.get(kind)) is not None
        else new_alert(ctx, place, kind, about)
        for kind in KINDS
    )
    return OurList(place, alerts, before)


def _lists(ports: Ports, ctx: RequestContext, places: Sequence[str]) -> tuple[Alert, ...]:
    """The alerts of lists in some places."""
    return tuple(
        one
        for one in ports.subscriptions.alerts(ctx.tenant)
        if one.place in places and one.wish.what in KINDS and len(one.wish.about) >= LEAST
    )
