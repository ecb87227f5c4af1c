"""Store digests and alerts, and who changed those of channels in the audit trail."""

from __future__ import annotations

from bot.messages.addresses import person_place
from bot.messages.request import RequestContext
from bot.notifications.alert_message import format_wish
from bot.ports import Ports
from bot.ports.desk import AuditEntry
from bot.ports.notifications.subscriptions import Alert, Digest, Mode

_STEPS = {Mode.DELETED: "delete", Mode.PAUSED: "pause", Mode.ACTIVE: "resume"}


async def keep(ports: Ports, ctx: RequestContext, made: Digest | Alert, *, final: bool = False) -> None:
    """Store a digest or alert, and who changed it where others are told of it.

    ``final``: it is an undo, which cannot be taken back itself.

    Raises:
        Conflict: it was changed by somebody else since it was read.
    """
    known = ports.subscriptions
    is_digest = isinstance(made, Digest)
    before = known.digest(made.tenant, made.number) if is_digest else known.alert(made.tenant, made.number)
    await known.keep(made, ctx.now, final=final)
    if made.place == person_place(made.owner) and (before is None or before.place == made.place):
        return  # nobody else is told of it
    was, now = _facts(before), _facts(made)
    changed = [name for name in now if was.get(name) != now[name]]
    if before is None:
        step = "create"
    elif final:
        step = "undo"
    else:
        step = _STEPS.get(made.mode, "edit") if before.mode is not made.mode else "edit"
    if changed:
        action = f"{step} {'digest' if is_digest else 'alert'}"
        told = {name: was[name] for name in changed if name in was}
        entry = AuditEntry(ctx.actor, action, made.id, ctx.now, told, {name: now[name] for name in changed})
        await ports.desk.log(ctx.tenant, entry)


def _facts(made: Digest | Alert | None) -> dict[str, str]:
    """What a digest or alert is, without words that somebody made up."""
    if made is None:
        return {}
    until = f" until {made.paused_until:%Y-%m-%d %H:%M}" if made.paused_until else ""
    place = "their own messages" if made.place == person_place(made.owner) else made.place  # no address of a person
    facts = {"state": f"{made.mode.value}{until}", "place": place}
    if isinstance(made, Alert):
        quiet = made.wish.quiet.words if made.wish.quiet else "none"
        return facts | {"tells": format_wish(made.wish), "quiet hours": quiet, "a day": f"{made.wish.max_per_day}"}
    wish = made.wish
    return facts | {
        "runs": made.table.words,
        "about": ", ".join(wish.about) or "everything",
        "sections": ", ".join(sorted(section.value for section in wish.sections)) or "all",
        "least grade": wish.min_grade,
        "items": f"{wish.max_items}, {wish.if_quiet.value}, {wish.points} points{', chart' if wish.image else ''}",
    }
