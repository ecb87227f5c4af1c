"""Which name of a clause is its subject, and which the one that it is set against."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.domain.claims.parts import Part
from bot.domain.claims.pieces.comparisons import Comparison
from bot.domain.names.lab_table import lab_table
from bot.domain.names.reading import NameKind, NameReading

_NUMBERED = re.compile(r"[A-Z].*[ -]\d")  # a label that is named like a model of a series: "Tarn-3"
_AND = frozenset({"and", "&", "or"})
_CALLED = frozenset({"call", "calls"})


def sides(parts: Sequence[Part], compared: Comparison | None) -> tuple[int | None, int | None]:
    """Where the subject and, in a comparison, what it is set against stand."""
    models = [n for n, part in enumerate(parts) if part.model and not _made_of(parts, n)]
    if compared is None:
        first = _answering(parts, _in_front(parts, models), models)
        return None if first is None else _named_better(parts, first, models), None
    before = _in_front(parts, [n for n in models if n < compared.start])
    after = [n for n in models if n >= compared.end]
    if before or not after:
        return _around(parts, compared, before, after)
    if _name(parts, after[0]).lab in _labs(parts[: compared.start])[:1]:
        return after[0], _first(after[1:])  # "Alibaba undercuts rivals as Qwen 3.8 falls to …"
    return None, after[0]


def _first(places: Sequence[int]) -> int | None:
    return places[0] if places else None


def _name(parts: Sequence[Part], place: int) -> NameReading:
    """The name at a place where one stands."""
    name = parts[place].name
    assert name is not None  # noqa: S101 -- models have one
    return name


def _labs(parts: Sequence[Part]) -> list[str]:
    """The labs that some parts name, in order."""
    return [part.name.slug for part in parts if part.lab and part.name is not None]


def _made_of(parts: Sequence[Part], place: int) -> bool:
    """Whether a model only tells what another thing is made with: "the Gemini-based Siri"."""
    after = parts[place + 1 : place + 3]
    return bool(after) and after[after[0].norm == "-" and len(after) > 1].has("made of")


def _in_front(parts: Sequence[Part], models: list[int]) -> list[int]:
    """The models that stand behind no "unlike" or "after"; all where all do."""
    return [n for n in models if not _behind_aside(parts, n)] or models


def _behind_aside(parts: Sequence[Part], place: int) -> bool:
    """Whether a name stands behind "unlike", "after", "based on" …: it is not what the clause is about."""
    if place > 1 and parts[place - 1].norm in _AND and parts[place - 2].model:
        return _behind_aside(parts, place - 2)  # "an answer to A and B"
    before = [part for part in parts[:place] if part.has("aside") or not _says_nothing(part)]
    return bool(before) and before[-1].has("aside")


def _says_nothing(part: Part) -> bool:
    return part.has("plain", "model word", "filler") or part.lab


def _answering(parts: Sequence[Part], front: Sequence[int], models: Sequence[int]) -> int | None:
    """The first model, or that of the lab at the head: "OpenAI answers Anthropic's Opus 5 with GPT-6"."""
    if not front or front[0] < 2 or not parts[front[0] - 1].lab:  # noqa: PLR2004 - a lab and what it does
        return _first(front)
    lab = _labs(parts[: front[0] - 1])[:1]
    return next((n for n in models if n > front[0] and _name(parts, n).lab in lab), front[0])


def _named_better(parts: Sequence[Part], first: int, models: Sequence[int]) -> int | None:
    """The model that a family, or the head of a list, is named better by: "slashes Opus price: Claude Opus 5.5 …"."""
    head = _name(parts, first)
    behind = [(n, one) for n in models if n > first and (one := _name(parts, n)).lab == head.lab]
    family = [(n, one) for n, one in behind if one.family == head.family]
    if (listed := _listed_under(parts, first, family)) is not None:
        return first if head.variant else listed
    if head.kind is not NameKind.FAMILY:
        return first
    called = next((n for n, _ in behind if parts[n - 1].has("codename")), None)  # "a Claude model named Fable"
    return called or next((n for n, one in family if one.version), first)


def _listed_under(parts: Sequence[Part], first: int, family: Sequence[tuple[int, NameReading]]) -> int | None:
    """The variant of a model behind its colon: "Llama 4 lineup: Scout …"."""
    version = _name(parts, first).version
    alike = next((n for n, one in family if one.variant and one.version == version), first)
    return alike if any(part.norm == ":" for part in parts[first:alike]) else None


def _around(
    parts: Sequence[Part], compared: Comparison, before: Sequence[int], after: Sequence[int]
) -> tuple[int | None, int | None]:
    """The sides of a comparison: the first model before it, and the first model, lab or product behind it."""
    others = [n for n in range(compared.end, len(parts)) if parts[n].lab or parts[n].product]
    if after or others:
        return _first(before), _first((*after, *others))
    every = [n for n in range(compared.start) if parts[n].model]
    return _first(before), next((n for n in every if n not in before[:1]), None)  # "A and B are tied"


def label_first(
    parts: Sequence[Part], subject_at: int | None, comparator_at: int | None
) -> tuple[int | None, int | None]:
    """The label as the subject, where it is said to be a model named before it."""
    labels = [n for n, part in enumerate(parts) if _is_label(part)]
    if len(labels) != 1 or subject_at is None or subject_at in labels:
        return subject_at, comparator_at
    told = any(part.has("identity", "equal") or part.norm in _CALLED for part in parts)
    between = parts[subject_at + 1 : labels[0]]  # "GLM-5 was Pony Alpha"
    told = told or (bool(between) and between[0].norm == "was" and all(map(_only_is, between)))
    return (labels[0], None) if told else (subject_at, comparator_at)


def _only_is(part: Part) -> bool:
    return part.has("be", "filler", "plain")


def _is_label(part: Part) -> bool:
    """Whether a part names a label, or what a lab calls one of its models; "Tarn-3" is one of a series."""
    return (
        _NUMBERED.match(part.text) is None if part.label else part.name is not None and part.name.kind is NameKind.LABEL
    )


def plan_first(parts: Sequence[Part]) -> int | None:
    """Where the plan stands that a clause without a model begins with: of "…, Claude Max $100" that has the price."""
    first = next((n for n, part in enumerate(parts) if part.kind != "mark" and not part.has("filler")), None)
    return first if first is not None and parts[first].product and parts[first].means("plan") else None


def subject_without_model(parts: Sequence[Part]) -> int | None:
    """Where the plan, the lab or the product stands that a clause without a model is about."""
    named = [(n, part.name) for n, part in enumerate(parts) if part.name is not None]
    plans = [n for n, name in named if name.slug in lab_table().plans]
    labs = [n for n, _ in named if parts[n].lab]
    products = [n for n, _ in named if parts[n].product]
    own = [n for n in products if labs and n > labs[0] and _name(parts, n).lab == _name(parts, labs[0]).slug]
    return next(iter((*plans, *own, *labs, *products)), None)  # own: "Google to open Bard"
