"""Whether a clause affirms or denies: which of its denials are about what it says, and what an odd number makes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.domain.claims.attribution import AUXILIARIES, has_predicate
from bot.domain.claims.denials import contrasted, corrected_at, denials, sets_right, unreal
from bot.domain.claims.parts import Part

_BOUNDS = frozenset((
    ",", "—", ":", "(", ")", ";", ".", "!", "since", "because", "but", "though", "although", "when", "while", "so",
    "who",
))  # fmt: skip
_PERSONS = frozenset({"i", "we", "you", "u", "he", "she", "nobody", "no one", "everybody", "everyone", "people"})
_WHILE = frozenset({"as", "while"})
_GOES_ON = frozenset({"not", "never", "n't", "still", "no longer"})
_TELLING = (
    "release", "available", "unavailable", "announce", "exist", "train", "finish", "price", "limit", "score",
    "surface", "plan", "retire",
)  # fmt: skip
_DENIES = (
    "negation", "denial", "deny", "unavailable", "retire", "cancel", "past state", "be", "plain", "pronoun", "filler",
    "time word",
)  # fmt: skip
_PLACES = ("surface", "plan")
_NOBODY = frozenset({"nobody", "no one"})
_RELATIVE = frozenset({"that", "which"})
_HELD = frozenset({"get", "gets", "got", "has", "have", "had"})
_WHATEVER = frozenset({"whatever", "whoever"})  # "whatever nova-fox is, …" says nothing of it
_TOLD_BEHIND = frozenset({":"})  # between a list of names and what is said of all
_BESIDE = frozenset({"at", "with", "for"})  # "at no extra charge", "with no strings"
_NEEDS = frozenset({"need", "needs", "require", "requires"})
_MATTERS = {
    "there": ("release", "available", "unavailable", "announce", "exist", "surface", "plan", "retire"),
    "training": ("train", "finish"),
    "price": ("price",),
    "limits": ("limit",),
    "scores": ("score",),
}
_STOPS = frozenset({",", ".", "!", "—", "-"})
_POINTS = frozenset({"that", "this", "it"})
_AGAIN = frozenset({"and", "or", ",", "—", "-", ":", ".", "so", "("})  # before a denial that only says it again
_CONCORD = frozenset({"no", "nothing", "none", "nobody", "no one", "nor"})  # "ain't got no …" denies once
_EXPECTS = frozenset((
    "expect", "count", "believe", "trust", "hold", "wait", "hope", "bet", "buy", "fall", "listen", "look", "think",
    "bank", "plan",
))  # fmt: skip
_LEAVES_OUT = frozenset({"without", "except", "excluding", "other than", "everywhere but"})
_QUALITIES = ("opinion", "delay", "cheaper", "faster", "slower", "dearer", "bigger", "smaller", "better")
_REACH = 7  # parts from a denial to what somebody did not know
_FEW = 4  # parts of a tag: ", didn't they?"


def polarity_of(
    parts: Sequence[Part], subject_at: int | None = None, *, asked: bool = False, denied: bool = False
) -> tuple[int, frozenset[int]]:
    """-1 for an odd number of denials, and the places of the words that deny; ``denied`` is one by who says it.

    A denial counts where it is about what the clause says: in the piece with the subject, or in one that says no more
    than that it is not so. A denial of the whole ("is a myth") and a "not" each count once; two that stand side by side
    are one, and so are one and another that says it again behind a comma ("isn't out, it's a fake"). "No, …" answers
    and "isn't it out?" asks: neither denies. Of two denials the last is no slot's, nor is what nearly came about or
    was given up: nothing is graded high on having read them right.
    """
    every, nearly = denials(parts), unreal(parts)
    scope = _scope(parts, subject_at, asked=asked) if every or nearly else frozenset()
    places = [n for n in every if n in scope and not _beside(parts, n)]
    kept = _heard(parts, places, asked=asked, first=every[:1])
    if not kept and (denied or not scope.isdisjoint(nearly)):
        return -1, frozenset(places)  # "would have been out. It wasn't." denies once
    counted = len(kept) + denied - sum(_said_again(parts, one, other) for one, other in pairwise(kept))
    last = kept[-1:] if counted > 1 else []
    return (-1 if counted % 2 else 1), frozenset(n for n in places if n not in last and not parts[n].has("backs out"))


def _heard(parts: Sequence[Part], places: Sequence[int], *, asked: bool, first: Sequence[int]) -> list[int]:
    """The denials that are not one with the one right before them, and deny something."""
    apart = (n for n in places if n - 1 not in places or _undoes(parts, n))
    return [n for n in apart if not _silent(parts, n, asked=asked, first=n in first)]


def _undoes(parts: Sequence[Part], place: int) -> bool:
    """Whether a denial takes back the one before it: "isn't untrue"."""
    if parts[place].norm == "not":
        return parts[place - 1].norm == "n't"
    return parts[place].has("denial", "deny") and not parts[place].has("negation") and parts[place].norm[:3] != "no "


def _scope(parts: Sequence[Part], subject_at: int | None, *, asked: bool) -> frozenset[int]:
    """The places where a denial is about what the clause says."""
    every = list(pieces(parts))
    core = _core(parts, every, subject_at)
    if core is None:
        return frozenset(range(len(parts)))
    kept = [piece for piece in every if _within(piece, core) or _about_it(parts, piece, subject_at, core)]
    return frozenset(n for piece in kept for n in piece if _within(piece, core) or not _tag(parts, piece, asked=asked))


def _core(parts: Sequence[Part], every: Sequence[range], subject_at: int | None) -> range | None:
    """Where a clause says what it says: from its subject, or the head, to where that is told; None where nowhere."""
    first = next((n for n, piece in enumerate(every) if subject_at is None or subject_at in piece), 0)
    told = (piece for piece in every[first:] if _says_something(parts, piece, subject_at))
    last = next(told, None)
    if subject_at is not None and (last is None or parts[last.start].norm not in _TOLD_BEHIND):
        return every[first]
    return range(every[first].start, last.stop) if last is not None else None


def _within(piece: range, core: range) -> bool:
    return core.start <= piece.start and piece.stop <= core.stop


def _says_something(parts: Sequence[Part], piece: range, subject_at: int | None) -> bool:
    inner = [parts[n] for n in piece if n != subject_at and parts[n].kind != "mark"]
    return has_predicate(inner) and inner[0].norm not in _WHATEVER


def _about_it(parts: Sequence[Part], piece: range, subject_at: int | None, core: range) -> bool:
    """Whether a piece is about what the clause says, whose ``core`` is another piece."""
    inner, said = [parts[n] for n in piece], _says_something(parts, core, subject_at)
    listed = piece.stop == core.start and parts[core.start].norm in _TOLD_BEHIND  # "what you won't get: GPT-6"
    if listed and (not said or any(part.has("denial") for part in inner)):
        return True
    if (not said and _impersonal(inner)) or _gives_up(inner) or _names_it_again(parts, inner, subject_at):
        return True
    if _elided(inner) and _matters(inner):
        return _of_its_matter([parts[n] for n in core], inner, behind=piece.start >= core.stop)
    return any(about(inner) for about in (_only_denies, _of_the_same, _elided))


def _names_it_again(parts: Sequence[Part], inner: Sequence[Part], subject_at: int | None) -> bool:
    """Whether a piece names the subject again, or says of "that thing" that it is another model."""
    if subject_at is None:
        return False
    pointed = any(part.model for part in inner) and any(part.norm in _POINTS for part in inner)
    return pointed or any(_same(part, parts[subject_at]) for part in inner)


def _of_its_matter(core: Sequence[Part], inner: Sequence[Part], *, behind: bool) -> bool:
    """Whether a piece goes on about the matter of the core; not "on A, not on B"."""
    elsewhere = behind and all(any(part.has(*_PLACES) for part in some) for some in (core, inner))
    return not elsewhere and not _matters(core) - _matters(inner)


def _matters(parts: Sequence[Part]) -> frozenset[str]:
    """The matters that some parts tell of: whether a model is there, its training, price, limits and scores."""
    told = [part for part in parts if not part.has("only")]
    named = {matter for matter, words in _MATTERS.items() for part in told if part.has(*words)}
    return frozenset(named | {"there" for part in parts if part.product})


def _gives_up(piece: Sequence[Part]) -> bool:
    """Whether a piece tells that somebody backed out, or ends in a plain no: ", then Meta said no"."""
    told = [part for part in piece if part.kind != "mark" and not part.has("filler")]
    refused = len(told) > 1 and told[-1].norm in ("no", "not", "nope") and told[-2].has("report")
    return refused or any(part.has("backs out") for part in piece)


def pieces(parts: Sequence[Part]) -> Iterator[range]:
    """The pieces of a clause between its marks, joints and changes of person."""
    start = 0
    for place, part in enumerate(parts):
        if part.kind in ("name", "amount", "day", "benchmark"):
            continue
        dash = part.norm == "-" and place > 0 and parts[place - 1].end < part.start
        sign = part.kind == "mark" and (dash or not part.norm.isascii())
        bound = part.norm.rpartition(" ")[2] in _BOUNDS and not part.has("negation")  # "anything but" is none
        if bound or sign or _another_begins(parts, place):
            yield range(start, place)
            start = place
    yield range(start, len(parts))


def _another_begins(parts: Sequence[Part], place: int) -> bool:
    """Whether an "and we", "and it", or a bare "I am" begins another piece."""
    part = parts[place]
    after = parts[place + 1] if place + 1 < len(parts) else None
    if after is None or not place:
        return False
    if part.norm in ("and", "or"):
        return after.norm in _PERSONS or after.has("pronoun", "be", "negation", "report")
    if part.norm.partition(" ")[0] not in _PERSONS or parts[place - 1].has("report"):
        return False
    return " " in part.norm or after.has("be") or after.norm in AUXILIARIES


def _only_denies(piece: Sequence[Part]) -> bool:
    """Whether a piece says no more than that what was said is not so: "it's a hoax", "not at all"."""
    told = [part for part in piece if part.kind != "mark" and part.norm not in _BOUNDS]
    noun = bool(told) and told[0].norm in ("no", "nothing", "zero", "none")  # ", no date", ", no email, nothing"
    return bool(told) and not noun and all(part.has(*_DENIES) for part in told)


def _of_the_same(piece: Sequence[Part]) -> bool:
    """Whether a piece goes on about the same thing: "it isn't in the API"."""
    pronoun = any(part.has("pronoun", "model word") for part in piece)
    return pronoun and _impersonal(piece) and any(part.has(*_TELLING, "denial") for part in piece)


def _same(one: Part, other: Part) -> bool:
    return one.name is not None and other.name is not None and one.name.slug == other.name.slug


def _elided(piece: Sequence[Part]) -> bool:
    """Whether a piece goes on with the verb of the same subject: ", will not ship in December"."""
    told = [part for part in piece if part.kind != "mark" and part.norm not in _BOUNDS and not part.has("filler")]
    goes_on = bool(told) and told[0].norm in _GOES_ON | AUXILIARIES
    return goes_on and any(part.has(*_TELLING) or part.kind == "day" for part in told)


def _impersonal(piece: Sequence[Part]) -> bool:
    """Whether no person is the subject of a piece."""
    return not any(part.norm in _PERSONS for part in piece)


def _tag(parts: Sequence[Part], piece: range, *, asked: bool) -> bool:
    """Whether a piece only asks for assent or names the other case: ", didn't they?", ", or is it fake?"."""
    head = [parts[n].norm for n in piece if parts[n].kind != "mark"][:1]
    return asked and piece.stop == len(parts) and any(norm == "or" or norm in AUXILIARIES for norm in head)


def _beside(parts: Sequence[Part], place: int) -> bool:
    """Whether a "no" only tells how: behind a preposition ("at no charge") or what is told ("94.6 on GPQA no tools").

    The "zero" of "zero-days" is part of another word.
    """
    if parts[place].norm not in ("no", "zero"):
        return False
    before, behind = parts[place - 1] if place else None, parts[place + 1 :]
    if before is None or before.norm in _BESIDE:
        return before is not None and not any(part.model for part in behind[:1])  # "the year ends with no Kimi K9"
    joined = parts[place].norm == "zero" and any(part.norm in ("-", "day", "days") for part in behind[:1])
    told = before.kind in ("benchmark", "amount", "day") or before.has(*_PLACES)
    told = told or (place > 1 and _beside(parts, place - 2))  # "today no hype no warning"
    return joined or (told and bool(behind) and has_predicate(parts[:place]))


def _silent(parts: Sequence[Part], place: int, *, asked: bool, first: bool) -> bool:
    """Whether a "not" denies nothing: it answers, asks ("isn't it out?"), sets one thing against another, corrects."""
    corrects = parts[place].has("denial") and any(part.norm == "should" for part in parts[place:])
    return (
        corrects
        or (parts[place].norm == "never" and parts[-1].norm == "before")  # "never seen that name before"
        or sets_right(parts[:place], parts[place + 1 :])
        or parts[place - 1].norm == "or"
        or _widens(parts[place + 1 :])
        or contrasted(parts, place)
        or corrected_at(parts, place) is not None
        or _asks(parts, place, asked=asked)
        or (first and _answers(parts, place))
        or any(beside(parts, place) for beside in (_unknowing, _forbids, _judges, _of_need_or_word, _relative))
    )


def _unknowing(parts: Sequence[Part], place: int) -> bool:
    """Whether only a knowing is denied: "nobody noticed that Grok 5 was out"."""
    name = next((n for n, part in enumerate(parts) if n > place and part.model), 0)
    if parts[place].norm in _PERSONS and name > place + 1 and parts[name - 1].norm in _WHILE:
        return True
    knew = next((n for n in range(place + 1, min(place + _REACH, len(parts))) if parts[n].has("factive")), None)
    if knew is None or any(part.name is not None and not part.lab for part in parts[:knew]):
        return False
    return has_predicate(parts[knew + 1 :]) or any(part.has(*_PLACES) for part in parts[knew + 1 :])


def _relative(parts: Sequence[Part], place: int) -> bool:
    """Whether it only describes a thing: "and the licence nobody read"."""
    before, behind = parts[place - 1 : place] if place else (), parts[place + 1 :]
    told = any(part.name or part.amount or part.norm in _HELD or part.has(*_TELLING) for part in behind)
    if told or not behind or not before:
        return False
    noun = before[0].kind != "mark" and not before[0].has("plain", "be", "report", "filler", "deny")
    return (noun and parts[place].norm in _NOBODY) or (before[0].norm in _RELATIVE and parts[place].norm == "never")


def _forbids(parts: Sequence[Part], place: int) -> bool:
    """Whether a "don't" is said to the reader: "Don't sleep on …", not "don't expect …"."""
    before, behind = parts[: max(0, place - 1)], parts[place + 1 : place + 1 + _FEW]
    if parts[place].norm != "n't" or parts[place - 1].norm != "do" or not behind:
        return False
    if not before or before[-1].norm in _STOPS:
        return behind[0].norm not in _EXPECTS
    told = before[-1].name is None and (before[-1].kind != "word" or before[-1].has("filler", "way"))
    return told and place + _FEW >= len(parts) and not any(part.name or part.has(*_TELLING) for part in behind)


def _judges(parts: Sequence[Part], place: int) -> bool:
    """Whether only a quality is denied beside what is said: "not fast, but $1"."""
    behind = parts[place + 1 :]
    end = next((n for n, part in enumerate(behind) if part.norm in _BOUNDS), 0)
    inner, word = behind[:end], behind[end - 1] if end else None
    if word is None or word.kind != "word" or end > _FEW or not parts[place].has("negation"):
        return False
    quality = word.has(*_QUALITIES) or not (word.entries or word.norm.endswith(("ing", "ed")))
    return quality and has_predicate(behind[end:]) and not any(part.name or part.has(*_TELLING) for part in inner)


def _widens(behind: Sequence[Part]) -> bool:
    """Whether only a restriction is denied: "is no longer just for Pro"."""
    first = next((part for part in behind if part.has("only") or not part.has("filler", "negation")), None)
    return first is not None and first.has("only") and first.norm not in _LEAVES_OUT


def _of_need_or_word(parts: Sequence[Part], place: int) -> bool:
    """Whether only a need or an answer is denied: "you don't need Plus for …", "that refuses to say who made it"."""
    after = next((part for part in parts[place + 1 : place + 3] if not part.has("filler", "may")), None)
    if after is None or (after.norm.endswith("ed") and after.norm not in _NEEDS):
        return False
    return after.norm in _NEEDS or (parts[place].norm.endswith(" to") and after.has("report"))


def _asks(parts: Sequence[Part], place: int, *, asked: bool) -> bool:
    """Whether a "n't" stands before the subject of a question: "isn't it out?", "but wasn't Sol at 18 hours?"."""
    after = parts[place + 1] if place + 1 < len(parts) else None
    before = any(part.name is not None or part.has("pronoun") for part in parts[:place])
    inverted = after is not None and not before and (after.name is not None or after.has("pronoun"))
    return asked and parts[place].norm == "n't" and (place <= 1 or inverted)


def _answers(parts: Sequence[Part], place: int) -> bool:
    """Whether a "no" at the head answers somebody: "no, …", "no the old one …"."""
    after = parts[1] if not place and len(parts) > 1 else None
    if after is None:
        return False
    pointed = after.has("pronoun") or after.norm in ("the", "this", "that")
    return after.norm in _STOPS or (parts[0].norm == "no" and pointed)


def _said_again(parts: Sequence[Part], one: int, other: int) -> bool:
    """Whether the second of two denials only repeats the first: no new subject stands behind the comma between.

    Within a clause a "no" agrees with a "not": "ain't got no API", "neither A nor B".
    """
    between = parts[one + 1 : other]
    colon = next((n for n, part in enumerate(parts[:other]) if part.norm == ":"), 0)
    if one < colon and parts[one].has("negation") and _matters(parts[:colon]):
        return True  # "Not in Europe yet: Meta keeps X from EU users"
    comma = next((n for n, part in enumerate(between) if part.norm in _AGAIN), None)
    if comma is None:
        agrees = parts[other].norm in _CONCORD and parts[one].has("negation")
        return agrees and not any(part.norm == "that" or part.has("affirmed") for part in between)
    return not any(part.name is not None for part in between[comma:])
