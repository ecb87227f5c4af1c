"""Normalize and compare labels, detect disguises, and reject non-names.

A label is stored as it was shown. Two labels are *the same* when their `key` is equal (NFKC, case, invisible characters
and separators folded), and *look alike* when only their `skeleton` is: "Сrest" with a Cyrillic С looks like "Crest" but
is another text. Nothing here merges look-alikes; they are reported.

The letter table is derived from the facts of Unicode's confusables.txt (https://www.unicode.org/reports/tr39/),
narrowed to single letters of scripts that pass for Latin; fullwidth, circled and mathematical letters fold by NFKC
alone.
"""

import itertools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache

MAX_LABEL = 80  # characters of a label; a picker shows far fewer

# Latin letter <- letters of other scripts (and Latin oddities) drawn the same. The last five of the small letters are
# the Cyrillic ones that print as small capitals: listed as the letters people use them for.
_TABLE = """
A ΑАᎪ|B ΒВᏴꞴ|C ϹСᏟⲤ|D Ꭰ|E ΕЕᎬ|F ϜꞘ|G ԌᏀᏳ|H ΗНᎻⲎ|I ΙІӀⲒ|J ͿЈᎫꞲ|K ΚКᏦⲔ|L ᏞⳐ|M ΜϺМᎷⲘ|N ΝⲚ|O ΟОՕⲞ|P ΡРᏢⲢ|R ƦᎡᏒ|S ЅՏᏕᏚ
T ΤТᎢⲦ|U Ս|V ѴᏙ|W ԜᎳᏔ|X ΧХⲬꞳ|Y ΥϒУҮᎩᎽⲨ|Z ΖᏃ|a ɑαа|b ƄЬᏏв|c ϲсᴄⲥꮯ|d ԁᏧ|e еҽꬲ|f քẝꞙꬵ|g ƍɡցᶃ|h һհᏂн|i ıɩɪιіӏᎥꙇꭵ|j ϳј
k кκ|l ƖǀӀ|m м|n ոռ|o οσоօᴏᴑⲟꬽ|p ρϱрⲣ|q ԛգզ|r гᴦⲅꭇꭈꮁ|s ƽѕꜱꮪ|t тτ|u ʋυսᴜꞟꭎꭒ|v νѵᴠꮩ|w ɯѡԝաᴡꮃ|x хχ|y ɣʏγуүᶌỿꭚ|z ᴢꮓ
"""
LOOKS_LIKE = {
    odd: row[0] for line in _TABLE.split("\n") for row in line.split("|") if row for odd in row[2:] if odd != row[0]
}
# Scripts that legitimately mix with Latin (UTS 39, "highly restrictive"); any other mix is flagged.
_COMPANIONS = frozenset({"LATIN", "CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "FULLWIDTH", "HALFWIDTH"})
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
_BLANK = frozenset(
    "\u115f\u1160\u3164\uffa0\u2800\u180b\u180c\u180d\u180e\u034f"
)  # drawn as nothing, categorised as letters
# ASCII that draws alike: used only against a known name, since digits are ordinary in model names.
_ASCII_TWINS = str.maketrans({"0": "o", "1": "l", "i": "l", "|": "l", "5": "s", "8": "b"})
_SEPARATORS = re.compile(r"[\s\-_‐‑‒–—·./:]+")
_MENTION = re.compile(
    r"<[@!#&][^>]{0,200}>|<(?:subteam|special)\^|(?<![\w.])@(?:everyone|here|channel)\b", re.IGNORECASE
)
_LINK = re.compile(r"\[[^\]]{0,500}\]\s?\(|<?https?:|<mailto:|\bdiscord\.gg/|<[^|>]{0,500}\|", re.IGNORECASE)
_ENDS = re.compile(r":free$|:beta$")


class Disguise(StrEnum):
    """Why a label may not be what it looks like."""

    UNSEEN = "characters that are not drawn"
    MIXED = "letters of two alphabets"
    FOREIGN = "every letter only looks Latin"
    STYLED = "styled or fullwidth letters"
    ACCENT = "accented or unusual Latin letters"


class LabelRefused(ValueError):
    """A text that cannot be a label.

    ``why`` explains it to the person, ``todo`` the fix; ``too_long`` texts are refused for their length alone.
    """

    def __init__(self, why: str, todo: str, *, too_long: bool = False) -> None:
        super().__init__(why)
        self.why, self.todo, self.too_long = why, todo, too_long


@dataclass(frozen=True, slots=True)
class SimilarLabel:
    """A different known name that looks like a label, with their similarity (0..1)."""

    name: str
    likeness: float


def _seen(char: str) -> bool:
    return unicodedata.category(char) not in _UNSEEN and char not in _BLANK and not _selector(char)


def _selector(char: str) -> bool:
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"


def clean(text: str) -> str:
    """Clean a label for display: no invisible characters, single spaces."""
    return " ".join("".join(c if _seen(c) else " " if c in "\t\n\r" else "" for c in text).split())


def check(text: str) -> str:
    """Return the label as it will be stored.

    Raises:
        LabelRefused: empty, only invisible characters, longer than 80, a mention, a link, or punctuation only.
    """
    if not text.strip():
        raise LabelRefused("The label is empty.", "Copy the name exactly as it was shown.")
    if len(text) > 4 * MAX_LABEL:  # before any per-character work
        raise LabelRefused(
            f"That is {len(text):,} characters; a label has at most {MAX_LABEL}.", "Copy only the name.", too_long=True
        )
    if _MENTION.search(text):
        raise LabelRefused("That is a mention, not a label.", "Type the name without @ or angle brackets.")
    if _LINK.search(text):
        raise LabelRefused("That is a link, not a label.", "Type the name itself, and give the address as link:…")
    kept = clean(text)
    if not kept:
        raise LabelRefused(
            "The label has only characters that are not drawn.", "Copy the name exactly as it was shown."
        )
    if len(kept) > MAX_LABEL:
        raise LabelRefused(
            f"That is {len(kept)} characters; a label has at most {MAX_LABEL}.", "Copy only the name.", too_long=True
        )
    if not any(unicodedata.category(c)[0] in "LNS" for c in kept):
        raise LabelRefused("The label has no letter or digit.", "Copy the name exactly as it was shown.")
    return kept


def fold(text: str) -> str:
    """The text for comparing: NFKC, no unseen characters, casefolded, single spaces."""
    shown = "".join(c for c in unicodedata.normalize("NFKC", text) if _seen(c) or c.isspace())
    return " ".join(unicodedata.normalize("NFKC", shown.casefold()).split())


@lru_cache(maxsize=4096)
def key(text: str) -> str:
    """Return the identity of a label: case folded, separators equal.

    Dashes, slashes, dots and spaces are alike: "gpt-5.5" is "GPT 5 5".
    """
    return _SEPARATORS.sub(" ", fold(text)).strip() or fold(text)


@lru_cache(maxsize=4096)
def skeleton(text: str) -> str:
    """Approximate a label's appearance.

    Look-alikes as Latin, accents and ASCII twins folded.
    """
    latin = _latin(unicodedata.normalize("NFKC", _latin(clean(text))))
    plain = "".join(c for c in unicodedata.normalize("NFKD", latin) if not unicodedata.combining(c))
    return _SEPARATORS.sub(" ", plain.casefold()).strip().translate(_ASCII_TWINS).replace("rn", "m").replace("vv", "w")


def _latin(text: str) -> str:
    return "".join(LOOKS_LIKE.get(c, c) for c in text)


def disguises(text: str) -> tuple[Disguise, ...]:
    """Return why a label may not be what it looks like.

    Empty for plain names, emoji and Han.
    """
    found = [Disguise.UNSEEN] if any(map(_hidden, text)) and not _joins_emoji(text) else []
    shown = clean(text)
    letters = [c for c in shown if c.isalpha()]
    found += _alphabets(letters)
    if any(_styled(c) for c in shown):
        found.append(Disguise.STYLED)
    if _accented(shown) or any(_script(c) == "LATIN" and not c.isascii() and not _styled(c) for c in letters):
        found.append(Disguise.ACCENT)
    return tuple(found)


def _hidden(char: str) -> bool:
    """Whether a character is invisible; blanks and emoji selectors are not counted."""
    return not _seen(char) and not _selector(char) and char not in " \t\n\r"


def _alphabets(letters: Sequence[str]) -> list[Disguise]:
    """Detect letters of two alphabets mixed, or all of another one that looks Latin."""
    scripts = {_script(c) for c in letters}
    if "LATIN" in scripts:
        return [Disguise.MIXED] if scripts - _COMPANIONS else []
    return [Disguise.FOREIGN] if letters and all(c in LOOKS_LIKE for c in letters) else []


def _joins_emoji(text: str) -> bool:
    """Whether the only invisible characters are joiners between pictographs ("👩‍💻")."""
    for before, char, after in zip(" " + text, text, text[1:] + " ", strict=False):
        if _hidden(char):
            drawn_before = unicodedata.category(before) in ("So", "Sk") or _selector(before)
            pictures = drawn_before and unicodedata.category(after) == "So"
            if char != "\u200d" or not pictures:
                return False
    return True


def _script(char: str) -> str:
    name = unicodedata.name(char, "")
    return "LATIN" if name.startswith(("FULLWIDTH LATIN", "MATHEMATICAL")) else name.partition(" ")[0]


def _styled(char: str) -> bool:
    flat = unicodedata.normalize("NFKC", char)
    return not char.isascii() and flat != char and any(c.isascii() and c.isalnum() for c in flat)


def _accented(text: str) -> bool:
    parts = unicodedata.normalize("NFD", text)
    return any(a.isascii() and a.isalpha() and unicodedata.combining(b) for a, b in itertools.pairwise(parts))


def likeness(one: str, other: str) -> float:
    """How close two labels are as text, 0..1; 1 only when their `key` is equal."""
    if key(one) == key(other):
        return 1.0
    # One letter may expand to eighteen (U+FDFA), and comparing costs the product of the lengths.
    a, b = skeleton(one)[: 2 * MAX_LABEL], skeleton(other)[: 2 * MAX_LABEL]
    match = SequenceMatcher(None, a, b, autojunk=False)
    if match.real_quick_ratio() < CLOSE or match.quick_ratio() < CLOSE:
        return min(match.real_quick_ratio(), match.quick_ratio(), 0.99)
    return min(match.ratio(), 0.99)


PART = 3  # letters of a part of a label that stands for it
CLOSE = 0.82  # "Crest Pro Alpha" / "Crest Pro Alfa" is 0.9; "gpt-5.5" / "gpt-4.5" must not pass, see `close`


def close(one: str, other: str) -> bool:
    """Whether two labels may be the same; different numbers make different names."""
    if re.findall(r"\d+", fold(one)) != re.findall(r"\d+", fold(other)):
        return False
    return likeness(one, other) >= CLOSE


def holds(label: str, part: str) -> bool:
    """Whether a label has the words of a text in its order ("Pony Alpha": "pony")."""
    words = key(part)
    return len(words) >= PART and f" {words} " in f" {key(label)} "


def draws_like(label: str, known: tuple[str, ...]) -> SimilarLabel | None:
    """Return the known name a label could be mistaken for; None if it is that name.

    Such a name has an equal skeleton and a different key.
    """
    own = key(label)
    if any(key(name) == own for name in known):
        return None
    drawn = skeleton(label)
    for name in known:
        if skeleton(name) == drawn:
            return SimilarLabel(name, 1.0)
    return None


def bare(text: str) -> str:
    """Strip author and tariff from an id.

    "openrouter/cypher-alpha:free" is "cypher-alpha".
    """
    return _ENDS.sub("", text.rsplit("/", 1)[-1])
