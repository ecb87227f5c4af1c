"""From what a sentence asks for to the command that answers it, and what that command is called on a button."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from bot.dispatch.date_arguments import parse_time_zone
from bot.dispatch.plain_words.asked_facts import asked_fact
from bot.dispatch.plain_words.asked_names import (
    asks_for_promises,
    ended_name,
    has_word_of,
    label_name,
    lists_examples,
    names_releases,
    next_of,
    promised_model,
    reports,
    source_name,
    tells_of_sighting,
    unlisted_model,
    unlisted_name,
    venue_name,
    watched_name,
)
from bot.dispatch.plain_words.question_forms import Intent
from bot.dispatch.plain_words.relations.asked_days import (
    TimeFinder,
    days_of_names,
    days_of_news,
    days_of_shutdowns,
    deadline,
    past_day,
)
from bot.dispatch.plain_words.relations.text_claims import TextClaims
from bot.dispatch.plain_words.relations.two_models import MAX_MODELS, alternatives, asks_for_order, compared
from bot.dispatch.plain_words.sentence import Sentence, written
from bot.dispatch.registry import CommandRegistry
from bot.domain.names import NameKind, NameReading, is_like_a_model
from bot.domain.names.vendors import vendor_name
from bot.domain.text import shorten
from bot.messages.errors import BadArgument, UserError
from bot.messages.order import Order, order
from bot.messages.request import RequestContext, Role
from bot.messages.words import glossary_words
from bot.sources.venues import of_site

CLAIM: Final = 2_000  # characters of a sentence that is checked
_LIKELIEST: Final = frozenset({"likeliest", "likelier", "surest", "safest"})  # of several models
LIMIT: Final = "limit"  # the class of words that say how many alerts there may be and when
_LEAKS: Final = frozenset("leak leaks leaked leaker leakers leaking spilled spoiled".split())  # noqa: SIM905 - words
API: Final = "api"  # the product that is also a fact of a card: since when a model is there
PROBABILITY: Final = "probability"
_GUESSES: Final = frozenset({"guess", "guesses", "guessing", "guessed", "method", "methods"})  # at what a label is
_TO_A_PLACE = re.compile(r"(?i)\b(?:to|use|is) ([\w/+ -]{2,40}?)(?: time)?(?: please| pls| plz| thanks| thx)?[.!?]*$")
_LEADS = re.compile(
    r"(?i)^\s*(?:fact[- ]?check|verify|check|claimcheck|debunk)(?: this| that| whether| if)?\s*[:,-]?\s+"
)


@dataclass(frozen=True, slots=True)
class PlainOrder:
    """A command that may answer, and what its button says."""

    intent: Intent
    run: Order
    label: str


@dataclass(frozen=True, slots=True)
class OrderContext:
    """What an order is made from beside the sentence.

    The commands there are, who asks, how the times in a text are read, what the claims of a text say, and whether a
    model is out.
    """

    catalogue: CommandRegistry
    ctx: RequestContext
    times: TimeFinder
    claims: TextClaims
    out: Callable[[str], bool] = lambda _slug: False

    def open(self, made: Order) -> bool:
        """Whether there is such a command and this person may run it."""
        try:
            kind = self.catalogue.resolve(made.name)
        except UserError:
            return False
        known = {opt.name for opt in kind.options}
        return kind.role in self.ctx.roles and all(key in known for key, _ in made.values)


def orders(intent: Intent, sentence: Sentence, context: OrderContext) -> Iterator[PlainOrder]:
    """The commands that answer an intent, the fittest first; only such as there are and this person may run."""
    for made, label in _orders(intent, sentence, context):
        if context.open(made):
            yield PlainOrder(intent, made, label)


def claims_about(sentence: Sentence) -> PlainOrder:
    """The claims about the first model of a sentence that makes none itself."""
    model = sentence.models[0]
    return PlainOrder(Intent.CLAIM, order("claimcheck list", about=written(model)), f"Claims about {_short(model)}")


def _orders(intent: Intent, sentence: Sentence, context: OrderContext) -> Iterator[tuple[Order, str]]:
    if number := sentence.named("N"):
        yield from _numbered(number)
    model = sentence.models[0] if sentence.models else None
    made = _OF_MODEL.get(intent) if model is not None else None
    if made is not None and model is not None:
        yield from made(model, sentence, context)
    made_alone = _ALONE.get(intent)
    if made_alone is not None:
        yield from made_alone(sentence, context)


def _dossier(model: NameReading, sentence: Sentence, _: OrderContext) -> Iterator[tuple[Order, str]]:
    in_api = any(one.kind is NameKind.PRODUCT and one.slug == API for one in sentence.places)
    fact = asked_fact(sentence.words) or (API if in_api else None)
    for one in (model, *sentence.models[1:2]):
        yield order("model show", name=written(one), fact=fact), f"Everything about {_short(one)}"
    yield order("claimcheck ready", model=written(model)), f"Release checklist of {_short(model)}"


def _odds(model: NameReading, sentence: Sentence, context: OrderContext) -> Iterator[tuple[Order, str]]:
    if (url := sentence.named("U")) and of_site(url):
        yield order("odds show", about=url), "Odds of that market"
    if len(sentence.models) > 1 and (asks_for_order(sentence) or _LIKELIEST & set(sentence.words)):
        yield order("model first", models=", ".join(map(written, sentence.stated[:MAX_MODELS]))), "Which comes first"
    text, now, out = sentence.text, context.ctx.as_of, context.out(model.slug)
    past = past_day(text, context.times, now)
    by = None if past else deadline(text, context.times, now, out=out) or None
    for one in sentence.stated[:2]:
        yield order("odds show", about=written(one), by=by, as_of=past or None), f"Odds of {_short(one)}"


def _news(model: NameReading, sentence: Sentence, context: OrderContext) -> Iterator[tuple[Order, str]]:
    yield (
        order("catchup", about=written(model), **days_of_news(sentence.text, context.times, context.ctx.as_of)),
        f"News of {_short(model)}",
    )


def _watch(model: NameReading, _: Sentence, __: OrderContext) -> Iterator[tuple[Order, str]]:
    yield order("model watch", name=written(model), confirm=True), f"Tell me about {_short(model)}"


def _retire(model: NameReading, sentence: Sentence, context: OrderContext) -> Iterator[tuple[Order, str]]:
    if len(sentence.models) > 1:
        yield order("model retiring", models=", ".join(map(written, sentence.models[:MAX_MODELS]))), "When they end"
    if model.kind is NameKind.FAMILY and model.lab:
        days = days_of_shutdowns(sentence.text, context.times)
        yield order("model retiring", lab=model.lab, **days), f"What {vendor_name(model.lab)} retires"
    yield order("model show", name=written(model), fact="shutdown"), f"Shutdown of {_short(model)}"
    yield from _dossier(model, sentence, context)


def _retiring(sentence: Sentence, context: OrderContext) -> Iterator[tuple[Order, str]]:
    days = days_of_shutdowns(sentence.text, context.times)
    if label := ended_name(sentence):
        yield order("model retiring", models=label), f"Shutdown of {shorten(label, 30)}"
    if lab := sentence.lab:
        yield order("model retiring", lab=lab.slug, **days), f"What {shorten(lab.name, 30)} retires"
    yield order("model retiring", **days), "What is being retired"


def _compare(model: NameReading, sentence: Sentence, _: OrderContext) -> Iterator[tuple[Order, str]]:
    yield from compared(sentence)
    yield order("odds compare", about=written(model)), f"Venues on {_short(model)}"


def _claims_about(model: NameReading, sentence: Sentence, context: OrderContext) -> Iterator[tuple[Order, str]]:
    if _says_something(sentence):
        yield from _claim(sentence, context)
    yield order("claimcheck list", about=written(model)), f"Claims about {_short(model)}"


def _claim(sentence: Sentence, _: OrderContext) -> Iterator[tuple[Order, str]]:
    text = alternatives(sentence) or _LEADS.sub("", sentence.text).strip()
    yield order("claimcheck ask", claim=text[:CLAIM]), "Check it as a claim"


def _numbered(number: str) -> Iterator[tuple[Order, str]]:
    """What an id of ours leads to."""
    named = {
        "CL": ("claimcheck show", "claim"),
        "MK": ("odds show", "about"),
        "CP": ("checkpoint show", "label"),
        "EV": ("claimcheck show", "claim"),
        "DG": ("digest list", ""),
        "AL": ("alerts list", ""),
    }[number[:2]]
    yield order(named[0], **({named[1]: number} if named[1] else {})), f"Open {number}"


def _unlisted(sentence: Sentence, context: OrderContext) -> Iterator[tuple[Order, str]]:
    yield from _stranger(sentence)
    if (app := sentence.app) is not None:
        yield order("model show", name=app.slug), f"What {shorten(app.name, 30)} is"
    yield from _label(sentence, context)


def _stranger(sentence: Sentence) -> Iterator[tuple[Order, str]]:
    """The card of a name that nobody knows, which says so: of one written like a model's, or of a label."""
    if is_like_a_model(name := unlisted_model(sentence)):
        yield order("model show", name=name), f"Everything about {shorten(name, 30)}"
    elif not sentence.models and (label := unlisted_name(sentence)):
        yield order("checkpoint show", label=label), f"Sightings of {shorten(label, 30)}"


