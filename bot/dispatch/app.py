"""Dispatch a `Request` to its command; every exception becomes an error `Reply`."""

from __future__ import annotations

import logging
import secrets
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol, TypeVar

from bot.dispatch.answer_cache import AnswerCache
from bot.dispatch.as_of import context_as_of, kept_at_its_moment, moment_said
from bot.dispatch.command import Command, Option, build, read_value
from bot.dispatch.completions import Suggestion, suggestions, values_of_labels
from bot.dispatch.confirmation import confirmation
from bot.dispatch.conversations import Conversations, ShownCard
from bot.dispatch.delivery import Delivery, next_page, other_level, paged, share_of
from bot.dispatch.error_reply import error_reply, failed_order
from bot.dispatch.plain_words.read_as import ReadAs
from bot.dispatch.plain_words.reader import read_plain
from bot.dispatch.plain_words.replies import with_reading
from bot.dispatch.plain_words.service_forms import OF_A_CARD, ServiceAsk
from bot.dispatch.registry import CommandRegistry, Understood
from bot.dispatch.request_reader import PlainReader, RequestReader
from bot.dispatch.service_replies import service_reply
from bot.dispatch.switched_replies import as_switched
from bot.domain.parts import HIDES, SwitchedOff
from bot.messages import words
from bot.messages.errors import BadArgument, NotAllowed, NotFound, OurFault, SpudwatchError, UserError
from bot.messages.full_pages import page, page_count
from bot.messages.levels import derived, says_more
from bot.messages.order import order
from bot.messages.reply import Button, Level, Outcome, Reply, Text, spans
from bot.messages.request import Request, RequestContext, Role, Value, widened
from bot.notifications.change_recorder import record_changes, record_soon
from bot.pages.links import with_page_link
from bot.ports import Ports
from bot.ports.accounts.lookup_history import LookupHistory
from bot.ports.accounts.tenants import TenantSettings
from bot.reads.shared_reads import snapshot
from bot.reads.switches import NOTHING_OFF, SwitchedPorts

log = logging.getLogger(__name__)

T = TypeVar("T")

UNDER_WAY = 64  # requests whose privacy was asked for and that have not run yet
_NAMES = frozenset({"subject", "label"})  # what options complete whose values are names


@dataclass(frozen=True, slots=True)
class _Who:
    """Who asks where, by the settings of the place.

    ``version`` is the one that cached answers were read at, from before anything was read for this request.
    """

    settings: TenantSettings
    asked: RequestContext
    version: int

    @property
    def off(self) -> SwitchedOff:
        """What is switched off in the place."""
        return SwitchedOff(self.settings.off)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a request is read as.

    The command is None for small talk, and ``plain`` is how a sentence was read.
    """

    who: _Who
    understood: Understood | None
    way: Delivery
    plain: ReadAs | None

    @property
    def subject(self) -> str:
        """The name a sentence, or a command's first option, asks about; '' without one."""
        if self.plain is not None and self.plain.name:
            return self.plain.both or self.plain.name
        return str(self.understood.values[self._option]) if self.understood and self._option else ""

    @property
    def _option(self) -> str:
        """The first option that names a subject or a label; '' without a value."""
        if self.understood is None:
            return ""
        values, options = self.understood.values, self.understood.command.options
        return next((one.name for one in options if one.complete in _NAMES and values.get(one.name)), "")

    @property
    def shown(self) -> ShownCard | None:
        """The look-up it runs, for what is asked about its card next; None for small talk."""
        if self.understood is None:
            return None
        run = order(self.understood.command.name, **self.understood.values)
        return ShownCard(run, self._option, self.who.asked.now)


@dataclass(slots=True)
class _SoFar:
    """How far a request came: what is known of it where it fails."""

    asked: RequestContext
    off: SwitchedOff = NOTHING_OFF
    reading: _Reading | None = None
    kind: type[Command[Any]] | None = None

    @property
    def name(self) -> str:
        """The name of its command."""
        return self.kind.name if self.kind else "unknown"


class RequestObserver(Protocol):
    """Observer of answered requests; may refuse one before it runs."""

    def allow(self, command: type[Command[Any]], ctx: RequestContext) -> None:
        """Raise a `TooMuch` to refuse."""

    def ran(self, command: str, outcome: Outcome, seconds: float, ctx: RequestContext) -> None:
        """Record an answered request and how many seconds it took."""


