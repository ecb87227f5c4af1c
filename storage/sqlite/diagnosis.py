"""Diagnose a database file: damage, schema differences, and unreadable rows.

SQLite's own check finds inconsistent pages but ignores what values mean. Flipped bits in a row, columns missing from
the schema, and text that is not UTF-8 are found here.
"""

import json
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Final

from storage import migrations

NAMED: Final = 3  # faults named of each kind; the others are counted
LAST: Final = 253_402_300_800  # seconds since 1970 of the year 10000
MOMENTS: Final = ("at", "until", "since", "covered", "deadline", "not_before")  # how columns of moments end
# Columns that hold JSON, '' where they may be empty.
JSON: Final[Mapping[str, tuple[str, ...]]] = {
    "alert_memory": ("memory",),
    "audit": ("before", "after", "undo"),
    "bodies": ("shows",),
    "catalogs": ("prints",),
    "change_states": ("state",),
    "changes": ("facts",),
    "claims": ("statement", "aliases"),
    "demos": ("answers",),
    "desk_items": ("body",),
    "drafts": ("body",),
    "evidence": ("body",),
    "findings": ("candidates",),
    "market_read": ("faults",),
    "outbox": ("items",),
    "subscriptions": ("wish",),
    "tenant_settings": ("value",),
    "vendor_facts": ("body",),
}
TYPES: Final = {"INTEGER": (int,), "REAL": (int, float), "TEXT": (bytes,)}


def damage(path: Path) -> tuple[str, ...]:
    """Return the findings of SQLite's own checks; empty for a sound file."""
    try:
        with closing(_opened(path)) as connection:
            connection.text_factory = lambda text: text.decode("utf-8", "replace")
            said = [row[0] for row in connection.execute(f"PRAGMA integrity_check({NAMED})")]
            if said == ["ok"]:
                said = [f"a row of {row[0]} names a row of {row[2]} that is not there"
                        for row in connection.execute("PRAGMA foreign_key_check").fetchmany(NAMED)]  # fmt: skip
    except sqlite3.Error as error:
        said = [str(error)]  # too damaged to be checked at all
    return tuple(said)


def schema_faults(path: Path) -> tuple[str, ...]:
    """Compare the schema with a new database's: what is missing or different."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "fresh.db"
        migrations.bring_up_to_date(fresh, lambda: sqlite3.connect(fresh, isolation_level=None))
        wanted, found = _schema(fresh), _schema(path)
    return tuple(
        f"{what} is lacking" if what not in found else f"{what} is another one"
        for what, shape in wanted.items()
        if found.get(what) != shape
    )


def unreadable(path: Path) -> Iterator[str]:
    """Yield the unreadable rows, table by table, without repeating their content."""
    with closing(_opened(path)) as connection:
        tables = [
            row[0].decode()
            for row in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND sql NOT LIKE "
                "'CREATE VIRTUAL%' ORDER BY name"
            )
        ]
        for table in tables:
            try:
                faults = _faults(connection, table)
            except sqlite3.Error as error:
                yield f"{table} does not read back: {error}"
                continue
            if faults:
                number, fault = next(iter(faults.items()))
                more = f", and {len(faults) - 1} more" if len(faults) > 1 else ""
                yield f"row {number} of {table} cannot be read: {fault}{more}"


def _faults(connection: sqlite3.Connection, table: str) -> dict[int, str]:
    columns = tuple(
        (column["name"].decode(), column["type"].decode(), bool(column["notnull"]))
        for column in connection.execute(f"PRAGMA table_info([{table}])")
    )
    texts = [name for name, kind, _ in columns if kind == "TEXT"]
    kinds = "".join(f", typeof([{name}]) AS [{name} is]" for name in texts)
    rows = connection.execute(f"SELECT *{kinds} FROM [{table}]")  # noqa: S608 - named by the schema
    return {number: fault for number, row in enumerate(rows, start=1) if (fault := _fault(table, columns, row))}


def _fault(table: str, columns: Iterable[tuple[str, str, bool]], row: sqlite3.Row) -> str:
    for name, kind, required in columns:
        value = row[name]
        if value is None:
            if required:
                return f"{name} is missing"
        elif type(value) not in TYPES.get(kind, (type(value),)):
            return f"{name} is no {kind.casefold()}"
        elif kind == "TEXT" and (
            row[f"{name} is"] != b"text" or not _readable(bytes(value), is_json=name in JSON.get(table, ()))
        ):
            return f"{name} is no text that can be read"
        elif isinstance(value, int) and name.rpartition("_")[2] in MOMENTS and not -LAST < value < LAST:
            return f"{name} is no moment"
    return ""


def _readable(value: bytes, *, is_json: bool) -> bool:
    try:
        text = value.decode()
        if is_json and text:
            json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _schema(path: Path) -> dict[str, object]:
    """Return tables, indexes and triggers by name with columns, without their SQL."""
    made: dict[str, object] = {}
    with closing(_opened(path)) as connection:
        connection.text_factory = lambda text: text.decode("utf-8", "replace")
        parts = connection.execute("SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name")
        for kind, name in parts.fetchall():
            if kind == "table":
                for column in connection.execute(f"PRAGMA table_xinfo([{name}])"):
                    made[f"column {name}.{column[1]}"] = (column[2], column[3], column[5])
            elif kind == "index":
                columns = connection.execute(f"PRAGMA index_xinfo([{name}])")
                made[f"index {name}"] = tuple((row[2], row[3], row[5]) for row in columns)
            made.setdefault(f"{kind} {name}", kind)
    return made


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    connection.text_factory = bytes
    return connection