def _label(sentence: Sentence, context: OrderContext) -> Iterator[tuple[Order, str]]:
    label, told, lab, words = label_name(sentence), tells_of_sighting(sentence), sentence.lab, sentence.words
    if label and reports(sentence):
        yield order("checkpoint report", label=label), f"Report {shorten(label, 30)}"
    if label:
        yield order("checkpoint show", label=label), f"Sightings of {shorten(label, 30)}"
    elif told and "anyone" not in sentence.words:
        yield order("checkpoint report", text=None if "how" in words else sentence.text[:CLAIM]), "Report a sighting"
    else:
        days = days_of_names(sentence.text, context.times, context.ctx.as_of)
        yield order("checkpoint list", lab=lab and lab.name, days=days), "Names seen lately"


def _changes(sentence: Sentence, context: OrderContext) -> Iterator[tuple[Order, str]]:
    """What changed; of one label its own card, which says that it is not known."""
    yield from _stranger(sentence)
    yield from _newest(sentence, context)


def _newest(sentence: Sentence, context: OrderContext) -> Iterator[tuple[Order, str]]:
    days, lab = days_of_news(sentence.text, context.times, context.ctx.as_of), sentence.lab
    if days and names_releases(sentence):
        said = f"What {shorten(lab.name, 30)} released then" if lab else "What was released then"
        yield order("model newest", of=lab.slug if lab else None, **days), said
    place = next((one.name for one in sentence.places if one.kind is NameKind.PRODUCT), "")
    if lab:
        yield order("catchup", about=lab.name, **days), f"News of {shorten(lab.name, 30)}"
    elif where := place or venue_name(sentence).capitalize():
        yield order("catchup", where=where, **days), f"News on {shorten(where, 30)}"
    yield order("catchup", **days), "What changed"


