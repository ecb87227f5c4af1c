"""Names that need context: "5.4" after GPT-5.5, "V4", "K3", "and Flash", "Terra".

A version belongs to the family that has it. If several have it, the sentence decides, then the subjects the place
follows; if neither does, all are readings and the user is asked. A family named nearby does not lend its name to a
version that only another family has: in "GPT-5.6 beats 4.8", 4.8 belongs to the family with a 4.8.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.names.index import NameIndex
from bot.domain.names.lab_table import Family
from bot.domain.names.model_name import ModelName
from bot.domain.names.reading import NameCertainty, NameKind, NameReading
from bot.domain.names.text.bare_forms import BareForm, BareForms, Owner
from bot.domain.names.text.spans import NameSpan
from bot.domain.names.text.tokens import Tokens
from bot.domain.names.text.typos import TypoIndex

Meaning = Callable[[ModelName], tuple[NameReading, ...]]
_MOST_READINGS = 5


@dataclass(frozen=True, slots=True)
class _Choice:
    """The possible families of a form, their certainty, and a readable reason."""

    owners: tuple[Owner, ...] = ()
    certainty: NameCertainty = NameCertainty.POSSIBLE
    why: str = ""


class BareNames:
    """Resolve bare versions and variants in a text whose full names are already found."""

    def __init__(self, index: NameIndex, typos: TypoIndex) -> None:
        self.index, self.table = index, index.table
        self.forms = BareForms(index, typos)

    def read(
        self,
        tokens: Tokens,
        found: list[NameSpan],
        followed: Sequence[str],
        meaning: Meaning,
        at: datetime | None,
        *,
        asked: bool = False,
    ) -> list[NameSpan]:
        """Merge bare names into the names found, in order.

        ``at`` is the moment of knowledge; ``asked``: a variant alone needs no capital ("is luna out?").
        """
        taken = {place for span in found for place in range(span.first, span.last)}
        doubted: list[BareForm] = []
        for form in self.forms.find(tokens, taken, found, asked=asked):
            readings = self._readings(form, found, followed, meaning, at)
            if readings:
                found = sorted([*found, NameSpan(form.first, form.last, readings)], key=lambda span: span.first)
                doubted = [*doubted, form] if len(readings) > 1 and not form.version else doubted
        return [self._beside_listed(span, doubted, found, meaning) for span in found] if doubted else found

    def _readings(
        self,
        form: BareForm,
        found: Sequence[NameSpan],
        followed: Sequence[str],
        meaning: Meaning,
        at: datetime | None,
    ) -> tuple[NameReading, ...]:
        """What a form means among the names found; nothing for a lone letter ("on X")."""
        near = list(_near(found, form.first))
        before = [span for span in found if span.last <= form.first]
        if form.version:
            return self._of_version(form, near, followed, meaning, at, len(list(_near(before, form.first))))
        listed = any(not span.readings[0].is_place for span in before)
        lone = len(form.variants[0]) == 1 and not listed
        return () if lone else self._of_variant(form, near, followed, meaning, at, listed=listed)

    def _beside_listed(
        self, span: NameSpan, doubted: Sequence[BareForm], found: Sequence[NameSpan], meaning: Meaning
    ) -> NameSpan:
        """A variant of several models as that of the one listed behind it.

        For example: "luna vs terra 6.1".
        """
        form = next((form for form in doubted if form.first == span.first), None)
        behind = next((one for one in found if one.first == span.last + 1), None) if form is not None else None
        if form is None or behind is None or len(behind.readings) > 1 or not behind.readings[0].is_model:
            return span
        of_listed = self._of_listed(behind.readings[0], form, meaning)
        known = [one for one in of_listed if one.kind is not NameKind.GRAMMAR]
        return replace(span, readings=tuple(known)) if known else span

    # --- a version

    def _of_version(
        self,
        form: BareForm,
        near: Sequence[NameReading],
        followed: Sequence[str],
        meaning: Meaning,
        at: datetime | None,
        ahead: int,
    ) -> tuple[NameReading, ...]:
        if form.beside:
            choice = self._beside(form, near, ahead)
        else:
            choice = self._of_any_family(form, near) or self._chosen(form, near, followed, at)
        if form.behind_name and not any(_owned_by(choice.owners, one) for one in near):
            return ()
        form = replace(form, variants=self._alike(near[:ahead], choice.owners)) if form.alike else form
        readings: dict[NameReading, None] = {}
        for owner in choice.owners[:_MOST_READINGS]:
            for one in meaning(self._name(owner, form)):
                readings[replace(one, certainty=min(one.certainty, choice.certainty), why=choice.why)] = None
        return tuple(readings)

    def _alike(self, before: Sequence[NameReading], owners: Sequence[Owner]) -> tuple[str, ...]:
        """The variants of the model named last, which "the 3.8 one" shares.

        None where its family is not the owner.
        """
        family = self._family_of(before[0]) if before and before[0].variant else None
        if family is None or [owner[:2] for owner in owners] != [(family.lab, family.name)]:
            return ()
        return tuple(word for word in before[0].variant.split("-") if word not in family.lines)

    def _beside(self, form: BareForm, near: Sequence[NameReading], ahead: int) -> _Choice:
        """Return the nearby family that has a versioned variant ("Mistral ... Large 4").

        Of the ``ahead`` names before it, else the only family known with it, else one behind.
        """
        kept = self.index.variant_owners(form.before[0])
        owners = tuple((lab, family, "") for lab, family, version in kept if version == form.version)
        for one in near if len(owners) != 1 else near[:ahead]:
            family = self._family_of(one)
            if family is not None and self._has(family, form.before[0]):
                return _Choice(((family.lab, family.name, ""),), NameCertainty.LIKELY, f"{one.name} is named beside it")
        owners = owners or tuple({(lab, family, "") for lab, family, _ in kept})  # a version that is new to the variant
        return (
            _Choice(owners, NameCertainty.LIKELY, "no other family has that variant") if len(owners) == 1 else _Choice()
        )

    def _chosen(
        self, form: BareForm, near: Sequence[NameReading], followed: Sequence[str], at: datetime | None
    ) -> _Choice:
        owners = self._owners(form, at)
        having = {owner[:2] for word in form.variants for owner in self.index.variant_owners(word)}
        owners = [owner for owner in owners if not having or owner[:2] in having]  # "Google … 4.8 Flash" is no Claude
        for one in near:
            if own := _owned_by(owners, one):
                return _Choice(tuple(own), NameCertainty.LIKELY, f"{one.name} is named beside it")
        for slug in followed:
            if (read := self._followed(slug)) is not None and read in owners:
                return _Choice((read,), NameCertainty.LIKELY, "this place follows that family")
        alone = tuple(owner for owner in owners if self._stands_alone(owner, form))
        if len(alone) == 1:
            return _Choice(alone, NameCertainty.LIKELY, "no other family has that version")
        return _Choice(alone) if alone else self._nobodys(form, near, followed)

    def _of_any_family(self, form: BareForm, near: Sequence[NameReading]) -> _Choice | None:
        """The family named beside "a v2", where its versions have another letter or none."""
        for one in near if form.any_family else ():
            family = None if one.is_place else self._family_of(one)
            if family is not None:
                owner = (family.lab, family.name, "")
                beside = _Choice((owner,), NameCertainty.LIKELY, f"{one.name} is named beside it")
                return None if form.letter in family.letters else beside
        return None

    def _owners(self, form: BareForm, at: datetime | None) -> list[Owner]:
        """Return the families with the version, newest first.

        A letter keeps those that use it.
        """
        if not form.letter:
            known = dict(self.index.owners(form.version, at))
        else:
            kept = self.index.owners(form.letter + form.version, at)
            plain = self.index.owners(form.version, at)
            known = {
                **kept,
                **{owner: day for owner, day in plain.items() if self._family(owner).letter == form.letter},
            }
            known = {owner: day for owner, day in known.items() if form.letter in self._family(owner).letters}
        return [owner for owner, _ in sorted(known.items(), key=lambda row: (-row[1].toordinal(), row[0]))]

    def _stands_alone(self, owner: Owner, form: BareForm) -> bool:
        """Whether a family's version is understood without the family.

        It is where the family leads or the spelling is its own.
        """
        family = self._family(owner)
        leading = self.table.flagships.get(family.lab) is family
        return leading and (bool(form.letter) or not family.letter)

    def _nobodys(self, form: BareForm, near: Sequence[NameReading], followed: Sequence[str]) -> _Choice:
        """Resolve a version that no family has.

        It goes to the family nearby, the one followed, or the one of its letter.
        """
        for one in near:
            family = self._family_of(one)
            if family is not None and (not form.letter or form.letter in family.letters):
                line = next((word for word in one.variant.split("-") if word in family.lines), "")
                return _Choice(
                    ((family.lab, family.name, line),), NameCertainty.POSSIBLE, f"{one.name} is named beside it"
                )
        for slug in followed:
            if (read := self._followed(slug)) is not None and (form.letter or "") in ("", *self._family(read).letters):
                return _Choice((read,), NameCertainty.POSSIBLE, "this place follows that family")
        families = self.forms.lettered.get(form.letter, ())
        leading = tuple((one.lab, one.name, "") for one in families if self.table.flagships.get(one.lab) is one)
        return _Choice(leading, NameCertainty.POSSIBLE, "that lab writes its versions so")

    def _name(self, owner: Owner, form: BareForm) -> ModelName:
        family = self._family(owner)
        letter = form.letter if form.letter in family.letters else ""
        before = form.before or ((owner[2],) if owner[2] else ())
        if family.order != "written" and not family.line_first_from:
            before, variants = (), (*before, *form.variants)
        else:
            variants = form.variants
        return ModelName(family, letter + form.version, before, variants, first=form.first, last=form.last)

    def _family(self, owner: Owner) -> Family:
        return self.table.by_key[f"{owner[0]}/{owner[1]}"]

    def _family_of(self, reading: NameReading) -> Family | None:
        if reading.kind is NameKind.LAB:
            return self.table.flagships.get(reading.slug) or self.table.by_key.get(f"{reading.slug}/{reading.slug}")
        return self.table.by_key.get(f"{reading.lab}/{reading.family}")

    def _followed(self, slug: str) -> Owner | None:
        read = self.index.parse(slug)
        if read is None or not read.known_family:
            return None
        line = next((word for word in read.name.variants if word in read.name.family.lines), "")
        return (read.name.family.lab, read.family, line)

    # --- a variant

    def _of_variant(
        self,
        form: BareForm,
        near: Sequence[NameReading],
        followed: Sequence[str],
        meaning: Meaning,
        at: datetime | None,
        *,
        listed: bool,
    ) -> tuple[NameReading, ...]:
        """Resolve a bare variant.

        Of the model ``listed`` before it, else of what is followed, else of any family with it at that moment; a model
        named behind it only lends its version to a variant that no model is known to have.
        """
        word = form.variants[0]
        near = near if listed or form.beside or not self.index.variant_owners(word) else ()
        if near and (listed_with := self._of_listed(near[0], form, meaning)):
            return listed_with
        if form.beside:
            return ()
        readings: dict[NameReading, None] = {}
        for family, version in self._followed_with(word, followed) or self._variant_families(word, at):
            readings.update(dict.fromkeys(meaning(ModelName(family, version, (), (word,)))))
        certainty = NameCertainty.LIKELY if len(readings) == 1 else NameCertainty.POSSIBLE
        return tuple(replace(one, certainty=certainty) for one in readings)[:_MOST_READINGS]

    def _of_listed(self, one: NameReading, form: BareForm, meaning: Meaning) -> tuple[NameReading, ...]:
        """What a variant means beside a model.

        Beside one of several that were possible, a known model alone.
        """
        name = self._listed_with(one, form)
        found = meaning(name) if name is not None else ()
        if one.certainty is NameCertainty.POSSIBLE:
            found = tuple(each for each in found if each.kind is not NameKind.GRAMMAR)
        why = f"listed with {one.name}"
        return tuple(replace(each, certainty=min(each.certainty, NameCertainty.LIKELY), why=why) for each in found)

    def _listed_with(self, one: NameReading, form: BareForm) -> ModelName | None:
        """The model that a variant or a size beside another one means, if any."""
        family, word = self._family_of(one), form.variants[0]
        if family is None or not ((one.version and self._has(family, word)) or _sizes(one, word)):
            return None
        version = one.version if word not in family.lines else ""
        return ModelName(family, version, (), form.variants, first=form.first, last=form.last)

    def _followed_with(self, word: str, followed: Sequence[str]) -> list[tuple[Family, str]]:
        """Return family and version of the first model followed with that variant."""
        owners = self.index.variant_owners(word)
        read = (found for slug in followed if (found := self.index.parse(slug)) is not None)
        names = (one.name for one in read if (one.lab, one.family, one.version) in owners)
        return [(name.family, name.version) for name in names][:1]

    def _variant_families(self, word: str, at: datetime | None) -> list[tuple[Family, str]]:
        """Return families and versions with a variant at a moment, newest first.

        Those to come where none is out.

        A line counts as one family.
        """
        lines = [family for family in self.table.families if word in family.lines]
        if lines:
            return [(family, "") for family in lines]
        known = self.index.variant_owners(word, at) or self.index.variant_owners(word)
        owners = sorted(known.items(), key=lambda row: (-row[1].toordinal(), row[0]))
        return [(self.table.by_key[f"{lab}/{family}"], version) for (lab, family, version), _ in owners]

    def _has(self, family: Family, word: str) -> bool:
        return self.index.has_variant(family, word) or word in family.lines


def _sizes(one: NameReading, word: str) -> bool:
    """Whether a word is a size beside another: "gpt-oss-120b and 20b"."""
    return word[0].isdecimal() and any(part[:1].isdecimal() for part in one.variant.split("-"))


def _near(found: Sequence[NameSpan], first: int) -> Iterator[NameReading]:
    """Yield the names around a place: before it, nearest first, then after it."""
    before = [span for span in found if span.last <= first]
    behind = [span for span in found if span.first > first]
    for span in (*reversed(before), *behind):
        reading = span.readings[0]
        if reading.family or reading.is_place:
            yield reading


def _owned_by(owners: Sequence[Owner], reading: NameReading) -> list[Owner]:
    """The owners that are the family of a reading; of a lab or its product the newest."""
    if reading.is_place:
        return [owner for owner in owners if owner[0] == reading.lab][:1]
    return [owner for owner in owners if _same_family(owner, reading)]


def _same_family(owner: Owner, reading: NameReading) -> bool:
    """Whether an owner is the family of a reading, and its line if both have one."""
    if (owner[0], owner[1]) != (reading.lab, reading.family):
        return False
    return not owner[2] or not reading.variant or owner[2] in reading.variant.split("-")
