"""Time words and what came of them: slips by hand, what counts, and what does not."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.promises import PromiseOutcome, TimePromise, by_lab, by_speaker, record

TODAY = date(2026, 11, 28)


def promise(said, implied, came=None, **more):
    given = {"who": "A", "words": f"by {implied}", "about": "xai/grok-9", "thing": "", "source": "https://x.org"}
    return TimePromise(stated_on=said, implied=implied, came=came, **{**given, **more})


JAN, MAY, JULY = date(2026, 1, 1), date(2026, 5, 1), date(2026, 7, 1)


def test_each_promise_ends_in_one_way():
    early = promise(JAN, MAY, date(2026, 4, 21))
    late = promise(JAN, MAY, date(2026, 5, 11), about="xai/grok-8")
    never = promise(JAN, JULY, about="xai/grok-7")
    ahead = promise(JAN, date(2027, 1, 1), about="xai/grok-6")
    vague = promise(JAN, None, date(2026, 3, 1), about="xai/grok-5")
    found = record([early, late, never, ahead, vague], TODAY)
    assert [one.outcome(TODAY) for one in (early, late, never, ahead, vague)] == list(PromiseOutcome)
    assert (found.slips, found.median, found.in_time, found.ended) == ((-10, 10), 0.0, 1, 3)
    assert (never.overdue(TODAY), late.overdue(TODAY), vague.overdue(TODAY)) == (150, None, None)


def test_what_is_said_again_counts_once_and_another_day_counts_anew():
    again = promise(date(2026, 2, 1), MAY, words="spring")
    moved = promise(date(2026, 4, 1), JULY)
    found = record([promise(JAN, MAY), again, moved], TODAY)
    assert (len(found.promises), found.repeats) == (2, 1)


def test_reports_of_others_and_what_was_not_re_read_are_in_no_record():
    found = record([promise(JAN, MAY, reported_by="A paper"), promise(JAN, MAY, seen=False)], TODAY)
    assert (found.promises, found.median, found.ended) == ((), None, 0)
    assert by_speaker([promise(JAN, MAY, reported_by="A paper")], TODAY) == ()


def test_people_and_labs_have_records_of_their_own():
    rows = [promise(JAN, MAY), promise(JAN, JULY, who="B"), promise(JAN, MAY, who="B", about="", thing="a voice mode")]
    assert [(name, len(one.promises)) for name, one in by_speaker(rows, TODAY)] == [("B", 2), ("A", 1)]
    assert [(name, len(one.promises)) for name, one in by_lab(rows, TODAY)] == [("xai", 2)]


@given(st.lists(st.integers(-400, 400), min_size=1, max_size=20), st.randoms())
def test_the_median_does_not_depend_on_the_order(slips, random):
    rows = [promise(JAN, MAY, MAY + timedelta(days=slip), about=f"xai/m-{n}") for n, slip in enumerate(slips)]
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert record(rows, TODAY).median == record(shuffled, TODAY).median
    assert record(rows, TODAY).slips == tuple(sorted(slips))
