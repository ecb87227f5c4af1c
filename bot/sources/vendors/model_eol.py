"""model-eol: shutdowns by publisher and cloud, kept in git (MIT).

It is somebody else's word on the vendors' pages. Its aliases are ids of their own: people call a model by them. A floor
("earliest") is marked and is no day.
"""

from typing import Any, Final

from bot.domain.catalogs.vendor_facts import FactCertainty, FactKind, PageReading, Validators, VendorFact
from bot.messages.errors import SourceChanged, SourceError
from bot.sources.protocol import Reading, Upstream
from bot.sources.vendors._formats.feeds import fetch_json
from bot.sources.vendors._formats.words import read_day

NAME: Final = "model_eol"
LABEL: Final = "model-eol"
PUBLISHERS: Final = ("openai", "anthropic", "google")
FEED: Final = Upstream(
    "model_eol",
    "https://raw.githubusercontent.com/thossullivan/model-eol/main",
    0.1,
    "Shutdowns collected by model-eol",
)
UPSTREAMS: Final = (FEED,)


def read(known: Validators) -> Reading[tuple[PageReading, ...]]:
    """Every publisher's feed; one that fails is told."""
    readings: list[PageReading] = []
    errors: list[SourceError] = []
    for publisher in PUBLISHERS:
        page = f"/feeds/{publisher}.json"
        try:
            found = yield from fetch_json(FEED, page, known)
            if found is None:
                readings.append(PageReading(page))
                continue
            body, reading = found
            rows = body.get("models")
            if not isinstance(rows, list):
                raise SourceChanged("model-eol answered in another shape", why="It has no list of models.")
        except SourceError as error:
            errors.append(error)
            readings.append(PageReading(page, None, trouble=error.what))
            continue
        facts = [fact for row in rows if isinstance(row, dict) for fact in _facts(publisher, row)]
        readings.append(reading(facts, 0))
    if errors and len(errors) == len(readings):
        raise errors[-1]
    return tuple(readings)


def _facts(vendor: str, row: dict[str, Any]) -> list[VendorFact]:
    end, url = read_day(str(row.get("shutdown") or "")), str(row.get("source") or "")
    if end is None or not url.startswith("https://"):
        return []
    floor = str(row.get("date_precision") or "") in ("earliest", "floor", "not-before")
    aliases = row.get("aliases") if isinstance(row.get("aliases"), list) else []
    names = [name for name in (row.get("id"), *(aliases or ())) if isinstance(name, str) and name]
    return [
        VendorFact(
            vendor,
            name,
            FactKind.RETIREMENT,
            url,
            end,
            FactCertainty.EARLIEST if floor else FactCertainty.DAY,
            "api",
            successor=str(row.get("replacement") or ""),
            announced=read_day(str(row.get("announced") or "")),
            via=LABEL,
        )
        for name in names
    ]
