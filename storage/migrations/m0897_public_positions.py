"""Indexes to count claims, and for when the last public evidence became known."""

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Index which claims are visible, and evidence by when it became known."""
    db.execute("DROP INDEX claims_learned")
    db.execute("CREATE INDEX claims_learned ON claims (learned_at DESC, number, tenant, retracted_at)")
    db.execute("CREATE INDEX evidence_learned ON evidence (learned_at) WHERE tenant = ''")
