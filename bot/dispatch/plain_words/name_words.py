"""The name that a sentence is about, by leaving out the words that stand beside names."""

import re
from typing import Final

from bot.dispatch.plain_words.scoring import symbol
from bot.dispatch.plain_words.word_classes import word_classes

LONGEST: Final = 60  # characters of a name; what is longer is no name
READ: Final = 40  # words of a sentence that are looked at

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
    roles, runs = word_classes(symbol).roles, [list[str]()]
    for word in sentence[: READ * LONGEST].split()[:READ]:
        bare = word.strip(_MARKS)
        if bare and _folded(bare) not in roles["beside_name"] | roles["awaited"]:
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
