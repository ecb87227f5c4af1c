"""What the claimcheck commands have in common: from a sentence or an id to a graded claim, with what it was read as."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from weakref import WeakKeyDictionary

from bot.commands.claimcheck._matching import NEAR, guess_subject, matched
from bot.domain.claims import entities
from bot.domain.claims.parse import read_message
from bot.domain.claims.parsed import Context, ParsedClaim
from bot.domain.evidence import statements
from bot.domain.evidence.checklists import ChecklistFacts, ChecklistNeed, flags, missing, settles
from bot.domain.evidence.confidence import Resolved
from bot.domain.evidence.evidence import Claim, ClaimOutcome, Evidence, EvidenceContext, Statement
from bot.domain.evidence.grades import ROUNDED_CAP, Grade, Graded, Rule, grade
from bot.domain.evidence.statements import StatementReading
from bot.domain.markets.markets import MarketReading
from bot.domain.names.subjects import Alias, AliasStatus, fold
from bot.messages.errors import NotFound
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.ports.ledger import Ledger
from bot.queries.aliases import Reading, world_of
from bot.queries.evidence import named_in, witnesses

RECORDED = 500  # resolved claims that a record is made of
MANY = 10_000
MINUTE = 60
CANDIDATES = 50
KEPT = 64


@dataclass(frozen=True, slots=True)
class ClaimMaterial:
    """Everything one claim is judged by, gathered at once; judging it waits for nothing.

    ``guessed`` is what the subject was guessed from, where the sentence names none.
    """

    claim: Claim
    match: str
    parsed: ParsedClaim | None
    read: StatementReading
    world: EvidenceContext
    evidence: tuple[Evidence, ...]
    near: tuple[Claim, ...]
    readings: tuple[Reading, ...]
    known_subject: bool
    markets: tuple[MarketReading, ...] = ()
    name: str = ""
    guessed: str = ""


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


@lru_cache(maxsize=32)
def _gazetteer(rows: tuple[Alias, ...]) -> entities.Gazetteer:
    """The names of a ledger, prepared for finding: a subject's own names first, then good ones, then the rest."""
    ranked = sorted(
        rows, key=lambda row: (fold(row.slug.rpartition("/")[2]) != row.folded, row.standing is not AliasStatus.GOOD)
    )
    return entities.Gazetteer.of(
        entities.Alias(
            row.text,
            row.slug,
            good_from=row.learned_at.date() if row.standing is AliasStatus.GOOD else None,
            refuted_on=row.learned_at.date() if row.standing is AliasStatus.REFUTED else None,
            common=row.text.isalpha() and row.text.islower(),
        )
        for row in ranked
        if not _by_grammar(row.text)
    )


@lru_cache(maxsize=10_000)
def _by_grammar(name: str) -> bool:
    """Whether the grammar of families and versions reads a name by itself; as an alias it would hide its variants."""
    if not any(c.isdecimal() for c in name):
        return False
    found = entities.find(name, entities.Gazetteer(), Context())
    return any(entity.kind == "model" and entity.end - entity.start == len(name) for entity in found)


_NAMES: WeakKeyDictionary[Ledger, dict[tuple[str, int], entities.Gazetteer]] = WeakKeyDictionary()


