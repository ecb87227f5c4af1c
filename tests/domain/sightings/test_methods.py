"""Which methods of naming a label's model count for what."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.sightings.methods import Attribution, AttributionGrade, LabelTruth, Method, graded, records

T = datetime(2026, 4, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def said(n, method=Method.STYLE, subject="openai/spud", label="crest", *, by=None, days=0, **more):
    return Attribution(f"AT-{n}", label, subject, method, by or f"p{n}", T + days * DAY, **more)


def test_style_is_speculation_however_it_is_linked():
    assert graded(said(1, link="https://x.example", accepted=True)) is AttributionGrade.SPECULATION


def test_a_lab_statement_counts_only_with_a_link_the_desk_accepted():
    assert graded(said(1, Method.LAB)) is AttributionGrade.SPECULATION
    assert graded(said(1, Method.LAB, link="https://lab.example")) is AttributionGrade.UNCONFIRMED
    assert graded(said(1, Method.LAB, link="https://lab.example", accepted=True)) is AttributionGrade.CONFIRMED


def test_two_different_fingerprints_support_each_other():
    one = said(1, Method.TOKENIZER, link="https://a.example", accepted=True)
    two = said(2, Method.FORMAT, link="https://b.example", accepted=True)
    assert graded(one) is AttributionGrade.UNCONFIRMED
    assert graded(one, [one, two]) is AttributionGrade.SUPPORTED
    assert (
        graded(one, [one, said(3, Method.TOKENIZER, link="https://c.example", accepted=True)])
        is AttributionGrade.UNCONFIRMED
    )


def test_the_truth_settles_each_one():
    truth = LabelTruth("crest", frozenset({"openai/gpt-5.5"}), T + DAY)
    assert graded(said(1, subject="openai/gpt-5.5"), truth=truth) is AttributionGrade.CONFIRMED
    assert graded(said(1), truth=truth) is AttributionGrade.CONTRADICTED


def test_a_name_and_its_slug_are_one_subject_and_another_number_is_not():
    truth = LabelTruth("crest", frozenset({"openai/gpt-5.5"}), T + DAY)
    assert graded(said(1, Method.HOST, subject="GPT-5.5"), truth=truth) is AttributionGrade.CONFIRMED
    assert graded(said(1, Method.HOST, subject="GPT-5"), truth=truth) is AttributionGrade.CONTRADICTED


def test_a_host_speaks_of_its_own_list_and_is_supported_until_the_label_is_settled():
    told = said(1, Method.HOST, subject="GPT-5.5", link="https://host.example", accepted=True)
    assert graded(told) is AttributionGrade.SUPPORTED


def test_a_record_counts_only_what_was_said_before_the_truth_was_known():
    truth = LabelTruth("crest", frozenset({"openai/spud"}), T + 5 * DAY)
    sayings = [said(1), said(2, days=9), said(3, subject="google/x"), said(1, days=1, subject="google/x")]
    record = records(sayings, [truth], T + 30 * DAY)[Method.STYLE]
    assert (record.share.hits, record.share.n) == (1, 2)
    assert record.text == "1 of 2, too few to rank"
    assert records(sayings, [truth], T + DAY)[Method.STYLE].text == "no record yet"


def test_ten_make_a_record():
    truth = LabelTruth("crest", frozenset({"openai/spud"}), T + 5 * DAY)
    record = records([said(n) for n in range(10)], [truth], T + 6 * DAY)[Method.STYLE]
    assert record.ranked
    assert record.text.startswith("10 of 10 (100 %")


@given(st.permutations([said(n, subject=f"s{n % 2}", by=f"p{n % 3}", days=n) for n in range(6)]))
def test_the_order_of_reading_does_not_change_a_record(sayings):
    truth = LabelTruth("crest", frozenset({"s1"}), T + 50 * DAY)
    assert records(sayings, [truth], T + 60 * DAY)[Method.STYLE].share.n == 3


def test_what_people_only_inferred_proves_no_attribution():
    inferred = LabelTruth("crest", frozenset({"openai/spud"}), T + DAY, inferred=True)
    one = said(1, Method.TOKENIZER, link="https://a.example", accepted=True)
    assert graded(one, [one], inferred) is AttributionGrade.UNCONFIRMED
    other = said(2, Method.TOKENIZER, "openai/other", link="https://b.example", accepted=True)
    assert graded(other, [one, other], inferred) is AttributionGrade.UNCONFIRMED
