"""What is not a claim, why, and a form of it that could be checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.domain.claims.attribution import has_predicate
from bot.domain.claims.clause import Clause
from bot.domain.claims.parsed import Reason
from bot.domain.claims.parts import Part
from bot.domain.claims.scoring import HELD, MATTERS, tells
from bot.domain.claims.text import latin
from bot.domain.names.reading import NameKind

WHY: Mapping[Reason, str] = {
    Reason.EMPTY: "There is nothing to check.",
    Reason.TOO_LONG: "This is too long to check at once; paste the sentences you want checked.",
    Reason.LINK_ONLY: "Paste the sentence you want checked; I do not read pages for you.",
    Reason.GREETING: "This is a greeting; send a sentence about a model.",
    Reason.QUESTION: "This asks for something that is not a yes or a no; I can check a statement.",
    Reason.REQUEST: "This asks for something to be done; I can check a statement.",
    Reason.JOKE: "I find no statement of fact in this.",
    Reason.WISH: "This reads as a wish; a wish is neither true nor false.",
    Reason.OPINION: "This reads as an opinion; I can check a measurable form of it.",
    Reason.UNMEASURABLE: "This names nothing that could be measured or looked up.",
    Reason.PRIVATE_PERSON: "I do not keep claims about private people.",
    Reason.OTHER_LANGUAGE: "I read English only, and would rather say so than guess.",
    Reason.NO_SUBJECT: "This names no model or lab that I can recognise.",
    Reason.FRAGMENT: "This names something but says nothing about it.",
}
_OFFERED = frozenset(
    {Reason.QUESTION, Reason.WISH, Reason.OPINION, Reason.UNMEASURABLE, Reason.JOKE, Reason.REQUEST, Reason.FRAGMENT}
)
_JUDGED = frozenset({"better_than", "other", "exists"})
_LAUGHTER = frozenset({"lol", "lmao", "haha", "rofl"})
_SAYS = ("be", "release", "available", "surface", "trace", "train", "ahead", "behind", "better", "worse", "retire")
_OUGHT = frozenset({"should", "must", "needs", "need", "ought", "please"})
_ASKERS = frozenset({"us", "me", "your", "my"})
_FEW = 2  # parts that are a name and nothing said of it
_FOREIGN = 2  # words of another language that make a text one of it


def before(parts: Sequence[Part], text: str, *, question: bool) -> Reason | None:
    """Why a sentence cannot be a claim whatever it says; None lets it be read."""
    if not any(part.kind != "mark" for part in parts):
        return Reason.EMPTY
    if not latin(text) or _foreign(parts):
        return Reason.OTHER_LANGUAGE
    words = [part for part in parts if part.kind == "word" or part.name is not None]
    return _by_its_head(parts, words, question=question) if words else None


def _by_its_head(parts: Sequence[Part], words: Sequence[Part], *, question: bool) -> Reason | None:
    """What the first word makes of a sentence: a greeting, an open question, a wish."""
    told = [part for part in words if not part.has("filler")] or words
    held = any(part.kind in HELD for part in parts)
    checks = (
        (words[0].has("greeting") and not any(part.name for part in parts), Reason.GREETING),
        (words[0].norm in _LAUGHTER and not _told(parts), Reason.JOKE),
        (not held and told[-1].norm == "when", Reason.QUESTION),  # "memory in the app when lol"
        (not held and _bids(told), Reason.REQUEST),
        (_tells_of_oneself(parts, told[0]), Reason.FRAGMENT),
        (any(part.has("desire") for part in words[:2]) or (not held and _wishes(told)), Reason.WISH),
        (_asks_openly(parts, told[0], question=question, held=held), Reason.QUESTION),
    )
    return next((reason for applies, reason in checks if applies), None)


def _wishes(words: Sequence[Part]) -> bool:
    """Whether a sentence begins with a wish, or with what a lab should do.

    "Anthropic should …".
    """
    return words[0].has("wish") or (words[0].lab and any(part.norm in _OUGHT for part in words[1:2]))


def _tells_of_oneself(parts: Sequence[Part], first: Part) -> bool:
    """Whether a sentence only tells what its writer did: "Refreshed the console for the tenth time today."."""
    did = first.kind == "word" and first.norm.endswith("ed") and not first.has(*MATTERS, "report", "rumour")
    return did and not any(part.model for part in parts)


def _bids(words: Sequence[Part]) -> bool:
    """Whether a sentence begins by asking for something: "Tell us …", "Share your …"."""
    if words[0].has("request") and not words[0].norm.startswith(("can", "could")):
        return True
    plain = words[0].kind == "word" and not words[0].has("be", "plain", "pronoun", "negation", "report")
    return plain and len(words) > 1 and words[1].norm in _ASKERS and not words[0].norm.endswith(("ed", "ing", "s"))


def _asks_openly(parts: Sequence[Part], first: Part, *, question: bool, held: bool) -> bool:
    """Whether a sentence asks what is no yes or no; "Why nobody talks about Mistral Large 3" needs no mark for it."""
    open_ = first.has("question") or first.norm == "which"
    return ((question and open_) or (first.norm == "why" and not held)) and not presumes(parts)


def _denied(parts: Sequence[Part]) -> bool:
    """Whether a "why" takes for granted that something has not come about.

    "Why R2 never came out".
    """
    why = parts[0].norm == "why" and any(part.has("negation") for part in parts)
    return why and any(part.has("release", "available") for part in parts)


def _told(parts: Sequence[Part]) -> bool:
    """Whether a day, a number, a benchmark or a word of what happens is among some parts."""
    return any(part.kind in HELD or part.has(*_SAYS) for part in parts)


def presumes(parts: Sequence[Part]) -> bool:
    """Whether a question takes for granted what can be checked: "why is Terra $1.25 in?"."""
    if _denied(parts):
        return True
    held = any(part.kind in ("amount", "benchmark") or part.label or part.has("surface", "trace") for part in parts)
    return held and any(part.has("presumes") for part in parts[:3]) and any(part.model for part in parts)


def _foreign(parts: Sequence[Part]) -> bool:
    """Whether small words of another language, or words with its letters, outnumber the English ones."""
    words = [part for part in parts if not part.text.isupper()]  # "MIT" is a licence
    theirs = sum(part.has("foreign") or (part.kind == "word" and not part.norm.isascii()) for part in words)
    ours = sum(part.has("plain", "be", "pronoun") and not part.has("foreign") for part in parts)
    return theirs >= _FOREIGN and theirs > ours


def after(clause: Clause, kind: str, *, about: bool, speaks: bool, sure: bool) -> Reason | None:
    """Why a clause that was read cannot be checked; None lets it through.

    ``speaks`` tells that some word of the type that was read, and not only a day or a name, speaks for it, ``sure``
    that its slots do.
    """
    if clause.subject is None and not about:
        return Reason.NO_SUBJECT
    if not any(part.kind in HELD for part in clause.parts) and _says_nothing(clause, kind):
        return Reason.FRAGMENT
    if clause.asked and _bare_topic(clause):
        return Reason.FRAGMENT
    if not (sure or _tells_something(clause, kind)) or _only_likely(clause):
        return Reason.UNMEASURABLE
    return Reason.OPINION if _of_families(clause, kind) or _judges(clause, kind, speaks=speaks) else None


def _only_likely(clause: Clause) -> bool:
    """Whether a share only says how likely somebody holds something to be.

    "A ten percent chance of …".
    """
    shares = any(one.unit in ("%", "x") for one in clause.numbers())
    return shares and clause.has("chance") and not clause.benchmarks()


def _tells_something(clause: Clause, kind: str) -> bool:
    """Whether a clause compares or equates two models, or has any topic."""
    compared = clause.comparison is not None and clause.comparator is not None
    return compared or kind == "identity" or tells(clause.parts)


def _bare_topic(clause: Clause) -> bool:
    """Whether a question only names one thing to talk of: "Thoughts on Opus 6?"."""
    told = has_predicate(clause.parts) or clause.has(*MATTERS) or any(part.kind in HELD for part in clause.parts)
    return not told and len(clause.models()) == 1 and not any(part.label or part.lab for part in clause.parts)


def _says_nothing(clause: Clause, kind: str) -> bool:
    """Whether a clause is a name or two and nothing said of it: "is pony alpha"."""
    told = [part for part in clause.parts if part.kind != "mark"]
    asked = clause.asked and kind == "identity"  # "is X Y?": the verb went with the question
    equated = asked or clause.comparator is not None or any(part.norm in ("=", "→") for part in clause.parts)
    if len(told) > _FEW or equated:
        return False
    return not has_predicate(clause.parts) or all(part.name is not None or part.norm in ("is", "was") for part in told)


def _judges(clause: Clause, kind: str, *, speaks: bool) -> bool:
    """Whether a clause only judges: "is amazing", "is it worth $300?"."""
    if clause.has("worth") and not _worth_asked(clause) and (clause.asked or not clause.amounts()):
        return True
    judged = not speaks or (kind in _JUDGED and kind != "other")
    return judged and clause.has("opinion") and not clause.benchmarks() and not clause.amounts()


def _worth_asked(clause: Clause) -> bool:
    """Whether a price is told, and only a tag asks if it is worth it: "Go is $8 a month, worth it?"."""
    at = clause.places("worth")[0]
    return bool(clause.amounts()) and at > 0 and clause.parts[at - 1].norm in (",", "—", "-", ".")


def _of_families(clause: Clause, kind: str) -> bool:
    """Whether families of models are only set in order, or told of in words of no matter: "Claude > Gemini"."""
    models = [part.name for part in clause.parts if part.model and part.name is not None]
    if not models or any(one.version or one.kind is not NameKind.FAMILY for one in models):
        return False
    if clause.benchmarks() or clause.amounts() or clause.has("axis"):
        return False
    told = any(part.has(*MATTERS) and not part.has("light") for part in clause.parts)
    return kind == "better_than" or not (told or clause.moment is not None)


def offer(reason: Reason, parts: Sequence[Part]) -> str:
    """A measurable sentence in place of this one, with … where the asker must fill in; empty when there is none."""
    if reason not in _OFFERED:
        return ""
    names = [part.text for part in parts if part.model]
    labs = [part.text for part in parts if part.lab]
    if not names and not labs:
        return ""
    name = names[0] if names else f"{labs[0]}'s next model"
    other = names[1] if len(names) > 1 else "…"
    if reason is Reason.FRAGMENT:
        return f"{name} is available in …"
    if measured := _measurable(parts, name, other):
        return measured
    if reason in (Reason.WISH, Reason.REQUEST):
        return f"{name} is released by …"
    return f"{name} scores higher than {other} on … by …" if names else f"{name} is released by …"


def _measurable(parts: Sequence[Part], name: str, other: str) -> str:
    """A sentence about the matter that some parts have a word of; empty where they have none."""
    for classes, words in (
        (("price", "cheaper", "dearer"), f"{name} costs … per million tokens"),
        (("faster", "slower"), f"{name} writes … tokens per second, faster than {other}"),
        (("limit", "output"), f"{name} has a context window of … tokens"),
        (("cancel",), f"{name} was cancelled"),
        (("retire", "gone"), f"{name} is shut down on …"),
        (("release", "available", "expected", "vague"), f"{name} is released by …"),
    ):
        if any(part.has(*classes) for part in parts):
            return words
    return ""
