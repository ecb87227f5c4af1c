"""Which name of a clause is its subject, and which the one that it is set against."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.domain.claims.parts import Part
from bot.domain.claims.pieces.comparisons import Comparison
from bot.domain.names.lab_table import lab_table
from bot.domain.names.reading import NameKind, NameReading

_NUMBERED = re.compile(r"[A-Z].*[ -]\d")  # a label that is named like a model of a series: "Tarn-3"
_HEAD = 5  # parts from a name to the colon of a list that it heads


def _behind_aside(parts: Sequence[Part], place: int) -> bool:
    """Whether a name stands behind "unlike", "after", "based on" …: it is not what the clause is about."""
    at = place - 1
    while at >= 0 and (parts[at].has("plain", "model word", "filler") or parts[at].lab) and not parts[at].has("aside"):
        at -= 1
    return at >= 0 and parts[at].has("aside")


def _named_better(parts: Sequence[Part], first: int | None, models: Sequence[int]) -> int | None:
    """The model that a family, or the head of a list, is named better by: "slashes Opus price: Claude Opus 5.5 …"."""
    family = parts[first].name if first is not None else None
    if first is None or family is None:
        return first
    same = [(n, one) for n, one in _versioned(parts, models) if n > first and _of_family(one, family)]
    if family.kind is NameKind.FAMILY:
        return _called(parts, first, models) or next((n for n, _ in same), first)
    if family.variant or not _heads_a_list(parts, first):
        return first
    return next((n for n, one in same if one.version == family.version and one.variant), first)


def _called(parts: Sequence[Part], family: int, models: Sequence[int]) -> int | None:
    """Where the model of a family's lab stands that it is said to be called: "a Claude model named Fable"."""
    called = next((n for n in models if n > family and parts[n - 1].has("codename")), family)
    one, other = parts[called].name, parts[family].name
    return called if called > family and one is not None and other is not None and one.lab == other.lab else None


def _versioned(parts: Sequence[Part], models: Sequence[int]) -> Iterator[tuple[int, NameReading]]:
    """The models with a version, and where they stand."""
    return ((n, name) for n in models if (name := parts[n].name) is not None and name.version)


def _of_family(one: NameReading, family: NameReading) -> bool:
    return (one.lab, one.family) == (family.lab, family.family)


def _heads_a_list(parts: Sequence[Part], name: int) -> bool:
    """Whether a colon stands close behind a name: "Llama 4 lineup: Scout …"."""
    return any(part.norm == ":" for part in parts[name : name + _HEAD])


def _made_of(parts: Sequence[Part], place: int) -> bool:
    """Whether a model only tells what another thing is made with: "the Gemini-based Siri"."""
    after = parts[place + 1 : place + 3]
    return bool(after) and (after[0].has("made of") or (after[0].norm == "-" and after[-1].has("made of")))


def sides(parts: Sequence[Part], compared: Comparison | None) -> tuple[int | None, int | None]:
    """Where the subject and, in a comparison, what it is set against stand."""
    models = [n for n, part in enumerate(parts) if part.model and not _made_of(parts, n)]
    if compared is None:
        first = _answering(parts, _in_front(parts, models), models)
        return _named_better(parts, first, models), None
    before = _in_front(parts, [n for n in models if n < compared.start])
    after = [n for n in models if n >= compared.end]
    return _behind(parts, compared, after) if not before and after else _around(parts, compared, before, after)


def _answering(parts: Sequence[Part], front: Sequence[int], models: Sequence[int]) -> int | None:
    """The first model, or that of the lab at the head: "OpenAI answers Anthropic's Opus 5 with GPT-6"."""
    if not front or front[0] < 2 or not parts[front[0] - 1].lab:  # noqa: PLR2004 - a lab and what it does
        return _first(front)
    lab = next((part.name.slug for part in parts[: front[0] - 1] if part.lab and part.name is not None), "")
    own = (n for n in models if n > front[0] and (name := parts[n].name) is not None and name.lab == lab)
    return next(own, front[0])


