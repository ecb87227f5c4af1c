"""What a sentence that names no command is read as: an intent, what it is about, and the command that answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import dropwhile, groupby, takewhile
from typing import Final

from bot.dispatch.plain_words.asked_names import (
    has_word_of,
    is_pointed_at,
    names_releases,
    unknown_name,
    unlisted_model,
    unlisted_name,
)
from bot.dispatch.plain_words.found_names import SentenceName
from bot.dispatch.plain_words.orders import (
    PROBABILITY,
    OrderContext,
    PlainOrder,
    claims_about,
    orders,
)
from bot.dispatch.plain_words.question_forms import DECISIVE, KINDS, Intent, intents
from bot.dispatch.plain_words.relations.asked_days import deadline, not_applied, past_day
from bot.dispatch.plain_words.relations.makers import states_maker, wrong_lab
from bot.dispatch.plain_words.relations.text_claims import STATES
from bot.dispatch.plain_words.relations.two_models import alternatives, equates, left_out
from bot.dispatch.plain_words.scoring import is_usual, shares, symbol, with_typos_fixed
from bot.dispatch.plain_words.sentence import Sentence, words_of
from bot.dispatch.plain_words.subject import settle, subject_of
from bot.dispatch.plain_words.word_classes import word_classes
from bot.domain.evidence.bearing import CLOSED_WEIGHTS, OPEN_WEIGHTS
from bot.domain.names import NameKind
from bot.domain.time import Prefer
from bot.messages.errors import UserError
from bot.messages.order import Order
from bot.sources.venues import TICKER, of_site

RUNNERS: Final = 2
RUNNER: Final = 0.05  # share from which on a reading is offered before what is usually asked of such a name
_QUOTED = re.compile(r"\s*(?:>>|[\"“”«])\s*([^\"“”«»<>]+?)\s*(?:<<|[\"“”»])\W*(?:\w+\W*){0,4}")
QUOTED: Final = 3  # words of a statement between quotation marks, at the least
_OPENS_QUESTION: Final = frozenset({"what", "which", "did", "anything", "models", "everything", "list", "show"})
_OPENS: Final = frozenset({"X", "both", "neither"})  # what a statement of models begins with
_THERE: Final = frozenset({"out", "available", "live", "here"})
_BE: Final = frozenset(one.replace("'", "") for one in ("is", "are", "was", "were", "isn't", "aren't", "wasn't"))
_HAVE: Final = frozenset(one.replace("'", "") for one in ("has", "have", "hasn't", "haven't", "not", "never"))
_THEN: Final = frozenset({"launches", "ships", "drops", "lands", "releases", "debuts", "comes"})  # of days to come
_GONE: Final = frozenset({"404", "404s", "410", "410s"})  # what an address gives that is no more
_JUDGED: Final = frozenset("settle settled resolve resolved turn turned wrong right off badly miss missed".split())  # noqa: SIM905 - words
_ADVERBS: Final = frozenset({"never", "just", "already", "finally", "also", "has", "have"})  # before what was done
_TWO: Final = 2  # names of an equation
# That a model is out, or open.
_OF_STATE: Final = tuple(map(frozenset, (["available"], [OPEN_WEIGHTS], [CLOSED_WEIGHTS])))
TAGS: Final = frozenset(
    {"right", "correct", "yes", "yeah", "no", "true", "huh", "eh", "innit", "supported", "legit"}
)  # end a statement
_VOWELS: Final = frozenset("aeiouy")
LONE: Final = 7  # letters of a label that stands alone
LASTS: Final = frozenset({"long", "until", "till", "left", "remaining", "end", "eol", "rip"})  # of what will end
VAGUE: Final = 0.25  # share below which words without a name and without a form do not tell what is asked


@dataclass(frozen=True, slots=True)
class ReadAs:
    """How a sentence was read.

    ``subject`` is a slug or empty, ``others`` the next likely readings; ``sure`` that it begins with a name or a usual
    word, and so with no misspelt command; ``corrected`` says whose the model is that it calls another lab's, or which
    word of a name no record knows, ``not_applied`` that the answer is not of the days it names; ``named`` is the text
    from its first name on, where words of questions, and only such, stand before that name or in its place, the first
    word aside; else None. ``service`` is what is asked of the talk itself (`ServiceAsk`), ``said``
    how it was read where the intent does not tell it, ``remark`` what is to be said of the sentence itself, such as
    its language, a slip or a link; ``open`` that it does not say what it is about. ``request``: it asks to do
    something. ``confirm``: the command is shown as understood, and runs when that is confirmed. ``refused`` says why a
    request that was understood cannot be done. ``both`` are the two models that are held side by side.
    """

    intent: Intent
    subject: str
    name: str
    run: Order | None
    others: tuple[PlainOrder, ...] = ()
    sure: bool = True
    corrected: str = ""
    not_applied: str = ""
    named: str | None = None
    service: str = ""
    said: str = ""
    remark: str = ""
    open: bool = False
    request: bool = False
    confirm: bool = False
    refused: UserError | None = None
    both: str = ""

    @property
    def data(self) -> dict[str, object]:
        """What programs are told."""
        intent = Intent.NONE if self.intent is Intent.CHAT else self.intent
        return {"intent": intent.value, "subject": self.subject or None}


def read_as(sentence: Sentence, context: OrderContext) -> ReadAs:
    """The likeliest reading of a sentence and the two that come after it."""
    ranked = _ranked(sentence, context)
    vague = is_vague(sentence) and max(ranked.values()) < 1  # days alone, or releases of some days, tell what is asked
    first = Intent.NONE if vague else next(iter(ranked), Intent.NONE)
    found = list(
        _distinct(sentence, [one for one in ranked if one is not Intent.NONE and ranked[one] >= RUNNER], context)
    )
    if first is Intent.NONE or not found:
        others = tuple(found[:RUNNERS])
        worded = any(map(str.isalpha, sentence.text))  # a slip of the finger asks for nothing
        return ReadAs(Intent.NONE, "", "", None, others if worded else (), named=_named(sentence))
    made, rest = found[0], found[1:]
    subject = subject_of(sentence, made.intent)
    name = _name_of(sentence) if subject else ""
    sure = any(word in KINDS or is_usual(word) for word in sentence.words[:1])
    return ReadAs(
        made.intent,
        subject,
        name,
        made.run,
        tuple(rest[:RUNNERS]),
        sure,
        " ".join(filter(None, (wrong_lab(sentence), sentence.unlisted, left_out(sentence, made.run)))),
        _not_applied(made, sentence, context),
        _named(sentence),
        both=" vs ".join(one.name for one in sentence.stated[:_TWO]) if made.intent is Intent.COMPARE else "",
    )


def _not_applied(made: PlainOrder, sentence: Sentence, context: OrderContext) -> str:
    """What is said where a sentence names days that its answer is not of."""
    for mention in context.times(sentence.text, None)[-1:]:
        if mention.text in sentence.rest:  # no part of a name
            out = bool(sentence.models) and context.out(sentence.models[0].slug)
            return not_applied(mention, sentence.text, made.intent, made.run, out=out, now=context.ctx.as_of)
    return ""


def _named(sentence: Sentence) -> str | None:
    """The text from the first name on, where only words of questions stand between the first word and it."""
    lead = tuple(takewhile(lambda word: word not in KINDS, sentence.words[1:]))
    known = word_classes(symbol).by_word
    return sentence.text[sentence.first :] if lead and all(is_usual(one) or one in known for one in lead) else None


def _name_of(sentence: Sentence) -> str:
    """What the first model, label or place of a sentence is called."""
    called = (*(one.name for one in sentence.models), sentence.named("L"), unlisted_model(sentence))
    called = (*called, *(one.name for one in sentence.places))
    return next(filter(None, called), "")


def _ranked(sentence: Sentence, context: OrderContext) -> dict[Intent, float]:
    """How likely each intent is, the likeliest first: by the model of questions, and by what the names decide."""
    words = sentence.words
    own = [word for word in sentence.bare if word not in word_classes(symbol).fillers]
    if not own and (sure := _by_name_alone(sentence)) is not None:
        return {sure: 1.0}
    if _is_lone_label(sentence):
        return {Intent.CHECKPOINT: 1.0}
    if (days := _by_days_alone(sentence, context)) is not None:
        return {days: 1.0}
    weights = shares(_weighed_words(sentence))
    if alternatives(sentence) or _asks_to_check(sentence):
        weights[Intent.CLAIM] = 1.0 + weights.get(Intent.CLAIM, 0.0)
    if not _asks_of_its_end(words):
        weights.pop(Intent.RETIRE, None)
    settle(sentence, weights)
    if is_quoted(sentence):  # whatever it names
        weights[Intent.CLAIM] = 1.0 + weights.get(Intent.CLAIM, 0.0)
    if _asks_for_releases(sentence, context):
        weights[Intent.NEWS] = 1.0 + weights.get(Intent.NEWS, 0.0)
    if sentence.models:
        _settle_odds(sentence, context, weights)
    _settle_claims(sentence, context, weights)
    return dict(sorted(weights.items(), key=lambda pair: -pair[1]))


def _weighed_words(sentence: Sentence) -> tuple[str, ...]:
    """The words to be weighed: a name that nobody knows, but is written like a model's, stands for a model."""
    name = unlisted_model(sentence)
    if not name:
        return sentence.words
    if sentence.named("L"):
        return tuple("X" if word == "L" else word for word in sentence.words)
    parts = set(words_of(name))
    kept = ("X" if word in parts else word for word in sentence.words)
    return tuple(word for word, _ in groupby(kept))


