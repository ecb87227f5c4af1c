"""The lattice: from evidence to a grade, by rules that are printed with every answer.

Two levels are computed, support S and refutation R, each the best single *origin* of that side and never a count of
copies. `level` says what one item is worth, `_strength` what the items of a side are worth together, `_decide` which
rule gives the grade. Nothing here waits, draws or remembers; the same items in any order give the same grade.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from bot.domain.evidence.comparison import BenchmarkComparison, amounts, lines
from bot.domain.evidence.entailment import Bearing, bears
from bot.domain.evidence.evidence import (
    COPIES,
    DOCUMENTS,
    Basis,
    Claim,
    Evidence,
    EvidenceContext,
    EvidenceForm,
    Offered,
    Statement,
)
from bot.domain.evidence.grade_rules import BY_LEVEL, NO_EVIDENCE, RULES, Grade, Rule
from bot.domain.evidence.origins import Lineage, trace

_FIRST_HAND = {
    EvidenceForm.REPORT: 3,
    EvidenceForm.STATEMENT: 3,
    EvidenceForm.ROW_ID: 4,
    EvidenceForm.MEASUREMENT: 2,
    EvidenceForm.LISTING: 2,
    EvidenceForm.LABEL: 2,
    EvidenceForm.DOCUMENT: 2,
    EvidenceForm.API_LIST: 2,
    EvidenceForm.FINGERPRINT: 2,
}
_ABOUT_QUALITY = frozenset({"benchmark_score", "better_than"})
_DEADLINES = frozenset({"by", "before", "on", ""})
ROUNDED_CAP = 4
IDENTITY_CAP = 3
BEYOND_CAP = 2
SELLERS = 3  # public lists that must have a model at a price, one of them in its vendor's own row
SELLERS_LEVEL = 4
SECOND_HAND = 4  # what a vendor's document is worth that was read where others quote it


@dataclass(frozen=True, slots=True)
class WeighedItem:
    """What one item, or one line of a comparison, is worth for this very statement, and why.

    ``parties`` are the origins it needs, all of them. ``copy`` ones are counted as repeats and weigh nothing.
    """

    ids: tuple[str, ...]
    parties: frozenset[str]
    sign: int
    level: int
    why: str
    form: EvidenceForm
    copy: bool = False
    rounded: bool = False
    drift: bool = False
    capped: bool = False
    sold: Offered = Offered.NO


@dataclass(frozen=True, slots=True)
class Graded:
    """A grade with everything it stands on.

    ``load_bearing`` are the origins without which it would be another, ``without`` which one that would be, in the
    same order.
    """

    grade: Grade
    support: int
    refute: int
    rule: Rule
    items: tuple[WeighedItem, ...]
    origins: tuple[str, ...]
    against: tuple[str, ...]
    repeats: int
    first_party: int
    load_bearing: tuple[str, ...]
    lines: tuple[BenchmarkComparison, ...]
    lineage: Lineage
    last_origin: datetime | None = None
    without: tuple[Grade, ...] = ()

    @property
    def known(self) -> Grade | None:
        """The grade; None where nothing in the ledger speaks about the statement, which is no grade."""
        return None if self.rule.name == "nothing" else self.grade

    @property
    def word(self) -> str:
        """The grade as it is printed, in capitals."""
        return self.grade.value if self.known else NO_EVIDENCE

    @property
    def used(self) -> frozenset[str]:
        """The ids of every item that bears on the statement, copies included."""
        return frozenset(name for item in self.items for name in item.ids)


def level(item: Evidence, said: Statement) -> int:
    """What one item is worth as an origin for one statement, 0 to 5 (SPEC §2).

    5 first-party document about an accomplished fact, or a benchmark's own board for its own score · 4 such a document
    read where others quote it, independent measurement with n · 3 named press with first-hand basis, the vendor about
    its future, the lab's own number · 2 checkable trace · 1 anonymous word, picture, demo, name, inference · 0 copies,
    markets, unknown, not accepted.
    """
    if item.basis in COPIES or item.basis in (Basis.MARKET, Basis.UNKNOWN) or not item.accepted:
        return 0
    if item.form in (EvidenceForm.PRICE, EvidenceForm.WATCH):
        return 0
    if item.basis is Basis.INFERENCE:
        return 1
    if item.basis is Basis.FIRST_PARTY:
        lab_number = said.type in _ABOUT_QUALITY
        document = item.form in DOCUMENTS and not said.future and not lab_number
        return 3 if not document else SECOND_HAND if item.via else 5
    if item.basis is Basis.MEASURED:
        if item.form is EvidenceForm.BOARD and said.type == "benchmark_score":
            return 5
        alone = said.type == "better_than" and not item.same_harness
        return 2 if item.runs is None or alone else 4
    worth = _FIRST_HAND.get(item.form, 1)
    return worth if item.named or worth <= 2 else 1  # noqa: PLR2004 - SPEC's levels


def weigh(claim: Claim, known: Iterable[Evidence], lineage: Lineage, world: EvidenceContext) -> tuple[WeighedItem, ...]:
    """Every item that bears on the statement, with its direction and weight."""
    asked = claim.statement
    drifted = {drift.copy for drift in lineage.drifts}
    by_id = {item.id: item for item in known}
    found = []
    for item in by_id.values():
        bearing, said = _bearing(item, claim, world)
        if not bearing.sign:
            continue
        worth, copy, beyond = level(item, said), item.basis in COPIES, ""
        drift = item.id in drifted and not _root_agrees(item, bearing.sign, claim, by_id, lineage, world)
        if drift and item.accepted:
            worth = 1
        if asked.beyond and claim.id not in item.links:
            worth = min(worth, BEYOND_CAP)  # that it is out somewhere neither proves nor refutes "out in Germany"
            beyond = f", says nothing of {', '.join(asked.beyond[:3])}"
        if bearing.rounded:
            worth = min(worth, ROUNDED_CAP)
        if asked.type == "identity" and item.basis is not Basis.FIRST_PARTY and item.form is not EvidenceForm.ROW_ID:
            worth = min(worth, IDENTITY_CAP)
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


def _root_agrees(
    item: Evidence, sign: int, claim: Claim, by_id: Mapping[str, Evidence], lineage: Lineage, world: EvidenceContext
) -> bool:
    """Whether an origin of a drifted copy says the same about this claim: then the copy is a copy and no more.

    Where it does not, the copy is an origin of what it changed, of the weakest kind.
    """
    roots = (by_id[root] for root in lineage.roots.get(item.id, ()) if root in by_id)
    return any(_bearing(root, claim, world)[0].sign == sign for root in roots)


def _bearing(item: Evidence, claim: Claim, world: EvidenceContext) -> tuple[Bearing, Statement]:
    """The item's strongest say in the matter: its link to this claim, or what its statements mean for it."""
    if claim.id and claim.id in item.links:
        return Bearing(item.links[claim.id]), claim.statement
    if claim.statement.altered:
        return Bearing(), claim.statement
    best, chosen = Bearing(), claim.statement
    for said in item.says:
        bearing = bears(said, claim.statement, world)
        if bearing.sign and (not best.sign or (bearing.sign > 0 > best.sign) or (best.rounded and not bearing.rounded)):
            best, chosen = bearing, said
    return best, chosen


