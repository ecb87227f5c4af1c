"""What a place and a person in it watch, for what is offered first."""

from __future__ import annotations

from itertools import chain

from bot.domain.evidence.evidence import Claim
from bot.domain.markets.markets import MarketReading
from bot.domain.names.subjects import Subject
from bot.domain.sightings.labels import key
from bot.messages.addresses import person_place
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.ports.notifications.subscriptions import Alert, Digest, Mode


def watched_subjects(ports: Ports, ctx: RequestContext) -> tuple[Subject, ...]:
    """Return the subjects of the alerts and digests of the place and person."""
    about = _about(ports, ctx)
    known = ports.ledger.subjects(about, ctx.view)
    return tuple(known[slug] for slug in about if slug in known)


def watched_claims(ports: Ports, ctx: RequestContext) -> tuple[Claim, ...]:
    """Return the claims watched by number, then those about a watched subject.

    These are the latest first.
    """
    if not (about := _about(ports, ctx)):
        return ()
    of_subjects = sorted(ports.claims.about(about, ctx.view), key=lambda one: one.learned_at or ctx.as_of, reverse=True)
    return (*ports.claims.some(about, ctx.view), *of_subjects)


def watched_labels(ports: Ports, ctx: RequestContext) -> frozenset[str]:
    """Return the keys of the labels that the person watches."""
    return frozenset(map(key, ports.sightings.watching(ctx.actor, ctx.tenant)))


def watched_markets(ports: Ports, ctx: RequestContext) -> tuple[MarketReading, ...]:
    """Return the markets that the person watches, then those of a watched subject."""
    own = (ports.markets.market(watch.market, ctx.view) for watch in ports.markets.watches(ctx.tenant, ctx.actor))
    about = _about(ports, ctx)
    return (*filter(None, own), *(ports.markets.of_subjects(about, ctx.view) if about else ()))


def _about(ports: Ports, ctx: RequestContext) -> tuple[str, ...]:
    """What the running alerts and digests are about, those of the place first."""
    store, own = ports.subscriptions, person_place(ctx.actor)
    every: tuple[Alert | Digest, ...] = (*store.alerts(ctx.tenant), *store.digests(ctx.tenant))
    running = [one for one in every if one.mode is Mode.ACTIVE]
    told = [one.wish.about for place in (ctx.place, own) for one in running if one.place == place]
    return tuple(dict.fromkeys(chain.from_iterable(told)))
