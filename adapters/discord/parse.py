"""Parse an interaction, by gateway or HTTP, into a `Request` and its order.

https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-object
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from mimetypes import guess_type
from typing import Any, Literal
from urllib.parse import urlsplit

from adapters.discord import controls, limits
from adapters.discord.markup import message_text, picture_of
from adapters.discord.permissions import roles_of
from bot.dispatch.message_menus import menu_named
from bot.dispatch.registry import CommandRegistry
from bot.messages.errors import SpudwatchError
from bot.messages.reply import Form
from bot.messages.request import Attachment, Request, Role, Value

PING, COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 1, 2, 3, 4, 5
SUBCOMMANDS = (1, 2)
ATTACHMENT_OPTION = 11
UPLOAD = 19
SLASH, MESSAGE = 1, 3
EPOCH = 1_420_070_400_000  # https://discord.com/developers/docs/reference#snowflakes

Kept = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file somebody sent, where it lies until it is fetched."""

    name: str
    media_type: str
    url: str
    size: int


@dataclass(frozen=True, slots=True)
class Interaction:
    """Where an order came from and what is needed to answer it.

    ``ours`` says that we may write in the channel, ``in_place`` that the answer replaces the message of the control.
    """

    id: str
    token: str
    application: str
    kind: Literal["slash", "message menu", "button", "select", "modal", "autocomplete"]
    channel: str
    place: str
    actor: str
    ours: bool
    in_place: bool = False


@dataclass(frozen=True, slots=True)
class CommandRequest:
    """Run a request once its uploads are fetched; ``form`` reopens with its values."""

    request: Request
    uploads: Mapping[str, UploadedFile] = field(default_factory=dict)
    form: Form | None = None


@dataclass(frozen=True, slots=True)
class FormRequest:
    """Open a form."""

    form: Form
    request: Request


@dataclass(frozen=True, slots=True)
class Suggest:
    """Offer entries for an option while it is typed."""

    request: Request
    option: str
    text: str


@dataclass(frozen=True, slots=True)
class Stale:
    """A control of an older version, or kept and gone; ``typed`` came with it."""

    request: Request
    typed: str = ""


Job = CommandRequest | FormRequest | Suggest | Stale


def made_at(snowflake: str) -> datetime:
    """When Discord made the thing of that id."""
    return datetime.fromtimestamp(((int(snowflake) >> 22) + EPOCH) / 1_000, UTC)


def read(payload: Mapping[str, Any], kept: Kept, catalogue: CommandRegistry) -> tuple[Interaction, Job]:
    """What an interaction is and what it asks for.

    Raises:
        KeyError, ValueError, TypeError, OverflowError: it is not shaped as Discord documents.
    """
    data = payload["data"]
    asker = _request(payload)
    source = Interaction(
        id=str(payload["id"]),
        token=str(payload["token"]),
        application=str(payload["application_id"]),
        kind=_kind(payload["type"], data),
        channel=str(payload.get("channel_id") or ""),
        place=asker.place,
        actor=asker.actor,
        ours=bool(payload.get("guild_id")) and _installed(payload),
    )
    if source.kind in ("slash", "autocomplete"):
        return source, _command(data, asker, suggest=source.kind == "autocomplete")
    if source.kind == "message menu":
        return source, _menu(payload, data, asker, catalogue)
    if source.kind == "modal":
        return source, _submitted(data, asker, kept, catalogue)
    chosen = str((data.get("values") or [""])[0] if source.kind == "select" else data["custom_id"])
    pressed = controls.read(chosen)
    alone = int((payload.get("message") or {}).get("flags") or 0) & limits.EPHEMERAL
    if pressed is not None and pressed.in_place and alone:
        source = replace(source, in_place=True)
    return source, _pressed(chosen, asker, kept, catalogue)


def _kind(number: int, data: Mapping[str, Any]) -> Any:
    if number == COMMAND:
        return "message menu" if data.get("type", SLASH) == MESSAGE else "slash"
    if number == COMPONENT:
        return "button" if data["component_type"] == 2 else "select"  # noqa: PLR2004 - a button's type
    return {AUTOCOMPLETE: "autocomplete", MODAL: "modal"}[number]


def _request(payload: Mapping[str, Any]) -> Request:
    member = payload.get("member") or {}
    user = member.get("user") or payload["user"]
    actor, channel = f"discord:{user['id']}", str(payload.get("channel_id") or "-")
    # A person who brought us along is not the server: they see the public ledger and what is theirs.
    guild = payload.get("guild_id") if _installed(payload) else None
    tenant = f"discord:{guild}" if guild else f"discord:@{user['id']}"
    return Request(
        actor=actor,
        place=f"{tenant}/{channel}",
        roles=_allowed(member) if guild else frozenset({Role.MEMBER}),
        groups=frozenset(map(str, member.get("roles") or ())),
        actor_since=made_at(user["id"]),
        id=str(payload["id"]),
    )


def _installed(payload: Mapping[str, Any]) -> bool:
    """Whether the server installed us, not only the person (integration type 0)."""
    owners = payload.get("authorizing_integration_owners")
    return owners is None or "0" in owners


def _allowed(where: Mapping[str, Any]) -> frozenset[Role]:
    """The roles of somebody's permissions in the channel they are given for.

    That is the channel asked in, or one picked.
    """
    return roles_of(int(where.get("permissions") or 0))