class App:
    """Run requests against ports; platforms call `run`, `suggest` and `private`.

    With ``lookup_history``, private look-ups are recorded so that the person can be told when the answer changes. Where
    ``pages`` is the address of the public pages, a look-up of what has a page ends with a link to it. ``answers``
    caches look-ups that were just answered. ``talk`` is what "yes" and "undo" mean, shared by the apps of a process.
    """

    def __init__(
        self,
        ports: Ports,
        catalogue: CommandRegistry | None = None,
        observers: Sequence[RequestObserver] = (),
        lookup_history: LookupHistory | None = None,
        plain: PlainReader = read_plain,
        pages: str = "",
        answers: AnswerCache | None = None,
        talk: Conversations | None = None,
    ) -> None:
        self.ports, self._places = ports, SwitchedPorts(ports)
        self._lookup_history = lookup_history
        self._pages, self._answers, self.talk = pages, answers, talk or Conversations()
        self._read: OrderedDict[int, tuple[Request, _Reading]] = OrderedDict()
        self.catalogue = catalogue or CommandRegistry()
        self._reader = RequestReader(self.catalogue, self.talk, plain)
        self._observers = tuple(observers)

    async def run(self, request: Request) -> Reply:
        """Answer a request.

        Every error becomes a reply; internal ones are logged under a reference.
        """
        began = self.ports.clock.now()
        so_far = _SoFar(_stranger(request, began))
        try:
            reply = await self._replied(request, so_far)
        except Exception as error:  # noqa: BLE001 - the boundary: whatever fails inside, the person gets an answer
            reply = self._apology(error, request, so_far)
        for observer in self._observers:
            observer.ran(so_far.name, reply.outcome, (self.ports.clock.now() - began).total_seconds(), so_far.asked)
        return reply

    async def _replied(self, request: Request, so_far: _SoFar) -> Reply:
        try:
            reply = await self._answered(request, so_far)
        except SpudwatchError as error:
            reference = self._log(error, so_far) if isinstance(error, OurFault) else ""
            understood = so_far.reading.understood if so_far.reading else None
            failed = failed_order(so_far.name, understood.values) if understood else None
            reply = error_reply(error, request.typed, reference, failed)
        except Exception as error:  # noqa: BLE001 - its apology has the reading and the buttons of any other reply
            reply = self._apology(error, request, so_far)
        reading = so_far.reading
        if (plain := reading.plain if reading else None) is not None:
            reply = with_reading(reply, plain)
        reply = as_switched(reply, so_far.off, self.catalogue)
        goes_on = plain is not None and plain.service in OF_A_CARD
        shown = None if reading is None or goes_on else reading.shown
        undoing = so_far.kind is not None and plain is not None and plain.service == ServiceAsk.UNDO
        self.talk.note(reply, so_far.asked, so_far.kind, subject=reading.subject if reading else "", shown=shown)
        if so_far.kind is not None:
            await self.talk.remember(reply, so_far.asked, so_far.kind, self.ports, undoing=undoing)
        return reply

    async def _answered(self, request: Request, so_far: _SoFar) -> Reply:
        """Read a request and run it, noting how far it came, for what is said if it fails."""
        kept = self._kept(request)
        who = kept.who if kept else self._who(request, so_far.asked.now)
        so_far.asked, so_far.off = who.asked, who.off
        so_far.reading = reading = kept or self._reading(request, who)
        if reading.understood is None:
            service = (reading.plain and reading.plain.service) or ServiceAsk.HELLO
            return service_reply(service, self._places.of(who.off), self.talk, who.asked)
        kind = so_far.kind = reading.understood.command
        values = await values_of_labels(kind.options, reading.understood.values, self._places.of(who.off), who.asked)
        so_far.reading = reading = replace(reading, understood=(meant := Understood(kind, values)))
        return await self._run(meant, reading)

    def _apology(self, error: Exception, request: Request, so_far: _SoFar) -> Reply:
        fault = OurFault(todo="Your text is above; it was logged for us to look at.")
        return error_reply(fault, request.typed, self._log(error, so_far))

    async def private(self, request: Request) -> bool:
        """Whether the answer will be private.

        Known before the answer is made, as Discord requires.
        """
        try:
            reading = self._reading(request, self._who(request, self.ports.clock.now()))
        except Exception:  # noqa: BLE001 - the boundary; `run` meets the same error and reports it
            return True
        self._read[id(request)] = (request, reading)  # `run` is asked next, and need not read it again
        if len(self._read) > UNDER_WAY:
            self._read.popitem(last=False)
        if reading.understood is None:
            return True
        return not reading.way.shared and _private(reading.understood.command, request.place, reading.who.settings)

    async def read(self, look: Callable[[Ports], T]) -> T:
        """Read from storage on the thread of a request; here it is the caller's."""
        return look(self.ports)

    async def suggest(self, request: Request, option: str, text: str) -> tuple[Suggestion, ...]:
        """Suggest at most 25 values for an option while it is typed, from storage only.

        Returns nothing for input that cannot be understood.
        """
        try:
            who = self._who(request, self.ports.clock.now())
            ports = self._places.of(who.off)
            understood = self._reader.understand(request, who.asked, ports)[0]
            wanted = next(opt for opt in understood.command.options if opt.name == option) if understood else None
            found = await suggestions(wanted, ports, who.asked, text[:100]) if wanted else ()
        except (SpudwatchError, StopIteration):
            return ()
        return tuple(Suggestion(entry.label[:100], entry.value[:100]) for entry in found[:25])

    def check(self, request: Request, opt: Option, value: Value) -> None:
        """Check one answer of a form as the command will read it.

        Raises:
            BadArgument: it cannot be read.
            TooMuch: it is too long.
        """
        settings = self.ports.tenants.settings(request.tenant)
        read_value(opt, value, self._asked(request, settings, self.ports.clock.now(), None))

    def _kept(self, request: Request) -> _Reading | None:
        """How a request was read when `private` was asked about the same one."""
        kept = self._read.pop(id(request), None)
        return kept[1] if kept is not None and kept[0] is request else None

    def _who(self, request: Request, now: datetime) -> _Who:
        version = self._answers.version() if self._answers else None
        settings = self.ports.tenants.settings(request.tenant, version)
        return _Who(settings, self._asked(request, settings, now, version), version or 0)

    def _reading(self, request: Request, who: _Who) -> _Reading:
        return _Reading(who, *self._reader.understand(request, who.asked, self._places.of(who.off)))

    def _asked(self, request: Request, settings: TenantSettings, now: datetime, version: int | None) -> RequestContext:
        given = {settings.roles[request.actor]} if request.actor in settings.roles else set()
        if settings.desk_role and settings.desk_role in request.groups:
            given.add(Role.DESK)
        roles = widened(request.roles | given)
        # A platform's channel manager manages that channel; appointed managers, the desk and admins manage all.
        everywhere = Role.DESK in roles or Role.MANAGER in given
        zone = self.ports.tenants.zone(request.tenant, request.actor, version)
        zone = zone or (request.zone if request.zone != "UTC" else settings.zone)
        managed = None if everywhere else request.manages
        ctx = replace(_stranger(request, now), roles=roles, manages=managed, zone=zone, off=settings.off)
        return ctx.at(request.as_of) if request.as_of else ctx

    async def _run(self, understood: Understood, reading: _Reading) -> Reply:
        kind, way, (settings, ctx) = understood.command, reading.way, (reading.who.settings, reading.who.asked)
        _admit(kind, ctx, settings, shared=way.shared)
        for observer in self._observers:
            observer.allow(kind, ctx)
        try:
            command = build(kind, understood.values, ctx)
        except BadArgument as error:
            if stray := understood.stray:  # else the option before it, which took its words, would be blamed
                raise BadArgument(stray, todo=f"Usage: {kind.usage()}") from error
            raise
        ctx = context_as_of(command, ctx)
        if way.shared and not kind.shareable:
            raise NotAllowed(f"{kind.name} cannot be shared.", todo="Only look-ups can; ask without share.")
        private = _private(kind, ctx.place, settings)
        key = self._answers.key(command, ctx, way, reading.who.version, private=private) if self._answers else None
        reply = self._answers.find(key, ctx.now) if self._answers and key else None
        if reply is None:
            made = await self._gathered(command, understood, reading, ctx)
            reply = self._finish(command, made, ctx, way, private=private)
            if self._answers and key:
                self._answers.keep(key, reply, ctx.now)
        # A look into the past was told as such; what is posted for all to see is remembered as a card instead.
        told = reply.outcome is Outcome.ANSWERED and reply.private and kind.shareable and ctx.as_of == ctx.now
        if self._lookup_history is not None and told and reply.shows:
            self._lookup_history.note(ctx.tenant, ctx.actor, reply.shows, ctx.now)
        return reply

    async def _gathered(
        self, command: Command[Any], understood: Understood, reading: _Reading, ctx: RequestContext
    ) -> Reply:
        """Gather, reserve, answer, keep; only gather what is to be confirmed first.

        What several parts of a look-up's answer share is read once, and what is switched off here not at all.
        """
        kind, here = type(command), self._places.of(reading.who.off)
        ports = snapshot(here) if kind.reusable and kind.keep is Command.keep else here
        if kind.current != "no":
            await (record_changes if kind.current == "yes" else record_soon)(ports, ctx.now)
        try:
            found = await command.gather(ports, ctx)
        except UserError as error:
            if isinstance(error, NotFound) and (stray := understood.stray):
                error.why = (stray, " ", *spans(error.why)) if error.why else stray
            if then := moment_said(command, ctx):
                error.what = f"{then[0].upper()}{then[1:]}: {error.what}"
            raise
        if reading.plain is not None and reading.plain.confirm:
            return confirmation(command, found, ctx)
        found = await command.reserve(found, self.ports, ctx)
        reply = kept_at_its_moment(command.answer(found, ctx), command, ctx, self.catalogue)
        if command.shareable:
            reply = with_page_link(reply, here, self._pages, ctx.as_of)
        await command.keep(found, self.ports, ctx)
        return reply

    @staticmethod
    def _finish(command: Command[Any], reply: Reply, ctx: RequestContext, way: Delivery, *, private: bool) -> Reply:
        name = type(command).name
        if reply.outcome is not Outcome.ANSWERED:
            return replace(reply, command=name, private=True)
        if command.reusable and reply.brief is None:
            reply = replace(reply, brief=derived(reply, shared=way.shared, look_up=command.shareable))
        level, actions = reply.level, reply.actions
        if reply.brief is not None and says_more(reply):
            asked, level = reply.brief.full or command, way.level
            actions = (*actions, other_level(asked, way, reply.brief.opens))
            if level is Level.FULL:
                actions = paged(next_page(asked, way, page_count(reply)), actions)
                reply = page(reply, way.page)
        if way.shared:
            by = Text(f"Shared by {ctx.actor.partition(':')[2].rpartition('/')[2]}", quiet=True)
            brief = reply.brief and replace(reply.brief, parts=(*reply.brief.parts, by))
            reply, private = replace(reply, parts=(*reply.parts, by), brief=brief), False
        elif private and command.shareable:
            actions = (*actions, Button(words.SHARE, share_of(command)))
        return replace(reply, command=name, level=level, actions=actions, private=private)

    @staticmethod
    def _log(error: Exception, so_far: _SoFar) -> str:
        reference, name, ctx = secrets.token_hex(3).upper(), so_far.name, so_far.asked
        log.error(
            "request failed",
            exc_info=error,
            extra={"command": name, "reference": reference, "request": ctx.request_id, "tenant": ctx.tenant},
        )
        return reference


