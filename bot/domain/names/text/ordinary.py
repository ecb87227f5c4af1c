"""Families named by an ordinary word, and labs in small letters.

What is named beside tells them. An ordinary word is a family where its lab is named or its version joined to a model:
"stepfun dropped step 4", "mercury 2 from inception", "jais 2 and falcon h1".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.names.grammar import NameGrammar, Style, matches
from bot.domain.names.lab_table import Head
from bot.domain.names.model_name import ModelName
from bot.domain.names.reading import NameReading
from bot.domain.names.text.series import is_listed
from bot.domain.names.text.spans import NameSpan
from bot.domain.names.text.tokens import Tokens

Meaning = Callable[[ModelName, "datetime | None"], tuple[NameReading, ...]]
FixedAt = Callable[[Tokens, int, Style], "NameSpan | None"]


class OrdinaryNames:
    """Find names that are ordinary words by the labs and models beside them."""

    def __init__(self, grammar: NameGrammar, meaning: Meaning, fixed_at: FixedAt) -> None:
        self.grammar, self.table = grammar, grammar.table
        self._meaning, self._fixed_at = meaning, fixed_at

    def families(self, tokens: Tokens, found: list[NameSpan], at: datetime | None) -> list[NameSpan]:
        """The names found and the families among them, in order."""
        models = [span for span in found if span.readings[0].is_model]
        labs = self._labs(tokens, found)
        for span in self._heads(tokens, at) if labs or models else ():
            free = all(span.last <= one.first or one.last <= span.first for one in found)
            if free and self._is_meant(tokens, span, labs, models):
                found = [*found, span]
        return sorted(found, key=lambda one: one.first)

    @staticmethod
    def _is_meant(tokens: Tokens, span: NameSpan, labs: set[str], models: Sequence[NameSpan]) -> bool:
        """Whether the lab of a family is named, or a model that its version is joined to."""
        best, capital = span.readings[0], tokens.capital(span.first) or span.last > span.first + 1
        if best.lab in labs:
            return bool(best.version) or (capital and not models)
        return bool(best.version) and any(is_listed(tokens, one, span.first, span.last) for one in models)

    def _labs(self, tokens: Tokens, found: Sequence[NameSpan]) -> set[str]:
        """The labs of a text; of one without capitals those that are ordinary words, too."""
        labs = {span.readings[0].lab for span in found if span.readings[0].is_place}
        if not any(map(tokens.capital, range(len(tokens)))):
            labs |= {row.slug for word in tokens.words for row in self.table.lab_words.get(word, ())}
        return labs

    def _heads(self, tokens: Tokens, at: datetime | None) -> Iterator[NameSpan]:
        """Yield the families that begin with an ordinary word, with their versions."""
        for first, word in enumerate(tokens.words):
            for head in self.table.heads.get(word, ()):
                if head.family.ordinary and matches(tokens, first, head.words):
                    yield self._span(tokens, first, head, at)

    def _span(self, tokens: Tokens, first: int, head: Head, at: datetime | None) -> NameSpan:
        name = self.grammar.read_from(tokens, first, head, Style.QUESTION, at) or ModelName(
            head.family, "", (), (), (), "", first, first + len(head.words), opened=False
        )
        last, words = name.last, self.table.words
        tier = tokens.word(last) in words.variants and tokens.word(last + 1) not in words.plans
        if tier and tokens.capital(last) and tokens.gap(last) == " " and not name.version:  # "Meta's Muse Ultra"
            name = replace(name, after=(*name.after, tokens.words[last]), last=last + 1)
        return NameSpan(first, name.last, self._meaning(name, at))

    def small_labs(self, tokens: Tokens, found: list[NameSpan]) -> list[NameSpan]:
        """Add the labs in small letters that a model is named of.

        For example: "poolside is training Laguna 3".
        """
        labs = {span.readings[0].lab for span in found if span.readings[0].is_model}
        known = self.table.lab_words
        for first in [at for at, word in enumerate(tokens.words) if word in known] if labs else ():
            own = any(row.slug in labs and len(row.words) == 1 for row in known[tokens.words[first]])
            if own and all(first < span.first or span.last <= first for span in found):
                fixed = self._fixed_at(tokens, first, Style.NAME)
                found = [*found, fixed] if fixed is not None else found
        return sorted(found, key=lambda one: one.first)
