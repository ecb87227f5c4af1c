"""Numbers and prices of others, taken or refused by name."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.decode import (
    TolerantReader,
    Unreadable,
    address,
    amount,
    as_list,
    line,
    moment,
    number,
    placeholder,
    price,
)


@pytest.mark.parametrize(
    ("value", "found"),
    [(None, None), ("", None), (0, 0.0), ("-0", 0.0), (-0.0, 0.0), ("0.0600", 0.06), (1e-9, 1e-9), (" 3 ", 3.0)],
)
def test_a_number_is_read_however_it_is_sent(value, found):
    assert number(value, "x") == found
    assert str(number(value, "x")) == str(found)


@pytest.mark.parametrize(
    "value",
    [
        "abc",
        "NaN",
        "inf",
        "-Infinity",
        float("nan"),
        float("inf"),
        True,
        [],
        {},
        "1e400",
        10**400,
        "١x",
        "\ud800",
        "1_000",
        "١٢",
        "\uff11\uff12",
    ],
)
def test_what_is_no_number_is_refused_by_name(value):
    with pytest.raises(Unreadable, match="volume"):
        number(value, "volume")


@pytest.mark.parametrize("value", [1.0000001, -0.01, 1.7, "2", 41])
def test_a_price_lies_between_nothing_and_one(value):
    with pytest.raises(Unreadable, match="between 0 and 1"):
        price(value, "bid")


def test_an_amount_is_not_below_zero():
    assert amount("612191.85", "volume") == 612191.85
    with pytest.raises(Unreadable):
        amount(-1, "volume")


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("2026-09-26T03:59:00Z", datetime(2026, 9, 26, 3, 59, tzinfo=UTC)),
        ("2026-02-03 07:51:36+00", datetime(2026, 2, 3, 7, 51, 36, tzinfo=UTC)),
        ("2026-01-31", datetime(2026, 1, 31, tzinfo=UTC)),
        ("2026-01-31T00:00:00", datetime(2026, 1, 31, tzinfo=UTC)),
        ("2026-01-31T02:00:00+02:00", datetime(2026, 1, 31, tzinfo=UTC)),
        (1788220800, datetime(2026, 9, 1, tzinfo=UTC)),
        (1788220800000, datetime(2026, 9, 1, tzinfo=UTC)),
        (1788220800.5, datetime(2026, 9, 1, 0, 0, 0, 500000, tzinfo=UTC)),
        ("0001-01-01T00:00:00Z", None),
        ("1970-01-01T00:00:00Z", None),
        (0, None),
        (None, None),
        ("", None),
    ],
)
def test_a_time_is_read_in_every_form_seen(value, found):
    assert moment(value, "endDate") == found


@pytest.mark.parametrize(
    "value",
    [
        "soon",
        "2026-13-01",
        "9999-12-31T23:59:59Z",
        "9999-12-31T23:59:59-05:00",
        "1999-12-31",
        1e18,
        -1e18,
        10**400,
        float("nan"),
        True,
        [],
        "0" * 9999,
    ],
)
def test_what_is_no_time_is_refused(value):
    with pytest.raises(Unreadable, match="endDate"):
        moment(value, "endDate")


@pytest.mark.parametrize(
    ("value", "found"), [('["Yes","No"]', ["Yes", "No"]), ([1], [1]), (None, []), ("", []), ("[]", [])]
)
def test_a_list_may_stand_in_a_string(value, found):
    assert as_list(value, "outcomes") == found


@pytest.mark.parametrize("value", ["Yes", "{}", 7, {"a": 1}, "[" * 100_000, "[1", '"x"'])
def test_what_is_no_list_is_refused(value):
    with pytest.raises(Unreadable, match="outcomes"):
        as_list(value, "outcomes")


def test_a_text_is_one_line():
    assert line("  August\n 5 ") == "August 5"
    assert line(5) == ""


@pytest.mark.parametrize("label", ["Company A", "model 12", "DEACTIVATED", "", "-", " tbd "])
def test_a_leg_kept_free_is_known(label):
    assert placeholder(label)


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://www.h.example/a/b?c#d", ("h.example", "/a/b")),
        ("ftp://h.example/a", ("", "")),
        ("h.example/a", ("", "")),
        ("https://[", ("", "")),
        ("https:///a", ("", "")),
    ],
)
def test_an_address_has_a_host_and_a_path(url, found):
    assert address(url) == found


def test_a_careful_reader_remembers_what_it_could_not_read():
    careful = TolerantReader("May 31")
    assert careful.take(price, 0.4, "bid") == 0.4
    assert careful.take(price, "x", "bid") is None
    assert careful.take(moment, "x", "endDate") is None
    assert careful.fault == "May 31: bid 'x' is not a number; endDate 'x' is not a date"
    assert TolerantReader("May 31").fault == ""


ANYTHING = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text()) | st.binary()


@given(ANYTHING)
def test_nothing_but_a_clean_value_or_a_refusal_comes_of_anything(value):
    for read in (number, price, amount, moment, as_list):
        try:
            found = read(value, "field")
        except Unreadable as odd:
            assert len(str(odd)) < 150  # noqa: PT017 - the other way is as good
            continue
        assert found is None or isinstance(found, (float, datetime, list))
