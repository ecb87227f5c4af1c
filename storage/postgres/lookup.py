"""Look up an expression's column, type, nullability, and whether it is boolean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlglot import exp

from storage.postgres.catalog import Catalog, Column

Columns = Mapping[str, Column]
_SCOPES = (exp.Select, exp.Update, exp.Delete, exp.Insert)
_PLAIN = (exp.Lower, exp.Upper, exp.Trim, exp.Length, exp.StrPosition, exp.Paren, exp.Neg, exp.Not, exp.Alias)


def is_truth(node: exp.Expr) -> bool:
    """Whether an expression is true or false to PostgreSQL."""
    if isinstance(node, exp.Paren | exp.Alias):
        return is_truth(node.this)
    if isinstance(node, exp.Case):
        told = [each.args["true"] for each in node.args["ifs"]]
        default = node.args.get("default")
        told += [default] if default is not None else []
        told = [each for each in told if not isinstance(each, exp.Null)]
        return bool(told) and all(map(is_truth, told))
    return isinstance(
        node, exp.Predicate | exp.And | exp.Or | exp.Not | exp.Boolean | exp.In | exp.Between | exp.Escape
    ) and not isinstance(node, exp.Any | exp.All)


def column_type(column: exp.Column, catalog: Catalog) -> str:
    """A column's type; empty if it is no table's."""
    found = _find(column, catalog)
    return found.type if found else ""


def is_column(column: exp.Column, catalog: Catalog) -> bool:
    """Whether a name is a column of a table in its reach."""
    return _find(column, catalog) is not None


def nullable(node: exp.Expr | None, catalog: Catalog) -> bool:
    """Whether an expression may be NULL; True if unknown."""
    if node is None or isinstance(node, exp.Null):
        return True
    if isinstance(node, exp.Literal | exp.Placeholder | exp.Is | exp.Exists | exp.Count | exp.NullSafeEQ):
        return False
    if isinstance(node, exp.Coalesce):
        return all(nullable(each, catalog) for each in (node.this, *node.expressions))
    if isinstance(node, exp.Column):
        return _column_nullable(node, catalog)
    if isinstance(node, (exp.Binary, exp.Cast, *_PLAIN)):
        return any(nullable(each, catalog) for each in (node.this, node.args.get("expression")) if each is not None)
    return True


def _column_nullable(column: exp.Column, catalog: Catalog) -> bool:
    found = _find(column, catalog)
    if found is not None:
        return found.nullable or _outer(column)
    select = column.find_ancestor(exp.Select)
    for each in select.expressions if select is not None else ():
        if isinstance(each, exp.Alias) and each.alias == column.name and each.this is not column:
            return nullable(each.this, catalog) if not _within(column, each) else True
    return True


def _within(node: exp.Expr, other: exp.Expr) -> bool:
    return any(each is other for each in _ancestors(node))


def _ancestors(node: exp.Expr) -> Iterator[exp.Expr]:
    above = node.parent
    while above is not None:
        yield above
        above = above.parent


def _outer(column: exp.Column) -> bool:
    """Whether its table is on the optional side of a join.

    A column without a table's name counts with any join.
    """
    select = column.find_ancestor(exp.Select)
    joins = select.args.get("joins") or () if select is not None else ()
    left = [join.this.alias_or_name for join in joins if str(join.args.get("side") or "").upper() in {"LEFT", "FULL"}]
    return column.table in left if column.table else bool(left)


def _find(column: exp.Column, catalog: Catalog) -> Column | None:
    for scope in _ancestors(column):
        if not isinstance(scope, _SCOPES):
            continue
        for alias, name in _sources(scope):
            if column.table in {"", alias} and name in catalog and column.name in catalog[name].columns:
                return catalog[name].columns[column.name]
    return None


def _sources(scope: exp.Expr) -> Iterator[tuple[str, str]]:
    """The tables a statement names, by their names in it."""
    tables: list[exp.Expr] = []
    if source := scope.args.get("from_"):
        tables.append(source.this)
    tables += [join.this for join in scope.args.get("joins") or ()]
    if isinstance(scope, exp.Update | exp.Delete | exp.Insert):
        tables.append(scope.this.this if isinstance(scope.this, exp.Schema) else scope.this)
    for table in tables:
        if isinstance(table, exp.Table):
            yield table.alias_or_name, table.name
