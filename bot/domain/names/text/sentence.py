"""Names in running text, found by hash and grammar, longest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.names.grammar import Style, matches
from bot.domain.names.index import IndexEntry, KnownSubject, NameIndex
from bot.domain.names.lab_table import Family, Fixed
from bot.domain.names.model_name import ModelName
from bot.domain.names.reading import Mention, NameCertainty, NameKind, NameReading
from bot.domain.names.text.bare import BareNames
from bot.domain.names.text.coined import CoinedNames
from bot.domain.names.text.introduced import IntroducedNames
from bot.domain.names.text.label_names import label_at, label_reading
from bot.domain.names.text.spans import NameSpan
from bot.domain.names.text.tokens import Tokens, compact, tokenize
from bot.domain.names.text.typos import TypoIndex, meant_words

_JOINTS = frozenset({"", " ", "-", "_", "  ", "/"})
_INSIDE = frozenset("@./")  # precedes an address or a handle, not a name
_SHORTEST_SLIP = 4  # letters of a variant with a slip in it
_SHORT = (3, 4)  # letters of a family whose swapped letters are corrected before a version
_BEFORE_VERSION = 3  # words of a name before its version
_VOWELS = frozenset("aeiouy")
_STANDINGS = {"good": NameCertainty.CERTAIN, "speculation": NameCertainty.LIKELY}


class SentenceReader:
    """Find and resolve the names in sentences by known subjects and lab grammars."""

    def __init__(self, index: NameIndex, typos: TypoIndex, misspelt: TypoIndex) -> None:
        self.index, self.table = index, index.table
        self.typos, self.misspelt = typos, misspelt
        self._bare = BareNames(index)
        self._introduced = IntroducedNames(index.table, typos)
        self._coined = CoinedNames(index.table)

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
        found = self._misspelt_families(tokens, self._named(tokens, at, style), at, style)
        found = [self._with_misspelt_variant(tokens, span, at, style) for span in found]
        found = self._bare.read(
            tokens, found, followed, lambda name: self.of_name(name, at), at, asked=style is Style.QUESTION
        )
        if not any(span.readings[0].is_model for span in found):
            found = self._repaired(tokens, self._beside_labs(tokens, found, at), at, style)
        if not style.is_running or not found:
            return found
        found = self._introduced.read(tokens, self._coined.read(tokens, found))
        return [self._known_label(tokens, span, at) for span in found]

    def _beside_labs(self, tokens: Tokens, found: list[NameSpan], at: datetime | None) -> list[NameSpan]:
        """Add a family whose name is an ordinary word where its lab is named too: "the Cursor team on Composer"."""
        labs = {span.readings[0].lab for span in found if span.readings[0].is_place}
        taken = {place for span in found for place in range(span.first, span.last)}
        for first, word in enumerate(tokens.words if labs else ()):
            for head in self.table.heads.get(word, ()) if first not in taken else ():
                written = head.family.ordinary and (tokens.capital(first) or len(head.words) > 1)
                if written and head.family.lab in labs and matches(tokens, first, head.words):
                    name = ModelName(head.family, "", (), (), (), "", first, first + len(head.words), opened=False)
                    span = NameSpan(first, first + len(head.words), self.of_name(name, at))
                    return sorted([*found, span], key=lambda one: one.first)
        return found

    def _known_label(self, tokens: Tokens, span: NameSpan, at: datetime | None) -> NameSpan:
        """A label with one slip as the known one: "sus-colunm-r"."""
        if span.readings[0].kind is not NameKind.LABEL or span.last - span.first == 1:
            return span
        words = [self.misspelt.meant(word) or word for word in tokens.words[span.first : span.last]]
        known = self._entries(self.index.named(compact(words)), at)
        why = f"read “{' '.join(tokens.words[span.first : span.last])}” as “{' '.join(words)}”"
        lower = tuple(replace(one, certainty=one.certainty.lower, why=why) for one in known)
        return replace(span, readings=lower) if lower else span

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
        best: NameSpan | None = None
        if longest:
            best = self._known_at(tokens, first, longest, at, style)
        name = self.index.grammar.read_at(tokens, first, style)
        if name is not None and (best is None or name.last > best.last) and name.first >= place:
            best = NameSpan(name.first, name.last, self.of_name(name, at))
        label = label_at(tokens, first, place, self.table.words)
        if label is not None and (best is None or label[1] > best.last):
            text = tokens.text[tokens.starts[label[0]] : tokens.ends[label[1] - 1]]
            best = NameSpan(label[0], label[1], (label_reading(text),))
        fixed = self._fixed_at(tokens, first, style)
        if fixed is not None and (best is None or fixed.last > best.last):
            best = fixed
        return best

    def _inside(self, tokens: Tokens, first: int) -> bool:
        """Whether a token is inside a word, handle or address.

        An id after its author is not.
        """
        gap = tokens.gaps[first]
        if tokens.gap(first + 1) == "@":
            return True
        if gap == "/" and first > 0 and self._is_author(tokens, first):
            return False
        return bool(gap) and gap[-1] in _INSIDE and (gap[-1] == "@" or (len(gap) == 1 and first > 0))

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
            readings = self._entries(entries, at)
            if readings and (not style.is_running or self._stands_out(tokens, first, end)):
                return NameSpan(first, end, readings)
        return None

    def _entries(self, entries: tuple[IndexEntry, ...], at: datetime | None) -> tuple[NameReading, ...]:
        """Resolve a known name.

        Its own subject, then good aliases, then supposed subjects.
        """
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

    def _stands_out(self, tokens: Tokens, first: int, end: int) -> bool:
        """Whether a known name is written as one.

        A lower-case word after "my", "a", "in" is not.
        """
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
                if longer and written and _fixed_matches(tokens, first, row.words):
                    found = (kind, row)
        if found is None:
            return None
        kind, row = found
        last = first + len(row.words)
        lab = self.table.labs.get(row.slug)
        shown = lab.name if lab and kind is NameKind.LAB else tokens.text[tokens.starts[first] : tokens.ends[last - 1]]
        reading = NameReading(kind, row.slug, shown, lab=row.slug.partition("/")[0])
        return NameSpan(first, last, (reading,))

    def _repaired(self, tokens: Tokens, found: list[NameSpan], at: datetime | None, style: Style) -> list[NameSpan]:
        """Add the first name with one wrong letter.

        Next to other names a number must follow.
        """
        taken = {place for span in found for place in range(span.first, span.last)}
        for first, word in enumerate(tokens.words):
            if first in taken or (found and not tokens.word(first + 1)[:1].isdecimal()):
                continue
            meant = self._meant(word, style)
            span = self._mended(tokens, first, [meant], at, style) if meant else None
            if span is not None and taken.isdisjoint(range(span.first, span.last)):
                return sorted([*found, span], key=lambda one: one.first)
        return found

    def _misspelt_families(
        self, tokens: Tokens, found: list[NameSpan], at: datetime | None, style: Style
    ) -> list[NameSpan]:
        """Add names misspelt before their version.

        "Gork 4.7", "geminni 3.5 flash", "mistrl lagre 4".
        """
        taken = {place for span in found for place in range(span.first, span.last)}
        ours = {span.first for span in found if span.readings[0].is_place and span.last == span.first + 1}
        for first in _before_numbers(tokens, taken, ours):
            span = self._mended_before_version(tokens, first, at, style)
            if span is not None and not (taken - ours) & set(range(span.first, span.last)):
                kept = [one for one in found if one.last <= span.first or one.first >= span.last]
                found = sorted([*kept, span], key=lambda one: one.first)
                taken.update(range(span.first, span.last))
        return found

    def _mended_before_version(self, tokens: Tokens, first: int, at: datetime | None, style: Style) -> NameSpan | None:
        """The name at a token once the words before its version are those that were meant; None where all are right."""
        stop = first + 1
        while stop - first < _BEFORE_VERSION and not _version_at(tokens, stop) and tokens.gap(stop) in (" ", "-"):
            stop += 1
        if not _version_at(tokens, stop):
            return None
        meant = [self._meant_of_name(word, style, n) for n, word in enumerate(tokens.words[first:stop])]
        if not meant or not all(meant) or meant == tokens.words[first:stop]:
            return None
        span = self._mended(tokens, first, meant, at, style)
        initial = len(tokens.words[first]) == 1  # "g3 pro": glued to its version, and the variant tells whose
        if span is None or span.last <= stop + initial:
            return None
        sure = span.readings[0].certainty > NameCertainty.POSSIBLE and stop == first + 1 and not tokens.gap(stop)
        return span if sure or not initial else None

    def _meant_of_name(self, word: str, style: Style, place: int) -> str:
        """The word of a name that a word before a version means, its first at place 0; empty for none."""
        table = self.table
        if word in table.heads or word in table.words.variants:
            return word
        meant = table.shortened.get(word) or self._swapped(word) or self._meant(word, style)
        return meant or (self.typos.longer(word) if place or not set(word) & _VOWELS else "")

    def _with_misspelt_variant(self, tokens: Tokens, span: NameSpan, at: datetime | None, style: Style) -> NameSpan:
        """Extend a name by a variant with one wrong letter: "gemini 3.8 falsh"."""
        reading = span.readings[0]
        family = self.table.by_key.get(f"{reading.lab}/{reading.family}")
        if family is None or not reading.version:
            return span
        places = (at for at in (*range(span.first + 1, span.last), span.last) if tokens.gap(at) in (" ", "-"))
        behind, meant = next(
            ((at, meant) for at in places if (meant := self._meant_variant(tokens.word(at), family))), (0, "")
        )
        if not meant:
            return span
        word = tokens.words[behind]
        mended = replace(tokens, words=[*tokens.words[:behind], meant, *tokens.words[behind + 1 :]])
        longer = self._at(mended, span.first, 0, self.index.longest(tokens.words[span.first]), at, style)
        if longer is None or longer.last <= behind:
            return span
        why = f"read “{word}” as “{meant}”"
        lower = (replace(one, certainty=one.certainty.lower, why=why) for one in longer.readings)
        return NameSpan(longer.first, longer.last, tuple(lower))

    def _meant_variant(self, word: str, family: Family) -> str:
        """The variant of a family that a word is a slip of; empty for none."""
        words = self.table.words
        known = word in family.lines or word in self.table.heads or self.index.has_variant(family, word)
        if len(word) < _SHORTEST_SLIP or not word.isalpha() or known:
            return ""
        if word in words.never or word in words.common:
            return ""
        meant = (one for one in meant_words(word) if one in family.lines or self.index.has_variant(family, one))
        return min(meant, default="")

    def _swapped(self, word: str) -> str:
        """Return the short family that a word is with two neighbouring letters swapped.

        Such words are too short to be repaired without a version.
        """
        words = self.table.words
        if not _SHORT[0] <= len(word) <= _SHORT[1] or word in words.not_typos or word in words.never:
            return ""
        forms = (word[:n] + word[n + 1] + word[n] + word[n + 2 :] for n in range(len(word) - 1))
        return next((form for form in forms if form != word and form in self.table.heads), "")

    def _meant(self, word: str, style: Style) -> str:
        """Return the family or lab one letter away from a word; in a name, any name."""
        if word in self.table.words.not_typos or word in self.table.words.never:
            return ""
        return self.typos.meant(word) or (self.misspelt.meant(word) if style is Style.NAME else "")

    def _mended(
        self, tokens: Tokens, first: int, meant: Sequence[str], at: datetime | None, style: Style
    ) -> NameSpan | None:
        """The name at a token once its words are those that were meant."""
        last = first + len(meant)
        mended = replace(tokens, words=[*tokens.words[:first], *meant, *tokens.words[last:]])
        span = self._at(mended, first, 0, self.index.longest(meant[0]), at, style)
        if span is None:
            return None
        why = f"read “{tokens.text[tokens.starts[first] : tokens.ends[last - 1]]}” as “{' '.join(meant)}”"
        return NameSpan(
            span.first,
            span.last,
            tuple(replace(one, certainty=one.certainty.lower, why=why) for one in span.readings),
        )

    # --- what a name means

    def of_name(self, name: ModelName, at: datetime | None = None) -> tuple[NameReading, ...]:
        """Resolve a name by grammar: to known subjects, else to the model itself."""
        known = [self.of_subject(one, at) for one in self.index.meant(name.identity) if one.known(at)]
        if known:
            return tuple(replace(one, stamp=name.stamp) if name.stamp else one for one in known)
        if aliased := self._entries(self.index.named(compact(tokenize(name.title).words)), at):
            return aliased
        if name.family.product and not name.version:
            reading = NameReading(NameKind.PRODUCT, name.slug, name.title, name.family.lab, name.family.name)
            return (reading,)
        return (self._unknown(name, at),)

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
            why="a name no list has shown yet" if name.opened else "",
        )


def _mention(tokens: Tokens, span: NameSpan) -> Mention:
    start, end = tokens.starts[span.first], tokens.ends[span.last - 1]
    written = tokens.text[start:end]
    return Mention(start, end, written, span.readings, tokens.disguised and not written.isascii())


def _fixed_matches(tokens: Tokens, first: int, words: tuple[str, ...]) -> bool:
    """Whether a fixed name begins at a token; a period may join its words ("x.ai")."""
    size = len(words)
    if tokens.words[first : first + size] != list(words):
        return False
    return all(tokens.gaps[at] in (" ", "-", "", ".") for at in range(first + 1, first + size))


def _version_at(tokens: Tokens, at: int) -> bool:
    """Whether a version stands at a token: "4.5", "V5"."""
    word = tokens.word(at)
    return word[:1].isdecimal() or (len(word) == 1 and tokens.gap(at + 1) == "" and tokens.word(at + 1)[:1].isdecimal())


def _before_numbers(tokens: Tokens, taken: set[int], ours: set[int]) -> list[int]:
    """List the words, of no name or of a lab alone, that a number stands close behind."""
    ends = [n for n, word in enumerate(tokens.words) if word[0].isdecimal() and n not in taken]
    near = sorted({first for n in ends for first in range(max(0, n - _BEFORE_VERSION), n)})
    return [first for first in near if (first not in taken or first in ours) and tokens.words[first].isalpha()]
