"""What a claim of each type needs, which of it is missing, what would settle it, and the flags beside its grade."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.evidence.evidence import Basis, Claim, Evidence, EvidenceContext, EvidenceForm
from bot.domain.evidence.grades import Graded
from bot.domain.evidence.origins import Lineage

STALE = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class ChecklistFacts:
    """What a need is checked against: the grade, and the evidence known about the subject."""

    claim: Claim
    graded: Graded
    about: tuple[Evidence, ...]

    def supported(self, least: int) -> bool:
        """Whether some item speaks for the claim at that level."""
        return any(item.sign > 0 and item.level >= least for item in self.graded.items)

    def has(self, *forms: EvidenceForm, basis: Basis | None = None) -> bool:
        """Whether the subject has an item of such a form."""
        return any(item.form in forms and (basis is None or item.basis is basis) for item in self.about)


@dataclass(frozen=True, slots=True)
class ChecklistNeed:
    """One thing a type of claim needs: in words, where to look, whether it is there, whether it would settle it."""

    words: str
    where: str
    met: Callable[[ChecklistFacts], bool]
    settles: bool = False


def _level(least: int) -> Callable[[ChecklistFacts], bool]:
    return lambda facts: facts.supported(least)


def _card(facts: ChecklistFacts) -> bool:
    return facts.has(EvidenceForm.MODEL_CARD, basis=Basis.FIRST_PARTY)


def _one_harness(facts: ChecklistFacts) -> bool:
    return any(item.level >= 4 for item in facts.graded.items)  # noqa: PLR2004 - the level of a measurement


def _counted(facts: ChecklistFacts) -> bool:
    used = {item.id: item for item in facts.about}
    return any(used[name].runs for item in facts.graded.items if item.level for name in item.ids if name in used)


def _two_origins(facts: ChecklistFacts) -> bool:
    return len({p for item in facts.graded.items if item.sign > 0 and item.level > 2 for p in item.parties}) > 1  # noqa: PLR2004


def _primary(facts: ChecklistFacts) -> bool:
    return facts.supported(3)


NEEDS: Mapping[str, tuple[ChecklistNeed, ...]] = {
    "exists": (
        ChecklistNeed("a first-party document that names it", "the vendor's newsroom or model list", _level(5)),
    ),
    "identity": (
        ChecklistNeed("the vendor naming both", "the announcement or the model card", _level(5)),
        ChecklistNeed(
            "the same row id under both names, or two independent fingerprints",
            "a public list that keeps ids when a name is unmasked",
            _level(4),
        ),
    ),
    "available": (
        ChecklistNeed("a changelog or help page of the vendor", "the vendor's changelog", _level(5)),
        ChecklistNeed("a path that others can repeat", "the model list of the API, or several accounts", _level(2)),
    ),
    "release_date": (
        ChecklistNeed(
            "an announcement or changelog entry of the vendor", "the vendor's newsroom and changelog", _level(5)
        ),
        ChecklistNeed(
            "a live model id",
            "the API's model list",
            lambda f: f.has(EvidenceForm.API_LIST, EvidenceForm.LISTING, EvidenceForm.CHANGELOG),
        ),
    ),
    "training_status": (
        ChecklistNeed(
            "a first-party statement", "the vendor's own words, on record", lambda f: f.graded.first_party > 0
        ),
        ChecklistNeed("a second independent named source", "another paper with its own sight of it", _two_origins),
    ),
    "price": (ChecklistNeed("the vendor's price page", "the vendor's price page", _level(5)),),
    "context_limits": (ChecklistNeed("the vendor's model page or card", "the vendor's model page", _level(5)),),
    "benchmark_score": (
        ChecklistNeed(
            "a primary: whoever ran it publishing the number", "the lab's table or the benchmark's board", _primary
        ),
        ChecklistNeed("an independent run with n", "the benchmark's own board", _level(4)),
    ),
    "better_than": (
        ChecklistNeed("a model card", "the vendor's model card", _card),
        ChecklistNeed(
            "a named benchmark", "name one in the claim", lambda f: bool(f.claim.statement.benchmark or f.graded.lines)
        ),
        ChecklistNeed(
            "a same-prompt comparison of both models in one harness",
            "an independent evaluation of both, with n",
            _one_harness,
            settles=True,
        ),
        ChecklistNeed("n: how many tasks and runs", "the evaluation's own page", _counted),
        ChecklistNeed("an independent replication", "a second evaluation by somebody else", _two_origins),
    ),
    "other": (
        ChecklistNeed("a first-party document that says so", "the vendor's own pages", _level(5)),
        ChecklistNeed("a second independent named source", "another source with its own sight of it", _two_origins),
    ),
}


EXACT = ChecklistNeed("the claim's number as the source has it, not rounded", "the items for it", lambda _: False)


def missing(facts: ChecklistFacts) -> tuple[ChecklistNeed, ...]:
    """What the claim's type needs and does not have; nothing once a first-party document settled it either way."""
    weaker, stronger = sorted((facts.graded.support, facts.graded.refute))
    if stronger == 5 and weaker < 4:  # noqa: PLR2004 - the levels of SPEC §2
        return ()
    if facts.graded.rule.name == "rounded":
        return (EXACT,)
    return tuple(need for need in NEEDS.get(facts.claim.statement.type, NEEDS["other"]) if not need.met(facts))


