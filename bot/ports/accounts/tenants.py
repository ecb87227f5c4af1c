"""Settings of tenants and of people in them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.domain.retention import AUDIT_DAYS, PICTURE_DAYS
from bot.messages.request import Role

LAST_CHANGES = "undo"  # the personal setting that holds what takes a person's last changes back


@dataclass(frozen=True, slots=True)
class TenantSettings:
    """A tenant's settings; the defaults apply to a new tenant.

    ``roles`` grants roles beyond the platform's own; ``public_channels`` are places where look-ups are public; ``off``
    names the parts that an admin switched off (`bot.domain.parts.PARTS`); ``sightings_shared`` lets other tenants count
    reports made here (`bot.domain.sightings.shared_counts.SharedCounts`), and ``sightings_published`` puts the same
    counts on the public pages.
    """

    zone: str = "UTC"
    roles: Mapping[str, Role] = field(default_factory=dict)
    desk_role: str = ""
    public_channels: frozenset[str] = frozenset()
    off: frozenset[str] = frozenset()
    names_shown: bool = True
    sightings_shared: bool = False
    sightings_published: bool = False
    min_account_days: int = 3
    picture_days: int = PICTURE_DAYS
    audit_days: int = AUDIT_DAYS


@dataclass(frozen=True, slots=True)
class SettingsChange:
    """One change of a setting: key, old and new value, author and time."""

    key: str
    before: object
    after: object
    by: str
    at: datetime


class Tenants(Protocol):
    """Settings of tenants and people."""

    def settings(self, tenant: str, version: int | None = None) -> TenantSettings:
        """Return a tenant's settings.

        ``version`` is storage's, where the caller has just read it.
        """

    async def choose(self, tenant: str, key: str, value: object, by: str, at: datetime) -> SettingsChange:
        """Set one field of `TenantSettings`; returns the change.

        Raises:
            ValueError: there is no such setting.
        """

    async def include(self, tenant: str, key: str, entry: str, by: str, at: datetime, *, present: bool) -> None:
        """Add an entry to a set, or remove it, whatever others change in it meanwhile."""

    async def give(self, tenant: str, person: str, role: Role | None, by: str, at: datetime) -> None:
        """Give one person a role, or none, whatever others hold."""

    def changes(self, tenant: str, since: datetime) -> tuple[SettingsChange, ...]:
        """Return the changes since a moment, oldest first."""

    def broken(self, tenant: str) -> datetime | None:
        """Return when the first tampered change was made; None if the trail is intact."""

    def personal(self, tenant: str, person: str) -> Mapping[str, str]:
        """Return a person's own settings by key.

        They are ``zone``, ``tell``, ``caught_up`` and ``undo``.
        """

    def who_chose(self, key: str, value: str, people: Collection[str]) -> frozenset[tuple[str, str]]:
        """Return the tenants and persons, of some people, who chose a value."""

    def zone(self, tenant: str, person: str, version: int | None = None) -> str:
        """Return the time zone a person chose, or nothing.

        ``version`` is storage's, where the caller has just read it.
        """

    async def choose_for_me(self, tenant: str, person: str, key: str, value: str, at: datetime) -> None:
        """Set one personal setting; an empty value deletes it."""

    async def forget_choices(self, key: str, before: datetime) -> int:
        """Delete everybody's setting of a key made before a moment; return how many."""

    async def keep_line(self, line: str, at: datetime) -> str:
        """Store a command line too long for a button; returns a short key for it."""

    def line(self, key: str) -> str | None:
        """Return the command line stored under a key."""
