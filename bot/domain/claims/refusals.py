"""What is not a claim, why, and a form of it that could be checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.domain.claims.attribution import has_predicate
from bot.domain.claims.clause import Clause
from bot.domain.claims.parsed import Reason
from bot.domain.claims.parts import Part
from bot.domain.claims.scoring import HELD, tells
from bot.domain.claims.text import latin

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
_PLEASE = frozenset({"please", "pls", "plz"})
_OFFERED = frozenset(
    {Reason.QUESTION, Reason.WISH, Reason.OPINION, Reason.UNMEASURABLE, Reason.JOKE, Reason.REQUEST, Reason.FRAGMENT}
)
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
    """What a sentence is by the way it begins: a greeting, an open question, a request, a wish."""
    told = [part for part in words if not part.has("filler")] or words
    first, norms = told[0], [part.norm for part in told]
    checks = (
        (words[0].has("greeting") and not any(part.name for part in parts), Reason.GREETING),
        (_asks_openly(parts, first, question=question), Reason.QUESTION),
        (first.has("wish") or any(part.has("desire") for part in told[:2]), Reason.WISH),
        (norms[:2] == ["i", "will"] and "if" in norms, Reason.JOKE),  # "I'll eat my hat if …"
        (not question and not _PLEASE.isdisjoint(norms[:3]), Reason.REQUEST),
        (first.has("request") and not first.norm.startswith(("can", "could")), Reason.REQUEST),
    )
    return next((reason for applies, reason in checks if applies), None)


def _asks_openly(parts: Sequence[Part], first: Part, *, question: bool) -> bool:
    """Whether a sentence asks what is no yes or no; "Why A Still Beats B" does not."""
    if question:
        return (first.has("question") or first.norm in ("which", "why")) and not presumes(parts)
    return first.norm == "why" and not (presumes(parts) or any(one.has("ahead", "behind", "equal") for one in parts))


def presumes(parts: Sequence[Part]) -> bool:
    """Whether a question takes for granted what can be checked: "why is Terra $1.25 in?", "why doesn't Terra …"."""
    held = any(part.kind in ("amount", "benchmark") or part.has("surface", "trace", "negation") for part in parts)
    return held and any(part.has("presumes") for part in parts[:3])


def _foreign(parts: Sequence[Part]) -> bool:
    """Whether small words of another language, or words with its letters, outnumber the English ones."""
    words = [part for part in parts if part.kind == "word" and not part.text.isupper()]  # "MIT" is a licence
    theirs = sum(part.has("foreign") or not part.norm.isascii() for part in words)
    theirs += any(part.norm in "¿¡" for part in parts)
    ours = sum(bool(part.entries) and not part.has("foreign") for part in words)
    return theirs >= _FOREIGN and theirs > ours


def after(clause: Clause, kind: str, *, about: bool, sure: bool) -> Reason | None:
    """Why a clause that was read cannot be checked; None lets it through.

    ``sure`` tells that its slots, and not only a day or a name, speak for the type that was read.
    """
    if clause.subject is None and not about:
        return Reason.NO_SUBJECT
    if not any(part.kind in HELD for part in clause.parts) and _says_nothing(clause, kind):
        return Reason.FRAGMENT
    return None if sure or kind == "identity" or tells(clause.parts) else Reason.UNMEASURABLE


def _says_nothing(clause: Clause, kind: str) -> bool:
    """Whether a clause is a name or two and nothing said of it; of "is X Y?" the verb went with the question."""
    told = [part for part in clause.parts if part.kind != "mark"]
    equated = clause.comparator is not None or any(part.norm in ("=", "→") for part in clause.parts)
    equated = equated or (clause.asked and kind == "identity")
    return len(told) <= _FEW and not equated and not has_predicate(clause.parts)


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
