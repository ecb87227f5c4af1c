"""What a sentence asks about beside the names that were found in it: labels, sources, venues, names nobody knows."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final

from bot.dispatch.plain_words.found_names import COUNTED, SIZE, VERSION
from bot.dispatch.plain_words.languages.foreign_words import foreign_words
from bot.dispatch.plain_words.scoring import is_misspelt, is_usual, symbol, with_typos_fixed
from bot.dispatch.plain_words.sentence import CONTRACTIONS, Sentence
from bot.dispatch.plain_words.word_classes import word_classes
from bot.domain.names import NameKind, NameReading, is_like_a_model, lab_table
from bot.domain.names.text.typos import TypoIndex
from bot.domain.names.vendors import vendor_name
from bot.messages.words import glossary_words
from bot.sources.venues import every

SHORTEST_NAME: Final = 3  # letters of a word that may be a name
LABEL_SENTENCE: Final = 6  # words of a sentence in which a lone word in small letters may be a label
KEPT: Final = 8  # sentences whose words' classes are remembered while each is read
SHORTEST_VENUE: Final = 4  # letters of a venue's name cut short
ASKS_MEANING: Final = frozenset({"mean", "means", "meaning", "explain", "difference", "define", "definition", "stand"})
PROMISE, RECORD = "promise", "source"  # classes of words: about promised days, about how often a source was right
NAME_WORDS: Final = 4  # words of a name that nobody knows
POINTERS: Final = frozenset({"called", "named", "codenamed", "model", "label", "checkpoint", "thing"})  # lead to a name
MADE: Final = frozenset({"from", "by"})  # before a maker
SURFACES: Final = frozenset(
    {"arena", "lmarena", "picker", "dropdown", "battle", "webdev", "spotted", "saw", "seen", "label"}
)
OBJECT: Final = frozenset({"on", "of", "about", "for", "follow", "watch", "track"})  # before what is watched
_KEEPS: Final = frozenset({"keep", "keeps", "kept", "hold", "held", "honor", "honour", "break", "broke"})  # their word
ACCOUNTS: Final = frozenset({"account", "handle", "newsletter", "blog", "podcast", "channel"})  # behind its name
_TITLED = re.compile(r"(?<=[a-z,;:] )[A-Z][\w.+-]*(?: [A-Z][\w.+-]*)+")  # words in capitals amid others
IN_GENERAL: Final = frozenset({"usually", "typically", "generally", "normally", "always", "average", "often", "ever"})
TOPIC: Final = frozenset({"on", "about", "regarding", "re", "with", "for"})  # before what somebody writes about
LISTS: Final = frozenset({"names", "labels", "codenames", "models", "sightings", "entries", "ids"})  # asked for several
_EXAMPLES = re.compile(r"\([^()]*,[^()]*\)")
_DESCRIBED = re.compile(r"(?i)\b(?:with (?:the|a|an)|whose)\b")
_POSSESSIVE: Final = ("'s", "’s")


def asked_words(sentence: Sentence) -> tuple[str, ...]:
    """The words of the glossary whose meaning is asked for."""
    return tuple(glossary_words(" ".join(sentence.words))) if ASKS_MEANING & set(sentence.words) else ()


def source_name(sentence: Sentence) -> str:
    """The source that a sentence asks about: a known one or a venue, else what is written as a name, else a lab."""
    account = _account(sentence)
    known = sentence.named("S") or account or venue_name(sentence).capitalize()
    said = replace(sentence, rest=_DESCRIBED.split(sentence.rest)[0])  # "the leaker with the whale" is not called whale
    unknown, place = unknown_name(said), "" if _is_topic(sentence) else next((one.name for one in sentence.places), "")
    if not place and asks_for_promises(sentence):  # "promises kept and broken, kimi team"
        place = next((vendor_name(one.lab) for one in sentence.models if one.kind is NameKind.FAMILY), "")
    if longer := _longer_name(sentence, unknown):
        return longer
    lone = unknown if _is_placed(unknown, sentence) else ""
    return known or (unknown if is_written_as_name(unknown.split()) else place or lone)


def is_account(sentence: Sentence) -> bool:
    """Whether it names an account, in quotation marks or not: "the Chip Notes account"."""
    return bool(_account(sentence))


def _account(sentence: Sentence) -> str:
    if any(one == "L" and other in ACCOUNTS for one, other in pairwise(sentence.words)):
        return sentence.named("L")
    titled = _titled(sentence)
    behind = sentence.text.partition(titled)[2].split() if titled else []
    return titled if behind and behind[0].strip(".,?!").casefold() in ACCOUNTS else ""


def _titled(sentence: Sentence) -> str:
    """The first run of words in capitals amid others that is no name found already."""
    found = _TITLED.search(sentence.rest)
    return found[0] if found is not None else ""


def _is_topic(sentence: Sentence) -> bool:
    """Whether a lab is what somebody was right about: "how good is NAME on deepseek"."""
    words = sentence.words
    return "V" in words and words[max(0, words.index("V") - 1)] in TOPIC


def _longer_name(sentence: Sentence, unknown: str) -> str:
    """The name of somebody else that begins like a source's: "how reliable is NAME surname"; '' without one.

    One word ends the sentence behind a source's first or only name, and no question is made of it.
    """
    found = next((one for one in sentence.found if one.kind == "S"), None)
    written = sentence.text[found.start : found.end] if found is not None else unknown
    first = found.name.partition(" ")[0] if found is not None else unknown
    before, _, behind = sentence.text.rpartition(written) if written else ("", "", "")
    word = behind.strip(" ?!.").casefold()
    if not behind.startswith(" ") or not word.isalpha() or written.casefold() != first.casefold():
        return ""
    classes = word_classes(symbol)
    aside = word in classes.fillers or word in IN_GENERAL or word.endswith("ly") or len(word) < SHORTEST_NAME
    asked = RECORD in _classes_in(tuple(before.casefold().split()))
    return f"{written} {behind.strip(' ?!.')}" if asked and not aside and not classes.of(word, symbol(word)) else ""


def watched_name(sentence: Sentence) -> str:
    """The label that somebody wants to hear of, else a name that nobody knows; '' without one."""
    unknown = unknown_name(sentence)
    if label := sentence.named("L"):
        return label
    return unknown if is_written_as_name(unknown.split()) or _is_watched(unknown, sentence.words) else ""


def _is_watched(word: str, words: tuple[str, ...]) -> bool:
    """Whether a lone word is what somebody wants to hear of: behind "on", "about" …, and nothing is said of it."""
    if word not in words:
        return False
    at = words.index(word)
    behind = words[at + 1 : at + 2]
    fillers = word_classes(symbol).fillers
    return words[at - 1 : at] != () and words[at - 1] in OBJECT and (not behind or behind[0] in fillers)


def promised_model(sentence: Sentence) -> NameReading | None:
    """The model whose promised day is asked for, nobody named whose word it is."""
    model = next(iter(sentence.models), None)
    if model is None or model.kind is NameKind.FAMILY or sentence.named("S") or _speaker(sentence):
        return None
    return None if sentence.places and _KEEPS & set(sentence.words) else model


def _speaker(sentence: Sentence) -> str:
    """The unknown name right before what it says: "scaling01 said …"; '' without one."""
    says, name = word_classes(symbol).roles["says_so"], unknown_name(sentence)
    return name if any(one == name.casefold() and other in says for one, other in pairwise(sentence.words)) else ""


def asks_for_promises(sentence: Sentence) -> bool:
    """Whether its words ask who promised what by when, and not how often a source was right."""
    return has_word_of(PROMISE, sentence)


def has_word_of(kind: str, sentence: Sentence) -> bool:
    """Whether a sentence has a word of a class."""
    return kind in _classes_in(sentence.words)


@lru_cache(maxsize=KEPT)
def _classes_in(words: tuple[str, ...]) -> frozenset[str]:
    """The classes of a sentence's words."""
    classes = word_classes(symbol)
    return frozenset(kind for word in words for kind in classes.of(word, symbol(word)))


