"""Erase what a person wrote about claims, but not what others added."""

from __future__ import annotations

from bot.messages.addresses import FORMER
from storage.changes import forget_changes
from storage.claims.search import index_claim
from storage.engines import Writer
from storage.rows import dumps

OTHERS = """
SELECT 1 FROM evidence_claims JOIN evidence ON id = evidence WHERE claim = :claim AND tenant = :tenant AND by <> :person
UNION SELECT 1 FROM claim_outcomes WHERE claim = :claim AND tenant = :tenant AND by <> :person
UNION SELECT 1 FROM claim_disputes WHERE claim = :claim AND tenant = :tenant AND by <> :person
UNION SELECT 1 FROM market_link WHERE claim = :claim AND tenant = :tenant AND by <> :person"""
_OWN = ("claim_outcomes", "claim_disputes", "market_link")


def erase_author(db: Writer, tenant: str, person: str) -> int:
    """Delete a person's claims, or only the words of one that others added to."""
    given = {"tenant": tenant, "person": person}
    items = "SELECT id FROM evidence WHERE tenant = :tenant AND by = :person"
    about = f"SELECT 'waits:' || subject FROM evidence_subjects WHERE evidence IN ({items})"  # noqa: S608 - a constant of ours
    forget_changes(db, about, given)
    for table in ("evidence_subjects", "evidence_claims", "citations"):
        db.execute(f"DELETE FROM {table} WHERE evidence IN ({items})", given)  # noqa: S608 - constants of ours
    mine = "SELECT number, id, subject FROM claims WHERE tenant = :tenant AND by = :person"
    rows = db.execute(mine, given).fetchall()
    for number, claim, subject in rows:
        if db.execute(OTHERS, {**given, "claim": claim}).fetchone() is None:
            for table in _OWN:
                db.execute(f"DELETE FROM {table} WHERE claim = ? AND tenant = ?", [claim, tenant])  # noqa: S608 - constants of ours
            db.execute("DELETE FROM claims WHERE number = ?", [number])
            continue
        blank_claim(db, number, f"{claim}: its author deleted the words", subject)
        db.execute("UPDATE claims SET by = ? WHERE number = ?", [FORMER, number])
    return len(rows)


def blank_claim(db: Writer, number: int, text: str, subject: str) -> None:
    """Put a text of ours in the place of a claim's words; what it is about stays."""
    db.execute(
        "UPDATE claims SET text = ?, type = 'other', object = '', comparator = '', benchmark = '', "
        "statement = ?, aliases = '[]', source = '' WHERE number = ?",
        [text, dumps({"type": "other", "subject": subject, "polarity": 1}), number],
    )
    index_claim(db, number, text, "[]", subject)
