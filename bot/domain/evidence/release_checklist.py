"""The release checklist: what to know of a model before paying, and what is known.

The model card, the price and the limits need first-party text; agentic reliability and latency an independent
measurement with n. A finding is provisional for 72 hours, because release-day entries have been corrected within three
days. What only lists say is a claim, however many agree: provisional for 72 hours from when a second list agreed, and
then still lacking the first-party page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.evidence.evidence import (
    COPIES,
    DOCUMENTS,
    Basis,
    Evidence,
    EvidenceContext,
    EvidenceForm,
    Statement,
    Value,
)

PROVISIONAL = timedelta(hours=72)
AGENTIC = frozenset({"agentic", "agentic coding"})


class Certainty(StrEnum):
    """How much is known of one wait."""

    KNOWN = "known"
    CLAIMED = "claimed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ChecklistFinding:
    """A finding about an item: value, its ``numbers``, surface, source and basis."""

    value: str
    surface: str
    party: str
    basis: str
    at: datetime
    url: str
    item: str
    good: bool
    listed: bool = False
    via: str = ""
    numbers: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One of the five items: its state and leading finding.

    ``replaced`` were corrected. ``catalogues`` counts the public lists that agree. ``settles_at`` is when the leading
    finding stops being provisional: 72 hours after a first-party text, or after the second of two agreeing lists.
    """

    name: str
    state: Certainty
    findings: tuple[ChecklistFinding, ...] = ()
    provisional: bool = False
    catalogues: int = 0
    replaced: tuple[ChecklistFinding, ...] = ()
    needs: str = ""
    settles_at: datetime | None = None
    lists: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReleaseChecklist:
    """The whole checklist."""

    waits: tuple[ChecklistItem, ...]

    @property
    def known(self) -> int:
        """How many of the five are known."""
        return sum(wait.state is Certainty.KNOWN for wait in self.waits)

    @property
    def waiting_for(self) -> tuple[str, ...]:
        """The names of those that are not."""
        return tuple(wait.name for wait in self.waits if wait.state is not Certainty.KNOWN)


def readiness(
    subject: str, items: Iterable[Evidence], as_of: datetime, world: EvidenceContext, out: datetime | None = None
) -> ReleaseChecklist:
    """The release checklist of a subject at a moment.

    ``out`` is since when it is out: what others than its lab guessed before that is no value of what came out.
    """
    mine = world.one(subject)
    told = (item for item in items if item.known(as_of) and not _is_a_guess(item, out))
    known = sorted(told, key=lambda item: (item.learned_at, item.id))
    pairs = [(item, said) for item in known for said in item.says if world.one(said.subject) == mine]
    return ReleaseChecklist(
        tuple(
            _wait(name, pairs, as_of, speaks, good, words, needs)
            for name, speaks, good, words, needs in (
                ("model card", _is("model_card"), _first_party, _quote, "the vendor's card"),
                ("pricing", _is("price"), _first_party, _price, "the vendor's price page"),
                ("context and output limits", _limits, _first_party, _tokens, "the vendor's model page"),
                ("agentic reliability", _agentic(world), _measured, _score(world), "an independent measurement with n"),
                ("latency", _is("latency"), _measured, _quote, "an independent measurement with n, p50 and p95"),
            )
        )
    )


def _is_a_guess(item: Evidence, out: datetime | None) -> bool:
    """Whether others than the lab, and no list, said it before the release."""
    told = item.basis is Basis.FIRST_PARTY or item.form is EvidenceForm.LISTING
    return out is not None and not told and item.so_at.date() < out.date()


Pair = tuple[Evidence, Statement]


def _wait(
    name: str,
    pairs: Sequence[Pair],
    as_of: datetime,
    speaks: Callable[[Statement], bool],
    good: Callable[[Evidence], bool],
    words: Callable[[Pair], str],
    needs: str,
) -> ChecklistItem:
    about = [pair for pair in pairs if speaks(pair[1]) and _counts(pair[0])]
    stands = [pair for pair in about if pair[0].is_valid(as_of)]
    found = sorted((_finding(pair, good, words) for pair in stands), key=_rank)
    gone = [_finding(pair, good, words) for pair in about if not pair[0].is_valid(as_of)]
    lists, agreed_at = _agreeing([pair for pair in stands if pair[0].form is EvidenceForm.LISTING])
    since = _known_since(found, agreed_at)
    return ChecklistItem(
        name=name,
        state=_certainty(found),
        findings=_once(found),
        provisional=since is not None and as_of - since < PROVISIONAL,
        catalogues=len(lists),
        replaced=_replaced(gone, found),
        needs=needs,
        settles_at=since + PROVISIONAL if since is not None else None,
        lists=lists,
    )


