"""The labs, their families of models, and how each writes a name: the rows of ``labs.toml`` and ``learned.toml``.

``labs.toml`` is written by hand: who makes what, how a family's name begins, which letters belong to a version.
``learned.toml`` is made by ``tests/domain/names/learn.py`` from the recorded model lists: the versions and variant
words that were seen, with the day of the first sighting. No family, version or variant stands in code.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from bot.domain.names.text.tokens import tokenize


@dataclass(frozen=True, slots=True)
class Lab:
    """A lab: its slug, how it writes itself, how people write it, its namespaces in model lists, its domains."""

    slug: str
    name: str
    words: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    capital: bool = False


@dataclass(frozen=True, slots=True)
class Family:
    """A family of models and the grammar of its names.

    ``needs`` says when its head is a name: always, with a ``capital`` (or a version), or only with a ``version``;
    ``ordinary`` heads are English words and need a capital as well. ``letters`` may stand glued before a version
    and are kept; ``letter`` is added where a bare number is written. ``suffixes`` may stand glued behind it.
    ``lines`` are words that stand before the version from major version ``line_first_from`` on, and begin a name by
    themselves. ``order`` is ``version`` (version first) or ``written``. ``zero`` says what becomes of ".0".
    """

    lab: str
    name: str
    title: str
    heads: tuple[str, ...] = ()
    needs: str = ""
    ordinary: bool = False
    letters: frozenset[str] = frozenset()
    letter: str = ""
    suffixes: frozenset[str] = frozenset()
    order: str = "version"
    versions: bool = True
    glued: bool = False
    zero: str = "keep"
    zero_versions: frozenset[str] = frozenset()
    product: bool = False
    join: str = " "
    variants: frozenset[str] = frozenset()
    modifiers: frozenset[str] = frozenset()
    lines: tuple[str, ...] = ()
    line_first_from: int = 0
    not_after: frozenset[str] = frozenset()
    not_before: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        """The family as one word: ``openai/gpt``."""
        return f"{self.lab}/{self.name}"


@dataclass(frozen=True, slots=True)
class Head:
    """The words that a family's names begin with, and the line they stand for ("Opus" of Claude)."""

    words: tuple[str, ...]
    family: Family
    line: str = ""


@dataclass(frozen=True, slots=True)
class Fixed:
    """A fixed name: a lab or a place where models are used."""

    words: tuple[str, ...]
    slug: str
    capital: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists of names in general; each is explained where it stands in ``labs.toml``."""

    variants: frozenset[str]
    joined: frozenset[str]
    modifiers: frozenset[str]
    units: frozenset[str]
    plans: frozenset[str]
    plan_variants: frozenset[str]
    limits: frozenset[str]
    limit_variants: frozenset[str]
    not_name_after: frozenset[str]
    verb_variants: frozenset[str]
    thought: frozenset[str]
    never: frozenset[str]
    label_ends: frozenset[str]
    derived: frozenset[str]
    before_version: frozenset[str]
    after_version: frozenset[str]
    naming: frozenset[str]
    naming_joints: frozenset[str]
    calling: frozenset[str]
    nouns: frozenset[str]
    copulas: frozenset[str]
    behind_name: frozenset[str]
    pair_words: frozenset[str]
    numerals: frozenset[str]
    efforts: frozenset[str]
    openers: frozenset[str]
    common: frozenset[str]
    not_typos: frozenset[str]


@dataclass(frozen=True, slots=True)
class Learned:
    """What the recorded lists showed of a family: versions with the ISO day first seen, and variant words."""

    family: str
    versions: Mapping[str, str]
    variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LabTable:
    """The table, prepared for lookups by first word."""

    labs: Mapping[str, Lab]
    families: tuple[Family, ...]
    words: Words
    heads: Mapping[str, tuple[Head, ...]]
    lab_words: Mapping[str, tuple[Fixed, ...]]
    products: Mapping[str, tuple[Fixed, ...]]
    authors: Mapping[str, str]
    flagships: Mapping[str, Family]
    learned: tuple[Learned, ...] = ()
    by_key: Mapping[str, Family] = field(default_factory=dict)
    shortened: Mapping[str, str] = field(default_factory=dict)

    def lab_of_author(self, author: str) -> str:
        """The lab behind a namespace of a model list ("x-ai" → ``xai``); an unknown one stands for itself."""
        folded = author.casefold()
        return self.authors.get(folded, folded)

    def is_first_party(self, author: str) -> bool:
        """Whether a namespace is one that a lab of the table publishes under."""
        return author.casefold() in self.authors


def _rows(name: str) -> Mapping[str, Any]:
    return tomllib.loads(resources.files(__package__ or __name__).joinpath(name).read_text("utf-8"))


@cache
def lab_table() -> LabTable:
    """The table of the packaged files, read once."""
    rows = _rows("labs.toml")
    learned = tuple(
        Learned(row["family"], row.get("versions", {}), tuple(row.get("variants", ())))
        for row in _rows("learned.toml").get("families", ())
    )
    return build_table(rows, learned)


def build_table(rows: Mapping[str, Any], learned: Iterable[Learned] = ()) -> LabTable:
    """A table of parsed rows.

    Raises:
        TypeError: a row has a column that is not one.
    """
    labs = {row["slug"]: Lab(**{name: _value(value) for name, value in row.items()}) for row in rows["labs"]}
    families = tuple(_family(row) for row in rows["families"])
    words = Words(**{name: frozenset(value) for name, value in rows["words"].items()})
    authors = {author: lab.slug for lab in labs.values() for author in (lab.slug, *lab.authors)}
    by_key = {family.key: family for family in families}
    return LabTable(
        labs=labs,
        families=families,
        words=words,
        heads=_heads(families),
        lab_words=_fixed((word, lab.slug, lab.capital) for lab in labs.values() for word in lab.words),
        products=_fixed((word, slug, False) for word, slug in rows["products"].items()),
        authors=authors,
        flagships={lab: by_key[key] for lab, key in rows["flagships"].items()},
        learned=tuple(learned),
        by_key=by_key,
        shortened=rows.get("shortened", {}),
    )


def _value(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


_SETS = frozenset({"letters", "suffixes", "variants", "modifiers", "zero_versions", "not_after", "not_before"})


def _family(row: Mapping[str, Any]) -> Family:
    columns: dict[str, Any] = {
        name: frozenset(value) if name in _SETS else _value(value) for name, value in row.items()
    }
    return Family(**columns)


def _heads(families: Iterable[Family]) -> Mapping[str, tuple[Head, ...]]:
    """The heads by first word, the longest first; a head of several words is also read written as one."""
    found: dict[str, list[Head]] = {}
    for family in families:
        for spelled in family.heads:
            words = tuple(tokenize(spelled).words)
            for one in {words, ("".join(words),)} if all(word.isalpha() for word in words) else {words}:
                found.setdefault(one[0], []).append(Head(one, family))
        for line in family.lines:
            found.setdefault(line, []).append(Head((line,), family, line))
    return {first: tuple(sorted(heads, key=lambda head: -len(head.words))) for first, heads in found.items()}


def _fixed(names: Iterable[tuple[str, str, bool]]) -> Mapping[str, tuple[Fixed, ...]]:
    found: dict[str, list[Fixed]] = {}
    for spelled, slug, capital in names:
        words = tuple(tokenize(spelled).words)
        found.setdefault(words[0], []).append(Fixed(words, slug, capital))
    return {first: tuple(sorted(rows, key=lambda row: -len(row.words))) for first, rows in found.items()}
