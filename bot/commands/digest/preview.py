"""``/digest preview``: the page as it would be posted now, privately."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.commands.digest._digests import DIGEST_ID, facts, left_out, limit_words, offers, preview_title, previewed
from bot.commands.digest._finding import find
from bot.dispatch.command import Command, option
from bot.messages.reply import Reply
from bot.messages.request import RequestContext, Role
from bot.notifications.digest_builder import DigestDraft
from bot.ports import Ports
from bot.ports.notifications.subscriptions import Digest


@dataclass(frozen=True, slots=True)
class PreviewInputs:
    """The digest, its page, and what is muted in its place."""

    digest: Digest
    page: DigestDraft
    muted: tuple[str, ...] = ()


class Preview(Command[PreviewInputs], name="digest preview", role=Role.MANAGER, current="yes"):
    """Preview a digest as it would be posted now; only you see it."""

    id: str = option(DIGEST_ID, default="", complete="digest")

    async def gather(self, ports: Ports, ctx: RequestContext) -> PreviewInputs:
        """Write the page."""
        digest = find(ports, ctx, self.id)
        muted = sorted(ports.subscriptions.muted([digest.place], ctx.now).get(digest.place, ()))
        return PreviewInputs(digest, previewed(ports, digest, ctx.now), tuple(muted))

    def answer(self, found: PreviewInputs, ctx: RequestContext) -> Reply:
        """Show the page, whether it would be sent, and what each stage left out."""
        page, held = found.page, left_out(found.page)
        would = (
            f"It would be posted: {page.reason.words}." if page.reason.send else f"Nothing posted: {page.reason.words}."
        )
        reply = replace(
            page.reply,
            title=preview_title(found.digest, page),
            note=" ".join(
                (
                    would,
                    *((f"Left out: {held}.",) if held else ()),
                    f"It reports {limit_words(found.digest)}.",
                    *((f"Muted: {', '.join(found.muted)}.",) if found.muted else ()),
                )
            ),
            data=facts(found.digest, ctx)
            | {
                "reason": page.reason.words,
                "sends": page.reason.send,
                "items": [change.id for change in page.selection.kept],
                "left_out": held,
            },
        )
        return offers(found.digest, reply)
