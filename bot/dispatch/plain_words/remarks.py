"""What is said of how a sentence was taken: a misspelt name, another language, a link, words run together."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import Final

from bot.dispatch.plain_words.asked_names import has_word_of, unknown_name
from bot.dispatch.plain_words.found_names import URL
from bot.dispatch.plain_words.languages.foreign_words import foreign_words
from bot.dispatch.plain_words.question_forms import KINDS, Intent
from bot.dispatch.plain_words.read_as import ReadAs
from bot.dispatch.plain_words.sentence import Sentence, words_of
from bot.dispatch.plain_words.service_forms import ServiceAsk
from bot.dispatch.registry import CommandRegistry
from bot.domain.names import NameCertainty, NameKind
from bot.messages.order import Order
from bot.queries.names import ReaderAt
from bot.sources.venues import of_site

SHORTEST: Final = 4  # letters of a word that may be a name with a slip in it
SHORT: Final = 8  # words of a sentence in which such a word is looked for
NOT_LATIN: Final = 0.5  # share of letters of other scripts from which on a text is in another language
CLOSED: Final = "Links are not opened: I read the words of the address"
_OWN_NAME = re.compile(r"(?i)(?:^\s*(?:(?:hey|hi|hello)\s+)?@?spudwatch\s*[,:!]+\s+|@spudwatch\b[,:!]*\s*)(?=\S)")
_KNOWN = (NameKind.LEDGER, NameKind.DISCOVERED, NameKind.FAMILY)
_TALK = (Intent.CLAIM, Intent.COMPARE, Intent.CHECKPOINT)  # what another language's words are too readily taken for


def without_own_name(text: str) -> str:
    """A text without the name it calls the bot by: "@Spudwatch is … out"."""
    return _OWN_NAME.sub("", text)


def run_together(text: str, reader: ReaderAt, catalogue: CommandRegistry) -> ReadAs | None:
    """How a look-up is read whose command and name were typed as one word; None for all else."""
    word = text.strip()
    for top, subs in catalogue.tree.items():
        name = word[len(top) :]
        if not word.casefold().startswith(top) or " " in name or not subs or len(name) < SHORTEST - 1:
            continue
        kind = catalogue.resolve(top)
        found = reader.resolve(name).best if kind.shareable and kind.options else None
        if found is not None and not found.is_guess:
            run = Order(kind.name, ((kind.options[0].name, name),))
            return ReadAs(Intent.MODEL, found.slug, found.name, run, said=f"{top} {name}")
    return None


def respelt(sentence: Sentence, reader: ReaderAt) -> tuple[str, str] | None:
    """A misspelt name and the known one that it is taken for; None where the sentence names something, or nothing.

    That is a word of no question which the name reader takes for a known model or family with a slip in it.
    """
    word = unknown_name(sentence)
    named = sentence.models or sentence.places or sentence.found
    if named or len(word) < SHORTEST or " " in word or len(sentence.words) > SHORT:
        return None
    found = reader.resolve(word).best
    slip = found is not None and found.kind in _KNOWN and found.certainty is NameCertainty.LIKELY
    return (word, found.name) if slip and found is not None else None


def in_other_language(sentence: Sentence) -> bool:
    """Whether what a sentence says beside its names is not English."""
    said = [word for word in words_of(URL.sub("", sentence.rest)) if any(map(str.isalpha, word))]
    letters = [letter for word in said for letter in word if letter.isalpha()]
    other = sum(not unicodedata.name(letter, "LATIN").startswith("LATIN") for letter in letters)
    if letters and other >= NOT_LATIN * len(letters):
        return True
    return foreign_words().in_english(said, KINDS) != said


def of_other_language(made: ReadAs, sentence: Sentence) -> ReadAs:
    """The reading of a sentence in another language: the card of the name it has, or that only English is read."""
    model = next(iter(sentence.models), None)
    compared = made.intent is Intent.COMPARE and len(sentence.models) > 1  # by their names, whatever else is said
    talk = made.intent in _TALK and not compared
    if model is None and made.run is not None and (label := sentence.named("L")):
        return replace(made, remark=f"I read English; I understood the name {label}")
    if model is None and (made.run is None or talk):
        return ReadAs(Intent.CHAT, "", "", None, made.others, service=ServiceAsk.LANGUAGE.value)
    if model is None:
        return replace(made, remark="I read English, and took this for a question that I know")
    if made.run is None or talk:
        run = Order("model show", (("name", model.slug or model.name),))
        claims = made.intent is Intent.CLAIM and has_word_of("claim", sentence)
        asked = Intent.CLAIM if claims else Intent.MODEL
        made = ReadAs(asked, model.slug, model.name, run, made.others)
    return replace(made, remark=f"I read English; I understood the name {model.name}")


def lone_link(text: str, made: ReadAs, sentence: Sentence) -> ReadAs:
    """The reading of a text that holds a link of no venue: links are not opened, and what the address names."""
    links = [found[0] for found in URL.finditer(text) if not of_site(found[0])]
    if not links:
        return made
    alone = text.strip() == links[0]
    model = next(iter(sentence.models), None)
    if alone and model is not None and made.intent in _TALK:
        run = Order("model show", (("name", model.slug or model.name),))
        made = ReadAs(Intent.MODEL, model.slug, model.name, run, made.others)
    if alone and not (model or sentence.places or sentence.named("L") or sentence.named("S")):
        return ReadAs(Intent.CHAT, "", "", None, service=ServiceAsk.LINK.value)
    return replace(made, remark=CLOSED)
