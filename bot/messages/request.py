"""What comes in: an order, a person, a place.

A platform translates its own event into a `Request`; `bot.dispatch.app` turns the words into a command and an
`RequestContext`. Places and people are plain strings (``discord:7/9``, ``slack:T1/C2``, ``console:local/here``), so
that rules and storage never meet a platform's objects.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What a person may do in a tenant; each role may do what the ones before it may."""

    MEMBER = "member"
    MANAGER = "manager"
    DESK = "desk"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a request: its name, what it claims to be, and its bytes."""

    name: str
    media_type: str
    content: bytes


Value = str | int | float | bool | Attachment


@dataclass(frozen=True, slots=True)
class Request:
    """One order, as a platform translated it.

    Either ``line`` holds the text a person typed (``odds spud by:2026-04-30``), or ``name`` and ``values`` hold what
    a platform with typed options already took apart. ``roles`` are the person's at ``place``, and ``manages`` other
    places where the platform says that they manage the channel. ``groups`` are the platform's own ids of roles they
    have there, one of which a tenant may have made the desk's. ``id`` names the request in every log line and apology.
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
        """What the person typed, as the platform would show it."""
        if self.line:
            return self.line
        words = [
            f"{key}:{value.name if isinstance(value, Attachment) else value}" for key, value in self.values.items()
        ]
        return " ".join(["/" + self.name, *words])

    @property
    def tenant(self) -> str:
        """The server or workspace the request belongs to: everything before the first slash of its place."""
        return self.place.partition("/")[0]


@dataclass(frozen=True, slots=True)
class View:
    """What a read may see: one tenant's rows and the public ledger's, as they stood at a moment."""

    tenant: str
    as_of: datetime


@dataclass(frozen=True, slots=True)
class RequestContext:
    """Who asks, where, and when: everything a command may know beside its own options.

    ``now`` is the clock's time and ``as_of`` the time the ledger is read at (never later than ``now``); both are
    aware and UTC. ``zone`` is the reader's IANA zone, used only to read the dates they type. ``manages`` are places
    beside this one whose posts are theirs to set; None means every place of the tenant.
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

    @property
    def tenant(self) -> str:
        """The server or workspace: everything before the first slash of the place."""
        return self.place.partition("/")[0]

    @property
    def view(self) -> View:
        """What this person's reads may see."""
        return View(self.tenant, self.as_of)

    def manages_place(self, place: str) -> bool:
        """Whether what is posted in a place of this tenant is this person's to set."""
        if Role.MANAGER not in self.roles:
            return False
        return self.manages is None or place == self.place or place in self.manages

    def at(self, moment: datetime) -> "RequestContext":
        """The same person asking the ledger as it stood at ``moment`` (at most ``now``)."""
        return replace(self, as_of=min(moment, self.now))
