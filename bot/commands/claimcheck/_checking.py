"""What the claimcheck commands have in common: from a sentence or an id to a graded claim, with what it was read as."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from bot.domain import statements
from bot.domain.checklists import Facts, Need, flags, missing, settles
from bot.domain.claims import entities
from bot.domain.claims.parsed import ParsedClaim
from bot.domain.evidence import Claim, Evidence, Statement, World
from bot.domain.grades import ROUNDED_CAP, Grade, Graded, Rule, grade
from bot.domain.markets import MarketSeen
from bot.domain.statements import Read
from bot.domain.subjects import Alias, Standing, fold
from bot.errors import Unknown
from bot.ports import Ports
from bot.request import Asked, View

NEAR = 3
ALIKE = 0.6  # the share of common words from which two claims without slots are taken to be one
_SMALL_WORDS = """
a an the is are was were will be of in on at to for and or it its has have that this by with
"""
_SMALL = frozenset(_SMALL_WORDS.split())
FEW_WORDS = 0.15  # two candidates nearer than this are both shown


@dataclass(frozen=True, slots=True)
class Reading:
    """A name of the sentence that may mean another subject: used to match always, to grade only when it is good."""

    name: str
    slug: str
    standing: Standing
    since: datetime


@dataclass(frozen=True, slots=True)
class Material:
    """Everything one claim is judged by, gathered at once; judging it waits for nothing."""

    claim: Claim
    match: str
    parsed: ParsedClaim | None
    read: Read
    world: World
    evidence: tuple[Evidence, ...]
    near: tuple[Claim, ...]
    readings: tuple[Reading, ...]
    known_subject: bool
    markets: tuple[MarketSeen, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """A judged claim: its grade and everything said beside it."""

    material: Material
    graded: Graded
    missing: tuple[Need, ...]
    settles: str
    flags: tuple[str, ...]

    @property
    def claim(self) -> Claim:
        """The claim that was graded."""
        return self.material.claim

    @property
    def items(self) -> Mapping[str, Evidence]:
        """The evidence by id."""
        return {item.id: item for item in self.material.evidence}


@lru_cache(maxsize=32)
def _gazetteer(rows: tuple[Alias, ...]) -> entities.Gazetteer:
    """The names of a ledger, prepared for finding: a subject's own names first, then good ones, then the rest."""
    ranked = sorted(
        rows, key=lambda row: (fold(row.slug.rpartition("/")[2]) != row.folded, row.standing is not Standing.GOOD)
    )
    return entities.Gazetteer.of(
        entities.Alias(
            row.text,
            row.slug,
            good_from=row.learned_at.date() if row.standing is Standing.GOOD else None,
            refuted_on=row.learned_at.date() if row.standing is Standing.REFUTED else None,
            common=row.text.isalpha() and row.text.islower(),
        )
        for row in ranked
    )


def gazetteer(ports: Ports, asked: Asked) -> entities.Gazetteer:
    """The gazetteer as it was known at the asked time."""
    return _gazetteer(tuple(ports.ledger.aliases(asked.view)))


def other_readings(ports: Ports, slugs: Iterable[str], view: View) -> tuple[Reading, ...]:
    """The subjects that the names of some subjects are also said to mean, and since when with what standing."""
    found: dict[str, Reading] = {}
    for slug in slugs:
        for own in ports.ledger.aliases_of(slug, view):
            if own.standing is not Standing.GOOD:
                continue
            for alias in ports.ledger.named(own.text, view):
                if alias.slug != slug and alias.standing is not Standing.REFUTED:
                    found.setdefault(alias.slug, Reading(own.text, alias.slug, alias.standing, alias.learned_at))
        for alias in ports.ledger.aliases_of(slug, view):
            if alias.standing is Standing.SPECULATION:
                for owner in ports.ledger.named(alias.text, view):
                    if owner.slug != slug and owner.standing is Standing.GOOD:
                        found.setdefault(owner.slug, Reading(alias.text, owner.slug, alias.standing, alias.learned_at))
    return tuple(sorted(found.values(), key=lambda reading: (reading.standing is not Standing.GOOD, reading.slug)))


def world_of(ports: Ports, slugs: Sequence[str], view: View) -> tuple[World, tuple[Reading, ...]]:
    """What the subjects are confirmed to be, and what else their names may mean."""
    same: dict[str, str] = {}
    readings: list[Reading] = []
    for slug in slugs:
        found = other_readings(ports, [slug], view)
        readings += [reading for reading in found if reading not in readings]
        good = [reading.slug for reading in found if reading.standing is Standing.GOOD]
        one = min([slug, *good])
        same.update({name: one for name in (slug, *good) if name != one})
    return World(same=same, benchmarks=ports.claims.benchmarks()), tuple(readings)


