"""Format boards: ages, dates, venue lines, curves, gaps, and second-hand prices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from bot.commands.odds._finding import SubjectReading, Topic
from bot.domain.evidence.grade_rules import Grade
from bot.domain.markets.market_view import MarketBoard, RungRow, turned
from bot.domain.markets.markets import RELATION_WORDS, PriceRead, RungReading
from bot.domain.markets.quotes import Probability, Quote, money, moved, points
from bot.domain.names.subjects import AliasStatus, Subject
from bot.domain.names.vendors import vendor_name
from bot.domain.text import shorten
from bot.domain.time import day_of, format_day, format_time
from bot.messages.price_words import old as old  # noqa: PLC0414 - the cards say it as `words.old`
from bot.messages.price_words import price_said as price_said  # noqa: PLC0414 - the same
from bot.messages.price_words import price_source
from bot.messages.price_words import read_day as read_day  # noqa: PLC0414 - the same
from bot.messages.reply import Bullets, Source, Table, Text, TextSpan, Words, age, bold, link
from bot.messages.request import RequestContext
from bot.queries.known_up_to import known_words

GRADES = {
    AliasStatus.GOOD: Grade.CONFIRMED,
    AliasStatus.SPECULATION: Grade.SPECULATION,
    AliasStatus.REFUTED: Grade.CONTRADICTED,
}
MANY = 8
OTHERS = 3
KINDS = {"play": "play money", "forecast": "community forecast, no money", "USD": "real money"}
STAGES = {
    "proposed": "an outcome is proposed, not final yet",
    "disputed": "a proposed outcome is disputed",
    "paused": "trading is paused",
    "not accepting": "it takes no orders now",
}


def noted(note: str, topic: Topic, ctx: RequestContext) -> str:
    """Append up to when a topic is known, if that is long ago, to a card's note."""
    return " · ".join(one for one in (note, known_words(topic.known_up_to, ctx)) if one)


def who(subject: Subject) -> str:
    """Format ``OpenAI, rumoured``; only the state if the vendor is unknown."""
    return ", ".join(piece for piece in (vendor_name(subject.vendor), subject.state.value) if piece)


def day_said(day: date | None, ctx: RequestContext) -> str:
    """A New York date, with its year only when that is not this year."""
    return "no date" if day is None else format_day(day, day_of(ctx.as_of))


def moment_day(at: datetime, ctx: RequestContext) -> str:
    """The New York date of a moment."""
    return day_said(day_of(at), ctx)


def asks(row: RungRow, ctx: RequestContext) -> str:
    """Format a rung briefly.

    ``by 30 Apr``, ``on 23 Apr``, ``28 Sep to 4 Oct``, or its label. "No release by 30 Apr" is shown as ``by 30 Apr``,
    with its price inverted (`price_said`).
    """
    last = day_said(row.date.last, ctx)
    match row.date.kind:
        case "by":
            return f"by {last}"
        case "on":
            return f"on {last}"
        case "window":
            return f"{day_said(row.date.first, ctx)} to {last}"
        case _:
            return row.label[:60] or "no date"


def settled_on(row: RungRow, ctx: RequestContext) -> str:
    """Format the settlement day.

    `` on 7 Aug 2025``, or `` (seen settled on 9 Aug 2025)``. The latter is used if the venue does not publish it.
    """
    at = row.rung.resolved_at
    if at is None:
        return ""
    day = read_day(at, ctx)
    return f" on {day}" if row.rung.settling_told else f" (seen settled on {day})"


def board_settled_on(found: MarketBoard) -> str:
    """Format the day a whole board settled, and whether the venue published it."""
    if found.settled_at is None:
        return ""
    return f"{' on' if found.settled_told else ', seen settled on'} {format_time(found.settled_at)}"


