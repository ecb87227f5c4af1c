"""The record of settled rungs: what each was priced a day before its end, and whether it came true.

Written once when a rung settles, so that a card reads one narrow table and not all books there ever were.
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
    """Write down what became of these rungs, so far as they are settled; an outcome taken back is written, too."""
    if not rungs:
        return
    for row in conn.execute(_SQL["settled"], {"rungs": json.dumps(rungs)}).fetchall():
        if (price := _last_price(row)) is not None:
            kept = (row["rung"], row["learned_at"], row["market"], price, row["came_true"])
            conn.execute(_SQL["add_past_rung"], kept)


def _last_price(row: DbRow) -> float | None:
    """The newest of what the book, a public record and the venue's own history said by then; None: nobody knows.

    A rung that settled before keeps its price where its book was empty by the time the outcome was turned.
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
