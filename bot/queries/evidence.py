"""All evidence on a claim: filed items, the ledger's own rows, and public lists.

Every grading uses this, so that an answer, a digest and a correction never rest on different evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from bot.domain.evidence.evidence import Basis, Claim, Evidence, EvidenceForm, Statement
from bot.domain.evidence.linked import with_linked
from bot.domain.names.subjects import Alias, AliasStatus, Subject, SubjectState, SubjectStateRow
from bot.domain.names.vendors import is_own, vendor_name
from bot.domain.time import format_time
from bot.messages.request import View
from bot.ports import Ports
from bot.ports.shared_reads import shared
from bot.queries.aliases import Reading
from bot.queries.catalog_evidence import read_twice
from bot.queries.labels.label_evidence import label_items
from bot.queries.tellers import teller_of
from bot.queries.vendor_evidence import vendor_items

READ_SINCE = datetime(2025, 8, 1, tzinfo=UTC)  # links of older rows were not re-read


def named_in(said: Statement) -> tuple[str, ...]:
    """The subjects a statement names."""
    return tuple(slug for slug in dict.fromkeys((said.subject, said.object, said.comparator)) if "/" in slug)


def witnesses(
    ports: Ports,
    said: Statement,
    readings: Sequence[Reading],
    view: View,
    claim: str = "",
    family: Sequence[str] = (),
) -> tuple[Evidence, ...]:
    """Return the evidence about a statement's subjects and their confirmed identities.

    ``claim`` is the id of the statement's claim; ``family`` are the models whose release is also one of the subject.
    """
    named = (*named_in(said), *family)
    about = tuple(dict.fromkeys((*named, *(one.slug for one in readings if one.standing is AliasStatus.GOOD))))
    items = filed_items(ports, about, view, claim)
    for slug in (said.subject, *family):
        items += releases(_subject(ports, slug, view), items)
    items += read_twice(ports, about, view)
    items += vendor_items(ports, about, view)
    if said.type == "identity":
        filed = items
        items = _with_other_identities(ports, named, items, view, claim)
        items += label_items(ports, named, view)
        for slug in named:
            known = _subject(ports, slug, view)
            names = ports.ledger.named(known.name, view) if known else ()
            items += identities(known, names, filed)
    return items


def filed_items(ports: Ports, about: tuple[str, ...], view: View, claim: str = "") -> tuple[Evidence, ...]:
    """Return filed items about subjects or linked to a claim, in filing order.

    What is about the subjects is read once for all claims about them.
    """
    items = _about(ports, about, view)
    known = {item.id for item in items}
    if not claim or known.issuperset(item.id for item in _linked(ports, claim, view)):
        return items
    return tuple(ports.claims.evidence(about, view, claim))


@shared
def _about(ports: Ports, about: tuple[str, ...], view: View) -> tuple[Evidence, ...]:
    return tuple(ports.claims.evidence(about, view))


@shared
def _linked(ports: Ports, claim: str, view: View) -> tuple[Evidence, ...]:
    return tuple(ports.claims.evidence((), view, claim))


@shared
def _subject(ports: Ports, slug: str, view: View) -> Subject | None:
    return ports.ledger.subject(slug, view)


def _with_other_identities(
    ports: Ports, named: Sequence[str], items: Sequence[Evidence], view: View, claim: str
) -> tuple[Evidence, ...]:
    """Add the evidence of other identity claims: one model excludes another."""
    others = [one for one in identity_claims(ports, named, view) if one.id != claim]
    found = {item.id: item for item in items}
    for other in others:
        found |= {item.id: item for item in _linked(ports, other.id, view)}
    return with_linked(found.values(), others, view.as_of)


def identity_claims(ports: Ports, named: Sequence[str], view: View) -> tuple[Claim, ...]:
    """Return the identity claims about some names."""
    return _identity_claims(ports, tuple(named), view)


@shared
def _identity_claims(ports: Ports, named: tuple[str, ...], view: View) -> tuple[Claim, ...]:
    return tuple(one for one in ports.claims.about(named, view) if one.statement.type == "identity")


def releases(subject: Subject | None, filed: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Convert release rows to evidence.

    An announcement at the vendor's address, or a listing. Omitted if the vendor's own dated statement of this release
    was filed, which is stronger.
    """
    if subject is None or any(_tells_release(item, subject.slug) for item in filed):
        return ()
    rows = [row for row in subject.states if row.state is SubjectState.RELEASED]
    return tuple(_item(subject, row, number) for number, row in enumerate(sorted(rows, key=lambda r: r.so_at)))


def _tells_release(item: Evidence, slug: str) -> bool:
    return item.basis is Basis.FIRST_PARTY and any(
        said.subject == slug and said.type == "release_date" and not said.future for said in item.says
    )


def _item(subject: Subject, row: SubjectStateRow, number: int) -> Evidence:
    source = row.source or subject.source
    own = is_own(subject.vendor, source)
    first = "first" if number == 0 and not row.surface else "on"
    day = row.so_at.date()
    says = (
        Statement("release_date", subject.slug, day=day, operator=first, surface=row.surface),
        Statement("available", subject.slug, surface=row.surface),
    )
    return Evidence(
        id=f"{subject.slug}#{number}",
        party=vendor_name(subject.vendor) if own else teller_of(source),
        basis=Basis.FIRST_PARTY if own else Basis.FIRST_HAND,
        form=(EvidenceForm.ANNOUNCEMENT if row.learned_at >= READ_SINCE else EvidenceForm.STATEMENT)
        if own
        else EvidenceForm.LISTING,
        so_at=row.so_at,
        learned_at=row.learned_at,
        source=source,
        url=source,
        quote=f"{subject.name} was released{' on ' + row.surface if row.surface else ''} on {format_time(day)}.",
        says=says,
        via="" if row.learned_at >= READ_SINCE else "the address is remembered and was not read again",
    )


def identities(subject: Subject | None, names: Iterable[Alias], filed: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Convert known identities and non-identities of a name to evidence.

    Omitted if evidence about it was filed.
    """
    if subject is None:
        return ()
    if any(said.type == "identity" and subject.slug in (said.subject, said.object) for i in filed for said in i.says):
        return ()
    rows = [a for a in names if a.slug != subject.slug and a.standing is not AliasStatus.SPECULATION]
    return tuple(_named(subject, alias, number) for number, alias in enumerate(rows))


def _named(subject: Subject, alias: Alias, number: int) -> Evidence:
    own = is_own(subject.vendor, alias.source)
    refuted = alias.standing is AliasStatus.REFUTED
    target = alias.slug.rpartition("/")[2]
    said = Statement("identity", subject.slug, object=alias.slug, polarity=-1 if refuted else 1)
    return Evidence(
        id=f"{subject.slug}={number}",
        party=vendor_name(subject.vendor) if own else teller_of(alias.source),
        basis=Basis.FIRST_PARTY if own else Basis.FIRST_HAND,
        form=(EvidenceForm.ANNOUNCEMENT if alias.learned_at >= READ_SINCE else EvidenceForm.STATEMENT)
        if own
        else EvidenceForm.REPORT,
        so_at=alias.so_at,
        learned_at=alias.learned_at,
        source=alias.source,
        url=alias.source,
        quote=f"{alias.text} {'was not' if refuted else 'is'} {target}. {alias.why}".strip(),
        says=(said,),
    )
