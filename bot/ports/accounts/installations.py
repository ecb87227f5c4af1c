"""Where the bot is installed, with what credentials; and what was seen before.

For platforms that hand out a token a workspace. Storage keeps the secrets encrypted where an operator gave a key.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Installation:
    """One workspace that installed the bot. ``repr`` never shows its secrets.

    ``expires_at`` is when the token ends if it is one of those that end; ``refresh`` is what a new one is asked for
    with. ``scopes`` is what was granted, ``installed_by`` the person who did it (an admin here from the start).
    """

    team: str
    token: str = field(repr=False)
    name: str = ""
    refresh: str = field(default="", repr=False)
    expires_at: datetime | None = None
    bot_user: str = ""
    bot_id: str = ""
    app_id: str = ""
    enterprise: str = ""
    scopes: frozenset[str] = frozenset()
    installed_by: str = ""
    installed_at: datetime | None = None


class Installations(Protocol):
    """Tokens by workspace. Replacing one is a single committed write: never half an old and half a new one."""

    def find(self, team: str) -> Installation | None:
        """The installation of a workspace.

        Raises:
            OurFault: it is encrypted with a key that was not given.
        """

    def teams(self) -> tuple[str, ...]:
        """Every workspace that has one."""

    async def keep(self, installation: Installation, at: datetime) -> None:
        """Store or replace the installation of its workspace."""

    async def forget(self, team: str) -> bool:
        """Erase it, with its secrets; False if there was none."""

    async def claim_renewal(self, installation: Installation, until: datetime, now: datetime) -> bool:
        """Whether this process exchanges its token; False while another does, until a moment at the latest."""


class SeenDeliveries(Protocol):
    """Deliveries that were acted on, so that a repeated or replayed one is not acted on again."""

    def recent(self, now: datetime) -> tuple[tuple[str, datetime], ...]:
        """What was noted and is not forgotten yet, each with the moment it will be: read once, at start."""

    @property
    def shared(self) -> bool:
        """Whether other processes act on deliveries, too, so that each has to be claimed."""

    async def claim(self, key: str, until: datetime, now: datetime) -> bool:
        """Remember one, and say whether it is the first over all processes.

        Raises:
            StoreBusy: that cannot be told.
        """

    def note_soon(self, key: str, until: datetime, now: datetime) -> None:
        """Remember one before whatever is written next, at the latest half a second from now."""

    async def note(self, keys: Sequence[tuple[str, datetime]], now: datetime) -> None:
        """Remember keys, each until a moment; those whose moment has passed are dropped."""
