"""Text for a terminal: its width, its colour, nothing that steers it."""

import os
import re
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO

WIDTHS = range(40, 101)  # columns a reply is laid out for, whatever the window is
NARROW = re.compile(r"[ -~\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2190-\u22ff\u2500-\u259f]*")  # a column each

# A reply repeats what others typed; nothing of it may steer the terminal (https://en.wikipedia.org/wiki/Bidirectional_text
# for the marks that reorder a line, ECMA-48 for the control characters).
# The two private-use characters stand around the text of a link until its line is laid out.
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ue000\ue001]")
LINK_BEGIN, LINK_END = "\ue000", "\ue001"
_LINK = re.compile(f"{LINK_BEGIN}(.*?){LINK_END}")
# What terminals that show links set (https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda).
_LINKING = ("VTE_VERSION", "KITTY_WINDOW_ID", "WT_SESSION", "KONSOLE_VERSION", "WEZTERM_PANE", "GHOSTTY_RESOURCES_DIR")
_LINKING_PROGRAMS = frozenset({"iTerm.app", "vscode", "Hyper", "Tabby", "ghostty", "WezTerm"})
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"  # a space at which no line is broken, until the line is laid out
LONGEST_LINK = 40  # characters of a link that is kept on one line
GRADE_COLOURS = {
    "CONFIRMED": "32", "SUPPORTED": "32", "REPORTED": "36", "UNCONFIRMED": "33", "SPECULATION": "33", "MIXED": "35",
    "CONTRADICTED": "31",
}  # fmt: skip
_GRADE = re.compile(r"\b[A-Z]{5,12}\b")
_ODDS = re.compile(r"^(\s*• )[<>]?(\d{1,3}) %")
CELLS = 5  # of a bar beside a probability


@dataclass(frozen=True, slots=True)
class Screen:
    """What a terminal can show: size, colour, bars beside probabilities, links.

    A size of 0 rows means that it is no terminal.
    """

    width: int = 80
    colour: bool = False
    height: int = 0
    bars: bool = False
    links: bool = False

    @classmethod
    def of(cls, stream: IO[str]) -> "Screen":
        """The screen behind a stream.

        A pipe is 80 wide and without colour, as is ``NO_COLOR`` (https://no-color.org).
        """
        if not stream.isatty():
            return cls()
        try:
            size = os.get_terminal_size(stream.fileno())
        except OSError:
            size = os.terminal_size((0, 0))
        width = size.columns or 80  # 0: a terminal nobody told its size
        links = any(map(os.environ.get, _LINKING)) or os.environ.get("TERM_PROGRAM") in _LINKING_PROGRAMS
        room = min(max(width - 1, WIDTHS.start), WIDTHS.stop - 1)
        return cls(room, not os.environ.get("NO_COLOR"), size.lines, bars=True, links=links)

    def paint(self, text: str, style: str) -> str:
        """The text in a style, where there is colour."""
        return f"\x1b[{style}m{text}\x1b[0m" if self.colour and text else text

    def grades(self, line: str) -> str:
        """A line with its grade words in their colours.

        The word is always there beside the colour.
        """
        if not self.colour:
            return line
        return _GRADE.sub(lambda word: self.paint(word[0], GRADE_COLOURS.get(word[0], "0")), line)

    def bar(self, line: str) -> str:
        """A list item that begins with a probability, with a bar before it.

        The bar is left out where there is no room.
        """
        found = _ODDS.match(line) if self.bars and columns(line) + CELLS < self.width else None
        if found is None or int(found[2]) > 100:  # noqa: PLR2004 - percent
            return line
        full = round(int(found[2]) / 100 * CELLS)
        return f"{found[1]}{'█' * full}{'░' * (CELLS - full)} {line[len(found[1]) :]}"

    def linked(self, text: str, urls: Iterable[str]) -> str:
        """A text whose marked links, in their order, lead to these addresses (OSC 8)."""
        left = iter(urls)

        def link(found: re.Match[str]) -> str:
            return f"\x1b]8;;{clean(next(left, ''))}\x1b\\{found[1]}\x1b]8;;\x1b\\"

        return _LINK.sub(link, text)


def clean(text: str) -> str:
    """Text without characters that steer a terminal or reorder a line."""
    return _UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text)


def wrap(text: str, screen: Screen, head: str = "  ", rest: str = "  ") -> list[str]:
    """The lines of a text in the width of the screen.

    Words, and so addresses, stay whole.
    """
    lines = []
    for paragraph in text.splitlines() or [""]:
        lines += textwrap.wrap(
            paragraph,
            screen.width,
            initial_indent=head,
            subsequent_indent=rest,
            break_on_hyphens=False,
            break_long_words=False,  # an address stays whole, so that it can be clicked
        ) or [head.rstrip()]
        head = rest
    return lines


def columns(text: str) -> int:
    """How many columns of a terminal a text fills; wide characters fill two."""
    if NARROW.fullmatch(text):
        return len(text)
    from wcwidth import wcswidth  # noqa: PLC0415 - a fifth of a cold answer, and most text is narrow

    width = wcswidth(text)
    return width if width >= 0 else len(text)