def _replaced(gone: Iterable[ChecklistFinding], found: Iterable[ChecklistFinding]) -> tuple[ChecklistFinding, ...]:
    """Return findings that were stated once and no longer are."""
    current = {finding.value for finding in found}
    return _once(finding for finding in gone if finding.value not in current)


def _counts(item: Evidence) -> bool:
    return item.basis not in COPIES and item.accepted


def _certainty(found: Sequence[ChecklistFinding]) -> Certainty:
    if any(finding.good for finding in found):
        return Certainty.KNOWN
    return Certainty.CLAIMED if found else Certainty.UNKNOWN


def _known_since(found: Sequence[ChecklistFinding], agreed_at: datetime | None) -> datetime | None:
    """Return since when an item is known; for lists alone, since when they agree."""
    carried = [finding.at for finding in found if finding.good]
    return min(carried, default=agreed_at if found and found[0].listed else None)


def _rank(finding: ChecklistFinding) -> tuple[object, ...]:
    """Rank findings: first-party, then public lists, then statements of people."""
    return (not finding.good, not finding.good and not finding.listed, finding.surface != "", finding.at)


def _agreeing(pairs: Sequence[Pair]) -> tuple[tuple[str, ...], datetime | None]:
    """Return the largest group of agreeing lists, and when the second agreed.

    A single list agrees from when it showed the value. Lists are compared on the same kind of value.
    """
    best: tuple[str, ...] = ()
    at: datetime | None = None
    for _, said in pairs:
        same = sorted((item.learned_at, item.party) for item, other in pairs if _agree(said, other))
        first = {party: moment for moment, party in reversed(same)}
        if len(first) > len(best):
            best, times = tuple(sorted(first, key=lambda name: (first[name], name))), sorted(first.values())
            at = times[1] if len(times) > 1 else times[0]
    return best, at


def _agree(one: Statement, other: Statement) -> bool:
    mine, theirs = ({value.role: value.number for value in said.values} for said in (one, other))
    shared = mine.keys() & theirs.keys()
    return bool(shared) and all(mine[role] == theirs[role] for role in shared)


def _once(findings: Iterable[ChecklistFinding]) -> tuple[ChecklistFinding, ...]:
    once: dict[tuple[str, str, str], ChecklistFinding] = {}
    for one in findings:
        once.setdefault((one.value, one.surface, one.party), one)
    return tuple(once.values())


def _finding(pair: Pair, good: Callable[[Evidence], bool], words: Callable[[Pair], str]) -> ChecklistFinding:
    item, said = pair
    return ChecklistFinding(
        words(pair),
        said.surface,
        item.party,
        item.basis.value,
        item.learned_at,
        item.url,
        item.id,
        good(item),
        item.form is EvidenceForm.LISTING,
        item.via,
        said.values,
    )


def _first_party(item: Evidence) -> bool:
    return item.basis is Basis.FIRST_PARTY and item.form in DOCUMENTS


def _measured(item: Evidence) -> bool:
    return item.basis is Basis.MEASURED and item.runs is not None


def _is(kind: str) -> Callable[[Statement], bool]:
    return lambda said: said.type == kind


def _limits(said: Statement) -> bool:
    return said.type == "context_limits" and bool(said.values)


def _agentic(world: EvidenceContext) -> Callable[[Statement], bool]:
    def speaks(said: Statement) -> bool:
        known = world.benchmarks.get(said.benchmark)
        scored = said.type == "benchmark_score" and known is not None and bool(AGENTIC & set(known.axes))
        return scored and any(value.role != "rank" for value in said.values)

    return speaks


def _quote(pair: Pair) -> str:
    return pair[0].quote


def _price(pair: Pair) -> str:
    amounts = [f"${value.number:g} {value.role}".strip() for value in pair[1].values]
    return " / ".join(amounts) + " per million tokens"


def _tokens(pair: Pair) -> str:
    names = {"context": "context", "output_limit": "output", "": "tokens"}
    return ", ".join(f"{names.get(value.role, value.role)} {value.number:,.0f}" for value in pair[1].values)


def _score(world: EvidenceContext) -> Callable[[Pair], str]:
    def words(pair: Pair) -> str:
        item, said = pair
        known = world.benchmarks.get(said.benchmark)
        runs = f", n = {item.runs:,}" if item.runs else ""
        lab = " (by the lab)" if item.basis is Basis.FIRST_PARTY else ""
        number = next(value.number for value in said.values if value.role != "rank")
        name, unit = (known.name, known.unit) if known else (said.benchmark, "")
        return f"{name} {number:g}{unit}{runs}{lab}"

    return words
