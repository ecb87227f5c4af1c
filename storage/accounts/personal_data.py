"""Declarations of personal and tenant data.

``KEEPS``, next to each store's tables, is the one list of what names a person and of the words they wrote. Export,
erasure and purge are derived from it (`storage.accounts.privacy`, `storage.accounts.erasure`), and tests compare it
with the schema: an undeclared table that holds a tenant or a person fails the build.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.messages.addresses import FORMER

__all__ = ["FORMER", "GONE", "GONE_PAGE", "PersonalTable"]
GONE = "[deleted]"  # replaces a text that its author erased
GONE_PAGE = "https://deleted.invalid/"  # and an address


@dataclass(frozen=True, slots=True)
class PersonalTable:
    """One table: columns with names and words of a person, and its erasure.

    With ``drop`` the row is deleted; otherwise the name becomes `FORMER`, and the ``words`` of the column that named
    the person are overwritten. Rows with the same value of ``together`` still count as one person's afterwards, under a
    mark that no other row carries. What repeats a text of somebody is found in every text column of a tenant's rows,
    except in tables that only list ``things``. ``tenant`` is the column of the row's tenant;
    a table that reaches its tenant through another names that with ``through`` (a SQL condition with ``:tenant``). A
    ``derived`` table is built from other rows: it is erased with them, and not counted.
    """

    table: str
    people: tuple[str, ...] = ()
    drop: bool = False
    words: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    together: str = ""
    things: bool = False
    tenant: str = "tenant"
    through: str = ""
    derived: bool = False

    @property
    def whose(self) -> str:
        """The condition that a row is a tenant's."""
        return self.through or f"{self.tenant} = :tenant"

    @property
    def written(self) -> frozenset[str]:
        """Every column that holds words of a person."""
        return frozenset(column for columns in self.words.values() for column in columns)
