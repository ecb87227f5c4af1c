"""``/digest why``: one item traced through the stages that a run and a preview use."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.commands.digest._digests import DIGEST_ID, previewed
from bot.commands.digest._finding import find
from bot.dispatch.command import Command, option
from bot.domain.notify.changes import Change
from bot.domain.notify.digest import StageResult
from bot.domain.text import shorten
from bot.messages.change_line import change_line
from bot.messages.errors import NotFound
from bot.messages.levels import derived
from bot.messages.order import order
from bot.messages.reply import Bullets, Button, Reply, Text, bold
from bot.messages.request import RequestContext, Role
from bot.notifications.digest_builder import DigestDraft, find_item
from bot.ports import Ports
from bot.ports.notifications.subscriptions import Digest

SHOWN = 20
_ID = re.compile(r"\s*(DG-?\d{1,9})(?:\s+|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ExplainDigestInputs:
    """The digest, its page, and the item in question (None: all of them)."""

    digest: Digest
    page: DigestDraft
    item: Change | None


class ExplainDigest(Command[ExplainDigestInputs], name="digest why", role=Role.MANAGER, current="yes"):
    """Explain why an item is in a digest, or which stage left it out."""

    item: str = option("Id or words of an item; default: all", default="", limit=200)
    id: str = option(DIGEST_ID, default="", complete="digest")

    async def gather(self, ports: Ports, ctx: RequestContext) -> ExplainDigestInputs:
        """Write the page and find the item."""
        named = _ID.match(self.item)  # "why DG-02" and "why DG-02 CL-0044" are what people type
        wanted = self.item[named.end() :] if named and not self.id else self.item
        digest = find(ports, ctx, self.id or (named[1] if named else ""))
        page = previewed(ports, digest, ctx.now)
        item = find_item(page.feed.changes, wanted) if wanted else None
        if wanted and item is None:
            raise NotFound(
                f"Nothing changed about “{shorten(wanted, 60)}” in the time {digest.id} looks at.",
                why=f"It looks at {len(page.feed.changes)} changes since its last run, or of the last day.",
                todo=f"See them all: /digest why id:{digest.id}",
            )
        return ExplainDigestInputs(digest, page, item)

    def answer(self, found: ExplainDigestInputs, ctx: RequestContext) -> Reply:
        """The verdict of each stage."""
        del ctx
        page = found.page
        if found.item is not None:
            return _one(found.digest, found.item, page)
        told = [(change, "told") for change in page.selection.kept]
        told += [(change, f"{verdict.stage}: {verdict.why}") for change, verdict in page.selection.left]
        lines = tuple((bold(_name(change)), f" — {why}") for change, why in told[:SHOWN])
        more = f"and {len(told) - SHOWN} more" if len(told) > SHOWN else ""
        made = Reply(
            title=f"{found.digest.id} “{found.digest.name}”: {len(page.selection.kept)} of {len(told)} told",
            parts=(Bullets(lines),) if lines else (Text("Nothing changed in the time it looks at."),),
            actions=(Button("Preview", order("digest preview", id=found.digest.id)),),
            note=more,
            data={
                "digest": found.digest.id,
                "told": [change.id for change in page.selection.kept],
                "left_out": [
                    {"item": change.id, "stage": verdict.stage, "why": verdict.why}
                    for change, verdict in page.selection.left
                ],
            },
        )
        return replace(made, brief=derived(made))


def _one(digest: Digest, item: Change, page: DigestDraft) -> Reply:
    verdicts = _verdicts(item, page)
    kept = item in page.selection.kept
    lines = tuple(
        (bold(verdict.stage), f": {'passed' if verdict.passed else 'stopped'} — {verdict.why}") for verdict in verdicts
    )
    return Reply(
        title=f"{_name(item)} is {'told' if kept else 'left out'} by {digest.id}",
        parts=(Text(change_line(item)), Bullets(lines, "Stage by stage")),
        actions=(Button("Preview", order("digest preview", id=digest.id)),),
        data={
            "digest": digest.id,
            "item": item.id,
            "told": kept,
            "stages": [{"stage": v.stage, "passed": v.passed, "why": v.why} for v in verdicts],
        },
    )


def _verdicts(item: Change, page: DigestDraft) -> Sequence[StageResult]:
    over = [verdict for change, verdict in page.selection.left if change == item and verdict.stage == "cap"]
    return (*page.walked(item), *over)


def _name(change: Change) -> str:
    return f"{change.ref} {change.title}" if change.ref[2:3] == "-" else change.title
