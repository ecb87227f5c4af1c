"""One clause with its roles: whom it is about, against whom, when, and whether it is denied."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from bot.domain.claims.moments import Moment
from bot.domain.claims.parts import Part
from bot.domain.names.lab_table import lab_table
from bot.domain.names.reading import NameKind, NameReading

_INSTEAD = frozenset({"instead of", "rather than", "up from", "down from"})
_OF_BOTH = frozenset({"equal", "versus", "behind"})
_NEAR_THAN = 5  # parts between a comparative and its "than"
_ADJECTIVES = ("better", "worse", "more", "less", "faster", "slower", "cheaper", "dearer", "bigger", "smaller")
_LOWER = frozenset({"worse", "less", "slower", "dearer", "smaller"})
_MOVED = frozenset({"went", "goes", "go", "moved", "dropped", "fell", "rose", "jumped", "up", "down"})
_SIGNS = {">": "above", "<": "below"}


@dataclass(frozen=True, slots=True)
class Comparison:
    """A phrase that sets two things against each other; ``direction`` is above, below or equal, ``word`` its class."""

    direction: str
    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause in parts with the roles that every type of claim needs.

    ``subject_at`` and ``comparator_at`` are places in ``parts``, None where the name was carried over from the clause
    or the context before. ``used`` are the places that these roles hold. ``asked`` marks a question.
    """

    parts: tuple[Part, ...]
    today: date
    subject: NameReading | None = None
    subject_at: int | None = None
    comparator: NameReading | None = None
    comparator_at: int | None = None
    comparison: Comparison | None = None
    moment: Moment | None = None
    moment_at: int | None = None
    polarity: int = 1
    asked: bool = False
    said_by: str | None = None
    used: frozenset[int] = field(default_factory=frozenset)

    def has(self, *classes: str) -> bool:
        """Whether some part belongs to one of these classes."""
        return any(part.entries and part.has(*classes) for part in self.parts)

    def places(self, *classes: str) -> list[int]:
        """Where the parts of these classes stand."""
        return [n for n, part in enumerate(self.parts) if part.has(*classes)]

    def means(self, name: str) -> str:
        """What the first part of a class stands for; empty without one."""
        return next((part.means(name) for part in self.parts if part.has(name)), "")

    def models(self) -> list[int]:
        """Where models, codenames and labels stand."""
        return [n for n, part in enumerate(self.parts) if part.model]

    def amounts(self) -> list[int]:
        """Where amounts stand; of "from $5 to $4" the second, of "2.50, not 3" the first."""
        every = [n for n, part in enumerate(self.parts) if part.amount is not None]
        return [n for n in every if not _superseded(self.parts, n, every)] or every

    def benchmarks(self) -> list[int]:
        """Where benchmarks stand."""
        return [n for n, part in enumerate(self.parts) if part.benchmark]

    def labs(self) -> list[int]:
        """Where labs stand."""
        return [n for n, part in enumerate(self.parts) if part.lab]

    def nearest(self, place: int, places: Iterable[int], *, before_first: bool = True) -> int | None:
        """The one of some places that is nearest to a place; of two as near, the one before it."""
        order = (
            (lambda at: (abs(at - place), at > place)) if before_first else (lambda at: (abs(at - place), at < place))
        )
        return min(places, key=order, default=None)

    @property
    def ahead(self) -> bool:
        """Whether it speaks of what is still to come: a day after today, or a word of the future and no day past."""
        if self.moment is not None:
            return self.moment.day > self.today
        return self.has("expected")

    @property
    def standing(self) -> bool:
        """Whether its day only says since when something is in a place: "on Bedrock since April", "as of today"."""
        if self.moment_at is None or self.moment is None or not self.has("surface", "plan"):
            return False
        if self.has("release", "expected", "retire"):
            return False
        words = self.parts[self.moment_at].text.lower()
        today = self.moment.relative and self.moment.day == self.today and words not in ("today", "tonight")
        return words.startswith(("since", "as of")) or today

    @property
    def there_now(self) -> bool:
        """Whether it says of a place that it can be used there as it is read: "is available today on Vertex"."""
        if self.moment is None or not self.moment.relative or self.has("release", "announce", "expected", "order"):
            return False
        near = 0 <= (self.today - self.moment.day).days <= 1
        return near and self.has("available", "unavailable") and self.has("surface", "plan")

    @property
    def ordered(self) -> int | None:
        """Where the "before" or "after" stands that sets it in order with another model; None where none does."""
        named = (n for n, part in enumerate(self.parts) if part.model and n != self.subject_at and n)
        return next((n - 1 for n in named if self.parts[n - 1].has("order")), None)

    @property
    def text(self) -> str:
        """The clause in its own words."""
        return " ".join(part.text for part in self.parts)


