"""Adapt values between Python and the server, as stores expect from SQLite."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, ClassVar

from psycopg import Connection, Cursor
from psycopg.abc import Buffer
from psycopg.adapt import Dumper, Loader
from psycopg.types.numeric import Int8Dumper
from psycopg.types.string import StrDumperUnknown


class PostgresRow(tuple[Any, ...]):
    """A row with its columns by name and by place; implements `storage.engines.DbRow`."""

    __slots__ = ()
    _places: ClassVar[dict[str, int]] = {}

    def __getitem__(self, key: Any) -> Any:
        """The value of a column."""
        return tuple.__getitem__(self, self._places[key] if isinstance(key, str) else key)

    def keys(self) -> tuple[str, ...]:
        """The names of the columns in order."""
        return tuple(self._places)


@lru_cache(maxsize=1_024)
def _shape(names: tuple[str, ...]) -> type[PostgresRow]:
    places = {name: place for place, name in reversed(list(enumerate(names)))}
    ordered = {name: places[name] for name in names}
    return type("PostgresRow", (PostgresRow,), {"__slots__": (), "_places": ordered})


def rows(cursor: Cursor[Any]) -> Any:
    """Psycopg's row factory."""
    return _shape(tuple(column.name for column in cursor.description or ()))


class _TextDumper(StrDumperUnknown):
    """Dump text with its column's type.

    NUL, which PostgreSQL cannot store, is replaced.
    """

    def dump(self, obj: str) -> Buffer | None:
        return super().dump(obj.replace("\x00", "\ufffd") if "\x00" in obj else obj)


class _TruthDumper(Dumper):
    """Store booleans as 1 and 0."""

    oid = Int8Dumper.oid

    def dump(self, obj: bool) -> Buffer | None:  # noqa: FBT001 - psycopg's signature
        return b"1" if obj else b"0"


class _TruthLoader(Loader):
    def load(self, data: Buffer) -> int:
        return int(bytes(data) == b"t")


class _NumberLoader(Loader):
    """A sum of whole numbers is whole; anything else is a float."""

    def load(self, data: Buffer) -> int | float:
        text = bytes(data).decode()
        return float(text) if "." in text or not text.lstrip("-").isdecimal() else int(text)


def prepare(connection: Connection[Any]) -> None:
    """Make a connection speak as above."""
    adapters = connection.adapters
    adapters.register_dumper(int, Int8Dumper)
    adapters.register_dumper(bool, _TruthDumper)
    adapters.register_dumper(str, _TextDumper)
    adapters.register_loader("bool", _TruthLoader)
    adapters.register_loader("numeric", _NumberLoader)
