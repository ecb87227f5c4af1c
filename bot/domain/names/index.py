"""Index of known subjects by name and by meaning; lookups do not slow with size.

One index holds the public subjects; a second layered on it holds those of one place (`NameIndex.layered`), without
copying. Names are looked up by hash, word by word, never scanned.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.domain.names.grammar import NameGrammar, Style
from bot.domain.names.lab_table import Family, LabTable
from bot.domain.names.model_ids import ModelId, parse_model_id
from bot.domain.names.model_name import Identity, ModelName
from bot.domain.names.reading import NameKind
from bot.domain.names.text.tokens import NAME_LONGEST, compact, tokenize

_FIRST_DAY = date.min
_MOST_PARSED = 4_096  # ids of lists whose parts are kept
_RELEASED = "released"
_NUMBER = re.compile(r"\d{1,6}(?:\.\d{1,6})?")
_STEP = 2  # whole versions; one further ahead is a size or a date written like a version


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name given to a subject, with its status over time.

    ``standings`` are (from when, good · speculation · refuted), in any order; none at all means good from the start.
    """

    text: str
    standings: tuple[tuple[datetime, str], ...] = ()

    def standing(self, at: datetime | None) -> str:
        """The status at a moment, now if None; empty before the name was first used."""
        rows = [row for row in self.standings if at is None or row[0] <= at]
        if not self.standings:
            return "good"
        return max(rows)[1] if rows else ""


