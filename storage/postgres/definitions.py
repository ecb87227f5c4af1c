"""Translate table, view and index definitions: types, keys and columns."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlglot import exp

_TYPES = {
    exp.DataType.Type.INT: "bigint",
    exp.DataType.Type.DOUBLE: "double precision",
    exp.DataType.Type.FLOAT: "double precision",
    exp.DataType.Type.VARBINARY: "bytea",
    exp.DataType.Type.BLOB: "bytea",
}


def define(tree: exp.Expr) -> None:
    """Bring a definition into shape, in place.

    Text compares by its bytes, as it does in SQLite; a lone integer key counts by itself; a reference can wait for the
    end of its transaction.
    """
    for column in list(tree.find_all(exp.ColumnDef)):
        _column(column)


def _column(column: exp.ColumnDef) -> None:
    kind = column.args.get("kind")
    if kind is None:
        return
    kinds = [each.kind for each in column.constraints]
    primary = any(isinstance(each, exp.PrimaryKeyColumnConstraint) for each in kinds)
    if kind.this in _TYPES:
        column.set("kind", exp.DataType.build(_TYPES[kind.this], dialect="postgres"))
    elif kind.this is exp.DataType.Type.TEXT:
        collation = exp.ColumnConstraint(kind=exp.CollateColumnConstraint(this=exp.to_identifier("C", quoted=True)))
        column.set("constraints", [collation, *column.constraints])
    if primary and kind.this is exp.DataType.Type.INT:
        rest = [
            each
            for each in column.constraints
            if not isinstance(each.kind, exp.PrimaryKeyColumnConstraint | exp.AutoIncrementColumnConstraint)
        ]
        counting = exp.ColumnConstraint(kind=exp.GeneratedAsIdentityColumnConstraint(this=False))
        column.set("constraints", [counting, *rest, exp.ColumnConstraint(kind=exp.PrimaryKeyColumnConstraint())])
    for each in kinds:
        if isinstance(each, exp.Reference):
            each.set("options", ["DEFERRABLE"])


def full_text_table(sql: str) -> Iterator[str]:
    """Translate an FTS5 table to a plain one with a weighted tsvector column."""
    match = re.search(r"TABLE\s+(\w+)\s+USING\s+fts5\s*\((.*)\)\s*$", sql, re.IGNORECASE | re.DOTALL)
    if match is None:
        raise ValueError("only full-text tables are virtual here")
    name, columns = match[1], [part.strip() for part in match[2].split(",") if "=" not in part]
    words = " || ".join(
        f"setweight(to_tsvector('english', \"{column}\"), '{weight}')"
        for column, weight in zip(columns, "ABCD", strict=False)
    )
    given = ", ".join(f'"{column}" text COLLATE "C" NOT NULL' for column in columns)
    yield (
        f'CREATE TABLE "{name}" ("rowid" bigint PRIMARY KEY, {given}, '
        f'"words" tsvector NOT NULL GENERATED ALWAYS AS ({words}) STORED)'
    )
    yield f'CREATE INDEX "{name}_words" ON "{name}" USING gin ("words")'
