"""Attribution methods: ways of knowing what a label is, each with its record.

A sighting never says what the model is. An attribution does, by one method; several can coexist. Once a label is
settled, every attribution of it is scored, and each method carries its record from then on.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.sightings.labels import bare, key
from bot.domain.wilson import Proportion, wilson

ENOUGH = 10  # scored attributions before a method's record says anything


class Method(StrEnum):
    """A method of knowing what a label is."""

    LAB = "lab statement"
    HOST = "host reveal"
    ROW = "same row id"
    COMMIT = "catalogue commit"
    SWAP = "swap timing"
    TOKENIZER = "tokenizer"
    FORMAT = "error or id format"
    SELF = "self-description"
    STYLE = "style"
    SPECS = "matching specs"
    TIMING = "timing"
    INSIDER = "named insider"
    ANONYMOUS = "anonymous insider"
    PRESS = "press report"


class AttributionGrade(StrEnum):
    """How far an attribution is established; the same words claims use."""

    CONFIRMED = "CONFIRMED"
    SUPPORTED = "SUPPORTED"
    REPORTED = "REPORTED"
    UNCONFIRMED = "UNCONFIRMED"
    SPECULATION = "SPECULATION"
    CONTRADICTED = "CONTRADICTED"


_LADDER = (
    AttributionGrade.SPECULATION,
    AttributionGrade.UNCONFIRMED,
    AttributionGrade.REPORTED,
    AttributionGrade.SUPPORTED,
    AttributionGrade.CONFIRMED,
)
# What a method shows at best (SPEC: an identity needs the vendor, the same row id, or two independent fingerprints
# to be SUPPORTED; style, self-description and inference are worth 1). A host speaks of its own list, as a row does: it
# is CONFIRMED once the label is settled, and is then scored like every other method.
_BEST = {
    Method.LAB: AttributionGrade.CONFIRMED,
    Method.HOST: AttributionGrade.SUPPORTED,
    Method.ROW: AttributionGrade.SUPPORTED,
    Method.COMMIT: AttributionGrade.REPORTED,
    Method.PRESS: AttributionGrade.REPORTED,
    Method.INSIDER: AttributionGrade.REPORTED,
    Method.SWAP: AttributionGrade.UNCONFIRMED,
    Method.TOKENIZER: AttributionGrade.UNCONFIRMED,
    Method.FORMAT: AttributionGrade.UNCONFIRMED,
}
_HOSTS = frozenset({Method.HOST, Method.ROW})
FINGERPRINTS = frozenset({Method.TOKENIZER, Method.FORMAT})


@dataclass(frozen=True, slots=True)
class Attribution:
    """A statement that ``label`` is ``subject``, with its method.

    ``accepted``: the desk verified the link. ``read_at`` is since when the page at ``link`` was readable, if later than
    the statement.
    """

    id: str
    label: str
    subject: str
    method: Method
    by: str
    at: datetime
    why: str = ""
    link: str = ""
    accepted: bool = False
    read_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LabelTruth:
    """What a label turned out to be, and since when that is known.

    Without subjects, it was shown to be none of those named. ``by_host``: the list's host said so and nobody has
    settled it. ``inferred``: people concluded it, and nobody who must know has said so. ``told_at`` is when a
    trustworthy source first said so, if earlier than ``known_at``.
    """

    label: str
    subjects: frozenset[str]
    known_at: datetime
    by_host: bool = False
    inferred: bool = False
    told_at: datetime | None = None

    def names(self, subject: str) -> bool:
        """Whether it was that subject, given as slug or name.

        "openai/gpt-5.5" is "GPT-5.5".
        """
        return subject in self.subjects or key(bare(subject)) in {key(bare(one)) for one in self.subjects}


def graded(one: Attribution, beside: Iterable[Attribution] = (), truth: LabelTruth | None = None) -> AttributionGrade:
    """Grade an attribution against the others of its label and the truth, if known.

    A method reaches its best grade only with a link the desk accepted; a bare link is worth at most UNCONFIRMED, and no
    proof is SPECULATION. Two different fingerprints of one subject make each other SUPPORTED. A host's reveal makes
    agreeing attributions SUPPORTED and weaker disagreeing ones CONTRADICTED. An inferred truth proves none.
    """
    if truth is not None and truth.inferred:
        return _alone(one, beside)
    if truth is not None and not truth.by_host:
        return AttributionGrade.CONFIRMED if truth.names(one.subject) else AttributionGrade.CONTRADICTED
    alone = _alone(one, beside)
    if truth is None or _LADDER.index(alone) >= _LADDER.index(AttributionGrade.SUPPORTED):
        return alone
    return AttributionGrade.SUPPORTED if truth.names(one.subject) else AttributionGrade.CONTRADICTED


def _alone(one: Attribution, beside: Iterable[Attribution]) -> AttributionGrade:
    """How far an attribution is established by its own method and link."""
    best = _BEST.get(one.method, AttributionGrade.SPECULATION)
    if one.method in FINGERPRINTS and one.accepted:
        others = {b.method for b in beside if b.subject == one.subject and b.method in FINGERPRINTS and b.accepted}
        if others - {one.method}:
            best = AttributionGrade.SUPPORTED
    if one.accepted and one.link:
        return best
    cap = AttributionGrade.UNCONFIRMED if one.link else AttributionGrade.SPECULATION
    return min(best, cap, key=_LADDER.index)


@dataclass(frozen=True, slots=True)
class MethodRecord:
    """How often a method was right among attributions whose truth is known."""

    method: Method
    share: Proportion

    @property
    def ranked(self) -> bool:
        """Whether there are enough to rank it against another."""
        return self.share.n >= ENOUGH

    @property
    def text(self) -> str:
        """In words: "3 of 3, too few to rank", or the share with its interval."""
        if not self.share.n:
            return "no record yet"
        if not self.ranked:
            return f"{self.share.hits} of {self.share.n}, too few to rank"
        return self.share.text


def records(
    attributions: Iterable[Attribution], truths: Iterable[LabelTruth], as_of: datetime
) -> dict[Method, MethodRecord]:
    """Return each method's record at ``as_of``.

    The first vote of a person on a label by a method counts. An attribution made after the truth was known is hindsight
    and is not scored; nor is one made after a host revealed it, except the host's own.
    """
    known = {key(t.label): t for t in truths if t.known_at <= as_of}
    scored: dict[Method, dict[tuple[str, str], bool]] = defaultdict(dict)
    for one in sorted(attributions, key=lambda a: (a.at, a.id)):
        truth = known.get(key(one.label))
        if truth is not None and one.at < _scored_until(one.method, truth):
            scored[one.method].setdefault((key(one.label), one.by), truth.names(one.subject))
    return {m: MethodRecord(m, wilson(sum(scored[m].values()), len(scored[m]))) for m in Method}


def _scored_until(method: Method, truth: LabelTruth) -> datetime:
    """From when on an attribution by a method is hindsight."""
    return truth.known_at if method in _HOSTS else truth.told_at or truth.known_at
