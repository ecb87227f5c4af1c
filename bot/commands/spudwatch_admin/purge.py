"""``/spudwatch-admin purge``: erase all data of this tenant immediately."""

from collections.abc import Mapping

from bot.dispatch.command import Command, option
from bot.messages.order import order
from bot.messages.reply import Button, Form, Reply, Severity, Table
from bot.messages.request import RequestContext, Role
from bot.ports import Ports


class Purge(Command[Mapping[str, int]], name="spudwatch-admin purge", role=Role.ADMIN, slow=True):
    """Erase all data of this server or workspace, immediately and permanently."""

    type_here: str = option("Type the id of this place to erase it", default="", limit=80, hidden=True)

    async def gather(self, ports: Ports, ctx: RequestContext) -> Mapping[str, int]:
        """How much there is."""
        return ports.privacy.size(ctx.tenant)

    def answer(self, found: Mapping[str, int], ctx: RequestContext) -> Reply:
        """Show what would be erased, or confirm the erasure."""
        rows = tuple((name.replace("_", " "), str(count)) for name, count in found.items() if count)
        total = sum(found.values())
        if self.type_here == ctx.tenant:
            return Reply(title=f"Erased: {total} rows", severity=Severity.GOOD, data={"erased": total})
        return Reply(
            title=f"Erase {total} rows of {ctx.tenant}?",
            parts=(Table(("what", "rows"), rows, frozenset({"rows"})),) if rows else (),
            severity=Severity.WARN,
            actions=(
                Form(f"Erase (type {ctx.tenant})", "spudwatch-admin purge", fields=("type_here",)),
                Button("Keep it", order("spudwatch-admin show")),
            ),
            note="It cannot be undone. Export first if you may want it back.",
            data={"would_erase": dict(found)},
        )

    async def keep(self, found: Mapping[str, int], ports: Ports, ctx: RequestContext) -> None:
        """Erase once the id was typed."""
        del found
        if self.type_here == ctx.tenant:
            await ports.privacy.purge(ctx.tenant)