def gather(
    ports: Ports, asked: Asked, claim: Claim, parsed: ParsedClaim | None = None, read: Read | None = None
) -> Material:
    """Everything needed to judge a claim; one asked in other words than the ledger's is matched slot by slot."""
    view, said = asked.view, claim.statement
    named = [slug for slug in dict.fromkeys((said.subject, said.object, said.comparator)) if "/" in slug]
    world, readings = world_of(ports, named, view)
    subjects = tuple(dict.fromkeys((*named, *(reading.slug for reading in readings))))
    graded_by = tuple(dict.fromkeys((*named, *(r.slug for r in readings if r.standing is Standing.GOOD))))
    candidates = tuple(ports.claims.about(subjects, view))
    match, near = "exact", tuple[Claim, ...]()
    if not claim.id:
        claim, match, near = matched(claim, candidates, world)
    subject = ports.ledger.subject(said.subject, view)
    markets = ports.markets.of_subject(said.subject, view) if said.type == "release_date" else ()
    if said.type == "release_date":
        for reading in readings:
            markets = (*markets, *ports.markets.of_subject(reading.slug, view))
    return Material(
        claim=claim,
        match=match,
        parsed=parsed,
        read=read or Read(said),
        world=world,
        evidence=tuple(ports.claims.evidence(graded_by, view, claim.id)),
        near=near,
        readings=readings,
        known_subject=subject is not None or any(c.statement.subject == said.subject for c in candidates),
        markets=tuple(markets),
        name=subject.name if subject else said.subject.rpartition("/")[2],
    )


def matched(claim: Claim, candidates: Iterable[Claim], world: World) -> tuple[Claim, str, tuple[Claim, ...]]:
    """The ledger's claim that says the same in every slot, else this one with the nearest beside it.

    ``other`` claims have no slots to compare: those match when their words do ("words" when only most of them do, and
    then never up to CONFIRMED).
    """
    asked = claim.statement
    ranked: list[tuple[float, str, Claim]] = []
    worded: Claim | None = None
    for candidate in candidates:
        said = candidate.statement
        if said.type == "other" or asked.type == "other":
            if _words(claim.text) in {_words(text) for text in (candidate.text, *candidate.aliases)}:
                return _taken(candidate, claim), "exact", ()
            if asked.polarity == said.polarity and said.type == "other" and _alike(claim, candidate, world) >= ALIKE:
                worded = worded or candidate
        elif statements.same(asked, said, world.one(asked.subject), world.one(said.subject)):
            return _taken(candidate, claim), "exact", ()
        elif statements.same(_negated(asked), said, world.one(asked.subject), world.one(said.subject)):
            # the negation of a claim of the ledger: it is graded the other way round and has no id of its own
            return claim, "negated", (candidate,)
        score = likeness(claim, candidate, world)
        if score > 0:
            ranked.append((-score, candidate.id, candidate))
    ranked.sort(key=lambda entry: entry[:2])
    near = tuple(entry[2] for entry in ranked[:NEAR])
    if worded is not None and asked.type == "other":
        return _taken(worded, claim), "words", near
    close = [entry for entry in ranked if ranked and entry[0] - ranked[0][0] < FEW_WORDS]
    return claim, "two" if len(close) == 2 else "near" if near else "none", near  # noqa: PLR2004 - both are shown


def _negated(said: Statement) -> Statement:
    return replace(said, polarity=-said.polarity)


def _taken(candidate: Claim, claim: Claim) -> Claim:
    """The ledger's claim, asked in these words."""
    return replace(
        candidate,
        statement=replace(candidate.statement, subject=claim.statement.subject or candidate.statement.subject),
    )


def likeness(claim: Claim, candidate: Claim, world: World) -> float:
    """How near two claims are, in plain sight: same type, other model, benchmark, numbers, date, words."""
    asked, said = claim.statement, candidate.statement
    score = 0.9 if asked.type == said.type else -0.2
    score += 0.9 if world.one(asked.subject) == world.one(said.subject) else -0.9
    for one, other, weight in (
        (asked.comparator, said.comparator, 0.35),
        (asked.benchmark, said.benchmark, 0.5),
        (asked.object, said.object, 0.35),
    ):
        if one and other:
            score += weight if world.one(one) == world.one(other) else -weight
    if asked.day and said.day:
        score += 0.6 if asked.day == said.day else -0.45
    if asked.values and said.values:
        score += 0.5 if asked.values == said.values else -0.3
    mine = set(_words(claim.text).split())
    theirs = [set(_words(text).split()) for text in (candidate.text, *candidate.aliases)]
    score += max((len(mine & words) / max(len(mine | words), 1) for words in theirs), default=0.0)
    return score - 0.9


