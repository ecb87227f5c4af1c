"""What is not a claim, why, and a form of it that could be checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from bot.domain.claims.attribution import has_predicate
from bot.domain.claims.clause import Clause
from bot.domain.claims.parsed import Reason
from bot.domain.claims.parts import Part
from bot.domain.claims.polarity import pieces
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
_OFFERED = frozenset(
    {Reason.QUESTION, Reason.WISH, Reason.OPINION, Reason.UNMEASURABLE, Reason.JOKE, Reason.REQUEST, Reason.FRAGMENT}
)
_LABELS: Mapping[str, Reason] = {
    "request": Reason.REQUEST, "opinion": Reason.OPINION, "editorial": Reason.OPINION, "column": Reason.OPINION,
    "rant": Reason.OPINION, "satire": Reason.JOKE, "wishlist": Reason.WISH,
}  # fmt: skip
"""What stands at the head of a text, before a colon or in brackets, to tell what kind of text it is."""
_LABEL = 4  # parts that a label has at the most, its mark included
_ASKERS = frozenset({"us", "me", "your"})
_PLEASE = frozenset({"please", "pls", "plz", "kindly"})
_THANKS = _PLEASE | {"thanks", "thank you", "thx", "ty"}
_MILLION = ("million", "mil", "m", "thousand", "k")
_QUIPS = frozenset({"quipped", "quips", "joked", "jokes", "jested", "jests"})
_STOP = frozenset({"stop", "quit"})
_TO_OTHERS = tuple(f"{ask} {who}" for ask in ("can", "could", "would", "will") for who in ("some", "any"))
_FEW = 2  # parts that are a name and nothing said of it
_FOREIGN = 2  # words of another language that make a text one of it


def before(parts: Sequence[Part], text: str, *, question: bool) -> Reason | None:
    """Why a sentence cannot be a claim whatever it says; None lets it be read."""
    if not any(part.kind != "mark" for part in parts):
        return Reason.EMPTY
    if not latin(text) or _foreign(parts):
        return Reason.OTHER_LANGUAGE
    if [part.norm for part in parts if part.kind not in ("mark", "amount", "number")] == ["to"]:
        return Reason.FRAGMENT  # "12 to 0"
    words = [part for part in parts if part.kind == "word" or part.name is not None]
    return _by_its_head(parts, words, question=question) if words else None


def _by_its_head(parts: Sequence[Part], words: Sequence[Part], *, question: bool) -> Reason | None:
    """What a sentence is by the way it begins: a greeting, an open question, a request, a wish."""
    told = [part for part in words if not part.has("filler")] or words
    checks = (
        (words[0].has("greeting") and not any(part.name for part in parts), Reason.GREETING),
        (_asks_openly(parts, told[0], question=question), Reason.QUESTION),
        (told[0].has("wish") or any(part.has("desire") for part in told[:2]), Reason.WISH),
        (_vows(told) or _counts_in_fun(parts) or _quips(told), Reason.JOKE),
        (_bids(told) or _pleads(told, question=question), Reason.REQUEST),
    )
    return _labelled(parts) or next((reason for applies, reason in checks if applies), None)


def _vows(words: Sequence[Part]) -> bool:
    """Whether the writer tells what they do if something happens: "if Qwen 5 flops I'm moving to a farm"."""
    stop = next((n for n, part in enumerate(words) if part.norm == "if"), None)
    if stop is None:
        return False
    said = words[: min(stop, _FEW)] if stop else words[_FEW:]
    will = any(one.norm == "i" and other.norm == "will" for one, other in pairwise(said))
    return will or any(part.norm == "imma" or (part.norm == "i am" and not stop) for part in said)


def _quips(words: Sequence[Part]) -> bool:
    """Whether a quip that compares is passed on, and no number: "a mod joked that he reads slower than Grok 5"."""
    told = any(part.norm in _QUIPS for part in words[:5]) and not any(part.kind in HELD for part in words)
    return told and any(part.norm == "than" for part in words)


def _counts_in_fun(parts: Sequence[Part]) -> bool:
    """Whether money is for a million of what nobody sells: "$25 per million sorrys"."""
    rates = (
        other
        for one, other in pairwise(parts)
        if one.amount is not None and one.amount.money and one.amount.per and one.text.lower().endswith(_MILLION)
    )
    return any(
        part.kind == "word" and part.text.endswith("s") and (not part.entries or part.has("corrects")) for part in rates
    )


def _labelled(parts: Sequence[Part]) -> Reason | None:
    """What the label at the head of a text calls it: "[Request] …", "Opinion: …", "Column | …"."""
    stop = next((n for n, part in enumerate(parts[:_LABEL]) if n and part.norm in (":", "]", "|")), 0)
    return next((_LABELS[part.norm] for part in parts[:stop] if part.norm in _LABELS), None)


def _bids(words: Sequence[Part]) -> bool:
    """Whether a sentence begins by asking for something: "Tell us …", "Share your …"."""
    if words[0].has("request"):
        return not words[0].norm.startswith(("can", "could"))
    plain = words[0].kind == "word" and not words[0].has("be", "plain", "pronoun", "negation", "report")
    return plain and any(part.norm in _ASKERS for part in words[1:2])


def _pleads(words: Sequence[Part], *, question: bool) -> bool:
    """Whether others are asked to do or leave something: "Stop grading X", "could anyone please …"."""
    asked = " ".join(part.norm for part in words[:2])
    begged = asked.startswith(_TO_OTHERS) and any(part.norm in _PLEASE for part in words[1:])
    thanked = words[-1].norm in _THANKS and len(words) > _FEW and not (question or words[0].name)
    return begged or thanked or (words[0].norm in _STOP and any(part.norm.endswith("ing") for part in words[1:2]))


def _asks_openly(parts: Sequence[Part], first: Part, *, question: bool) -> bool:
    """Whether a sentence asks what is no yes or no; "Why nobody talks about Mistral Large 3" needs no mark for it."""
    open_ = first.has("question") or first.norm == "which"
    return ((question and open_) or first.norm == "why") and not (presumes(parts) or _headlines(parts))


def _headlines(parts: Sequence[Part]) -> bool:
    """Whether a headline tells why one model is ahead of, behind or level with another: "Why A Still Beats B"."""
    models = [n for n, part in enumerate(parts) if part.model]
    if len(models) < 2 or parts[0].norm != "why" or parts[1].name is None or parts[-1].norm == "?":  # noqa: PLR2004 - two are compared
        return False
    return any(part.has("ahead", "behind", "equal") for part in parts[models[0] : models[1]])


def presumes(parts: Sequence[Part]) -> bool:
    """Whether a question takes for granted what can be checked: "why is Terra $1.25 in?"."""
    if parts[0].norm == "why" and any(part.has("negation") for part in parts):
        return True
    held = any(part.kind in ("amount", "benchmark") or part.label or part.has("surface", "trace") for part in parts)
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
    if (not any(part.kind in HELD for part in clause.parts) and _says_nothing(clause, kind)) or _withholds(clause):
        return Reason.FRAGMENT
    if not sure and not _tells_something(clause, kind):
        return Reason.UNMEASURABLE
    return Reason.OPINION if kind == "better_than" and _judges(clause) else None


def _judges(clause: Clause) -> bool:
    """Whether two models are only judged, and measured by nothing: "feels smarter than Opus 6"."""
    at = clause.comparison.start if clause.comparison is not None else clause.subject_at
    own = next((piece for piece in pieces(clause.parts) if at in piece), ())
    if any(one.has("more") and other.has("opinion") for one, other in pairwise(clause.parts)):
        return True  # "gives me more joy per watt than …"
    told = clause.has("axis") or clause.benchmarks() or clause.amounts()
    return not told and any(clause.parts[n].has("opinion") for n in own)


def _withholds(clause: Clause) -> bool:
    """Whether a clause without a subject of its own only tells that nobody says anything: "they won't comment"."""
    silent = ("negation", "report", "plain", "expected", "pronoun", "be", "may", "model word")
    told = [part for part in clause.parts if part.kind != "mark"]
    own = clause.subject_at is not None or not any(part.has("report") for part in told)
    return not own and clause.has("negation") and all(part.has(*silent) for part in told)


def _tells_something(clause: Clause, kind: str) -> bool:
    """Whether a clause compares or equates two models, or has any topic."""
    compared = clause.comparison is not None and clause.comparator is not None
    return compared or kind == "identity" or tells(clause.parts)


def _says_nothing(clause: Clause, kind: str) -> bool:
    """Whether a clause is a name or two and nothing said of it: "is pony alpha"."""
    told = [part for part in clause.parts if part.kind != "mark"]
    asked = clause.asked and kind == "identity"  # "is X Y?": the verb went with the question
    equated = asked or clause.comparator is not None or any(part.norm in ("=", "→") for part in clause.parts)
    if len(told) > _FEW or equated:
        return False
    return not has_predicate(clause.parts) or all(part.name is not None or part.has("be") for part in told)


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
