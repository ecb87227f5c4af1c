"""Desk membership and permissions, and how decisions are carried out and recorded."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.text import shorten
from bot.domain.time import format_moment
from bot.messages import words
from bot.messages.errors import Conflict, NotAllowed, NotFound
from bot.messages.order import order
from bot.messages.reply import Button, Fields, Reply, Severity, Words
from bot.messages.request import RequestContext, Role
from bot.moderation import MACHINE, carry_out
from bot.ports import Ports
from bot.ports.desk import QueueItem


def members(ports: Ports, ctx: RequestContext) -> frozenset[str]:
    """Return the known members of this desk.

    They were named by an admin, have acted on it, or are acting now.
    """
    settings = ports.tenants.settings(ctx.tenant)
    named = {person for person, role in settings.roles.items() if role in (Role.DESK, Role.ADMIN)}
    gone = {person for person, role in settings.roles.items() if role in (Role.MEMBER, Role.MANAGER)}
    return frozenset((named | ports.desk.actors(ctx.tenant) | {ctx.actor}) - gone - {MACHINE})


def alone(ports: Ports, ctx: RequestContext) -> bool:
    """Whether one person is the whole desk, so that nobody else could second them."""
    return len(members(ports, ctx)) == 1 and not ports.tenants.settings(ctx.tenant).desk_role


def waiting(ports: Ports, ctx: RequestContext, name: str) -> QueueItem:
    """The item of that id, if it waits.

    Raises:
        NotFound: there is none.
        Conflict: it was decided already; says by whom and when.
    """
    item = ports.desk.item(name, ctx.view)
    if item is None:
        raise NotFound(f"There is no {shorten(name, 20)} in the queue.", todo="Ids look like DQ-0007; see /desk queue.")
    if item.state != "waiting":
        when = f"{format_moment(item.decided_at)} UTC" if item.decided_at else "before"
        raise Conflict(
            f"{item.id} was {item.state} already.",
            why=f"{when}, by {item.decided_by.partition(':')[2] or item.decided_by}.",
            todo="See /desk queue trail:yes.",
        )
    return item


def second(ports: Ports, ctx: RequestContext, item: QueueItem) -> None:
    """Refuse a decision on one's own item if somebody else could decide it.

    Raises:
        NotAllowed: that is the case.
    """
    if item.person == ctx.actor and not alone(ports, ctx):
        raise NotAllowed(
            f"{item.id} is your own.", why="With more than one person at the desk, another decides.", todo="It waits."
        )


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal by the desk itself (resolve, merge, retract).

    It is carried out at once by a desk of one, else it must be seconded.
    """

    item: QueueItem
    at_once: bool


async def act(ports: Ports, ctx: RequestContext, proposal: Proposal) -> None:
    """Queue a proposal, and carry it out at once if nobody else could decide."""
    name = await ports.desk.propose(ctx.tenant, proposal.item)
    if proposal.at_once:
        kept = ports.desk.item(name, ctx.view) or proposal.item
        await carry_out(ports, ctx, kept, "accepted", at_once=True)


def proposal_reply(proposal: Proposal, pairs: tuple[tuple[str, Words], ...], data: Mapping[str, object]) -> Reply:
    """Report that it is done, or who has to agree."""
    item = proposal.item
    done = proposal.at_once
    state = "done" if done else "proposed"
    return Reply(
        title=f"{item.title}: {state}",
        parts=(Fields(pairs),),
        severity=Severity.GOOD,
        actions=(Button("Undo", order("desk undo"), in_place=True), Button("Queue", order("desk queue")))
        if done
        else (Button("Queue", order("desk queue")),),
        note=words.UNDO_FOR if done else "A second person at the desk has to accept it.",
        data={"state": state, "kind": item.kind, "about": item.about, **data},
        shows=(item.about,),
    )
