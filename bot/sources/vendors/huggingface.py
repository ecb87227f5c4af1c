"""The newest Hugging Face repositories of labs that publish weights.

A quantisation or a base of a model is no release of its own. The day is that of the repository's making, which may be
before it was shown.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from bot.domain.catalogs.vendor_facts import FactKind, PageReading, Validators, VendorFact
from bot.domain.names.lab_table import lab_table
from bot.messages.errors import SourceError
from bot.sources.decode import Unreadable, moment
from bot.sources.protocol import Get, Reading, Upstream, unless_unchanged

NAME: Final = "huggingface"
LABEL: Final = "Hugging Face, new models by author"
API: Final = Upstream("huggingface", "https://huggingface.co", 0.5, "Hugging Face's list of models")
UPSTREAMS: Final = (API,)
NEWEST: Final = 20  # repositories of an author

_TWIN = re.compile(r"-(?:fp8|nvfp4|mxfp4|int4|int8|awq|gptq|gguf|mlx|bf16|base|onnx)\b", re.IGNORECASE)


def read(known: Validators) -> Reading[tuple[PageReading, ...]]:
    """The newest repositories of every author; an author that fails is told."""
    readings: list[PageReading] = []
    errors: list[SourceError] = []
    for author, vendor in lab_table().weights.items():
        query = {"author": author, "sort": "createdAt", "direction": "-1", "limit": str(NEWEST)}
        try:
            answer = yield from unless_unchanged(Get(API.name, "/api/models", query, known.headers(author)))
            rows = answer.as_a(list[dict[str, Any]]) if answer is not None else []
        except SourceError as error:
            errors.append(error)
            readings.append(PageReading(author, None, trouble=error.what))
            continue
        if answer is None:
            readings.append(PageReading(author))
            continue
        facts = [fact for row in rows if (fact := _fact(vendor, author, row)) is not None]
        readings.append(PageReading(author, tuple(facts), answer.headers.get("etag", "")[:200]))
    if errors and len(errors) == len(readings):
        raise errors[-1]
    return tuple(readings)


def _fact(vendor: str, author: str, row: Mapping[str, Any]) -> VendorFact | None:
    name = row.get("id")
    if not isinstance(name, str) or not name.startswith(f"{author}/") or row.get("private") or _TWIN.search(name):
        return None
    try:
        made: datetime | None = moment(row.get("createdAt"), "createdAt")
    except Unreadable:
        made = None
    url = f"{API.base}/{name}"
    day = made.date() if made else None
    return VendorFact(vendor, name.partition("/")[2], FactKind.RELEASED, url, day, surface="weights")
