"""What a server or workspace, and a person in it, have chosen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.domain.retention import AUDIT_DAYS, PICTURE_DAYS
from bot.messages.request import Role


@dataclass(frozen=True, slots=True)
class TenantSettings:
    """A tenant's choices; the defaults are what a new tenant has.

    ``roles`` gives people roles beyond what their platform says; ``public_channels`` are places whose look-ups are
    public; ``off`` names what an admin switched off (``odds``, ``venue links``, ``quiet``, ``real money``);
    ``sightings_shared`` lets other tenants count the reports made here
    (`bot.domain.sightings.shared_counts.SharedCounts`).
    """

    zone: str = "UTC"
    roles: Mapping[str, Role] = field(default_factory=dict)
    desk_role: str = ""
    public_channels: frozenset[str] = frozenset()
    off: frozenset[str] = frozenset()
    names_shown: bool = True
    sightings_shared: bool = False
    min_account_days: int = 3
    picture_days: int = PICTURE_DAYS
    audit_days: int = AUDIT_DAYS


@dataclass(frozen=True, slots=True)
class SettingsChange:
    """One change of a setting: the key, what it was, what it became, by whom, when."""

    key: str
    before: object
    after: object
    by: str
    at: datetime


class Tenants(Protocol):
    """Settings of tenants and people."""

    def settings(self, tenant: str) -> TenantSettings:
        """What a tenant has chosen."""

    async def choose(self, tenant: str, key: str, value: object, by: str, at: datetime) -> SettingsChange:
        """Set one field of `TenantSettings`; returns what it was and became.

        Raises:
            ValueError: there is no such setting.
        """

    def changes(self, tenant: str, since: datetime) -> tuple[SettingsChange, ...]:
        """What was changed since a moment, oldest first."""

    def broken(self, tenant: str) -> datetime | None:
        """When the first change was made that was altered afterwards; None if the trail is whole."""

    def personal(self, tenant: str, person: str) -> Mapping[str, str]:
        """What a person has chosen (``zone``, ``tell``, ``caught_up``), by key."""

    async def choose_for_me(self, tenant: str, person: str, key: str, value: str, at: datetime) -> None:
        """Set one personal choice; an empty value forgets it."""

    async def keep_line(self, line: str, at: datetime) -> str:
        """Keep an order too long for a button; returns the short key that stands for it."""

    def line(self, key: str) -> str | None:
        """The order a key stands for."""
