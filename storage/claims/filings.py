"""What people filed about claims, as their author or the desk changes it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from bot.domain.evidence.evidence import Claim, Evidence
from bot.ports.changes import ChangeMark
from bot.ports.claims import Filing
from storage.changes import touch, touch_each
from storage.claims.erasure import OTHERS, blank_claim
from storage.claims.rows import delete_evidence, insert_evidence, statement_columns
from storage.claims.search import index_claim
from storage.engines import Database, Writer
from storage.rows import dumps, from_db, queries, to_db

_SQL = queries("claims")
OF_ITEM = (
    "SELECT tenant, 'claims' AS kind, subject AS ref, ? AS at FROM evidence_subjects "
    "JOIN evidence ON id = evidence WHERE id = ?"
)
GONE = "withdrawn by its author"
WITHDRAWN = f": {GONE}"  # after its id, all that is left of a claim's words


def filings(db: Database, tenant: str, person: str) -> tuple[Filing, ...]:
    """What a person filed in a tenant and did not withdraw, newest first."""
    rows = db.read(_SQL["filings"], {"tenant": tenant, "person": person, "withdrawn": WITHDRAWN})
    return tuple(
        Filing(row["id"], row["text"], from_db(row["learned_at"]), row["claim"], bool(row["retracted"])) for row in rows
    )


def revise(db: Writer, item: Evidence, at: datetime) -> bool:
    """Store an edited item; False if its author has none of that id."""
    asked = "SELECT number, changed FROM evidence WHERE id = ? AND tenant = ? AND by = ? AND withdrawn_at IS NULL"
    known = db.execute(asked, [item.id, item.tenant, item.by]).fetchone()
    if known is None:
        return False
    touch_each(db, OF_ITEM, [to_db(at), item.id])
    waiting = "UPDATE desk_items SET state = 'withdrawn' WHERE tenant = ? AND about = ? AND state = 'waiting'"
    db.execute(waiting, [item.tenant, item.id])  # it was asked about the words of before
    delete_evidence(db, item.id)
    insert_evidence(db, item, known[0])
    db.execute("UPDATE evidence SET changed = ? WHERE number = ?", [known[1] + 1, known[0]])
    touch_each(db, OF_ITEM, [to_db(at), item.id])
    return True


def reword(db: Writer, claim: Claim, items: Sequence[Evidence], by: str, at: datetime) -> bool:
    """Store an edited claim with its author's items for it.

    False if it was retracted, others added to it, or its words are another claim's.
    """
    number = _own(db, claim.id, claim.tenant, by, " AND retracted_at IS NULL")
    same = "SELECT 1 FROM claims WHERE tenant = ? AND text = ? AND id <> ?"
    if number is None or db.execute(same, [claim.tenant, claim.text, claim.id]).fetchone():
        return False
    before = db.execute("SELECT subject FROM claims WHERE number = ?", [number]).fetchone()[0]
    columns = {"text": claim.text, **statement_columns(claim.statement)}
    named = ", ".join(f"{column} = ?" for column in columns)
    db.execute(f"UPDATE claims SET {named} WHERE number = ?", [*columns.values(), number])  # noqa: S608 - columns of ours
    index_claim(db, number, claim.text, dumps(list(claim.aliases)), claim.statement.subject)
    for item in items:
        revise(db, item, at)
    touch(db, [ChangeMark(claim.tenant, "claims", slug, at) for slug in {before, claim.statement.subject}])
    return True


def withdraw(db: Writer, name: str, tenant: str, by: str, at: datetime) -> bool:
    """Take a person's own item or claim back, and erase its words.

    False if it is not theirs, is gone already, or is a claim that others added to.
    """
    if name.startswith("EV-"):
        return _withdraw_item(db, name, tenant, by, at)
    number = _own(db, name, tenant, by)
    if number is None:
        return False
    mine = "SELECT evidence FROM evidence_claims WHERE claim = ?"
    for (item,) in db.execute(mine, [name]).fetchall():
        _withdraw_item(db, item, tenant, by, at)
    subject = db.execute("SELECT subject FROM claims WHERE number = ?", [number]).fetchone()[0]
    blank_claim(db, number, f"{name}{WITHDRAWN}", subject)
    _erase_at_desk(db, name, tenant)
    db.execute("UPDATE claims SET retracted_at = coalesce(retracted_at, ?) WHERE number = ?", [to_db(at), number])
    touch(db, [ChangeMark(tenant, "retracted", name, at)])
    return True


def retract(db: Writer, claim: str, tenant: str, at: datetime, *, stands: bool) -> bool:
    """Take a tenant's claim back, or let it stand again.

    False if it is so already, or its author withdrew it.
    """
    gone, now = (None, "NOT NULL") if stands else (to_db(at), "NULL")
    sql = f"""UPDATE claims SET retracted_at = ? WHERE id = ? AND tenant = ? AND tenant <> '' AND text <> ?
    AND retracted_at IS {now}"""  # noqa: S608 - a word of ours
    if not db.execute(sql, [gone, claim, tenant, claim + WITHDRAWN]).rowcount:
        return False
    subject = db.execute("SELECT subject FROM claims WHERE id = ?", [claim]).fetchone()[0]
    mark = ChangeMark(tenant, "claims", subject, at) if stands else ChangeMark(tenant, "retracted", claim, at)
    touch(db, [mark])
    return True


def _own(db: Writer, claim: str, tenant: str, by: str, where: str = "") -> int | None:
    """The number of a person's claim, not withdrawn, that nobody else added to."""
    asked = f"SELECT number FROM claims WHERE id = ? AND tenant = ? AND tenant <> '' AND by = ? AND text <> ?{where}"  # noqa: S608 - words of ours
    row = db.execute(asked, [claim, tenant, by, claim + WITHDRAWN]).fetchone()
    others = row and db.execute(OTHERS, {"claim": claim, "tenant": tenant, "person": by}).fetchone()
    return None if row is None or others else int(row[0])


def _withdraw_item(db: Writer, name: str, tenant: str, by: str, at: datetime) -> bool:
    asked = "SELECT body FROM evidence WHERE id = ? AND tenant = ? AND by = ? AND withdrawn_at IS NULL"
    known = db.execute(asked, [name, tenant, by]).fetchone()
    if known is None:
        return False
    body = dumps(json.loads(known[0]) | {"quote": ""})
    sql = """UPDATE evidence SET accepted = 0, withdrawn_at = ?, url = '', source = '', party = ?, body = ?,
    changed = changed + 1 WHERE id = ?"""
    db.execute(sql, [to_db(at), GONE, body, name])
    _erase_at_desk(db, name, tenant)
    touch_each(db, OF_ITEM, [to_db(at), name])
    return True


def _erase_at_desk(db: Writer, name: str, tenant: str) -> None:
    """Take the words of what was withdrawn out of what the desk was asked.

    The desk is no longer asked about them.
    """
    queued = """UPDATE desk_items SET state = CASE state WHEN 'waiting' THEN 'withdrawn' ELSE state END, title = ?,
    body = '{}' WHERE tenant = ? AND about = ?"""
    db.execute(queued, [f"{name}{WITHDRAWN}", tenant, name])
