"""The request: a command line or parsed options, a person and a place.

A platform translates its event into a `Request`; `bot.dispatch.app` turns the words into a command and a
`RequestContext`. Places and people are plain strings (``discord:7/9``, ``slack:T1/C2``, ``console:local/here``), so
that rules and storage never see a platform's objects.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import NamedTuple


class Role(StrEnum):
    """What a person may do in a tenant; each role includes the ones before it."""

    MEMBER = "member"
    MANAGER = "manager"
    DESK = "desk"
    ADMIN = "admin"


@cache
def widened(roles: frozenset[Role]) -> frozenset[Role]:
    """Return the roles that the highest of some includes, a member's at least."""
    order = list(Role)
    return frozenset(order[: max((order.index(role) for role in roles), default=0) + 1])


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file sent with a request: its name, declared type and bytes."""

    name: str
    media_type: str
    content: bytes


Value = str | int | float | bool | Attachment


@dataclass(frozen=True, slots=True)
class Request:
    """One request, as translated by a platform.

    Either ``line`` holds the typed text (``odds spud by:2026-04-30``), or ``name`` and ``values`` hold options that the
    platform already parsed. ``roles`` are the person's roles at ``place``; ``manages`` lists other places whose channel
    they manage according to the platform. ``groups`` are the platform's ids of their groups, which a tenant may have
    made part of the desk. ``id`` identifies the request in logs and error messages.
    """

    line: str = ""
    name: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)
    actor: str = "console:you"
    place: str = "console:local/here"
    roles: frozenset[Role] = frozenset({Role.MEMBER})
    manages: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    zone: str = "UTC"
    actor_since: datetime | None = None
    as_of: datetime | None = None
    id: str = "-"

    @property
    def typed(self) -> str:
        """The input as the platform would show it."""
        if self.line:
            return self.line
        words = [
            f"{key}:{value.name if isinstance(value, Attachment) else value}" for key, value in self.values.items()
        ]
        return " ".join(["/" + self.name, *words])

    @property
    def tenant(self) -> str:
        """The server or workspace: everything before the first slash of the place."""
        return self.place.partition("/")[0]


class View(NamedTuple):
    """The scope of a read: one tenant's rows and the public ledger's, as of a moment.

    A tuple, as it is part of the key of every read of an answer.
    """

    tenant: str
    as_of: datetime


@dataclass(frozen=True, slots=True)
class RequestContext:
    """Who asks, where, and when: what a command may know besides its own options.

    ``now`` is the clock's time and ``as_of`` the time at which the ledger is read (never later than ``now``); both are
    aware and UTC. ``zone`` is the reader's IANA zone, used only to parse the dates they type. ``manages`` lists further
    places where they control what is posted; None means every place of the tenant. ``off`` are the parts that an
    admin switched off.
    """

    actor: str
    place: str
    now: datetime
    as_of: datetime
    roles: frozenset[Role] = frozenset({Role.MEMBER})
    manages: frozenset[str] | None = frozenset()
    zone: str = "UTC"
    typed: str = ""
    actor_since: datetime | None = None
    request_id: str = "-"
    off: frozenset[str] = frozenset()

    @property
    def tenant(self) -> str:
        """The server or workspace: everything before the first slash of the place."""
        return self.place.partition("/")[0]

    @property
    def view(self) -> View:
        """The scope of this person's reads."""
        return View(self.tenant, self.as_of)

    def manages_place(self, place: str) -> bool:
        """Whether this person controls what is posted in a place of this tenant."""
        if Role.MANAGER not in self.roles:
            return False
        return self.manages is None or place == self.place or place in self.manages

    def at(self, moment: datetime) -> "RequestContext":
        """Return the same context with the ledger read as of ``moment`` (at most ``now``)."""
        return replace(self, as_of=min(moment, self.now))
