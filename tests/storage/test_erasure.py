"""What an erasure takes away, and what of others it leaves as it is."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import Store, open_store
from storage.accounts.erasure import TextIndex, without
from storage.sightings.erasure import erase_reporter
from tests.postgres import BOTH

ENGINES = BOTH
HERE, PERSON, NAME = "discord:7", "discord:1", "spudtwo"


@pytest.fixture
def store(fresh) -> Iterator[Store]:
    made = open_store(fresh("ledger"))
    yield made
    made.close()


def test_an_address_is_taken_out_whole_and_out_of_no_longer_one() -> None:
    own = "https://x.com/somebody/status/12"
    assert without(f"see {own}.", [own]) == "see https://deleted.invalid/."
    for longer in (f"{own}3", f"{own}/photo", f"{own}?s=20"):
        assert without(longer, [own]) == longer


@given(st.lists(st.text("ab :/", min_size=12, max_size=16), min_size=1), st.text("ab :/…", max_size=80))
def test_an_index_finds_every_text_that_is_in_a_value(texts: list[str], value: str) -> None:
    value = f"{value} {texts[0]} {value}"
    assert without(value, TextIndex(texts).texts_near(value)) == without(value, texts)


def test_a_value_that_repeats_nothing_is_compared_with_no_text() -> None:
    texts = TextIndex([f"{number:04} was said by somebody in full" for number in range(1_000)])
    assert texts.texts_near("0417 and what somebody said in full") == ()
    assert list(texts.texts_near("x 0417 was said by…")) == ["0417 was said by somebody in full"]


def change(label: str) -> str:
    held = {"id": label, "label": label, "before": NAME, "after": "", "about": [NAME, f"label/{label}"]}
    return json.dumps({"change": held, "about": [NAME]})


async def test_a_name_of_ones_own_leaves_the_lists_of_its_label_alone(store: Store) -> None:
    def write(db) -> None:
        db.execute(
            "INSERT INTO attributions (tenant, number, key, label, subject, method, by, why, link, so_at, learned_at, "
            "source) VALUES (?, 1, 'crest', 'crest', ?, 'style', ?, '', '', 0, 0, '')",
            [HERE, NAME, PERSON],
        )
        for number, label in ((9_001, "crest"), (9_002, "other")):
            db.execute(
                "INSERT INTO changes (sequence, at, written, tenant, id, thing, subject, kind, ref, before, after, "
                "facts) VALUES (?, 0, 0, ?, ?, '', '', 'sighting', '', '', '', ?)",
                [number, HERE, label, change(label)],
            )
            db.execute("INSERT INTO change_about (about, sequence) VALUES (?, ?)", [NAME, number])

    await store.database.write(write)
    assert await store.database.write(lambda db: erase_reporter(db, HERE, PERSON)) == 1
    rows = store.database.read("SELECT sequence, facts FROM changes WHERE tenant = ? ORDER BY sequence", [HERE])
    erased, other = (json.loads(row["facts"]) for row in rows)
    assert (erased["about"], erased["change"]["about"]) == ([], ["label/crest"])
    assert other == json.loads(change("other"))
    left = store.database.read("SELECT sequence FROM change_about WHERE about = ?", [NAME])
    assert [row["sequence"] for row in left] == [9_002]
