"""A parsed model name: its identity, its slug, and its spelling by its lab."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from bot.domain.names.lab_table import Family

Identity = tuple[str, str, str, tuple[str, ...]]
"""The identity of a model across spellings: lab, family, version, sorted variants."""


@dataclass(frozen=True)
class ModelName:
    """A parsed model name; ``first`` and ``last`` are its tokens, ``last`` excluded.

    ``before`` are the variants written before the version. ``opened``: one of its variants has not been seen in any
    list.
    """

    family: Family
    version: str = ""
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    modifiers: tuple[str, ...] = ()
    stamp: str = ""
    first: int = 0
    last: int = 0
    opened: bool = False

    @property
    def variants(self) -> tuple[str, ...]:
        """All variants as written."""
        return (*self.before, *self.after)

    @cached_property
    def identity(self) -> Identity:
        """Equal for all spellings of one model: "Claude 4.5 Opus" and "claude-opus-4-5"."""
        version = _without_zero(self.version).removeprefix(self.family.letter)
        words = (word for part in self.variants for word in _spelled(part).split("-"))
        return (self.family.lab, self.family.name, version, tuple(sorted(words)))

    @property
    def slug(self) -> str:
        """The canonical slug: ``openai/gpt-5.5-pro``, ``anthropic/claude-opus-4.7``."""
        family, version = self.family, self._slug_version()
        before, after = _placed(family, version, self.before, self.after)
        parts = [*map(_spelled, before), version, *map(_spelled, after), _short(self.stamp)]
        if family.glued:
            return f"{family.lab}/{family.name}{'-'.join(part for part in parts if part)}"
        return f"{family.lab}/" + "-".join([family.name, *(part for part in parts if part)])

    @cached_property
    def title(self) -> str:
        """The name as its lab would write it.

        For example: "GPT-5.5 Pro", "DeepSeek V4", "Seedance 3.0" where that was written.
        """
        family, version = self.family, self._letter + self.version
        before, after = _placed(family, version, self.before, self.after)
        if version[:1].isalpha():
            version = version[:1].upper() + version[1:]
        words = [family.title, *(_capital(word) for word in before)]
        if version and len(words) == 1:
            words = [f"{family.title}{family.join}{version}"]
        elif version:
            words.append(version)
        return " ".join([*words, *(_capital(word) for word in after), *([self.stamp] if self.stamp else [])])

    def _slug_version(self) -> str:
        """The version as slugs spell it: with the letter of its family, without ".0"."""
        return self._letter + _without_zero(self.version)

    @property
    def _letter(self) -> str:
        """The letter of the family before a version that is written without it."""
        return self.family.letter if self.version[:1].isdecimal() and self.version[0] != "0" else ""


def _spelled(variant: str) -> str:
    """A variant as ids spell it: "R+" is ``r-plus``."""
    return variant.replace("+", "-plus")


def _without_zero(version: str) -> str:
    return version.removesuffix(".0") if version.count(".") == 1 else version


def _short(stamp: str) -> str:
    """The stamp for a slug: a short one distinguishes models, a full date only builds."""
    return stamp if len(stamp.replace("-", "")) == 4 else ""  # noqa: PLR2004 -- MMDD or YYMM


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:] if word.isalpha() else word.upper()


def _placed(
    family: Family, version: str, before: tuple[str, ...], after: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The variants before and behind the version, in the family's own order."""
    if family.line_first_from:
        major = version.partition(".")[0]
        words = (*before, *after)
        old = major.isdecimal() and int(major) < family.line_first_from and family.lines_first.isdisjoint(words)
        lines = tuple(word for word in words if word in family.lines)
        rest = tuple(word for word in words if word not in family.lines)
        if not lines and not old and before:
            return before, after
        return ((), (*lines, *rest)) if old else (lines, rest)
    return before, after
