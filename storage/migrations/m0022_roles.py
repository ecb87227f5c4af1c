"""Move people's roles out of the settings' JSON, which erasure did not reach."""

import hashlib
import json
from collections import defaultdict

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Create the table of roles: one row per person; an empty role was revoked."""
    db.execute("""
        CREATE TABLE tenant_roles (
            tenant TEXT NOT NULL, person TEXT NOT NULL, role TEXT NOT NULL,
            PRIMARY KEY (tenant, person)) WITHOUT ROWID""")
    move(db)


def move(db: Database) -> None:
    """Put a digest in place of each person in the settings' trail; harmless to repeat.

    Chains that were whole are made anew over the changed lines; one that was broken stays so.
    """
    lines = defaultdict(list)
    for row in db.execute("SELECT id, tenant, key, value, set_at, actor_key, chain FROM tenant_settings ORDER BY id"):
        lines[row[1]].append(row)
    for tenant, rows in lines.items():
        if any(row[2] == "roles" and _people(row[3]) for row in rows):
            _move(db, tenant, rows)


def _move(db: Database, tenant: str, rows: list[tuple[int, str, str, str, int, str, str]]) -> None:
    whole, before, now = True, "", ""
    known = db.execute("SELECT 1 FROM tenant_roles WHERE tenant = ?", [tenant]).fetchone()
    for number, _, key, value, at, actor, chain in rows:
        whole = whole and (not chain or chain == _link(before, key, value, at, actor))
        before, told = chain, value
        if key == "roles":
            if not known:  # rows of the table are newer than any setting that is moved
                _give(db, tenant, json.loads(value))
            told = _dumps({_digest(tenant, name) if ":" in name else name: role for name, role in _pairs(value)})
        now = _link(now, key, told, at, actor) if chain and whole else chain
        db.execute("UPDATE tenant_settings SET value = ?, chain = ? WHERE id = ?", [told, now, number])


def _give(db: Database, tenant: str, roles: dict[str, str]) -> None:
    people = {name: role for name, role in roles.items() if ":" in name}
    if people or not roles:
        db.execute("UPDATE tenant_roles SET role = '' WHERE tenant = ?", [tenant])
    for person, role in people.items():
        db.execute("INSERT OR REPLACE INTO tenant_roles VALUES (?, ?, ?)", [tenant, person, role])


def _pairs(value: str) -> list[tuple[str, str]]:
    return list(json.loads(value).items())


def _people(value: str) -> bool:
    return any(":" in name for name, _ in _pairs(value))


def _digest(tenant: str, person: str) -> str:
    return hashlib.sha256(f"{tenant}\x00{person}".encode()).hexdigest()[:16]


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _link(before: str, *line: object) -> str:
    return hashlib.sha256(_dumps([before, *line]).encode()).hexdigest()
