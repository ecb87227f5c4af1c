"""The page of a subject: state, odds, facts, claims and sightings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.evidence.grade_rules import Grade
from bot.domain.markets.board_state import OPEN
from bot.domain.names.subjects import AliasStatus, Subject, SubjectEvent, SubjectState
from bot.domain.names.vendors import vendor_name
from bot.domain.sightings.labels import bare, key
from bot.domain.text import host_of
from bot.domain.time import format_time
from bot.messages.reply import Source
from bot.messages.request import View
from bot.pages.blocks.checklist import ChecklistBlock, checklist_block
from bot.pages.blocks.claim_rows import ClaimRow, claim_row
from bot.pages.blocks.name_rows import NameRow, name_row
from bot.pages.blocks.odds import OddsBlock, odds_block
from bot.pages.blocks.public_changes import PublicChange, PublicPaths, public_change
from bot.pages.page import Page, PageLink, PageRequest, PreviewCard, stamp, subject_path, unique
from bot.ports import Ports
from bot.queries.aliases import Reading, other_readings
from bot.queries.changes.recent_changes import recent_changes
from bot.queries.labels.label_identity import known_labels
from bot.queries.records.checklist_record import checklist_record
from bot.queries.records.claim_record import ClaimRecord, records_about
from bot.queries.records.market_record import history_chart, markets_of
from bot.queries.records.model_state import ModelState, last_known, model_state

ADDRESS = "/s/{lab}/{name}"
MOST = 5_000
LATEST = 20  # changes on the page; the feed has the rest
QUIET = 30  # days without anything new before the page says so


@dataclass(frozen=True, slots=True)
class NameOf:
    """The name of a subject: whether it is settled, since when, by whose word."""

    text: str
    standing: str
    since: datetime
    why: str
    source: Source | None
    path: str


@dataclass(frozen=True, slots=True)
class EventRow:
    """Something that happened to the subject."""

    number: int
    at: datetime
    kind: str
    label: str
    text: str
    source: Source | None


@dataclass(frozen=True, slots=True)
class StateRow:
    """A state that the subject reached, on a surface."""

    state: str
    at: datetime
    surface: str
    source: Source | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectPage(Page):
    """Everything public about one subject, ``known_up_to`` when it was last learned."""

    slug: str
    name: str
    vendor: str
    state: str
    released_at: datetime | None
    known_up_to: datetime | None
    quiet: bool
    same_as: PageLink | None
    names: tuple[NameOf, ...]
    states: tuple[StateRow, ...]
    odds: OddsBlock
    checklist: ChecklistBlock
    claims: tuple[ClaimRow, ...]
    seen: tuple[NameRow, ...]
    events: tuple[EventRow, ...]
    changes: tuple[PublicChange, ...]


def build(ports: Ports, request: PageRequest, *, lab: str, name: str) -> SubjectPage | None:
    """The page of ``lab/name``; None if the ledger knows no such subject by then."""
    view, slug = request.view, f"{lab}/{name}"
    subject = ports.ledger.subject(slug, view)
    if subject is None:
        return None
    readings = other_readings(ports, (slug,), view)
    events = ports.ledger.events(_related(slug, readings), view)
    records = markets_of(ports, slug, view)
    chart = history_chart(subject.name, records, events, request.as_of)
    odds = odds_block(subject.name, records, chart, request.as_of)
    claims = records_about(ports, (slug,), view)
    checklist = checklist_block(checklist_record(ports, slug, view).checklist)
    told = {event.id for event in events}
    changes = [one for one in recent_changes(ports, view, (slug,)) if one.ref not in told]
    marks = {mark.label: number for number, mark in enumerate(chart.marks, 1)} if chart else {}
    shown = tuple(_event(event, marks) for event in events)
    learned = _learned(subject, events, claims)
    begins = (subject.learned_at or request.as_of).date()  # a claim may be older: there was no page then
    state = model_state(ports, slug, view)
    released = state.since
    known = last_known(ports, slug, view) or subject.learned_at
    paths = PublicPaths(ports, view)
    lead = _lead(subject, odds, state, _same(readings))
    return SubjectPage(
        path=subject_path(slug),
        title=subject.name,
        lead=lead,
        as_of=stamp(request),
        card=_card(subject, odds, lead, state),
        changed_at=max(learned, default=subject.learned_at),
        sources=_sources(odds, checklist, shown),
        trail=(PageLink(vendor_name(subject.vendor), f"/lab/{lab}"),),
        slug=slug,
        name=subject.name,
        vendor=vendor_name(subject.vendor),
        state=(state.state or subject.state).value,
        released_at=released,
        known_up_to=known,
        quiet=known is not None and (request.as_of - known).days > QUIET,
        same_as=_same(readings),
        names=_names(ports, slug, view),
        states=tuple(
            StateRow(r.state.value, r.so_at, r.surface, _source(r.source, r.learned_at)) for r in subject.states
        ),
        odds=odds,
        checklist=checklist,
        claims=tuple(claim_row(record) for record in claims),
        seen=_seen(ports, slug, subject.name, view),
        events=tuple(reversed(shown)),
        changes=tuple(public_change(one, paths) for one in changes[:LATEST]),
        days=tuple(sorted({day for at in learned if (day := at.date()) >= begins}, reverse=True)),
    )


def addresses(ports: Ports, request: PageRequest) -> Iterator[Mapping[str, str]]:
    """Every subject of the ledger but bare labels, which have the page of the name."""
    for subject in ports.ledger.suggest("", request.view, MOST):
        lab, _, name = subject.slug.rpartition("/")
        if lab and lab != "label":
            yield {"lab": lab, "name": name}


def _sources(odds: OddsBlock, checklist: ChecklistBlock, shown: Sequence[EventRow]) -> tuple[Source, ...]:
    """Where the page's figures, checklist and events were read."""
    found = (
        *(row.figure.source for row in odds.venues),
        *(row.source for row in checklist.rows),
        *(event.source for event in reversed(shown)),
    )
    return unique(tuple(one for one in found if one is not None))


