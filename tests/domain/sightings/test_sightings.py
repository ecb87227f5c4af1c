"""The grade of a label by its reports."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.sightings.confirmations import Check, Plan, by_day, how_common
from bot.domain.sightings.report_basis import ReportBasis
from bot.domain.sightings.sightings import (
    Report,
    SightingEvent,
    SightingEventKind,
    SightingGrade,
    SightingRules,
    grade,
    same_picture,
)

T = datetime(2026, 4, 18, 9, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
LADDER = [SightingGrade.CASUAL, SightingGrade.NEEDS, SightingGrade.CORROBORATED, SightingGrade.RESOLVED]


def report(name, hours=0, person=None, **more):
    more.setdefault("how", ReportBasis.OWN)
    seen = T + hours * HOUR
    return SightingEvent(
        seen, SightingEventKind.REPORTED, Report(name, person or f"person of {name}", seen=seen, **more), about=name
    )


def at(hours, kind, about, **more):
    return SightingEvent(T + hours * HOUR, kind, about=about, **more)


def now(*events, rules=None):
    return grade(events, T + 1000 * HOUR, *([rules] if rules else []))


def test_nothing_reported_is_casual():
    assert now().grade is SightingGrade.CASUAL
    assert now().reason == "no report stands"


def test_a_second_hand_report_is_casual():
    assert now(report("a", how=ReportBasis.POST)).grade is SightingGrade.CASUAL


def test_a_report_nobody_could_check_is_casual():
    assert now(report("a", complete=False)).grade is SightingGrade.CASUAL


def test_one_complete_first_hand_report_needs_corroboration_by_two_others():
    standing = now(report("a"))
    assert standing.grade is SightingGrade.NEEDS
    assert standing.missing == 2


def test_two_other_people_in_other_hours_corroborate_it():
    standing = now(report("a"), report("b", 1), report("c", 2))
    assert standing.grade is SightingGrade.CORROBORATED
    assert standing.counted == ("a", "b", "c")
    assert [c.after for c in standing.changes] == [SightingGrade.NEEDS, SightingGrade.CORROBORATED]


@pytest.mark.parametrize(
    ("pictures", "told"),
    [
        ((None, None, None), "other hours; no pictures"),
        ((None, 2**64, None), "other hours; 1 of 3 with a picture"),
        ((0, 2**64 - 1, 2**128 - 2**64), "other hours, other pictures"),
    ],
)
def test_no_picture_that_nobody_sent_is_a_reason(pictures, told):
    standing = now(*(report(name, n, picture=one) for n, (name, one) in enumerate(zip("abc", pictures, strict=True))))
    assert (standing.grade, standing.reason) == (SightingGrade.CORROBORATED, f"2 other first-hand people, {told}")


@pytest.mark.parametrize(
    ("third", "why"),
    [
        (report("c", 5, person="person of a"), "same person"),
        (report("c", 1), "same hour"),
        (report("c", 5, picture=0b1011), "same picture"),
        (report("c", 5, since=T + 5 * HOUR - timedelta(days=2)), "account younger than 3 days"),
        (report("c", 5, how=ReportBasis.POST), "second-hand"),
        (report("c", 5, complete=False), "nothing another person could check"),
    ],
)
def test_what_does_not_lift_the_grade_says_why(third, why):
    standing = now(report("a", picture=0b1000), report("b", 1), third)
    assert standing.grade is SightingGrade.NEEDS
    assert dict(standing.left_out) == {"c": why}


def test_a_second_account_of_one_person_counts_once_they_are_known_as_one():
    three = [report("a"), report("b", 1), report("c", 2)]
    one = at(3, SightingEventKind.SAME_PERSON, "c", other="a")
    assert now(*three).grade is SightingGrade.CORROBORATED
    standing = now(*three, one)
    assert standing.grade is SightingGrade.NEEDS
    assert standing.reporters == 2


@pytest.mark.parametrize(
    "pairs",
    [
        ["ab"],
        ["ab", "ba"],
        ["ba", "ab"],
        ["ab", "ab"],
        ["ab", "bc", "-bc"],
        ["ab", "ac", "-ac"],
        ["ac", "ab", "-ac"],
        ["ab", "ba", "ac", "-ca"],
    ],
)
def test_two_accounts_are_one_person_whatever_else_is_declared_or_taken_back(pairs):
    assert now(*accounts("abc", pairs)).reporters == 2


@pytest.mark.parametrize(
    "pairs", [["ab", "ac"], ["ba", "ca"], ["ab", "cb"], ["ac", "bc"], ["bc", "ab"], ["ab", "bc", "ca"]]
)
def test_accounts_in_a_chain_are_one_person(pairs):
    state = now(*accounts("abcd", pairs))
    assert (state.reporters, state.grade) == (2, SightingGrade.NEEDS)


def test_a_merge_that_was_once_taken_back_without_a_name_is_the_last():
    events = [*accounts("abc", ["ab", "ac"]), at(20, SightingEventKind.SAME_PERSON, "a", other="a")]
    assert now(*events).reporters == 2
    assert now(*events, at(21, SightingEventKind.SAME_PERSON, "a", other="a")).reporters == 3


def accounts(names, pairs):
    """A report by each account, then the pairs: "-ab" is "ab" taken back."""
    yield from (report(name, number) for number, name in enumerate(names))
    for number, pair in enumerate(pairs, len(names)):
        kind = SightingEventKind.APART if pair.startswith("-") else SightingEventKind.SAME_PERSON
        yield at(number, kind, pair[-2], other=pair[-1])


def test_a_young_account_counts_once_the_desk_accepts_the_report():
    young = report("c", 5, since=T)
    assert (
        now(report("a"), report("b", 1), young, at(9, SightingEventKind.ACCEPTED, "c")).grade
        is SightingGrade.CORROBORATED
    )


def test_the_set_age_decides_who_is_young():
    young = report("c", 5, since=T - timedelta(days=5))
    assert (
        now(report("a"), report("b", 1), young, rules=SightingRules(account_age=timedelta(days=30))).grade
        is SightingGrade.NEEDS
    )


@pytest.mark.parametrize("kind", [SightingEventKind.WITHDRAWN, SightingEventKind.REFUSED])
def test_it_falls_back_when_a_report_goes_and_says_why(kind):
    standing = now(report("a"), report("b", 1), report("c", 2), at(9, kind, "b", reason="wrong picker"))
    assert standing.grade is SightingGrade.NEEDS
    last = standing.changes[-1]
    assert (last.before, last.after) == (SightingGrade.CORROBORATED, SightingGrade.NEEDS)
    assert f"b {kind}: wrong picker" in last.reason


def test_it_comes_back_when_a_refusal_is_undone():
    events = [
        report("a"),
        report("b", 1),
        report("c", 2),
        at(9, SightingEventKind.REFUSED, "b"),
        at(10, SightingEventKind.RESTORED, "b"),
    ]
    assert now(*events).grade is SightingGrade.CORROBORATED


def test_mending_a_refused_report_does_not_make_it_count_again():
    mended = replace(report("c", 2).report, complete=True)
    story = [report("a"), report("b", 1), report("c", 2), at(3, SightingEventKind.REFUSED, "c")]
    story.append(SightingEvent(T + 4 * HOUR, SightingEventKind.EDITED, mended, "c"))
    assert now(*story).grade is SightingGrade.NEEDS
    assert now(*story, at(5, SightingEventKind.RESTORED, "c")).grade is SightingGrade.CORROBORATED


def test_a_refused_report_that_was_withdrawn_never_comes_back():
    story = [
        report("a"),
        report("b", 1),
        report("c", 2),
        at(3, SightingEventKind.REFUSED, "c"),
        at(4, SightingEventKind.WITHDRAWN, "c"),
    ]
    standing = now(*story, at(5, SightingEventKind.RESTORED, "c"))
    assert standing.grade is SightingGrade.NEEDS
    assert ("c", "withdrawn") in standing.left_out


def test_an_acceptance_taken_back_can_be_given_again():
    young = report("c", 2, since=T + HOUR)
    story = [
        report("a"),
        report("b", 1),
        young,
        at(3, SightingEventKind.ACCEPTED, "c"),
        at(4, SightingEventKind.UNDECIDED, "c"),
    ]
    waiting = now(*story)
    assert (waiting.grade, waiting.reports) == (SightingGrade.NEEDS, 3)
    assert now(*story, at(5, SightingEventKind.ACCEPTED, "c")).grade is SightingGrade.CORROBORATED


def test_one_picture_spread_by_a_crowd_hides_nobody():
    crowd = [report(f"crowd {n:02}", n, picture=7) for n in range(80)]
    assert now(*crowd, report("x", 90), report("y", 91)).grade is SightingGrade.CORROBORATED


@pytest.mark.parametrize("first", [-100, 10])
def test_pictures_that_differ_a_little_hide_nobody_either(first):
    crowd = [report(f"crowd {n:02}", first + n, picture=0xFF << 100 ^ 1 << n) for n in range(70)]
    state = now(*crowd, report("a"), report("b", 1), report("c", 2))
    assert state.grade is state.changes[-1].after is SightingGrade.CORROBORATED


def test_a_public_list_is_a_first_party_trace():
    standing = now(at(0, SightingEventKind.LISTED, "OpenRouter"))
    assert standing.grade is SightingGrade.CORROBORATED
    assert "OpenRouter" in standing.reason


def test_what_a_list_no_longer_shows_falls_back_unless_another_list_does():
    told = [
        report("CP-1"),
        at(1, SightingEventKind.LISTED, "openrouter"),
        at(2, SightingEventKind.LISTED, "models_dev"),
    ]
    one = [*told, at(3, SightingEventKind.UNLISTED, "openrouter")]
    assert now(*one).grade is SightingGrade.CORROBORATED
    assert "models_dev" in now(*one).reason
    assert "openrouter" not in now(*one).reason
    gone = now(*one, at(4, SightingEventKind.UNLISTED, "models_dev"))
    assert (gone.grade, gone.listed) == (SightingGrade.NEEDS, False)
    assert gone.changes[-1].before is SightingGrade.CORROBORATED


def test_resolving_and_reopening():
    settled = at(5, SightingEventKind.RESOLVED, "x", reason="GPT-4.1, said OpenAI")
    assert now(report("a"), settled).grade is SightingGrade.RESOLVED
    assert now(report("a"), settled).reason == "GPT-4.1, said OpenAI"
    assert now(report("a"), settled, at(6, SightingEventKind.REOPENED, "x")).grade is SightingGrade.NEEDS


def test_nothing_later_than_as_of_counts():
    assert grade([report("a"), report("b", 1), report("c", 2)], T + HOUR).grade is SightingGrade.NEEDS


def test_the_better_set_of_witnesses_is_found():
    events = [
        report("a"),
        report("b", 1, picture=7),
        report("c", 2, picture=7),
        report("d", 1, picture=1 << 100 | 0xFFFFFF),
    ]
    assert now(*events).grade is SightingGrade.CORROBORATED


def test_a_crowd_in_one_hour_hides_nobody():
    crowd = [report(f"x{i:03}") for i in range(300)]
    assert now(*crowd).grade is SightingGrade.NEEDS
    assert now(*crowd, report("b", 1), report("c", 2)).grade is SightingGrade.CORROBORATED


def test_nearly_the_same_picture_is_the_same():
    assert same_picture(0b1111, 0b1101)
    assert not same_picture(0, (1 << 40) - 1)
    assert not same_picture(None, None)


def test_the_rules_are_printed_with_their_numbers():
    assert any("younger than 30 days" in line for line in SightingRules(account_age=timedelta(days=30)).sentences)


reports = st.lists(
    st.builds(
        lambda n, h, p, how, ok, pic: report(f"r{n}", h, person=f"p{p}", how=how, complete=ok, picture=pic),
        st.integers(0, 30),
        st.integers(0, 6),
        st.integers(0, 5),
        st.sampled_from(ReportBasis),
        st.booleans(),
        st.sampled_from([None, 0, (1 << 50) - 1, ((1 << 50) - 1) << 60]),
    ),
    max_size=8,
    unique_by=lambda e: e.about,
)


@given(reports, st.randoms())
def test_the_order_in_which_events_are_read_does_not_matter(events, chance):
    shuffled = list(events)
    chance.shuffle(shuffled)
    assert now(*events) == now(*shuffled)


@given(reports)
def test_another_report_never_lowers_and_a_withdrawal_never_raises(events):
    for index, event in enumerate(events):
        fewer = events[:index] + events[index + 1 :]
        with_all, without = now(*events).grade, now(*fewer).grade
        assert LADDER.index(with_all) >= LADDER.index(without)
        gone = now(*events, at(900, SightingEventKind.WITHDRAWN, event.about)).grade
        assert gone is without


@given(reports)
def test_one_person_alone_never_corroborates(events):
    alone = [report(e.about, i, person="ana") for i, e in enumerate(events)]
    assert now(*alone).grade in (SightingGrade.CASUAL, SightingGrade.NEEDS)


@given(reports)
def test_the_last_change_is_the_grade(events):
    standing = now(*events)
    if standing.changes:
        assert standing.changes[-1].after is standing.grade
    assert all(c.before is not c.after for c in standing.changes)


def check(person, has, hours=0, plan=Plan.PLUS):
    return Check(T + hours * HOUR, person, plan, has)


def test_how_common_counts_each_person_once_with_their_last_answer():
    checks = [check("a", has=True), check("a", has=False, hours=2), *(check(f"p{i}", has=i < 2) for i in range(6))]
    (row,) = how_common(checks, T + 9 * HOUR)
    assert (row.share.hits, row.share.n) == (2, 7)
    assert row.enough
    assert "29 %" in row.text


def test_naming_the_plan_afterwards_does_not_count_twice():
    (row,) = how_common([check("a", True, plan=Plan.OTHER), check("a", True, 1, plan=Plan.PLUS)], T + 10 * HOUR)
    assert (row.plan, row.share.n) == (Plan.PLUS, 1)


def test_a_person_has_one_answer_a_day_and_one_a_plan():
    same_day = [check("a", False, plan=Plan.FREE), check("a", True, 1, plan=Plan.PLUS)]
    assert [(row.plan, row.share.n) for row in how_common(same_day, T + 99 * HOUR)] == [(Plan.PLUS, 1)]
    next_day = [check("a", False, plan=Plan.FREE), check("a", True, 24, plan=Plan.PLUS)]
    assert sum(row.share.n for row in how_common(next_day, T + 99 * HOUR)) == 2


def test_under_five_is_too_few_to_say():
    (row,) = how_common([check("a", has=True)], T)
    assert row.text == "1 of 1 on Plus: too few checks to say how common"
    for people, few in ((4, True), (5, False)):
        (row,) = how_common([check(f"p{n}", has=n == 0) for n in range(people)], T)
        assert ("too few" in row.text) is few


def test_each_day_has_one_answer_a_person():
    days = by_day([check("a", has=True), check("a", has=False, hours=1), check("a", has=True, hours=24)], T + 99 * HOUR)
    assert [(share.hits, share.n) for _, share in days] == [(0, 1), (1, 1)]
