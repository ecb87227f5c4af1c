"""Shared by the alert commands: selecting an alert, and describing it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.domain.markets.board_state import OPEN
from bot.domain.markets.market_view import board
from bot.domain.markets.markets import MarketReading
from bot.domain.names import NameKind, NameReading
from bot.domain.names.subjects import fold
from bot.domain.notify.alerts import AlertSubscription
from bot.domain.notify.digest_sections import ChangeKind
from bot.domain.text import shorten
from bot.domain.undo import can_undo
from bot.messages.addresses import person_place
from bot.messages.errors import AmbiguousArgument, NotFound, alternatives
from bot.messages.request import RequestContext
from bot.notifications.alert_message import format_wish
from bot.notifications.arguments import manages, place_name
from bot.notifications.digest_page import short
from bot.ports import Ports
from bot.ports.notifications.subscriptions import Alert, Mode
from bot.queries.changes.change_feed import same_as
from bot.queries.names import name_of, names_about, resolve

EVERYTHING = frozenset({"all", "mine", "everything", "all of mine", "all mine"})
_ID = re.compile(r"(?:AL-?)?(\d{1,9})")
OFFERED = 5  # alerts offered as buttons where several may be meant


def visible(ports: Ports, ctx: RequestContext) -> tuple[Alert, ...]:
    """Return the alerts this person may see: a channel manager those of channels, everybody their own."""
    known = ports.subscriptions.alerts(ctx.tenant)
    return tuple(one for one in known if own(one, ctx) or (manages(ctx) and not _is_private(one)))


def own(alert: Alert, ctx: RequestContext) -> bool:
    """Whether an alert is this person's own: made by them, sent to nobody else."""
    return alert.owner == ctx.actor and alert.place == person_place(ctx.actor)


def _is_private(alert: Alert) -> bool:
    """Whether an alert tells nobody but its owner."""
    return alert.place == person_place(alert.owner)


def find(ports: Ports, ctx: RequestContext, text: str, *, deleted: bool = False) -> Alert:
    """The alert of an id (``AL-12``, ``12``), or the only one about what is named.

    Without either, it is the only alert here.

    Raises:
        NotFound: there is none of that id here.
        AmbiguousArgument: there are several; the first are offered.
    """
    word = text.strip().upper()
    known = visible(ports, ctx)
    if not word:
        here = [one for one in known if one.place == ctx.place] or list(known)
        if not here:
            raise NotFound("There is no alert here.", todo="Add one: /alerts add")
        return _only(ports, here, ctx)
    match = _ID.fullmatch(word)
    if match is None and (named := about(ports, ctx, text)):
        return _only(ports, named, ctx)
    found = ports.subscriptions.alert(ctx.tenant, int(match[1])) if match else None
    if found is None or _is_hidden(found, ctx, deleted=deleted):
        ids = ", ".join(one.id for one in known[:10])
        raise NotFound(
            f"There is no alert {shorten(text, 20)} here.", todo=f"There are: {ids}." if ids else "Add one: /alerts add"
        )
    return found


def _is_hidden(alert: Alert, ctx: RequestContext, *, deleted: bool) -> bool:
    """Whether a person may not have an alert, or it is gone for good."""
    gone = alert.mode is Mode.DELETED and not (deleted and can_undo(alert.changed_at, ctx.now))
    return gone or not (own(alert, ctx) or (manages(ctx) and not _is_private(alert)))


def _only(ports: Ports, alerts: Sequence[Alert], ctx: RequestContext) -> Alert:
    if len(alerts) == 1:
        return alerts[0]
    names = names_about(ports, ctx.view, *(one.wish.about for one in alerts))
    raise AmbiguousArgument(
        "Which alert?",
        choices=tuple(f"{one.id} — {format_wish(one.wish, names)}" for one in alerts[:25]),
        instead=alternatives(((one.id, one.id) for one in alerts[:OFFERED]), "id"),
    )


def find_all(ports: Ports, ctx: RequestContext, text: str) -> tuple[Alert, ...]:
    """The alerts of ids or names separated by commas; ``all`` are one's own.

    Raises:
        NotFound, AmbiguousArgument: as `find`.
    """
    if fold(text) in EVERYTHING:
        mine = tuple(one for one in visible(ports, ctx) if own(one, ctx))
        if not mine:
            raise NotFound("You have no alerts of your own here.", todo="Add one: /alerts add")
        return mine
    found: dict[str, Alert] = {}
    for name in filter(None, map(str.strip, text.split(","))):
        several = () if _ID.fullmatch(name.upper()) else about(ports, ctx, name)
        for one in several or (find(ports, ctx, name),):
            found[one.id] = one
    return tuple(found.values()) or (find(ports, ctx, ""),)


def about(ports: Ports, ctx: RequestContext, text: str) -> tuple[Alert, ...]:
    """The person's alerts about nothing but what is named: a model, those of a family or of a lab."""
    meant = resolve(ports, ctx, text).readings
    if not meant:
        return ()
    one = meant[0]
    known = [each for each in visible(ports, ctx) if own(each, ctx) and each.wish.about]
    return tuple(each for each in known if all(covers(ports, ctx, one, slug) for slug in each.wish.about))


def covers(ports: Ports, ctx: RequestContext, meant: NameReading, slug: str) -> bool:
    """Whether a name means a subject: itself, one of its family, or a model of its lab."""
    if meant.kind is NameKind.LAB:
        return slug == meant.slug or slug.startswith(f"{meant.slug}/")
    if meant.kind is NameKind.FAMILY:
        family = fold(meant.name)
        return slug == meant.slug or slug in meant.members or fold(name_of(ports, ctx.view, slug)).startswith(family)
    return slug == meant.slug


def limits(wish: AlertSubscription) -> str:
    """Describe an alert's rate limits."""
    quiet = f"quiet {wish.quiet.words}" if wish.quiet else "no quiet hours"
    return f"at most {wish.max_per_day} a day, {quiet}, one message a subject in 30 minutes"


def state_words(alert: Alert, ctx: RequestContext) -> str:
    """Describe the mode with its end or reason."""
    if alert.mode is Mode.PAUSED and alert.paused_until is not None:
        return f"paused until {short(alert.paused_until, ctx.zone)} {ctx.zone}"
    return alert.mode.value + (f": {alert.why}" if alert.mode is Mode.OFF else "")


def facts(alert: Alert, ctx: RequestContext) -> dict[str, object]:
    """An alert as typed facts."""
    wish = alert.wish
    return {
        "id": alert.id,
        "what": wish.what.value,
        "about": list(wish.about),
        "threshold": wish.threshold if wish.what is ChangeKind.ODDS else None,
        "place": alert.place,
        "where": place_name(alert.place, ctx),
        "quiet_hours": wish.quiet.words if wish.quiet else None,
        "max_per_day": wish.max_per_day,
        "state": alert.mode.value,
        "paused_until": alert.paused_until,
        "owner": alert.owner,
    }


def asking(ports: Ports, ctx: RequestContext, wish: AlertSubscription) -> tuple[MarketReading, ...]:
    """The open markets whose moves an alert on odds is about."""
    about = same_as(ports, ctx.view, wish.about) if wish.what is ChangeKind.ODDS else ()
    found = ports.markets.of_subjects(about, ctx.view) if about else ()
    return tuple(one for one in found if board(one, ctx.as_of).state in OPEN)


def quiet_markets(markets: Iterable[MarketReading]) -> tuple[str, ...]:
    """Those of some markets whose moves cannot be told, each with the reason."""
    return tuple(f"{one.id} {one.title}: {why}" for one in markets if (why := one.why_quiet))
