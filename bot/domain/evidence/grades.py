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
from bot.domain.evidence.evidence import (
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
from bot.domain.evidence.weights import (
    ABOUT_QUALITY,
    BEYOND_CAP,
    PRESS,
    PROOF,
    ROUNDED_CAP,
    SECOND_HAND,
    STRONG,
    WeighedItem,
    level,
    weigh,
)

SELLERS = 3  # public lists that must have a model at a price, one of them in its vendor's own row
_DEADLINES = frozenset({"by", "before", "on", ""})
_BY_DAY = frozenset({"deadline-passed", "deadline-passed-unmet"})


@dataclass(frozen=True, slots=True)
class Graded:
    """A grade with everything it stands on.

    ``load_bearing`` are the origins without which it would be another, ``without`` the word that would be printed
    then, in the same order. ``watches`` are the ids of the items by which a day was seen to pass without the event.
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
    without: tuple[str, ...] = ()
    watches: tuple[str, ...] = ()

    @property
    def known(self) -> Grade | None:
        """The grade; None where nothing in the ledger speaks about the statement, which is no grade."""
        return None if self.rule.name == "nothing" else self.grade

    @property
    def word(self) -> str:
        """The grade as it is printed, in capitals."""
        return _word(self.grade, self.rule)

    @property
    def used(self) -> frozenset[str]:
        """The ids of every item that bears on the statement, copies included."""
        return frozenset(name for item in self.items for name in item.ids)


def _word(grade: Grade, rule: Rule) -> str:
    """What is printed: the grade, or that there is none."""
    return NO_EVIDENCE if rule.name == "nothing" else grade.value


def _strength(items: Iterable[WeighedItem], sign: int, kind: str) -> int:
    """The level of one side: its best origin, or 4 where several origins make strong evidence together."""
    side = [item for item in items if item.sign == sign]
    best = max((item.level for item in side), default=0)
    return max(best, STRONG) if _agree(side, kind) else best


def _agree(side: Sequence[WeighedItem], kind: str) -> bool:
    """Whether two named press origins, two fingerprints of an identity, or three sellers make strong evidence."""
    if kind in ABOUT_QUALITY:
        return False  # two write-ups of one test are still one test
    if kind == "identity":
        joined = [item for item in side if item.form is EvidenceForm.FINGERPRINT and item.level]
    else:
        joined = [item for item in side if item.form is EvidenceForm.REPORT and item.level == PRESS]
    parties = {party for item in joined for party in item.parties}
    return len(parties) > 1 or (kind == "available" and bool(_sellers(side)))


def _sellers(side: Iterable[WeighedItem]) -> tuple[str, ...]:
    """The lists that have had a model at a price for 72 hours, if they are three and one has the vendor's own row."""
    rows = [item for item in side if item.sold and not item.capped]
    lists = tuple(sorted({party for item in rows for party in item.parties}))
    own = any(item.sold is Offered.BY_VENDOR for item in rows)
    return lists if own and len(lists) >= SELLERS else ()


def _decide(items: tuple[WeighedItem, ...], kind: str, expired: int) -> tuple[Grade, int, int, Rule]:
    """The grade, S, R and the rule for a set of weighed items. ``expired`` is -1 or +1 once a deadline passed."""
    support, refute = _strength(items, 1, kind), _strength(items, -1, kind)
    if support >= STRONG and refute >= STRONG:
        return Grade.MIXED, support, refute, RULES["both-strong"]
    if refute >= STRONG:
        rule = _refuting("refuted-first-party" if refute == PROOF else "refuted-measured", items)
        return Grade.CONTRADICTED, support, refute, rule
    if expired < 0 and support < PROOF:
        return Grade.CONTRADICTED, support, refute, RULES["deadline-passed"]
    if expired > 0 and support < STRONG:
        return Grade.SUPPORTED, STRONG, refute, RULES["deadline-passed-unmet"]
    grade, name = BY_LEVEL[support]
    name = _special_rule(items, kind, support, refute) or name
    return grade, support, refute, _selling(items) if name == "sold-three-days" else RULES[name]


def _special_rule(items: tuple[WeighedItem, ...], kind: str, support: int, refute: int) -> str:
    """The rule that names why a grade is no other, where one does more than its level says."""
    if any(item.capped for item in items):
        return "words-not-covered"
    if support == ROUNDED_CAP and _strength([item for item in items if not item.rounded], 1, kind) < support:
        return "rounded"
    if support == STRONG and _strength([item for item in items if not item.sold], 1, kind) < support:
        return "sold-three-days"
    return "only-against" if refute and support <= (1 if refute == PRESS else 0) else ""


def _selling(items: Iterable[WeighedItem]) -> Rule:
    """The rule of three lists, naming them."""
    rule = RULES["sold-three-days"]
    lists = ", ".join(_sellers(item for item in items if item.sign > 0))
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
    """-1 when a day is past and a source watched later shows no release (+1 for the negation); and who read it.

    Who read it is told by the ids of their items.
    """
    if asked.type != "release_date" or asked.day is None or asked.operator not in _DEADLINES:
        return 0, frozenset()
    # a day ends last in UTC-12; nobody can call a deadline missed before that
    over = datetime.combine(asked.day, time(), UTC) + timedelta(days=1, hours=12)
    subject, readers = world.one(asked.subject), set()
    for item in known:
        dates = _dates_of(item, subject, world)
        if dates and item.form is EvidenceForm.WATCH and item.so_at >= over and item.accepted:
            readers.add(item.id)
        if any(_shows_release(item, said) for said in dates):
            return 0, frozenset()
    return (-asked.polarity if readers and as_of >= over else 0), frozenset(readers)


def _dates_of(item: Evidence, subject: str, world: EvidenceContext) -> list[Statement]:
    return [said for said in item.says if said.type == "release_date" and world.one(said.subject) == subject]


def _shows_release(item: Evidence, said: Statement) -> bool:
    """Whether an item gives a day on which it came out, and is worth enough to be believed."""
    return said.day is not None and not said.future and level(item, said) >= SECOND_HAND


def grade(claim: Claim, evidence: Iterable[Evidence], as_of: datetime, world: EvidenceContext | None = None) -> Graded:
    """What the evidence known at ``as_of`` says about a claim.

    Order-free; copies change nothing; more support never lowers S; nothing learned after, or dated after, ``as_of``
    counts; every grade names its rule. ``load_bearing`` is exactly the set of origins whose removal changes the grade.
    """
    world = world or EvidenceContext()
    once = {item.id: item for item in evidence if item.known(as_of) and item.stands(as_of)}
    known = [once[name] for name in sorted(once)]
    asked, lineage = claim.statement, trace(known)
    alone = weigh(claim, known, lineage, world)
    found = _stand(asked, alone, known, as_of, world)
    weighed, by_id = found.items, {item.id: item for item in known}
    for_it, against = _side(weighed, 1), _side(weighed, -1)
    falls = {
        party: other
        for party in sorted(_parties(weighed) | {by_id[name].party for name in found.readers})
        if (other := _word_without(party, asked, alone, known, as_of, world)) != _word(found.grade, found.rule)
    }
    return Graded(
        grade=found.grade,
        support=found.support,
        refute=found.refute,
        rule=found.rule,
        items=weighed,
        origins=_named(for_it),
        against=_named(against),
        repeats=sum(item.sign > 0 and item.copy for item in weighed),
        first_party=len(_vendors(for_it, by_id)),
        load_bearing=tuple(falls),
        without=tuple(falls.values()),
        lines=found.lines,
        lineage=lineage,
        last_origin=_last_origin(weighed, by_id),
        watches=tuple(sorted(found.readers)) if found.rule.name in _BY_DAY else (),
    )


def _side(items: Iterable[WeighedItem], sign: int) -> list[WeighedItem]:
    """The items of one side that weigh anything."""
    return [item for item in items if item.sign == sign and item.level]


def _parties(items: Iterable[WeighedItem]) -> frozenset[str]:
    return frozenset(party for item in items for party in item.parties)


def _last_origin(items: Iterable[WeighedItem], by_id: Mapping[str, Evidence]) -> datetime | None:
    """When the newest item that weighs anything became known."""
    return max((by_id[name].learned_at for item in items if item.level for name in item.ids), default=None)


def _word_without(
    party: str,
    asked: Statement,
    alone: tuple[WeighedItem, ...],
    known: Sequence[Evidence],
    as_of: datetime,
    world: EvidenceContext,
) -> str:
    """What would be printed if one origin had said nothing."""
    rest = tuple(item for item in alone if party not in item.parties)
    left = _stand(asked, rest, [item for item in known if item.party != party], as_of, world)
    return _word(left.grade, left.rule)


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


def _vendors(items: Iterable[WeighedItem], by_id: Mapping[str, Evidence]) -> frozenset[str]:
    """The vendors who say it themselves."""
    said = (by_id[name] for item in items for name in item.ids)
    return frozenset(item.party for item in said if item.basis is Basis.FIRST_PARTY)


def _from_line(line: BenchmarkComparison, polarity: int) -> WeighedItem:
    why = f"{line.name}: {line.ours} against {line.theirs} ({line.better})"
    return WeighedItem(line.items, line.parties, line.sign * polarity, line.level, why, EvidenceForm.TABLE)
