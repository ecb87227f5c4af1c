"""Everything out as JSON lines and spreadsheets, and back in.

The first line says what the file is; each following one is a table's name and a row. Reading a file back is harmless to
repeat: rows that are there already are left.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from bot.messages.errors import BadArgument
from storage import migrations
from storage.accounts.privacy import LOOKED, WAITS, declared
from storage.changes import index_changes, mark_filed
from storage.claims.search import restock
from storage.engines import Database, DbRow, Writer
from storage.migrations import m0016_market_history, m0022_roles
from storage.served_file import SERVED_AT, SERVED_FILE

FORMAT = "spudwatch export 1"
# Caches of other rows, secrets, and the queue: two installations must not both post what waits in one of them.
NOT_EXPORTED = frozenset(
    {
        "_sqlite_migrations", "slack_installations", "slack_seen", "editions", "outbox", "promises", "positions",
        "change_about", "change_marks", "edition_chain", "webhooks", "write_version",
    }
)  # fmt: skip
# What numbers the rows of one installation alone: another gives its own.
_NUMBERS = {"changes": "sequence", "subscriptions": "told"}
# Counters of one installation: which file it serves, and what its clock was when it last erased anything.
_OF_A_PROCESS = frozenset({SERVED_FILE, SERVED_AT, LOOKED, WAITS, "doctor"})
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def tables(database: Database, tenant: str | None = None) -> dict[str, tuple[str, ...]]:
    """Return the exported tables with columns, or those that can hold a tenant's rows.

    Full-text indexes are rebuilt from them.
    """
    mine = _whose() if tenant is not None else {}
    found = {}
    for name, columns in database.tables().items():
        if name not in NOT_EXPORTED and (tenant is None or name in mine):
            found[name] = tuple(column for column in columns if column != _NUMBERS.get(name))
    return found


def export_lines(database: Database, tenant: str | None = None) -> Iterator[str]:
    """Every row as a line of JSON, or one tenant's rows; the header first."""
    header = {"format": FORMAT, "steps": list(migrations.names()), "tenant": tenant}
    yield json.dumps(header, ensure_ascii=False)
    for name, columns in tables(database, tenant).items():
        for row in _rows(database, name, tenant):
            yield json.dumps([name, {key: _out(row[key]) for key in columns}], ensure_ascii=False)


def _whose() -> dict[str, str]:
    """The condition under which a row of each declared table is a tenant's."""
    return {kept.table: kept.whose for kept in declared()}


def _rows(database: Database, table: str, tenant: str | None) -> list[DbRow]:
    where = f"WHERE {_whose()[table]}" if tenant is not None else ""
    rows = database.read(f"SELECT * FROM [{table}] {where}", {"tenant": tenant} if tenant is not None else ())
    return [row for row in rows if not _is_of_a_process(table, row)]


def _is_of_a_process(table: str, row: Mapping[str, Any] | DbRow) -> bool:
    return table == "counters" and row["name"] in _OF_A_PROCESS


def check_export(lines: Sequence[str]) -> None:
    """Refuse what cannot be imported as a whole.

    Raises:
        BadArgument: it is not an export, is one of a newer version, or breaks off.
    """
    header = _json(lines[0]) if lines else None
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        raise BadArgument("That is not an export.", todo=f"Its first line must say {FORMAT!r}.")
    if set(header.get("steps", [])) - set(migrations.names()):
        raise BadArgument("That export was written by a newer version.", todo="Install that version first.")
    if lines[0].endswith("\n") and not lines[-1].endswith("\n") and _json(lines[-1]) is None:
        raise BadArgument(f"That export breaks off in line {len(lines)}.", todo="Copy the whole file again.")


def _json(line: str) -> object:
    """The value of a line; None where it is no JSON."""
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def import_lines(database: Database, lines: Iterable[str]) -> tuple[int, list[str]]:
    """Import an export; return the new rows' count and a sentence per rejected line.

    Existing rows are kept; a row whose place is taken by another is reported.

    Raises:
        BadArgument: as `check_export`; then nothing is changed.
    """
    kept = list(lines)
    check_export(kept)
    rows, faults = _read(kept[1:], tables(database))

    def write(db: Writer) -> int:
        db.execute("PRAGMA defer_foreign_keys = ON")
        new = 0
        for number, name, row in rows:
            names, marks = ", ".join(f"[{key}]" for key in row), ", ".join("?" * len(row))
            sql = f"INSERT OR IGNORE INTO [{name}] ({names}) VALUES ({marks})"
            db.execute("SAVEPOINT line")
            try:
                if db.execute(sql, list(row.values())).rowcount:
                    new += 1
                elif row.get("tenant", "") != "" and not _there(db, name, row):
                    faults.append(
                        f"line {number} takes the place of another row of {name} or lacks a value, and was left out"
                    )
            except database.refused as error:
                db.execute("ROLLBACK TO line")
                faults.append(f"line {number} cannot be a row of {name} ({error}), and was left out")
            finally:
                db.execute("RELEASE line")
        faults.extend(database.take_orphans(db))
        # An export may have been made before what settled, and before roles, had tables of their own.
        m0016_market_history.fill(cast("Any", db))
        m0022_roles.move(cast("Any", db))
        restock(db)
        index_changes(db)
        mark_filed(db)
        return new

    return database.write_now(write), faults


def _read(
    entries: Sequence[str], known: dict[str, tuple[str, ...]]
) -> tuple[list[tuple[int, str, dict[str, Any]]], list[str]]:
    """Parse the rows with line, table and columns, and describe invalid lines."""
    rows: list[tuple[int, str, dict[str, Any]]] = []
    faults: list[str] = []
    for number, line in enumerate(entries, 2):
        if (told := _json(line)) is None:
            faults.append(f"line {number} is no JSON, and was left out")
            continue
        try:
            name, row = cast("Any", told)
            if not set(row) <= set(known[name]):
                raise KeyError(name)
            if _is_of_a_process(name, row):
                continue  # of an export that an earlier version made
            rows.append((number, name, {key: _in(value) for key, value in row.items()}))
        except (ValueError, KeyError, TypeError, AttributeError):
            faults.append(f"line {number} is no row of a table this version has, and was left out")
    return rows, faults


def _there(db: Writer, table: str, row: dict[str, Any]) -> bool:
    same = " AND ".join(f"[{key}] IS ?" for key in row)
    return db.execute(f"SELECT 1 FROM [{table}] WHERE {same}", list(row.values())).fetchone() is not None


def export_csv(database: Database, table: str, tenant: str | None = None) -> str:
    """Return one table as CSV, safe from formula injection."""
    columns = tables(database)[table]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in _rows(database, table, tenant):
        writer.writerow([harmless(row[key]) for key in columns])
    return out.getvalue()


def harmless(cell: object) -> object:
    """Escape a cell that begins like a formula with an apostrophe."""
    if not isinstance(cell, str):
        return cell
    return "'" + cell if cell.lstrip(" ").startswith(_FORMULA) else cell


def _out(value: object) -> object:
    return {"hex": value.hex()} if isinstance(value, bytes) else value


def _in(value: Any) -> Any:
    return bytes.fromhex(value["hex"]) if isinstance(value, dict) and set(value) == {"hex"} else value
