"""Conditions in a request to be told: prices to wait for are kept, all others are refused in words.

"ping me when the odds of X pass 50 %", "let me know if X moves by 5 points", "tell me about X next friday".
"""

from __future__ import annotations

import math
import re
from typing import Final

from bot.dispatch.plain_words.orders import OrderContext
from bot.dispatch.plain_words.question_forms import Intent, intents
from bot.dispatch.plain_words.read_as import ReadAs
from bot.dispatch.plain_words.requests.posts import said_subjects
from bot.dispatch.plain_words.requests.timetable import said_timetable
from bot.dispatch.plain_words.requests.words import request_words
from bot.dispatch.plain_words.sentence import Sentence, written
from bot.domain.names import NameReading
from bot.domain.text import parse_number, shorten
from bot.domain.time import Prefer
from bot.messages.errors import Alternative, BadArgument
from bot.messages.order import order

_PERCENT: Final = r"(?:%|percent\b|per cent\b|pct\b)"
_NUMBER: Final = r"(?P<n>\d+(?:[.,]\d+)?)(?! ?[xkmb]\b)"
_WORD: Final = r"(?i)\b(?P<word>[a-z]+)"
_AT_LEAST: Final = r"(?: (?:up|down|around|more than|at least))*"
_LEVEL = re.compile(rf"{_WORD}(?: (?:to|above|below|under|over|past|beyond|at))* ?{_NUMBER}\s?(?P<sign>{_PERCENT})?")
_BY = re.compile(rf"{_WORD}{_AT_LEAST} (?:by|of)?{_AT_LEAST} ?{_NUMBER}\s?(?P<unit>{_PERCENT}|points?\b|pp\b|pts\b)?")
_LESS: Final = r"(?i)\b(?:below|under|above|over|less than|more than|cheaper than|to)\s+"
_MONEY = re.compile(_LESS + r"(?:[$€£]\s?\d[\d.,]*|\d[\d.,]*\s?(?:dollars|bucks|usd|eur|euros|cents)\b)")
_LEAST, _MOST = 1, 99
_KINDS: Final = {"price change": "costs", "sighting": "sightings", "grade change": "grades"}
ONLY_AT_ONCE: Final = "I write when something changes, at once; the only times that can be set are quiet hours."


def read_condition(sentence: Sentence, context: OrderContext) -> ReadAs | None:
    """How a request to be told under a condition is read; None for one without, which is left to the questions."""
    known = request_words()["conditions"]
    if not known["told"] & set(sentence.words) or not _asks_to_be_told(sentence):
        return None
    if channel := said_timetable(sentence.text).channel:
        return _alert_of(channel, sentence)
    model, market = (sentence.models[0] if sentence.models else None), sentence.named("N")
    target = market if market.startswith("MK") else written(model) if model is not None else ""
    if target and (price := _price(sentence)):
        return _watch_market(target, model, *price)
    if model is None or known["asks"] & set(sentence.words):
        return None
    if money := _MONEY.search(sentence.text):
        return _told_anyway(model, money[0])
    return _timed(model, sentence, context)


def _alert_of(channel: str, sentence: Sentence) -> ReadAs:
    """The alert of a channel that is to be told, asked before it is saved."""
    known, words, price = request_words()["conditions"], {*sentence.words}, _price(sentence)
    odds = price or words & (known["prices"] - known["costs"])
    what = "odds move" if odds else next((name for name in _KINDS if words & known[_KINDS[name]]), "release")
    points = int(price[1]) if price and price[0] == "moves by" and _LEAST <= price[1] <= _MOST else None
    about = said_subjects(sentence) or None
    made = order("alerts add", what=what, about=about, threshold=points, where=channel, confirm="yes")
    slug, name = (sentence.models[0].slug, sentence.models[0].name) if sentence.models else ("", about or "")
    return ReadAs(Intent.WATCH, slug, name, made, said=f"an alert in {channel}")


def _asks_to_be_told(sentence: Sentence) -> bool:
    words = tuple("me" if word == "#channel" else word for word in sentence.words)  # a channel is told like a person
    return Intent.WATCH in dict(intents(words))


def _watch_market(target: str, model: NameReading | None, when: str, points: float) -> ReadAs:
    """The watch of a market, asked before it is saved; no level that a price cannot cross."""
    slug, name = (model.slug, model.name) if model is not None else (target, target)
    if not (_LEAST <= points <= _MOST and points.is_integer()):
        refused = BadArgument(
            "Nothing was changed: a watch takes a whole number of percent, from 1 to 99.",
            todo=f"For example: /{order('odds watch', market=target, when=when, points=50).line}",
        )
        return ReadAs(Intent.WATCH, slug, name, None, refused=refused)
    made = order("odds watch", market=target, when=when, points=int(points))
    return ReadAs(Intent.WATCH, slug, name, made, said=f"watch the odds of {name}", confirm=True)


def _price(sentence: Sentence) -> tuple[str, float] | None:
    """What a price is to do, as `odds watch` takes it, and the number."""
    known = request_words()["conditions"]
    text = _without_names(sentence)
    priced = bool(known["prices"] & set(sentence.words)) or "%" in text
    for found in _BY.finditer(text):
        if found["word"].casefold() in known["moves"] and (found["unit"] or priced):
            return "moves by", _number(found["n"])
    for found in _LEVEL.finditer(text):
        if found["word"].casefold() in known["levels"] and (found["sign"] or priced):
            return "crosses", _number(found["n"])
    return None


def _without_names(sentence: Sentence) -> str:
    """The text without its names, whose versions are no prices."""
    return " ".join(sentence.rest.split()) if sentence.rest else sentence.text


def _number(text: str) -> float:
    """The number, or one that no price can have where it cannot be told which it is ("5,5")."""
    try:
        return parse_number(text, float)
    except ValueError:
        return math.nan


def _timed(model: NameReading, sentence: Sentence, context: OrderContext) -> ReadAs | None:
    """A time at which somebody wants to be told, or by which what they wait for is to happen."""
    known = request_words()["conditions"]
    folded = " ".join(sentence.text.casefold().split())
    said = max((one for one in known["recurring"] if re.search(rf"\b{one}\b", folded)), key=len, default="")
    if not said:
        times = context.times(sentence.text, Prefer.FUTURE)
        ahead = [one for one in times if one.first > context.ctx.as_of.date()]
        said = sentence.text[ahead[-1].lead_start : ahead[-1].tail_end].strip() if ahead else ""
    if not said:
        return None
    if known["events"] & set(sentence.words):
        return _told_anyway(model, said)
    refused = BadArgument(
        f"Nothing was changed: I cannot wait for “{shorten(said, 40)}”.",
        why=ONLY_AT_ONCE,
        instead=(Alternative(f"Tell me about {shorten(model.name, 40)}", _asked(model), "model watch"),),
    )
    return ReadAs(Intent.WATCH, model.slug, model.name, None, refused=refused)


def _asked(model: NameReading) -> dict[str, str]:
    return {"name": written(model), "confirm": "yes"}


def _told_anyway(model: NameReading, said: str) -> ReadAs:
    """The watch without a condition that no watch has, which is said before all else."""
    made = order("model watch", **_asked(model))
    caution = f"“{shorten(said, 40)}” cannot be waited for: I would tell you of every change, at once."
    return ReadAs(Intent.WATCH, model.slug, model.name, made, corrected=caution)
