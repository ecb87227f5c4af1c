"""How claims ended against the grade that they had just before."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

from bot.domain.evidence.evidence import Claim, ClaimOutcome
from bot.domain.evidence.grade_rules import NO_EVIDENCE, Grade
from bot.domain.wilson import Proportion, wilson
from bot.messages.errors import SpudwatchError
from bot.messages.request import View
from bot.ports import Ports
from bot.ports.claims import ClaimResolution, Claims
from bot.queries.claims.claim_grades import grade_claim
from bot.reads.kept_answers import KeptAnswers
from bot.reads.shared_reads import origin

log = logging.getLogger(__name__)

MANY = 200_000  # grades remembered of a store
AT_ONCE = 50  # claims read and graded together
_FOR = frozenset({Grade.CONFIRMED, Grade.SUPPORTED})


@dataclass(frozen=True, slots=True)
class GradedResolution:
    """How a claim turned out, with its grade a second before that was known.

    The grade is None if nothing bore on it.
    """

    claim: str
    type: str
    grade: Grade | None
    true: bool
    at: datetime

    @property
    def word(self) -> str:
        """The grade as it is printed, or that there was none."""
        return self.grade.value if self.grade is not None else NO_EVIDENCE

    @property
    def missed(self) -> bool:
        """Whether the grade was wrong: well supported and false, or contradicted and true."""
        return (self.grade in _FOR and not self.true) or (self.grade is Grade.CONTRADICTED and self.true)


_Key = tuple[str, str, datetime]
# Grades of before an outcome, as printed; None where the claim cannot be read.
_BEFORE: WeakKeyDictionary[Claims, dict[_Key, str | None]] = WeakKeyDictionary()


def graded_resolutions(ports: Ports, view: View, kind: str = "", newest: int = MANY) -> tuple[GradedResolution, ...]:
    """Return the newest claims that came true or false, of one type or all.

    The latest come first. A claim is graded by the evidence of whoever keeps it, a public one by public evidence alone.
    A grade of before its outcome does not change any more: each store computes it once, for all tenants. A claim that
    cannot be graded is left out, named in the log, and tried again the next time; one whose row cannot be read is not.
    """
    decided = ports.claims.resolutions(view, kind, newest)
    for _ in _grade_unknown(ports, decided, view):
        pass
    known = _BEFORE[origin(ports.claims)]
    return tuple(
        GradedResolution(
            one.claim,
            one.type,
            None if word == NO_EVIDENCE else Grade(word),
            one.outcome is ClaimOutcome.TRUE,
            one.at,
        )
        for one in decided
        if (word := known.get(_key(one))) is not None
    )


@dataclass(frozen=True, slots=True)
class GradeRecord:
    """How all decided claims ended.

    How many are true by the word of their grade, and every miss, the latest first.
    """

    latest: datetime | None
    ended: Mapping[str, Proportion]
    missed: tuple[GradedResolution, ...]

    @property
    def count(self) -> int:
        """How many claims came true or false."""
        return sum(one.n for one in self.ended.values())


_RECORDS: KeptAnswers[GradeRecord] = KeptAnswers()


def grade_record(ports: Ports, view: View) -> GradeRecord:
    """Return the record of all claims that a view sees.

    That of public ones is kept until another ends.
    """
    if (kept := kept_record(ports, view)) is not None:
        return kept
    resolved = graded_resolutions(ports, view)
    ended: dict[str, list[bool]] = defaultdict(list)
    for one in resolved:
        ended[one.word].append(one.true)
    shares = {word: wilson(sum(true), len(true)) for word, true in ended.items()}
    found = GradeRecord(resolved[0].at if resolved else None, shares, tuple(one for one in resolved if one.missed))
    known = _BEFORE[origin(ports.claims)]
    if not view.tenant and all(_key(one) in known for one in ports.claims.resolutions(view, "", MANY)):
        _RECORDS.keep(origin(ports.claims), ports.claims.position(view.as_of), found)
    return found


def kept_record(ports: Ports, view: View) -> GradeRecord | None:
    """Return the record if it is kept."""
    return None if view.tenant else _RECORDS.find(origin(ports.claims), ports.claims.position(view.as_of))


def prepare_resolutions(ports: Ports, view: View) -> Iterator[None]:
    """Grade ahead of `graded_resolutions`, `AT_ONCE` claims a step."""
    yield from _grade_unknown(ports, ports.claims.resolutions(view, "", MANY), view)


def _grade_unknown(ports: Ports, decided: Sequence[ClaimResolution], view: View) -> Iterator[None]:
    known = _BEFORE.setdefault(origin(ports.claims), {})
    unknown = [one for one in decided if _key(one) not in known]
    if known and len(known) + len(unknown) > MANY:
        known.clear()
        unknown = list(decided)
    for start in range(0, len(unknown), AT_ONCE):
        part = {one.claim: one for one in unknown[start : start + AT_ONCE] if _key(one) not in known}
        claims = {claim.id: claim for claim in _readable(ports, tuple(part), view)}
        for name, one in part.items():
            if name not in claims:
                known[_key(one)] = None
            elif (word := _word_before(ports, claims[name], one.at)) is not None:
                known[_key(one)] = word
        yield


def _key(one: ClaimResolution) -> _Key:
    return one.tenant, one.claim, one.at


def _readable(ports: Ports, names: Sequence[str], view: View) -> Sequence[Claim]:
    """Return the claims whose rows can be read; the others are logged."""
    try:
        return ports.claims.some(names, view)
    except SpudwatchError:
        raise  # of the database, not of a claim
    except Exception:
        if len(names) == 1:
            log.exception("claim not graded", extra={"claim": names[0]})
            return ()
    return [claim for name in names for claim in _readable(ports, (name,), view)]


def _word_before(ports: Ports, claim: Claim, at: datetime) -> str | None:
    """Return the grade that was shown a second before the outcome.

    If it fails, the failure is logged and the answer is None.
    """
    try:
        return grade_claim(ports, claim, View(claim.tenant, at - timedelta(seconds=1))).graded.word
    except SpudwatchError:
        raise
    except Exception:
        log.exception("claim not graded", extra={"claim": claim.id})
        return None


def came_true(resolved: Iterable[GradedResolution], grade: Grade | None, kind: str, but: str = "") -> Proportion:
    """How many of the claims with a grade and of a type came true.

    ``but`` is the id of one to leave out.
    """
    known = (one for one in resolved if one.grade is not None and one.grade is grade)
    like = [one.true for one in known if one.type == kind and one.claim != but]
    return wilson(sum(like), len(like))
