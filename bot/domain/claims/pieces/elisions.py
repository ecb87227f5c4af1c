"""Clauses that leave out what stands before them: "GPT-7 is out but Grok 7 isn't", "A vs B on HLE? Dead even"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.domain.claims.attribution import AUXILIARIES, has_predicate
from bot.domain.claims.lexicon import lexicon
from bot.domain.claims.parts import Part
from bot.domain.claims.pieces.lists import distributed
from bot.domain.claims.tokens import tokenise

_BESIDE = frozenset({"yet", "too", "either", "also", "still", "so", "as", "well", "but", "not yet"})
_ANSWERS = ("equal", "unavailable")
_ENDS = frozenset({".", "!", ","})
_TWICE = 2
_NO = re.compile(r"(?:no|nope|nah|naw|wrong|false)\b[^!?]{1,60}$", re.IGNORECASE)
_NEW = re.compile(r"(?:the |it )?(?:new|now|revised)\b[^.!?]{1,50}\d[^.!?]{0,20}[.!]?$", re.IGNORECASE)
_BARE = r"(?<![\w.$-])\d[\d.,]*\b(?= (?:a|per|bucks|dollars|euros|tokens|points|elo)\b| ?[.!?]*$|,? (?:you|not)\b)"
_NUMBERS = tuple(re.compile(form) for form in (r"[$€£]\d[\d.,]*\b", r"\b\d[\d.]* ?[kKmM]\b", r"\b\d[\d.]* ?%", _BARE))
_BESIDES = ("not only", "not just", "not merely")
_DENIALS = frozenset({"not", "n't", "neither", "nor"})
_NOT = {"neither": "not", "nor": "not"}
_DID = {"didn't": "has not", "did": "has"}  # before "shipped", which stands for "ship"
_STATES = ("available", "unavailable", "release", "testing", "retire", "cancel", "delay", "open weights")


def rejoined(every: Sequence[str]) -> tuple[str, ...]:
    """The sentences, each that only names something with its answer: "A vs B on HLE? Dead even", "R3? MIA"."""
    joined: list[str] = []
    for sentence in every:
        if joined and joined[-1].endswith("?") and (right := _corrected(joined[-1], sentence)):
            joined[-1] = right
        elif joined and joined[-1].endswith("?") and _completes(joined[-1], sentence):
            joined[-1] = f"{joined[-1].rstrip('? ')} {sentence}"
        elif joined and _sets_anew(joined[-1], sentence):
            joined[-1] = f"{joined[-1].rstrip('. ')}, {sentence[:1].lower()}{sentence[1:]}"
        else:
            joined.append(sentence)
    return tuple(joined)


def _sets_anew(before: str, sentence: str) -> bool:
    """Whether a sentence only tells the new day of what the one before it puts off: "New target: 20 January"."""
    tokens = tokenise(before)
    found = (lexicon().at(tokens, n, len(tokens))[1] for n in range(len(tokens)))
    return bool(_NEW.match(sentence)) and any(entry.name == "delay" for entries in found for entry in entries)


def _corrected(question: str, answer: str) -> str:
    """What is asked with the number that the answer gives for its own, without the question's mark; else empty.

    "Command B 200k context? No: the docs say 384k" says that it has 384k.
    """
    if not _NO.match(answer):
        return ""
    for number in _NUMBERS:
        asked, told = number.findall(question), number.findall(answer)
        if len(asked) == len(told) == 1 and asked != told:
            return number.sub(told[0], question).rstrip("? ")
    return ""


def _completes(question: str, answer: str) -> bool:
    """Whether a few words tell the state of what a question only names."""
    head = tokenise(question)[:1]
    if any(token.norm in AUXILIARIES for token in head):
        return False
    told = [token for token in tokenise(answer) if token.norm not in _ENDS]
    length, entries = lexicon().at(told, 0, len(told)) if told else (0, ())
    return 0 < length == len(told) and any(entry.name in _ANSWERS for entry in entries)


def contrasted(clause: tuple[Part, ...]) -> tuple[tuple[Part, ...], ...]:
    """Set "it's A, not B, that has 10M" and "A, not B, has 10M" apart: one has what the other has not."""
    if apart := _set_against(clause):
        return apart
    for place in range(1, len(clause) - 3):
        comma, denial, other = clause[place : place + 3]
        if comma.norm != "," or denial.norm != "not" or not (other.model and clause[place - 1].model):
            continue
        head, behind = clause[: place - 1], clause[place + 3 + (clause[place + 3].norm == ",") :]
        if behind and behind[0].norm in ("that", "which", "who"):
            behind = behind[1:]
            head = tuple(part for part in head if not part.has("pronoun", "be"))
        verb = tuple(part for part in behind[:1] if _is_verb(part))
        if has_predicate(behind):
            return (*head, clause[place - 1], *behind), (*head, other, *verb, denial, *behind[len(verb) :])
    return (clause,)


def _set_against(clause: tuple[Part, ...]) -> tuple[tuple[Part, ...], ...]:
    """Set "has 256k, not 1M" and "on Pro too, not just Max" apart."""
    if any(part.norm == '"' for part in clause):
        return ()
    for place in range(2, len(clause) - 1):
        denial, other = clause[place : place + 2]
        if denial.norm not in ("not", *_BESIDES):
            continue
        first = next((n for n in range(place - 1, 0, -1) if _alike(clause[n], other)), 0)
        head, inner, tail = (
            clause[:first],
            clause[first + 1 : place - (clause[place - 1].norm == ",")],
            clause[place + 2 :],
        )
        if not first or (denial.norm == "not" and (other.amount is None or clause[place - 1].norm != ",")):
            continue
        denied = (denial,) if denial.norm == "not" else ()
        return (*head, clause[first], *inner, *(() if denied else tail)), (*head, *denied, other, *inner, *tail)
    return ()


def _alike(one: Part, other: Part) -> bool:
    """Whether two parts are numbers of one kind, or plans or places."""
    if one.amount is not None and other.amount is not None:
        return one.amount.unit == other.amount.unit or not (one.amount.unit and other.amount.unit)
    return any(one.means(kind) and other.means(kind) for kind in ("plan", "surface"))


def refilled(clauses: Iterable[tuple[Part, ...]]) -> Iterator[tuple[Part, ...]]:
    """The clauses, each that only names a model and affirms or denies with what the last whole one says of its own."""
    told = tuple[Part, ...]()
    for clause in clauses:
        if told and (elided := _of_another(clause)):
            yield _with(elided, told)
            continue
        last = distributed(clause)[-1]  # of a list each says the same
        told = last if _of_one(last) else ()
        yield clause


def _of_one(clause: Sequence[Part]) -> bool:
    """Whether a clause tells something of one model, compared or not."""
    models = sum(part.model for part in clause)
    return models == 1 or (models == _TWICE and any(part.has("than", "ahead", "behind") for part in clause))


def denies_another(left: Sequence[Part], right: Sequence[Part]) -> bool:
    """Whether a model and a "not" follow what is said of another one's state: "GPT-7 is out but not Grok 7"."""
    inner = [part for part in right if part.kind != "mark" and part.norm not in _BESIDE]
    denied = len(inner) == _TWICE and {part.model or part.norm for part in inner} == {True, "not"}
    return denied and sum(part.model for part in left) == 1 and any(part.has(*_STATES) for part in left)


