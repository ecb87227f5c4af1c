"""Public pages as data: one module a page, found by walking the packages here.

A page module has an ``ADDRESS`` with its parameters in braces, ``build`` that reads the ports and returns a `Page`
(None: there is no such page), and, where it has parameters, ``addresses`` that lists those of every page of its kind.
With ``prepare`` it does slow work ahead, whose results are kept, a part at each step of an iterator. The web server,
the static export, the JSON beside each page, the preview cards, the API and the MCP server draw these values and
nothing else.
"""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Protocol, cast

from bot.pages.page import Page, PageRequest
from bot.plugins import discover, package_names
from bot.ports import Ports


class PageModule(Protocol):
    """One kind of page."""

    ADDRESS: str

    def build(self, ports: Ports, request: PageRequest, **parameters: str) -> Page | None:
        """The page at the request's moment; None if there is no such page then."""


@cache
def every() -> Mapping[str, PageModule]:
    """The kinds of pages by the name of their module, which their template has, too."""
    modules = [module for package in package_names(__name__) for module in discover(f"{__name__}.{package}")]
    found = {module.__name__.rpartition(".")[2]: module for module in modules if hasattr(module, "ADDRESS")}
    return {name: cast("PageModule", found[name]) for name in sorted(found)}


def addresses(module: PageModule, ports: Ports, request: PageRequest) -> Iterator[Mapping[str, str]]:
    """The parameters of every page of a kind; one without parameters is a single page."""
    listed = getattr(module, "addresses", None)
    yield from listed(ports, request) if listed is not None else ({},)


def prepare(module: PageModule, ports: Ports, request: PageRequest, **parameters: str) -> Iterator[None]:
    """Do the slow work of a page ahead, a part at each step.

    Without its parameters: of every page of its kind.
    """
    ahead = getattr(module, "prepare", None)
    yield from ahead(ports, request, **parameters) if ahead is not None else ()


def parameters(module: PageModule) -> tuple[str, ...]:
    """The names of the parameters in a page's address."""
    return tuple(name for _, name, _, _ in string.Formatter().parse(module.ADDRESS) if name)
