"""Claims, evidence and citations, outcomes and disputes, own runs and demo notes."""

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Create the tables; facts carry tenant, so_at and learned_at.

    A statement's slots are JSON next to the indexed columns.
    """
    db.execute("""
        CREATE TABLE claim_sources (
            party TEXT PRIMARY KEY, kind TEXT NOT NULL, url TEXT NOT NULL, note TEXT NOT NULL,
            tenant TEXT NOT NULL) WITHOUT ROWID""")
    db.execute("""
        CREATE TABLE claims (
            number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, tenant TEXT NOT NULL, text TEXT NOT NULL,
            type TEXT NOT NULL, subject TEXT NOT NULL, object TEXT NOT NULL, comparator TEXT NOT NULL,
            benchmark TEXT NOT NULL, polarity INTEGER NOT NULL, statement TEXT NOT NULL, aliases TEXT NOT NULL,
            so_at INTEGER NOT NULL, learned_at INTEGER NOT NULL, source TEXT NOT NULL, by TEXT NOT NULL)""")
    db.execute("CREATE INDEX claims_subject ON claims (subject)")
    db.execute("CREATE INDEX claims_comparator ON claims (comparator) WHERE comparator <> ''")
    db.execute("CREATE UNIQUE INDEX claims_words ON claims (tenant, text)")
    db.execute("""
        CREATE TABLE claim_outcomes (
            claim TEXT NOT NULL, tenant TEXT NOT NULL, outcome TEXT NOT NULL, so_at INTEGER NOT NULL,
            learned_at INTEGER NOT NULL, by TEXT NOT NULL, why TEXT NOT NULL,
            PRIMARY KEY (claim, tenant, learned_at)) WITHOUT ROWID""")
    db.execute("""
        CREATE TABLE claim_disputes (
            claim TEXT NOT NULL, tenant TEXT NOT NULL, by TEXT NOT NULL, why TEXT NOT NULL, link TEXT NOT NULL,
            learned_at INTEGER NOT NULL, state TEXT NOT NULL, PRIMARY KEY (claim, tenant, by)) WITHOUT ROWID""")
    db.execute("""
        CREATE TABLE evidence (
            number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, tenant TEXT NOT NULL, party TEXT NOT NULL,
            basis TEXT NOT NULL, form TEXT NOT NULL, url TEXT NOT NULL, so_at INTEGER NOT NULL,
            learned_at INTEGER NOT NULL, withdrawn_at INTEGER, accepted INTEGER NOT NULL, body TEXT NOT NULL,
            source TEXT NOT NULL, by TEXT NOT NULL, changed INTEGER NOT NULL DEFAULT 0)""")
    db.execute("CREATE INDEX evidence_party ON evidence (party)")
    db.execute("""
        CREATE TABLE evidence_subjects (
            subject TEXT NOT NULL, evidence TEXT NOT NULL, PRIMARY KEY (subject, evidence)) WITHOUT ROWID""")
    db.execute("""
        CREATE TABLE evidence_claims (
            claim TEXT NOT NULL, evidence TEXT NOT NULL, sign INTEGER NOT NULL,
            PRIMARY KEY (claim, evidence)) WITHOUT ROWID""")
    db.execute("CREATE INDEX evidence_claims_evidence ON evidence_claims (evidence)")
    db.execute("""
        CREATE TABLE citations (
            evidence TEXT NOT NULL, cites TEXT NOT NULL, PRIMARY KEY (evidence, cites)) WITHOUT ROWID""")
    db.execute("CREATE INDEX citations_cites ON citations (cites)")
    db.execute("""
        CREATE TABLE trials (
            number INTEGER PRIMARY KEY, tenant TEXT NOT NULL, task TEXT NOT NULL, model TEXT NOT NULL, score REAL,
            passed INTEGER, latency_ms REAL, cost REAL, attempt TEXT NOT NULL, by TEXT NOT NULL,
            so_at INTEGER NOT NULL)""")
    db.execute("CREATE INDEX trials_task ON trials (tenant, task, model)")
    db.execute("CREATE UNIQUE INDEX trials_attempt ON trials (tenant, task, model, attempt)")
    db.execute("""
        CREATE TABLE demos (
            tenant TEXT NOT NULL, link TEXT NOT NULL, answers TEXT NOT NULL, by TEXT NOT NULL,
            learned_at INTEGER NOT NULL, PRIMARY KEY (tenant, link)) WITHOUT ROWID""")
