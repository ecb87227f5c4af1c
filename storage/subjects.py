"""Subjects outside the ledger: from lists, vendors, markets and desks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.domain.names.subjects import Alias, OpenedSubject, SubjectOrigin, fold
from storage.engines import Writer
from storage.rows import queries, to_db

_SQL = queries("subjects")


def open_subject(db: Writer, one: OpenedSubject) -> None:
    """Create a subject if unknown, with its names and the state it reached."""
    given = {
        "slug": one.slug,
        "name": one.name,
        "vendor": one.vendor,
        "tenant": one.tenant,
        "at": to_db(one.learned_at),
        "so": to_db(one.so_at or one.learned_at),
        "source": one.source,
        "origin": one.origin.value,
    }
    opened = changed = db.execute(_SQL["open"], given).rowcount
    for name in dict.fromkeys((one.name, one.slug.rpartition("/")[2], *one.names)):
        changed += db.execute(_SQL["name"], given | {"text": name, "folded": fold(name)}).rowcount
    if one.state is not None:
        state = {"state": one.state.value, "surface": one.surface}
        changed += db.execute(_SQL["reach"], given | state).rowcount
    if changed:
        _note(db, one.tenant, one.slug)
    if opened:
        _mark(db, one.tenant, one.slug, one.learned_at)


def close_subject(db: Writer, tenant: str, slug: str, at: datetime) -> None:
    """Undo the creation of a tenant's subject, with the names and states it was given."""
    for table in ("subjects", "subject_states", "aliases"):
        db.execute(f"DELETE FROM {table} WHERE tenant = ? AND tenant <> '' AND slug = ?", [tenant, slug])  # noqa: S608 - a constant of ours
    _changed(db, tenant, slug, at)


def give_names(db: Writer, tenant: str, aliases: Iterable[Alias]) -> None:
    """Give subjects names in a tenant; one they have there is left as it is."""
    for one in aliases:
        given = {
            "folded": one.folded,
            "text": one.text,
            "slug": one.slug,
            "so": to_db(one.so_at),
            "at": to_db(one.learned_at),
            "tenant": tenant,
            "source": one.source,
            "origin": SubjectOrigin.DESK.value,
        }
        if db.execute(_SQL["name"], given).rowcount:
            _changed(db, tenant, one.slug, one.learned_at)


def take_names(db: Writer, tenant: str, aliases: Iterable[Alias], at: datetime) -> None:
    """Take names back that a tenant's desk gave."""
    for one in aliases:
        if db.execute(_SQL["unname"], {"folded": one.folded, "slug": one.slug, "tenant": tenant}).rowcount:
            _changed(db, tenant, one.slug, at)


def _changed(db: Writer, tenant: str, slug: str, at: datetime) -> None:
    _note(db, tenant, slug)
    _mark(db, tenant, slug, at)


def _note(db: Writer, tenant: str, slug: str) -> None:
    """Mark a subject's names or state as changed, for name readers."""
    db.execute("INSERT INTO name_changes (tenant, slug) VALUES (?, ?)", [tenant, slug])


def _mark(db: Writer, tenant: str, slug: str, at: datetime) -> None:
    """Mark the claims about a subject for examination, for the change log."""
    db.execute(queries("changes")["mark"], {"tenant": tenant, "kind": "claims", "ref": slug, "at": to_db(at)})