def _asks_for_releases(sentence: Sentence, context: OrderContext) -> bool:
    """Whether it asks what came out on days that are over, or so far."""
    if sentence.models or sentence.found or not {*sentence.words[:1]} & _OPENS_QUESTION:
        return False
    if sentence.words[:1] == ("what",) and _THEN & {*sentence.words[1:2]}:  # "what launches in may"
        return False
    classes = word_classes(symbol)
    done = any("past" in classes.of(word, symbol(word)) for word in sentence.words)
    times = context.times(sentence.text, Prefer.PAST if done else None)
    today = context.ctx.as_of.date()
    over = (one.last < today or (done and one.first <= today) for one in times[:1])
    return names_releases(sentence) and any(over) and "will" not in sentence.words


def _settle_odds(sentence: Sentence, context: OrderContext, weights: dict[Intent, float]) -> None:
    """What a price was is asked of odds, unless it is judged; what is out has none.

    Of what is not out, "is it out by June" is asked of them, too.
    """
    words = set(sentence.words)
    if Intent.MODEL in weights and not context.out(sentence.models[0].slug) and _asks_ahead(sentence, context):
        weights[Intent.ODDS] = weights.get(Intent.ODDS, 0.0) + weights.pop(Intent.MODEL)
    priced = has_word_of(PROBABILITY, sentence) and not _JUDGED & words
    if priced and past_day(sentence.text, context.times, context.ctx.as_of):
        weights[Intent.ODDS] = weights.get(Intent.ODDS, 0.0) + weights.pop(Intent.RECORD, 0.0)
    if Intent.ODDS in weights and context.out(sentence.models[0].slug):
        other = Intent.RETIRE if LASTS & words else Intent.MODEL if _asks_when(sentence) else Intent.ODDS
        weights[other] = weights.get(other, 0.0) + (weights.pop(Intent.ODDS) if other is not Intent.ODDS else 0.0)


