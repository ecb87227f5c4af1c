"""Markets, rungs, and prices recorded only on change.

`quote` is clustered by (rung, at): the latest book and the one in force at any moment are one seek each, at a thousand
rows and at ten million. Prices are ten-thousandths, ask and last relative to the bid (to zero without a bid), ages
minutes: small numbers, so that a row takes less than 25 bytes where text and ISO times take 200. Volume and liquidity
change with every trade but matter by the day: `depth`.
"""

from sqlite_utils import Database

TABLES = (
    """
    CREATE TABLE market (
        id INTEGER PRIMARY KEY, tenant TEXT NOT NULL, venue TEXT NOT NULL, key TEXT NOT NULL, slug TEXT NOT NULL,
        title TEXT NOT NULL, url TEXT NOT NULL, currency TEXT NOT NULL, neg_risk INTEGER NOT NULL, closes_at INTEGER,
        so_at INTEGER NOT NULL, learned_at INTEGER NOT NULL, source TEXT NOT NULL, UNIQUE (venue, key))""",
    "CREATE INDEX market_slug ON market (slug)",
    # who says a market is about a subject: '' for the public ledger and discovery, a tenant for a hand-made mapping
    """
    CREATE TABLE market_subject (
        subject TEXT NOT NULL, market INTEGER NOT NULL REFERENCES market (id), tenant TEXT NOT NULL, by TEXT NOT NULL,
        so_at INTEGER NOT NULL, learned_at INTEGER NOT NULL, source TEXT NOT NULL,
        PRIMARY KEY (subject, market, tenant)) WITHOUT ROWID""",
    "CREATE INDEX market_subject_market ON market_subject (market)",
    """
    CREATE TABLE rung (
        id INTEGER PRIMARY KEY, market INTEGER NOT NULL REFERENCES market (id), key TEXT NOT NULL, label TEXT NOT NULL,
        question TEXT NOT NULL, end_date INTEGER, token TEXT NOT NULL, placeholder INTEGER NOT NULL,
        so_at INTEGER NOT NULL, learned_at INTEGER NOT NULL, source TEXT NOT NULL, UNIQUE (market, key))""",
    """
    CREATE TABLE rung_state (
        rung INTEGER NOT NULL REFERENCES rung (id), learned_at INTEGER NOT NULL, so_at INTEGER NOT NULL,
        status TEXT NOT NULL, resolution TEXT, source TEXT NOT NULL, PRIMARY KEY (rung, learned_at)) WITHOUT ROWID""",
    # no foreign key: this is the table of millions, written only through `rung`
    """
    CREATE TABLE quote (
        rung INTEGER NOT NULL, at INTEGER NOT NULL, bid INTEGER, ask_over INTEGER, last_over INTEGER, last_age INTEGER,
        PRIMARY KEY (rung, at)) WITHOUT ROWID""",
    # a rung's prices from the venue's own history: presumably midpoints
    """
    CREATE TABLE past_price (
        rung INTEGER NOT NULL, at INTEGER NOT NULL, price INTEGER NOT NULL, PRIMARY KEY (rung, at)) WITHOUT ROWID""",
    # the book was the same in every reading from since to until
    """
    CREATE TABLE still_read (
        rung INTEGER NOT NULL, since INTEGER NOT NULL, until INTEGER NOT NULL,
        PRIMARY KEY (rung, since)) WITHOUT ROWID""",
    """
    CREATE TABLE depth (
        rung INTEGER NOT NULL, day INTEGER NOT NULL, learned_at INTEGER NOT NULL, volume REAL, liquidity REAL,
        PRIMARY KEY (rung, day)) WITHOUT ROWID""",
    # how a market's last readings went: how many rungs it has and which could not be read
    """
    CREATE TABLE market_read (
        market INTEGER NOT NULL, since INTEGER NOT NULL, until INTEGER NOT NULL, total INTEGER NOT NULL,
        faults TEXT NOT NULL, PRIMARY KEY (market, since)) WITHOUT ROWID""",
    """
    CREATE TABLE market_rules (
        market INTEGER NOT NULL REFERENCES market (id), learned_at INTEGER NOT NULL, so_at INTEGER NOT NULL,
        sha256 TEXT NOT NULL, text TEXT NOT NULL, tenant TEXT NOT NULL, source TEXT NOT NULL,
        PRIMARY KEY (market, learned_at, sha256)) WITHOUT ROWID""",
    """
    CREATE TABLE price_read (
        id INTEGER PRIMARY KEY, rung INTEGER NOT NULL REFERENCES rung (id), tenant TEXT NOT NULL,
        so_at INTEGER NOT NULL, learned_at INTEGER NOT NULL, until INTEGER, price INTEGER NOT NULL,
        kind TEXT NOT NULL, teller TEXT NOT NULL,
        source TEXT NOT NULL, note TEXT NOT NULL)""",
    "CREATE INDEX price_read_rung ON price_read (rung, so_at)",
    """
    CREATE TABLE market_watch (
        id INTEGER PRIMARY KEY, tenant TEXT NOT NULL, actor TEXT NOT NULL, place TEXT NOT NULL,
        market INTEGER NOT NULL REFERENCES market (id), "when" TEXT NOT NULL, points INTEGER NOT NULL,
        created_at INTEGER NOT NULL, ended_at INTEGER)""",
    """
    CREATE UNIQUE INDEX market_watch_one ON market_watch (tenant, actor, market, "when", points)
    WHERE ended_at IS NULL""",
    "CREATE INDEX market_watch_market ON market_watch (market) WHERE ended_at IS NULL",
    """
    CREATE TABLE market_link (
        id INTEGER PRIMARY KEY, tenant TEXT NOT NULL, market INTEGER NOT NULL REFERENCES market (id),
        claim TEXT NOT NULL, relation TEXT NOT NULL, note TEXT NOT NULL, by TEXT NOT NULL,
        state TEXT NOT NULL, so_at INTEGER NOT NULL, learned_at INTEGER NOT NULL, decided_by TEXT NOT NULL,
        decided_at INTEGER, source TEXT NOT NULL, UNIQUE (tenant, market, claim, relation))""",
    "CREATE INDEX market_link_market ON market_link (market)",
    "CREATE INDEX market_link_claim ON market_link (claim)",
)


def apply(db: Database) -> None:
    """Make the tables of markets."""
    for table in TABLES:
        db.execute(table)
