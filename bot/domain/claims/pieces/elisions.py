"""Clauses that leave out what stands before them: "GPT-7 is out but Grok 7 isn't", "A vs B on HLE? Dead even"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.domain.claims.attribution import AUXILIARIES, has_predicate
from bot.domain.claims.lexicon import lexicon
from bot.domain.claims.parts import Part
from bot.domain.claims.pieces.lists import distributed
from bot.domain.claims.tokens import tokenise

Parts = tuple[Part, ...]
_KINDS = ("model", "verb", "denial", "")
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


_VALUE = re.compile(r"(?:^|(?<=[.!?\n] ))[$€£]?\d[\d.,]*[kKMBT]?(?: ?%| [a-z]+){0,4}(?: [A-Z][^!?]{1,40})?$")
_THAT_IS = re.compile(
    r"[.!,]+ (?:[a-zY]+,? )?[Tt]hat(?:'s| is) (?:what |where )?(?![$€£\d]|(?:not?|more|less|an?|only|why|if|how)\b)"
)
_STOP = re.compile(r"[.!?]+(?=\s|$)|\n|$")


def numbers_last(text: str) -> str:
    """The text with a number that stands before what it is of behind it: "54% on HLE! That's Grok 5"."""
    link = _THAT_IS.search(text)
    value = _VALUE.search(text, 0, link.start()) if link else None
    if link is None or value is None:
        return text
    end = next(_STOP.finditer(text, link.end())).start()
    return f"{text[: value.start()]}{text[link.end() : end]}: {value[0]}{text[end:]}"


def rejoined(every: Sequence[str]) -> tuple[str, ...]:
    """The sentences, each that only names something with its answer: "A vs B on HLE? Dead even", "R3? MIA"."""
    joined: list[str] = []
    for sentence in every:
        before = joined[-1] if joined else ""
        if before.endswith("?") and (right := _corrected(before, sentence)):
            joined[-1] = right
        elif before.endswith("?") and _completes(sentence):
            joined[-1] = f"{before.rstrip('? ')} {sentence}"
        elif _sets_anew(before, sentence):
            joined[-1] = f"{before.rstrip('. ')}, {sentence[:1].lower()}{sentence[1:]}"
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
        if len(asked) == len(told) == 1:
            return number.sub(told[0], question).rstrip("? ")
    return ""


def _completes(answer: str) -> bool:
    """Whether a few words tell the state of what a question only names."""
    told = [token for token in tokenise(answer) if token.norm not in _ENDS]
    length, entries = lexicon().at(told, 0, len(told)) if told else (0, ())
    return length == len(told) and any(entry.name in _ANSWERS for entry in entries)


def contrasted(clause: Parts) -> tuple[Parts, ...]:
    """Set "A, not B, has 10M", "has 256k, not 1M", "on Pro too, not just Max" apart: one has what the other has not."""
    if any(part.norm == '"' for part in clause):
        return (clause,)
    for place in range(1, len(clause) - 1):
        denial, other = clause[place : place + 2]
        comma = clause[place - 1].norm == ","
        if not (denial.norm in _BESIDES or (denial.norm == "not" and comma)):
            continue
        if (at := next((n for n in range(place - 1, -1, -1) if _alike(clause[n], other)), -1)) < 0:
            continue
        head, inner, tail = clause[:at], clause[at + 1 : place - comma], clause[place + 2 :]
        if not other.model:
            denied = (denial,) if denial.norm == "not" else ()
            return (*head, clause[at], *inner, *(() if denied else tail)), (*head, *denied, other, *inner, *tail)
        if has_predicate(tail):
            return _models_contrasted(head, clause[at], tail, (other, denial))
    return (clause,)


def _alike(one: Part, other: Part) -> bool:
    """Whether two parts are models, numbers of one kind, plans or places."""
    if one.amount is not None and other.amount is not None:
        return one.amount.unit == other.amount.unit or not (one.amount.unit and other.amount.unit)
    return (one.model and other.model) or any(one.means(kind) and other.means(kind) for kind in ("plan", "surface"))


def _models_contrasted(head: Parts, one: Part, tail: Parts, elided: Parts) -> tuple[Parts, ...]:
    """What is said of one model and denied of another, where it stands behind both: "it's A, not B, that has 10M"."""
    behind = tail[tail[0].norm == "," :]
    if behind[0].norm in ("that", "which", "who"):
        behind = behind[1:]
        head = tuple(part for part in head if not part.has("pronoun", "be"))
    told = (*head, one, *behind)
    return told, _with(elided, told)


def refilled(clauses: Iterable[Parts]) -> Iterator[Parts]:
    """The clauses, each that only names a model and affirms or denies with what the last whole one says of its own."""
    whole = Parts()
    for clause in clauses:
        elided = _of_another(clause) if whole else ()
        if elided and (told := _told_of_one(whole)):
            yield _with(elided, told)
        else:
            whole = clause
            yield clause


def _told_of_one(clause: Parts) -> Parts:
    """A clause about one model, or that sets two against each other; of a list each item says the same."""
    last = distributed(clause)[-1]
    compared = any(part.has("than", "ahead", "behind") for part in last)
    return last if 1 <= sum(part.model for part in last) <= 1 + compared else ()


def denies_another(left: Sequence[Part], right: Sequence[Part]) -> bool:
    """Whether a model and a "not" follow what is said of another one's state: "GPT-7 is out but not Grok 7"."""
    return any(part.model for part in left) and sorted(map(_kind, _told(right))) == ["denial", "model"]


def _told(clause: Sequence[Part]) -> list[Part]:
    return [part for part in clause if part.kind != "mark" and part.norm not in _BESIDE]


def _of_another(clause: Sequence[Part]) -> Parts:
    """A model, a verb and a denial, in this order, where a clause says nothing else; else empty."""
    told = _told(clause)
    kinds = sorted(map(_kind, told), key=_KINDS.index)
    if len(kinds) < _TWICE or len(set(kinds)) < len(kinds) or kinds[0] != "model" or "" in kinds:
        return ()
    ordered = sorted(told, key=lambda part: _KINDS.index(_kind(part)))
    return tuple(replace(part, text=_NOT.get(part.norm, part.text)) for part in ordered)


def _kind(part: Part) -> str:
    """What a part is to an elided clause: its model, its verb or its denial; empty for anything else."""
    return "model" if part.model else "verb" if _is_verb(part) else "denial" if part.norm in _DENIALS else ""


def _with(elided: Parts, told: Parts) -> Parts:
    """An elided clause with the verb that it leaves out, if it does, and with what is said behind that."""
    behind = told[next(n for n, part in enumerate(told) if part.model) + 1 :]
    verb = () if any(map(_is_verb, elided)) else tuple(part for part in behind[:1] if _is_verb(part))
    rest = (part for part in behind if not _is_verb(part) and part.norm not in _DENIALS | _BESIDE)
    denied = (replace(part, text=_DID.get(part.text.lower(), part.text)) for part in elided[1:])
    return (elided[0], *verb, *denied, *rest)


def _is_verb(part: Part) -> bool:
    return part.name is None and (part.norm in AUXILIARIES or part.has("be"))
