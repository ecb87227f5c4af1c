"""What a sentence that names no command is read as: an intent, what it is about, and the command that answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.dispatch.command import Order
from bot.dispatch.plain_words.orders import OrderContext, PlainOrder, claims_about, orders
from bot.dispatch.plain_words.question_forms import Intent, intents
from bot.dispatch.plain_words.sentence import Sentence
from bot.domain.names import NameKind
from bot.messages.reply import Button

RUNNERS: Final = 2
PLAIN_STATEMENT: Final = 4.0  # the weight of a model with words of its own about it, where no form takes them
NAME_ALONE: Final = 3.0
_WH = frozenset({"what", "who", "when", "where", "which", "how", "why", "whose"})
_FILLERS = frozenset(
    """
    a an the please hey hi hello so ok okay um uh well and but or of on in for to at it its this that about any some
    just lol guys folks anyone me you i we bot thoughts thanks now then btw tho though
    """.split()  # noqa: SIM905 - a list of words reads as one
)


@dataclass(frozen=True, slots=True)
class ReadAs:
    """How a sentence was read.

    ``subject`` is a slug or empty, ``others`` the next likely readings as buttons; ``sure`` that a form took it, and
    not only a name in it.
    """

    intent: Intent
    subject: str
    name: str
    run: Order | None
    others: tuple[Button, ...] = ()
    sure: bool = True

    @property
    def data(self) -> dict[str, object]:
        """What programs are told."""
        intent = Intent.NONE if self.intent is Intent.CHAT else self.intent
        return {"intent": intent.value, "subject": self.subject or None}


def read_as(sentence: Sentence, context: OrderContext) -> ReadAs:
    """The likeliest reading of a sentence and the two that come after it."""
    ranked = _ranked(sentence, context)
    subject = _subject(sentence, ranked[0] if ranked else Intent.NONE)
    found = list(_distinct(sentence, ranked, context))
    if not ranked or ranked[0] is Intent.CHAT or not found:
        intent = ranked[0] if ranked and ranked[0] is Intent.CHAT else Intent.NONE
        others = tuple(Button(one.label, one.run) for one in found[:RUNNERS])
        worded = any(map(str.isalpha, sentence.text))  # a slip of the finger asks for nothing
        return ReadAs(intent, subject, "", None, others if worded else ())
    first, rest = found[0], found[1:]
    name = sentence.models[0].name if sentence.models and subject else ""
    others = tuple(Button(one.label, one.run) for one in rest[:RUNNERS])
    sure = bool(intents(sentence.words)) or sentence.words[:1] in (("X",), ("L",), ("N",), ("U",))
    return ReadAs(first.intent, subject, name, first.run, others, sure)


def _ranked(sentence: Sentence, context: OrderContext) -> list[Intent]:
    """The intents that the words speak for, the likeliest first."""
    weights = dict(intents(sentence.words))
    models = bool(sentence.models)
    own = [word for word in sentence.bare if word not in _FILLERS]
    if models and own and own[0] not in _WH and not weights:
        weights[Intent.CLAIM] = PLAIN_STATEMENT
    if models or sentence.named("L"):
        alone = Intent.MODEL if models else Intent.CHECKPOINT
        weights[alone] = max(weights.get(alone, 0.0), NAME_ALONE if own else 9.0)
    if sentence.named("N") and not own:
        weights[_OF_NUMBER.get(sentence.named("N")[:2], Intent.CLAIM)] = 10.0
    if sentence.named("U") and not own:
        weights[Intent.ODDS] = 10.0
    _settle(sentence, weights)
    if models and weights.get(Intent.ODDS) and _asks_when(sentence) and context.out(sentence.models[0].slug):
        weights[Intent.MODEL] = weights[Intent.ODDS] + 1.0
    return sorted(weights, key=lambda intent: -weights[intent])


_OF_NUMBER: Final = {"CL": Intent.CLAIM, "EV": Intent.CLAIM, "MK": Intent.ODDS, "CP": Intent.CHECKPOINT}


def _settle(sentence: Sentence, weights: dict[Intent, float]) -> None:
    """What the names decide where words alone do not: a sentence without a model asks for none, and so on."""
    models = bool(sentence.models)
    if not models and not sentence.named("L"):
        for intent in (Intent.MODEL, Intent.CHECKPOINT) if not sentence.named("L") else ():
            if weights.get(intent, 0.0) < 7.0:  # noqa: PLR2004 - a form about names seen, not one of a model
                weights.pop(intent, None)
    if not sentence.named("S") and Intent.SOURCE in weights and models:
        weights.pop(Intent.SOURCE)
    if models and Intent.COMING in weights and not sentence.places and _known(sentence):
        weights[Intent.COMING] = min(weights[Intent.COMING], PLAIN_STATEMENT)
    if Intent.ODDS in weights and not models and not sentence.found:
        weights[Intent.COMING] = max(weights.get(Intent.COMING, 0.0), weights.pop(Intent.ODDS))
    if sentence.named("L") and not models:
        weights.setdefault(Intent.CHECKPOINT, NAME_ALONE)


def _known(sentence: Sentence) -> bool:
    return sentence.models[0].kind is not NameKind.FAMILY


def _asks_when(sentence: Sentence) -> bool:
    return bool({"when", "date", "eta"} & set(sentence.words))


def _distinct(sentence: Sentence, ranked: list[Intent], context: OrderContext) -> Iterator[PlainOrder]:
    """One command an intent, then what else is asked of such a name; each line once."""
    seen: set[str] = set()
    usual: tuple[Intent, ...] = (Intent.CHECKPOINT,)
    if sentence.models:
        usual = (Intent.MODEL, Intent.ODDS, Intent.CLAIM, Intent.NEWS)
    if not sentence.models and not sentence.named("L"):
        usual = (Intent.COMING, Intent.NEWS, Intent.HELP)
    for intent in dict.fromkeys((*ranked, *usual)):
        about = intent is Intent.CLAIM and intent not in ranked
        made = claims_about(sentence) if about else next(orders(intent, sentence, context), None)
        if made is not None and made.run.name not in seen:
            seen.add(made.run.name)
            yield made


def _subject(sentence: Sentence, intent: Intent) -> str:
    """The slug that a sentence is about: of models only, known ones first; nothing where an intent has no subject."""
    if intent in (Intent.COMING, Intent.RECORD, Intent.HELP, Intent.CHAT, Intent.DIGEST, Intent.SOURCE):
        return ""
    return sentence.models[0].slug if sentence.models else ""
