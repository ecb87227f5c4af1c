"""Sources without I/O: generators that yield requests and are sent answers.

`Get` is a request, `Answer` its result, `Reading` a conversation of both that ends in a value. httpx's
``Auth.auth_flow`` is the model. `adapters/net/client.py` drives readings over the network, `drive` over recordings, so
paging is a loop, and timeouts, retries, limits and redaction exist once. What goes wrong at the source is *thrown into*
the reading at its ``yield``, as a `SourceError`: a source that can do without one of its answers catches it there.
"""

from __future__ import annotations

import functools
import json
import logging
from collections.abc import Callable, Generator, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, TypeVar

import msgspec

from bot.domain.text import shorten
from bot.messages.errors import SourceChanged, SourceDown, SourceError

log = logging.getLogger(__name__)

T = TypeVar("T")

PAGES: Final = 20  # the most pages that are asked of one list
REQUESTS: Final = 200  # the most requests one reading may make; beyond that a source is paging in a circle
AGAIN: Final = frozenset({408, 425, 429})  # besides 5xx: trying again helps
GONE: Final = frozenset({404, 410})
UNCHANGED: Final = 304


class SourceGone(SourceError):
    """A source has nothing under that name."""


class SourceUnchanged(SourceError):
    """A source has nothing newer than what was asked with (304)."""


@dataclass(frozen=True, slots=True)
class Upstream:
    """A host that is read: its address, requests per second, and purpose.

    The address is a default only: ``SPUDWATCH_SOURCES__<NAME>_URL`` replaces it (a proxy, a test server). ``token``
    names the setting that holds its secret (``SPUDWATCH_SOURCES__<TOKEN>``); it is not read without one. ``scheme`` is
    the word before the secret in the ``Authorization`` header.
    """

    name: str
    base: str
    per_second: float = 5.0
    about: str = ""
    token: str = ""
    scheme: str = "Bearer"

    @property
    def needs_token(self) -> bool:
        """Whether it is read only with a secret."""
        return bool(self.token)


@dataclass(frozen=True, slots=True)
class Get:
    """A request. `path` is joined to the upstream's address, or is a whole URL.

    With `body` the request is a POST (the batch look-ups of Polymarket read that way). `limit` is the most bytes the
    answer may have once unpacked; 0 leaves it to the driver.
    """

    upstream: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    limit: int = 0

    @property
    def origin(self) -> str:
        """The host and path for errors and logs, without query and user (secrets)."""
        if self.upstream:
            return f"{self.upstream} {self.path}"
        scheme, slashes, rest = self.path.partition("?")[0].partition("//")
        place, slash, path = rest.partition("/")
        return shorten(f"{scheme}{slashes}{place.rpartition('@')[2]}{slash}{path}")


