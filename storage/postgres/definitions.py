"""Definitions of tables, views and indexes: SQLite's types, keys and columns as PostgreSQL's."""

from __future__ import annotations

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
