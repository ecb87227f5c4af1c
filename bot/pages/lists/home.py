"""The front page: what is coming, what changed, what is argued about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.evidence.evidence import Claim, ClaimOutcome
from bot.messages.request import View
from bot.pages.blocks.claim_rows import ClaimRow, summary_row
from bot.pages.blocks.name_rows import NameRow, name_row
from bot.pages.blocks.public_changes import PublicChange, PublicPaths, no_changes_said, public_change
from bot.pages.lists.coming import ComingRow, coming
from bot.pages.page import Page, PageRequest, PreviewCard, stamp
from bot.ports import Ports
from bot.queries.changes.recent_changes import recent_changes
from bot.queries.claims.kept_grades import grade_summaries
from bot.queries.labels.label_identity import known_labels

ADDRESS = "/"
COMING, CHANGES, CLAIMS, NAMES = 6, 7, 9, 6
LATEST = 500  # claims looked through for those that are open
GRADED = 5 * CLAIMS  # of these, of which those with the most origins are shown
RECENT = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage(Page):
    """A few rows of each kind, the most telling first."""

    coming: tuple[ComingRow, ...]
    changes: tuple[PublicChange, ...]
    no_changes: str
    claims: tuple[ClaimRow, ...]
    names: tuple[NameRow, ...]
    totals: Mapping[str, int]


def build(ports: Ports, request: PageRequest) -> HomePage:
    """The front page at the moment."""
    view = request.view
    ahead = coming(ports, request)
    changes = recent_changes(ports, view, window=RECENT)
    seen = sorted(known_labels(ports, view), key=lambda one: (one.learned_at, one.label), reverse=True)
    first = next((row for row in ahead if row.odds is not None), None)
    lead = "The odds, sightings and evidence about AI models before they are out, each with its source and its age."
    card = PreviewCard(
        "Spudwatch",
        "What is coming, and what is it worth believing?",
        first.odds.figure.said if first is not None and first.odds is not None else "",
        f"{first.gap.about} out {first.odds.asks}" if first is not None and first.odds is not None else lead,
    )
    paths = PublicPaths(ports, view)
    return HomePage(
        path=ADDRESS,
        title="What is coming, and what is it worth believing?",
        lead=lead,
        as_of=stamp(request),
        card=card,
        changed_at=changes[0].at if changes else None,
        coming=ahead[:COMING],
        changes=tuple(public_change(one, paths) for one in changes[:CHANGES]),
        no_changes="" if changes else no_changes_said(ports, view.as_of, "the last thirty days"),
        claims=_argued(ports, view),
        names=tuple(name_row(one, request.as_of) for one in seen[:NAMES]),
        totals={"coming": len(ahead), "claims": ports.claims.count(view), "names": len(seen)},
    )


def _argued(ports: Ports, view: View) -> tuple[ClaimRow, ...]:
    """The latest open claims that have a source, the most origins first.

    One of each model and kind is listed.
    """
    latest = ports.claims.every(view, LATEST)
    claims = [one for one in latest if one.outcome_at(view.as_of) is ClaimOutcome.OPEN][:GRADED]
    graded = grade_summaries(ports, claims, view)
    claims.sort(key=lambda one: (-graded[one.id].origins, -graded[one.id].repeats, one.id))
    first: dict[tuple[str, str], Claim] = {}
    for one in claims:
        if graded[one.id].origins:
            first.setdefault((one.statement.subject, one.statement.type), one)
    return tuple(summary_row(one, ClaimOutcome.OPEN, graded[one.id]) for one in list(first.values())[:CLAIMS])
