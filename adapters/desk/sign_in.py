"""What a sign-in gives: a person, and the desks that may be theirs.

OAuth 2.0 authorization code with a state that is good once, and PKCE (RFC 7636) where the platform offers it.
"""

from __future__ import annotations

import base64
import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import aiohttp

from bot.messages.errors import SourceDown
from bot.messages.request import Role

log = logging.getLogger(__name__)

WAIT = aiohttp.ClientTimeout(total=10, connect=4)
LONGEST = 1 << 20  # bytes of an answer


@dataclass(frozen=True, slots=True)
class Seat:
    """A server or workspace with what the platform lets a person do there."""

    tenant: str
    name: str
    roles: frozenset[Role]
    groups: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who signed in, and where the desk may be theirs.

    Whether it is, `App.run` decides.
    """

    actor: str
    name: str
    seats: tuple[Seat, ...]


class SignInRefused(Exception):
    """The platform does not take the code or the token."""


class SignIn(Protocol):
    """One platform's sign-in."""

    @property
    def label(self) -> str:
        """The platform as people call it."""

    def address(self, state: str, verifier: str) -> str:
        """Where a browser is sent."""

    async def token(self, code: str, verifier: str) -> str:
        """Exchange a code.

        Raises:
            SignInRefused, SourceDown: it is not taken, or nobody answers.
        """

    async def signed_in(self, token: str) -> SignedIn:
        """Ask whose token it is and what they may do now.

        Raises:
            SignInRefused, SourceDown: it is not taken any more, or nobody answers.
        """


def challenge(verifier: str) -> str:
    """The PKCE challenge of a verifier, by S256."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


async def request_json(
    session: aiohttp.ClientSession,
    method: str,
    url: str,
    *,
    authorization: str = "",
    form: Mapping[str, str] | None = None,
) -> Any:
    """The JSON that a platform answers.

    Raises:
        SignInRefused: with a status of 4xx. SourceDown: with another, or not at all.
    """
    headers = {"Authorization": authorization} if authorization else {}
    try:
        async with session.request(method, url, headers=headers, data=form, timeout=WAIT, allow_redirects=False) as got:
            if 400 <= got.status < 500 and got.status != 429:  # noqa: PLR2004 - HTTP's own numbers
                raise SignInRefused
            if got.status != 200 or (got.content_length or 0) > LONGEST:  # noqa: PLR2004 - as above
                raise SourceDown("The platform does not answer as it should.", todo="Try again in a minute.")
            return await got.json()
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        log.warning("sign-in not answered", extra={"why": type(error).__name__})
        raise SourceDown("The platform does not answer.", todo="Try again in a minute.") from error
