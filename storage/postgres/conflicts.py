"""Translate SQLite's ``OR IGNORE`` and ``OR REPLACE`` to ``ON CONFLICT``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlglot import exp

from storage.postgres.catalog import Catalog, SqlTable
from storage.postgres.lookup import Columns


def resolve(tree: exp.Expr, catalog: Catalog) -> exp.Expr:
    """Translate ``OR IGNORE`` and ``OR REPLACE``; qualify the row's own columns."""
    if not isinstance(tree, exp.Insert):
        return tree
    target = tree.this.this if isinstance(tree.this, exp.Schema) else tree.this
    table = catalog.get(target.name)
    columns = _columns(tree, table)
    if table is not None:
        _number(tree, target.name, columns, table)
    _clause(tree, columns, table)
    conflict = tree.args.get("conflict")
    if conflict is not None:
        _qualify(conflict, target.alias or target.name)
    return tree


def _columns(tree: exp.Insert, table: SqlTable | None) -> list[str]:
    """Return the columns an insert names, or all of its table."""
    named = [each.name for each in tree.this.expressions] if isinstance(tree.this, exp.Schema) else []
    return named or list(table.columns if table else ())


def _number(tree: exp.Insert, name: str, columns: Sequence[str], table: SqlTable) -> None:
    """Let the server number rows without a number; note the column of the others."""
    counts = {each for each, column in table.columns.items() if column.identity}
    _counting(tree, columns, counts)
    if given := counts & set(columns):
        tree.meta["numbers"] = (name, given.pop())


def _clause(tree: exp.Insert, columns: Sequence[str], table: SqlTable | None) -> None:
    """Replace ``OR IGNORE`` and ``OR REPLACE`` by a conflict clause."""
    how = str(tree.args.get("alternative") or "").upper()
    tree.set("alternative", None)
    if how == "IGNORE" and not tree.args.get("conflict"):
        tree.set("conflict", exp.OnConflict(action=exp.var("DO NOTHING")))
    elif how == "REPLACE" and table is not None:
        tree.set("conflict", _replacing(columns, table.columns, table.keys))


def _qualify(conflict: exp.Expr, own: str) -> None:
    """Qualify the row's own columns; drop the order of the keys.

    PostgreSQL finds unqualified columns ambiguous.
    """
    keys = conflict.args.get("conflict_keys") or ()
    conflict.set("conflict_keys", [key.this if isinstance(key, exp.Ordered) else key for key in keys])
    changed = [each.expression for each in conflict.expressions if isinstance(each, exp.EQ)]
    for part in (*changed, conflict.args.get("where")):
        for column in list(part.find_all(exp.Column)) if part is not None else ():
            if not column.table and column.find_ancestor(exp.Select) is None:
                column.set("table", exp.to_identifier(own))


def _counting(tree: exp.Insert, columns: Sequence[str], identities: set[str]) -> None:
    """Replace NULL in an identity column by its default."""
    values = tree.expression
    if not isinstance(values, exp.Values):
        return
    for row in values.expressions:
        for name, value in zip(columns, row.expressions, strict=False):
            if name in identities and isinstance(value, exp.Null):
                value.replace(exp.var("DEFAULT"))


def _replacing(columns: Sequence[str], known: Columns, keys: Sequence[tuple[str, ...]]) -> exp.OnConflict:
    """Build the conflict clause of a replacement.

    Missing columns get their default, an identity a new number.
    """
    key = next((each for each in keys if set(each) <= set(columns)), keys[0] if keys else ())
    changed = [
        exp.EQ(
            this=exp.column(name),
            expression=exp.column(name, table="excluded") if name in columns else exp.var("DEFAULT"),
        )
        for name in known
        if name not in key
    ]
    target = [exp.column(name) for name in key]
    if not changed:
        return exp.OnConflict(conflict_keys=target, action=exp.var("DO NOTHING"))
    return exp.OnConflict(conflict_keys=target, expressions=changed, action=exp.var("DO UPDATE"))


def replaced_rows(tree: exp.Expr, catalog: Catalog) -> Iterator[exp.Expr]:
    """Yield what ``UPDATE OR REPLACE`` deletes first: conflicting rows and duplicates."""
    assert isinstance(tree, exp.Update)  # noqa: S101 - narrows for the type checker
    name = tree.this.name
    new = {each.this.name: each.expression for each in tree.expressions}
    for key in catalog[name].keys:
        if not set(key) & set(new):
            continue
        where = tree.args["where"].this
        same = [
            exp.EQ(this=exp.column(part, table="taken"), expression=exp.column(part, table="changed"))
            for part in key
            if part not in new
        ]
        there = [
            exp.EQ(this=exp.column(part, table="taken"), expression=new[part].copy()) for part in key if part in new
        ]
        moved = [
            exp.NEQ(this=exp.column(part, table="changed"), expression=new[part].copy()) for part in key if part in new
        ]
        later = exp.GT(this=exp.column("ctid", table="changed"), expression=exp.column("ctid", table="taken"))
        yield _taken(name, [_of(where, "changed"), *same, *there, exp.paren(exp.or_(*moved, copy=False))])
        yield _taken(name, [_of(where, "changed"), _of(where, "taken"), *same, later])


def _of(where: exp.Expr, table: str) -> exp.Expr:
    """A condition on the rows of a table by that name."""
    condition = where.copy()
    for column in list(condition.find_all(exp.Column)):
        column.set("table", exp.to_identifier(table))
    return exp.paren(condition)


def _taken(name: str, conditions: Sequence[exp.Expr]) -> exp.Expr:
    return exp.Delete(
        this=exp.alias_(exp.to_table(name), "taken", table=True),
        using=[exp.alias_(exp.to_table(name), "changed", table=True)],
        where=exp.Where(this=exp.and_(*conditions, copy=False)),
    )
