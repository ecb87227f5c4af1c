"""Declarations of personal and tenant data.

``KEEPS``, next to each store's tables. Export, erasure and purge are derived from them (`storage.accounts.privacy`),
and a test compares them with the schema: an undeclared table that holds a tenant or a person fails the build.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

FORMER = "former member"  # replaces the name of a person who asked to be erased


@dataclass(frozen=True, slots=True)
class PersonalTable:
    """One table: the columns that name a person, and how a row is erased.

    With ``drop`` the row is deleted; otherwise the name becomes `FORMER` (if ``numbered``, with a number that keeps
    rows apart) and the columns of ``blank`` are overwritten. ``tenant`` is the column of the row's tenant; a table that
    reaches its tenant through another names that with ``through`` (a SQL condition with ``:tenant``). A ``derived``
    table is built from other rows: it is erased with them, and not counted.
    """

    table: str
    people: tuple[str, ...] = ()
    drop: bool = False
    blank: Mapping[str, object] = field(default_factory=dict)
    tenant: str = "tenant"
    through: str = ""
    derived: bool = False

    @property
    def whose(self) -> str:
        """The condition that a row is a tenant's."""
        return self.through or f"{self.tenant} = :tenant"