def gazetteer(ports: Ports, ctx: RequestContext) -> entities.Gazetteer:
    """The gazetteer as it was known at the asked time; a name learned within the last minute may be missing from it."""
    known = _NAMES.setdefault(ports.ledger, {})
    key = (ctx.tenant, int(ctx.as_of.timestamp()) // MINUTE)
    if key not in known:
        if len(known) >= KEPT:
            known.clear()
        known[key] = _gazetteer(tuple(ports.ledger.aliases(ctx.view)))
    return known[key]


def gather(
    ports: Ports,
    ctx: RequestContext,
    claim: Claim,
    parsed: ParsedClaim | None = None,
    read: StatementReading | None = None,
) -> ClaimMaterial:
    """Everything needed to judge a claim; one asked in other words than the ledger's is matched slot by slot."""
    view, said = ctx.view, claim.statement
    named = named_in(said)
    world, readings = world_of(ports, named, view)
    subjects = tuple(dict.fromkeys((*named, *(reading.slug for reading in readings))))
    candidates = tuple(ports.claims.like(claim.text, subjects, view, CANDIDATES)) if not claim.id else ()
    match, near = "exact", tuple[Claim, ...]()
    if not claim.id:
        claim, match, near = matched(
            claim, candidates, world, whole=read is None or not (read.uncovered or read.changed)
        )
        if read is not None and read.changed and match in ("near", "two", "negated"):
            match = "none"  # a word that makes another claim of the same slots
    subject = ports.ledger.subject(said.subject, view)
    evidence = witnesses(ports, said, readings, view, claim.id)
    markets = ports.markets.of_subject(said.subject, view) if said.type == "release_date" else ()
    if said.type == "release_date":
        for reading in readings:
            markets = (*markets, *ports.markets.of_subject(reading.slug, view))
    return ClaimMaterial(
        claim=claim,
        match=match,
        parsed=parsed,
        read=read or StatementReading(said),
        world=world,
        evidence=evidence,
        near=near,
        readings=readings,
        known_subject=subject is not None
        or any(c.statement.subject == said.subject for c in (claim, *candidates) if c.id),
        markets=tuple(markets),
        name=subject.name if subject else said.subject.rpartition("/")[2],
    )


def judge(material: ClaimMaterial, as_of: datetime) -> CheckedClaim:
    """The grade of what was gathered, with what is missing and what is flagged. The same material, the same answer."""
    claim = material.claim
    if material.read.changed and material.match != "exact":
        # a word makes another claim of these slots ("as open weights"): nothing here is about that one
        claim = replace(claim, statement=replace(claim.statement, type="other", object=f"changed: {claim.text}"))
    graded = grade(claim, material.evidence, as_of, material.world)
    loose = material.match == "words" or (material.match != "exact" and material.read.uncovered)
    cap = 2 if material.read.foreign else ROUNDED_CAP
    if loose and graded.support > cap and graded.grade in (Grade.CONFIRMED, Grade.SUPPORTED, Grade.REPORTED):
        graded = _capped(graded, cap, material.read.uncovered)
    if material.guessed and graded.grade is Grade.CONFIRMED:
        graded = _guessed(graded, material)
    if material.match != "exact" and material.read.uncovered and claim.statement.polarity < 0:
        graded = _not_refuted(graded, material.read.uncovered)
    claim = replace(claim, statement=material.claim.statement)
    about = tuple(item for item in material.evidence if item.stands(as_of) and _speaks_of(item, claim, material.world))
    facts = ChecklistFacts(claim, graded, about)
    known = [item for item in material.evidence if item.known(as_of)]
    return CheckedClaim(
        material=material,
        graded=graded,
        missing=missing(facts),
        settles=settles(facts),
        flags=flags(claim, graded, known, as_of, material.world, _flags_of_words(material)),
    )


def _capped(graded: Graded, cap: int, left: tuple[str, ...]) -> Graded:
    """The grade of a sentence that says more than the evidence: SUPPORTED at most, UNCONFIRMED where it names more."""
    word = Grade.UNCONFIRMED if cap < ROUNDED_CAP else Grade.SUPPORTED
    about = f" ({', '.join(left[:5])})" if left else ""
    sentence = f"Support level {graded.support}, but not every word has evidence{about}: at most {word.value}."
    return replace(graded, grade=word, support=cap, rule=Rule("words-not-covered", sentence))


def _guessed(graded: Graded, material: ClaimMaterial) -> Graded:
    """No more than SUPPORTED for a sentence of which somebody has to guess what it is about."""
    sentence = (
        f"Support level {graded.support}, but that {material.name} is meant was guessed from {material.guessed}: "
        f"at most {Grade.SUPPORTED.value}. Say which with about:."
    )
    return replace(graded, grade=Grade.SUPPORTED, support=ROUNDED_CAP, rule=Rule("subject-guessed", sentence))


def _not_refuted(graded: Graded, left: tuple[str, ...]) -> Graded:
    """A denial that says more than the evidence: being out somewhere does not refute "not out in Germany"."""
    if graded.grade not in (Grade.CONTRADICTED, Grade.MIXED):
        return graded
    word = Grade.SPECULATION if graded.support <= 1 else Grade.UNCONFIRMED
    sentence = (
        f"Refutation level {graded.refute}, but not every word has evidence ({', '.join(left[:5])}): not refuted."
    )
    return replace(
        graded, grade=word, support=min(graded.support, 2), refute=2, rule=Rule("words-not-covered", sentence)
    )


def _speaks_of(item: Evidence, claim: Claim, world: EvidenceContext) -> bool:
    subject = world.one(claim.statement.subject)
    return claim.id in item.links or any(world.one(said.subject) == subject for said in item.says)


def _flags_of_words(material: ClaimMaterial) -> tuple[str, ...]:
    said = material.claim.statement
    vague = said.type == "better_than" and not said.benchmark and not said.object
    return ("superlative without benchmark",) if vague else ()


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
        nearest = tuple(f"{claim.id} — {claim.text}" for claim in every[:NEAR])
        raise NotFound(
            f"There is no claim {name.strip()[:40]}.", why="Nearest by number:" if nearest else "", choices=nearest
        )
    return found


def asked_claim(parsed: ParsedClaim, read: StatementReading) -> Claim:
    """A claim that somebody asked, not (yet) one of the ledger."""
    statement: Statement = read.statement
    return Claim(statement=statement, text=parsed.text)


def material_of(ports: Ports, ctx: RequestContext, text: str) -> ClaimMaterial:
    """The first claim of a text, or the claim of an id, with everything it is judged by.

    Raises:
        Unknown: no claim of that id, or nothing in the text that could be checked.
    """
    if text.strip().upper().startswith("CL-") and " " not in text.strip():
        return gather(ports, ctx, find_claim(ports, ctx, text))
    message = read_message(text, ctx.as_of, gazetteer(ports, ctx), Context())
    if not any(parsed.subject for parsed in message.claims) and (guessed := guess_subject(ports, ctx, text)):
        message = read_message(text, ctx.as_of, gazetteer(ports, ctx), Context(about=guessed))
    for parsed in message.claims:
        if parsed.checkable and parsed.claim_type is not None and parsed.subject:
            read = statements.read(parsed)
            return gather(ports, ctx, asked_claim(parsed, read), parsed, read)
    why = next((parsed.why for parsed in (*message.claims, *message.passed_over)), "")
    raise NotFound("There is no claim in that.", why=why, todo="Give an id such as CL-0044, or the sentence.")


_BEFORE: dict[tuple[str, str, datetime], int] = {}


def resolved_like(ports: Ports, ctx: RequestContext) -> tuple[Resolved, ...]:
    """The claims that came true or false by the asked time, each with the support it had just before.

    That support never changes again, so it is worked out once and remembered.
    """
    found = []
    for claim in ports.claims.every(ctx.view, RECORDED):
        outcome, at = claim.outcome_at(ctx.as_of), claim.resolved_at
        if at is None or outcome not in (ClaimOutcome.TRUE, ClaimOutcome.FALSE):
            continue
        key = (ctx.tenant, claim.id, at)
        if key not in _BEFORE:
            if len(_BEFORE) > MANY:
                _BEFORE.clear()
            moment = ctx.at(at - timedelta(seconds=1))
            items = ports.claims.evidence((claim.statement.subject,), moment.view, claim.id)
            world = EvidenceContext(benchmarks=ports.claims.benchmarks())
            _BEFORE[key] = grade(claim, items, moment.as_of, world).support
        found.append(Resolved(_BEFORE[key], claim.statement.type, outcome is ClaimOutcome.TRUE))
    return tuple(found)
