"""``/claimcheck source``: how often a source was right, by type of claim, once there is enough to say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.commands.claimcheck._cards.card import label
from bot.dispatch.command import Command, as_of_option, option, order
from bot.domain.evidence.evidence import Basis
from bot.messages.errors import NotFound, shorten
from bot.messages.reply import Bullets, Button, Fields, Part, Reply, Source, Table, Text
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.queries.records.known_sources import known_sources
from bot.queries.records.source_record import ENDINGS, ENOUGH, SourceRecord, source_record

MANNERS = "A record is about claims, not about people. No harassment."
COLUMNS = (*ENDINGS, "rate")


class ShowSource(Command[SourceRecord], name="claimcheck source", shareable=True):
    """Shows a source's record by claim type, with its interval, from ten resolved claims on."""

    source: str = option("Person, outlet or account", complete="source", limit=80)
    as_of: datetime | None = as_of_option(default=None)

    async def gather(self, ports: Ports, ctx: RequestContext) -> SourceRecord:
        """The source and what it said."""
        known = known_sources(ports, ctx.view)
        wanted = self.source.strip().casefold()
        party = next((party for party in known if party.casefold() == wanted), None)
        if party is None:
            near = tuple(party for party in known if wanted[:4] and wanted[:4] in party.casefold())[:3]
            raise NotFound(
                f"The ledger knows no source “{shorten(self.source, 40)}”.",
                why="Nearest:" if near else "",
                choices=near,
            )
        return source_record(ports, known[party], ctx.view)

    def answer(self, found: SourceRecord, ctx: RequestContext) -> Reply:
        """Right, wrong, mixed and open by type; a rate with its interval only from ten on."""
        kinds = sorted({word.claim.statement.type for word in found.words})
        rows = tuple((label(kind), *_counts(found, kind)) for kind in kinds)
        every, share = found.counts(), found.share()
        enough = share.n >= ENOUGH
        rate = share.text if enough else f"n = {share.n}, too few for a rate (from {ENOUGH} on)"
        return Reply(
            title=f"Source: {found.info.party}",
            parts=(
                Fields((("Kind", found.info.kind), ("Right", rate), ("Repeats of others", str(found.repeats)))),
                *_table(rows, found),
                *_quiet_notes(found),
            ),
            sources=(Source(found.info.party, found.info.url),) if found.info.url else (),
            actions=tuple(
                Button("Its claims", order("claimcheck list", about=word.claim.statement.subject))
                for word in found.words[:1]
            ),
            note=MANNERS,
            data={
                "party": found.info.party,
                "kind": found.info.kind,
                "n": share.n,
                **{ending: every.get(ending, 0) for ending in ENDINGS},
                "rate": share.share if enough else None,
                "low": share.low if enough else None,
                "high": share.high if enough else None,
                "by_type": [dict(zip(("type", *COLUMNS), row, strict=True)) for row in rows],
                "as_of": ctx.as_of,
            },
        )


def _table(rows: tuple[tuple[str, ...], ...], found: SourceRecord) -> Iterator[Part]:
    """How its claims ended by type, and some of them."""
    if not rows:
        yield Text("Nothing of its own is linked to a claim that could come true or false.")
        return
    yield Table(("claims", *COLUMNS), rows, frozenset(ENDINGS))
    yield Bullets(tuple(f"{word.claim.id} {word.claim.text[:80]}" for word in found.words[:5]), "Said about")


def _quiet_notes(found: SourceRecord) -> Iterator[Part]:
    if found.info.note:
        yield Text(found.info.note, quiet=True)
    if any(word.item.basis is Basis.MARKET for word in found.words):
        yield Text("A price is never evidence.", quiet=True)


def _counts(found: SourceRecord, kind: str) -> tuple[str, ...]:
    count, share = found.counts(kind), found.share(kind)
    return (*(str(count.get(ending, 0)) for ending in ENDINGS), share.text if share.n >= ENOUGH else "too few")
