"""OpenRouter's list of models: ids, prices, context, descriptions; without a key.

Always asked for whole: with ``limit`` or ``offset`` (default page 500) every id beyond the page would look gone, so an
answer that says it has more than it holds is taken as a part. Source: the OpenAPI document of 2026-08-22.
"""

from typing import Any, Final

import msgspec

from bot.domain.catalogs.listings import Listing, Snapshot
from bot.sources.catalogs import _rows
from bot.sources.protocol import Get, Reading, Upstream

NAME: Final = "openrouter"
LOSES: Final = "new names on OpenRouter are seen late, and their sightings with them"
LABEL: Final = "OpenRouter's model list"
PAGE: Final = "https://openrouter.ai/models"
API: Final = Upstream("openrouter", "https://openrouter.ai/api/v1", 0.2, "OpenRouter's model list")
UPSTREAMS: Final = (API,)


class _Models(msgspec.Struct):
    data: list[Any]
    total_count: Any = None
    next: Any = None
    links: Any = None


def read() -> Reading[Snapshot]:
    """Every entry of the list as it stands now."""
    answer = yield Get(API.name, "/models", limit=_rows.BYTES)
    models = answer.as_a(_Models)
    more = isinstance(models.total_count, int) and models.total_count > len(models.data)
    linked = isinstance(models.links, dict) and models.links.get("next")
    whole = not (more or models.next or linked)
    return _rows.snapshot_of(answer, NAME, models.data, _listing, whole=whole)


def _listing(row: Any) -> Listing:
    prices = row.get("pricing") or {}
    top = row.get("top_provider") or {}
    return Listing(
        id=_rows.name(row["id"]),
        name=_rows.words(row.get("name"), 200),
        provider=_rows.words(row.get("provider_name"), 80),
        context=_rows.count(row.get("context_length")),
        output=_rows.count(top.get("max_completion_tokens")),
        price_in=_rows.per_million(prices.get("prompt")),
        price_out=_rows.per_million(prices.get("completion")),
        created=_rows.made(row.get("created")),
        text=_rows.words(row.get("description")),
    )