def _private(kind: type[Command[Any]], place: str, settings: TenantSettings) -> bool:
    return kind.private and not (kind.shareable and place in settings.public_channels)


def _admit(kind: type[Command[Any]], ctx: RequestContext, settings: TenantSettings, *, shared: bool) -> None:
    if kind.role not in ctx.roles:
        raise NotAllowed(
            f"{kind.name} needs the {kind.role.value} role here.",
            why="It changes what others rely on." if kind.role is not Role.MEMBER else "",
            todo="Ask an admin of this server or workspace: /spudwatch-admin desk.",
        )
    if "posts" in settings.off and (shared or kind.posts):
        why, todo = f"So {HIDES['posts']}.", "Ask an admin: /spudwatch-admin switch."
        raise NotAllowed("Posts are turned off here by an admin.", why=why, todo=todo)
    if (what := kind.name.split()[0]) in settings.off:
        raise NotAllowed(
            f"{what} is turned off here by an admin.",
            why=f"So {HIDES[what]}." if what in HIDES else "",  # type: ignore[index]
            todo="Everything else works.",
        )


def _stranger(request: Request, now: datetime) -> RequestContext:
    """Build a context without any role, for a tenant whose settings could not be read."""
    place, zone, typed = request.place, request.zone, request.typed
    return RequestContext(
        request.actor, place, now, now, frozenset(), None, zone, typed, request.actor_since, request.id
    )
