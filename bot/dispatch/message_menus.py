"""What can be done with a message somebody picked: the entries of Discord's *Apps* menu and Slack's message shortcuts.

A message is only ever read because a person chose one of these on it; nothing else reads a channel.
"""

from dataclasses import dataclass
from typing import Any

from bot.dispatch.command import Command


@dataclass(frozen=True, slots=True)
class MessageMenu:
    """One entry: the command it leads to, the fields of the form asked first (none: it runs at once), what it fills.

    ``text`` and ``link`` name options in order of preference: the first that the command has takes the message's words,
    or its address.
    """

    name: str
    command: str
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
        "Report as sighting", "checkpoint report", text=("text",), fields=("label", "how", "where", "text", "image")
    ),
    MessageMenu("Claim-check this", "claimcheck ask", text=("claim",), link=()),
    MessageMenu(
        "Add as evidence", "claimcheck add", text=("quote",), fields=("claim", "link", "published", "basis", "quote")
    ),
)


def menu_named(name: str) -> MessageMenu | None:
    """The entry of that name."""
    return next((menu for menu in MESSAGE_MENUS if menu.name == name), None)