def _why(item: Evidence, said: Statement, worth: int) -> str:
    if item.basis in COPIES:
        return "a copy that changed what it copies" if worth else "a copy"
    if not item.accepted:
        return "waits for the desk"
    number = " (by the lab)" if item.basis is Basis.FIRST_PARTY and said.type in _ABOUT_QUALITY else ""
    return f"{item.basis.value}, {item.form.value}{number}"


def _strength(items: Iterable[WeighedItem], sign: int, kind: str) -> int:
    """The level of one side: its best origin; two named press origins make 4, two fingerprints of an identity too."""
    side = [item for item in items if item.sign == sign]
    best = max((item.level for item in side), default=0)
    press = {p for item in side if item.form is EvidenceForm.REPORT and item.level == 3 for p in item.parties}  # noqa: PLR2004
    prints = {p for item in side if item.form is EvidenceForm.FINGERPRINT and item.level for p in item.parties}
    if kind == "identity":
        return max(best, 4) if len(prints) > 1 else best
    if kind in _ABOUT_QUALITY:
        return best  # two write-ups of one test are still one test
    if kind == "available" and _sold(side):
        return max(best, 4)
    return max(best, 4) if len(press) > 1 else best


def _sold(side: Iterable[WeighedItem]) -> tuple[str, ...]:
    """The lists that have had a model at a price for 72 hours, if they are three and one has the vendor's own row."""
    rows = [item for item in side if item.sold and not item.capped]
    lists = tuple(sorted({party for item in rows for party in item.parties}))
    own = any(item.sold is Offered.BY_VENDOR for item in rows)
    return lists if own and len(lists) >= SELLERS else ()


