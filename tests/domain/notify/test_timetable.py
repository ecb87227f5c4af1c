"""Timetables against zoneinfo itself, over every zone's clock changes of two years."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dispatch.date_arguments import parse_days, parse_quiet_hours, parse_time_of_day, parse_time_zone
from bot.domain.notify.timetable import QuietHours, Timetable, moment_of
from bot.domain.time.schedule import EVERY
from bot.domain.time.zones import names, zone_of
from bot.messages.errors import BadArgument

ZONES = sorted(available_timezones() - {"Factory", "localtime"})
SINCE, UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)


def changes(zone: str) -> list[datetime]:
    """The hours of two years in which a zone's offset changes."""
    place, found = ZoneInfo(zone), []
    step, at = timedelta(days=7), SINCE
    while at < UNTIL:
        if at.astimezone(place).utcoffset() != (at + step).astimezone(place).utcoffset():
            low, high = at, at + step
            while high - low > timedelta(minutes=1):
                middle = low + (high - low) / 2
                same = middle.astimezone(place).utcoffset() == low.astimezone(place).utcoffset()
                low, high = (middle, high) if same else (low, middle)
            found.append(high.replace(second=0, microsecond=0))
        at += step
    return found


CHANGES = {zone: found for zone in ZONES if (found := changes(zone))}


def first_valid(day: date, at: time, zone: str) -> datetime:
    """The same promise, by walking real time a minute at a time until the clock shows it or has passed it."""
    place = ZoneInfo(zone)
    moment = datetime.combine(day, time(0), UTC) - timedelta(hours=15)
    wanted = datetime.combine(day, at)
    while moment.astimezone(place).replace(tzinfo=None) < wanted:
        moment += timedelta(minutes=1)
    return moment


def test_there_are_zones_that_change_their_clocks():
    assert len(CHANGES) > 100


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_on_every_clock_change_the_run_is_the_first_minute_that_shows_the_time_or_has_passed_it(data):
    zone = data.draw(st.sampled_from(sorted(CHANGES)))
    change = data.draw(st.sampled_from(CHANGES[zone])).astimezone(ZoneInfo(zone))
    near = change.replace(tzinfo=None) + timedelta(minutes=data.draw(st.integers(-180, 180)))
    assert moment_of(near.date(), near.time(), zone) == first_valid(near.date(), near.time(), zone)


@pytest.mark.parametrize("clock", ["00:00", "00:30", "01:30", "02:00", "02:30", "03:00", "23:30"])
def test_every_zone_runs_once_a_local_date_for_two_years(clock):
    at = parse_time_of_day(clock)
    for zone in sorted(CHANGES):
        for change in CHANGES[zone]:
            table = Timetable(EVERY, at, zone)
            runs = []
            for run in table.runs(change - timedelta(days=3)):
                if run.at > change + timedelta(days=3):
                    break
                runs.append(run)
            days = [run.day for run in runs]
            assert days == [days[0] + timedelta(days=step) for step in range(len(days))]
            assert all(early.at < late.at for early, late in pairwise(runs))
            assert all(table.next_after(run.at - timedelta(seconds=1)) == run for run in runs)


def test_a_time_that_is_skipped_runs_at_the_next_valid_minute_and_one_that_repeats_runs_once():
    berlin = Timetable(EVERY, time(2, 30), "Europe/Berlin")
    spring = berlin.next_after(datetime(2026, 3, 28, 12, tzinfo=UTC))
    assert spring.at == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert f"{spring.at.astimezone(ZoneInfo('Europe/Berlin')):%H:%M}" == "03:00"
    autumn = [
        run.at
        for run in (berlin.next_after(datetime(2026, 10, 24, 12, tzinfo=UTC)),)
        for run in (run, berlin.next_after(run.at))
    ]
    assert autumn == [datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 26, 1, 30, tzinfo=UTC)]


def test_a_date_a_zone_left_out_has_no_run():
    apia = Timetable(EVERY, time(9), "Pacific/Apia")
    assert moment_of(date(2011, 12, 30), time(9), "Pacific/Apia") is None
    assert apia.next_after(datetime(2011, 12, 29, 20, tzinfo=UTC)).day == date(2011, 12, 31)


def test_a_run_may_be_pushed_over_midnight_and_keeps_its_date():
    run = Timetable(EVERY, time(23, 30), "America/Nuuk").next_after(datetime(2026, 3, 28, 12, tzinfo=UTC))
    assert (run.day, run.at) == (date(2026, 3, 28), datetime(2026, 3, 29, 1, 0, tzinfo=UTC))


def test_the_confirmation_says_the_next_run_in_words():
    table = Timetable(parse_days("weekdays"), parse_time_of_day("9"), "Europe/Berlin")
    friday = datetime(2026, 4, 24, 12, tzinfo=UTC)
    assert table.confirmation(friday) == "Every weekday 09:00 Europe/Berlin; next: Mon 27 Apr 09:00"


