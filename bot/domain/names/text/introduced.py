"""Names recognizable only by their sentence.

"a model called fennec", "OpenAI's Garlic". The introducing words are rows of ``labs.toml``. Names that the table or a
known subject explains are not read here. A name introduced as a lab's codename is assigned to that lab, any other is a
label.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.domain.names.lab_table import LabTable
from bot.domain.names.number_parts import is_version
from bot.domain.names.reading import NameCertainty, NameKind, NameReading
from bot.domain.names.text.label_names import introduces, label_slug, names_of_a_kind
from bot.domain.names.text.spans import NameSpan
from bot.domain.names.text.tokens import Tokens
from bot.domain.names.text.typos import TypoIndex

_LONGEST = 4  # tokens of an introduced name
_SHORTEST = 4  # letters of an introduced name of one word
_LONG = 7  # letters of a misspelt word that introduces a name
_NOUN_WITHIN = 5  # tokens between a noun and the word that names it
_ARTICLES = frozenset({"a", "an", "the", "its", "in"})
_LEADS = frozenset({"a", "an", "the", "new", "old", "early"})  # behind "=" and before the model
_SINGULAR = ("us", "ss", "is")  # endings of one thing; other words in "s" are several ("strange things appeared")
_SAYS_MORE = frozenset({
    "quoted", "cited", "said", "asked", "back", "out", "live", "here", "up", "down", "gone", "available",
})  # fmt: skip
_ADDRESSED = frozenset({"you", "we", "i", "they", "somebody", "someone", "anybody", "anyone"})
_WHERE = frozenset({"internally", "inside", "publicly"})  # "known inside as Orion"
_PLAIN = 2  # plain words of a name that ends before a sign of equality
_SIGNS = ("=", "→", "->")  # lead from a label to what it is
_QUOTES = frozenset({'"', "'", "`", "*"})


class IntroducedNames:
    """Find introduced names by the words of the lab table."""

    def __init__(self, table: LabTable, typos: TypoIndex) -> None:
        self.words, self._typos = table.words, typos
        self._cues = self.words.naming | self.words.nouns | self.words.copulas | self.words.making
        self._naming_slips = TypoIndex(word for word in self.words.naming if len(word) > _LONG)
        self._things = self.words.nouns | {"thing"}
        self._cues |= self.words.owning | self.words.renaming | {"one", "name"}
        self._no_names = self.words.never | self.words.openers | self.words.copulas | self.words.common

    def read(self, tokens: Tokens, found: list[NameSpan]) -> list[NameSpan]:
        """The names found and the introduced ones among them, in order."""
        tokens = self._corrected(tokens)
        cued = not self._cues.isdisjoint(tokens.words)
        if not cued and not any(sign in tokens.text for sign in _SIGNS) and self.words.showing.isdisjoint(tokens.words):
            return found
        unlisted = list(self._makers(tokens, found))
        makers = [*unlisted, *((span.last, span.readings[0].lab) for span in found)]
        found = self._without_renamed(tokens, found)
        for first, last, codename in (*self._signed(tokens, found), *self._told(tokens, found, cued=cued)):
            found = _without_supposed(found, first, last, whole=introduces(tokens, first - 1, self.words))
            if not any(span.first < last and first < span.last for span in found):
                told = [lab for end, lab in makers if lab and end <= first] if codename or unlisted else []
                made = self._reading(tokens, first, last, next(iter(told), ""))
                found = [*found, NameSpan(first, last, (self._of_family(tokens, first, made, found),))]
        return sorted(found, key=lambda span: span.first)

    def _corrected(self, tokens: Tokens) -> Tokens:
        """The tokens with the words that introduce a name as they were meant: "codenam"."""
        long = [word for word in tokens.words if len(word) >= _LONG]
        slips = {word: meant for word in long if (meant := self._naming_slips.meant(word))}
        return replace(tokens, words=[slips.get(word, word) for word in tokens.words]) if slips else tokens

    def _without_renamed(self, tokens: Tokens, found: list[NameSpan]) -> list[NameSpan]:
        """The names without labels of nobody that are a lab's names of its models."""
        renamed = {(first, last) for first, last, _ in self._renamed(tokens, found)}
        return [span for span in found if (span.first, span.last) not in renamed or not _is_nobodys(span)]

    def _told(self, tokens: Tokens, found: Sequence[NameSpan], *, cued: bool) -> Iterator[tuple[int, int, bool]]:
        """Yield the names that a cue introduces, and those that came up where models hide."""
        if cued:
            yield from self._named(tokens, found)
            yield from self._renamed(tokens, found)
            yield from self._equated(tokens, found)
        if not self.words.showing.isdisjoint(tokens.words):
            yield from self._shown(tokens)

    def _makers(self, tokens: Tokens, found: Sequence[NameSpan]) -> Iterator[tuple[int, str]]:
        """Yield the makers that no table has, each with the token behind it.

        For example: "his lab AMI".
        """
        taken = {span.first for span in found if span.readings[0].kind is NameKind.LAB}
        for at, word in enumerate(tokens.words[:-1]):
            first = at + 1 + (tokens.word(at + 1) in self.words.calling)
            last = first
            while last < len(tokens) and last - first < _PLAIN and self._written(tokens, last, last + 1):
                if last > first and tokens.gaps[last] != " ":
                    break
                last += 1
            if word in self.words.makers and first < last and (first not in taken or last > first + 1):
                yield last, label_slug(tokens.text[tokens.starts[first] : tokens.ends[last - 1]]).partition("/")[2]

    @staticmethod
    def _reading(tokens: Tokens, first: int, last: int, lab: str) -> NameReading:
        text = tokens.text[tokens.starts[first] : tokens.ends[last - 1]]
        slug = label_slug(text)
        if lab:
            slug = f"{lab}/{slug.partition('/')[2]}"
        return NameReading(
            NameKind.LABEL, slug, text, lab, certainty=NameCertainty.LIKELY, why="named so in the sentence"
        )

    def _of_family(self, tokens: Tokens, first: int, made: NameReading, found: Sequence[NameSpan]) -> NameReading:
        """Read a name as one of the family before it: "a Claude model named Sonata"."""
        cues = self.words.nouns | self.words.calling
        for span in found:
            best, between = span.readings[0], tokens.words[span.last : first]
            if best.kind is NameKind.FAMILY and between and cues.issuperset(between):
                variant = made.slug.partition("/")[2]
                return replace(made, slug=f"{best.slug}-{variant}", lab=best.lab, family=best.family, variant=variant)
        return made

    def _named(self, tokens: Tokens, found: Sequence[NameSpan]) -> Iterator[tuple[int, int, bool]]:
        """Yield names after a naming word or possessive, or between a noun and a copula.

        The last item tells whether it is a codename.
        """
        words = self.words
        owners = {span.last for span in found if span.readings[0].is_place}
        for at, word in enumerate(tokens.words):
            if word in words.naming or word in words.calling:
                yield from self._behind_naming(tokens, at, found)
                yield from self._behind_maker(tokens, at) if tokens.word(at + 1) in _ARTICLES else ()
            elif names_of_a_kind(tokens, at, words):
                first = at + 1 + (tokens.word(at + 1) in words.naming_joints)
                if last := self._end(tokens, first):
                    yield first, last, True
            elif word in words.nouns:
                yield from self._behind_noun(tokens, at)
            elif at in owners:
                yield from self._behind_owner(tokens, at) if word == "s" else ()
                yield from self._behind_maker(tokens, at) if word in words.making else ()

    def _behind_naming(self, tokens: Tokens, at: int, found: Sequence[NameSpan]) -> Iterator[tuple[int, int, bool]]:
        word = tokens.words[at]
        first = at + 1 + (word == "known" and tokens.word(at + 1) in _WHERE)
        first += tokens.word(first) in self.words.naming_joints
        known = word == "known" and tokens.word(first - 1) == "as"
        noun = self._things & set(tokens.words[max(0, at - _NOUN_WITHIN) : at])
        if word in self.words.calling and not (noun or known):
            return
        codename = word in self.words.naming or any(span.last <= at for span in found)
        small = tokens.word(at - 1) in self._things  # "a model called kingfall", "codename hazelwick is …"
        small = small or (word in self.words.nouns and tokens.word(first + 1) in self.words.copulas)
        small = small and not tokens.capital(first)
        last = self._end(tokens, first, small=small and len(tokens.word(first)) > _SHORTEST)
        if last or self._is_called(tokens, first):
            last = last or first + 1
            yield first, last, codename

    def _is_called(self, tokens: Tokens, first: int) -> bool:
        """Whether one capitalized word is the whole name behind a "called"."""
        word = tokens.word(first)
        ends = (
            first + 1 >= len(tokens) or bool(tokens.gap(first + 1).strip()) or tokens.word(first + 1) in self._no_names
        )
        return len(word) >= _SHORTEST and tokens.capital(first) and ends and word not in self._no_names

    def _renamed(self, tokens: Tokens, found: Sequence[NameSpan]) -> Iterator[tuple[int, int, bool]]:
        """Yield a name in quotes behind the model that somebody calls so.

        For example: "they call GPT-7 'Meridian'".
        """
        for span in found:
            before = span.first - 1 - (tokens.word(span.first - 1) in _ARTICLES)
            called = span.readings[0].is_model and tokens.word(before) in self.words.renaming
            if called and tokens.gap(span.last)[-1:] in _QUOTES and (last := self._end(tokens, span.last)):
                yield span.last, last, True

    def _behind_noun(self, tokens: Tokens, at: int) -> Iterator[tuple[int, int, bool]]:
        last = self._end(tokens, at + 1, small=True)
        quoted = last and tokens.gaps[at + 1][-1:] in _QUOTES
        if last and (quoted or tokens.word(last) in self.words.copulas):
            yield at + 1, last, False

    def _behind_owner(self, tokens: Tokens, at: int) -> Iterator[tuple[int, int, bool]]:
        first = at + 1 + (tokens.word(at + 1) in self.words.owning)
        last = self._end(tokens, first)
        alone = last == at + 2 or (last and tokens.gaps[first][-1:] in _QUOTES)  # "Apple's secret 'Marlin' model"
        told = alone and tokens.word(last) in self.words.copulas | self.words.nouns
        told = told or (last > first + 1 and tokens.word(last - 1) in self.words.variants)  # "Sakana's Fugu Ultra"
        if last and tokens.capital(first) and told:
            yield first, last, True

    def _behind_maker(self, tokens: Tokens, at: int) -> Iterator[tuple[int, int, bool]]:
        """Yield a name of several words that a lab makes, or gives up.

        "Sakana cancels Fugu Ultra" gives one up.
        """
        first = at + 1
        while first - at <= _NOUN_WITHIN and tokens.word(first) in self.words.owning | self.words.nouns | _ARTICLES:
            first += 1
        last = self._end(tokens, first)
        noun = last == first + 1 and first > at + 1 and tokens.word(last) in self.words.nouns  # "scrap its Ajax model"
        noun = noun and tokens.word(first) not in self.words.pair_words | self.words.joined
        if (last > first + 1 or noun) and tokens.capital(first):
            yield first, last, True

    def _equated(self, tokens: Tokens, found: Sequence[NameSpan]) -> Iterator[tuple[int, int, bool]]:
        """Yield names equated with a model ("riftrunner is Gemini 3 Pro", "isn't Fennec")."""
        models = [span for span in found if span.readings[0].is_model or span.readings[0].kind is NameKind.FAMILY]
        yield from self._ends_told(tokens, found)
        if models:
            yield from self._at_head(tokens, models)
            yield from self._in_list(tokens, models)
            yield from self._at_end(tokens, models)

    def _ends_told(self, tokens: Tokens, found: Sequence[NameSpan]) -> Iterator[tuple[int, int, bool]]:
        """Yield a plain word with a label's ending that is said to be a name's.

        For example: "crouton alpha is deepseek".
        """
        told = {span.first - before for span in found for before in (1, 2)}
        for at in range(1, len(tokens) - 1):
            if tokens.words[at] in self.words.label_ends and tokens.words[at + 1] in self.words.copulas:
                first = self._small(tokens, at) if tokens.words[at - 1] not in self.words.pair_words else at
                if first < at and tokens.gaps[at] == " " and at + 1 in told:
                    yield first, at + 1, False

    def _signed(self, tokens: Tokens, found: Sequence[NameSpan]) -> Iterator[tuple[int, int, bool]]:
        """Yield what stands before a sign of equality, or an arrow, and a model.

        "garnet = Opus 6", "tin fox = a new Grok", "Dune → Gemini 5".
        """
        kinds = (NameKind.FAMILY, NameKind.GRAMMAR, NameKind.LEDGER, NameKind.DISCOVERED)
        for model in [span for span in found if span.readings[0].kind in kinds]:
            reach = range(model.first, max(0, model.first - 3), -1)
            last = next((at for at in reach if any(sign in tokens.gaps[at] for sign in _SIGNS)), 0)
            if last and _LEADS.issuperset(tokens.words[last : model.first]):
                arrow = "=" not in tokens.gaps[last] and self.words.showing.isdisjoint(tokens.words)
                last -= 2 * (tokens.word(last - 2) == "on")  # "moonwalk on designarena = …"
                first = self._before_sign(tokens, last, arrow=arrow)
                yield from [(first, last, False)] if first < last else []

    def _before_sign(self, tokens: Tokens, last: int, *, arrow: bool) -> int:
        """Return where a name begins that ends before a sign.

        An ``arrow`` needs it capitalized and at the head of an entry.
        """
        first = last
        while first > 0 and last - first < _LONGEST and self._written(tokens, first - 1, last):
            first -= 1
        if not arrow:
            return first if first < last else self._small(tokens, last)
        return first if first == 0 or tokens.gaps[first].strip() else last

    def _small(self, tokens: Tokens, last: int) -> int:
        """Return where a name of one or two plain words begins that ends before ``last``.

        Itself if none does.
        """
        first = last
        while last - first < _PLAIN and first > 0 and (first == last or tokens.gaps[first] == " "):
            word = tokens.words[first - 1]
            if not word.isalpha() or len(word) < _SHORTEST - (first < last) or word in self._no_names:
                break
            first -= 1
        return first

    def _written(self, tokens: Tokens, at: int, last: int) -> bool:
        """Whether a word is written as part of a name that ends before ``last``."""
        joined = at + 1 == last or tokens.gaps[at + 1] == " "
        return joined and tokens.capital(at) and tokens.words[at] not in self._no_names

    def _at_head(self, tokens: Tokens, models: Sequence[NameSpan]) -> Iterator[tuple[int, int, bool]]:
        words = self.words
        first = next((at for at, word in enumerate(tokens.words) if word not in words.openers), len(tokens))
        last = self._end(tokens, first, small=True)
        copula = self._copula(tokens, last) if last else 0
        if not copula or (copula != last and tokens.word(last) not in words.openers):
            return
        if _says_more(tokens, copula) or "," in tokens.gap(last):  # "Hello, could you tell me …"
            return
        behind = next((span for span in models if span.first >= copula), None)
        between = tokens.gaps[copula : behind.first + 1] if behind is not None else []
        if 0 < len(between) <= 2 * _NOUN_WITHIN + 1 and not any(":" in gap for gap in between):
            yield first, last, False

    def _copula(self, tokens: Tokens, last: int) -> int:
        """The word or sign close behind a name that may equate it with another.

        0 for none.
        """
        reach = range(last, min(last + _NOUN_WITHIN, len(tokens)))
        equal = (at for at in reach if tokens.words[at] in self.words.copulas or tokens.gaps[at].strip() == "=")
        return next(equal, 0)

    def _in_list(self, tokens: Tokens, models: Sequence[NameSpan]) -> Iterator[tuple[int, int, bool]]:
        """Yield the words of a list that are each said to be a model.

        "… sonic was Grok 5, quasar was GPT-6".
        """
        ahead = {span.first for span in models}
        starts = [at for at in range(1, len(tokens)) if tokens.gaps[at].strip() in (",", ":", "-", "—", "–")]
        told = [at for at in starts if tokens.word(at + 1) in self.words.copulas and at + 2 in ahead]
        if len(told) > 1:
            yield from ((at, at + 1, False) for at in told if self._end(tokens, at, small=True) == at + 1)

    def _shown(self, tokens: Tokens) -> Iterator[tuple[int, int, bool]]:
        """Yield two plain words at the head that came up where models hide.

        "quiet walrus popped up in the arena".
        """
        for at in range(_PLAIN, len(tokens)):
            several = tokens.words[at - 1].endswith("s") and not tokens.words[at - 1].endswith(_SINGULAR)
            if tokens.words[at] in self.words.appearing and self._small(tokens, at) == at - _PLAIN and not several:
                first = at - _PLAIN
                if all(word in self.words.openers for word in tokens.words[:first]):
                    yield first, at, False

    def _at_end(self, tokens: Tokens, models: Sequence[NameSpan]) -> Iterator[tuple[int, int, bool]]:
        first = len(tokens) - 1
        if first <= 1 or not tokens.words[first].isalpha() or not tokens.capital(first):
            return
        copula = first - 1 - (tokens.words[first - 1] == "t")
        if tokens.words[copula] in self.words.copulas and models[-1].last == copula and self._end(tokens, first):
            yield first, first + 1, False

    def _end(self, tokens: Tokens, first: int, *, small: bool = False) -> int:
        """Return the token after a name that begins at a token; 0 if none does.

        A name is quoted, hyphenated or capitalized; with ``small`` it may be one lower-case word.
        """
        if first >= len(tokens) or tokens.words[first] in self.words.never | self.words.common:
            return 0
        quoted, capital = tokens.gaps[first][-1:] in _QUOTES, tokens.capital(first)
        last = first + 1
        while last < len(tokens) and last - first < _LONGEST and self._goes_on(tokens, last, quoted, capital):
            last += 1
        if capital and not small and tokens.gap(last) in (" ", "-") and is_version(tokens.word(last)):
            return self._with_variants(tokens, last + 1)  # "a model called Ajax 2"
        written = quoted or capital or (small and tokens.words[first].isalpha())
        return last if last > first + 1 or self._stands_alone(tokens.words[first], written=written) else 0

    def _with_variants(self, tokens: Tokens, last: int) -> int:
        """Return the token after the variants behind a version: "Ajax 2 Ultra"."""
        while tokens.gap(last) in (" ", "-") and tokens.word(last) in self.words.variants:
            last += 1
        return last

    def _stands_alone(self, word: str, *, written: bool) -> bool:
        """Whether one word is a name: long enough, ``written`` as one.

        A lab misspelt is none ("Nvida released …").
        """
        return written and len(word) >= _SHORTEST and not self._typos.meant(word)

    def _goes_on(self, tokens: Tokens, at: int, quoted: bool, capital: bool) -> bool:  # noqa: FBT001 -- two marks of one name
        """Whether a token goes on with a name."""
        spaced = tokens.gaps[at] == " " and (quoted or (capital and tokens.capital(at)))
        if tokens.gaps[at] not in ("-", "") and not spaced:
            return False
        return tokens.words[at] not in self.words.copulas and (quoted or tokens.words[at] not in self.words.never)


def _says_more(tokens: Tokens, copula: int) -> bool:
    """Whether a copula tells what is so of a name, or asks somebody.

    For example: "is back", "is quoted as", "could you".
    """
    following = tokens.word(copula + 1)
    return following in _ADDRESSED or (tokens.words[copula] in ("is", "was") and following in _SAYS_MORE)


def _is_nobodys(span: NameSpan) -> bool:
    """Whether a name was read as a label without a lab."""
    return span.readings[0].kind is NameKind.LABEL and not span.readings[0].lab


def _without_supposed(found: list[NameSpan], first: int, last: int, *, whole: bool) -> list[NameSpan]:
    """The names without bare variants that a longer name ends in.

    A ``whole`` name, behind "called", ends in no nickname either.
    """
    inner = [span for span in found if first <= span.first and span.last <= last]
    supposed = all(
        span.first > first and (span.readings[0].certainty is NameCertainty.POSSIBLE or (whole and span.last == last))
        for span in inner
    )
    return [span for span in found if span not in inner] if supposed else found
