"""Message menus: entries of Discord's *Apps* menu and Slack's message shortcuts.

A message is read only because a person chose one of these on it; nothing else reads a channel.
"""

import re
from dataclasses import dataclass
from typing import Any

from bot.dispatch.command import Command
from bot.sources.venues import pasted


@dataclass(frozen=True, slots=True)
class MessageMenu:
    """A menu entry: its command, the form fields asked first, what it fills in.

    Without form fields it runs at once. ``id`` is what a platform sends back if it does not send the name, ``about``
    the description of the entry. ``text`` and ``link`` name options in order of preference: the first that the command
    has receives the message's text, or its address. With ``address`` it takes the address of a market in the message
    instead of the whole text.
    """

    name: str
    command: str
    about: str
    id: str
    text: tuple[str, ...]
    link: tuple[str, ...] = ("link", "source", "url")
    fields: tuple[str, ...] = ()
    address: bool = False

    def filled(self, command: type[Command[Any]], text: str, link: str) -> dict[str, str]:
        """Return the options filled from a message, each cut to its option's limit."""
        known = {opt.name: opt for opt in command.options}
        text = market_address(text) if self.address else text
        made = {}
        for names, words in ((self.text, text.strip()), (self.link, link)):
            name = next((name for name in names if name in known), "")
            if name and words:
                made[name] = words[: known[name].limit]
        return made


def market_address(text: str) -> str:
    """Return the first market address in a text, or ''."""
    found = (match[0].rstrip(".,;:!?)>]\"'") for match in _URL.finditer(text))
    return next((url for url in found if pasted(url) is not None), "")


_URL = re.compile(r"https?://[^\s<>|]{1,2000}")

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
    MessageMenu(
        "Odds for this link",
        "odds show",
        "See the odds of the market that this message links to",
        "market-odds",
        text=("about",),
        link=(),
        address=True,
    ),
)


def menu_named(name: str) -> MessageMenu | None:
    """Return the menu entry of that name, or None."""
    return next((menu for menu in MESSAGE_MENUS if menu.name == name), None)
