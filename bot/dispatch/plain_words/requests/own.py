"""Requests about what is the asker's own: reports, alerts, the desk's queue. They take no subject from before."""

from __future__ import annotations

from itertools import pairwise, product
from typing import Final

from bot.dispatch.plain_words.asked_names import unknown_name
from bot.dispatch.plain_words.question_forms import Intent
from bot.dispatch.plain_words.read_as import ReadAs
from bot.dispatch.plain_words.requests.words import request_words
from bot.dispatch.plain_words.sentence import Sentence
from bot.messages.order import order

LONGEST: Final = 12  # words of such a sentence
_ABOUT_ME: Final = frozenset(product(("about", "on", "of"), ("me", "myself")))
_FORGET_ME: Final = frozenset(product(("forget",), ("me", "myself")))


def read_own(sentence: Sentence) -> ReadAs | None:
    """How a sentence about one's own things is read; None for any other."""
    known, words = request_words()["own"], {*sentence.words}
    if len(sentence.words) > LONGEST:
        return None
    if words & known["mine"] and words & known["reports"] and words & known["withdraws"]:
        return None if words & known["refrains"] else _withdrawn(sentence)
    if sentence.models or sentence.places:
        return None
    if action := _of_own_data(sentence):
        run = order("spudwatch mydata", action=action)
        return ReadAs(Intent.HELP, "", "", run, said="what is kept about you")
    if _asks_for_reports(words):
        return ReadAs(Intent.CHECKPOINT, "", "", order("checkpoint mine"), said="your reports")
    if words & known["desk"] and words & known["waits"] and not words & known["means"]:
        return ReadAs(Intent.HELP, "", "", order("desk queue"), said="what waits for the desk")
    watched = words & known["mine"] and words & known["watches"] and not words & known["changes"]
    if watched and not sentence.found:
        return ReadAs(Intent.WATCH, "", "", order("alerts list"), said="what you are told of")
    return None


def _of_own_data(sentence: Sentence) -> str:
    """What is to be done with what is kept of the asker; empty for any other."""
    known, words = request_words()["own"], {*sentence.words}
    about_me = bool(_ABOUT_ME & {*pairwise(sentence.words)})
    mine = bool(words & known["data"]) and bool(words & known["personal"])
    if words & known["erases"] and not words & known["refrains"]:
        return "delete" if mine or about_me or _FORGET_ME & {*pairwise(sentence.words)} else ""
    if "my" in words and mine and words & known["takes"]:
        return "export" if words & known["exports"] else "show"
    return "show" if about_me and words & known["keeps"] else ""


def _asks_for_reports(words: set[str]) -> bool:
    """Whether somebody asks what they reported: "my reports", "did I report anything"."""
    known = request_words()["own"]
    if words & known["mine"] and words & known["reports"]:
        return not words & known["instructs"]
    done = words & known["reported"] and words & {"i", "ive"} and words & known["asks"]
    return bool(done) and not words & known["sees"]


def _withdrawn(sentence: Sentence) -> ReadAs | None:
    """The withdrawal of a report by its id or its label, asked first; of a bare "my report" the list of them."""
    number = sentence.named("N")
    label = sentence.named("L") or next((one.name for one in sentence.models), "") or unknown_name(sentence)
    named = number if number.startswith("CP") else label
    if not named:
        return ReadAs(Intent.CHECKPOINT, "", "", order("checkpoint mine"), said="your reports")
    made = order("checkpoint withdraw", id=named)
    return ReadAs(Intent.CHECKPOINT, "", named, made, said=f"withdraw your report of {named}", confirm=True)
