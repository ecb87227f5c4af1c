"""The text as typed, made readable for rules: one Unicode form, no links, no hidden characters, cut into sentences."""
# ruff: noqa: E501 -- a pattern is read as one line

import re
import unicodedata

MAX_TEXT = 20_000
"""Longer texts are refused before anything reads them; 300 pasted claims still fit."""

MAX_SENTENCE = 600
"""A "sentence" beyond this is a dump without full stops; the rules read its beginning."""

_ASCII_LOWER = {code: code + 32 for code in range(65, 91)}
_SAME = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u02bc": "'", "`": "'", "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u00ab": '"', "\u00bb": '"',
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": " — ", "\u2015": " — ", "\u2212": "-", "\u2192": " -> ",
        "\u2265": ">=", "\u2264": "<=", "\u2026": "...", "\u2022": "\n", "\u2028": "\n", "\u2029": "\n",
        "\u27e8": "", "\u27e9": "",
    },
)  # fmt: skip
_LINK = re.compile(
    r"(?:https?://|www\.)\S{1,2000}|\b(?:pic\.twitter\.com|t\.co|bit\.ly|youtu\.be|x\.com|reddit\.com)/\S{1,500}",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(r" — [^—\n]{1,60}\(@\w{1,30}\)[^—\n]{0,40}$", re.MULTILINE)
_TAG = re.compile(r"#(?=[A-Za-z])")
_SPACES = re.compile(r"[^\S\n]{2,}|[^\S\n ]")
_LINES = re.compile(r" ?\n[ \n]*")
_REPEATED = re.compile(r"([!?.])[!?.]{1,}")
_ABBREVIATION = re.compile(
    r"\b(?:vs|v|e\.g|i\.e|approx|etc|dr|mr|ms|mrs|inc|corp|no|st|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec)\.$",
    re.IGNORECASE,
)
_STOP = re.compile(r"(?:(?<=[!?])|(?<=[!?.])(?:[\"')\]]{0,2}))[ \n]+|\n|; ?")


def lower(text: str) -> str:
    """ASCII letters lowered and every position kept, so that a place in one text is the same place in the other."""
    return text.translate(_ASCII_LOWER)


def clean(text: str) -> str:
    r"""One Unicode form, plain quotes and dashes, no links, signatures, control, bidi or zero-width characters.

    Never raises, whatever the text; lone surrogates vanish. Line breaks survive as single ``\\n``.
    """
    text = text.encode("utf-8", "ignore").decode("utf-8")
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_SAME)
        text = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"})
    else:
        text = text.replace("`", "'").replace("--", " — ")
        text = "".join(c if c >= " " or c in "\n\t\r" else "" for c in text)
    text = _LINK.sub(" ", text)
    text = _TAG.sub("", text)
    text = _SPACES.sub(" ", text)
    text = _LINES.sub("\n", text)
    text = _SIGNATURE.sub("", text)
    return text.strip()


def has_link(text: str) -> bool:
    """Whether the text carries a web address."""
    return _LINK.search(text) is not None


def sentences(text: str) -> tuple[str, ...]:
    """The cleaned text cut at full stops, question marks, semicolons and line breaks; a version's dot never cuts."""
    pieces: list[str] = []
    start = 0
    for match in _STOP.finditer(text):
        piece = text[start : match.start()]
        if _ABBREVIATION.search(piece[-8:]):
            continue
        if piece.endswith("...") and text[match.end() : match.end() + 1].islower():
            continue  # a pause, not an end
        pieces.append(piece)
        start = match.end()
    pieces.append(text[start:])
    return tuple(
        found for piece in pieces if (found := _REPEATED.sub(r"\1", piece).strip().lstrip("-—•*>| ").rstrip(" —|"))[:1]
    )


_SPOKEN = {
    "b4": "before", "w/": "with", "w/o": "without", "2moro": "tomorrow", "tmro": "tomorrow", "tomoz": "tomorrow", "tonite": "tonight", "2nite": "tonight", "nxt": "next", "wk": "week",
    "prolly": "probably", "probs": "probably", "def": "definitely", "abt": "about", "bc": "because", "cuz": "because", "acc to": "according to", "finna": "going to", "boutta": "about to",
    "aint": "isn't", "ain't": "isn't", "isnt": "isn't", "wasnt": "wasn't", "doesnt": "doesn't", "didnt": "didn't", "hasnt": "hasn't", "cant": "can't", "wont": "won't", "theres": "there's", "thats": "that's",
    "droppin": "dropping", "shippin": "shipping", "comin": "coming", "launchin": "launching", "gettin": "getting", "trainin": "training",
}  # fmt: skip
_SPOKEN_WORD = re.compile(
    r"(?<![\w/'.@-])(?:" + "|".join(sorted(map(re.escape, _SPOKEN), key=len, reverse=True)) + r")(?![\w'/-])",
    re.IGNORECASE,
)


def spelled_out(sentence: str) -> str:
    """The sentence with what people shorten in chat written out ("b4" → "before"), so that one rule reads both."""
    return _SPOKEN_WORD.sub(lambda m: _SPOKEN[lower(m[0])], sentence)


def letters_share(text: str) -> float:
    """The share of the text's letters that are ASCII; 1.0 when it has none."""
    letters = [c for c in text if c.isalpha()]
    return sum(c.isascii() for c in letters) / len(letters) if letters else 1.0
