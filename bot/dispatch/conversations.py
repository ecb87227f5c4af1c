"""What a person asked about, was shown and asked, and can take back.

What was asked is kept in memory, for the latest people only: after a restart, or in another process, the buttons still
work and the words are answered by saying so. What takes a change back is kept in storage for ten minutes, among the
person's own settings.
"""

from __future__ import annotations

import json
import logging
from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from threading import Lock
from typing import Any, Final

from bot.dispatch.command import Command
from bot.dispatch.delivery import FULL
from bot.dispatch.plain_words.service_forms import ServiceAsk
from bot.domain.undo import can_undo
from bot.messages import words
from bot.messages.addresses import tenant_of
from bot.messages.errors import SpudwatchError
from bot.messages.levels import buttons_of
from bot.messages.order import Order, order
from bot.messages.reply import Action, Button, Outcome, Reply, Runnable, Severity
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.ports.accounts.tenants import LAST_CHANGES

log = logging.getLogger(__name__)

PEOPLE: Final = 2_000  # whose last words are kept
CHANGES: Final = 5  # of one person that can be taken back, the latest first
SWEPT: Final = 4  # of the oldest looked at with each reply, which adds one at most


@dataclass(frozen=True, slots=True)
class LastChange:
    """The command line that takes a change back, and its card.

    The line is '' where none does; the card is known only to the process that showed it.
    """

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


_LEVELS: Final = (words.SHORT_ANSWER, *words.OPENS_ALL)  # of a card whose full level is shown, or named otherwise


@dataclass(frozen=True, slots=True)
class ShownCard:
    """The look-up a card answered, what opens its full level, and its buttons.

    ``option`` is the one that names a subject, '' without one. Lines are made of the buttons when one is asked for.
    """

    run: Order
    option: str
    at: datetime
    whole: Runnable | None = None
    actions: tuple[Action, ...] = ()

    def line(self, label: str) -> str:
        """The command line of a button by its label, or of the full level; '' if none."""
        buttons = {one.label: one for one in buttons_of(self.actions)}
        if label in buttons:
            return buttons[label].run.line
        more = label == words.ALL_NUMBERS and not buttons.keys().isdisjoint(_LEVELS)
        return FULL + (self.whole or self.run).line if more else ""


_ANSWERS: Final = {
    ServiceAsk.MORE: (words.ALL_NUMBERS,),
    ServiceAsk.NEXT: (words.NEXT_PAGE,),
    ServiceAsk.WHY: (words.WHY_GRADE, words.ALL_NUMBERS),
    ServiceAsk.RULES: (words.EXACT_RULES, words.WHY_GRADE),
    ServiceAsk.MOVED: (words.HOW_IT_MOVED, words.TIMELINE),
}
"""The buttons of a card that answer what is asked about it, the best first."""


