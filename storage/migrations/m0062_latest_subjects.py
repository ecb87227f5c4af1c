"""Index for the most recently changed subjects."""

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Index when states were reached and when subjects were opened."""
    db.execute("CREATE INDEX subject_states_reached ON subject_states (so_at)")
    db.execute("CREATE INDEX subjects_opened ON subjects (learned_at)")
