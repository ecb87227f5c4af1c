"""How boards are said: ages, dates, venue lines, warnings; and the same as typed facts for programs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from bot.commands.odds._finding import Read, Topic
from bot.domain import dates
from bot.domain.boards import Board, LadderGap, Row, turned
from bot.domain.ladder import Violation
from bot.domain.markets import RELATION_WORDS, PriceRead, RungSeen
from bot.domain.quotes import Probability, interval, money, moved, points
from bot.domain.subjects import Standing, Subject
from bot.domain.vendors import vendor_name
from bot.reply import Bullets, Source, Span, Table, Words, age, ago, bold, link, when
from bot.request import Asked

GRADES = {Standing.GOOD: "CONFIRMED", Standing.SPECULATION: "SPECULATION", Standing.REFUTED: "CONTRADICTED"}
MANY = 8
OUT_OF_ORDER = 4  # pairs of rungs told in words; the facts have them all
RECENT_RULES = timedelta(days=60)


def who(subject: Subject) -> str:
    """``OpenAI, rumoured``; the state alone when nobody knows whose it is."""
    return ", ".join(piece for piece in (vendor_name(subject.vendor), subject.state.value) if piece)


def day_said(day: date | None, asked: Asked) -> str:
    """A New York date, with its year only when that is not this year."""
    return "no date" if day is None else dates.said(day, dates.day_of(asked.as_of))


def moment_day(at: datetime, asked: Asked) -> str:
    """The New York date of a moment."""
    return day_said(dates.day_of(at), asked)


def read_day(at: datetime, asked: Asked) -> str:
    """The UTC date on which something was read or told."""
    return dates.said(at.date(), asked.as_of.date())


def old(at: datetime, asked: Asked) -> Span | str:
    """An age: live where the platform can, fixed when the ledger is asked about the past."""
    return ago(at, asked.now) if asked.as_of == asked.now else age(at, asked.as_of)


def asks(row: Row, asked: Asked) -> str:
    """What a rung asks, in three words: ``by 30 Apr``, ``on 23 Apr``, ``28 Sep – 4 Oct``, or its label."""
    last = day_said(row.date.last, asked)
    match row.date.kind:
        case "by":
            return f"not by {last}" if row.date.complement else f"by {last}"
        case "on":
            return f"on {last}"
        case "window":
            return f"{day_said(row.date.first, asked)} – {last}"
        case _:
            return row.label[:60] or "no date"


def price_said(row: Row) -> str:
    """The probability, or why there is none."""
    if row.rung.resolution is not None:
        return f"settled {row.rung.resolution.upper()}"
    if row.rung.status == "closed":
        return f"closed at {row.signal.said}" if row.signal.probability is not None else "closed"
    if row.signal.basis == "none" and row.rung.quote is None:
        return "no price"
    return row.signal.said


def venue_line(found: Board, row: Row, asked: Asked) -> Words:
    """One venue's row as words: probability · what it asks · changes · spread · book · age · quality."""
    if row.rung.resolution is not None:  # an outcome is no price: neither the age nor the book of one is its own
        on = f" on {read_day(row.rung.resolved_at, asked)}" if row.rung.resolved_at is not None else ""
        return (bold(price_said(row)), f"{on} · asked: {asks(row, asked)}")
    if row.signal.basis == "none" and row.rung.quote is None:
        yet = " read yet" if row.open else ""
        play = " · play money" if found.market.currency == "play" else ""
        return (bold(price_said(row)), f"{yet} · asked: {asks(row, asked)}{play}")
    first: tuple[str | Span, ...] = (bold(price_said(row)), f" {asks(row, asked)}")
    if row.told is not None:
        return (
            *first,
            f" · read {read_day(row.told.at, asked)} by {row.told.teller} (",
            old(row.told.at, asked),
            ")",
        )
    read: tuple[str | Span, ...] = (" · read ", old(row.read_at, asked)) if row.read_at is not None else ()
    return (*first, *(f" · {piece}" for piece in _details(found, row)), *read)


