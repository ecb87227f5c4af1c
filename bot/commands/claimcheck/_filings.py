"""A person's filings: the rules for an item, new or edited, and the list of theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Literal

from bot.domain.evidence.evidence import COPIES, Basis, Claim, Evidence, EvidenceForm, Statement
from bot.domain.names.subjects import lab_of
from bot.domain.names.vendors import is_own
from bot.domain.text import host_of, shorten
from bot.domain.time import format_time
from bot.messages.errors import Alternative, BadArgument, NotFound
from bot.messages.order import order
from bot.messages.reply import Bullets, Button, Form, Menu, Reply, Text, Words, bold, when
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.ports.claims import Filing

BasisName = Literal["first-party", "first-hand", "independent measurement", "cites", "repeats", "inference", "unknown"]
FormName = Literal[
    "announcement",
    "model card",
    "api list",
    "price page",
    "help page",
    "changelog",
    "benchmark board",
    "benchmark table",
    "statement",
    "measurement",
    "press report",
    "listing",
    "anonymous document",
    "post",
    "picture",
    "demo",
]
USUAL = {
    Basis.FIRST_PARTY: EvidenceForm.ANNOUNCEMENT,
    Basis.FIRST_HAND: EvidenceForm.POST,
    Basis.MEASURED: EvidenceForm.MEASUREMENT,
    Basis.CITES: EvidenceForm.REPORT,
    Basis.REPEATS: EvidenceForm.REPORT,
    Basis.INFERENCE: EvidenceForm.NAME,
    Basis.UNKNOWN: EvidenceForm.POST,
}
FILED = "filed here"
WAITS = "It counts zero until the desk accepts it."
SHOWN = 25  # choices of a menu


class PageAddress(str):
    """The address of a page."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str, ctx: RequestContext) -> PageAddress:
        """Read it.

        Raises:
            BadArgument: it is no address.
        """
        del ctx
        address = text.strip()
        if not address.startswith(("http://", "https://")):
            raise BadArgument(
                "The link must begin with http.",
                why=f"You gave “{shorten(address, 60)}”.",
                todo="Copy the address from your browser: https://…",
            )
        return cls(address)


def read_on(basis: Basis, said: Statement, address: str) -> str:
    """Where the word of a lab was read, unless that is a page of its own: "read on example.org"."""
    named = (said.subject, said.object, said.comparator)
    if basis is not Basis.FIRST_PARTY or any(is_own(lab_of(slug), address) for slug in named):
        return ""
    return f"read on {host_of(address)}" if address else "read on no page"


def not_its_own(item: Evidence) -> str:
    """What to know of an item whose page is not known to be the lab's own; '' of any other."""
    return f"{item.via}, not known to be the lab's own: at most SUPPORTED" if item.second_hand else ""


def check_copy(basis: Basis, cites: bool, todo: str) -> None:  # noqa: FBT001 - what is asked
    """Refuse a copy of nothing.

    Raises:
        BadArgument: it copies, and cites nothing.
    """
    if basis in COPIES and not cites:
        raise BadArgument("What does it cite?", why="A copy counts through what it rests on.", todo=todo)


def day_of_page(published: date | None, ctx: RequestContext, *, asked: bool) -> datetime:
    """When a page was published; without a day now, unless it is ``asked`` for.

    Raises:
        BadArgument: the day is missing, or has not come yet.
    """
    if published is None and asked:
        raise BadArgument(
            "Which day was that page published?",
            why="Evidence counts from the day of its page, not from the day it is filed.",
            todo="published:2026-04-30, or published:today if it is new",
            instead=[Alternative("Give the day", asks=("published",))],
        )
    if published is None:
        return ctx.now
    if published > ctx.now.date():
        raise BadArgument(
            "That day has not come yet.",
            why=f"Today is {format_time(ctx.now)}.",
            todo="Give the day on which it was said, not later than today.",
        )
    return min(datetime.combine(published, time(12), UTC), ctx.now)


def says(claim: Claim, sign: int) -> tuple[Statement, ...]:
    """What the item states, so that it also bears on the claim in other words; () without slots."""
    said = claim.statement
    return (
        ()
        if said.type in ("", "other") or said.beyond or said.altered
        else (replace(said, polarity=said.polarity * sign),)
    )


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
