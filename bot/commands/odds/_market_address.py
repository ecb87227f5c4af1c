"""Pasted market addresses: known ones, and requests for unknown ones."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.markets.markets import MarketReading, MarketRequest, market_id
from bot.domain.names.subjects import Subject
from bot.domain.parts import SwitchedOff
from bot.domain.text import shorten
from bot.messages.errors import BadArgument, NotFound, TooMuch, UserError
from bot.messages.order import order
from bot.messages.reply import Button, Fields, Reply, Severity, Text, TextSpan, Words, code, when
from bot.messages.request import RequestContext, Role
from bot.messages.words import markets_off
from bot.ports import Ports
from bot.sources import venues
from bot.sources.decode import address

ROUND = timedelta(minutes=5)  # how often the venues are read by default
MAX_WAITING = 25  # pasted markets of one tenant that may wait: half of what a round reads, so that no tenant fills it
LATE = timedelta(minutes=15)  # a round overdue by this much will not come: nothing is polling


@dataclass(frozen=True, slots=True)
class RequestedMarket:
    """A requested market; ``before`` is an earlier request, ``due`` the next round."""

    request: MarketRequest
    subject: Subject
    before: MarketRequest | None
    due: datetime | None


def is_address(text: str) -> bool:
    """Whether a text is an address.

    One without a scheme or in brackets is one, and so is a Kalshi ticker.
    """
    return venues.unwrap(text)[:8].casefold().startswith(("http://", "https://"))


def bare(url: str) -> str:
    """Strip tracking parameters from an address."""
    return venues.unwrap(url).split(maxsplit=1)[0].partition("?")[0].partition("#")[0].rstrip("/")


def followed(ports: Ports, ctx: RequestContext, url: str) -> MarketReading | None:
    """Return the market recorded under an address, or mapped to it after a request here."""
    found = ports.markets.by_url(venues.unwrap(url), ctx.view)
    before = None if found is not None else _before(ports, ctx, url)
    if before is None or before.market is None:
        return found
    return ports.markets.market(before.market, ctx.view)


def named(url: str) -> tuple[str, str]:
    """Venue and key of an address.

    Raises:
        BadArgument: it leads to no market.
        NotFound: it is on the site of a venue that is not read.
    """
    whole = venues.unwrap(url)
    site = venues.of_site(whole)
    if site is None:
        host = shorten(address(whole)[0], 60)
        names = sorted(name.capitalize() for name in venues.every())
        raise NotFound(
            f"I read no markets at {host}." if host else "That is not the address of a market.",
            why=f"I read {', '.join(names[:-1])} and {names[-1]}.",
            todo="Look for it by its name: /odds search.",
        )
    found = venues.pasted(whole)
    if found is None:
        raise BadArgument(
            f"That address at {site.capitalize()} leads to no market.",
            todo="Open the market in a browser and paste the address it has then.",
        )
    return found


def unfollowed(ports: Ports, ctx: RequestContext, url: str) -> UserError:
    """Explain an unknown address: how to add it, or the state of its request.

    Raises:
        BadArgument, NotFound: as `named`.
    """
    site = named(url)[0]
    if SwitchedOff(ctx.off).hides_market(site):
        off = markets_off(ctx)
        return NotFound(f"{off[0].upper()}{off[1:]}.", todo="An admin can switch them on: /spudwatch-admin switch.")
    venue = site.capitalize()
    before = _before(ports, ctx, url)
    desk = Role.DESK in ctx.roles
    add: Words = ("Say which model it is about: ", code(f"odds link market:{bare(url)} claim:MODEL"), ".")
    if before is None:
        return NotFound(
            f"I do not follow that {venue} market yet.",
            why="I know those that my searches at the venues have found, and those the desk pasted.",
            todo=add if desk else "The desk can add it by its address: odds link. Or search by words: odds search.",
        )
    if before.state == "failed" and before.tried_at is not None:
        again: Words = ("To try again: ", code(f"odds link market:{bare(url)} claim:{before.subject}"), ".")
        return NotFound(
            f"That {venue} market could not be read.",
            why=("Tried ", when(before.tried_at), f": {before.why}."),
            todo=again if desk else "Search by words: odds search.",
        )
    return NotFound(
        f"That {venue} market is asked for and not read yet.",
        why=("Asked ", when(before.at), ". ", *_last_try(before)),
        todo=_promise(_due(ports, before.venue, ctx.now), ctx.now) + ".",
    )


def wanted(ports: Ports, ctx: RequestContext, url: str, subject: Subject) -> RequestedMarket:
    """Build the request for an unknown market.

    Raises:
        BadArgument, NotFound: as `named`.
        TooMuch: `MAX_WAITING` of this tenant's requests are already waiting.
    """
    venue, key = named(url)
    before = ports.market_requests.of(ctx.tenant, venue, key)
    fresh = before is None or before.state != "waiting"
    if fresh and ports.market_requests.pending(ctx.tenant) >= MAX_WAITING:
        raise TooMuch(
            f"{MAX_WAITING} pasted markets wait to be read here.",
            why="They are read one after another, so that no venue is hurried.",
            todo=f"{_promise(_due(ports, venue, ctx.now), ctx.now)}; ask for this one then.",
        )
    request = MarketRequest(ctx.tenant, venue, key, bare(url), subject.slug, ctx.actor, ctx.now)
    if before is not None and before.state == "waiting" and before.subject == subject.slug:
        request = before
    return RequestedMarket(request, subject, before, _due(ports, venue, ctx.now))


def asked_for(found: RequestedMarket, ctx: RequestContext) -> Reply:
    """Explain what will happen and when, or the result so far."""
    request, before = found.request, found.before
    show = order("odds show", about=request.url)
    told: list[Words] = []
    if before is not None:
        told.append(("Asked ", when(before.at), ". ", *_last_try(before)))
        if before.subject != request.subject:
            told.append(f"It was to be about {before.subject}; now it will be about {found.subject.name}.")
    told.append((_promise(found.due, ctx.now), "; then ", code(f"odds show about:{request.url}"), " shows it."))
    return Reply(
        title=f"{'Already asked for' if request is before else 'Asked for'}: a market about {found.subject.name}",
        parts=(
            Fields((("Market", request.url), ("Venue", request.venue.capitalize()), ("Model", found.subject.name))),
            *(Text(words) for words in told),
        ),
        severity=Severity.GOOD,
        actions=(Button("Odds", show),),
        note="If it cannot be read, asking again says why.",
        data={
            "market": None,
            "subject": request.subject,
            "state": "waiting",
            "venue": request.venue,
            "key": request.key,
            "url": request.url,
            "asked_at": request.at,
            "tried_at": before.tried_at if before else None,
            "why": before.why if before else "",
            "before": before.state if before else None,
            "due": found.due,
            "as_of": ctx.as_of,
        },
    )


def _before(ports: Ports, ctx: RequestContext, url: str) -> MarketRequest | None:
    found = venues.pasted(venues.unwrap(url))
    before = ports.market_requests.of(ctx.tenant, *found) if found is not None else None
    return before if before is not None and before.at <= ctx.as_of else None


def _last_try(before: MarketRequest) -> tuple[str | TextSpan, ...]:
    if before.tried_at is None:
        return ()
    if before.market is not None:
        return ("Read ", when(before.tried_at), f" as {market_id(before.market)}.")
    return ("Tried ", when(before.tried_at), f": {before.why}.")


def _due(ports: Ports, venue: str, now: datetime) -> datetime | None:
    """Return when the venues are read next; None if nothing polls them."""
    states = [state for name in venues.every() if (state := ports.sources.state(name)) is not None and state.next_at]
    own = [state for state in states if state.source == venue] or states
    due = max((state.next_at for state in own if state.next_at is not None), default=None)
    return due if due is not None and now - due < LATE else None


def _promise(due: datetime | None, now: datetime) -> str:
    if due is None:
        return f"Nobody reads the venues just now; read within {ROUND // timedelta(minutes=1)} minutes once they are"
    minutes = math.ceil((due - now) / timedelta(minutes=1)) if due > now else ROUND // timedelta(minutes=1)
    return f"Read within {minutes} minute{'s' * (minutes != 1)}"
