"""Read labels, reports, checks and attributions (`bot.ports.sightings`)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache

import msgspec

from bot.domain.catalogs.findings import FindingKind
from bot.domain.sightings.confirmations import Check, Plan
from bot.domain.sightings.field_guide import FieldGuide
from bot.domain.sightings.labels import key as key_of
from bot.domain.sightings.methods import Attribution, Method
from bot.domain.sightings.report_basis import ReportBasis
from bot.domain.sightings.reports import FiledReport
from bot.domain.sightings.shared_counts import SharedCounts
from bot.domain.sightings.sightings import Report, SightingEvent, SightingEventKind
from bot.domain.sightings.surfaces import Surface
from bot.ledger import Tables
from bot.ledger import guide as guide_rows
from bot.messages.request import View
from bot.ports.changes import ChangeMark
from bot.ports.pictures import Picture
from bot.ports.sightings import Label, LabelWatch, ReportDraft, ReportPicture, Settled
from storage.accounts.personal_data import FORMER, PersonalTable
from storage.changes import touch
from storage.engines import Database, DbRow, Writer
from storage.rows import from_db, maybe_from_db, number_of, params, queries, to_db
from storage.sightings.erasure import erase_reporter
from storage.sightings.writer import SightingWriting

_SQL = queries("sightings")
DRAFT_LIVES = timedelta(minutes=15)
_PASTED = "substr(catalog, -length(:tenant) - 1) = '@' || :tenant"  # lists that a tenant pasted
_MERGES = 8  # merges followed in a row


class _Reported(msgspec.Struct):
    """A report within an event, without the person, who has a column of their own."""

    id: str
    how: ReportBasis
    seen: datetime
    complete: bool
    picture: int | None
    since: datetime | None


_report = msgspec.json.Decoder(_Reported)
_KINDS = {kind.value: kind for kind in SightingEventKind}


class SightingStore(SightingWriting):
    """Stored labels; reads return a tenant's own rows and public list rows only."""

    KEEPS = (
        PersonalTable(
            "reports",
            ("person",),
            words={"person": {"text": "", "link": "", "picture": "", "drawn": ""}},
            together="key",
        ),
        PersonalTable("label_events", ("by", "source"), words={"by": {"reason": ""}}, together="key"),
        PersonalTable("checks", ("person",), words={"person": {"note": ""}}, together="key"),
        PersonalTable("attributions", ("by", "source"), words={"by": {"why": "", "link": "", "source": FORMER}}),
        PersonalTable("truths", ("by",), words={"by": {"how_known": "", "source": ""}}),
        PersonalTable("label_merges", ("by",)),
        PersonalTable("pictures", ("person",), drop=True),
        PersonalTable("drafts", ("person",), drop=True, words={"person": {"body": "{}"}}),
        PersonalTable("label_watches", ("person",), drop=True),
        PersonalTable("feeds", ("by",), things=True),
        PersonalTable("labels", things=True),
        PersonalTable("leads", things=True),
        PersonalTable("findings", things=True),
        PersonalTable("counters", things=True, through="substr(name, -length(:tenant) - 1) = '@' || :tenant"),
        PersonalTable("listings", things=True, through=_PASTED),
        PersonalTable("catalogs", things=True, through=_PASTED),
    )
    erase = staticmethod(erase_reporter)

    def __init__(self, database: Database) -> None:
        self._db = database
        self._guide: tuple[str, FieldGuide] | None = None

    def guide(self) -> FieldGuide:
        """Return the public field guide, cached by edition."""
        loaded = self._db.read("SELECT edition FROM editions WHERE ledger = 'public'")
        edition = str(loaded[0]["edition"]) if loaded else ""
        if self._guide is None or self._guide[0] != edition:
            rows = self._db.read("SELECT body FROM guide")
            self._guide = edition, msgspec.json.decode(rows[0]["body"], type=FieldGuide) if rows else FieldGuide()
        return self._guide[1]

    @staticmethod
    def load(db: Writer, tables: Tables) -> None:
        """Replace the guide by the files'."""
        guide = guide_rows.read(tables)
        body = msgspec.json.encode(guide)
        db.execute("INSERT OR REPLACE INTO guide (id, body) VALUES (1, ?)", [body])
        named = {max(one.known_at, one.learned_at) for one in guide.checkpoints if one.known_at is not None}
        touch(db, [ChangeMark("", "guide", "", at) for at in sorted(named)])

    def canonical(self, key: str, view: View) -> str:
        """The key a label goes by after merges."""
        for _ in range(_MERGES):
            rows = self._db.read(_SQL["merged"], params(view, key=key))
            if not rows:
                break
            key = str(rows[0]["into_key"])
        return key

    def label(self, key: str, view: View) -> Label | None:
        """A label reported here."""
        rows = self._db.read(_SQL["label"], params(view, key=key, keys=self._keys(key, view)))
        return _label(rows[0]) if rows else None

    def labels(self, view: View, since: datetime | None = None, limit: int = 500) -> Sequence[Label]:
        """Labels reported here, the latest changed first."""
        earliest = to_db(since) if since else 0
        return tuple(map(_label, self._db.read(_SQL["labels"], params(view, since=earliest, limit=limit))))

    def suggest(self, text: str, view: View, limit: int = 25) -> Sequence[Label]:
        """Return labels that begin with or contain a text."""
        if not text.strip():
            return self.labels(view, limit=limit)
        return tuple(map(_label, self._db.read(_SQL["suggest"], params(view, text=key_of(text[:100]), limit=limit))))

    def events(self, key: str, view: View) -> tuple[SightingEvent, ...]:
        """Return a label's events here, and its appearances in public lists."""
        keys = self._keys(key, view)
        own = [_event(row) for row in self._db.read(_SQL["events"], params(view, keys=keys))]
        listed = [
            SightingEvent(from_db(row["learned_at"]), SightingEventKind.LISTED, about=row["source"], reason=row["why"])
            for row in self._db.read(_SQL["listed"], params(view, keys=keys))
            if FindingKind(row["kind"]).raises or row["kind"] == FindingKind.ANONYMOUS
        ]
        return (*listed, *own)

    def reports(self, key: str, view: View, limit: int = 50) -> Sequence[FiledReport]:
        """The reports of a label, newest first."""
        keys = self._keys(key, view)
        return tuple(_filed(row, view) for row in self._db.read(_SQL["reports"], params(view, keys=keys, limit=limit)))

    def elsewhere(self, key: str, view: View) -> SharedCounts | None:
        """Return the counts that other tenants share of a label."""
        first_hand = json.dumps([how.value for how in ReportBasis if how.first_hand])
        asked = params(view, keys=self._keys(key, view), first_hand=first_hand)
        row = self._db.read(_SQL["elsewhere"], asked)[0]
        if not row["reports"]:
            return None
        return SharedCounts(row["reports"], row["people"], row["tenants"], from_db(row["first"]), from_db(row["last"]))

    def published(self, key: str, view: View) -> tuple[SharedCounts, tuple[str, ...]] | None:
        """What tenants put on the public pages of a label, and which they are."""
        first_hand = json.dumps([how.value for how in ReportBasis if how.first_hand])
        rows = self._db.read(_SQL["published"], params(view, keys=self._keys(key, view), first_hand=first_hand))
        if not rows:
            return None
        people, tenants = {row["person"] for row in rows}, tuple(sorted({row["tenant"] for row in rows}))
        times = [from_db(row["so_at"]) for row in rows]
        return SharedCounts(len(rows), len(people), len(tenants), min(times), max(times)), tenants

    def report(self, name: str, view: View) -> FiledReport | None:
        """A report by its id."""
        number = number_of(name, "CP")
        rows = self._db.read(_SQL["report"], params(view, number=number)) if number else []
        return _filed(rows[0], view) if rows else None

    def reports_by(self, person: str, tenant: str, since: datetime) -> Sequence[FiledReport]:
        """Return a person's reports since a moment."""
        asked = {"tenant": tenant, "person": person, "since": to_db(since)}
        return tuple(_filed(row, None) for row in self._db.read(_SQL["reports_by"], asked))

    def drawn(self, view: View, limit: int = 5_000) -> Sequence[ReportPicture]:
        """The pictures of reports here, newest first."""
        rows = self._db.read(_SQL["drawn"], params(view, limit=limit))
        return tuple(
            ReportPicture(f"CP-{row['number']:04}", row["key"], row["label"], int(row["drawn"], 16)) for row in rows
        )

    def checks(self, key: str, view: View) -> Sequence[Check]:
        """Return the confirmations and denials of a label."""
        rows = self._db.read(_SQL["checks"], params(view, keys=self._keys(key, view)))
        return tuple(Check(from_db(r["so_at"]), r["person"], Plan(r["plan"]), bool(r["has"])) for r in rows)

    def attributions(self, view: View, key: str | None = None) -> Sequence[Attribution]:
        """Return attributions made here, and those that public list rows imply."""
        if key is None:
            return tuple(_said(row, view) for row in self._db.read(_SQL["attributions"], params(view)))
        keys = self._keys(key, view)
        own = [_said(row, view) for row in self._db.read(_SQL["attributions_of"], params(view, keys=keys))]
        rows = self._db.read(_SQL["listed"], params(view, keys=keys))
        return (*own, *(_proved(row) for row in rows if FindingKind(row["kind"]).names))

    def settled(self, view: View, key: str | None = None) -> Sequence[Settled]:
        """Return the desk's decisions about labels here."""
        keys = None if key is None else self._keys(key, view)
        return tuple(
            Settled(
                row["key"],
                row["label"],
                row["subject"],
                row["outcome"],
                row["how_known"],
                from_db(row["learned_at"]),
                row["source"],
            )
            for row in self._db.read(_SQL["settled"], params(view, keys=keys))
        )

    def watchers(self, keys: Sequence[str]) -> Sequence[LabelWatch]:
        """Return who watches one of some labels, in every tenant."""
        if not keys:
            return ()
        rows = self._db.read(_SQL["watchers"], {"keys": json.dumps(list(keys))})
        return tuple(LabelWatch(row["tenant"], row["person"], row["key"], row["label"]) for row in rows)

    def watching(self, person: str, tenant: str) -> Sequence[str]:
        """The labels a person watches."""
        rows = self._db.read(
            "SELECT label FROM label_watches WHERE tenant = ? AND person = ? ORDER BY at DESC LIMIT 200",
            [tenant, person],
        )
        return tuple(row["label"] for row in rows)

    def draft(self, tenant: str, person: str, kind: str, now: datetime) -> ReportDraft | None:
        """A draft that is not older than fifteen minutes."""
        rows = self._db.read(
            "SELECT body, at FROM drafts WHERE tenant = ? AND person = ? AND kind = ? AND at >= ?",
            [tenant, person, kind, to_db(now - DRAFT_LIVES)],
        )
        return ReportDraft(json.loads(rows[0]["body"]), from_db(rows[0]["at"])) if rows else None

    def picture(self, tenant: str, name: str) -> Picture | None:
        """A picture of this tenant by its id."""
        rows = self._db.read("SELECT * FROM pictures WHERE tenant = ? AND id = ?", [tenant, name])
        if not rows:
            return None
        row = rows[0]
        return Picture(row["content"], row["media_type"], row["width"], row["height"], int(row["drawn"], 16))

    def _keys(self, key: str, view: View) -> str:
        """The key and all that were merged into it, as a JSON array."""
        found, fresh = {key}, [key]
        while fresh and len(found) < 200:  # noqa: PLR2004 - more merges do not occur
            rows = self._db.read(_SQL["sources"], params(view, key=fresh.pop()))
            new = {str(row["key"]) for row in rows} - found
            found |= new
            fresh += new
        return json.dumps(sorted(found))


