"""What went wrong, for programs: https://www.rfc-editor.org/rfc/rfc9457."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from aiohttp import hdrs, web

from bot.messages.errors import NotFound, SpudwatchError, TooMuch, UserError
from bot.messages.reply import plain

PROBLEM: Final = "application/problem+json"
_NOTHING: Mapping[str, str] = MappingProxyType({})


def problem(error: SpudwatchError | None, status: int = 0, headers: Mapping[str, str] = _NOTHING) -> web.Response:
    """The answer to what failed; None: there is no such page.

    ``status`` 0 chooses it by the kind of error.
    """
    status = status or _status(error)
    title = error.what if error is not None else "There is nothing at this address."
    made: dict[str, object] = {"type": "about:blank", "title": title, "status": status}
    if error is not None and (detail := " ".join(plain(part) for part in (error.why, error.todo) if part)):
        made["detail"] = detail
    whole = {hdrs.ACCESS_CONTROL_ALLOW_ORIGIN: "*", hdrs.CACHE_CONTROL: "no-store", **headers}
    return web.Response(text=json.dumps(made), status=status, content_type=PROBLEM, headers=whole)


def too_often(wait: float) -> web.Response:
    """The answer to a visitor over their share, with the seconds to wait."""
    seconds = math.ceil(wait)
    error = TooMuch("You have asked a lot just now.", todo=f"Try again in {seconds} seconds.")
    return problem(error, 429, {hdrs.RETRY_AFTER: str(seconds)})


def too_busy() -> web.Response:
    """The answer while more is being made than can be."""
    error = TooMuch("Too many pages are being made just now.", todo="Try again in a few seconds.")
    return problem(error, 503, {hdrs.RETRY_AFTER: "5"})


def _status(error: SpudwatchError | None) -> int:
    if error is None or isinstance(error, NotFound):
        return 404
    return 400 if isinstance(error, UserError) else 500
