"""The moment that a command asks about.

The ledger is read as it stood then, also behind the buttons of the answer.
"""

from dataclasses import replace
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from bot.dispatch.command import AS_OF, Command
from bot.dispatch.registry import CommandRegistry
from bot.domain.time import format_moment, format_time
from bot.messages.errors import BadArgument
from bot.messages.order import Order, word
from bot.messages.reply import Action, Button, Menu, Reply
from bot.messages.request import RequestContext


def context_as_of(command: Command[Any], ctx: RequestContext) -> RequestContext:
    """Return the context of a command that asks about a moment.

    Raises:
        BadArgument: the moment is still to come, and is not the end of today.
    """
    moment = getattr(command, AS_OF, None)
    if not isinstance(moment, datetime):
        return ctx
    if moment > ctx.now and not _end_of_today(moment, ctx):
        raise BadArgument(
            "That time is in the future.", why=f"It is {format_moment(ctx.now)} UTC.", todo="Leave as_of out."
        )
    return ctx.at(moment)


def _end_of_today(moment: datetime, ctx: RequestContext) -> bool:
    """Whether a future time is only the end of today, read as "today so far"."""
    zone = ZoneInfo(ctx.zone)
    local = moment.astimezone(zone)
    return local.time() == time(23, 59, 59) and local.date() == ctx.now.astimezone(zone).date()


def kept_at_its_moment(reply: Reply, command: Command[Any], ctx: RequestContext, catalogue: CommandRegistry) -> Reply:
    """Return the answer of a command that names a moment, told with it.

    Its title says which moment of a day that is over, its look-up buttons ask about the same.
    """
    moment = getattr(command, AS_OF, None)
    if not isinstance(moment, datetime):
        return reply
    then = moment_said(command, ctx)
    title = f"{then[0].upper()}{then[1:]}: {reply.title}" if then else reply.title
    return replace(reply, title=title, actions=tuple(_at(one, moment, catalogue) for one in reply.actions))


def moment_said(command: Command[Any], ctx: RequestContext) -> str:
    """Format the past day that a command asks about: ``on 1 May 2026``; '' without."""
    moment = getattr(command, AS_OF, None)
    if not isinstance(moment, datetime):
        return ""
    zone = ZoneInfo(ctx.zone)
    local = moment.astimezone(zone)
    if local.date() >= ctx.now.astimezone(zone).date():
        return ""
    day = format_time(local, "%d %B %Y")
    return f"on {day}" if local.time() == time(23, 59, 59) else f"on {day}, {local:%H:%M} {ctx.zone}"


def _at(action: Action, moment: datetime, catalogue: CommandRegistry) -> Action:
    match action:
        case Menu():
            made = (_at(one, moment, catalogue) for one in action.choices)
            return replace(action, choices=tuple(one for one in made if not isinstance(one, Menu)))
        case Button(run=Order() as run) if _may_be_at(run, catalogue):
            return replace(action, run=replace(run, values=(*run.values, (AS_OF, word(moment)))))
        case _:
            return action


def _may_be_at(run: Order, catalogue: CommandRegistry) -> bool:
    """Whether an order is one for a look-up at a moment, and names none."""
    if not catalogue.names(run.name) or any(key == AS_OF for key, _ in run.values):
        return False
    return any(opt.name == AS_OF for opt in catalogue.resolve(run.name).options)
