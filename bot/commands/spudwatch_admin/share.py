"""``/spudwatch-admin share``: what members and other tenants may see."""

from bot.commands.spudwatch_admin._change import format_value
from bot.dispatch.command import Command, option
from bot.messages.order import order
from bot.messages.reply import Button, Fields, Reply, Severity, Text
from bot.messages.request import RequestContext, Role
from bot.ports import Ports
from bot.ports.accounts.tenants import TenantSettings

MEANS = (
    "Sharing sightings lets other servers on this bot see how many first-hand reports of a label were made here, by "
    "how many people, and when. Never who, never a word, picture or link, and not that it was here."
)


class ShareSightings(Command[TenantSettings], name="spudwatch-admin share", role=Role.ADMIN):
    """Set what members, other servers and the public pages may see."""

    names: bool | None = option("Members here see who reported", default=None)
    sightings: bool | None = option("Other servers may count the reports made here", default=None)
    publish: bool | None = option("Public pages may count the reports made here", default=None)

    async def gather(self, ports: Ports, ctx: RequestContext) -> TenantSettings:
        """Read what is shared."""
        return ports.tenants.settings(ctx.tenant)

    def answer(self, found: TenantSettings, ctx: RequestContext) -> Reply:
        """Confirm what is shared and what changed, with undo."""
        del ctx
        changed = self._changed(found)
        names, sightings, published = found.names_shown, found.sightings_shared, found.sightings_published
        pairs = (
            ("Names of reporters, to members here", _words(names, changed.get("names_shown"))),
            ("Counts of reports, to other servers", _words(sightings, changed.get("sightings_shared"))),
            ("Counts of reports, on public pages", _words(published, changed.get("sightings_published"))),
        )
        undo = order(
            "spudwatch-admin share",
            names=names if "names_shown" in changed else None,
            sightings=sightings if "sightings_shared" in changed else None,
            publish=published if "sightings_published" in changed else None,
        )
        offer = (
            Button("Hide names" if names else "Show names", order("spudwatch-admin share", names=not names)),
            Button(
                "Stop sharing sightings" if sightings else "Share sightings",
                order("spudwatch-admin share", sightings=not sightings),
            ),
            Button(
                "Stop publishing" if published else "Publish counts",
                order("spudwatch-admin share", publish=not published),
            ),
        )
        return Reply(
            title="Sharing: changed" if changed else "Sharing",
            parts=(Fields(pairs), Text(MEANS, quiet=True)),
            severity=Severity.GOOD if changed else Severity.INFO,
            actions=(Button("Undo", undo, in_place=True),) if changed else offer,
            data={
                "changed": bool(changed),
                "names_shown": changed.get("names_shown", names),
                "sightings_shared": changed.get("sightings_shared", sightings),
                "sightings_published": changed.get("sightings_published", published),
            },
        )

    async def keep(self, found: TenantSettings, ports: Ports, ctx: RequestContext) -> None:
        """Store the settings that differ."""
        for key, value in self._changed(found).items():
            await ports.tenants.choose(ctx.tenant, key, value, ctx.actor, ctx.now)

    def _changed(self, found: TenantSettings) -> dict[str, bool]:
        asked = {
            "names_shown": self.names,
            "sightings_shared": self.sightings,
            "sightings_published": self.publish,
        }
        return {key: value for key, value in asked.items() if value is not None and value != getattr(found, key)}


def _words(now: bool, changed: bool | None) -> str:  # noqa: FBT001 - two answers to one question
    return format_value(now) if changed is None else f"{format_value(changed)} (was {format_value(now)})"
