"""Former wordings of markets and rungs, and earlier prices of settled rungs.

Old wordings are stored with the moment they ended: reading as of a moment is one seek, which finds nothing for today. A
settled rung has one narrow row, so that the record of past prices is read without scanning all books.
"""

from sqlite_utils import Database

STEPS = (
    """
    CREATE TABLE market_before (
        market INTEGER NOT NULL REFERENCES market (id), until INTEGER NOT NULL, slug TEXT NOT NULL, title TEXT NOT NULL,
        url TEXT NOT NULL, closes_at INTEGER, PRIMARY KEY (market, until)) WITHOUT ROWID""",
    """
    CREATE TABLE rung_before (
        rung INTEGER NOT NULL REFERENCES rung (id), until INTEGER NOT NULL, label TEXT NOT NULL, question TEXT NOT NULL,
        end_date INTEGER, placeholder INTEGER NOT NULL, PRIMARY KEY (rung, until)) WITHOUT ROWID""",
    # came_true is null where an outcome was taken back
    """
    CREATE TABLE past_rung (
        rung INTEGER NOT NULL REFERENCES rung (id), learned_at INTEGER NOT NULL, market INTEGER NOT NULL,
        price REAL NOT NULL, came_true INTEGER, PRIMARY KEY (rung, learned_at)) WITHOUT ROWID""",
)

# Those settled so far, each outcome from when it was known until it was turned or taken back: the newest price of book,
# public record and venue's history a day before the end, or the one it had when it settled before.
FILL = """
    INSERT OR IGNORE INTO past_rung
    WITH ended AS (
        SELECT r.id AS rung, x.learned_at, r.market, CASE
                WHEN x.status = 'resolved' AND x.resolution IN ('yes', 'no') THEN x.resolution = 'yes' END AS came_true,
               min(x.so_at, coalesce(r.end_date, x.so_at)) - 86400 AS day_before
        FROM rung r JOIN rung_state x ON x.rung = r.id
        WHERE NOT r.placeholder AND EXISTS (
          SELECT 1 FROM rung_state WHERE rung = r.id AND learned_at <= x.learned_at
            AND status = 'resolved' AND resolution IN ('yes', 'no'))),
    told AS (
        SELECT e.*, q.at, CASE
            WHEN q.bid IS NOT NULL AND q.ask_over BETWEEN 0 AND 1000
              THEN (2 * q.bid + q.ask_over) / 20000.0
            WHEN q.last_age < 1440 THEN (coalesce(q.bid, 0) + q.last_over) / 10000.0 END AS price
        FROM ended e JOIN quote q ON q.rung = e.rung AND q.at = (
          SELECT max(at) FROM quote WHERE rung = e.rung AND at <= e.day_before)
        UNION ALL
        SELECT e.*, p.so_at, p.price / 10000.0 FROM ended e JOIN price_read p ON p.id = (
          SELECT id FROM price_read WHERE rung = e.rung AND kind = 'read' AND tenant = '' AND so_at <= e.day_before
          ORDER BY so_at DESC LIMIT 1)
        UNION ALL
        SELECT e.*, p.at, p.price / 10000.0 FROM ended e JOIN past_price p ON p.rung = e.rung AND p.at = (
          SELECT max(at) FROM past_price WHERE rung = e.rung AND at <= e.day_before)),
    priced AS (
        SELECT rung, learned_at, price, max(at) FROM told WHERE price IS NOT NULL GROUP BY rung, learned_at),
    settled AS (
        SELECT e.*, p.price, max(p.learned_at) FROM ended e
        JOIN priced p ON p.rung = e.rung AND p.learned_at <= e.learned_at GROUP BY e.rung, e.learned_at)
    SELECT rung, learned_at, market, price, came_true FROM settled"""


def apply(db: Database) -> None:
    """Create the tables, and fill in what is already settled."""
    for step in STEPS:
        db.execute(step)
    fill(db)


def fill(db: Database) -> None:
    """Store the earlier prices of settled rungs; safe to repeat."""
    db.execute(FILL)
