"""A reply as a Discord message: one container of components v2, within limits.

https://discord.com/developers/docs/components/overview: a message with the flag IS_COMPONENTS_V2 has no content and no
embeds, at most 40 components, and 4,000 characters in all its texts. What does not fit is named, and the whole answer
is attached as a text file, so that no source is ever dropped.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from adapters.discord import limits, render_parts
from adapters.discord.controls import Component, Controls
from adapters.discord.markup import ELLIPSIS, cut, masked, shortened, size
from adapters.net.sanitize import visible
from bot.messages.order import begun
from bot.messages.reply import Chart, DotPlot, Form, Reply, Severity, Source, Tree
from bot.messages.reply_json import EXPORT_FILE, exported

log = logging.getLogger(__name__)

COLOURS = {Severity.INFO: 0x5865F2, Severity.GOOD: 0x3BA55D, Severity.WARN: 0xFAA61A, Severity.BAD: 0xED4245}
# A grade is no trouble: none of these is the colour of a warning or an error.
GRADES = {
    "CONFIRMED": 0x1F8B4C,
    "SUPPORTED": 0x2ECC71,
    "REPORTED": 0x1ABC9C,
    "UNCONFIRMED": 0x95A5A6,
    "SPECULATION": 0x949BA4,
    "MIXED": 0x9B59B6,
    "CONTRADICTED": 0x71368A,
}
MARKS = {Severity.INFO: "", Severity.GOOD: "", Severity.WARN: "⚠️ ", Severity.BAD: "⛔ "}
FULL_TEXT = "full-answer.txt"
FOOT = 1_500  # what sources and the note may take of the 4,000
LEFT_OUT = 160  # kept free for saying what was left out
SOURCE_LABEL = 120
CONTAINER, TEXT, GALLERY, FILE, SEPARATOR = 17, 10, 12, 13, 14


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes with a message; ``description`` is its alt text."""

    name: str
    content: bytes
    media_type: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class DiscordMessage:
    """What is sent: components and the files they show."""

    components: list[Component]
    files: tuple[File, ...] = ()

    def bare(self) -> "DiscordMessage":
        """The same without its files, for a channel where none may be attached."""
        return DiscordMessage([_without_files(component) for component in self.components if component["type"] != FILE])

    def payload(self, *, private: bool = False, **more: Any) -> dict[str, Any]:
        """The body of a message: no mention takes effect, no link unfolds."""
        flags = limits.COMPONENTS_V2 | limits.SUPPRESS_EMBEDS | (limits.EPHEMERAL if private else 0)
        body: dict[str, Any] = {
            "flags": flags,
            "components": self.components,
            "allowed_mentions": {"parse": []},
            **more,
        }
        if self.files:
            body["attachments"] = [_attachment(number, file) for number, file in enumerate(self.files)]
        return body

    def replacing(self) -> dict[str, Any]:
        """The body of an edit: what was attached before goes."""
        return {"attachments": [], **self.payload()}


def _without_files(component: Component) -> Component:
    if "components" not in component:
        return component
    return {**component, "components": [_without_files(c) for c in component["components"] if c["type"] != FILE]}


def _attachment(number: int, file: File) -> dict[str, Any]:
    made: dict[str, Any] = {"id": number, "filename": file.name}
    return made | ({"description": file.description} if file.description else {})


@dataclass(slots=True)
class _Body:
    """Blocks in order, adjacent texts joined, and what did not fit."""

    room: int
    blocks: list[Component] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def write(self, text: str) -> None:
        if text:
            self.texts.append(text)
            self.room -= size(text) + 2

    def flush(self) -> None:
        if self.texts:
            self.blocks.append({"type": TEXT, "content": "\n\n".join(self.texts)})
            self.texts = []

    def show(self, item: Component) -> None:
        self.flush()
        if not self.blocks or self.blocks[-1]["type"] != GALLERY or len(self.blocks[-1]["items"]) >= limits.GALLERY:
            self.blocks.append({"type": GALLERY, "items": []})
        self.blocks[-1]["items"].append(item)


