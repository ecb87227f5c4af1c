"""Sanitize user text and links for every platform, before formatting is added."""

import re
from functools import lru_cache
from urllib.parse import quote, urlsplit

# Controls, bidi marks, zero-width and blank letters, private use, halves of pairs, tags; a joiner unless it joins
# pictures.
_PICTURES = "\U0001f000-\U0001faff\u2600-\u27bf\ufe0f"
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200c\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u2800\u3164\ud800-\udfff\ue000-\uf8ff\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff"
    "\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
    f"|(?<![{_PICTURES}])\u200d|\u200d(?![{_PICTURES}])"
)
_MARKS = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_STACKED = re.compile(f"({_MARKS}{{2}}){_MARKS}+")
_LINES = re.compile("\r\n|[\u2028\u2029]")
_DOMAIN = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}", re.IGNORECASE)
_HOST = re.compile(r"[\w.:-]+")
_SAFE = "/%:@!$&'*+,;=~-._?"


def visible(text: str) -> str:
    """Remove what is not drawn: control, bidi and zero-width characters, surrogates.

    Of stacked marks, two at most are kept.
    """
    if text.isascii() and text.isprintable():
        return text
    return _STACKED.sub(r"\1", _UNSEEN.sub("", _LINES.sub("\n", text).replace("\t", " ")))


def one_line(text: str) -> str:
    """A visible text on one line, with single spaces."""
    return " ".join(visible(text).split())


@lru_cache(maxsize=2_048)  # the same few sources appear under every answer
def address(url: str) -> str:
    """Return a safe link target without user name; '' if it is not a web address.

    It cannot break out of its brackets.
    """
    try:
        parts = urlsplit(visible(url).strip())
        host = (parts.hostname or "").encode("idna").decode()
        port = f":{parts.port}" if parts.port else ""
    except (ValueError, UnicodeError):
        return ""
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host):
        return ""
    rest = quote(parts.path, safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
    rest += f"#{quote(parts.fragment, safe=_SAFE)}" if parts.fragment else ""
    return f"{parts.scheme}://{f'[{host}]' if ':' in host else host}{port}{rest}"


def misleads(label: str, target: str) -> str:
    """Return a link's host if its label names a different one, else ''.

    ``target`` is an `address`.
    """
    host = urlsplit(target).hostname or ""
    named = {match[0].casefold().removeprefix("www.") for match in _DOMAIN.finditer(label)}
    elsewhere = any(name != host.removeprefix("www.") and not host.endswith("." + name) for name in named)
    return host if elsewhere else ""
