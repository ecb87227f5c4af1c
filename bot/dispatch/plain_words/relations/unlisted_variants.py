"""Words behind a model's name that no record knows as a part of it: "gemini 4 xenon", "command zeta"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Final

from bot.dispatch.plain_words.asked_names import is_ordinary
from bot.dispatch.plain_words.languages.foreign_words import foreign_words
from bot.dispatch.plain_words.word_classes import WordClasses
from bot.domain.names import Mention, NameCertainty, NameKind, NameReading, lab_table
from bot.domain.names.subjects import fold
from bot.queries.names import ReaderAt

SHORTEST: Final = 3  # letters of such a word
_NEXT = re.compile(r"[ -]([A-Za-z][A-Za-z0-9_+]*)(?![\w'’-])")  # "veröffentlicht" is a word, no part of a name
_BEHIND = re.compile(r"[ ,]+([\w'’]+)")
_BEFORE = re.compile(r"([\w'’]+) $")
_WORD = re.compile(r"(?<![\w'’-])[A-Za-z]+(?= [A-Za-z])")
# Endings of English words, which names of models hardly have.
_ENDINGS: Final = ("s", "ing", "ed", "ly", "tion", "ment", "ness", "ity", "able", "ful", "less", "ish", "ive", "ance")
_ASKS: Final = frozenset({"is", "was", "has", "will", "does", "did", "when", "whens", "are", "can"})


class UnlistedVariants:
    """Find the words that go on with a known name; ``taken`` are the folded names of labels and sources."""

    def __init__(self, reader: ReaderAt, classes: WordClasses, taken: Collection[str]) -> None:
        self._reader, self._classes, self._taken = reader, classes, taken
        self._words = lab_table().words

    def read(self, text: str, mentions: Sequence[Mention]) -> tuple[list[Mention], str]:
        """The mentions, those that go on with such a word whole where they stand as a name; what is said of the first.

        Elsewhere the mention stays, and only what is said tells of the word.
        """
        every = sorted((*mentions, *self._of_ordinary_families(text, mentions)), key=lambda one: one.start)
        made, told = [], ""
        labs = {one.best.lab for one in mentions if one.best.kind is NameKind.LAB}
        for mention in every:
            word = self._word_behind(text, mention, mentions)
            if not word:
                made += [mention] if mention in mentions else []
                continue
            whole = self._whole(text, mention, word) if self._is_name(text, mention, word, labs) else None
            sure = mention.best.kind is not NameKind.FAMILY
            if whole is None and not sure:
                made += [mention] if mention in mentions else []
                continue
            made.append(whole or mention)
            told = told or _said(mention.best, word)
        return made, told

    def _word_behind(self, text: str, mention: Mention, mentions: Sequence[Mention]) -> str:
        """The word right behind a model's name, of no question, no other name and no everyday language."""
        best = mention.best
        found = _NEXT.match(text, mention.end)
        if found is None or best.is_place or best.kind is NameKind.LABEL:
            return ""
        word = found[1]
        folded = fold(word)
        known = folded in self._taken or any(one.start <= found.start(1) < one.end for one in mentions)
        return "" if known or len(word) < SHORTEST or self._is_word(folded) else word

    def _is_word(self, word: str) -> bool:
        words = self._words
        common = word in words.never | words.common | words.openers | words.copulas
        ordinary = word in self._classes.everyday | self._classes.ordinary
        return common or ordinary or foreign_words().has(word) or is_ordinary(word) or word.endswith(_ENDINGS)

    def _is_name(self, text: str, mention: Mention, word: str, labs: Collection[str]) -> bool:
        """Whether name and word stand as one: alone, behind "of", before what is said of a model, beside its lab."""
        end = mention.end + 1 + len(word)
        behind, before = _BEHIND.match(text, end), _BEFORE.search(text[: mention.start])
        after = behind[1].casefold() if behind else ""
        lead = before[1].casefold() if before else ""
        leads, states = self._classes.roles["before_name"], self._classes.roles["behind_name"]
        if mention.best.lab in labs:
            return not after or is_ordinary(after)
        if mention.best.kind is NameKind.FAMILY and not before and not after:
            return False  # two words alone may be anything
        return (not after and (not lead or lead in leads)) or (after in states and (not lead or lead in _ASKS | leads))

    def _whole(self, text: str, mention: Mention, word: str) -> Mention | None:
        """The mention with the word, as the grammar of its family reads that; None where it is no name."""
        titled = " ".join(part[:1].upper() + part[1:] for part in f"{mention.text} {word}".split())
        found = self._reader.resolve(titled)
        best = found.best
        if best is None or found.left or best.is_place or best.kind in (NameKind.LABEL, NameKind.LEDGER):
            return None
        if best.kind is NameKind.FAMILY:
            best = replace(best, kind=NameKind.GRAMMAR, certainty=NameCertainty.LIKELY)
        end = mention.end + 1 + len(word)
        return replace(mention, end=end, text=text[mention.start : end], readings=(best,))

    def _of_ordinary_families(self, text: str, mentions: Sequence[Mention]) -> Iterator[Mention]:
        """The words of families that are ordinary words, too, and so are read as names only with a version."""
        heads = lab_table().heads
        for found in _WORD.finditer(text):
            rows = [row for row in heads.get(found[0].casefold(), ()) if row.family.ordinary and len(row.words) == 1]
            if not rows or any(one.start < found.end() and found.start() < one.end for one in mentions):
                continue
            family = rows[0].family
            reading = NameReading(NameKind.FAMILY, family.key, family.title or family.name, family.lab, family.name)
            yield Mention(found.start(), found.end(), found[0], (reading,))


def _said(base: NameReading, word: str) -> str:
    """Format ``I know Gemini 4, not a “Xenon” of it.``; of a family or of what is not known itself, the whole."""
    shown = word[:1].upper() + word[1:]
    if base.kind in (NameKind.LEDGER, NameKind.DISCOVERED):
        return f"I know {base.name}, not a “{shown}” of it."
    return f"{base.name} {shown} is not known here."
