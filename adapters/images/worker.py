"""Worker process that draws charts, reads uploads, parses feeds and sends to message services.

Started by `adapters.images.worker_pool`. Orders arrive on standard input and answers leave on standard output, each
with a length prefix. Drawing holds Python's lock in turns, and an upload is a stranger's bytes in a decoder: in this
process neither delays an answer, and a decompression bomb costs only its own picture, since there is no database,
setting or token here. It has no network but for the public addresses of a message. The process ends with its input,
so it does not outlive its parent, even a killed one.
"""

from __future__ import annotations

import os
import signal
import struct
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

try:
    import resource
except ImportError:  # Windows, where a worker has no limit of memory and its orders' limit of time alone
    resource = None  # type: ignore[assignment]

from adapters.net.message_delivery import DeliveryResult, ServiceMessage, deliver
from adapters.net.network_guard import NetworkGuard
from bot.messages.errors import SourceError, UserError
from bot.messages.reply import Chart, DotPlot, Tree, plain
from bot.pages.page import PreviewCard
from bot.sources.feeds.syndication import FeedDocument, ParsedFeed, parse

SECONDS: Final = 10  # for one picture; the largest upload we take needs two to four
MEMORY: Final = 768 << 20  # bytes of address space; the largest upload we take, a WebP of 40 million pixels, needs 672
LENGTH: Final = struct.Struct("!I")
ANOTHER_TIME: Final = (signal.SIGINT, signal.SIGTERM)  # sent to the whole process group; end of input follows


class Upload(msgspec.Struct, frozen=True):
    """An uploaded file and its name."""

    content: bytes
    name: str


class WorkerOrder(msgspec.Struct, frozen=True, omit_defaults=True):
    """One of these: a picture to draw, an upload to decode, a feed to parse, or a message to send."""

    chart: Chart | None = None
    spread: DotPlot | None = None
    tree: Tree | None = None
    upload: Upload | None = None
    card: PreviewCard | None = None
    feed: FeedDocument | None = None
    message: ServiceMessage | None = None

    @property
    def lost(self) -> str:
        """What is said when no answer came."""
        if self.message is not None:
            return "It is not known whether a message was sent."
        if self.feed is not None or self.upload is not None:
            return f"{'A feed' if self.feed is not None else 'An upload'} could not be read."
        return "A picture could not be made."


class WorkerAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """The picture with an upload's facts, the feed, a delivery's result, a refusal, or an error to log."""

    content: bytes = b""
    media_type: str = "image/png"
    width: int = 0
    height: int = 0
    drawn: str = ""
    feed: ParsedFeed | None = None
    delivery: DeliveryResult | None = None
    refused: tuple[str, str, str, str] | None = None  # the error's kind, what, why and what to do
    broken: str = ""


def framed(message: WorkerOrder | WorkerAnswer) -> bytes:
    """Return a message with its length prefix."""
    body = msgspec.msgpack.encode(message)
    return LENGTH.pack(len(body)) + body


def answer(order: WorkerOrder, guard: NetworkGuard) -> WorkerAnswer:
    """Execute an order."""
    if order.message is not None:
        return WorkerAnswer(delivery=deliver(order.message, guard))
    if order.feed is not None:
        return WorkerAnswer(feed=parse(order.feed))
    if order.upload is not None:
        from adapters.images.uploads import decode  # noqa: PLC0415 - who gives the orders imports this module without Pillow

        made = decode(order.upload.content, order.upload.name)
        return WorkerAnswer(made.content, made.media_type, made.width, made.height, made.drawn_text)
    if order.card is not None:
        from adapters.images.preview_card import draw as draw_card  # noqa: PLC0415 - as above

        return WorkerAnswer(draw_card(order.card))
    from adapters.images.line_chart import draw  # noqa: PLC0415 - as above

    picture = order.chart or order.spread or order.tree
    return WorkerAnswer(draw(picture)) if picture is not None else WorkerAnswer(broken="an empty order")


def main() -> None:
    """Answer orders until there are no more."""
    for number in ANOTHER_TIME:
        signal.signal(number, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(10)  # an answer in words comes first
    with suppress(OSError):  # the first process to be killed when memory runs out; Linux only
        Path("/proc/self/oom_score_adj").write_text("1000", "ascii")
    if resource is not None:
        with suppress(ValueError, OSError):  # macOS knows the limit and refuses to set it
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    orders, guard = msgspec.msgpack.Decoder(WorkerOrder), NetworkGuard()
    guard.install()
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    with suppress(BrokenPipeError):
        while head := source.read(LENGTH.size):
            _alarm(SECONDS + 1)  # ends an order that hangs after its caller stopped waiting
            try:
                reply = answer(orders.decode(source.read(*LENGTH.unpack(head))), guard)
            except (UserError, SourceError) as error:
                reply = WorkerAnswer(refused=(type(error).__name__, error.what, plain(error.why), plain(error.todo)))
            except Exception:  # noqa: BLE001 - reported to the caller, which logs it
                reply = WorkerAnswer(broken=traceback.format_exc())
            _alarm(0)
            sink.write(framed(reply))
            sink.flush()


def _alarm(seconds: int) -> None:
    if hasattr(signal, "alarm"):  # POSIX alone
        signal.alarm(seconds)


if __name__ == "__main__":
    main()
