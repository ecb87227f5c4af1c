"""Admins of a Slack workspace: the app's installer and members named by a setting."""

from __future__ import annotations

from bot.messages.errors import BadArgument
from bot.ports.accounts.installations import Installation
from bot.settings import SlackSettings


class SlackAdmins:
    """The admins of every workspace.

    The setting names a member as ``T1/U1``, or as ``U1`` of the workspace whose bot token is a setting.

    Raises:
        BadArgument: a member id without its workspace, where any workspace may install the app.
    """

    def __init__(self, settings: SlackSettings) -> None:
        self._named = frozenset(settings.admins.replace(",", " ").split())
        bare = sorted(name for name in self._named if "/" not in name)
        if bare and settings.client_id:
            raise BadArgument(
                f"{bare[0]} could be a member of any workspace that installs the app.",
                todo=f"Write the workspace before it in SPUDWATCH_SLACK__ADMINS: T0123ABCD/{bare[0]}.",
            )

    def include(self, team: str, user: str, installation: Installation | None, *, fixed: bool = False) -> bool:
        """Whether a member administers a workspace; ``fixed``: its token is a setting."""
        if installation is not None and user and installation.installed_by == user:
            return True
        return f"{team}/{user}" in self._named or (fixed and user in self._named)
