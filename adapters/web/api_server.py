"""Endpoints for programs: claims to check, and messages to the MCP server.

Nothing of what is sent is kept.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Final, TypeVar

import msgspec
from aiohttp import hdrs, web

from adapters.mcp.protocol import McpServer, supported
from adapters.mcp.tools import Tools
from adapters.web.api import envelope, written
from adapters.web.client_address import address_of
from adapters.web.problems import problem, too_often
from adapters.web.site import JSON, Site
from bot.api.claim_check import ClaimChecker, ClaimQuestion, claim_check
from bot.api.openapi import BODY, CHECK
from bot.api.resources import BASE
from bot.dispatch.date_arguments import past_moment
from bot.domain.rate_limit import Quota, RateLimit, RateLimits
from bot.messages.errors import BadArgument, NotFound, SpudwatchError, TooMuch
from bot.messages.reply import Outcome, Reply
from bot.messages.reply_json import jsonable
from bot.ports import Clock

T = TypeVar("T")
CHECKS: Final = Quota(10, 10)  # of an address
ADDRESSES: Final = 10_000  # remembered
MESSAGES: Final = Quota(60, 120)  # to the MCP server, of an address
ALLOWED: Final = {
    hdrs.ACCESS_CONTROL_ALLOW_ORIGIN: "*",
    hdrs.ACCESS_CONTROL_ALLOW_METHODS: "GET, POST, OPTIONS",
    hdrs.ACCESS_CONTROL_ALLOW_HEADERS: "Content-Type, If-None-Match, Mcp-Protocol-Version",
    hdrs.ACCESS_CONTROL_MAX_AGE: "86400",
}
ANSWER: Final = {hdrs.ACCESS_CONTROL_ALLOW_ORIGIN: "*", hdrs.CACHE_CONTROL: "no-store", hdrs.CONTENT_TYPE: JSON}


class ApiServer:
    """The endpoints beside the documents.

    ``thread`` runs what reads the ports: no cache of theirs has two users.
    """

    def __init__(self, site: Site, clock: Clock, check: ClaimChecker | None, thread: Executor) -> None:
        self._site, self._clock, self._check, self._thread = site, clock, check, thread
        self._checks = RateLimits[str](lambda _address: RateLimit.of(CHECKS), ADDRESSES)
        self._messages = RateLimits[str](lambda _address: RateLimit.of(MESSAGES), ADDRESSES)
        self._mcp = McpServer(Tools(site.ports, clock, check, site.address))

    def add_routes(self, router: web.UrlDispatcher) -> None:
        """The routes, below the site's folder and without it: a proxy may cut that off."""
        for base in dict.fromkeys((self._site.base, "")):
            router.add_route("OPTIONS", f"{base}{BASE}/{{path:(?s:.*)}}", self.preflight)
            router.add_route("OPTIONS", f"{base}/mcp", self.preflight)
            router.add_post(f"{base}/mcp", self.mcp)
            router.add_get(f"{base}/mcp", self.no_stream)
            if self._check is not None:
                router.add_post(f"{base}{BASE}{CHECK}", self.check)

    async def preflight(self, _request: web.Request) -> web.Response:
        """Answer what pages of others may send.

        See https://fetch.spec.whatwg.org/#http-cors-protocol.
        """
        return web.Response(status=204, headers=ALLOWED)

    async def no_stream(self, _request: web.Request) -> web.Response:
        """The server has nothing to say by itself, which a client learns from this status."""
        return problem(
            BadArgument("Send a message with POST.", todo="See the description of the API: /api/v1/openapi.json."),
            405,
            {hdrs.ALLOW: "POST, OPTIONS"},
        )

    async def check(self, request: web.Request) -> web.Response:
        """The answer to a claim that was sent."""
        now = self._clock.now()
        if wait := self._checks[address_of(request)].grant(now.timestamp()):
            return too_often(wait)
        if (raw := await _body(request)) is None:
            return _too_long()
        try:
            question = msgspec.json.decode(raw, type=ClaimQuestion)
            as_of = past_moment(question.as_of, now) if question.as_of else now
            moment = jsonable(as_of) if question.as_of else ""
        except msgspec.DecodeError as error:
            return problem(
                BadArgument(
                    "That is no question.",
                    why=f"{error}.",
                    todo="See the description of the API: /api/v1/openapi.json.",
                ),
                400,
            )
        except SpudwatchError as error:
            return problem(error)
        reply = await self._run(lambda: self._asked(ClaimQuestion(question.claim, question.about, moment)))
        if reply.outcome is not Outcome.ANSWERED:
            return _refused(reply)
        links = {"self": self._site.url(f"{BASE}{CHECK}")}
        body = written(envelope(claim_check(question, reply), reply.sources, as_of, links))
        return web.Response(body=body, headers=ANSWER)

    def _asked(self, question: ClaimQuestion) -> Reply:
        assert self._check is not None  # noqa: S101 - there is no route without it
        return self._check(question)

    async def mcp(self, request: web.Request) -> web.Response:
        """Answer a message in MCP's streamable HTTP transport as one JSON object.

        No session is kept. Every origin may ask: what is read is public and nothing can be changed.
        """
        now, address = self._clock.now(), address_of(request)
        if wait := self._messages[address].grant(now.timestamp()):
            return too_often(wait)
        if not supported(request.headers.get("MCP-Protocol-Version", "")):
            return problem(
                BadArgument(
                    "That version of MCP is not spoken here.", todo="Ask with one that the answer to initialize names."
                ),
                400,
            )
        if (raw := await _body(request)) is None:
            return _too_long()

        def admit() -> None:
            if wait := self._checks[address].grant(now.timestamp()):
                raise TooMuch("Too many claims were checked just now.", todo=f"Try again in {math.ceil(wait)} seconds.")

        answer = await self._run(lambda: self._mcp.answer(raw, admit))
        return web.Response(body=answer, headers=ANSWER) if answer is not None else web.Response(status=202)

    async def _run(self, ask: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, ask)


async def _body(request: web.Request) -> bytes | None:
    """What was sent; None if it is more than is read."""
    read = bytearray()
    async for chunk in request.content.iter_any():
        read += chunk
        if len(read) > BODY:
            return None
    return bytes(read)


def _too_long() -> web.Response:
    return problem(TooMuch(f"That is more than {BODY} bytes.", todo="Send the sentence that matters."), 413)


def _refused(reply: Reply) -> web.Response:
    kinds = {NotFound.__name__: 404, TooMuch.__name__: 413}
    status = 500 if reply.outcome is Outcome.BROKEN else kinds.get(str(reply.data.get("error", "")), 400)
    return problem(BadArgument(reply.title), status)
