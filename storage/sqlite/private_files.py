"""Owner-only files: the database and its copies hold tokens and user text.

Modes are POSIX's; on Windows a file has its folder's access list, and these calls change nothing that matters.
"""

import os
from contextlib import suppress
from pathlib import Path

FILE_MODE = 0o600
FOLDER_MODE = 0o700
SIDE_FILES = (
    "",
    "-wal",
    "-shm",
)  # the database, its write-ahead log, the log's index: https://sqlite.org/tempfiles.html


def make_folder(folder: Path) -> None:
    """Create a folder and its parents for the owner alone.

    An existing one is unchanged.
    """
    for missing in reversed([one for one in (folder, *folder.parents) if not one.exists()]):
        missing.mkdir(mode=FOLDER_MODE, exist_ok=True)


def make_file(path: Path) -> None:
    """Create an empty owner-only file, whatever the umask.

    An existing one is unchanged.
    """
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, FILE_MODE))


def close_to_others(database: Path) -> None:
    """Remove everybody else's access to a database and the files next to it.

    Files of another owner are skipped: only their owner can change their mode.
    """
    for suffix in SIDE_FILES:
        file = database.with_name(database.name + suffix)
        with suppress(OSError):  # a read-only file system; doctor names the file
            if file.stat().st_mode & 0o077 and file.stat().st_uid == _own_id():
                file.chmod(FILE_MODE)


def readable_by_others(database: Path) -> tuple[str, ...]:
    """Names of the files of a database that others on this machine can read."""
    files = (database.with_name(database.name + suffix) for suffix in SIDE_FILES)
    return tuple(file.name for file in files if file.exists() and os.name == "posix" and file.stat().st_mode & 0o077)


def sync(path: Path) -> None:
    """Bring a file and its folder's entry to disk."""
    for target in (path, path.parent):
        try:
            handle = os.open(target, os.O_RDONLY)
        except OSError:  # Windows opens no folders
            continue
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _own_id() -> int:
    return os.getuid() if hasattr(os, "getuid") else 0
