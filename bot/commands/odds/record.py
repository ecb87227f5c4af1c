"""``/odds record``: how prices turned out by venue, money and kind, with n and interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.dispatch.command import Command, as_of_option, option
from bot.domain.markets.quotes import Probability, interval
from bot.domain.markets.track_record import (
    KINDS,
    MONEY,
    BrierScore,
    PastForecast,
    PublishedBin,
    RecordGroup,
    TrackRecord,
    grouped,
    track_record,
)
from bot.domain.text import shorten
from bot.domain.time import format_day
from bot.messages.errors import NotFound
from bot.messages.levels import brief
from bot.messages.reply import Bullets, Part, Reply, Source, Table, Text
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.sources import venues

ENOUGH = 10  # questions of a bin from which its share is more than an anecdote
GROUPS = 8
MISSES = 5
HIGH, LOW = 0.8, 0.2  # bounds of prices that are all but sure
MISSED = 0.8  # a price at least that sure, the wrong way
HOURLY_NOTE = "Prices of the ledger are hourly middles without bid and ask; a wide book looks like a price there."


@dataclass(frozen=True, slots=True)
class OddsRecordInputs:
    """The settled questions, the selected ones, and published records."""

    past: tuple[PastForecast, ...]
    published: tuple[PublishedBin, ...]
    of: str


class OddsRecord(Command[OddsRecordInputs], name="odds record", shareable=True):
    """Show how often prices came true, with n and interval."""

    venue: str = option("Only this venue", default="")
    as_of: datetime | None = as_of_option(default=None)

    async def gather(self, ports: Ports, ctx: RequestContext) -> OddsRecordInputs:
        """Every settled question known by then."""
        past = tuple(ports.markets.settled(ctx.view))
        wanted = self.venue.strip().casefold()
        if wanted:
            known = sorted({*venues.every(), *(one.venue for one in past)})
            if wanted not in known:
                raise NotFound(f"I read no venue called “{shorten(self.venue, 40)}”.", choices=known)
            past = tuple(one for one in past if one.venue == wanted)
        return OddsRecordInputs(past, tuple(ports.markets.published_records(ctx.view)) if not wanted else (), wanted)

    def answer(self, found: OddsRecordInputs, ctx: RequestContext) -> Reply:
        """Compose the record: real money first, or a venue's own.

        Other groups, misses and published records after.
        """
        money = _money(found)
        main = track_record(one for one in found.past if one.money == money)
        groups = grouped(found.past)
        head = _title(main, found.of)
        day = main.scores[0]
        brier = _brier_line(main.scores, money)
        parts: list[Part] = [Text(brier)]
        for group in groups[:GROUPS]:
            if group.record.priced:
                parts += [Text(_group_title(group)), _bins(group.record)]
        parts.append(_groups(groups[:GROUPS]))
        parts += _published(found.published)
        misses = _misses(found.past)
        if misses:
            parts.append(Bullets(tuple(_miss(one) for one in misses), "Priced surest, and wrong"))
        by = [one for one in groups if one.money == money and one.record.scores[0].n]
        lines = [
            *_in_words(main),
            _brier_line(main.scores, money),
            *(_group_line(one) for one in by[:3]),
            *_published_lines(found.published),
        ]
        priced = f"{day.n} questions of {day.events} events with a price of a day before"
        note = f"{priced} · as of {format_day(ctx.as_of.date())}"
        return Reply(
            title=head,
            parts=tuple(parts),
            brief=brief(head, lines, note),
            sources=_sources(found, ctx),
            note=HOURLY_NOTE,
            data=_facts(found, main, groups, ctx),
        )


def _title(main: TrackRecord, of: str) -> str:
    where = f" at {of.capitalize()}" if of else ""
    day = main.scores[0]
    if day.score is None or day.base is None:
        return f"{main.settled} questions settled{where}; none with a price of a day before"
    held = "better than" if day.score < day.base else "no better than"
    return f"Prices{where} a day before: {held} the base rate (Brier {day.score:.3f} against {day.base:.3f})"


def _in_words(found: TrackRecord) -> list[str]:
    """How many questions came true that were priced high, and low, a day before."""
    ends = (
        ("80 % or more", [one for one in found.bins if one.low >= HIGH]),
        ("under 20 %", [one for one in found.bins if one.high <= LOW]),
    )
    counts = [(said, sum(one.share.hits for one in bins), sum(one.share.n for one in bins)) for said, bins in ends]
    told = [f"{hits} of {n} priced {said} came true" for said, hits, n in counts if n]
    return [f"A day before the end: {'; '.join(told)}."] if told else []


def _money(found: OddsRecordInputs) -> str:
    """The money of the title's record: real, unless the venue asked for has only another."""
    kinds = {one.money for one in found.past} if found.of else set()
    return kinds.pop() if len(kinds) == 1 else "real"


def _brier_line(scores: Sequence[BrierScore], money: str) -> str:
    """The scores at 1, 7 and 30 days, with n and events."""
    told = [
        f"{one.days} d: {one.score:.3f} against {one.base:.3f} (n = {one.n}, {one.events} events)"
        if one.score is not None and one.base is not None
        else f"{one.days} d: no price that old is known"
        for one in scores
    ]
    return f"Brier, each event once, {MONEY[money]}: {'; '.join(told)}."


