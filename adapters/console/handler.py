"""The console: a platform in the terminal.

Commands need no slash, buttons have numbers, and the clock can be moved.

Everything a platform does is here in a page: an order is read, `App.run` answers, the reply is drawn. A form is asked
field by field. With a standing clock (the demo) the word ``tomorrow`` moves it, and what happens by itself happens.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from difflib import get_close_matches
from pathlib import Path

from adapters.console import render
from adapters.console.files import attached, read_file, save_pictures
from adapters.console.terminal_text import Screen, clean, wrap
from adapters.runtime.bootstrap import RunningApp
from adapters.runtime.clock import StandingClock
from bot.dispatch.command import Option
from bot.dispatch.error_reply import error_reply
from bot.domain.time import format_time
from bot.messages.errors import BadArgument, NotFound, SpudwatchError, UserError
from bot.messages.levels import shown
from bot.messages.order import Order
from bot.messages.reply import Form, Outcome, Reply
from bot.messages.reply_json import exported
from bot.messages.request import Attachment, Request, Role, Value
from bot.ports import Clock

ACTOR, PLACE = "console:you", "console:local/here"
FRAME, LEAST = 3, 8  # lines of the window around a reply; lines of one that are shown however small the window is
NUMBER = 4  # digits from which on a line is no choice but something looked for
QUIT = {"quit", "exit", "bye", "q"}
LEAVE = {"cancel", "quit", "exit"}  # out of a form
ALIKE = 0.8  # from which on a word is a slip of ``tomorrow``: one letter missing, doubled or swapped

TRIES = 2  # answers that a field refuses before it is said again how to leave


class FormLeft(Exception):
    """A form was left unsaved; ``line`` is what the person typed instead, if they did."""

    def __init__(self, line: str = "") -> None:
        super().__init__(line)
        self.line = line


Advance = Callable[[StandingClock, datetime], Awaitable[Sequence[Reply]]]


@dataclass
class Console:
    """One conversation: what was last offered, and how to print."""

    running: RunningApp
    clock: Clock
    ask: Callable[[str], Awaitable[str]]
    tell: Callable[[str], None]
    screen: Screen
    pictures: Path
    advance: Advance | None = None
    _offered: list[tuple[str, Form | None]] = field(default_factory=list)
    _rest: list[str] = field(default_factory=list)  # the lines of the last reply that did not fit the window

    async def talk(self) -> None:
        """Read and answer until the end of input or a word of goodbye."""
        while True:
            try:
                line = (await self.ask(self._prompt())).strip()
            except (EOFError, KeyboardInterrupt):
                return
            if line.casefold() in QUIT:
                return
            if line:
                await self.hear(line)

    async def hear(self, line: str) -> None:
        """Answer one line: a command, the number of a button, or ``tomorrow``."""
        if isinstance(self.clock, StandingClock) and get_close_matches(line.casefold(), ["tomorrow"], 1, ALIKE):
            await self._tomorrow(self.clock)
            return
        if line == "0" and self._rest:
            self.tell("\n".join(self._rest) + "\n")
            self._rest = []
            return
        if line.isdecimal() and len(line) < NUMBER:
            if not 0 < int(line) <= len(self._offered):
                self.show(error_reply(self._no_choice(line), line))
                return
            run, form = self._offered[int(line) - 1]
            if form:
                await self._fill(form)
                return
            line = run
            self.tell(self.screen.paint(f"› {line}", "2"))
        try:
            files = attached(self.running.app.catalogue, line)
        except BadArgument as error:
            self.show(error_reply(error, line))
            return
        reply = await self._run(line, files)
        if reply.outcome is Outcome.REFUSED and not reply.actions and (form := self._lacking(line)):
            self._offer(form, reply)

    async def _run(self, line: str, values: Mapping[str, Value]) -> Reply:
        reply = await self.running.app.run(self._request(line, values))
        self.show(reply)
        if reply.form:
            await self._fill(reply.form)
        return reply

    @staticmethod
    def _request(line: str, values: Mapping[str, Value]) -> Request:
        return Request(line=line, values=values, actor=ACTOR, place=PLACE, roles=frozenset({Role.ADMIN}))

    def show(self, reply: Reply, beside: Sequence[tuple[str, Form | None]] = ()) -> None:
        """Print a reply and remember what it offers.

        Its numbers continue those of what is ``beside`` it.
        """
        reply = shown(reply)
        saved = save_pictures(reply, self.pictures)
        self.tell("\n".join(self._folded(reply, saved, len(beside) + 1)) + "\n")
        if rows := exported(reply):
            self.tell(f"{rows}\n")
        offered = list(render.choices(reply))
        if offered or (reply.outcome is Outcome.ANSWERED and reply.command):  # small talk takes no choice away
            self._offered = [*beside, *offered]

    def _folded(self, reply: Reply, saved: Sequence[str], first: int) -> list[str]:
        """A reply in the lines that the window has.

        The rest of its text is kept for ``0``.
        """
        said, offers = render.body(reply, self.screen, saved), render.offers(reply, self.screen, first)
        room = self.screen.height - len(offers) - FRAME
        self._rest = []
        if self.screen.height and len(said) > max(room, LEAST):
            said, self._rest = said[: max(room, LEAST)], said[max(room, LEAST) :]
            count = len(self._rest)
            said.append(self.screen.paint(f"  [0] {count} more line{'s' if count != 1 else ''}", "2"))
        return [*said, *offers]

    def _no_choice(self, typed: str) -> NotFound:
        last = len(self._offered)
        numbers = "They go from 1 to " + str(last) if last > 1 else "There is only 1" if last else "There are none yet"
        return NotFound(
            f"Nothing here has the number {typed}.", todo=f"Numbers choose what stands in brackets. {numbers}."
        )

    async def _fill(self, form: Form) -> None:
        try:
            command = self.running.app.catalogue.get(form.command)
        except SpudwatchError as error:
            self.show(error_reply(error, form.command))
            return
        known = {opt.name: opt for opt in command.options}
        values: dict[str, Value] = dict(form.filled)
        self.tell(self.screen.paint("  Enter takes what stands in [ ]; cancel leaves without saving.", "2"))
        for name in form.fields or tuple(known):
            try:
                answer = await self._field(known[name], str(values.get(name, "")))
            except (EOFError, KeyboardInterrupt, FormLeft) as left:
                self.tell("  nothing was saved")
                if isinstance(left, FormLeft) and left.line:
                    await self.hear(left.line)
                return
            if answer is not None:
                values[name] = answer
        typed = Order(form.command, tuple((key, str(value)) for key, value in form.filled.items())).line
        reply = await self._run(typed, values)
        if reply.outcome is Outcome.REFUSED and not any(isinstance(action, Form) for action in reply.actions):
            self._again(form, values, reply)

    def _again(self, form: Form, values: Mapping[str, Value], refused: Reply) -> None:
        """Offer a refused form again, with what was typed in it.

        Files have to be named again.
        """
        kept = {name: str(value) for name, value in values.items() if not isinstance(value, Attachment)}
        self._offer(Form("Try again with what you typed", form.command, kept, form.fields), refused)

    def _lacking(self, line: str) -> Form | None:
        """The form that asks for what a typed line lacks, with what it holds filled in."""
        try:
            understood = self.running.app.catalogue.understand(line)
        except SpudwatchError:
            return None
        command = understood.command
        filled = {name: str(value) for name, value in understood.values.items()}
        lacking = tuple(opt.name for opt in command.options if opt.required and not filled.get(opt.name, "").strip())
        return Form("Ask me for it", command.name, filled, lacking) if lacking else None

    def _offer(self, form: Form, refused: Reply) -> None:
        self._offered = [*render.choices(refused), (form.command, form)]
        self.tell(f"  [{len(self._offered)}] {form.label}\n")

    async def _field(self, opt: Option, filled: str) -> Value | None:
        """What a person says for an option, asked until it is valid.

        None where it is left out.

        Raises:
            FormLeft: they leave the form, perhaps for another command.
        """
        known = f" [{clean(filled)}]" if filled else "" if opt.required else " [leave out]"
        name = (opt.label or opt.name).removesuffix("?")
        for line in wrap(f"{name}: {opt.description}{known}", self.screen):
            self.tell(line)
        for number, choice in enumerate(opt.choices, 1):
            self.tell(f"    {number} {choice}")
        refused = 0
        while True:
            text = (await self.ask("  › ")).strip()
            if text.casefold() in LEAVE:
                raise FormLeft
            if not text and (filled or not opt.required):
                return filled or None
            if self._is_command(text) and await self._leaves(text):
                raise FormLeft(text)
            try:
                return self._said(opt, text)
            except UserError as error:
                refused += 1
                self.tell(f"  {error.what} {error.todo}{'' if opt.required else ' Or press Enter to leave it out.'}")
                if refused % TRIES == 0:
                    self.tell("  This is still the form; cancel leaves it without saving.")

    def _is_command(self, text: str) -> bool:
        """Whether an answer is a command line.

        It has a slash, is a command's name alone, or has a subcommand or option.
        """
        catalogue = self.running.app.catalogue
        top, _, rest = text.removeprefix("/").partition(" ")
        subs = catalogue.tree.get(top.casefold())
        if subs is None:
            return text.casefold() == "help"
        return text.startswith("/") or not rest or rest.partition(" ")[0].casefold() in subs or ":" in rest

    async def _leaves(self, text: str) -> bool:
        """Ask whether the form is left for a command."""
        self.tell(f"  “{clean(text)}” is a command. Leave the form for it, unsaved? yes or no")
        return (await self.ask("  › ")).strip().casefold() in ("yes", "y")

    def _said(self, opt: Option, text: str) -> Value:
        """A typed value, checked as the command will read it.

        A file is named by its path, a choice by its number.

        Raises:
            UserError: it cannot be read.
        """
        if opt.kind is Attachment:
            return read_file(text)
        if opt.choices and text not in opt.choices and text.isdecimal() and 0 < int(text) <= len(opt.choices):
            return opt.choices[int(text) - 1]
        self.running.app.check(self._request("", {}), opt, text)
        return text

    async def _tomorrow(self, clock: StandingClock) -> None:
        before = clock.now()
        after = before + timedelta(days=1)
        self.tell(self.screen.paint(f"── {format_time(after, '%A %d %B %Y, %H:%M')} UTC ──", "1"))
        posts = await self.advance(clock, after) if self.advance else ()
        clock.move(after)
        if not posts:
            self.tell("  nothing was posted: nothing happened that anybody here asked for\n")
        beside: list[tuple[str, Form | None]] = []
        for post in posts:
            self.show(post, beside)
            beside = self._offered

    def _prompt(self) -> str:
        return f"{format_time(self.clock.now())} > " if isinstance(self.clock, StandingClock) else "> "


def piped(stream: Iterator[str]) -> Callable[[str], Awaitable[str]]:
    """Lines from a pipe, for a console that nobody sits at."""

    async def ask(_prompt: str) -> str:
        line = await asyncio.to_thread(next, stream, None)
        if line is None:
            raise EOFError
        return line

    return ask


def say(text: str) -> None:
    """Print on standard output, whatever the text holds."""
    sys.stdout.write(text.encode("utf-8", "replace").decode("utf-8") + "\n")
    sys.stdout.flush()
