"""Public leaderboards, one file a board, found by walking.

Only boards whose terms allow showing their numbers are read, each with the attribution it asks for. A board's number is
a measurement with its n, and never the word of the model's maker. Every module offers what a vendor's reader does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from bot.plugins import discover

if TYPE_CHECKING:
    from bot.sources.vendors import VendorPages


def every() -> dict[str, VendorPages]:
    """All boards by name."""
    return {module.NAME: cast("VendorPages", module) for module in discover(__name__)}
