"""A statement as it was understood, in words, so that a wrong reading is seen at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bot.domain.claims.claim_types import claim_types
from bot.domain.claims.claim_types.release_date import APART, WEEKDAY
from bot.domain.evidence.bearing import WEIGHTS
from bot.domain.evidence.evidence import RATIO, Statement, Value
from bot.domain.names.lab_table import lab_table
from bot.domain.names.vendors import vendor_name
from bot.domain.time import format_time
from bot.domain.time.schedule import WEEKDAY_NAMES

COMPARED, IDENTITY, OTHER = "better_than", "identity", "other"
_PLURAL = re.compile(r"(?<=[a-z])s\b")  # "1 month apart"
_COUNTED = "parameters"  # how the roles of sizes end
_WORDS_ALONE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")  # the object of a filed claim that no slot holds
FILED = "as filed, in its own words"
_SCALES = ((1e12, "T"), (1e9, "B"), (1e6, "M"))
_SCORES = frozenset({"score", "their score"})
_OPERATORS = {"by": "by", "before": "before", "after": "after", "not_before": "not before", "on": "on"}
_OTHER = {1: "", -1: "not so"}  # of what is no other type the numbers tell what it is
_SURFACES = {
    "api": "the API", "app": "the app", "openrouter": "OpenRouter", "vscode": "VS Code", "ai studio": "AI Studio",
    "the us": "the US", "the uk": "the UK", "arena": "the arena", "app stores": "app stores", "mobile": "mobile apps",
    "other countries": "other countries",
}  # fmt: skip
_BOUNDS = {
    "about": "about ", "nearly": "nearly ", "over": "more than ", "under": "less than ",
    "at_least": "at least ", "at_most": "at most ",
}  # fmt: skip
_ROLES = {
    "input": "${} in per million tokens", "output": "${} out per million tokens", "context": "context {} tokens",
    "cached": "${} cached per million tokens", "output_limit": "output {} tokens", "input_limit": "input {} tokens",
    "rank": "no. {}", "score": "{}", "their score": "against {}", "ratio": "{} times", "margin": "by {}",
    "margin points": "by {} points", "margin %": "by {} %", "": "{}",
}  # fmt: skip


def read_as(
    said: Statement, name: Callable[[str], str], *, unit: str = "", year_supplied: bool = False, other_year: str = ""
) -> str:
    """The slots of a statement in words: "GPT-5.5 · release date · in the API · on 24 Apr 2026".

    ``name`` says what a slug is called, ``unit`` follows a score. ``year_supplied`` adds that nobody wrote the year,
    ``other_year`` what the grade would be with another one.
    """
    meant = f"; if you meant {other_year}" if other_year else ""
    supplied = f" (year supplied{meant})" if year_supplied else ""
    return " · ".join(part for part in _slots(said, name, unit, supplied) if part)


def _slots(said: Statement, name: Callable[[str], str], unit: str, supplied: str) -> Iterator[str]:
    yield name(said.subject)
    yield from _kind(said, name)
    if said.benchmark:
        yield f"on {said.benchmark}"
    yield from numbers_said(said, unit)
    if said.surface:
        yield "its weights" if said.surface == WEIGHTS else surface_said(said.surface)
    if said.plans:
        yield f"for {', '.join(said.plans)}"
    if said.day is not None:
        yield _day(said) + supplied
    if said.future:
        yield "still to come"


def surface_said(surface: str) -> str:
    """The place where something is so: "in the API", "in Google's AI Studio"; '' for no place."""
    owner, _, kind = surface.partition(" ")
    if kind and owner in lab_table().labs:
        return f"in {vendor_name(owner)}'s {_SURFACES.get(kind, kind.title()).removeprefix('the ')}"
    return f"in {_SURFACES.get(surface, surface.title())}" if surface else ""


def numbers_said(said: Statement, unit: str) -> Iterator[str]:
    """The numbers of a statement that are not told with another model; ``unit`` follows a score."""
    for value in said.values:
        if value.role == WEEKDAY:
            yield f"on a {WEEKDAY_NAMES[int(value.number)].capitalize()}"
        elif not value.role.endswith(APART) and not _is_quotient(said, value):
            dollars = "$" if said.type == "price" and not value.role else ""
            yield _BOUNDS.get(said.bound, "") + dollars + in_words(value) + (unit if value.role in _SCORES else "")


def _kind(said: Statement, name: Callable[[str], str]) -> Iterator[str]:
    """What is said of the subject: the type, the object, the other model."""
    kind = claim_types().get(said.type)
    denied = "not: " if said.polarity < 0 else ""
    if said.object and said.type in (IDENTITY, OTHER):  # what it is needs no name of its own
        in_words = FILED if _WORDS_ALONE.fullmatch(said.object) else said.object
        yield denied + (_identity(said.object, name) if said.type == IDENTITY else in_words)
        return
    label = denied + (kind.label if kind else said.type)
    label = _OTHER[said.polarity] if said.type == OTHER else label
    compared = said.type == COMPARED and not said.object and said.comparator
    yield f"{label} {name(said.comparator)}" if compared else label
    if said.object:
        yield name(said.object) if "/" in said.object else said.object
    if said.comparator and not compared:
        yield _against(said, name(said.comparator))


def _is_quotient(said: Statement, value: Value) -> bool:
    """Whether a value is told with the other model: "0.8 times that of"."""
    return said.type != COMPARED and value.role.partition(" ")[0] == RATIO


def _identity(other: str, name: Callable[[str], str]) -> str:
    """What a model is said to be: another name of a model, or a lab's."""
    return f"the same as {name(other)}" if "/" in other else f"made by {vendor_name(other)}"


def _against(said: Statement, other: str) -> str:
    """The other model: what it is compared with, or what it comes before or after."""
    if said.values and _is_quotient(said, said.values[0]):
        way = said.values[0].role.partition(" ")[2].replace("_", " ")
        times = f"{_BOUNDS.get(said.bound, '')}{said.values[0].number:.4g} times"
        return f"{times} the {way} of {other}" if way else f"{times} that of {other}"
    if said.type != "release_date":
        return f"than {other}"
    span = next((value for value in said.values if value.role.endswith(APART)), None)
    apart = f"{_BOUNDS.get(said.bound, '')}{in_words(span)} from" if span else "in order with"
    return f"{apart} {other}" + ("" if said.day else ", whose day is not known")


def in_words(value: Value) -> str:
    """A number with its role: "$5 in per million tokens", "context 1,050,000 tokens"."""
    one = value.number == 1 and value.upto is None
    pattern = _ROLES.get(value.role, "{} " + (_PLURAL.sub("", value.role) if one else value.role))
    ends = (value.number,) if value.upto is None else (value.number, value.upto)
    counted = value.role.endswith(_COUNTED)
    return pattern.format(" to ".join(scaled(end) if counted else f"{end:,.10g}" for end in ends))


def scaled(number: float) -> str:
    """A large number with its scale, as sizes of models are written: "2.8T", "70B"."""
    scale, letter = next(((size, letter) for size, letter in _SCALES if number >= size), (1.0, ""))
    return f"{number / scale:,.10g}{letter}"


def _day(said: Statement) -> str:
    if said.day is None:
        return ""
    if said.operator == "within" and said.since and said.since != said.day:
        return f"from {format_time(said.since)} to {format_time(said.day)}"
    return f"{_OPERATORS.get(said.operator, 'on')} {format_time(said.day)}"
