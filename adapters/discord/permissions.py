"""Permissions we ask of a Discord server, why, and what fails without each.

The README's table is made from this. Bits:
https://discord.com/developers/docs/topics/permissions#permissions-bitwise-permission-flags
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from bot.messages.request import Role

ADMINISTRATOR, MANAGE_CHANNELS, MANAGE_GUILD, MODERATE_MEMBERS = 3, 4, 5, 40

# What a person must be allowed on Discord to count as more than a member.
ROLE_PERMISSION = {Role.MANAGER: MANAGE_CHANNELS, Role.DESK: MODERATE_MEMBERS, Role.ADMIN: MANAGE_GUILD}

_RANK = (Role.ADMIN, Role.DESK, Role.MANAGER)
GUILD_SCOPES = ("bot", "applications.commands")
USER_SCOPES = ("applications.commands",)


@dataclass(frozen=True, slots=True)
class Permission:
    """A permission: its name on Discord, its bit, its use, and what fails without it."""

    name: str
    bit: int
    feature: str
    without: str


PERMISSIONS = (
    Permission(
        "View Channel",
        10,
        "posting and correcting digests and alerts",
        "no digest or alert can be posted in that channel",
    ),
    Permission(
        "Send Messages", 11, "digests, alerts", "they are switched off there, with the reason in `/digest list`"
    ),
    Permission("Send Messages in Threads", 38, "digests and alerts in a thread", "only threads are closed to us"),
    Permission("Embed Links", 14, "links with a label in posted cards", "sources are shown without their labels"),
    Permission(
        "Attach Files", 15, "charts, and the full text of an answer that is too long", "posts come without pictures"
    ),
    Permission(
        "Read Message History",
        16,
        "looking whether a digest arrived after a crash, correcting posted cards",
        "after a crash in the middle of a send, a digest may in rare cases appear twice",
    ),
)


def roles_of(permissions: int) -> frozenset[Role]:
    """The roles of somebody's permissions in the server or channel they are for."""
    if permissions >> ADMINISTRATOR & 1:
        return frozenset(Role)
    return frozenset({Role.MEMBER, *(role for role in _RANK if permissions >> ROLE_PERMISSION[role] & 1)})


def bits() -> int:
    """The permissions as the number an install link carries."""
    return sum(1 << permission.bit for permission in PERMISSIONS)


def install_links(application_id: str) -> dict[str, str]:
    """The links that install the bot in a server and for a person.

    https://discord.com/developers/docs/resources/application#install-links
    """
    where = "https://discord.com/oauth2/authorize?"
    server = {
        "client_id": application_id,
        "scope": " ".join(GUILD_SCOPES),
        "permissions": bits(),
        "integration_type": 0,
    }
    person = {"client_id": application_id, "scope": " ".join(USER_SCOPES), "integration_type": 1}
    return {"server": where + urlencode(server), "person": where + urlencode(person)}


def table() -> str:
    """Permission, feature and what breaks without it, as a Markdown table."""
    rows = [f"| {asked.name} | {asked.feature} | {asked.without} |" for asked in PERMISSIONS]
    return "\n".join(["| permission | for | without it |", "|---|---|---|", *rows])
