"""The edition of the public ledger: every row of every file, checked; its coverage printed."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

import pytest

from bot import ledger
from bot.domain.evidence.evidence import Basis, ClaimOutcome
from bot.domain.names import lab_table
from bot.domain.names.subjects import SubjectState, fold
from bot.ledger import claims as files

TABLES = ledger.tables()
LATEST = datetime(2026, 11, 28, 23, 59, tzinfo=UTC)
DATES = ("so", "learned", "resolved", "said", "came", "announced", "withdrawn")
LONGEST = 260  # characters of a row's text: a fact in our words, not somebody's paragraph


def rows() -> Iterator[tuple[str, str, Mapping[str, object]]]:
    for name, _ in ledger.files():
        for kind, found in ledger.part(name).items():
            for row in found:
                yield f"{name} [[{kind}]] {row.get('id') or row.get('slug') or row.get('text', '')}", kind, row


ROWS = list(rows())
SUBJECTS = {row["slug"] for row in TABLES["subject"]}


def test_every_address_is_one_that_can_be_opened():
    for where, _, row in ROWS:
        for address in (row.get("source"), row.get("url"), row.get("outcome_source")):
            if address:
                parts = urlsplit(address)
                assert parts.scheme in {"https", "http"}, where
                assert "." in parts.netloc, where
                assert " " not in address, where


def test_every_row_has_an_address():
    for where, kind, row in ROWS:
        if kind not in ("source", "benchmark", "census", "checkpoint", "attribution"):
            assert row.get("source") or row.get("event"), where


def test_no_row_is_of_the_future_or_known_before_it_was_so():
    for where, kind, row in ROWS:
        for name in DATES:
            value = row.get(name)
            if isinstance(value, date):
                assert ledger.moment(value) <= LATEST, f"{where} {name}"
        if kind == "claim" and "resolved" in row:
            assert ledger.moment(row["so"]) <= ledger.moment(row["resolved"]), where


@pytest.mark.parametrize("kind", ["claim", "evidence", "event", "market"])
def test_no_id_stands_twice(kind):
    twice = [name for name, n in Counter(row["id"] for row in TABLES[kind]).items() if n > 1]
    assert not twice


def test_no_subject_and_no_sentence_stands_twice():
    assert not [slug for slug, n in Counter(row["slug"] for row in TABLES["subject"]).items() if n > 1]
    assert not [text for text, n in Counter(fold(row["text"]) for row in TABLES["claim"]).items() if n > 1]


def test_what_is_named_is_there():
    claims, evidence = ({row["id"] for row in TABLES[kind]} for kind in ("claim", "evidence"))
    rungs = {rung["id"] for row in TABLES["market"] for rung in row["rungs"]}
    for where, kind, row in ROWS:
        named = {*row.get("supports", ()), *row.get("refutes", ())}
        assert named <= claims, where
        assert set(row.get("cites", ())) <= evidence, where
        assert kind not in ("reading", "series", "resolution") or row["rung"] in rungs, where
        if kind in ("alias", "event", "state", "retirement"):
            assert row["subject"] in SUBJECTS, where
        if kind == "promise" and "about" in row:
            assert row["about"] in SUBJECTS, where


def test_every_claim_has_evidence_and_is_about_something_known():
    linked = {name for row in TABLES["evidence"] for name in (*row.get("supports", ()), *row.get("refutes", ()))}
    told = {(said["type"], slug) for row in TABLES["evidence"] for said in row.get("says", ())
            for slug in ([said["subject"]] if "subject" in said else row.get("subjects", ()))}  # fmt: skip
    for claim in files.claims(TABLES):
        said = claim.statement
        for slug in (said.subject, said.object, said.comparator):
            assert "/" not in slug or slug in SUBJECTS or slug in lab_table().product_names, f"{claim.id} {slug}"
        assert claim.id in linked or (said.type, said.subject) in told or said.comparator, claim.id


def test_an_outcome_of_a_cycle_has_its_day_and_its_page():
    for name, _ in ledger.files():
        if name.startswith("cycles/"):
            for row in ledger.part(name).get("claim", ()):
                if row.get("outcome", "open") != "open":
                    assert {"resolved", "outcome_source"} <= row.keys(), row["id"]


def test_every_word_is_one_of_ours():
    assert list(files.claims(TABLES))
    assert list(files.evidence(TABLES))
    for row in TABLES["subject"]:
        for state in row.get("states", ()):
            assert SubjectState(state["state"])
    assert {row["certainty"] for row in TABLES["retirement"]} <= {"announced", "earliest", "routed"}


def test_what_was_not_read_again_weighs_nothing():
    unread = {row["id"] for row in TABLES["evidence"] if not row.get("seen", True)}
    found = {item.id: item for item in files.evidence(TABLES) if item.id in unread}
    assert found
    assert {item.basis for item in found.values()} == {Basis.UNKNOWN}
    assert {item.via for item in found.values()} == {"not re-read"}


def test_texts_are_facts_in_our_words_and_no_quotations():
    for where, _, row in ROWS:
        text = str(row.get("text", ""))
        assert len(text) <= LONGEST, where
        assert "quote" not in row, where


def test_coverage(record_property, capsys):
    claims = list(files.claims(TABLES))
    outcomes = Counter(claim.outcome for claim in claims)
    items = defaultdict(set)
    for item in files.evidence(TABLES):
        for claim in item.links:
            items[claim].add(item.party)
    figures = {
        "cycles": sum(1 for name, _ in ledger.files() if name.startswith("cycles/")),
        **{kind: len(found) for kind, found in TABLES.items()},
        "claims resolved": len(claims) - outcomes[ClaimOutcome.OPEN],
        "claims with two parties": sum(len(parties) > 1 for parties in items.values()),
    }
    with capsys.disabled():
        print("\nThe edition: " + " · ".join(f"{name} {n}" for name, n in figures.items()))
    record_property("coverage", figures)
    assert figures["claim"] >= 300
    assert figures["claims resolved"] >= 300
    assert figures["promise"] >= 80


def test_a_model_is_known_from_the_day_a_market_asks_about_it():
    """An open market opens a subject: of the files', none is learned of later than its market."""
    known = {row["slug"]: ledger.moment(row["learned"]).date() for row in TABLES["subject"]}
    for row in TABLES["market"]:
        asked = ledger.so_and_learned({"so": row["opened"], **row})[1].date()
        assert all(known[slug] <= asked for slug in row["subjects"]), row["id"]
