"""All sources: the plug-ins of each folder beside this file, and their hosts."""

from collections.abc import Iterator, Mapping
from functools import cache
from types import ModuleType

from bot.plugins import discover, package_names
from bot.sources import venues
from bot.sources.protocol import Upstream


def upstreams() -> dict[str, Upstream]:
    """Every host that some source reads, by name."""
    return {upstream.name: upstream for module in _modules() for upstream in getattr(module, "UPSTREAMS", ())}


@cache
def losses() -> Mapping[str, str]:
    """What a reader loses while a source is away, by the source's name.

    A source says so in a constant ``LOSES``; of a venue it is its odds, unless it says something else.
    """
    said = {name: f"odds from {name.capitalize()} keep their last price and its age" for name in venues.every()}
    return said | {module.NAME: module.LOSES for module in _modules() if hasattr(module, "LOSES")}


def _modules() -> Iterator[ModuleType]:
    """Every source, imported."""
    for kind in package_names("bot.sources"):
        yield from discover(f"bot.sources.{kind}")
