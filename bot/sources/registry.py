"""Every source there is: the plug-ins of each folder beside this file, and the hosts they read."""

import pkgutil

import bot.sources
from bot.plugins import discover
from bot.sources.protocol import Upstream


def upstreams() -> dict[str, Upstream]:
    """Every host that some source reads, by name."""
    kinds = sorted(entry.name for entry in pkgutil.iter_modules(bot.sources.__path__) if entry.ispkg)
    modules = (module for kind in kinds for module in discover(f"bot.sources.{kind}"))
    return {upstream.name: upstream for module in modules for upstream in getattr(module, "UPSTREAMS", ())}