def _decide(items: tuple[WeighedItem, ...], kind: str, expired: int) -> tuple[Grade, int, int, Rule]:
    """The grade, S, R and the rule for a set of weighed items. ``expired`` is -1 or +1 once a deadline passed."""
    support, refute = _strength(items, 1, kind), _strength(items, -1, kind)
    if support >= 4 and refute >= 4:  # noqa: PLR2004 - the levels of SPEC §2
        return Grade.MIXED, support, refute, RULES["both-strong"]
    if refute == 5:  # noqa: PLR2004
        return Grade.CONTRADICTED, support, refute, _refuting("refuted-first-party", items)
    if refute == 4:  # noqa: PLR2004
        return Grade.CONTRADICTED, support, refute, _refuting("refuted-measured", items)
    if expired and support < 5:  # noqa: PLR2004
        if expired < 0:
            return Grade.CONTRADICTED, support, refute, RULES["deadline-passed"]
        if support < 4:  # noqa: PLR2004
            return Grade.SUPPORTED, 4, refute, RULES["deadline-passed-unmet"]
    return BY_LEVEL[support][0], support, refute, _supporting(items, kind, support, refute)


def _supporting(items: tuple[WeighedItem, ...], kind: str, support: int, refute: int) -> Rule:
    """The rule by which a level of support gives its grade."""
    if any(item.capped for item in items):
        return RULES["words-not-covered"]
    if support == ROUNDED_CAP and _strength([item for item in items if not item.rounded], 1, kind) < support:
        return RULES["rounded"]
    if support == SELLERS_LEVEL and _strength([item for item in items if not item.sold], 1, kind) < support:
        return _selling(items)
    if support <= 1 and refute == 3:  # noqa: PLR2004
        return RULES["only-against"]
    return RULES[BY_LEVEL[support][1]]


def _selling(items: Iterable[WeighedItem]) -> Rule:
    """The rule of three lists, naming them."""
    rule = RULES["sold-three-days"]
    lists = ", ".join(_sold(item for item in items if item.sign > 0))
    return Rule(rule.name, f"{rule.sentence} These are {lists}.")


def _refuting(name: str, items: Iterable[WeighedItem]) -> Rule:
    """The rule of a refutation, naming the kind of evidence that refutes: "OpenAI's price page says otherwise"."""
    against = sorted((item for item in items if item.sign < 0), key=lambda item: (-item.level, item.ids))
    if not against:
        return RULES[name]
    first = against[0]
    who = " and ".join(sorted(first.parties))
    sentence = f"{who}: {first.form.value} says otherwise, refutation level {first.level}: CONTRADICTED."
    return Rule(name, sentence)


def _expiry(
    asked: Statement, known: Iterable[Evidence], as_of: datetime, world: EvidenceContext
) -> tuple[int, frozenset[str]]:
    """-1 when a day is past and a source watched later shows no release (+1 for the negation); and who read it."""
    if asked.type != "release_date" or asked.day is None or asked.operator not in _DEADLINES:
        return 0, frozenset()
    # a day ends last in UTC-12; nobody can call a deadline missed before that
    over = datetime.combine(asked.day, time(), UTC) + timedelta(days=1, hours=12)
    subject = world.one(asked.subject)
    readers = set()
    for item in known:
        for said in item.says:
            if world.one(said.subject) != subject or said.type != "release_date":
                continue
            if item.form is EvidenceForm.WATCH and item.so_at >= over and item.accepted:
                readers.add(item.party)
            elif said.day is not None and not said.future and level(item, said) >= SECOND_HAND:
                return 0, frozenset()
    return (-asked.polarity if readers and as_of >= over else 0), frozenset(readers)


