"""Erase what repeats a person's words: titles, reasons, notices and cards.

A text is looked for in every text column of the tenant's rows, so that a new copy needs no declaration.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bot.messages.addresses import FORMER
from storage.accounts.personal_data import GONE, GONE_PAGE, PersonalTable
from storage.engines import Writer

LEAST = 12  # a text of at least this many characters is its author's, wherever it stands
# What a thing is called or known by, which repeats no sentence of anybody.
_NAMES = frozenset({"key", "into_key", "label", "shown", "about", "thing", "ref", "id", "object", "subject", "claim"})
_SAID = frozenset({"why", "quote", "link", "how", "note", "reason", "text", "source", "page"})  # what JSON keeps of it
QUOTED = 40  # and of this many within what others wrote, who may have used the same few words
_BODIES = "id IN (SELECT body FROM cards WHERE tenant = :tenant UNION SELECT body FROM outbox WHERE tenant = :tenant)"
_OF_ADDRESS = "-_~/?=&%#+"
_ADDRESSES = frozenset({"url", "link", "source"})  # columns of words that hold one address each
_CUT = ("…", "\\u2026")  # what `shorten` puts after a beginning, plain and in JSON


def names(kept: PersonalTable) -> str:
    """The condition that a row names ``:person`` in ``:tenant``."""
    return f"{kept.whose} AND :person IN ({', '.join(kept.people)})"


def words_of(db: Writer, tables: Iterable[PersonalTable], tenant: str, person: str) -> frozenset[str]:
    """Everything a person wrote in a tenant, as texts."""
    given = {"tenant": tenant, "person": person}
    found: set[str] = set()
    for kept in tables:
        for who, columns in kept.words.items():
            asked = f"SELECT {', '.join(columns)} FROM {kept.table} WHERE {kept.whose} AND {who} = :person"
            for row in db.execute(asked, given):
                found.update(text for value in row for text in _texts(value))
    return frozenset(text for text in found if text.strip())


def _texts(value: object) -> Iterator[str]:
    """Yield the texts of a column; of JSON what people write, not ids and names."""
    if not isinstance(value, str):
        return
    try:
        held = json.loads(value) if value.startswith("{") else value
    except ValueError:
        held = value
    if isinstance(held, str):
        yield held
    else:
        yield from (text for name, text in held.items() if name in _SAID and isinstance(text, str))


def rename(db: Writer, kept: PersonalTable, tenant: str, person: str, marks: dict[str, str]) -> int:
    """Replace a person's name and words in a table; returns how many rows.

    ``marks`` are the stand-ins by value of ``together``, one for all tables.
    """
    given: dict[str, object] = {"tenant": tenant, "person": person}
    touched = 0
    for who in kept.people:
        words = kept.words.get(who, {})
        blanks = "".join(f", {column} = :blank_{column}" for column in words)
        given |= {f"blank_{column}": value for column, value in words.items()}
        where = f"{kept.whose} AND {who} = :person"
        change = f"UPDATE OR REPLACE {kept.table} SET {who} = :stand_in{blanks} WHERE {where}"
        if not kept.together:
            touched += db.execute(change, given | {"stand_in": FORMER}).rowcount
            continue
        found = db.execute(f"SELECT DISTINCT {kept.together} FROM {kept.table} WHERE {where}", given).fetchall()
        for (value,) in found:
            stand_in = marks.setdefault(value, f"{FORMER} {secrets.token_hex(4)}")
            sql = f"{change} AND {kept.together} = :together"
            touched += db.execute(sql, given | {"stand_in": stand_in, "together": value}).rowcount
    return touched


def scrub(db: Writer, tables: Sequence[PersonalTable], tenant: str, words: Iterable[str]) -> None:
    """Take texts out of everything of a tenant that repeats them, whole or shortened."""
    mine = [text for text in words if len(text) >= LEAST and not ("://" in text and _cited(db, tables, tenant, text))]
    texts = sorted({form for text in mine for form in _forms(text)}, key=len, reverse=True)
    if not texts:
        return
    given = {"tenant": tenant}
    found = TextIndex(texts)
    quoted = TextIndex([text for text in texts if len(text) >= QUOTED and "://" not in text])
    for kept in tables:
        if not kept.things:
            skipped = {*kept.people, *_NAMES, kept.tenant}
            _scrub_rows(db, kept, given, skipped, {True: quoted, False: found})
    for number, reply in db.execute(f"SELECT id, reply FROM bodies WHERE {_BODIES}", given).fetchall():
        clean = without(reply, found.texts_near(reply))
        if clean != reply:
            mark = hashlib.sha256(f"{number} {clean}".encode()).hexdigest()
            db.execute("UPDATE bodies SET reply = ?, hash = ?, shows = '' WHERE id = ?", [clean, mark, number])


def _cited(db: Writer, tables: Iterable[PersonalTable], tenant: str, url: str) -> bool:
    """Whether the ledger or others give this address, too.

    Then it is no word of one person, whose own rows are gone by now.
    """
    columns = ((kept, column) for kept in tables for column in sorted(kept.written & _ADDRESSES))
    asked = [f"SELECT 1 FROM {kept.table} WHERE {kept.whose} AND {column} = :url" for kept, column in columns]
    asked.append("SELECT 1 FROM evidence WHERE tenant = '' AND url = :url")
    return db.execute(" UNION ".join(asked), {"url": url, "tenant": tenant}).fetchone() is not None


def _scrub_rows(
    db: Writer,
    kept: PersonalTable,
    given: Mapping[str, object],
    skipped: set[str],
    by_quotes: Mapping[bool, TextIndex],
) -> None:
    """Take texts out of a table's rows.

    ``by_quotes`` are those to look for in what others wrote, and elsewhere.
    """
    table, where = kept.table, kept.whose
    rows = db.execute(f"SELECT * FROM {table} WHERE {where}", given).fetchall()
    changed = {
        (column, row[column]): clean
        for row in rows
        for column in row.keys()  # noqa: SIM118 - a row iterates over its values
        if column not in skipped
        and isinstance(row[column], str)
        and (near := by_quotes[column in kept.written].texts_near(row[column]))
        and (clean := without(row[column], near)) != row[column]
    }
    for (column, value), clean in changed.items():
        sql = f"UPDATE OR REPLACE {table} SET {column} = :clean WHERE {where} AND {column} = :value"
        db.execute(sql, {**given, "clean": clean, "value": value})


class TextIndex:
    """Texts by their beginnings, so that a value is read once for all of them."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._beginnings = {text[:LEAST] for text in texts}
        self._short = any(len(text) < LEAST for text in texts)

    def texts_near(self, value: str) -> Sequence[str]:
        """The texts whose beginnings stand in a value, in their order."""
        if self._short:
            return self._texts
        found = self._beginnings.intersection(value[at : at + LEAST] for at in range(len(value) - LEAST + 1))
        return [text for text in self._texts if text[:LEAST] in found] if found else ()


