"""How the origin of an item is named: by itself, or as a page quotes it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.commands.claimcheck._checking import CheckedClaim
from bot.domain.evidence.evidence import Evidence, EvidenceForm
from bot.domain.evidence.grade_result import WeighedItem
from bot.messages.reply import TextSpan, bold, link
from bot.messages.words import join_names
from bot.queries.tellers import named_source, quoted, quoting_host

_SHOWING_FORMS = (EvidenceForm.MEASUREMENT, EvidenceForm.BOARD, EvidenceForm.LISTING, EvidenceForm.API_LIST)


def parties(item: WeighedItem | None) -> str:
    """The origins that an item needs, by name."""
    return " and ".join(sorted(item.parties)) if item is not None else "an origin"


def named(items: Mapping[str, Evidence], item: WeighedItem | None) -> str:
    """The origins, and whose pages quote them: "A and B, quoted by dev.to"."""
    return quoted(parties(item), quoting(items, item))


def quoting(items: Mapping[str, Evidence], item: WeighedItem | None) -> str:
    """The hosts of the pages that quote an item's origins, where none is on a page of its own."""
    hosts: dict[str, str] = {}
    for one in (items[name] for name in (item.ids if item is not None else ())):
        hosts.setdefault(one.party, quoting_host(one.party, one.url))
    return join_names(sorted(set(hosts.values()))) if all(hosts.values()) else ""


def says(checked: CheckedClaim, item: WeighedItem | None, word: str, what: str) -> str:
    """Who says or shows it; only a measurement or a list of one's own shows anything."""
    who = named(checked.items, item)
    comma = "," if who != parties(item) else ""
    if comma or item is None or not all(checked.items[name].form in _SHOWING_FORMS for name in item.ids):
        word, what = ("say", "so" if what == "it" else what) if word == "show" else (word, what)
    return f"{who}{comma} {verb(item, word)} {what}"


def verb(item: WeighedItem | None, word: str) -> str:
    """The verb of an item's origins: "says" of one, "say" of several."""
    return word if item is not None and len(item.parties) > 1 else f"{word}s"


def linked(item: Evidence, told: str = "") -> TextSpan:
    """Who said it, and whose page quotes them, linked; ``told`` where an item needs several."""
    told = told or named_source(item.party, item.url)
    return link(told, item.url) if item.url.startswith("http") else bold(told)
