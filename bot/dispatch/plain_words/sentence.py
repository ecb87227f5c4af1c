"""A sentence with the names in it found: what every question form and order is read from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import dropwhile
from typing import Final

from bot.dispatch.plain_words.found_names import (
    EDGES,
    WORD,
    WORDS,
    SentenceName,
    known_names,
    new_labels,
    numbers,
)
from bot.dispatch.plain_words.languages.foreign_words import foreign_words
from bot.dispatch.plain_words.question_forms import KINDS
from bot.dispatch.plain_words.scoring import symbol
from bot.dispatch.plain_words.word_classes import WordClasses
from bot.domain.names import Mention, NameCertainty, NameKind, NameReading, lab_table

_BEFORE_TIMES: Final = frozenset({"of", "the", "this", "next", "coming"})  # between "end" and a time
MAX_TEXT: Final = 600  # characters of a sentence that are looked at
CHANNEL: Final = "#channel"  # what every name of a channel is read as
BEFORE: Final = 20  # characters before a name in which the word before it stands
AGAINST: Final = frozenset({"than", "vs", "versus", "against", "over", "beat", "beats", "outperforms", "unlike"})
_OUT = frozenset({"released", "retired"})
_PLACES = {NameKind.LAB: "V", NameKind.PRODUCT: "P"}
CONTRACTIONS: Final = {
    "whats": ("what", "is"),
    "whos": ("who", "is"),
    "wheres": ("where", "is"),
    "hows": ("how", "is"),
    "whens": ("when", "is"),
    "theres": ("there", "is"),
    "thats": ("that", "is"),
    "wats": ("what", "is"),
    "wut": ("what",),
    "wat": ("what",),
    "u": ("you",),
    "ur": ("your",),
    "tis": ("this",),
    "r": ("are",),
    "youre": ("you", "are"),
    "pls": ("please",),
    "plz": ("please",),
    "tmrw": ("tomorrow",),
    "prob": ("probability",),
    "wen": ("when",),
    "tel": ("tell",),
    "thn": ("than",),
    "abt": ("about",),
    **{f"{word}d": (word, "did") for word in ("when", "where", "how", "what", "why")},
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, parsed.

    ``words`` are its words in small letters with names replaced by their kinds; ``models`` the readings of the models
    and families in it, known ones first; ``stated`` the same, whole models first in the order of the text;
    ``found`` labels, sources, numbers and addresses; ``rest`` the text without its names; ``first`` where in the text
    the first name begins, its end without one; ``unlisted`` says which word behind a name no record knows; ``maker`` is
    the lab that its first label is known to be of.
    """

    text: str
    words: tuple[str, ...]
    models: tuple[NameReading, ...]
    places: tuple[NameReading, ...]
    found: tuple[SentenceName, ...]
    rest: str = ""
    first: int = 0
    stated: tuple[NameReading, ...] = ()
    unlisted: str = ""
    maker: str = ""

    def named(self, kind: str) -> str:
        """The first name of a kind; '' without one."""
        return next((one.name for one in self.found if one.kind == kind), "")

    @property
    def lab(self) -> NameReading | None:
        """The first lab that it names."""
        return next((one for one in self.places if one.kind is NameKind.LAB), None)

    @property
    def app(self) -> NameReading | None:
        """The first product of a lab that it names: "ChatGPT"."""
        return next((one for one in self.places if one.kind is NameKind.PRODUCT and one.lab in lab_table().labs), None)

    @property
    def asks(self) -> bool:
        """Whether it is put as a question."""
        return self.text.rstrip().endswith("?")

    @property
    def bare(self) -> tuple[str, ...]:
        """Its words without names and question marks."""
        return tuple(word for word in self.words if word not in KINDS and word != "?")


