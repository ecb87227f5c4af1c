"""The ledger's own rows of a subject as evidence: lab, releases, limits.

The model's card states the same rows, so that a claim about one and the card never disagree. A row counts from when it
was learned. One of the vendor's own page is first-party; any other row of the ledger is its record, named after its
source, and a release or an end that one page tells a report; what a public list or a member added is a listing.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.domain.evidence.bearing import CANCELLED, GENERAL, LATER, SHUTDOWN, WEIGHTS
from bot.domain.evidence.evidence import Basis, Evidence, EvidenceForm, Statement
from bot.domain.names.subjects import Subject, SubjectOrigin, SubjectState, SubjectStateRow
from bot.domain.names.vendors import opens_at_once, speaker_for, vendor_name
from bot.domain.time import format_time
from bot.queries.tellers import is_of_repository, teller_of

READ_SINCE = datetime(2025, 8, 1, tzinfo=UTC)  # links of older rows were not re-read
_ENDS = {SubjectState.CANCELLED: CANCELLED, SubjectState.RETIRED: SHUTDOWN}
_FENCED = frozenset({SubjectState.TESTING, SubjectState.LIMITED})
_NO_LAB = frozenset({"", "label"})  # what stands for the lab of a nameless model
_NOT_READ = "the address is remembered and was not read again"


def releases(subject: Subject | None, told: Container[str] = (), *, other_name: bool = False) -> tuple[Evidence, ...]:
    """Convert release rows to evidence.

    Of a slug among ``told`` only when its weights came, as the vendor's own statement is stronger (`told_releases`).
    The first row is when the model came out; a later one, or one of an ``other_name`` of a model that is out, refutes
    no day but that of the weights.
    """
    if subject is None:
        return ()
    rows = sorted((row for row in subject.states if row.state is SubjectState.RELEASED), key=lambda row: row.so_at)
    by_lab = subject.slug in told
    return tuple(
        _release(subject, row, number, first=not (number or other_name or by_lab))
        for number, row in enumerate(rows)
        if not by_lab or row.surface == WEIGHTS
    )


def told_releases(filed: Iterable[Evidence]) -> frozenset[str]:
    """Return the models whose release the vendor's own dated statement tells."""
    own = (said for item in filed if item.basis is Basis.FIRST_PARTY for said in item.says)
    dated = (one for one in own if one.type == "release_date" and one.operator != "not_before")
    return frozenset(one.subject for one in dated if not (one.future or one.surface))


def _release(subject: Subject, row: SubjectStateRow, number: int, *, first: bool) -> Evidence:
    opened = "on" if row.surface == WEIGHTS else LATER
    day, operator = row.so_at.date(), "first" if first else opened
    says = (
        Statement("release_date", subject.slug, day=day, operator=operator, surface=row.surface),
        Statement("available", subject.slug, surface=row.surface),
    )
    where = f" on {row.surface}" if row.surface else ""
    made = _item(subject, row, f"{subject.slug}#{number}", f"was released{where} on {format_time(day)}.", says)
    made = made if is_of_repository(made.url) else _as_told(made)
    nowhere = day if opens_at_once(subject.vendor) else _fenced_until(subject, row)
    if not (first and row.surface and made.basis is Basis.FIRST_PARTY and nowhere):
        return made
    not_before = Statement("release_date", subject.slug, day=nowhere, operator="not_before")
    return replace(made, says=(not_before, *says))


def _fenced_until(subject: Subject, row: SubjectStateRow) -> date | None:
    """The day after the last on which, before a release, selected users alone had it."""
    before = (
        one.so_at.date() for one in subject.states if one.state in _FENCED and one.so_at.date() < row.so_at.date()
    )
    return max((day + timedelta(days=1) for day in before), default=None)


def endings(subject: Subject | None, as_of: datetime) -> tuple[Evidence, ...]:
    """Convert cancellations and shutdowns to evidence.

    That it is gone counts until a later release of the model was learned; that it once ended, on its day, counts after,
    and beside it that it is back. A cancellation is of the day it was known, by which it had come. What came out and
    has not ended was not cancelled.
    """
    if subject is None:
        return ()
    rows = sorted(subject.states, key=lambda row: (row.so_at, row.learned_at))
    over = subject.shut_down(as_of)[:1]  # the last surface that ended: it can be used nowhere since
    days = [row.so_at.date() for row in rows if row.state is SubjectState.RETIRED]
    found = [] if days else _kept(subject, rows, as_of)
    for number, row in enumerate(rows):
        if row.state not in _ENDS:
            continue
        item = _end(subject, row, number, days, last=row in over)
        again = (one for one in rows[number + 1 :] if one.state is SubjectState.RELEASED)
        back = min(again, key=lambda one: one.learned_at, default=None)
        found.append(replace(item, withdrawn_at=back.learned_at if back is not None else None))
        if back is not None:
            found += _ended_and_back(subject, item, back)
    return tuple(found)


