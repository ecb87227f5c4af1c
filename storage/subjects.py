"""Subjects that the ledger does not have: opened by lists, vendors' pages, markets and desks.

Everything here takes the database inside somebody's transaction. Doing it twice changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.names.subjects import OpenedSubject, fold
from storage.rows import queries, to_db

if TYPE_CHECKING:
    from sqlite_utils import Database as Utils

_SQL = queries("subjects")


def open_subject(db: Utils, one: OpenedSubject) -> None:
    """Open a subject where it is not known yet, and note its names and the state it reached."""
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
    changed = db.execute(_SQL["open"], given).rowcount
    for name in dict.fromkeys((one.name, one.slug.rpartition("/")[2], *one.names)):
        changed += db.execute(_SQL["name"], given | {"text": name, "folded": fold(name)}).rowcount
    if one.state is not None:
        state = {"state": one.state.value, "surface": one.surface}
        changed += db.execute(_SQL["reach"], given | state).rowcount
    if changed:
        db.execute("INSERT INTO name_changes (tenant, slug) VALUES (?, ?)", [one.tenant, one.slug])