def _asks_ahead(sentence: Sentence, context: OrderContext) -> bool:
    """Whether it asks if a model is out by a day to come."""
    asked = bool({*sentence.words[:1]} & _BE) and not sentence.words[0].endswith("nt")
    out = not _THERE.isdisjoint(sentence.words) or names_releases(sentence)
    return asked and out and bool(deadline(sentence.text, context.times, context.ctx.as_of, out=False))


def _settle_claims(sentence: Sentence, context: OrderContext, weights: dict[Intent, float]) -> None:
    """Check what states something, be it an opinion; "isn't X out?" asks for the card, as "is X out?" does."""
    felt = max(weights, key=weights.__getitem__) in (Intent.MODEL, Intent.ODDS) and context.claims.felt(sentence)
    if felt or _is_statement(sentence, context) or _is_checked_alike(sentence, context):
        weights[Intent.CLAIM] = 1.0 + weights.get(Intent.CLAIM, 0.0)
        return
    inverted = bool({*sentence.words[:1]} & (_BE | _HAVE)) and len(sentence.models) == 1
    denied = "not" in sentence.words or (inverted and sentence.words[0].endswith("nt"))
    if inverted and denied and context.claims.touched(sentence.text) == {"available"}:
        weights[Intent.MODEL] = weights.get(Intent.MODEL, 0.0) + weights.pop(Intent.CLAIM, 0.0)


