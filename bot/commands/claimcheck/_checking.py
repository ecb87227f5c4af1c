"""What the claimcheck commands have in common: from a sentence or an id to a graded claim, with what it was read as."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.commands.claimcheck._matching import NEAREST, guess_subject
from bot.domain.claims.match import match
from bot.domain.claims.parse import read_message
from bot.domain.claims.parsed import ClaimContext, ParsedClaim
from bot.domain.evidence.caps import other_years, supposed, with_year_supplied, worded
from bot.domain.evidence.checklists import flags, missing, settles
from bot.domain.evidence.evidence import Claim, Evidence, EvidenceContext, Statement
from bot.domain.evidence.grades import Graded, grade
from bot.domain.evidence.linked import with_linked
from bot.domain.evidence.needs import ChecklistFacts, ChecklistNeed
from bot.domain.markets.markets import MarketReading
from bot.domain.names.lab_table import lab_table
from bot.messages.errors import NotFound
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.queries.aliases import Reading, world_of
from bot.queries.evidence import named_in, witnesses
from bot.queries.known_up_to import known_up_to
from bot.queries.labels.label_evidence import is_seen
from bot.queries.names import members_of, name_of, names
from bot.queries.release_order import with_known_day

CANDIDATES = 50


@dataclass(frozen=True, slots=True)
class ClaimMaterial:
    """Everything one claim is judged by, gathered at once; judging it waits for nothing.

    ``guessed`` is what the subject was guessed from, where the sentence names none.
    """

    claim: Claim
    match: str
    parsed: ParsedClaim | None
    world: EvidenceContext
    evidence: tuple[Evidence, ...]
    near: tuple[Claim, ...]
    readings: tuple[Reading, ...]
    known_subject: bool
    markets: tuple[MarketReading, ...] = ()
    name: str = ""
    guessed: str = ""
    known_up_to: datetime | None = None


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """A judged claim: its grade and everything said beside it."""

    material: ClaimMaterial
    graded: Graded
    missing: tuple[ChecklistNeed, ...]
    settles: str
    flags: tuple[str, ...]

    @property
    def claim(self) -> Claim:
        """The claim that was graded."""
        return self.material.claim

    @property
    def weighed(self) -> bool:
        """Whether anything at all bears on the claim."""
        return bool(self.graded.items or self.graded.lines)

    @property
    def items(self) -> Mapping[str, Evidence]:
        """The evidence by id."""
        return {item.id: item for item in self.material.evidence}


def gather(ports: Ports, ctx: RequestContext, claim: Claim, parsed: ParsedClaim | None = None) -> ClaimMaterial:
    """Everything needed to judge a claim; one asked in other words than the ledger's is matched slot by slot."""
    view = ctx.view
    claim = with_known_day(ports, claim, view)
    said = claim.statement
    named = named_in(said)
    world, readings = world_of(ports, named, view)
    subjects = tuple(dict.fromkeys((*named, *(reading.slug for reading in readings))))
    candidates = tuple(ports.claims.like(claim.text, subjects, view, CANDIDATES))
    kind, near = "exact", tuple(one for one in candidates if one.id != claim.id)[:NEAREST]
    if not claim.id:
        found = match(claim, candidates, world)
        kind, near = found.kind, found.nearest[: NEAREST + 1]
        if found.claim is not None:
            claim = _taken(found.claim, claim)
    subject = ports.ledger.subject(said.subject, view)
    family = members_of(ports, said, view)
    if family:
        world = replace(world, members={said.subject: frozenset(family)})
    evidence = witnesses(ports, said, readings, view, claim.id, family)
    if not claim.id:
        evidence = with_linked(evidence, candidates, ctx.as_of)
    markets = ports.markets.of_subject(said.subject, view) if said.type == "release_date" else ()
    if said.type == "release_date":
        for reading in readings:
            markets = (*markets, *ports.markets.of_subject(reading.slug, view))
    return ClaimMaterial(
        claim=claim,
        match=kind,
        parsed=parsed,
        world=world,
        evidence=evidence,
        near=near,
        readings=readings,
        known_subject=subject is not None
        or is_seen(ports, said.subject, view)
        or any(c.statement.subject == said.subject for c in (claim, *candidates) if c.id),
        markets=tuple(markets),
        name=name_of(ports, view, said.subject),
        known_up_to=known_up_to(ports, view, subject, evidence),
    )


