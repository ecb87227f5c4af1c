"""Sections of digests that did not exist when a digest was made."""

import json

from sqlite_utils import Database

_BEFORE = {"corrections", "grade changes", "sightings", "odds moves", "five waits", "closing soon"}
_NEW = ("releases", "prices and limits", "retirements")


def apply(db: Database) -> None:
    """Add the new sections to digests that reported releases or everything."""
    for key, text in db.execute("SELECT id, wish FROM subscriptions WHERE kind = 'digest'").fetchall():
        body = json.loads(text)
        told = body.get("wish", {}).get("sections")
        if not isinstance(told, list) or "grade changes" not in told:
            continue
        more = _NEW if set(told) >= _BEFORE else _NEW[:1]
        body["wish"]["sections"] = sorted({*told, *more})
        db.execute("UPDATE subscriptions SET wish = ? WHERE id = ?", [json.dumps(body), key])
