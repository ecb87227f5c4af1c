"""Names in a sentence beside those of models: numbers, addresses, sources, labels by name, spelling or shape."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from bot.dispatch.plain_words.languages.foreign_words import foreign_words
from bot.dispatch.plain_words.word_classes import WordClasses
from bot.domain.names import Mention, NameKind
from bot.domain.names.subjects import fold
from bot.domain.names.text.typos import TypoIndex
from bot.messages.words import glossary_words
from bot.sources.venues import TICKER

WORDS: Final = 60
LONGEST_NAME: Final = 6  # words of a label or source
QUOTED_NAME: Final = 3  # words between quotation marks that may be a label
OWNER: Final = 5  # letters of a name without the s of its possessive
LONE: Final = 8  # letters of a label of one word that is put right
ALIKE: Final = 0.8  # likeness of a label of several words to what was typed for it
WORD: Final = re.compile(r"[\w$%+#&'’.\-/]+|\?")
URL: Final = re.compile(r"https?://\S+")
EDGES: Final = ".-'’/&"
_ID = re.compile(r"(?i)^(cl|mk|cp|ev|dg|al)-?\d{1,9}$")
_LABEL = re.compile(r"[a-z]{3,}([-_]([a-z]{3,}|v\d{1,2})){0,3}[-_]([a-z]{3,}|v?\d{1,4}b?)")
_EQUATED = re.compile(r"(?<![\w-])([A-Za-z][\w-]{2,}) ?={1,2} ?(?=\w)|(?<=\w) ?={1,2} ?([A-Za-z][\w-]{2,})(?![\w-])")
_ASIDE = re.compile(r" \([^()]*\)$")  # of a label between quotation marks: what is said about it
_QUOTED = re.compile(r"(?<!\w)[\"'‘“«`]([^\"'‘’“”«»`\n]{3,40})[\"'’”»`](?!\w)")
_NAMING = re.compile(
    r"(?i)\b(?:(?:model|thing|one|entry|label|option|something) (?:just )?(?:called|named)|codenamed?) "
)
_GENERATIONS = frozenset({"alpha", "beta", "gamma", "delta"})  # tell labels apart, as a version does
VERSION: Final = re.compile(r"\d{1,2}(\.\d{1,2})?")  # goes on with a name: "zorbulon 3"
SIZE: Final = re.compile(r"(?i)a?\d{1,4}(\.\d{1,2})?[bt]")  # of weights: "marblefin 8b"
COUNTED: Final = re.compile(r"[a-z]{3,}[^s]s[.,!?]?")  # what a number before it counts: "3 battles"
_SERVED: Final = frozenset({"me", "us", "u", "you"})  # behind a 4 that says "for"
_COMPOUND_ENDS = ("ing", "ed")  # "long-awaited", "mind-blowing": words, no names


@dataclass(frozen=True, slots=True)
class SentenceName:
    """A name found in a sentence beside those of models: its kind (L, S, N, U) and the name as it is known."""

    kind: str
    name: str
    start: int
    end: int

    def holds(self, start: int, end: int) -> bool:
        """Whether a place in the text lies within this one."""
        return self.start <= start and end <= self.end


class LabelSpelling:
    """Labels by their words, to find those with a slip in them: "space buny alpha", "night whisper"."""

    def __init__(self, labels: Mapping[str, str]) -> None:
        self._lone = {name: label for name, label in labels.items() if " " not in name and len(name) >= LONE}
        self._typos = TypoIndex(self._lone)
        self._by_word: dict[str, list[tuple[str, ...]]] = {}
        self._labels = labels
        for name in labels:
            words = tuple(name.split())
            if 1 < len(words) <= QUOTED_NAME:
                for word in words:
                    self._by_word.setdefault(word, []).append(words)

    def find(self, text: str) -> Iterator[SentenceName]:
        """The labels that are meant by misspelt words; one word of several has to be right."""
        words = [word for word in WORD.finditer(text) if word[0] != "?"][:WORDS]
        folded = [fold(word[0].strip(EDGES)) for word in words]
        for at, word in enumerate(folded):
            if meant := self._typos.meant(word):
                yield SentenceName("L", self._lone[meant], words[at].start(), words[at].end())
            if at and (joined := self._lone.get(folded[at - 1] + word)):  # "night whisper"
                yield SentenceName("L", joined, words[at - 1].start(), words[at].end())
            for known in self._by_word.get(word, ()):
                first = at - known.index(word)
                typed = folded[first : first + len(known)] if first >= 0 else []
                if _is_slip(typed, known):
                    name = self._labels[" ".join(known)]
                    yield SentenceName("L", name, words[first].start(), words[first + len(known) - 1].end())


def _is_slip(typed: Sequence[str], known: Sequence[str]) -> bool:
    """Whether words are those of a label but for some letters; each begins like its own."""
    if len(typed) != len(known) or tuple(typed) == tuple(known):
        return False
    if any(one[:1] != other[:1] or abs(len(one) - len(other)) > 1 for one, other in zip(typed, known, strict=True)):
        return False
    return SequenceMatcher(None, " ".join(typed), " ".join(known)).ratio() >= ALIKE


def numbers(text: str) -> Iterable[SentenceName]:
    """Ids of ours (N), addresses and tickers of markets (U)."""
    for url in URL.finditer(text):
        yield SentenceName("U", url[0].rstrip(".,;:!?)>]\"'"), url.start(), url.end())
    for word in WORD.finditer(text):
        if _ID.match(bare := word[0].strip(EDGES)):
            yield SentenceName("N", bare.upper(), word.start(), word.end())
        elif TICKER.fullmatch(bare):
            yield SentenceName("U", bare, word.start(), word.end())


def known_names(
    text: str, names: Mapping[str, str], kind: str, taken: Sequence[Mention] = ()
) -> Iterable[SentenceName]:
    """Known names among the words of a text, the longest at each place; ``taken`` are models, whose versions stay."""
    words = [word for word in WORD.finditer(text) if word[0] != "?"][:WORDS]
    at = 0
    while at < len(words):
        for size in range(min(LONGEST_NAME, len(words) - at), 0, -1):
            start, end = words[at].start(), words[at + size - 1].end()
            piece = text[start:end].rstrip(EDGES)
            piece = piece.removesuffix("'s").removesuffix("’s")
            name = names.get(fold(piece)) or names.get(piece) or _of_an_owner(piece, names) or _of_two(piece, names)
            if name is not None:
                beyond = [word[0] for word in words[at + size : at + size + 2]] if kind == "L" else []
                owned = any(one.start <= start and end < one.end for one in taken)
                if _goes_on_with(beyond) and text[end : end + 1] == " " and not owned:  # "aurora beta" is no "aurora"
                    piece = name = text[start : words[at + size].end()].rstrip(EDGES)
                yield SentenceName(kind, name, start, start + len(piece))
                at += size - 1
                break
        at += 1


def _goes_on_with(behind: Sequence[str]) -> bool:
    """Whether a generation or a version stands behind a label, so that another name is meant."""
    first = behind[0].casefold().rstrip(EDGES) if behind else ""
    counts = any(COUNTED.fullmatch(word) or word.casefold() in _SERVED for word in behind[1:])
    return first in _GENERATIONS or (VERSION.fullmatch(first) is not None and not counts)


def _of_two(piece: str, names: Mapping[str, str]) -> str | None:
    """The last of two known names with a stroke between: "Bloomberg/Gurman"."""
    parts = [names.get(fold(part)) for part in piece.split("/")]
    return parts[-1] if len(parts) > 1 and all(parts) else None


def _of_an_owner(piece: str, names: Mapping[str, str]) -> str | None:
    """The name that is written with its possessive s but no apostrophe: "zuckerbergs average delay"."""
    return names.get(fold(piece[:-1])) if len(piece) > OWNER and piece.endswith("s") and " " not in piece else None


def new_labels(text: str, classes: WordClasses, taken: Sequence[SentenceName | Mention]) -> list[SentenceName]:
    """What is written as names of models nobody listed are: "silk-moth", 'Maple Drift', a model called rutabaga."""
    sure = [one for one in taken if isinstance(one, SentenceName) or not one.best.is_supposed]
    quoted = [
        one
        for one in _quoted(text, classes)
        if not any(_covers(other, one) and not _loses(other, one) for other in sure)
    ]
    shaped = (*_called(text, classes), *_equated(text, classes, taken), *_shaped(text, classes, taken))
    return quoted + [one for one in shaped if not _within(one, quoted)]


def _loses(taken: SentenceName | Mention, quoted: SentenceName) -> bool:
    """Whether an id between quotation marks says more than the unlisted model that it is read as."""
    if isinstance(taken, SentenceName) or taken.best.kind is not NameKind.GRAMMAR or " " in quoted.name:
        return False
    return fold(quoted.name) != fold(taken.best.slug.rpartition("/")[2]) and "-" in quoted.name


def _within(one: SentenceName, names: Iterable[SentenceName]) -> bool:
    return any(name.holds(one.start, one.end) for name in names)


def _covers(taken: SentenceName | Mention, one: SentenceName) -> bool:
    """Whether what was found at a place is at least as long as a name there."""
    return taken.start <= one.start and one.end <= taken.end


def _quoted(text: str, classes: WordClasses) -> Iterator[SentenceName]:
    """Names between quotation marks: up to three words, with capitals or none of them one that questions are of."""
    for found in _QUOTED.finditer(text):
        name = _ASIDE.sub("", found[1])
        words = name.split()
        if not 1 <= len(words) <= QUOTED_NAME or name != name.strip() or glossary_words(name.casefold()):
            continue
        titled = all(word[0].isupper() or word[0].isdecimal() for word in words) and not name.isupper()
        if titled or not any(_is_plain(word, classes) for word in words):
            yield SentenceName("L", name, found.start(1), found.start(1) + len(name))


def _called(text: str, classes: WordClasses) -> Iterator[SentenceName]:
    """The word after "a model called"."""
    for lead in _NAMING.finditer(text):
        word = WORD.match(text, lead.end())
        bare = word[0].rstrip(EDGES) if word else ""
        if len(bare) >= QUOTED_NAME and not _is_plain(bare, classes):
            yield SentenceName("L", bare, lead.end(), lead.end() + len(bare))


def _equated(text: str, classes: WordClasses, taken: Sequence[SentenceName | Mention]) -> Iterator[SentenceName]:
    """A word beside a sign of equality that begins no known name: "pinecone = gpt-7"."""
    begun = {one.start for one in taken}
    for found in _EQUATED.finditer(text):
        side = 1 if found[1] else 2
        if not _is_plain(found[side], classes) and found.start(side) not in begun:
            yield SentenceName("L", found[side], found.start(side), found.end(side))


def _is_plain(word: str, classes: WordClasses) -> bool:
    folded = word.casefold().strip(EDGES)
    usual = classes.fillers | classes.everyday
    return folded in usual or folded in classes.by_word or not any(map(str.isalpha, folded))


def _shaped(text: str, classes: WordClasses, taken: Sequence[SentenceName | Mention]) -> Iterator[SentenceName]:
    """Words written as arenas write their labels, "silk-moth", that begin with no known name and are no compounds."""
    begun = {one.start for one in taken if isinstance(one, SentenceName) or not one.best.is_place}
    sighted = any("sighting" in classes.by_word.get(word[0].casefold(), ()) for word in WORD.finditer(text))
    cut = {one.start: one.end for one in taken if not isinstance(one, SentenceName)}
    for word in WORD.finditer(text):
        bare = word[0].strip(EDGES).removesuffix("'s").removesuffix("’s")
        end = cut.get(word.start(), len(text))
        if text[end : end + 1] == "-" and _goes_on(text[end + 1 : word.start() + len(bare)], classes):
            yield SentenceName("L", bare, word.start(), word.start() + len(bare))  # "gpt-6-astra-0x2"
            continue
        parts = re.split("[-_]", bare)
        first, last = parts[0], parts[-1]
        compound = first in classes.compound_first or last in classes.compound_last or last.endswith(_COMPOUND_ENDS)
        compound = compound or foreign_words().has(bare)  # "préviens-moi"
        account = "_" in bare and not sighted  # written as people's accounts are, too
        if _LABEL.fullmatch(bare) and not compound and not account and word.start() not in begun:
            yield SentenceName("L", bare, word.start(), word.start() + len(bare))


def _goes_on(rest: str, classes: WordClasses) -> bool:
    """Whether what follows a model's name behind a hyphen makes it another id, and is no word ("gpt-7-based")."""
    if any(map(str.isdecimal, rest)):
        return True
    last = rest.rpartition("-")[2].casefold()
    word = last in classes.compound_last or last.endswith(_COMPOUND_ENDS) or _is_plain(last, classes)
    return bool(last) and not word
