"""``/odds show``: one card, from what storage holds, with every number's age and what its question leaves out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from bot.commands.odds import _brief as short
from bot.commands.odds import _cautions as cautions
from bot.commands.odds import _facts as facts
from bot.commands.odds import _words as words
from bot.commands.odds._finding import Topic, find
from bot.commands.odds._pooling import pool_said, pooled_odds
from bot.dispatch.command import Command, as_of_option, option, order
from bot.dispatch.date_arguments import Deadline
from bot.dispatch.plain_words import lone_name
from bot.domain.markets.calibration import calibration
from bot.domain.markets.ladder_gap import ladder_gap
from bot.domain.markets.market_view import MarketBoard, RungRow, turned, turned_outcome, without_wide
from bot.domain.markets.markets import PastRung
from bot.domain.markets.quotes import Probability
from bot.domain.markets.rules import clauses
from bot.domain.time import NEW_YORK, Prefer, day_of, end_of_day, find_times, format_moment
from bot.messages import words as labels
from bot.messages.errors import NotFound
from bot.messages.reply import Action, Button, Fields, Part, Reply, Severity, Text, Words, bold, spans
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.queries.names import names

Venue = Literal["Polymarket", "Kalshi", "Manifold", "Metaculus"]
CLAUSES = 3
SHOWN = 5  # venues with a line each
TOLD = 4
QUESTION = 160  # characters of a venue's question in a title
SUMMARY = "ledger:"  # rules out of the public ledger: what a public record says of them


@dataclass(frozen=True, slots=True)
class ShowOddsInputs:
    """The question as it was understood, its topic with the boards, and the past prices to judge by."""

    command: ShowOdds
    topic: Topic
    past: Sequence[PastRung]


class ShowOdds(Command[ShowOddsInputs], name="odds show", shareable=True):
    """Shows what the prediction markets say, and what their question leaves out."""

    about: str = option("Model, codename, market id or address", complete="subject")
    by: Deadline | None = option("Only this deadline: 30 Apr, end of Q2, in 2 weeks", default=None)
    venue: Venue | None = option("Only this venue", default=None)
    as_of: datetime | None = as_of_option(default=None)

    async def gather(self, ports: Ports, ctx: RequestContext) -> ShowOddsInputs:
        """The subject's boards and the past, all from storage."""
        command, topic = self._understood(ports, ctx)
        return ShowOddsInputs(command, topic, ports.markets.past(ctx.view))

    def answer(self, found: ShowOddsInputs, ctx: RequestContext) -> Reply:
        """The card, or which of the written-out states there is instead."""
        if found.command != self:
            return found.command.answer(found, ctx)
        topic = found.topic
        boards = [board for board in topic.boards if self.venue is None or board.market.venue_name == self.venue]
        if not boards:
            return self._no_market(topic, ctx)
        chosen = [(board, row) for board in boards if (row := self._row(board)) is not None]
        if not chosen:
            return self._other_dates(topic, boards, ctx)
        return _card(self, found, boards, chosen, ctx)

    def _understood(self, ports: Ports, ctx: RequestContext) -> tuple[ShowOdds, Topic]:
        """The topic; only where nothing has that name, "will spud be out by 30 Apr?" is a name and its deadline."""
        try:
            return self, find(ports, ctx, self.about)
        except NotFound as unknown:
            about, behind = (self.about, "") if self.by else _split_deadline(self.about.strip(" ?!."), ctx)
            name = lone_name(about)
            if not name or not names(ports, ctx.view).resolve(name).is_name:
                raise
            by = Deadline.parse(behind, ctx) if behind else self.by
            try:
                return replace(self, about=name, by=by), find(ports, ctx, name)
            except NotFound:
                raise unknown from None

    def _row(self, board: MarketBoard) -> RungRow | None:
        return board.main_row() if self.by is None else board.at(self.by.day)

    def _no_market(self, topic: Topic, ctx: RequestContext) -> Reply:
        at = f" at {self.venue}" if self.venue else ""
        others = sorted({board.market.venue_name for board in topic.boards})
        hint = f"There is one at {' and '.join(others)}." if others else "Try other words: odds search."
        asks = [
            Button(f"At {other}", order("odds show", about=self.about, by=self.by, venue=other)) for other in others
        ]
        return Reply(
            title=f"No market{at} asks about {topic.name}.",
            parts=(Text(hint),),
            actions=tuple(asks) or self._instead(topic),
            data={
                "subject": topic.subject.slug if topic.subject else None,
                "as_of": ctx.as_of,
                "state": "no_market",
                "venues": [],
                "outcome": None,
            },
        )

    @staticmethod
    def _instead(topic: Topic) -> tuple[Action, ...]:
        """What may be asked where no market is: what is known of the model, and markets by its words."""
        search = Button("Search", order("odds search", words=topic.name))
        known = topic.subject and Button("What is known of it", order("claimcheck ready", model=topic.subject.slug))
        return (known, search) if known else (search,)

    def _other_dates(self, topic: Topic, boards: Sequence[MarketBoard], ctx: RequestContext) -> Reply:
        """Nobody asks about that day: the nearest that somebody asks about, and what the curve says between them."""
        day = self.by.day if self.by else day_of(ctx.as_of)
        rows = [(board, row) for board in boards for row in board.rows if row.date.last is not None]
        rows.sort(key=lambda pair: (not _speaks(pair[1]), abs((pair[1].date.last or day) - day)))
        near = sorted(rows[:3], key=lambda pair: pair[1].date.last or day)
        items: list[Words] = [
            (bold(words.price_said(row)), f" {words.asks(row, ctx)} · {board.market.venue_name} · {board.market.id}")
            for board, row in near
        ]
        between = boards[0].curve.by(end_of_day(day)) if boards[0].carries else None
        parts: list[Part] = [*words.bullets(items, "Nearest")]
        if between is not None:
            parts.append(
                Text(f"Between its rungs the curve passes {Probability(between)} on that day: read off, not quoted.")
            )
        actions: list[Action] = [
            Button(
                words.asks(row, ctx),
                order("odds show", about=self.about, by=row.date.last, venue=self.venue, as_of=self.as_of),
            )
            for _, row in near
        ]
        at = f" at {self.venue}" if self.venue else ""
        what = f"“{topic.name} by {words.day_said(day, ctx)}”" if self.by else f"a day for {topic.name} that I can read"
        return Reply(
            title=f"No open market{at} asks about {what}.",
            note=self.by.note if self.by else "",
            parts=tuple(parts),
            actions=tuple(actions),
            data={
                "subject": topic.subject.slug if topic.subject else None,
                "as_of": ctx.as_of,
                "state": "no_market",
                "outcome": None,
                "venues": [],
                "asked_deadline": day,
                "nearest": [facts.row_facts(board, row, ctx) for board, row in near],
                "interpolated": None if between is None else round(between, 6),
            },
        )


