"""The two levels of a reply: *brief* (the answer in eight lines) and *full*.

A command supplies the full parts and, with `brief`, the short answer. A long look-up without a brief level gets one
derived from its first parts. Platforms render the result of `shown`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Final

from bot.messages import words
from bot.messages.phone import SCREEN, SHARED, SPARE, height
from bot.messages.reply import (
    Action,
    Brief,
    Bullets,
    Button,
    Fields,
    Form,
    Level,
    Menu,
    Part,
    Picture,
    Reply,
    Table,
    Text,
    TextSpan,
    Tree,
    Words,
    bold,
    joined,
    part_lines,
    plain,
    spans,
)

LINES: Final = 8  # of the brief level, including title and last line
CHARACTERS: Final = 700
LINE: Final = 230  # characters per line
ROWS: Final = 4  # table or list rows that a derived brief level keeps
BUTTONS: Final = 4  # further buttons go under *More*
SHARED_BUTTONS: Final = 1
SHARED_LINES: Final = 4  # of the text of a card in a channel
SHARED_CHARACTERS: Final = 200
SHARED_ROWS: Final = 2  # of a table there
MORE_WORDS: Final = 6  # words that the full level adds before it is offered
# Buttons fewer, lines fewer, and next readings: the first row that fits is drawn, else the last.
_ATTEMPTS: Final = (
    (0, 0, 2),
    (1, 0, 2),
    (2, 0, 2),
    (2, 1, 2),
    (2, 2, 2),
    (2, 2, 1),
    (2, 2, 0),
    (2, 3, 0),
    (2, 4, 0),
    (2, 8, 0),
)
_WORD: Final = re.compile(r"\w+")


def brief(title: str, lines: Iterable[Words], note: Words = "", pictures: Sequence[Picture | Table] = ()) -> Brief:
    """Build the brief level: a title and as many lines, by importance, as fit.

    Lines are cut at a word to `LINE` characters; lines beyond `LINES` and `CHARACTERS` are dropped from the end.
    Pictures and tables follow the lines; a table's rows and a picture's words count against the limit of lines.
    """
    rows = sum(len(list(part_lines(part))) for part in pictures)
    small = shortened(note, LINE) if plain(note) else ""
    room, left = LINES - 1 - rows - bool(plain(small)), CHARACTERS - len(title) - len(plain(small)) - 2
    kept: list[Words] = []
    for line in lines:
        short = shortened(line, LINE)
        told = plain(short, addresses=False)
        if not told.strip():
            continue
        if room < 1 or len(told) >= left:
            break
        kept.append(short)
        room, left = room - 1, left - len(told) - 1
    text = (Text(joined(kept)),) if kept else ()
    return Brief((*text, *pictures), small)


def labelled(label: str, text: Words) -> Words:
    """Prefix a line with its section title: ``**Does not count:** a waitlist``."""
    return (bold(label if label[-1] in "?:" else label + ":"), " ", *spans(text))


def caution(text: Words) -> Words:
    """Format the single caution of a card."""
    return ("⚠️ ", *spans(text))


def shown(reply: Reply, level: Level | None = None) -> Reply:
    """Return the reply to render: at its level or ``level``, rare buttons folded."""
    if reply.brief is None:
        return replace(reply, actions=(*reply.actions, *reply.others), others=(), level=Level.FULL)
    if (level or reply.level) is Level.FULL:
        return replace(reply, brief=None, actions=(*_folded(reply), *reply.others), others=(), level=Level.FULL)
    parts, actions = _fitted(reply, reply.brief)
    return replace(
        reply,
        parts=parts,
        note=reply.brief.note,
        sources=(),
        brief=None,
        actions=actions,
        others=(),
        level=Level.BRIEF,
    )


def _fitted(reply: Reply, brief: Brief) -> tuple[tuple[Part, ...], tuple[Action, ...]]:
    """The parts and buttons of a short answer that fit where it is read.

    That is the screen of a phone, or what a channel has room for. Buttons are folded first; then lines are left out
    from the end, which the full answer has, and next readings folded.
    """
    parts = brief.parts if reply.private else tuple(map(_beginning, brief.parts))
    limit = (SCREEN if reply.private else SHARED) - SPARE
    kept, actions = parts, reply.actions
    for fewer, lines, readings in _ATTEMPTS:
        actions = (*_folded(reply, fewer, reply.others[readings:]), *reply.others[:readings])
        kept = _without_last(parts, lines)
        if height(reply.title, kept, brief.note, actions) <= limit:
            break
    return kept, actions


def _without_last(parts: tuple[Part, ...], count: int) -> tuple[Part, ...]:
    """The parts without the last lines of the last text, and most rows of tables.

    The first line and cautions stay.
    """
    if count > ROWS:
        parts = tuple(replace(part, rows=part.rows[:1]) if isinstance(part, Table) else part for part in parts)
    texts = [(at, part) for at, part in enumerate(parts) if isinstance(part, Text) and not part.quiet]
    if not count or not texts:
        return parts
    at, text = texts[-1]
    lines = list(_lines_of(text.words))
    kept = [line for n, line in enumerate(lines) if not n or n < len(lines) - count or _is_caution(line)]
    return (*parts[:at], replace(text, words=joined(kept)), *parts[at + 1 :])


def _lines_of(text: Words) -> Iterator[Words]:
    """The lines of a text with their formatting."""
    line: list[str | TextSpan] = []
    for piece in spans(text):
        if piece == "\n":
            yield tuple(line)
            line = []
        else:
            line.append(piece)
    yield tuple(line)


def _is_caution(line: Words) -> bool:
    return plain(line).startswith(("⚠️", words.CAUTION))


def _beginning(part: Part) -> Part:
    """Shorten a part to what a card in a channel has room for.

    It leaves the first lines of a text and its cautions, or the first rows of a table.
    """
    if isinstance(part, Table):
        return replace(part, rows=part.rows[:SHARED_ROWS])
    if not isinstance(part, Text) or part.quiet:
        return part
    kept, left = [], SHARED_CHARACTERS
    for at, line in enumerate(_lines_of(part.words)):
        left -= len(plain(line, addresses=False))
        if not at or _is_caution(line) or (at < SHARED_LINES and left >= 0):
            kept.append(line)
    return replace(part, words=joined(kept))


def brief_text(reply: Reply) -> str:
    """Format the brief level as plain text, without link addresses."""
    if reply.brief is None:
        return reply.plain
    lines = [reply.title]
    for part in reply.brief.parts:
        lines += [plain(part.words, addresses=False)] if isinstance(part, Text) else part_lines(part)
    return "\n".join(line for line in (*lines, plain(reply.brief.note, addresses=False)) if line)


def says_more(reply: Reply) -> bool:
    """Whether the full level tells anything that the brief one does not.

    A number, a source, or a handful of words suffices.
    """
    if reply.brief is None:
        return False
    if reply.sources or any(isinstance(part, Table | Picture) for part in reply.parts):
        return True
    told, more = set(_WORD.findall(brief_text(reply).casefold())), set[str]()
    for line in chain([plain(reply.note)], *map(part_lines, reversed(reply.parts))):  # what is left out stands last
        new = set(_WORD.findall(line.casefold())) - told
        more |= new
        if len(more) >= MORE_WORDS or any(any(map(str.isdecimal, word)) for word in new):
            return True
    return False


def derived(reply: Reply, *, shared: bool = False, look_up: bool = True) -> Brief | None:
    """Derive a brief level: the first parts and a count of the rest.

    None for a reply that is short already; a ``shared`` one has to be no taller than a channel has room for. What is no
    ``look_up``, such as help, has no numbers and sources to open.
    """
    whole = reply.plain
    tall = shared and height(reply.title, reply.parts, reply.note, reply.actions) > SHARED - SPARE
    if not tall and len(whole) <= CHARACTERS and whole.count("\n") < LINES:
        return None
    lines: list[Words] = []
    for part in reply.parts:
        if len(lines) >= LINES:
            break
        lines += _first(part)
    pictures = tuple(part for part in reply.pictures if not isinstance(part, Tree))[:1]
    made = brief(reply.title, lines, reply.note, pictures)
    return made if look_up else replace(made, opens=words.WHOLE_ANSWER)


def _first(part: Part) -> Iterator[Words]:
    """Yield the first lines of a part, with the number of lines that follow."""
    match part:
        case Text(quiet=False):
            yield part.words
        case Fields():
            yield from (labelled(name, value) for name, value in part.pairs[:ROWS] if plain(value))
            yield from _rest(len(part.pairs))
        case Bullets():
            if part.heading:
                yield bold(part.heading)
            yield from (("• ", *spans(item)) for item in part.items[:ROWS])
            yield from _rest(len(part.items))
        case Table():
            yield from (" · ".join(cell for cell in row if cell) for row in part.rows[:ROWS])
            yield from _rest(len(part.rows))
        case Tree():
            yield part.alt
        case _:
            return


def _rest(count: int) -> Iterator[Words]:
    if count > ROWS:
        yield f"… {count - ROWS} more"


def _folded(reply: Reply, fewer: int = 0, beside: Sequence[Button] = ()) -> tuple[Action, ...]:
    """Group the buttons.

    The main ones in order, the rest under *More*, with those ``beside`` them.

    A shared card keeps two.
    """
    flat: list[Action] = []
    for action in reply.actions:
        flat += action.choices if isinstance(action, Menu) and _is_more(action) else (action,)
    menus = tuple(action for action in flat if isinstance(action, Menu))
    singles = [action for action in flat if isinstance(action, Button | Form)]
    first = [one for one in singles if _kept(one)]
    room = (BUTTONS - fewer if reply.private else SHARED_BUTTONS) - len(first) - bool(reply.others)
    others = [one for one in singles if not _kept(one)]
    alone = [one for one in singles if one in first or one in others[: max(room, 0)]]
    rare = (*(one for one in singles if one not in alone), *beside)
    more = (Menu(words.MORE, rare),) if rare and reply.private else ()
    return (*alone, *menus, *more)


def _is_more(menu: Menu) -> bool:
    return menu.label.strip("… ") == words.MORE


def _kept(action: Button | Form) -> bool:
    """Whether a button is always shown outside *More*."""
    return action.label in (*words.OPENS_ALL, words.SHORT_ANSWER, words.SHARE, words.NEXT_PAGE)


def shortened(text: Words, limit: int) -> Words:
    """Shorten formatted text to ``limit`` characters, cut at a word.

    What it quotes gives way before what it says.
    """
    over = len(plain(text, addresses=False)) - limit
    if over <= 0:
        return text
    pieces = list(spans(text))
    longest = max(pieces, key=lambda piece: len(_quoted(piece)))
    quoted = _quoted(longest)
    if len(quoted) > _QUOTED_LEAST:
        shorter = _cut(quoted, max(len(quoted) - over - 1, _QUOTED_LEAST)) + "…"
        pieces[pieces.index(longest)] = _with_words(longest, _words_of(longest).replace(quoted, shorter, 1))
        if over <= len(quoted) - len(shorter):
            return tuple(pieces)
    out: list[str | TextSpan] = []
    left = limit - 1
    for piece in pieces:
        words_ = _words_of(piece)
        if len(words_) > left:
            dated = isinstance(piece, TextSpan) and piece.at is not None  # a platform draws it from its time
            head = "" if dated else _cut(words_, left, whole=bool(out))
            out.append(_with_words(piece, head + "…") if head.strip(" ·:") else "…")
            break
        out.append(piece)
        left -= len(words_)
    return tuple(out)


_QUOTED_LEAST = 32  # characters of a quotation that still tell what is quoted
_QUOTED = re.compile(r"“([^“”]*)”")


def _words_of(piece: str | TextSpan) -> str:
    return piece if isinstance(piece, str) else piece.text


def _with_words(piece: str | TextSpan, text: str) -> str | TextSpan:
    return text if isinstance(piece, str) else replace(piece, text=text)


def _quoted(piece: str | TextSpan) -> str:
    """The longest quotation in a piece; empty for none."""
    return max(_QUOTED.findall(_words_of(piece)), key=len, default="")


def _cut(text: str, size: int, *, whole: bool = False) -> str:
    """The words of a text within a size.

    A single longer word leaves its beginning, or with ``whole`` nothing.
    """
    head = text[: max(size, 0)]
    if text[len(head) : len(head) + 1].isspace():
        return head
    before, space, _ = head.rpartition(" ")
    return before if space else "" if whole else head


def buttons_of(actions: Iterable[Action]) -> Iterator[Button]:
    """Every button among some actions, those of menus too."""
    for action in actions:
        if isinstance(action, Button):
            yield action
        elif isinstance(action, Menu):
            yield from buttons_of(action.choices)
