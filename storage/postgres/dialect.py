"""Translate the stores' SQL from SQLite's dialect to PostgreSQL's.

sqlglot parses and generates; the passes of `storage.postgres.rewrites` handle semantic differences. A text is
translated once and cached. Parameters become ``$1``, ``$2`` …, so that the server prepares a statement once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.dialects.postgres import Postgres
from sqlglot.dialects.sqlite import SQLite

from storage.engines import Parameters
from storage.postgres import conflicts, definitions, rewrites
from storage.postgres.catalog import Catalog
from storage.rows import queries

REMEMBERED = 5_000  # statements kept; one made of values that differ each time would fill a memory
_TOKEN = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|\[\w+\]|--[^\n]*|::|:(\w+)|(\?)""")
_ROWID = re.compile(r"\)\s*WITHOUT\s+ROWID\s*$", re.IGNORECASE)
_OR_REPLACE = re.compile(r"^\s*UPDATE\s+OR\s+REPLACE\s", re.IGNORECASE)
_VIRTUAL = re.compile(r"^\s*CREATE\s+VIRTUAL\s+TABLE\s", re.IGNORECASE)
_AS_IT_IS = re.compile(r"^\s*(SAVEPOINT|RELEASE|ROLLBACK)\b", re.IGNORECASE)
_PRAGMAS = {"defer_foreign_keys": "SET CONSTRAINTS ALL DEFERRED"}


@dataclass(frozen=True, slots=True)
class Bind:
    """A parameter.

    Its name or position, and how it is passed (value, cast, list, absent).
    """

    name: str | int
    how: str = "value"

    def of(self, given: Parameters) -> Any:
        """The value to send."""
        value: Any = given[self.name]  # type: ignore[index]
        if self.how == "absent":
            return value is None
        return json.loads(value) if self.how == "list" and value is not None else value


@dataclass(frozen=True, slots=True)
class SqlStatement:
    """A statement in PostgreSQL's words with ``$n`` for its parameters."""

    sql: str
    binds: tuple[Bind, ...] = ()
    numbers: tuple[str, str] | None = None  # the table and identity column that were given a number

    def arguments(self, given: Parameters | None) -> list[Any]:
        """The parameters in the order of their numbers."""
        return [bind.of(given or ()) for bind in self.binds]


@cache
def overrides() -> Mapping[str, str]:
    """Return PostgreSQL's own queries in ``storage/sql/postgres``, by the shared text."""
    found: dict[str, str] = {}
    for file in resources.files("storage").joinpath("sql", "postgres").iterdir():
        if file.name.endswith(".sql"):
            name = file.name.removesuffix(".sql")
            shared = queries(name)
            found |= {shared[query]: text for query, text in queries(f"postgres/{name}").items()}
    return found


_MEMORIES: dict[str, dict[str, tuple[SqlStatement, ...]]] = {}  # what was translated, by the catalog it was for


class Translator:
    """Translates for one catalog, and remembers; a changed catalog needs a new one."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._kept = _MEMORIES.setdefault(repr(sorted(catalog.items())), {})

    def statements(self, sql: str) -> tuple[SqlStatement, ...]:
        """Return the statements for a text, in order; the last one's result is the text's."""
        kept = self._kept.get(sql)
        if kept is None:
            if len(self._kept) >= REMEMBERED:
                self._kept.clear()
            kept = self._kept[sql] = tuple(self._translated(sql))
        return kept

    def _translated(self, sql: str) -> Sequence[SqlStatement]:
        if (native := overrides().get(sql)) is not None:
            return [_numbered(native)]
        if _AS_IT_IS.match(sql):
            return [SqlStatement(sql)]
        if sql.lstrip().upper().startswith("PRAGMA"):
            return [SqlStatement(_PRAGMAS[sql.split()[1].casefold()])]
        if _VIRTUAL.match(sql):
            return [SqlStatement(text) for text in definitions.full_text_table(sql)]
        marked, binds = _marked(_ROWID.sub(")", sql.strip().removesuffix(";")))
        replacing = _OR_REPLACE.match(marked)
        tree = sqlglot.parse_one(_OR_REPLACE.sub("UPDATE ", marked), dialect=SQLite)
        trees = [*conflicts.replaced_rows(tree, self.catalog), tree] if replacing else [tree]
        return [_written(rewrites.rewrite(each, self.catalog), binds) for each in trees]


def _marked(sql: str) -> tuple[str, dict[str, str | int]]:
    """Replace parameters by generated names; SQL keywords cannot be parameter names."""
    binds: dict[str, str | int] = {}

    def mark(match: re.Match[str]) -> str:
        if match[2]:
            name = f"p{len(binds)}"
            binds[name] = len(binds)
        elif match[1]:
            name = f"n_{match[1]}"
            binds[name] = match[1]
        else:
            return match[0]
        return f":{name}"

    return _TOKEN.sub(mark, sql), binds


def _numbered(native: str) -> SqlStatement:
    """Number the parameters of a native text, leaving everything else unchanged."""
    binds: dict[Bind, int] = {}

    def number(match: re.Match[str]) -> str:
        if not (match[1] or match[2]):
            return match[0]
        bind = Bind(match[1] or len(binds))
        return f"${binds.setdefault(bind, len(binds) + 1)}"

    sql = _TOKEN.sub(number, native)
    return SqlStatement(sql, tuple(binds))


def _written(tree: exp.Expr, names: Mapping[str, str | int]) -> SqlStatement:
    binds: dict[Bind, int] = {}
    for place in list(tree.find_all(exp.Placeholder)):
        bind = Bind(names[place.name], place.meta.get("how", "value"))
        place.replace(exp.Parameter(this=exp.Literal.number(binds.setdefault(bind, len(binds) + 1))))
    return SqlStatement(
        tree.sql(dialect=Postgres, identify=True, comments=False), tuple(binds), tree.meta.get("numbers")
    )