def label_name(sentence: Sentence) -> str:
    """The label that a sentence asks about, else the model it names, else a name that nobody knows.

    Beside a whole family the unknown name is the one asked about ("which gemini was snowbunny").
    """
    if label := sentence.named("L"):
        return label
    unknown = "" if LISTS & set(sentence.words) else unknown_name(sentence)
    if not is_written_as_name(unknown.split()) and not _is_pointed_at(unknown, sentence):
        unknown = ""
    if sentence.models and not (unknown and sentence.models[0].kind is NameKind.FAMILY):
        return sentence.models[0].name
    return unknown


def is_pointed_at(sentence: Sentence) -> bool:
    """Whether a lone unknown word stands beside one that leads to a name: "the peppercorn model"."""
    words, unknown = with_typos_fixed(sentence.words), unknown_name(sentence)
    return unknown in words and bool(POINTERS & {*words[max(0, (at := words.index(unknown)) - 1) : at + 2]})


def _is_pointed_at(word: str, sentence: Sentence) -> bool:
    """Whether a lone word in small letters is a label: first, seen, beside a word that leads to one, or one of few."""
    words = with_typos_fixed(sentence.words)
    if word not in words:
        return len(words) <= LABEL_SENTENCE
    at = words.index(word)
    beside = {*words[max(0, at - 1) : at], *words[at + 1 : at + 2]}
    seen = bool(word_classes(symbol).roles["sighted"] & set(words[max(0, at - 1) : at]))
    return at == 0 or len(words) <= LABEL_SENTENCE or seen or bool(POINTERS & beside)