def own_question(found: MarketBoard, row: RungRow, ctx: RequestContext) -> str:
    """Format an unmapped market by its own question, never by a model's name."""
    what = shorten(found.market.title or row.rung.question, 160)
    if found.state == "settled" and found.outcome is not None:
        ended = row.label if found.shape == "choice" else found.outcome.upper()
        return f"{what} settled: {ended}{board_settled_on(found)}"
    if found.shape == "choice":
        return f"{what} {row.label}: {price_said(row)}"
    return f"{what} {price_said(row)}{f' {asks(row, ctx)}' if row.date.last else ''}"


def others_said(others: Sequence[MarketBoard]) -> tuple[Text, ...]:
    """List markets that only mention the topic, each under its own question.

    So no number is mistaken for the topic's.
    """
    named = [
        f"{found.market.id} “{shorten(found.market.title, 60)}” {price_said(row)}"
        for found in others[:OTHERS]
        if (row := found.main_row()) is not None
    ]
    return (Text(f"Other questions that name it: {'; '.join(named)}.", quiet=True),) if named else ()


def venue_line(found: MarketBoard, row: RungRow, ctx: RequestContext) -> Words:
    """Format a row: probability · question · changes · spread · book · age · quality."""
    if row.rung.resolution is not None:  # an outcome is no price: neither the age nor the book of one is its own
        on = settled_on(row, ctx)
        return (bold(price_said(row)), f"{on} · asked: {asks(row, ctx)}")
    if row.signal.basis == "none" and row.rung.quote is None:
        yet = " read yet" if row.open and row.known is None else ""
        play = f" · {KINDS[found.market.currency]}" if found.market.currency != "USD" else ""
        return (bold(price_said(row)), f"{yet} · asked: {asks(row, ctx)}{play}")
    first: tuple[str | TextSpan, ...] = (bold(price_said(row)), f" {asks(row, ctx)}")
    if row.date.complement and turned(row) is not None:
        first = (*first, f" · quoted as {row.signal.said} not {asks(row, ctx)}")
    if row.told is not None:
        return (
            *first,
            *(f" · {piece}" for piece in _moves(row)),
            f" · read {read_day(row.told.at, ctx)} by {row.told.teller} (",
            old(row.told.at, ctx),
            ")",
        )
    read: tuple[str | TextSpan, ...] = (" · read ", old(row.read_at, ctx)) if row.read_at is not None else ()
    return (*first, *(f" · {piece}" for piece in _details(found, row)), *read)


def _moves(row: RungRow) -> list[str]:
    changes = ((row.change_day, "24 h"), (row.change_week, "7 d"))
    return [f"{moved(size)} in {span}" for size, span in changes if size is not None]


def _details(found: MarketBoard, row: RungRow) -> list[str]:
    quote = row.rung.quote
    out = []
    if row.signal.basis == "last":
        out.append("last trade")
    if row.signal.basis == "none" and quote is not None and not row.signal.why.startswith("spread"):
        out.append(row.signal.why)
    out += _moves(row)
    if found.market.currency == "forecast":
        many = f" of {quote.volume:.0f} forecasters" if quote is not None and quote.volume else ""
        return [*out, f"community forecast{many}"]
    if quote is not None and quote.spread is not None and quote.spread >= 0:
        out.append(f"spread {points(quote.spread)}")
    if quote is not None and quote.liquidity is not None:
        out.append(f"{money(quote.liquidity, found.market.currency)} in the book")
    if found.market.currency == "play":
        out.append(KINDS["play"])
    if row.quality is not None and row.open:
        out.append(row.quality.said)
    return out


