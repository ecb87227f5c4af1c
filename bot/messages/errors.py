"""Errors as the user sees them.

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

from typing import TYPE_CHECKING, ClassVar

from bot.domain.text import shorten
from bot.messages.reply import Action, Bullets, Outcome, Reply, Severity, Text, Words, code

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class SpudwatchError(Exception):
    """Something went wrong."""

    try_again: ClassVar[bool] = False
    outcome: ClassVar[Outcome] = Outcome.REFUSED

    def __init__(self, what: str = "", *, why: Words = "", todo: Words = "") -> None:
        super().__init__(what or (self.__doc__ or "").partition("\n")[0])
        self.what, self.why, self.todo = str(self), why, todo


class UserError(SpudwatchError):
    """That did not work."""

    def __init__(
        self,
        what: str = "",
        *,
        why: Words = "",
        todo: Words = "",
        choices: "Sequence[Words]" = (),
        actions: "Sequence[Action]" = (),
    ) -> None:
        super().__init__(what, why=why, todo=todo)
        self.choices, self.actions = tuple(choices), tuple(actions)
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

    outcome = Outcome.BROKEN


class StoreBusy(OurFault):
    """The database is busy; nothing was changed."""

    try_again = True


class StoreFull(OurFault):
    """The database accepts no writes; looking things up still works."""


def as_reply(error: SpudwatchError, typed: str, reference: str) -> Reply:
    """Format an error as a reply.

    It says what happened, why and what to do, and repeats the input.

    Only internal errors have a reference.
    """
    parts = [Text(words) for words in (error.why, error.todo) if words]
    actions: tuple[Action, ...] = ()
    if isinstance(error, UserError):
        actions = error.actions
        if error.choices:
            parts_choices = Bullets(error.choices)
            return _error(error, (*parts, parts_choices), actions, typed, reference)
    return _error(error, tuple(parts), actions, typed, reference)


def _error(
    error: SpudwatchError, parts: tuple[Text | Bullets, ...], actions: tuple[Action, ...], typed: str, reference: str
) -> Reply:
    echo = (Text(("You typed: ", code(shorten(typed))), quiet=True),) if typed else ()
    ours = isinstance(error, OurFault)
    return Reply(
        title=error.what,
        parts=(*parts, *echo),
        severity=Severity.BAD if ours else Severity.WARN,
        outcome=error.outcome,
        actions=actions,
        note=f"ref {reference}" if ours else "",
        data={
            "error": type(error).__name__,
            "what": error.what,
            "try_again": error.try_again,
            **({"read_as": error.read_as} if isinstance(error, UserError) and error.read_as else {}),
        },
    )