def next_of(sentence: Sentence) -> NameReading | None:
    """The family whose next model is asked for: "when is the next gemma"; None elsewhere."""
    if not any(one == "next" and other == "X" for one, other in pairwise(sentence.words)):
        return None
    return next((one for one in sentence.models if one.kind is NameKind.FAMILY), None)


def ended_name(sentence: Sentence) -> str:
    """The name that nobody knows whose end is asked for; '' of several models, or beside one that is known."""
    if sentence.models or sentence.places or LISTS & set(sentence.words):
        return sentence.named("L")
    return sentence.named("L") or _titled(sentence) or placed_name(sentence)


def is_report(sentence: Sentence) -> bool:
    """Whether it reports of a model: "X is out, according to a newsletter"."""
    reported = word_classes(symbol).roles["reported"] & set(sentence.words)
    return bool(sentence.models) and bool(reported) and sentence.words[:1] != ("tell",)


def lists_examples(sentence: Sentence) -> bool:
    """Whether its first name is one of several examples: "audio models (X, Y …)"."""
    return any(one.start() < sentence.first < one.end() for one in _EXAMPLES.finditer(sentence.text))


def names_releases(sentence: Sentence) -> bool:
    """Whether it names releases, which are meant where it is about days that are over."""
    return bool(word_classes(symbol).roles["releases"] & set(sentence.words))


def tells_of_sighting(sentence: Sentence) -> bool:
    """Whether it tells of something seen, or is to be reported."""
    return bool((word_classes(symbol).roles["sighted"] | {"report"}) & set(sentence.words))


def reports(sentence: Sentence) -> bool:
    """Whether somebody wants to report its label: "report silk-moth", "i have silk-moth too"."""
    beside = ("please", "to", "want", "my", "a", "the", "sighting", "of")
    words = [word for word in sentence.words if word not in beside]
    have = word_classes(symbol).roles["sighted"] | {"have"}
    too = {"too", "also", "as"} & set(words) and words[:1] == ["i"] and have & set(words[1:3])
    return words[:2] == ["report", "L"] or words[:3] == ["i", "report", "L"] or bool(too)


def unlisted_name(sentence: Sentence) -> str:
    """The label of a sentence, else a name that nobody knows with its version ("zorbulon 3"); '' without one."""
    unknown = unknown_name(sentence)
    return sentence.named("L") or (unknown if VERSION.fullmatch(unknown.rpartition(" ")[2]) else "")


def unlisted_model(sentence: Sentence) -> str:
    """The unlisted name of a sentence that is written like a model's, with a size or a version of its own; '' else.

    "zephyr-9b", "Orca Titan 3", "nimbus 3 from reka", "duet from google, a model?"; not what was seen on a surface, or
    what may be a lab's.
    """
    name, words = sentence.named("L") or unknown_name(sentence), set(sentence.words)
    pairs = set(pairwise(sentence.words))
    if POINTERS & words and any({(name, made), (made, "V")} <= pairs for made in MADE):
        return name
    guessed = bool(sentence.places) and not MADE & words
    if sentence.models or guessed or SURFACES & words or not is_like_a_model(name):
        return ""
    return name


