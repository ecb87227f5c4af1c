"""What a person types of an item of evidence, and the rules for it, the same when it is filed and when it is edited."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Literal

from bot.domain.evidence.evidence import COPIES, Basis, Claim, EvidenceForm, Statement
from bot.domain.text import shorten
from bot.domain.time import format_time
from bot.messages.errors import Alternative, BadArgument
from bot.messages.request import RequestContext

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
            raise BadArgument("The link must begin with http.", why=f"You gave “{shorten(address, 60)}”.")
        return cls(address)


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
        raise BadArgument("That day has not come yet.", why=f"Today is {format_time(ctx.now)}.")
    return min(datetime.combine(published, time(12), UTC), ctx.now)


def says(claim: Claim, sign: int) -> tuple[Statement, ...]:
    """What the item says, so that it bears on the claim in other words, too; one without slots has none to give."""
    said = claim.statement
    return (
        ()
        if said.type in ("", "other") or said.beyond or said.altered
        else (replace(said, polarity=said.polarity * sign),)
    )
