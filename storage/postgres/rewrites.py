"""Rewrite passes for semantic differences between SQLite and PostgreSQL.

Each pass handles one difference on the tree of a parsed statement. The passes use the catalog
(`storage.postgres.catalog`) and know no particular query: a number used as a truth value, a column next to a lone
``max``, ``json_each`` of a parameter, ``INSERT OR REPLACE`` and so on are recognized by their shape.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sqlglot import exp

from storage.postgres import conflicts, definitions, lookup
from storage.postgres.catalog import Catalog
from storage.postgres.lookup import column_type, is_truth, nullable

_LISTS = "json_each"


def rewrite(tree: exp.Expr, catalog: Catalog) -> exp.Expr:
    """The statement as PostgreSQL takes it; the tree given is changed."""
    if isinstance(tree, exp.Create | exp.Alter):
        definitions.define(tree)
    for step in _PASSES:
        tree = step(tree, catalog)
    return tree


def _hints(tree: exp.Expr, _catalog: Catalog) -> exp.Expr:
    """Drop index and join-order hints; name subqueries, as versions before 16 require."""
    for table in tree.find_all(exp.Table):
        table.set("indexed", None)
    for join in tree.find_all(exp.Join):
        if join.args.get("kind") == "CROSS" and join.args.get("on"):
            join.set("kind", None)
    for number, query in enumerate(tree.find_all(exp.Subquery)):
        if isinstance(query.parent, exp.From | exp.Join) and not query.alias:
            query.set("alias", exp.TableAlias(this=exp.to_identifier(f"sub_{number}")))
    return tree


def _lists(tree: exp.Expr, catalog: Catalog) -> exp.Expr:
    """Translate ``x IN (SELECT value FROM json_each(:list))`` to ``x = ANY(:list)``.

    As a table, the list is unnested.
    """
    for inside in list(tree.find_all(exp.In)):
        query = inside.args.get("query")
        select = query.this if isinstance(query, exp.Subquery) else query
        if isinstance(select, exp.Select) and (parameter := _whole_list(select)) is not None:
            inside.replace(exp.EQ(this=inside.this, expression=exp.Any(this=exp.paren(parameter, copy=False))))
    for table in list(tree.find_all(exp.Table)):
        call = table.this
        if not isinstance(call, exp.Anonymous) or call.name.casefold() != _LISTS:
            continue
        parameter = call.expressions[0]
        parameter.meta["how"] = "list"
        alias = table.alias or _LISTS
        array = exp.cast(parameter, f"{_kind_of_items(tree, alias, catalog)}[]", dialect="postgres", copy=False)
        table.replace(
            exp.Unnest(
                expressions=[array],
                alias=exp.TableAlias(this=exp.to_identifier(alias), columns=[exp.to_identifier("value")]),
                offset=exp.to_identifier("key"),
            )
        )
    return tree


def _whole_list(select: exp.Select) -> exp.Expr | None:
    """Return the parameter of a bare ``SELECT value FROM json_each(:list)``, or None."""
    source = select.args.get("from_")
    call = source.this.this if source is not None and isinstance(source.this, exp.Table) else None
    plain = len(select.expressions) == 1 and select.expressions[0].name == "value" and not select.args.get("where")
    if plain and isinstance(call, exp.Anonymous) and call.name.casefold() == _LISTS:
        parameter: exp.Expr = call.expressions[0]
        parameter.meta["how"] = "list"
        return parameter
    return None


def _kind_of_items(tree: exp.Expr, alias: str, catalog: Catalog) -> str:
    """Return a list's item type from the column it is compared with, else text."""
    for same in tree.find_all(exp.EQ):
        for side, other in ((same.this, same.expression), (same.expression, same.this)):
            item = isinstance(side, exp.Column) and (side.table, side.name) == (alias, "value")
            if item and isinstance(other, exp.Column) and (found := column_type(other, catalog)):
                return found
    return "text"


def _absent(tree: exp.Expr, _catalog: Catalog) -> exp.Expr:
    """Decide ``:x IS NULL`` before sending, since an untyped NULL has no type there."""
    for test in list(tree.find_all(exp.Is)):
        if isinstance(test.this, exp.Placeholder) and isinstance(test.expression, exp.Null):
            test.this.meta["how"] = "absent"
            test.replace(exp.NEQ(this=test.this, expression=exp.Literal.number(0)))
    return tree


def _casts(tree: exp.Expr, _catalog: Catalog) -> exp.Expr:
    """Send a cast parameter separately, since it may have another type elsewhere."""
    for cast in tree.find_all(exp.Cast):
        if isinstance(cast.this, exp.Placeholder) and "how" not in cast.this.meta:
            cast.this.meta["how"] = "cast"
    return tree