def parse_sentence(
    text: str,
    mentions: Sequence[Mention],
    labels: Mapping[str, str],
    sources: Mapping[str, str],
    classes: WordClasses,
    misspelt: Sequence[SentenceName] = (),
) -> Sentence:
    """The sentence of a text; ``labels`` and ``sources`` are known ones by their folded names."""
    text = text[:MAX_TEXT]
    found = [*numbers(text), *known_names(text, labels, "L", mentions), *misspelt, *known_names(text, sources, "S")]
    new = new_labels(text, classes, [*found, *(one for one in mentions if one.best.kind is not NameKind.LABEL)])
    found = [one for one in found if not any(name.holds(one.start, one.end) for name in new)] + new
    models, places, kept = _mentioned([one for one in mentions if _is_a_name(text, one, classes)], found)
    spans = sorted(
        [(one.start, one.end, one.kind) for one in kept]
        + [(mention.start, mention.end, kind) for mention, kind in (*models, *places)]
    )
    words: list[str] = []
    rest: list[str] = []
    at = 0
    for start, end, kind in spans:
        if start < at:
            continue
        words += words_of(text[at:start])
        rest.append(text[at:start])
        words.append(kind)
        at = end
    words += words_of(text[at:])
    rest.append(text[at:])
    known = sorted(models, key=lambda one: (_is_object(text, one[0]), _rank(one[0].best)))
    stated = sorted(models, key=lambda one: (_is_object(text, one[0]), _rank(one[0].best) > 1, one[0].start))
    return Sentence(
        text,
        tuple(_without_ends(foreign_words().in_english(words[:WORDS], KINDS), classes)),
        tuple(_meant(mention) for mention, _ in known),
        tuple(mention.best for mention, _ in places),
        tuple(kept),
        " , ".join(rest),
        spans[0][0] if spans else len(text),
        tuple(_meant(mention) for mention, _ in stated),
    )


def _without_ends(words: list[str], classes: WordClasses) -> Iterator[str]:
    """The words without the end of a time, which ends nothing else: "by the end of june", "at year end"."""

    def is_time(word: str) -> bool:
        return symbol(word) == "month" or "season" in classes.by_word.get(word, ())

    at = 0
    while at < len(words):
        word, rest = words[at], list(dropwhile(_BEFORE_TIMES.__contains__, words[at + 1 :]))
        ends = word == "end" and words[at + 1 : at + 2] == ["of"] and any(map(is_time, rest[:1]))
        if ends:
            at = len(words) - len(rest)
            continue
        if word != "end" or not any(map(is_time, words[max(0, at - 1) : at])):
            yield word
        at += 1


def _mentioned(
    mentions: Sequence[Mention], found: Sequence[SentenceName]
) -> tuple[list[tuple[Mention, str]], list[tuple[Mention, str]], list[SentenceName]]:
    """Names of models, names of places, and what was found beside them; a longer name hides a shorter one in it."""
    models, places, kept = [], [], list(found)
    for mention in mentions:
        best = mention.best
        if _is_hidden(mention, [one for one in kept if one.start <= mention.start and mention.end <= one.end]):
            continue
        kept = [one for one in kept if one.end <= mention.start or mention.end <= one.start]
        if best.kind is NameKind.LABEL:
            if best.certainty > NameCertainty.POSSIBLE and not (mention.text.isalpha() and mention.text.islower()):
                kept.append(SentenceName("L", best.name, mention.start, mention.end))
        elif best.kind in _PLACES:
            places.append((mention, _PLACES[best.kind]))
        else:
            models.append((mention, "X"))
    return models, places, sorted(kept, key=lambda one: one.start)


def _is_hidden(mention: Mention, holds: Sequence[SentenceName]) -> bool:
    """Whether what was found at the same place is meant: a longer name, or a codename that the field guide lists.

    A model by its version goes before a label of the same name: "gpt-5.5" in a picker is GPT-5.5.
    """
    if not holds:
        return False
    best = mention.best
    if not any(_size(one) == mention.end - mention.start for one in holds):
        return True
    known = best.kind in (NameKind.LEDGER, NameKind.DISCOVERED)
    codename = best.state not in _OUT and not best.version and any(one.kind == "L" for one in holds)
    return codename or not (known or best.kind in _PLACES)