@dataclass(frozen=True, slots=True)
class KnownSubject:
    """A subject as the reader needs it.

    ``kind`` is ledger, discovered or label; ``learned_at`` since when it can be known. ``history`` are its states in
    the order they were learned: (when learned, state, the day it was so). ``dated`` is the day that tells it from its
    namesakes where no history says: of its release, or since when it is known.
    """

    slug: str
    name: str
    lab: str = ""
    names: tuple[KnownName, ...] = ()
    kind: NameKind = NameKind.LEDGER
    learned_at: datetime | None = None
    dated: date | None = None
    history: tuple[tuple[datetime, str, date], ...] = ()

    def known(self, at: datetime | None) -> bool:
        """Whether it was known at a moment, now if None."""
        return at is None or self.learned_at is None or self.learned_at <= at

    def state(self, at: datetime | None) -> tuple[str, date | None]:
        """Its state at a moment (now if None), with the day of its release or state."""
        if not self.history:
            return "", self.dated
        rows = [row for row in self.history if at is None or row[0] <= at]
        if not rows:
            return "", self.dated
        released = [day for _, state, day in rows if state == _RELEASED]
        return rows[-1][1], min(released, default=rows[-1][2])


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A name of a known subject."""

    subject: KnownSubject
    name: KnownName
    own: bool


Group = tuple[str, str, str, tuple[str, ...]]
"""Lab, family, version ("" for all) and lines: models that may be meant together."""
_Owner = tuple[str, str, str]
_Owned = dict[str, dict[_Owner, dict[str, date]]]
"""Who has a version or a variant, by what models (slugs), with their days."""


@dataclass(slots=True)
class _Tables:
    names: dict[str, tuple[IndexEntry, ...]] = field(default_factory=dict)
    longest: dict[str, int] = field(default_factory=dict)
    slugs: dict[str, KnownSubject] = field(default_factory=dict)
    firsts: dict[str, dict[str, None]] = field(default_factory=dict)
    meanings: dict[str, ModelName] = field(default_factory=dict)
    identities: dict[Identity, tuple[KnownSubject, ...]] = field(default_factory=dict)
    members: dict[tuple[str, str, str], dict[str, Identity]] = field(default_factory=dict)
    keys: dict[str, dict[str, str]] = field(default_factory=dict)  # by slug its compact names, with the first word
    versions: _Owned = field(default_factory=dict)
    variants: _Owned = field(default_factory=dict)
    seen: dict[tuple[str, str], dict[str, date]] = field(default_factory=dict)  # by family and variant


def _number(version: str) -> float | None:
    """Convert a version to a number in lab order, 4.20 before 4.3, or None."""
    found = _NUMBER.search(version)
    return float(found[0]) if found is not None else None


def _line(name: ModelName) -> str:
    """The line of its family that a model belongs to ("opus"); empty without any."""
    return next((word for word in name.variants if word in name.family.lines), "")


class NameIndex:
    """Known subjects by name, slug and meaning.

    A place's layer precedes the public one.
    """

    def __init__(self, table: LabTable, below: NameIndex | None = None) -> None:
        self.table = table
        self.below = below
        self.grammar = NameGrammar(table, self.has_seen)
        self._tables = _Tables()
        lower = below._layers if below is not None else ()  # noqa: SLF001 -- an instance of the same class
        self._layers: tuple[_Tables, ...] = (self._tables, *lower)
        self._changed = 0
        self._parsed: tuple[int, dict[str, ModelId | None]] = (0, {})  # ids by text, since so many changes
        if below is None:
            self._learn()

    def layered(self) -> NameIndex:
        """An empty index above this one."""
        return NameIndex(self.table, self)

    def __len__(self) -> int:
        return len(self._tables.slugs) + (len(self.below) if self.below is not None else 0)

    def _learn(self) -> None:
        for row in self.table.learned:
            family = self.table.by_key[row.family]
            for word in row.variants:
                self._tables.seen[row.family, word] = {"": _FIRST_DAY}
            for written, day in row.versions.items():
                version, _, line = written.partition(" ")
                key = (family.lab, family.name, line)
                self._tables.versions.setdefault(version, {})[key] = {"": date.fromisoformat(day)}

    def add(self, subject: KnownSubject) -> None:
        """Add a subject, or replace the one of the same slug."""
        if subject.slug in self._tables.slugs:
            self.remove(subject.slug)
        self._tables.slugs[subject.slug] = subject
        self._changed += 1
        names = (KnownName(subject.name), *subject.names, *self._shortened(subject))
        keys = self._tables.keys[subject.slug] = {}
        for at, name in enumerate(names):
            words = tokenize(name.text[:NAME_LONGEST]).words
            key = compact(words) if words else ""
            if not key or (key in keys and not name.standings):
                continue
            keys[key] = words[0]
            self._tables.names[key] = (*self._tables.names.get(key, ()), IndexEntry(subject, name, at == 0))
            self._tables.longest[words[0]] = max(self._tables.longest.get(words[0], 0), len(words))
            self._tables.firsts.setdefault(words[0], {})[subject.slug] = None
        if (meant := self._meant(subject)) is not None:
            self._tables.meanings[subject.slug] = meant
            self._mean(subject, meant)

    def _shortened(self, subject: KnownSubject) -> tuple[KnownName, ...]:
        """A label without its ending, as people write it: "sonoma sky"."""
        words = tokenize(subject.name[:NAME_LONGEST]).words if subject.slug.startswith("label/") else []
        if len(words) <= 2 or words[-1] not in self.table.words.label_ends:  # noqa: PLR2004 -- two words are left
            return ()
        short = " ".join(words[:-1])
        own = self.grammar.read_at(tokenize(short), 0, Style.NAME) is None  # "gpt2-chatbot" is no "GPT-2"
        return (KnownName(short),) if own else ()

    def meaning(self, slug: str) -> ModelName | None:
        """The family, version and variants of a known subject; None for codenames."""
        return next((found for tables in self._layers if (found := tables.meanings.get(slug))), None)

    def beginning(self, word: str) -> Iterator[KnownSubject]:
        """The subjects with a name that begins with a word, newest first.

        Within that, in the order they were added.
        """
        for tables in self._layers:
            for slug in reversed(tables.firsts.get(word, {})):
                yield tables.slugs[slug]

    def _meant(self, subject: KnownSubject) -> ModelName | None:
        if subject.kind is NameKind.LABEL or subject.slug.startswith("label/"):
            return None
        read = parse_model_id(subject.slug, self.grammar)
        if read is not None and read.known_family and (read.version or read.variant):
            return read.name
        tokens = tokenize(subject.name[:NAME_LONGEST])
        name = self.grammar.read_at(tokens, 0, Style.NAME) if tokens.words else None
        return name if name is not None and name.last == len(tokens) else None

    def _mean(self, subject: KnownSubject, meant: ModelName) -> None:
        lab, family, version, variants = identity = meant.identity
        tables, day = self._tables, subject.state(None)[1] or _FIRST_DAY
        since = subject.learned_at.date() if subject.learned_at else day
        tables.identities[identity] = (*tables.identities.get(identity, ()), subject)
        tables.members.setdefault((lab, family, version), {})[subject.slug] = identity
        tables.members.setdefault((lab, family, ""), {})[subject.slug] = identity
        line = _line(meant)
        if version:
            tables.versions.setdefault(version, {}).setdefault((lab, family, line), {})[subject.slug] = since
        for word in filter(str.isalpha, variants):
            known = tables.seen.setdefault((meant.family.key, word), {})
            known[subject.slug] = subject.learned_at.date() if subject.learned_at else _FIRST_DAY
            tables.variants.setdefault(word, {}).setdefault((lab, family, version), {})[subject.slug] = day

    def remove(self, slug: str) -> None:
        """Take a subject out; unknown slugs are ignored."""
        subject = self._tables.slugs.pop(slug, None)
        if subject is None:
            return
        self._changed += 1
        tables = self._tables
        for key, first in tables.keys.pop(slug).items():
            left = tuple(entry for entry in tables.names.get(key, ()) if entry.subject.slug != slug)
            self._replace(tables.names, key, left)
            tables.firsts.get(first, {}).pop(slug, None)
        if (meant := tables.meanings.pop(slug, None)) is not None:
            lab, family, version, variants = identity = meant.identity
            same = tuple(one for one in tables.identities.get(identity, ()) if one.slug != slug)
            self._replace(tables.identities, identity, same)
            for covered in (version, ""):
                tables.members.get((lab, family, covered), {}).pop(slug, None)
            tables.versions.get(version, {}).get((lab, family, _line(meant)), {}).pop(slug, None)
            for word in variants:
                tables.variants.get(word, {}).get((lab, family, version), {}).pop(slug, None)
                tables.seen.get((meant.family.key, word), {}).pop(slug, None)

    @staticmethod
    def _replace(table: dict, key: object, left: tuple) -> None:  # type: ignore[type-arg]
        if left:
            table[key] = left
        else:
            table.pop(key, None)

    def extend(self, subjects: Iterable[KnownSubject]) -> NameIndex:
        """Add many; the index itself, for chaining."""
        for subject in subjects:
            self.add(subject)
        return self

    def named(self, key: str) -> tuple[IndexEntry, ...]:
        """The entries of a compact name, those of the upper layer first."""
        found: tuple[IndexEntry, ...] = ()
        for tables in self._layers:
            if rows := tables.names.get(key):
                found = (*found, *rows)
        return found

    def longest(self, word: str) -> int:
        """The token count of the longest name that begins with a word; 0 if there is none."""
        return max([tables.longest.get(word, 0) for tables in self._layers])

    def subject(self, slug: str) -> KnownSubject | None:
        """The subject of a slug."""
        return next((found for tables in self._layers if (found := tables.slugs.get(slug))), None)

    def meant(self, identity: Identity) -> tuple[KnownSubject, ...]:
        """The subjects with a family, version and variants, upper layer first.

        Each slug appears once.
        """
        found: dict[str, KnownSubject] = {}
        for tables in self._layers:
            for subject in tables.identities.get(identity, ()):
                found.setdefault(subject.slug, subject)
        return tuple(found.values())

    def members(self, identity: Identity, at: datetime | None = None) -> tuple[str, ...]:
        """The slugs of the models a name covers: its family and version, all variants."""
        lab, family, version, variants = identity
        wanted = frozenset(variants)
        found = {
            slug
            for tables in self._layers
            for slug, other in tables.members.get((lab, family, version), {}).items()
            if wanted.issubset(other[3]) and other != identity
        }
        if not found:
            return ()
        known = [subject for slug in found if (subject := self.subject(slug)) is not None and subject.known(at)]
        return tuple(one.slug for one in sorted(known, key=lambda one: (one.state(at)[1] or _FIRST_DAY, one.slug)))

    def owners(self, version: str, at: datetime | None = None) -> Mapping[_Owner, date]:
        """The families (lab, family, line) that have a version at a moment, with its day."""
        return self._merged((tables.versions.get(version, {}) for tables in self._layers), at, min)

    def superseded_on(self, name: ModelName, at: datetime) -> date | None:
        """The day on which a higher version of the same line came out; None if none did."""
        own, line = _number(name.version), _line(name)
        if own is None:
            return None
        days = [day for version, day in self._out(name, line, at) if own < (_number(version) or 0) <= own + _STEP]
        return min((day for day in days if day <= at.date()), default=None)

    def passed_over_on(self, name: ModelName, at: datetime) -> date | None:
        """The first day of a higher version with the same variants; None if none came out."""
        own = _number(name.version)
        if own is None:
            return None
        days = (day for version, day in self._released_alike(name, at) if own < (_number(version) or 0) <= own + _STEP)
        return min(days, default=None)

    def _released_alike(self, name: ModelName, at: datetime) -> Iterator[tuple[str, date]]:
        """Yield the versions with a model's variants that are out, each with its day."""
        lab, family, _, variants = name.identity
        for slug in self.members((lab, family, "", variants), at):
            subject, meant = self.subject(slug), self.meaning(slug)
            if subject is not None and meant is not None and meant.identity[3] == variants:
                state, released = subject.state(at)
                if state == _RELEASED and released is not None:
                    yield meant.version, released

    def _out(self, name: ModelName, line: str, at: datetime) -> Iterator[tuple[str, date]]:
        """Yield a line's versions seen in lists or known as released, each with its day."""
        for row in self.table.learned:
            if row.family == name.family.key:
                for written, day in row.versions.items():
                    version, _, other = written.partition(" ")
                    if other == line:
                        yield version, date.fromisoformat(day)
        for slug in self.members((name.family.lab, name.family.name, "", ()), at):
            subject, meant = self.subject(slug), self.meaning(slug)
            if subject is not None and meant is not None and _line(meant) == line:
                state, released = subject.state(at)
                if state == _RELEASED and released is not None:
                    yield meant.version, released

    def has_variant(self, family: Family, word: str, at: datetime | None = None) -> bool:
        """Whether the family, or any list of models, has shown a variant by a moment."""
        general = word in self.table.words.variants or word in family.variants
        return general or self.has_seen(family.key, word, at)

    def has_seen(self, family: str, word: str, at: datetime | None = None) -> bool:
        """Whether a family (its key) had that variant at a moment, now if None."""
        until = date.max if at is None else at.date()
        return any(day <= until for tables in self._layers for day in tables.seen.get((family, word), {}).values())

    def seen_among(self, family: str, words: Iterable[str]) -> list[str]:
        """Those of some words that the family (its key) has had as variants."""
        return [word for word in words for tables in self._layers if tables.seen.get((family, word))]

    def variant_owners(self, word: str, at: datetime | None = None) -> Mapping[_Owner, date]:
        """The families (lab, family, version) with such a variant, with its day."""
        return self._merged((tables.variants.get(word, {}) for tables in self._layers), at, max)

    @staticmethod
    def _merged(
        layers: Iterable[Mapping[_Owner, Mapping[str, date]]],
        at: datetime | None,
        of_days: Callable[[Iterable[date]], date],
    ) -> Mapping[_Owner, date]:
        """The owners at a moment, or ever, each with one of its models' days."""
        found: dict[_Owner, date] = {}
        for owners in layers:
            for owner, models in owners.items():
                if days := [day for day in models.values() if at is None or day <= at.date()]:
                    found.setdefault(owner, of_days(days))
        return found

    @property
    def changes(self) -> int:
        """How often a subject was added or removed, here or below."""
        return self._changed + (self.below.changes if self.below is not None else 0)

    def parse(self, text: str) -> ModelId | None:
        """Return the parts of an id of a list, kept until a subject changes."""
        if len(text) > NAME_LONGEST:
            return None
        changes = self.changes
        if self._parsed[0] != changes or len(self._parsed[1]) >= _MOST_PARSED:
            self._parsed = (changes, {})
        kept = self._parsed[1]
        if text not in kept:
            kept[text] = parse_model_id(text, self.grammar)
        return kept[text]
