"""A decided claim as schema.org's ClaimReview, for search engines.

See https://schema.org/ClaimReview.
"""

from __future__ import annotations

from typing import Any

from bot.pages.entities.claim import ClaimPage

WORDS = {5: "True", 3: "Mixed", 1: "False"}


def claim_review(page: ClaimPage, address: str) -> dict[str, Any]:
    """The review of a decided claim; the rating is the outcome, never the grade."""
    made: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": f"{address}{page.path}",
        "claimReviewed": page.text,
        "author": {"@type": "Organization", "name": "Spudwatch", **({"url": address} if address else {})},
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": page.rating,
            "bestRating": 5,
            "worstRating": 1,
            "alternateName": WORDS.get(page.rating or 0, "Undecided"),
        },
        "itemReviewed": {"@type": "Claim"},
    }
    if page.resolved_at is not None:
        made["datePublished"] = page.resolved_at.date().isoformat()
    if page.made_at is not None:
        made["itemReviewed"]["datePublished"] = page.made_at.date().isoformat()
    if page.made_source:
        made["itemReviewed"]["appearance"] = {"@type": "CreativeWork", "url": page.made_source}
    return made
