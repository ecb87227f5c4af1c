"""Deferred answers: implements `bot.ports.notifications.deferred_answers`."""

from datetime import datetime

from bot.ports.notifications.deferred_answers import DeferredAnswer
from storage.accounts.personal_data import PersonalTable
from storage.engines import Database
from storage.rows import from_db, to_db


class DeferredAnswerStore:
    """One row per pending answer.

    It stays for seconds, or until a platform's timeout after a kill.
    """

    KEEPS = (PersonalTable("promises", ("actor",), drop=True),)

    def __init__(self, database: Database) -> None:
        self._db = database

    def give(self, promise: DeferredAnswer) -> None:
        """Remember a promise soon."""
        row = [promise.id, promise.tenant, promise.actor, promise.sealed, to_db(promise.until)]
        self._db.write_behind(lambda db: db.execute("INSERT OR REPLACE INTO promises VALUES (?, ?, ?, ?, ?)", row))

    def settle(self, promise: str) -> None:
        """Forget a promise soon."""
        self._db.write_behind(lambda db: db.execute("DELETE FROM promises WHERE id = ?", [promise]))

    def open(self, platform: str, now: datetime) -> tuple[DeferredAnswer, ...]:
        """Return a platform's answers that can still be given, oldest first."""
        rows = self._db.read(
            "SELECT * FROM promises WHERE substr(id, 1, length(:name)) = :name AND until > :now ORDER BY until, id",
            {"name": platform + ":", "now": to_db(now)},
        )
        return tuple(
            DeferredAnswer(row["id"], row["tenant"], row["actor"], row["sealed"], from_db(row["until"])) for row in rows
        )
