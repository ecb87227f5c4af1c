"""``/claimcheck source``: how often a source was right, by type of claim, once there is enough to say."""

from __future__ import annotations

from datetime import datetime

from bot.commands.claimcheck._card import label
from bot.dispatch.command import Command, as_of_option, option, order
from bot.domain.evidence.evidence import Basis
from bot.messages.errors import NotFound, shorten
from bot.messages.reply import Bullets, Button, Fields, Part, Reply, Source, Table, Text
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.queries.known_sources import known_sources
from bot.queries.source_record import ENDINGS, ENOUGH, SourceRecord, source_record

MANNERS = "A record is about claims, not about people. No harassment."


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
        own = found.words
        kinds = sorted({word.claim.statement.type for word in own})
        rows = tuple((label(kind), *_counts(found, kind)) for kind in kinds)
        every, share = found.counts(), found.share()
        rate = share.text if share.n >= ENOUGH else f"n = {share.n}, too few for a rate (from {ENOUGH} on)"
        market = any(word.item.basis is Basis.MARKET for word in own)
        parts: list[Part] = [
            Fields((("Kind", found.info.kind), ("Right", rate), ("Repeats of others", str(found.repeats))))
        ]
        if rows:
            columns = ("claims", "right", "wrong", "mixed", "open", "rate")
            parts.append(Table(columns, rows, frozenset(columns[1:5])))
            parts.append(Bullets(tuple(f"{word.claim.id} {word.claim.text[:80]}" for word in own[:5]), "Said about"))
        else:
            parts.append(Text("Nothing of its own is linked to a claim that could come true or false."))
        if found.info.note:
            parts.append(Text(found.info.note, quiet=True))
        if market:
            parts.append(Text("A price is never evidence.", quiet=True))
        return Reply(
            title=f"Source: {found.info.party}",
            parts=tuple(parts),
            sources=(Source(found.info.party, found.info.url),) if found.info.url else (),
            actions=(Button("Its claims", order("claimcheck list", about=own[0].claim.statement.subject)),)
            if own
            else (),
            note=MANNERS,
            data={
                "party": found.info.party,
                "kind": found.info.kind,
                "n": share.n,
                "right": every.get("right", 0),
                "wrong": every.get("wrong", 0),
                "open": every.get("open", 0),
                "mixed": every.get("mixed", 0),
                "rate": share.share if share.n >= ENOUGH else None,
                "low": share.low if share.n >= ENOUGH else None,
                "high": share.high if share.n >= ENOUGH else None,
                "by_type": [
                    dict(zip(("type", "right", "wrong", "mixed", "open", "rate"), row, strict=True)) for row in rows
                ],
                "as_of": ctx.as_of,
            },
        )


def _counts(found: SourceRecord, kind: str) -> tuple[str, str, str, str, str]:
    count, share = found.counts(kind), found.share(kind)
    rate = share.text if share.n >= ENOUGH else "too few"
    right, wrong, mixed, still = (str(count.get(ending, 0)) for ending in ENDINGS)
    return right, wrong, mixed, still, rate
