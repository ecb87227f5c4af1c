"""Several things that are told of one model set apart: "K9: 1.2T parameters, MIT licence, 1M context".

Each stretch between joints is about a price, a size, a limit, a score, a licence or a cutoff. What only brings the
model ("arrives with", "launches at") is told with what it brings; a day on which it came is a claim of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from bot.domain.claims.attribution import has_predicate
from bot.domain.claims.parts import Part
from bot.domain.claims.pieces.comparisons import comparison_of
from bot.domain.claims.pieces.numbers import Amount

Parts = tuple[Part, ...]
_LABELS = frozenset({":", "|", "—"})  # between a name and what it has
_BROUGHT = frozenset({"with", "at", "under", "for"})  # before what comes with a thing
_LEADS = _BROUGHT | {"has", "have", "packs", "comes with", "="}
_JOINTS = _LABELS | _LEADS | {",", "and", "&", "+", ";"}
_DENIED = ("denial", "negation", "deny")
_LICENCES = frozenset({"fact", "open weights", "closed weights"})
_NEAR = 5  # parts from a share to the price that it is of
_BILLION, _THOUSAND = 1e9, 1e3
_MOST = 2e7  # tokens that a model reads


def things_of(clause: Parts) -> tuple[Parts, ...]:
    """What a clause tells of one model, one piece for each thing; empty where it tells one."""
    models = [n for n, part in enumerate(clause) if part.model or (part.name is not None and part.means("plan"))]
    if len(models) == 1:
        return _sized_before(clause, models[0]) or _measured(clause, models[0])
    return _priced_beside(clause, models) if len(models) == 2 else ()  # noqa: PLR2004 -- two are compared


def _measured(clause: Parts, model: int) -> tuple[Parts, ...]:
    """What stands before the first stretch that measures something, and each measure behind it."""
    found = list(_stretches(clause, model + 1))
    first = next((n for n, (_, stretch) in enumerate(found) if topic_of(stretch[1:])), len(found))
    stretches = [stretch for _, stretch in found[first:]]
    if not stretches or not all(_bare(stretch[1:]) for stretch in stretches):
        return ()
    lead, head = stretches[0][0], clause[: found[first][0]]
    told = topic_of(head) or _does(head)
    groups = _grouped(told, stretches)
    if told:
        things = [_own(group, clause[model], head) for group in groups[1:]]
        return _opened_first(head + groups[0], things, opened=lead.norm in _LABELS) if things else ()
    opener = (lead,) if lead.norm in _LEADS else ()
    return tuple((*head, *opener, *group[1:]) for group in groups[1:]) if len(groups) > 2 else ()  # noqa: PLR2004 -- two things


def _own(group: Parts, model: Part, head: Parts) -> Parts:
    """A measure with the model that it is of; what comes with something that is denied is denied, too."""
    denied = (part for part in head if group[0].norm in _BROUGHT and part.has(*_DENIED) and not part.has("filler"))
    return (*denied, model, *group[group[0].norm not in _LEADS :])


def _stretches(clause: Parts, start: int) -> Iterator[tuple[int, Parts]]:
    """The stretches from a place on, cut at joints: where its joints begin, and it with the last of them."""
    joints = {n for n in range(start, len(clause)) if clause[n].norm in _JOINTS and clause[n].name is None}
    for one, other in pairwise([*sorted(n for n in joints if n - 1 not in joints), len(clause)]):
        yield one, clause[max(n for n in joints if n < other) : other]


def _bare(stretch: Parts) -> bool:
    """Whether a stretch only measures, or adds to what another one does: nothing is denied, compared or told in it."""
    topic = topic_of(stretch)
    dated = any(part.moment is not None for part in stretch) and topic != "cutoff"
    verbs = [part for n, part in enumerate(stretch) if part.norm != "training" and (not n or part.has("be"))]
    told = not topic and has_predicate(verbs)
    return not (dated or told or any(part.has(*_DENIED, "than") for part in stretch))


def _grouped(told: str, stretches: Sequence[Parts]) -> list[Parts]:
    """What goes on about the head, and the stretches, those about one thing together."""
    topics, groups = [told], [Parts()]
    for stretch in stretches:
        topic = topic_of(stretch[1:]) or topics[-1]
        if topic == "output" and stretch[0].norm in ("and", "&"):
            topic = "limit"  # a window "and" an output limit are one thing
        if topic == topics[-1]:
            groups[-1] += stretch
        else:
            topics.append(topic)
            groups.append(stretch)
    return groups


def _does(head: Parts) -> str:
    """What is told of a model that only has measures behind it: that it came on a day, or how it is being made."""
    if any(part.amount is not None for part in head):
        return ""
    if any(part.has("release", "announce") for part in head) and any(part.moment is not None for part in head):
        return "came"
    return "made" if any(part.has("train", "exist") for part in head) else ""


def _sized_before(clause: Parts, model: int) -> tuple[Parts, ...]:
    """Set "opens the 700-billion-parameter Large 5" apart: what is done, and the size before the name."""
    size, rest = clause[model - 1 : model], clause[: max(0, model - 1)] + clause[model:]
    if topic_of(size) != "size" or not (_does(rest) or topic_of(rest)):
        return ()
    return _opened_first(rest, [(clause[model], *size)], opened=clause[model - 2].norm == "with")


def _opened_first(head: Parts, things: Sequence[Parts], *, opened: bool) -> tuple[Parts, ...]:
    """What is done before its measures, or behind them: "X goes open: 1T params" is about its size."""
    return (*things, head) if opened and topic_of(head) == "licence" else (head, *things)


def _priced_beside(clause: Parts, models: Sequence[int]) -> tuple[Parts, ...]:
    """Set "A matches B at half the price" apart: how the two compare, and what one costs of the other."""
    shares = (n for n in range(models[1] + 2, len(clause)) if clause[n - 1].norm in ("at", "for"))
    share = next((n for n in shares if (of := clause[n].amount) is not None and of.unit in ("x", "%")), len(clause))
    end = next((n for n in range(share + 1, min(len(clause), share + _NEAR)) if clause[n].has("price")), None)
    if end is None or comparison_of(clause[: share - 1]) is None:
        return ()
    price, one, other = clause[end], clause[models[0]], clause[models[1]]
    return (*clause[: share - 1], *clause[end + 1 :]), (one, price, clause[share], replace(price, norm="of"), other)


def topic_of(item: Sequence[Part]) -> str:
    """What an item is about: a price, a size, a limit, a score, a licence; empty for anything else."""
    amounts = [one for part in item if (one := part.amount) is not None]
    if any(one.money for one in amounts):
        return "price"
    if any(part.benchmark for part in item):
        return "score" if amounts else ""
    if any(one.unit == "messages" for one in amounts):
        return f"messages {id(item)}"  # each count of messages is a limit of its own
    return next(filter(None, map(_counted, amounts)), "") or _worded(item, amounts)


def _counted(amount: Amount) -> str:
    """What an amount counts by its unit: the parameters of a model, or the tokens that it reads or writes."""
    if amount.unit == "parameters" or (not amount.unit and amount.value >= _BILLION):
        return "size"
    counts = amount.way or (amount.unit == "tokens" and amount.value <= _MOST)
    return "" if not counts else "output" if amount.way == "output" else "limit"


def _worded(item: Sequence[Part], amounts: Sequence[Amount]) -> str:
    """What an item is about by its words: a limit, a cutoff with its day, or a licence ("Apache 2.0")."""
    told = {entry.name for part in item for entry in part.entries}
    if any(one.value >= _THOUSAND for one in amounts):
        return next((topic for topic in ("output", "limit") if topic in told), "")
    if "cutoff" in told and any(part.moment is not None for part in item):
        return "cutoff"
    return "" if told.isdisjoint(_LICENCES) or any(one.unit for one in amounts) else "licence"
