"""The platform-neutral reply that every platform renders.

Plain ``str`` inside a text is user content and is escaped when rendered; formatting exists only as a `TextSpan`. No
mention, link or markup from a user can take effect, whoever wrote the command.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal, Protocol

from bot.domain.time import format_moment
from bot.messages.addresses import FORMER, is_former


class Severity(StrEnum):
    """Severity mark of a reply; never the only carrier of its meaning."""

    INFO = "info"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


class Level(StrEnum):
    """How much of a reply is rendered: at most eight lines, or everything."""

    BRIEF = "brief"
    FULL = "full"


class Outcome(StrEnum):
    """Outcome of a request; the console derives its exit status (0, 1, 2) from it."""

    ANSWERED = "answered"
    REFUSED = "refused"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class TextSpan:
    """A formatted piece of text: bold, code, a link, or a time in the reader's zone."""

    kind: Literal["bold", "code", "link", "when", "ago", "channel", "person"]
    text: str
    url: str = ""
    at: datetime | None = None


Words = str | TextSpan | tuple[str | TextSpan, ...]


def bold(text: str) -> TextSpan:
    """Format words in bold."""
    return TextSpan("bold", text)


def code(text: str) -> TextSpan:
    """Format words in a fixed-width face: an id, a command, user input."""
    return TextSpan("code", text)


def link(label: str, url: str) -> TextSpan:
    """Build a link with our label; the address is shown where a label could mislead."""
    return TextSpan("link", label, url=url)


def channel(ident: str) -> TextSpan:
    """Refer to a channel by id, rendered as its name where the platform knows it."""
    return TextSpan("channel", "#" + ident)


def person(actor: str) -> TextSpan:
    """Refer to a person by id, rendered as their name where the platform knows it.

    Use it only in messages that one reader sees: in a message to all, Slack would notify that person.
    """
    return TextSpan("person", FORMER if is_former(actor) else actor.partition(":")[2] or actor)


def when(at: datetime) -> TextSpan:
    """Format a time in the reader's zone where the platform can, in UTC elsewhere."""
    return TextSpan("when", f"{format_moment(at)} UTC", at=at)


def ago(at: datetime, now: datetime) -> TextSpan:
    """Format a time as its age ("3 minutes ago"), kept current where the platform can."""
    return TextSpan("ago", age(at, now), at=at)


def age(at: datetime, now: datetime) -> str:
    """Format the time between two moments: "47 minutes ago", "in 3 days"."""
    seconds = (now - at).total_seconds()
    for unit, size in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        count = int(abs(seconds) // size)
        if count:
            amount = f"{count} {unit}{'s' if count != 1 else ''}"
            return f"{amount} ago" if seconds > 0 else f"in {amount}"
    return "just now"


def spans(words: Words) -> tuple[str | TextSpan, ...]:
    """Normalize a text to its spans."""
    return words if isinstance(words, tuple) else (words,)


def plain(words: Words, *, addresses: bool = True) -> str:
    """Strip formatting.

    A link keeps its address in brackets unless ``addresses`` is false.
    """
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
    """Join several texts, one per line."""
    out: list[str | TextSpan] = []
    for line in lines:
        out += ["\n", *spans(line)] if out else spans(line)
    return tuple(out)


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; ``quiet`` ones are set in small print."""

    words: Words
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Fields:
    """Name and value pairs, in order."""

    pairs: tuple[tuple[str, Words], ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    """A short list under an optional heading."""

    items: tuple[Words, ...]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``right`` names the numeric columns.

    Every row has a cell for every column.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("every row of a table needs a cell for every column")


@dataclass(frozen=True, slots=True)
class Series:
    """One line of a chart: a name and its points in time order.

    It is rendered as steps: a value holds until the next point.
    """

    name: str
    points: tuple[tuple[datetime, float], ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """An event on a chart's time axis."""

    at: datetime
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Values over time.

    ``unit`` is "%" (values 0..1) or a word for plain numbers; ``alt`` is the text alternative.
    """

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
    """A distribution of single values with marked positions such as p10 and best."""

    title: str
    values: tuple[float, ...]
    marks: tuple[tuple[str, float], ...]
    alt: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Branch:
    """A tree node and its children."""

    label: str
    detail: str = ""
    children: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True)
class Tree:
    """A citation tree: origins and their repeats."""

    title: str
    roots: tuple[Branch, ...]
    alt: str


Picture = Chart | DotPlot | Tree
Part = Text | Fields | Bullets | Table | Picture


@dataclass(frozen=True, slots=True)
class Source:
    """A citation: where something was read and when.

    Never dropped, however little space there is.
    """

    label: str
    url: str
    read_at: datetime | None = None


class Runnable(Protocol):
    """Something that can be run: a command, or an order for one."""

    @property
    def line(self) -> str:
        """The command line that runs it."""


@dataclass(frozen=True, slots=True)
class Button:
    """A label and the command it runs; no state is kept between reply and press.

    ``in_place`` continues with the same thing (a page, a step, the other level): the answer replaces the message that
    holds the button, if only the person who pressed it sees that message.
    """

    label: str
    run: Runnable
    style: Literal["plain", "main", "danger"] = "plain"
    in_place: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A request for a command's options (``checkpoint report``).

    The named fields are asked in order, with known values filled in.
    """

    label: str
    command: str
    filled: Mapping[str, str] = field(default_factory=dict)
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Menu:
    """Choices, each a command or a form; rendered as a select or overflow menu."""

    label: str
    choices: tuple[Button | Form, ...]


Action = Button | Menu | Form


@dataclass(frozen=True, slots=True)
class Brief:
    """The short answer: its basis and age, one caution, what would settle it.

    Built by `bot.messages.levels.brief`, which limits it to eight lines and 700 characters including the title.
    ``note`` is the last line. ``full`` opens the full level where repeating would differ; ``opens`` labels the button.
    """

    parts: tuple[Part, ...]
    note: Words = ""
    full: Runnable | None = None
    opens: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A complete answer.

    ``parts`` is the full level, ``brief`` the optional short one; ``level`` selects which to render
    (`bot.messages.levels.shown`). ``command`` is the line that was answered. ``grade`` is the grade word of the answer,
    so that its colour is never that of an error. ``others`` are the next likely readings of a plain-words question.

    ``data`` holds the typed facts behind the words (printed by ``--json``); ``shows`` the ids of the ledger objects a
    posted card depends on, so that corrections can reach it. ``private`` is decided by the command, and always true for
    a refusal. ``form`` asks for options at once instead of offering a button for it. ``posted_as`` is the title with
    which a posted card began that was corrected since.
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
    posted_as: str = ""

    @property
    def plain(self) -> str:
        """The whole reply as plain text, for notifications, logs and screen readers."""
        return "\n".join(line for line in _lines(self) if line)

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The parts that are rendered as images."""
        return tuple(part for part in self.parts if isinstance(part, Chart | DotPlot | Tree))


def _lines(reply: Reply) -> Iterable[str]:
    yield reply.title
    for part in reply.parts:
        yield from part_lines(part)
    for source in reply.sources:
        read = f", read {format_moment(source.read_at)} UTC" if source.read_at else ""
        yield f"Source: {source.label} ({source.url}){read}"
    yield plain(reply.note)


def part_lines(part: Part) -> Iterable[str]:  # noqa: C901 - one case per part
    """Format a part as plain lines, the same on every platform."""
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
    """Format a tree as indented lines."""
    detail = f" — {branch.detail}" if branch.detail else ""
    yield f"{'  ' * depth}{'└ ' if depth else ''}{branch.label}{detail}"
    for child in branch.children:
        yield from branch_lines(child, depth + 1)
