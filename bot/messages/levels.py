"""The two levels of a reply: *brief* (the answer in eight lines) and *full*.

A command supplies the full parts and, with `brief`, the short answer. A long look-up without a brief level gets one
derived from its first parts. Platforms render the result of `shown`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from bot.messages import words
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
_WORD: Final = re.compile(r"\w+")


def brief(title: str, lines: Iterable[Words], note: Words = "", pictures: Sequence[Picture | Table] = ()) -> Brief:
    """Build the brief level: a title and as many lines, by importance, as fit.

    Lines are cut at a word to `LINE` characters; lines beyond `LINES` and `CHARACTERS` are dropped from the end.
    Pictures and tables follow the lines; only a table's rows count against the limits.
    """
    rows = sum(len(part.rows) + 1 for part in pictures if isinstance(part, Table))
    small = shortened(note, LINE) if plain(note) else ""
    room, left = LINES - 1 - rows - bool(plain(small)), CHARACTERS - len(title) - len(plain(small)) - 2
    kept: list[Words] = []
    for line in lines:
        short = shortened(line, LINE)
        size = len(plain(short, addresses=False)) + 1
        if not plain(short).strip():
            continue
        if room < 1 or size > left:
            break
        kept.append(short)
        room, left = room - 1, left - size
    told = (Text(joined(kept)),) if kept else ()
    return Brief((*told, *pictures), small)


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
    actions = (*_folded(reply), *reply.others)
    if (level or reply.level) is Level.FULL:
        return replace(reply, brief=None, actions=actions, others=(), level=Level.FULL)
    return replace(
        reply,
        parts=reply.brief.parts if reply.private else tuple(map(_beginning, reply.brief.parts)),
        note=reply.brief.note,
        sources=(),
        brief=None,
        actions=actions,
        others=(),
        level=Level.BRIEF,
    )


def _beginning(part: Part) -> Part:
    """Shorten a part to what a card in a channel has room for.

    The first lines of a text and its cautions, or the first rows of a table.
    """
    if isinstance(part, Table):
        return replace(part, rows=part.rows[:SHARED_ROWS])
    if not isinstance(part, Text) or part.quiet:
        return part
    lines: list[list[str | TextSpan]] = [[]]
    for piece in spans(part.words):
        if piece == "\n":
            lines.append([])
        else:
            lines[-1].append(piece)
    kept, left = [], SHARED_CHARACTERS
    for at, line in enumerate(lines):
        told = plain(tuple(line), addresses=False)
        left -= len(told)
        if not at or told.startswith(("⚠️", words.CAUTION)) or (at < SHARED_LINES and left >= 0):
            kept.append(tuple(line))
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
    if reply.brief is None or reply.pictures or any(isinstance(part, Table) for part in reply.parts):
        return reply.brief is not None
    told = set(_WORD.findall(brief_text(reply).casefold()))
    more = set(_WORD.findall(replace(reply, brief=None).plain.casefold())) - told
    return bool(reply.sources) or len(more) >= MORE_WORDS or any(any(map(str.isdecimal, word)) for word in more)


def derived(reply: Reply) -> Brief | None:
    """Derive a brief level: the first parts and a count of the rest.

    None for a reply that is short already.
    """
    whole = reply.plain
    if len(whole) <= CHARACTERS and whole.count("\n") < LINES:
        return None
    lines: list[Words] = []
    for part in reply.parts:
        if len(lines) >= LINES:
            break
        lines += _first(part)
    pictures = tuple(part for part in reply.pictures if not isinstance(part, Tree))[:1]
    return brief(reply.title, lines, reply.note, pictures)


def _first(part: Part) -> Iterator[Words]:
    """Yield the first lines of a part, with the number of lines that follow."""
    match part:
        case Text(quiet=False):
            yield part.words
        case Fields():
            yield from (labelled(name, value) for name, value in part.pairs[:ROWS] if plain(value))
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


def _folded(reply: Reply) -> tuple[Action, ...]:
    """Group the buttons: the main ones in order, the rest under *More*.

    A shared card keeps two.
    """
    flat: list[Action] = []
    for action in reply.actions:
        flat += action.choices if isinstance(action, Menu) and _is_more(action) else (action,)
    menus = tuple(action for action in flat if isinstance(action, Menu))
    singles = [action for action in flat if isinstance(action, Button | Form)]
    first = [one for one in singles if _kept(one)]
    room = (BUTTONS if reply.private else SHARED_BUTTONS) - len(first) - bool(reply.others)
    others = [one for one in singles if not _kept(one)]
    alone = [one for one in singles if one in first or one in others[: max(room, 0)]]
    rare = tuple(one for one in singles if one not in alone)
    more = (Menu(words.MORE, rare),) if rare and reply.private else ()
    return (*alone, *menus, *more)


def _is_more(menu: Menu) -> bool:
    return menu.label.strip("… ") == words.MORE


def _kept(action: Button | Form) -> bool:
    """Whether a button is always shown outside *More*."""
    return action.label in (words.ALL_NUMBERS, words.SHORT_ANSWER, words.SHARE)


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

    Of a single longer word its beginning, or with ``whole`` nothing.
    """
    head = text[: max(size, 0)]
    if text[len(head) : len(head) + 1].isspace():
        return head
    before, space, _ = head.rpartition(" ")
    return before if space else "" if whole else head
