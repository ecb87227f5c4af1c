"""What a label is by the identity claims about it, and the grade of that identity."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.evidence.evidence import Claim, ClaimOutcome, Statement
from bot.domain.evidence.grade_result import Graded
from bot.domain.evidence.grade_rules import Grade
from bot.domain.names import label_slug
from bot.domain.names.subjects import Alias, AliasStatus, lab_of
from bot.domain.sightings.base_rates import Checkpoint, CheckpointOutcome
from bot.domain.sightings.field_guide import BY_CLAIM
from bot.messages.request import View
from bot.ports import Ports
from bot.queries.claims.claim_grades import grade_claim
from bot.queries.evidence import identity_claims
from bot.queries.labels.surface_names import TOLD
from bot.queries.names import name_of, names
from bot.reads.shared_reads import shared

_SHOWN = 3  # models that a label is said to be


@dataclass(frozen=True, slots=True)
class LabelIdentity:
    """The grade of "LABEL is MODEL", and whether it turned out true."""

    graded: Graded
    came_true: bool


def label_identity(ports: Ports, view: View, label: str, model: str) -> LabelIdentity | None:
    """Grade "LABEL is MODEL" by all evidence; None if no model is named."""
    reader = names(ports, view)
    one = reader.resolve(label).slug
    read = (found.readings[0] for found in reader.read(model) if found.readings)
    other = model if "/" in model else next((one.slug for one in read if one.is_model), "")
    if not other:
        return None
    if not one or one == other:
        one = label_slug(label)
    asked, pair = Claim(Statement("identity", one, object=other)), {one, other}
    filed = (c for c in identity_claims(ports, (one, other), view) if {c.statement.subject, c.statement.object} == pair)
    claim = next(filed, asked)
    came_true = claim.outcome_at(view.as_of) is ClaimOutcome.TRUE
    return LabelIdentity(grade_claim(ports, claim, view).graded, came_true)


@dataclass(frozen=True, slots=True)
class ClaimedIdentity:
    """What a label is by a claim that did not turn out false, or by a name.

    ``claim`` is empty for a name of the ledger.
    """

    model: str
    name: str
    grade: Grade
    known_at: datetime
    source: str
    claim: str = ""
    came_true: bool = False

    @property
    def established(self) -> bool:
        """Whether it is known, not only said."""
        return self.came_true or self.grade in (Grade.CONFIRMED, Grade.SUPPORTED)


@shared
def claimed_identities(ports: Ports, slug: str, view: View) -> tuple[ClaimedIdentity, ...]:
    """Return what a label (``label/lantern-alpha``) is said to be.

    What came true comes first, then the best supported.
    """
    rows: list[tuple[bool, int, ClaimedIdentity]] = []
    for claim in identity_claims(ports, (slug,), view):
        said, outcome = claim.statement, claim.outcome_at(view.as_of)
        model = said.object if said.subject == slug else said.subject
        if said.polarity < 0 or "/" not in model or outcome not in (ClaimOutcome.TRUE, ClaimOutcome.OPEN):
            continue
        graded, true = grade_claim(ports, claim, view).graded, outcome is ClaimOutcome.TRUE
        if true or graded.support > graded.refute:
            known_at = (claim.resolved_at if true else claim.learned_at) or view.as_of
            page, name = (claim.outcome_source if true else "") or claim.source, name_of(ports, view, model)
            one = ClaimedIdentity(model, name, graded.grade, known_at, page, claim.id, true)
            rows.append((not true, -graded.support, one))
    found: dict[str, ClaimedIdentity] = {}
    for one in (row[-1] for row in sorted(rows, key=lambda row: row[:2])):
        found.setdefault(one.model, one)
    for alias in ports.ledger.namesakes([slug], view):
        if alias.slug != slug and alias.standing is AliasStatus.SPECULATION:
            name = name_of(ports, view, alias.slug)
            one = ClaimedIdentity(alias.slug, name, Grade.SPECULATION, alias.learned_at, alias.source)
            found.setdefault(alias.slug, one)
    return tuple(found.values())


def one_known(claimed: Iterable[ClaimedIdentity]) -> ClaimedIdentity | None:
    """Return what a label is known to be; None if nothing or several models are."""
    sure = [one for one in claimed if one.established]
    return sure[0] if len(sure) == 1 else None


def identified(ports: Ports, view: View, one: Checkpoint | None, told: Alias | None) -> Checkpoint | None:
    """Return a label's public row, with its identity by claims where it has none.

    ``told`` is the ledger's own row of the name; alone it becomes a row once something says what the label is.
    """
    if one is not None and (one.identified_as or one.said_to_be):
        return one
    slug = told.slug if told is not None else label_slug(one.label) if one is not None else ""
    claimed = claimed_identities(ports, slug, view) if slug else ()
    row = one if one is not None or told is None else _row_of(told)
    if not claimed or row is None:
        return one
    best = one_known(claimed)
    return _said_to_be(row, claimed) if best is None else _named(ports, view, row, best)


def _row_of(told: Alias) -> Checkpoint:
    cited = _page(told.source, told.learned_at)
    return Checkpoint(told.text, TOLD, "other", "", told.so_at, told.learned_at, cited=cited)


def _said_to_be(row: Checkpoint, claimed: Sequence[ClaimedIdentity]) -> Checkpoint:
    """A row with the models of the best grade that a label is said to be."""
    first = claimed[0].grade
    shown = [each for each in claimed if each.grade is first][:_SHOWN]
    pages = tuple(page for each in shown for page in _page(each.source, each.known_at))
    said = " or ".join(each.name for each in shown)
    return replace(row, said_to_be=said, said_grade=first.value, cited=tuple(dict.fromkeys((*row.cited, *pages))))


def _named(ports: Ports, view: View, row: Checkpoint, best: ClaimedIdentity) -> Checkpoint:
    """A row with the model that a label is known to be."""
    model = ports.ledger.subject(best.model, view)
    out = model is not None and model.released() is not None
    return replace(
        row,
        identified_as=best.name,
        how_known=f"{BY_CLAIM} ({best.claim})" if best.came_true else f"the claim {best.claim} is {best.grade.value}",
        known_at=best.known_at,
        subjects=frozenset({best.model}),
        vendor=row.vendor or lab_of(best.model),
        vendor_known_at=row.vendor_known_at or best.known_at,
        fate=CheckpointOutcome.SHIPPED if out else CheckpointOutcome.NAMED,
        cited=(*row.cited, *_page(best.source, best.known_at)),
    )


def _page(url: str, at: datetime) -> tuple[tuple[str, datetime], ...]:
    return ((url, at),) if url.startswith("http") else ()


@shared
def known_labels(ports: Ports, view: View) -> tuple[Checkpoint, ...]:
    """Return the labels of the field guide, each with what claims say that it is."""
    rows = {label_slug(one.label): one for one in ports.sightings.guide().labels(view.as_of)}
    claims = identity_claims(ports, tuple(rows), view)
    claimed = {slug for one in claims for slug in (one.statement.subject, one.statement.object)}
    return tuple((identified(ports, view, one, None) or one) if slug in claimed else one for slug, one in rows.items())
