"""Load the public ledger's markets into the tables, idempotently.

``[[market]]`` names a market and its rungs; ``[[rules]]`` its rules as far as a public copy gives them; ``[[reading]]``
a recorded price (``read`` at the venue, ``reported`` by a page), ``[[series]]`` many prices of one rung;
``[[resolution]]`` how a rung ended.
"""

from __future__ import annotations

import hashlib

from bot.ledger import Row, Tables, moment, so_and_learned
from storage.changes import touch_each
from storage.engines import Writer
from storage.markets.past_forecasts import load_past_forecasts
from storage.markets.settled_prices import remember
from storage.markets.write_cache import TICK
from storage.rows import queries, to_db

_SQL = queries("markets")


def load_markets(db: Writer, tables: Tables) -> None:
    """Replace an earlier edition.

    Markets and rungs keep their numbers, which people cite.
    """
    conn = db
    conn.execute(_SQL["forget_ledger_mappings"])
    conn.execute(_SQL["forget_ledger_readings"])
    rungs: dict[str, int] = {}
    markets: dict[str, int] = {}
    for row in tables.get("market", ()):
        number = markets[row["id"]] = _market(conn, row)
        for rung in row["rungs"]:
            rungs[rung["id"]] = _rung(conn, number, row, rung)
    for number in markets.values():
        conn.execute(_SQL["forget_ledger_rules"], (number,))
    for row in tables.get("rules", ()):
        _rules(conn, markets[row["market"]], row)
    for row in tables.get("reading", ()):
        _reading(conn, rungs[row["rung"]], row)
    for series in tables.get("series", ()):
        for at, price in series["points"]:
            point = {**series, "so": at, "price": price, "kind": "read"}
            _reading(conn, rungs[series["rung"]], point)
    for row in tables.get("resolution", ()):
        so, learned = so_and_learned(row)
        outcome = row.get("outcome")  # without one the question only closed
        status = "resolved" if outcome else "closed"
        state = (rungs[row["rung"]], to_db(learned), to_db(so), status, outcome, row["source"], "", None, 1)
        conn.execute(_SQL["add_state"], state)
    remember(conn, list(rungs.values()))
    load_past_forecasts(db, tables)
    for number in markets.values():
        touch_each(db, _SQL["mark_ledger"], {"market": number})


def _rules(conn: Writer, number: int, row: Row) -> None:
    so, learned = so_and_learned(row)
    asked = {
        "market": number,
        "learned": to_db(learned),
        "so": to_db(so),
        "sha256": hashlib.sha256(row["text"].encode()).hexdigest(),
        "text": row["text"],
        "source": f"ledger:{row['source']}",
    }
    conn.execute(_SQL["add_rules"], asked)


def _reading(conn: Writer, rung: int, row: Row) -> None:
    so, learned = so_and_learned(row)
    asked = {
        "rung": rung,
        "so": to_db(so),
        "learned": to_db(learned),
        "until": to_db(moment(row["until"])) if "until" in row else None,
        "price": round(row["price"] * TICK),
        "kind": row["kind"],
        "teller": row["teller"],
        "source": row["source"],
        "note": row.get("note", ""),
    }
    conn.execute(_SQL["add_reading"], asked)


def _market(conn: Writer, row: Row) -> int:
    so, learned = so_and_learned({"so": row["opened"], **row})
    asked = {
        "venue": row["venue"],
        "key": row["id"],
        "slug": row.get("slug", row["id"]),
        "title": row["title"],
        "url": row["url"],
        "currency": row.get("currency", "USD"),
        "neg_risk": 0,
        "closes": to_db(moment(row["closes"])) if "closes" in row else None,
        "so": to_db(so),
        "learned": to_db(learned),
        "source": row["source"],
        "event_id": "",
    }
    number = int(conn.execute(_SQL["add_market"], asked).fetchone()[0])
    for slug in row["subjects"]:
        mapping = (slug, number, "", "ledger", to_db(so), to_db(learned), row["source"])
        conn.execute(_SQL["add_mapping"], mapping)
    return number


def _rung(conn: Writer, number: int, market: Row, rung: Row) -> int:
    so, learned = so_and_learned({"so": market["opened"], **market, **rung})
    asked = {
        "market": number,
        "key": rung["id"],
        "label": rung.get("label", ""),
        "question": rung["question"],
        "ends": to_db(moment(rung["ends"])) if "ends" in rung else None,
        "token": "",
        "placeholder": 0,
        "so": to_db(so),
        "learned": to_db(learned),
        "source": rung.get("source", market["source"]),
    }
    return int(conn.execute(_SQL["add_rung"], asked).fetchone()[0])
