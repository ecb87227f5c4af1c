"""Everything out as JSON lines and spreadsheets, and back in.

The first line says what the file is; each following one is a table's name and a row. Reading a file back is harmless to
repeat: rows that are there already are left.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from bot.errors import BadArgument
from storage import migrations
from storage.engine import Database

if TYPE_CHECKING:
    from sqlite_utils import Database as Utils

FORMAT = "spudwatch export 1"
# Caches of other rows, and what must not leave with them.
NOT_EXPORTED = frozenset({"_sqlite_migrations", "slack_tokens", "seen_requests", "editions"})
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def tables(database: Database) -> dict[str, tuple[str, ...]]:
    """The tables that are exported and their columns; full-text indexes are made anew from them."""
    rows = database.read(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    )
    virtual = {row["name"] for row in rows if row["sql"].upper().startswith("CREATE VIRTUAL")}
    found = {}
    for row in rows:
        name = row["name"]
        shadow = any(name.startswith(f"{owner}_") for owner in virtual)
        if name not in virtual and not shadow and name not in NOT_EXPORTED:
            found[name] = tuple(column["name"] for column in database.read(f"PRAGMA table_info([{name}])"))
    return found


def export_lines(database: Database, tenant: str | None = None) -> Iterator[str]:
    """Every row as a line of JSON, or one tenant's rows; the header first."""
    header = {"format": FORMAT, "steps": list(migrations.names()), "tenant": tenant}
    yield json.dumps(header, ensure_ascii=False)
    for name, columns in tables(database).items():
        if tenant is not None and "tenant" not in columns:
            continue
        where, given = ("WHERE tenant = ?", [tenant]) if tenant is not None else ("", [])
        for row in database.read(f"SELECT * FROM [{name}] {where}", given):
            yield json.dumps([name, {key: _out(row[key]) for key in columns}], ensure_ascii=False)


def import_lines(database: Database, lines: Iterable[str]) -> tuple[int, list[str]]:
    """Read an export back; returns how many rows were new, and a sentence for each line that could not be read.

    Raises:
        BadArgument: it is not an export, or one of a newer version.
    """
    entries = iter(lines)
    try:
        header = json.loads(next(entries, ""))
    except json.JSONDecodeError:
        header = None
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        raise BadArgument("That is not an export.", todo=f"Its first line must say {FORMAT!r}.")
    if set(header.get("steps", [])) - set(migrations.names()):
        raise BadArgument("That export was written by a newer version.", todo="Install that version first.")
    known, faults = tables(database), []
    rows: list[tuple[str, dict[str, Any]]] = []
    for number, line in enumerate(entries, 2):
        try:
            name, row = json.loads(line)
            if not set(row) <= set(known[name]):
                raise KeyError(name)
            rows.append((name, {key: _in(value) for key, value in row.items()}))
        except (ValueError, KeyError, TypeError, AttributeError):
            faults.append(f"line {number} is no row of a table this version has")

    def write(db: Utils) -> int:
        db.execute("PRAGMA defer_foreign_keys = ON")
        new = 0
        for name, row in rows:
            names, marks = ", ".join(f"[{key}]" for key in row), ", ".join("?" * len(row))
            sql = f"INSERT OR IGNORE INTO [{name}] ({names}) VALUES ({marks})"
            new += db.execute(sql, list(row.values())).rowcount
        return new

    return database.write_now(write), faults


def export_csv(database: Database, table: str, tenant: str | None = None) -> str:
    """One table as CSV whose cells no spreadsheet runs as formulas."""
    columns = tables(database)[table]
    where, given = ("WHERE tenant = ?", [tenant]) if tenant is not None and "tenant" in columns else ("", [])
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in database.read(f"SELECT * FROM [{table}] {where}", given):
        writer.writerow([harmless(row[key]) for key in columns])
    return out.getvalue()


def harmless(cell: object) -> object:
    """A cell that a spreadsheet shows instead of running: text that begins like a formula gets an apostrophe."""
    if not isinstance(cell, str):
        return cell
    return "'" + cell if cell.lstrip(" ").startswith(_FORMULA) else cell


def _out(value: object) -> object:
    return {"hex": value.hex()} if isinstance(value, bytes) else value


def _in(value: Any) -> Any:
    return bytes.fromhex(value["hex"]) if isinstance(value, dict) and set(value) == {"hex"} else value
