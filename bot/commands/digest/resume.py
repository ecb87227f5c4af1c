"""``/digest resume``: start a new, paused, switched-off or just deleted digest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from bot.commands.digest._digests import DIGEST_ID, facts, next_words, start_of, state_words, undo_of
from bot.commands.digest._finding import find
from bot.dispatch.command import Command, option
from bot.jobs.digest_job import resumes_at
from bot.messages.errors import Conflict
from bot.messages.order import order
from bot.messages.reply import Button, Reply, Severity, Text
from bot.messages.request import RequestContext, Role
from bot.notifications.arguments import theirs
from bot.notifications.audited import keep
from bot.notifications.undo import undone
from bot.ports import Ports
from bot.ports.notifications.subscriptions import Digest, Mode


@dataclass(frozen=True, slots=True)
class ResumeInputs:
    """The digest as running, and whether it ran before."""

    digest: Digest
    running: bool
    before: Digest


class Resume(Command[ResumeInputs], name="digest resume", role=Role.MANAGER):
    """Start a digest that is new, paused, switched off, or was just deleted."""

    id: str = option(DIGEST_ID, default="", complete="digest")
    state: Mode | None = option("Only if it is in this state still, as a Start button asks", default=None, hidden=True)
    undo: int | None = option("The change that an Undo button takes back", default=None, low=1, hidden=True)

    async def gather(self, ports: Ports, ctx: RequestContext) -> ResumeInputs:
        """Build the digest as running; one that runs stays as it is."""
        digest = theirs(find(ports, ctx, self.id, deleted=self.state is None), ctx)
        if self.undo is not None:
            was = undone(ports, digest, ctx, self.undo)
            return ResumeInputs(replace(was, next_at=resumes_at(was, ctx.now)), running=False, before=digest)
        if digest.mode is Mode.ACTIVE and digest.paused_until is None:
            return ResumeInputs(digest, running=True, before=digest)
        if self.state not in (None, digest.mode):
            now = f"{digest.id} is {digest.mode.value} now"
            raise Conflict(f"{now}; that button is older.", todo=f"/digest resume {digest.id} starts it all the same.")
        active = replace(digest, mode=Mode.ACTIVE, paused_until=None, why="")
        return ResumeInputs(replace(active, next_at=resumes_at(active, ctx.now)), running=False, before=digest)

    def pinned(self, found: ResumeInputs) -> Self:
        """Name the digest that was found."""
        return replace(self, id=found.before.id)

    def question(self, found: ResumeInputs, ctx: RequestContext) -> str:
        """Ask whether to start it."""
        return f"Start {found.digest.id} “{found.digest.name}”, {found.digest.table.words}?"

    def answer(self, inputs: ResumeInputs, ctx: RequestContext) -> Reply:
        """The sentence that says when it runs next."""
        found = inputs.digest
        if found.mode is not Mode.ACTIVE:
            return _as_it_was(found, ctx)
        says = found.table.confirmation(ctx.now)
        already = (Text("It was running already; nothing changed."),) if inputs.running else ()
        return Reply(
            title=f"{found.id} “{found.name}” is running",
            parts=(*already, Text(f"{says}."), *(Text(line) for line in found.table.oddities(ctx.now))),
            severity=Severity.GOOD,
            actions=(
                Button("Preview", order("digest preview", id=found.id)),
                Button("Pause 1 week", order("digest pause", id=found.id, until="1 week")),
                *(() if self.undo is not None else _undo(inputs)),
            ),
            data=facts(found, ctx) | {"confirmation": says, "changed": not inputs.running},
        )

    async def keep(self, inputs: ResumeInputs, ports: Ports, ctx: RequestContext) -> None:
        """Store it as running."""
        if not inputs.running:
            await keep(ports, ctx, inputs.digest, final=self.undo is not None)


def _undo(inputs: ResumeInputs) -> tuple[Button, ...]:
    """The way back to a state in which it did not run, where this was no undo itself."""
    before = inputs.before
    if inputs.running or before.mode in (Mode.DELETED, Mode.ACTIVE):
        return ()
    return (undo_of(before),)


def _as_it_was(found: Digest, ctx: RequestContext) -> Reply:
    """That it is back in the state before, which is not running."""
    return Reply(
        title=f"{found.id} “{found.name}” is {state_words(found)}, as before",
        parts=(Text(f"Next run: {next_words(found, ctx)}."),),
        severity=Severity.GOOD,
        actions=(Button("Start", start_of(found), in_place=True),),
        data=facts(found, ctx) | {"changed": True},
    )