def test_the_clock_changes_of_the_coming_year_are_told():
    told = Timetable(EVERY, time(2, 30), "Europe/Berlin").oddities(datetime(2026, 1, 1, tzinfo=UTC))
    assert told == (
        "02:30 does not exist on Sun 29 Mar 2026 in Europe/Berlin; that run will be at 03:00.",
        "02:30 comes twice on Sun 25 Oct 2026 in Europe/Berlin; that run will be at the first.",
    )
    assert Timetable(EVERY, time(9), "Europe/Berlin").oddities(datetime(2026, 1, 1, tzinfo=UTC)) == ()


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("daily", {0, 1, 2, 3, 4, 5, 6}),
        ("every", {0, 1, 2, 3, 4, 5, 6}),
        ("every weekday", {0, 1, 2, 3, 4}),
        ("Mon, Wed and fri", {0, 2, 4}),
        ("fri-mon", {4, 5, 6, 0}),
        ("Tues thurs", {1, 3}),
        ("weekly", {0}),
        ("Sundays", {6}),
        ("mon to fri", {0, 1, 2, 3, 4}),
        ("Monday through Wednesday", {0, 1, 2}),
        ("sat & sun", {5, 6}),
        ("mon/wed", {0, 2}),
        ("weekly on Friday", {4}),
        ("on weekdays and Saturday", {0, 1, 2, 3, 4, 5}),
    ],
)
def test_days_are_read_as_people_type_them(text, days):
    assert parse_days(text) == days


@pytest.mark.parametrize(
    "text", ["", "t", "some days", "mon-tue-wed", "8", "every other day", "monthly", "mon-", "and"]
)
def test_what_names_no_days_is_said_to(text):
    with pytest.raises(BadArgument):
        parse_days(text)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("09:00", "09:00"),
        ("9", "09:00"),
        ("9.30", "09:30"),
        ("12 am", "00:00"),
        ("9 p.m.", "21:00"),
        ("0930", "09:30"),
        ("21h", "21:00"),
        ("noon", "12:00"),
        ("Midnight", "00:00"),
    ],
)
def test_times_are_read_as_people_type_them(text, at):
    assert f"{parse_time_of_day(text):%H:%M}" == at


@pytest.mark.parametrize("text", ["", "25:00", "09:60", "24:00", "2460", "13 pm", "9:0", "09:00:00", "-1"])
def test_what_is_no_time_of_day_is_said_to(text):
    with pytest.raises(BadArgument):
        parse_time_of_day(text)


def test_an_abbreviation_is_answered_with_the_place_that_is_meant():
    with pytest.raises(BadArgument) as error:
        parse_time_zone("CEST")
    assert "names an offset, not a place" in error.value.what
    assert error.value.todo == "Did you mean Europe/Berlin?"


@pytest.mark.parametrize("text", ["UTC+25", "GMT-13", "+02:75", "Etc/GMT+99"])
def test_an_offset_of_no_clock_is_said_to_be_none(text):
    with pytest.raises(BadArgument, match="is the offset of no clock"):
        parse_time_zone(text)


@pytest.mark.parametrize("text", ["UTC+2", "UTC+14", "+05:45", "+02:00", "GMT-5", "Etc/GMT-2"])
def test_an_offset_is_no_place(text):
    with pytest.raises(BadArgument, match="names an offset, not a place"):
        parse_time_zone(text)


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("europe/berlin", "Europe/Berlin"),
        ("New York", "America/New_York"),
        ("utc", "UTC"),
        ("tokyo", "Asia/Tokyo"),
        ("us/eastern", "US/Eastern"),
    ],
)
def test_zones_are_read_in_any_case_and_by_their_city(text, zone):
    assert parse_time_zone(text) == zone


def test_a_zone_that_was_renamed_still_counts():
    july = datetime(2026, 7, 1, tzinfo=UTC)
    assert july.astimezone(zone_of("Europe/Kiev")).hour == july.astimezone(zone_of("Europe/Kyiv")).hour
    with pytest.raises(LookupError):
        zone_of("Europe/Atlantis")
    assert len(names()) > 300


def test_quiet_hours_run_over_midnight_and_end_on_the_wall_clock():
    quiet = parse_quiet_hours("22:00-08:00", "Europe/Berlin")
    assert quiet == QuietHours(time(22), time(8), "Europe/Berlin")
    assert quiet.over(datetime(2026, 4, 21, 20, 30, tzinfo=UTC)) == datetime(2026, 4, 22, 6, 0, tzinfo=UTC)
    assert quiet.over(datetime(2026, 4, 22, 1, 0, tzinfo=UTC)) == datetime(2026, 4, 22, 6, 0, tzinfo=UTC)
    assert quiet.over(datetime(2026, 4, 22, 6, 0, tzinfo=UTC)) is None
    assert parse_quiet_hours("none", "UTC") is None


@given(st.integers(0, 60 * 24 * 730), st.times(), st.times())
def test_quiet_hours_always_end_later_and_within_a_day_and_an_hour(minute, start, end):
    start, end = start.replace(second=0, microsecond=0), end.replace(second=0, microsecond=0)
    moment = SINCE + timedelta(minutes=minute)
    over = QuietHours(start, end, "Europe/Berlin").over(moment) if start != end else None
    assert over is None or moment < over <= moment + timedelta(hours=25)
