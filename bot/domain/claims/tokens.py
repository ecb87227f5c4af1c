"""A cleaned sentence as tokens: words with their contractions apart, numbers whole, each with its place in the text."""

import re
from functools import lru_cache
from typing import NamedTuple

from bot.domain.claims.text import lower

_NUMBER = r"\d{1,3}(?: \d{3})* 000(?![\d.,])|\d+(?:[,_]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|(?<!\w)\.\d+"
_TOKEN = re.compile(rf"(?P<number>{_NUMBER})|(?P<tail>'(?:s|ll|re|ve|d)(?!\w))|(?P<word>[^\W\d_]+)|(?P<mark>\S)")
_JOINTS = str.maketrans("", "", ",_ ")
_AUXILIARIES = ("do", "does", "did", "is", "was", "are", "were", "has", "have", "could", "would", "should")
_CONTRACTED = {f"{word}nt": (word, "n't") for word in _AUXILIARIES} | {
    word: tuple(apart.split())
    for word, apart in (
        ("won't", "will n't"), ("wont", "will n't"), ("can't", "can n't"), ("cannot", "can n't"), ("cant", "can n't"),
        ("shan't", "shall n't"), ("ain't", "is n't"), ("aint", "is n't"), ("thats", "that is"), ("theres", "there is"),
        ("whats", "what is"), ("im", "i am"), ("ive", "i have"), ("gonna", "going to"), ("gotta", "got to"),
        ("wanna", "want to"),
    )
}  # fmt: skip
_SCRAMBLED = {"".join(sorted(word)): word for word in _CONTRACTED if word.endswith("nt")}  # "ins't", "is'nt"
_NOT = re.compile(r"([a-z]+)n't$")
_VOWELS = frozenset("aeiou")
_LONG = 5  # letters from which a misspelt contraction is told by its consonants
_SOUNDED = {"dsnt": "doesnt", "ddnt": "didnt", "dnt": "didnt", "hvnt": "havent", "hsnt": "hasnt", "wsnt": "wasnt"}


class Token(NamedTuple):
    """A word, number or mark of a text: what it is read as, and its place. ``glued`` has no space before it."""

    norm: str
    start: int
    end: int
    number: bool = False
    glued: bool = False

    @property
    def word(self) -> bool:
        """Whether it is made of letters."""
        return not self.number and self.norm[:1].isalpha()


@lru_cache(512)  # a sentence is read, and then compared with the ledger's
def tokenise(text: str) -> tuple[Token, ...]:
    """The tokens of a cleaned text, in order: "isn't" is *is* and *n't*, "82.7%" is a number and a mark."""
    found: list[Token] = []
    lowered = lower(text)
    end = -1
    for match in _TOKEN.finditer(lowered):
        start, stop = match.span()
        if start < end:
            continue  # of the contraction before it
        glued = start == end
        if match.lastgroup == "word":
            stop = _with_apostrophe(lowered, stop) if lowered.startswith("'", stop) else stop
            for word in _apart(lowered[start:stop]):
                found.append(Token(word, start, stop, glued=glued))
                glued = True
        elif match.lastgroup == "number":
            found.append(Token(match[0].translate(_JOINTS), start, stop, number=True, glued=glued))
        elif match[0] != "-" or not _inner_hyphen(lowered, start):
            found.append(Token(match[0], start, stop, glued=glued))
        end = stop
    return tuple(found)


def _inner_hyphen(lowered: str, place: int) -> bool:
    """Whether a hyphen only ties two words ("pre-training", "1M-token"); between numbers it is a mark of its own."""
    before, after = lowered[place - 1 : place], lowered[place + 1 : place + 2]
    return before.isalnum() and after.isalnum() and not (before.isdecimal() and after.isdecimal())


def _with_apostrophe(lowered: str, stop: int) -> int:
    """The end of a word with what the apostrophe behind it ties to it ("n't", "'s")."""
    tail = stop + 1
    while tail < len(lowered) and lowered[tail].isalpha():
        tail += 1
    return tail if tail - stop <= 3 and tail > stop + 1 else stop  # noqa: PLR2004 -- 's, 'll, 're, n't


def _denies(word: str) -> str:
    """The consonants of a word that ends like a contraction without its apostrophe ("dosent"), of a short one all."""
    if not word.endswith("nt") or (len(word) < _LONG and not _VOWELS.isdisjoint(word)):
        return ""
    return "".join(c for n, c in enumerate(word) if not n or (c not in _VOWELS and c != word[n - 1]))


@lru_cache(16_384)
def _apart(word: str) -> tuple[str, ...]:
    """The words that a contraction is of; any other word alone."""
    if word in _CONTRACTED:
        return _CONTRACTED[word]
    if match := _NOT.fullmatch(word):
        return match[1], "n't"
    head, mark, tail = word.partition("'")
    if not mark:
        return _CONTRACTED[_SOUNDED[sound]] if (sound := _denies(word)) in _SOUNDED else (word,)
    if slip := _SCRAMBLED.get("".join(sorted(head + tail))):
        return _CONTRACTED[slip]
    return (head, {"ll": "will", "re": "are", "ve": "have", "m": "am"}.get(tail, f"'{tail}"))