def _cases(tree: exp.Expr, _catalog: Catalog) -> exp.Expr:
    """NOCASE is lower case on both sides of a comparison, and in an order."""
    for mark in list(tree.find_all(exp.Collate)):
        if mark.expression.name.upper() == "NOCASE":
            compared = mark.parent
            mark.replace(mark.this)
            if isinstance(compared, exp.Binary):
                for key in ("this", "expression"):
                    compared.set(key, exp.Lower(this=compared.args[key]))
            elif isinstance(compared, exp.Ordered):
                compared.set("this", exp.Lower(this=compared.this))
    return tree


def _texts(tree: exp.Expr, _catalog: Catalog) -> exp.Expr:
    """Translate LIKE (case and escape) and string positions (small integers)."""
    for like in list(tree.find_all(exp.Like)):
        found = exp.ILike(**like.args)  # with its NOT, where there is one
        if isinstance(like.parent, exp.Escape):
            like.replace(found)
        else:
            like.replace(exp.Escape(this=found, expression=exp.Literal.string("")))
    for cut in tree.find_all(exp.Substring):
        start, length = cut.args.get("start"), cut.args.get("length")
        if start is not None and not isinstance(start, exp.Literal):
            cut.set("start", exp.cast(_place(start, cut.this), "int"))
        if length is not None and not isinstance(length, exp.Literal):
            cut.set("length", exp.cast(length, "int"))
    return tree


def _place(start: exp.Expr, text: exp.Expr) -> exp.Expr:
    """Return a substring's start: negative ones count from the end, clamped."""
    behind = exp.Add(this=exp.Length(this=text.copy()), expression=exp.paren(start.copy()))
    first = exp.Greatest(
        this=exp.Add(this=behind, expression=exp.Literal.number(1)), expressions=[exp.Literal.number(1)]
    )
    below = exp.LT(this=start.copy(), expression=exp.Literal.number(0))
    return exp.Case(ifs=[exp.If(this=below, true=first)], default=start.copy())


def _aliases(tree: exp.Expr, catalog: Catalog) -> exp.Expr:
    """Expand SELECT aliases in WHERE."""
    for select in list(tree.find_all(exp.Select)):
        where = select.args.get("where")
        named = {each.alias: each.this for each in select.expressions if isinstance(each, exp.Alias)}
        if where is None or not named:
            continue
        for column in list(where.find_all(exp.Column)):
            mine = column.find_ancestor(exp.Select) is select and not column.table and column.name in named
            if mine and not lookup.is_column(column, catalog):
                column.replace(exp.paren(named[column.name].copy()))
    return tree


def _lone_extremes(tree: exp.Expr, _catalog: Catalog) -> exp.Expr:
    """Select the row of a lone ``max`` or ``min`` for the columns next to it."""
    for select in list(tree.find_all(exp.Select)):
        if (extreme := _lone_extreme(select)) is None:
            continue
        after = {name: select.args.get(name) for name in ("order", "limit", "offset")}
        made = _first_rows(select, extreme)
        if any(after.values()):
            made = _around(made, after)
        if select is tree:
            tree = made
        else:
            select.replace(made)
    return tree


def _lone_extreme(select: exp.Select) -> exp.Expr | None:
    """Return the only ``max`` or ``min`` of a grouped query, or None.

    The query also names columns that are neither grouped nor aggregated.
    """
    group = select.args.get("group")
    if group is None:
        return None
    told = [each.unalias() for each in select.expressions]
    extremes = [each for each in told if isinstance(each, exp.Max | exp.Min)]
    keys = {key.sql() for key in group.expressions}
    bare = [each for each in told if isinstance(each, exp.Column | exp.Star) and each.sql() not in keys]
    alone = len(extremes) == 1 and bare and not any(each.find(exp.AggFunc) for each in bare)
    return extremes[0] if alone else None


def _first_rows(select: exp.Select, extreme: exp.Expr) -> exp.Select:
    """Select the row of each group that has its extreme.

    The order and limits of the whole query are left out.
    """
    keys = select.args["group"].expressions
    order = exp.Order(
        expressions=[
            *(exp.Ordered(this=key.copy()) for key in keys),
            exp.Ordered(this=extreme.this.copy(), desc=isinstance(extreme, exp.Max)),
        ]
    )
    order.expressions[-1].meta["last"] = True  # an empty value is no extreme
    select.set("distinct", exp.Distinct(on=exp.Tuple(expressions=[key.copy() for key in keys])))
    named = isinstance(extreme.parent, exp.Alias)
    extreme.replace(extreme.this.copy() if named else exp.alias_(extreme.this.copy(), "extreme"))
    for name in ("group", "order", "limit", "offset"):
        select.set(name, None)
    first = select.copy()
    first.set("order", order)
    return first


