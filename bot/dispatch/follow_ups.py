"""Sentences that leave open what they are about.

"and the price?", "when?", "is it out?".

Such a sentence is read again with the name that the same person last asked about in the same place, where that was
within the last ten minutes; the answer says so. It has no name, no word that may be one, and is short; and it has a
pronoun, goes on from what was said ("and …"), or its words alone do not tell what is asked.
"""

import re
from typing import Final

from bot.dispatch.plain_words.question_forms import Intent
from bot.dispatch.plain_words.read_as import ReadAs, is_vague
from bot.dispatch.plain_words.scoring import is_usual, symbol
from bot.dispatch.plain_words.sentence import Sentence
from bot.dispatch.plain_words.word_classes import word_classes
from bot.domain.names import NameKind

# Classes of words that ask one thing of a model.
_ASPECTS: Final = frozenset({"probability", "price", "property", "access", "release", "soon", "time", "retirement"})
_ASKS: Final = frozenset({"when", "where", "who", "how"})  # such a word stands alone
_WHICH: Final = frozenset({"cheapest", "cheaper", "first", "better", "newer", "older", "faster", "bigger", "smarter"})
_ASPECT: Final = 3  # words of a sentence that is nothing else: "odds?", "api?"
_INSTEAD: Final = frozenset({"instead", "replacement", "successor", "alternative", "alternatives"})  # of something
_TWO: Final = "X vs Y"  # how two models are named that were held side by side
_OF_BOTH: Final = frozenset({"price", "prices", "both", "they", "which"})  # asked of two models at once
LONGEST: Final = 8  # words of a sentence that leans on the one before
_OF_ALL: Final = frozenset(
    {"model", "models", "lab", "labs", "ai", "ais", "markets", "bets"}
)  # "best coding model" names none
AS_BEFORE: Final = "About {}, as before"
_LEANS = re.compile(r"(?i)\s*(?:vs\.?|versus|against|compared (?:to|with)|or)\s")
_PRONOUN = re.compile(r"(?i)\b(?:it|its|they|them|their|(?:this|that) (?:one|model))\b")
_GOES_ON = re.compile(r"(?i)\s*(?:and|but|also|(?:what|how) about)\b")
_ABOUT_ITSELF: Final = frozenset({Intent.HELP, Intent.CHAT, Intent.DIGEST, Intent.RECORD})  # "how does it work"
_OF_MORE: Final = frozenset({Intent.CHECKPOINT, Intent.COMPARE, Intent.NONE, Intent.CHAT})


def leaves_open(sentence: Sentence, read: ReadAs) -> bool:
    """Whether a sentence does not say what it is about, though its reading needs it."""
    labs = any(one.kind is NameKind.LAB for one in sentence.places)
    if sentence.models or labs or sentence.found or read.service or len(sentence.bare) > LONGEST:
        return False
    if sentence.places:  # "api?", "on bedrock?"
        return not _told(sentence)
    if not sentence.bare or not all(map(is_usual, sentence.bare)):
        return False
    if _INSTEAD & set(sentence.bare) or _asks_one_thing(sentence):
        return not _OF_ALL & set(sentence.bare)
    if _PRONOUN.search(sentence.text) or _GOES_ON.match(sentence.text):
        return read.intent not in _ABOUT_ITSELF
    return is_vague(sentence) and not _OF_ALL & set(sentence.bare)


def _asks_one_thing(sentence: Sentence) -> bool:
    """Whether it is a word or two that ask one thing of a model: "odds?"."""
    classes, words = word_classes(symbol), _told(sentence)
    if (words[:1] == ["which"] and _WHICH & set(words)) or (len(words) == 1 and words[0] in _ASKS):
        return True
    asked = all(_ASPECTS & set(classes.of(word, symbol(word))) for word in words)
    return 0 < len(words) <= _ASPECT and asked and sentence.asks


def _told(sentence: Sentence) -> list[str]:
    """Its words without names and fillers."""
    fillers = word_classes(symbol).fillers | {"not"}
    return [word for word in sentence.bare if word not in fillers]


def leans(text: str) -> bool:
    """Whether a text goes on from a name that was said before: "vs opus 5"."""
    return _LEANS.match(text) is not None


def meant(text: str, name: str) -> str:
    """The name a text is about: of two models the first, unless it asks of both."""
    words = set(text.casefold().strip(" ?!.").split())
    return name if (_WHICH | _OF_BOTH) & words else name.partition(" vs ")[0]


def about(text: str, name: str) -> str:
    """The text about a name: in the place of its first pronoun, or at its end."""
    if leans(text):
        return f"{name} {text}"
    if _PRONOUN.search(text):
        return _PRONOUN.sub(lambda _: name, text, count=1)
    bare = text.rstrip()
    end = "?" if bare.endswith("?") else ""
    return f"{bare.rstrip(' ?!.')} {name}{end}"


def needs_more(text: str, read: ReadAs) -> bool:
    """Whether a reading needs more than a model's name and the words of a text.

    "really?" is no claim about it. What is held against another model needs no more.
    """
    if leans(text) or (read.intent is Intent.COMPARE and meant(text, _TWO) == _TWO):
        return False
    return read.intent in _OF_MORE or (read.intent is Intent.CLAIM and not _PRONOUN.search(text))
