"""Steps that the claimcheck commands share: from a sentence or an id to a graded claim."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain, zip_longest

from bot.commands.claimcheck._matching import NEAREST, KnownNear, guess_subject, known_near, prices_and_limits
from bot.domain.claims.matching.match import LISTED, match
from bot.domain.claims.parse import read_message
from bot.domain.claims.parsed import ClaimContext, ParsedClaim
from bot.domain.evidence.evidence import Claim, ClaimOutcome, Evidence, EvidenceContext, Statement
from bot.domain.evidence.grade_result import Graded
from bot.domain.evidence.grade_rules import Grade
from bot.domain.evidence.linked import with_linked
from bot.domain.evidence.needs import ChecklistFacts, ChecklistNeed
from bot.domain.grading.caps import other_years, supposed, the_year, weakest, with_year_supplied, worded
from bot.domain.grading.checklists import about_claim, flags, missing, settles
from bot.domain.grading.grades import grade, grade_all
from bot.domain.markets.markets import MarketReading
from bot.domain.names import NameKind
from bot.domain.names.subjects import Subject, fold
from bot.domain.text import shorten
from bot.messages.errors import NotFound
from bot.messages.request import RequestContext, View
from bot.messages.words import join_names
from bot.ports import Ports
from bot.queries.aliases import Reading
from bot.queries.claims.claim_grades import outcome_or_grade
from bot.queries.claims.claim_parts import parts_of
from bot.queries.evidence import evidence_about, named_in
from bot.queries.labels.label_evidence import is_seen
from bot.queries.names import is_family, name_of, names, reading_of, relatives
from bot.queries.records.model_state import NOTHING_RECORDED, ModelState, context_of, known_long_ago, model_state
from bot.queries.release_order import with_known_day

RELATED = 4  # known models that are named beside unknown ones


@dataclass(frozen=True, slots=True)
class ClaimMaterial:
    """Everything one claim is judged by, gathered at once; judging it waits for nothing.

    ``guessed`` is what the subject was guessed from, where the sentence names none; ``strangers`` the models it
    names, as they are called, that nothing here is about. ``known_up_to`` is set where it is long ago. ``state`` is
    how far the model has come, as its card says; ``nearest`` is the nearest claim that compares the same models,
    with what is known of it: its outcome with what decided it, else its grade; ``parts`` are what a filed sentence
    says of several models, one by one, where nothing bears on it as a whole; ``sides`` are the two models of a
    comparison on nothing in particular, each with its price and its limits; ``kin`` are the newest known models of
    the family of the first stranger, or of the family that the claim is about.
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
    strangers: tuple[str, ...] = ()
    state: ModelState = NOTHING_RECORDED
    nearest: KnownNear | None = None
    parts: tuple[ClaimMaterial, ...] = ()
    sides: tuple[tuple[str, str], ...] = ()
    kin: tuple[Subject, ...] = ()
    of_other_year: str = ""

    @property
    def not_known(self) -> str:
        """That nothing here is about models it names; empty without such."""
        verb = "is" if len(self.strangers) == 1 else "are"
        return f"{join_names(self.strangers)} {verb} not known here" if self.strangers else ""

    @property
    def several(self) -> str:
        """That its name covers several models, and the latest; empty for a name of one."""
        latest = None if self.strangers else next(iter(self.kin), None)
        return f"{self.name} is several models, the latest {latest.name} ({latest.state.value})" if latest else ""


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """A judged claim: its grade and everything said beside it.

    One with ``parts`` has the grade of the weakest. ``other_year`` tells its grade with another year than the supplied
    one ("2027: NO EVIDENCE HERE"), where that is another grade.
    """

    material: ClaimMaterial
    graded: Graded
    missing: tuple[ChecklistNeed, ...]
    settles: str
    flags: tuple[str, ...]
    parts: tuple[CheckedClaim, ...] = ()
    other_year: str = ""

    @property
    def claim(self) -> Claim:
        """The claim that was graded."""
        return self.material.claim

    @property
    def decides(self) -> CheckedClaim:
        """The part that decides its grade; itself, if it says one thing."""
        return self.parts[weakest([part.graded for part in self.parts])] if self.parts else self

    @property
    def weighed(self) -> bool:
        """Whether anything at all bears on the claim."""
        return bool(self.graded.items or self.graded.lines)

    @property
    def items(self) -> Mapping[str, Evidence]:
        """The evidence by id."""
        materials = (self.material, *self.material.parts)
        return {item.id: item for one in materials for item in one.evidence}


