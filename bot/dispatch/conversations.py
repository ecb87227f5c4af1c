"""What a person asked about, was shown and asked, and can take back.

It is kept in memory, for the latest people only: after a restart, or in another process, the buttons still work and the
words are answered by saying so.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import islice
from threading import Lock
from typing import Any, Final

from bot.dispatch.command import Command
from bot.dispatch.delivery import FULL
from bot.dispatch.plain_words.service_forms import ServiceAsk
from bot.messages import words
from bot.messages.addresses import tenant_of
from bot.messages.levels import buttons_of
from bot.messages.order import Order, order
from bot.messages.reply import Button, Outcome, Reply, Severity
from bot.messages.request import RequestContext

PEOPLE: Final = 2_000  # whose last words are kept
CHANGES: Final = 5  # of one person that can be taken back, the latest first
SWEPT: Final = 4  # of the oldest looked at with each reply, which adds one at most
TAKES_BACK: Final = timedelta(minutes=10)  # how long "yes" and "undo" mean something; buttons work for longer


@dataclass(frozen=True, slots=True)
class LastChange:
    """The command line that takes a change back ('' without one), and its card."""

    line: str
    at: datetime
    title: str = ""
    buttons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """What was asked: the line that "yes" runs, or the label of a button."""

    line: str
    at: datetime
    danger: str = ""


@dataclass(frozen=True, slots=True)
class ShownCard:
    """The look-up a card answered, its option that names a subject ('' without one), and the lines of its buttons."""

    run: Order
    option: str
    at: datetime
    lines: Mapping[str, str] = field(default_factory=dict)


_ANSWERS: Final = {
    ServiceAsk.MORE: (words.ALL_NUMBERS,),
    ServiceAsk.WHY: (words.WHY_GRADE,),
    ServiceAsk.RULES: (words.EXACT_RULES, words.WHY_GRADE),
    ServiceAsk.MOVED: (words.HOW_IT_MOVED, words.TIMELINE),
}
"""The buttons of a card that answer what is asked about it, the best first."""


class Conversations:
    """The last subject, card and question of each person in a place, and their last changes."""

    def __init__(self) -> None:
        self._lock = Lock()  # requests may run on several threads
        self._offers: OrderedDict[tuple[str, str], Offer] = OrderedDict()
        self._changes: OrderedDict[tuple[str, str], tuple[LastChange, ...]] = OrderedDict()
        self._subjects: OrderedDict[tuple[str, str], tuple[str, datetime]] = OrderedDict()
        self._cards: OrderedDict[tuple[str, str], ShownCard] = OrderedDict()

    def note(
        self,
        reply: Reply,
        ctx: RequestContext,
        command: type[Command[Any]] | None,
        *,
        subject: str = "",
        undoing: bool = False,
        shown: ShownCard | None = None,
    ) -> None:
        """Note what a reply is about, asks and changed; an earlier question ends.

        The reply to an ``undoing`` is no change. Where it was answered, the last change ends, and a second "undo" takes
        back the one before. ``command`` is the one that answered, None for small talk and for what could not be read;
        ``shown`` the look-up it answered, None where it goes on from the card before.
        """
        with self._lock:
            here, person = (ctx.actor, ctx.place), (ctx.tenant, ctx.actor)
            self._offers.pop(here, None)
            if subject:
                self._subjects.pop(here, None)
                self._subjects[here] = subject, ctx.now
            if asked := offer_of(reply, ctx.now):
                self._offers[here] = asked
            if reply.outcome is Outcome.ANSWERED and command is not None:
                if shown is not None and command.keep is Command.keep:
                    self._cards.pop(here, None)
                    self._cards[here] = replace(shown, lines=_lines_of(reply, shown.run))
                self._note_change(reply, ctx, person, command, undoing=undoing)
            self._drop_old(ctx.now)

    def _note_change(
        self, reply: Reply, ctx: RequestContext, person: tuple[str, str], command: type[Command[Any]], *, undoing: bool
    ) -> None:
        changed = reply.severity is Severity.GOOD and command.keep is not Command.keep
        if changed and command.forgets:
            self._forget(*person)
        elif undoing:
            if left := self._changes.pop(person, ())[1:]:
                self._changes[person] = left
        elif changed:
            before = self._changes.pop(person, ())
            self._changes[person] = (_change_of(reply, ctx.now), *before)[:CHANGES]

    def _forget(self, tenant: str, actor: str) -> None:
        """Drop all that is kept of a person in a tenant, in whichever of its places."""
        self._changes.pop((tenant, actor), None)
        for kept in (self._offers, self._subjects, self._cards):
            for each in [one for one in kept if one[0] == actor and tenant_of(one[1]) == tenant]:
                del kept[each]

    def _drop_old(self, now: datetime) -> None:
        """Drop what is over or above the limit, from the oldest on; the latest stand last."""
        for each, asked in tuple(islice(self._offers.items(), SWEPT)):
            if len(self._offers) > PEOPLE or _is_over(asked.at, now):
                del self._offers[each]
        for each, card in tuple(islice(self._cards.items(), SWEPT)):
            if len(self._cards) > PEOPLE or _is_over(card.at, now):
                del self._cards[each]
        for here, (_, at) in tuple(islice(self._subjects.items(), SWEPT)):
            if len(self._subjects) > PEOPLE or _is_over(at, now):
                del self._subjects[here]
        for person, kept in tuple(islice(self._changes.items(), SWEPT)):
            if len(self._changes) > PEOPLE or _is_over(kept[0].at, now):
                del self._changes[person]

    def subject(self, ctx: RequestContext) -> str:
        """The name this person asked about here in the last ten minutes; '' without one."""
        name, at = self._subjects.get((ctx.actor, ctx.place), ("", ctx.now))
        return "" if _is_over(at, ctx.now) else name

    def answer_of(self, ask: str, ctx: RequestContext) -> str:
        """The line that answers what is asked about the last card here; '' where no card has it."""
        card = self._card(ctx)
        labels = _ANSWERS.get(ServiceAsk(ask), ()) if card is not None and ask else ()
        return next((card.lines[one] for one in labels if card is not None and one in card.lines), "")

    def same_of(self, name: str, ctx: RequestContext) -> Order | None:
        """The last look-up here, asked of another name; None where it was of none."""
        card = self._card(ctx)
        if card is None or not card.option or not name:
            return None
        return order(card.run.name, **{**dict(card.run.values), card.option: name})

    def _card(self, ctx: RequestContext) -> ShownCard | None:
        kept = self._cards.get((ctx.actor, ctx.place))
        return None if kept is None or _is_over(kept.at, ctx.now) else kept

    def offer(self, ctx: RequestContext) -> str:
        """What "yes" means for this person here.

        '' where nothing was asked in the last ten minutes.
        """
        kept = self._offers.get((ctx.actor, ctx.place))
        return "" if kept is None or _is_over(kept.at, ctx.now) else kept.line

    def danger(self, ctx: RequestContext) -> str:
        """The label of the button that a question waits for, where "yes" does not run it.

        It is '' where there is none, or where "yes" runs it.
        """
        kept = self._offers.get((ctx.actor, ctx.place))
        return "" if kept is None or _is_over(kept.at, ctx.now) else kept.danger

    def last_change(self, ctx: RequestContext) -> LastChange | None:
        """The last change of this person in the last ten minutes, if there is one."""
        kept = self._changes.get((ctx.tenant, ctx.actor), ())
        return next((one for one in kept[:1] if not _is_over(one.at, ctx.now)), None)


def offer_of(reply: Reply, now: datetime) -> Offer | None:
    """What a reply asks: a main button, one of danger, or the only one offered."""
    buttons = [one for one in reply.actions if isinstance(one, Button)]
    if reply.outcome is Outcome.ANSWERED and reply.title.endswith("?"):
        styled = next((one for one in buttons if one.style in {"main", "danger"}), None)
        if styled is None:
            return None
        return Offer("", now, styled.label) if styled.style == "danger" else Offer(styled.run.line, now)
    if reply.outcome is Outcome.REFUSED and len(buttons) == 1 == len(reply.actions):
        return Offer(buttons[0].run.line, now)
    return None


def _lines_of(reply: Reply, run: Order) -> dict[str, str]:
    """The command lines of a card's buttons by their labels; its full level is one of them."""
    return {words.ALL_NUMBERS: FULL + run.line, **{one.label: one.run.line for one in buttons_of(reply.actions)}}


def _is_over(at: datetime, now: datetime) -> bool:
    return now - at > TAKES_BACK


def _change_of(reply: Reply, now: datetime) -> LastChange:
    """The change a reply tells of, with the command of the button that takes it back."""
    buttons = tuple(buttons_of(reply.actions))
    line = next((one.run.line for one in buttons if one.label in words.TAKES_BACK), "")
    return LastChange(line, now, reply.title, tuple(one.label for one in buttons))
