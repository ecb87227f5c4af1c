"""Grade a claim from its evidence, by rules that are printed with every answer.

Two levels are computed, support S and refutation R, each from the best single *origin* of its side, never from a count
of copies. `level` rates one item, `_strength` the items of a side together, and `_decide` selects the rule that gives
the grade. Pure: the same items in any order give the same grade.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.evidence.bearing import CANCELLED, SHUTDOWN
from bot.domain.evidence.comparison import BenchmarkComparison, amounts, bounded, lines
from bot.domain.evidence.evidence import (
    Basis,
    Claim,
    Evidence,
    EvidenceContext,
    EvidenceForm,
    Offered,
    Statement,
)
from bot.domain.evidence.grade_result import Graded, WeighedItem
from bot.domain.evidence.grade_rules import BY_LEVEL, RULES, EvidenceLevel, Grade, Rule, format_grade
from bot.domain.evidence.origins import Lineage, trace
from bot.domain.grading.weights import (
    ABOUT_QUALITY,
    BEYOND_CAP,
    SECOND_HAND,
    level,
    weigh,
)
from bot.domain.time import over_everywhere

SELLERS = 3  # public lists that must have a model at a price, one of them in its vendor's own row
_DEADLINES = frozenset({"by", "before", "on", ""})
_BY_DAY = frozenset({"deadline-passed", "deadline-passed-unmet"})


def _strength(items: Iterable[WeighedItem], sign: int, kind: str) -> EvidenceLevel:
    """Return one side's level: its best origin, or strong if several are together."""
    side = [item for item in items if item.sign == sign]
    best = max((item.level for item in side), default=EvidenceLevel.NONE)
    return max(best, EvidenceLevel.STRONG) if _agree(side, kind) else best


def _agree(side: Sequence[WeighedItem], kind: str) -> bool:
    """Whether two press origins, two identity fingerprints, or three sellers agree."""
    if kind in ABOUT_QUALITY:
        return False  # two write-ups of one test are still one test
    if kind == "identity":
        joined = [item for item in side if item.form is EvidenceForm.FINGERPRINT and item.level]
    else:
        joined = [item for item in side if item.form is EvidenceForm.REPORT and item.level == EvidenceLevel.PRESS]
    parties = {party for item in joined for party in item.parties}
    return len(parties) > 1 or (kind == "available" and bool(_sellers(side)))


def _sellers(side: Iterable[WeighedItem]) -> tuple[str, ...]:
    """Return the lists that have sold a model for 72 hours, if enough to count.

    There must be three, one of them with the vendor's own row.
    """
    rows = [item for item in side if item.sold and not item.capped]
    lists = tuple(sorted({party for item in rows for party in item.parties}))
    own = any(item.sold is Offered.BY_VENDOR for item in rows)
    return lists if own and len(lists) >= SELLERS else ()


def _decide(
    items: tuple[WeighedItem, ...], kind: str, expired: int
) -> tuple[Grade, EvidenceLevel, EvidenceLevel, Rule]:
    """Return the grade, S, R and the rule for weighed items.

    ``expired`` is -1 or +1 once a deadline passed.
    """
    support, refute = _strength(items, 1, kind), _strength(items, -1, kind)
    if support >= EvidenceLevel.STRONG and refute >= EvidenceLevel.STRONG:
        return Grade.MIXED, support, refute, RULES["both-strong"]
    if refute >= EvidenceLevel.STRONG:
        return Grade.CONTRADICTED, support, refute, _refuting(items, kind, refute)
    if expired < 0 and support < EvidenceLevel.PROOF:
        return Grade.CONTRADICTED, support, refute, RULES["deadline-passed"]
    if expired > 0 and support < EvidenceLevel.STRONG:
        return Grade.SUPPORTED, EvidenceLevel.STRONG, refute, RULES["deadline-passed-unmet"]
    grade, name = BY_LEVEL[support]
    name = _special_rule(items, kind, support, refute) or name
    return grade, support, refute, _selling(items) if name == "sold-three-days" else RULES[name]


def _without_record(items: Iterable[WeighedItem]) -> list[WeighedItem]:
    """What others say: all but the ledger's own record."""
    return [item for item in items if item.form is not EvidenceForm.RECORD]


