"""Worker process: draws charts, decodes uploads, parses feeds, sends messages.

`adapters.workers.worker_pool` starts it. Orders arrive on standard input and answers leave on standard output, each
with a length prefix. Drawing holds Python's lock in turns, and an upload is a stranger's bytes in a decoder: in this
process neither delays an answer, and a decompression bomb costs only its own picture, since there is no database,
setting or token here. It has no network but for the public addresses of a message. The process ends with its input, so
it does not outlive its parent, even a killed one.
"""

from __future__ import annotations

import os
import signal
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

from adapters.net.message_delivery import deliver
from adapters.net.network_guard import NetworkGuard
from adapters.workers.orders import LENGTH, SECONDS, WorkerAnswer, WorkerOrder, framed
from bot.messages.errors import SourceError, UserError
from bot.messages.reply import plain
from bot.sources.feeds.syndication import parse

MEMORY: Final = 768 << 20  # bytes of address space; the largest upload we take, a WebP of 40 million pixels, needs 672
ANOTHER_TIME: Final = (signal.SIGINT, signal.SIGTERM)  # sent to the whole process group; end of input follows


def answer(order: WorkerOrder, guard: NetworkGuard) -> WorkerAnswer:
    """Execute an order."""
    if order.message is not None:
        return WorkerAnswer(delivery=deliver(order.message, guard))
    if order.feed is not None:
        return WorkerAnswer(feed=parse(order.feed))
    if order.upload is not None:
        from adapters.images.uploads import decode  # noqa: PLC0415 - a feed or a message needs no Pillow

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
