"""Variants that stand apart from their model.

"The Heavy version of Grok 6", "Llama 4 herd: Behemoth 2T, Scout 109B", "Claude 3 family: Haiku 0.25,
Sonnet 3": behind a head that names a family or a version each item of a list begins with a variant of it, and the
number behind that is no version where the head has one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from bot.domain.names.index import NameIndex
from bot.domain.names.lab_table import Family
from bot.domain.names.model_name import ModelName
from bot.domain.names.reading import NameCertainty, NameKind, NameReading
from bot.domain.names.text.spans import NameSpan
from bot.domain.names.text.tokens import Tokens

Meaning = Callable[[ModelName], tuple[NameReading, ...]]
_KINDS = frozenset({"version", "variant", "edition", "flavor", "flavour", "size", "model", "sibling"})
_OF = frozenset({"of", "for", "from"})
_BETWEEN = frozenset({"the", "its", "s"})
_GENERATION = frozenset({"gen", "generation", "family", "series", "line", "lineup", "models"})
_HEAD = 9  # words from the name at the head of a list to its colon
_FEW = 2  # items that make a list
_MARKS = (",", ";", "·", "|", "/", "•", "+")
_SIZE = re.compile(r"\d+(?:\.\d+)?")
_WHY = "a variant named apart from its model"


class VariantsApart:
    """Find variants that the sentence ties to a model named elsewhere in it."""

    def __init__(self, index: NameIndex) -> None:
        self.index, self.table = index, index.table

    def read(self, tokens: Tokens, found: list[NameSpan], meaning: Meaning) -> list[NameSpan]:
        """The names found, those with a variant before them whole, and the items of lists."""
        found = [self._whole(tokens, span, meaning) for span in found]
        found = [one for one in found if not any(other.first < one.first and one.last < other.last for other in found)]
        listed = ":" in tokens.text or "$" in tokens.text
        for head, first in self._heads(tokens, found) if listed else ():
            items = list(self._items(tokens, head, first, found, meaning))
            if len(items) >= _FEW:
                taken = {item.first for item in items}
                found = [span for span in found if span.first not in taken or span.first <= head.first]
                return sorted([*found, *items], key=lambda span: span.first)
        return found

    def _whole(self, tokens: Tokens, span: NameSpan, meaning: Meaning) -> NameSpan:
        """A model with the variant that is named before it."""
        first, word = self._before(tokens, span)
        best, family = span.readings[0], self._family(span)
        if not word or best.is_place:
            return span
        if family is None:
            made = replace(best, slug=f"{best.slug}-{word}", name=f"{best.name} {word.capitalize()}", why=_WHY)
            return NameSpan(first, span.last, (replace(made, kind=NameKind.GRAMMAR, certainty=NameCertainty.LIKELY),))
        kept = tuple(filter(None, best.variant.split("-")))
        return NameSpan(first, span.last, meaning(ModelName(family, best.version, (), (*kept, word))))

    def _before(self, tokens: Tokens, span: NameSpan) -> tuple[int, str]:
        """Where a variant before a name begins, and which it is."""
        at = span.first - 1
        while at > 0 and (tokens.words[at] in _BETWEEN or tokens.words[at] in self.table.lab_words):
            at -= 1
        of, kind, word = at, tokens.word(at - 1), tokens.word(at - 2)
        if tokens.word(of) not in _OF or kind not in _KINDS or of < _FEW or not self._is_variant(word, span):
            return 0, ""
        return of - _FEW, word

    def _is_variant(self, word: str, span: NameSpan) -> bool:
        family = self._family(span)
        if not word.isalpha() or word in self.table.words.modifiers:
            return False
        if word in self.table.words.variants or word in self.table.words.joined:
            return True
        return family is not None and (word in family.lines or self.index.has_variant(family, word))

    def _family(self, span: NameSpan) -> Family | None:
        best = span.readings[0]
        return self.table.by_key.get(f"{best.lab}/{best.family}")

    def _heads(self, tokens: Tokens, found: Sequence[NameSpan]) -> Iterator[tuple[NameSpan, int]]:
        """Yield names that head a list, and where it begins.

        Behind the colon, or behind a model whose list goes on: "GPT-7 $2, mini $0.40".
        """
        for span in found:
            best = span.readings[0]
            if best.kind is NameKind.PRODUCT or (best.kind is NameKind.LAB and not self._generation(tokens, span)):
                continue
            colon = next((at for at in range(span.last, span.last + _HEAD) if ":" in tokens.gap(at)), 0)
            between = [one for one in found if span.last <= one.first < colon]
            if colon and not between:
                yield self._as_head(tokens, span), colon
            elif best.is_model and best.version:
                yield span, span.last

    def _generation(self, tokens: Tokens, lab: NameSpan) -> str:
        """The version of "Anthropic 4.5 gen"; empty for none."""
        number = tokens.word(lab.last)
        told = tokens.word(lab.last + 1) in _GENERATION and tokens.gap(lab.last) == " "
        return number if told and _SIZE.fullmatch(number) else ""

    def _as_head(self, tokens: Tokens, span: NameSpan) -> NameSpan:
        """A lab with a generation behind it as the family that leads there."""
        best = span.readings[0]
        family = self.table.flagships.get(best.slug) if best.kind is NameKind.LAB else None
        if family is None:
            return span
        made = replace(best, kind=NameKind.FAMILY, family=family.name, version=self._generation(tokens, span))
        return NameSpan(span.first, span.last, (made,))

    def _items(
        self, tokens: Tokens, head: NameSpan, first: int, found: Sequence[NameSpan], meaning: Meaning
    ) -> Iterator[NameSpan]:
        """Yield the first words of the items of a list that are variants of its head."""
        best, family = head.readings[0], self._family(head)
        places = self._places(tokens, first, family) if family is not None else []
        held = [span for span in found if not {*places}.isdisjoint(range(span.first, span.last))]
        strange = any(one.first not in places or one.readings[0].lab != best.lab for one in held)
        if family is None or strange or _are_versions(tokens, held, best):
            return
        for at in places:
            last = at + 1
            while tokens.gap(last) == "-" and self._has(family, tokens.word(last)):
                last += 1
            yield NameSpan(at, last, meaning(ModelName(family, best.version, (), tuple(tokens.words[at:last]))))

    def _places(self, tokens: Tokens, first: int, family: Family) -> list[int]:
        """Where the items begin that are variants of a family."""
        listed = ":" in tokens.gap(first)
        opened = (at for at in range(first, len(tokens)) if _opens(tokens, at, listed and at == first))
        return [at for at in opened if self._begins(tokens, at, family, listed=listed)]

    def _begins(self, tokens: Tokens, at: int, family: Family, *, listed: bool) -> bool:
        """Whether an item begins with a variant.

        Where no colon opens the list a price has to stand behind it.
        """
        if not self._has(family, tokens.words[at]) or tokens.word(at + 1) in self.table.words.plans:
            return False
        return listed or (tokens.word(at + 1)[:1].isdecimal() and "$" in tokens.gap(at + 1))

    def _has(self, family: Family, word: str) -> bool:
        words = self.table.words
        if word in words.modifiers or word in words.never:
            return False
        return word in family.lines or word in words.variants or word in words.joined or self._seen(family, word)

    def _seen(self, family: Family, word: str) -> bool:
        return word.isalpha() and (word in family.variants or self.index.has_seen(family.key, word))


def _opens(tokens: Tokens, at: int, first: bool) -> bool:  # noqa: FBT001 -- the place behind a colon
    """Whether an item of a list begins at a token."""
    return first or any(mark in tokens.gaps[at] for mark in _MARKS) or tokens.words[at - 1] == "and"


def _are_versions(tokens: Tokens, held: Sequence[NameSpan], head: NameReading) -> bool:
    """Whether the numbers behind variants are of their names.

    "Opus 4.1, Sonnet 4" of Claude 4, or of any Claude.
    """
    numbered = (one for one in held if any(word[0].isdecimal() for word in tokens.words[one.first : one.last]))
    majors = {one.readings[0].version.partition(".")[0] for one in numbered} - {""}
    return bool(majors) and majors <= ({head.version.partition(".")[0]} if head.version else majors)