def _special_rule(items: tuple[WeighedItem, ...], kind: str, support: EvidenceLevel, refute: EvidenceLevel) -> str:
    """Return the special rule that decides the grade, if one goes beyond the levels."""
    if any(item.capped for item in items):
        return "words-not-covered"
    if support == EvidenceLevel.STRONG:
        without = (
            ("rounded", [item for item in items if not item.rounded]),
            ("sold-three-days", [item for item in items if not item.sold]),
            ("on-record", _without_record(items)),
        )
        return next((name for name, rest in without if _strength(rest, 1, kind) < support), "")
    outweighed = EvidenceLevel.WORD if refute == EvidenceLevel.PRESS else EvidenceLevel.NONE
    return "only-against" if refute and support <= outweighed else ""


def _selling(items: Iterable[WeighedItem]) -> Rule:
    """The rule of three lists, naming them."""
    rule = RULES["sold-three-days"]
    lists = ", ".join(_sellers(item for item in items if item.sign > 0))
    return Rule(rule.name, f"{rule.sentence} These are {lists}.")


def _refuting(items: Sequence[WeighedItem], kind: str, refute: EvidenceLevel) -> Rule:
    """Return the refutation rule with its evidence named.

    "OpenAI's price page says otherwise".
    """
    recorded = _strength(_without_record(items), -1, kind) < refute
    measured = "refuted-on-record" if recorded else "refuted-measured"
    name = "refuted-first-party" if refute == EvidenceLevel.PROOF else measured
    against = sorted((item for item in items if item.sign < 0), key=lambda item: (-item.level, item.ids))
    if not against:
        return RULES[name]
    first = against[0]
    who = " and ".join(sorted(first.parties))
    sentence = f"{who}: {first.form.value} says otherwise: CONTRADICTED."
    return Rule(name, sentence)


def _expiry(
    asked: Statement, known: Iterable[Evidence], as_of: datetime, world: EvidenceContext
) -> tuple[int, frozenset[str]]:
    """Return -1 if a deadline passed without a release, +1 if that was the claim.

    Only a source that was watched later counts. Also returns the ids of its items.
    """
    if asked.type != "release_date" or asked.last_day is None or asked.operator not in _DEADLINES:
        return 0, frozenset()
    over = over_everywhere(asked.last_day)  # a deadline cannot be missed before that
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
    """Whether an item gives a release day and is strong enough to be believed."""
    return said.day is not None and not said.future and level(item, said) >= SECOND_HAND


def grade(claim: Claim, evidence: Iterable[Evidence], as_of: datetime, world: EvidenceContext | None = None) -> Graded:
    """Grade a claim by the evidence known at ``as_of``.

    Independent of order; copies change nothing; more support never lowers S; nothing learned after, or dated after,
    ``as_of`` counts; every grade names its rule. ``load_bearing`` is exactly the set of origins whose removal changes
    the grade.
    """
    return grade_all((claim,), evidence, as_of, world)[0]


def grade_all(
    claims: Iterable[Claim], evidence: Iterable[Evidence], as_of: datetime, world: EvidenceContext | None = None
) -> tuple[Graded, ...]:
    """Grade several claims by the same evidence; its citations are followed once."""
    once = {item.id: item for item in evidence if item.known(as_of) and item.is_valid(as_of)}
    known = [once[name] for name in sorted(once)]
    lineage = trace(known)
    return tuple(_graded(claim, known, lineage, as_of, world or EvidenceContext()) for claim in claims)


