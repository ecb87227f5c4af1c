"""Rename the digest section "five waits" to the documented term."""

import json

from sqlite_utils import Database

_OLD, _NEW = "five waits", "release checklist"


def apply(db: Database) -> None:
    """Rename the section in every digest that chose it."""
    for key, text in db.execute("SELECT id, wish FROM subscriptions WHERE kind = 'digest'").fetchall():
        body = json.loads(text)
        told = body.get("wish", {}).get("sections")
        if isinstance(told, list) and _OLD in told:
            body["wish"]["sections"] = sorted(_NEW if name == _OLD else name for name in told)
            db.execute("UPDATE subscriptions SET wish = ? WHERE id = ?", [json.dumps(body), key])
