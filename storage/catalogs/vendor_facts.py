"""Facts of vendors' pages: implements `bot.ports.catalogs.vendor_facts`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from urllib.parse import urlsplit

from bot.domain.catalogs.vendor_facts import (
    LEDGER,
    FactCertainty,
    FactKind,
    KeptFact,
    PageChange,
    PageReading,
    Validators,
    VendorFact,
    reminder_moments,
)
from bot.domain.evidence.evidence import Value
from bot.domain.names.vendors import is_own
from bot.ledger import Tables, moment
from bot.messages.request import View
from bot.ports.changes import ChangeMark
from storage.changes import touch
from storage.engines import Database, DbRow, Writer
from storage.rows import array, dumps, from_db, maybe_from_db, maybe_to_db, queries, to_db

_SQL = queries("vendor_facts")


class VendorFactStore:
    """One row per fact, including the public ledger's shutdowns."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def validators(self, reader: str) -> Validators:
        """Return the validators last sent by a reader's pages."""
        rows = self._db.read(_SQL["pages"], [reader])
        return Validators({row["page"]: (row["etag"], row["modified"]) for row in rows})

    def kept(self, reader: str, page: str) -> Sequence[KeptFact]:
        """Return the current facts of a page."""
        return tuple(_kept(row) for row in self._db.read(_SQL["kept"], [reader, page]))

    def about(self, slugs: Sequence[str], view: View) -> Sequence[KeptFact]:
        """Return facts about subjects as known by then, without later endings."""
        asked = {"slugs": array(slugs), "as_of": to_db(view.as_of)}
        return tuple(_as_known(_kept(row), view.as_of) for row in self._db.read(_SQL["of"], asked))

    def counts(self, slugs: Sequence[str], as_of: datetime) -> Mapping[str, tuple[int, int, datetime | None]]:
        """Return how many facts each subject has, ended ones too, and when that changes."""
        rows = self._db.read(_SQL["counts"], {"slugs": array(slugs), "as_of": to_db(as_of)})
        return {row["slug"]: (row["n"], row["ended"], maybe_from_db(row["later"])) for row in rows}

    def of_kind(self, kind: FactKind, view: View) -> Sequence[KeptFact]:
        """Return the facts of one kind in force by then."""
        asked = {"kind": kind.value, "as_of": to_db(view.as_of)}
        return tuple(_as_known(_kept(row), view.as_of) for row in self._db.read(_SQL["of_kind"], asked))

    def between(self, since: datetime, view: View) -> Sequence[KeptFact]:
        """The facts learned after one moment and by the view's."""
        asked = {"since": to_db(since), "as_of": to_db(view.as_of)}
        return tuple(_as_known(_kept(row), view.as_of) for row in self._db.read(_SQL["between"], asked))

    def read_at(self, reader: str, at: datetime) -> Sequence[KeptFact]:
        """The facts that a reading brought."""
        rows = self._db.read(_SQL["read_at"], {"reader": reader, "at": to_db(at)})
        return tuple(_as_known(_kept(row), at) for row in rows)

    def first_read(self, reader: str) -> Mapping[str, datetime]:
        """When each page of a reader was first read."""
        return {row["page"]: from_db(row["first_at"]) for row in self._db.read(_SQL["pages"], [reader])}

    async def keep(self, reader: str, reading: PageReading, change: PageChange, at: datetime) -> None:
        """Store what a reading changed, in one transaction."""

        def write(db: Writer) -> None:
            for one in change.ended:
                db.execute(_SQL["end"], {**_key(reader, reading.page, one.fact), "until": to_db(at)})
            db.executemany(_SQL["add"], [_row(one) for one in change.added])
            page = {"reader": reader, "page": reading.page, "at": to_db(at)}
            if reading.facts is None and not (reading.etag or reading.modified):
                db.execute(_SQL["touch_page"], page)
            elif not change.trouble:  # a page that could not be used is asked for whole next time
                db.execute(_SQL["note_page"], {**page, "etag": reading.etag, "modified": reading.modified})
            if change.added:
                touch(db, [ChangeMark("", "vendor", reader, at), *_reminders(change.added, at)])

        await self._db.write(write)

    @staticmethod
    def load(db: Writer, tables: Tables) -> None:
        """Replace the public files' shutdowns."""
        db.execute("DELETE FROM vendor_facts WHERE reader = ?", [LEDGER])
        facts = tuple(_from_files(tables))
        db.executemany(_SQL["add"], [_row(one) for one in facts])
        touch(db, [mark for one in facts for mark in (_announced(one), *_reminders([one], one.learned_at))])