def _superseded(parts: Sequence[Part], place: int, every: Sequence[int]) -> bool:
    """Whether an amount is what another one replaces, or what it is said not to be."""
    before = parts[place - 1].norm if place else ""
    later = [n for n in every if n > place and parts[n - 1].norm in ("to", "into")]
    moved = any(part.has("change") or part.norm in _MOVED for part in parts[:place])
    if later and (before == "from" or (moved and later[0] == place + 2)):
        return True
    return len(every) > 1 and (before in _INSTEAD or (before == "not" and every[0] < place))


def comparison_of(parts: Sequence[Part]) -> Comparison | None:
    """The first phrase that sets two things against each other."""
    versus: Comparison | None = None
    for place, part in enumerate(parts):
        if found := _by_class(parts, place) or _by_share(parts, place) or _by_adjective(parts, place):
            return found
        if (part.has("versus") or _preferred(parts, place)) and versus is None:
            versus = Comparison("above", "versus", place, place + 1)
    return versus or _as_as(parts) or _by_another_verb(parts)


def _preferred(parts: Sequence[Part], place: int) -> bool:
    """Whether an "over" stands between two models of which one is preferred."""
    if parts[place].norm not in ("over", "to") or not 0 < place < len(parts) - 1:
        return False
    sides_ = parts[place - 1].model and parts[place + 1].model
    return sides_ and any(
        part.norm.startswith(("prefer", "pick", "chose", "favor", "favour")) for part in parts[:place]
    )


def _by_class(parts: Sequence[Part], place: int) -> Comparison | None:
    """Read a word or sign that says by itself who is ahead: "beats", "trails", "is beaten by", "on par with"."""
    part = parts[place]
    if part.has("behind"):
        return Comparison("below", "behind", place, place + 1)
    if part.has("ahead") and not _in_order(parts, place) and not _in_a_head(parts, place):
        passive = place + 1 < len(parts) and parts[place + 1].norm == "by"
        return Comparison("below" if passive else "above", "ahead", place, place + 1 + passive)
    if part.norm in _SIGNS and 0 < place < len(parts) - 1 and parts[place - 1].model and parts[place + 1].model:
        return Comparison(_SIGNS[part.norm], "sign", place, place + 1)
    if part.has("equal") and not part.has("identity"):
        return Comparison("equal", "equal", place, place + 1)
    return None


def _in_order(parts: Sequence[Part], place: int) -> bool:
    """Whether an "ahead of" sets releases in order: "shipped 7 days ahead of …"."""
    return parts[place].has("order") and any(
        part.has("release", "available") for part in parts[max(0, place - 3) : place]
    )


def _in_a_head(parts: Sequence[Part], place: int) -> bool:
    """Whether a "top" only stands in the head of a list: "top three: 1. …"."""
    mark = next((n for n, part in enumerate(parts) if part.norm == ":"), 0)
    return place < mark and not any(part.name is not None for part in parts[:mark])


def _by_share(parts: Sequence[Part], place: int) -> Comparison | None:
    """Read "half the price of …", "2.5 times what … costs"."""
    end, amount = _share_of(parts, place), parts[place].amount
    if end is None or amount is None:
        return None
    return Comparison("above" if amount.unit == "x" and amount.value > 1 else "below", "share", place, end)


def _by_adjective(parts: Sequence[Part], place: int) -> Comparison | None:
    """Read "better than …", "cheaper …", "as expensive as …"."""
    word = next((name for name in _ADJECTIVES if parts[place].has(name)), "")
    if not word:
        return None
    direction = "below" if word in _LOWER else "above"
    if word in ("cheaper", "dearer") and place + 1 < len(parts) and parts[place + 1].model:
        return Comparison(direction, word, place, place + 1)
    than = _than(parts, place)
    return None if than is None else Comparison(direction, word, place, than + 1)


def _by_another_verb(parts: Sequence[Part]) -> Comparison | None:
    """Read "A mogs B on SWE-bench", "A got clapped by B": a verb no list has, between two models that are measured."""
    models = [n for n, part in enumerate(parts) if part.model]
    if len(models) != 2 or not any(part.benchmark or part.has("axis") for part in parts):  # noqa: PLR2004 - two models are compared
        return None
    margin = [parts[n - 1].norm == "by" for n, part in enumerate(parts) if part.amount is not None and n]
    verbs = _verbs_between(parts, *models, known=not margin)
    if len(verbs) != 1 or not all(margin):
        return None
    passive = parts[verbs[0] + 1].norm in ("by", "to")
    return Comparison("below" if passive else "above", "verb", verbs[0], verbs[0] + 1 + passive)


def _verbs_between(parts: Sequence[Part], one: int, other: int, *, known: bool) -> list[int]:
    """The words between two models that may set one against the other; ``known`` asks for the ending of a verb."""
    if any(part.norm in ("and", ",", "&") for part in parts[one:other]):
        return []
    words = [n for n in range(one + 1, other) if parts[n].kind == "word" and not parts[n].has("plain", "filler", "be")]
    return [n for n in words if _verb_like(parts[n])] if known else words


