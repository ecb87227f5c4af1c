"""``/spudwatch-admin export``: everything of this place, to take away."""

from collections.abc import Mapping

from bot.dispatch.command import Command
from bot.messages.reply import Reply, Table, Text, code
from bot.messages.request import RequestContext, Role
from bot.ports import Ports


class Export(Command[Mapping[str, int]], name="spudwatch-admin export", role=Role.ADMIN, slow=True):
    """Show how much data is stored here and how to export it."""

    async def gather(self, ports: Ports, ctx: RequestContext) -> Mapping[str, int]:
        """How many rows there are, by table."""
        return ports.privacy.size(ctx.tenant)

    def answer(self, found: Mapping[str, int], ctx: RequestContext) -> Reply:
        """The counts, and the operator's line that writes the files."""
        rows = tuple((name.replace("_", " "), str(count)) for name, count in found.items() if count)
        return Reply(
            title=f"{sum(found.values())} rows of this place",
            parts=(
                *((Table(("what", "rows"), rows, frozenset({"rows"})),) if rows else ()),
                Text(
                    (
                        "Whoever runs the bot writes all of it as JSON lines and CSV with ",
                        code(f"spudwatch export FOLDER --tenant {ctx.tenant}"),
                        ".",
                    )
                ),
            ),
            data={"tenant": ctx.tenant, "rows": dict(found)},
        )