def _alike(claim: Claim, candidate: Claim, world: World) -> float:
    """The share of words two claims about one subject have in common, small ones left out."""
    if world.one(claim.statement.subject) != world.one(candidate.statement.subject):
        return 0.0
    mine = set(_words(claim.text).split()) - _SMALL
    theirs = [set(_words(text).split()) - _SMALL for text in (candidate.text, *candidate.aliases)]
    return max((len(mine & words) / max(len(mine | words), 1) for words in theirs), default=0.0)


def _words(text: str) -> str:
    flat = fold(text)
    return " ".join(
        "".join(c if c.isalnum() or c in ".$%" else " " for c in flat).replace(". ", " ").rstrip(". ").split()
    )


def judge(material: Material, as_of: datetime) -> Checked:
    """The grade of what was gathered, with what is missing and what is flagged. The same material, the same answer."""
    claim = material.claim
    if material.read.changed and material.match != "exact":
        # a word makes another claim of these slots ("as open weights"): nothing here is about that one
        claim = replace(claim, statement=replace(claim.statement, type="other", object=f"changed: {claim.text}"))
    graded = grade(claim, material.evidence, as_of, material.world)
    loose = material.match == "words" or (material.match != "exact" and material.read.uncovered)
    if loose and graded.grade is Grade.CONFIRMED:
        graded = _capped(graded)
    claim = replace(claim, statement=material.claim.statement)
    about = tuple(item for item in material.evidence if item.stands(as_of) and _speaks_of(item, claim, material.world))
    facts = Facts(claim, graded, about)
    known = [item for item in material.evidence if item.known(as_of)]
    return Checked(
        material=material,
        graded=graded,
        missing=missing(facts),
        settles=settles(facts),
        flags=flags(claim, graded, known, as_of, material.world, _flags_of_words(material)),
    )


def _capped(graded: Graded) -> Graded:
    sentence = "S is 5, but the sentence has words the evidence does not speak of: at most SUPPORTED."
    return replace(graded, grade=Grade.SUPPORTED, support=ROUNDED_CAP, rule=Rule("words-not-covered", sentence))


def _speaks_of(item: Evidence, claim: Claim, world: World) -> bool:
    subject = world.one(claim.statement.subject)
    return claim.id in item.links or any(world.one(said.subject) == subject for said in item.says)


def _flags_of_words(material: Material) -> tuple[str, ...]:
    said = material.claim.statement
    vague = said.type == "better_than" and not said.benchmark and not said.object
    return ("superlative without benchmark",) if vague else ()


def find_claim(ports: Ports, asked: Asked, name: str) -> Claim:
    """The claim of an id.

    Raises:
        Unknown: there is none for this view; the nearest numbers are offered.
    """
    wanted = name.strip().upper()
    if wanted.isdigit():
        wanted = f"CL-{int(wanted):04d}"
    found = ports.claims.claim(wanted[:20], asked.view)
    if found is None:
        number = int("".join(c for c in wanted if c.isdigit())[:6] or "0")
        every = sorted(ports.claims.every(asked.view), key=lambda c: (abs(int(c.id.partition("-")[2]) - number), c.id))
        nearest = tuple(f"{claim.id} — {claim.text}" for claim in every[:NEAR])
        raise Unknown(
            f"There is no claim {name.strip()[:40]}.", why="Nearest by number:" if nearest else "", choices=nearest
        )
    return found


def asked_claim(parsed: ParsedClaim, read: Read) -> Claim:
    """A claim that somebody asked, not (yet) one of the ledger."""
    statement: Statement = read.statement
    return Claim(statement=statement, text=parsed.text)


def one_subject(ports: Ports, asked: Asked, text: str) -> str:
    """The slug that somebody's words name; a label's slug of those words when the ledger knows nobody so named."""
    if ports.ledger.subject(text.strip(), asked.view):
        return text.strip()
    named = ports.ledger.named(text, asked.view)
    own = [alias for alias in named if fold(alias.slug.rpartition("/")[2]) == alias.folded]
    return (own or list(named))[0].slug if named else statements.slug(text)


def guess_subject(ports: Ports, asked: Asked, text: str) -> str:
    """The subject of the one claim of the ledger that is worded like a sentence which names nobody; else nothing."""
    mine = set(_words(text).split()) - _SMALL
    best: dict[str, float] = {}
    for claim in ports.claims.every(asked.view):
        for words in (claim.text, *claim.aliases):
            theirs = set(_words(words).split()) - _SMALL
            share = len(mine & theirs) / max(len(mine), 1) if mine <= theirs or mine == theirs else 0.0
            if share:
                subject = claim.statement.subject
                best[subject] = max(best.get(subject, 0.0), share)
    return next(iter(best)) if len(best) == 1 else ""
