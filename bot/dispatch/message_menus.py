"""What can be done with a message somebody picked: the entries of Discord's *Apps* menu and Slack's message shortcuts.

A message is only ever read because a person chose one of these on it; nothing else reads a channel.
"""

import re
from dataclasses import dataclass
from typing import Any

from bot.dispatch.command import Command
from bot.sources.venues import pasted


@dataclass(frozen=True, slots=True)
class MessageMenu:
    """One entry: the command it leads to, the fields of the form asked first (none: it runs at once), what it fills.

    ``text`` and ``link`` name options in order of preference: the first that the command has takes the message's words,
    or its address. With ``address`` it takes the address of a market that stands in the message instead of all words.
    """

    name: str
    command: str
    text: tuple[str, ...]
    link: tuple[str, ...] = ("link", "source", "url")
    fields: tuple[str, ...] = ()
    address: bool = False

    def filled(self, command: type[Command[Any]], text: str, link: str) -> dict[str, str]:
        """The options a message fills, each cut to what its option takes."""
        known = {opt.name: opt for opt in command.options}
        text = market_address(text) if self.address else text
        made = {}
        for names, words in ((self.text, text.strip()), (self.link, link)):
            name = next((name for name in names if name in known), "")
            if name and words:
                made[name] = words[: known[name].limit]
        return made


def market_address(text: str) -> str:
    """The first address in a text that is one of a venue's market; '' without one."""
    found = (match[0].rstrip(".,;:!?)>]\"'") for match in _URL.finditer(text))
    return next((url for url in found if pasted(url) is not None), "")


_URL = re.compile(r"https?://[^\s<>|]{1,2000}")

MESSAGE_MENUS = (
    MessageMenu(
        "Report as sighting", "checkpoint report", text=("text",), fields=("label", "how", "where", "text", "image")
    ),
    MessageMenu("Claim-check this", "claimcheck ask", text=("claim",), link=()),
    MessageMenu(
        "Add as evidence", "claimcheck add", text=("quote",), fields=("claim", "link", "basis", "cites", "quote")
    ),
    MessageMenu("Odds for this link", "odds show", text=("about",), link=(), address=True),
)


def menu_named(name: str) -> MessageMenu | None:
    """The entry of that name."""
    return next((menu for menu in MESSAGE_MENUS if menu.name == name), None)
