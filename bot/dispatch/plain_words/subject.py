"""What the names in a sentence decide: which intents they allow, and what the sentence is about."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from bot.dispatch.plain_words.asked_names import (
    asked_words,
    ended_name,
    has_word_of,
    is_account,
    is_pointed_at,
    is_report,
    is_written_as_name,
    label_name,
    lists_examples,
    next_of,
    placed_name,
    promised_model,
    source_name,
    unknown_name,
    unlisted_model,
    venue_name,
    venue_names,
    watched_name,
)
from bot.dispatch.plain_words.question_forms import DECISIVE, KINDS, Intent, intents
from bot.dispatch.plain_words.relations.two_models import asks_for_order, asks_for_prices, equates
from bot.dispatch.plain_words.scoring import symbol
from bot.dispatch.plain_words.sentence import Sentence
from bot.dispatch.plain_words.word_classes import word_classes
from bot.domain.names import NameKind, label_slug
from bot.domain.names.subjects import NOT_OUT
from bot.sources.venues import TICKER, of_site

SURE: Final = 0.5  # share from which on a reading stands against a misspelt command, and against the names in it
OF_A_MODEL: Final = 0.5  # what is left of "what comes next" where one known model is named
OF_A_NAME: Final = 0.06  # what is left of "asks for nothing" where a model or label is named
OF_A_LAB: Final = 0.3  # the same where only a lab is named
OF_A_FAMILY: Final = 0.5  # the same where only families are named, whose names are words of other things, too
ASIDE: Final = ("account", "outage", "mind", "company", "task", "away")  # classes of words that ask for no answer here
OF_TWO: Final = (Intent.COMPARE, Intent.MODEL, Intent.CHECKPOINT, Intent.ODDS, Intent.COMING)
OF_LABELS: Final = (Intent.CHECKPOINT, Intent.CLAIM, Intent.COMPARE)
ALERTS: Final = frozenset({"alert", "alerts", "ping", "pings", "notification", "notifications", "messages"})
YOURS: Final = frozenset({"you", "your", "yours", "yourself"})  # asked of this program
_OVER: Final = frozenset({"released", "retired"})
_SAID: Final = frozenset("say says said promise promised claim claimed announce announced tease teased hint".split())  # noqa: SIM905 - words
_OPENS_QUESTION: Final = frozenset({"what", "when"})
_AGAINST: Final = frozenset({"vs", "versus", "against", "since", "from"})  # before a day that is over
_BESIDE: Final = frozenset({"vs", "versus", "against", "beside", "alongside", "put"})  # set two side by side
_BACK: Final = frozenset({"yesterday", "last", "earlier", "before"})
_DAY: Final = frozenset({"when", "whens", "eta"})  # behind a model, ask for its day
_ENDS: Final = frozenset({"when", "date", "dates"})  # asked of models that are out, ask for their ends
_BEFORE_DAY: Final = frozenset({"by", "before", "in", "this", "next", "until"})  # between a model and a day
_JUDGED: Final = frozenset(
    {"closer", "closest", "right", "wrong", "accurate", "accuracy", "calibrated", "better", "hit"}
)
_CAME: Final = frozenset({"came", "was", "launched", "shipped", "dropped", "landed"})  # what a model did, or had done
_TWO: Final = 2  # names of an equation
_IN_ORDER: Final = frozenset({Intent.CLAIM, Intent.ODDS, Intent.COMPARE})  # about the first model of several
_OF_STRANGERS: Final = frozenset({Intent.MODEL, Intent.ODDS, Intent.COMING, Intent.NEWS})


def settle(sentence: Sentence, weights: dict[Intent, float]) -> None:
    """Move the weights of intents that the names of a sentence rule out to those that they leave."""
    named = bool(sentence.models or sentence.named("L") or unlisted_model(sentence))
    _settle_kinds(sentence, weights, named=named)
    if equates(sentence) and not any(one.kind is NameKind.FAMILY for one in sentence.models):
        for other in OF_TWO:
            _move(weights, other, Intent.CLAIM)
    if sentence.models and sentence.words[:1] == ("why",):  # asks for what is known of it, and states nothing
        _move(weights, Intent.CLAIM, Intent.MODEL)
    _settle_places(sentence, weights)
    _settle_words(sentence, weights)
    _settle_alerts(sentence, weights)
    weights[Intent.NONE] = weights.get(Intent.NONE, 0.0) * _left_of_none(sentence, weights, named=named)
    if not named and not sentence.places and not sentence.found:
        weights.pop(Intent.MODEL, None)
        if asked_words(sentence):
            weights[Intent.HELP] = 1.0 + weights.get(Intent.HELP, 0.0)


def _left_of_none(sentence: Sentence, weights: dict[Intent, float], *, named: bool) -> float:
    """What is left of "asks for nothing" by what a sentence names, unless it is about something else."""
    elsewhere = any(has_word_of(kind, sentence) for kind in ASIDE)
    aside = weights.get(Intent.NONE, 0.0) > SURE and elsewhere and len(sentence.models) < _TWO
    left = OF_A_NAME if venue_name(sentence) else 1.0
    if named and not aside:
        return left * (OF_A_FAMILY if _has_only_families(sentence) else OF_A_NAME)
    return left * OF_A_LAB if _lab(sentence) and not named and not elsewhere else left


def _settle_kinds(sentence: Sentence, weights: dict[Intent, float], *, named: bool) -> None:
    """What is asked of a model needs one; what is asked of a label depends on what stands beside it."""
    named = _settle_models(sentence, weights, named=named)
    if not named and not sentence.found and not _lab(sentence) and not has_word_of("probability", sentence):
        _move(weights, Intent.ODDS, Intent.COMING)
    if len(sentence.models) > 1:
        _settle_two(sentence, weights)
    _settle_days(sentence, weights)
    if len(weights) > 1 and _compares_nothing(sentence):
        weights.pop(Intent.COMPARE, None)
    if _is_ahead(sentence):
        _move(weights, Intent.RETIRE, Intent.ODDS)
    _settle_labels(sentence, weights)
    _settle_coming(sentence, weights)


def _settle_models(sentence: Sentence, weights: dict[Intent, float], *, named: bool) -> bool:
    """Move what is asked of a model to what it can be asked of without one; whether anything is named."""
    if unlisted_model(sentence):
        for other in (Intent.CHECKPOINT, Intent.SOURCE, Intent.RECORD):
            _move(weights, other, Intent.MODEL)
    elif not sentence.models and sentence.app is None:
        named = named or is_written_as_name(unknown_name(sentence).split()) or is_pointed_at(sentence)
        _move(weights, Intent.MODEL, Intent.CHECKPOINT if named else Intent.COMING)
    return named


def _settle_days(sentence: Sentence, weights: dict[Intent, float]) -> None:
    """When a model comes is asked of its odds, unless somebody asks outright to check it."""
    if not _asks_for_its_day(sentence):
        return
    checked = weights.get(Intent.CLAIM, 0.0) >= 1
    for other in (Intent.MODEL, Intent.RECORD, Intent.NEWS, Intent.RETIRE, *(() if checked else (Intent.CLAIM,))):
        _move(weights, other, Intent.ODDS)


def _settle_coming(sentence: Sentence, weights: dict[Intent, float]) -> None:
    """Whether one model comes is asked of its odds: of one that nobody listed always, of others half."""
    priced = has_word_of("probability", sentence) or any(word.endswith("%") for word in sentence.words)
    if next_of(sentence) is not None and not priced:
        for other in (Intent.ODDS, Intent.MODEL, Intent.COMPARE):
            _move(weights, other, Intent.COMING)
        return
    single = bool(sentence.models) and sentence.models[0].kind is not NameKind.FAMILY
    if single and sentence.models[0].kind is NameKind.GRAMMAR and not _comes_before(sentence):
        _move(weights, Intent.COMING, Intent.ODDS)
    elif single and Intent.COMING in weights and not sentence.places:
        weights[Intent.COMING] *= OF_A_MODEL


def _asks_for_its_day(sentence: Sentence) -> bool:
    """Whether a time, or the question for it, stands behind a model that is not out: "X when", "X will ship in may"."""
    model = next(iter(sentence.models), None)
    if model is None or model.kind is NameKind.FAMILY or model.state in _OVER or len(sentence.models) > 1:
        return False
    at = sentence.words.index("X") + 1 if "X" in sentence.words else len(sentence.words)
    word, behind = (*sentence.words[at : at + 2], "", "")[:2]
    if word == "will":
        return has_word_of("release", sentence) and any(map(_is_time, sentence.words[at:]))
    return word in _DAY or (word in _BEFORE_DAY and (_is_time(behind) or behind[:1].isdecimal()))


def _is_time(word: str) -> bool:
    return symbol(word) == "month" or "season" in word_classes(symbol).of(word, symbol(word))


def _comes_before(sentence: Sentence) -> bool:
    """Whether what comes after its model is asked for: "what is next after gpt-7"."""
    words = sentence.words
    return any(one == "after" and other == "X" for one, other in pairwise(words))


def _compares_nothing(sentence: Sentence) -> bool:
    """Whether no word compares, and the names are no two: one model without venues, or a list of several."""
    labels = sum(one.kind == "L" for one in sentence.found)
    names = len(sentence.models) + labels
    return names != _TWO and not venue_names(sentence) and not has_word_of("comparison", sentence)


def _has_only_families(sentence: Sentence) -> bool:
    """Whether a sentence names models by words that mean other things, too: "a haiku", "sonnets", "claude"."""
    labelled = sentence.named("L") or sentence.places
    return not labelled and all(one.kind is NameKind.FAMILY for one in sentence.models)


def _is_ahead(sentence: Sentence) -> bool:
    """Whether nobody can retire its model yet, or a per cent of it is asked for."""
    ahead = bool(sentence.models) and sentence.models[0].state in NOT_OUT
    return ahead or any(word.endswith("%") for word in sentence.words)


def _settle_labels(sentence: Sentence, weights: dict[Intent, float]) -> None:
    """What is asked of a label beside another name; that it is gone is a matter of its sightings."""
    if is_account(sentence):
        for other in (Intent.CHECKPOINT, Intent.CLAIM, Intent.NONE):
            _move(weights, other, Intent.SOURCE)
        return
    if not sentence.models and sentence.named("L") and Intent.RETIRE not in dict(intents(sentence.words)):
        _move(weights, Intent.RETIRE, Intent.CHECKPOINT)
    asked = _of_a_label(sentence)
    if asked is None:
        return
    if asked is Intent.CHECKPOINT and sentence.models:
        _move(weights, Intent.MODEL, asked)
    for other in OF_LABELS:
        if other is not asked:
            _move(weights, other, asked)


def _settle_two(sentence: Sentence, weights: dict[Intent, float]) -> None:
    """Of two models, which is out first is asked of those ahead; else what is asked of both compares them."""
    ahead = not all(one.state in _OVER for one in sentence.models[:2])
    if asks_for_prices(sentence):
        for other in OF_TWO:
            _move(weights, other, Intent.COMPARE)
    elif asks_for_order(sentence):
        for other in OF_TWO[1:]:
            _move(weights, other, Intent.ODDS if ahead or other is Intent.ODDS else Intent.COMPARE)
        if ahead:
            _move(weights, Intent.COMPARE, Intent.ODDS)
    elif not ahead and _ENDS & set(sentence.words) and not has_word_of("release", sentence):
        _move(weights, Intent.COMPARE, Intent.RETIRE)
    elif (
        ahead and has_word_of("probability", sentence) and not _BESIDE & set(sentence.words)
    ):  # "the better shot, X or Y"
        _move(weights, Intent.COMPARE, Intent.ODDS)
    elif sentence.models[0].slug != sentence.models[1].slug:
        _move(weights, Intent.MODEL, Intent.COMPARE)


def _settle_places(sentence: Sentence, weights: dict[Intent, float]) -> None:
    """An address of a market asks for its odds, two venues for a comparison, and a person for their own record."""
    address, venues = sentence.named("U"), venue_names(sentence)
    watched = max(weights, key=weights.__getitem__, default=None) is Intent.WATCH
    if address and not watched:
        _settle_address(sentence, address, weights)
    if len(venues) > 1 and _JUDGED & set(sentence.words):
        for other in (Intent.COMPARE, Intent.ODDS):
            _move(weights, other, Intent.RECORD)
    elif sentence.models and len(venues) > 1:
        _move(weights, Intent.ODDS, Intent.COMPARE)
    unknown = placed_name(sentence)
    small = unknown and not YOURS & set(sentence.words) and not has_word_of("probability", sentence)
    told = sentence.named("S") or is_written_as_name(unknown.split()) or small
    if not sentence.models and not venues and told:
        _move(weights, Intent.RECORD, Intent.SOURCE)


def _settle_address(sentence: Sentence, address: str, weights: dict[Intent, float]) -> None:
    """An address of a market asks for its odds; of another page, whether that is so."""
    if of_site(address) or TICKER.fullmatch(address):
        weights[Intent.ODDS] = 1.0 + weights.get(Intent.ODDS, 0.0)
    elif not sentence.models:
        _move(weights, Intent.ODDS, Intent.CLAIM)


def _settle_words(sentence: Sentence, weights: dict[Intent, float]) -> None:
    """What somebody said is asked of them; one model against a day is news."""
    words = set(sentence.words)
    checked = weights.get(Intent.CLAIM, 0.0) >= 1
    if sentence.named("S") and not checked and _SAID & words and _OPENS_QUESTION & words:
        _move(weights, Intent.MODEL, Intent.SOURCE)
        _move(weights, Intent.CLAIM, Intent.SOURCE)
    if len(sentence.models) < _TWO and any(
        one in _AGAINST and other in _BACK for one, other in pairwise(sentence.words)
    ):
        _move(weights, Intent.COMPARE, Intent.NEWS)


def _settle_alerts(sentence: Sentence, weights: dict[Intent, float]) -> None:
    """How many alerts there may be and when is no matter of digests.

    Nor is on which weekday a model came out, or what a newsletter says of one.
    """
    if is_report(sentence):
        _move(weights, Intent.DIGEST, Intent.CLAIM)
    if ALERTS & set(sentence.words) and has_word_of("limit", sentence):
        _move(weights, Intent.DIGEST, Intent.WATCH)
    if _tells_of_a_release(sentence):
        _move(weights, Intent.DIGEST, Intent.CLAIM)


def _tells_of_a_release(sentence: Sentence) -> bool:
    """Whether a model is named first and said to have come out: "opus 5 came out on a friday"."""
    return sentence.words[:1] == ("X",) and not _CAME.isdisjoint(sentence.words[1:3])


def _of_a_label(sentence: Sentence) -> Intent | None:
    """What is asked of a label beside another name, where that decides.

    Beside whole families or labs what it is ("is crimson-tapir gemini"); said to be one model, whether that is so.
    """
    if not sentence.named("L"):
        return None
    said, weight = next(iter(intents(sentence.words)), (Intent.NONE, 0.0))
    if said is Intent.CLAIM and weight >= DECISIVE:
        return said
    if all(one.kind is NameKind.FAMILY for one in sentence.models):
        return Intent.CHECKPOINT if sentence.models or _lab(sentence) else None
    return said if said is Intent.CLAIM else None


def _move(weights: dict[Intent, float], of: Intent, to: Intent) -> None:
    weights[to] = weights.get(to, 0.0) + weights.pop(of, 0.0)


def _lab(sentence: Sentence) -> str:
    """The slug of the first lab that a sentence names; '' without one."""
    return next((one.slug for one in sentence.places if one.kind is NameKind.LAB), "")


def subject_of(sentence: Sentence, intent: Intent) -> str:
    """The slug that a sentence is about: of a model, known ones first, else of a label, a lab or a source."""
    stranger = _stranger(sentence, intent)
    return label_slug(stranger) if stranger else _subject_of(sentence, intent)


def _stranger(sentence: Sentence, intent: Intent) -> str:
    """The name that nobody knows of what is asked about as a model, or as something that ends; '' without one."""
    if intent in _OF_STRANGERS:
        return unlisted_model(sentence)
    return ended_name(sentence) if intent is Intent.RETIRE and not sentence.models else ""


def _subject_of(sentence: Sentence, intent: Intent) -> str:
    match intent:
        case Intent.HELP | Intent.CHAT | Intent.NONE:
            return ""
        case Intent.COMING:
            return _expected(sentence)
        case Intent.DIGEST:
            return _lab(sentence) or _single(sentence)
        case Intent.SOURCE if (model := promised_model(sentence)) is not None:
            return model.slug
        case Intent.SOURCE:
            return label_slug(source_name(sentence)).removeprefix("label/")
        case Intent.RECORD if not sentence.models or len(venue_names(sentence)) > 1:
            return venue_name(sentence)
        case Intent.WATCH if not sentence.models and not _lab(sentence):
            return label_slug(watched_name(sentence))
        case Intent.CHECKPOINT if sentence.named("L") or not sentence.models or sentence.models[0].is_supposed:
            return label_slug(label_name(sentence)) or _lab(sentence)
        case Intent.CHECKPOINT if (label := label_name(sentence)) != sentence.models[0].name:
            return label_slug(label)
        case _:
            return _named(sentence, intent)


def _expected(sentence: Sentence) -> str:
    """The slug of whose models are expected; none of several examples."""
    if lists_examples(sentence):
        return ""
    family = _lists_families(sentence) or next_of(sentence) is not None
    return ("" if family else _lab(sentence)) or _maker_or_model(sentence)


def _single(sentence: Sentence) -> str:
    """The slug of the first model, of whole families none."""
    return next((one.slug for one in sentence.models if one.kind is not NameKind.FAMILY), "")


def _lists_families(sentence: Sentence) -> bool:
    """Whether a whole family is named before every lab: "reka, liquid, arcee: what is next"."""
    first = next((word for word in sentence.words if word in KINDS), "")
    return first == "X" and sentence.models[0].kind is NameKind.FAMILY


def _maker_or_model(sentence: Sentence) -> str:
    """The lab of a whole family ("upcoming claude models"), or the model that others come after, or the next one of."""
    model = next(iter(sentence.models), None)
    if model is None:
        return ""
    if (family := next_of(sentence)) is not None:
        return family.slug
    return model.lab if model.kind is NameKind.FAMILY else model.slug


def _named(sentence: Sentence, intent: Intent) -> str:
    """The first model; a label before it where something is said of that."""
    label = sentence.named("L")
    first = next((word for word in sentence.words if word in KINDS), "")
    if sentence.models and not (intent is Intent.CLAIM and first == "L"):
        named = (intent in _IN_ORDER and sentence.stated) or sentence.models
        return next((one.slug for one in named if one.slug), "")
    place = next((one.slug for one in sentence.places), "") if intent is Intent.NEWS else ""
    return label_slug(label) or _lab(sentence) or place
