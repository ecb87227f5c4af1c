"""API version 1 as documents: a resource's data in an envelope; the OpenAPI file.

The envelope holds the sources and links.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from importlib.metadata import version
from typing import Any
from urllib.parse import urlencode

from adapters.web.site import DAY, FRESH, JSON, Document, Site
from bot.api.openapi import openapi
from bot.api.resources import BASE, RESOURCES, Resource, answer
from bot.api.schema import LEFT_OUT
from bot.messages.reply import Source
from bot.messages.reply_json import jsonable
from bot.pages.page import Page, PageRequest, stamp

DESCRIPTION = f"{BASE}/openapi.json"


def is_api(path: str) -> bool:
    """Whether an address belongs to the API."""
    return path == BASE or path.startswith(f"{BASE}/")


def document(site: Site, path: str, request: PageRequest, query: Mapping[str, str]) -> Document | None:
    """What stands at an address of the API; None if nothing does.

    Raises:
        UserError: a parameter cannot be read, or names what there is not.
    """
    if path == DESCRIPTION:
        return Document(written(openapi(site.address, version("spudwatch"))), JSON, DAY)
    for resource, pattern in _patterns():
        if (match := pattern.fullmatch(path.removeprefix(BASE))) is not None:
            return _resource(site, resource, path, request, {**query, **match.groupdict()}, query)
    return None


def _resource(
    site: Site,
    resource: Resource,
    path: str,
    request: PageRequest,
    parameters: Mapping[str, str],
    query: Mapping[str, str],
) -> Document | None:
    found = answer(resource, site.ports, request, parameters)
    if found is None:
        return None
    moment = {} if request.latest else {"as_of": jsonable(request.as_of)}
    own = {**query, **moment}
    links = {"self": site.url(path) + _query(own), "html": site.url(found.page)}
    if found.following:
        links["next"] = site.url(path) + _query({**own, "cursor": found.following})
    body = written(envelope(found.data, found.sources, stamp(request), links))
    return Document(body, JSON, FRESH if request.latest else DAY)


def envelope(
    data: object, sources: Sequence[Source], as_of: datetime | None, links: Mapping[str, str]
) -> dict[str, Any]:
    """The shape of every answer."""
    made = jsonable(data)
    if isinstance(data, Page):
        made = {name: value for name, value in made.items() if name not in LEFT_OUT}
    return {"as_of": jsonable(as_of), "version": 1, "data": made, "sources": jsonable(sources), "links": dict(links)}


def written(made: object) -> bytes:
    """JSON as it goes out."""
    return json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _query(parameters: Mapping[str, str]) -> str:
    return f"?{urlencode(sorted(parameters.items()))}" if parameters else ""


@cache
def _patterns() -> tuple[tuple[Resource, re.Pattern[str]], ...]:
    return tuple((one, re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]{1,120})", one.path))) for one in RESOURCES)
