"""What a person was asked and can take back, for "yes" and "undo".

Kept in memory, for the latest people only: after a restart, or in another process, the buttons still work and the words
are answered by saying so.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

from bot.messages import words
from bot.messages.reply import Action, Button, Menu, Outcome, Reply, Severity
from bot.messages.request import RequestContext

PEOPLE: Final = 2_000  # whose last words are kept
CHANGES: Final = 5  # of one person that can be taken back, the latest first
TAKES_BACK: Final = timedelta(minutes=10)  # how long "undo" means a change; its button works for longer


@dataclass(frozen=True, slots=True)
class LastChange:
    """A change, what it was called, and the command that takes it back."""

    title: str
    line: str
    at: datetime


class Conversations:
    """The last question to each person in a place, and their last changes."""

    def __init__(self) -> None:
        self._lock = Lock()  # requests may run on several threads
        self._offers: OrderedDict[tuple[str, str], str] = OrderedDict()
        self._changes: OrderedDict[tuple[str, str], tuple[LastChange, ...]] = OrderedDict()

    def note(self, reply: Reply, ctx: RequestContext, *, undoing: bool = False) -> None:
        """Note what a reply asks and changed; an earlier question ends.

        The reply to an ``undoing`` is no change, and ends the last one: a second "undo" takes back the one before.
        """
        with self._lock:
            self._note(reply, ctx, undoing=undoing)

    def _note(self, reply: Reply, ctx: RequestContext, *, undoing: bool) -> None:
        here, person = (ctx.actor, ctx.place), (ctx.tenant, ctx.actor)
        self._offers.pop(here, None)
        if asked := offer_of(reply):
            self._offers[here] = asked
        if undoing and person in self._changes:
            self._changes[person] = self._changes[person][1:]
        back = "" if undoing or reply.outcome is not Outcome.ANSWERED else _undo_of(reply)
        if back:
            before = self._changes.pop(person, ())
            self._changes[person] = (LastChange(reply.title, back, ctx.now), *before)[:CHANGES]
        for kept in (self._offers, self._changes):
            while len(kept) > PEOPLE:
                kept.popitem(last=False)

    def offer(self, ctx: RequestContext) -> str:
        """What "yes" means for this person here; '' where nothing was asked."""
        return self._offers.get((ctx.actor, ctx.place), "")

    def last_change(self, ctx: RequestContext) -> LastChange | None:
        """The last change of this person that can be taken back; None without one."""
        kept = self._changes.get((ctx.tenant, ctx.actor), ())
        return next((one for one in kept if ctx.now - one.at <= TAKES_BACK), None)


def offer_of(reply: Reply) -> str:
    """The command that "yes" runs: a main button, or the only one offered."""
    buttons = [one for one in reply.actions if isinstance(one, Button)]
    if reply.outcome is Outcome.ANSWERED and reply.title.endswith("?"):
        return next((one.run.line for one in buttons if one.style == "main"), "")
    if reply.outcome is Outcome.REFUSED and len(buttons) == 1 == len(reply.actions):
        return buttons[0].run.line
    return ""


def _undo_of(reply: Reply) -> str:
    """The command of the button that takes back what a reply did."""
    if reply.severity is not Severity.GOOD:
        return ""
    return next((one.run.line for one in _buttons(reply.actions) if one.label in words.TAKES_BACK), "")


def _buttons(actions: Iterable[Action]) -> Iterator[Button]:
    for action in actions:
        if isinstance(action, Button):
            yield action
        elif isinstance(action, Menu):
            yield from _buttons(action.choices)
