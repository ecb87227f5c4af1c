"""Identities of labels as evidence.

A host's reveal, a desk's decision, attributions. A host is first-hand for its own list, like a row's id. A page the
desk relied on is rated by its author: the vendor's own is first-party.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from bot.domain.evidence.evidence import Basis, Evidence, EvidenceForm, Statement
from bot.domain.names.vendors import is_own, vendor_name
from bot.domain.sightings.labels import key
from bot.domain.sightings.methods import Attribution, Method
from bot.messages.request import View
from bot.ports import Ports
from bot.ports.catalogs.listings import StoredFinding
from bot.ports.sightings import Settled
from bot.queries.catalog_evidence import party
from bot.queries.names import names

_FORMS = {
    Method.LAB: EvidenceForm.ANNOUNCEMENT,
    Method.HOST: EvidenceForm.ROW_ID,
    Method.ROW: EvidenceForm.ROW_ID,
    Method.COMMIT: EvidenceForm.STATEMENT,
    Method.PRESS: EvidenceForm.REPORT,
    Method.INSIDER: EvidenceForm.REPORT,
    Method.SWAP: EvidenceForm.LISTING,
    Method.TOKENIZER: EvidenceForm.FINGERPRINT,
    Method.FORMAT: EvidenceForm.FINGERPRINT,
    Method.SELF: EvidenceForm.SELF_DESCRIPTION,
    Method.ANONYMOUS: EvidenceForm.POST,
}


def label_items(ports: Ports, slugs: Iterable[str], view: View) -> tuple[Evidence, ...]:
    """Return evidence of what labels (``label/lantern-alpha``) are, known by then."""
    found: list[Evidence] = []
    for slug in dict.fromkeys(slugs):
        if slug.startswith("label/"):
            found += _of_label(ports, slug, view)
    return tuple(found)


def is_seen(ports: Ports, slug: str, view: View) -> bool:
    """Whether a slug is a label that was reported or listed by then."""
    if not slug.startswith("label/"):
        return False
    name = ports.sightings.canonical(key(slug.removeprefix("label/")), view)
    public = ports.sightings.guide().find(name, view.as_of)
    return bool(public or ports.sightings.label(name, view) or ports.listings.of_label(name, view))


def _of_label(ports: Ports, slug: str, view: View) -> Iterator[Evidence]:
    name = ports.sightings.canonical(key(slug.removeprefix("label/")), view)
    for finding in ports.listings.of_label(name, view):
        if finding.kind.names and finding.named:
            yield _revealed(slug, _slug(ports, view, finding.named), finding)
    for settled in ports.sightings.settled(view, name)[-1:]:
        if settled.outcome == "identified" and settled.subject:
            yield _settled(slug, _slug(ports, view, settled.subject), settled, view)
    for said in ports.sightings.attributions(view, name):
        if said.accepted and not said.id.startswith("AT-L"):  # a list's own attribution is the finding above
            yield _attributed(slug, _slug(ports, view, said.subject), said, view)


def _slug(ports: Ports, view: View, text: str) -> str:
    """Return the slug of a model given as a list's id, a slug or a name."""
    read = names(ports, view).of_id(text) if "/" in text else None
    found = read[1].slug if read is not None else names(ports, view).resolve(text).slug
    return found or text


def _revealed(slug: str, subject: str, one: StoredFinding) -> Evidence:
    return Evidence(
        id=f"{one.catalog}:{one.id}={one.named}", party=party(one.catalog), basis=Basis.FIRST_HAND,
        form=EvidenceForm.ROW_ID, so_at=one.at, learned_at=one.at, source=one.source, url=one.source,
        quote=f"{party(one.catalog)} reveals it: {one.why}.", says=_is(slug, subject),
    )  # fmt: skip


def _settled(slug: str, subject: str, one: Settled, view: View) -> Evidence:
    basis, form, who = _worth(subject, one.source, EvidenceForm.REPORT)
    return Evidence(
        id=f"desk:{one.key}@{one.at:%Y%m%d%H%M}", party=who, basis=basis, form=form, so_at=one.at, learned_at=one.at,
        source=one.source, url=one.source, quote=f"Decided by the desk: {one.how_known}", says=_is(slug, subject),
        tenant=view.tenant,
    )  # fmt: skip


def _attributed(slug: str, subject: str, one: Attribution, view: View) -> Evidence:
    basis, form, who = _worth(subject, one.link, _FORMS.get(one.method, EvidenceForm.NAME))
    return Evidence(
        id=one.id, party=who, basis=basis, form=form, so_at=one.at, learned_at=one.at, source=one.link, url=one.link,
        quote=one.why, says=_is(slug, subject), tenant=view.tenant,
    )  # fmt: skip


def _worth(subject: str, url: str, form: EvidenceForm) -> tuple[Basis, EvidenceForm, str]:
    """Return basis, form and party of a page: the vendor, or the page's host."""
    vendor = subject.partition("/")[0]
    if is_own(vendor, url):
        return Basis.FIRST_PARTY, EvidenceForm.ANNOUNCEMENT, vendor_name(vendor)
    host = (urlsplit(url).hostname or "the desk").removeprefix("www.")
    if form in (EvidenceForm.NAME, EvidenceForm.SELF_DESCRIPTION):
        return Basis.INFERENCE, form, host
    return Basis.FIRST_HAND, EvidenceForm.STATEMENT if form is EvidenceForm.ANNOUNCEMENT else form, host


def _is(slug: str, subject: str) -> tuple[Statement, ...]:
    return (Statement("identity", slug, object=subject),)
