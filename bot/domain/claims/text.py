"""The text as typed, made readable: one Unicode form, no links, no hidden characters, cut into sentences."""

import re
import unicodedata

MAX_TEXT = 20_000  # longer texts are refused before anything reads them; 300 pasted claims still fit
MAX_SENTENCE = 600
"""A "sentence" beyond this is a dump without full stops; the rules read its beginning."""

_ASCII_LOWER = {code: code + 32 for code in range(65, 91)}
_SAME = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u02bc": "'", "`": "'", "\u201c": '"', "\u201d": '"', "\u201e": '"',
        "\u00ab": '"', "\u00bb": '"', "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": " — ",
        "\u2015": " — ", "\u2212": "-",  "\u2265": ">=", "\u2264": "<=", "\u2026": "...",
        "\u2022": "\n", "\u2028": "\n", "\u2029": "\n", "\u00b7": " ",
    },
)  # fmt: skip
_LINK = re.compile(r"(?:https?://|www\.)\S{1,2000}|\b(?:pic\.twitter\.com|t\.co|youtu\.be)/\S{1,500}", re.IGNORECASE)
_SIGNATURE = re.compile(r" — [^—\n]{1,60}\(@\w{1,30}\)[^—\n]{0,40}$", re.MULTILINE)
_CODE = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
_TAG = re.compile(r"#(?=[A-Za-z])")
_LABEL = re.compile(r"^[ \t]*\[[A-Za-z][A-Za-z /]{0,19}\] +(?=\S)", re.MULTILINE)  # "[D] When …"
_ITEM = re.compile(r"^[ \t]*\d{1,2}[.)] +(?=\S)", re.MULTILINE)
_SPACES = re.compile(r"[^\S\n]{2,}|[^\S\n ]")
_LINES = re.compile(r" ?\n[ \n]*")
_REPEATED = re.compile(r"([!?.])[!?.]{1,}")
_ABBREVIATIONS = frozenset((
    "vs", "v", "e.g", "i.e", "approx", "etc", "dr", "mr", "ms", "mrs", "inc", "corp", "no", "st", "jan", "feb",
    "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
))  # fmt: skip
_STOP = re.compile(r"(?:(?<=[!?])|(?<=[!?.])(?:[\"')\]]{0,2}))[ \n]+|\n|; ?")
_VALUE = re.compile(r"[$€£]?\d[\d.,]*")
_NUMBERED = re.compile(r"[:,;] ?\d\.$")
_REVEALED = re.compile(r"\b(?:revealed|unmasked|identified|exposed|outed)!$", re.IGNORECASE)  # by what follows
_HEAD = 3  # words of a heading, at most
_LETTERS = 0.7  # the share of Latin letters below which a text is of another script


_SHORT = {
    "b4": "before", "w/o": "without", "w/": "with", "w": "with", "2day": "today", "2moro": "tomorrow",
    "2nite": "tonight", "outta": "out of", "cuz": "because", "coz": "because", "n": "and", "its": "it's",
}  # fmt: skip
_LONE = {
    "w": r"w(?= \w)",
    "n": r"(?<=\w )n(?= [a-z\d$])",
    "its": r"its(?= (?:an?|the|not|just|only|still) )",
}  # letters that only stand for a word between words
_SHORTENED = re.compile(
    rf"(?<![\w/.@-])(?:{'|'.join(_LONE.get(word, word) for word in _SHORT)})(?![\w/-])", re.IGNORECASE
)
_ANSWERED = re.compile(r"[^,.?!]{2,30} (?:yes|no),", re.IGNORECASE)


def spelled_out(sentence: str) -> str:
    """The sentence with what a letter and a digit shorten in chat written out ("b4" → "before")."""
    return _SHORTENED.sub(lambda found: _SHORT[lower(found[0])], sentence)


def lower(text: str) -> str:
    """ASCII letters lowered and every position kept, so that a place in one text is the same place in the other."""
    return text.lower() if text.isascii() else text.translate(_ASCII_LOWER)


def clean(text: str) -> str:
    r"""One Unicode form, plain quotes and dashes, no links, code, signatures, control, bidi or zero-width characters.

    Never raises, whatever the text; lone surrogates vanish. Line breaks survive as single ``\\n``.
    """
    text = text.encode("utf-8", "ignore").decode("utf-8")
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).replace(" \u00b7 ", ", ").translate(_SAME)
        text = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"})
    elif not text.isprintable():
        text = "".join(c if c >= " " or c in "\n\t\r" else "" for c in text)
    text = _CODE.sub(" ", text).replace("`", "'").replace("--", " — ").replace("->", " → ")
    if "/" in text or "www." in text.lower():
        text = _LINK.sub(" ", text)
    text = _TAG.sub("", text)
    text = _SPACES.sub(" ", text)
    text = _LINES.sub("\n", text)
    text = _ITEM.sub("", _LABEL.sub("", text))
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
        last = lower(piece.rpartition(" ")[2])
        if last.endswith(".") and last[:-1] in _ABBREVIATIONS:
            continue
        if _goes_on(piece, text, match):
            continue
        pieces.append(piece)
        start = match.end()
    pieces.append(text[start:])
    return tuple(
        found for piece in pieces if (found := _REPEATED.sub(r"\1", piece).strip().lstrip("-—•*>| ").rstrip(" —|"))[:1]
    )


def _goes_on(piece: str, text: str, stop: re.Match[str]) -> bool:
    """Whether what stands behind a stop belongs to the sentence before it."""
    head = piece.count(" ") < _HEAD and not any(map(str.isdecimal, piece)) and _VALUE.search(text, stop.end())
    if stop[0].startswith(";") and (":" in piece or head):
        return True  # "prices: A $4; B $5", "API prices now; A $4, B $5"
    if _NUMBERED.search(piece) or _REVEALED.search(piece):
        return True  # "top three: 1. Gemini 4 Pro, 2. Opus 6", "Owl Alpha revealed! It was …"
    if stop[0][:1] in "\"')" and text.startswith("— ", stop.end()):
        return True  # a quote, and who said it
    if piece.endswith("..."):
        return text[stop.end() : stop.end() + 1].islower()  # a pause, not an end
    # "the price? $5": what is asked and its answer; "on Vertex? Opus 6 no, GPT-7 yes"
    return piece.endswith("?") and bool(_VALUE.match(text, stop.end()) or _ANSWERED.match(text, stop.end()))


def latin(text: str) -> bool:
    """Whether most of the text's letters are Latin ones without marks; so is a text without letters."""
    letters = [] if text.isascii() else [c for c in text if c.isalpha()]
    return not letters or sum(c.isascii() for c in letters) >= _LETTERS * len(letters)
