"""What is kept about a person or of a tenant, and how it is given back or erased."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol


class Privacy(Protocol):
    """Every record kind says what it keeps of whom; this asks all of them."""

    def about(self, tenant: str, person: str) -> Mapping[str, Sequence[Mapping[str, object]]]:
        """Every row that names a person in a tenant, by the name of its table."""

    async def forget(self, tenant: str, person: str) -> int:
        """Erase a person from a tenant: choices and drafts go, shared records lose the name and the free text.

        Returns how many rows were touched. Doing it twice is harmless.
        """

    def size(self, tenant: str) -> Mapping[str, int]:
        """How many rows a tenant has, by table."""

    async def purge(self, tenant: str) -> int:
        """Erase everything of a tenant, at once. Returns how many rows."""

    async def may_erase(self, now: datetime) -> bool:
        """Whether what is due by now may be erased: not for a day after the clock was last seen days earlier.

        A clock that is far ahead would make everything old. To be asked every few hours.
        """

    async def sweep(self, now: datetime) -> int:
        """Erase what is older than its tenant keeps, and tenants that left 30 days ago. Returns how many rows."""

    async def left(self, tenant: str, at: datetime) -> None:
        """A tenant removed the bot: it is erased 30 days later unless it comes back."""

    async def came_back(self, tenant: str) -> None:
        """A tenant that had left installed the bot again."""

    async def present(self, platform: str, tenants: Collection[str], at: datetime) -> None:
        """These servers or workspaces of a platform have the bot, and no others: those left, or came back, unheard."""
