"""Declare a command as a frozen class whose fields are its options.

An instance is a parsed request from any platform. Discord's registration, Slack's manifest, the console's help, the
README's tables and button payloads are all derived from the class. Its limits are checked on import, so a name too long
for Discord fails here and not at the platform.
"""

from __future__ import annotations

import dataclasses
import math
import re
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    Generic,
    Literal,
    Self,
    TypedDict,
    TypeVar,
    Unpack,
    dataclass_transform,
    get_args,
    get_origin,
)

from bot.dispatch.date_arguments import BOUNDS, parse_day, parse_moment
from bot.domain.text import parse_number, shorten
from bot.messages.errors import BadArgument, TooMuch
from bot.messages.order import Order, word
from bot.messages.request import Attachment, RequestContext, Role, Value

if TYPE_CHECKING:
    from bot.messages.reply import Reply
    from bot.ports import Ports

# https://discord.com/developers/docs/interactions/application-commands#application-command-object
NAME = re.compile(r"^[a-z0-9_-]{1,32}$")
DESCRIPTION_LIMIT = 100
OPTION_LIMIT = 25
CHOICE_LIMIT = 25

Found = TypeVar("Found")
_MISSING = dataclasses.MISSING


@dataclass(frozen=True, slots=True)
class Option:
    """An option as platforms need to know it.

    ``kind`` is the type of the value; ``choices`` the closed list of accepted words; ``complete`` the completion module
    used while typing (in `bot.dispatch.completions`); ``limit`` the longest text accepted; ``long`` asks for a
    paragraph instead of a line. ``meanings`` explains its choices in the help. ``field`` is the command's attribute. A
    ``hidden`` one is filled in by buttons and sentences, and offered nowhere.
    """

    name: str
    kind: type
    description: str
    required: bool
    choices: tuple[str, ...] = ()
    complete: str = ""
    limit: int = 300
    long: bool = False
    low: float | None = None
    high: float | None = None
    label: str = ""
    meanings: Mapping[str, str] = dataclasses.field(default_factory=dict)
    hidden: bool = False
    field: str = ""


class OptionSettings(TypedDict, total=False):
    """What an option may say beside its description, with `Option`'s defaults."""

    complete: str
    limit: int
    long: bool
    low: float | None
    high: float | None
    label: str
    meanings: Mapping[str, str]
    hidden: bool


def option(description: str, *, default: Any = _MISSING, key: str = "", **settings: Unpack[OptionSettings]) -> Any:
    """Declare an option of a command; without a default it is required.

    ``key`` is its public name if that differs from the field.
    """
    if settings.get("long"):
        settings.setdefault("limit", 4_000)
    return dataclasses.field(default=default, metadata={"description": description, "key": key, **settings})


AS_OF = "as_of"  # the option that names the moment


def as_of_option(*, default: None = None) -> Any:
    """Declare the ``as_of`` option of read commands: the ledger as of that time."""
    return option("Answer as of then (a date or a time, UTC)", default=default)


Freshness = Literal["no", "if soon", "yes"]


class Flags(TypedDict, total=False):
    """The keywords of a command's class line, explained by `Command`."""

    role: Role
    private: bool
    shareable: bool
    slow: bool
    plain: bool
    personal: bool
    reusable: bool
    forgets: bool
    erases: bool
    posts: bool
    current: Freshness
    former: tuple[str, ...]
    channels: Role | None


