"""Read days, prices, tokens and ids in a vendor's words; ambiguous ones are not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from bot.domain.evidence.evidence import Value

_FORMATS = ("%Y-%m-%d", "%B %d %Y", "%b %d %Y", "%d %B %Y", "%d %b %Y")
_DAY = re.compile(
    r"\b(?:\d{4}-\d{2}-\d{2}|[A-Z][a-z]{2,8}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{1,2} [A-Z][a-z]{2,8} \d{4})\b"
)
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")
_ID = re.compile(r"`([a-z0-9][a-z0-9.:_-]*[a-z0-9])`")
_LOOSE_ID = re.compile(r"[a-z][a-z0-9]*(?:[.-][a-z0-9]+)+")
_ASIDE = re.compile(r"\([^)]*\)")
_MONEY = re.compile(r"\$\s?(\d+(?:\.\d+)?)")
_TOKENS = re.compile(r"(\d+(?:[.,]\d+)*)\s?([kKmM])?\b")
_NAMED_ID = re.compile(r"([A-Z][\w.]*(?:[ -][\w.]+){0,5}) \( ?`?([a-z0-9][a-z0-9.-]*[a-z0-9])`?\)")
_LEAST = ("from", "starting", "up to", "as low")
_THOUSAND = re.compile(r"/ ?1?k\b|per 1?k\b|per (?:1,000|thousand)", re.IGNORECASE)
_BE_OUT = r"(?:launch|release|releasing|introduc|generally available|available|roll(?:ed)? out)"
_LATER = re.compile(
    rf"\b(?:will|shall|going to|about to|plans? to|expect(?:ed)? to)\b[^.;]{{0,40}}\b{_BE_OUT}", re.IGNORECASE
)
_SOON = re.compile(rf"\b{_BE_OUT}\w*\b[^.;`]{{0,24}}\b(?:soon|next|later)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“])")
_SCALE = {"k": 1_000, "m": 1_000_000}
_MOST = 1e12  # tokens or dollars: a longer number is none
_FIRST_YEAR, _LAST_YEAR = 2018, 2100


def read_day(text: str) -> date | None:
    """The first whole day in a text, with its year; None where there is none."""
    for found in _DAY.findall(text):
        words = _ORDINAL.sub("", found.replace(",", "").replace(".", ""))
        for form in _FORMATS:
            try:
                day = datetime.strptime(words, form).date()  # noqa: DTZ007 - a day has no zone
            except ValueError:
                continue
            return day if _FIRST_YEAR <= day.year < _LAST_YEAR else None
    return None


def read_ids(cell: str) -> tuple[str, ...]:
    """The model ids of a cell: those in back-ticks, else words of that form.

    Asides are left out.
    """
    bare = _ASIDE.sub("", cell)
    marked = _ID.findall(bare)
    loose = [word for word in re.split(r"[\s,|]+", bare.replace("`", "")) if _LOOSE_ID.fullmatch(word)]
    return tuple(dict.fromkeys(marked or loose))


def read_named_ids(text: str) -> Iterator[tuple[str, str, int]]:
    """Models introduced as "Name (`its-id`)", each with where it ends.

    The id spells the name.
    """
    for found in _NAMED_ID.finditer(text):
        words = found[1].split()
        for start in range(len(words)):
            name = " ".join(words[start:])
            if _spelt(name) == _spelt(found[2]):
                yield name, found[2], found.end()
                break


def told_sentences(text: str) -> Iterator[str]:
    """The sentences of a text without mere promises ("will be released")."""
    for sentence in _SENTENCE.split(text):
        if not (_LATER.search(sentence) or _SOON.search(sentence)):
            yield sentence


def _spelt(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def read_prices(text: str) -> tuple[Value, ...]:
    """Input and output price of "$5 / MTok … $25 / MTok", in dollars per million.

    Empty where it names one number, more than two, a lowest price ("from $0.10") or another currency.
    """
    if any(word in text.casefold() for word in _LEAST):
        return ()
    found = [float(number) for number in _MONEY.findall(text)]
    if len(found) != 2 or not all(0 < number < _MOST for number in found):  # noqa: PLR2004 - input and output
        return ()
    times = 1_000 if _THOUSAND.search(text) else 1
    return (Value(found[0] * times, "input"), Value(found[1] * times, "output"))


def read_tokens(text: str) -> int | None:
    """The tokens a text begins with ("1M tokens", "128k", "1,048,576"); None if none."""
    found = _TOKENS.search(text)
    if found is None:
        return None
    digits = found[1]
    number = float(digits.replace(",", "")) if re.fullmatch(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?", digits) else 0.0
    number *= _SCALE.get((found[2] or "").casefold(), 1)
    return round(number) or None if number < _MOST else None


def limits(context: str, output: str = "") -> tuple[Value, ...]:
    """Context and output limit of two texts, whichever can be read."""
    told = (
        (read_tokens(context) if context else None, "context"),
        (read_tokens(output) if output else None, "output_limit"),
    )
    return tuple(Value(float(number), role) for number, role in told if number)
