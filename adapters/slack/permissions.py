"""Scopes of the app, each with its use, and what is missing without it.

A test compares them with the manifest.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """A permission: the feature it serves, and what a person notices without it."""

    name: str
    required: bool
    feature: str
    without: str


# https://docs.slack.dev/reference/scopes
SCOPES = (
    Scope("commands", True, "Slash commands and shortcuts", "The app cannot be installed"),  # noqa: FBT003 - whether it is required
    Scope("chat:write", True, "Digests, alerts, cards shared in a channel I am in", "The app cannot be installed"),  # noqa: FBT003 - whether it is required
    Scope("files:write", False, "Charts as pictures", "A chart is told in words"),  # noqa: FBT003 - whether it is required
    Scope("files:read", False, "Pictures and files in a report", "A report takes a link instead of a file"),  # noqa: FBT003 - whether it is required
    Scope(
        "chat:write.public",
        False,  # noqa: FBT003 - whether it is required
        "Digests in a public channel I was not invited to",
        "Type /invite in the channel first",
    ),
    Scope(
        "app_mentions:read",
        False,  # noqa: FBT003 - whether it is required
        "An answer when I am mentioned in a thread",
        "In threads only a message's shortcuts work",
    ),
    Scope("links:read", False, "To see the address of a market that somebody shares", "Market links stay bare"),  # noqa: FBT003 - whether it is required
    Scope("links:write", False, "The odds under the address of a market", "Market links stay bare"),  # noqa: FBT003 - whether it is required
)
# Asked for only by `spudwatch manifest slack --direct-messages`: Slack delivers what people write to an app itself only
# to apps that may read those conversations (https://docs.slack.dev/reference/events/message.im).
DIRECT_MESSAGES = (
    Scope("im:history", False, "An answer to what you write to me directly", "Use the commands"),  # noqa: FBT003 - whether it is required
    Scope("assistant:write", False, "Suggestions in the assistant panel", "The panel opens without suggestions"),  # noqa: FBT003 - whether it is required
)
# Asked for by none of them: no message of others, member list or e-mail address is ever read.
NEVER = (
    "channels:history",
    "groups:history",
    "mpim:history",
    "search:read",
    "users:read",
    "channels:read",
    "groups:read",
    "im:read",
    "admin",
)


def required() -> list[str]:
    """The scopes without which the app cannot be installed."""
    return [scope.name for scope in SCOPES if scope.required]


def optional(*, direct_messages: bool = False) -> list[str]:
    """The scopes that may be refused; direct messages only if the operator wants them."""
    asked = [*SCOPES, *DIRECT_MESSAGES] if direct_messages else SCOPES
    return [scope.name for scope in asked if not scope.required]


def table() -> str:
    """Scope, feature and what breaks without it, as a Markdown table."""
    rows = [f"| `{s.name}` | {'yes' if s.required else 'no'} | {s.feature} | {s.without} |" for s in SCOPES]
    rows += [f"| `{s.name}` | only with `--direct-messages` | {s.feature} | {s.without} |" for s in DIRECT_MESSAGES]
    return "\n".join(["| scope | required | for | without it |", "|---|---|---|---|", *rows])
