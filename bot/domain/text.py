"""Text that people wrote, as one line for display."""

from urllib.parse import urlsplit

SHOWN = 120  # characters of an input that an error repeats


def shorten(text: str, limit: int = SHOWN) -> str:
    """Shorten user input for display.

    The result is one printable line of at most ``limit`` characters.
    """
    head = text[: limit * 2].encode("utf-8", "replace").decode("utf-8")
    flat = " ".join("".join(c if c.isprintable() else " " for c in head).split())
    return flat if len(flat) <= limit and len(text) <= limit * 2 else flat[: limit - 1] + "…"


def host_of(url: str) -> str:
    """The host of an address without ``www.``; '' if it has none or cannot be read."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