def gather(ports: Ports, ctx: RequestContext, claim: Claim, parsed: ParsedClaim | None = None) -> ClaimMaterial:
    """Gather all that judging a claim needs; one in other words than the ledger's is matched by slots."""
    view = ctx.view
    claim = with_known_day(ports, claim, view)
    said = claim.statement
    named = named_in(said)
    within = context_of(ports, said, view)
    world, readings = within.world, within.readings
    subjects = tuple(dict.fromkeys((*named, *(reading.slug for reading in readings))))
    candidates = tuple(ports.claims.like(claim.text, subjects, view))
    if claim.id:
        kind, near = "exact", tuple(one for one in candidates if one.id != claim.id)[:LISTED]
    else:
        found = match(claim, candidates, world)
        kind, near = found.kind, found.nearest
        if found.claim is not None:
            claim = _taken(found.claim, claim)
    evidence = evidence_about(ports, said, readings, view, claim.id, within.family)
    if not claim.id:
        evidence = with_linked(evidence, candidates, ctx.as_of)
    markets = ports.markets.of_subject(said.subject, view) if said.type == "release_date" else ()
    if said.type == "release_date":
        for reading in readings:
            markets = (*markets, *ports.markets.of_subject(reading.slug, view))
    strangers = tuple(_strangers(ports, said, (claim, *candidates), view))
    return ClaimMaterial(
        claim=claim,
        match=kind,
        parsed=parsed,
        world=world,
        evidence=evidence,
        near=near,
        readings=readings,
        known_subject=said.subject not in strangers,
        markets=tuple(markets),
        name=name_of(ports, view, said.subject),
        known_up_to=known_long_ago(ports, said.subject, view),
        strangers=tuple(name_of(ports, view, slug) for slug in strangers),
        kin=_kin(ports, said, strangers, view),
        state=_state_of(ports, said.subject, view),
        nearest=None if claim.id else known_near(ports, ctx, claim, (*near, *candidates), world),
        parts=tuple(
            gather(ports, ctx, asked_claim(part), part) for part in _parts(ports, claim, evidence, world, view)
        ),
        of_other_year=_of_other_year(ports, ctx, said, candidates) if parsed and parsed.year_supplied else "",
        sides=() if claim.id else tuple(prices_and_limits(ports, said, view)),
    )


def _of_other_year(ports: Ports, ctx: RequestContext, said: Statement, claims: Iterable[Claim]) -> str:
    """How a known claim of the same day in another year stands, the latest year first; '' without any."""
    asked = said.day
    if asked is None:
        return ""
    alike = (one for one in claims if (one.statement.type, one.statement.subject) == (said.type, said.subject))
    days = ((day.year, one) for one in alike if (day := one.statement.day) and day == _in_year(asked, day.year))
    same = [(year, one) for year, one in days if year != asked.year]
    if not same:
        return ""
    year, claim = max(same, key=lambda row: row[0])
    return f"{year}: {outcome_or_grade(ports, claim, ctx.view)} ({claim.id})"


def _in_year(day: date, year: int) -> date | None:
    return day.replace(year=year) if (day.month, day.day) != (2, 29) else None


def _parts(
    ports: Ports, claim: Claim, evidence: Sequence[Evidence], world: EvidenceContext, view: View
) -> tuple[ParsedClaim, ...]:
    """What a filed sentence says one by one.

    Nothing of one on which evidence bears as a whole.
    """
    parts = parts_of(ports, claim, view)
    return parts if parts and grade(claim, evidence, view.as_of, world).known is None else ()


def _strangers(ports: Ports, said: Statement, claims: Sequence[Claim], view: View) -> Iterator[str]:
    """The slugs of a statement's two models that nobody listed or reported; no claim is about the first."""
    for slug in filter(None, (said.subject, said.comparator)):
        if any(one.statement.subject == slug for one in claims if one.id):
            continue
        if is_seen(ports, slug, view) or ports.ledger.subject(slug, view) is not None:
            continue
        if model_state(ports, slug, view).is_out:  # by a variant: "Qwen3.7" by "Qwen3.7 Plus"
            continue
        if _is_one_model(ports, slug, view) or (slug == said.subject and not names(ports, view).members(slug)):
            yield slug


def _kin(ports: Ports, said: Statement, strangers: Sequence[str], view: View) -> tuple[Subject, ...]:
    """The newest known models beside those that are unknown, or of a family; of two, in turns."""
    if strangers:
        turns = zip_longest(*(relatives(ports, view, slug) for slug in strangers))
        return tuple(dict.fromkeys(filter(None, chain.from_iterable(turns))))[:RELATED]
    known = ports.ledger.subject(said.subject, view) is not None
    return relatives(ports, view, said.subject) if not known and is_family(ports, view, said.subject) else ()


def _is_one_model(ports: Ports, slug: str, view: View) -> bool:
    """Whether a slug that is in no list means one model, and no family, lab or product."""
    if "/" not in slug or slug.startswith("label/"):
        return "/" in slug
    read = reading_of(ports, view, slug)
    return read is not None and read.kind is NameKind.GRAMMAR


def _state_of(ports: Ports, slug: str, view: View) -> ModelState:
    """The state of a model; a label, or what is no model, has none."""
    named = "/" in slug and not slug.startswith("label/")
    return model_state(ports, slug, view) if named else NOTHING_RECORDED


