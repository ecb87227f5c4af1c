"""The ledger's own rows as evidence: makers, releases, and ends that may be taken back."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.domain.evidence.bearing import CLOSED_WEIGHTS, OPEN_WEIGHTS, SHUTDOWN, WEIGHTS
from bot.domain.evidence.evidence import Basis, Claim, Evidence, EvidenceForm, Statement
from bot.domain.grading.grades import grade
from bot.domain.names.subjects import Subject, SubjectState, SubjectStateRow
from bot.queries.subject_evidence import endings, makers, releases

SLUG, OWN, PRESS = "anthropic/claude-opus-9", "https://www.anthropic.com/news/opus-9", "https://press.example/opus-9"
LIST = "https://github.com/list/models/blob/f3fc/opus-9.toml"
JUNE, JULY, AUTUMN = (datetime(2026, *day, tzinfo=UTC) for day in ((6, 20), (7, 20), (10, 1)))
OUT, GONE = SubjectState.RELEASED, SubjectState.RETIRED


def row(state, month, day, surface="", source=LIST):
    at = datetime(2026, month, day, tzinfo=UTC)
    return SubjectStateRow(state, at, at, surface, source)


def model(*rows, vendor="anthropic"):
    return Subject(SLUG, "Claude Opus 9", vendor, source=PRESS, learned_at=JUNE, states=rows)


def word(said, subject, at, *more):
    """The word printed for a statement by what the ledger knows of one subject at a moment."""
    known = replace(subject, states=tuple(one for one in subject.states if one.learned_at <= at))
    items = (*releases(known, ()), *endings(known, at), *makers(known, ()), *more)
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
    assert (word({"type": "available"}, subject, AUTUMN) == "SPECULATION") is gone


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


def test_weights_that_can_be_had_and_an_open_model_are_one_fact_whatever_the_words():
    opened = model(row(OUT, 6, 20, "api", OWN), row(OUT, 7, 10, "weights"))
    there = {"type": "available", "surface": WEIGHTS}
    card = Evidence(
        "card",
        "Anthropic",
        Basis.FIRST_PARTY,
        EvidenceForm.MODEL_CARD,
        JULY,
        JULY,
        says=(Statement("available", SLUG, surface=WEIGHTS),),
    )
    for said in ({"type": "other", "object": OPEN_WEIGHTS}, there):
        assert word(said, opened, JULY) == "SUPPORTED"
        assert word(said, opened, JULY, card) == "CONFIRMED"
    assert word({"type": "other", "object": CLOSED_WEIGHTS}, opened, JULY, card) == "CONTRADICTED"
    assert word(there, model(row(OUT, 6, 20, "api", OWN)), JULY) == "NO EVIDENCE HERE"


def test_the_day_of_the_weights_is_not_the_day_of_the_model():
    came = model(row(OUT, 6, 20, "api", OWN), row(OUT, 7, 10, "weights", OWN))
    day = {"type": "release_date", "operator": "on"}
    early, late = date(2026, 6, 20), date(2026, 7, 10)
    assert word({**day, "day": early}, came, JULY) == word({**day, "day": late, "surface": WEIGHTS}, came, JULY)
    assert word({**day, "day": early, "surface": WEIGHTS}, came, JULY) == "CONTRADICTED"
    assert word({**day, "day": late, "surface": WEIGHTS}, came, JULY) == "CONFIRMED"


def test_what_was_behind_a_fence_until_the_lab_released_it_came_out_nowhere_before():
    came = row(OUT, 7, 13, "api", "https://ai.google.dev/changelog")
    said = {"type": "release_date", "day": date(2026, 6, 30), "operator": "on"}
    assert word(said, model(came, vendor="google"), JULY) == "SPECULATION"
    assert word(said, model(row(SubjectState.TESTING, 6, 30), came, vendor="google"), JULY) == "CONTRADICTED"
    assert word(
        {**said, "day": date(2026, 7, 8)}, model(row(SubjectState.TESTING, 6, 30), came, vendor="google"), JULY
    ) == ("SPECULATION")
    assert word(said, model(row(SubjectState.RUMOURED, 6, 30), came, vendor="google"), JULY) == "SPECULATION"


def test_an_end_read_from_a_page_that_is_not_the_lab_s_is_one_named_origin_s_report():
    ended = {"type": "other", "object": SHUTDOWN}
    by_press, by_lab = (model(row(OUT, 6, 9), row(GONE, 6, 12, source=one)) for one in (PRESS, OWN))
    assert [word(ended, one, JULY) for one in (by_press, by_lab)] == ["REPORTED", "CONFIRMED"]
    out = {"type": "available"}
    assert [word(out, one, JULY) for one in (by_press, by_lab)] == ["SPECULATION", "CONTRADICTED"]
    assert [word(out | {"polarity": -1}, one, JULY) for one in (by_press, by_lab)] == ["REPORTED", "CONFIRMED"]


@pytest.mark.parametrize(
    ("source", "grades"),
    [
        (PRESS, ["REPORTED", "SPECULATION"]),
        ("https://github.com/friend/tools/pull/7", ["REPORTED", "SPECULATION"]),
        (LIST, ["SUPPORTED", "CONTRADICTED"]),
        ("https://raw.githubusercontent.com/list/models/main/CHANGELOG.md", ["SUPPORTED", "CONTRADICTED"]),
        (OWN, ["CONFIRMED", "CONTRADICTED"]),
    ],
)
def test_a_release_that_one_page_tells_is_a_report_and_a_list_with_its_history_a_record(source, grades):
    subject = model(row(OUT, 6, 9, source=source))
    told = [{"type": "release_date", "day": date(2026, month, 9), "operator": "on"} for month in (6, 2)]
    assert [word(said, subject, JULY) for said in told] == grades
