"""deprecations.info: shutdowns of many providers, scraped daily (MIT).

It is somebody else's word.
"""

from typing import Any, Final

from bot.domain.catalogs.vendor_facts import FactKind, PageReading, Validators, VendorFact
from bot.messages.errors import SourceChanged
from bot.sources.protocol import Reading, Upstream
from bot.sources.vendors._formats.feeds import fetch_json, vendor_of
from bot.sources.vendors._formats.words import read_day

NAME: Final = "deprecations_info"
LABEL: Final = "deprecations.info"
PAGE: Final = "/feed.json"
FEED: Final = Upstream(
    "deprecations_info", "https://deprecations.info", 0.1, "Shutdowns collected by deprecations.info"
)
UPSTREAMS: Final = (FEED,)


def read(known: Validators) -> Reading[tuple[PageReading, ...]]:
    """The feed as it stands now."""
    found = yield from fetch_json(FEED, PAGE, known)
    if found is None:
        return (PageReading(PAGE),)
    body, reading = found
    items = body.get("items")
    if not isinstance(items, list):
        raise SourceChanged("deprecations.info answered in another shape", why="It has no list of items.")
    facts = [fact for item in items if isinstance(item, dict) and (fact := _fact(item)) is not None]
    return (reading(facts, len(items) - len(facts)),)


def _fact(item: dict[str, Any]) -> VendorFact | None:
    told = item.get("_deprecation")
    if not isinstance(told, dict):
        return None
    vendor, model = vendor_of(str(told.get("provider") or "")), str(told.get("model_id") or "")
    end = read_day(str(told.get("shutdown_date") or ""))
    url = str(item.get("url") or "")
    if not vendor or not model or end is None or not url.startswith("https://"):
        return None
    notice = read_day(str(told.get("announcement_date") or ""))
    successor = str(told.get("replacement_model") or "")
    return VendorFact(
        vendor, model, FactKind.RETIREMENT, url, end, surface="api", successor=successor, announced=notice, via=LABEL
    )
