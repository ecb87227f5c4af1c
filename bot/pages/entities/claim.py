"""The page of a claim: its grade and history, what it rests on, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.evidence.comparison import BenchmarkComparison
from bot.domain.evidence.evidence import ClaimOutcome, Evidence
from bot.domain.evidence.grade_result import WeighedItem
from bot.domain.evidence.origins import Lineage
from bot.domain.time import format_time
from bot.messages.reply import Source
from bot.pages.blocks.claim_rows import TYPES, claim_row
from bot.pages.page import (
    Page,
    PageLink,
    PageRequest,
    PreviewCard,
    claim_path,
    source_path,
    stamp,
    subject_path,
    unique,
)
from bot.ports import Ports
from bot.queries.labels.label_evidence import ATTRIBUTION, GUIDE
from bot.queries.records.claim_record import ClaimRecord, GradeStep, grade_history, record_of

ADDRESS = "/c/{id}"
MOST = 100_000
DEEP = 8  # levels of repeats of repeats
# https://developers.google.com/search/docs/appearance/structured-data/factcheck: ratings of a ClaimReview
RATINGS = {ClaimOutcome.TRUE: 5, ClaimOutcome.MIXED: 3, ClaimOutcome.FALSE: 1}


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One item of evidence: its party, basis, weight and why.

    ``quote`` is somebody else's text.
    """

    id: str
    party: str
    party_path: str
    side: str
    level: int
    why: str
    basis: str
    form: str
    quote: str
    so_at: datetime
    source: Source | None
    copy: bool
    runs: int | None
    flags: tuple[str, ...]
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class EvidenceBranch:
    """An item in the tree of citations, with those that repeat it below."""

    party: str
    path: str
    id: str
    detail: str
    at: datetime
    children: tuple[EvidenceBranch, ...] = ()


@dataclass(frozen=True, slots=True)
class BenchmarkRow:
    """One benchmark of a comparison."""

    name: str
    ours: str
    theirs: str
    speaks: str
    level: int
    counts: bool
    better: str
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GradeRow:
    """A grade that the claim had from a moment on."""

    at: datetime
    grade: str
    outcome: str
    why: str


@dataclass(frozen=True, slots=True)
class LoadBearing:
    """An origin without which the grade would be another."""

    origin: str
    without: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPage(Page):
    """Everything public about one claim."""

    id: str
    text: str
    kind: str
    subject: PageLink | None
    comparator: PageLink | None
    outcome: str
    resolved_at: datetime | None
    grade: str
    support: int
    refute: int
    rule: str
    origins: tuple[str, ...]
    against: tuple[str, ...]
    repeats: int
    first_party: int
    evidence_for: tuple[EvidenceRow, ...]
    evidence_against: tuple[EvidenceRow, ...]
    benchmarks: tuple[BenchmarkRow, ...]
    load_bearing: tuple[LoadBearing, ...]
    missing: tuple[str, ...]
    would_settle: str
    flags: tuple[str, ...]
    tree: tuple[EvidenceBranch, ...]
    history: tuple[GradeRow, ...]
    readings: tuple[str, ...]
    made_at: datetime | None
    made_source: str
    rating: int | None


def build(ports: Ports, request: PageRequest, *, id: str) -> ClaimPage | None:  # noqa: A002 - the address names it so
    """The page of ``CL-0042``; None if the public ledger has no such claim by then."""
    claim = ports.claims.claim(id.upper(), request.view)
    if claim is None or claim.tenant:
        return None
    record = record_of(ports, claim, request.view)
    graded, evidence = record.graded, record.evidence
    grade = graded.word
    rows = tuple(row for item in graded.items for row in _rows(item, evidence, request.as_of))
    outcome = record.outcome
    first = tuple(row.source for row in rows if row.source is not None and not row.copy)
    row = claim_row(record)
    said = claim.statement
    steps = grade_history(ports, claim, request.view)
    lead = _lead(record, grade)
    return ClaimPage(
        path=claim_path(claim.id),
        title=claim.text,
        lead=lead,
        as_of=stamp(request),
        card=_card(record, row.kind),
        changed_at=_changed_at(record, steps),
        sources=unique(first),
        trail=(PageLink("Claims", "/claims"),),
        days=tuple(dict.fromkeys(step.at.date() for step in reversed(steps))),
        id=claim.id,
        text=claim.text,
        kind=TYPES.get(said.type, said.type),
        subject=_subject(ports, said.subject, request),
        comparator=_subject(ports, said.comparator, request),
        outcome=outcome.value,
        resolved_at=claim.resolved_at if outcome is not ClaimOutcome.OPEN else None,
        grade=grade,
        support=graded.support,
        refute=graded.refute,
        rule=graded.rule.plain,
        origins=graded.origins,
        against=graded.against,
        repeats=graded.repeats,
        first_party=graded.first_party,
        evidence_for=_on_side(rows, "for"),
        evidence_against=_on_side(rows, "against"),
        benchmarks=tuple(_benchmark(line, said.polarity) for line in graded.lines),
        load_bearing=tuple(map(LoadBearing, graded.load_bearing, graded.without)),
        missing=tuple(need.words for need in record.missing),
        would_settle=record.settles,
        flags=record.flags,
        tree=_tree(record),
        history=tuple(GradeRow(step.at, step.grade, step.outcome.value, step.rule) for step in steps),
        readings=tuple(one.said for one in record.readings if one.name != one.shown),
        made_at=claim.so_at or claim.learned_at,
        made_source=_address(claim.source),
        rating=RATINGS.get(outcome),
    )


