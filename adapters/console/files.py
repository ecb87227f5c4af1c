"""Files of the console: pictures it draws, and files a person names."""

import mimetypes
import tempfile
from pathlib import Path

from bot.dispatch.registry import CommandRegistry
from bot.domain.text import shorten
from bot.messages.errors import BadArgument, SpudwatchError
from bot.messages.reply import Reply
from bot.messages.request import Attachment, Value

LARGEST = 8 * 2**20  # bytes of one file; what the platforms take, too


def save_pictures(reply: Reply, folder: Path) -> list[str]:
    """Draw the reply's pictures as PNG files; returns their paths, in order."""
    if not reply.pictures:
        return []
    from adapters.images.line_chart import draw  # noqa: PLC0415 - no picture, no Pillow

    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for picture in reply.pictures:
        with tempfile.NamedTemporaryFile(dir=folder, prefix="spudwatch-", suffix=".png", delete=False) as file:
            file.write(draw(picture))
        paths.append(file.name)
    return paths


def attached(catalogue: CommandRegistry, line: str) -> dict[str, Value]:
    """The files a typed line names by their paths (``image:picker.png``), by option.

    Raises:
        BadArgument: one of them cannot be read.
    """
    try:
        understood = catalogue.understand(line)
    except SpudwatchError:
        return {}  # what is wrong with the line is said by whoever runs it
    kinds = {opt.name: opt.kind for opt in understood.command.options}
    named = {name: value for name, value in understood.values.items() if kinds[name] is Attachment}
    return {name: read_file(str(value)) for name, value in named.items()}


def read_file(name: str) -> Attachment:
    """A file by its path.

    Raises:
        BadArgument: there is no such file, or it is larger than 8 MB.
    """
    path = Path(name).expanduser()
    try:
        if path.stat().st_size > LARGEST:
            raise BadArgument("That file is larger than 8 MB.", todo="Name a smaller one.")
        content = path.read_bytes()
    except (OSError, ValueError):
        raise BadArgument(f"There is no file “{shorten(name, 60)}” to read.", todo="Name another.") from None
    return Attachment(path.name, mimetypes.guess_type(path.name)[0] or "application/octet-stream", content)
