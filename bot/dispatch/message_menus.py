"""What can be done with a message somebody picked: the entries of Discord's *Apps* menu and Slack's message shortcuts.

A message is only ever read because a person chose one of these on it; nothing else reads a channel.
"""

from dataclasses import dataclass
from typing import Any

from bot.dispatch.command import Command


@dataclass(frozen=True, slots=True)
class MessageMenu:
    """One entry: the command it leads to, the fields of the form asked first (none: it runs at once), what it fills.

    ``id`` is what a platform sends back where it does not send the name, ``about`` what it says of the entry. ``text``
    and ``link`` name options in order of preference: the first that the command has takes the message's words,
    or its address.
    """

    name: str
    command: str
    about: str
    id: str
    text: tuple[str, ...]
    link: tuple[str, ...] = ("link", "source", "url")
    fields: tuple[str, ...] = ()

    def filled(self, command: type[Command[Any]], text: str, link: str) -> dict[str, str]:
        """The options a message fills, each cut to what its option takes."""
        known = {opt.name: opt for opt in command.options}
        made = {}
        for names, words in ((self.text, text.strip()), (self.link, link)):
            name = next((name for name in names if name in known), "")
            if name and words:
                made[name] = words[: known[name].limit]
        return made


MESSAGE_MENUS = (
    MessageMenu(
        "Report as sighting",
        "checkpoint report",
        "Report a model name somebody saw, with this message as the source",
        "report-sighting",
        text=("text", "what"),
        fields=("label", "how", "where", "text", "image"),
    ),
    MessageMenu(
        "Claim-check this",
        "claimcheck ask",
        "See what the evidence says about the claim in this message",
        "claim-check",
        text=("claim", "text"),
        link=(),
    ),
    MessageMenu(
        "Add as evidence",
        "claimcheck add",
        "Add this message as evidence for or against a claim",
        "add-evidence",
        text=("quote", "text"),
        fields=("claim", "link", "published", "basis", "quote"),
    ),
)


def menu_named(name: str) -> MessageMenu | None:
    """The entry of that name."""
    return next((menu for menu in MESSAGE_MENUS if menu.name == name), None)