def _ended_and_back(subject: Subject, end: Evidence, back: SubjectStateRow) -> tuple[Evidence, ...]:
    """That a model had ended and that it is back: both bear on "was shut down"."""
    told, span, _ = end.says
    once = replace(told, day=None, operator="")
    shut = told.object == SHUTDOWN
    history = (replace(told, operator=""), span, *((once,) if shut else ()))
    before = replace(end, id=f"{end.id}-", learned_at=max(back.learned_at, end.learned_at), says=history)
    words = f"came back on {format_time(back.so_at.date())}."
    return (before, _item(subject, back, f"{end.id}+", words, (replace(once, polarity=-1),))) if shut else (before,)


def _kept(subject: Subject, rows: Sequence[SubjectStateRow], as_of: datetime) -> list[Evidence]:
    """The first release of what never ended: evidence that it was not cancelled."""
    first = next((row for row in rows if row.state is SubjectState.RELEASED and row.so_at <= as_of), None)
    if first is None or any(row.state is SubjectState.CANCELLED for row in rows):
        return []
    day = first.so_at.date()
    says = (Statement("other", subject.slug, object=CANCELLED, day=day, operator="on", polarity=-1),)
    return [_item(subject, first, f"{subject.slug}+", f"was released on {format_time(day)}.", says)]


def limits(subject: Subject | None) -> tuple[Evidence, ...]:
    """Convert limited access to evidence.

    While it lasts, the model is not there for everybody.
    """
    if subject is None or subject.state is not SubjectState.LIMITED:
        return ()
    row = max(subject.states, key=lambda one: one.learned_at)
    told = f"is in limited access, as known on {format_time(row.so_at.date())}."
    says = (Statement("available", subject.slug, GENERAL, polarity=-1),)
    return (_item(subject, row, f"{subject.slug}~", told, says),)


def _end(subject: Subject, row: SubjectStateRow, number: int, days: Sequence[date], *, last: bool) -> Evidence:
    kind, day = _ENDS[row.state], row.so_at.date()
    told = Statement("other", subject.slug, object=kind, day=day, operator="on", surface=row.surface)
    span = (
        replace(told, since=days[0], day=days[-1], operator="within")
        if kind == SHUTDOWN
        else replace(told, operator="by")
    )
    gone = Statement("available", subject.slug, surface="" if last else row.surface, polarity=-1)
    verb = "shut down" if kind == SHUTDOWN else "cancelled"
    words = f"was {verb}, as known on {format_time(day)}."
    return _as_told(_item(subject, row, f"{subject.slug}!{number}", words, (told, span, gone)))


def _as_told(item: Evidence) -> Evidence:
    """A row of the ledger as the report of a page that is not the vendor's."""
    told = item.form is EvidenceForm.RECORD and item.basis is Basis.FIRST_HAND
    return replace(item, form=EvidenceForm.REPORT) if told else item


def makers(subject: Subject | None, items: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The evidence of a model's lab: the lab's own documents, and the record.

    The ledger's record is of the release. Before one, whose model it is to be is a listing; a label's maker is open.
    """
    if subject is None or subject.vendor in _NO_LAB:
        return ()
    lab = vendor_name(subject.vendor)
    made = Statement("identity", subject.slug, object=subject.vendor)
    own = [
        replace(item, id=f"{item.id}@{subject.vendor}", says=(made,))
        for item in items
        if item.basis is Basis.FIRST_PARTY and item.party == lab and _speaks_of(item, subject.slug)
    ]
    out = [row for row in subject.states if row.state is SubjectState.RELEASED]
    row = min(out or subject.states, key=lambda one: one.learned_at, default=None)
    if row is None and subject.learned_at is not None:
        row = SubjectStateRow(subject.state, subject.learned_at, subject.learned_at, "", subject.source, subject.origin)
    if row is None:
        return tuple(own)
    item = _item(subject, row, f"{subject.slug}@{subject.vendor}", f"is of {lab}.", (made,))
    record = item.form is EvidenceForm.RECORD
    return (*own, replace(item, form=EvidenceForm.LISTING) if record and not out else item)


def _speaks_of(item: Evidence, slug: str) -> bool:
    return any(said.subject == slug and said.polarity > 0 and not said.future for said in item.says)


def _item(subject: Subject, row: SubjectStateRow, name: str, told: str, says: tuple[Statement, ...]) -> Evidence:
    """A row as an item: the vendor's announcement, the record, or a listing."""
    source = row.source or subject.source
    own, recent = speaker_for(subject.vendor, source), row.learned_at >= READ_SINCE
    form = EvidenceForm.RECORD if row.origin is SubjectOrigin.LEDGER else EvidenceForm.LISTING
    if own and recent:
        form = EvidenceForm.ANNOUNCEMENT
    return Evidence(
        id=name,
        party=own or teller_of(source),
        basis=Basis.FIRST_PARTY if own else Basis.FIRST_HAND,
        form=form,
        so_at=row.so_at,
        learned_at=row.learned_at,
        source=source,
        url=source,
        quote=f"{subject.name} {told}",
        says=says,
        via="" if recent else _NOT_READ,
    )
