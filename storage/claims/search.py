"""Full-text search for claims.

An OR of ten words over a million rows takes 0.7 s, because bm25 scores every row with any of the words. So the rarest
words are queried first, each word is counted only as far as useful, and words in half of the ledger are left out.
Common words are cached: their counts do not become small again. What rare words and subjects find is kept until
something is written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.domain.claims.matching.wording import words
from bot.messages.request import View
from storage.claims.kept import ClaimKeeper, KeptClaims
from storage.engines import Database, Writer
from storage.rows import array, params, queries

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
        self.kept = ClaimKeeper(database)

    def candidates(
        self, text: str, view: View, subjects: Sequence[str] = (), limit: int = 80, kept: KeptClaims | None = None
    ) -> Sequence[int]:
        """Return the numbers of claims that share words with a text, the subjects' first."""
        kept = kept or self.kept.of(view)
        parts = (part for word in words(text[:2_000]) for part in _PART.findall(word))
        asked = list(dict.fromkeys(parts))[:MOST_WORDS]
        counted = self._counted([self._text.word(word) for word in asked], kept)
        rare, spent = list[str](), 0
        for n, word in counted:
            if n >= ENOUGH or spent + n > BUDGET:
                break
            rare.append(word)
            spent += n
        scores = self._scores(rare, view, kept)
        common = [word for _, word in counted[len(rare) :]]
        found: dict[int, None] = {}
        for subject in subjects[:4]:  # unranked; those with one of the words, or all of the common ones, come first
            about = self._text.word(slug_word(subject), "subject")
            if rare:
                together = sorted(n for n in tuple(kept.about.get(subject, ())) if any(n in one for one in scores))
                found.update(dict.fromkeys(together[: limit // 2]))
            elif common:
                found.update(dict.fromkeys(self._some([about, *common[:3]], view, limit // 2, kept)))
            if len(found) < limit // 2:
                found.update(dict.fromkeys(self._some([about], view, limit // 2, kept)))
        found.update(dict.fromkeys(_best(scores)[:limit]))
        for size in range(min(4, len(common)), 0, -1):
            if found:
                break
            found.update(dict.fromkeys(self._some(common[:size], view, limit, kept)))
        return tuple(found)[:limit]

    def _counted(self, queries: list[str], kept: KeptClaims) -> list[tuple[int, str]]:
        """Count queries in one read; return those with rows, rarest first."""
        counts = {query: ENOUGH if query in self._common else kept.counts.get(query, -1) for query in queries}
        if new := [query for query, n in counts.items() if n < 0]:
            rows = self._db.read(_SQL["counts"], {"queries": array(new), "enough": ENOUGH})
            read = {row["query"]: row["n"] for row in rows}
            kept.rows += len(read)
            kept.counts.update(read)
            counts |= read
            if len(self._common) >= REMEMBERED:
                self._common.clear()
            self._common.update((query, None) for query, n in read.items() if n >= ENOUGH)
        return sorted((n, query) for query, n in counts.items() if n)

    def _scores(self, rare: list[str], view: View, kept: KeptClaims) -> list[Mapping[int, float]]:
        """Score the claims with each of some rare words, the best (lowest) first."""
        if new := [word for word in rare if word not in kept.scores]:
            read = {word: dict[int, float]() for word in new}
            for row in self._db.read(_SQL["scored"], params(view, words=array(new))):
                read[row["word"]][row["number"]] = row["score"]
                kept.about.setdefault(row["subject"], set()).add(row["number"])
            kept.rows += sum(map(len, read.values()))
            kept.scores.update(read)
        return [kept.scores[word] for word in rare]

    def _some(self, parts: Sequence[str], view: View, limit: int, kept: KeptClaims) -> tuple[int, ...]:
        """The first claims that match all of some queries, unranked.

        To rank them, bm25 would score every row.
        """
        query = self._text.both(parts)
        numbers = kept.found.get((query, limit))
        if numbers is None:
            rows = self._db.read(_SQL["some"], params(view, query=query, limit=limit))
            numbers = kept.found[query, limit] = tuple(row["number"] for row in rows)
            kept.rows += 1 + len(numbers)
        return numbers


def _best(scores: Sequence[Mapping[int, float]]) -> Sequence[int]:
    """The claims by their scores for all words, as bm25 and ts_rank add them up."""
    if len(scores) == 1:
        return list(scores[0])
    total: dict[int, float] = {}
    for scored in scores:
        for number, score in scored.items():
            total[number] = total.get(number, 0.0) + score
    return sorted(sorted(total), key=total.__getitem__)
