"""The types of claim, one file each, found by walking this folder."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.domain.claims.claim_types.base import ClaimType


@cache
def claim_types() -> Mapping[str, ClaimType]:
    """Every type by its name, in the order of their names."""
    names = sorted(module.name for module in iter_modules(__path__) if module.name != "base")
    made = [import_module(f"{__name__}.{name}").TYPE for name in names]
    return {kind.name: kind for kind in made}
