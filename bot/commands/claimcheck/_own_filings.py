"""A person's own claims and evidence of a place."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.text import shorten
from bot.messages.errors import NotFound
from bot.messages.order import order
from bot.messages.reply import Bullets, Button, Form, Menu, Reply, Text, Words, bold, when
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.ports.claims import Filing

SHOWN = 25  # choices of a menu


def own_filing(ports: Ports, ctx: RequestContext, name: str) -> Filing:
    """Return what this person filed here under an id.

    Raises:
        NotFound: they filed nothing of that id here, or withdrew it; theirs are offered.
    """
    wanted = name.strip().upper()
    known = ports.claims.filings(ctx.tenant, ctx.actor)
    found = next((one for one in known if one.id == wanted), None)
    if found is None:
        raise NotFound(
            f"You filed no {shorten(name, 20)} here.",
            why="Yours are:" if known else "You filed no claim and no evidence here.",
            choices=tuple(f"{one.id} — {shorten(one.text, 80)}" for one in known[:5]),
            todo="The desk can retract what others filed.",
        )
    return found


def list_filings(known: Sequence[Filing], ctx: RequestContext) -> Reply:
    """What this person filed here, with the ways to change it."""
    shown = known[:SHOWN]
    title = f"You filed {len(known)} claim{'s' if len(known) != 1 else ''} or items of evidence here"
    edit = tuple(Button(f"Edit {one.id}", order("claimcheck edit", id=one.id)) for one in shown)
    gone = tuple(Button(f"Withdraw {one.id}", order("claimcheck withdraw", id=one.id)) for one in shown)
    return Reply(
        title=title if known else "You filed no claim and no evidence here",
        parts=(Bullets(tuple(map(_line, shown))),) if known else (Text("What you file appears here."),),
        actions=(Menu("Edit", edit), Menu("Withdraw", gone)) if known else (Form("File a claim", "claimcheck add"),),
        data={"filings": [{"id": one.id, "at": one.at, "claim": one.claim} for one in known], "as_of": ctx.as_of},
    )


def _line(one: Filing) -> Words:
    on = f" on {one.claim}" if one.claim else ", retracted by the desk" if one.retracted else ""
    return (bold(one.id), f" {shorten(one.text, 120)}{on} · ", when(one.at))
