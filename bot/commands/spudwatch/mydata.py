"""``/spudwatch mydata``: view, export or erase the data stored about oneself."""

from collections.abc import Mapping, Sequence
from typing import Literal

from bot.dispatch.command import Command, option
from bot.messages.reply import Bullets, Button, Reply, Severity, Text
from bot.messages.request import RequestContext
from bot.ports import Ports

_NAMES = {"askers": "looked up in the last 14 days", "people": "choices"}  # what a table's own name would not tell
Rows = Mapping[str, Sequence[Mapping[str, object]]]


class MyData(Command[Rows], name="spudwatch mydata", slow=True, forgets=True):
    """Show, export or delete the data stored about you here."""

    action: Literal["show", "export", "delete"] = option("What to do", default="show")
    sure: bool = option("Confirm the deletion", default=False)

    async def gather(self, ports: Ports, ctx: RequestContext) -> Rows:
        """Every row that names the asker."""
        return ports.privacy.about(ctx.tenant, ctx.actor)

    def answer(self, found: Rows, ctx: RequestContext) -> Reply:
        """Show counts, all of the data, or what a deletion will do before it happens."""
        del ctx
        count = sum(len(rows) for rows in found.values())
        if self.action == "delete":
            return self._deleted(count) if self.sure else self._before(count)
        kept = tuple(f"{_NAMES.get(name, name.replace('_', ' '))}: {len(rows)}" for name, rows in found.items() if rows)
        export = self.action == "export"
        return Reply(
            title=f"I keep {count} row{'s' if count != 1 else ''} about you here"
            if count
            else "I keep nothing about you here",
            parts=(
                *((Bullets(kept),) if kept else ()),
                *((Text("All of it comes with this reply."),) if export and count else ()),
            ),
            actions=(
                Button("Export all of it", MyData(action="export")),
                Button("Delete…", MyData(action="delete"), "danger"),
            )
            if count and not export
            else (),
            data={"kept": {name: len(rows) for name, rows in found.items()}, **({"rows": found} if export else {})},
        )

    async def keep(self, found: Rows, ports: Ports, ctx: RequestContext) -> None:
        """Erase the data once confirmed."""
        if self.action == "delete" and self.sure:
            await ports.privacy.forget(ctx.tenant, ctx.actor)

    @staticmethod
    def _before(count: int) -> Reply:
        return Reply(
            title=f"Delete {count} rows about you?",
            parts=(
                Bullets(
                    (
                        "Gone at once: choices, roles given to you here, watches, drafts, evidence, trials, pictures",
                        "Your words go, wherever the desk, a card or the trail repeats them",
                        "Your reports stay as counts, by “former member”; what a label is called stays, too",
                        "It cannot be undone",
                    )
                ),
            ),
            severity=Severity.WARN,
            actions=(Button("Delete it", MyData(action="delete", sure=True), "danger"), Button("Keep it", MyData())),
            data={"would_delete": count},
        )

    @staticmethod
    def _deleted(count: int) -> Reply:
        return Reply(
            title=f"Deleted: {count} rows no longer name you",
            severity=Severity.GOOD,
            note="Backups the operator made before today keep theirs until they age out.",
            data={"deleted": count},
        )
