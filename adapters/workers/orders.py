"""Orders to a worker process and its answers, framed for its pipes."""

from __future__ import annotations

import struct
from typing import Final

import msgspec

from adapters.net.message_delivery import DeliveryResult, ServiceMessage
from bot.messages.reply import Chart, DotPlot, Tree
from bot.pages.page import PreviewCard
from bot.sources.feeds.syndication import FeedDocument, ParsedFeed

SECONDS: Final = 10  # for one order; the largest upload we take needs two to four
LENGTH: Final = struct.Struct("!I")  # of the message that follows, in bytes


class Upload(msgspec.Struct, frozen=True):
    """An uploaded file and its name."""

    content: bytes
    name: str


class WorkerOrder(msgspec.Struct, frozen=True, omit_defaults=True):
    """An order: exactly one of the fields is set.

    A picture to draw, an upload to decode, a feed to parse, or a message to send.
    """

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
    """The answer to an order, in the fields that belong to it.

    They are a picture with an upload's facts, a feed, a delivery's result, a refusal, or an error to log.
    """

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
