"""The input line: history and completion.

Commands, options and what storage knows are completed.
"""

import re
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Sequence
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import ANSI
from prompt_toolkit.history import FileHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

from bot.dispatch.app import App
from bot.dispatch.registry import Understood
from bot.messages.errors import SpudwatchError
from bot.messages.order import quote
from bot.messages.request import Request, Role

_KEYED = re.compile(r"(?<!\S)([a-z_]+):")
_CLOSED = re.compile(r'"[^"]*"\s')


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
        subs = catalogue.tree.get(top, ())
        if " " not in rest:
            for sub in alike(rest, subs):
                yield Completion(sub, -len(rest), display_meta=catalogue.get(f"{top} {sub}").description)
        try:
            understood = catalogue.understand(text)
        except SpudwatchError:
            return
        sub, _, behind = rest.lstrip().partition(" ")
        for completion in await self._options(understood, text, behind if sub in subs else rest):
            yield completion

    async def _options(self, understood: Understood, text: str, typed: str) -> list[Completion]:
        """Values of the option that is being typed, and the options not given."""
        options = understood.command.offered
        if not options:
            return []
        request = Request(line=text, actor=self._actor, place=self._place, roles=frozenset({Role.ADMIN}))
        key, value = _being_typed(typed, [opt.name for opt in understood.command.options])
        begun = value.removeprefix('"')
        done = not key and f"{options[0].name}:" in typed
        found = () if done else await self._app.suggest(request, key or options[0].name, begun.strip())
        values = [Completion(quote(entry.value), -len(value), display=entry.label) for entry in found]
        last = begun.rpartition(" ")[2]
        if value.startswith('"') or (key and last == begun) or not begun:
            return values
        left = {opt.name: opt.description for opt in options[1:] if opt.name not in understood.values}
        named = [Completion(f"{name}:", -len(last), display_meta=left[name]) for name in alike(last, left)]
        return values + named if last == begun else named + values


def _being_typed(typed: str, names: Sequence[str]) -> tuple[str, str]:
    """The option that is being typed and its value so far; '' for bare words."""
    keys = [one for one in _KEYED.finditer(typed) if one[1] in names]
    key, value = (keys[-1][1], typed[keys[-1].end() :]) if keys else ("", typed.lstrip())
    closed = _CLOSED.match(value)
    return ("", value[closed.end() - 1 :]) if closed is not None else (key, value)


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