@dataclass_transform(frozen_default=True, field_specifiers=(option, as_of_option))
class Command(Generic[Found]):
    """A parsed command with its steps: gather, reserve, answer, keep.

    ``name`` is its folder and file (``odds show``); the first line of its docstring is its description. ``role`` is the
    minimum role; ``shareable`` look-ups carry *Share in channel*; ``private`` is declared here because Discord fixes it
    when a request is acknowledged. The first option of a ``plain`` command is a sentence: whichever command its words
    mean answers instead. A look-up that depends on the person or the channel is ``personal``. A ``reusable`` answer is
    cached like a look-up's, though it cannot be shared. A change by a ``forgets`` command also ends what "yes" and
    "undo" mean for the person, and what they asked about, in all places of the tenant. One that ``erases`` is confirmed
    by a red button; one that ``posts`` is refused where posts are off. ``former`` are options of earlier versions:
    their buttons and lines still work, without them. ``channels`` is the role that the same needs for a channel, where
    ``role`` is enough for oneself. ``current`` is whether the log of changes is brought up to date before it gathers.
    ``offered`` are the options that a person is shown.
    """

    name: ClassVar[str] = ""
    description: ClassVar[str] = ""
    role: ClassVar[Role] = Role.MEMBER
    private: ClassVar[bool] = True
    shareable: ClassVar[bool] = False
    slow: ClassVar[bool] = False
    plain: ClassVar[bool] = False
    personal: ClassVar[bool] = False
    reusable: ClassVar[bool] = False
    forgets: ClassVar[bool] = False
    erases: ClassVar[bool] = False
    posts: ClassVar[bool] = False
    current: ClassVar[Freshness] = "no"
    former: ClassVar[tuple[str, ...]] = ()
    channels: ClassVar[Role | None] = None
    options: ClassVar[tuple[Option, ...]] = ()
    offered: ClassVar[tuple[Option, ...]] = ()

    def __init_subclass__(cls, *, name: str = "", **flags: Unpack[Flags]) -> None:
        super().__init_subclass__()
        if not name:
            return  # a shared base of several commands
        dataclass(frozen=True)(cls)
        cls.name = name
        for flag, value in flags.items():
            setattr(cls, flag, value)
        cls.reusable = cls.reusable or cls.shareable
        cls.description = (cls.__doc__ or "").strip().partition("\n")[0]
        cls.options = _options(cls)
        cls.offered = tuple(opt for opt in cls.options if not opt.hidden)
        _check(cls)

    @property
    def line(self) -> str:
        """The command line that reproduces this command, for a button or a person."""
        given = (
            (opt.name, getattr(self, spec.name))
            for opt, spec in zip(self.options, dataclasses.fields(self), strict=True)  # type: ignore[arg-type]
            if getattr(self, spec.name) != spec.default
        )
        return Order(type(self).name, tuple((key, word(value)) for key, value in given if value is not None)).line

    async def gather(self, ports: Ports, ctx: RequestContext) -> Found:
        """Read everything the answer needs. May wait; decides nothing and writes nothing."""
        raise TypeError(f"{type(self).__name__} does not implement gather")

    async def reserve(self, found: Found, ports: Ports, ctx: RequestContext) -> Found:
        """Take the ids that the answer shows, and return the inputs with them.

        Most commands need none. It follows every refusal of `gather`, so that a refused request takes no id.
        """
        return found

    def answer(self, found: Found, ctx: RequestContext) -> Reply:
        """Decide the answer. Never waits; the same inputs give the same answer."""
        raise TypeError(f"{type(self).__name__} does not implement answer")

    def pinned(self, found: Found) -> Self:
        """Name by their ids what was found, so that a confirmation runs what it showed."""
        del found
        return self

    def question(self, found: Found, ctx: RequestContext) -> str:
        """Ask whether to run what a sentence asked for; ends with a question mark."""
        del found, ctx
        return f"{self.description.partition(';')[0].rstrip('.')}?"

    async def keep(self, found: Found, ports: Ports, ctx: RequestContext) -> None:
        """Write what the answer changed, after it was made and before it is sent.

        Most commands keep nothing.
        """

    @classmethod
    def usage(cls) -> str:
        """Format the usage line: ``odds show about [by] [venue]``."""
        return " ".join([cls.name, *(opt.name if opt.required else f"[{opt.name}]" for opt in cls.offered)])