def _split_deadline(about: str, ctx: RequestContext) -> tuple[str, str]:
    """Split "spud by 30 Apr" into the name and the words of its deadline, which are empty where there are none."""
    for mention in find_times(about, ctx.as_of, ctx.zone, Prefer.FUTURE)[-1:]:
        if mention.tail_end == len(about) and mention.lead_start and mention.deadline is not None:
            return about[: mention.lead_start].strip(), about[mention.lead_start :]
    name, lead, words_behind = about.rpartition(" by ")
    return (name, words_behind) if lead else (about, "")


def _card(
    command: ShowOdds,
    found: ShowOddsInputs,
    boards: Sequence[MarketBoard],
    chosen: Sequence[tuple[MarketBoard, RungRow]],
    ctx: RequestContext,
) -> Reply:
    topic = found.topic
    board, row = chosen[0]
    text = row.rung.rules or (board.market.rules[-1].text if board.market.rules else "")
    rules = clauses(text)
    on = next(
        (other for other in boards if other.shape == "buckets" and other.market.subject == board.market.subject), None
    )
    apart = ladder_gap(board, on) if on is not None and board.shape == "by" else None
    main = row if board.state != "settled" else None
    minded = [*cautions.warnings(board, main, ctx), *cautions.gap_warning(apart, ctx)]
    strict = without_wide(board, ctx.as_of).quantile(0.5) if board.carries else None
    minded += _rests_on_wide(board, strict, ctx)
    day = command.by.day if command.by else None
    told, told_facts = words.told_items(
        ((line.rung, line) for each in boards for line in each.rows if day in (None, line.date.last)), ctx
    )
    gap = words.gap_of(topic, board)
    price = turned(row)
    asked_yet = price is not None and board.state in ("open", "down")
    record = calibration(found.past, price, but=board.market.number) if price is not None and asked_yet else None
    pooled = pooled_odds(chosen)
    following = [line for line in board.rows if line is not row and line.date.last is not None and _later(line, ctx)]
    choice = board.shape == "choice"
    table = words.rung_table(board.rows if choice else following, ctx)
    unknown = "The rules text is not known here."
    counts = _quoted(rules.counts) or ("See the rules." if text else unknown)
    excludes = _quoted(rules.excludes) or ("The rules name no exclusion." if text else unknown)
    second_hand = bool(text) and not row.rung.rules and board.market.rules[-1].source.startswith(SUMMARY)
    settled = board.state == "settled"
    speaking = [pair for pair in chosen if pair == chosen[0] or _speaks(pair[1])]
    silent = [pair for pair in chosen if pair not in speaking]
    lines = [
        (
            f"{each.market.venue_name} {each.market.id}",
            (*spans(words.venue_line(each, line, ctx)), " · different date" * (line.date.last != row.date.last)),
        )
        for each, line in speaking[:SHOWN]
    ]
    parts: list[Part] = [
        *_headline(board, row, ctx),
        Fields(tuple(lines)),
        *pool_said(pooled),
        Fields(
            (
                *((("Curve", words.curve_said(board, ctx)),) if board.state not in ("settled", "closed") else ()),
                (labels.COUNTS, counts),
                (labels.DOES_NOT_COUNT, excludes),
                *((("Rules read in", "a public record's summary, not on the venue's page"),) if second_hand else ()),
                ("Gap to this rumour", str(gap["text"])),
            )
        ),
        *words.bullets(minded, labels.CAUTION),
        *((Text("Options" if choice else "Other deadlines"), table) if table else ()),
        *words.bullets(told[:TOLD] if not settled else (), labels.REPORTED_BY_OTHERS),
        *_silent(silent if not settled else (), ctx),
        *words.others_said(topic.others),
        *((Text(record.said, quiet=True),) if record is not None else ()),
    ]
    head = short.title(topic, board, row, ctx)
    note = command.by.note if command.by and command.by.note else _note(board, row, ctx)
    shown = [pair for pair in speaking if pair[1].date.last == row.date.last or pair == chosen[0]]
    same_day = row.date.deadline
    prices = [float(str(one["probability"])) for one in told_facts if one["deadline"] == same_day]
    return Reply(
        title=head,
        parts=tuple(parts),
        brief=short.card(head, topic, shown, minded, prices, ctx, excludes=rules.excludes, note=note),
        severity=Severity.WARN if board.state in ("down", "resolving") else Severity.INFO,
        sources=words.sources(speaking[:SHOWN]),
        actions=_actions(command, board),
        note=note,
        data={
            "subject": topic.subject.slug if topic.subject else None,
            "subject_state": topic.subject.state.value if topic.subject else None,
            "as_of": ctx.as_of,
            "state": board.state,
            "outcome": board.outcome,
            "settled_at": board.settled_at,
            "asked_deadline": command.by.day if command.by else None,
            "probability": None if price is None or board.state == "settled" else round(float(price), 6),
            "venues": [facts.row_facts(each, row_, ctx) for each, row_ in chosen],
            "curve": facts.curve_facts(board, strict),
            "violations": facts.violation_facts(board),
            "rungs_read": board.market.rungs_total - board.unread,
            "rungs_total": board.market.rungs_total,
            "faults": list(board.market.faults),
            "placeholders": board.placeholders,
            "ladder_gap": None
            if apart is None
            else {"day": apart.day, "by": apart.by, "summed": apart.summed, "gap": round(apart.size, 6)},
            "counts": list(rules.counts),
            "excludes": list(rules.excludes),
            "gap": gap,
            "reported": told_facts,
            "next_rungs": [facts.row_facts(board, line, ctx) for line in following[: words.MANY]],
            "options": [facts.row_facts(board, line, ctx) for line in board.rows] if choice else [],
            "calibration": None
            if record is None
            else {"n": record.events, "true": record.true, "events": record.scored, "brier": record.brier},
            "pooled": None if pooled is None else round(float(pooled[0]), 6),
            "closes_at": row.date.deadline or board.market.closes_at,
            "others": [facts.board_facts(other, ctx) for other in topic.others],
            "rules_changed_at": board.market.rules[-1].learned_at if len(board.market.rules) > 1 else None,
        },
        shows=(board.market.id,),
    )


