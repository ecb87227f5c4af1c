"""Kept documents as the bytes of a whole HTTP response.

Nearly every request asks for a page that is kept, or whether it changed. What goes out is made once a second of a
document at the most; a request compares its version and writes those bytes, past the framework's work on headers.
Whoever speaks HTTP/1.0, asks for the headers alone or wants the connection closed gets the usual response.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from email.utils import format_datetime
from http import HTTPStatus

from aiohttp import HttpVersion11, hdrs, web
from aiohttp.abc import AbstractStreamWriter


class PreparedResponse(web.StreamResponse):
    """A response that is written as it stands, on a connection that stays open."""

    def __init__(self, content: bytes, status: int) -> None:
        super().__init__(status=status)
        self._content = content
        self._writer: AbstractStreamWriter | None = None

    @property
    def keep_alive(self) -> bool:
        """Whether another request may follow."""
        return True

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter | None:
        """Take the connection's writer; the headers are part of the content."""
        self._writer = request.writer
        return self._writer

    async def write_eof(self, data: bytes = b"") -> None:
        """Write everything."""
        if self._writer is not None:
            await self._writer.write_eof(self._content + data)


class PreparedDocument:
    """A document's responses: whole, compressed, and that it did not change."""

    def __init__(self, status: int, headers: Mapping[str, str], body: bytes, packed: bytes) -> None:
        self._status, self._headers, self._body, self._packed = status, headers, body, packed
        self._made_at = 0
        self._made: dict[tuple[bool, bool], bytes] = {}

    def response(self, request: web.BaseRequest, now: datetime) -> PreparedResponse | None:
        """The response to a request; None if the prepared bytes are not enough."""
        if request.method != hdrs.METH_GET or request.version != HttpVersion11 or not request.keep_alive:
            return None
        headers = request.headers
        known = self._headers[hdrs.ETAG] in headers.get(hdrs.IF_NONE_MATCH, "")
        packed = not known and bool(self._packed) and "gzip" in headers.get(hdrs.ACCEPT_ENCODING, "")
        second = int(now.timestamp())
        if second != self._made_at:
            self._made_at, self._made = second, {}
        content = self._made.get((known, packed))
        if content is None:
            content = self._made[known, packed] = self._written(now, known=known, packed=packed)
        return PreparedResponse(content, HTTPStatus.NOT_MODIFIED if known else self._status)

    def _written(self, now: datetime, *, known: bool, packed: bool) -> bytes:
        """Write status line, headers and body.

        https://www.rfc-editor.org/rfc/rfc9110#section-15.4.5
        """
        headers = {**self._headers, hdrs.DATE: format_datetime(now, usegmt=True)}
        body = b""
        if known:
            headers.pop(hdrs.CONTENT_TYPE, None)
        else:
            body = self._packed if packed else self._body
            headers[hdrs.CONTENT_LENGTH] = str(len(body))
            if packed:
                headers[hdrs.CONTENT_ENCODING] = "gzip"
        status = HTTPStatus.NOT_MODIFIED if known else HTTPStatus(self._status)
        lines = [f"HTTP/1.1 {status.value} {status.phrase}", *(f"{name}: {value}" for name, value in headers.items())]
        return "\r\n".join([*lines, "", ""]).encode("latin-1") + body
