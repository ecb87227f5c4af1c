"""Shared by the alert commands: selecting an alert, and describing it."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.domain.notify.alerts import AlertSubscription
from bot.domain.notify.digest_sections import ChangeKind
from bot.domain.text import shorten
from bot.messages.addresses import person_place
from bot.messages.errors import AmbiguousArgument, NotFound, alternatives
from bot.messages.request import RequestContext
from bot.notifications.alert_message import format_wish
from bot.notifications.arguments import manages, place_name
from bot.notifications.digest_page import short
from bot.ports import Ports
from bot.ports.notifications.subscriptions import Alert, Mode

OFFERED = 5  # alerts offered as buttons where several may be meant
UNDO = timedelta(minutes=10)  # how long a removed alert can be taken back


def visible(ports: Ports, ctx: RequestContext) -> tuple[Alert, ...]:
    """Return the alerts this person may change.

    All for channel managers, else their own.
    """
    known = ports.subscriptions.alerts(ctx.tenant)
    return known if manages(ctx) else tuple(one for one in known if own(one, ctx))


def own(alert: Alert, ctx: RequestContext) -> bool:
    """Whether an alert is this person's own: made by them, sent to nobody else."""
    return alert.owner == ctx.actor and alert.place == person_place(ctx.actor)


def find(ports: Ports, ctx: RequestContext, text: str, *, deleted: bool = False) -> Alert:
    """The alert of an id (``AL-12``, ``12``); without one, the only alert here.

    Raises:
        NotFound: there is none of that id here.
        AmbiguousArgument: there are several; the first are offered.
    """
    word = text.strip().upper()
    known = visible(ports, ctx)
    if not word:
        here = [one for one in known if one.place == ctx.place] or list(known)
        if len(here) == 1:
            return here[0]
        if here:
            raise AmbiguousArgument(
                "Which alert?",
                choices=tuple(f"{one.id} — {format_wish(one.wish)}" for one in here[:25]),
                instead=alternatives(((one.id, one.id) for one in here[:OFFERED]), "id"),
            )
        raise NotFound("There is no alert here.", todo="Add one: /alerts add")
    match = re.fullmatch(r"(?:AL-?)?(\d{1,9})", word)
    found = ports.subscriptions.alert(ctx.tenant, int(match[1])) if match else None
    hidden = found is not None and not manages(ctx) and not own(found, ctx)
    if found is None or hidden or (found.mode is Mode.DELETED and not (deleted and _undoable(found, ctx))):
        ids = ", ".join(one.id for one in known[:10])
        raise NotFound(
            f"There is no alert {shorten(text, 20)} here.", todo=f"There are: {ids}." if ids else "Add one: /alerts add"
        )
    return found


def _undoable(made: Alert, ctx: RequestContext) -> bool:
    return made.changed_at is not None and ctx.now - made.changed_at <= UNDO


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
