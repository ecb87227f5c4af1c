"""Outcomes of claims in the shape fact-checkers exchange: https://schema.org/ClaimReview."""

import json
from datetime import UTC, datetime

from storage.sqlite.engine import Database


def claim_reviews(database: Database, tenant: str = "") -> list[dict[str, object]]:
    """One review a claim whose outcome is known, of the public ledger and one tenant."""
    rows = database.read(
        """SELECT o.claim, c.text, o.outcome, o.so_at, o.learned_at, o.why,
                  (SELECT json_group_array(json_object('url', e.url, 'at', e.so_at))
                   FROM evidence_claims l JOIN evidence e ON e.id = l.evidence
                   WHERE l.claim = o.claim AND e.tenant IN ('', :tenant)) AS appearances
           FROM claim_outcomes o JOIN claims c ON c.id = o.claim
           WHERE o.tenant IN ('', :tenant) AND c.tenant IN ('', :tenant) ORDER BY o.claim, o.learned_at""",
        {"tenant": tenant},
    )
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