def _of_another(clause: Sequence[Part]) -> tuple[Part, ...]:
    """A model and what affirms or denies, the model first, where a clause says nothing else; else empty."""
    kept = [part for part in clause if part.kind != "mark" and part.norm not in _BESIDE]
    kinds = [_kind(part) for part in kept]
    counts = Counter(kinds)
    once = counts["model"] == 1 and counts["verb"] < _TWICE and counts["denial"] < _TWICE
    if not once or counts[""] or len(kept) < _TWICE:
        return ()
    ordered = sorted(kept, key=lambda part: ("model", "verb", "denial").index(_kind(part)))
    return tuple(replace(part, text=_NOT.get(part.norm, part.text)) for part in ordered)


def _kind(part: Part) -> str:
    """What a part is to an elided clause: its model, its verb or its denial; empty for anything else."""
    if part.model:
        return "model"
    return "verb" if _is_verb(part) else "denial" if part.norm in _DENIALS else ""


def _with(elided: tuple[Part, ...], told: tuple[Part, ...]) -> tuple[Part, ...]:
    """An elided clause with the verb that it leaves out, if it does, and with what is said behind that."""
    subject = next(n for n, part in enumerate(told) if part.model)
    behind = told[subject + 1 :]
    verb = () if any(map(_is_verb, elided)) else tuple(part for part in behind[:1] if _is_verb(part))
    rest = (part for part in behind if not _is_verb(part) and part.norm not in _DENIALS | _BESIDE)
    denied = (replace(part, text=_DID.get(part.text.lower(), part.text)) for part in elided[1:])
    return (elided[0], *verb, *denied, *rest)


def _is_verb(part: Part) -> bool:
    return part.name is None and (part.norm in AUXILIARIES or part.has("be"))
