"""Write labels, reports, checks and attributions, a transaction a method."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime

import msgspec

from bot.domain.sightings.confirmations import Check
from bot.domain.sightings.labels import key as key_of
from bot.domain.sightings.methods import Attribution
from bot.domain.sightings.reports import FiledReport
from bot.domain.sightings.sightings import SightingEvent, SightingEventKind
from bot.ports.changes import ChangeMark
from bot.ports.desk import QueueItem
from bot.ports.pictures import Picture
from bot.ports.sightings import ReportDraft, Settled
from storage.changes import touch
from storage.desk import put
from storage.engines import Database, Writer
from storage.rows import dumps, maybe_to_db, number_of, to_db

# Pictures without a report or draft in their tenant; the caller narrows them down.
STRAY = (
    "DELETE FROM pictures WHERE NOT EXISTS (SELECT 1 FROM reports AS r "
    "WHERE r.tenant = pictures.tenant AND r.picture = pictures.id AND r.picture <> '') "
    "AND NOT EXISTS (SELECT 1 FROM drafts AS d WHERE d.tenant = pictures.tenant AND instr(d.body, pictures.id))"
)
_STRAY_ONE = STRAY + " AND tenant = :tenant AND id = :id"


class SightingWriting:
    """Methods that change stored labels."""

    _db: Database

    async def reserve(self, tenant: str, letters: str) -> str:
        """Reserve the next id of a kind in a tenant ("CP", "AT"); unused ones leave gaps."""

        def write(db: Writer) -> str:
            name = f"{letters}@{tenant}"
            db.execute("INSERT INTO counters VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = value + 1", [name])
            number = db.execute("SELECT value FROM counters WHERE name = ?", [name]).fetchone()[0]
            return f"{letters}-{number:04}"

        return await self._db.write(write)

    async def keep_draft(self, tenant: str, person: str, kind: str, draft: ReportDraft) -> None:
        """Store a draft, replacing the previous one."""
        row = [tenant, person, kind, dumps(dict(draft.values)), to_db(draft.at)]
        await self._db.write(lambda db: db.execute("INSERT OR REPLACE INTO drafts VALUES (?, ?, ?, ?, ?)", row))

    async def drop_draft(self, tenant: str, person: str, kind: str) -> None:
        """Delete a draft, and its picture unless something else uses it."""
        given = {"tenant": tenant, "person": person, "kind": kind}
        where = "WHERE tenant = :tenant AND person = :person AND kind = :kind"

        def write(db: Writer) -> None:
            row = db.execute(f"SELECT body FROM drafts {where}", given).fetchone()  # noqa: S608 - names and marks are ours, values are bound
            db.execute(f"DELETE FROM drafts {where}", given)  # noqa: S608 - names and marks are ours, values are bound
            picture = msgspec.json.decode(row[0]).get("picture") if row else None
            if picture:
                db.execute(_STRAY_ONE, {"tenant": tenant, "id": picture})

        await self._db.write(write)

    async def keep_picture(self, tenant: str, person: str, picture: Picture, at: datetime) -> str:
        """Store a picture; identical pixels are stored once, with their latest use."""
        name = hashlib.sha256(picture.content).hexdigest()[:24]
        row = [
            tenant,
            name,
            picture.content,
            picture.media_type,
            picture.width,
            picture.height,
            picture.drawn_text,
            person,
            to_db(at),
        ]
        await self._db.write(
            lambda db: db.execute(
                "INSERT INTO pictures VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (tenant, id) DO UPDATE SET learned_at = max(learned_at, excluded.learned_at)",
                row,
            )
        )
        return name

    async def file(
        self, tenant: str, filed: FiledReport, item: QueueItem | None = None, *, drafted: bool = False
    ) -> FiledReport | None:
        """Store a report under its reserved number, with new label, event and desk item."""
        kept = filed if filed.id else replace(filed, id=await self.reserve(tenant, "CP"))
        number = number_of(kept.id, "CP") or 0

        def write(db: Writer) -> FiledReport | None:
            if db.execute("SELECT 1 FROM reports WHERE tenant = ? AND number = ?", [tenant, number]).fetchone():
                return kept
            draft = [tenant, kept.person]
            gone = db.execute("DELETE FROM drafts WHERE tenant = ? AND person = ? AND kind = 'report'", draft).rowcount
            if drafted and not gone:
                return None  # its other press was quicker
            db.execute(
                "INSERT INTO labels VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (tenant, key) DO NOTHING",
                [
                    tenant,
                    filed.key,
                    filed.label,
                    filed.surface.value,
                    to_db(filed.seen),
                    to_db(filed.at),
                    to_db(filed.at),
                    kept.id,
                ],
            )
            db.execute(f"INSERT INTO reports VALUES ({', '.join('?' * 22)})", _row(tenant, number, kept))  # noqa: S608 - names and marks are ours, values are bound
            _note(
                db,
                tenant,
                filed.key,
                SightingEvent(filed.at, SightingEventKind.REPORTED, kept.report, kept.id),
                filed.person,
            )
            if item is not None:
                put(db, tenant, item)
            return kept

        return await self._db.write(write)

    async def edit(self, tenant: str, filed: FiledReport, at: datetime) -> bool:
        """Replace a report by its edited version, unless it was withdrawn."""
        number = number_of(filed.id, "CP") or 0

        def write(db: Writer) -> bool:
            where = "WHERE tenant = ? AND number = ? AND state <> 'withdrawn'"
            row = db.execute(f"SELECT state, reason, gone_at FROM reports {where}", [tenant, number]).fetchone()  # noqa: S608 - names and marks are ours, values are bound
            if row is None:
                return False
            db.execute(
                f"INSERT OR REPLACE INTO reports VALUES ({', '.join('?' * 22)})",  # noqa: S608 - names and marks are ours, values are bound
                _row(tenant, number, replace(filed, state=row[0], reason=row[1]), edited=at, gone=row[2]),
            )
            _note(
                db, tenant, filed.key, SightingEvent(at, SightingEventKind.EDITED, filed.report, filed.id), filed.person
            )
            return True

        return await self._db.write(write)

    async def withdraw(self, tenant: str, name: str, by: str, at: datetime) -> bool:
        """Withdraw a report: its text and picture go, a tombstone stays."""
        number = number_of(name, "CP") or 0

        def write(db: Writer) -> bool:
            row = db.execute(
                "SELECT key, picture FROM reports WHERE tenant = ? AND number = ? AND state <> 'withdrawn'",
                [tenant, number],
            ).fetchone()
            if row is None:
                return False
            db.execute(
                "UPDATE reports SET state = 'withdrawn', gone_at = ?, text = '', link = '', picture = '', drawn = '' "
                "WHERE tenant = ? AND number = ?",
                [to_db(at), tenant, number],
            )
            db.execute(_STRAY_ONE, {"tenant": tenant, "id": row[1]})
            _note(db, tenant, row[0], SightingEvent(at, SightingEventKind.WITHDRAWN, about=f"CP-{number:04}"), by)
            return True

        return await self._db.write(write)

    async def happen(self, tenant: str, key: str, event: SightingEvent, by: str) -> None:
        """Note something that happened to a label; the report it is about follows."""
        states = {
            SightingEventKind.ACCEPTED: "live",
            SightingEventKind.UNDECIDED: "queued",
            SightingEventKind.REFUSED: "refused",
            SightingEventKind.RESTORED: "live",
        }

        def write(db: Writer) -> None:
            number = number_of(event.about, "CP")
            if number and event.kind in states:
                gone = to_db(event.at) if event.kind is SightingEventKind.REFUSED else None
                db.execute(
                    "UPDATE reports SET state = ?, reason = ?, gone_at = ? "
                    "WHERE tenant = ? AND number = ? AND state <> 'withdrawn'",
                    [states[event.kind], event.reason, gone, tenant, number],
                )
            _note(db, tenant, key, event, by)

        await self._db.write(write)

    async def check(self, tenant: str, key: str, check: Check, note: str = "") -> None:
        """Store an answer to "do you have it?"."""
        at = to_db(check.at)
        row = [tenant, key, check.person, check.plan.value, check.has, note, at, at, "check"]
        await self._db.write(
            lambda db: db.execute(
                "INSERT INTO checks (tenant, key, person, plan, has, note, so_at, learned_at, source) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                row,
            )
        )

    async def uncheck(self, tenant: str, key: str, check: Check) -> None:
        """Delete an answer of a person, with its note."""
        row = [tenant, key, check.person, to_db(check.at)]
        newest = "SELECT max(id) FROM checks WHERE tenant = ? AND key = ? AND person = ? AND so_at = ?"
        await self._db.write(lambda db: db.execute(f"DELETE FROM checks WHERE id = ({newest})", row))  # noqa: S608 - the text is ours, values are bound

    async def attribute(self, tenant: str, said: Attribution, item: QueueItem | None = None) -> str:
        """Store an attribution under its reserved number, with its desk item."""
        name = said.id or await self.reserve(tenant, "AT")

        def write(db: Writer) -> str:
            number, at = number_of(name, "AT") or 0, to_db(said.at)
            db.execute(
                f"INSERT OR IGNORE INTO attributions VALUES ({', '.join('?' * 14)})",  # noqa: S608 - names and marks are ours, values are bound
                [
                    tenant,
                    number,
                    key_of(said.label),
                    said.label,
                    said.subject,
                    said.method.value,
                    said.by,
                    said.why,
                    said.link,
                    at,
                    at,
                    at if said.accepted else None,
                    None,
                    said.link or said.by,
                ],
            )
            if item is not None:
                put(db, tenant, item)
            return name

        return await self._db.write(write)

    async def unattribute(self, tenant: str, name: str, by: str, at: datetime) -> bool:
        """Withdraw a person's own attribution: its words go, and its desk item is closed."""

        def write(db: Writer) -> bool:
            gone = db.execute(
                "UPDATE attributions SET gone_at = ?, why = '', link = '', source = by "
                "WHERE tenant = ? AND number = ? AND by = ? AND gone_at IS NULL",
                [to_db(at), tenant, number_of(name, "AT") or 0, by],
            ).rowcount
            if gone:
                db.execute(
                    "UPDATE desk_items SET why = '', body = '{}', "
                    "state = CASE state WHEN 'waiting' THEN 'withdrawn' ELSE state END WHERE tenant = ? AND about = ?",
                    [tenant, name],
                )
            return bool(gone)

        return await self._db.write(write)

    async def judge(self, tenant: str, name: str, at: datetime | None, *, stands: bool) -> None:
        """Accept an attribution's link, take that back, or withdraw the attribution."""
        column = "accepted_at" if stands else "gone_at"
        row = [maybe_to_db(at), tenant, number_of(name, "AT") or 0]
        await self._db.write(
            lambda db: db.execute(f"UPDATE attributions SET {column} = ? WHERE tenant = ? AND number = ?", row)  # noqa: S608 - names and marks are ours, values are bound
        )

    async def settle(self, tenant: str, settled: Settled, by: str) -> None:
        """Record what a label was; its grade becomes RESOLVED."""

        def write(db: Writer) -> None:
            db.execute(
                "INSERT OR REPLACE INTO truths VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, ?, ?)",
                [
                    tenant,
                    settled.key,
                    settled.label,
                    settled.subject,
                    settled.outcome,
                    settled.how_known,
                    to_db(settled.at),
                    to_db(settled.at),
                    by,
                    settled.source,
                ],
            )
            what = f"{settled.subject or settled.outcome}: {settled.how_known}"
            _note(db, tenant, settled.key, SightingEvent(settled.at, SightingEventKind.RESOLVED, reason=what), by)

        await self._db.write(write)

    async def unsettle(self, tenant: str, key: str, by: str, at: datetime) -> None:
        """Take a resolution back."""

        def write(db: Writer) -> None:
            db.execute(
                "UPDATE truths SET undone_at = ? WHERE tenant = ? AND key = ? AND undone_at IS NULL",
                [to_db(at), tenant, key],
            )
            _note(db, tenant, key, SightingEvent(at, SightingEventKind.REOPENED), by)

        await self._db.write(write)

    async def merge(self, tenant: str, key: str, into: str, by: str, at: datetime) -> None:
        """Merge a label into another from now on."""
        row = [tenant, key, into, to_db(at), by]

        def write(db: Writer) -> None:
            db.execute("INSERT OR REPLACE INTO label_merges VALUES (?, ?, ?, ?, NULL, ?)", row)
            touch(db, [ChangeMark(tenant, "label", into, at)])

        await self._db.write(write)

    async def unmerge(self, tenant: str, key: str, at: datetime) -> None:
        """Take a merge back."""
        row = [to_db(at), tenant, key]

        def write(db: Writer) -> None:
            into = "SELECT into_key FROM label_merges WHERE tenant = ? AND key = ? AND undone_at IS NULL"
            keys = [key, *(one[0] for one in db.execute(into, row[1:]))]
            sql = "UPDATE label_merges SET undone_at = ? WHERE tenant = ? AND key = ? AND undone_at IS NULL"
            db.execute(sql, row)
            touch(db, [ChangeMark(tenant, "label", one, at) for one in keys])

        await self._db.write(write)

    async def watch(self, tenant: str, person: str, label: str, place: str, at: datetime | None) -> None:
        """Watch a label, or stop."""
        key = key_of(label)

        def write(db: Writer) -> None:
            if at is None:
                db.execute(
                    "DELETE FROM label_watches WHERE tenant = ? AND person = ? AND key = ?", [tenant, person, key]
                )
            else:
                row = [tenant, person, key, label, place, to_db(at)]
                db.execute("INSERT OR REPLACE INTO label_watches VALUES (?, ?, ?, ?, ?, ?)", row)

        await self._db.write(write)


