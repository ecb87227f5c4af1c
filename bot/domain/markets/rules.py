"""Extract what counts and what does not from market rules, and compare versions.

The clauses are verbatim.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import Literal

LONGEST = 20_000
CLAUSE = 400  # characters of a clause that are shown
# Fixed phrases: a clause is quoted, never paraphrased, so a sentence either holds one of these or is not an exclusion.
_EXCLUDING = (
    r"\bwill\s+not\s+(?:be\s+)?(?:suffice|sufficient|count|qualify|considered|constitute)",
    r"\b(?:do|does|shall|would)\s+not\s+(?:count|qualify|suffice|constitute)",
    r"\bnot\s+be\s+sufficient",
    r"\bis\s+not\s+(?:enough|sufficient)\b",
    r"\bonly\s+if\b",
)
_COUNTING = (
    r"resolves?\s+to\s+[\"“']?yes",
    r"resolves?\s+yes",
    r"\bwill\s+(?:count|qualify|suffice)\b",
    r"\bcounts?\b",
    r"\bqualif(?:y|ies)\b",
    r"\bis\s+(?:enough|sufficient|considered)\b",
    r"\bmust\s+be\b",
)
EXCLUDES = re.compile("|".join(_EXCLUDING), re.IGNORECASE)
COUNTS = re.compile("|".join(_COUNTING), re.IGNORECASE)
# "11:59 p.m. ET", "U.S. government", "e.g. a beta" go on
END = re.compile(r"(?<![ap]\.m)(?<!\b[A-Z])(?<!\.[A-Z])(?<!e\.g)(?<!i\.e)[.!?][\"”’')]*(?=\s|$)|\n")


@dataclass(frozen=True, slots=True)
class Clauses:
    """Verbatim sentences of the rules."""

    counts: tuple[str, ...]
    excludes: tuple[str, ...]


def sentences(text: str) -> tuple[str, ...]:
    """Split a text into verbatim sentences.

    "GPT-5.5" and "11:59 p.m. ET" stay whole.
    """
    text, start, found = text[:LONGEST], 0, []
    for end in END.finditer(text):
        found.append(text[start : end.end()].strip())
        start = end.end()
    return tuple(piece for piece in (*found, text[start:].strip()) if piece)


def clauses(text: str) -> Clauses:
    """Extract what counts and what does not: verbatim, at most 400 characters each."""
    counts, excludes = [], []
    for piece in sentences(text):
        shown = piece if len(piece) <= CLAUSE else piece[:CLAUSE]
        if EXCLUDES.search(piece):
            excludes.append(shown)
        elif COUNTS.search(piece):
            counts.append(shown)
    return Clauses(tuple(counts), tuple(excludes))


def difference(before: str, after: str) -> tuple[tuple[Literal["+", "-"], str], ...]:
    """The sentences that were added and taken away, in order."""
    old, new = sentences(before), sentences(after)
    out: list[tuple[Literal["+", "-"], str]] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag in ("replace", "delete"):
            out += [("-", piece) for piece in old[a:b]]
        if tag in ("replace", "insert"):
            out += [("+", piece) for piece in new[c:d]]
    return tuple(out)
