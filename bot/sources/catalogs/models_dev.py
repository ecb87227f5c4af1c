"""models.dev: a catalogue of providers and their models (public, MIT), in git.

Entries are provisional for three days: GPT-5.5 was first listed with an output limit that was corrected. Prices are
already dollars per million tokens. The id is ``provider/model``, so that one model at two providers is two entries.
"""

from collections.abc import Iterator
from typing import Any, Final

from bot.domain.catalogs.listings import Listing, Snapshot
from bot.messages.errors import SourceChanged
from bot.sources.catalogs import _rows
from bot.sources.protocol import Get, Reading, Upstream

NAME: Final = "models_dev"
LOSES: Final = "prices and limits of new models are seen late"
LABEL: Final = "models.dev"
PAGE: Final = "https://models.dev"
API: Final = Upstream("models_dev", "https://models.dev", 0.1, "models.dev's list of models")
UPSTREAMS: Final = (API,)
BY_SELLER: Final = True  # the namespace of an id is who sells the model


def read() -> Reading[Snapshot]:
    """Every model of every provider as the catalogue stands now."""
    answer = yield Get(API.name, "/api.json", limit=_rows.BYTES)
    providers = answer.as_a(dict[str, Any])
    if providers and not any(isinstance(p, dict) and isinstance(p.get("models"), dict) for p in providers.values()):
        raise SourceChanged("models.dev answered in another shape", why="No provider has models.")
    return _rows.snapshot_of(answer, NAME, _models(providers), _listing, whole=True)


def _models(providers: dict[str, Any]) -> Iterator[tuple[str, str, Any]]:
    for provider, entry in providers.items():
        models = entry.get("models") if isinstance(entry, dict) else None
        for model, row in (models if isinstance(models, dict) else {}).items():
            yield provider, model, row


def _listing(found: tuple[str, str, Any]) -> Listing:
    provider, model, row = found
    cost, limit = row.get("cost") or {}, row.get("limit") or {}
    return Listing(
        id=_rows.name(f"{provider}/{model}"),
        name=_rows.words(row.get("name"), 200),
        provider=provider[:80],
        context=_rows.count(limit.get("context")),
        output=_rows.count(limit.get("output")),
        price_in=_rows.dollars(cost.get("input")),
        price_out=_rows.dollars(cost.get("output")),
        created=_rows.made(row.get("release_date")),
    )
