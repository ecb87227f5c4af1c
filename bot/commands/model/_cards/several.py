"""The two to four models that a command sets side by side."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.text import listed
from bot.domain.time import day_of, format_day
from bot.domain.time.zones import zone_of
from bot.messages.errors import BadArgument
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.queries.dossier import Dossier, dossier
from bot.queries.known_up_to import known_words
from bot.queries.names import one_reading

LEAST, MOST = 2, 4  # models that are set side by side


def note_of(models: Sequence[Dossier], ctx: RequestContext) -> str:
    """Format the day, and up to when each model is known for which that is long ago."""
    old = (f"{one.name} {said}" for one in models if (said := known_words(one.known_up_to, ctx)))
    return " · ".join((f"as of {format_day(day_of(ctx.as_of, zone_of(ctx.zone)))}", *old))


def several(ports: Ports, ctx: RequestContext, models: str) -> tuple[Dossier, ...]:
    """Everything of each model that a text names between commas, in its order, from storage.

    Raises:
        BadArgument: fewer than two or more than four are named, or all names are of one model.
        NotFound, AmbiguousArgument: as `one_reading`.
    """
    named = listed(models)
    if not LEAST <= len(named) <= MOST:
        todo = f"For one ask: model show {named[0]}." if len(named) == 1 else "Put commas between them."
        raise BadArgument(f"Name two to four models; you named {len(named)}.", todo=todo)
    readings = [one_reading(ports, ctx, one, "name", "model show") for one in named]
    slugs = dict.fromkeys(reading.slug for reading in readings)
    if len(slugs) < LEAST:
        raise BadArgument("Those are names of one model.", todo="Name another one with it.")
    return tuple(dossier(ports, ctx.view, slug) for slug in slugs)
