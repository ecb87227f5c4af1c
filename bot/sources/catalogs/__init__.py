"""Public model lists, one file a list, found by walking this folder.

A catalog is a module with the names of `Catalog`. A module without ``read`` (a paste) is not polled; modules that begin
with an underscore belong to all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

from bot.plugins import discover

if TYPE_CHECKING:
    from bot.domain.catalogs.listings import Snapshot
    from bot.sources.protocol import Reading, Upstream


class Catalog(Protocol):
    """A list that can be read as a whole."""

    @property
    def NAME(self) -> str:  # noqa: N802 - a module's constant
        """Its name as storage knows it."""

    @property
    def LABEL(self) -> str:  # noqa: N802 - a module's constant
        """Its name as people know it."""

    @property
    def PAGE(self) -> str:  # noqa: N802 - a module's constant
        """The page to look at for oneself."""

    @property
    def UPSTREAMS(self) -> tuple[Upstream, ...]:  # noqa: N802 - a module's constant
        """The hosts it reads."""

    @staticmethod
    def read() -> Reading[Snapshot]:
        """The whole list as it stands now."""


def every() -> dict[str, Catalog]:
    """All lists that are polled, by name."""
    return {module.NAME: cast("Catalog", module) for module in discover(__name__) if hasattr(module, "read")}