def _forms(text: str) -> Iterator[str]:
    """A text as typed, on one line, and as it stands in JSON or in a quoted option."""
    for form in {text, " ".join(text.split())}:
        quoted = form.replace("\\", "\\\\").replace('"', '\\"')
        for one in {form, quoted}:
            yield one
            yield json.dumps(one, ensure_ascii=False)[1:-1]
            yield json.dumps(one)[1:-1]


def without(value: str, texts: Iterable[str]) -> str:
    """A value without some texts, and without beginnings of them that were shortened."""
    for text in texts:
        at = value.find(text[:LEAST])
        while at >= 0:
            length = _common(value, at, text)
            cut = next((mark for mark in _CUT if value.startswith(mark, at + length)), None)
            whole = length == len(text) and not ("://" in text and _goes_on(value, at + length))
            if whole or cut is not None:
                stand_in = GONE_PAGE if "://" in text else GONE
                value = value[:at] + stand_in + value[at + length + len(cut or "") :]
                length = len(stand_in)
            at = value.find(text[:LEAST], at + length)
    return value


def _goes_on(value: str, at: int) -> bool:
    """Whether an address that ends at a place is the beginning of a longer one."""
    return at < len(value) and (value[at].isalnum() or value[at] in _OF_ADDRESS)


def _common(value: str, at: int, text: str) -> int:
    """How many characters of a text stand at a place of a value."""
    length = 0
    while length < len(text) and value.startswith(text[length], at + length):
        length += 1
    return length


def hooks(name: str) -> list[Any]:
    """The functions of that name of every store, in order."""
    from storage import store_classes  # noqa: PLC0415 - the registry imports stores that import this module

    return [found for made in store_classes() if (found := getattr(made, name, None)) is not None]
