"""LiteLLM's file of prices and context windows (public, MIT), kept in git."""

from typing import Any, Final

from bot.domain.catalogs.listings import Listing, Snapshot
from bot.sources.catalogs import _rows
from bot.sources.protocol import Get, Reading, Upstream

NAME: Final = "litellm"
LOSES: Final = "prices of new models are seen late"
LABEL: Final = "LiteLLM's price file"
PAGE: Final = "https://github.com/BerriAI/litellm/blob/main/model_prices_and_context_window.json"
API: Final = Upstream("litellm", "https://raw.githubusercontent.com/BerriAI/litellm/main", 0.1, "LiteLLM's price file")
UPSTREAMS: Final = (API,)

EXAMPLE: Final = "sample_spec"  # the file documents itself with an entry of that name


def read() -> Reading[Snapshot]:
    """Every entry of the file as it stands now."""
    answer = yield Get(API.name, "/model_prices_and_context_window.json", limit=_rows.BYTES)
    entries = answer.as_a(dict[str, Any])
    rows = ((key, row) for key, row in entries.items() if key != EXAMPLE)
    return _rows.snapshot_of(answer, NAME, rows, _listing, whole=True)


def _listing(found: tuple[str, Any]) -> Listing:
    key, row = found
    return Listing(
        id=_rows.name(key),
        provider=_rows.words(row.get("litellm_provider"), 80),
        context=_rows.count(row.get("max_input_tokens")),
        output=_rows.count(row.get("max_output_tokens")),
        price_in=_rows.per_million(row.get("input_cost_per_token")),
        price_out=_rows.per_million(row.get("output_cost_per_token")),
    )