def _behind(parts: Sequence[Part], compared: Comparison, after: Sequence[int]) -> tuple[int | None, int | None]:
    """The sides of a comparison that all models stand behind."""
    if compared.word == "versus" and len(after) > 1:
        return after[1], after[0]
    if _by_its_lab(parts, compared.start, after[0]):
        return after[0], _first(after[1:])  # "Alibaba undercuts rivals as Qwen 3.8 falls to …"
    return None, after[0]


def _around(
    parts: Sequence[Part], compared: Comparison, before: Sequence[int], after: Sequence[int]
) -> tuple[int | None, int | None]:
    """The sides of a comparison: the first model before it, and the first model, lab or product behind it."""
    others = [n for n in range(compared.end, len(parts)) if parts[n].lab or parts[n].product]
    if not (after or others):
        every = [n for n in range(compared.start) if parts[n].model]
        return _first(before), next((n for n in every if n not in before[:1]), None)  # "A and B are tied"
    return _first(before), _first((*after, *others))


def _by_its_lab(parts: Sequence[Part], stop: int, model: int) -> bool:
    """Whether the lab of a model stands before a comparison that names no other model."""
    lab = next((part.name.slug for part in parts[:stop] if part.lab and part.name is not None), "")
    name = parts[model].name
    return bool(lab) and name is not None and name.lab == lab


def _first(places: Sequence[int]) -> int | None:
    return places[0] if places else None


def label_first(
    parts: Sequence[Part], subject_at: int | None, comparator_at: int | None
) -> tuple[int | None, int | None]:
    """The label as the subject, where it is said to be a model named before it."""
    labels = [n for n, part in enumerate(parts) if _is_label(part) and not (part.label and _NUMBERED.match(part.text))]
    told = any(part.has("identity", "equal") or part.norm in ("call", "calls") for part in parts)
    told = told or _was_a_label(parts, subject_at, labels)
    if len(labels) != 1 or subject_at is None or not told or subject_at in labels:
        return subject_at, comparator_at
    return labels[0], None


def _is_label(part: Part) -> bool:
    """Whether a part names a label, or what a lab calls one of its models."""
    return part.label or (part.name is not None and part.name.kind is NameKind.LABEL)


def _was_a_label(parts: Sequence[Part], model: int | None, labels: Sequence[int]) -> bool:
    """Whether a model "was" a label, and nothing else is said between: "GLM-5 was Pony Alpha"."""
    between = parts[model + 1 : labels[0]] if model is not None and labels and model < labels[0] else ()
    return (
        bool(between)
        and between[0].norm in ("was", "were")
        and all(part.has("be", "filler", "plain") for part in between)
    )


def _in_front(parts: Sequence[Part], models: list[int]) -> list[int]:
    """The models that stand behind no "unlike" or "after"; all where all do."""
    return [n for n in models if not _behind_aside(parts, n)] or models


def plan_first(parts: Sequence[Part]) -> int | None:
    """Where the plan stands that a clause without a model begins with: of "…, Claude Max $100" that has the price."""
    first = next((n for n, part in enumerate(parts) if part.kind != "mark" and not part.has("filler")), None)
    return first if first is not None and parts[first].product and parts[first].means("plan") else None


def subject_without_model(parts: Sequence[Part]) -> int | None:
    """Where the plan, the lab or the product stands that a clause without a model is about."""
    plans = [n for n, part in enumerate(parts) if part.name is not None and part.name.slug in lab_table().plans]
    labs = [n for n, part in enumerate(parts) if part.lab]
    products = [n for n, part in enumerate(parts) if part.product]
    own = [n for n in products if labs and n > labs[0] and _of_lab(parts[n], parts[labs[0]])]  # "Google to open Bard"
    return next(iter((*plans, *own, *labs, *products)), None)


def _of_lab(part: Part, lab: Part) -> bool:
    return part.name is not None and lab.name is not None and part.name.lab == lab.name.slug