def gap_of(topic: Topic, found: MarketBoard) -> dict[str, object]:
    """Return the difference between market and topic as facts.

    ``text`` is the sentence.
    """
    read: SubjectReading | None = topic.read_of(found)
    links: list[dict[str, object]] = [
        {"claim": mine.claim, "relation": mine.relation, "note": mine.note}
        for mine in found.market.links
        if mine.state == "accepted"
    ]
    rumour = topic.subject.slug if topic.subject else None
    facts: dict[str, object] = {"asks_about": found.market.subject, "rumour": rumour, "links": links, "grade": None}
    more = "".join(
        f" {mine['claim']}: it {RELATION_WORDS[str(mine['relation'])]} (linked by the desk)." for mine in links
    )
    if read is None:
        asks_own = f"It asks about {topic.name} itself."
        if found.market.subject is None:
            asks_own = "It belongs to no model here."
        elif found.market.by_desk:
            asks_own = f"The desk here linked it to {topic.name}; no rule read that from its question."
        return facts | {"standing": "same", "text": f"{asks_own}{more}"}
    name = read.subject.name
    facts |= {"standing": read.standing.value, "grade": GRADES[read.standing]}
    if read.standing is AliasStatus.GOOD:
        since = f" since {format_time(read.alias.learned_at)}" if read.alias else ""
        text = f"It asks about a model named {name}. That {topic.name} is {name}: CONFIRMED{since}."
    else:
        text = f"It asks about a model named {name}. It does not say that {topic.name} is that model: "
        text += f"{GRADES[read.standing]}."
    return facts | {"text": text + more}


def rung_table(given: Sequence[RungRow], ctx: RequestContext) -> Table | None:
    """Tabulate rungs with a book or a price; None if there are none."""
    rows = [row for row in given if row.rung.quote is not None or row.signal.probability is not None]
    if not rows:
        return None
    cells = tuple(
        (
            asks(row, ctx),
            price_said(row),
            moved(row.change_day),
            _spread(row.rung.quote),
            age(row.read_at, ctx.as_of) if row.read_at else "–",
        )
        for row in rows[:MANY]
    )
    return Table(("asks", "odds", "24 h", "spread", "read"), cells, frozenset({"odds"}))


def _spread(quote: Quote | None) -> str:
    if quote is None or quote.spread is None:
        return "–"
    return "crossed" if quote.spread < 0 else points(quote.spread)


def sources(pairs: Iterable[tuple[MarketBoard, RungRow]]) -> tuple[Source, ...]:
    """Return the sources of each row's price and outcome."""
    made = []
    for board, row in pairs:
        made.append(price_source(board, row))
        where = row.rung.state_source
        if row.rung.resolution is not None and where.startswith("http") and where != made[-1].url:
            made.append(Source(f"{board.market.id}, outcome", where))
    return tuple(made)


def told_items(
    rungs: Iterable[tuple[RungReading, RungRow]], ctx: RequestContext
) -> tuple[list[Words], list[dict[str, object]]]:
    """Format second-hand prices, one line per figure, never as current.

    Each names its first source and how long others copied it.
    """
    lines: list[Words] = []
    facts: list[dict[str, object]] = []
    for rung, row in rungs:
        groups: dict[float, list[PriceRead]] = {}
        for told in rung.readings:
            if told.kind == "reported":
                groups.setdefault(told.price, []).append(told)
        newest = rung.newest_read
        for price, all_told in groups.items():
            ordered = sorted(all_told, key=lambda told: told.at)
            first, last = ordered[0], max(min(told.until or told.at, ctx.as_of) for told in ordered)
            overtaken = newest is not None and newest.at > first.at
            copied = f"; copied until {read_day(last, ctx)}" if len(ordered) > 1 else ""
            why = "not current" if overtaken or row.rung.quote is not None else "not read at the venue"
            lines.append(
                (
                    bold(Probability(price).said),
                    f" {asks(row, ctx)}: reported {read_day(first.at, ctx)} by ",
                    link(first.teller, first.url),
                    f"{copied}; {why}",
                )
            )
            facts.append(
                {
                    "probability": price,
                    "question": rung.question,
                    "deadline": row.date.deadline,
                    "reported_at": first.at,
                    "by": [told.teller for told in ordered],
                    "copied_until": last,
                    "current": False,
                    "url": first.url,
                    "note": first.note,
                }
            )
    order_by = sorted(range(len(facts)), key=lambda n: str(facts[n]["copied_until"]), reverse=True)
    return [lines[n] for n in order_by], [facts[n] for n in order_by]


def bullets(items: Sequence[Words], heading: str) -> tuple[Bullets, ...]:
    """Format a list under its heading; nothing if it is empty."""
    return (Bullets(tuple(items), heading),) if items else ()
