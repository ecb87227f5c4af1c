"""The ledger's own rows as evidence: makers, releases, and ends that may be taken back."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.domain.evidence.bearing import CLOSED_WEIGHTS, OPEN_WEIGHTS, SHUTDOWN
from bot.domain.evidence.evidence import Claim, EvidenceForm, Statement
from bot.domain.grading.grades import grade
from bot.domain.names.subjects import Subject, SubjectState, SubjectStateRow
from bot.queries.subject_evidence import endings, makers, releases, weights

SLUG, OWN, PRESS = "anthropic/claude-opus-9", "https://www.anthropic.com/news/opus-9", "https://press.example/opus-9"
JUNE, JULY, AUTUMN = (datetime(2026, *day, tzinfo=UTC) for day in ((6, 20), (7, 20), (10, 1)))
OUT, GONE = SubjectState.RELEASED, SubjectState.RETIRED


def row(state, month, day, surface="", source=PRESS):
    at = datetime(2026, month, day, tzinfo=UTC)
    return SubjectStateRow(state, at, at, surface, source)


def model(*rows, vendor="anthropic"):
    return Subject(SLUG, "Claude Opus 9", vendor, source=PRESS, learned_at=JUNE, states=rows)


def word(said, subject, at, *more):
    """The word printed for a statement by what the ledger knows of one subject at a moment."""
    known = replace(subject, states=tuple(one for one in subject.states if one.learned_at <= at))
    items = (*releases(known, ()), *endings(known, at), *makers(known, ()), *weights(known), *more)
    return grade(Claim(Statement(subject=SLUG, **said)), items, at).word


def test_a_label_has_no_maker_on_record():
    assert makers(model(row(SubjectState.TESTING, 6, 1), vendor="label"), ()) == ()
    assert makers(model(row(SubjectState.TESTING, 6, 1), vendor=""), ()) == ()


def test_the_maker_is_on_record_from_the_release_on_and_a_listing_before():
    waited, came = row(SubjectState.RUMOURED, 6, 1), row(OUT, 7, 1)
    assert [one.form for one in makers(model(waited), ())] == [EvidenceForm.LISTING]
    assert [(one.form, one.learned_at) for one in makers(model(waited, came), ())] == [
        (EvidenceForm.RECORD, came.learned_at)
    ]
    mine, other = {"type": "identity", "object": "anthropic"}, {"type": "identity", "object": "google"}
    subject = model(waited, came)
    assert [word(mine, subject, at) for at in (JUNE, JULY)] == ["UNCONFIRMED", "SUPPORTED"]
    assert [word(other, subject, at) for at in (JUNE, JULY)] == ["SPECULATION", "CONTRADICTED"]


@pytest.mark.parametrize(
    ("rows", "gone"),
    [
        ((row(OUT, 6, 1), row(GONE, 7, 1)), True),
        ((row(OUT, 6, 1, "app"), row(OUT, 6, 1, "api"), row(GONE, 7, 1, "app")), False),
        ((row(OUT, 6, 1, "app"), row(OUT, 6, 1, "api"), row(GONE, 7, 1, "app"), row(GONE, 7, 2, "api")), True),
        ((row(OUT, 6, 1, "app"), row(OUT, 6, 1, "api"), row(GONE, 7, 1)), True),
        ((row(OUT, 6, 1), row(GONE, 7, 1, "app")), False),
        ((row(OUT, 6, 1), row(GONE, 7, 1), row(OUT, 7, 2)), False),
    ],
)
def test_it_is_gone_once_no_surface_has_it(rows, gone):
    subject = model(*rows)
    assert bool(subject.shut_down(AUTUMN)) is gone
    assert (word({"type": "available"}, subject, AUTUMN) == "CONTRADICTED") is gone


def test_an_end_by_the_lab_s_own_page_outweighs_its_release():
    subject = model(row(OUT, 6, 9, source=OWN), row(GONE, 6, 12, source=OWN))
    assert word({"type": "available"}, subject, JUNE) == "CONTRADICTED"
    assert word({"type": "available", "polarity": -1}, subject, JUNE) == "CONFIRMED"


def test_that_it_was_shut_down_stays_true_when_it_is_back():
    subject = model(row(OUT, 6, 9), row(GONE, 6, 12, source=OWN), row(OUT, 7, 1))
    ended = {"type": "other", "object": SHUTDOWN, "day": date(2026, 6, 12), "operator": "on"}
    assert [word(ended, subject, at) for at in (JUNE, JULY)] == ["CONFIRMED", "CONFIRMED"]
    assert word(ended | {"day": None, "operator": ""}, subject, JULY) == "MIXED"
    assert word({"type": "available"}, subject, JULY) == "SUPPORTED"


def test_a_refutation_by_the_ledger_alone_is_named_so():
    came = row(OUT, 6, 9)
    said = Statement("available", SLUG, polarity=-1)
    graded = grade(Claim(said), releases(model(came), ()), JULY)
    assert (graded.word, graded.rule.name) == ("CONTRADICTED", "refuted-on-record")


def test_published_weights_decide_whether_a_model_is_open_and_their_absence_decides_nothing():
    said = {"type": "other", "object": OPEN_WEIGHTS}
    closed = model(row(OUT, 6, 20, "api", OWN))
    assert word(said, closed, JULY) == word({**said, "polarity": -1}, closed, JULY) == "NO EVIDENCE HERE"
    opened = model(row(OUT, 6, 20, "api", OWN), row(OUT, 7, 10, "weights"))
    assert (word(said, opened, JUNE), word(said, opened, JULY)) == ("NO EVIDENCE HERE", "SUPPORTED")
    shut = {"type": "other", "object": CLOSED_WEIGHTS}
    assert word({**said, "polarity": -1}, opened, JULY) == word(shut, opened, JULY) == "CONTRADICTED"
    assert word({**shut, "polarity": -1}, opened, JULY) == "SUPPORTED"
    assert weights(None) == ()
