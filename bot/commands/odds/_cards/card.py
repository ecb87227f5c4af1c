"""The card of ``odds show``: one model from which layout and facts are derived."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.commands.odds._cards import brief as short
from bot.commands.odds._cards import cautions, facts, words
from bot.commands.odds._cards.pooling import pool_said, pooled_odds
from bot.commands.odds._finding import Topic
from bot.dispatch.date_arguments import Deadline
from bot.domain.markets.calibration import Calibration, calibration
from bot.domain.markets.ladder_gap import DayAboveDeadline, LadderGap, day_above_deadline, ladder_gap
from bot.domain.markets.market_view import MarketBoard, RungRow, turned, turned_outcome, without_wide
from bot.domain.markets.quotes import Probability
from bot.domain.markets.rules import Clauses, clauses
from bot.domain.markets.track_record import PastForecast
from bot.domain.time import NEW_YORK, day_of, format_moment
from bot.messages import words as labels
from bot.messages.price_words import read_day
from bot.messages.reply import Action, Fields, Part, Reply, Severity, Text, Words, bold, spans
from bot.messages.request import RequestContext
from bot.queries.records.market_record import curve_said

CLAUSES = 3
SHOWN = 5  # venues with a line each
TOLD = 4
RATED = ("open", "down")  # states of a board whose price is compared with the record of prices like it
SUMMARY = "ledger:"  # rules out of the public ledger: what a public record says of them

_KINDS = {"by": "by", "buckets": "on", "choice": "choice"}  # of a board's shape, for its record
_MONEY = {"play": "play", "forecast": "forecast"}  # of a board's currency; any other is real money

Pair = tuple[MarketBoard, RungRow]


@dataclass(frozen=True, slots=True)
class OddsHistory:
    """Past forecasts for comparison, and models that markets settled on if different."""

    past: Sequence[PastForecast]
    resolved_on: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class QuotedRules:
    """The rules of the shown rung.

    Text, clauses, and whether they are a public summary.
    """

    text: str
    clauses: Clauses
    second_hand: bool

    @classmethod
    def of(cls, board: MarketBoard, row: RungRow) -> QuotedRules:
        """The rung's own rules, else the newest version of the market's."""
        newest = board.market.rules[-1] if board.market.rules else None
        text = row.rung.rules or (newest.text if newest else "")
        borrowed = newest is not None and bool(text) and not row.rung.rules
        return cls(text, clauses(text), borrowed and newest is not None and newest.source.startswith(SUMMARY))

    @property
    def counts(self) -> str:
        """Quote what counts, or say why there is no quote."""
        return _quoted(self.clauses.counts) or self._without("See the rules.")

    @property
    def excludes(self) -> str:
        """Quote what does not count, or say why there is no quote."""
        return _quoted(self.clauses.excludes) or self._without("The rules name no exclusion.")

    def _without(self, said: str) -> str:
        return said if self.text else "The rules text is not known here."


@dataclass(frozen=True, slots=True)
class OddsCard:
    """The card's content, computed once for layout, brief answer and facts.

    ``chosen`` are the venues with the row that answers, the main one first; ``price`` is that of a release, with a
    complement inverted.
    """

    topic: Topic
    by: Deadline | None
    chosen: Sequence[Pair]
    price: Probability | None
    rules: QuotedRules
    apart: LadderGap | None
    over: DayAboveDeadline | None
    resolved_on: str
    strict_median: datetime | None
    cautions: Sequence[Words]
    aged: Sequence[Words]
    reported: Sequence[Words]
    reported_facts: Sequence[dict[str, object]]
    gap: dict[str, object]
    record: Calibration | None
    pooled: tuple[Probability, Probability, Probability] | None
    next_rungs: Sequence[RungRow]

    @property
    def board(self) -> MarketBoard:
        """The board of the main venue."""
        return self.chosen[0][0]

    @property
    def row(self) -> RungRow:
        """The row of the main venue."""
        return self.chosen[0][1]

    @property
    def settled(self) -> bool:
        """Whether the main market is settled, so that other prices no longer matter."""
        return self.board.state == "settled"

    @property
    def speaking(self) -> list[Pair]:
        """The venues with a price or an outcome, and the main one."""
        return [pair for pair in self.chosen if pair == self.chosen[0] or has_price(pair[1])]


def odds_card(
    topic: Topic,
    by: Deadline | None,
    boards: Sequence[MarketBoard],
    chosen: Sequence[Pair],
    history: OddsHistory,
    ctx: RequestContext,
) -> OddsCard:
    """Compute the card's content from all boards and those with an answering row.

    ``boards`` are all that may be shown, ``chosen`` those with a row that answers.
    """
    board, row = chosen[0]
    days = _days_beside(board, boards)
    apart = ladder_gap(board, days) if days is not None else None
    over = day_above_deadline(board, days) if days is not None else None
    resolved_on = history.resolved_on.get(board.market.number, "")
    strict = without_wide(board, ctx.as_of).quantile(0.5) if board.carries else None
    day = by.day if by else None
    reported, reported_facts = words.told_items(
        ((line.rung, line) for each in boards for line in each.rows if day in (None, line.date.last)), ctx
    )
    price = turned(row)
    rated = price is not None and board.state in RATED
    return OddsCard(
        topic=topic,
        by=by,
        chosen=chosen,
        price=price,
        rules=QuotedRules.of(board, row),
        apart=apart,
        over=over,
        resolved_on=resolved_on,
        strict_median=strict,
        aged=cautions.age_warning(row if board.state != "settled" else None, ctx),
        cautions=[
            *cautions.warnings(board, row if board.state != "settled" else None, ctx),
            *cautions.gap_warning(apart, ctx),
            *cautions.day_above_warning(over, ctx),
            *cautions.resolved_on_warning(resolved_on),
            *_rests_on_wide(board, strict, ctx),
        ],
        reported=reported,
        reported_facts=reported_facts,
        gap=words.gap_of(topic, board),
        record=_record(history.past, price, board) if rated and price is not None else None,
        pooled=pooled_odds(chosen),
        next_rungs=[
            line for line in board.rows if line is not row and line.date.last is not None and _later(line, ctx)
        ],
    )


def reply(card: OddsCard, actions: tuple[Action, ...], ctx: RequestContext) -> Reply:
    """The card as a reply."""
    board, row = card.board, card.row
    head = short.title(card.topic, board, row, ctx)
    note = card.by.note if card.by and card.by.note else _note(board, row, ctx)
    note = words.noted(note, card.topic, ctx)
    shown = [pair for pair in card.speaking if pair[1].date.last == row.date.last or pair == card.chosen[0]]
    same_day = row.date.deadline
    prices = [float(str(one["probability"])) for one in card.reported_facts if one["deadline"] == same_day]
    excludes = card.rules.clauses.excludes
    return Reply(
        title=head,
        parts=tuple(_parts(card, ctx)),
        brief=short.card(head, card.topic, shown, card.cautions, prices, ctx, excludes=excludes, note=note),
        severity=Severity.WARN if board.state in ("down", "resolving") else Severity.INFO,
        sources=words.sources(card.speaking[:SHOWN]),
        actions=actions,
        note=note,
        data=_data(card, ctx),
        shows=(board.market.id,),
    )


def _parts(card: OddsCard, ctx: RequestContext) -> list[Part]:
    """The full card, from top to bottom."""
    board, row = card.board, card.row
    choice = board.shape == "choice"
    table = words.rung_table(board.rows if choice else card.next_rungs, ctx)
    silent = [pair for pair in card.chosen if pair not in card.speaking]
    return [
        *_headline(board, row, ctx),
        Fields(tuple(_venue_field(each, line, row, ctx) for each, line in card.speaking[:SHOWN])),
        *pool_said(card.pooled),
        Fields(tuple(_question_fields(card, ctx))),
        *words.bullets((*card.aged, *card.cautions), labels.CAUTION),
        *((Text("Options" if choice else "Other deadlines"), table) if table else ()),
        *words.bullets(() if card.settled else card.reported[:TOLD], labels.REPORTED_BY_OTHERS),
        *_silent(() if card.settled else silent, ctx),
        *words.others_said(card.topic.others),
        *((Text(card.record.said, quiet=True),) if card.record is not None else ()),
    ]


def _venue_field(board: MarketBoard, line: RungRow, main: RungRow, ctx: RequestContext) -> tuple[str, Words]:
    said = spans(words.venue_line(board, line, ctx))
    return f"{board.market.venue_name} {board.market.id}", (
        *said,
        " · different date" * (line.date.last != main.date.last),
    )


def _question_fields(card: OddsCard, ctx: RequestContext) -> list[tuple[str, Words]]:
    """Return the question's curve, its rules and its gap to the rumour as fields."""
    fields: list[tuple[str, Words]] = []
    if card.board.state not in ("settled", "closed"):
        fields.append(("Curve", curve_said(card.board, partial(words.day_said, ctx=ctx))))
    fields += [(labels.COUNTS, card.rules.counts), (labels.DOES_NOT_COUNT, card.rules.excludes)]
    if card.rules.second_hand:
        fields.append(("Rules read in", "a public record's summary, not on the venue's page"))
    return [*fields, ("Gap to this rumour", str(card.gap["text"]))]


