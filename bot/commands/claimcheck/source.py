"""``/claimcheck source``: how often a source was right, by type of claim, once there is enough to say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.commands.claimcheck._cards.card import label
from bot.dispatch.command import Command, as_of_option, option, order
from bot.domain.evidence.evidence import COPIES, Basis, Claim, ClaimOutcome, Evidence
from bot.domain.evidence.grades import weigh
from bot.domain.evidence.origins import trace
from bot.domain.wilson import wilson
from bot.messages.errors import NotFound, shorten
from bot.messages.reply import Bullets, Button, Fields, Part, Reply, Source, Table, Text
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.ports.claims import SourceInfo
from bot.queries.aliases import world_of

CLAIMS = 500  # the latest, among which a source's words are looked for
SUBJECTS = 100
ENOUGH = 10  # resolved claims a rate needs
MANNERS = "A record is about claims, not about people. No harassment."
Said = tuple[Evidence, Claim, int]


@dataclass(frozen=True, slots=True)
class ShowSourceInputs:
    """Who it is, and what they said about claims of the ledger."""

    info: SourceInfo
    said: tuple[Said, ...]


class ShowSource(Command[ShowSourceInputs], name="claimcheck source", shareable=True):
    """Shows a source's record by claim type, with its interval, from ten resolved claims on."""

    source: str = option("Person, outlet or account", complete="source", limit=80)
    as_of: datetime | None = as_of_option(default=None)

    async def gather(self, ports: Ports, ctx: RequestContext) -> ShowSourceInputs:
        """The source and what it said."""
        known = ports.claims.sources(ctx.view)
        wanted = self.source.strip().casefold()
        party = next((party for party in known if party.casefold() == wanted), None)
        if party is None:
            near = tuple(party for party in known if wanted[:4] and wanted[:4] in party.casefold())[:3]
            raise NotFound(
                f"The ledger knows no source “{shorten(self.source, 40)}”.",
                why="Nearest:" if near else "",
                choices=near,
            )
        linked = ports.claims.said_by(party, ctx.view)
        said = (*_bearing(ports, ctx, party), *linked)
        first: dict[str, Said] = {}  # who says the same thing twice has said it once, and then for the first time
        for one in sorted(filter(_beforehand, said), key=lambda entry: (entry[1].id, entry[0].so_at, entry[0].id)):
            first.setdefault(one[1].id, one)
        return ShowSourceInputs(known[party], tuple(first.values()))

    def answer(self, found: ShowSourceInputs, ctx: RequestContext) -> Reply:
        """Right, wrong, mixed and open by type; a rate with its interval only from ten on."""
        own = [entry for entry in found.said if entry[0].basis not in COPIES]
        verdicts = [(claim.statement.type, _verdict(claim, sign, ctx.as_of)) for _, claim, sign in own]
        kinds = sorted({kind for kind, _ in verdicts})
        rows = tuple((label(kind), *_counts([v for k, v in verdicts if k == kind])) for kind in kinds)
        every = Counter(verdict for _, verdict in verdicts)
        scored = every["right"] + every["wrong"]
        share = wilson(every["right"], scored)
        rate = share.text if scored >= ENOUGH else f"n = {scored}, too few for a rate (from {ENOUGH} on)"
        market = any(item.basis is Basis.MARKET for item, _, _ in own)
        parts: list[Part] = [
            Fields((("Kind", found.info.kind), ("Right", rate), ("Repeats of others", str(len(found.said) - len(own)))))
        ]
        if rows:
            columns = ("claims", "right", "wrong", "mixed", "open", "rate")
            parts.append(Table(columns, rows, frozenset(columns[1:5])))
            parts.append(Bullets(tuple(f"{claim.id} {claim.text[:80]}" for _, claim, _ in own[:5]), "Said about"))
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
            actions=(Button("Its claims", order("claimcheck list", about=own[0][1].statement.subject)),) if own else (),
            note=MANNERS,
            data={
                "party": found.info.party,
                "kind": found.info.kind,
                "n": scored,
                "right": every["right"],
                "wrong": every["wrong"],
                "open": every["open"],
                "mixed": every["mixed"],
                "rate": share.share if scored >= ENOUGH else None,
                "low": share.low if scored >= ENOUGH else None,
                "high": share.high if scored >= ENOUGH else None,
                "by_type": [
                    dict(zip(("type", "right", "wrong", "mixed", "open", "rate"), row, strict=True)) for row in rows
                ],
                "as_of": ctx.as_of,
            },
        )


def _bearing(ports: Ports, ctx: RequestContext, party: str) -> Iterable[Said]:
    """The claims of the ledger that the party's items assert, slot by slot: few are linked to each by hand.

    What an item only rules out is left out: a wrong date is no merit against another wrong date.
    """
    claims = ports.claims.every(ctx.view, CLAIMS)
    slots = (slug for c in claims for slug in (c.statement.subject, c.statement.object, c.statement.comparator))
    slugs = dict.fromkeys(slug for slug in slots if "/" in slug)
    items = [item for item in ports.claims.evidence(tuple(slugs), ctx.view) if item.party == party and item.accepted]
    if not items:
        return
    world, _ = world_of(ports, list(slugs)[:SUBJECTS], ctx.view)
    lineage = trace(items)
    by_id = {item.id: item for item in items}
    for claim in claims:
        for weighed in weigh(claim, items, lineage, world):
            if weighed.sign > 0:
                yield by_id[weighed.ids[0]], claim, weighed.sign


def _beforehand(said: Said) -> bool:
    """Whether it was said before it was known how the claim ended: a word on the day itself foretells nothing."""
    item, claim, _ = said
    return claim.resolved_at is None or item.so_at < claim.resolved_at


def _verdict(claim: Claim, sign: int, as_of: datetime) -> str:
    """Whether what was said came true: speaking against a false claim is right, too."""
    outcome = claim.outcome_at(as_of)
    if outcome is ClaimOutcome.OPEN:
        return "open"
    if outcome in (ClaimOutcome.MIXED, ClaimOutcome.VOID):
        return "mixed"
    return "right" if (outcome is ClaimOutcome.TRUE) == (sign > 0) else "wrong"


def _counts(verdicts: Sequence[str]) -> tuple[str, str, str, str, str]:
    count = Counter(verdicts)
    scored = count["right"] + count["wrong"]
    rate = wilson(count["right"], scored).text if scored >= ENOUGH else "too few"
    return str(count["right"]), str(count["wrong"]), str(count["mixed"]), str(count["open"]), rate
