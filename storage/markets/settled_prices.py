"""Settled rungs with their price a day before the end, and their outcome.

Written once when a rung settles, so that a card reads one narrow table and not every past book.
"""

import json
from collections.abc import Sequence

from bot.domain.markets.quotes import signal
from storage.engines import DbRow, Writer
from storage.markets.rows import quote_of
from storage.markets.write_cache import TICK
from storage.rows import queries

_SQL = queries("markets")


def remember(conn: Writer, rungs: Sequence[int]) -> None:
    """Store the results of settled rungs, including revoked outcomes."""
    if not rungs:
        return
    for row in conn.execute(_SQL["settled"], {"rungs": json.dumps(rungs)}).fetchall():
        if (price := _last_price(row)) is not None:
            kept = (row["rung"], row["learned_at"], row["market"], price, row["came_true"])
            conn.execute(_SQL["add_past_rung"], kept)


def _last_price(row: DbRow) -> float | None:
    """Return the newest price by then from book, public record or history.

    It is None if unknown. A rung settled earlier keeps its price if its book was empty when the outcome changed.
    """
    quote = quote_of(row)
    said = signal(quote).probability if quote is not None else None
    told = [
        (at, float(price))
        for at, price in (
            (row["at"], said),
            (row["e_at"], None if row["e_price"] is None else row["e_price"] / TICK),
            (row["p_at"], None if row["p_price"] is None else row["p_price"] / TICK),
        )
        if at is not None and price is not None
    ]
    return max(told)[1] if told else row["known"]
