"""``/spudwatch-admin audit``: who changed what and when, with old and new values."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.dispatch.command import Command, option
from bot.domain.time import format_moment, format_time
from bot.messages.reply import Reply, Severity, Table, Text, code
from bot.messages.request import RequestContext, Role
from bot.ports import Ports
from bot.ports.accounts.tenants import SettingsChange
from bot.ports.desk import AuditEntry

SHOWN = 25  # lines on the screen; all of them are in the data


@dataclass(frozen=True)
class AuditRow:
    """One act or change."""

    at: datetime
    who: str
    what: str
    before: str
    after: str


@dataclass(frozen=True)
class AuditInputs:
    """The entries of the requested days, newest first, and where a trail is broken."""

    lines: tuple[AuditRow, ...]
    broken: int | None
    settings_broken: datetime | None = None

    @property
    def whole(self) -> bool:
        """Whether no line was altered."""
        return self.broken is None and self.settings_broken is None


class Audit(Command[AuditInputs], name="spudwatch-admin audit", role=Role.ADMIN):
    """Show who changed what here, and whether the audit trail is intact."""

    days: int = option("How many days back", default=7, low=1, high=3650)

    async def gather(self, ports: Ports, ctx: RequestContext) -> AuditInputs:
        """Acts of the desk and changes of settings."""
        since = ctx.as_of - timedelta(days=self.days)
        acts = [_act(act) for act in ports.desk.trail(ctx.view, 10_000) if act.at >= since]
        changes = [_change(change) for change in ports.tenants.changes(ctx.tenant, since)]
        lines = sorted((*acts, *changes), key=lambda line: line.at, reverse=True)
        return AuditInputs(tuple(lines), ports.desk.broken(ctx.tenant), ports.tenants.broken(ctx.tenant))

    def answer(self, found: AuditInputs, ctx: RequestContext) -> Reply:
        """A table of the newest, and the word on the chain."""
        rows = tuple(
            (format_time(line.at, "%d %b %H:%M"), line.who, line.what, line.before[:40], line.after[:40])
            for line in found.lines[:SHOWN]
        )
        more = len(found.lines) - len(rows)
        return Reply(
            title=f"{len(found.lines)} changes in {self.days} days"
            if found.lines
            else f"No change in {self.days} days",
            parts=(
                *((Table(("when (UTC)", "who", "what", "before", "after"), rows),) if rows else ()),
                *((Text(f"… {more} more"),) if more else ()),
                Text(_chain(found)),
                Text(("As a file: ", code(f"spudwatch export FOLDER --tenant {ctx.tenant}")), quiet=True),
            ),
            severity=Severity.INFO if found.whole else Severity.BAD,
            data={"lines": found.lines, "whole": found.whole, "broken_at": found.broken or found.settings_broken},
        )


def _chain(found: AuditInputs) -> str:
    if found.whole:
        return "The trail is whole: every line carries the hash of the one before it."
    if found.broken is not None:
        return f"The trail was tampered with: line {found.broken} does not follow from the one before it."
    on = f" on {format_moment(found.settings_broken)}" if found.settings_broken else ""
    return f"The trail was tampered with: the setting changed{on} was altered."


def _act(act: AuditEntry) -> AuditRow:
    return AuditRow(act.at, act.actor, f"{act.action} {act.about}", _said(act.before), _said(act.after))


def _change(change: SettingsChange) -> AuditRow:
    return AuditRow(change.at, change.by, f"setting {change.key}", _plain(change.before), _plain(change.after))


def _said(values: object) -> str:
    return ", ".join(f"{key}: {_plain(value)}" for key, value in values.items()) if isinstance(values, dict) else ""


def _plain(value: object) -> str:
    if isinstance(value, frozenset | set | list | tuple):
        return ", ".join(sorted(map(str, value))) or "–"
    if isinstance(value, dict):
        return ", ".join(f"{key}={entry}" for key, entry in sorted(value.items())) or "–"
    return str(value) or "–"
