"""Indexes for what sources said, and for what the ledger knew last."""

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Index when names and states became known, and evidence by its source.

    The source is compared without regard to case.
    """
    db.execute("CREATE INDEX subject_states_learned ON subject_states (learned_at)")
    db.execute("CREATE INDEX aliases_learned ON aliases (learned_at)")
    db.execute("CREATE INDEX evidence_source ON evidence (lower(party))")
