"""The command that answers a sentence about the talk itself, or about lists that name no model."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from bot.dispatch.plain_words.asked_names import has_word_of, watched_name
from bot.dispatch.plain_words.orders import PROBABILITY, OrderContext
from bot.dispatch.plain_words.question_forms import Intent
from bot.dispatch.plain_words.read_as import ReadAs, read_as
from bot.dispatch.plain_words.requests.words import request_words
from bot.dispatch.plain_words.sentence import Sentence
from bot.dispatch.plain_words.service_forms import ServiceAsk, service_ask
from bot.domain.names import NameKind, NameReading
from bot.domain.time import Prefer
from bot.messages.order import order
from bot.queries.families.model_families import family_by_word

_MODELS: Final = frozenset({"model", "models", "release", "releases"})  # may stand behind a family's word

_INSTRUCTS: Final = re.compile(
    r"(?:how (?:do|can|to|does|could|would)|where (?:do|can)|what (?:do|should) \w+ (?:type|say|write)) "
)
_DIGESTS: Final = frozenset({"digest", "digests"})
_WATCHES: Final = frozenset({"watch", "watches", "watchlist"})
_TOLD_BY: Final = _DIGESTS | _WATCHES | {"alert", "notification", "reminder", "subscription"}
_LEAST: Final = re.compile(r"\b(?:cheapest|least expensive|lowest (?:\w+ )?(?:price|cost)\w*|costs? (?:the )?least)\b")
_EACH: Final = re.compile(r"\b(?:(?:of|from|by|for|at|across|in) )?(?:each|every|all|any|per|by) (?:\w+ ){0,2}(\w+)")
_LABS: Final = frozenset({"lab", "vendor", "maker", "provider", "developer", "company", "companie"})
_LISTS: Final = {
    ServiceAsk.NEWEST: None,
    ServiceAsk.LAB: None,
    ServiceAsk.BEST: "best",
    ServiceAsk.CHEAPEST: "cheapest",
}
_SAID: Final = {
    ServiceAsk.NEWEST: "the newest model",
    ServiceAsk.LAB: "the models",
    ServiceAsk.BEST: "the best model",
    ServiceAsk.CHEAPEST: "the cheapest model",
    ServiceAsk.STOP: "stop what you are told",
    ServiceAsk.MARKETS: "the open markets",
}
_RUNS: Final = {ServiceAsk.STOP: "alerts list", ServiceAsk.MARKETS: "odds show"}
_INTENTS: Final = {
    ServiceAsk.MARKETS: Intent.ODDS,
    ServiceAsk.NEWEST: Intent.NEWS,
    ServiceAsk.LAB: Intent.NEWS,
    ServiceAsk.BEST: Intent.COMPARE,
    ServiceAsk.CHEAPEST: Intent.COMPARE,
    ServiceAsk.STOP: Intent.WATCH,
    ServiceAsk.REMINDER: Intent.WATCH,
}


def read_service(sentence: Sentence, context: OrderContext) -> ReadAs | None:
    """How a sentence is read that no question is needed for; None for all others."""
    family = _bare_family(sentence)
    words = tuple("V" if family is not None and word == family.called else word for word in sentence.words)
    about = family.reading if family is not None else _about(sentence)
    ask = service_ask(words) or _asked_of_each_lab(words) or _cheapest_of(sentence, about)
    if ask is None or (family is not None and ask not in _LISTS) or not _is_meant(ask, sentence, context, about):
        return None
    intent = _INTENTS.get(ask, Intent.CHAT)
    if ask is ServiceAsk.CHEAPEST and about is not None:  # of one maker's models no other is compared
        intent = Intent.MODEL
    if ask in _RUNS:
        return ReadAs(intent, "", "", order(_RUNS[ask]), said=_SAID[ask])
    if ask is ServiceAsk.SAME:  # about a model where nothing was asked before
        return replace(read_as(sentence, context), service=ask.value)
    if ask not in _LISTS:
        return ReadAs(intent, "", "", None, service=ask.value)
    if about is None:
        return ReadAs(intent, "", "", order("model newest", ask=_LISTS[ask]), said=_SAID[ask])
    made = order("model newest", of=about.slug, ask=_LISTS[ask])
    return ReadAs(intent, about.slug, about.name, made, said=f"{_SAID[ask]} of {about.name}")


def _cheapest_of(sentence: Sentence, about: NameReading | None) -> ServiceAsk | None:
    return ServiceAsk.CHEAPEST if about is not None and _asks_what_costs_least(sentence) else None


def _asked_of_each_lab(words: tuple[str, ...]) -> ServiceAsk | None:
    """Which list is asked for of each lab: "the newest model of each lab"."""
    each = _EACH.search(" ".join(words))
    if each is None or each[1].removesuffix("s") not in _LABS:
        return None
    ask = service_ask(f"{each.string[: each.start()]} {each.string[each.end() :]}".split())
    return ask if ask in _LISTS else None


def read_instruction(sentence: Sentence) -> ReadAs | None:
    """How a question is read that asks how one ends what one is told: by the help of the command that does it."""
    words = {*sentence.words}
    known, told = request_words()["silence"], words & (request_words()["own"]["watches"] | _TOLD_BY)
    ends = words & (known["stops"] | (known["ends"] if told else frozenset()) | ({"off"} if told else set()))
    asked = _INSTRUCTS.match(" ".join(sentence.words))
    if not asked or not ends or sentence.models or sentence.places or sentence.found or service_ask(sentence.words):
        return None
    topic = "digest delete" if words & _DIGESTS else "alerts remove" if told - _WATCHES else "model unwatch"
    return ReadAs(Intent.HELP, "", "", order("spudwatch help", topic=topic))


@dataclass(frozen=True, slots=True)
class _BareFamily:
    """A family called by the word that its names begin with, which no sentence takes for a name."""

    called: str
    reading: NameReading


def _bare_family(sentence: Sentence) -> _BareFamily | None:
    """The family that the last word of a sentence without any name calls: "latest X"."""
    words = [word for word in sentence.bare if word not in _MODELS]
    if sentence.models or sentence.places or sentence.found or not words:
        return None
    reading = family_by_word(words[-1])
    return _BareFamily(words[-1], reading) if reading is not None else None


def _is_meant(ask: ServiceAsk, sentence: Sentence, context: OrderContext, about: NameReading | None) -> bool:
    """Whether nothing in the sentence says otherwise: a price asked for, a model or a lab that is none."""
    if ask in _LISTS:
        named = sentence.models or sentence.places or sentence.named("L")
        words = tuple(word for word in sentence.words if word != "number")  # "who is number one"
        return not has_word_of(PROBABILITY, replace(sentence, words=words)) and (about is not None or not named)
    if ask is ServiceAsk.REMINDER:
        return bool(context.times(sentence.text, Prefer.FUTURE)) and not watched_name(sentence)
    return True


def _asks_what_costs_least(sentence: Sentence) -> bool:
    """Whether it asks for the cheapest of several, and names no single model."""
    single = any(one.kind is not NameKind.FAMILY for one in sentence.models)
    return not single and _LEAST.search(" ".join(sentence.words)) is not None


def _about(sentence: Sentence) -> NameReading | None:
    """The lab or the family that a list is asked of."""
    lab = next((one for one in sentence.places if one.kind is NameKind.LAB), None)
    family = next((one for one in sentence.models if one.kind is NameKind.FAMILY and one.slug), None)
    return lab or family