def unknown_name(sentence: Sentence) -> str:
    """The first run of words that no question is made of, one with a capital or a sign before others; '' without."""
    runs: list[list[str]] = [[]]
    whole = sentence.rest.split()
    for at, written in enumerate(whole):
        word = written.strip(".,;:!?\"'“”‘’()[]").removesuffix("'s").removesuffix("’s")
        word = word[:-1] if word[-2:-1].isdecimal() and word[-1:] == "s" else word
        named = len(word) >= SHORTEST_NAME and any(map(str.isalpha, word)) and not is_ordinary(word)
        counts = COUNTED.fullmatch("".join(whole[at + 1 : at + 2])) is not None  # "got thornapple 3 battles in a row"
        behind = "".join(whole[at + 1 : at + 2]).strip(".,;:!?\"'“”‘’()[]")
        sized = VERSION.fullmatch(word) or SIZE.fullmatch(word)
        tier = word.casefold() in lab_table().words.variants and VERSION.fullmatch(behind)  # "Raptor mini 2"
        if named or (runs[-1] and (tier or (sized and not counts))):
            runs[-1].append(word)
        elif runs[-1]:
            runs.append([])
        if written.endswith(_POSSESSIVE) and runs[-1]:  # what is owned is no part of the owner's name
            runs.append([])
    best = max(filter(None, runs), key=_has_a_sign, default=[])
    if len(best) > 1 and best[0].islower() and best[0].endswith("ed"):  # "added dusk alpha"
        best = best[1:]
    return " ".join(best[:NAME_WORDS])


def placed_name(sentence: Sentence) -> str:
    """The name that nobody knows, where it is written as one or stands where names do; '' for an odd word."""
    unknown = unknown_name(sentence)
    return unknown if is_written_as_name(unknown.split()) or _is_placed(unknown, sentence) else ""


def _is_placed(word: str, sentence: Sentence) -> bool:
    """Whether a lone word in small letters stands where a name does, and where no verb or noun can.

    At the head or the end of what is said, or beside a word that leads to a name: "how good is zorb", "zorb says so";
    neither "did it ever pan out" nor "our quarterly planning".
    """
    classes = word_classes(symbol)
    words = [one for one in sentence.words if one not in classes.fillers and one != "?"]
    if word not in words:
        return True
    at = words.index(word)
    roles = classes.roles
    leads = POINTERS | MADE | roles["before_name"] | roles["asks_of_name"] | roles["sighted"]
    return at in (0, len(words) - 1) or words[at - 1] in leads or words[at + 1] in roles["says_so"]


def is_ordinary(word: str) -> bool:
    """Whether a word is one that questions are made of, and so is no name."""
    folded = word.casefold().replace("’", "'")
    beginning = folded.partition("'")[0]  # "we'd"
    classes = word_classes(symbol)
    if folded in classes.fillers or folded in CONTRACTIONS or foreign_words().has(folded):
        return True
    if word.islower() and is_misspelt(folded):
        return True
    return any(is_usual(one) or one in classes.by_word for one in {folded, beginning})


def is_written_as_name(run: list[str]) -> bool:
    """Whether words that no question is made of are a name: two of them, or one with a capital or a sign."""
    return len(run) > 1 or _has_a_sign(run)


def _has_a_sign(run: list[str]) -> bool:
    return any(not word.islower() or "-" in word or "@" in word for word in run)


def venue_name(sentence: Sentence) -> str:
    """The first venue that a sentence names, in small letters; '' without one."""
    return next(iter(venue_names(sentence)), "")


def venue_names(sentence: Sentence) -> tuple[str, ...]:
    """The venues that a sentence names, each once."""
    return tuple(dict.fromkeys(filter(None, map(_venue, sentence.words))))


def _venue(word: str) -> str:
    """The venue that a word names, also by its beginning or with a slip ("polymrket"); '' for none."""
    venues = tuple(every())
    whole = next((venue for venue in venues if word in (venue, f"{venue}s") or _is_short_for(word, venue)), "")
    return whole or _venue_typos().meant(word) or ""


@cache
def _venue_typos() -> TypoIndex:
    return TypoIndex(every())


def _is_short_for(word: str, venue: str) -> bool:
    return len(word) >= SHORTEST_VENUE and venue.startswith(word)