def _graded(
    claim: Claim, known: Sequence[Evidence], lineage: Lineage, as_of: datetime, world: EvidenceContext
) -> Graded:
    asked = claim.statement
    alone = weigh(claim, known, lineage, world)
    found = _grade_together(asked, alone, known, as_of, world)
    weighed, by_id = found.items, {item.id: item for item in known}
    for_it, against = _side(weighed, 1), _side(weighed, -1)
    falls = {
        party: other
        for party in sorted(_parties(weighed) | {by_id[name].party for name in found.readers})
        if (other := _word_without(party, asked, alone, known, as_of, world)) != format_grade(found.grade, found.rule)
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
    """Return when the newest item with any weight became known."""
    return max((by_id[name].learned_at for item in items if item.level for name in item.ids), default=None)


def _word_without(
    party: str,
    asked: Statement,
    alone: tuple[WeighedItem, ...],
    known: Sequence[Evidence],
    as_of: datetime,
    world: EvidenceContext,
) -> str:
    """Return the printed word without one origin."""
    rest = tuple(item for item in alone if party not in item.parties)
    left = _grade_together(asked, rest, [item for item in known if item.party != party], as_of, world)
    return format_grade(left.grade, left.rule)


@dataclass(frozen=True, slots=True)
class _Support:
    """A claim's result on some evidence: :class:`Graded` without the alternatives."""

    grade: Grade
    support: EvidenceLevel
    refute: EvidenceLevel
    rule: Rule
    items: tuple[WeighedItem, ...]
    lines: tuple[BenchmarkComparison, ...]
    readers: frozenset[str]


def _grade_together(
    asked: Statement, alone: tuple[WeighedItem, ...], known: Sequence[Evidence], as_of: datetime, world: EvidenceContext
) -> _Support:
    """Grade items weighed singly (``alone``) together with what they imply jointly.

    That is the lines of a comparison and an expired deadline; other origins may carry both if one of theirs is removed.
    """
    alone = _after_its_end(asked, alone, known)
    table: tuple[BenchmarkComparison, ...] = ()
    if asked.comparator:
        table = (lines if asked.type == "better_than" else amounts)(asked, known, world, level)
    else:
        table = bounded(asked, known, world, level)
    forms = {item.id: item.form for item in known}
    drawn = (_from_line(line, asked, forms) for line in table if line.on_axis and line.sign)
    if asked.beyond:
        drawn = (replace(item, level=min(item.level, BEYOND_CAP)) for item in drawn)
    items = (*alone, *drawn)
    expired, readers = _expiry(asked, known, as_of, world) if not asked.beyond else (0, frozenset[str]())
    word, support, refute, rule = _decide(items, asked.type, expired)
    return _Support(word, support, refute, _watched(rule, known, readers), items, table, readers)


def _watched(rule: Rule, known: Iterable[Evidence], readers: frozenset[str]) -> Rule:
    """The rule of a day that passed, naming who watched the source."""
    if rule.name not in _BY_DAY:
        return rule
    who = " and ".join(sorted({item.party for item in known if item.id in readers}))
    return Rule(rule.name, rule.sentence.replace(": ", f" ({who} looked): "))


def _after_its_end(
    asked: Statement, items: tuple[WeighedItem, ...], known: Sequence[Evidence]
) -> tuple[WeighedItem, ...]:
    """Leave out what said that it can be used before a named origin told of its end."""
    if asked.type != "available" or asked.day is not None:
        return items
    at = {item.id: item.so_at for item in known}
    gone = {item.id for item in known if _says_it_ended(item, asked)}
    against = (one for one in items if one.level >= EvidenceLevel.PRESS and one.sign * asked.polarity < 0)
    end = max((at[one.ids[0]] for one in against if one.ids[0] in gone), default=None)
    return (
        items if end is None else tuple(one for one in items if one.sign * asked.polarity < 0 or at[one.ids[0]] >= end)
    )


def _says_it_ended(item: Evidence, asked: Statement) -> bool:
    """Whether an item tells that the model ended where it is asked about."""
    ended = any(said.object in (CANCELLED, SHUTDOWN) and not said.future for said in item.says)
    return ended and any(
        said.type == "available" and said.polarity < 0 and said.surface in ("", asked.surface) for said in item.says
    )


def _named(items: Iterable[WeighedItem]) -> tuple[str, ...]:
    """Return the independent origins of one side, strongest first.

    The two halves of a comparison are one origin, "A with B"; what rests on an origin that is counted is none.
    """
    ordered = sorted(items, key=lambda item: (-item.level, item.ids))
    used: set[str] = set()
    alone: list[WeighedItem] = []
    for item in sorted(ordered, key=lambda one: len(one.parties)):
        if used.isdisjoint(item.parties):
            alone.append(item)
        used |= item.parties
    return tuple(" with ".join(sorted(item.parties)) for item in sorted(alone, key=ordered.index))


def _vendors(items: Iterable[WeighedItem], by_id: Mapping[str, Evidence]) -> frozenset[str]:
    """Return the vendors that make the statement themselves."""
    said = (by_id[name] for item in items for name in item.ids)
    return frozenset(item.party for item in said if item.basis is Basis.FIRST_PARTY)


def _from_line(line: BenchmarkComparison, asked: Statement, forms: Mapping[str, EvidenceForm]) -> WeighedItem:
    """A line of a comparison as an item, in the form of its first record."""
    why = f"{line.name}: {line.ours} against {line.theirs} ({line.better})"
    form = EvidenceForm.TABLE if asked.type == "better_than" else forms[line.items[0]]
    return WeighedItem(line.items, line.parties, line.sign * asked.polarity, line.level, why, form)