def _headline(board: MarketBoard, row: RungRow, ctx: RequestContext) -> list[Part]:
    """The states that need a sentence before any number."""
    match board.state:
        case "settled":
            price = row.signal.probability
            before = f" Last price known: {price.said}" if price is not None else ""
            day = f", read {words.read_day(row.read_at, ctx)}" if before and row.read_at else ""
            return [Text((bold(f"Settled {(board.outcome or '').upper()}."), f"{before}{day}{'.' if before else ''}"))]
        case "resolving":
            done = [line for line in board.rows if line.rung.resolution is not None]
            told = ", ".join(f"{words.asks(line, ctx)} {str(turned_outcome(line)).upper()}" for line in done[-SHOWN:])
            return [Text((bold("Resolving."), f" Settled so far: {told}. The others not yet: no median, no alerts."))]
        case "closed":
            last = " What is shown is the last price, not an outcome." if row.signal.probability is not None else ""
            return [Text((bold("Closed, not settled."), last))]
        case "down":
            return [Text((bold("No prices right now."), " Last known values below; no change is drawn from them."))]
        case _:
            return []


def _speaks(row: RungRow) -> bool:
    return row.rung.quote is not None or row.signal.probability is not None or row.rung.resolution is not None


def _silent(silent: Sequence[tuple[MarketBoard, RungRow]], ctx: RequestContext) -> list[Part]:
    """Markets nobody has read a price of: named, so that they are not taken for absent."""
    if not silent:
        return []
    named = "; ".join(
        f"{board.market.venue_name} {board.market.id} ({words.asks(row, ctx)})" for board, row in silent[:4]
    )
    return [Text(f"No price was read at: {named}.", quiet=True)]