def _details(found: Board, row: Row) -> list[str]:
    quote = row.rung.quote
    out = []
    if row.signal.basis == "last":
        out.append("last trade")
    if row.signal.basis == "none" and quote is not None and not row.signal.why.startswith("spread"):
        out.append(row.signal.why)
    if row.change_day is not None:
        out.append(f"{moved(row.change_day)} in 24 h")
    if row.change_week is not None:
        out.append(f"{moved(row.change_week)} in 7 d")
    if quote is not None and quote.spread is not None and quote.spread >= 0:
        out.append(f"spread {points(quote.spread)}")
    if quote is not None and quote.liquidity is not None:
        out.append(f"{money(quote.liquidity, found.market.currency)} in the book")
    if found.market.currency == "play":
        out.append("play money")
    if row.quality is not None and row.open:
        out.append(row.quality.said)
    return out


def curve_said(found: Board, asked: Asked) -> str:
    """The release curve in words, only as far as the ladder carries."""
    if found.state == "resolving":
        return "Rungs are settling one after another: no median while that lasts."
    if found.shape == "buckets":
        return _buckets_said(found, asked)
    if not found.carries:
        if len(found.curve.knots) == 1:
            return "Only one deadline has a price: that gives no median date."
        return "No deadline has a price: no median date."
    end = moment_day(found.curve.knots[-1].at, asked)

    def at(q: float) -> str:
        moment = found.curve.quantile(q)
        return f"after {end}" if moment is None else moment_day(moment, asked)

    low, high = at(0.1), at(0.9)
    span = low if low == high else f"{low} – {high}"
    return f"median {at(0.5)}; 10–90 %: {span} (New York dates)"


def _buckets_said(found: Board, asked: Asked) -> str:
    if not found.buckets:
        return "No day has a price: no median date."
    reached = next((leg for leg in found.buckets if leg.cum is not None and leg.cum >= 0.5), None)  # noqa: PLR2004
    if reached is None:
        sure = max((leg.cum for leg in found.buckets if leg.cum is not None), default=0.0)
        return f"the days named sum to {Probability(min(sure, 1.0)).said}: the median lies beyond them"
    row = next((row for row in found.rows if row.label == reached.label), None)
    if row is None or row.date.last is None:
        return f"median within {reached.label} (summed over days)"
    within = f"within {asks(row, asked)}" if row.date.kind == "window" else day_said(row.date.last, asked)
    return f"median {within} (the days summed, New York dates)"


def warnings(topic: Topic, found: Board, row: Row | None, asked: Asked) -> list[Words]:
    """What a reader must mind before quoting the number."""
    out: list[Words] = []
    if found.unread:
        why = f": {found.market.faults[0]}" if found.market.faults else ""
        total = found.market.rungs_total
        out.append(f"{total - found.unread} of {total} rungs read{why}")
    if row is not None:
        out += _row_warnings(found, row, asked)
    out += _order_warnings(found.curve.violations)
    if len(found.market.rules) > 1 and asked.as_of - found.market.rules[-1].learned_at < RECENT_RULES:
        out.append(f"The rules text changed on {read_day(found.market.rules[-1].learned_at, asked)}")
    if topic.subject is None and found.market.subject is None:
        out.append("No subject is mapped to this market")
    return out


def _order_warnings(odd_ones: Sequence[Violation]) -> list[Words]:
    """Rungs out of order; of many the gravest, for one price that is far out is out of order with every later rung."""
    gravest = sorted(odd_ones, key=lambda odd: (-(odd.executable or 0.0), -odd.gap))[:OUT_OF_ORDER]
    out: list[Words] = []
    for odd in (one for one in odd_ones if one in gravest):
        what = f"{odd.early} stands {points(odd.gap)} above {odd.late}"
        if odd.executable is not None:
            left = points(odd.executable)
            out.append(f"{what}, and {left} of it is left after the spread: executable, the ladder is out of order")
        else:
            out.append(f"{what}, within the spread: noise")
    if len(odd_ones) > len(gravest):
        out.append(f"{len(odd_ones) - len(gravest)} more pairs of rungs are out of order")
    return out


