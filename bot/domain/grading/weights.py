"""Weigh one item of evidence for one statement: its level, direction and reason.

The levels are those of SPEC §2 (`EvidenceLevel`); `bot.domain.grading.grades` combines both sides' items into a grade.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

from bot.domain.evidence.bearing import SHUTDOWN
from bot.domain.evidence.evidence import (
    COPIES,
    DOCUMENTS,
    Basis,
    Claim,
    Evidence,
    EvidenceContext,
    EvidenceForm,
    Statement,
)
from bot.domain.evidence.grade_result import WeighedItem
from bot.domain.evidence.grade_rules import EvidenceLevel
from bot.domain.evidence.origins import Lineage
from bot.domain.grading.entailment import Bearing, bears

_FIRST_HAND = {
    EvidenceForm.REPORT: EvidenceLevel.PRESS,
    EvidenceForm.STATEMENT: EvidenceLevel.PRESS,
    EvidenceForm.ROW_ID: EvidenceLevel.STRONG,
    EvidenceForm.MEASUREMENT: EvidenceLevel.TRACE,
    EvidenceForm.LISTING: EvidenceLevel.TRACE,
    EvidenceForm.LABEL: EvidenceLevel.TRACE,
    EvidenceForm.DOCUMENT: EvidenceLevel.TRACE,
    EvidenceForm.API_LIST: EvidenceLevel.TRACE,
    EvidenceForm.FINGERPRINT: EvidenceLevel.TRACE,
}
_WORTHLESS = frozenset({*COPIES, Basis.MARKET, Basis.UNKNOWN})
_NO_ORIGIN = frozenset({EvidenceForm.PRICE, EvidenceForm.WATCH})
ABOUT_QUALITY = frozenset({"benchmark_score", "better_than"})
ROUNDED_CAP = EvidenceLevel.STRONG
IDENTITY_CAP = EvidenceLevel.PRESS
BEYOND_CAP = EvidenceLevel.TRACE
SECOND_HAND = EvidenceLevel.STRONG  # the level of a vendor's document read where others quote it
NEAR_MISS = timedelta(days=2)  # by which a day of the ledger's record may differ from another source's
ONE_PLACE = timedelta(days=31)  # by which a model may have come to another place before
_PROVES_IDENTITY = frozenset({EvidenceForm.ROW_ID, EvidenceForm.RECORD})


def level(item: Evidence, said: Statement) -> EvidenceLevel:
    """Return an item's level as an origin for one statement."""
    if item.basis in _WORTHLESS or item.form in _NO_ORIGIN or not item.accepted:
        return EvidenceLevel.NONE
    if item.basis is Basis.INFERENCE:
        return EvidenceLevel.WORD
    if item.form is EvidenceForm.RECORD:
        return EvidenceLevel.STRONG
    if item.basis is Basis.FIRST_PARTY:
        return _first_party_level(item, said)
    if item.basis is Basis.MEASURED:
        return _measured_level(item, said)
    worth = _FIRST_HAND.get(item.form, EvidenceLevel.WORD)
    return worth if item.named or worth <= EvidenceLevel.TRACE else EvidenceLevel.WORD


def _first_party_level(item: Evidence, said: Statement) -> EvidenceLevel:
    """Rate a vendor's document.

    Its statements about the future, and the lab's own number, rate lower than accomplished facts. The day on which it
    will shut a model down is its own decision.
    """
    if item.form in DOCUMENTS and said.future and said.object == SHUTDOWN:
        return EvidenceLevel.STRONG
    document = item.form in DOCUMENTS and not said.future and said.type not in ABOUT_QUALITY
    if not document:
        return EvidenceLevel.PRESS
    return SECOND_HAND if item.via else EvidenceLevel.PROOF


def _measured_level(item: Evidence, said: Statement) -> EvidenceLevel:
    """Rate a measurement by its n, its board, and one harness for a comparison."""
    if item.form is EvidenceForm.BOARD and said.type == "benchmark_score":
        return EvidenceLevel.PROOF
    alone = said.type == "better_than" and not item.same_harness
    return EvidenceLevel.TRACE if item.runs is None or alone else EvidenceLevel.STRONG