def _coming(sentence: Sentence, _: OrderContext) -> Iterator[tuple[Order, str]]:
    """What is coming; of a name that nobody knows its own card, which says so."""
    yield from _stranger(sentence)
    family = next_of(sentence)
    first = (family,) if family is not None else ()
    named = (*first, *(one for one in sentence.places if one.kind is NameKind.LAB), *sentence.models[:1])
    named = () if lists_examples(sentence) else named
    lab = next((written(one) if one.kind is not NameKind.LEDGER else one.lab for one in named), None)
    yield order("model coming", lab=lab), "What is coming"
    yield order("model coming"), "What is coming"


def _source(sentence: Sentence, _: OrderContext) -> Iterator[tuple[Order, str]]:
    name, model = source_name(sentence), promised_model(sentence)
    if (leaked := _leaked_model(sentence)) is not None:
        yield order("claimcheck list", about=written(leaked)), f"What was said about {_short(leaked)}"
    if (known := _judged_model(sentence)) is not None:
        yield order("claimcheck list", about=written(known), outcome="decided"), f"Decided claims about {_short(known)}"
    if model is not None:
        yield order("model promises", who=written(model)), f"Promises about {_short(model)}"
    elif name and asks_for_promises(sentence):
        whole = ", ".join((name, *map(written, sentence.models[:1])))
        yield order("model promises", who=whole[:80]), f"Promises of {shorten(name, 30)}"
    elif name:
        yield order("claimcheck source", source=name[:80]), f"Record of {shorten(name, 30)}"
    yield order("model promises"), "Who kept their dates"


def _judged_model(sentence: Sentence) -> NameReading | None:
    """The model of which is asked who was right about it, no person or outlet named: "who was right about gpt-6"."""
    judged = {"right", "wrong", "correct"} & set(sentence.words) and {"who", "which"} & set(sentence.words[:1])
    return next(iter(sentence.models), None) if judged and not sentence.named("S") else None


def _leaked_model(sentence: Sentence) -> NameReading | None:
    """The model of which is asked who leaked it: "who leaked gpt-6"."""
    told = bool(_LEAKS & set(sentence.words)) and sentence.words[:1] in (("who",), ("whos",), ("which",))
    return next(iter(sentence.models), None) if told and not sentence.named("S") else None


def _watched(sentence: Sentence, _: OrderContext) -> Iterator[tuple[Order, str]]:
    """The watch of a label, a name that nobody knows or a lab; how alerts are set; else the alerts there are."""
    if has_word_of(LIMIT, sentence):
        yield order("spudwatch help", topic="alerts edit"), "How to change an alert"
    elif "#" in sentence.text:
        yield order("spudwatch help", topic="alerts add"), "How to set an alert for a channel"
    elif label := watched_name(sentence):
        yield order("checkpoint watch", label=label, confirm=True), f"Tell me about {shorten(label, 30)}"
    elif lab := sentence.lab:
        wish = order("alerts add", what="release", about=lab.slug, where="me", confirm=True)
        yield wish, f"Tell me what {shorten(lab.name, 30)} releases"
    yield order("alerts list"), "My alerts"


