"""What a sentence says, as data: the slots that parsing fills and that matching and grading read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from bot.domain.evidence.evidence import Statement


class Operator(StrEnum):
    """How a claim uses its date. ``before`` excludes the named day, ``by`` includes it, ``within`` is a period."""

    BY = "by"
    ON = "on"
    BEFORE = "before"
    AFTER = "after"
    NOT_BEFORE = "not_before"
    WITHIN = "within"
    UNTIL = "until"


class Reason(StrEnum):
    """Why a text is not something that evidence can settle."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    LINK_ONLY = "link_only"
    GREETING = "greeting"
    QUESTION = "question"
    REQUEST = "request"
    JOKE = "joke"
    WISH = "wish"
    OPINION = "opinion"
    UNMEASURABLE = "unmeasurable"
    PRIVATE_PERSON = "private_person"
    OTHER_LANGUAGE = "other_language"
    NO_SUBJECT = "no_subject"
    FRAGMENT = "fragment"


@dataclass(frozen=True, slots=True)
class ParsedClaim:
    """One sentence, understood. ``None`` means "not said"; nothing here is a guess about the world.

    ``subject``, ``object`` and ``comparator`` are slugs where they name a model (``openai/gpt-5.5``) or a lab
    (``openai``), else plain words. ``denies`` marks a negated sentence. ``direction`` (``above``, ``below``,
    ``equal``) of a comparison already counts the negation: "did not beat" is ``below``. ``deadline`` is the last day
    the claim names; only what is to come, a release, a shutdown and a stage of training have one. ``unsure`` lists
    the parts that could be several models (a bare "5.5") and should be asked for.
    ``fresh`` tells that it is said as news ("just dropped").
    ``statement`` is the claim in the slots that evidence has; ``left`` are its words that no slot holds and that carry
    something; ``doubts`` say what had to be supposed (a year, a model): nothing is graded high on a supposition.
    """

    text: str
    checkable: bool = True
    reason: Reason | None = None
    why: str = ""
    rewrite: str = ""
    claim_type: str | None = None
    subject: str | None = None
    object: str | None = None
    comparator: str | None = None
    direction: str | None = None
    benchmark: str | None = None
    value: float | None = None
    unit: str | None = None
    deadline: date | None = None
    operator: Operator | None = None
    denies: bool = False
    said_by: str | None = None
    forecast: bool = False
    asked: bool = False
    mentions: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    statement: Statement | None = None
    left: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    year_supplied: bool = False
    fresh: bool = False

    @property
    def polarity(self) -> str:
        """``-`` for a negated sentence, else ``+``, as JSON has it."""
        return "-" if self.denies else "+"

    def leaving(self, words: str) -> ParsedClaim:
        """The same with words that none of its slots holds."""
        said = self.statement and replace(self.statement, beyond=(*self.statement.beyond, words))
        return replace(self, statement=said, left=(*self.left, words))


@dataclass(frozen=True, slots=True)
class ClaimContext:
    """What surrounds a sentence: the subject asked about, and the subjects this place follows (most recent first)."""

    about: str | None = None
    recent: Sequence[str] = ()


class Followed(Sequence[str]):
    """Subjects that a bare version may mean, read once some name turns on them."""

    def __init__(self, read: Callable[[], Iterable[str]]) -> None:
        self._read = read
        self._slugs: tuple[str, ...] | None = None

    @property
    def asked(self) -> bool:
        """Whether some name turned on them."""
        return self._slugs is not None

    @property
    def _known(self) -> tuple[str, ...]:
        if self._slugs is None:
            self._slugs = tuple(self._read())
        return self._slugs

    def __getitem__(self, at: Any) -> Any:
        """The slugs at some places."""
        return self._known[at]

    def __len__(self) -> int:
        return len(self._known)


@dataclass(frozen=True, slots=True)
class Message:
    """A whole text: at most five claims read in full, the others named, and the sentences that claim nothing.

    ``repeated`` counts the sentences that were said before in the same words, and were read once.
    """

    claims: tuple[ParsedClaim, ...]
    rest: tuple[str, ...] = ()
    passed_over: tuple[ParsedClaim, ...] = field(default=())
    repeated: int = 0


def without_old_day(claims: list[ParsedClaim], *, delayed: bool) -> list[ParsedClaim]:
    """The claims without the day that a delay takes back: "won't ship in May, they moved it to July"."""
    moved = delayed and len(claims) == 2  # noqa: PLR2004 - an old and a new day
    if not moved or any(claim.claim_type != "release_date" or claim.deadline is None for claim in claims):
        return claims
    old, new = claims
    same = old.subject == new.subject and old.denies and not new.denies
    return [new] if same and old.operator is not Operator.NOT_BEFORE else claims
