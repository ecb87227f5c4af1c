"""``/alerts edit``: change an alert; omitted options stay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from bot.commands.alerts._alerts import facts, find, limits
from bot.dispatch.command import Command, option
from bot.dispatch.date_arguments import parse_quiet_hours
from bot.domain.notify.digest_sections import ChangeKind
from bot.messages.errors import BadArgument
from bot.messages.order import order
from bot.messages.reply import Button, Fields, Reply, Severity
from bot.messages.request import RequestContext, Role
from bot.notifications.alert_message import format_wish, plain_kind
from bot.notifications.arguments import Recipient, known_place, place_for, posted, subjects, theirs
from bot.notifications.audited import keep
from bot.notifications.undo import undo_button
from bot.ports import Ports
from bot.ports.notifications.subscriptions import Alert
from bot.queries.names import names_about


@dataclass(frozen=True, slots=True)
class EditAlertInputs:
    """An alert as it is, its subjects and its place as they will be, and what they are called."""

    before: Alert
    about: tuple[str, ...]
    place: str
    names: Mapping[str, str]


class EditAlert(Command[EditAlertInputs], name="alerts edit", channels=Role.MANAGER):
    """Change an alert; options you leave out stay as they are."""

    id: str = option("Alert id, such as AL-12", default="", complete="alert")
    what: ChangeKind | None = option("What to report", default=None)
    about: str = option("Models or codenames, separated by commas, or everything", default="", complete="subject")
    threshold: int | None = option("For odds: minimum move, in points", default=None, low=1, high=99)
    where: Recipient | None = option("Another channel, or me", default=None)
    quiet_hours: str = option("Hours without messages, such as 22:00-08:00, or none", default="", limit=40)
    max_per_day: int | None = option("Maximum messages per day", default=None, low=1, high=50)

    async def gather(self, ports: Ports, ctx: RequestContext) -> EditAlertInputs:
        """Read the alert as it is, and the subjects and the place that are to be another's."""
        before = theirs(find(ports, ctx, self.id), ctx)
        if self.threshold is not None:
            self._check_threshold(before)
        about = subjects(ports, ctx, self.about) if self.about else before.wish.about
        place = known_place(ports, ctx, place_for(self.where, ctx)) if self.where else before.place
        return EditAlertInputs(before, about, place, names_about(ports, ctx.view, about))

    def _check_threshold(self, before: Alert) -> None:
        """Refuse a threshold for what has none."""
        what = self.what or before.wish.what
        if what is not ChangeKind.ODDS:
            raise BadArgument(
                f"{before.id} reports each {plain_kind(what)}; a threshold is of odds moves.",
                todo='To be told of those: /alerts add what:"odds move"',
            )

    def _edited(self, found: EditAlertInputs, ctx: RequestContext) -> Alert:
        """Build the alert as changed.

        Raises:
            BadArgument: the quiet hours cannot be read.
        """
        old = found.before.wish
        wish = replace(
            old,
            what=self.what or old.what,
            about=found.about,
            threshold=self.threshold or old.threshold,
            quiet=parse_quiet_hours(self.quiet_hours, ctx.zone) if self.quiet_hours else old.quiet,
            max_per_day=self.max_per_day or old.max_per_day,
        )
        return replace(found.before, wish=wish, place=found.place)

    def pinned(self, found: EditAlertInputs) -> Self:
        """Name the alert that was found."""
        return replace(self, id=found.before.id)

    def question(self, found: EditAlertInputs, ctx: RequestContext) -> str:
        """Ask whether to change it, with what it will be."""
        return f"Change {found.before.id} to {format_wish(self._edited(found, ctx).wish, found.names)}?"

    def answer(self, found: EditAlertInputs, ctx: RequestContext) -> Reply:
        """Confirm its new state, with an undo button."""
        alert = self._edited(found, ctx)
        return Reply(
            title=f"{alert.id} changed: {format_wish(alert.wish, found.names)}",
            parts=(Fields((("Posted", posted(alert.place, ctx)), ("Limits", limits(alert.wish)))),),
            severity=Severity.GOOD,
            actions=(Button("Send a test", order("alerts test", id=alert.id)), undo_button(ctx, (found.before,))),
            data=facts(alert, ctx),
        )

    async def keep(self, found: EditAlertInputs, ports: Ports, ctx: RequestContext) -> None:
        """Store the change."""
        await keep(ports, ctx, self._edited(found, ctx))
