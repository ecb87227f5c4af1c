"""Sessions of the desk: kept in this process and never stored.

A session lives eight hours at the most and one hour unused. The platform is asked again once a minute in use, so that
who left a server or lost a role there is out within that minute.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from adapters.desk.sign_in import Seat, SignedIn

LIFETIME, IDLE, CHECKED = timedelta(hours=8), timedelta(hours=1), timedelta(minutes=1)
BEGUN = timedelta(minutes=10)  # a sign-in that was begun
MOST = 1_000


@dataclass(slots=True)
class Session:
    """One signed-in browser.

    ``notice`` is shown on its next page, ``waiting`` are the ids of the queue as last shown; whoever asks the platform
    about the person holds ``lock``.
    """

    way: str
    token: str = field(repr=False)
    person: SignedIn
    began_at: datetime
    checked_at: datetime
    used_at: datetime
    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)
    notice: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    lock: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)

    def seat(self, tenant: str) -> Seat | None:
        """The seat in a server or workspace; the first one if none is named."""
        seats = self.person.seats
        return next((one for one in seats if one.tenant == tenant), None if tenant else next(iter(seats), None))


@dataclass(frozen=True, slots=True)
class PendingSignIn:
    """A sign-in under way: by which platform, and the PKCE verifier."""

    way: str
    verifier: str = field(repr=False)
    at: datetime = field(kw_only=True)


class Sessions:
    """Sessions by their cookie, and sign-ins under way by their state.

    The oldest go first.
    """

    def __init__(self) -> None:
        self._sessions: OrderedDict[str, Session] = OrderedDict()
        self._begun: OrderedDict[str, PendingSignIn] = OrderedDict()

    def begin(self, way: str, now: datetime) -> tuple[str, str]:
        """A new state and verifier."""
        state, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
        self._begun[state] = PendingSignIn(way, verifier, at=now)
        while len(self._begun) > MOST:
            self._begun.popitem(last=False)
        return state, verifier

    def finish(self, state: str, way: str, now: datetime) -> str:
        """The verifier of a state, which is good once; '' for an unknown or old one."""
        begun = self._begun.pop(state, None)
        fits = begun is not None and begun.way == way and now - begun.at <= BEGUN
        return begun.verifier if begun is not None and fits else ""

    def open(self, way: str, token: str, person: SignedIn, now: datetime) -> str:
        """Keep a session; returns what its cookie holds."""
        name = secrets.token_urlsafe(32)
        self._sessions[name] = Session(way, token, person, now, now, now)
        while len(self._sessions) > MOST:
            self._sessions.popitem(last=False)
        return name

    def find(self, name: str, now: datetime) -> Session | None:
        """The session of a cookie, if it is not over."""
        session = self._sessions.get(name)
        if session is None:
            return None
        if now - session.began_at > LIFETIME or now - session.used_at > IDLE:
            self.close(name)
            return None
        session.used_at = now
        return session

    def close(self, name: str) -> None:
        """End a session."""
        self._sessions.pop(name, None)
