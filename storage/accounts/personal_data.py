"""What a record kind keeps of people and tenants: each store says so beside its tables, in ``KEEPS``.

Giving back, forgetting and purging are made from these lines (`storage.accounts.privacy`), and a test compares them
with the schema: a table with a tenant or a person in it that nobody declared fails the build.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

FORMER = "former member"  # what stands in place of a person who asked to be forgotten


@dataclass(frozen=True, slots=True)
class PersonalTable:
    """One table: the columns that name a person, and what becomes of a row when that person is forgotten.

    With ``drop`` the row is deleted; otherwise the name becomes `FORMER` (where ``numbered``, with a number that keeps
    rows apart) and the columns of ``blank`` are overwritten. ``tenant`` is the column that says whose row it is; a
    table that reaches its tenant through another names that with ``through`` (a SQL condition with ``:tenant``). A
    ``derived`` one is made of the rows of others: it is erased with them, and not counted.
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
