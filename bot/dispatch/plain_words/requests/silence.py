"""Requests to be told no more of something, in every way people say it, and orders that a negation takes back.

"mute X", "unfollow X", "don't tell me about X", "I no longer want updates on X", "no more X alerts". A figure of speech
("don't tell me X is out") and a favour ("don't forget to tell me") are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import dropwhile
from typing import Final

from bot.dispatch.plain_words.asked_names import unknown_name
from bot.dispatch.plain_words.question_forms import KINDS, Intent
from bot.dispatch.plain_words.read_as import ReadAs
from bot.dispatch.plain_words.requests.words import request_words
from bot.dispatch.plain_words.sentence import Sentence, written
from bot.domain.names import NameKind
from bot.messages.order import Order, order

LONGEST: Final = 16  # words of such a request
KEPT: Final = "nothing was changed"
_END = re.compile(r"(?i)\b(?:for|until|till|til)\s+(?!now\b|good\b)(.{2,40}?)[.!?]*\s*(?:please|pls|thanks)?[.!?]*$")
_LIMITED = re.compile(
    r"(?i)\b(?:an?|one|two|three|four|five|six|ten|\d+|few)\s*(?:minute|hour|day|night|week|month|weekend)s?\b"
)


def read_silence(sentence: Sentence) -> ReadAs | None:
    """How a request to be told no more is read; None for any other sentence."""
    words = tuple(word for word in sentence.words if word != "?")
    if len(words) > LONGEST or words[:1] == ("why",):
        return None
    if _takes_back(words):
        return ReadAs(Intent.WATCH, "", "", order("alerts list"), said="what you are told of", remark=KEPT)
    if not _asks_for_silence(words):
        return None
    made = _order(sentence)
    if made is None:
        return None
    subject, name = _subject(sentence)
    return ReadAs(Intent.WATCH, subject, name, made, said=f"tell me no more of {name}")


def _asks_for_silence(words: Sequence[str]) -> bool:
    known = request_words()["silence"]
    told, named = bool(known["told"] & set(words)), bool(KINDS & set(words))
    rest = list(dropwhile(lambda word: word in known["leads"], words))
    first = rest[0] if rest else ""
    if first in known["stops"]:
        return True
    if first in known["ends"] or (first in ("turn", "switch") and "off" in rest):
        return told
    if tuple(rest[:2]) == ("no", "more"):
        return told or (rest[2:3] != [] and rest[2] in KINDS)
    if _is_weary(words):
        return named
    return _is_negated(words, known["tells"], after=True) or _is_negated(words, known["wants"], after=False)


def _is_weary(words: Sequence[str]) -> bool:
    """Whether somebody has had enough: "I'm tired of X", "enough about X", "done with hearing about X"."""
    known = request_words()["silence"]
    places = [at for at, word in enumerate(words) if word in known["weary"]]
    lead = {"im", "i", "am", "been", "so", "ive", "we", "were", "really", "had", "have", "just", "are"}
    return any(set(words[:at]) <= lead and set(words[at + 1 : at + 3]) & {"of", "with", "about", "up"} for at in places)


def _is_negated(words: Sequence[str], verbs: frozenset[str], *, after: bool) -> bool:
    """Whether one of some words is negated; ``after``: only before a word that says of what."""
    known = request_words()["silence"]
    for at in _negations(words):
        rest = list(dropwhile(lambda word: word in known["between"] and word not in verbs, words[at + 1 :]))
        if rest and rest[0] in verbs:
            behind = [word for word in rest[1:] if word not in ("me", "us", "posted", "updated")]
            if not after or not behind or behind[0] in known["about"] or _is_direct(rest[0], behind):
                return True
    return False


def _is_direct(verb: str, behind: Sequence[str]) -> bool:
    """Whether a verb takes its name as it is: "don't watch X"."""
    return verb in ("watch", "follow", "track", "monitor") and behind[0] in KINDS


def _negations(words: Sequence[str]) -> Iterator[int]:
    """Where a negation stands that no condition holds ("if X is not out, tell me")."""
    known = request_words()["silence"]
    for at, word in enumerate(words):
        if word in known["negations"] and not {"if", "whether", "unless"} & set(words[:at]):
            yield at


def _takes_back(words: Sequence[str]) -> bool:
    """Whether a negation takes an ending back: "don't mute X", "never stop telling me about X"."""
    known = request_words()["silence"]
    verbs = known["stops"] | known["ends"]
    told = bool({*known["told"], "digest", "N"} & set(words)) or bool(KINDS & set(words))
    lead = known["leads"] | {"do"}
    for at in _negations(words):
        rest = list(dropwhile(lambda word: word in known["between"], words[at + 1 :]))
        if set(words[:at]) <= lead and rest and rest[0] in verbs:
            return told and not known["refrains"] & set(rest[:1])
    return False


def _order(sentence: Sentence) -> Order | None:
    """The order that ends what there is about what is named; for a while only where that is said."""
    named = _named(sentence)
    if not named:
        return None
    if until := pause_end(sentence.text):
        return order("alerts pause", id=", ".join(named), until=until)
    return order("alerts stop", about=", ".join(named))


def pause_end(text: str) -> str:
    """The words that say how long something rests: "for a week" → "a week"; '' without."""
    found = _END.search(text)
    if found is None or not (_LIMITED.search(found[1]) or found[0][:1].casefold() in "ut"):
        return ""
    return found[1].strip()


def _named(sentence: Sentence) -> list[str]:
    """What a request names: models, labs, labels, else a name that nobody knows."""
    readings = (*sentence.models, *(one for one in sentence.places if one.kind is NameKind.LAB))
    named = [written(one) for one in readings]
    if label := sentence.named("L"):
        named.append(label)
    unknown = unknown_name(sentence) if not named and not sentence.found else ""
    return named or [unknown] if unknown or named else []


def _subject(sentence: Sentence) -> tuple[str, str]:
    """The slug and the name of what the first name of a request is."""
    for one in (*sentence.models, *sentence.places):
        return one.slug, one.name
    return "", sentence.named("L") or unknown_name(sentence)