def _row(
    tenant: str, number: int, filed: FiledReport, edited: datetime | None = None, gone: int | None = None
) -> list[object]:
    return [
        tenant,
        number,
        filed.key,
        filed.label,
        filed.surface.value,
        filed.how.value,
        filed.plan.value if filed.plan else "",
        filed.person,
        to_db(filed.seen),
        to_db(filed.at),
        filed.text,
        filed.link,
        filed.picture,
        f"{filed.drawn:032x}" if filed.drawn is not None else "",
        maybe_to_db(filed.since),
        filed.named,
        filed.complete,
        filed.state,
        filed.reason,
        gone,
        maybe_to_db(edited),
        filed.id,
    ]


def _note(db: Writer, tenant: str, key: str, event: SightingEvent, by: str) -> None:
    at = to_db(event.at)
    report = msgspec.json.encode(replace(event.report, person="")) if event.report else None
    db.execute(
        "INSERT INTO label_events (tenant, key, so_at, learned_at, kind, about, reason, other, report, by, source) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [tenant, key, at, at, event.kind.value, event.about, event.reason, event.other, report, by, event.about or by],
    )
    db.execute("UPDATE labels SET changed_at = MAX(changed_at, ?) WHERE tenant = ? AND key = ?", [at, tenant, key])
    touch(db, [ChangeMark(tenant, "label", key, event.at)])
