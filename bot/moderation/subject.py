"""A desk's model for its own tenant: a new one, another name, or a merge."""

from collections.abc import Iterable, Mapping

from bot.domain.names.subjects import Alias, AliasStatus, OpenedSubject, SubjectOrigin, SubjectState
from bot.messages.request import RequestContext
from bot.moderation import DecisionResult
from bot.ports import Ports
from bot.ports.desk import QueueItem

ACCEPTED = "it is known here by that name"


async def accept(ports: Ports, ctx: RequestContext, item: QueueItem) -> DecisionResult:
    """Create the model if unknown here, and add the names."""
    body = item.body
    opened = ports.ledger.subject(body["slug"], ctx.view) is None
    if opened:
        state = SubjectState(body["state"]) if body.get("state") else None
        subject = OpenedSubject(
            body["slug"], body["name"], body["lab"], SubjectOrigin.DESK, ctx.now, body["source"],
            state=state, surface=body.get("surface", ""), tenant=ctx.tenant,
        )  # fmt: skip
        await ports.ledger.open(subject)
    names = body.get("names", "")
    merged, own = body.get("merged", ""), body.get("merged_names", "")
    for slug, given in ((body["slug"], names), (merged, own)):  # both have the names of one that is merged
        await ports.ledger.name(ctx.tenant, _aliases(ctx, slug, given, body["source"]))
    undo = {"slug": body["slug"], "names": names, "opened": "yes" if opened else ""}
    undo |= {"merged": merged, "merged_names": own} if merged else {}
    after = {"slug": body["slug"], "name": body["name"], "names": names.replace("\n", ", ")} | (
        {"merged": merged} if merged else {}
    )
    name = "merge of models" if merged else "new model" if opened else "name of a model"
    return DecisionResult({"known": not opened}, after, undo, name)


async def refuse(ports: Ports, ctx: RequestContext, item: QueueItem, reason: str) -> DecisionResult:
    """Nothing changes."""
    del ports, ctx, item
    return DecisionResult({}, {"reason": reason})


async def undo(ports: Ports, ctx: RequestContext, item: QueueItem, given: Mapping[str, str]) -> None:
    """Restore the previous state."""
    del item
    for slug, names in (
        (given["slug"], given.get("names", "")),
        (given.get("merged", ""), given.get("merged_names", "")),
    ):
        if names:
            await ports.ledger.unname(ctx.tenant, _aliases(ctx, slug, names, ""), ctx.now)
    if given.get("opened"):
        await ports.ledger.close(ctx.tenant, given["slug"], ctx.now)


def _aliases(ctx: RequestContext, slug: str, names: str, source: str) -> tuple[Alias, ...]:
    texts: Iterable[str] = filter(None, names.split("\n"))
    return tuple(Alias(text, slug, AliasStatus.GOOD, ctx.now, ctx.now, source) for text in texts)