def _quoted(clauses_: Sequence[str]) -> str:
    return " ".join(f"“{clause}”" for clause in clauses_[:CLAUSES])


def _later(line: RungRow, ctx: RequestContext) -> bool:
    at = line.date.deadline
    return at is not None and at > ctx.as_of and line.rung.resolution is None


def _rests_on_wide(board: MarketBoard, strict: datetime | None, ctx: RequestContext) -> list[Words]:
    middle = board.curve.quantile(0.5) if board.carries else None
    if middle is None or (strict is not None and day_of(strict) == day_of(middle)):
        return []
    other = words.moment_day(strict, ctx) if strict is not None else "no longer carried"
    return [f"The median rests on a wide book; without it the median is {other}"]


def _actions(command: ShowOdds, board: MarketBoard) -> tuple[Action, ...]:
    market = board.market.id
    over = board.state in ("settled", "closed")
    watch = () if over else (Button(labels.TELL_ME_MOVES, order("odds watch", market=market)),)
    return (
        Button(labels.HOW_IT_MOVED, order("odds history", about=command.about, as_of=command.as_of), "main"),
        *watch,
        Button(labels.EXACT_RULES, order("odds rules", market=market, as_of=command.as_of)),
        Button(labels.OTHER_VENUES, order("odds compare", about=command.about, as_of=command.as_of)),
    )


def _note(board: MarketBoard, row: RungRow, ctx: RequestContext) -> str:
    closes = row.date.deadline or board.market.closes_at
    ends = ""
    if closes is not None and closes > ctx.as_of and board.state not in ("settled", "closed"):
        ends = f"closes {words.moment_day(closes, ctx)} {closes.astimezone(NEW_YORK):%H:%M} New York · "
    then = "" if ctx.as_of == ctx.now else f"as of {format_moment(ctx.as_of)} UTC · "
    return f"{then}{ends}{board.market.id} · information, not advice"