def _changed_at(record: ClaimRecord, steps: Sequence[GradeStep]) -> datetime | None:
    """When the newest thing on the page could be known."""
    if not steps:
        return record.claim.learned_at
    return max([step.at for step in steps] + [record.graded.last_origin or steps[-1].at])


def _on_side(rows: Iterable[EvidenceRow], side: str) -> tuple[EvidenceRow, ...]:
    return tuple(row for row in rows if row.side == side)


def _address(source: str) -> str:
    """A source that can be opened; '' for another."""
    return source if source.startswith("http") else ""


def addresses(ports: Ports, request: PageRequest) -> Iterator[Mapping[str, str]]:
    """Every claim of the public ledger."""
    for claim in ports.claims.every(request.view, MOST):
        if not claim.tenant:
            yield {"id": claim.id}


def _counts(record: ClaimRecord) -> str:
    graded = record.graded
    origins, repeats = len(graded.origins), graded.repeats
    return (
        f"{origins} origin{'s' if origins != 1 else ''} · {repeats} repeat{'s' if repeats != 1 else ''}"
        f" · {graded.first_party} first-party"
    )


ENDINGS = {
    ClaimOutcome.TRUE: "It turned out TRUE",
    ClaimOutcome.FALSE: "It turned out FALSE",
    ClaimOutcome.MIXED: "It turned out partly true",
    ClaimOutcome.VOID: "It can no longer be decided",
}


def _card(record: ClaimRecord, kind: str) -> PreviewCard:
    """The preview: what happened in the end, else the grade."""
    claim, grade, ending = record.claim, record.graded.word, ENDINGS.get(record.outcome)
    counts = _counts(record)
    detail = f"its evidence alone: {grade} · {counts}" if ending else counts
    return PreviewCard(f"{claim.id} · {kind}", f"“{claim.text}”", ending or grade, detail)


def _lead(record: ClaimRecord, grade: str) -> str:
    """The grade with what it rests on, and what happened in the end."""
    ending = ENDINGS.get(record.outcome)
    at = record.claim.resolved_at
    on = f" on {format_time(at, '%d %B %Y')}" if at else ""
    told = f"{ending}{on}. " if ending else ""
    if record.graded.known is None:
        return f"{told}Nothing in the ledger bears on it; that does not make it false."
    return f"{told}{grade}: {_counts(record)}."


def _subject(ports: Ports, slug: str, request: PageRequest) -> PageLink | None:
    if "/" not in slug:
        return None
    known = ports.ledger.subject(slug, request.view)
    return PageLink(known.name if known else slug.rpartition("/")[2], subject_path(slug) if known else "")


def _rows(weighed: WeighedItem, evidence: Mapping[str, Evidence], as_of: datetime) -> Iterator[EvidenceRow]:
    for name in weighed.ids:
        item = evidence[name]
        yield EvidenceRow(
            id=item.shown,
            party=item.party,
            party_path=_party_path(item),
            side="for" if weighed.sign > 0 else "against",
            level=weighed.level,
            why=weighed.why,
            basis=item.basis.value,
            form=item.form.value,
            quote=item.quote,
            so_at=item.so_at,
            source=Source(item.party, item.url, item.learned_at) if item.url.startswith("http") else None,
            copy=weighed.copy,
            runs=item.runs,
            flags=item.flags,
            withdrawn=not item.is_valid(as_of),
        )


def _benchmark(line: BenchmarkComparison, polarity: int) -> BenchmarkRow:
    speaks = {1: "for", 0: "neither", -1: "against"}[line.sign * polarity]
    by = tuple(sorted(line.parties))
    return BenchmarkRow(line.name, line.ours, line.theirs, speaks, line.level, line.on_axis, line.better, by)


def _tree(record: ClaimRecord) -> tuple[EvidenceBranch, ...]:
    """Origins with their repeats below; what cites nothing known has its own heading."""
    lineage: Lineage = record.graded.lineage
    used = {name: weighed for weighed in record.graded.items for name in weighed.ids}
    known = {name: record.evidence[name] for name in used}
    order = sorted(known.values(), key=lambda item: (item.so_at, item.id))

    def branch(item: Evidence, deep: int) -> EvidenceBranch:
        below = [other for other in order if item.id in other.cites] if deep else []
        side = "for" if used[item.id].sign > 0 else "against"
        detail = f"{item.basis.value}, {item.form.value} · {side}, level {used[item.id].level}"
        children = tuple(branch(other, deep - 1) for other in below)
        return EvidenceBranch(item.party, _party_path(item), item.id, detail, item.so_at, children)

    roots = tuple(branch(item, DEEP) for item in order if lineage.is_root(item))
    loose = tuple(branch(item, 0) for item in order if not lineage.roots.get(item.id))
    if loose:
        roots += (EvidenceBranch("No origin found", "", "", "they cite nothing the ledger knows", loose[0].at, loose),)
    return roots


def _party_path(item: Evidence) -> str:
    """The page of an item's party; the cited page itself for the field guide's items."""
    return item.url if item.id.startswith((GUIDE, ATTRIBUTION)) else source_path(item.party)
