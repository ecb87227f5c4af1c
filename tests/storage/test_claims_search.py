"""Which claims a search finds, by words and by subject."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.messages.request import View
from storage.claims.search import ClaimSearchIndex, index_claim, sweep
from storage.engines import Writer
from storage.rows import to_db
from tests.postgres import BOTH

ENGINES = BOTH
NOW = datetime(2026, 4, 21, 12, tzinfo=UTC)
VIEW = View("discord:1", NOW)


def insert(
    db: Writer, number: int, text: str, subject: str = "openai/gpt-5.5", tenant: str = "", learned: int = 0
) -> None:
    db.execute(
        "INSERT INTO claims VALUES (?, ?, ?, ?, 'other', ?, '', '', '', 1, '{}', '[]', ?, ?, '', '', NULL)",
        [number, f"CL-{number:04d}", tenant, text, subject, learned, learned],
    )
    index_claim(db, number, text, "[]", subject)


@pytest.fixture
def store(memory):
    return memory


def test_claims_are_found_by_their_words_and_their_inflections(store):
    store.write_now(
        lambda db: [insert(db, 1, "GPT-5.5 beats Opus 4.7"), insert(db, 2, "Pretraining of Spud has finished")]
    )
    assert ClaimSearchIndex(store).candidates("spud finishes pretraining", VIEW)[0] == 2


def test_a_subject_finds_its_claims_without_a_common_word(store):
    store.write_now(
        lambda db: [insert(db, 1, "It will be open source", "openai/spud"), insert(db, 2, "It costs $5", "xai/grok-5")]
    )
    assert 1 in ClaimSearchIndex(store).candidates("zzz", VIEW, ["openai/spud"])


def test_another_tenants_claims_and_later_ones_are_not_found(store):
    later = int(NOW.timestamp()) + 1
    store.write_now(
        lambda db: [
            insert(db, 1, "Spud secret one", tenant="discord:2"),
            insert(db, 2, "Spud secret two", learned=later),
            insert(db, 3, "Spud secret three", tenant="discord:1"),
        ]
    )
    assert ClaimSearchIndex(store).candidates("spud secret", VIEW) == (3,)


def test_what_is_deleted_is_no_longer_found(store):
    store.write_now(lambda db: insert(db, 1, "Spud is a potato"))
    store.write_now(lambda db: [db.execute("DELETE FROM claims WHERE number = 1"), sweep(db)])
    assert ClaimSearchIndex(store).candidates("spud potato", VIEW, ["openai/gpt-5.5"]) == ()


def test_what_is_kept_holds_until_something_is_written_or_a_moment_comes(store):
    index, (soon, then) = ClaimSearchIndex(store), (NOW + timedelta(minutes=n) for n in (1, 2))

    def found(at):
        return sorted(index.candidates("spud", View("discord:1", at), ["openai/gpt-5.5"]))

    def learn(db):
        insert(db, 1, "Spud one")
        insert(db, 2, "Spud two", learned=to_db(soon))

    store.write_now(learn)
    assert [found(at) for at in (NOW, then, NOW, soon)] == [[1], [1, 2], [1], [1, 2]]
    store.write_now(lambda db: db.execute("UPDATE claims SET retracted_at = ? WHERE number = 1", [to_db(then)]))
    assert [found(at) for at in (soon, then, soon)] == [[1, 2], [2], [1, 2]]
    store.write_now(lambda db: insert(db, 3, "Spud three"))
    assert found(then) == [2, 3]


def test_a_claim_with_more_of_the_words_comes_first(store):
    texts = ("Spud ships in a tiny box", "A potato salad of ours", "Spud is a potato in a very large field")
    store.write_now(lambda db: [insert(db, number, text) for number, text in enumerate(texts, 1)])
    assert ClaimSearchIndex(store).candidates("spud potato", VIEW)[0] == 3


@pytest.mark.parametrize(
    "text",
    [
        "",
        '"',
        "tenant:x OR 1",
        "NEAR(a b)",
        "a AND (",
        "* ^ -",
        "'; DROP TABLE claims; --",
        "\ud800",
        "x" * 5000,
        "text : spud",
        "💥" * 50,
    ],
)
def test_no_text_is_syntax(store, text):
    store.write_now(lambda db: insert(db, 1, "Spud exists"))
    ClaimSearchIndex(store).candidates(text, VIEW, ['a"b', "openai/gpt-5.5"])


def test_words_that_every_claim_has_still_lead_somewhere(store):
    store.write_now(lambda db: [insert(db, n, f"common words everywhere number{n}") for n in range(1, 900)])
    found = ClaimSearchIndex(store).candidates("common words everywhere", VIEW)
    assert 0 < len(found) <= 80