def _options(cls: type[Command[Any]]) -> tuple[Option, ...]:
    hints = typing.get_type_hints(cls)
    made = []
    for spec in dataclasses.fields(cls):  # type: ignore[arg-type]
        kind, choices = _kind(hints[spec.name])
        required = spec.default is _MISSING and spec.default_factory is _MISSING
        told = {key: value for key, value in spec.metadata.items() if key != "key"}
        key = spec.metadata["key"] or spec.name
        made.append(Option(key, kind, required=required, choices=choices, field=spec.name, **told))
    return tuple(made)


def _kind(hint: Any) -> tuple[type, tuple[str, ...]]:
    if get_origin(hint) in (types.UnionType, typing.Union):
        hint = next(arg for arg in get_args(hint) if arg is not types.NoneType)
    if get_origin(hint) is Literal:
        return str, tuple(str(arg) for arg in get_args(hint))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint, tuple(str(member.value) for member in hint)
    choices = getattr(hint, "choices", None)  # a kind whose choices are discovered, such as the plug-ins of a folder
    return hint, choices() if choices is not None else ()


def _check(cls: type[Command[Any]]) -> None:
    if not all(NAME.match(part) for part in cls.name.split()) or len(cls.name.split()) not in (1, 2):
        raise ValueError(f"{cls.name!r} is not a command name: one or two lower-case words of at most 32 characters")
    if not 0 < len(cls.description) <= DESCRIPTION_LIMIT:
        raise ValueError(f"{cls.name}: its docstring's first line must have 1 to {DESCRIPTION_LIMIT} characters")
    if len(cls.options) > OPTION_LIMIT:
        raise ValueError(f"{cls.name}: at most {OPTION_LIMIT} options")
    optional = False
    for opt in cls.options:
        optional = optional or not opt.required
        if not NAME.match(opt.name) or not 0 < len(opt.description) <= DESCRIPTION_LIMIT:
            raise ValueError(f"{cls.name}: option {opt.name!r} needs a short name and a description of 1 to 100")
        if len(opt.choices) > CHOICE_LIMIT:
            raise ValueError(f"{cls.name}: option {opt.name!r} has more than {CHOICE_LIMIT} choices")
        if opt.required and opt.hidden:
            raise ValueError(f"{cls.name}: option {opt.name!r} is hidden, and so needs a default")
        if opt.required and optional:
            raise ValueError(f"{cls.name}: required option {opt.name!r} must come before the optional ones")


def build(cls: type[Command[Any]], values: Mapping[str, Value], ctx: RequestContext) -> Command[Any]:
    """Build a command from the words of a request.

    Raises:
        BadArgument: an option is missing, unknown or unreadable; names it and what would be accepted.
        TooMuch: a text is longer than its option allows.
    """
    known = {opt.name: opt for opt in cls.options}
    for key in values:
        if key not in known and key not in cls.former:
            raise BadArgument(f"{cls.name} has no option {shorten(key, 40)!r}.", todo=f"Usage: {cls.usage()}")
    made: dict[str, Any] = {}
    for opt in sorted(cls.options, key=lambda one: one.name != AS_OF):  # days are read as on that moment
        raw = values.get(opt.name)
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            if opt.required:
                how = "" if opt is cls.options[0] else f" · {opt.name} is written {opt.name}:…"
                how += f" · {opt.name} is one of: {', '.join(opt.choices)}" if opt.choices else ""
                raise BadArgument(
                    f"{cls.name} needs {opt.name}: {opt.description[0].lower()}{opt.description[1:]}.",
                    todo=f"Usage: {cls.usage()}{how}",
                )
            continue
        read = made[opt.field or opt.name] = read_value(opt, raw, ctx)
        ctx = ctx.at(read) if opt.name == AS_OF and isinstance(read, datetime) else ctx
    return cls(**made)


_YES = {"yes": True, "true": True, "on": True, "1": True, "y": True}
_NO = {"no": False, "false": False, "off": False, "0": False, "n": False}


