"""Names in running text, found by hash and grammar, longest first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.names.grammar import Style
from bot.domain.names.index import IndexEntry, KnownSubject, NameIndex
from bot.domain.names.lab_table import Fixed
from bot.domain.names.model_name import ModelName
from bot.domain.names.number_parts import MONTHS, amount_before
from bot.domain.names.reading import Mention, NameCertainty, NameKind, NameReading
from bot.domain.names.text.bare import BareNames
from bot.domain.names.text.coined import CoinedNames
from bot.domain.names.text.entries import EntryNames
from bot.domain.names.text.introduced import IntroducedNames
from bot.domain.names.text.lab_labels import LabLabels
from bot.domain.names.text.label_names import introduces, label_at, label_reading
from bot.domain.names.text.misspelt import MisspeltNames
from bot.domain.names.text.ordinary import OrdinaryNames
from bot.domain.names.text.series import SeriesNames
from bot.domain.names.text.spans import NameSpan
from bot.domain.names.text.tokens import Tokens, compact, fixed_matches, has_quoted, tokenize
from bot.domain.names.text.typos import TypoIndex
from bot.domain.names.text.variants_apart import VariantsApart

_JOINTS = frozenset({"", " ", "-", "_", "  ", "/"})
_INSIDE = frozenset("@./")  # precedes an address or a handle, not a name
_USED = ("released", "limited access")
_PREFIX = 4  # letters of "post-" and "anti-"
_GENERATION = re.compile(r"[2-9](?:\.\d)?|1\.5")
_UNSEEN = "a name no list has shown yet"
_STANDINGS = {"good": NameCertainty.CERTAIN, "speculation": NameCertainty.LIKELY}


class SentenceReader:
    """Find and resolve the names in sentences by known subjects and lab grammars."""

    def __init__(self, index: NameIndex, typos: TypoIndex, misspelt: TypoIndex) -> None:
        self.index, self.table = index, index.table
        self.typos, self.misspelt = typos, misspelt
        self._misspelt = MisspeltNames(index, typos, misspelt, self._at, self._entries)
        self._bare = BareNames(index, typos)
        self._ordinary = OrdinaryNames(index.grammar, self.of_name, self._fixed_at)
        self._introduced = IntroducedNames(index.table, typos)
        self._coined = CoinedNames(index.table)
        self._lab_labels = LabLabels(index.table)
        self._entry_names = EntryNames(index.table)
        self._series = SeriesNames(index.table)
        self._apart = VariantsApart(index)

    def read(
        self, text: str, followed: Sequence[str] = (), at: datetime | None = None, style: Style = Style.TEXT
    ) -> tuple[Mention, ...]:
        """Every name in a text, in order and without overlaps.

        ``followed`` are slugs of what the sentence is about or the place follows, the most recent first: they decide
        what a bare version ("5.5", "V4") means where the sentence itself does not. ``at`` is the moment whose knowledge
        counts: subjects and aliases learned later are not known, and an alias has its standing of then. ``style`` is
        that of a question where the text is put to us.
        """
        tokens = tokenize(text)
        return tuple(_mention(tokens, span) for span in self._spans(tokens, followed, at, style))

    def _spans(self, tokens: Tokens, followed: Sequence[str], at: datetime | None, style: Style) -> list[NameSpan]:
        """Find the names of a text: full, then bare, then misspelt if no model is named."""
        found = self._misspelt.families(tokens, self._named(tokens, at, style), at, style)
        found = [self._misspelt.with_variant(tokens, span, at, style) for span in found]
        found = self._bare.read(
            tokens, found, followed, lambda name: self.of_name(name, at), at, asked=style is Style.QUESTION
        )
        if not any(span.readings[0].is_model for span in found):
            found = self._misspelt.repaired(tokens, self._ordinary.families(tokens, found, at), at, style)
        found = (
            self._ordinary.small_labs(tokens, self._ordinary.families(tokens, found, at)) if style.is_running else found
        )
        if not style.is_running or not (found or self._entry_names.are_told_of(tokens)):
            return found
        found = self._apart.read(tokens, found, lambda name: self.of_name(name, at))
        found = self._introduced.read(tokens, self._coined.read(tokens, found))
        found = self._entry_names.read(tokens, found)
        found = self._series.read(tokens, self._lab_labels.read(tokens, found))
        return [self._misspelt.known_label(tokens, span, at) for span in found]

    def _named(self, tokens: Tokens, at: datetime | None, style: Style) -> list[NameSpan]:
        found: list[NameSpan] = []
        place = 0
        heads, labs, products = self.table.heads, self.table.lab_words, self.table.products
        ends = self.table.words.label_ends
        for first, word in enumerate(tokens.words):
            if first < place:
                continue
            head = word in heads or word in labs or word in products
            longest = self.index.longest(word)
            if not head and not longest and word not in ends:
                continue
            span = self._at(tokens, first, place, longest, at, style)
            if span is not None:
                found.append(span)
                place = span.last
        return found

    def _at(
        self, tokens: Tokens, first: int, place: int, longest: int, at: datetime | None, style: Style
    ) -> NameSpan | None:
        """Find the longest name at a token: known, by grammar, a label, a lab, a product."""
        if self._inside(tokens, first):
            return None
        known = self._known_at(tokens, first, longest, at, style) if longest else None
        name = self.index.grammar.read_at(tokens, first, style, at)
        best = self._with_variant(tokens, known, at) if name is None else known
        if name is not None and (best is None or name.last > best.last) and name.first >= place:
            best = NameSpan(name.first, name.last, self.of_name(name, at))
        best = self._next_generation(tokens, best) if name is None else best
        label = label_at(tokens, first, place, self.table.words)
        if label is not None and (best is None or label[1] > best.last):
            text = tokens.text[tokens.starts[label[0]] : tokens.ends[label[1] - 1]]
            best = NameSpan(label[0], label[1], (label_reading(text),))
        fixed = self._fixed_at(tokens, first, style)
        if fixed is not None and (best is None or fixed.last > best.last):
            best = fixed
        return best

    def _with_variant(self, tokens: Tokens, span: NameSpan | None, at: datetime | None) -> NameSpan | None:
        """A codename that stands for a model, with the variant behind it: "Astra Mini"."""
        if span is None or span.readings[0].kind is not NameKind.LEDGER or tokens.gap(span.last) not in (" ", "-"):
            return span
        word, meant = tokens.word(span.last), self.index.meaning(span.readings[0].slug)
        if meant is None or word in meant.variants:
            return span
        if word not in self.table.words.variants or self._goes_on(tokens, span.last + 1):
            return span
        made = replace(meant, after=(*meant.after, word), first=span.first, last=span.last + 1)
        return NameSpan(span.first, span.last + 1, self.of_name(made, at))

    def _next_generation(self, tokens: Tokens, span: NameSpan | None) -> NameSpan | None:
        """A codename with the number of its generation behind it: "Avocado 2"."""
        if span is None or span.readings[0].is_place:
            return span
        meant = self.index.meaning(span.readings[0].slug) is not None
        if meant and not introduces(tokens, span.first - 1, self.table.words):
            return span
        number, end = tokens.word(span.last), span.last + 1
        if (
            tokens.gap(span.last) not in (" ", "-")
            or not _GENERATION.fullmatch(number)
            or "/" not in span.readings[0].slug
        ):
            return span
        if amount_before(tokens, end, self.table.words) or tokens.word(end) in MONTHS:
            return span
        of = span.readings[0]
        kind = NameKind.LABEL if of.kind is NameKind.LABEL else NameKind.GRAMMAR
        if meant:  # "named Behemoth 2": no longer the Llama 4 of that name
            word = tokens.words[span.first]
            of = replace(of, slug=f"{of.lab}/{word}", name=word.capitalize())
        made = NameReading(
            kind,
            f"{of.slug}-{number}",
            f"{of.name} {number}",
            of.lab,
            version=number,
            certainty=NameCertainty.LIKELY,
            why=_UNSEEN,
        )
        return NameSpan(span.first, end, (made,))

    def _inside(self, tokens: Tokens, first: int) -> bool:
        """Whether a token is inside a word, handle or address.

        An id after its author is not.
        """
        gap = tokens.gaps[first]
        if tokens.gap(first + 1) == "@" or (gap == "-" and self._goes_before(tokens, first)):
            return True
        if gap == "/" and first > 0 and self._is_author(tokens, first):
            return False
        return gap[-1:] in _INSIDE and (gap[-1] == "@" or (len(gap) == 1 and first > 0))

    def _goes_before(self, tokens: Tokens, first: int) -> bool:
        """Whether a plain word is hyphenated to a name and its version.

        "brick-falcon-2" is no Falcon.
        """
        word, words = tokens.words[first - 1], self.table.words
        versioned = tokens.gap(first + 1) == "-" and tokens.word(first + 1)[:1].isdecimal()
        parts = words.variants | words.joined | words.modifiers | words.derived
        plain = versioned and len(word) > _PREFIX and word.isalpha() and word not in parts
        return plain and not self._misspelt.is_head(word) and word not in self.table.products

    def _is_author(self, tokens: Tokens, last: int) -> bool:
        """Whether the words before a token are a list's namespace ("x-ai/").

        An address is none.
        """
        begin = last - 1
        while begin > 0 and tokens.gaps[begin] == "-":
            begin -= 1
        before = tokens.gaps[begin]
        outside = not before or before[-1] not in _INSIDE
        return outside and self.table.is_first_party("-".join(tokens.words[begin:last]))

    def _known_at(self, tokens: Tokens, first: int, longest: int, at: datetime | None, style: Style) -> NameSpan | None:
        """The longest known name that begins at a token."""
        last = first + 1
        while last < len(tokens) and last - first < longest and tokens.gaps[last] in _JOINTS:
            last += 1
        for end in range(last, first, -1):
            entries = self.index.named(compact(tokens.words[first:end]))
            if not entries or self._goes_on(tokens, end):
                continue
            readings = self._lines(self._entries(entries, at), tokens.words[first:end], tokens.word(end), at)
            readings = self._itself_first(readings, tokens, (first, end), style, at)
            if readings and (not style.is_running or self._stands_out(tokens, first, end)):
                return NameSpan(first, end, readings)
        return None

    def _entries(self, entries: tuple[IndexEntry, ...], at: datetime | None) -> tuple[NameReading, ...]:
        """Resolve a known name: its own subject, good aliases, supposed subjects."""
        found: dict[str, NameReading] = {}
        for entry in entries:
            standing = entry.name.standing(at)
            certainty = _STANDINGS.get(standing)
            if certainty is None or not entry.subject.known(at):
                continue
            own = entry.own or certainty < NameCertainty.CERTAIN
            reading = self.of_subject(entry.subject, at, certainty if own else NameCertainty.CERTAIN, standing)
            other = found.get(entry.subject.slug)
            if other is None or other.certainty < reading.certainty:
                found[entry.subject.slug] = reading
        own_slugs = {entry.subject.slug for entry in entries if entry.own}
        if own_slugs & set(found):
            found = {
                slug: reading
                if slug in own_slugs
                else replace(reading, certainty=min(reading.certainty, NameCertainty.LIKELY))
                for slug, reading in found.items()
            }
        return tuple(sorted(found.values(), key=lambda one: (-one.certainty, one.slug not in own_slugs, one.slug)))

    def _itself_first(
        self,
        readings: tuple[NameReading, ...],
        tokens: Tokens,
        place: tuple[int, int],
        style: Style,
        at: datetime | None,
    ) -> tuple[NameReading, ...]:
        """A versioned name is the model it says, before those it is only supposed to be."""
        if not readings or readings[0].certainty is NameCertainty.CERTAIN:
            return readings
        name = self.index.grammar.read_at(tokens, place[0], style, at)
        own = name is not None and name.last == place[1] and name.version and not name.opened
        return (self._unknown(name, at), *readings) if name is not None and own else readings

    def _stands_out(self, tokens: Tokens, first: int, end: int) -> bool:
        """Whether a known name is written as one.

        A lower-case word after "my", "a", "in" is not.
        """
        if end - first == 1 and tokens.gaps[first] == "-" and not self._misspelt.is_head(tokens.words[first - 1]):
            return False  # "nano-mango" is no Mango
        if end - first > 1 or not tokens.words[first].isalpha() or tokens.capital(first):
            return True
        return tokens.word(first - 1) not in self.table.words.not_name_after

    def _goes_on(self, tokens: Tokens, end: int) -> bool:
        """Whether the name's last word continues, or names a plan ("Ultra subscribers")."""
        words, following = self.table.words, tokens.word(end)
        if end < len(tokens) and tokens.gaps[end] == "" and following.isascii():
            return True
        return tokens.words[end - 1] in words.plan_variants and following in words.plans

    def _fixed_at(self, tokens: Tokens, first: int, style: Style) -> NameSpan | None:
        word = tokens.words[first]
        found: tuple[NameKind, Fixed] | None = None
        for kind, table in ((NameKind.LAB, self.table.lab_words), (NameKind.PRODUCT, self.table.products)):
            for row in table.get(word, ()):
                longer = found is None or len(row.words) > len(found[1].words)
                written = not row.capital or style is not Style.TEXT or tokens.capital(first)
                written = written or has_quoted(tokens, first + len(row.words))
                if longer and written and fixed_matches(tokens, first, row.words):
                    found = (kind, row)
        if found is None:
            return None
        kind, row = found
        last = first + len(row.words)
        lab = self.table.labs.get(row.slug)
        typed = tokens.text[tokens.starts[first] : tokens.ends[last - 1]]
        shown = lab.name if lab and kind is NameKind.LAB else typed if row.name.islower() else row.name
        reading = NameReading(kind, row.slug, shown, lab=row.slug.partition("/")[0])
        return NameSpan(first, last, (reading,))

    # --- what a name means

    def of_name(self, name: ModelName, at: datetime | None = None) -> tuple[NameReading, ...]:
        """Resolve a name by grammar: to known subjects, else to the model itself."""
        known = [self.of_subject(one, at) for one in self.index.meant(name.identity) if one.known(at)]
        if known and self._outgrown(name, at):
            return (self._unknown(name, at),)
        if known:
            return tuple(replace(one, stamp=name.stamp) if name.stamp else one for one in known)
        aliased = self._entries(self.index.named(compact(tokenize(name.title).words)), at)
        if aliased and (aliased[0].certainty is NameCertainty.CERTAIN or not name.version or name.opened):
            return aliased
        if (lone := self._only_one(name, at)) is not None:
            return (lone,)
        if name.family.product and not name.version:
            reading = NameReading(NameKind.PRODUCT, name.slug, name.title, name.family.lab, name.family.name)
            return (reading,)
        return (self._unknown(name, at), *aliased)

    def _only_one(self, name: ModelName, at: datetime | None) -> NameReading | None:
        """The one model that has a variant of its own, for its name without the version.

        For example: "Gemini Argon".
        """
        words = self.table.words
        if name.version or name.modifiers or len(name.variants) != 1 or name.opened:
            return None
        if {*name.variants} & (words.variants | words.joined | words.modifiers | {*name.family.lines}):
            return None
        members = self.index.members(name.identity, at)
        alike = [one for one in map(self.index.subject, members) if one is not None]
        alike = [one for one in alike if (own := self.index.meaning(one.slug)) and own.identity[3] == name.identity[3]]
        return self.of_subject(alike[0], at, NameCertainty.LIKELY) if len(alike) == 1 else None

    def of_subject(
        self,
        subject: KnownSubject,
        at: datetime | None = None,
        certainty: NameCertainty = NameCertainty.CERTAIN,
        standing: str = "good",
    ) -> NameReading:
        """The reading of a known subject."""
        meant = self.index.meaning(subject.slug)
        state, day = subject.state(at)
        return NameReading(
            subject.kind,
            subject.slug,
            subject.name,
            subject.lab or subject.slug.partition("/")[0],
            meant.family.name if meant else "",
            meant.version if meant else "",
            "-".join(meant.variants) if meant else "",
            certainty=certainty,
            members=self.index.members(meant.identity, at) if meant else (),
            state=state,
            dated=day,
            standing=standing,
        )

    def _outgrown(self, name: ModelName, at: datetime | None) -> bool:
        """Whether a line has versions in use, so that its bare name means no model."""
        if name.version or not name.variants or name.modifiers:
            return False
        known = (self.index.subject(slug) for slug in self.index.members(name.identity, at))
        return any(one is not None and one.state(at)[0] in _USED for one in known)

    def _lines(
        self, readings: tuple[NameReading, ...], words: Sequence[str], following: str, at: datetime | None
    ) -> tuple[NameReading, ...]:
        """Read aliases of an outgrown first model as its line, not before a modifier."""
        meant = self.index.meaning(readings[0].slug) if readings else None
        if (
            meant is None
            or not meant.modifiers
            or following in meant.modifiers
            or not {*words} <= {meant.family.name, *meant.variants}
        ):
            return readings
        line = replace(meant, modifiers=())
        return (self._unknown(line, at),) if self._outgrown(line, at) else readings

    def _unknown(self, name: ModelName, at: datetime | None) -> NameReading:
        members = self.index.members(name.identity, at) if name.version else ()  # of a family `resolve` says them
        kind = NameKind.GRAMMAR if name.version else NameKind.FAMILY
        certainty = NameCertainty.LIKELY if name.opened else NameCertainty.CERTAIN
        return NameReading(
            kind,
            name.slug,
            name.title,
            name.family.lab,
            name.family.name,
            name.version,
            "-".join(name.variants),
            name.stamp,
            certainty,
            members,
            why=_UNSEEN if name.opened else "",
        )


def _mention(tokens: Tokens, span: NameSpan) -> Mention:
    start, end = tokens.starts[span.first], tokens.ends[span.last - 1]
    written = tokens.text[start:end]
    return Mention(start, end, written, span.readings, tokens.disguised and not written.isascii())
