"""``/claimcheck source``: how often a source was right, by type of claim, once there is enough to say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from bot.commands.claimcheck._cards.card import label
from bot.dispatch.command import Command, as_of_option, option
from bot.domain.evidence.evidence import Basis
from bot.domain.text import shorten
from bot.domain.time import day_of, format_day
from bot.messages.errors import NotFound
from bot.messages.levels import brief
from bot.messages.order import order
from bot.messages.reply import Bullets, Button, Fields, Part, Reply, Source, Table, Text, TextSpan, link
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.queries.records.known_sources import known_sources
from bot.queries.records.source_record import ENOUGH, Ending, SourceRecord, Word, source_record

SHOWN = 3  # words in the short answer
LISTED = 25
_HOST = re.compile(r"(?:www\.)?([\w-]{3,})\.[a-z]{2,10}(?:\.[a-z]{2})?")
LETTERS = 4  # of a name by which others like it are offered
PEOPLE = frozenset({"executive", "leaker", "community", "anonymous"})  # kinds of sources that are persons
MANNERS = "A record is about claims, not about people. No harassment."


@dataclass(frozen=True, slots=True)
class ShowSourceInputs:
    """Who it is, what they said about claims of the ledger, and how that ended."""

    record: SourceRecord


class ShowSource(Command[ShowSourceInputs], name="claimcheck source", shareable=True):
    """Show a source's record by claim type, with its interval, from ten resolved claims on."""

    source: str = option("Person, outlet or account", complete="source", limit=80)
    as_of: datetime | None = as_of_option(default=None)

    async def gather(self, ports: Ports, ctx: RequestContext) -> ShowSourceInputs:
        """The source and what it said."""
        known = known_sources(ports, ctx.view)
        wanted = self.source.strip().casefold()
        party = _outlet(wanted, known) or next((party for party in known if party.casefold() == wanted), None)
        if party is None:
            near = _nearest(wanted, known)
            raise NotFound(
                f"No record here of “{shorten(self.source, 40)}”.",
                why="The nearest by name, perhaps somebody else:" if near else "Nobody filed a claim of theirs.",
                choices=near,
            )
        return ShowSourceInputs(source_record(ports, known[party], ctx.view))

    def answer(self, found: ShowSourceInputs, ctx: RequestContext) -> Reply:
        """Right, wrong, mixed and open by type; a rate with its interval only from ten on."""
        record = found.record
        info, rate = record.info, _rate(record)
        kinds = sorted({word.claim.statement.type for word in record.words})
        rows = tuple((label(kind), *_counts(record, kind)) for kind in kinds)
        parts: list[Part] = [Fields((("Kind", info.kind), ("Right", rate), ("Repeats of others", str(record.repeats))))]
        latest = sorted(record.words, key=lambda word: word.item.so_at, reverse=True)
        if rows:
            columns = ("claims", "right", "wrong", "mixed", "open", "rate")
            parts.append(Table(columns, rows, frozenset(columns[1:5])))
            parts.append(Bullets(tuple(_line(word) for word in latest[:LISTED]), "Said about, the latest first"))
        else:
            parts.append(Text("Nothing of its own is linked to a claim that could come true or false."))
        if info.note:
            parts.append(Text(info.note, quiet=True))
        if any(word.item.basis is Basis.MARKET for word in record.words):
            parts.append(Text("A price is never evidence.", quiet=True))
        head = f"{info.party}: right {rate}"
        manners = MANNERS if info.kind in PEOPLE else ""
        short = [("• ", *_line(word)) for word in latest[:SHOWN]]
        apart = f"Beside it {record.repeats} repeated from others, which count for nothing."
        return Reply(
            title=head,
            parts=tuple(parts),
            brief=brief(head, (apart if record.repeats else "", *short), manners),
            sources=(Source(info.party, info.url),) if info.url else (),
            actions=(Button("Its claims", order("claimcheck list", about=latest[0].claim.statement.subject)),)
            if latest
            else (),
            note=manners,
            data=_facts(record, rows, ctx),
        )


def _outlet(wanted: str, known: Iterable[str]) -> str | None:
    """The source that an address is of: "theinformation.com" is The Information; None for a name."""
    host = (urlsplit(wanted).hostname or "") if "://" in wanted else wanted.partition("/")[0]
    found = _HOST.fullmatch(host)
    called = _squeezed(found[1]) if found is not None else ""
    names = (party for party in known if called and not _HOST.fullmatch(party))
    return next((party for party in names if _squeezed(party) == called), None)


def _squeezed(name: str) -> str:
    """A name as addresses have it: small letters without article, blanks and marks."""
    return "".join(filter(str.isalnum, name.casefold())).removeprefix("the")


def _nearest(wanted: str, known: Iterable[str]) -> tuple[str, ...]:
    """Known sources with a word of the name that was asked for, before those with its first letters."""
    parties, words = list(known), set(wanted.split())
    by_word = [party for party in parties if words & set(party.casefold().split())]
    by_letters = [party for party in parties if wanted[:LETTERS] and wanted[:LETTERS] in party.casefold()]
    return tuple(dict.fromkeys((*by_word, *by_letters)))[:SHOWN]


def _rate(record: SourceRecord, kind: str = "") -> str:
    """The rate with its interval, or why there is none."""
    share = record.share(kind)
    return share.text if share.n >= ENOUGH else f"{share.hits} of {share.n}, too few for a rate (from {ENOUGH} on)"


def _counts(record: SourceRecord, kind: str) -> tuple[str, str, str, str, str]:
    count: Mapping[Ending, int] = record.counts(kind)
    share = record.share(kind)
    rate = share.text if share.n >= ENOUGH else "too few"
    endings: tuple[Ending, ...] = ("right", "wrong", "mixed", "open")
    right, wrong, mixed, still = (str(count.get(ending, 0)) for ending in endings)
    return right, wrong, mixed, still, rate


def _line(word: Word) -> tuple[str | TextSpan, ...]:
    """A word with its page: when, for or against which claim, and how that ended."""
    day = format_day(day_of(word.item.so_at))
    page = link(day, word.item.url) if word.item.url.startswith("http") else day
    side = "" if word.sign > 0 else "against "
    return (page, f": {side}{word.claim.id} {word.claim.text[:80]}: {word.ending}")


def _facts(record: SourceRecord, rows: tuple[tuple[str, ...], ...], ctx: RequestContext) -> dict[str, object]:
    count, share = record.counts(), record.share()
    enough = share.n >= ENOUGH
    return {
        "party": record.info.party,
        "kind": record.info.kind,
        "n": share.n,
        "right": count.get("right", 0),
        "wrong": count.get("wrong", 0),
        "open": count.get("open", 0),
        "mixed": count.get("mixed", 0),
        "repeats": record.repeats,
        "rate": share.share if enough else None,
        "low": share.low if enough else None,
        "high": share.high if enough else None,
        "by_type": [dict(zip(("type", "right", "wrong", "mixed", "open", "rate"), row, strict=True)) for row in rows],
        "as_of": ctx.as_of,
    }