def _group_title(group: RecordGroup) -> str:
    return f"{group.venue.capitalize()}, {MONEY.get(group.money, group.money)}, {KINDS.get(group.kind, group.kind)}"


def _group_line(group: RecordGroup) -> str:
    score = group.record.scores[0]
    assert score.score is not None  # noqa: S101 - only groups with a score come here
    sure = [one for one in group.record.bins if one.low >= 0.6]  # noqa: PLR2004 - the upper bins
    hits, n = sum(one.share.hits for one in sure), sum(one.share.n for one in sure)
    sure_said = f"of those at 60 % or more {hits} of {n} came true"
    return f"• {_group_title(group)}: {sure_said}; Brier {score.score:.3f}, n = {score.n}"


def _bins(found: TrackRecord) -> Table:
    """Tabulate the bins a day before, with n and interval.

    If n is too small, with a caution instead.
    """
    columns = ("price", "n", "events", "mean", "came true")
    rows = tuple(
        (
            interval(Probability(one.low), Probability(one.high)),
            str(one.share.n),
            str(one.events),
            Probability(one.mean).said,
            one.share.text if one.share.n >= ENOUGH else f"{one.share.hits} of {one.share.n}, too few",
        )
        for one in found.bins
    )
    return Table(columns, rows, frozenset(columns[1:4]))


def _groups(groups: Sequence[RecordGroup]) -> Table:
    columns = ("venue", "money", "question", "settled", "1 d", "7 d", "30 d")
    rows = tuple(
        (
            one.venue,
            MONEY.get(one.money, one.money),
            KINDS.get(one.kind, one.kind),
            str(one.record.settled),
            *(f"{score.score:.3f} (n {score.n})" if score.score is not None else "–" for score in one.record.scores),
        )
        for one in groups
    )
    return Table(columns, rows, frozenset({"settled"}))


def _published(bins: Sequence[PublishedBin]) -> list[Part]:
    """List published records, by-rungs and day buckets apart, as published."""
    if not bins:
        return []
    columns = ("published", "question", "n", "came true")
    rows = tuple(
        (
            f"ever at {Probability(one.low).said} or more"
            if one.what == "touched"
            else f"{interval(Probability(one.low), Probability(one.high))}, {one.hours} h before",
            KINDS.get(one.kind, "deadlines and days"),
            str(one.n),
            one.share.text,
        )
        for one in bins
    )
    return [Text(f"As {bins[0].publisher} published it, not recomputed here:"), Table(columns, rows, frozenset({"n"}))]


def _published_lines(bins: Sequence[PublishedBin]) -> list[str]:
    """Contrast a deadline and a single day once priced at one half."""
    half = {one.kind: one for one in bins if one.what == "touched" and one.low == 0.5}  # noqa: PLR2004 - one half
    if not {"by", "on"} <= half.keys():
        return []
    by, on = half["by"], half["on"]
    told = f"a deadline came true {by.hits} of {by.n} times, a single day {on.hits} of {on.n}"
    return [f"• Ever at 50 % or more ({by.publisher}): {told}"]


def _misses(past: Sequence[PastForecast]) -> list[PastForecast]:
    """The questions of which a price a day before was surest and wrong."""
    wrong = [one for one in past if 1 in one.prices and abs(one.prices[1] - one.came_true) >= MISSED]
    return sorted(wrong, key=lambda one: -abs(one.prices[1] - one.came_true))[:MISSES]


def _miss(one: PastForecast) -> str:
    end = "came true" if one.came_true else "did not"
    return f"{one.title} {one.label}: {Probability(one.prices[1]).said} a day before, and it {end} ({one.venue})"


def _sources(found: OddsRecordInputs, ctx: RequestContext) -> tuple[Source, ...]:
    told = (*(one.source for one in found.published), *(one.source for one in found.past if one.prices))
    pages = dict.fromkeys(url for url in told if url.startswith("http"))
    return tuple(Source(url.partition("//")[2].partition("/blob")[0][:60], url, ctx.as_of) for url in pages)[:12]


def _facts(
    found: OddsRecordInputs, main: TrackRecord, groups: Sequence[RecordGroup], ctx: RequestContext
) -> dict[str, object]:
    return {
        "as_of": ctx.as_of,
        "venue": found.of or None,
        "settled": len(found.past),
        "brier": [_score_facts(one) for one in main.scores],
        "bins": [
            {
                "low": one.low,
                "high": one.high,
                "n": one.share.n,
                "true": one.share.hits,
                "events": one.events,
                "mean": round(one.mean, 4),
                "interval_low": round(one.share.low, 4),
                "interval_high": round(one.share.high, 4),
            }
            for one in main.bins
        ],
        "groups": [
            {
                "venue": one.venue,
                "money": one.money,
                "kind": one.kind,
                "settled": one.record.settled,
                "brier": [_score_facts(score) for score in one.record.scores],
            }
            for one in groups
        ],
    }


def _score_facts(one: BrierScore) -> dict[str, object]:
    return {
        "days": one.days,
        "n": one.n,
        "events": one.events,
        "score": None if one.score is None else round(one.score, 4),
        "base": None if one.base is None else round(one.base, 4),
    }