def _taken(candidate: Claim, claim: Claim) -> Claim:
    """Return the ledger's claim with the asked subject.

    An identity filed in the other direction is reversed.
    """
    said, subject = candidate.statement, claim.statement.subject or candidate.statement.subject
    other = said.subject if said.type == "identity" and subject == said.object else said.object
    return replace(candidate, statement=replace(said, subject=subject, object=other))


def judge(material: ClaimMaterial, as_of: datetime) -> CheckedClaim:
    """Grade what was gathered, with what is missing and flagged; the same material, the same answer."""
    claim, parts = material.claim, tuple(judge(part, as_of) for part in material.parts)
    if parts:
        decides = parts[weakest([part.graded for part in parts])]
        return replace(decides, material=material, parts=parts)
    graded = grade(claim, material.evidence, as_of, material.world)
    if material.guessed:
        graded = supposed(graded)
    if material.match == "words":
        graded = worded(graded)
    other_year = ""
    if material.parsed is not None and material.parsed.year_supplied and claim.statement.day is not None:
        years = {item.so_at.year for item in material.evidence if item.known(as_of)}
        moved = [replace(claim, statement=said) for said in other_years(claim.statement, years)]
        others: Sequence[Graded] = grade_all(moved, material.evidence, as_of, material.world)
        if (place := the_year(graded, [one.statement for one in moved], others, as_of.date())) is not None:
            claim, moved, graded, others = moved[place], [claim], others[place], [graded]
            material = replace(material, claim=claim)
        graded = with_year_supplied(graded, others)
        other_year = _other_year(graded, moved, others, as_of.date())
    if material.of_other_year and graded.known is None:
        other_year = material.of_other_year
    about = about_claim(claim, material.evidence, as_of, material.world)
    facts = ChecklistFacts(claim, graded, about)
    known = [item for item in material.evidence if item.known(as_of)]
    return CheckedClaim(
        material=material,
        graded=graded,
        missing=missing(facts),
        settles=settles(facts) if claim.outcome_at(as_of) is ClaimOutcome.OPEN else "",
        flags=flags(claim, graded, known, as_of, material.world),
        other_year=other_year,
    )


def _other_year(graded: Graded, moved: Sequence[Claim], others: Sequence[Graded], today: date) -> str:
    """The best grade with another year, and that year, where it differs or decides.

    Of two alike it is the later one, of what is said to be over one that is.
    """
    ranked = [
        (one.grade is not Grade.CONTRADICTED, one.support, _fits(moved[n].statement, today), n)
        for n, one in enumerate(others)
    ]
    place = max(ranked, default=(False, 0, False, -1))[3]
    day = moved[place].statement.day if ranked else None
    told = day is not None and (others[place].word != graded.word or graded.rule.name == "year-supplied")
    return f"{day.year}: {others[place].word}" if told and day else ""


def _fits(said: Statement, today: date) -> bool:
    """Whether the tense of a statement fits its day."""
    return said.future or said.day is None or said.day <= today


def find_claim(ports: Ports, ctx: RequestContext, name: str) -> Claim:
    """The claim of an id, of an item of its evidence, or of its own words.

    Raises:
        NotFound: there is none for this view; the nearest numbers are offered for an id.
    """
    wanted = name.strip().upper()
    if wanted.isdecimal():
        wanted = f"CL-{int(wanted):04d}"
    found = ports.claims.claim(wanted[:20], ctx.view) or _told_claim(ports, ctx, name)
    if found is None and not any(c.isdecimal() for c in wanted):
        raise NotFound(f"No claim reads “{shorten(name.strip(), 40)}”.", todo="Check a sentence: /claimcheck ask.")
    if found is None:
        number = int("".join(c for c in wanted if c.isdecimal())[:6] or "0")
        every = sorted(ports.claims.every(ctx.view), key=lambda c: (abs(int(c.id.partition("-")[2]) - number), c.id))
        nearest = tuple(f"{claim.id} — {claim.text}" for claim in every[:NEAREST])
        raise NotFound(
            f"There is no claim {name.strip()[:40]}.", why="Nearest by number:" if nearest else "", choices=nearest
        )
    return found


def _told_claim(ports: Ports, ctx: RequestContext, name: str) -> Claim | None:
    """The claim that an item of evidence (EV-0001) bears on, or that reads so."""
    item = ports.claims.item(name.strip().upper()[:20], ctx.view)
    if item is not None:
        return next(filter(None, (ports.claims.claim(one, ctx.view) for one in sorted(item.links))), None)
    return next((one for one in ports.claims.every(ctx.view) if fold(one.text) == fold(name)), None)


def asked_claim(parsed: ParsedClaim) -> Claim:
    """A claim that somebody asked, not (yet) one of the ledger."""
    return Claim(statement=parsed.statement or Statement("", ""), text=parsed.text)


def material_of(ports: Ports, ctx: RequestContext, text: str) -> ClaimMaterial:
    """The first claim of a text, or the claim of an id, with everything it is judged by.

    Raises:
        NotFound: no claim of that id, or nothing in the text that could be checked.
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
