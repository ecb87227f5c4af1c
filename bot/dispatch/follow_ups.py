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
from bot.dispatch.plain_words.scoring import is_usual
from bot.dispatch.plain_words.sentence import Sentence

LONGEST: Final = 8  # words of a sentence that leans on the one before
_OF_ALL: Final = frozenset({"model", "models", "lab", "labs", "ai", "ais"})  # "best coding model" names none
AS_BEFORE: Final = "About {}, as before"
_PRONOUN = re.compile(r"(?i)\b(?:it|its|they|them|their|(?:this|that) (?:one|model))\b")
_GOES_ON = re.compile(r"(?i)\s*(?:and|but|also|(?:what|how) about)\b")
_ABOUT_ITSELF: Final = frozenset({Intent.HELP, Intent.CHAT, Intent.DIGEST, Intent.RECORD})  # "how does it work"
_OF_MORE: Final = frozenset({Intent.CHECKPOINT, Intent.COMPARE, Intent.NONE, Intent.CHAT})


def leaves_open(sentence: Sentence, read: ReadAs) -> bool:
    """Whether a sentence does not say what it is about, though its reading needs it."""
    if sentence.models or sentence.places or sentence.found or read.service or len(sentence.bare) > LONGEST:
        return False
    if not sentence.bare or not all(map(is_usual, sentence.bare)):
        return False
    if _PRONOUN.search(sentence.text) or _GOES_ON.match(sentence.text):
        return read.intent not in _ABOUT_ITSELF
    return is_vague(sentence) and not _OF_ALL & set(sentence.bare)


def about(text: str, name: str) -> str:
    """The text about a name: in the place of its first pronoun, or at its end."""
    if _PRONOUN.search(text):
        return _PRONOUN.sub(lambda _: name, text, count=1)
    bare = text.rstrip()
    end = "?" if bare.endswith("?") else ""
    return f"{bare.rstrip(' ?!.')} {name}{end}"


def needs_more(text: str, read: ReadAs) -> bool:
    """Whether a reading needs more than a model's name and the words of a text.

    "really?" is no claim about it.
    """
    return read.intent in _OF_MORE or (read.intent is Intent.CLAIM and not _PRONOUN.search(text))
