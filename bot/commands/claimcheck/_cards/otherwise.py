"""What the strongest evidence against a claim gives in its place: a number, a day, an end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

from bot.commands.claimcheck._cards.facts import model_name
from bot.commands.claimcheck._checking import CheckedClaim
from bot.domain.claims.claim_types.release_date import WEEKDAY
from bot.domain.claims.read_as import numbers_said, surface_said
from bot.domain.evidence.bearing import CANCELLED, SHUTDOWN, WEIGHTS
from bot.domain.evidence.evidence import Basis, ClaimOutcome, Evidence, Statement
from bot.domain.evidence.grade_result import WeighedItem
from bot.domain.evidence.grade_rules import Grade
from bot.domain.grading.entailment import bears
from bot.domain.grading.weights import level
from bot.domain.time import format_time
from bot.messages.lifetimes import span_said, spelled_day
from bot.messages.request import RequestContext
from bot.queries.tellers import named_source

_TRANSLATED = re.compile(r"(?i)/(?!en[/-])[a-z]{2}(?:-[a-z0-9]{2,4})?/")  # a page in another language: "/docs/ko/"
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_ENDED = {CANCELLED: "cancelled", SHUTDOWN: "shut down"}
_PER = " per million tokens"
_OF_VALUES = frozenset({"price", "context_limits", "benchmark_score", "other", "identity"})


def strongest(checked: CheckedClaim, sign: int) -> WeighedItem | None:
    """The strongest origin of one side.

    Of equal ones that is a lab's own word, then against the claim the newest.
    """
    side = [item for item in checked.graded.items if item.sign == sign and item.level]
    return max(side, key=lambda item: (item.level, *_rank(checked.items[item.ids[0]], sign)), default=None)


def _rank(item: Evidence, sign: int) -> tuple[bool, datetime, bool]:
    own = item.basis is Basis.FIRST_PARTY
    return own, item.so_at if sign < 0 else _LONG_AGO, not _TRANSLATED.search(item.url)


def instead(checked: CheckedClaim, ctx: RequestContext) -> str:
    """What is so in place of a claim that is refuted, who says it and when.

    "$5 in, $25 out per million tokens, says Anthropic (27 Nov 2026)"; '' where no evidence gives that.
    """
    said, graded = checked.claim.statement, checked.graded
    refuted = graded.rule.name == "only-against" or (graded.grade is Grade.CONTRADICTED and not graded.watches)
    false = checked.claim.outcome_at(ctx.as_of) is ClaimOutcome.FALSE
    if not refuted and not false:
        return ""
    if said.type == "release_date":
        return _came_out(checked, ctx)
    best = strongest(checked, -1)
    if best is None or said.type not in _OF_VALUES or said.comparator:
        return ""  # the lines of a comparison say it
    item = checked.items[best.ids[0]]
    told = next((words for other in item.says if (words := _contrary(checked, other, ctx))), "")
    less = "" if false or graded.grade is Grade.CONTRADICTED else " instead"
    return f"{told}{less}, says {named_source(item.party, item.url)} ({format_time(item.so_at)})" if told else ""


def _contrary(checked: CheckedClaim, other: Statement, ctx: RequestContext) -> str:
    """The identity, day or numbers of a statement against the claim."""
    said, world = checked.claim.statement, checked.material.world
    drawn = checked.graded.lines and other.type == said.type and world.one(other.subject) == world.one(said.subject)
    if bears(other, said, world).sign >= 0 and not drawn:  # of a line that was drawn, the numbers bear
        return ""
    if other.type == "identity":
        return f"it is {model_name(other.object)}" if other.polarity > 0 and "/" in other.object else ""
    if other.object == SHUTDOWN and other.day is not None:
        return _ends(other, ctx)
    return _numbers(checked, other)


def _numbers(checked: CheckedClaim, other: Statement) -> str:
    """The numbers of a statement in the roles that the claim names, all of them where it names none."""
    roles = {value.role for value in checked.claim.statement.values if value.role}
    chosen = tuple(value for value in other.values if value.role in roles) or other.values
    known = checked.material.world.benchmarks.get(other.benchmark)
    told = list(numbers_said(replace(other, values=chosen), known.unit if known is not None else ""))
    if len(told) > 1 and all(one.endswith(_PER) for one in told):
        told = [*(one.removesuffix(_PER) for one in told[:-1]), told[-1]]
    return ", ".join(told)


def elsewhere(checked: CheckedClaim) -> str:
    """The numbers of both sides, each with the surface it is of: "context 400,000 tokens in codex; ..."."""
    told = [_number_at(checked, best) for sign in (1, -1) if (best := strongest(checked, sign)) is not None]
    return "; ".join(f"{one[0]} {one[1] or 'in general'}" for one in told if one) if all(told) else ""


def contrary_numbers(checked: CheckedClaim) -> tuple[str, ...]:
    """What those against a claim give instead, strongest first: "context 256,000 tokens (X)"."""
    found: dict[str, str] = {}
    for item in sorted(checked.graded.items, key=lambda one: (-one.level, one.ids)):
        if item.sign < 0 and item.level and (told := _number_at(checked, item)):
            said = " ".join(filter(None, told))
            one = checked.items[item.ids[0]]
            found.setdefault(said, f"{said} ({named_source(one.party, one.url)})")
    return tuple(found.values())


def _number_at(checked: CheckedClaim, item: WeighedItem) -> tuple[str, str] | None:
    """The numbers by which an item bears on a claim, and the place they are of; None where it gives none."""
    said, world = checked.claim.statement, checked.material.world
    bearing = (
        one for one in checked.items[item.ids[0]].says if one.values and bears(one, said, world).sign == item.sign
    )
    one = next(bearing, None)
    return (_numbers(checked, one), surface_said(one.surface)) if one is not None else None


def _ends(other: Statement, ctx: RequestContext) -> str:
    """The day of a shutdown: "it is to be shut down on 11 December 2026"."""
    if other.day is None:
        return ""
    verb = "was" if other.day <= ctx.as_of.date() else "is to be"
    if other.operator == "within" and other.since is not None and other.since != other.day:
        return f"it {verb} shut down {span_said(other.since, other.day)}"
    early = "not before" if other.operator == "not_before" else "on"
    return f"it {verb} shut down {early} {spelled_day(other.day)}"


def ended_and_back(checked: CheckedClaim) -> str:
    """When a model that is said to have ended did, and when it came back."""
    if checked.claim.statement.object != SHUTDOWN:
        return ""
    told = [(item, other) for item in checked.material.evidence for other in item.says if other.object == SHUTDOWN]
    ends = [other.day for _, other in told if other.polarity > 0 and other.day is not None and not other.future]
    back = [item.so_at.date() for item, other in told if other.polarity < 0 and other.day is None]
    if not ends or not back or max(back) <= max(ends):
        return ""
    return f"it was shut down on {spelled_day(max(ends))} and came back on {spelled_day(max(back))}"


def ended_by(item: Evidence) -> str:
    """How an item says that the model ended: "cancelled"; '' where it says nothing of that."""
    ends = {one.object for one in item.says if one.polarity > 0 and not one.future}
    return next((words for end, words in _ENDED.items() if end in ends), "")


def _came_out(checked: CheckedClaim, ctx: RequestContext) -> str:
    """The day on which it came out instead of the claimed one, and who says so."""
    said = checked.claim.statement
    weekday = any(value.role == WEEKDAY for value in said.values)
    if said.polarity <= 0 or not (said.day is not None or weekday):
        return ""
    _, day, item = min(release_days(checked, ctx), key=lambda found: found[:2], default=(None, None, None))
    if day is None or item is None:
        return ""
    spelled = f"{day:%A}, {spelled_day(day)}" if weekday else spelled_day(day)
    if said.surface == WEIGHTS:
        what = "its weights came out"
    else:
        what = f"it came out {surface_said(said.surface)}" if said.surface else "it came out"
    return f"{what} on {spelled}, says {named_source(item.party, item.url)}"


def release_days(checked: CheckedClaim, ctx: RequestContext) -> Iterator[tuple[tuple[int, bool], date, Evidence]]:
    """The days on which evidence says that it came out, with whose word each is.

    Each begins with what sorts the best first: its level, and of equal ones a lab's own word.
    """
    one, asked = checked.material.world.one, checked.claim.statement
    for item in checked.material.evidence:
        dates = (other for other in item.says if _is_release(other, asked) and one(other.subject) == one(asked.subject))
        for other in dates if item.is_valid(ctx.as_of) else ():
            day = _past_release(other, ctx)
            if day is not None and (worth := level(item, other)):
                yield (-worth, item.basis is not Basis.FIRST_PARTY), day, item


def _is_release(said: Statement, asked: Statement) -> bool:
    """Whether a statement tells when the asked model came out, on the surface that is asked for."""
    return said.type == "release_date" and asked.surface in ("", said.surface)


def _past_release(said: Statement, ctx: RequestContext) -> date | None:
    if said.day is None or said.day > ctx.as_of.date() or said.future or said.polarity <= 0:
        return None
    return said.day if said.operator in ("first", "on", "") else None
