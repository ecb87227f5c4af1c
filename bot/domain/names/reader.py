"""The name reader: resolves names in sentences, options and ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache

from bot.domain.names.grammar import Style
from bot.domain.names.index import KnownSubject, NameIndex
from bot.domain.names.lab_table import LabTable, lab_table
from bot.domain.names.model_ids import ModelId
from bot.domain.names.reading import NameCertainty, NameKind, NameReading, NameResolution
from bot.domain.names.text.label_names import label_reading
from bot.domain.names.text.sentence import SentenceReader
from bot.domain.names.text.spans import NameSpan
from bot.domain.names.text.tokens import NAME_LONGEST, Tokens, tokenize
from bot.domain.names.text.typos import TypoIndex, skeleton

_NEAR = 5  # names offered for one that is unknown


class NameReader(SentenceReader):
    """Resolve names by known subjects and lab grammars.

    Build once, `add` new subjects. See the package's docstring for its use. `read` takes a sentence, `resolve` a text
    that should be one name, `of_id` an id of a model list. ``never`` are words that are part of no name, beside those
    of the table.
    """

    def __init__(
        self, subjects: Iterable[KnownSubject] = (), table: LabTable | None = None, never: Iterable[str] = ()
    ) -> None:
        used = (table or lab_table()).without(never)
        slips = _packaged_slips() if table is None else TypoIndex(_repairable(table))
        super().__init__(NameIndex(used), slips, TypoIndex())
        for subject in subjects:
            self.add(subject)

    def add(self, subject: KnownSubject) -> None:
        """Add a subject, or replace the one of the same slug."""
        self.index.add(subject)
        for name in (subject.name, *(one.text for one in subject.names)):
            for word in tokenize(name[:NAME_LONGEST]).words:
                self.misspelt.add(word)

    def remove(self, slug: str) -> None:
        """Take a subject out; unknown slugs are ignored."""
        self.index.remove(slug)

    def layered(self, subjects: Iterable[KnownSubject]) -> NameReader:
        """Return a reader that adds a place's subjects to these, without copying."""
        above = NameReader.__new__(NameReader)
        SentenceReader.__init__(above, self.index.layered(), self.typos, TypoIndex(below=self.misspelt))
        for subject in subjects:
            above.add(subject)
        return above

    def of_id(self, text: str, at: datetime | None = None) -> tuple[ModelId, NameReading] | None:
        """Parse a list's id and find its subject, known or by its parts.

        None if it is not an id.
        """
        parsed = self.index.parse(text)
        return None if parsed is None else (parsed, self.of_name(parsed.name, at)[0])

    def resolve(self, text: str, followed: Sequence[str] = (), at: datetime | None = None) -> NameResolution:
        """Resolve a text that should be one name: an option, an id, a button's value.

        These are tried in order: a slug, a known name, an id, a name by grammar, a bare version, a name with one wrong
        letter. Words outside the name are ``left``. A text without any of these is read as a label.
        """
        shown = text.strip()
        subject = self.index.subject(shown)
        if subject is not None and subject.known(at):
            return NameResolution(text, (self.of_subject(subject, at),))
        if "/" in shown and (product := self.table.product_names.get(shown)) is not None:
            shown = product
        tokens = tokenize(shown[: 4 * NAME_LONGEST])
        if not tokens.words:
            return NameResolution(text)
        spans = self._whole(tokens, followed, at)
        if not spans:
            near = self.near(shown, at)
            return NameResolution(
                text, (label_reading(shown[:NAME_LONGEST], NameCertainty.POSSIBLE, "no known name"),), near=near
            )
        span = next((one for one in spans if one.readings[0].is_model), spans[0])
        left = tuple(word for place, word in enumerate(tokens.words) if not span.first <= place < span.last)
        readings = tuple(self._with_members(one, at) for one in span.readings)
        return NameResolution(text, readings, left, disguised=tokens.disguised)

    def _with_members(self, reading: NameReading, at: datetime | None) -> NameReading:
        """Add a family's models; sentences omit them, since a family may have thousands."""
        if reading.kind is not NameKind.FAMILY:
            return reading
        variants = tuple(sorted(reading.variant.split("-"))) if reading.variant else ()
        return replace(reading, members=self.index.members((reading.lab, reading.family, "", variants), at))

    def _whole(self, tokens: Tokens, followed: Sequence[str], at: datetime | None) -> list[NameSpan]:
        """Find the names of a text that should be one: whole ones, else any.

        The index is asked before the grammar.
        """
        size = len(tokens)
        known = self._known_at(tokens, 0, self.index.longest(tokens.words[0]), at, Style.NAME)
        if known is not None and known.last == size:
            return [known]
        if "/" in tokens.text and " " not in tokens.text:
            read = self.of_id(tokens.text, at)
            if read is not None:
                return [NameSpan(0, size, (read[1],))]
        name = self.index.grammar.read_at(tokens, 0, Style.NAME, at)
        if name is not None and name.last == size:
            return [NameSpan(0, size, self.of_name(name, at))]
        if " " not in tokens.text:  # "amazon.nova-5-pro-v1:0"
            read = self.of_id(tokens.text, at)
            if read is not None and read[0].known_family and read[1].is_model:
                return [NameSpan(0, size, (read[1],))]
        return self._spans(tokens, followed, at, Style.NAME)

    def near(self, text: str, at: datetime | None = None) -> tuple[NameReading, ...]:
        """Suggest up to five names, as "did you mean".

        They are the text without its slips, and known names that begin alike.
        """
        words = tokenize(text[:NAME_LONGEST]).words
        meant = [self._corrected(word) for word in words]
        spelt = self.resolve(" ".join(meant), (), at).best if meant != words else None
        found = {spelt.slug: spelt} if spelt is not None and not spelt.is_place and not spelt.is_guess else {}
        for word in meant:
            for subject in self.index.beginning(word):
                if subject.known(at) and len(found) < _NEAR:
                    found.setdefault(subject.slug, self.of_subject(subject, at))
        return tuple(found.values())

    def _corrected(self, word: str) -> str:
        """A word of names that another one is a slip of or sounds like.

        Itself if of none.
        """
        if self.index.longest(word) or word in self.table.heads:
            return word
        meant = self.typos.meant(word, any_first=True) or self.misspelt.meant(word, any_first=True)
        return meant or _heads_by_sound().get(skeleton(word), word)


@cache
def _packaged_slips() -> TypoIndex:
    """The slips of the packaged table's words, which all readers share."""
    return TypoIndex(_repairable(lab_table()))


@cache
def _heads_by_sound() -> Mapping[str, str]:
    """The first words of the packaged families by their skeletons.

    Of several alike the first in the table.
    """
    return {sound: head for head in reversed([*lab_table().heads]) if (sound := skeleton(head))}


def _repairable(table: LabTable) -> Iterable[str]:
    """The words of families and labs that are repaired when one letter is wrong."""
    yield from table.heads
    yield from table.lab_words
    yield from (word for heads in table.heads.values() for head in heads for word in head.words[1:])
    yield from sorted(table.words.variants.union(*(family.variants for family in table.families)))
