"""Catalog of tables, columns and keys, as the translation needs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from psycopg import Connection

_COLUMNS = """
    SELECT c.relname, c.relkind, a.attname, format_type(a.atttypid, NULL) AS type, a.attnotnull, a.attidentity
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'v')
      AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY c.relname, a.attnum
"""
_KEYS = """
    SELECT c.relname, array(
        SELECT a.attname FROM unnest(i.indkey) WITH ORDINALITY k(place, n)
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.place ORDER BY k.n)::text[] AS columns
    FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
    WHERE c.relnamespace = current_schema()::regnamespace AND i.indisunique AND i.indpred IS NULL AND i.indexprs IS NULL
    ORDER BY c.relname, NOT i.indisprimary, i.indexrelid
"""
_PARENTS = """
    SELECT c.conrelid::regclass::text AS child, c.confrelid::regclass::text AS parent,
           a.attname AS column, p.attname AS key
    FROM pg_constraint c
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    JOIN pg_attribute p ON p.attrelid = c.confrelid AND p.attnum = c.confkey[1]
    WHERE c.contype = 'f' AND c.connamespace = current_schema()::regnamespace ORDER BY 1, 3
"""


@dataclass(frozen=True, slots=True)
class Column:
    """A column's PostgreSQL type, and whether it is nullable or an identity."""

    type: str
    nullable: bool
    identity: bool = False


@dataclass(frozen=True, slots=True)
class SqlTable:
    """A table or view: its columns in order, and its unique keys, primary first."""

    columns: Mapping[str, Column] = field(default_factory=dict)
    keys: tuple[tuple[str, ...], ...] = ()
    view: bool = False


Catalog = Mapping[str, SqlTable]


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A foreign key column."""

    child: str
    column: str
    parent: str
    key: str


def read_catalog(connection: Connection[Any]) -> Catalog:
    """The tables and views of the connection's schema."""
    columns: dict[str, dict[str, Column]] = {}
    views: set[str] = set()
    for table, kind, name, type_, filled, identity in connection.execute(_COLUMNS):
        columns.setdefault(table, {})[name] = Column(type_, not filled, bool(identity))
        if kind == "v":
            views.add(table)
    keys: dict[str, list[tuple[str, ...]]] = {}
    for table, names in connection.execute(_KEYS):
        keys.setdefault(table, []).append(tuple(names))
    return {name: SqlTable(found, tuple(keys.get(name, ())), name in views) for name, found in columns.items()}


def read_parents(connection: Connection[Any]) -> tuple[ForeignKey, ...]:
    """The foreign keys of the connection's schema."""
    return tuple(ForeignKey(row[0], row[2], row[1], row[3]) for row in connection.execute(_PARENTS))
