"""``/odds rules``: a market's settlement rules, verbatim, and their changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.commands.odds._cards import words
from bot.commands.odds._cards.brief import if_it_is
from bot.commands.odds._finding import find, find_market
from bot.dispatch.command import Command, as_of_option, option
from bot.domain.markets.market_view import MarketBoard, board
from bot.domain.markets.markets import MarketReading
from bot.domain.markets.rules import Clauses, clauses, difference
from bot.domain.text import shorten
from bot.messages import words as labels
from bot.messages.levels import brief, caution, labelled
from bot.messages.order import order
from bot.messages.price_words import read_day
from bot.messages.reply import Brief, Button, Part, Reply, Severity, Source, Text, Words, bold, link
from bot.messages.request import RequestContext
from bot.ports import Ports

COUNTED = 110  # characters of the first clause in the title
CLAUSE = 180  # characters of a clause in the short answer
TEXT = 3_500  # characters of the rules that are shown; the link leads to the rest
STARS = (
    "Quality: 4 with more than $1,000 in the book and $10,000 traded, 3 with $500 and $1,000, else 2; one off outside "
    "10–90 %; one off with a spread over 10 points or one side missing; play money at most 3."
)


@dataclass(frozen=True, slots=True)
class RulesTextInputs:
    """A market with every version of its rules known by then.

    ``read`` is the name that was asked for with what it is said to be; empty for the market's own name.
    """

    market: MarketReading
    board: MarketBoard
    read: str = ""


class RulesText(Command[RulesTextInputs], name="odds rules", shareable=True):
    """Show a market's rules word for word, and what changed in them."""

    market: str = option("Market id, address, or model", complete="market")
    as_of: datetime | None = as_of_option(default=None)

    async def gather(self, ports: Ports, ctx: RequestContext) -> RulesTextInputs:
        """The market."""
        found = find_market(ports, ctx, self.market)
        shown, topic = board(found, ctx.as_of), find(ports, ctx, self.market)
        said = if_it_is(topic.read_of(shown))
        return RulesTextInputs(found, shown, f"{topic.name}{said}" if said else "")

    def answer(self, found: RulesTextInputs, ctx: RequestContext) -> Reply:
        """The text, its exclusions first, and the difference to the version before."""
        market = found.market
        actions = (Button(labels.ODDS, order("odds show", about=market.id)),)
        if not market.rules:
            return Reply(
                title=f"{market.title}: the rules text is not known here.",
                parts=(Text("The venue's own page has it."),),
                sources=(Source(f"{market.venue_name}: {market.title}", market.url),),
                actions=actions,
                data={
                    "market": market.id,
                    "as_of": ctx.as_of,
                    "versions": 0,
                    "text": None,
                    "counts": [],
                    "excludes": [],
                },
            )
        current = market.rules[-1]
        told = clauses(current.text)
        changes = difference(market.rules[-2].text, current.text) if len(market.rules) > 1 else ()
        cut = len(current.text) > TEXT
        row = found.board.main_row()
        stars = row.quality if row is not None else None
        quality = f" Here: {stars.said} ({stars.formula})." if stars is not None else ""
        none: tuple[Words, ...] = ("The rules name no exclusion.",)
        parts: list[Part] = [
            *words.bullets([f"“{clause}”" for clause in told.excludes] or none, labels.DOES_NOT_COUNT),
            Text(bold("The text")),
            Text(current.text[:TEXT].rsplit(" ", 1)[0] + " …" if cut else current.text),
            *words.bullets(
                [("added: " if sign == "+" else "taken away: ") + sentence for sign, sentence in changes[:10]],
                f"The text changed on {read_day(current.learned_at, ctx)}",
            ),
            Text(f"{STARS}{quality}", quiet=True),
        ]
        head = _title(market, told, ctx)
        return Reply(
            title=head,
            parts=tuple(parts),
            brief=_brief(head, found, told, changed=bool(changes), ctx=ctx),
            severity=Severity.WARN if changes else Severity.INFO,
            sources=(Source(f"{market.venue_name} rules", current.source.removeprefix("ledger:"), current.learned_at),),
            actions=actions,
            note=f"{market.id} · versions known: {len(market.rules)} · sha256 {current.sha256[:12]}",
            data={
                "market": market.id,
                "as_of": ctx.as_of,
                "versions": len(market.rules),
                "sha256": current.sha256,
                "text": current.text,
                "counts": list(told.counts),
                "excludes": list(told.excludes),
                "changed_at": current.learned_at if changes else None,
                "changes": [{"sign": sign, "sentence": sentence} for sign, sentence in changes],
            },
            shows=(market.id,),
        )


def _title(market: MarketReading, told: Clauses, ctx: RequestContext) -> str:
    """State what counts, short, or whether the text names exclusions; whether it changed."""
    if len(market.rules) > 1:
        return f"The rules changed on {read_day(market.rules[-1].learned_at, ctx)}: {shorten(market.title, 90)}"
    if told.counts:
        return f"{labels.COUNTS}: “{shorten(told.counts[0], COUNTED)}”"
    count = len(told.excludes)
    says = f"{count} exclusion{'s' if count != 1 else ''}" if count else "no exclusion named"
    return f"{says[0].upper()}{says[1:]} in the rules of “{shorten(market.title, 90)}”"


def _brief(head: str, found: RulesTextInputs, told: Clauses, *, changed: bool, ctx: RequestContext) -> Brief:
    """Quote what does not count, and what counts where the title has no room for it."""
    market, current = found.market, found.market.rules[-1]
    excluded = [f"“{shorten(clause, CLAUSE)}”" for clause in told.excludes[:2]] or ["no exclusion is named"]
    about = f" · for {found.read}" if found.read else ""
    lines: list[Words] = [labelled(labels.DOES_NOT_COUNT, f"{excluded[0]}{about}")]
    whole = told.counts[:1] if any(shorten(clause, COUNTED) != clause for clause in told.counts[:1]) or changed else ()
    lines += [labelled(labels.COUNTS, f"“{shorten(clause, CLAUSE)}”") for clause in whole]
    lines += [labelled(labels.DOES_NOT_COUNT, clause) for clause in excluded[1:]]
    read = f"“{shorten(market.title, 90)}”, read {read_day(current.learned_at, ctx)}"
    lines.append((link(market.venue_name, market.url), f" · {read}"))
    if changed:
        lines.append(caution("The text changed; what was added and taken away is in the full card."))
    return brief(head, lines, f"{market.id} · the whole text is in the full card")
