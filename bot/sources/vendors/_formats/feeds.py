"""Feeds of shutdowns that others collect: JSON, read only where it changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from bot.domain.catalogs.vendor_facts import PageReading, Validators, VendorFact
from bot.sources.protocol import Get, Reading, Upstream, unless_unchanged

BYTES = 8 * 1024 * 1024
_CLOUDS = frozenset({"azure", "bedrock", "aws", "vertex", "amazon"})  # who sells others' models names no vendor


def fetch_json(
    upstream: Upstream, path: str, known: Validators
) -> Reading[tuple[dict[str, Any], Callable[[Sequence[VendorFact], int], PageReading]] | None]:
    """The object and what makes a reading of it; None where it is unchanged."""
    answer = yield from unless_unchanged(Get(upstream.name, path, headers=known.headers(path), limit=BYTES))
    if answer is None:
        return None
    body = answer.as_a(dict[str, Any])
    etag, modified = answer.headers.get("etag", "")[:200], answer.headers.get("last-modified", "")[:100]

    def reading(facts: Sequence[VendorFact], skipped: int) -> PageReading:
        return PageReading(path, tuple(dict.fromkeys(facts)), etag, modified, skipped)

    return body, reading


def vendor_of(provider: str) -> str:
    """The lab that a feed's provider is; '' for a cloud that sells many labs' models."""
    name = provider.casefold().split("/")[0].strip()
    return "" if not name or any(cloud in name for cloud in _CLOUDS) else "".join(name.split())