def _around(first: exp.Select, after: Mapping[str, exp.Expr | None]) -> exp.Select:
    """Wrap the selected rows in a query with the order and limits of the whole."""
    named = first.args.get("with_")
    first.set("with_", None)
    outer = exp.Select(expressions=[exp.Star()], with_=named).from_(first.subquery("firsts"))
    for name, value in after.items():
        outer.set(name, value)
    return outer


def _distinct(tree: exp.Expr, _catalog: Catalog) -> exp.Expr:
    """Translate DISTINCT ordered by a hidden column to groups."""
    for select in tree.find_all(exp.Select):
        distinct, order = select.args.get("distinct"), select.args.get("order")
        if distinct is None or distinct.args.get("on") or order is None:
            continue
        shown = {each.unalias().sql() for each in select.expressions} | {each.alias for each in select.expressions}
        hidden = [each for each in order.expressions if each.this.sql() not in shown]
        if hidden and not select.args.get("group"):
            select.set("distinct", None)
            select.set("group", exp.Group(expressions=[each.unalias().copy() for each in select.expressions]))
            for each in hidden:
                kind = exp.Max if each.args.get("desc") else exp.Min
                each.set("this", kind(this=each.this.copy()))
    return tree


def _truths(tree: exp.Expr, _catalog: Catalog) -> exp.Expr:
    """Convert between numbers and booleans where the other is expected."""
    for node in list(tree.walk()):
        asked: Sequence[exp.Expr | None] = ()
        if isinstance(node, exp.Where | exp.Having | exp.Not):
            asked = (node.this,)
        elif isinstance(node, exp.And | exp.Or):
            asked = (node.this, node.expression)
        elif isinstance(node, exp.Join):
            asked = (node.args.get("on"),)
        elif isinstance(node, exp.If) and not (isinstance(node.parent, exp.Case) and node.parent.this):
            asked = (node.this,)
        for each in asked:
            if each is not None and not is_truth(each):
                each.replace(exp.NEQ(this=exp.paren(each.copy()), expression=exp.Literal.number(0)))
    for node in list(tree.walk()):
        if is_truth(node) and not isinstance(node, exp.Paren | exp.Alias) and _counted(node):
            node.replace(exp.cast(node.copy(), "int"))
    return tree


def _counted(node: exp.Expr) -> bool:
    """Whether a boolean is used as a number: summed, in arithmetic, or inserted."""
    parent = node.parent
    if isinstance(parent, exp.Sum | exp.Avg | exp.Max | exp.Min | exp.Coalesce | exp.Add | exp.Sub | exp.Mul):
        return True
    while isinstance(parent, exp.Paren):
        parent = parent.parent
    if isinstance(parent, exp.EQ | exp.NEQ | exp.GT | exp.GTE | exp.LT | exp.LTE):
        return not (is_truth(parent.this) and is_truth(parent.expression))
    if isinstance(parent, exp.Alias):
        parent = parent.parent
    return isinstance(parent, exp.Select) and node.arg_key in {"this", "expressions"} and _inserts(parent)


def _inserts(select: exp.Expr) -> bool:
    return select.find_ancestor(exp.Insert) is not None


def _numbers(tree: exp.Expr, catalog: Catalog) -> exp.Expr:
    """Type decimals as double; let GREATEST be NULL if any argument is."""
    for literal in list(tree.find_all(exp.Literal)):
        if not literal.is_string and "." in literal.name and not isinstance(literal.parent, exp.Cast):
            literal.replace(exp.cast(literal.copy(), "double"))
    for most in list(tree.find_all(exp.Greatest, exp.Least)):
        empty = [each for each in (most.this, *most.expressions) if _may_be_empty(each, catalog)]
        if empty:
            test = exp.or_(*(exp.Is(this=each.copy(), expression=exp.Null()) for each in empty), copy=False)
            most.replace(exp.Case(ifs=[exp.If(this=test, true=exp.Null())], default=most.copy()))
    return tree


def _may_be_empty(each: exp.Expr, catalog: Catalog) -> bool:
    return isinstance(each, exp.Column) and each.table != "excluded" and nullable(each, catalog)


def _order(tree: exp.Expr, catalog: Catalog) -> exp.Expr:
    """Add NULLS FIRST, as in SQLite, only where NULLs are possible.

    An index does not support it otherwise.
    """
    for ordered in tree.find_all(exp.Ordered):
        falling = bool(ordered.args.get("desc"))
        known = not isinstance(ordered.parent, exp.Order) or not nullable(ordered.this, catalog)
        ordered.set("nulls_first", falling if known else not falling and not ordered.meta.get("last"))
    return tree


_PASSES: tuple[Callable[[exp.Expr, Catalog], exp.Expr], ...] = (
    _hints,
    _casts,
    _aliases,
    _lists,
    _absent,
    _cases,
    _texts,
    _lone_extremes,
    _distinct,
    _numbers,
    _truths,
    conflicts.resolve,
    _order,
)
