"""Shared by the desk's model commands: valid names, source pages, and replies."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.names import NameReading
from bot.domain.sightings.labels import LabelRefused, check, disguises
from bot.domain.sightings.reports import LinkRefused, link
from bot.domain.text import shorten
from bot.messages.errors import BadArgument
from bot.messages.reply import Reply, Words
from bot.messages.request import RequestContext
from bot.moderation.proposals import Proposal, proposal_reply
from bot.ports import Ports
from bot.ports.desk import QueueItem
from bot.queries.names import one_reading


def checked_name(text: str) -> str:
    """Return a name that may be given to a model.

    Raises:
        BadArgument: it is not a name, is too long, or has letters that only look Latin.
    """
    try:
        name = check(text)
    except LabelRefused as refused:
        raise BadArgument(refused.why, todo=refused.todo) from None
    if odd := disguises(name):
        raise BadArgument(f"“{shorten(name, 40)}” is not what it looks like: {odd[0].value}.", todo="Type it anew.")
    return name


def checked_page(text: str) -> str:
    """The page that shows it.

    Raises:
        BadArgument: it is no web address.
    """
    try:
        return link(text)
    except LinkRefused as refused:
        raise BadArgument(
            "A model needs a page that shows it.", why=str(refused), todo="Give its address behind source: https://…"
        ) from None


def known_model(ports: Ports, ctx: RequestContext, text: str, option: str) -> NameReading:
    """The model that an option names, known or as its lab would write it.

    Raises:
        NotFound, AmbiguousArgument: as `one_reading` does.
        BadArgument: it is a family, a lab or a place.
    """
    reading = one_reading(ports, ctx, text, option)
    if not reading.is_model and ports.ledger.subject(reading.slug, ctx.view) is None:
        raise BadArgument(f"“{shorten(text, 40)}” is no one model.", todo="Name it with its version.")
    return reading


def proposal(ctx: RequestContext, title: str, body: Mapping[str, str], *, at_once: bool) -> Proposal:
    """Build the desk's proposal; ``at_once`` if nobody else could decide."""
    item = QueueItem("subject", body["slug"], title, ctx.actor, ctx.now, "", dict(body))
    return Proposal(item, at_once)


def reply(found: Proposal, ctx: RequestContext) -> Reply:
    """Done, or waiting for a second person."""
    body = found.item.body
    given = [one for one in body.get("names", "").split("\n") if one and "/" not in one]
    names = ", ".join(given)
    rows: tuple[tuple[str, Words], ...] = (("Model", f"{body['name']} ({body['slug']})"), ("Also called", names or "–"))
    facts = {"slug": body["slug"], "names": given, "as_of": ctx.as_of}
    return proposal_reply(found, (*rows, ("Page", body["source"])), facts)