class Answer(msgspec.Struct, frozen=True):
    """An answer: status, headers (in lower case), unpacked body, time (UTC), request."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    read_at: datetime
    origin: str = "the source"

    def as_a(self, shape: type[T]) -> T:
        """The body as a value of this type.

        Raises SourceChanged with the place where the shape differed, SourceDown where the JSON breaks off or is none
        (trying again helps), SourceError where the body is an error object under a good status.
        """
        decoder: msgspec.json.Decoder[T] = _decoder(shape)  # type: ignore[arg-type] # a type is hashable
        try:
            return decoder.decode(self.body)
        except msgspec.ValidationError as odd:
            raise self._other_shape(odd) from odd
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as broken:
            repaired = _repaired_body(self.body)
            if repaired is None:
                raise self._no_json() from broken
        try:
            return decoder.decode(repaired)
        except msgspec.ValidationError as odd:
            raise self._other_shape(odd) from odd

    def _other_shape(self, odd: msgspec.ValidationError) -> SourceError:
        try:
            refusal = _decoder(_Refusal).decode(self.body)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            refusal = _Refusal()
        if words := refusal.reason:
            return SourceError(f"{self.origin} refused: {words}", why="It sent an error object where data was due.")
        return SourceChanged(f"{self.origin} answered in another shape", why=str(odd))

    def _no_json(self) -> SourceError:
        head = self.body[:200].lstrip()
        if not head:
            return SourceDown(f"{self.origin} sent an empty answer")
        if head.startswith(b"<"):
            return SourceDown(f"{self.origin} sent a web page instead of data", why="It may be blocking us.")
        return SourceDown(f"{self.origin} sent broken JSON", why=f"It breaks within {len(self.body)} bytes.")


Reading = Generator[Get, Answer, T]


class _Refusal(msgspec.Struct):
    """The known error objects: {"error": "…"} or {"code": …, "message": …}.

    An ``error`` may be {"message": …}, too.
    """

    error: str | dict[str, object] | None = None
    message: str | None = None
    detail: str | None = None

    @property
    def reason(self) -> str:
        inner = self.error.get("message") or self.error.get("code") if isinstance(self.error, dict) else self.error
        return " ".join(str(inner or self.message or self.detail or "").split())[:200]


@functools.lru_cache(maxsize=256)
def _decoder(shape: Hashable) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(shape)


def _repaired_body(body: bytes) -> bytes | None:
    """The body with ``NaN`` and ``Infinity`` as strings, which fields refuse by name.

    None if it cannot be read even so.
    """
    try:
        loose = json.loads(body.decode("utf-8", "replace"), parse_constant=str)
        return msgspec.json.encode(loose)
    except (ValueError, RecursionError, TypeError, OverflowError):
        return None


def accept(answer: Answer) -> Answer:
    """The answer if its status is good, else its error; 408, 429, 5xx are temporary."""
    if 200 <= answer.status < 300:  # noqa: PLR2004 - success
        return answer
    said, status = answer.origin, answer.status
    if status in AGAIN or status >= 500:  # noqa: PLR2004 - the server's fault
        raise SourceDown(f"{said} answered {status}", why="It asks us to wait." if status in AGAIN else "")
    if status in GONE:
        raise SourceGone(f"{said} answered {status}: nothing under that name")
    if status == UNCHANGED:
        raise SourceUnchanged(f"{said} answered {status}")
    blocked = answer.body[:200].lstrip().startswith(b"<")
    raise SourceError(f"{said} answered {status}", why="It sent a web page: we may be blocked." if blocked else "")


def unless_unchanged(get: Get) -> Reading[Answer | None]:
    """Ask with the headers of a conditional request; None for "not modified"."""
    try:
        return (yield get)
    except SourceUnchanged:
        if get.headers:
            return None
        raise


@dataclass(frozen=True, slots=True)
class Done:
    """The end of a reading."""

    value: Any


def advance(reading: Reading[T], came: Answer | SourceError | None) -> Get | Done:
    """Advance a reading by one step: its next request, or its end.

    It may run in a thread, which StopIteration may not leave. A reader that fails in any other way met a shape that it
    does not know; the log says where.

    Raises:
        SourceError: the source cannot be read; no other exception passes.
    """
    try:
        if isinstance(came, SourceError):
            return reading.throw(came)
        return next(reading) if came is None else reading.send(came)
    except StopIteration as stop:
        return Done(stop.value)
    except SourceError:
        raise
    except Exception as error:
        said = came.origin if isinstance(came, Answer) else "It"
        log.exception("reading_broke", extra={"source": said})
        raise SourceChanged(f"{said} answered in a way I did not understand", why=type(error).__name__) from error


def drive(reading: Reading[T], replay: Callable[[Get], Answer]) -> T:
    """Run a reading offline; `replay` answers each request or raises SourceError."""
    wish, asked = advance(reading, None), 0
    while not isinstance(wish, Done):
        if (asked := asked + 1) > REQUESTS:
            reading.close()
            raise circling(wish.origin)
        try:
            came: Answer | SourceError = accept(replay(wish))
        except SourceError as error:
            came = error
        wish = advance(reading, came)
    value: T = wish.value
    return value


def circling(said: str) -> SourceChanged:
    """The error of a source that never comes to an end."""
    return SourceChanged(f"{said} does not come to an end", why=f"More than {REQUESTS} requests.")


def unfinished(said: str) -> SourceChanged:
    """Return the error of a list with more pages than are read; what was read stands."""
    return SourceChanged(f"{said} goes on after {PAGES} pages: what comes later was not read")
