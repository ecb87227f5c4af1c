"""A ledger many times its size: every subject, claim, market and change again under other names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlite_utils import Database as Utils

from storage.claims.search import restock
from storage.engines import Database
from tests.conftest import Conversation

_BIG = 10**12  # added to a number for each copy, so that no two rows share one

_COPIES = (
    """INSERT INTO subjects SELECT slug || :tail, name || :word, vendor, family, note, tenant, learned_at,
       source, origin,
       known_up_to FROM subjects WHERE slug NOT LIKE '%-copy%'""",
    """INSERT INTO aliases SELECT folded || lower(:word), text || :word, slug || :tail, status, so_at,
       learned_at, tenant,
       source, why, origin FROM aliases WHERE slug NOT LIKE '%-copy%'""",
    """INSERT INTO subject_states SELECT slug || :tail, state, surface, so_at, learned_at, tenant, source, origin
       FROM subject_states WHERE slug NOT LIKE '%-copy%'""",
    """INSERT INTO events SELECT id || :tail, slug || :tail, so_at, learned_at, kind, label, text, tenant, source
       FROM events WHERE slug NOT LIKE '%-copy%'""",
    """INSERT INTO claims SELECT number + :big, id || :tail, tenant, text || :word, type, subject || :tail, object,
       comparator, benchmark, polarity, statement, aliases, so_at, learned_at, source, by, retracted_at
       FROM claims WHERE number < 1000000000000""",
    """INSERT INTO claim_outcomes SELECT claim || :tail, tenant, outcome, so_at, learned_at, by, why
       FROM claim_outcomes WHERE claim NOT LIKE '%-copy%'""",
    """INSERT INTO evidence SELECT number + :big, id || :tail, tenant, party, basis, form, url, so_at, learned_at,
       withdrawn_at, accepted, body, source, by, changed FROM evidence WHERE id NOT LIKE '%-copy%'""",
    """INSERT INTO evidence_subjects SELECT subject || :tail, evidence || :tail FROM evidence_subjects
       WHERE subject NOT LIKE '%-copy%'""",
    """INSERT INTO evidence_claims SELECT claim || :tail, evidence || :tail, sign FROM evidence_claims
       WHERE claim NOT LIKE '%-copy%'""",
    """INSERT INTO market SELECT id + :big, tenant, venue, key || :tail, slug, title || :word, url, currency,
       neg_risk,
       closes_at, so_at, learned_at, source, event_id FROM market WHERE id < 1000000000000""",
    """INSERT INTO market_subject SELECT subject || :tail, market + :big, tenant, by, so_at, learned_at, source
       FROM market_subject WHERE market < 1000000000000""",
    """INSERT INTO rung SELECT id + :big, market + :big, key || :tail, label, question, end_date, token,
       placeholder,
       so_at, learned_at, source FROM rung WHERE id < 1000000000000""",
    """INSERT INTO price_read SELECT id + :big, rung + :big, tenant, so_at, learned_at, until, price, kind, teller,
       source, note FROM price_read WHERE id < 1000000000000""",
    """INSERT INTO changes SELECT sequence + :big, at, written, tenant, id || :tail, thing || :tail, subject
       || :tail,
       kind, ref || :tail, before, after, facts FROM changes WHERE sequence < 1000000000000""",
    """INSERT INTO change_about SELECT about || :tail, sequence + :big FROM change_about WHERE sequence <
       1000000000000""",
    """INSERT INTO labels SELECT tenant, key || :tail, shown || :word, surface, so_at, learned_at,
       changed_at, source
       FROM labels WHERE key NOT LIKE '%-copy%'""",
    """INSERT INTO label_events SELECT id + :big, tenant, key || :tail, so_at, learned_at, kind, about,
       reason, other,
       report, by, source FROM label_events WHERE id < 1000000000000""",
)  # fmt: skip


def grow(db: Utils, times: int) -> None:
    """Write the ledger again so many times: other subjects, each with names, claims, evidence, markets and
    changes."""
    for number in range(1, times + 1):
        for statement in _COPIES:
            db.execute(statement, {"tail": f"-copy{number}", "word": f" Copy{number}", "big": number * _BIG})
    restock(db)


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """The statements that are read meanwhile."""
    asked, read = list[str](), database.read

    def noted(sql, parameters=()):
        asked.append(sql)
        return read(sql, parameters)

    database.read = noted
    try:
        yield asked
    finally:
        del database.read


@contextmanager
def counted(chat: Conversation) -> Iterator[list[int]]:
    """The rows that each statement returns meanwhile."""
    database, counts = chat.running.store.database, []
    read = database.read

    def noted(sql, parameters=()):
        rows = read(sql, parameters)
        counts.append(len(rows))
        return rows

    database.read = noted
    try:
        yield counts
    finally:
        del database.read
