"""A sentence with the names in it found: what every question form and order is read from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain.names import Mention, NameCertainty, NameKind, NameReading
from bot.domain.names.subjects import fold

READ: Final = 600  # characters of a sentence that are looked at
WORDS: Final = 60
LONGEST_NAME: Final = 6  # words of a label or source
_WORD = re.compile(r"[\w$%+#&'’.\-/]+|\?")
_EDGES = ".-'’/&"
_ID = re.compile(r"(?i)^(cl|mk|cp|ev|dg|al)-?\d{1,9}$")
_URL = re.compile(r"https?://\S+")
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
    "r": ("are",),
    "youre": ("you", "are"),
    "pls": ("please",),
    "plz": ("please",),
    "tmrw": ("tomorrow",),
    "prob": ("probability",),
}


@dataclass(frozen=True, slots=True)
class SentenceName:
    """A name found in a sentence beside those of models: its kind (L, S, N, U) and the name as it is known."""

    kind: str
    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence taken apart.

    ``words`` are its words in small letters with names replaced by their kinds; ``models`` the readings of the models
    and families in it, known ones first; ``found`` labels, sources, numbers and addresses; ``rest`` the text without
    its names.
    """

    text: str
    words: tuple[str, ...]
    models: tuple[NameReading, ...]
    places: tuple[NameReading, ...]
    found: tuple[SentenceName, ...]
    rest: str = ""

    def named(self, kind: str) -> str:
        """The first name of a kind; '' without one."""
        return next((one.name for one in self.found if one.kind == kind), "")

    @property
    def asks(self) -> bool:
        """Whether it is put as a question."""
        return self.text.rstrip().endswith("?")

    @property
    def bare(self) -> tuple[str, ...]:
        """Its words without names and question marks."""
        return tuple(word for word in self.words if word not in KINDS and word != "?")


KINDS: Final = frozenset("XLSVPNU")


def take_apart(
    text: str, mentions: Sequence[Mention], labels: Mapping[str, str], sources: Mapping[str, str]
) -> Sentence:
    """The sentence of a text; ``labels`` and ``sources`` are known ones by their folded names."""
    text = text[:READ]
    found = [*_numbers(text), *_known(text, labels, "L"), *_known(text, sources, "S")]
    models, places, kept = _mentioned(mentions, found)
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
    known = sorted((mention.best for mention, _ in models), key=_rank)
    return Sentence(
        text,
        tuple(words[:WORDS]),
        tuple(known),
        tuple(mention.best for mention, _ in places),
        tuple(kept),
        " , ".join(rest),
    )


def _mentioned(
    mentions: Sequence[Mention], found: Sequence[SentenceName]
) -> tuple[list[tuple[Mention, str]], list[tuple[Mention, str]], list[SentenceName]]:
    """Names of models, names of places, and what was found beside them; a longer name hides a shorter one in it."""
    models, places, kept = [], [], list(found)
    for mention in mentions:
        best = mention.best
        holds = [one for one in kept if one.start <= mention.start and mention.end <= one.end]
        known = best.kind in (NameKind.LEDGER, NameKind.DISCOVERED)
        same = any(_size(one) == mention.end - mention.start for one in holds)
        if holds and not (same and (known or best.kind in _PLACES)):
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


def _size(one: SentenceName) -> int:
    return one.end - one.start


def _rank(reading: NameReading) -> int:
    """Known subjects before models that nobody listed, and those before whole families."""
    if reading.kind in (NameKind.LEDGER, NameKind.DISCOVERED):
        return 0
    return 2 if reading.kind is NameKind.FAMILY else 1


def _numbers(text: str) -> Iterable[SentenceName]:
    for url in _URL.finditer(text):
        yield SentenceName("U", url[0].rstrip(".,;:!?)>]\"'"), url.start(), url.end())
    for word in _WORD.finditer(text):
        if _ID.match(bare := word[0].strip(_EDGES)):
            yield SentenceName("N", bare.upper(), word.start(), word.end())


def _known(text: str, names: Mapping[str, str], kind: str) -> Iterable[SentenceName]:
    """Known names among the words of a text, the longest at each place."""
    words = [word for word in _WORD.finditer(text) if word[0] != "?"][:WORDS]
    at = 0
    while at < len(words):
        for size in range(min(LONGEST_NAME, len(words) - at), 0, -1):
            start, end = words[at].start(), words[at + size - 1].end()
            piece = text[start:end].rstrip(_EDGES)
            piece = piece.removesuffix("'s").removesuffix("’s")
            name = names.get(fold(piece))
            if name is not None and not (kind == "S" and piece.isalpha() and piece.islower()):
                yield SentenceName(kind, name, start, start + len(piece))
                at += size - 1
                break
        at += 1


def words_of(text: str, *, kinds: bool = False) -> list[str]:
    """The words of a text as forms and the model of questions see them; with ``kinds``, X, L … stand for names."""
    out: list[str] = []
    for match in _WORD.finditer(text):
        if kinds and (kind := match[0].removesuffix("'s").strip(_EDGES)) in KINDS:
            out.append(kind)
            continue
        word = match[0].casefold().strip(_EDGES).replace("'", "").replace("’", "")
        if word and word != "s":
            out += CONTRACTIONS.get(word, (word,))
    return out
