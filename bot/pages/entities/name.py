"""The page of a name that was seen in a picker, an arena or a list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.domain.sightings.base_rates import BaseRate, Checkpoint
from bot.domain.sightings.surfaces import would_settle
from bot.domain.text import host_of
from bot.messages.reply import Source
from bot.messages.request import View
from bot.pages.page import (
    Page,
    PageLink,
    PageRequest,
    PreviewCard,
    label_path,
    slugged,
    stamp,
    subject_path,
    unique,
)
from bot.ports import Ports
from bot.queries.records.label_record import AttributionRecord, PublicLabel, likeliest, public_label
from bot.queries.records.published_sightings import published_sightings
from bot.reads.shared_reads import shared

ADDRESS = "/n/{label}"
BEGINNING = datetime.min.replace(tzinfo=UTC)
UNLISTED = Checkpoint("", "", "other", "", BEGINNING, BEGINNING)  # what the field guide tells of a name it has not


@dataclass(frozen=True, slots=True)
class AttributionRow:
    """Somebody's word on what the name is, by which method, with that method's record."""

    subject: str
    path: str
    grade: str
    method: str
    record: str
    by: str
    at: datetime
    why: str
    source: Source | None


@dataclass(frozen=True, slots=True)
class SightingRow:
    """Something that happened to the name: seen, listed, identified."""

    at: datetime
    grade: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamePage(Page):
    """Everything public about one name that was seen."""

    label: str
    surface: str
    grade: str
    reason: str
    first_seen: str
    vendor: str
    fate: str
    identified_as: str
    identified_path: str
    how_known: str
    released: str
    days_to_release: int | None
    said_to_be: str
    said_grade: str
    note: str
    base_rate: str
    vendor_rate: str
    would_settle: str
    published: str
    published_grade: str
    attributions: tuple[AttributionRow, ...]
    timeline: tuple[SightingRow, ...]
    listed: tuple[SightingRow, ...]


def build(ports: Ports, request: PageRequest, *, label: str) -> NamePage | None:
    """The page of ``crest-pro-alpha``; None if the name could not be known by then."""
    found = _label(ports, request.view, slugged(label))
    known = public_label(ports, found or label, request.view)
    if known is None:
        return None
    one = known.checkpoint or UNLISTED
    identified, grade = one.identified_as, known.state.grade.value
    lead = _lead(known)
    published, published_grade = _published(ports, known.label, request)
    return NamePage(
        path=label_path(known.label),
        title=known.label,
        lead=lead,
        as_of=stamp(request),
        card=PreviewCard(f"Name seen · {known.surface}", known.label, identified or grade, lead),
        changed_at=known.changed_at,
        sources=unique((*_cited(known), *(s for each in known.attributions if (s := _page(each)) is not None))),
        trail=(PageLink("Names seen", "/names"),),
        label=known.label,
        surface=known.surface,
        grade=grade,
        reason=known.state.reason,
        first_seen=one.first_seen,
        vendor=one.vendor,
        fate=one.fate.value,
        identified_as=identified,
        identified_path=_subject(ports, request, sorted(one.subjects)),
        how_known=one.how_known,
        released=one.released,
        days_to_release=one.days,
        said_to_be=one.said_to_be,
        said_grade=one.said_grade,
        note=one.note,
        base_rate=_rate(known.surface_rate),
        vendor_rate=_rate(known.vendor_rate),
        would_settle=""
        if known.state.resolved
        else would_settle(one.family, likely=likeliest(known.attributions) is not None),
        published=published,
        published_grade=published_grade,
        attributions=tuple(_row(ports, request, each) for each in known.attributions),
        timeline=tuple(SightingRow(c.at, c.after.value, c.reason) for c in reversed(known.state.changes)),
        listed=tuple(SightingRow(f.at, f.kind.value, f.why) for f in reversed(known.listed)),
    )


def addresses(ports: Ports, request: PageRequest) -> Iterator[Mapping[str, str]]:
    """Every name of the field guide, and every one that a public list raised."""
    for slug in dict.fromkeys(slugged(label) for label in _labels(ports, request.view).values()):
        yield {"label": slug}


def _label(ports: Ports, view: View, slug: str) -> str:
    """The name known by then at a part of an address; '' for none.

    The field guide's comes first.
    """
    public = _guide_labels(ports, view).get(slug, "")
    return public or next((alias.text for alias in ports.ledger.aliases_of(f"label/{slug}", view)), "")


@shared
def _guide_labels(ports: Ports, view: View) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for one in ports.sightings.guide().labels(view.as_of):
        for name in (one.label, *one.also):
            found.setdefault(slugged(name), one.label)
    return found


@shared
def _labels(ports: Ports, view: View) -> Mapping[str, str]:
    """The names known by then by their part of an address; the first of two alike."""
    found = dict(_guide_labels(ports, view))
    for alias in ports.ledger.aliases(view):  # names that the ledger has and the field guide has not
        vendor, _, name = alias.slug.rpartition("/")
        if vendor == "label":
            found.setdefault(slugged(name), alias.text)
    return found


def _lead(known: PublicLabel) -> str:
    one = known.checkpoint
    if one is not None and one.identified_as:
        out = f", released {one.released}" if one.released else ""
        return f"{known.label} was {one.identified_as}{out}."
    said = f" It is said to be {one.guess}." if one is not None and one.guess else ""
    return f"Seen in {known.surface}; not identified.{said}"


def _published(ports: Ports, label: str, request: PageRequest) -> tuple[str, str]:
    """What communities publish of it, and the best grade there; both '' for nothing."""
    found = published_sightings(ports, label, request.view)
    return (found.text, found.grade.value) if found is not None else ("", "")


def _subject(ports: Ports, request: PageRequest, slugs: list[str]) -> str:
    known = ports.ledger.subjects(slugs, request.view)
    return subject_path(next(iter(known))) if known else ""


def _rate(rate: BaseRate | None) -> str:
    return rate.text if rate is not None else ""


def _cited(known: PublicLabel) -> tuple[Source, ...]:
    """Where the field guide read of a name, or the ledger of one that it has not."""
    if known.checkpoint is not None:
        return tuple(Source(host_of(url), url, at) for url, at in known.checkpoint.cited)
    if known.told is None:
        return ()
    return (Source(host_of(known.told.source), known.told.source, known.told.learned_at),)


def _page(each: AttributionRecord) -> Source | None:
    said = each.attribution
    return Source(host_of(said.link), said.link, said.read_at or said.at) if said.link.startswith("http") else None


def _row(ports: Ports, request: PageRequest, each: AttributionRecord) -> AttributionRow:
    said = each.attribution
    known = ports.ledger.subject(said.subject, request.view) if "/" in said.subject else None
    return AttributionRow(
        subject=known.name if known is not None else said.subject,
        path=subject_path(said.subject) if known is not None else "",
        grade=each.grade.value,
        method=said.method.value,
        record=each.record.text,
        by=said.by,
        at=said.at,
        why=said.why,
        source=_page(each),
    )
