"""The command registry: a folder is a command, a file in it a subcommand.

Nothing is registered by hand. Modules are imported when their command is requested, so that an answer costs one import,
not sixty.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from functools import cache
from types import MappingProxyType
from typing import Any

from bot.dispatch.command import Command
from bot.domain.text import shorten
from bot.domain.time import find_times
from bot.messages.errors import Alternative, BadArgument, NotFound
from bot.messages.order import word
from bot.messages.request import Role, Value
from bot.plugins import load, module_names, package_names

LONGEST = 8_000  # characters in one command line; a claim pasted from a message is the longest input
MEANT = 3  # commands offered for a misspelt one
ALIKE = 0.65  # similarity required of a word to a command: "claim" and "check" qualify, the name "spud" does not
ALIKE_SUB = 0.7  # a following word less similar to a subcommand ("crest") is part of the query, and is kept

ALL_ROLES = frozenset(Role)
_ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)  # where a time ends in a text does not depend on the day
_SENTENCE = 3  # words of a line that is a sentence and no command
_ASKS = frozenset({"who", "what", "which", "when", "where", "why", "how"})  # open a question of so many words
_HELP = {"help", "--help", "-h", "?"}
_KEYED = re.compile(r"(?<!\S)(?:([a-z][a-z_]{1,19}):(?!//)(?=\S)|--([a-z][a-z_]{1,19})(?:=|\s))")
_AS_OF = re.compile(r"(?i)(\S.*?)\s+as[ _]of\s+(\S.*)")  # "gpt-6 as of 1 May"
_QUOTED = re.compile(r'^"((?:[^"\\]|\\.)*)"|^“([^”]*)”')


@dataclass(frozen=True, slots=True)
class Understood:
    """A parsed line: the command it names and its options, still as words."""

    command: type[Command[Any]]
    values: dict[str, Value]

    @property
    def stray(self) -> str:
        """Describe a word that looks like an option: ``odds show has no option “foo”``.

        Only a plain lower-case word with a value directly after it counts: "GPT-5.5: out" and addresses are text, and
        so are words of a plain-words question. Returns '' if there is none. Used only to explain why nothing of that
        name was found, or why the option before it could not be parsed.
        """
        options = [opt.name for opt in self.command.options]
        short = [self.values.get(opt.name) for opt in self.command.options if not opt.long]
        typed = [words for words in short if isinstance(words, str)]
        keys = [match[1] or match[2] for words in typed for match in _KEYED.finditer(words)]
        stray = next((key for key in keys if key not in options), "")
        offered = ", ".join(opt.name for opt in self.command.offered)
        return f"{self.command.name} has no option “{stray}”; it has {offered}." if stray else ""


class CommandRegistry:
    """Every command of a package, discovered by walking it."""

    def __init__(self, package: str = "bot.commands") -> None:
        self._package = package
        self._found: dict[str, type[Command[Any]]] = {}

    @property
    def tree(self) -> Mapping[str, tuple[str, ...]]:
        """Map each top-level command to its subcommands, the default first.

        A command without subcommands has none.
        """
        return _tree(self._package)

    def names(self, line: str) -> bool:
        """Whether a line begins with a command's name."""
        first = line.strip().partition(" ")[0].casefold()
        return first in self.tree or first == "help"

    def about(self, top: str) -> str:
        """Describe a top-level command in one line."""
        if not self.tree[top]:
            return self.get(top).description
        folder = load(self._package, top)
        return (folder.__doc__ or "").strip().partition("\n")[0]

    def get(self, name: str) -> type[Command[Any]]:
        """Return the command with that full name (``odds show``).

        Raises:
            NotFound: there is none; the nearest names are offered.
        """
        if (known := self._found.get(name)) is not None:
            return known
        top, _, sub = name.partition(" ")
        if top not in self.tree or (bool(sub) != bool(self.tree[top])) or (sub and sub not in self.tree[top]):
            raise self.unknown(name)
        module = load(f"{self._package}.{top.replace('-', '_')}", sub) if sub else load(self._package, top)
        for made in vars(module).values():
            if isinstance(made, type) and issubclass(made, Command) and made.name == name:
                self._found[name] = made
                return made
        raise TypeError(f"{module.__name__} declares no command named {name!r}")

    def all(self) -> tuple[type[Command[Any]], ...]:
        """Return every command, imported, in the order of `tree`."""
        return tuple(
            self.get(f"{top} {sub}" if sub else top) for top, subs in sorted(self.tree.items()) for sub in subs or ("",)
        )

    def resolve(self, name: str) -> type[Command[Any]]:
        """Return a command by name; ``odds`` alone gives its default ``odds show``."""
        top, _, sub = name.partition(" ")
        if top in self.tree and not sub and self.tree[top]:
            return self.get(f"{top} {self.tree[top][0]}")
        return self.get(name)

    def understand(self, line: str) -> Understood:
        """Parse a typed line, such as ``/odds spud by:30 Apr``.

        Words without a key belong to the first option. Once the first option has its words, a value runs to the next
        key; before that, to the end of the time it begins with ("last week"), else to the next space. Quotes hold any
        value together.

        Raises:
            NotFound: the line names no command.
        """
        head = line.strip().removeprefix("/")
        if not head:
            raise NotFound("Type a command.", todo="For example: odds · model coming · help")
        top, _, rest = head.partition(" ")
        top = top.casefold()[:64]
        if top == "help":
            top, rest = "spudwatch", f"help {rest}"
        if top not in self.tree:
            raise self.unknown(head)
        subs = self.tree[top]
        if rest.strip().casefold() in _HELP - set(subs):
            return self._split(self.get("spudwatch help"), top)
        if not subs:
            return self._split(self.get(top), rest)
        first, _, after = rest.strip().partition(" ")
        if first.casefold() in subs:
            return self._split(self.get(f"{top} {first.casefold()}"), after)
        return self._split(self.get(f"{top} {subs[0]}"), rest)

    @staticmethod
    def _split(command: type[Command[Any]], text: str) -> Understood:
        names = (*(opt.name for opt in command.options), *command.former)
        if not names:
            # A command without options ignores trailing words, as people add some.
            return Understood(command, {})
        keyed = _keyed(names)
        first = command.options[0].name
        loose: list[str] = []
        values: dict[str, Value] = {}
        position = 0
        while position < len(text):
            match = keyed.search(text, position)
            loose.append(text[position : match.start() if match else len(text)])
            if not match:
                break
            name = (match[1] or match[2]).casefold()
            tail = text[match.end() :]
            stripped = len(tail) - len(tail.lstrip())
            if quoted := _QUOTED.match(tail.lstrip()):
                inner = quoted[2] if quoted[1] is None else re.sub(r"\\(.)", r"\1", quoted[1])
                _give(values, name, inner)
                position = match.end() + stripped + quoted.end()
                continue
            following = keyed.search(text, match.end())
            end = following.start() if following else len(text)
            if name != first and first not in values and not "".join(loose).strip():
                end = match.end() + _first_value(text[match.end() : end])
            _give(values, name, _paired(text[match.end() : end].strip()))
            position = end
        words = " ".join("".join(loose).split()) if not command.options[0].long else "".join(loose).strip()
        if "as_of" not in values and (dated := _dated(command, words)) is not None:
            words, values["as_of"] = dated
        words = _unquoted(words)
        if (both := _choice_before(command, words)) is not None and command.options[1].name not in values:
            words, values[command.options[1].name] = both
        if words:
            values.setdefault(first, words)
        return Understood(command, values)

    def meant(self, words: Sequence[str]) -> str:
        """Find the command that words about commands mean; '' if it is open.

        "alert", "admin" and "watch a model" mean one: a command by a part of its name, in the singular or plural, a
        subcommand by its own and its command's, or by its own where no other command has one.
        """
        said = {word.casefold().removesuffix("s") for word in words}
        parts = {top: {part.removesuffix("s") for part in top.split("-")} for top in self.tree}
        tops = sorted((top for top in self.tree if said & parts[top]), key=len)
        if tops and (whole := next((top for top in tops if parts[top] <= said), "")):
            tops = [whole]
        within = tops or list(self.tree)
        subs = [
            f"{top} {sub}" for top in within for sub in self.tree[top] if sub.removesuffix("s") in said - parts[top]
        ]
        if len(subs) == 1:
            return subs[0]
        return tops[0] if tops and parts[tops[0]] - {"spudwatch"} & said else ""

    def unknown(self, typed: str, roles: Collection[Role] = ALL_ROLES) -> NotFound:
        """Refuse a line that means nothing, offering the nearest permitted commands."""
        typed = typed[:LONGEST].encode("utf-8", "replace").decode()
        words = typed.split()
        what = f"There is no command “{shorten(typed, 40)}”."
        if near := self.near(words, roles):
            meant = [self._meant(command, words[taken:]) for command, taken in near]
            todo = "Did you mean " + ", ".join(command for command, _ in near) + "?"
            return NotFound(what, todo=todo, instead=filter(None, meant))
        if len(words) >= _SENTENCE and not any(":" in word for word in words):
            said = f"I could not tell what “{shorten(typed, 60)}” asks."
            return NotFound(said, todo="Name a model, a name you saw, or a claim; help shows how.")
        return NotFound(what, todo="Try help for what there is.")

    def near(self, words: Sequence[str], roles: Collection[Role] = ALL_ROLES) -> list[tuple[str, int]]:
        """Find the commands that words may mean, with how many words each accounts for."""
        return [(name, taken) for name, taken in self._alike(words) if self.resolve(name).role in roles]

    def _alike(self, words: Sequence[str]) -> list[tuple[str, int]]:
        first, second = (word[:40].casefold() for word in (*words[:2], "", "")[:2])
        lone = [f"{top} {sub}" for top, subs in self.tree.items() for sub in subs if sub == first]
        if lone and not (first in _ASKS and len(words) >= _SENTENCE):
            return [(command, 1) for command in lone[:MEANT]]
        near = []
        for top in get_close_matches(first, self.tree, MEANT, ALIKE):
            sub = get_close_matches(second, self.tree[top], 1, ALIKE_SUB)
            near.append((f"{top} {sub[0]}", 2) if sub else (top, 1))
        return near

    def _meant(self, command: str, rest: Sequence[str]) -> Alternative | None:
        """Return the command of the corrected line; None if a required option is missing."""
        line = " ".join((command, *rest))
        read = self.understand(line)
        missing = any(opt.required and opt.name not in read.values for opt in read.command.options)
        if missing:
            return None
        return Alternative(shorten(line, 60), {key: word(raw) for key, raw in read.values.items()}, read.command.name)


