"""A payload becomes a request: who, where, and the words; nothing here answers.

https://docs.slack.dev/interactivity/implementing-slash-commands, /reference/interaction-payloads
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.dispatch.command import Command
from bot.dispatch.registry import CommandRegistry
from bot.messages.request import Request, Role, Value
from bot.notifications.arguments import Channel

ALONE = "spudwatch"  # the one command of the one-command manifest
_MARKED = re.compile(r"<(?P<kind>[@#!]?)(?P<id>[^|<>\s]+)(?:\|(?P<name>[^<>]*))?>")
_ID = re.compile(r"[A-Z0-9]{2,32}")
_UNNAMED = {"@": "someone", "#": "a-channel"}  # a message's own text names nobody
_HOLDING = ("text", "fields", "elements", "title", "blocks")  # where blocks and attachments hold their texts
_NAMING = ("team", "user", "channel", "enterprise", "view", "container", "message", "event")  # objects with ids
DEEPEST = 12


@dataclass(frozen=True, slots=True)
class SlackContext:
    """Where a payload came from and the ways back to it.

    ``team`` is the workspace whose token answers; ``home`` the one whose rows the person may see: their own, which in a
    channel shared between companies may be another. ``url`` is the response_url, ``trigger`` what opens a modal within
    three seconds, ``view`` and ``version`` the modal a control was pressed in. ``thread`` is one that has begun: an
    ephemeral message is not shown in any other (https://docs.slack.dev/reference/methods/chat.postEphemeral);
    ``under`` is the message whose thread a public answer may begin. ``alone`` tells that only this person sees the
    message a control stands in, ``in_place`` that the answer is to replace it, ``direct`` that it is a conversation of
    this person with us, in which every message is for them alone.
    """

    team: str
    user: str
    channel: str = ""
    home: str = ""
    url: str = ""
    trigger: str = ""
    thread: str = ""
    under: str = ""
    view: str = ""
    version: str = ""
    at: datetime | None = None
    app_home: bool = False
    name: str = ""
    alone: bool = False
    in_place: bool = False
    direct: bool = False

    @property
    def place(self) -> str:
        """The place as ``slack:T1/C2``, or outside of any channel as ``slack:T1/@U3``."""
        return f"slack:{self.home or self.team}/{self.channel or '@' + self.user}"

    @property
    def actor(self) -> str:
        """The person as ``slack:T1/U3``: a person's id is their workspace's."""
        return f"slack:{self.home or self.team}/{self.user}"

    @property
    def visiting(self) -> bool:
        """Whether the person is another workspace's, in a channel that both share."""
        return self.home not in ("", self.team)

    def request(
        self, *, line: str = "", name: str = "", values: Mapping[str, Value] | None = None, admin: bool = False
    ) -> Request:
        """An order of this person, here; with a name, the line is only what they typed."""
        roles = {Role.MEMBER, Role.ADMIN} if admin else {Role.MEMBER}
        return Request(
            line=line,
            name=name,
            values=dict(values or {}),
            actor=self.actor,
            place=self.place,
            roles=frozenset(roles),
            id=(self.trigger or self.view or "-")[:40],
        )

    def within(self, place: str) -> SlackContext:
        """The same person, in the channel a modal was opened from."""
        team, _, channel = place.removeprefix("slack:").partition("/")
        if not (_ID.fullmatch(channel) and team == (self.home or self.team)):
            return self
        return replace(self, channel=channel)


def installed_in(body: Mapping[str, Any]) -> str:
    """The workspace or organisation whose token answers a payload; '' if unsaid.

    In a channel shared between companies an event may have happened in another's workspace, and names ours under
    ``authorizations``; a modal says where the app is installed
    (https://docs.slack.dev/apis/events-api/#authorizations).
    """
    named = _authorization(body)
    if named.get("is_enterprise_install") in (True, "true"):
        return _id(_at(body, "enterprise", "id")) or _id(named.get("enterprise_id"))
    return (
        _id(_at(body, "view", "app_installed_team_id"))
        or _id(_at(body, "team", "id"))
        or _id(named.get("team_id"))
        or _id(body.get("team_id"))
        or _id(_at(body, "user", "team_id"))
    )


def came(body: Mapping[str, Any], now: datetime) -> SlackContext:
    """Where a command or an interaction came from.

    Raises:
        ValueError: it names no workspace or no person.
    """
    user = body.get("user")
    if not isinstance(user, Mapping):
        user = {"id": body.get("user_id")}
    team, person = installed_in(body), _id(user.get("id"))
    if not team or not person:
        raise ValueError("a payload without a workspace or a person")
    view, container, message = (_part(body, key) for key in ("view", "container", "message"))
    return SlackContext(
        team=team,
        user=person,
        channel=_id(_at(body, "channel", "id")) or _id(body.get("channel_id")) or _id(container.get("channel_id")),
        home=_home(body, _id(user.get("team_id")), team),
        url=str(body.get("response_url") or ""),
        trigger=str(body.get("trigger_id") or ""),
        thread=str(message.get("thread_ts") or container.get("thread_ts") or body.get("thread_ts") or ""),
        view=str(view.get("id") or ""),
        version=str(view.get("hash") or ""),
        at=now,
        app_home=view.get("type") == "home",
        alone=container.get("is_ephemeral") is True,
        name=str(user.get("username") or user.get("name") or body.get("user_name") or ""),
    )


def mention(body: Mapping[str, Any], now: datetime) -> tuple[SlackContext, str]:
    """Where a mention or a direct message came from, and its text without our name.

    Slack's other marks stay.

    Raises:
        ValueError: it names no workspace, person or channel, or a bot said it.
    """
    event = body.get("event")
    if not isinstance(event, Mapping) or event.get("bot_id") or event.get("subtype"):
        raise ValueError("not a person's mention")
    team, person, channel = installed_in(body), _id(event.get("user")), _id(event.get("channel"))
    if not (team and person and channel):
        raise ValueError("a mention from nowhere")
    text = _without_us(str(event.get("text") or ""), _id(_authorization(body).get("user_id")))
    home = _home(body, _id(event.get("user_team")) or _id(event.get("team")), team)
    thread, under = str(event.get("thread_ts") or ""), str(event.get("thread_ts") or event.get("ts") or "")
    direct = event.get("channel_type") == "im"
    return SlackContext(team, person, channel, home, thread=thread, under=under, at=now, direct=direct), text


def _without_us(text: str, us: str) -> str:
    """A text without the mention at its head, and without any of ``us`` in it."""
    text = re.sub(r"^\s*<@[A-Z0-9]+(?:\|[^>]*)?>[,:]?", "", text)
    return re.sub(rf"\s*<@{us}(?:\|[^>]*)?>", " ", text) if us else text


def panel(body: Mapping[str, Any], now: datetime) -> SlackContext:
    """Where somebody opened the assistant panel.

    Raises:
        ValueError: it names no workspace, person, channel or thread.
    """
    event = _part(body, "event")
    thread = _part(event, "assistant_thread")
    team, person = installed_in(body), _id(thread.get("user_id"))
    channel, stamp = _id(thread.get("channel_id")), str(thread.get("thread_ts") or "")
    if not (team and person and channel and stamp):
        raise ValueError("a panel of nobody")
    return SlackContext(team, person, channel, _home(body, "", team), thread=stamp, at=now, direct=True)


def shared_links(body: Mapping[str, Any], now: datetime) -> tuple[SlackContext, dict[str, Any], tuple[str, ...]]:
    """Where addresses were shared, Slack's key of that message, and the addresses.

    Raises:
        ValueError: it names no workspace, person, channel or message.
    """
    event = _part(body, "event")
    team, person, channel = installed_in(body), _id(event.get("user")), _id(event.get("channel"))
    stamp, unfurl = str(event.get("message_ts") or ""), str(event.get("unfurl_id") or "")
    if not (team and person and (unfurl or (channel and stamp))):
        raise ValueError("links of nobody")
    message = {"channel": channel, "ts": stamp}
    if unfurl:
        message = {"unfurl_id": unfurl, "source": str(event.get("source") or "conversations_history")}
    links = [one for one in event.get("links") or () if isinstance(one, Mapping)]
    where = SlackContext(team, person, channel, _home(body, "", team), at=now)
    return where, message, tuple(dict.fromkeys(html.unescape(str(one.get("url") or "")) for one in links))


def words(text: str, team: str) -> str:
    """Typed text without Slack's marks: ``<#C2|leaks>`` is the place slack:T1/C2.

    ``<@U3|ana>`` is the person slack:T1/U3. Slack escapes what people type (``should_escape`` in the manifest), so that
    a channel or person somebody picks comes with its id, which is the only way to learn it without a scope that lists
    channels.
    """
    return _unmarked(text, team)


def plain_text(text: str) -> str:
    """The same for text that is only read: @ana and #leaks, without ids."""
    return _unmarked(text, "")


def spoken(message: Mapping[str, Any]) -> str:
    """A message's text, or that of its blocks or attachments if it has no other."""
    if text := str(message.get("text") or "").strip():
        return plain_text(text).strip()
    parts = [part for key in ("blocks", "attachments") for part in _texts(message.get(key), 0)]
    return plain_text(" ".join(" ".join(parts).split()))


def _texts(node: object, depth: int) -> Iterator[str]:
    if depth > DEEPEST:
        return
    if isinstance(node, list):
        for entry in node:
            yield from _texts(entry, depth + 1)
    elif isinstance(node, Mapping):
        if isinstance(text := node.get("text"), str):
            yield text
        for key in _HOLDING:
            yield from _texts(node.get(key), depth + 1)


def _unmarked(text: str, team: str) -> str:
    def plain(match: re.Match[str]) -> str:
        kind, found, name = match["kind"], match["id"], match["name"]
        if kind in ("#", "@") and _ID.fullmatch(found):
            return f"slack:{team}/{found}" if team else _name(match)
        if kind == "!":
            return "@" + (name or found).removeprefix("@").partition("^")[0]
        return found

    return html.unescape(_MARKED.sub(plain, text)) if "<" in text or "&" in text else text


def _name(match: re.Match[str]) -> str:
    kind = match["kind"]
    return kind + ((match["name"] or "").removeprefix(kind) or _UNNAMED[kind])


def named(values: Mapping[str, Value], command: type[Command[Any]], text: str, team: str) -> dict[str, Value]:
    """The values of a typed command, with ids only where one is asked for.

    In a sentence a person is @ana.
    """
    names = {f"slack:{team}/{mark['id']}": _name(mark) for mark in _MARKED.finditer(text) if mark["kind"] in ("#", "@")}
    taking = {opt.name for opt in command.options if opt.complete == "person" or issubclass(opt.kind, Channel)}
    return {key: value if key in taking else _replaced(value, names) for key, value in values.items()}


def _replaced(value: Value, names: Mapping[str, str]) -> Value:
    if isinstance(value, str):
        for ident in sorted(names, key=len, reverse=True):  # U12 before U1
            value = value.replace(ident, names[ident])
    return value


def line(command: str, text: str, catalogue: CommandRegistry, team: str) -> str:
    """A slash command as the line typed in a console: ``odds spud``.

    Under ``/spudwatch`` every command can be typed (``/spudwatch odds spud``), because workspaces where names clash
    install that one alone; alone it is help.
    """
    name = command.strip().removeprefix("/").casefold()
    text = words(text, team).strip()
    if name == ALONE:
        first = text.partition(" ")[0].casefold()
        if first in catalogue.tree and first not in catalogue.tree.get(ALONE, ()):
            return text
    return f"{name} {text}".strip()


def permalink(body: Mapping[str, Any]) -> str:
    """The address of the message a shortcut was used on; '' if it cannot be told."""
    domain = str(_at(body, "team", "domain") or "")
    channel = _id(_at(body, "channel", "id"))
    stamp = str(body.get("message_ts") or _at(body, "message", "ts") or "")
    if not (re.fullmatch(r"[a-z0-9-]{1,60}", domain) and channel and re.fullmatch(r"\d{1,12}\.\d{1,8}", stamp)):
        return ""
    return f"https://{domain}.slack.com/archives/{channel}/p{stamp.replace('.', '')}"


def metadata(view: Mapping[str, Any]) -> dict[str, Any]:
    """What a modal of ours carries along; empty for one that carries nothing we wrote."""
    try:
        found = json.loads(str(view.get("private_metadata") or "{}"))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def whole(body: Mapping[str, Any]) -> bool:
    """Whether a payload has the shapes that Bolt and we rely on.

    Ids are text, also those of the objects that name who and where; ``event`` is an object, ``authorizations`` a list
    of them; and all of it can be written as UTF-8 (JSON can escape half a surrogate pair, which no database takes).
    """
    listed = body.get("authorizations") or []
    if not isinstance(listed, list) or not isinstance(body.get("event", {}), Mapping):
        return False
    parts = [body, *listed, *(part for key in _NAMING if (part := body.get(key)) and not isinstance(part, str))]
    if not all(isinstance(part, Mapping) and _text_ids(part) for part in parts):
        return False
    try:
        json.dumps(body, ensure_ascii=False).encode()
    except (UnicodeEncodeError, TypeError, ValueError, RecursionError):
        return False
    return True


def _text_ids(part: Mapping[str, Any]) -> bool:
    ids = (value for key, value in part.items() if key == "id" or key.endswith("_id"))
    return all(value is None or isinstance(value, str) for value in ids)


def _authorization(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Whom the app was installed for: an event's first authorization, or the payload."""
    listed = body.get("authorizations")
    first = listed[0] if isinstance(listed, list) and listed else None
    return first if isinstance(first, Mapping) else body


def _home(body: Mapping[str, Any], theirs: str, team: str) -> str:
    """Whose rows a person may see: the installer's, unless of another company.

    On Enterprise Grid a person's team may be their organisation, and an installer too: a workspace and its organisation
    are named side by side.
    """
    ours = {"", team}
    for pair in (_part(body, "team"), _authorization(body), body):
        workspace, organisation = _id(pair.get("id") or pair.get("team_id")), _id(pair.get("enterprise_id"))
        if team in (workspace, organisation):
            ours |= {workspace, organisation}
    return team if theirs in ours else theirs


def _part(body: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = body.get(key)
    return found if isinstance(found, Mapping) else {}


def _at(body: Mapping[str, Any], key: str, inner: str) -> object:
    return _part(body, key).get(inner)


def _id(value: object) -> str:
    return value if isinstance(value, str) and _ID.fullmatch(value) else ""
