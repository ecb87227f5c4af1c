"""Names that only mean something beside others: "5.4" after GPT-5.5, "V4", "K3", "and Flash", "Terra".

A version belongs to the family that has it. Where several have it, the sentence decides, then what the place follows;
where neither does, all of them are readings and somebody is asked. A family named beside a version that only another
family has is not lent: "GPT-5.6 beats 4.8" means the 4.8 there is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.domain.names.index import NameIndex
from bot.domain.names.lab_table import Family
from bot.domain.names.model_name import ModelName
from bot.domain.names.reading import Certainty, NameKind, NameReading
from bot.domain.names.spans import Span
from bot.domain.names.tokens import Tokens

Meaning = Callable[[ModelName], tuple[NameReading, ...]]
Owner = tuple[str, str, str]
_DECIMAL = re.compile(r"\d\.\d{1,2}")
_LETTERED = re.compile(r"\d(?:\.\d{1,2})?")
_LISTED = frozenset({"and", "or"})
_OPENERS = ("", "(", '"', "'", "[", "*", "“")
_MOST_READINGS = 5


@dataclass(frozen=True, slots=True)
class _Bare:
    """A version or a variant that stands alone."""

    first: int
    last: int
    letter: str = ""
    version: str = ""
    variants: tuple[str, ...] = ()


class BareNames:
    """Read bare versions and variants of a text in which the full names are found already."""

    def __init__(self, index: NameIndex) -> None:
        self.index = index
        self.table = index.table
        self.words = index.table.words
        self.lettered: dict[str, tuple[Family, ...]] = {}
        for family in index.table.families:
            for letter in family.letters:
                self.lettered[letter] = (*self.lettered.get(letter, ()), family)

    def read(self, tokens: Tokens, found: list[Span], followed: Sequence[str], meaning: Meaning) -> list[Span]:
        """The names found and the bare ones among them, in order."""
        taken = {place for span in found for place in range(span.first, span.last)}
        for bare in self._candidates(tokens, taken, found):
            readings = self._readings(bare, tokens, found, followed, meaning)
            if readings:
                found = sorted([*found, Span(bare.first, bare.last, readings)], key=lambda span: span.first)
        return found

    # --- what may be one

    def _candidates(self, tokens: Tokens, taken: set[int], found: list[Span]) -> Iterator[_Bare]:
        last = 0
        for at, word in enumerate(tokens.words):
            if at in taken or at < last:
                continue
            bare = self._version_at(tokens, at, word) or self._variant_at(tokens, at, word, found)
            if bare is not None:
                last = bare.last
                yield bare

    def _version_at(self, tokens: Tokens, at: int, word: str) -> _Bare | None:
        if _DECIMAL.fullmatch(word) and self._alone(tokens, at, at + 1):
            last, variants = self._variants(tokens, at + 1)
            if variants or self._spoken_of(tokens, at, last):
                return _Bare(at, last, "", word, variants)
            return None
        if word.isdigit() and len(word) == 1 and self._alone(tokens, at, at + 1):
            last, variants = self._variants(tokens, at + 1)
            return _Bare(at, last, "", word, variants) if variants and tokens.gaps[at + 1] == " " else None
        glued = tokens.gap(at + 1) == "" and _LETTERED.fullmatch(tokens.word(at + 1))
        if glued and (word in self.lettered or word == "v") and self._alone(tokens, at, at + 2):
            last, variants = self._variants(tokens, at + 2)
            return _Bare(at, last, word, tokens.words[at + 1], variants)
        return None

    def _variant_at(self, tokens: Tokens, at: int, word: str, found: list[Span]) -> _Bare | None:
        """A variant alone: behind a model in a list ("3.1 Pro and Flash"), or a name of its own ("Terra")."""
        if not word.isalpha():
            return None
        owned = self.index.variant_owners(word)
        common = word in self.words.variants
        if not owned and not common:
            return None
        previous = next((span for span in found if span.last == at - 1 or span.last == at), None)
        listed = (
            previous is not None
            and previous.readings[0].version
            and (tokens.words[at - 1] in _LISTED or tokens.gaps[at].strip() in ("/", ",", "&"))
        )
        if listed and tokens.word(at + 1) not in self.words.plans:
            return _Bare(at, at + 1, "", "", (word,))
        distinct = owned and not common and word not in self.words.joined and word not in self.words.never
        if distinct and tokens.capital(at) and tokens.gaps[at][-1:] not in ("-", "/", "@", "."):
            return _Bare(at, at + 1, "", "", (word,))
        return None

    def _variants(self, tokens: Tokens, at: int) -> tuple[int, tuple[str, ...]]:
        found: list[str] = []
        while tokens.gap(at) in (" ", "-") and tokens.word(at) in self.words.variants:
            if tokens.word(at + 1) in self.words.plans:
                break
            found.append(tokens.words[at])
            at += 1
        return at, tuple(found)

    def _alone(self, tokens: Tokens, first: int, last: int) -> bool:
        """Whether a number is no part of a word, an amount, a date or an address."""
        before, behind = tokens.gaps[first], tokens.gap(last)
        if before[-1:] in ("$", "€", "£", ":", "@", "-", "/", ".", "+", "~", "=", "<", ">", "#") or (
            not before and first
        ):
            return False
        if behind[:1] in ("%", "$", "€") or (behind == "" and last < len(tokens)):
            return False
        if behind[:1] in ("/", ":", "-", ".") and len(behind) == 1 and tokens.word(last)[:1].isdigit():
            return False
        return not (behind == " " and tokens.word(last) in self.words.units)

    def _spoken_of(self, tokens: Tokens, first: int, last: int) -> bool:
        """Whether the words around a decimal speak of it as of a model."""
        whole = first == 0 and last == len(tokens)
        before = (
            first == 0
            or tokens.words[first - 1] in self.words.before_version
            or tokens.gaps[first].strip()[:1] in (",", "(", '"', "&")
        )
        behind = (
            last == len(tokens)
            or tokens.words[last] in self.words.after_version
            or tokens.gaps[last].strip()[:1] in (",", ")", '"', "?", "!", ".", "&")
        )
        return whole or (behind if first == 0 else before)

    # --- what it means

    def _readings(
        self, bare: _Bare, tokens: Tokens, found: list[Span], followed: Sequence[str], meaning: Meaning
    ) -> tuple[NameReading, ...]:
        near = list(_near(found, bare.first))
        if not bare.version:
            return self._of_variant(bare, near, followed, meaning)
        owners = self._owners(bare)
        if bare.letter and not owners:
            owners = self._lettered_families(bare)
        chosen, certainty, why = self._choose(bare, owners, near, followed)
        readings: list[NameReading] = []
        for owner in chosen[:_MOST_READINGS]:
            name = self._name(owner, bare)
            if name is not None:
                readings += [replace(one, certainty=min(one.certainty, certainty), why=why) for one in meaning(name)]
        return tuple(dict.fromkeys(readings))

    def _owners(self, bare: _Bare) -> list[Owner]:
        """The families that have the version, the newest first; with a letter only those that write it so."""
        kept = self.index.owners(bare.letter + bare.version) if bare.letter else {}
        known = {**self.index.owners(bare.version), **kept}
        rows = sorted(known.items(), key=lambda row: (-row[1].toordinal(), row[0]))
        owners = [owner for owner, _ in rows]
        if bare.letter:
            owners = [o for o in owners if bare.letter in self.table.by_key[f"{o[0]}/{o[1]}"].letters]
        return owners

    def _lettered_families(self, bare: _Bare) -> list[Owner]:
        return [(family.lab, family.name, "") for family in self.lettered.get(bare.letter, ())]

    def _choose(
        self, bare: _Bare, owners: list[Owner], near: Sequence[NameReading], followed: Sequence[str]
    ) -> tuple[list[Owner], Certainty, str]:
        """The families that a bare version is of, how sure that is, and why."""
        for one in near:
            if own := [owner for owner in owners if _same_family(owner, one)]:
                return own, Certainty.LIKELY, f"{one.name} is named beside it"
            if own := [owner for owner in owners if one.kind is NameKind.LAB and owner[0] == one.slug]:
                return own[:1], Certainty.LIKELY, f"{one.name} is named beside it"
        for slug in followed:
            read = self._followed(slug)
            if read is not None and (
                own := [owner for owner in owners if owner[:2] == read[:2] and owner[2] == read[2]]
            ):
                return own[:1], Certainty.LIKELY, "this place follows that family"
        if owners:
            return (
                (owners, Certainty.LIKELY, "no other family has that version")
                if len(owners) == 1
                else (owners, Certainty.POSSIBLE, "")
            )
        return self._nobodys(bare, near, followed)

    def _nobodys(
        self, bare: _Bare, near: Sequence[NameReading], followed: Sequence[str]
    ) -> tuple[list[Owner], Certainty, str]:
        """A version that no family has yet: the next one of the family named beside it, or of the one followed."""
        for one in near:
            family = self._family_of(one)
            if family is not None and (not bare.letter or bare.letter in family.letters):
                line = next((word for word in one.variant.split("-") if word in family.lines), "")
                return [(family.lab, family.name, line)], Certainty.POSSIBLE, f"{one.name} is named beside it"
        for slug in followed:
            read = self._followed(slug)
            if read is not None and not bare.letter:
                return [read], Certainty.POSSIBLE, "this place follows that family"
        return [], Certainty.POSSIBLE, ""

    def _family_of(self, reading: NameReading) -> Family | None:
        if reading.kind is NameKind.LAB:
            return self.table.flagships.get(reading.slug)
        return self.table.by_key.get(f"{reading.lab}/{reading.family}")

    def _followed(self, slug: str) -> Owner | None:
        read = self.index.parse(slug)
        if read is None or not read.known_family:
            return None
        line = next((word for word in read.name.variants if word in read.name.family.lines), "")
        return (read.lab, read.family, line)

    def _name(self, owner: Owner, bare: _Bare) -> ModelName | None:
        family = self.table.by_key.get(f"{owner[0]}/{owner[1]}")
        if family is None:
            return None
        letter = bare.letter if bare.letter in family.letters else ""
        lines = (owner[2],) if owner[2] else ()
        return ModelName(family, letter + bare.version, lines, bare.variants, first=bare.first, last=bare.last)

    def _of_variant(
        self, bare: _Bare, near: Sequence[NameReading], followed: Sequence[str], meaning: Meaning
    ) -> tuple[NameReading, ...]:
        """A variant alone: of the model listed before it, else of the families that have one of that name."""
        for one in near[:1]:
            family = self._family_of(one)
            if (
                family is not None
                and one.version
                and one.kind is not NameKind.LAB
                and self._has(family, bare.variants[0])
            ):
                name = ModelName(family, one.version, (), bare.variants, first=bare.first, last=bare.last)
                return tuple(
                    replace(r, certainty=min(r.certainty, Certainty.LIKELY), why=f"listed with {one.name}")
                    for r in meaning(name)
                )
        owners = sorted(
            self.index.variant_owners(bare.variants[0]).items(), key=lambda row: (-row[1].toordinal(), row[0])
        )
        readings: list[NameReading] = []
        for (lab, name_of, version), _ in owners[:_MOST_READINGS]:
            family = self.table.by_key[f"{lab}/{name_of}"]
            readings += meaning(ModelName(family, version, (), bare.variants, first=bare.first, last=bare.last))
        certainty = Certainty.LIKELY if len(readings) == 1 else Certainty.POSSIBLE
        return tuple(replace(one, certainty=certainty) for one in dict.fromkeys(readings))

    def _has(self, family: Family, word: str) -> bool:
        return word in self.words.variants or word in family.variants or word in self.index.seen.get(family.key, ())


def _near(found: Iterable[Span], first: int) -> Iterator[NameReading]:
    """What is named beside a place: before it, the nearest first, then behind it."""
    spans = list(found)
    before = [span for span in spans if span.last <= first]
    behind = [span for span in spans if span.first > first]
    for span in (*reversed(before), *behind):
        reading = span.readings[0]
        if reading.family or reading.kind is NameKind.LAB:
            yield reading


def _same_family(owner: Owner, reading: NameReading) -> bool:
    """Whether an owner is the family of a reading, and its line where both have one."""
    if (owner[0], owner[1]) != (reading.lab, reading.family):
        return False
    return not owner[2] or owner[2] in reading.variant.split("-") or reading.variant == ""
