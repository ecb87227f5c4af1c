"""All evidence on a claim: filed items, the ledger's own rows, and public lists.

Every grading uses this, so that an answer, a digest and a correction never rest on different evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.domain.claims.claim_types.release_date import DELAYED
from bot.domain.evidence.evidence import Basis, Claim, Evidence, EvidenceForm, Statement
from bot.domain.evidence.linked import with_linked
from bot.domain.names.subjects import Alias, AliasStatus, Subject
from bot.domain.names.vendors import speaker_for
from bot.messages.request import View
from bot.ports import Ports
from bot.queries.aliases import Reading, confirmed_slugs
from bot.queries.catalog_evidence import read_twice
from bot.queries.delay_evidence import delays
from bot.queries.labels.label_evidence import label_items
from bot.queries.subject_evidence import READ_SINCE, endings, limits, makers, releases, told_releases
from bot.queries.tellers import quoting_host, teller_of
from bot.queries.vendor_evidence import vendor_items
from bot.reads.shared_reads import shared


def named_in(said: Statement) -> tuple[str, ...]:
    """The subjects a statement names."""
    return tuple(slug for slug in dict.fromkeys((said.subject, said.object, said.comparator)) if "/" in slug)


def evidence_about(
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
    about = confirmed_slugs(named, readings)
    items = filed_items(ports, about, view, claim)
    items += _releases(ports, said.subject, about, items, view)
    items += read_twice(ports, about, view)
    items += vendor_items(ports, about, view)
    for slug in about:
        known = ports.ledger.subject(slug, view)
        items += (*endings(known, view.as_of), *limits(known))
    items = _named_once(items)
    items += delays(ports, about, view) if said.object == DELAYED else ()
    if said.type == "identity":
        filed = items
        items = _with_other_identities(ports, named, items, view, claim)
        items += label_items(ports, named, view)
        for slug in named:
            known = ports.ledger.subject(slug, view)
            names = ports.ledger.named(known.name, view) if known else ()
            items += identities(known, names, filed)
            items += makers(known, filed) if "/" not in said.object else ()
    return items


def filed_items(ports: Ports, about: tuple[str, ...], view: View, claim: str = "") -> tuple[Evidence, ...]:
    """Return filed items about subjects or linked to a claim, in filing order.

    What is about the subjects is read once for all claims about them.
    """
    items = tuple(ports.claims.evidence(about, view))
    known = {item.id for item in items}
    if not claim or known.issuperset(item.id for item in ports.claims.evidence((), view, claim)):
        return items
    return tuple(ports.claims.evidence(about, view, claim))


def _named_once(items: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Name the origin of a row as filed evidence of the same page does: one, not two."""
    own = (one for one in items if one.basis is Basis.FIRST_HAND and not (_is_row(one) or one.via))
    filed = {one.url: one.party for one in own if not quoting_host(one.party, one.url)}
    return tuple(
        replace(item, party=filed[item.url]) if item.url in filed and _is_row(item) else item for item in items
    )


def _is_row(item: Evidence) -> bool:
    return item.basis is Basis.FIRST_HAND and item.party == teller_of(item.url)


def _releases(
    ports: Ports, slug: str, about: Sequence[str], filed: Sequence[Evidence], view: View
) -> tuple[Evidence, ...]:
    """The releases of a subject, and of its other names and family.

    Of a subject that is out, those of the other names only prove: they refute no day.
    """
    own = ports.ledger.subject(slug, view)
    told = told_releases(filed)
    found = releases(own, told)
    out = own is not None and own.released() is not None
    for other in about:
        if other != slug:
            found += releases(ports.ledger.subject(other, view), told, other_name=out)
    return found


def _with_other_identities(
    ports: Ports, named: Sequence[str], items: Sequence[Evidence], view: View, claim: str
) -> tuple[Evidence, ...]:
    """Add the evidence of other identity claims: one model excludes another."""
    others = [one for one in identity_claims(ports, named, view) if one.id != claim]
    found = {item.id: item for item in items}
    for other in others:
        found |= {item.id: item for item in ports.claims.evidence((), view, other.id)}
    return with_linked(found.values(), others, view.as_of)


def identity_claims(ports: Ports, named: Sequence[str], view: View) -> tuple[Claim, ...]:
    """Return the identity claims about some names."""
    return _identity_claims(ports, tuple(named), view)


@shared
def _identity_claims(ports: Ports, named: tuple[str, ...], view: View) -> tuple[Claim, ...]:
    return tuple(one for one in ports.claims.about(named, view) if one.statement.type == "identity")


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
    own = speaker_for(subject.vendor, alias.source)
    refuted = alias.standing is AliasStatus.REFUTED
    target = alias.slug.rpartition("/")[2]
    said = Statement("identity", subject.slug, object=alias.slug, polarity=-1 if refuted else 1)
    return Evidence(
        id=f"{subject.slug}={number}",
        party=own or teller_of(alias.source),
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