def _data(card: OddsCard, ctx: RequestContext) -> dict[str, object]:
    """Return the card's facts, as printed by ``--json`` under ``data``."""
    board, market, subject = card.board, card.board.market, card.topic.subject
    return {
        "subject": subject.slug if subject else None,
        "subject_state": subject.state.value if subject else None,
        "as_of": ctx.as_of,
        "state": board.state,
        "outcome": board.outcome,
        "settled_at": board.settled_at,
        "asked_deadline": card.by.day if card.by else None,
        "probability": None if card.settled else facts.rounded(card.price),
        "venues": [facts.row_facts(each, line, ctx) for each, line in card.chosen],
        "curve": facts.curve_facts(board, card.strict_median),
        "violations": facts.violation_facts(board),
        "rungs_read": market.rungs_total - board.unread,
        "rungs_total": market.rungs_total,
        "faults": list(market.faults),
        "placeholders": board.placeholders,
        "ladder_gap": facts.gap_facts(card.apart),
        "day_above_deadline": facts.day_above_facts(card.over),
        "resolved_on": card.resolved_on or None,
        "counts": list(card.rules.clauses.counts),
        "excludes": list(card.rules.clauses.excludes),
        "gap": card.gap,
        "reported": card.reported_facts,
        "next_rungs": [facts.row_facts(board, line, ctx) for line in card.next_rungs[: words.MANY]],
        "options": [facts.row_facts(board, line, ctx) for line in board.rows] if board.shape == "choice" else [],
        "calibration": facts.calibration_facts(card.record),
        "pooled": facts.rounded(card.pooled[0] if card.pooled else None),
        "closes_at": card.row.date.deadline or market.closes_at,
        "others": [facts.board_facts(other, ctx) for other in card.topic.others],
        "rules_changed_at": market.rules[-1].learned_at if len(market.rules) > 1 else None,
    }


