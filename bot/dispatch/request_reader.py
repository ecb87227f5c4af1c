"""Read a request: the command that it names, or what its sentence is read as.

Behind a command's name stands what the command takes: a name, an id, an option, a text to check. Where words of
questions stand there instead, before the first name or without one, the line is a sentence that begins with a command's
name ("model called x", "odds for spud by june", "digest without odds"). The command's name still says what is asked: a
reading that another command answers is left for the command itself, asked about what is named.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final, Protocol

from bot.dispatch.command import Command
from bot.dispatch.conversations import Conversations
from bot.dispatch.delivery import Delivery, delivery_of
from bot.dispatch.follow_ups import AS_BEFORE, about, leans, meant, needs_more
from bot.dispatch.plain_words.question_forms import Intent
from bot.dispatch.plain_words.read_as import ReadAs
from bot.dispatch.plain_words.reader import read_plain
from bot.dispatch.plain_words.replies import ASKED_OF
from bot.dispatch.plain_words.service_forms import OF_A_CARD, ServiceAsk
from bot.dispatch.registry import CommandRegistry, Understood
from bot.dispatch.service_replies import service_line
from bot.messages.errors import Alternative, NotFound, TooMuch
from bot.messages.request import Request, RequestContext
from bot.ports import Ports

MAX_REQUEST: Final = 12_000  # characters in one request; pasted messages are the longest input
NO_CARD: Final = "I showed no card here in the last ten minutes."
NO_MORE: Final = "The last answer was all there is of it."
NO_PAGE: Final = "There is no next page here."
_SENTENCE: Final = 3  # words of a line that may be a sentence
_LONG: Final = 5  # words from which on a colon may be one of a sentence: "… at re:invent"
# What is asked by one command's name and answered by another's.
_KIN: Final = {"model": Intent.CHECKPOINT, "alerts": Intent.WATCH, "digest": Intent.DIGEST}


class PlainReader(Protocol):
    """Reader of a sentence that names no command."""

    def __call__(self, ports: Ports, ctx: RequestContext, catalogue: CommandRegistry, text: str, /) -> ReadAs:
        """Read what a sentence means for this person in this place."""


class RequestReader:
    """Reader of requests, with what storage knows of the names in them."""

    def __init__(self, catalogue: CommandRegistry, talk: Conversations, plain: PlainReader = read_plain) -> None:
        self._catalogue, self._talk, self._plain = catalogue, talk, plain

    def understand(
        self, request: Request, asked: RequestContext, ports: Ports
    ) -> tuple[Understood | None, Delivery, ReadAs | None]:
        """Resolve a request to its command, its delivery and how a sentence was read.

        The command is None for small talk. ``ports`` are those that the answer will read: a name that is hidden in the
        place is unknown here, too.

        Raises:
            NotFound: no command is named, and the words mean nothing known here.
            TooMuch: the line is longer than `MAX_REQUEST`.
        """
        if len(request.line) > MAX_REQUEST:
            raise TooMuch(
                f"That is {len(request.line):,} characters; I read at most {MAX_REQUEST:,}.",
                todo="Send the sentence that matters.",
            )
        way, line = delivery_of(request.line.strip().removeprefix("/"), self._catalogue)
        ordered = bool(request.name) or request.line.lstrip().startswith("/")
        understood = self._named(request, line, ordered=ordered)
        if understood is not None and understood.command.plain:  # what stands behind "ask" is a line of its own
            line = str(next(iter(understood.values.values()), ""))
            ordered = line.startswith("/") and self._catalogue.names(line[1:])
            understood = self._catalogue.understand(line) if ordered or self._catalogue.names(line) else None
        if understood is None:
            if pressed := self._talk.pressed(line, asked):
                way, line = delivery_of(pressed, self._catalogue)
                return self._catalogue.understand(line), way, None
            plain = self._in_plain_words(line, asked, ports)
            if meant := service_line(plain.service, ports, self._talk, asked):
                way, line = delivery_of(meant, self._catalogue)
                return self._catalogue.understand(line), way, plain
            return self._ordered(plain), way, plain
        if request.name:
            return understood, way, None
        made, read = self._unless_sentence(line, understood, asked, ports, ordered=ordered)
        return made, way, read

    def _named(self, request: Request, line: str, *, ordered: bool) -> Understood | None:
        """Return the command a request names, by itself or in its line; None without one."""
        if request.name:
            return Understood(self._catalogue.resolve(request.name), dict(request.values))
        if not self._catalogue.names(line):  # a slash before a sentence is no command: "/watch gpt-6"
            return None
        understood = self._catalogue.understand(line)
        return Understood(understood.command, understood.values | dict(request.values))

    def _unless_sentence(
        self, line: str, understood: Understood, asked: RequestContext, ports: Ports, *, ordered: bool
    ) -> tuple[Understood | None, ReadAs | None]:
        """Return a typed line's command, or what it is read as where it is a sentence.

        ``ordered``: it stands behind a slash, where only a request is a sentence: "/digest mondays 10am".
        """
        command = understood.command
        if not self._may_be_sentence(line, understood):
            return understood, None
        plain = self._plain(ports, asked, self._catalogue, line)
        if plain.request:
            return self._ordered(_possible(plain)), plain
        if ordered or plain.named is None:
            return understood, None
        if plain.named and command.options:
            understood = Understood(command, {command.options[0].name: plain.named})
        return (self._ordered(plain), plain) if _is_of_group(plain, command) else (understood, None)

    def _may_be_sentence(self, line: str, understood: Understood) -> bool:
        """Whether a command is followed by a long line without subcommand or option.

        A text to check counts as an option.
        """
        top, *behind = line.split()
        first = understood.command.options[:1]
        given = understood.values.keys() - {opt.name for opt in first} or (understood.stray and len(behind) < _LONG)
        keyed = bool(first) and bool(behind) and behind[0].casefold().startswith(f"{first[0].name}:")
        if len(behind) + 1 < _SENTENCE or given or keyed or any(opt.long for opt in first):
            return False
        return behind[0].casefold() not in self._catalogue.tree.get(top.casefold(), ())

    def _in_plain_words(self, text: str, asked: RequestContext, ports: Ports) -> ReadAs:
        """Read a sentence in plain words.

        Raises:
            NotFound: it means nothing here; the nearest commands by spelling, or other readings, are offered.
        """
        if not text.strip():
            raise NotFound("Type a command, or ask in your own words.", todo="For example: what is coming?")
        plain = self._plain(ports, asked, self._catalogue, text)
        if plain.service == ServiceAsk.SAME:
            return self._same(plain, asked)
        if plain.service == ServiceAsk.NEXT and not self._talk.answer_of(plain.service, asked):
            raise NotFound(
                NO_PAGE, todo="Ask for a list first.", instead=(Alternative("What is coming", {}, "model coming"),)
            )
        of_card = plain.service in OF_A_CARD
        if of_card and self._talk.answer_of(plain.service, asked):
            return plain
        if (plain.open or of_card or leans(text)) and (name := self._talk.subject(asked)):
            plain = self._about(name, text, asked, ports)
        elif of_card:
            raise NotFound(
                NO_MORE if self._talk.shows(asked) else NO_CARD, todo="Ask with a name, for example: /odds gpt"
            )
        if plain.request:
            return _possible(plain)
        misspelt = not plain.sure and bool(self._catalogue.near(text.split(), asked.roles))
        if plain.intent is Intent.NONE or misspelt:
            error = self._catalogue.unknown(text, asked.roles)
            error.instead = error.instead or tuple(
                Alternative(one.label, dict(one.run.values), one.run.name) for one in plain.others
            )
            error.read_as = plain.data if not misspelt else {"intent": "none", "subject": None}
            raise error
        return plain

    def _same(self, plain: ReadAs, asked: RequestContext) -> ReadAs:
        """Read "and X?" as the question before, about X.

        Where nothing was asked before, it asks for everything about X.
        """
        label = plain.intent is Intent.CHECKPOINT
        name = plain.name if label else plain.subject or plain.name
        run = self._talk.same_of(name, asked)
        if run is None or label is not run.name.startswith("checkpoint"):
            return replace(plain, service="")
        intent = Intent.MODEL if run.name == "model show" else ASKED_OF.get(run.name)
        said = "" if intent else f"{run.name} of {plain.name}"
        return replace(plain, service="", intent=intent or plain.intent, run=run, others=(), said=said)

    def _about(self, name: str, text: str, asked: RequestContext, ports: Ports) -> ReadAs:
        """Read a sentence about a name.

        Where its words still ask for nothing, everything about the name is asked.
        """
        name = meant(text, name)
        plain = self._plain(ports, asked, self._catalogue, about(text, name))
        if needs_more(text, plain):
            plain = self._plain(ports, asked, self._catalogue, name)
        return replace(plain, remark=" · ".join(filter(None, (AS_BEFORE.format(name), plain.remark))))

    def _ordered(self, plain: ReadAs) -> Understood | None:
        """Return the command that a reading runs; None for small talk."""
        if plain.run is None:
            return None
        return Understood(self._catalogue.resolve(plain.run.name), dict(plain.run.values))


def _possible(plain: ReadAs) -> ReadAs:
    """A request as read.

    Raises:
        UserError: it was understood and cannot be done.
    """
    if plain.refused is not None:
        plain.refused.read_as = plain.data
        raise plain.refused
    return plain


def _is_of_group(plain: ReadAs, command: type[Command[Any]]) -> bool:
    """Whether a sentence was read as something that its command's group answers."""
    if plain.run is None or (command.options and not plain.run.values):  # a list of everything, whatever is asked
        return False
    top = command.name.partition(" ")[0]
    return plain.run.name.partition(" ")[0] == top or plain.intent is _KIN.get(top)