def _from_files(tables: Tables) -> Iterable[KeptFact]:
    """Yield the shutdowns of the files.

    A successor that was not known yet when one was announced is told from its own day on.
    """
    known = {row["slug"]: moment(row["learned"]) for row in tables.get("subject", ())}
    for row in tables.get("retirement", ()):
        learned = moment(row["announced"] if "announced" in row else row["learned"])
        vendor = row["subject"].partition("/")[0]
        fact = VendorFact(
            vendor=vendor,
            model=row["id"],
            kind=FactKind.RETIREMENT,
            url=row["source"],
            day=row.get("ends"),
            certainty=FactCertainty(row["certainty"]) if row["certainty"] != "announced" else FactCertainty.DAY,
            surface="api",
            successor=row.get("successor", ""),
            announced=row.get("announced"),
            via=row.get("via") or ("" if is_own(vendor, row["source"]) else urlsplit(row["source"]).hostname or ""),
        )
        named = known.get(f"{vendor}/{fact.successor}", learned)
        if named > learned:
            yield KeptFact(LEDGER, row["subject"], replace(fact, successor=""), learned, learned, named)
        at = max(learned, named)
        yield KeptFact(LEDGER, row["subject"], fact, at, at)


def _announced(one: KeptFact) -> ChangeMark:
    return ChangeMark("", "retirement", one.page, one.learned_at)


def _reminders(facts: Iterable[KeptFact], after: datetime) -> Iterable[ChangeMark]:
    """Yield the moments to examine upcoming shutdowns again."""
    for one in facts:
        if one.fact.kind is FactKind.RETIREMENT and one.fact.day is not None:
            moments = (at for at in reminder_moments(one.fact.day) if at > after)
            yield from (ChangeMark("", "retirement", one.slug, at) for at in moments)


def _key(reader: str, page: str, fact: VendorFact) -> dict[str, object]:
    vendor, model, kind, surface = fact.key
    return {"reader": reader, "page": page, "vendor": vendor, "model": model, "kind": kind, "surface": surface}


def _row(one: KeptFact) -> Mapping[str, object]:
    fact = one.fact
    body = {
        "values": [[value.number, value.role] for value in fact.values],
        "successor": fact.successor,
        "announced": fact.announced.isoformat() if fact.announced else "",
        "via": fact.via,
    }
    return {
        **_key(one.reader, one.page, fact),
        "slug": one.slug,
        "day": fact.day.isoformat() if fact.day else "",
        "certainty": fact.certainty.value,
        "url": fact.url,
        "body": dumps(body),
        "read_at": to_db(one.read_at),
        "learned_at": to_db(one.learned_at),
        "until": maybe_to_db(one.until),
    }


def _kept(row: DbRow) -> KeptFact:
    body = json.loads(row["body"])
    fact = VendorFact(
        row["vendor"],
        row["model"],
        FactKind(row["kind"]),
        row["url"],
        _day(row["day"]),
        FactCertainty(row["certainty"]),
        row["surface"],
        tuple(Value(number, role) for number, role in body["values"]),
        body["successor"],
        _day(body["announced"]),
        body["via"],
    )
    return KeptFact(
        row["reader"],
        row["page"],
        fact,
        from_db(row["read_at"]),
        from_db(row["learned_at"]),
        maybe_from_db(row["until"]),
    )


def _as_known(one: KeptFact, as_of: datetime) -> KeptFact:
    """Return a fact as it was known then, without a later ending."""
    if one.until is None or one.until <= as_of:
        return one
    return KeptFact(one.reader, one.page, one.fact, one.read_at, one.learned_at)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