def _row_warnings(found: Board, row: Row, asked: Asked) -> list[Words]:
    out: list[Words] = []
    quote, venue = row.rung.quote, found.market.venue_name
    if row.date.note:
        out.append(f"{row.date.note}; the words are kept")
    if row.told is not None and "stale" in row.flags:
        out.append(("The newest reading known is from ", when(row.told.at), ": too old to tell how it moves now"))
    elif "stale" in row.flags and row.read_at is not None:
        out.append((f"Price is {age(row.read_at, asked.as_of)}. {venue} has not answered since ", when(row.read_at)))
    if "thin" in row.flags and quote is not None:
        out.append(f"Thin market ({money(quote.liquidity)} in the book): one small order can move this")
    if "one-sided" in row.flags and quote is not None:
        out.append("Nobody offers to buy" if quote.bid is None else "Nobody offers to sell")
    if "wide" in row.flags and quote is not None and quote.spread is not None and row.signal.basis == "none":
        out.append(
            f"Bid and ask are {points(quote.spread)} apart ({interval(row.signal.low, row.signal.high)}): no signal"
        )
    return out


def gap_warning(gap: LadderGap | None, asked: Asked) -> list[Words]:
    """Two ladders of one model that disagree."""
    if gap is None:
        return []
    by, on = Probability(gap.by), Probability(min(gap.summed, 1.0))
    day = f"{day_said(gap.day, asked)}{' (the middle of a wide book)' if gap.wide else ''}"
    return [f"Two ladders disagree by {points(gap.size)}: {by} by {day}, but the single days up to it sum to {on}"]


def gap_of(topic: Topic, found: Board) -> dict[str, object]:
    """What the market asks against what was asked here, as facts; ``text`` is the sentence."""
    read: Read | None = topic.read_of(found)
    links: list[dict[str, object]] = [
        {"claim": mine.claim, "relation": mine.relation, "note": mine.note}
        for mine in found.market.links
        if mine.state == "accepted"
    ]
    own = topic.subject.slug if topic.subject else None
    facts: dict[str, object] = {"asks_about": found.market.subject, "rumour": own, "links": links, "grade": None}
    more = "".join(f" {mine['claim']}: it {RELATION_WORDS[str(mine['relation'])]}." for mine in links)
    if read is None:
        asks_own = f"It asks about {topic.name} itself." if topic.subject else "No model is mapped to this question."
        return facts | {"standing": "same", "text": f"{asks_own}{more}"}
    name = read.subject.name
    facts |= {"standing": read.standing.value, "grade": GRADES[read.standing]}
    if read.standing is Standing.GOOD:
        since = f" since {read.alias.learned_at:%-d %b %Y}" if read.alias else ""
        text = f"It asks about a model named {name}. That {topic.name} is {name}: CONFIRMED{since}."
    else:
        text = f"It asks about a model named {name}. It does not say that {topic.name} is that model: SPECULATION."
    return facts | {"text": text + more}


def rung_table(given: Sequence[Row], asked: Asked) -> Table | None:
    """The rungs that have a book or a price, as a table; None when there is none."""
    rows = [row for row in given if row.rung.quote is not None or row.signal.probability is not None]
    if not rows:
        return None
    cells = tuple(
        (
            asks(row, asked),
            price_said(row),
            moved(row.change_day),
            points(quote.spread) if (quote := row.rung.quote) is not None and quote.spread is not None else "–",
            age(row.read_at, asked.as_of) if row.read_at else "–",
        )
        for row in rows[:MANY]
    )
    return Table(("asks", "odds", "24 h", "spread", "read"), cells, frozenset({"odds"}))


def sources(pairs: Iterable[tuple[Board, Row]]) -> tuple[Source, ...]:
    """Where each row's price was read, and where its outcome was."""
    made = []
    for board, row in pairs:
        market = board.market
        if row.told is not None:
            made.append(Source(f"{market.venue_name} price in {row.told.teller}", row.told.url, row.told.at))
        else:
            made.append(Source(f"{market.venue_name}: {market.title}", market.url, row.read_at))
        where = row.rung.state_source
        if row.rung.resolution is not None and where.startswith("http") and where != made[-1].url:
            made.append(Source(f"{market.id}, outcome", where))
    return tuple(made)