def is_vague(sentence: Sentence) -> bool:
    """Whether it names nothing, no form takes it, and its words point to no intent more than to others."""
    named = sentence.models or sentence.places or sentence.found or is_pointed_at(sentence) or unlisted_name(sentence)
    if named or intents(sentence.words) or _is_lone_label(sentence):
        return False
    return max(shares(sentence.words).values()) < VAGUE


def _asks_of_its_end(words: tuple[str, ...]) -> bool:
    """Whether some word or form is about a model's end: "going to release on a day" is not."""
    classes = word_classes(symbol)
    words = with_typos_fixed(words)
    return Intent.RETIRE in dict(intents(words)) or any("retirement" in classes.of(one, symbol(one)) for one in words)


def _by_name_alone(sentence: Sentence) -> Intent | None:
    """What a name, a number or an address asks for that stands alone."""
    if number := sentence.named("N"):
        return _OF_NUMBER.get(number[:2], Intent.CLAIM)
    if address := sentence.named("U"):
        return Intent.ODDS if of_site(address) or TICKER.fullmatch(address) else None
    if sentence.named("L"):
        return None if sentence.models else Intent.CHECKPOINT
    return Intent.MODEL if len(sentence.models) == 1 else None


def _by_days_alone(sentence: Sentence, context: OrderContext) -> Intent | None:
    """What days ask for that stand alone: what changed then, or what is to come."""
    text, today = sentence.text.rstrip(" ?!."), context.ctx.as_of.date()
    for one in context.times(sentence.text, None)[:1]:
        if not text[: one.lead_start].strip() and one.tail_end >= len(text):
            return Intent.COMING if one.first >= today < one.last else Intent.NEWS
    return None


def _is_lone_label(sentence: Sentence) -> bool:
    """Whether a word stands alone that is no word of questions, and long enough for a label: "mossbridge"."""
    word = sentence.words[0] if len(sentence.words) == 1 else ""
    worded = len(set(word)) > LONE // 2 and not _VOWELS.isdisjoint(word)  # no "hahahaha"
    long = len(word) >= LONE and word.isalpha() and word.isascii()
    return worded and long and unknown_name(sentence).casefold() == word


_OF_NUMBER: Final = {"CL": Intent.CLAIM, "EV": Intent.CLAIM, "MK": Intent.ODDS, "CP": Intent.CHECKPOINT}


def _is_statement(sentence: Sentence, context: OrderContext) -> bool:
    """Whether it says what happened by a day that is over, that models are out or not, or a number to be checked."""
    words = sentence.words
    does = _begins_with_a_deed(words)
    if sentence.asks or not words or _GONE & set(words) or not (words[0] in _OPENS or does):
        return False
    if (words[0] == "X" or does) and (context.claims.happened(sentence.text) or context.claims.computes(sentence.text)):
        return True
    denied = does and "never" in words
    if (denied or _tells_of_its_names(sentence)) and context.claims.kinds(sentence.text) in _OF_STATE:
        return True
    return Intent.CLAIM in dict(intents(words)) and context.claims.measured(sentence.text)


def _begins_with_a_deed(words: tuple[str, ...]) -> bool:
    """Whether it begins with a lab and what that did or never did."""
    behind = list(dropwhile(_ADVERBS.__contains__, words[1:]))
    return words[:1] == ("V",) and any("past" in word_classes(symbol).of(one, symbol(one)) for one in behind[:1])


def _tells_of_its_names(sentence: Sentence) -> bool:
    """Whether a verb stands right behind the names that it begins with; of two models also one of what they did."""
    classes = word_classes(symbol)
    beside = _OPENS | classes.fillers | {"nor", "still"}
    verb = next((word for word in sentence.words if word not in beside), "")
    return verb in _BE | _HAVE or (len(sentence.models) > 1 and "past" in classes.of(verb, symbol(verb)))


def _is_checked_alike(sentence: Sentence, context: OrderContext) -> bool:
    """Whether its grade answers it as a question, too: that two names are one model, or two models are out."""
    two = len(sentence.models) > 1 and bool(_BE & set(sentence.words))
    return (two and context.claims.kinds(sentence.text) == {"available"}) or _equates(sentence, context)


