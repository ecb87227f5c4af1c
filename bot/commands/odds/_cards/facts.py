"""Boards as typed facts for programs, printed by ``--json`` under ``data``."""

from __future__ import annotations

from datetime import date, datetime

from bot.domain.markets.calibration import Calibration
from bot.domain.markets.ladder_gap import DayAboveDeadline, LadderGap
from bot.domain.markets.market_view import MarketBoard, RungRow, turned
from bot.domain.time import day_of
from bot.messages.request import RequestContext


def row_facts(found: MarketBoard, row: RungRow, ctx: RequestContext) -> dict[str, object]:
    """Return a row's facts.

    ``probability`` is that of a release by (or on) the deadline. A complement is inverted.
    """
    quote, said = row.rung.quote, row.signal
    return {
        "venue": found.market.venue_name,
        "market": found.market.id,
        "title": found.market.title,
        "url": found.market.url,
        "subject": found.market.subject,
        "linked_by_desk": found.market.by_desk,
        "rung": row.label,
        "question": row.rung.question,
        "kind": row.date.kind,
        "deadline": row.date.deadline,
        "deadline_date": row.date.last,
        "complement": row.date.complement,
        "status": row.rung.status,
        "outcome": row.rung.resolution,
        "stage": row.rung.stage or None,
        "settled_at": row.rung.resolved_at,
        "settled_told": row.rung.settling_told if row.rung.resolution else None,
        "payout": row.rung.payout,
        "probability": rounded(turned(row)),
        "basis": said.basis,
        "interval": [float(said.low), float(said.high)],
        "bid": quote.bid if quote else None,
        "ask": quote.ask if quote else None,
        "last": quote.last if quote else None,
        "spread": rounded(quote.spread if quote else None),
        "read_at": row.read_at,
        "age_s": int((ctx.as_of - row.read_at).total_seconds()) if row.read_at else None,
        "change_24h": rounded(row.change_day),
        "change_7d": rounded(row.change_week),
        "liquidity": quote.liquidity if quote else None,
        "volume": quote.volume if quote else None,
        "currency": found.market.currency,
        "quality": {"stars": row.quality.stars, "formula": row.quality.formula} if row.quality else None,
        "flags": list(row.flags),
        "note": row.date.note or None,
    }


def board_facts(found: MarketBoard, ctx: RequestContext) -> dict[str, object]:
    """A market that only names the topic, with the row it is shown by."""
    row = found.main_row()
    about = {"market": found.market.id, "title": found.market.title, "state": found.state, "shape": found.shape}
    return about | {"main": None if row is None else row_facts(found, row, ctx)}


def rounded(value: float | None) -> float | None:
    """Round a number to six digits; None stays None."""
    return None if value is None else round(float(value), 6)


def curve_facts(found: MarketBoard, strict_median: datetime | None) -> dict[str, object]:
    """Return the curve's facts: dates in New York, moments in UTC, None beyond the ladder."""
    curve = found.curve

    def day(moment: datetime | None) -> date | None:
        return None if moment is None else day_of(moment)

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


def violation_facts(found: MarketBoard) -> list[dict[str, object]]:
    """Return rungs out of order: early, late, gap, and what is tradable (None: noise)."""
    return [
        {
            "early": odd.early,
            "late": odd.late,
            "gap": round(odd.gap, 6),
            "executable": None if odd.executable is None else round(odd.executable, 6),
        }
        for odd in found.curve.violations
    ]


def day_above_facts(over: DayAboveDeadline | None) -> dict[str, object] | None:
    """Return a day priced above the deadline that includes it."""
    if over is None:
        return None
    return {"day": over.day, "on": over.on, "by": over.by, "hours_apart": over.apart.total_seconds() / 3600}


def gap_facts(gap: LadderGap | None) -> dict[str, object] | None:
    """Return the day on which two ladders disagree, both prices and the gap."""
    return None if gap is None else {"day": gap.day, "by": gap.by, "summed": gap.summed, "gap": rounded(gap.size)}


def calibration_facts(record: Calibration | None) -> dict[str, object] | None:
    """How prices like this one ended."""
    if record is None:
        return None
    return {"n": record.events, "true": record.true, "events": record.scored, "brier": record.brier}
