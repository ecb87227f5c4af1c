"""Parse a market's question: one model's release by a date, or something else.

In a plain release question every word has a role: the model's name, its lab, a verb of release, the date, and a few
neutral words (`question_words.toml`). Any other word is a condition ("in Europe", "price", "before GTA VI"), and a
question with a condition does not ask when the model is released.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from typing import Literal

from bot.domain.names import Mention, NameKind, NameReader, NameReading
from bot.domain.names.text.tokens import tokenize
from bot.domain.time import find_times

LONGEST = 400  # characters of a question that are read
_WORD = re.compile(r"[$€£]?\d[\d.,:]*(?:st|nd|rd|th)?[%+\w]*|[^\W_]+(?:['’][^\W_]+)*")
_DAY_OR_YEAR = re.compile(r"[0-3]?\d(?:st|nd|rd|th)?|20\d\d|[01]?\d:\d\d|1?\d[ap]m")
_BLANK = re.compile(r"(?:\.\s?\.\s?\.|…|_{2,})")
_MODELS = (NameKind.LEDGER, NameKind.DISCOVERED, NameKind.GRAMMAR, NameKind.LABEL)
_DATE = frozenset({"date"})
_DATED = _DATE | {"date lead"}
_ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)  # used when no time is given: only the position of a date matters
Asks = Literal["release", "announcement", "nothing"]


@dataclass(frozen=True, slots=True)
class MarketQuestion:
    """What a question asks, and about which subject.

    ``asked`` is the model that is the subject, ``named`` every name in order (models, families, labs, products).
    ``asks`` is the event and ``conditions`` the words that restrict it. ``following`` marks "next …", ``ai`` that the
    words are about AI, ``codename`` an unknown capitalised name attributed to a lab.
    """

    asked: NameReading | None
    named: tuple[NameReading, ...]
    asks: Asks
    conditions: tuple[str, ...]
    following: bool = False
    ai: bool = False
    codename: str = ""

    @property
    def models(self) -> tuple[NameReading, ...]:
        """The models it names, known or not."""
        return tuple(one for one in self.named if one.kind in _MODELS)

    @property
    def plain(self) -> bool:
        """Whether it asks for the release of one model and nothing else."""
        return (
            self.asked is not None
            and self.asked.kind in _MODELS
            and self.asks == "release"
            and not self.conditions
            and not self.following
        )


@cache
def question_words() -> Mapping[str, frozenset[str]]:
    """Return the roles of words in a question, by word."""
    text = resources.files(__package__).joinpath("question_words.toml").read_text("utf-8")
    jobs: dict[str, set[str]] = {}
    for row in tomllib.loads(text)["row"]:
        for word in row["words"]:
            jobs.setdefault(word, set()).add(row["does"])
    return {word: frozenset(does) for word, does in jobs.items()}


def read_question(text: str, reader: NameReader, *, at: datetime | None = None) -> MarketQuestion:
    """Parse one question; without a name it has no ``asked``. Never raises."""
    text = text[:LONGEST]
    mentions = [one for one in reader.read(text, at=at) if not _jobs(one.text) & {"date"}]  # "H2" is no model
    asked = _subject(mentions)
    times = [(one.start, one.end) for one in find_times(text, at or _ANY_DAY)]
    words = [(word, _jobs(word) | _part_of(times, start)) for start, word in _words_between(text, mentions)]
    odd = [word for place, (word, jobs) in enumerate(words) if not _covered(jobs, words[place + 1 : place + 2])]
    conditions = (*odd, *_of_names(mentions, asked, reader))
    jobs = frozenset[str]().union(*(jobs for _, jobs in words))
    asks = _event(jobs, bare=asked is not None and not conditions and bool(jobs & _DATED or _BLANK.search(text)))
    named = tuple(mention.best for mention in mentions)
    ai = "AI" in jobs or any(_of_ai(reading) for reading in named)
    return MarketQuestion(asked, named, asks, conditions, "next" in jobs, ai, _codename(asked, asks, odd))


def _event(jobs: frozenset[str], *, bare: bool) -> Asks:
    """Return the event the words ask about.

    A bare name with a date or a blank ("GPT-6 by...?") asks for its release.
    """
    if "announcement" in jobs:
        return "announcement"
    return "release" if "release" in jobs or bare else "nothing"


def _jobs(word: str) -> frozenset[str]:
    flat = word.casefold().replace("’", "'").removesuffix("'s")
    jobs = question_words().get(flat, frozenset())
    return jobs | {"date"} if not jobs and _DAY_OR_YEAR.fullmatch(flat) else jobs


def _covered(jobs: frozenset[str], after: Sequence[tuple[str, frozenset[str]]]) -> bool:
    """Whether a word has a role in a release question.

    "first" has one only before a time unit.
    """
    if "ordinal" in jobs and "date" not in jobs:
        return any("date" in following for _, following in after)
    return bool(jobs - {"AI"})


def _of_names(mentions: Sequence[Mention], asked: NameReading | None, reader: NameReader) -> Iterator[str]:
    """Yield names that are conditions: other subjects, and words for how it is served."""
    for mention in mentions:
        if not _belongs(mention.best, asked):
            yield mention.text
        yield from _modifiers(mention, reader)


def _modifiers(mention: Mention, reader: NameReader) -> Iterator[str]:
    """Yield words of a name for a serving mode or stage: preview, beta, fast."""
    reading, table = mention.best, reader.table
    family = table.by_key.get(f"{reading.lab}/{reading.family}")
    known = table.words.modifiers | (family.modifiers if family else frozenset())
    for word in tokenize(mention.text).words:
        if word in known and word not in reading.variant:
            yield word


def _of_ai(reading: NameReading) -> bool:
    """Whether a name alone implies AI; a codename without a version does not."""
    if reading.kind in (NameKind.LAB, NameKind.FAMILY, NameKind.GRAMMAR):
        return True
    return reading.kind in (NameKind.LEDGER, NameKind.DISCOVERED) and bool(reading.version or reading.family)


def _subject(mentions: Sequence[Mention]) -> NameReading | None:
    """The first model named, else the first family, product, lab."""
    for kinds in (_MODELS, (NameKind.FAMILY,), (NameKind.PRODUCT,), (NameKind.LAB,)):
        for mention in mentions:
            if mention.best.kind in kinds:
                return mention.best
    return None


def _belongs(reading: NameReading, asked: NameReading | None) -> bool:
    """Whether a name is the subject again, or its own lab."""
    if asked is None or reading.slug == asked.slug:
        return True
    return reading.kind is NameKind.LAB and (reading.slug == asked.lab or not asked.lab)


def _part_of(times: Sequence[tuple[int, int]], start: int) -> frozenset[str]:
    """Return the role of a word within a date: "the 1st of", "Valentine's"."""
    return _DATE if any(first <= start < end for first, end in times) else frozenset()


def _words_between(text: str, mentions: Sequence[Mention]) -> Iterator[tuple[int, str]]:
    """The words outside the names with their places, in order."""
    at = 0
    for start, end in (*((one.start, one.end) for one in mentions), (len(text), len(text))):
        for word in _WORD.finditer(text, at, start):
            yield word.start(), word.group().rstrip(".,:")
        at = end


def _codename(asked: NameReading | None, asks: Asks, spelled: Sequence[str]) -> str:
    """Return the one capitalised word left, as a lab's unknown codename.

    "OpenAI's Astra released by…?" names Astra.
    """
    if asked is None or asked.kind is not NameKind.LAB or asks == "nothing" or len(spelled) != 1:
        return ""
    return spelled[0] if spelled[0][:1].isupper() else ""
