"""When an alert speaks: two polls and hysteresis, folds, bursts, caps, quiet hours."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dispatch.date_arguments import parse_quiet_hours
from bot.domain.notify.alerts import BURST, AlertMemory, AlertSubscription, decide, wanted, watch_line, watch_move
from bot.domain.notify.changes import Change
from bot.domain.notify.digest_sections import ChangeKind

NOON = datetime(2026, 4, 21, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def change(
    number: int = 1, subject: str = "openai/spud", kind: ChangeKind = ChangeKind.SIGHTING, **more: object
) -> Change:
    made = Change(f"c{number}", kind, f"CP-{number:04d}", (subject,), f"thing {number}", "", "SEEN", NOON)
    return replace(made, **more)


def readings(look, points, *prices):
    """The moves that a row of readings, five minutes apart, makes."""
    memory, moves = None, []
    for step, price in enumerate(prices):
        memory, move = look(memory, price, NOON + step * 5 * MINUTE, points)
        moves.append(move.points if move else 0)
    return moves


@pytest.mark.parametrize(
    ("prices", "moves"),
    [
        ((0.70, 0.76, 0.76), [0, 0, 6]),
        ((0.70, 0.76, 0.70, 0.76), [0, 0, 0, 0]),  # a spike of one poll
        ((0.70, 0.76, 0.74), [0, 0, 4]),
        ((0.70, 0.76, 0.73), [0, 0, 3]),  # two points of hysteresis
        ((0.70, 0.76, 0.72), [0, 0, 0]),  # fell back further
        ((0.70, 0.76, 0.77, 0.77, 0.78), [0, 0, 7, 0, 0]),  # told once, and measured from there
        ((0.70, 0.76, 0.64, 0.64), [0, 0, 0, -6]),  # the other way is another move
        ((0.70, 0.72, 0.74, 0.76, 0.76), [0, 0, 0, 0, 6]),  # slowly, but it went
    ],
)
def test_a_move_is_told_when_it_survived_two_polls(prices, moves):
    assert readings(watch_move, 5, *prices) == moves


def test_the_same_reading_twice_is_one_poll():
    memory, _ = watch_move(None, 0.70, NOON, 5)
    memory, _ = watch_move(memory, 0.80, NOON + MINUTE, 5)
    again, move = watch_move(memory, 0.80, NOON + MINUTE, 5)
    assert (again, move) == (memory, None)


@pytest.mark.parametrize(
    ("prices", "crossed"),
    [
        ((0.45, 0.51, 0.52), [0, 0, 7]),
        ((0.45, 0.51, 0.49, 0.51, 0.49), [0, 0, 0, 0, 0]),  # flapping around the line
        ((0.45, 0.51, 0.52, 0.49, 0.49), [0, 0, 7, 0, 0]),  # back by less than two points
        ((0.45, 0.51, 0.52, 0.48, 0.48), [0, 0, 7, 0, 0]),  # by just two
        ((0.45, 0.51, 0.52, 0.47, 0.46), [0, 0, 7, 0, -6]),
    ],
)
def test_a_line_is_crossed_by_two_polls_and_back_by_two_points(prices, crossed):
    assert readings(watch_line, 50, *prices) == crossed


@pytest.mark.parametrize("line", range(4, 97))
def test_every_whole_point_is_a_line_that_its_own_price_reaches(line):
    at, below, back = line / 100, (line - 2) / 100, (line - 3) / 100
    assert [bool(move) for move in readings(watch_line, line, below, at, at)] == [False, False, True]
    assert [bool(move) for move in readings(watch_line, line, at, below, below)] == [False, False, False]
    assert [bool(move) for move in readings(watch_line, line, at, back, back)] == [False, False, True]


@given(st.lists(st.floats(0.01, 0.99), min_size=2, max_size=40), st.integers(2, 30))
def test_no_move_is_told_that_is_smaller_than_the_threshold_less_two(prices, threshold):
    moves = [abs(move) for move in readings(watch_move, threshold, *prices) if move]
    assert all(move >= threshold - 2 - 1 for move in moves)  # rounded to whole points


def test_one_message_and_then_nothing_of_the_subject_for_thirty_minutes():
    wish = AlertSubscription(ChangeKind.SIGHTING)
    first = decide(AlertMemory(), [change(1)], wish, NOON)
    assert [c.id for c in first.post] == ["c1"]
    later = NOON + 10 * MINUTE
    folded = decide(first.memory, [change(2, at=later)], wish, later)
    assert (folded.post, folded.again_at) == ((), NOON + timedelta(minutes=30))
    over = decide(folded.memory, [], wish, NOON + 30 * MINUTE)
    assert [c.id for c in over.post] == ["c2"]
    other = decide(first.memory, [change(3, "xai/grok-5", at=later)], wish, later)
    assert [c.id for c in other.post] == ["c3"]


def test_what_happens_to_one_subject_at_once_is_one_message():
    told = decide(AlertMemory(), [change(1), change(2)], AlertSubscription(ChangeKind.SIGHTING), NOON)
    assert ([c.id for c in told.post], told.summary) == (["c1", "c2"], True)


def test_five_in_ten_minutes_become_one_summary():
    many = [change(number, f"lab/{number}") for number in range(7)]
    told = decide(AlertMemory(), many, AlertSubscription(ChangeKind.SIGHTING), NOON)
    assert (len(told.post), told.why) == (7, "a summary of a burst")
    memory = AlertMemory()
    posted = []
    for number in range(8):
        now = NOON + number * MINUTE
        decision = decide(
            memory, [change(number, f"lab/{number}", at=now)], AlertSubscription(ChangeKind.SIGHTING), now
        )
        memory = decision.memory
        posted.append(len(decision.post))
    assert posted == [1] * (BURST - 1) + [0] * 4
    last = decide(memory, [], AlertSubscription(ChangeKind.SIGHTING, max_per_day=9), decision.again_at)
    while last.again_at and not last.post:
        last = decide(last.memory, [], AlertSubscription(ChangeKind.SIGHTING, max_per_day=9), last.again_at)
    assert len(last.post) >= 1


def test_the_daily_cap_holds_back_and_says_how_many_in_the_morning():
    wish = AlertSubscription(ChangeKind.SIGHTING, max_per_day=1, zone="Europe/Berlin")
    memory = decide(AlertMemory(), [change(1)], wish, NOON).memory
    for number in range(2, 6):
        now = NOON + number * 40 * MINUTE
        capped = decide(memory, [change(number, f"lab/{number}", at=now)], wish, now)
        assert (capped.post, capped.why) == ((), "the daily cap of 1")
        memory = capped.memory
    assert memory.held == 4
    assert capped.again_at == datetime(2026, 4, 21, 22, tzinfo=UTC)
    morning = decide(memory, [], wish, capped.again_at)
    assert (morning.held_back, morning.post, morning.memory.held) == (4, (), 0)
    with_news = decide(memory, [change(9, at=capped.again_at)], wish, capped.again_at)
    assert (with_news.held_back, len(with_news.post)) == (4, 1)


def test_quiet_hours_keep_it_for_the_morning():
    wish = AlertSubscription(ChangeKind.SIGHTING, quiet=parse_quiet_hours("22:00-08:00", "Europe/Berlin"))
    night = datetime(2026, 4, 21, 21, 30, tzinfo=UTC)
    held = decide(AlertMemory(), [change(1, at=night)], wish, night)
    assert (held.post, held.again_at) == ((), datetime(2026, 4, 22, 6, tzinfo=UTC))
    assert [c.id for c in decide(held.memory, [], wish, held.again_at).post] == ["c1"]


def test_what_is_half_a_day_old_is_left_to_the_digests():
    assert (
        decide(AlertMemory(), [change(1)], AlertSubscription(ChangeKind.SIGHTING), NOON + timedelta(hours=13)).post
        == ()
    )


def test_the_same_change_seen_twice_waits_once():
    wish = AlertSubscription(ChangeKind.SIGHTING, quiet=parse_quiet_hours("10:00-14:00", "UTC"))
    held = decide(AlertMemory(), [change(1)], wish, NOON)
    assert len(decide(held.memory, [change(1)], wish, NOON + MINUTE).memory.waiting) == 1


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        (AlertSubscription(ChangeKind.SIGHTING), True),
        (AlertSubscription(ChangeKind.RELEASE), False),
        (AlertSubscription(ChangeKind.SIGHTING, about=("openai/spud",)), True),
        (AlertSubscription(ChangeKind.SIGHTING, about=("CP-0001",)), True),
        (AlertSubscription(ChangeKind.SIGHTING, about=("xai/grok-5",)), False),
        (AlertSubscription(ChangeKind.SIGHTING, ref="CP-0002"), False),
        (AlertSubscription(ChangeKind.SIGHTING, min_grade="CONFIRMED"), False),
    ],
)
def test_an_alert_hears_what_it_asked_for(wish, told):
    assert wanted(change(1, grade="UNCONFIRMED"), wish) is told


@pytest.mark.parametrize("kind", [ChangeKind.GRADE, ChangeKind.CORRECTION])
def test_all_that_becomes_of_a_claim_watched_by_its_number_is_told(kind):
    fell = change(1, kind=kind, ref="CL-0044", grade="SPECULATION", formed=False)
    assert wanted(fell, AlertSubscription(ChangeKind.GRADE, about=("CL-0044",)))
    assert not wanted(fell, AlertSubscription(ChangeKind.GRADE, about=("CL-0045",)))
    assert not wanted(fell, AlertSubscription(ChangeKind.GRADE, about=("openai/spud",)))


def test_what_fades_is_not_told_and_prices_are_not_told_from_the_feed():
    assert not wanted(change(1, formed=False), AlertSubscription(ChangeKind.SIGHTING))
    moved = change(1, kind=ChangeKind.ODDS, before="70 %", after="78 %")
    assert not wanted(moved, AlertSubscription(ChangeKind.ODDS))
    assert wanted(replace(moved, after="settled: yes"), AlertSubscription(ChangeKind.ODDS))
