"""The app manifest, made from the commands, for an admin to paste into Slack.

https://docs.slack.dev/reference/app-manifest
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from adapters.slack.limits import MANIFEST_COMMAND, MANIFEST_COMMANDS, MANIFEST_DESCRIPTION, MANIFEST_HINT
from adapters.slack.message_shortcuts import offered, usage
from adapters.slack.parse import ALONE
from adapters.slack.permissions import optional, required
from bot.dispatch.registry import CommandRegistry
from bot.sources.venues import every

EVENTS = "/slack/events"
REDIRECT = "/slack/oauth_redirect"
ASSISTANT = "Answers what is known about AI models before they are released, with sources."
BOT_EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "link_shared",
    "tokens_revoked",
)
DIRECT_EVENTS = ("assistant_thread_started", "message.im")


def manifest(
    catalogue: CommandRegistry,
    *,
    one_command: bool = False,
    address: str = "",
    name: str = "Spudwatch",
    direct_messages: bool = False,
    redirects: Sequence[str] = (),
) -> dict[str, Any]:
    """The manifest as a JSON object.

    ``one_command`` puts everything under ``/spudwatch``, for workspaces where ``/odds`` is taken. ``address`` is the
    public https address of the HTTP endpoint; without one the app uses Socket Mode. ``direct_messages`` asks for what
    Slack wants of an app that answers in a direct message and in the assistant panel. ``redirects`` are further
    addresses that a sign-in with Slack may return to.
    """
    url = address.rstrip("/") + EVENTS if address else ""
    here = {"url": url} if url else {}
    commands = _one(catalogue) if one_command else _all(catalogue)
    shortcuts = [
        {"name": entry.name, "type": entry.kind, "callback_id": entry.id, "description": entry.about}
        for entry in offered(catalogue)
    ]
    extra = optional(direct_messages=direct_messages)
    scopes = {"bot": [*required(), *extra], "bot_optional": extra}
    events = sorted((*BOT_EVENTS, *DIRECT_EVENTS)) if direct_messages else list(BOT_EVENTS)
    assistant = {"assistant_view": {"assistant_description": ASSISTANT, "suggested_prompts": []}}
    request = {"request_url": url} if url else {}
    returns = [*([address.rstrip("/") + REDIRECT] if address else []), *redirects]
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": name[:35],
            "description": "Odds, sightings and evidence about AI models before they are released.",
            "background_color": "#2f3b2f",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": not direct_messages,
            },
            **(assistant if direct_messages else {}),
            "bot_user": {"display_name": name[:80], "always_online": True},
            **({"shortcuts": shortcuts} if shortcuts else {}),
            "unfurl_domains": sorted(venue.SITE for venue in every().values()),
            "slash_commands": [{**command, **here, "should_escape": True} for command in commands],
        },
        "oauth_config": {
            **({"redirect_urls": returns} if returns else {}),
            "scopes": scopes,
        },
        "settings": {
            "event_subscriptions": {**request, "bot_events": events},
            "interactivity": {
                "is_enabled": True,
                **request,
                **({"message_menu_options_url": url} if url else {}),
            },
            "org_deploy_enabled": False,
            "socket_mode_enabled": not url,
            "token_rotation_enabled": bool(url),
        },
    }


def _all(catalogue: CommandRegistry) -> list[dict[str, str]]:
    tops = sorted(catalogue.tree)
    if len(tops) > MANIFEST_COMMANDS:
        raise ValueError(f"Slack takes {MANIFEST_COMMANDS} commands; there are {len(tops)}")
    return [_entry(top, catalogue.about(top), _hint(catalogue, top)) for top in tops]


def _one(catalogue: CommandRegistry) -> list[dict[str, str]]:
    about = "Odds, sightings, claims: " + ", ".join(sorted(top for top in catalogue.tree if top != ALONE))
    return [_entry(ALONE, about, "odds … · checkpoint … · claimcheck … · help")]


def _entry(name: str, about: str, hint: str) -> dict[str, str]:
    command = "/" + name
    if len(command) > MANIFEST_COMMAND:
        raise ValueError(f"{command} is longer than {MANIFEST_COMMAND} characters")
    made = {"command": command, "description": about[:MANIFEST_DESCRIPTION]}
    return made | ({"usage_hint": hint[:MANIFEST_HINT]} if hint else {})


def _hint(catalogue: CommandRegistry, top: str) -> str:
    """How the default subcommand is typed, and what else there is."""
    subs = catalogue.tree[top]
    words = usage(catalogue.resolve(top))
    others = " · ".join(subs[1:])
    return " · ".join(filter(None, (words, others)))
