"""The input line: history and completion.

Commands, options and what storage knows are completed.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from pathlib import Path
from typing import Any

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import ANSI
from prompt_toolkit.history import FileHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

from bot.dispatch.app import App
from bot.dispatch.command import Command
from bot.messages.errors import SpudwatchError
from bot.messages.order import quote
from bot.messages.request import Request, Role


def alike(typed: str, names: Iterable[str]) -> list[str]:
    """The names that a beginning or letters in their order ("chk") may mean.

    Names that begin so stand first.
    """
    ranked = []
    for name in names:
        place, spread = -1, 0
        for letter in typed.casefold():
            found = name.find(letter, place + 1)
            if found < 0:
                break
            spread, place = spread + found - place - 1, found
        else:
            ranked.append((not name.startswith(typed), spread, name))
    first_letter = [row for row in ranked if not typed or row[2][:1] == typed[:1].casefold()]
    return [name for _, _, name in sorted(first_letter, key=lambda row: row[:2])]


class Suggestions(Completer):
    """Commands, then subcommands, then options and their values."""

    def __init__(self, app: App, actor: str, place: str) -> None:
        self._app, self._actor, self._place = app, actor, place

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> "list[Completion]":
        """Nothing without an event loop."""
        del document, complete_event
        return []

    async def get_completions_async(
        self, document: Document, complete_event: CompleteEvent
    ) -> AsyncGenerator[Completion, None]:
        """What may follow the text before the cursor."""
        del complete_event
        text = document.text_before_cursor.lstrip().removeprefix("/")
        top, space, rest = text.partition(" ")
        catalogue = self._app.catalogue
        if not space:
            for name in alike(top, catalogue.tree):
                yield Completion(name, -len(top), display_meta=catalogue.about(name))
            return
        if " " not in rest:
            for sub in alike(rest, catalogue.tree.get(top, ())):
                yield Completion(sub, -len(rest))
        try:
            command = catalogue.understand(text).command
        except SpudwatchError:
            return
        for completion in await self._options(command, text):
            yield completion

    async def _options(self, command: type[Command[Any]], text: str) -> list[Completion]:
        request = Request(line=text, actor=self._actor, place=self._place, roles=frozenset({Role.ADMIN}))
        last = text.rpartition(" ")[2]
        key, colon, begun = last.partition(":")
        if colon and key in {opt.name for opt in command.options}:
            found = await self._app.suggest(request, key, begun)
            return [Completion(quote(entry.value), -len(begun), display=entry.label) for entry in found]
        if not command.options:
            return []
        found = await self._app.suggest(request, command.options[0].name, last)
        fitting = alike(last, [opt.name for opt in command.offered[1:]]) if last else []
        names = sorted((opt for opt in command.offered if opt.name in fitting), key=lambda opt: fitting.index(opt.name))
        return [Completion(quote(entry.value), -len(last), display=entry.label) for entry in found] + [
            Completion(f"{opt.name}:", -len(last), display_meta=opt.description) for opt in names
        ]


def prompting(app: App, actor: str, place: str, history: Path) -> Callable[[str], Awaitable[str]]:
    """Ask on the terminal; the arrow keys bring back what was typed before.

    Only this user can read that history.
    """
    history.parent.mkdir(parents=True, exist_ok=True)
    history.touch(mode=0o600)
    history.chmod(0o600)
    keys = KeyBindings()

    @keys.add("c-c")
    def _clear(event: KeyPressEvent) -> None:
        """Clear a typed line; leave an empty one."""
        if event.current_buffer.text:
            event.current_buffer.reset()
        else:
            event.app.exit(exception=KeyboardInterrupt())

    session: PromptSession[str] = PromptSession(
        history=FileHistory(str(history)),
        completer=Suggestions(app, actor, place),
        complete_while_typing=False,
        key_bindings=keys,
    )

    async def ask(prompt: str) -> str:
        return await session.prompt_async(ANSI(prompt))

    return ask
