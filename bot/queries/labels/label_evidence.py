"""Identities of labels as evidence.

A host's reveal, a desk's decision, attributions, the field guide. A host is first-hand for its own list, like a row's
id. A page the desk relied on is rated by its author: the vendor's own is first-party. The field guide is rated by how
the identity is known; what a label is only said to be is an inference.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from bot.domain.evidence.evidence import Basis, Evidence, EvidenceForm, Statement
from bot.domain.names.vendors import is_own, speaker_for, vendor_name
from bot.domain.sightings.base_rates import Checkpoint
from bot.domain.sightings.labels import key
from bot.domain.sightings.methods import Attribution, Method
from bot.messages.request import View
from bot.ports import Ports
from bot.ports.catalogs.listings import StoredFinding
from bot.ports.sightings import Settled
from bot.queries.catalog_evidence import party
from bot.queries.names import names
from bot.queries.tellers import teller_of

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


GUIDE = "guide:"  # begins the id of an item of the field guide
ATTRIBUTION = "AT-"  # and of an attribution
# How the field guide says that a label's model is known, by the first words of its note.
_KNOWN_BY: Mapping[str, tuple[Basis, EvidenceForm]] = {
    "lab statement": (Basis.FIRST_PARTY, EvidenceForm.ANNOUNCEMENT),
    "same row id": (Basis.FIRST_HAND, EvidenceForm.ROW_ID),
    "id leak": (Basis.FIRST_HAND, EvidenceForm.ROW_ID),
    "press report": (Basis.FIRST_HAND, EvidenceForm.REPORT),
    "swap timing": (Basis.FIRST_HAND, EvidenceForm.LISTING),
    "fingerprint": (Basis.FIRST_HAND, EvidenceForm.FINGERPRINT),
    "self-description": (Basis.INFERENCE, EvidenceForm.SELF_DESCRIPTION),
}
_INFERRED = (Basis.INFERENCE, EvidenceForm.NAME)


def label_items(ports: Ports, slugs: Iterable[str], view: View) -> tuple[Evidence, ...]:
    """Return evidence of what labels (``label/lantern-alpha``) are, known by then.

    A codename may be a label too.
    """
    found: list[Evidence] = []
    for slug in dict.fromkeys(slugs):
        if slug.startswith("label/"):
            found += _of_label(ports, slug, view)
        else:
            found += _of_guide(ports, slug, view)
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
    yield from _of_guide(ports, slug, view)


def _of_guide(ports: Ports, slug: str, view: View) -> Iterator[Evidence]:
    """Return the field guide's identification and the public attributions."""
    guide = ports.sightings.guide()
    public = next((one for name in _names(ports, slug, view) if (one := guide.find(name, view.as_of))), None)
    if public is None:
        return
    models = public.subjects or frozenset(_models(ports, view, public.identified_as)[:1])
    if slug in models:
        return  # a model that is listed under its own name
    if models and public.known_at is not None:
        yield _known(slug, sorted(models), public)
    for said in guide.attributed(public.label, view.as_of):
        yield _attributed(slug, _slug(ports, view, said.subject), said, view)
    for model in _models(ports, view, public.said_to_be):
        yield _said_to_be(slug, model, public)


def _names(ports: Ports, slug: str, view: View) -> tuple[str, ...]:
    """Return a slug's names on a list: the label's own, or a codename's name."""
    if slug.startswith("label/"):
        return (ports.sightings.canonical(key(slug.removeprefix("label/")), view),)
    known = ports.ledger.subject(slug, view)
    return (known.name,) if known is not None else ()


def _models(ports: Ports, view: View, text: str) -> list[str]:
    """Return the models a text names, in its order."""
    read = names(ports, view).read(text) if text else ()
    return [found.readings[0].slug for found in read if found.readings and found.readings[0].is_model]


def _known(slug: str, models: Iterable[str], one: Checkpoint) -> Evidence:
    """Convert an identification to evidence of the form that its note names.

    A lab's statement on somebody else's page is second-hand.
    """
    how = one.how_known.partition(":")[0]
    basis, form = _KNOWN_BY.get(how, _INFERRED)
    url = next(iter(one.sources), "")
    vendor = next(iter(models)).partition("/")[0]
    teller = teller_of(url)
    own = is_own(vendor, url)
    first = basis is Basis.FIRST_PARTY
    at = one.known_at or one.learned_at
    return Evidence(
        id=f"{GUIDE}{key(one.label)}", party=vendor_name(vendor) if first else teller, basis=basis, form=form, so_at=at,
        learned_at=at, source=url, url=url, quote=f"{one.label} was {one.identified_as}; known by {one.how_known}.",
        says=tuple(statement for model in models for statement in _is(slug, model)),
        via=f"read where {teller} tells of it" if first and not own else "",
    )  # fmt: skip


def _said_to_be(slug: str, model: str, one: Checkpoint) -> Evidence:
    url = next(iter(one.sources), "")
    teller = teller_of(url)
    return Evidence(
        id=f"{GUIDE}{key(one.label)}={model}", party=teller, basis=Basis.INFERENCE, form=EvidenceForm.NAME,
        so_at=one.learned_at, learned_at=one.learned_at, source=url, url=url,
        quote=f"{one.label} is said to be {one.said_to_be}.", says=_is(slug, model), named=False,
    )  # fmt: skip


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
    if own := speaker_for(subject.partition("/")[0], url):
        return Basis.FIRST_PARTY, EvidenceForm.ANNOUNCEMENT, own
    teller = teller_of(url) if url.startswith("http") else "the desk"
    if form in (EvidenceForm.NAME, EvidenceForm.SELF_DESCRIPTION):
        return Basis.INFERENCE, form, teller
    return Basis.FIRST_HAND, EvidenceForm.STATEMENT if form is EvidenceForm.ANNOUNCEMENT else form, teller


def _is(slug: str, subject: str) -> tuple[Statement, ...]:
    return (Statement("identity", slug, object=subject),)
