"""The outbox: implements `bot.ports.notifications.outbox.Outbox`, in transactions."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache

from bot.messages.addresses import tenant_of
from bot.messages.codec import decode_reply, encode_reply
from bot.messages.reply import Reply
from bot.ports.notifications.outbox import (
    HIDDEN,
    Card,
    MessageKind,
    MessageState,
    OutboxDraft,
    OutboxMessage,
    Post,
    Totals,
)
from storage.accounts.personal_data import PersonalTable
from storage.engines import Database, DbRow, Writer
from storage.rows import from_db, maybe_from_db, maybe_to_db, queries, to_db

LEASE = timedelta(seconds=60)  # four times the longest call; after that the claim can be taken over
URGENCY = {MessageKind.ALERT: 0, MessageKind.CORRECTION: 1, MessageKind.NOTE: 1, MessageKind.DIGEST: 2}
_SQL = queries("outbox")
_KEPT = 256  # thawed bodies held at a time
_ALL = 2**62  # a limit that takes everything: PostgreSQL refuses SQLite's -1


class OutboxStore:
    """The queue and the cards posted from it."""

    KEEPS = (PersonalTable("outbox", ("person",), drop=True), PersonalTable("cards", ("asked_by",)))

    def __init__(self, database: Database) -> None:
        self._db = database
        self._senders = database.senders()
        self._thawed = lru_cache(maxsize=_KEPT)(self._thaw)

    def enter(self) -> str:
        """Register a sender; its lock shows that it lives."""
        return self._senders.enter()

    def leave(self, owner: str) -> None:
        """The sender of that name has ended."""
        self._senders.leave(owner)

    async def add(self, drafts: Sequence[OutboxDraft], at: datetime) -> int:
        """Queue drafts and return how many were new; known keys are skipped."""
        return await self._db.write(lambda db: insert(db, drafts, at))

    async def claim(self, owner: str, platforms: Sequence[str], now: datetime, limit: int) -> tuple[OutboxMessage, ...]:
        """Take up to ``limit`` due messages and commit that they are being sent."""
        moment = to_db(now)
        due = self.next_due(platforms)
        if due is None or due > now:
            return ()  # nothing to commit: an idle sender does not touch the disk

        def write(db: Writer) -> tuple[OutboxMessage, ...]:
            taken: list[OutboxMessage] = []
            for urgency in sorted(set(URGENCY.values())):
                for platform in platforms:
                    asked = {"platform": platform, "urgency": urgency, "now": moment, "limit": limit * 8}
                    full = True  # one place may fill the rows read, and is passed over once it has its message
                    while full and len(taken) < limit:
                        rows = db.execute(_SQL["due"], asked).fetchall()
                        taken += _take(db, rows, owner, moment, limit - len(taken))
                        full = len(rows) == limit * 8
            return tuple(taken)

        return await self._db.write(write)

    def body(self, message: OutboxMessage | Card) -> Reply:
        """The frozen reply of a message or a card."""
        rows = self._db.read("SELECT hash FROM bodies WHERE id = ?", [message.body])
        return self._thawed(message.body, rows[0]["hash"])  # a number is given again once its body was erased

    def _thaw(self, body: int, _hash: str) -> Reply:
        rows = self._db.read("SELECT reply FROM bodies WHERE id = ?", [body])
        return decode_reply(rows[0]["reply"])

    @staticmethod
    def tidy(db: Writer) -> None:
        """Delete unreferenced bodies after an erasure."""
        db.execute(_SQL["forget_bodies"], {"limit": _ALL})

    def mine(self, message: OutboxMessage) -> bool:
        """Whether the claim still holds, and no other process has become the leader."""
        if not self._db.leads():
            return False
        rows = self._db.read("SELECT fence, state FROM outbox WHERE id = ?", [message.id])
        return bool(rows) and rows[0]["fence"] == message.fence and rows[0]["state"] == MessageState.SENDING

    async def sent(self, message: OutboxMessage, platform_id: str, at: datetime) -> bool:
        """Record a delivery, advance what the digest covers, and store the card."""

        def write(db: Writer) -> bool:
            if not _settle(db, replace(message, message=platform_id), MessageState.SENT, at):
                return False
            if message.edits:
                db.execute(
                    "UPDATE cards SET version = version + 1, message = ? WHERE place = ? AND key = ?",
                    [platform_id, message.place, message.edits],
                )
                return True
            row = db.execute("SELECT tenant, covers, told, queued_at FROM outbox WHERE id = ?", [message.id]).fetchone()
            if message.kind is MessageKind.DIGEST:
                db.execute(
                    _SQL["covered"],
                    {"covers": row["covers"], "told": row["told"], "subscription": message.subscription},
                )
            if platform_id:  # what nobody can find again is corrected by nobody
                _keep_card(
                    db,
                    message.body,
                    tenant=row["tenant"],
                    place=message.place,
                    message=platform_id,
                    key=message.key,
                    posted_at=row["queued_at"],
                    asked_by="",
                )
            return True

        return await self._db.write(write)

    async def later(self, message: OutboxMessage, at: datetime, why: str) -> bool:
        """Retry at ``at`` in the previous state; this attempt posted nothing."""
        state = message.state if message.state is MessageState.AMBIGUOUS else MessageState.READY
        first = message.first_attempt_at if message.attempt > 1 or state is not MessageState.READY else None
        noted = replace(message, next_at=at, error=why, attempt=message.attempt - 1, first_attempt_at=first)
        return await self._db.write(lambda db: _settle(db, noted, state, None))

    async def doubt(self, message: OutboxMessage, at: datetime, why: str) -> bool:
        """Mark as *ambiguous* until it is looked up at ``at``."""
        noted = replace(message, next_at=at, error=why, doubts=message.doubts + 1)
        return await self._db.write(lambda db: _settle(db, noted, MessageState.AMBIGUOUS, None))

    async def withdraw(self, message: OutboxMessage, why: str, at: datetime) -> bool:
        """Withdraw a message that is no longer wanted."""
        return await self._db.write(lambda db: _settle(db, replace(message, error=why), MessageState.WITHDRAWN, at))

    async def dead(self, message: OutboxMessage, why: str, at: datetime) -> bool:
        """It will never be posted."""
        return await self._db.write(lambda db: _settle(db, replace(message, error=why), MessageState.DEAD, at))

    async def recover(self, owner: str, now: datetime) -> int:
        """Mark messages of dead processes as *ambiguous* now."""
        rows = self._db.read(_SQL["sending"])
        gone = [row["sender"] for row in rows if row["sender"] != owner and self._senders.dead(row["sender"])]
        if not gone:
            return 0

        def write(db: Writer) -> int:
            asked = ({"owner": name, "now": to_db(now)} for name in gone)
            return sum(db.execute(_SQL["doubtful"], row).rowcount for row in asked)

        return await self._db.write(write)

    async def turn_back(self, now: datetime, late: datetime) -> None:
        """Undo the effects of a clock that was ahead."""
        moments = {"now": to_db(now), "late": to_db(late)}
        steps = [_SQL[name] for name in ("unqueue", "settled_by_now", "posted_by_now", "forward")]
        await self._db.write(lambda db: [db.execute(step, moments) for step in steps])

    def next_due(self, platforms: Sequence[str]) -> datetime | None:
        """Return when the next open message is due."""
        return maybe_from_db(self._db.read(_SQL["next_due"], {"platforms": json.dumps(list(platforms))})[0]["at"])

    def totals(self) -> Totals:
        """Return the message counts by state."""
        rows = self._db.read(_SQL["totals"])
        waiting = [row["oldest"] for row in rows if row["state"] in (MessageState.READY, MessageState.AMBIGUOUS)]
        return Totals({MessageState(row["state"]): row["n"] for row in rows}, maybe_from_db(min(waiting, default=None)))

    def get(self, key: str) -> OutboxMessage | None:
        """The message of a key."""
        return next((_message(row) for row in self._db.read(_SQL["by_key"], {"key": key})), None)

    def missed(self, places: Sequence[str], since: datetime) -> Mapping[str, tuple[OutboxMessage, ...]]:
        """Return by place what was not delivered since a moment."""
        found: dict[str, tuple[OutboxMessage, ...]] = {}
        for row in self._db.read(_SQL["missed"], {"places": json.dumps(list(places)), "since": to_db(since)}):
            found[row["place"]] = (*found.get(row["place"], ()), _message(row))
        return found

    def reported(self, places: Sequence[str], since: datetime) -> Mapping[str, frozenset[str]]:
        """Return by place the changes that alerts have reported there."""
        found: dict[str, set[str]] = defaultdict(set)
        for row in self._db.read(_SQL["told"], {"places": json.dumps(list(places)), "since": to_db(since)}):
            found[row["place"]].update(json.loads(row["items"]))
        return {place: frozenset(items) for place, items in found.items()}

    def recalled(self, since: datetime) -> Mapping[str, frozenset[datetime]]:
        """Return by subscription when alerts were queued that something hidden withdrew."""
        found: dict[str, set[datetime]] = defaultdict(set)
        for row in self._db.read(_SQL["recalled"], {"since": to_db(since), "why": HIDDEN}):
            found[row["subscription"]].add(from_db(row["queued_at"]))
        return {subscription: frozenset(moments) for subscription, moments in found.items()}

    def queued(self, subscriptions: Sequence[str], since: datetime) -> Mapping[str, int]:
        """Return by subscription how many messages were queued since a moment."""
        asked = {"subscriptions": json.dumps(list(subscriptions)), "since": to_db(since)}
        return {row["subscription"]: row["n"] for row in self._db.read(_SQL["queued"], asked)}

    def recent(self, subscription: str, limit: int = 10) -> tuple[OutboxMessage, ...]:
        """The latest messages of a subscription, newest first."""
        rows = self._db.read(_SQL["recent"], {"subscription": subscription, "limit": limit})
        return tuple(_message(row) for row in rows)

    async def forget(self, before: datetime, cards_before: datetime, limit: int = 5_000) -> int:
        """Delete old settled messages, cards and unreferenced bodies."""

        def write(db: Writer) -> int:
            gone = db.execute(_SQL["forget"], {"before": to_db(before), "limit": limit}).rowcount
            db.execute("DELETE FROM cards WHERE posted_at < ?", [to_db(cards_before)])
            db.execute(_SQL["forget_bodies"], {"limit": limit})
            return gone

        gone = await self._db.write(write)
        self._thawed.cache_clear()
        return gone

    async def remember(self, post: Post) -> None:
        """Remember a card a platform posted as an answer, if it shows anything."""
        if post.reply.shows and post.message:

            def write(db: Writer) -> None:
                body = _body(db, post.reply)
                _keep_card(
                    db,
                    body,
                    tenant=tenant_of(post.place),
                    place=post.place,
                    message=post.message,
                    key=f"answer|{post.place}|{post.message}",
                    posted_at=to_db(post.at),
                    asked_by=post.asked_by,
                )

            await self._db.write(write)

    def cards(self, shown: Sequence[str], since: datetime) -> tuple[Card, ...]:
        """Cards posted since a moment that show any of these objects."""
        asked = {"shown": json.dumps(list(shown)), "since": to_db(since)}
        return tuple(_card(row) for row in self._db.read(_SQL["cards"], asked))

    def shown(self, since: datetime) -> frozenset[str]:
        """The objects shown by any card posted since a moment."""
        return frozenset(row["object"] for row in self._db.read(_SQL["shown"], {"since": to_db(since)}))

    def card(self, place: str, key: str) -> Card | None:
        """The card posted in a place under a key."""
        rows = self._db.read(_SQL["card"], {"place": place, "key": key})
        return _card(rows[0]) if rows else None


def insert(db: Writer, drafts: Iterable[OutboxDraft], at: datetime) -> int:
    """Queue drafts within a transaction; each distinct body is stored once."""
    bodies: dict[int, tuple[Reply, int]] = {}  # with the reply: the id of one that is gone is another's next
    listed: dict[tuple[str, ...], str] = {(): ""}
    new = 0
    for draft in drafts:
        if id(draft.reply) not in bodies:
            bodies[id(draft.reply)] = draft.reply, _body(db, draft.reply, draft.body)
        if draft.items not in listed:
            listed[draft.items] = json.dumps(list(draft.items))
        row = {
            "key": draft.key,
            "tenant": draft.tenant or tenant_of(draft.place),
            "person": draft.place.replace("@", "") if "@" in draft.place else "",
            "platform": draft.place.partition(":")[0],
            "place": draft.place,
            "kind": draft.kind.value,
            "urgency": URGENCY[draft.kind],
            "body": bodies[id(draft.reply)][1],
            "subscription": draft.subscription,
            "edits": draft.edits,
            "covers": maybe_to_db(draft.covers) or 0,
            "told": draft.told,
            "parts": " | ".join(sorted(draft.parts)),
            "items": listed[draft.items] if draft.kind is MessageKind.ALERT else "",
            "not_before": to_db(draft.not_before),
            "deadline": to_db(draft.deadline),
            "next_at": to_db(draft.not_before),
            "now": to_db(at),
        }
        new += db.execute(_SQL["insert"], row).rowcount
    return new


def _body(db: Writer, reply: Reply, encoded: str = "") -> int:
    text = encoded or encode_reply(reply)
    mark = hashlib.sha256(text.encode()).hexdigest()
    db.execute(
        "INSERT OR IGNORE INTO bodies (hash, reply, shows) VALUES (?, ?, ?)",
        [mark, text, json.dumps(list(reply.shows))],
    )
    found: int = db.execute("SELECT id FROM bodies WHERE hash = ?", [mark]).fetchone()[0]
    return found


def _take(db: Writer, rows: Sequence[DbRow], owner: str, now: int, limit: int) -> list[OutboxMessage]:
    taken: list[OutboxMessage] = []
    busy: set[str] = set()
    for row in rows:
        if len(taken) >= limit or row["place"] in busy:
            continue
        if row["state"] == MessageState.READY and row["deadline"] < now:
            db.execute(_SQL["miss"], {"id": row["id"], "now": now})
            continue
        busy.add(row["place"])
        db.execute(_SQL["take"], {"id": row["id"], "owner": owner, "now": now, "until": now + LEASE.seconds})
        found = _message(row)
        state = MessageState.AMBIGUOUS if found.state is MessageState.SENDING else found.state
        first = found.first_attempt_at or from_db(now)
        taken.append(
            replace(found, state=state, fence=found.fence + 1, attempt=found.attempt + 1, first_attempt_at=first)
        )
    return taken


def _settle(db: Writer, message: OutboxMessage, state: MessageState, settled_at: datetime | None) -> bool:
    row = {
        "id": message.id,
        "fence": message.fence,
        "state": state.value,
        "next_at": to_db(message.next_at),
        "error": message.error[:500],
        "message": message.message,
        "doubts": message.doubts,
        "attempt": message.attempt,
        "settled_at": maybe_to_db(settled_at),
        "first_attempt_at": maybe_to_db(message.first_attempt_at),
    }
    return db.execute(_SQL["settle"], row).rowcount == 1


def _keep_card(db: Writer, body: int, **card: object) -> None:
    shows = json.loads(db.execute("SELECT shows FROM bodies WHERE id = ?", [body]).fetchone()[0])
    if not shows:
        return
    if db.execute(_SQL["keep_card"], {**card, "body": body}).rowcount:
        row = db.execute("SELECT id FROM cards WHERE place = ? AND key = ?", [card["place"], card["key"]]).fetchone()
        for shown in dict.fromkeys(shows):
            db.execute("INSERT OR IGNORE INTO card_objects VALUES (?, ?)", [shown, row[0]])


def _message(row: DbRow) -> OutboxMessage:
    return OutboxMessage(
        id=row["id"],
        key=row["key"],
        place=row["place"],
        kind=MessageKind(row["kind"]),
        state=MessageState(row["state"]),
        not_before=from_db(row["not_before"]),
        deadline=from_db(row["deadline"]),
        next_at=from_db(row["next_at"]),
        attempt=row["attempt"],
        doubts=row["doubts"],
        fence=row["fence"],
        first_attempt_at=maybe_from_db(row["first_attempt_at"]),
        message=row["message"],
        subscription=row["subscription"],
        edits=row["edits"],
        error=row["error"],
        body=row["body"],
        items=tuple(json.loads(row["items"])) if row["items"] else (),
        queued_at=from_db(row["queued_at"]),
        settled_at=maybe_from_db(row["settled_at"]),
        tenant=row["tenant"],
        parts=frozenset(filter(None, row["parts"].split(" | "))),
    )


def _card(row: DbRow) -> Card:
    return Card(
        id=row["id"],
        place=row["place"],
        message=row["message"],
        key=row["key"],
        shows=tuple(json.loads(row["shows"])),
        posted_at=from_db(row["posted_at"]),
        asked_by=row["asked_by"],
        version=row["version"],
        body=row["body"],
    )