def read_value(opt: Option, raw: Value, ctx: RequestContext) -> object:
    """Read one option as it was typed.

    Raises:
        BadArgument: it cannot be read; says what would be accepted.
        TooMuch: it is longer than the option allows.
    """
    if isinstance(raw, str):
        raw = _clean(opt, raw)
    if isinstance(raw, Attachment) or opt.kind is Attachment:
        if isinstance(raw, Attachment) and opt.kind is Attachment:
            return raw
        raise BadArgument(
            f"{opt.name} {'takes' if opt.kind is Attachment else 'does not take'} a file.",
            todo=f"Attach one at {opt.name}." if opt.kind is Attachment else f"Write a word: {opt.name}:…",
        )
    if opt.choices:
        return chosen(opt, str(raw))
    if opt.kind is bool:
        return raw if isinstance(raw, bool) else _bool(opt, str(raw))
    if opt.kind in (int, float):
        return _number(opt, raw)
    text = str(raw)
    if opt.kind is datetime:
        return parse_moment(text, ctx.now, ctx.zone)
    if opt.kind is date:
        return parse_day(text, ctx.now, ctx.zone, bound=opt.name if opt.name in BOUNDS else "")
    parse = getattr(opt.kind, "parse", None)
    return parse(text, ctx) if parse else text


def _clean(opt: Option, text: str) -> str:
    if len(text) > opt.limit:
        raise TooMuch(
            f"{opt.name} takes at most {opt.limit:,} characters.",
            why=f"You gave {len(text):,}.",
            todo="Shorten it, and send it again.",
        )
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise BadArgument(
            f"{opt.name} contains half of a character, which cannot be stored.", todo="Type it again."
        ) from None
    if "\0" in text:
        raise BadArgument(f"{opt.name} contains a character that is not text.", todo="Type it again.")
    return text.strip()


def chosen(opt: Option, text: str) -> object:
    """Match a text to one of an option's choices.

    The beginning of exactly one will do: "odds" is "odds move".

    Raises:
        BadArgument: none matches; lists the choices.
    """
    folded = _spaced(text)
    for choice in opt.choices:
        if folded == _spaced(choice):
            return opt.kind(choice)
    named = getattr(opt.kind, "named", None)  # a kind that knows synonyms for its choices
    if named is not None and (meant := named(text)) is not None:
        return meant
    begun = [choice for choice in opt.choices if _spaced(choice).startswith(folded)] if folded else []
    if len(begun) == 1:
        return opt.kind(begun[0])
    raise BadArgument(
        f"{opt.name} cannot be “{shorten(text, 40)}”.", todo="It is one of: " + ", ".join(opt.choices) + "."
    )


def _spaced(text: str) -> str:
    return " ".join(text.casefold().replace("_", " ").replace("-", " ").split())


def _bool(opt: Option, text: str) -> bool:
    try:
        return (_YES | _NO)[text.casefold()]
    except KeyError:
        raise BadArgument(
            f"{opt.name} is yes or no, not “{shorten(text, 40)}”.", todo=f"Write {opt.name}:yes or {opt.name}:no."
        ) from None


def _number(opt: Option, raw: str | float) -> float:
    try:
        number = parse_number(raw, opt.kind) if isinstance(raw, str) else opt.kind(raw)
    except (ValueError, OverflowError):
        todo = "Write decimals with a point, like 0.75." if "," in str(raw) else f"Write digits: {opt.name}:5."
        raise BadArgument(f"{opt.name} is a number, not “{shorten(str(raw), 40)}”.", todo=todo) from None
    low, high = opt.low, opt.high
    if not math.isfinite(number):
        raise BadArgument(f"{opt.name} is a number, not “{shorten(str(raw), 40)}”.", todo=f"Write {opt.name}:5.")
    if (low is not None and number < low) or (high is not None and number > high):
        nearest = high if high is not None and number > high else low
        bounds = f"between {low:g} and {high:g}" if high is not None else f"at least {low:g}"
        raise BadArgument(f"{opt.name} is {bounds}.", todo=f"Write {opt.name}:{nearest:g}.")
    return number
