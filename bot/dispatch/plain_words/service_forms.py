"""Whole sentences about the talk itself and about lists that name no model: "undo", "yes", "newest model", small talk.

`service_forms.toml` says how a row is written. They are read before the reader of questions, which was trained on
questions only, and take nothing that says more than they know.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Final

from bot.dispatch.plain_words.question_forms import KINDS, Cue, Intent


class ServiceAsk(StrEnum):
    """What such a sentence asks for; from ``no`` on all are small talk. No words of their own have the last two."""

    UNDO = "undo"
    YES = "yes"
    STOP = "stop"
    NEWEST = "newest"
    BEST = "best"
    CHEAPEST = "cheapest"
    LAB = "lab"
    MARKETS = "markets"
    MORE = "more"
    NEXT = "next"
    WHY = "why"
    RULES = "rules"
    MOVED = "moved"
    SAME = "same"
    NO = "no"
    HELLO = "hello"
    REMINDER = "reminder"
    REPEAT = "repeat"
    THANKS = "thanks"
    PRAISE = "praise"
    INSULT = "insult"
    QUIET = "quiet"
    JOKE = "joke"
    IDENTITY = "identity"
    HOW = "how"
    LAUGH = "laugh"
    BYE = "bye"
    TEST = "test"
    LANGUAGE = "language"
    LINK = "link"
    TAKEOVER = "takeover"


OF_A_CARD: Final = frozenset({ServiceAsk.MORE, ServiceAsk.WHY, ServiceAsk.RULES, ServiceAsk.MOVED})
"""What asks about the last answer, and names nothing."""


@dataclass(frozen=True, slots=True)
class ServiceForm:
    """One row: its cues, what small talk answers and offers, and examples."""

    ask: ServiceAsk
    cues: tuple[Cue, ...]
    says: tuple[str, ...]
    offers: Mapping[str, str]
    takes: tuple[str, ...]
    refuses: tuple[str, ...]


@cache
def service_forms() -> Mapping[ServiceAsk, ServiceForm]:
    """The forms, as the file has them."""
    rows = tomllib.loads(files(__package__).joinpath("service_forms.toml").read_text("utf-8"))["forms"]
    made = (
        ServiceForm(
            ServiceAsk(row["ask"]),
            tuple(_cue(text) for text in row["cues"]),
            tuple(row.get("says", ())),
            row.get("offers", {}),
            tuple(row["takes"]),
            tuple(row["refuses"]),
        )
        for row in rows
    )
    return {one.ask: one for one in made}


def _cue(text: str) -> Cue:
    return Cue(tuple(frozenset(element.split("|")) for element in text.split()), 0.0, Intent.NONE)


def service_ask(words: Sequence[str]) -> ServiceAsk | None:
    """What the words of a sentence ask for, names in it replaced by their kinds; None where no form takes them.

    A name is taken only by a form that has its kind in a cue: no star stands for one, but in orders to the program.
    """
    said = [word for word in words if word != "?"]
    named = KINDS.intersection(said)
    for form in service_forms().values():
        for cue in form.cues:
            if (named <= _kinds(cue) or form.ask is ServiceAsk.TAKEOVER) and cue.fits(said, {}):
                return form.ask
    return None


@cache
def _kinds(cue: Cue) -> frozenset[str]:
    return KINDS & frozenset().union(*cue.elements)
