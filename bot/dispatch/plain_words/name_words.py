"""The name that a sentence is about: one that the name reader finds, else words that no question is made of."""

from collections.abc import Iterator
from typing import Final

from bot.dispatch.plain_words.asked_names import is_ordinary
from bot.dispatch.plain_words.scoring import is_misspelt, symbol
from bot.dispatch.plain_words.word_classes import word_classes
from bot.domain.names import NameKind
from bot.domain.names.grammar import Style
from bot.queries.names import ReaderAt
from bot.sources.venues import every

LONGEST: Final = 60  # characters of a name; what is longer is no name
READ: Final = 40  # words of a sentence that are looked at

_MARKS: Final = " \t\r\n?!.,;:…\"'`“”‘’«»()[]{}<>*_~|\\/�"


def name_in(sentence: str, reader: ReaderAt) -> str:
    """What a sentence is about: ``spud`` in "what is spud?" and in "spud beats Opus"; '' in "help me"."""
    return next(iter(_names(sentence, reader)), "")


def lone_name(sentence: str, reader: ReaderAt) -> str:
    """The one name that a sentence says nothing else of: ``spud`` in "will spud be out?"; '' in "spud beats Opus"."""
    found = _names(sentence, reader)
    return found[0] if len(found) == 1 else ""


def _names(sentence: str, reader: ReaderAt) -> list[str]:
    """The names that are found, and between them the runs of other words; '' for one that can be no name."""
    text, at = sentence[: READ * LONGEST], 0
    found: list[str] = []
    for mention in reader.read(text, (), Style.QUESTION):
        found += _unknown(text[at : mention.start])
        found += [mention.text] if mention.best.kind is not NameKind.PRODUCT else []
        at = mention.end
    return [*found, *_unknown(text[at:])]


def _unknown(text: str) -> Iterator[str]:
    """Yield the runs of words that no question is made of; '' for one too long, or without a letter."""
    run: list[str] = []
    venues = every()
    for word in (*text.split()[:READ], ""):
        bare = word.strip(_MARKS)
        if bare and (is_misspelt(_folded(bare)) or not is_ordinary(bare)) and _folded(bare) not in venues:
            run.append(bare)
        elif run:
            name, run = " ".join(run), []
            yield name if len(name) <= LONGEST and name.isprintable() and any(map(str.isalpha, name)) else ""


def trimmed(sentence: str) -> str:
    """A text without the words at its end that say nothing: "grok 5 this year" of "grok 5 this year lol"."""
    words = sentence.strip(_MARKS).split()
    while len(words) > 1 and _folded(words[-1]) in word_classes(symbol).fillers:
        words.pop()
    return " ".join(words)


def _folded(word: str) -> str:
    return word.strip(_MARKS).casefold()