def _equates(sentence: Sentence, context: OrderContext) -> bool:
    """Whether all it says, or asks, is that one name is another's: "X is Y", "X = Y", "X turned out to be Y"."""
    if states_maker(sentence):
        return True
    if (sentence.named("L") and sentence.asks) or any(one.kind is NameKind.FAMILY for one in sentence.models):
        return False  # what may be behind a label is asked of the label
    named = len(sentence.models) + bool(sentence.named("L"))
    if named < _TWO or ("or" in sentence.words and named == _TWO):
        return False
    touched = equates(sentence) and "identity" in context.claims.touched(sentence.text)
    return touched or context.claims.kinds(sentence.text) == {"identity"}


def _is_tagged(words: tuple[str, ...]) -> bool:
    """Whether it is a statement that asks to be agreed with: "gpt-6 costs $5, right?", "… doesn't it"."""
    said = [word for word in words if word != "?"]
    denied = len(said) > 1 and said[-1] in ("it", "they", "he", "she") and said[-2].endswith("nt")
    return words[:1] != () and words[0] in KINDS and (denied or (said[-1:] != [] and said[-1] in TAGS))


def _asks_to_check(sentence: Sentence) -> bool:
    """Whether it asks outright to check ("verify: …", "…, right?"), compares as a statement, or quotes."""
    words = sentence.words
    if sentence.named("S") and not sentence.models:
        return False
    if words[:1] == ("S",) and any(one.kind == "S" and _speaks(one, sentence) for one in sentence.found[:1]):
        return True
    if " = " in sentence.rest and len(sentence.models) == 1 and not sentence.named("L"):  # "X context = 256k?"
        return True
    states = words[:2] in STATES and "than" in words and not sentence.asks
    intent, weight = next(iter(intents(words)), (Intent.NONE, 0.0))
    tagged = _is_tagged(words) and Intent.CLAIM in dict(intents(words))
    return states or tagged or is_quoted(sentence) or (intent is Intent.CLAIM and weight >= DECISIVE)


def is_quoted(sentence: Sentence) -> bool:
    """Whether it quotes a statement about a model, with a few words behind it at the most: "“X is out” lol"."""
    quote = _QUOTED.fullmatch(sentence.text)
    return quote is not None and len(quote[1].split()) >= QUOTED and bool(sentence.models)


def _speaks(source: SentenceName, sentence: Sentence) -> bool:
    """Whether what follows is a source's word: "musk: grok 5 is trained"."""
    return sentence.text[source.end :].startswith(":")


def _asks_when(sentence: Sentence) -> bool:
    return bool({"when", "date", "eta"} & set(sentence.words))


def _distinct(sentence: Sentence, ranked: list[Intent], context: OrderContext) -> Iterator[PlainOrder]:
    """One command an intent, then what else is asked of such a name; each line once."""
    seen: set[str] = set()
    today = replace(context, times=lambda *_: ())  # the days of a claim are its own
    usual: tuple[Intent, ...] = (Intent.CHECKPOINT,)
    if sentence.models:
        out = context.out(sentence.models[0].slug)  # what is out or shut down has no odds to offer
        usual = (Intent.MODEL, *(() if out else (Intent.ODDS,)), Intent.CLAIM, Intent.NEWS)
    if not sentence.models and not sentence.named("L"):
        usual = (Intent.COMING, Intent.NEWS, Intent.HELP)
    for intent in dict.fromkeys((*ranked, *usual)):
        about = intent is Intent.CLAIM and intent not in ranked
        of_now = intent is Intent.ODDS and ranked[:1] == [Intent.CLAIM]
        if of_now and sentence.models and context.out(sentence.models[0].slug):
            continue
        ready = iter((claims_about(sentence),)) if about else orders(intent, sentence, today if of_now else context)
        made = next(ready, None)
        if made is None or made.run.name in seen:
            continue
        yield made
        if not seen and intent in (Intent.ODDS, Intent.MODEL):  # of two models the same is asked of the other one
            yield from (one for one in ready if one.run.name == made.run.name and one.run != made.run)
        seen.add(made.run.name)