def _days_beside(board: MarketBoard, boards: Sequence[MarketBoard]) -> MarketBoard | None:
    """The board of single days about the same model as a ladder of deadlines."""
    days = (other for other in boards if other.shape == "buckets" and other.market.subject == board.market.subject)
    return next(days, None) if board.shape == "by" else None


def _record(past: Sequence[PastForecast], price: Probability, board: MarketBoard) -> Calibration | None:
    """How often prices like this one came true, on boards of the same shape and money."""
    money = _MONEY.get(board.market.currency, "real")
    return calibration(past, price, but=board.market.number, kind=_KINDS.get(board.shape, ""), money=money)


def _headline(board: MarketBoard, row: RungRow, ctx: RequestContext) -> list[Part]:
    """The states that need a sentence before any number."""
    match board.state:
        case "settled":
            price = row.signal.probability
            before = f" Last price known: {price.said}" if price is not None else ""
            day = f", read {read_day(row.read_at, ctx)}" if before and row.read_at else ""
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


def has_price(row: RungRow) -> bool:
    """Whether a row has anything to say: a book, a price, or an outcome."""
    return row.rung.quote is not None or row.signal.probability is not None or row.rung.resolution is not None


def _silent(silent: Sequence[tuple[MarketBoard, RungRow]], ctx: RequestContext) -> list[Part]:
    """List markets without a price, so that they are not taken for absent."""
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
    dated = at is not None and at > ctx.as_of and line.date.last is not None
    return dated and line.rung.resolution is None


def _rests_on_wide(board: MarketBoard, strict: datetime | None, ctx: RequestContext) -> list[Words]:
    middle = board.curve.quantile(0.5) if board.carries else None
    if middle is None or (strict is not None and day_of(strict) == day_of(middle)):
        return []
    other = words.moment_day(strict, ctx) if strict is not None else "no longer carried"
    return [f"The median rests on a wide book; without it the median is {other}"]


def _note(board: MarketBoard, row: RungRow, ctx: RequestContext) -> str:
    closes = row.date.deadline or board.market.closes_at
    ends = ""
    if closes is not None and closes > ctx.as_of and board.state not in ("settled", "closed"):
        ends = f"closes {words.moment_day(closes, ctx)} {closes.astimezone(NEW_YORK):%H:%M} New York · "
    then = "" if ctx.as_of == ctx.now else f"as of {format_moment(ctx.as_of)} UTC · "
    return f"{then}{ends}{board.market.id} · {labels.NOT_ADVICE}"