def settles(facts: ChecklistFacts) -> str:
    """The thing that would settle the claim, else the first that is missing, and where to look for it."""
    left = missing(facts)
    first = next((need for need in left if need.settles), next(iter(left), None))
    if first is None:
        return ""
    return first.words if first.where in first.words else f"{first.words} ({first.where})"


_OF_QUALITY = frozenset({"superlative without benchmark", "different harness or build"})
"""What is wrong with an item's word on how good a model is, and not with its word on a date or a limit."""

_COMPUTED: Mapping[EvidenceForm, str] = {
    EvidenceForm.DEMO: "one-shot demo",
    EvidenceForm.PICTURE: "screenshot only",
}


def flags(
    claim: Claim,
    graded: Graded,
    known: Iterable[Evidence],
    as_of: datetime,
    world: EvidenceContext,
    words: Iterable[str] = (),
) -> tuple[str, ...]:
    """Everything to be said beside the grade. ``words`` are flags that the sentence itself earns."""
    items = {item.id: item for item in known}
    used = [items[name] for name in sorted(graded.used) if name in items]
    found = [*(["disputed"] if claim.disputed else [])]
    if min(graded.support, graded.refute) >= 2:  # noqa: PLR2004 - both sides have a checkable trace
        found.append("conflicting reports")
    if graded.last_origin and graded.support < 5 and as_of - graded.last_origin > STALE:  # noqa: PLR2004
        found.append("stale")
    found += _withdrawn(items.values(), claim, as_of, world)
    found += _bound_in_time(claim, as_of)
    found += words
    quality = claim.statement.type in ("better_than", "benchmark_score", "other")
    found += sorted({flag for item in used for flag in item.flags if quality or flag not in _OF_QUALITY})
    found += sorted({_COMPUTED[item.form] for item in used if item.form in _COMPUTED})
    found += _of_items(used, graded.lineage)
    if any(item.rounded for item in graded.items if item.sign > 0):
        found.append("rounded number")
    for line in graded.lines:
        if line.on_axis:
            found += line.flags
    return tuple(dict.fromkeys(found))


def _of_items(used: Iterable[Evidence], lineage: Lineage) -> list[str]:
    used = list(used)
    found = []
    if any(item.form in (EvidenceForm.DEMO, EvidenceForm.MEASUREMENT) and item.runs is None for item in used):
        found.append("no denominator")
    if any(not item.named for item in used):
        found.append("unnamed source")
    if lineage.circular & {item.id for item in used}:
        found.append("circular sourcing")
    if {drift.copy for drift in lineage.drifts} & {item.id for item in used}:
        found.append("drift")
    return found


def _withdrawn(items: Iterable[Evidence], claim: Claim, as_of: datetime, world: EvidenceContext) -> list[str]:
    """A party that withdrew what it said and has nothing else standing about the claim's subject."""
    subject = world.one(claim.statement.subject)
    about = [i for i in items if any(world.one(s.subject) == subject for s in i.says) or claim.id in i.links]
    gone = {item.party for item in about if item.known(as_of) and not item.stands(as_of)}
    left = {item.party for item in about if item.stands(as_of)}
    return ["origin withdrew"] if gone - left else []


def _bound_in_time(claim: Claim, as_of: datetime) -> list[str]:
    day = claim.statement.day
    return ["time-bound"] if day is not None and day >= as_of.date() else []