def _record(sentence: Sentence, _: OrderContext) -> Iterator[tuple[Order, str]]:
    if _GUESSES & set(sentence.words):
        yield order("checkpoint methods"), "How right each method was"
    if venue := venue_name(sentence):
        yield order("odds record", venue=venue.capitalize()), f"How right {venue.capitalize()} was"
    elif (model := _single(sentence)) is not None and any(word.endswith("%") for word in sentence.words):
        yield order("odds history", about=written(model)), f"What the odds of {_short(model)} were"
    yield order("odds record"), "How right the odds were"
    yield order("checkpoint methods"), "How right each method was"


def _single(sentence: Sentence) -> NameReading | None:
    return next((one for one in sentence.models if one.kind is not NameKind.FAMILY), None)


def _digest(sentence: Sentence, context: OrderContext) -> Iterator[tuple[Order, str]]:
    if Role.MANAGER in context.ctx.roles:
        yield order("digest list"), "Digests here"
    yield from _newest(sentence, context)


def _compared(sentence: Sentence, context: OrderContext) -> Iterator[tuple[Order, str]]:
    """What is compared without a model: of no venues the newest models, none of them ranked."""
    if not venue_name(sentence) and not sentence.places:
        yield order("model newest", ask="best"), "The newest models"
    yield from _coming(sentence, context)


def _help(sentence: Sentence, context: OrderContext) -> Iterator[tuple[Order, str]]:
    words = set(sentence.words)
    if asked := glossary_words(" ".join(sentence.words)):
        yield order("spudwatch help", topic=", ".join(asked)), "What that means here"
    if words & {"mean", "means", "meaning", "grade", "grades", "graded", "glossary"}:
        yield order("spudwatch help", topic="words"), "What words mean here"
    if "how" in words and (command := context.catalogue.meant(sentence.words)):
        yield order("spudwatch help", topic=command), f"How /{command} works"
    if words & {"delete", "export", "data"}:
        yield order("spudwatch mydata"), "My data"
    if words & {"privacy", "store", "collect", "log", "spy", "remember", "read"}:
        yield order("spudwatch privacy"), "What is kept"
    if words & {"timezone", "zone"}:
        yield order("spudwatch timezone", zone=_zone(sentence) or None), "My time zone"
    yield order("spudwatch help"), "Help"


def _zone(sentence: Sentence) -> str:
    """The time zone that somebody wants to have set; '' for none."""
    named = _TO_A_PLACE.search(sentence.text)
    try:
        return parse_time_zone(named[1]) if named else ""
    except BadArgument:
        return ""


def _market(sentence: Sentence, _: OrderContext) -> Iterator[tuple[Order, str]]:
    if unlisted_model(sentence):
        yield from _stranger(sentence)
    if url := sentence.named("U"):
        yield order("odds show", about=url), "Odds of that market"
    elif has_word_of(PROBABILITY, sentence) and not sentence.places:
        yield order("odds show"), "Odds of what is open"
    if lab := sentence.lab:
        yield order("model coming", lab=lab.slug), f"Odds of what {shorten(lab.name, 30)} plans"
    yield order("model coming"), "What is coming"


_OF_MODEL: Final = {
    Intent.MODEL: _dossier,
    Intent.ODDS: _odds,
    Intent.NEWS: _news,
    Intent.WATCH: _watch,
    Intent.RETIRE: _retire,
    Intent.COMPARE: _compare,
    Intent.CLAIM: _claims_about,
}
_ALONE: Final = {
    Intent.MODEL: _unlisted,
    Intent.ODDS: _market,
    Intent.CHECKPOINT: _label,
    Intent.CLAIM: _claim,
    Intent.NEWS: _changes,
    Intent.COMING: _coming,
    Intent.SOURCE: _source,
    Intent.RECORD: _record,
    Intent.WATCH: _watched,
    Intent.DIGEST: _digest,
    Intent.COMPARE: _compared,
    Intent.RETIRE: _retiring,
    Intent.HELP: _help,
}


def _short(model: NameReading) -> str:
    return shorten(model.name, 40)


def _says_something(sentence: Sentence) -> bool:
    """Whether a sentence says or asks something of its model, and does not ask for claims about it."""
    return not {"claims", "rumors", "rumours", "saying", "claiming"} & set(sentence.words)
