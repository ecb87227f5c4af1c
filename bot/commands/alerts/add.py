"""``/alerts add``: notify at once when something forms or escalates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.commands.alerts._alerts import asking, facts, limits, quiet_markets
from bot.dispatch.command import Command, option
from bot.dispatch.date_arguments import parse_quiet_hours
from bot.domain.markets.board_state import OPEN
from bot.domain.markets.market_view import board
from bot.domain.notify.alerts import AlertSubscription
from bot.domain.notify.digest_sections import ChangeKind
from bot.messages.errors import TooMuch
from bot.messages.order import order
from bot.messages.reply import Bullets, Button, Fields, Part, Reply, Severity, Text
from bot.messages.request import RequestContext, Role
from bot.messages.words import join_names, markets_off
from bot.notifications.alert_message import format_wish
from bot.notifications.arguments import Recipient, known_place, place_for, posted, subjects
from bot.notifications.audited import keep
from bot.ports import Ports
from bot.ports.notifications.subscriptions import Alert
from bot.queries.names import names, names_about

MOST = 100  # alerts of one server or workspace


@dataclass(frozen=True, slots=True)
class AddAlertInputs:
    """The alert to store, whether it exists, how many there are here, and what its subjects are called.

    ``unasked`` are those of an odds alert that no open market here asks about, ``quiet`` says of its markets why no
    move of theirs is told, and ``settling`` whether that is so of all of them.
    """

    alert: Alert
    known: bool
    others: int = 0
    names: Mapping[str, str] = field(default_factory=dict)
    unasked: tuple[str, ...] = ()
    quiet: tuple[str, ...] = ()
    settling: bool = False

    @property
    def described(self) -> str:
        """What it tells; first that no move can be told, where that is so."""
        wish = format_wish(self.alert.wish, self.names)
        return f"no {wish} can be told for now, only that it settles" if self.settling else wish


class AddAlert(Command[AddAlertInputs], name="alerts add", channels=Role.MANAGER):
    """Notify you, or a channel, at once when something forms or escalates."""

    what: ChangeKind = option("What to report")
    about: str = option("Models or codenames, separated by commas; default: all", default="", complete="subject")
    threshold: int = option("For odds: minimum move, in points", default=5, low=1, high=99)
    where: Recipient | None = option("Channel, or me; default: here, if you manage channels", default=None)
    quiet_hours: str = option("Hours without messages, such as 22:00-08:00", default="", limit=40)
    max_per_day: int = option("Maximum messages per day", default=5, low=1, high=50)
    confirm: bool = option("Ask before it is saved", default=False, hidden=True)

    async def gather(self, ports: Ports, ctx: RequestContext) -> AddAlertInputs:
        """Read the words, and find an identical alert."""
        known = ports.subscriptions.alerts(ctx.tenant)
        wish = AlertSubscription(
            what=self.what,
            about=subjects(ports, ctx, self.about),
            threshold=self.threshold,
            quiet=parse_quiet_hours(self.quiet_hours, ctx.zone) if self.quiet_hours else None,
            max_per_day=self.max_per_day,
            zone=ctx.zone,
        )
        place = known_place(ports, ctx, place_for(self.where, ctx))
        for one in known:
            if (one.place, one.wish) == (place, wish):
                return AddAlertInputs(one, known=True, names=names_about(ports, ctx.view, wish.about))
        draft = Alert(number=0, tenant=ctx.tenant, place=place, owner=ctx.actor, wish=wish, made_at=ctx.now)
        called = names_about(ports, ctx.view, wish.about)
        markets = asking(ports, ctx, wish)
        quiet = quiet_markets(markets)
        return AddAlertInputs(
            draft,
            known=False,
            others=len(known),
            names=called,
            unasked=_unasked(ports, ctx, wish),
            quiet=quiet,
            settling=bool(quiet) and len(quiet) == len(markets),
        )

    async def reserve(self, found: AddAlertInputs, ports: Ports, ctx: RequestContext) -> AddAlertInputs:
        """Number it, if it is new.

        Raises:
            TooMuch: there are `MOST` alerts here.
        """
        if found.known or self.confirm:
            return found
        if found.others >= MOST:
            raise TooMuch(
                f"There are {found.others} alerts here; {MOST} is the most.", todo="Remove one: /alerts remove"
            )
        number = await ports.subscriptions.reserve(ctx.tenant, "alert")
        return replace(found, alert=replace(found.alert, number=number))

    def answer(self, found: AddAlertInputs, ctx: RequestContext) -> Reply:
        """Confirm what it reports, where, and its limits."""
        alert = found.alert
        if self.confirm and not found.known:
            return self._question(found, ctx)
        off = markets_off(ctx) if alert.wish.what is ChangeKind.ODDS else ""
        return Reply(
            title=f"{alert.id}: {found.described}" + (" is there already" if found.known else ""),
            parts=(
                *_nothing_yet(found),
                Fields((("Posted", posted(alert.place, ctx)), ("Limits", limits(alert.wish)))),
            ),
            severity=Severity.INFO if found.known else Severity.GOOD,
            actions=(
                Button("Send a test", order("alerts test", id=alert.id)),
                Button("Remove", order("alerts remove", id=alert.id)),
            ),
            note=f"Nothing is told of them for now: {off}." if off else _heard(alert.wish),
            data=facts(alert, ctx) | {"already": found.known},
        )

    def _question(self, found: AddAlertInputs, ctx: RequestContext) -> Reply:
        """The one question before it is saved."""
        alert = found.alert
        where, quiet = str(self.where) if self.where else None, self.quiet_hours or None
        about, most = self.about or None, self.max_per_day
        made = order(
            "alerts add",
            what=self.what,
            about=about,
            threshold=self.threshold,
            where=where,
            quiet_hours=quiet,
            max_per_day=most,
        )
        return Reply(
            title=f"{found.described[:1].upper()}{found.described[1:]}. Add it still?"
            if found.settling
            else f"Shall I tell you of each {found.described}?",
            parts=(
                *_nothing_yet(found),
                Fields((("Posted", posted(alert.place, ctx)), ("Limits", limits(alert.wish)))),
            ),
            actions=(Button("Yes, tell me", made, "main", in_place=True),),
            data={"asked": True, "what": alert.wish.what.value, "about": list(alert.wish.about), "as_of": ctx.as_of},
        )

    async def keep(self, found: AddAlertInputs, ports: Ports, ctx: RequestContext) -> None:
        """Store it; it is active from now on."""
        if not found.known and not self.confirm:
            await keep(ports, ctx, found.alert)


def _heard(wish: AlertSubscription) -> str:
    """What is told, and what is not."""
    if wish.what is ChangeKind.GRADE and wish.about and all(ref.startswith("CL-") for ref in wish.about):
        return "It speaks when the grade rises or falls, and when the claim is decided."
    return "It speaks when something forms or rises, not when it fades; a price must hold for two readings."


def _unasked(ports: Ports, ctx: RequestContext, wish: AlertSubscription) -> tuple[str, ...]:
    """The models of an odds alert that no open market here asks about."""
    models = [slug for slug in wish.about if "/" in slug] if wish.what is ChangeKind.ODDS else []
    covered = {slug: (slug, *names(ports, ctx.view).members(slug)) for slug in models}
    every = [one for each in covered.values() for one in each]
    markets = ports.markets.of_subjects(every, ctx.view) if every else ()
    asked = {one.subject for one in markets if board(one, ctx.as_of).state in OPEN}
    return tuple(slug for slug in models if not asked & set(covered[slug]))


def _nothing_yet(found: AddAlertInputs) -> tuple[Part, ...]:
    """Say which of its models have no odds that could move, and whose moves cannot be told."""
    called = join_names(found.names.get(slug, slug) for slug in found.unasked) if found.unasked else ""
    none = f"No open market here asks about {called} yet; nothing is told before one does."
    return (
        *((Text(none),) if called else ()),
        *((Bullets(found.quiet, "No move is told for now"),) if found.quiet else ()),
    )
