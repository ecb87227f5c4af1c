"""Discover plug-ins by walking a package, so that adding one is adding a file.

A module whose name starts with an underscore is a helper, not a plug-in.
"""

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from types import ModuleType


@cache
def module_names(package: str) -> tuple[str, ...]:
    """List a package's plug-ins alphabetically, importing only the package itself.

    The folder is read once a process.
    """
    path = importlib.import_module(package).__path__
    return tuple(sorted(entry.name for entry in pkgutil.iter_modules(path) if not entry.name.startswith("_")))


@cache
def package_names(package: str) -> tuple[str, ...]:
    """List the packages in a package alphabetically, without importing them."""
    path = importlib.import_module(package).__path__
    return tuple(sorted(entry.name for entry in pkgutil.iter_modules(path) if entry.ispkg))


def load(package: str, name: str) -> ModuleType:
    """Import one plug-in by its public name, with spaces and hyphens as underscores.

    Raises:
        ModuleNotFoundError: the package has none of that name.
    """
    return importlib.import_module(f"{package}.{name.replace('-', '_').replace(' ', '_')}")


def discover(package: str) -> Iterator[ModuleType]:
    """Import every plug-in of a package, in alphabetical order."""
    for name in module_names(package):
        yield load(package, name)
