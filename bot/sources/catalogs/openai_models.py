"""An OpenAI-style ``/v1/models`` list: what one account may use; needs a key.

The list is this account's view, not the world's: an id here is a trace, its absence means nothing to others.
``created`` may lie before a release.
"""

from typing import Any, Final

import msgspec

from bot.domain.catalogs.listings import Listing, Snapshot
from bot.sources.catalogs import _rows
from bot.sources.protocol import Get, Reading, Upstream

NAME: Final = "openai_models"
LOSES: Final = "new ids in OpenAI's API are seen late"
LABEL: Final = "OpenAI's model list (this account's view)"
PAGE: Final = "https://platform.openai.com/docs/models"
API: Final = Upstream("openai", "https://api.openai.com/v1", 0.1, "OpenAI's model list, or one like it", "openai_key")
UPSTREAMS: Final = (API,)


class _Models(msgspec.Struct):
    data: list[Any]
    has_more: Any = None


def read() -> Reading[Snapshot]:
    """Every model the key may use."""
    answer = yield Get(API.name, "/models", limit=_rows.BYTES)
    models = answer.as_a(_Models)
    return _rows.snapshot_of(answer, NAME, models.data, _listing, whole=not models.has_more)


def _listing(row: Any) -> Listing:
    return Listing(
        id=_rows.name(row["id"]),
        provider=_rows.words(row.get("owned_by"), 80),
        created=_rows.made(row.get("created")),
    )
