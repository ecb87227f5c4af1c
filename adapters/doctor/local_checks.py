"""The doctor's local checks: settings, database, sources read; each names the fix."""

import difflib
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from adapters.doctor import server_checks
from adapters.doctor.results import CheckResult, CheckStatus
from adapters.runtime.storage_watch import file_number
from bot.messages.errors import SpudwatchError
from bot.messages.reply import age
from bot.messages.words import counted
from bot.settings import known, written
from storage import open_database
from storage.accounts.tenants import TenantStore
from storage.catalogs.sources import SourceStore
from storage.desk import DeskStore
from storage.engines import Database, is_server
from storage.served_file import served_elsewhere
from storage.sqlite.diagnosis import damage, schema_faults, unreadable
from storage.sqlite.private_files import readable_by_others

SOUND_SQLITE = (3, 51, 3)  # https://sqlite.org/wal.html#walresetbug
LITTLE_ROOM = 500 * 2**20  # bytes free below which an operator should act
SLOW_WRITE = 0.25  # seconds for one committed write


def chosen(environment: Mapping[str, str] = os.environ) -> Iterator[CheckResult]:
    """Check where settings came from, and for unknown names that look like settings."""
    file, folder = Path(".env"), environment.get("SPUDWATCH_SECRETS_DIR", "")
    names = {name for name in environment if name.startswith("SPUDWATCH_")} | set(written(file))
    settings = known()
    for name in sorted(names - settings - {"SPUDWATCH_SECRETS_DIR"}):
        near = difflib.get_close_matches(name, settings, 1, 0.7)
        todo = f"Did you mean {near[0]}?" if near else "The settings page of the documentation lists what there is."
        yield CheckResult("settings", CheckStatus.WARN, f"{name} is no setting and is not read", todo)
    if folder and not Path(folder).is_dir():
        yield CheckResult(
            "settings", CheckStatus.FAIL, "SPUDWATCH_SECRETS_DIR names no folder", "Make it, or unset it."
        )
    if file.exists() and file.stat().st_mode & 0o077:
        yield CheckResult("settings", CheckStatus.WARN, "others on this machine can read .env", "Run: chmod 600 .env")
    where = f"{len(names & settings)} set" + (", .env read" if file.exists() else ", no .env in this folder")
    yield CheckResult("settings", CheckStatus.OK, where + (f", secrets from {Path(folder).name}" if folder else ""))


def memory(address: str | Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Iterator[CheckResult]:
    """Check the database: location, integrity, size and speed."""
    server = is_server(address)
    if not server:
        yield _sqlite()
        yield from _files(Path(address))
    try:
        database = open_database(address)
    except SpudwatchError as error:
        yield CheckResult("database", CheckStatus.FAIL, f"{error.what} {error.why}".strip(), str(error.todo))
        return
    try:
        looked = tuple(server_checks.served(database, str(address), now()) if server else _whole(Path(address)))
        yield from looked
        with suppress(SpudwatchError):  # reported above, with the fix
            if not any(result.verdict is CheckStatus.FAIL for result in looked):
                yield from () if server else _copied(database, Path(address))
                yield _trail(database)
                yield _writing(database, server=server)
            yield from _read(database, now())
    finally:
        database.close()
    if not server:
        yield _disk(Path(address))


def _sqlite() -> CheckResult:
    version = sqlite3.sqlite_version_info
    if version >= SOUND_SQLITE:
        return CheckResult("sqlite", CheckStatus.OK, f"version {sqlite3.sqlite_version}")
    todo = "Run one process only, as we do; 3.51.3 or newer also mends the WAL-reset bug."
    return CheckResult("sqlite", CheckStatus.WARN, f"version {sqlite3.sqlite_version}", todo)


def _disk(path: Path) -> CheckResult:
    free = shutil.disk_usage(path.parent).free
    low = free < LITTLE_ROOM
    todo = "Free some space." if low else ""
    return CheckResult("disk", CheckStatus.WARN if low else CheckStatus.OK, f"{free / 2**30:.1f} GB free", todo)


def _files(path: Path) -> Iterator[CheckResult]:
    """Check that only the owner can read the database; it holds tokens and user text."""
    if others := readable_by_others(path):
        names = " ".join(others)
        says = f"others on this machine can read {', '.join(others)}"
        yield CheckResult("files", CheckStatus.WARN, says, f"Run in its folder: chmod 600 {names}")
    elif path.exists():
        yield CheckResult("files", CheckStatus.OK, "only their owner can read them")


def _copied(database: Database, path: Path) -> Iterator[CheckResult]:
    """Check whether this file is a copy of a served one.

    Two processes would both post.
    """
    if (until := served_elsewhere(database, file_number(path))) is not None:
        says = f"a copy of a database that was served until {until:%Y-%m-%d %H:%M} UTC"
        yield CheckResult("copy", CheckStatus.WARN, says, "If the original is still served, stop one: both would post.")


def _whole(path: Path) -> Iterator[CheckResult]:
    faults = damage(path) or schema_faults(path) or tuple(unreadable(path))
    size = path.stat().st_size / 2**20
    if faults:
        todo = "Stop, and put a backup back: spudwatch restore FILE."
        yield CheckResult("database", CheckStatus.FAIL, "; ".join(faults)[:160], todo)
        return
    yield CheckResult("database", CheckStatus.OK, f"{path.name}, {size:.1f} MB, reads back whole")


def _writing(database: Database, *, server: bool) -> CheckResult:
    began = time.perf_counter()
    try:
        database.write_now(lambda db: db.execute("INSERT OR REPLACE INTO counters VALUES ('doctor', 1)"))
    except SpudwatchError as error:
        todo = str(error.todo) or "Check the folder's permissions."
        return CheckResult("writing", CheckStatus.FAIL, error.what, todo)
    seconds = time.perf_counter() - began
    slow = seconds > SLOW_WRITE
    nearer = "Bring the server nearer." if server else "Put the database on a local disk, not a network share."
    status = CheckStatus.WARN if slow else CheckStatus.OK
    return CheckResult("writing", status, f"one committed write in {seconds * 1000:.0f} ms", nearer if slow else "")


def _read(database: Database, now: datetime) -> Iterator[CheckResult]:
    """When each source was last read, as the process that serves wrote it down."""
    for state in SourceStore(database).states():
        trouble = state.trouble_at(now)[0]
        last = f"last read {age(state.good_at, now)}" if state.good_at else "never read"
        todo = "Is spudwatch serve running? Its log says what it meets." if trouble else ""
        verdict = CheckStatus.WARN if trouble else CheckStatus.OK
        yield CheckResult(f"read {state.source}", verdict, last + (f": {trouble}" if trouble else ""), todo)


def _trail(database: Database) -> CheckResult:
    """Check that every tenant's audit and settings trails form unbroken chains."""
    desk, settings = DeskStore(database), TenantStore(database)
    rows = database.read("SELECT tenant FROM audit UNION SELECT tenant FROM tenant_settings ORDER BY tenant")
    tenants = [row["tenant"] for row in rows]
    broken = [f"{tenant} at line {line}" for tenant in tenants if (line := desk.broken(tenant)) is not None]
    broken += [f"{tenant} in its settings" for tenant in tenants if settings.broken(tenant) is not None]
    if broken:
        todo = "Somebody wrote to the file by hand. Put a backup back, and find out who may."
        return CheckResult("audit", CheckStatus.FAIL, f"the trail of {', '.join(broken)[:200]} was changed", todo)
    return CheckResult(
        "audit", CheckStatus.OK, f"{counted(len(tenants), 'trail')} {'is' if len(tenants) == 1 else 'are'} whole"
    )
