"""Personal and tenant data: export, erasure and retention."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol


class Privacy(Protocol):
    """Privacy operations over all records; each kind declares what it stores."""

    def about(self, tenant: str, person: str) -> Mapping[str, Sequence[Mapping[str, object]]]:
        """Return every row that names a person in a tenant, by table."""

    async def forget(self, tenant: str, person: str) -> int:
        """Erase a person from a tenant; returns how many rows changed. Safe to repeat.

        Settings and drafts are deleted; shared records lose the name and the free text.
        """

    def size(self, tenant: str) -> Mapping[str, int]:
        """Return a tenant's row counts by table."""

    async def purge(self, tenant: str) -> int:
        """Erase everything of a tenant at once; returns how many rows."""

    async def may_erase(self, now: datetime) -> bool:
        """Whether due rows may be erased: not for a day after a clock jump.

        A clock that is far ahead would make everything old. To be asked every few hours.
        """

    async def sweep(self, now: datetime) -> int:
        """Delete expired rows and tenants that left 30 days ago; returns how many rows."""

    async def left(self, tenant: str, at: datetime) -> None:
        """Record that a tenant removed the bot.

        It is erased 30 days later unless it returns.
        """

    async def came_back(self, tenant: str) -> None:
        """Record that a tenant which had left installed the bot again."""

    async def present(self, platform: str, tenants: Collection[str], at: datetime) -> None:
        """Reconcile installed tenants of a platform with this complete list.

        Tenants whose removal or return was missed are recorded now.
        """
