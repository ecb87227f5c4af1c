"""``/digest run``: post a digest or a test of it now.

Its schedule does not change.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.commands.digest._digests import DIGEST_ID, facts, previewed
from bot.commands.digest._finding import find
from bot.dispatch.command import Command, option
from bot.jobs.digest_job import digest_key
from bot.messages.reply import Reply, Severity, Text
from bot.messages.request import RequestContext, Role
from bot.notifications.arguments import known_place, place_name, theirs
from bot.notifications.digest_builder import DigestBuilder, DigestDraft, request_of
from bot.ports import Ports
from bot.ports.notifications.outbox import MessageKind, OutboxDraft
from bot.ports.notifications.subscriptions import Digest

WORTH = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class RunDigestInputs:
    """The digest, its page, and the log position where the page ends."""

    digest: Digest
    page: DigestDraft
    told: int = 0


class RunDigest(Command[RunDigestInputs], name="digest run", role=Role.MANAGER, posts=True, current="yes"):
    """Post a digest or a test of it now; its schedule does not change."""

    id: str = option(DIGEST_ID, default="", complete="digest")
    test: bool = option("Mark as a test; the next run repeats its items", default=False)

    async def gather(self, ports: Ports, ctx: RequestContext) -> RunDigestInputs:
        """Write the page."""
        digest = theirs(find(ports, ctx, self.id), ctx)
        known_place(ports, ctx, digest.place)
        if self.test:
            return RunDigestInputs(digest, previewed(ports, digest, ctx.now))
        builder = DigestBuilder(ports, ctx.now)
        return RunDigestInputs(digest, builder.write([request_of(digest, ctx.now)])[0], builder.position)

    def answer(self, found: RunDigestInputs, ctx: RequestContext) -> Reply:
        """Confirm that it is being posted, and where."""
        digest, where = found.digest, place_name(found.digest.place, ctx)
        what = "A test of " if self.test else ""
        again = "The next run tells it again." if self.test else "The next run begins where this one ends."
        return Reply(
            title=f"{what}{digest.id} “{digest.name}” is being posted {where}",
            parts=(Text(f"Why: {found.page.reason.words}. {again} Its schedule did not move."),),
            severity=Severity.GOOD,
            data=facts(digest, ctx) | {"test": self.test, "reason": found.page.reason.words},
        )

    async def keep(self, found: RunDigestInputs, ports: Ports, ctx: RequestContext) -> None:
        """Queue it; the same second again is the same message."""
        digest = found.digest
        occasion = f"{'test' if self.test else 'run'} {ctx.now:%Y-%m-%dT%H:%M:%S}"
        draft = OutboxDraft(
            key=digest_key(digest, occasion),
            place=digest.place,
            # Somebody is waiting for it: it is sent like an alert, not ten minutes ahead.
            kind=MessageKind.NOTE,
            reply=found.page.reply,
            not_before=ctx.now,
            deadline=ctx.now + WORTH,
        )
        await ports.outbox.add([draft], ctx.now)
        if not self.test:
            await ports.subscriptions.keep(replace(digest, covered=ctx.now, told=found.told), ctx.now)
