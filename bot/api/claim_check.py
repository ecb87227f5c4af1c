"""Claim checks for programs: the question and the answer.

The answer is that of ``claimcheck ask``; the composition root supplies the function.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.messages.reply import Reply
from bot.pages.page import claim_path

MAX_CLAIM = 6_000  # characters of a claim: the option's own limit
CAUTION = "SPECULATION is not evidence; a grade says what is known and not what is true."


@dataclass(frozen=True, slots=True)
class ClaimQuestion:
    """A sentence to check.

    ``about`` names the model where it does not say; ``as_of`` is a moment in any wording.
    """

    claim: str
    about: str = ""
    as_of: str = ""


ClaimChecker = Callable[[ClaimQuestion], Reply]


@dataclass(frozen=True, slots=True)
class ClaimReading:
    """What a sentence was read as."""

    claim_type: str | None
    subject: str | None
    comparator: str | None
    benchmark: str | None
    value: float | None
    deadline: date | None
    polarity: str


@dataclass(frozen=True, slots=True)
class BenchmarkSide:
    """One axis of a comparison: both values, and what it says of the claim.

    It is for, against or a tie.
    """

    benchmark: str
    ours: str
    theirs: str
    speaks: str
    level: int
    counts: bool


@dataclass(frozen=True, slots=True)
class CheckedStatement:
    """One claim of the text.

    ``path`` is the page of the claim it is or repeats; '' where the ledger has none.
    """

    read_as: ClaimReading
    grade: str | None
    support: int | None
    refute: int | None
    rule: str | None
    rule_text: str
    claim_id: str | None
    path: str
    match: str
    outcome: str
    origins: tuple[str, ...]
    against: tuple[str, ...]
    repeats: int
    first_party: int
    load_bearing: tuple[str, ...]
    missing: tuple[str, ...]
    would_settle: str
    flags: tuple[str, ...]
    benchmarks: tuple[BenchmarkSide, ...]
    nearest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClaimCheck:
    """A checked text: ``claims`` holds all of its claims.

    The first of them gives ``grade``, ``rule`` and ``read_as``.

    ``quote`` is the text as it was sent. What cannot be checked has ``why`` and ``rewrite``, and no claims.
    """

    quote: str
    checkable: bool
    grade: str | None
    rule: str | None
    read_as: ClaimReading | None
    nearest: tuple[str, ...]
    claims: tuple[CheckedStatement, ...]
    not_read: tuple[str, ...]
    why: str
    rewrite: str | None
    said: str
    caution: str


def claim_check(question: ClaimQuestion, reply: Reply) -> ClaimCheck:
    """The reply of ``claimcheck ask`` as an answer for programs."""
    data: Mapping[str, Any] = reply.data
    every: tuple[Mapping[str, Any], ...] = tuple(data.get("claims", (data,))) if data["checkable"] else ()
    claims = tuple(map(_statement, every))
    return ClaimCheck(
        quote=question.claim,
        checkable=bool(claims),
        grade=claims[0].grade if claims else None,
        rule=claims[0].rule if claims else None,
        read_as=claims[0].read_as if claims else None,
        nearest=tuple(data["nearest"]),
        claims=claims,
        not_read=tuple(data.get("rest", ())),
        why=str(data.get("why", "")),
        rewrite=data.get("rewrite"),
        said=reply.plain,
        caution=CAUTION,
    )


def _statement(data: Mapping[str, Any]) -> CheckedStatement:
    value = data["value"]
    return CheckedStatement(
        read_as=ClaimReading(
            claim_type=data["claim_type"],
            subject=data["subject"],
            comparator=data["comparator"],
            benchmark=data["benchmark"],
            value=None if value is None else float(value),
            deadline=data["deadline"],
            polarity=data["polarity"],
        ),
        grade=data["grade"],
        support=data["support"],
        refute=data["refute"],
        rule=data["rule"],
        rule_text=data["rule_text"],
        claim_id=data["claim_id"],
        path=claim_path(data["claim_id"]) if data["claim_id"] else "",
        match=data["match"],
        outcome=str(data["outcome"]),
        origins=tuple(data["origin_names"]),
        against=tuple(data["against"]),
        repeats=data["repeats"],
        first_party=data["first_party"],
        load_bearing=tuple(data["load_bearing"]),
        missing=tuple(data["missing"]),
        would_settle=data["would_settle"],
        flags=tuple(map(str, data["flags"])),
        benchmarks=tuple(
            BenchmarkSide(
                line["benchmark"], str(line["ours"]), str(line["theirs"]), line["speaks"], line["level"], line["counts"]
            )
            for line in data["lines"]
        ),
        nearest=tuple(data["nearest"]),
    )
