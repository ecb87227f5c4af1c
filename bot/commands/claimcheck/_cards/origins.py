"""How the origin of an item is named: by itself, or as a page quotes it."""

from __future__ import annotations

from bot.commands.claimcheck._checking import CheckedClaim
from bot.domain.evidence.evidence import Evidence
from bot.domain.evidence.grade_result import WeighedItem
from bot.messages.reply import TextSpan, bold, link
from bot.queries.tellers import named_source


def parties(item: WeighedItem | None) -> str:
    """The origins that an item needs, by name."""
    return " and ".join(sorted(item.parties)) if item is not None else "an origin"


def named(checked: CheckedClaim, item: WeighedItem | None) -> str:
    """The origin, and whose page quotes it where that is not its own."""
    return named_source(parties(item), checked.items[item.ids[0]].url) if item is not None else parties(item)


def says(checked: CheckedClaim, item: WeighedItem | None, word: str, what: str) -> str:
    """Who says or shows it; whoever is only quoted shows nothing."""
    if (who := named(checked, item)) == parties(item):
        return f"{who} {verb(item, word)} {what}"
    return f"{who}, {verb(item, 'say')} {'so' if what == 'it' else what}"


def verb(item: WeighedItem | None, word: str) -> str:
    """The verb of an item's origins: "says" of one, "say" of several."""
    return word if item is not None and len(item.parties) > 1 else f"{word}s"


def linked(name: str, item: Evidence) -> TextSpan:
    """The name of who said it, linked; with the page that quotes it where that is not its own."""
    told = named_source(name, item.url)
    return link(told, item.url) if item.url.startswith("http") else bold(told)
