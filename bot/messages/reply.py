"""What goes out: one neutral reply, drawn by every platform.

Plain ``str`` inside a text is somebody's words and is escaped by whoever draws it; formatting exists only as a
`TextSpan`. So no mention, link or formatting of a user's can take effect, whoever wrote the command.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal, Protocol

from bot.domain.time import format_moment


class Severity(StrEnum):
    """How a reply is marked; never the only carrier of its meaning."""

    INFO = "info"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


class Level(StrEnum):
    """How much of a reply is drawn: the answer in at most eight lines, or everything behind it."""

    BRIEF = "brief"
    FULL = "full"


class Outcome(StrEnum):
    """What became of the request; the console's exit status is made from it (0, 1, 2)."""

    ANSWERED = "answered"
    REFUSED = "refused"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class TextSpan:
    """A formatted piece of text: bold, code, a link, or a moment drawn in the reader's zone."""

    kind: Literal["bold", "code", "link", "when", "ago", "channel", "person"]
    text: str
    url: str = ""
    at: datetime | None = None


Words = str | TextSpan | tuple[str | TextSpan, ...]


def bold(text: str) -> TextSpan:
    """The words in bold."""
    return TextSpan("bold", text)


def code(text: str) -> TextSpan:
    """The words in a fixed-width face: an id, a command, something typed."""
    return TextSpan("code", text)


def link(label: str, url: str) -> TextSpan:
    """A link with a label of ours; the address is shown where a label could mislead."""
    return TextSpan("link", label, url=url)


def channel(ident: str) -> TextSpan:
    """A channel by its id, drawn with its name where the platform knows it."""
    return TextSpan("channel", "#" + ident)


def person(actor: str) -> TextSpan:
    """Somebody by their id, drawn with their name where the platform knows it.

    Only in what one reader alone sees: in a message to all, Slack would tell them of it.
    """
    return TextSpan("person", actor.partition(":")[2] or actor)


def when(at: datetime) -> TextSpan:
    """A moment, drawn in the reader's zone where the platform can and in UTC elsewhere."""
    return TextSpan("when", f"{format_moment(at)} UTC", at=at)


def ago(at: datetime, now: datetime) -> TextSpan:
    """A moment as an age ("3 minutes ago"), kept current where the platform can."""
    return TextSpan("ago", age(at, now), at=at)


