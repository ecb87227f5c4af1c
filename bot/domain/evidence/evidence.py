"""Claims, statements and evidence: the plain values that the claim rules work on.

A `Statement` is a sentence parsed into slots. Every claim and every item of evidence has statements, so that relevance
is decided by comparing slots (`bot.domain.grading.entailment`), never words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum


class Basis(StrEnum):
    """How the source of an item knows what it says."""

    FIRST_PARTY = "first-party"
    FIRST_HAND = "first-hand"
    MEASURED = "independent measurement"
    CITES = "cites"
    REPEATS = "repeats"
    INFERENCE = "inference"
    MARKET = "market"
    UNKNOWN = "unknown"


COPIES = frozenset({Basis.CITES, Basis.REPEATS})


class EvidenceForm(StrEnum):
    """The form of an item of evidence.

    Together with its basis it determines the level (`bot.domain.grading.grades.level`).
    """

    ANNOUNCEMENT = "announcement"
    MODEL_CARD = "model card"
    API_LIST = "api list"
    PRICE_PAGE = "price page"
    HELP_PAGE = "help page"
    CHANGELOG = "changelog"
    ROW_ID = "row id"
    BOARD = "benchmark board"
    TABLE = "benchmark table"
    STATEMENT = "statement"
    MEASUREMENT = "measurement"
    REPORT = "press report"
    LISTING = "listing"
    RECORD = "record of the ledger"
    LABEL = "corroborated label"
    DOCUMENT = "anonymous document"
    FINGERPRINT = "fingerprint"
    WATCH = "watched source"
    POST = "post"
    PICTURE = "picture"
    DEMO = "demo"
    SELF_DESCRIPTION = "self-description"
    NAME = "name or style"
    PRICE = "market price"


class Offered(StrEnum):
    """Whether a list has sold a model for 72 hours, and the row is the vendor's own."""

    NO = ""
    SOLD = "sold"
    BY_VENDOR = "sold by its vendor"


DOCUMENTS = frozenset(
    {
        EvidenceForm.ANNOUNCEMENT,
        EvidenceForm.MODEL_CARD,
        EvidenceForm.API_LIST,
        EvidenceForm.PRICE_PAGE,
        EvidenceForm.HELP_PAGE,
        EvidenceForm.CHANGELOG,
    }
)


class ClaimOutcome(StrEnum):
    """How a claim turned out; a grade says only what the evidence says now."""

    OPEN = "open"
    TRUE = "true"
    FALSE = "false"
    MIXED = "mixed"
    VOID = "void"

    @property
    def said(self) -> str:
        """Return the outcome in words: "it turned out false"."""
        return _OUTCOMES[self]


_OUTCOMES: Mapping[ClaimOutcome, str] = {
    ClaimOutcome.OPEN: "outcome open",
    ClaimOutcome.TRUE: "it turned out true",
    ClaimOutcome.FALSE: "it turned out false",
    ClaimOutcome.MIXED: "it turned out true in part",
    ClaimOutcome.VOID: "it cannot be decided any more",
}


RATIO = "ratio"
"""Role of a value that is a quotient of two models' amounts; a word behind it names the amount ("ratio input")."""