def weigh(claim: Claim, known: Iterable[Evidence], lineage: Lineage, world: EvidenceContext) -> tuple[WeighedItem, ...]:
    """Weigh every item that bears on the statement, with its direction."""
    asked = claim.statement
    drifted = {drift.copy for drift in lineage.drifts}
    by_id = {item.id: item for item in known}
    found = []
    for item in by_id.values():
        bearing, said = _bearing(item, claim, world)
        if not bearing.sign:
            continue
        worth, copy, beyond = _worth(item, bearing, said), item.basis in COPIES, ""
        drift = item.id in drifted and not _root_agrees(item, bearing.sign, claim, by_id, lineage, world)
        if drift and item.accepted:
            worth = EvidenceLevel.WORD
        if asked.beyond and claim.id not in item.links:
            worth = min(worth, BEYOND_CAP)  # that it is out somewhere neither proves nor refutes "out in Germany"
            beyond = f", says nothing of {', '.join(asked.beyond[:3])}"
        worth = min(worth, _identity_cap(item, asked))
        if bearing.sign * asked.polarity < 0 and _just_missed(item, said, asked):
            worth = min(worth, EvidenceLevel.TRACE)
        why = _why(item, said, worth) + beyond
        found.append(
            WeighedItem(
                (item.id,),
                frozenset({item.party}),
                bearing.sign,
                worth,
                why,
                item.form,
                copy=copy and not worth,
                rounded=bearing.rounded,
                drift=drift,
                capped=bool(beyond),
                sold=item.sold,
            )
        )
    return tuple(sorted(found, key=lambda item: (-item.level, item.ids)))


def _identity_cap(item: Evidence, asked: Statement) -> EvidenceLevel:
    """The level of an item that alone may not prove what a name stands for."""
    proves = item.basis is Basis.FIRST_PARTY or item.form in _PROVES_IDENTITY
    return EvidenceLevel.PROOF if proves or asked.type != "identity" else IDENTITY_CAP


def _just_missed(item: Evidence, said: Statement, asked: Statement) -> bool:
    """Whether a claimed day of release misses the recorded one by little.

    Another place may have had it that day. That is two days for the ledger's record, and a month where the first
    release known was on one surface only.
    """
    if said.type != "release_date" or said.day is None or asked.day is None:
        return False
    one_place = said.operator == "first" and bool(said.surface) and not asked.surface
    if not one_place and item.form is not EvidenceForm.RECORD:
        return False
    slack = ONE_PLACE if one_place else NEAR_MISS
    return (asked.since or asked.day) - slack <= said.day <= asked.day + slack


def _root_agrees(
    item: Evidence, sign: int, claim: Claim, by_id: Mapping[str, Evidence], lineage: Lineage, world: EvidenceContext
) -> bool:
    """Whether a drifted copy's origin agrees on this claim, so that it is a mere copy.

    If not, the copy is an origin of its change, of the weakest kind.
    """
    roots = (by_id[root] for root in lineage.roots.get(item.id, ()) if root in by_id)
    return any(_bearing(root, claim, world)[0].sign == sign for root in roots)


def _bearing(item: Evidence, claim: Claim, world: EvidenceContext) -> tuple[Bearing, Statement]:
    """Return an item's strongest relation to the claim.

    That is its link, or the statement that weighs most; one for the claim goes before one against it.
    """
    if claim.id and claim.id in item.links:
        return Bearing(item.links[claim.id]), claim.statement
    if claim.statement.altered:
        return Bearing(), claim.statement
    told = ((bears(said, claim.statement, world), said) for said in item.says)
    return max(
        ((bearing, said) for bearing, said in told if bearing.sign),
        key=lambda pair: (pair[0].sign, _worth(item, *pair), not pair[0].rounded),
        default=(Bearing(), claim.statement),
    )


def _worth(item: Evidence, bearing: Bearing, said: Statement) -> EvidenceLevel:
    """An item's level for a statement that may round a claim's number."""
    return min(level(item, said), ROUNDED_CAP if bearing.rounded else EvidenceLevel.PROOF)


def _why(item: Evidence, said: Statement, worth: int) -> str:
    if item.basis in COPIES:
        return "a copy that changed what it copies" if worth else "a copy"
    if not item.accepted:
        return "waits for the desk"
    number = " (by the lab)" if item.basis is Basis.FIRST_PARTY and said.type in ABOUT_QUALITY else ""
    unnamed = not item.named and item.basis is Basis.FIRST_HAND  # whoever relays nobody knows was not there
    return f"{'from an unnamed source' if unnamed else item.basis.value}, {item.form.value}{number}"