def _command(data: Mapping[str, Any], asker: Request, *, suggest: bool) -> Job:
    name, options = data["name"], data.get("options") or []
    while options and options[0]["type"] in SUBCOMMANDS:
        name, options = f"{name} {options[0]['name']}", options[0].get("options") or []
    given = {option["name"]: option["value"] for option in options if "value" in option}
    if suggest:
        typing: Mapping[str, Any] = next((option for option in options if option.get("focused")), {})
        request = replace(asker, name=name, values=given, manages=_managed(data, asker))
        return Suggest(request, str(typing.get("name", "")), str(typing.get("value", "")))
    files = {option["name"]: option["value"] for option in options if option["type"] == ATTACHMENT_OPTION}
    values = {key: value for key, value in given.items() if key not in files}
    request = replace(asker, name=name, values=values, manages=_managed(data, asker))
    return CommandRequest(request, _uploads(files, data))


def _managed(data: Mapping[str, Any], asker: Request) -> frozenset[str]:
    """The channels that were picked and that Discord says the asker manages."""
    picked = (data.get("resolved") or {}).get("channels") or {}
    return frozenset(f"{asker.tenant}/{ident}" for ident, it in picked.items() if Role.MANAGER in _allowed(it))


def _uploads(files: Mapping[str, str], data: Mapping[str, Any]) -> dict[str, UploadedFile]:
    known = (data.get("resolved") or {}).get("attachments") or {}
    found = ((name, known[str(key)]) for name, key in files.items() if str(key) in known)
    return {
        name: UploadedFile(
            str(it["filename"]), str(it.get("content_type") or ""), str(it["url"]), int(it.get("size") or 0)
        )
        for name, it in found
    }


def _menu(payload: Mapping[str, Any], data: Mapping[str, Any], asker: Request, catalogue: CommandRegistry) -> Job:
    menu = menu_named(str(data["name"]))
    message = data["resolved"]["messages"][str(data["target_id"])]
    if menu is None:
        return Stale(asker)
    where = payload.get("guild_id") or "@me"
    link = f"https://discord.com/channels/{where}/{message.get('channel_id') or payload['channel_id']}/{message['id']}"
    command = catalogue.get(menu.command)
    values = menu.filled(command, message_text(message), link)
    if menu.fields:
        takes = next((opt.name for opt in command.options if opt.kind is Attachment and opt.name in menu.fields), "")
        carried = {takes: picture} if takes and (picture := picture_of(message)) else {}
        return FormRequest(Form(menu.name, menu.command, values | carried, menu.fields), asker)
    if not set(menu.text) & set(values):  # a picture, a sticker: the person says what it is about
        return FormRequest(Form(menu.name, menu.command, values, menu.text[:1]), asker)
    return CommandRequest(replace(asker, name=menu.command, values=values))


def _pressed(custom_id: str, asker: Request, kept: Kept, catalogue: CommandRegistry) -> Job:
    pressed = controls.read(custom_id)
    line = pressed and (kept(pressed.key) if pressed.key else pressed.line)
    if not pressed or not line:
        return Stale(asker)
    if pressed.does == "run":
        return CommandRequest(replace(asker, line=line))
    form = form_of(line, catalogue)
    return FormRequest(form, asker) if form else Stale(asker)


def form_of(text: str, catalogue: CommandRegistry) -> Form | None:
    """The form that an id's text stands for; None if its command is no more."""
    fields, _, line = text.partition("|")
    try:
        understood = catalogue.understand(line)
    except SpudwatchError:
        return None
    filled = {key: str(value) for key, value in understood.values.items()}
    named = tuple(name for name in fields.split(",") if name)
    return Form(understood.command.name.capitalize(), understood.command.name, filled, named)


def _submitted(data: Mapping[str, Any], asker: Request, kept: Kept, catalogue: CommandRegistry) -> Job:
    asked = _pressed(str(data["custom_id"]), asker, kept, catalogue)
    if not isinstance(asked, FormRequest):
        said = [str(component.get("value") or "") for component in _answered(data["components"])]
        return Stale(asker, "\n".join(text for text in said if text))
    typed: dict[str, Value] = {}
    files: dict[str, str] = {}
    shown: list[str] = []
    left_empty: list[str] = []
    for component in _answered(data["components"]):
        name = component["custom_id"]
        shown.append(name)
        chosen = component.get("values")
        if component["type"] == UPLOAD:
            files |= {name: str(chosen[0])} if chosen else {}
            left_empty += [] if chosen else [name]
        elif value := str(chosen[0] if chosen else component.get("value") or "").strip():
            typed[name] = value
    values = {key: value for key, value in asked.form.filled.items() if key not in shown} | typed
    carried = {key: url for key in left_empty if "://" in (url := asked.form.filled.get(key, ""))}
    words = {key: str(value) for key, value in values.items()} | carried
    again = Form("Reopen with my text", asked.form.command, words, tuple(shown))
    uploads = {name: _lying_at(url) for name, url in carried.items()} | _uploads(files, data)
    return CommandRequest(replace(asker, name=asked.form.command, values=values), uploads, again)


def _lying_at(url: str) -> UploadedFile:
    """A file of the message that opened the form; its size shows when it is fetched."""
    name = urlsplit(url).path.rpartition("/")[2]
    return UploadedFile(name, guess_type(name)[0] or "", url, 0)


def _answered(components: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The inputs of a modal, inside labels or (as older clients send them) rows."""
    found: list[Mapping[str, Any]] = []
    for component in components:
        inside = [component["component"]] if "component" in component else component.get("components")
        found += inside or [component]
    return [component for component in found if "custom_id" in component]
