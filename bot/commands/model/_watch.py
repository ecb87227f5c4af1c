"""A watch of one model, for a person or a channel: one alert per kind of change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.names import NameKind
from bot.domain.notify.alerts import AlertSubscription
from bot.domain.notify.digest_sections import ChangeKind
from bot.messages.addresses import person_place
from bot.messages.errors import Alternative, NotFound
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.ports.notifications.subscriptions import Alert, Mode
from bot.queries.aliases import confirmed_name, other_readings
from bot.queries.families.model_families import family_by_word
from bot.queries.names import is_unlisted, names, one_reading, resolve
from bot.queries.records.model_state import NOTHING_RECORDED, ModelState, model_state

# Of a market there is a watch of its own (`odds watch`); closing days and corrections belong to digests and cards.
LEFT_OUT = frozenset({ChangeKind.ODDS, ChangeKind.RULES, ChangeKind.CLOSING, ChangeKind.CORRECTION})
KINDS = tuple(kind for kind in ChangeKind if kind not in LEFT_OUT)


@dataclass(frozen=True, slots=True)
class WatchedModel:
    """A model, its state, and the alerts about it alone in one place, its watch's among them.

    Not ``known``: it is not recorded here yet; ``identity`` is the model that it is confirmed to be.
    """

    slug: str
    name: str
    place: str
    alerts: tuple[Alert, ...] = ()
    apart: tuple[Alert, ...] = ()
    state: ModelState = NOTHING_RECORDED
    known: bool = True
    identity: str = ""


def watched(ports: Ports, ctx: RequestContext, text: str, place: str = "") -> WatchedModel:
    """Resolve a model, and read the alerts about it of a place; by default the person's own.

    Raises:
        NotFound, AmbiguousArgument: as `one_reading`; of a lab, offering to tell of its releases.
    """
    lab = resolve(ports, ctx, text).best
    family = family_by_word(text) if lab is None or lab.is_guess else None
    if lab is not None and lab.kind is NameKind.LAB:
        told = {"what": ChangeKind.RELEASE.value, "about": lab.slug, "where": "me"}
        raise NotFound(
            f"{lab.name} is a lab; a watch is of a model or a family.",
            todo="I can tell you of each of its releases.",
            instead=[Alternative(f"Releases of {lab.name}", told, "alerts add")],
        )
    reading = family or one_reading(ports, ctx, text, "name")
    place = place or person_place(ctx.actor)
    every = ports.subscriptions.alerts(ctx.tenant)
    there = [one for one in every if (one.place, one.wish.about) == (place, (reading.slug,))]
    own, apart = (tuple(one for one in there if _of_watch(one) is made) for made in (True, False))
    kind = reading.kind is NameKind.GRAMMAR or is_unlisted(names(ports, ctx.view), reading)
    known = not kind or ports.ledger.subject(reading.slug, ctx.view) is not None or bool(reading.members)
    identity = confirmed_name(other_readings(ports, [reading.slug], ctx.view), reading.name)
    state = model_state(ports, reading.slug, ctx.view)
    return WatchedModel(reading.slug, reading.name, place, own, apart, state, known, identity)


def _of_watch(alert: Alert) -> bool:
    """Whether a watch made an alert; only such an alert tells of what fades, too."""
    return alert.wish.fading and alert.wish.what in KINDS


def missing_alerts(ctx: RequestContext, model: WatchedModel) -> tuple[Alert, ...]:
    """Return the alerts that a watch still lacks, not yet numbered; paused ones of its own, resumed.

    An active alert made apart from the watch tells of its kind already.
    """
    there = {one.wish.what: one for one in model.alerts}
    told = {one.wish.what for one in (*model.apart, *model.alerts) if one.mode is Mode.ACTIVE}
    return tuple(
        replace(there[kind], mode=Mode.ACTIVE, paused_until=None, why="")
        if kind in there
        else new_alert(ctx, model.place, kind, (model.slug,))
        for kind in KINDS
        if kind not in told
    )


def new_alert(ctx: RequestContext, place: str, what: ChangeKind, about: tuple[str, ...]) -> Alert:
    """Return an alert of a watch or a list, not yet numbered."""
    wish = AlertSubscription(what, about=about, zone=ctx.zone, fading=True)
    return Alert(number=0, tenant=ctx.tenant, place=place, owner=ctx.actor, wish=wish, made_at=ctx.now)


async def numbered(ports: Ports, tenant: str, alerts: Sequence[Alert]) -> tuple[Alert, ...]:
    """Number those alerts that are new."""
    return tuple(
        [
            one if one.number else replace(one, number=await ports.subscriptions.reserve(tenant, "alert"))
            for one in alerts
        ]
    )