def _choice_before(command: type[Command[Any]], words: str) -> tuple[str, str] | None:
    """Split an option of a closed list from the next one's words: "odds off"."""
    first, *others = command.options
    if not first.choices or not others or others[0].hidden:
        return None
    cuts = (words[: space.start()] for space in reversed([*re.finditer(r" ", words)]))
    taken = next((cut for cut in cuts if cut.casefold() in map(str.casefold, first.choices)), None)
    return None if taken is None else (taken, words[len(taken) + 1 :])


def _first_value(text: str) -> int:
    """Where the first value of a text ends: behind its time or first word."""
    times = find_times(text, _ANY_DAY)
    if times and times[0].lead_start == 0:
        return times[0].tail_end
    space = re.search(r"\s", text)
    return space.start() if space else len(text)


def _unquoted(words: str) -> str:
    quoted = len(words) > 1 and (words[0], words[-1]) in {('"', '"'), ("“", "”"), ("'", "'"), ("`", "`")}
    return words[1:-1] if quoted else _paired(words)


def _paired(words: str) -> str:
    """Words without a quote at one end that has no other at the other end."""
    return words.strip('"').strip() if words.count('"') == 1 else words


def _dated(command: type[Command[Any]], words: str) -> tuple[str, str] | None:
    """Split the first option's words from a moment behind them: "gpt-6 as of 1 May".

    None without one, and of a command that takes none.
    """
    found = _AS_OF.fullmatch(words)
    takes = not command.options[0].long and any(opt.name == "as_of" for opt in command.options)
    return (found[1], found[2]) if found is not None and takes else None


@cache
def _keyed(names: tuple[str, ...]) -> re.Pattern[str]:
    """The pattern of a command's options in a typed line: ``by:`` or ``--by``."""
    known = "|".join(map(re.escape, names))
    return re.compile(rf"(?:^|(?<=\s))(?:({known}):|--({known})(?:=|\s))", re.IGNORECASE)


@cache
def _tree(package: str) -> Mapping[str, tuple[str, ...]]:
    """Map a package's top-level commands to their subcommands, walking it once."""
    found: dict[str, tuple[str, ...]] = {}
    for module in module_names(package):
        name = module.replace("_", "-")
        if module not in package_names(package):
            found[name] = ()
            continue
        folder = load(package, module)
        subs = [sub.replace("_", "-") for sub in module_names(folder.__name__)]
        if subs:
            found[name] = (folder.DEFAULT, *(sub for sub in subs if sub != folder.DEFAULT))
    return MappingProxyType(found)


def _give(values: dict[str, Value], name: str, value: Value) -> None:
    """Keep what an option was given.

    Raises:
        BadArgument: it was given something else before.
    """
    if values.setdefault(name, value) != value:
        raise BadArgument(f"You gave {name} twice.", todo=f"Give one {name}, or ask about each by itself.")
