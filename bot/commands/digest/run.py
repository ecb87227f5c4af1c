"""``/digest run``: post a digest now, or a test of it; its schedule stays where it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.commands.digest._digests import facts, find, previewed
from bot.dispatch.command import Command, option
from bot.jobs.digest_job import digest_key
from bot.messages.reply import Reply, Severity, Text
from bot.messages.request import Asked, Role
from bot.notifications.arguments import place_name, theirs
from bot.notifications.digest_builder import Newsroom, Page, Wanted, since_of
from bot.ports import Ports
from bot.ports.outbox import Draft, Kind
from bot.ports.subscriptions import Digest

WORTH = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Written:
    """The digest and the page to be posted."""

    digest: Digest
    page: Page


class Run(Command[Written], name="digest run", role=Role.MANAGER):
    """Posts a digest now, or a test of it; its schedule stays where it is."""

    id: str = option("Digest id, such as DG-03", default="", complete="digest")
    test: bool = option("Marked as a test, and told again by the next run", default=False)

    async def gather(self, ports: Ports, asked: Asked) -> Written:
        """Write the page."""
        digest = theirs(find(ports, asked, self.id), asked)
        if self.test:
            return Written(digest, previewed(ports, digest, asked.now))
        wanted = Wanted(digest, since_of(digest, asked.now), asked.now)
        return Written(digest, Newsroom(ports, asked.now).write([wanted])[0])

    def answer(self, found: Written, asked: Asked) -> Reply:
        """That it is on its way, and where."""
        digest, where = found.digest, place_name(found.digest.place, asked)
        what = "A test of " if self.test else ""
        again = "The next run tells it again." if self.test else "The next run begins where this one ends."
        return Reply(
            title=f"{what}{digest.id} “{digest.name}” is being posted {where}",
            parts=(Text(f"It says: {found.page.reason.words}. {again} Its schedule did not move."),),
            severity=Severity.GOOD,
            data=facts(digest, asked) | {"test": self.test, "reason": found.page.reason.words},
        )

    async def keep(self, found: Written, ports: Ports, asked: Asked) -> None:
        """Queue it; the same second again is the same message."""
        digest = found.digest
        occasion = f"{'test' if self.test else 'run'} {asked.now:%Y-%m-%dT%H:%M:%S}"
        draft = Draft(
            key=digest_key(digest, occasion),
            place=digest.place,
            # Somebody waits for it: it goes like an alert, not ten minutes ahead.
            kind=Kind.NOTE,
            reply=found.page.reply,
            not_before=asked.now,
            deadline=asked.now + WORTH,
        )
        await ports.outbox.add([draft], asked.now)
        if not self.test:
            await ports.subscriptions.keep(replace(digest, covered=asked.now), asked.now)