def told_items(rungs: Iterable[tuple[RungSeen, Row]], asked: Asked) -> tuple[list[Words], list[dict[str, object]]]:
    """Prices that pages told, one line a figure: first teller, who copied it until when; never as current."""
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
            first, last = ordered[0], max(min(told.until or told.at, asked.as_of) for told in ordered)
            overtaken = newest is not None and newest.at > first.at
            copied = f"; copied until {read_day(last, asked)}" if len(ordered) > 1 else ""
            why = "not current" if overtaken or row.rung.quote is not None else "not read at the venue"
            lines.append(
                (
                    bold(Probability(price).said),
                    f" {asks(row, asked)}: reported {read_day(first.at, asked)} by ",
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


def row_facts(found: Board, row: Row, asked: Asked) -> dict[str, object]:
    """A row for programs. ``probability`` is that of a release by (or on) the deadline, a complement turned round."""
    quote, said = row.rung.quote, row.signal
    return {
        "venue": found.market.venue_name,
        "market": found.market.id,
        "title": found.market.title,
        "url": found.market.url,
        "subject": found.market.subject,
        "rung": row.label,
        "question": row.rung.question,
        "kind": row.date.kind,
        "deadline": row.date.deadline,
        "deadline_date": row.date.last,
        "complement": row.date.complement,
        "status": row.rung.status,
        "outcome": row.rung.resolution,
        "probability": _number(turned(row)),
        "basis": said.basis,
        "interval": [float(said.low), float(said.high)],
        "bid": quote.bid if quote else None,
        "ask": quote.ask if quote else None,
        "last": quote.last if quote else None,
        "spread": _number(quote.spread if quote else None),
        "read_at": row.read_at,
        "age_s": int((asked.as_of - row.read_at).total_seconds()) if row.read_at else None,
        "change_24h": _number(row.change_day),
        "change_7d": _number(row.change_week),
        "liquidity": quote.liquidity if quote else None,
        "volume": quote.volume if quote else None,
        "currency": found.market.currency,
        "quality": {"stars": row.quality.stars, "formula": row.quality.formula} if row.quality else None,
        "flags": list(row.flags),
        "note": row.date.note or None,
    }


def _number(value: float | None) -> float | None:
    return None if value is None else round(float(value), 6)


def curve_facts(found: Board, strict_median: datetime | None) -> dict[str, object]:
    """The curve for programs; dates New York, moments UTC, None beyond the ladder."""
    curve = found.curve

    def day(moment: datetime | None) -> date | None:
        return None if moment is None else dates.day_of(moment)

    at = {
        name: curve.quantile(q) if found.carries else None for name, q in (("p10", 0.1), ("median", 0.5), ("p90", 0.9))
    }
    return {
        **at,
        "median_date": day(at["median"]),
        "p10_date": day(at["p10"]),
        "p90_date": day(at["p90"]),
        "reach": round(curve.reach, 6),
        "last_deadline": curve.knots[-1].at if curve.knots else None,
        "median_without_wide_books": strict_median,
        "knots": [{"at": knot.at, "p": round(knot.p, 6), "rung": knot.label} for knot in curve.knots],
        "buckets": [
            {"label": leg.label, "share": round(leg.share, 6), "cum": None if leg.cum is None else round(leg.cum, 6)}
            for leg in found.buckets
        ],
    }


def violation_facts(found: Board) -> list[dict[str, object]]:
    """Rungs in the wrong order: early, late, gap, and what could be traded (None: noise)."""
    return [
        {
            "early": odd.early,
            "late": odd.late,
            "gap": round(odd.gap, 6),
            "executable": None if odd.executable is None else round(odd.executable, 6),
        }
        for odd in found.curve.violations
    ]


def bullets(items: Sequence[Words], heading: str) -> tuple[Bullets, ...]:
    """A list under its heading, nothing when there is nothing to list."""
    return (Bullets(tuple(items), heading),) if items else ()
