"""The moment that a command asks about: the ledger as it stood then."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from bot.dispatch.command import Command
from bot.domain.time import format_moment
from bot.messages.errors import BadArgument
from bot.messages.request import RequestContext


def context_as_of(command: Command[Any], ctx: RequestContext) -> RequestContext:
    """Return the context of a command that asks about a moment.

    Raises:
        BadArgument: the moment is still to come, and is not the end of today.
    """
    moment = getattr(command, "as_of", None)
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
