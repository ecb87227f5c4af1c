"""Whether what a sentence tells has happened, is to come, or is quoted."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from bot.domain.claims.lexicon import lexicon
from bot.domain.claims.tokens import Token
from bot.domain.time import Prefer

_EVENTS = frozenset(
    {"release", "available", "retire", "train", "finish", "start", "trace", "price", "score", "missed", "cancel"}
)
_PAST = frozenset((
    "was", "were", "came", "went", "hit", "got", "gone", "became", "cut", "put", "began", "ran", "missed", "did", "had",
    "gave", "saw", "made", "led", "been",
))  # fmt: skip
_HAPPENED = frozenset({"was", "were", "did", "had", "since", "been", "came", "went", "ran"})
PRESENT = frozenset({"is", "are", "gets", "be"})
_AHEAD = frozenset({"expected", "vague", "may", "delay"})
_TOWARDS = frozenset({"to", "until", "till", "into"})
_BEFORE_A_MONTH = frozenset(
    {"in", "by", "before", "since", "until", "early", "mid", "late", "of", "for", "after", "on"}
)
_PAST_CLASSES = frozenset({"cutoff", "backs out", "missed"})
_SPANS = frozenset({"days", "weeks", "months", "years"})  # "six weeks after" is no vague time


_QUOTES = frozenset({"'", '"'})
_OPENS = _QUOTES | {"that", ":"}
_TOLD = frozenset({"said", "told", "wrote"})
BLOT = "^"
"""What stands for the letters of a name in a text whose days are looked for; ASCII, as is most of what is read."""


def tense_of(tokens: Sequence[Token]) -> Prefer | None:
    """Which way a day without a year is placed; None: by its clause."""
    words = lexicon()
    every, stop = frozenset[str](), 0
    for n in range(len(tokens)):
        length, entries = words.at(tokens, n, len(tokens))
        names = {one.name for one in entries}
        stop = max(stop, n + length) if "filler" in names else stop
        every |= _tense_of(tokens, n, names) if n >= stop or length == 0 else frozenset()
    if "present" in every and "told" in every:
        return Prefer.FUTURE if "past" not in every else Prefer.NONE  # "a leak says it goes live on May 5"
    if "supposed" in every or (every & {"past", "told"} and "ahead" not in every):
        return Prefer.PAST
    return Prefer.FUTURE if "moved" in every or ("ahead" in every and "past" not in every) else Prefer.NONE


def begin_of_said(text: str, tokens: Sequence[Token]) -> int:
    """Where a quote begins behind its word of saying: "told us in May that …"."""
    said = next((n for n in range(len(tokens)) if _is_saying(tokens, n)), len(tokens))
    begin = next((n + 1 for n in range(said, len(tokens) - 1) if tokens[n].norm in _OPENS), 0)
    quoted = any(token.norm in _QUOTES for token in tokens[:said])
    return begin if begin and not quoted and BLOT not in text[tokens[said].end : tokens[begin - 1].start] else 0


def _is_saying(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word tells that somebody said something: "told", "quoted"."""
    names = {entry.name for entry in lexicon().at(tokens, place, len(tokens))[1]}
    told = "report" in names and (tokens[place].norm.endswith("ed") or tokens[place].norm in _TOLD)
    return ("speech" in names or told) and "announce" not in names and not tokens[place].norm.startswith("expect")


def _tense_of(tokens: Sequence[Token], place: int, names: AbstractSet[str]) -> frozenset[str]:
    """What one word says of the tense: past, ahead, moved to, or supposed."""
    norm = tokens[place].norm
    happened = _happened(tokens, place, names)
    kinds = {
        "ahead": _coming(tokens, place, names) or norm == "would" or _is_noun_of_a_day(tokens, place),
        "moved": "delay" in names and any(token.norm in _TOWARDS for token in tokens[place + 1 : place + 3]),
        "past": (happened and "trace" not in names) or _told(tokens, place, names),
        "told": happened and "trace" in names,
        "present": "release" in names and norm.endswith("s"),
        "supposed": norm == "since" or _bygone(tokens, place, names) or ("counterfactual" in names and norm == "was"),
    }
    return frozenset(kind for kind, so in kinds.items() if so)


def _happened(tokens: Sequence[Token], place: int, names: AbstractSet[str]) -> bool:
    """Whether a word tells what has come about: "shipped", "was"."""
    norm = tokens[place].norm
    planned = place > 0 and tokens[place - 1].norm in PRESENT
    event = bool(names & _EVENTS) and not planned
    return norm in _HAPPENED or (event and (norm.endswith("ed") or norm in _PAST))


def _bygone(tokens: Sequence[Token], place: int, names: AbstractSet[str]) -> bool:
    """Whether a word tells of what cannot be ahead: a cutoff, a missed deadline."""
    ahead = any(token.norm in ("will", "to", "may") for token in tokens[max(0, place - 2) : place])
    return bool(names & _PAST_CLASSES) and not ahead


def _coming(tokens: Sequence[Token], place: int, names: AbstractSet[str]) -> bool:
    """Whether a word says that something is to come: "expected", "shipping"."""
    norm, before = tokens[place].norm, tokens[place - 1].norm if place else ""
    counted = place > 0 and norm in _SPANS and (tokens[place - 1].number or before in lexicon().numeric)
    if names & _AHEAD and not counted and not _month_of_may(tokens, place):
        return True
    going = norm.endswith("ing") and "train" not in names
    return bool(names & _EVENTS) and (going or before in ("to", "being", "gets", "get", "be"))


def _is_noun_of_a_day(tokens: Sequence[Token], place: int) -> bool:
    """Whether a "release date" is named, and not one that was."""
    noun = place > 0 and tokens[place].norm in ("date", "day") and tokens[place - 1].norm in ("release", "launch")
    return noun and not any(token.norm in ("was", "were") for token in tokens)


def _told(tokens: Sequence[Token], place: int, names: AbstractSet[str]) -> bool:
    """Whether a headline tells what has happened.

    "Mistral Unveils Medium 4 on June 11", not "… it for June".
    """
    present = "announce" in names and tokens[place].norm.endswith("s")
    return present and all(token.norm not in ("for", "by", "before") for token in tokens)


def _month_of_may(tokens: Sequence[Token], place: int) -> bool:
    """Whether "may" is the month: behind a preposition, or before a number."""
    before = tokens[place - 1].norm if place else ""
    after = place + 1 < len(tokens) and tokens[place + 1].number
    return tokens[place].norm == "may" and (after or before in _BEFORE_A_MONTH)