def _label(row: DbRow) -> Label:
    learned, changed = from_db(row["learned_at"]), from_db(row["changed_at"])
    return Label(row["key"], row["shown"], row["surface"], learned, changed, row["reports"])


def _event(row: DbRow) -> SightingEvent:
    return _decoded(*row)


@lru_cache(maxsize=8_192)  # a busy label's thousand events are looked at again and again, and never change
def _decoded(
    learned_at: int, kind: str, about: str, reason: str, other: str, report: bytes | None, by: str
) -> SightingEvent:
    told = None
    if report:
        # The reporter is in one column only, so that an erasure finds everything.
        kept = _report.decode(report)
        told = Report(kept.id, by, kept.how, kept.seen, kept.complete, kept.picture, kept.since)
    return SightingEvent(from_db(learned_at), _KINDS[kind], told, about, reason, other)


def _filed(row: DbRow, view: View | None) -> FiledReport:
    gone = maybe_from_db(row["gone_at"])
    was_live = gone is not None and view is not None and gone > view.as_of
    return FiledReport(
        id=f"CP-{row['number']:04}",
        key=row["key"],
        label=row["label"],
        surface=Surface(row["surface"]),
        how=ReportBasis(row["how"]),
        person=row["person"],
        seen=from_db(row["so_at"]),
        at=from_db(row["learned_at"]),
        text=row["text"],
        plan=Plan(row["plan"]) if row["plan"] else None,
        link=row["link"],
        picture=row["picture"],
        drawn=int(row["drawn"], 16) if row["drawn"] else None,
        since=maybe_from_db(row["since"]),
        named=bool(row["named"]),
        complete=bool(row["complete"]),
        state="live" if was_live else row["state"],
        reason="" if was_live else row["reason"],
    )


def _said(row: DbRow, view: View) -> Attribution:
    accepted = maybe_from_db(row["accepted_at"])
    return Attribution(
        id=f"AT-{row['number']:04}",
        label=row["label"],
        subject=row["subject"],
        method=Method(row["method"]),
        by=row["by"],
        at=from_db(row["learned_at"]),
        why=row["why"],
        link=row["link"],
        accepted=accepted is not None and accepted <= view.as_of,
    )


def _proved(row: DbRow) -> Attribution:
    method = Method.HOST if row["kind"] == FindingKind.REVEAL else Method.ROW
    at = from_db(row["learned_at"])
    catalog, pasted, _ = row["catalog"].partition("@")
    return Attribution(
        id=f"AT-L{row['id']:03}",
        label=row["label"],
        subject=row["named"],
        method=method,
        by=f"{catalog}, pasted here" if pasted else catalog,
        at=at,
        why=row["why"],
        link=row["source"],
        accepted=True,
    )
