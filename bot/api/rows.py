"""The rows of the API's lists that no page has as such, and the filters on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.dispatch.date_arguments import parse_moment
from bot.domain.evidence.evidence import Claim, ClaimOutcome
from bot.domain.evidence.grade_rules import NO_EVIDENCE, Grade
from bot.domain.names.vendors import vendor_name
from bot.domain.sightings.labels import fold
from bot.domain.text import shorten
from bot.messages.errors import BadArgument, NotFound
from bot.messages.reply import Source
from bot.pages.blocks.claim_rows import ClaimRow, claim_row
from bot.pages.blocks.public_changes import PublicChange, PublicPaths, public_change
from bot.pages.page import PageRequest, market_path, subject_path
from bot.ports import Ports
from bot.queries.changes.recent_changes import recent_changes
from bot.queries.names import slug_of
from bot.queries.records.claim_record import record_of, records_about

MOST = 10_000
NEWEST = 1_000  # claims in the list


@dataclass(frozen=True, slots=True)
class SubjectRow:
    """A subject in a list."""

    slug: str
    path: str
    name: str
    vendor: str
    state: str
    released_at: datetime | None
    known_up_to: datetime | None


@dataclass(frozen=True, slots=True)
class MarketRow:
    """A market in a list. ``question`` is the venue's text."""

    id: str
    path: str
    venue: str
    question: str
    url: str
    subject: str
    closes_at: datetime | None
    source: Source


def slug_meant(ports: Ports, request: PageRequest, text: str) -> str:
    """The slug of the subject that a slug or name means.

    Raises:
        NotFound: the ledger knows no such subject by then.
    """
    slug = text if ports.ledger.subject(text, request.view) is not None else slug_of(ports, request.view, text)
    if not slug or ports.ledger.subject(slug, request.view) is None:
        raise NotFound(f"No subject is named “{shorten(text, 60)}”.", todo="Look it up: /api/v1/subjects?q=…")
    return slug


def subjects(ports: Ports, request: PageRequest, parameters: Mapping[str, str]) -> tuple[SubjectRow, ...]:
    """The subjects of some state, lab or name, by slug."""
    state, lab, words = (parameters.get(name, "") for name in ("state", "lab", "q"))
    found = [
        one
        for one in ports.ledger.suggest("", request.view, MOST)
        if "/" in one.slug
        and (not state or one.state.value == state)
        and (not lab or one.slug.startswith(f"{lab}/"))
        and fold(words) in fold(f"{one.name} {one.slug}")
    ]
    return tuple(
        SubjectRow(
            one.slug,
            subject_path(one.slug),
            one.name,
            vendor_name(one.vendor),
            one.state.value,
            one.released(),
            max((row.learned_at for row in one.states), default=one.learned_at),
        )
        for one in sorted(found, key=lambda one: one.slug)
    )


def claims(ports: Ports, request: PageRequest, parameters: Mapping[str, str]) -> tuple[Claim, ...]:
    """The public claims, all or about one subject, of some grade or outcome.

    `graded_row` makes one a row.

    Raises:
        BadArgument: there is no such grade or outcome.
    """
    found: Sequence[Claim]
    if about := parameters.get("about", ""):
        records = records_about(ports, (slug_meant(ports, request, about),), request.view)
        found = [record.claim for record in records if not record.claim.tenant]
    else:
        found = ports.claims.every(request.view, NEWEST)
    grade, outcome = (parameters.get(name, "").casefold() for name in ("grade", "outcome"))
    for said, words in ((grade, (*Grade, NO_EVIDENCE)), (outcome, ClaimOutcome)):
        if said and said not in (known := [str(word).casefold() for word in words]):
            raise BadArgument(f"There is no “{shorten(said, 40)}”.", todo=f"One of: {', '.join(known)}.")
    return tuple(
        one
        for one in found
        if (not outcome or one.outcome_at(request.as_of).value.casefold() == outcome)
        and (not grade or graded_row(ports, request, one).grade.casefold() == grade)
    )


def graded_row(ports: Ports, request: PageRequest, claim: Claim) -> ClaimRow:
    """A claim as a row, graded."""
    return claim_row(record_of(ports, claim, request.view))


def markets(ports: Ports, request: PageRequest, _parameters: Mapping[str, str]) -> tuple[MarketRow, ...]:
    """Every market that a subject claims, by id."""
    found = ports.markets.search("", request.view, open_only=False, limit=MOST)
    return tuple(
        MarketRow(
            one.id,
            market_path(one.id),
            one.venue_name,
            one.title,
            one.url,
            one.subject,
            one.closes_at,
            Source(f"{one.venue_name}: {shorten(one.title)}", one.url, one.first_seen),
        )
        for one in sorted(found, key=lambda one: one.id)
        if one.subject
    )


def changes(ports: Ports, request: PageRequest, parameters: Mapping[str, str]) -> tuple[PublicChange, ...]:
    """The changes of sixty days, all or about one subject, the latest first."""
    about, typed = parameters.get("about", ""), parameters.get("since", "")
    slugs = (slug_meant(ports, request, about),) if about else ()
    since = parse_moment(typed, request.as_of, "UTC") if typed else None
    paths = PublicPaths(ports, request.view)
    found = sorted(recent_changes(ports, request.view, slugs), key=lambda one: (one.at, one.id), reverse=True)
    return tuple(public_change(one, paths) for one in found if since is None or one.at > since)
