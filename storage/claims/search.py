"""Full-text search for claims.

An OR of ten words over a million rows takes 0.7 s, because bm25 scores every row with any of the words. So the rarest
words are queried first, each word is counted only as far as useful, and words in half of the ledger are left out.
Common words are cached: their counts do not become small again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from bot.domain.claims.matching.wording import words
from bot.messages.request import View
from storage.engines import Database, Writer
from storage.rows import queries, to_db

_SQL = queries("claims_search")
COLUMNS = ("text", "aliases", "subject")
MOST_WORDS = 12
ENOUGH = 400  # a word in more claims than this does not narrow a search
BUDGET = 800  # rows that bm25 may have to score for one question
REMEMBERED = 4_096
_PART = re.compile(r"[a-z0-9]{2,}")


def slug_word(slug: str) -> str:
    """Encode a slug as one index word; as a phrase, every "5" would match a part."""
    return "q".join(re.findall(r"[a-z0-9]+", slug.lower()))


def index_claim(db: Writer, number: int, text: str, aliases: str, subject: str) -> None:
    """Index a claim when its row is written, replacing an older row of that number."""
    db.execute("DELETE FROM claims_search WHERE rowid = ?", [number])
    db.execute(
        "INSERT INTO claims_search(rowid, text, aliases, subject) VALUES (?, ?, ?, ?)",
        [number, text, aliases, slug_word(subject)],
    )


def restock(db: Writer) -> None:
    """Index claims that are not indexed, after rows were imported."""
    missing = db.execute(
        "SELECT number, text, aliases, subject FROM claims WHERE number NOT IN (SELECT rowid FROM claims_search)"
    ).fetchall()
    for number, text, aliases, subject in missing:
        index_claim(db, number, text, aliases, subject)


def sweep(db: Writer) -> None:
    """Remove deleted claims from the index and its older segments."""
    db.execute("DELETE FROM claims_search WHERE rowid NOT IN (SELECT number FROM claims)")
    db.execute(_SQL["optimize"])


class ClaimSearchIndex:
    """Candidates by words, narrowed by subject and by the rarest words first."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._text = database.full_text(COLUMNS)
        self._common: dict[str, None] = {}

    def candidates(self, text: str, view: View, subjects: Sequence[str] = (), limit: int = 80) -> Sequence[str]:
        """Return the ids of claims that share key words with a text, the subjects' first."""
        parts = (part for word in words(text[:2_000]) for part in _PART.findall(word))
        asked = list(dict.fromkeys(parts))[:MOST_WORDS]
        counted = self._counted([self._text.word(word) for word in asked])
        rare, spent = list[str](), 0
        for n, word in counted:
            if n >= ENOUGH or spent + n > BUDGET:
                break
            rare.append(word)
            spent += n
        common = [word for _, word in counted[len(rare) :]]
        found: dict[str, None] = {}
        for subject in subjects[:4]:
            self._about(self._text.word(slug_word(subject), "subject"), rare, common, view, limit, found)
        if rare:
            found.update(dict.fromkeys(self._ask("ranked", self._text.either(rare), view, limit)))
        if not found and common:
            for size in range(min(4, len(common)), 0, -1):
                if together := self._ask("some", self._text.both(common[:size]), view, limit):
                    found.update(dict.fromkeys(together))
                    break
        return tuple(found)[:limit]

    def _about(
        self, subject: str, rare: list[str], common: list[str], view: View, limit: int, found: dict[str, None]
    ) -> None:
        """Add a subject's claims, those sharing a word first; unranked, as bm25 is slow.

        bm25 counts every row of a word.
        """
        if telling := rare or common[:3]:
            together = self._text.either(telling) if rare else self._text.both(telling)
            both = self._text.both([subject, together])
            found.update(dict.fromkeys(self._ask("some", both, view, limit // 2)))
        if len(found) < limit // 2:
            found.update(dict.fromkeys(self._ask("some", subject, view, limit // 2)))

    def _counted(self, queries: list[str]) -> list[tuple[int, str]]:
        """Count queries in one read; return those with rows, rarest first."""
        counts = {query: ENOUGH for query in queries if query in self._common}
        if new := [query for query in queries if query not in counts]:
            for row in self._db.read(_SQL["counts"], {"queries": json.dumps(new), "enough": ENOUGH}):
                counts[row["query"]] = row["n"]
        if len(self._common) >= REMEMBERED:
            self._common.clear()
        self._common.update((query, None) for query, n in counts.items() if n >= ENOUGH)
        return sorted((n, query) for query, n in counts.items() if n)

    def _ask(self, name: str, query: str, view: View, limit: int) -> tuple[str, ...]:
        rows = self._db.read(
            _SQL[name], {"query": query, "tenant": view.tenant, "as_of": to_db(view.as_of), "limit": limit}
        )
        return tuple(row["id"] for row in rows)
