"""Outcomes of claims as ClaimReview: https://schema.org/ClaimReview."""

import json
from datetime import UTC, datetime

from storage.engines import Database
from storage.rows import queries

_SQL = queries("reviews")


def claim_reviews(database: Database, tenant: str = "") -> list[dict[str, object]]:
    """Return one review per resolved claim of the public ledger and one tenant."""
    rows = database.read(_SQL["outcomes"], {"tenant": tenant})
    latest = {row["claim"]: row for row in rows}
    return [
        {
            "@context": "https://schema.org",
            "@type": "ClaimReview",
            "identifier": row["claim"],
            "claimReviewed": row["text"],
            "datePublished": _day(row["learned_at"]),
            "reviewRating": {"@type": "Rating", "alternateName": row["outcome"]},
            "reviewBody": row["why"],
            "itemReviewed": {
                "@type": "Claim",
                "firstAppearance": _first(row["appearances"]),
                "appearance": _pages(row["appearances"]),
            },
        }
        for row in latest.values()
    ]


def _pages(appearances: str) -> list[dict[str, str]]:
    found = sorted(json.loads(appearances), key=lambda page: (page["at"], page["url"]))
    return [{"@type": "CreativeWork", "url": page["url"], "datePublished": _day(page["at"])} for page in found]


def _first(appearances: str) -> dict[str, str] | None:
    return next(iter(_pages(appearances)), None)


def _day(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()
