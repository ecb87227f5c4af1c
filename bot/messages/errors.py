"""Errors, as data: what happened, why, what to do, and what may work instead.

`bot.dispatch.error_reply` formats them; nothing here knows of buttons or of any other part of a reply.

SpudwatchError
├── UserError            the user can fix it; shown verbatim, privately
│   ├── BadArgument      an option could not be parsed
│   ├── NotFound         nothing has that name; the nearest names are offered
│   ├── AmbiguousArgument  several things have that name; the choices are offered
│   ├── NotAllowed       another role is needed, or the feature is switched off here
│   ├── TooMuch          too large, too long or too frequent
│   └── Conflict         changed in the meantime, or already done
├── SourceError          a fault outside; the answer uses what is available and says what is missing
│   ├── SourceDown       no answer, or not now; retrying helps
│   └── SourceChanged    an answer in an unknown format; retrying does not help
└── OurFault             logged under a reference, which the user is shown
    ├── StoreBusy        storage did not answer in time; retrying helps
    └── StoreFull        storage accepts no writes; reading still works
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from bot.messages.reply import Words


@dataclass(frozen=True, slots=True)
class Alternative:
    """A command that may work where another failed.

    ``values`` are its options. Without a ``command`` it is the one that failed, with these options changed and the
    others kept. ``asks`` are the options that the person still has to give: an empty tuple asks for all open ones, None
    for nothing.
    """

    label: str
    values: Mapping[str, str] = field(default_factory=dict)
    command: str = ""
    asks: tuple[str, ...] | None = None


def alternatives(named: Iterable[tuple[str, str]], option: str, command: str = "") -> tuple[Alternative, ...]:
    """Build an alternative for each label and the value that an option would have."""
    return tuple(Alternative(label, {option: value}, command) for label, value in named)


class SpudwatchError(Exception):
    """Something went wrong."""

    try_again: ClassVar[bool] = False

    def __init__(self, what: str = "", *, why: "Words" = "", todo: "Words" = "") -> None:
        super().__init__(what or (self.__doc__ or "").partition("\n")[0])
        self.what, self.why, self.todo = str(self), why, todo


class UserError(SpudwatchError):
    """That did not work."""

    def __init__(
        self,
        what: str = "",
        *,
        why: "Words" = "",
        todo: "Words" = "",
        choices: "Sequence[Words]" = (),
        instead: Iterable[Alternative] = (),
    ) -> None:
        super().__init__(what, why=why, todo=todo)
        self.choices, self.instead = tuple(choices), tuple(instead)
        self.read_as: Mapping[str, object] = {}


class BadArgument(UserError):
    """I could not read that."""


class NotFound(UserError):
    """I do not know that."""


class AmbiguousArgument(UserError):
    """Several things have that name."""


class NotAllowed(UserError):
    """That is not open to you here."""


class TooMuch(UserError):
    """That is too much at once."""


class Conflict(UserError):
    """That has changed meanwhile."""


class SourceError(SpudwatchError):
    """A source could not be read."""


class SourceDown(SourceError):
    """A source did not answer."""

    try_again = True


class SourceChanged(SourceError):
    """A source answered in a shape I do not know."""


class OurFault(SpudwatchError):
    """This failed on my side."""


class StoreBusy(OurFault):
    """The database is busy; nothing was changed."""

    try_again = True


class StoreFull(OurFault):
    """The database accepts no writes; looking things up still works."""