def _taken(candidate: Claim, claim: Claim) -> Claim:
    """Return the ledger's claim with the asked subject.

    An identity filed in the other direction is reversed.
    """
    said, subject = candidate.statement, claim.statement.subject or candidate.statement.subject
    other = said.subject if said.type == "identity" and subject == said.object else said.object
    return replace(candidate, statement=replace(said, subject=subject, object=other))


def judge(material: ClaimMaterial, as_of: datetime) -> CheckedClaim:
    """The grade of what was gathered, with what is missing and what is flagged. The same material, the same answer."""
    claim = material.claim
    graded = grade(claim, material.evidence, as_of, material.world)
    if material.guessed:
        graded = supposed(graded)
    if material.match == "words":
        graded = worded(graded)
    if material.parsed is not None and material.parsed.year_supplied and claim.statement.day is not None:
        others = (
            grade(replace(claim, statement=moved), material.evidence, as_of, material.world)
            for moved in other_years(claim.statement)
        )
        graded = with_year_supplied(graded, others)
    about = tuple(
        item for item in material.evidence if item.is_valid(as_of) and _speaks_of(item, claim, material.world)
    )
    facts = ChecklistFacts(claim, graded, about)
    known = [item for item in material.evidence if item.known(as_of)]
    return CheckedClaim(
        material=material,
        graded=graded,
        missing=missing(facts),
        settles=settles(facts),
        flags=flags(claim, graded, known, as_of, material.world, _flags_of_words(material)),
    )


def _speaks_of(item: Evidence, claim: Claim, world: EvidenceContext) -> bool:
    subject = world.one(claim.statement.subject)
    return claim.id in item.links or any(world.one(said.subject) == subject for said in item.says)


def _flags_of_words(material: ClaimMaterial) -> tuple[str, ...]:
    said = material.claim.statement
    if said.type == "better_than" and not said.benchmark and not said.object:
        return ("superlative without benchmark",)
    labs = lab_table().labs
    maker, other = labs.get(said.subject.partition("/")[0]), labs.get(said.object)
    if said.type == "identity" and said.polarity > 0 and maker and other and maker is not other:
        return (f"by its name a model of {maker.name}, not of {other.name}",)
    return ()


def find_claim(ports: Ports, ctx: RequestContext, name: str) -> Claim:
    """The claim of an id.

    Raises:
        Unknown: there is none for this view; the nearest numbers are offered.
    """
    wanted = name.strip().upper()
    if wanted.isdecimal():
        wanted = f"CL-{int(wanted):04d}"
    found = ports.claims.claim(wanted[:20], ctx.view)
    if found is None:
        number = int("".join(c for c in wanted if c.isdecimal())[:6] or "0")
        every = sorted(ports.claims.every(ctx.view), key=lambda c: (abs(int(c.id.partition("-")[2]) - number), c.id))
        nearest = tuple(f"{claim.id} — {claim.text}" for claim in every[:NEAREST])
        raise NotFound(
            f"There is no claim {name.strip()[:40]}.", why="Nearest by number:" if nearest else "", choices=nearest
        )
    return found


def asked_claim(parsed: ParsedClaim) -> Claim:
    """A claim that somebody asked, not (yet) one of the ledger."""
    return Claim(statement=parsed.statement or Statement("", ""), text=parsed.text)


def material_of(ports: Ports, ctx: RequestContext, text: str) -> ClaimMaterial:
    """The first claim of a text, or the claim of an id, with everything it is judged by.

    Raises:
        Unknown: no claim of that id, or nothing in the text that could be checked.
    """
    if text.strip().upper().startswith("CL-") and " " not in text.strip():
        return gather(ports, ctx, find_claim(ports, ctx, text))
    message = read_message(text, ctx.as_of, names(ports, ctx.view), ClaimContext())
    if not any(parsed.subject for parsed in message.claims) and (guessed := guess_subject(ports, ctx, text)):
        message = read_message(text, ctx.as_of, names(ports, ctx.view), ClaimContext(about=guessed))
    for parsed in message.claims:
        if parsed.checkable and parsed.claim_type is not None and parsed.subject:
            return gather(ports, ctx, asked_claim(parsed), parsed)
    why = next((parsed.why for parsed in (*message.claims, *message.passed_over)), "")
    raise NotFound("There is no claim in that.", why=why, todo="Give an id such as CL-0044, or the sentence.")
