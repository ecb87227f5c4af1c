"""``/spudwatch-admin show``: the settings here."""

from bot.dispatch.command import Command
from bot.messages.order import order
from bot.messages.reply import Button, Fields, Reply, TextSpan, Words, person
from bot.messages.request import RequestContext, Role
from bot.ports import Ports
from bot.ports.accounts.tenants import TenantSettings


class ShowSettings(Command[TenantSettings], name="spudwatch-admin show", role=Role.ADMIN):
    """Show the settings of this server or workspace."""

    async def gather(self, ports: Ports, ctx: RequestContext) -> TenantSettings:
        """The settings in force."""
        return ports.tenants.settings(ctx.tenant)

    def answer(self, found: TenantSettings, ctx: RequestContext) -> Reply:
        """One line a setting, and the way to change it."""
        pairs: tuple[tuple[str, Words], ...] = (
            ("Time zone", found.zone),
            ("Desk", desk_of(found)),
            ("Public look-ups", ", ".join(sorted(found.public_channels)) or "nowhere; look-ups are private"),
            ("Switched off", ", ".join(sorted(found.off)) or "nothing"),
            ("Reporters' names", "shown" if found.names_shown else "hidden"),
            ("Sightings", "counted in other servers" if found.sightings_shared else "not shared"),
            ("Public pages", "count the reports made here" if found.sightings_published else "count nothing of here"),
            ("Account age that counts", f"{found.min_account_days} days"),
            ("Kept", f"pictures {found.picture_days} days, audit {found.audit_days} days"),
        )
        return Reply(
            title="Settings here",
            parts=(Fields(pairs),),
            actions=(
                Button("Set up, step by step", order("spudwatch-admin setup"), "main"),
                Button("Audit", order("spudwatch-admin audit")),
                Button("Export", order("spudwatch-admin export")),
            ),
            data={"tenant": ctx.tenant, "settings": found},
        )


def desk_of(settings: TenantSettings) -> Words:
    """Describe who is on the desk."""
    people: list[str | TextSpan] = [person(one) for one, role in sorted(settings.roles.items()) if role is Role.DESK]
    roles = [f"everybody with the role {settings.desk_role}"] if settings.desk_role else []
    if not people and not roles:
        return "nobody yet; admins act as the desk"
    return tuple(piece for one in (*people, *roles) for piece in (one, ", "))[:-1]