def _related(slug: str, readings: tuple[Reading, ...]) -> list[str]:
    return sorted({slug, *(one.slug for one in readings if one.standing is not AliasStatus.REFUTED)})


def _learned(subject: Subject, events: Iterable[SubjectEvent], claims: Iterable[ClaimRecord]) -> list[datetime]:
    """The times at which anything of the page was learned: days it may have changed."""
    found = [row.learned_at for row in subject.states]
    found += [event.learned_at for event in events if event.slug == subject.slug]
    for record in claims:
        found += [one for one in (record.claim.learned_at, record.claim.resolved_at) if one]
        found += [record.evidence[name].learned_at for name in record.graded.used]
    return found


def _same(readings: tuple[Reading, ...]) -> PageLink | None:
    one = next((one for one in readings if one.standing is AliasStatus.GOOD), None)
    return PageLink(one.shown, subject_path(one.slug)) if one is not None else None


def _lead(subject: Subject, odds: OddsBlock, state: ModelState, same: PageLink | None) -> str:
    """The answer in one sentence: its state, else its odds with the market's name."""
    if state.variant is not None:
        return f"{state.release_said(subject.name)}."
    if (released := state.since) is not None:
        codename = same is not None and not any(char.isdecimal() for char in subject.name)
        who = f"{subject.name} is {same.label}, which" if same is not None and codename else subject.name
        return f"{who} was released on {format_time(released, '%d %B %Y')}."
    if subject.state is SubjectState.CANCELLED:
        return f"{vendor_name(subject.vendor)} cancelled it, or never released it under this name."
    head = odds.headline
    if head is not None and odds.state in OPEN and head.has_odds:
        about, unsure = odds.gap.about, odds.gap.grade == Grade.SPECULATION
        doubt = f" That {subject.name} is {about}: SPECULATION." if unsure else ""
        return f"{head.venue} gives {head.figure.said} that {about} is out {head.asks}.{doubt}"
    if odds.state == "settled":
        return f"Not released as far as the ledger knows; the market settled {odds.outcome.upper()}."
    asked = "its market has no price" if odds.state in OPEN else "no open market asks when it will be"
    return f"Not released as far as the ledger knows ({subject.state.value}); {asked}."


def _card(subject: Subject, odds: OddsBlock, lead: str, state: ModelState) -> PreviewCard:
    kicker = f"{vendor_name(subject.vendor)} · {(state.state or subject.state).value}"
    head = odds.headline
    if state.since is not None:
        return PreviewCard(kicker, subject.name, format_time(state.since), lead)
    if head is not None and odds.state in OPEN and head.has_odds:
        read = f" · read {format_time(head.figure.read_at)}" if head.figure.read_at else ""
        return PreviewCard(
            kicker, subject.name, head.figure.said, f"{odds.gap.about} out {head.asks} · {head.venue}{read}", odds.chart
        )
    return PreviewCard(kicker, subject.name, "", lead)


def _event(event: SubjectEvent, marks: Mapping[str, int]) -> EventRow:
    source = _source(event.source, event.learned_at)
    return EventRow(marks.get(event.label, 0), event.so_at, event.kind, event.label, event.text, source)


def _source(url: str, at: datetime) -> Source | None:
    return Source(host_of(url), url, at) if url.startswith("http") else None


def _names(ports: Ports, slug: str, view: View) -> tuple[NameOf, ...]:
    """What it is called, and which other subjects its names are said to mean."""
    rows = ports.ledger.aliases_of(slug, view)
    own = {alias.folded for alias in rows if alias.standing is AliasStatus.GOOD}
    others = [alias for alias in ports.ledger.namesakes((slug,), view) if alias.slug != slug and alias.folded in own]
    shown = ports.ledger.subjects([alias.slug for alias in others], view)
    found = [
        NameOf(
            alias.text, alias.standing.value, alias.learned_at, alias.why, _source(alias.source, alias.learned_at), ""
        )
        for alias in rows
    ]
    found += [
        NameOf(
            shown[alias.slug].name,
            alias.standing.value,
            alias.learned_at,
            alias.why,
            _source(alias.source, alias.learned_at),
            subject_path(alias.slug),
        )
        for alias in others
        if alias.slug in shown
    ]
    return tuple(found)


def _seen(ports: Ports, slug: str, name: str, view: View) -> tuple[NameRow, ...]:
    """The names of the field guide that are said or known to be this subject."""
    guide, as_of = ports.sightings.guide(), view.as_of
    said = {key(one.label) for one in guide.attributions if one.at <= as_of and slug in (one.subject, name)}
    wanted = {key(bare(slug)), key(name)}
    return tuple(
        name_row(one, as_of)
        for one in known_labels(ports, view)
        if key(one.label) in said or slug in one.subjects or (one.identified_as and key(one.identified_as) in wanted)
    )
