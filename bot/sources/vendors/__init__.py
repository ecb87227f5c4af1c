"""Vendors' own pages, one file a page or a set of one form, found by walking.

*First-party* in evidence means that one of these read it on the vendor's page. Only facts and addresses are kept of a
page, never its sentences. Modules that begin with an underscore belong to all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

from bot.plugins import discover

if TYPE_CHECKING:
    from bot.domain.catalogs.vendor_facts import PageReading, Validators
    from bot.sources.protocol import Reading, Upstream


class VendorPages(Protocol):
    """A vendor's page or pages of one form."""

    @property
    def NAME(self) -> str:  # noqa: N802 - a module's constant
        """Its name as storage knows it."""

    @property
    def LABEL(self) -> str:  # noqa: N802 - a module's constant
        """Its name as people know it."""

    @property
    def UPSTREAMS(self) -> tuple[Upstream, ...]:  # noqa: N802 - a module's constant
        """The hosts it reads."""

    @staticmethod
    def read(known: Validators) -> Reading[tuple[PageReading, ...]]:
        """Every page as it stands now, asked for only where it changed."""


def every() -> dict[str, VendorPages]:
    """All readers of vendors' pages, by name."""
    return {module.NAME: cast("VendorPages", module) for module in discover(__name__)}