def grade(claim: Claim, evidence: Iterable[Evidence], as_of: datetime, world: EvidenceContext | None = None) -> Graded:
    """What the evidence known at ``as_of`` says about a claim.

    Order-free; copies change nothing; more support never lowers S; nothing learned after, or dated after, ``as_of``
    counts; every grade names its rule. ``load_bearing`` is exactly the set of origins whose removal changes the grade.
    """
    world = world or EvidenceContext()
    everything = sorted({item.id: item for item in evidence if item.known(as_of)}.values(), key=lambda item: item.id)
    known = [item for item in everything if item.stands(as_of)]
    asked, lineage = claim.statement, trace(known)
    alone = weigh(claim, known, lineage, world)
    found = _stand(asked, alone, known, as_of, world)
    weighed = found.items

    falls: dict[str, Grade] = {}
    for party in sorted({party for item in weighed for party in item.parties} | found.readers):
        rest = tuple(item for item in alone if party not in item.parties)
        left = [item for item in known if item.party != party]
        if (other := _stand(asked, rest, left, as_of, world).grade) is not found.grade:
            falls[party] = other

    by_id = {item.id: item for item in known}
    for_it = [item for item in weighed if item.sign > 0 and item.level]
    dates = [by_id[name].learned_at for item in weighed if item.level for name in item.ids]
    return Graded(
        grade=found.grade,
        support=found.support,
        refute=found.refute,
        rule=found.rule,
        items=weighed,
        origins=_named(for_it),
        against=_named(item for item in weighed if item.sign < 0 and item.level),
        repeats=sum(1 for item in weighed if item.sign > 0 and item.copy),
        first_party=len({p for item in for_it for name in item.ids for p in _vendor(by_id[name])}),
        load_bearing=tuple(falls),
        without=tuple(falls.values()),
        lines=found.lines,
        lineage=lineage,
        last_origin=max(dates, default=None),
    )


@dataclass(frozen=True, slots=True)
class _Support:
    """Where a claim stands on some evidence: what :class:`Graded` says, without what it would be otherwise."""

    grade: Grade
    support: int
    refute: int
    rule: Rule
    items: tuple[WeighedItem, ...]
    lines: tuple[BenchmarkComparison, ...]
    readers: frozenset[str]


def _stand(
    asked: Statement, alone: tuple[WeighedItem, ...], known: Sequence[Evidence], as_of: datetime, world: EvidenceContext
) -> _Support:
    """The grade of items weighed one by one (``alone``) together with what several of them say between them.

    That is the lines of a comparison and a deadline that passed, and both may be carried by other origins when one of
    theirs is gone.
    """
    table: tuple[BenchmarkComparison, ...] = ()
    if asked.comparator:
        table = (lines if asked.type == "better_than" else amounts)(asked, known, world, level)
    drawn = (_from_line(line, asked.polarity) for line in table if line.on_axis and line.sign)
    if asked.beyond:
        drawn = (replace(item, level=min(item.level, BEYOND_CAP)) for item in drawn)
    items = (*alone, *drawn)
    expired, readers = _expiry(asked, known, as_of, world) if not asked.beyond else (0, frozenset[str]())
    return _Support(*_decide(items, asked.type, expired), items, table, readers)


def _named(items: Iterable[WeighedItem]) -> tuple[str, ...]:
    """The origins of one side, strongest first, each once."""
    return tuple(
        dict.fromkeys(p for item in sorted(items, key=lambda i: (-i.level, i.ids)) for p in sorted(item.parties))
    )


def _vendor(item: Evidence) -> frozenset[str]:
    return frozenset({item.party}) if item.basis is Basis.FIRST_PARTY else frozenset()


def _from_line(line: BenchmarkComparison, polarity: int) -> WeighedItem:
    why = f"{line.name}: {line.ours} against {line.theirs} ({line.better})"
    return WeighedItem(line.items, line.parties, line.sign * polarity, line.level, why, EvidenceForm.TABLE)