def _is_a_name(text: str, mention: Mention, classes: WordClasses) -> bool:
    """Whether a mention is a name: no part of a longer word, and no guess from everyday words ("max 3", "mode")."""
    before = text[: mention.start][-1:]
    if mention.text.startswith("0.") and mention.text[2:].isdecimal():  # a price
        return False
    if (before.isalpha() or before == "_") and text[mention.start].isalnum():
        return False
    if mention.best.kind is NameKind.FAMILY and mention.text.islower() and _is_one_of_many(text, mention, classes):
        return False
    letters = [word for word in words_of(mention.text) if any(map(str.isalpha, word))]
    if mention.best.kind is NameKind.LABEL and classes.fillers.issuperset(letters):  # "Hello, …"
        return False
    everyday = mention.text.islower() and all(len(word) == 1 or word in classes.everyday for word in letters)
    return not (letters and everyday and mention.best.certainty < NameCertainty.CERTAIN)


def _is_one_of_many(text: str, mention: Mention, classes: WordClasses) -> bool:
    """Whether a family's word means a thing of its kind: "need a haiku about …", but not "a gemini leak"."""
    before, behind = words_of(text[: mention.start][-BEFORE:]), words_of(text[mention.end :][:BEFORE])
    return before[-1:] in (["a"], ["an"], ["some"]) and not any(classes.by_word.get(word) for word in behind[:1])


def _is_object(text: str, mention: Mention) -> bool:
    """Whether a name is what another one is held against ("better than X"), or a place of the other ("in X")."""
    before = words_of(text[max(0, mention.start - BEFORE) : mention.start])
    return bool(before) and before[-1] in AGAINST


def _meant(mention: Mention) -> NameReading:
    """The likeliest reading; of a name that may mean several models the name itself, without a subject."""
    if mention.ambiguous and mention.best.certainty is NameCertainty.POSSIBLE:
        return replace(mention.best, kind=NameKind.FAMILY, slug="", name=mention.text)
    return mention.best


def written(reading: NameReading) -> str:
    """What a command is given for a name: its slug, or the name itself where that may mean several."""
    return reading.name if reading.kind is NameKind.FAMILY else reading.slug or reading.name


def _size(one: SentenceName) -> int:
    return one.end - one.start


def _rank(reading: NameReading) -> int:
    """Known subjects before models that nobody listed, and those before whole families and products."""
    if reading.kind is NameKind.FAMILY or reading.slug in _products():
        return 2
    return 0 if reading.kind in (NameKind.LEDGER, NameKind.DISCOVERED) else 1


@cache
def _products() -> frozenset[str]:
    """The slugs of places where models are used, of which some are subjects, too."""
    return frozenset(one.slug for known in lab_table().products.values() for one in known)


def words_of(text: str, *, kinds: bool = False) -> list[str]:
    """The words of a text as forms and the model of questions see them; with ``kinds``, X, L … stand for names."""
    out: list[str] = []
    for match in WORD.finditer(text):
        if kinds and (kind := match[0].removesuffix("'s").strip(EDGES)) in KINDS:
            out.append(kind)
            continue
        word = match[0].casefold().strip(EDGES).replace("'", "").replace("’", "")
        if word.startswith("#") and word[1:2].isalpha():
            word = CHANNEL
        if word and word != "s":
            out += CONTRACTIONS.get(word) or _either(word)
    return out


def _either(word: str) -> tuple[str, ...]:
    """A word, or the words between its strokes: "true/false" is "true or false"; "i/o" stays."""
    parts = word.split("/")
    if len(parts) == 1 or not all(part.isalpha() and len(part) > 1 for part in parts):
        return (word,)
    return tuple(one for part in parts for one in ("or", part))[1:]
