"""The name that a sentence is about, by leaving out the words that stand beside names."""

import re
from typing import Final

from bot.dispatch.plain_words.scoring import symbol
from bot.dispatch.plain_words.word_classes import word_classes

LONGEST: Final = 60  # characters of a name; what is longer is no name
READ: Final = 40  # words of a sentence that are looked at

# Words that lead to a name or go on after it, and are no name themselves.
_BESIDE: Final = frozenset(
    """
    a about am an and any anyone anything are be been beat beats before best better by can check claim coming could
    date deal did do does doing event find for from get give going good got happened happening has have heard hello hey
    hi how i in info is it its just know launch launched launches launching look lookup me mean means more much my name
    need new news no not odds of on or out please probability real release released releases releasing rumor rumors
    rumour rumours search see should show status tell than thank thanks that the there this to up us versus vs want was
    we what what's whats when when's whens where which who who's whos whose why will with worse would yes yet you your
    help model codename called ship shipped ships shipping arrive arrives drop drops chance chances likely soon
    leak leaked leaks claimed claims said say saying says really already today tomorrow confirmed available
    polymarket kalshi metaculus manifold
""".split()  # noqa: SIM905 - a list of words reads as one
)
# What is asked of a model before it is out, its name aside: the rows of `claimcheck ready`.
_WAITS: Final = frozenset(
    """
    api benchmark benchmarks card cheap cheaper context cost costs expensive latency price priced prices pricing token
    tokens window
""".split()  # noqa: SIM905 - the same
)
_VERSION: Final = re.compile(r"\d{1,2}(\.\d{1,2}){1,2}")  # 5.5 names a model without a letter
_MARKS: Final = " \t\r\n?!.,;:…\"'`“”‘’«»()[]{}<>*_~|\\/�"


def name_in(sentence: str) -> str:
    """What a sentence is about: ``spud`` in "what is spud?" and in "spud beats Opus"; '' in "help me"."""
    return next(iter(_names(sentence)), "")


def lone_name(sentence: str) -> str:
    """The one name that a sentence says nothing else of: ``spud`` in "will spud be out?"; '' in "spud beats Opus"."""
    found = _names(sentence)
    return found[0] if len(found) == 1 else ""


def _names(sentence: str) -> list[str]:
    """The runs of words that are none of those beside a name; '' for one too long, or without a letter."""
    runs: list[list[str]] = [[]]
    for word in sentence[: READ * LONGEST].split()[:READ]:
        bare = word.strip(_MARKS)
        if bare and _folded(bare) not in _BESIDE | _WAITS:
            runs[-1].append(bare)
        else:
            runs.append([])
    return [name if _nameable(name := " ".join(run)) else "" for run in runs if run]


def trimmed(sentence: str) -> str:
    """A text without the words at its end that say nothing: "grok 5 this year" of "grok 5 this year lol"."""
    words = sentence.strip(_MARKS).split()
    while len(words) > 1 and _folded(words[-1]) in word_classes(symbol).fillers:
        words.pop()
    return " ".join(words)


def _nameable(name: str) -> bool:
    if len(name) > LONGEST or not name.isprintable():
        return False
    return any(map(str.isalpha, name)) or _VERSION.fullmatch(name) is not None


def _folded(word: str) -> str:
    return word.strip(_MARKS).casefold().replace("’", "'")