def age(at: datetime, now: datetime) -> str:
    """How long before ``now`` a moment was, in its largest unit: "47 minutes ago", "in 3 days"."""
    seconds = (now - at).total_seconds()
    for unit, size in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        count = int(abs(seconds) // size)
        if count:
            amount = f"{count} {unit}{'s' if count != 1 else ''}"
            return f"{amount} ago" if seconds > 0 else f"in {amount}"
    return "just now"


def spans(words: Words) -> tuple[str | TextSpan, ...]:
    """The pieces of a text, whichever way it was written."""
    return words if isinstance(words, tuple) else (words,)


def plain(words: Words, *, addresses: bool = True) -> str:
    """A text without formatting; a link keeps its address in brackets unless ``addresses`` is false."""
    out = []
    for piece in spans(words):
        if isinstance(piece, str):
            out.append(piece)
        elif addresses and piece.kind == "link" and piece.text != piece.url:
            out.append(f"{piece.text} ({piece.url})")
        else:
            out.append(piece.text)
    return "".join(out)


def joined(lines: Iterable[Words]) -> Words:
    """Several texts as one, a line each."""
    out: list[str | TextSpan] = []
    for line in lines:
        out += ["\n", *spans(line)] if out else spans(line)
    return tuple(out)


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. ``quiet`` ones are set small."""

    words: Words
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Fields:
    """Short pairs of a name and a value, in order."""

    pairs: tuple[tuple[str, Words], ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    """A short list under an optional heading."""

    items: tuple[Words, ...]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns; ``right`` names the columns of numbers. Every row has a cell for every column."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("every row of a table needs a cell for every column")


@dataclass(frozen=True, slots=True)
class Series:
    """One line of a chart: its name and its points in time order; drawn as steps, a value holds until the next."""

    name: str
    points: tuple[tuple[datetime, float], ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """An event on a chart's time axis."""

    at: datetime
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Values over time. ``unit`` is "%" (values 0..1) or a word for plain numbers; ``alt`` says what it shows."""

    title: str
    series: tuple[Series, ...]
    alt: str
    unit: str = "%"
    marks: tuple[Mark, ...] = ()
    since: datetime | None = None
    until: datetime | None = None

    def __post_init__(self) -> None:
        if not self.alt:
            raise ValueError("a chart needs its alt text")


@dataclass(frozen=True, slots=True)
class DotPlot:
    """A distribution of single values (own runs, say), with named positions such as p10 and best marked on it."""

    title: str
    values: tuple[float, ...]
    marks: tuple[tuple[str, float], ...]
    alt: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Branch:
    """One node of a tree and what hangs from it."""

    label: str
    detail: str = ""
    children: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True)
class Tree:
    """What rests on what: origins and their repeats."""

    title: str
    roots: tuple[Branch, ...]
    alt: str


Picture = Chart | DotPlot | Tree
Part = Text | Fields | Bullets | Table | Picture


@dataclass(frozen=True, slots=True)
class Source:
    """Where something was read and when; never dropped, however little room there is."""

    label: str
    url: str
    read_at: datetime | None = None


class Runnable(Protocol):
    """Something that can be run: a command, or an order for one."""

    @property
    def line(self) -> str:
        """The text that runs it."""


@dataclass(frozen=True, slots=True)
class Button:
    """A label and the command it runs; nothing has to be remembered between the press and the answer.

    ``in_place`` goes on with the same thing (a page, a step, the other level): the answer replaces the message that
    the button stands in, where only the person who pressed it sees that message.
    """

    label: str
    run: Runnable
    style: Literal["plain", "main", "danger"] = "plain"
    in_place: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """Ask for the options of a command (``checkpoint report``): the named fields in order, what is known filled in."""

    label: str
    command: str
    filled: Mapping[str, str] = field(default_factory=dict)
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Menu:
    """A short list to choose from, each entry a command or a form; drawn as a select or an overflow menu."""

    label: str
    choices: tuple[Button | Form, ...]


Action = Button | Menu | Form


@dataclass(frozen=True, slots=True)
class Brief:
    """The answer alone: what it rests on and its age, one caution, what would settle it; ``note`` is the last line.

    Made by `bot.messages.levels.brief`, which holds it to eight lines and 700 characters with the title. ``full`` is
    what opens the full level, where asking the same again would be answered otherwise.
    """

    parts: tuple[Part, ...]
    note: Words = ""
    full: Runnable | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """Everything one answer says.

    ``parts`` are the full level and ``brief``, where there is one, the short one; ``level`` is the one to draw
    (`bot.messages.levels.shown`). ``command`` is the line that answered, ``grade`` the grade word that the answer has,
    so that its colour is never that of an error. ``others`` are the next likely readings of a sentence in plain words.

    ``data`` holds the typed facts behind the words (what ``--json`` prints); ``shows`` the ids of the ledger objects a
    posted card depends on, so that corrections can travel to it; ``private`` is decided by the command, and always true
    for a refusal. ``form`` asks for options at once instead of offering a button for it.
    """

    title: str
    parts: tuple[Part, ...] = ()
    brief: Brief | None = None
    level: Level = Level.BRIEF
    severity: Severity = Severity.INFO
    grade: str = ""
    outcome: Outcome = Outcome.ANSWERED
    sources: tuple[Source, ...] = ()
    actions: tuple[Action, ...] = ()
    form: Form | None = None
    note: Words = ""
    data: Mapping[str, object] = field(default_factory=dict)
    shows: tuple[str, ...] = ()
    private: bool = True
    command: str = ""
    others: tuple[Button, ...] = ()

    @property
    def plain(self) -> str:
        """The whole reply as plain text, for notifications, logs and screen readers."""
        return "\n".join(line for line in _lines(self) if line)

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The parts that are drawn as images."""
        return tuple(part for part in self.parts if isinstance(part, Chart | DotPlot | Tree))


def _lines(reply: Reply) -> Iterable[str]:
    yield reply.title
    for part in reply.parts:
        yield from part_lines(part)
    for source in reply.sources:
        read = f", read {format_moment(source.read_at)} UTC" if source.read_at else ""
        yield f"Source: {source.label} ({source.url}){read}"
    yield plain(reply.note)


def part_lines(part: Part) -> Iterable[str]:  # noqa: C901 - one case a part
    """A part as plain lines, the same on every platform."""
    match part:
        case Text():
            yield plain(part.words)
        case Fields():
            for name, value in part.pairs:
                yield f"{name}: {plain(value)}"
        case Bullets():
            if part.heading:
                yield part.heading
            for item in part.items:
                yield f"• {plain(item)}"
        case Table():
            yield " · ".join(part.columns)
            for row in part.rows:
                yield " · ".join(row)
        case Chart() | DotPlot():
            yield f"[chart: {part.alt}]"
        case Tree():
            yield f"[tree: {part.alt}]"
            for root in part.roots:
                yield from branch_lines(root)


def branch_lines(branch: Branch, depth: int = 0) -> Iterable[str]:
    """A tree as indented lines."""
    detail = f" — {branch.detail}" if branch.detail else ""
    yield f"{'  ' * depth}{'└ ' if depth else ''}{branch.label}{detail}"
    for child in branch.children:
        yield from branch_lines(child, depth + 1)
