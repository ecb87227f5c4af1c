"""``/checkpoint paste``: Arena's model rows, pasted by a member.

Scraping is not allowed.
"""

from dataclasses import dataclass

from bot.dispatch.command import Command, option
from bot.domain.catalogs.findings import FindingKind, ListUpdate
from bot.domain.catalogs.list_changes import step
from bot.domain.catalogs.listings import Snapshot
from bot.domain.time import format_moment
from bot.messages.order import order
from bot.messages.reply import Bullets, Button, Reply, Severity, Source, Text, Words
from bot.messages.request import Attachment, RequestContext
from bot.ports import Ports
from bot.sources.catalogs import arena_paste

SHOWN = 15


@dataclass(frozen=True, slots=True)
class PasteInputs:
    """The rows, and what they show compared with those pasted before."""

    snapshot: Snapshot
    taken: ListUpdate
    first: bool


class Paste(Command[PasteInputs], name="checkpoint paste", slow=True):
    """Read Arena's model rows from a file or text you paste."""

    rows: str = option("The JSON of “initialModels”", default="", limit=8_000, long=True)
    file: Attachment | None = option("The saved page, or the JSON as a file", default=None)

    async def gather(self, ports: Ports, ctx: RequestContext) -> PasteInputs:
        """Read the rows and compare them with those pasted here before."""
        content = self.file.content if self.file is not None else self.rows.encode()
        snapshot = arena_paste.parse(content, ctx.now)
        memory = ports.listings.memory(f"{arena_paste.NAME}@{ctx.tenant}")
        return PasteInputs(snapshot, step(memory, snapshot), memory.read_at is None and not memory.known)

    def answer(self, found: PasteInputs, ctx: RequestContext) -> Reply:
        """New anonymous rows, unmaskings, names that were hidden again."""
        count, skipped = len(found.snapshot.listings), found.snapshot.skipped
        lines: list[Words] = []
        for one in found.taken.found[:SHOWN]:
            made = one.listing.created
            when = f", row made {format_moment(made)} UTC" if made else ""
            named = f" is {one.named}" if one.kind is FindingKind.UNMASKED else f" was {one.named}" if one.named else ""
            lines.append(f"{one.label}{named} — {one.kind.value}{when}")
        more = len(found.taken.found) - SHOWN
        return Reply(
            title=f"{count} rows read" + (f", {skipped} could not be" if skipped else ""),
            parts=(
                *((Bullets(tuple(lines), "What they show"),) if lines else (Text("Nothing new in them."),)),
                *((Text(f"… {more} more"),) if more > 0 else ()),
                *(
                    (Text("The first paste here: from now on I can tell what changed.", quiet=True),)
                    if found.first
                    else ()
                ),
                Text("What the list shows is a claim, too: shown names have been wrong before.", quiet=True),
            ),
            severity=Severity.GOOD,
            sources=(Source(arena_paste.LABEL, arena_paste.PAGE, found.snapshot.read_at),),
            actions=(Button("Sightings", order("checkpoint list")),),
            data={
                "rows": count,
                "skipped": skipped,
                "found": [
                    {
                        "kind": one.kind.value,
                        "label": one.label,
                        "named": one.named or None,
                        "made_at": one.listing.created,
                    }
                    for one in found.taken.found[:200]
                ],
                "as_of": ctx.as_of,
            },
        )

    async def keep(self, found: PasteInputs, ports: Ports, ctx: RequestContext) -> None:
        """Remember the rows, for this server or workspace alone."""
        await ports.listings.keep(found.taken, found.snapshot, arena_paste.PAGE, ctx.tenant)
