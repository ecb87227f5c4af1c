"""Installations with their credentials, and deliveries already handled.

They are of platforms that issue one token per workspace. Storage encrypts the secrets if the operator set a key.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Installation:
    """One workspace that installed the bot; ``repr`` never shows its secrets.

    ``expires_at`` is when the token expires, if it does; ``refresh`` is exchanged for a new one. ``scopes`` were
    granted, ``installed_by`` is the person who installed it (an admin from the start).
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
    """Tokens by workspace; replacing one is a single committed write."""

    def find(self, team: str) -> Installation | None:
        """Return the installation of a workspace.

        Raises:
            OurFault: it is encrypted with a key that was not supplied.
        """

    def teams(self) -> tuple[str, ...]:
        """Return every workspace with an installation."""

    async def keep(self, installation: Installation, at: datetime) -> None:
        """Store or replace the installation of its workspace."""

    async def forget(self, team: str) -> bool:
        """Erase it, with its secrets; False if there was none."""

    async def claim_renewal(self, installation: Installation, until: datetime, now: datetime) -> bool:
        """Claim the exchange of an expiring token.

        It is False while another process holds the claim. A claim lapses at ``until``.
        """


class SeenDeliveries(Protocol):
    """Deliveries already acted on, so that repeated or replayed ones are ignored."""

    def recent(self, now: datetime) -> tuple[tuple[str, datetime], ...]:
        """Return the keys still remembered, each with its expiry; read once, at start."""

    @property
    def shared(self) -> bool:
        """Whether other processes handle deliveries too, so that each must be claimed."""

    async def claim(self, key: str, until: datetime, now: datetime) -> bool:
        """Claim a delivery; True if no process claimed it before.

        Raises:
            StoreBusy: storage did not answer.
        """

    def note_soon(self, key: str, until: datetime, now: datetime) -> None:
        """Record a delivery before the next write, within half a second."""

    async def note(self, keys: Sequence[tuple[str, datetime]], now: datetime) -> None:
        """Record keys with their expiry, and drop expired ones."""