class Conversations:
    """What each person in a place asked about, was shown and asked, and changed last."""

    def __init__(self) -> None:
        self._lock = Lock()  # requests may run on several threads
        self._offers: OrderedDict[tuple[str, str], Offer] = OrderedDict()
        self._changed: OrderedDict[tuple[str, str], LastChange] = OrderedDict()
        self._subjects: OrderedDict[tuple[str, str], tuple[str, datetime]] = OrderedDict()
        self._cards: OrderedDict[tuple[str, str], ShownCard] = OrderedDict()

    def note(
        self,
        reply: Reply,
        ctx: RequestContext,
        command: type[Command[Any]] | None,
        *,
        subject: str = "",
        shown: ShownCard | None = None,
    ) -> None:
        """Note what a reply is about and asks; an earlier question ends.

        ``command`` is the one that answered, None for small talk and for what could not be read; ``shown`` the look-up
        it answered, None where it goes on from the card before.
        """
        with self._lock:
            here = (ctx.actor, ctx.place)
            self._offers.pop(here, None)
            if subject:
                self._subjects.pop(here, None)
                self._subjects[here] = subject, ctx.now
            if asked := offer_of(reply, ctx.now):
                self._offers[here] = asked
            looks = command is not None and (command.keep is Command.keep or _whole_of(reply) is not None)
            answered = reply.outcome is Outcome.ANSWERED and shown is not None
            if answered and reply.severity is not Severity.GOOD:  # the card before stays under a change that was made
                self._cards.pop(here, None)
            if answered and looks and shown is not None:
                self._cards.pop(here, None)
                self._cards[here] = replace(shown, whole=_whole_of(reply), actions=reply.actions)
            self._drop_old(ctx.now)

    async def remember(
        self, reply: Reply, ctx: RequestContext, command: type[Command[Any]], ports: Ports, *, undoing: bool
    ) -> None:
        """Store how to take back what a command changed.

        The reply to an ``undoing`` is no change. Where it was answered, the last change ends, and a second "undo" takes
        back the one before. A person's words and buttons go on where this cannot be stored.
        """
        if reply.outcome is not Outcome.ANSWERED:
            return
        changed = reply.severity is Severity.GOOD and command.keep is not Command.keep
        if not (changed or undoing):
            return
        try:
            await self._store(reply, ctx, ports, undoing=undoing, forgets=command.forgets)
        except SpudwatchError:
            log.warning("change not remembered", exc_info=True, extra={"request": ctx.request_id})

    async def _store(self, reply: Reply, ctx: RequestContext, ports: Ports, *, undoing: bool, forgets: bool) -> None:
        person, kept = (ctx.tenant, ctx.actor), _stored(ports, ctx)
        if forgets:
            left: tuple[LastChange, ...] = ()
            with self._lock:
                self._forget(*person)
        elif undoing:
            left = kept[1:]
        else:
            made = _change_of(reply, ctx.now)
            left = (made, *kept)[:CHANGES]
            with self._lock:
                self._changed.pop(person, None)
                self._changed[person] = made
        if left or kept:
            told = json.dumps([[one.at.isoformat(), one.line] for one in left]) if left else ""
            await ports.tenants.choose_for_me(ctx.tenant, ctx.actor, LAST_CHANGES, told, ctx.now)

    def _forget(self, tenant: str, actor: str) -> None:
        """Drop all that is kept of a person in a tenant, in whichever of its places."""
        self._changed.pop((tenant, actor), None)
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
        for person, made in tuple(islice(self._changed.items(), SWEPT)):
            if len(self._changed) > PEOPLE or _is_over(made.at, now):
                del self._changed[person]

    def subject(self, ctx: RequestContext) -> str:
        """The name this person asked about here in the last ten minutes; '' without one."""
        name, at = self._subjects.get((ctx.actor, ctx.place), ("", ctx.now))
        return "" if _is_over(at, ctx.now) else name

    def answer_of(self, ask: str, ctx: RequestContext) -> str:
        """The line that answers what is asked about the last card here, or ''."""
        card = self._card(ctx)
        labels = _ANSWERS.get(ServiceAsk(ask), ()) if card is not None and ask else ()
        return next((line for one in labels if card is not None and (line := card.line(one))), "")

    def pressed(self, text: str, ctx: RequestContext) -> str:
        """The line of the button of the last card here whose label was typed, or ''.

        Words press none of danger.
        """
        card, typed = self._card(ctx), text.strip(" .!").casefold()
        safe = (one for one in buttons_of(card.actions if card is not None else ()) if one.style != "danger")
        return next((one.run.line for one in safe if one.label.casefold() == typed), "")

    def shows(self, ctx: RequestContext) -> bool:
        """Whether a card was shown here in the last ten minutes."""
        return self._card(ctx) is not None

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

    def last_change(self, ports: Ports, ctx: RequestContext) -> LastChange | None:
        """The last change of this person in the last ten minutes, if there is one."""
        last = next(iter(_stored(ports, ctx)), None)
        card = self._changed.get((ctx.tenant, ctx.actor))
        same = last is not None and card is not None and (card.at, card.line) == (last.at, last.line)
        return card if same else last


def _stored(ports: Ports, ctx: RequestContext) -> tuple[LastChange, ...]:
    """A person's changes of the last ten minutes, the latest first."""
    told = json.loads(ports.tenants.personal(ctx.tenant, ctx.actor).get(LAST_CHANGES) or "[]")
    kept = (LastChange(line, datetime.fromisoformat(at)) for at, line in told)
    return tuple(one for one in kept if not _is_over(one.at, ctx.now))


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


def _whole_of(reply: Reply) -> Runnable | None:
    """What opens the full level of a look that is recorded; None elsewhere."""
    return reply.brief.full if reply.brief is not None else None


def _is_over(at: datetime, now: datetime) -> bool:
    return not can_undo(at, now)


def _change_of(reply: Reply, now: datetime) -> LastChange:
    """The change a reply tells of, with the command of the button that takes it back."""
    buttons = tuple(buttons_of(reply.actions))
    line = next((one.run.line for one in buttons if one.label in words.TAKES_BACK), "")
    return LastChange(line, now, reply.title, tuple(one.label for one in buttons))
