"""Rows of the change log are found by the labs of their subjects."""

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Index the rows of the log; new ones are indexed as they are written."""
    db.execute("""
        INSERT OR IGNORE INTO change_about (about, sequence)
        SELECT substr(about, 1, instr(about, '/') - 1), sequence FROM change_about
        WHERE instr(about, '/') > 1 AND substr(about, 1, 6) <> 'label/'""")