@dataclass(frozen=True, slots=True)
class Value:
    """A number and what it measures.

    ``role`` is input, output, context, output_limit, score, rank … or empty; ``upto`` is the upper end of a range.
    """

    number: float
    role: str = ""
    upto: float | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence in slots; empty slots make no statement.

    ``type`` is one of the claim types (``price``, ``better_than`` …), ``subject``, ``object`` and ``comparator`` are
    slugs; ``object`` is also what a type needs (a training stage, an axis, a modality). ``operator`` is how ``day``
    binds (by, on, before, after, not_before, within ``since`` and it), ``bound`` how ``values`` do (eq, about, over,
    under). ``polarity`` -1 is a negation. ``future`` marks a plan, as opposed to an accomplished fact.

    ``beyond`` are words outside every slot ("germany"): evidence about the slots alone does not cover them.
    ``altered``: they change the meaning of the slots ("as open weights").
    """

    type: str
    subject: str
    object: str = ""
    comparator: str = ""
    benchmark: str = ""
    values: tuple[Value, ...] = ()
    bound: str = "eq"
    day: date | None = None
    since: date | None = None
    operator: str = ""
    surface: str = ""
    plans: tuple[str, ...] = ()
    polarity: int = 1
    future: bool = False
    beyond: tuple[str, ...] = ()
    altered: bool = False

    @property
    def last_day(self) -> date | None:
        """The last of the claimed days: ``day``, or the eve of it for "before"."""
        eve = self.day is not None and self.operator == "before" and self.day > date.min
        return self.day - timedelta(days=1) if self.day is not None and eve else self.day


@dataclass(frozen=True, slots=True)
class Evidence:
    """An item of evidence.

    Who says what, how they know, and since when it was knowable. ``party`` is the person, outlet or account behind it:
    two items of one party are one origin. ``cites`` holds ids of other items. ``links`` ties it to ledger claims by id,
    +1 for and -1 against. ``runs`` is the n of a measurement, ``same_harness`` whether both models ran under one. A
    member's item is not ``accepted`` until the desk says so, and has no weight until then. ``sold`` is whether a list
    has shown a price for three days. ``via`` names where an item was read at second hand: a vendor's document quoted by
    others is not one we read (`second_hand`).
    """

    id: str
    party: str
    basis: Basis
    form: EvidenceForm
    so_at: datetime
    learned_at: datetime
    source: str = ""
    url: str = ""
    quote: str = ""
    says: tuple[Statement, ...] = ()
    cites: tuple[str, ...] = ()
    links: Mapping[str, int] = field(default_factory=dict)
    named: bool = True
    runs: int | None = None
    same_harness: bool = False
    flags: tuple[str, ...] = ()
    withdrawn_at: datetime | None = None
    via: str = ""
    accepted: bool = True
    tenant: str = ""
    by: str = ""
    sold: Offered = Offered.NO

    @property
    def shown(self) -> str:
        """Its id; its form, if a row of the ledger made it: its key says nothing."""
        return self.form.value if set("#:@=/") & set(self.id) else self.id

    @property
    def second_hand(self) -> bool:
        """Whether it is the vendor's word as others pass it on."""
        return self.basis is Basis.FIRST_PARTY and bool(self.via)

    def known(self, as_of: datetime) -> bool:
        """Whether it counts at ``as_of``: learned by then, and not dated later than that."""
        return self.learned_at <= as_of and self.so_at <= as_of

    def is_valid(self, as_of: datetime) -> bool:
        """Whether it is known at ``as_of`` and its origin has not withdrawn it by then."""
        return self.known(as_of) and not (self.withdrawn_at is not None and self.withdrawn_at <= as_of)


@dataclass(frozen=True, slots=True)
class Claim:
    """One checkable sentence of the ledger.

    ``id`` is empty if it was asked but not filed. ``outcome_by`` is who of a place decided its outcome there; '' where
    the public ledger did.
    """

    statement: Statement
    text: str = ""
    id: str = ""
    so_at: datetime | None = None
    learned_at: datetime | None = None
    outcome: ClaimOutcome = ClaimOutcome.OPEN
    resolved_at: datetime | None = None
    disputed: bool = False
    tenant: str = ""
    source: str = ""
    aliases: tuple[str, ...] = ()
    outcome_source: str = ""
    outcome_by: str = ""

    def __hash__(self) -> int:
        """The hash of its words: quick, as what is worked out of a claim is kept by it."""
        return hash(self.text)

    def outcome_at(self, as_of: datetime) -> ClaimOutcome:
        """The outcome as known at ``as_of``."""
        known = self.resolved_at is not None and self.resolved_at <= as_of
        return self.outcome if known else ClaimOutcome.OPEN


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A test with a name: which axes it speaks about, and whether more is better."""

    slug: str
    name: str
    axes: tuple[str, ...] = ()
    higher_is_better: bool = True
    board: str = ""
    unit: str = ""
    aliases: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceContext:
    """Context for interpreting evidence at one moment.

    ``same`` maps a subject to the one it is *confirmed* to be by then (``openai/spud`` → ``openai/gpt-5.5``).
    ``members`` are the models of a family. ``not_out`` are those that by the record are in testing or limited access:
    what they cost, selected users pay.
    """

    same: Mapping[str, str] = field(default_factory=dict)
    benchmarks: Mapping[str, Benchmark] = field(default_factory=dict)
    members: Mapping[str, frozenset[str]] = field(default_factory=dict)
    not_out: frozenset[str] = frozenset()

    def one(self, slug: str) -> str:
        """The subject's confirmed name, or itself."""
        if slug not in self.same:
            return slug
        seen = {slug}
        while (following := self.same.get(slug, slug)) not in seen:
            seen.add(following)
            slug = following
        return slug

    def nameless(self, slug: str) -> bool:
        """Whether a slug is a codename or label: without a version, it may be any model."""
        return not any(c.isdecimal() for c in slug.rpartition("/")[2])
