"""Erase a person's own alerts, and what they called the digests of channels."""

from __future__ import annotations

import msgspec

from storage.engines import Writer

OWN = "@"  # in place of a place: the owner alone, so that no second column names them


def erase_owner(db: Writer, tenant: str, person: str) -> int:
    """Delete a person's private alerts, and the names they gave to digests."""
    given = {"tenant": tenant, "person": person}
    own = "DELETE FROM subscriptions WHERE tenant = :tenant AND owner = :person AND place = :own"
    gone = db.execute(own, {**given, "own": OWN}).rowcount
    digests = (
        "SELECT id, number, wish FROM subscriptions WHERE tenant = :tenant AND owner = :person AND kind = 'digest'"
    )
    for row in db.execute(digests, given).fetchall():
        wish = _decoded(row["wish"])
        if wish.get("name"):
            renamed = msgspec.json.encode(wish | {"name": f"Digest {row['number']}"}, order="deterministic").decode()
            changed = "UPDATE subscriptions SET wish = ?, was = '', version = version + 1 WHERE id = ?"
            db.execute(changed, [renamed, row["id"]])
    return gone


def _decoded(wish: str) -> dict[str, object]:
    try:
        return dict(msgspec.json.decode(wish))
    except (msgspec.DecodeError, TypeError, ValueError):
        return {}