def draw(
    reply: Reply,
    images: Sequence[bytes | None] = (),
    keys: Mapping[str, str] | None = None,
    reference: str = "",
) -> DiscordMessage:
    """The message of a reply.

    ``images`` are its pictures in order (None where one could not be drawn: its words stand in), ``keys`` the keys of
    orders too long for a control, ``reference`` the mark by which a posted message is found again.
    """
    head = "### " + MARKS[reply.severity] + (cut(_title(reply.title), limits.TITLE) or ELLIPSIS)
    foot, hidden = _foot(reply, reference)
    body = _Body(limits.TEXT - size(head) - size(foot) - LEFT_OUT - 4)
    files = _parts(reply, images, body, head, fair=False)
    if body.left:
        body = _Body(limits.TEXT - size(head) - size(foot) - LEFT_OUT - 4)
        files = _parts(reply, images, body, head, fair=True)
    if hidden:
        body.left.append(f"{hidden} source{'s' if hidden != 1 else ''}")
    if rows := exported(reply).encode():
        if len(rows) <= limits.FILE_BYTES:
            files.append(File(EXPORT_FILE, rows, "application/json"))
        else:
            body.left.append(f"the file of {len(rows) >> 20} MB, too large for Discord: ask the operator for it")
    if body.left and len(files) < limits.FILES:
        files.append(File(FULL_TEXT, visible(_whole(reply)).encode(), "text/plain"))
    if body.left:
        body.write(_left_out(body.left, attached=any(file.name == FULL_TEXT for file in files)))
        log.info("reply cut", extra={"left_out": list(body.left), "command": reply.command})
    body.flush()
    return DiscordMessage([_container(reply, body, foot, files, keys or {})], tuple(files))


def _title(title: str) -> str:
    return " ".join(title.split())


def _parts(reply: Reply, images: Sequence[bytes | None], body: _Body, head: str, *, fair: bool) -> list[File]:
    """Write the title and the parts; ``fair`` keeps half the room for later parts."""
    body.texts.append(head)
    files: list[File] = []
    drawn = iter((*images, *(None for _ in reply.pictures)))
    skipped = 0
    for number, part in enumerate(reply.parts):
        if isinstance(part, Chart | DotPlot | Tree):
            image = next(drawn)
            if image is not None and len(files) < limits.FILES - 1:
                alt = shortened(part.alt, limits.ALT_TEXT) or shortened(part.title, limits.ALT_TEXT) or "A picture"
                files.append(File(f"chart-{len(files) + 1}.png", image, "image/png", alt))
                body.show({"media": {"url": f"attachment://{files[-1].name}"}, "description": alt})
                continue
        if body.room < render_parts.LEAST:
            skipped += 1
            continue
        room = max(render_parts.LEAST, body.room // 2) if fair and number < len(reply.parts) - 1 else body.room
        text, left = render_parts.draw(part, room)
        body.write(text)
        body.left += [left] if left else []
    if skipped:
        body.left.append(f"{skipped} more section{'s' if skipped != 1 else ''}")
    return files


def _container(reply: Reply, body: _Body, foot: str, files: Sequence[File], keys: Mapping[str, str]) -> Component:
    inside = body.blocks
    if foot:
        inside += [{"type": SEPARATOR, "divider": True, "spacing": 1}, {"type": TEXT, "content": foot}]
    shown = (file.name for file in files if not file.media_type.startswith("image/"))
    inside += [{"type": FILE, "file": {"url": f"attachment://{name}"}} for name in shown]
    actions = reply.actions if reply.form is None else (reply.form, *reply.actions)
    rows, hidden = Controls(keys).rows(actions, limits.COMPONENTS - 1 - len(inside))
    if hidden:
        log.warning("controls cut", extra={"left_out": hidden, "command": reply.command})
    return {
        "type": CONTAINER,
        "accent_color": GRADES.get(reply.grade, COLOURS[reply.severity]),
        "components": [*inside, *rows],
    }


def _foot(reply: Reply, reference: str) -> tuple[str, int]:
    """Sources, note and reference, small; and how many sources only the file names."""
    ends = [f"-# {line}" for line in cut(reply.note, FOOT // 2).split("\n") if line.strip()]
    ends += [f"-# {reference}"] if reference else []
    room = FOOT - sum(size(line) + 1 for line in ends)
    shown: list[str] = []
    for number, source in enumerate(reply.sources):
        line = _source(source)
        room -= size(line) + 1
        if room < 0:
            return "\n".join([*shown, *ends]), len(reply.sources) - number
        shown.append(line)
    return "\n".join([*shown, *ends]), 0


def _source(source: Source) -> str:
    read = f" · read <t:{int(source.read_at.timestamp())}:R>" if source.read_at else ""
    return f"-# Source: {masked(shortened(source.label, SOURCE_LABEL), source.url)}{read}"


def _left_out(left: Sequence[str], *, attached: bool) -> str:
    where = f"; all of it is in {FULL_TEXT}" if attached else ""
    return f"-# Left out here: {shortened(' · '.join(left), LEFT_OUT - 60)}{where}"


def _whole(reply: Reply) -> str:
    forms = [action for action in reply.actions if isinstance(action, Form)]
    asked = [f"[{form.label}] {begun(form.command, form.filled)}" for form in forms]
    return "\n".join([reply.plain, *asked])


def text_message(text: str) -> DiscordMessage:
    """A message of one small sentence of ours."""
    return DiscordMessage([{"type": TEXT, "content": text}])