def _verb_like(part: Part) -> bool:
    """Whether a word that the lexicon lacks has the ending of a verb."""
    return part.kind == "word" and not part.entries and part.norm.endswith(("s", "ed", "ing"))


def _than(parts: Sequence[Part], place: int) -> int | None:
    """Where the "than" of a comparative stands; a number behind it compares with no model."""
    stop = min(len(parts), place + _NEAR_THAN)
    for at in range(place + 1, stop):
        if parts[at].has("than") or (parts[at].norm == "then" and at + 1 < len(parts) and parts[at + 1].model):
            after = parts[at + 1] if at + 1 < len(parts) else None
            share = after is not None and after.kind == "amount" and _share_of(parts, at + 1) is not None
            return None if after is None or (after.kind in ("amount", "day") and not share) else at
        if at == place + 1 and parts[at].norm == "as" and parts[place].has("dearer", "cheaper"):
            return at
    return None


def _share_of(parts: Sequence[Part], place: int) -> int | None:
    """Where "half the price of …", "8 % of the price of …" ends, right before the model it is a share of."""
    amount = parts[place].amount
    if amount is None or amount.unit not in ("x", "%"):
        return None
    if parts[place].text.lower().endswith(" of") and place + 1 < len(parts) and parts[place + 1].model:
        return place + 1
    for at in range(place + 1, min(len(parts) - 1, place + _NEAR_THAN)):
        if parts[at].norm in ("of", "what") and parts[at + 1].model:
            return at + 1
    return None


def _as_as(parts: Sequence[Part]) -> Comparison | None:
    """Read "as fast as": equal; with a factor before it ("twice as fast as"), above."""
    places = [n for n, part in enumerate(parts) if part.norm == "as"]
    for one, other in pairwise(places):
        if 1 < other - one <= 3:  # noqa: PLR2004 -- one or two words between
            before = parts[one - 1].amount if one else None
            factor = before is not None and before.unit == "x"
            word = next((name for name in _ADJECTIVES if parts[one + 1].has(name)), "equal")
            return Comparison("above" if factor else "equal", word, one, other + 1)
    return None


def _behind_aside(parts: Sequence[Part], place: int) -> bool:
    """Whether a name stands behind "unlike", "after", "based on" …: it is not what the clause is about."""
    at = place - 1
    while at >= 0 and (parts[at].has("plain", "model word", "filler") or parts[at].lab) and not parts[at].has("aside"):
        at -= 1
    return at >= 0 and parts[at].has("aside")


def _named_better(parts: Sequence[Part], first: int | None, models: Sequence[int]) -> int | None:
    """The model of a family that is named behind it: "slashes Opus price: Claude Opus 5.5 …"."""
    family = parts[first].name if first is not None else None
    if family is None or family.kind is not NameKind.FAMILY:
        return first
    named = ((n, parts[n].name) for n in models if first is not None and n > first)
    mine = (family.lab, family.family)
    return next((n for n, one in named if one and (one.lab, one.family) == mine and one.version), first)


def _made_of(parts: Sequence[Part], place: int) -> bool:
    """Whether a model only tells what another thing is made with: "the Gemini-based Siri"."""
    after = parts[place + 1 : place + 3]
    return bool(after) and (after[0].has("made of") or (after[0].norm == "-" and after[-1].has("made of")))


def sides(parts: Sequence[Part], compared: Comparison | None) -> tuple[int | None, int | None]:
    """Where the subject and, in a comparison, what it is set against stand."""
    models = [n for n, part in enumerate(parts) if part.model and not _made_of(parts, n)]
    if compared is None:
        first = _first(_in_front(parts, models))
        return _named_better(parts, first, models), None
    before = _in_front(parts, [n for n in models if n < compared.start])
    after = [n for n in models if n >= compared.end]
    return _behind(parts, compared, after) if not before and after else _around(parts, compared, before, after)


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
    if compared.word in _OF_BOTH and not (after or others):
        return _first(before), _first(before[1:])  # "A and B are tied"
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
    """The label as the subject, where one is said to be a model that is named before it."""
    labels = [n for n, part in enumerate(parts) if part.label]
    told = any(part.has("identity", "equal") for part in parts)
    if len(labels) != 1 or subject_at is None or not told or parts[subject_at].label:
        return subject_at, comparator_at
    return labels[0], None


def _in_front(parts: Sequence[Part], models: list[int]) -> list[int]:
    """The models that stand behind no "unlike" or "after"; all where all do."""
    return [n for n in models if not _behind_aside(parts, n)] or models


def subject_without_model(parts: Sequence[Part]) -> int | None:
    """Where the plan, the lab or the product stands that a clause without a model is about."""
    plans = [n for n, part in enumerate(parts) if part.name is not None and part.name.slug in lab_table().plans]
    labs = [n for n, part in enumerate(parts) if part.lab]
    products = [n for n, part in enumerate(parts) if part.product]
    return next(iter((*plans, *labs, *products)), None)
