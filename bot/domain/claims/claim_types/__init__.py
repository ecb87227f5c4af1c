"""The types of claim, one file each, found by walking this folder."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from bot.plugins import discover

if TYPE_CHECKING:
    from bot.domain.claims.claim_types.base import ClaimType


@cache
def claim_types() -> Mapping[str, ClaimType]:
    """Every type by its name, in the order of their names."""
    made = [module.TYPE for module in discover(__name__) if hasattr(module, "TYPE")]
    return {kind.name: kind for kind in made}
