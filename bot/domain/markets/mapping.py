"""Map markets to subjects; others become candidates or are ignored (SPEC rule 10).

A market is mapped automatically only if its question asks whether one model is released by or on a date. Any other
market that names a model is a candidate: shown under its own question, found by the names in it, never a number on that
model's card.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.domain.markets.question import MarketQuestion, read_question
from bot.domain.markets.quotes import VenueMarket
from bot.domain.names import NameCertainty, NameKind, NameReader, NameReading, label_slug
from bot.domain.names.vendors import vendor_name
from bot.domain.time import format_time

MappingKind = Literal["mapped", "candidate", "ignored"]
RULES_READ = 800  # characters of the rules in which a codename's lab is looked for
OUT_SINCE = timedelta(days=14)  # an open question is not about a model released earlier than this
QUESTIONS = 3  # rungs whose question must not contradict the title
LEGS = 40  # legs of a choice board whose labels are read
_GENERAL = (NameKind.LAB, NameKind.FAMILY, NameKind.PRODUCT)
OPTIONS = 2  # labels that must name labs or models to make a choice board of them


@dataclass(frozen=True, slots=True)
class MappingResult:
    """The result for a market: its subject's ``slug``, or a candidate's ``subjects``.

    ``why`` explains why it is not mapped; ``name`` is the name that was read.
    """

    market: VenueMarket
    kind: MappingKind
    slug: str | None = None
    name: str = ""
    why: str = ""
    subjects: tuple[str, ...] = ()


def map_markets(markets: Iterable[VenueMarket], reader: NameReader, now: datetime) -> tuple[MappingResult, ...]:
    """One result a market, in the order given."""
    return tuple(_map(market, reader, now) for market in markets)


def _map(market: VenueMarket, reader: NameReader, now: datetime) -> MappingResult:
    title, *_ = questions = _questions(market, reader, now)
    main = next((one for one in questions if one.asked is not None and one.asked.is_model), title)
    asked = main.asked
    if asked is None or (asked.kind in _GENERAL and main.asks == "nothing"):
        return _choice(market, title, reader)
    ai = main.ai or read_question(market.rules[:RULES_READ], reader).ai
    against = _of_name(asked, main, now) or _of_question(asked, main, questions)
    if not against and ai:
        return MappingResult(market, "mapped", asked.slug, asked.name, subjects=(asked.slug,))
    if not ai:
        return MappingResult(market, "ignored", name=asked.name, why=f"nothing says that {asked.name} is an AI model")
    label = (label_slug(main.codename),) if main.codename else ()
    named = (one.slug for question in questions for one in question.named)
    return MappingResult(market, "candidate", None, asked.name, against, tuple(dict.fromkeys((*label, *named))))


def _questions(market: VenueMarket, reader: NameReader, now: datetime) -> list[MarketQuestion]:
    """Return the question of the title, then different questions of the first rungs."""
    texts = dict.fromkeys(rung.question for rung in market.rungs if not rung.placeholder)
    told = [text for text in list(texts)[:QUESTIONS] if text and text != market.title]
    return [read_question(text, reader, at=now) for text in (market.title, *told)]


def _of_name(asked: NameReading, main: MarketQuestion, now: datetime) -> str:
    """Explain why a name is not that of one upcoming model; empty if it is."""
    if not (asked.is_model or asked.kind is NameKind.LABEL):
        return "it names no one model"
    labs = [one.slug for one in main.named if one.kind is NameKind.LAB]
    if asked.slug.startswith("label/") and asked.certainty < NameCertainty.CERTAIN and labs:
        return f"{asked.name} is a codename of {vendor_name(labs[0])} that nothing here knows"
    own_lab = asked.lab in labs  # "DeepSeek release V4"
    if asked.standing != "good" or (asked.certainty < NameCertainty.LIKELY and not own_lab):
        return f"{asked.name} is only said to mean {asked.slug}"
    if asked.state == "released" and asked.dated is not None and now.date() - asked.dated > OUT_SINCE:
        return f"{asked.name} has been out since {format_time(asked.dated)}"
    return ""


def _of_question(asked: NameReading, main: MarketQuestion, questions: Sequence[MarketQuestion]) -> str:
    """Explain why the words do not ask only for that model's release.

    Empty if they do.
    """
    if any(question.following for question in questions):
        return "it asks about the next one, not about one named model"
    if any(other.slug != asked.slug for question in questions for other in question.models):
        return "it names several models"
    conditional = [one for one in questions if one.asked is not None and one.conditions]
    decides = questions[0] in conditional or main in conditional
    if decides or 2 * len(conditional) > len(questions):  # one misspelt rung of a plain board changes nothing
        return f"it asks about more than a release ({' '.join(conditional[0].conditions)[:60]})"
    if main.asks == "announcement":
        return "it asks about an announcement, not a release"
    return "" if main.plain else "it does not ask about a release"


def _choice(market: VenueMarket, title: MarketQuestion, reader: NameReader) -> MappingResult:
    """Make a board whose options are labs or models a candidate for each option.

    "Which company has the best AI model?" is such a board.
    """
    labels = [rung.label for rung in market.rungs if rung.label and not rung.placeholder][:LEGS]
    found: dict[str, None] = {}
    for label in labels:
        mentions = reader.read(label)
        if mentions and mentions[0].best.kind is not NameKind.LABEL:
            found.setdefault(mentions[0].best.slug)
    if title.ai and len(found) >= OPTIONS:
        return MappingResult(market, "candidate", why="it is a choice between several", subjects=tuple(found))
    if title.asked is None:
        return MappingResult(market, "ignored", why="it names no subject")
    return MappingResult(market, "ignored", name=title.asked.name, why="it asks about no model and no release")
