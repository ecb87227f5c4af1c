"""Pictures: they are PNGs of the promised size, hold odd values, and stay small."""

import io
import math
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from adapters.images.canvas import Canvas, axis, drawable, value_said
from adapters.images.line_chart import _reduced, _stairs, draw
from bot.messages.reply import Branch, Chart, DotPlot, Mark, Series, Tree

T0 = datetime(2026, 4, 1, tzinfo=UTC)


def opened(picture):
    png = draw(picture)
    assert png.startswith(b"\x89PNG")
    return png, Image.open(io.BytesIO(png))


def chart(values, *, every=timedelta(hours=1), **more):
    points = tuple((T0 + every * n, value) for n, value in enumerate(values))
    return Chart("Spud: odds", (Series("Polymarket by 30 Apr", points),), "alt", **more)


def colours(image):
    return {colour for _, colour in image.convert("RGB").getcolors(1 << 20)}


def test_a_chart_is_a_small_palette_png_of_900_by_450():
    png, image = opened(chart([0.3 + 0.2 * math.sin(n / 40) for n in range(2160)]))
    assert image.size == (900, 450)
    assert image.mode == "P"
    assert len(png) < 40_000
    assert min(image.convert("RGB").getpixel((2, 2))) > 250, "it brings its own ground"


def test_two_lines_have_two_colours_and_two_markers():
    two = Chart(
        "Two",
        (
            Series("a", ((T0, 0.2), (T0 + timedelta(days=3), 0.4))),
            Series("b", ((T0, 0.7), (T0 + timedelta(days=3), 0.6))),
        ),
        "alt",
    )
    _, image = opened(two)
    found = colours(image)
    assert any(b > 180 and r < 80 for r, _, b in found)
    assert any(r > 170 and b < 80 for r, _, b in found)


def test_events_are_numbered_even_where_they_crowd():
    marks = tuple(Mark(T0 + timedelta(minutes=n), f"event {n}") for n in range(9))
    plain, crowded = opened(chart([0.5] * 50))[1], opened(chart([0.5] * 50, marks=marks))[1]
    assert crowded.size[1] > plain.size[1]
    assert crowded.crop((0, 0, *plain.size)).tobytes() != plain.tobytes()
    opened(chart([0.5] * 50, marks=(Mark(T0 - timedelta(days=400), "outside"),)))


def test_every_numbered_event_is_named_and_the_picture_grows_for_it():
    nine = tuple(Mark(T0 + timedelta(hours=n), f"event {n}") for n in range(9))
    _, image = opened(chart([0.5] * 50, marks=nine))
    assert image.size == (900, 500), "five lines of names in two columns, two more than fit"
    _, six = opened(chart([0.5] * 50, marks=nine[:6]))
    assert six.size == (900, 450)
    many = tuple(Mark(T0 + timedelta(minutes=n), f"event {n}") for n in range(40))
    _, full = opened(chart([0.5] * 50, marks=many))
    assert full.size == (900, 525), "twelve are named, the last says how many more"


@pytest.mark.parametrize(
    "values",
    [
        [],
        [0.5],
        [math.nan],
        [math.nan, 0.4, math.inf, -math.inf, 0.5],
        [1.7, -3],
        [0.0] * 3,
        [1.0] * 3,
        [0.5, 0.5000001],
    ],
)
def test_odd_values_are_left_out_and_never_break_the_picture(values):
    _, image = opened(chart(values))
    assert image.size == (900, 450)


def test_odd_times_and_words_never_break_the_picture():
    same = Chart("x" * 500, (Series("n" * 500, ((T0, 0.1), (T0, 0.9))),), "alt", since=T0, until=T0)
    opened(same)
    opened(
        Chart("🥔 \u202e שלום ★ −", (Series("Ω", ((T0, 3e9), (T0 + timedelta(days=4000), -2e-9))),), "alt", unit="runs")
    )
    assert drawable("30 − 40 → Ω é") == "30 - 40 > · é"


def test_axes_are_round_and_hold_every_value():
    assert axis([0.1, 0.9], "%") == (0.0, 1.0, 0.25)
    low, high, _ = axis([0.67, 0.89], "%")
    assert low <= 0.67
    assert high >= 0.89
    low, high, step = axis([13.0, 87.0], "")
    assert (low, high, step) == (0.0, 100.0, 20.0) or (low <= 13 and high >= 87)


@settings(max_examples=50)
@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=50))
def test_any_axis_holds_its_values(values):
    low, high, step = axis(values, "points")
    assert low <= min(values) + 1e-6 * step
    assert high >= max(values) - 1e-6 * step
    assert step > 0


def test_values_are_said_as_everywhere():
    assert value_said(0.004, "%") == "<1 %"
    assert value_said(0.865, "%") == "87 %"
    assert value_said(0.995, "%") == ">99 %"
    assert value_said(1234.5, "ms") == "1,234 ms"


def test_many_points_are_reduced_to_what_a_pixel_can_show_without_losing_a_spike():
    points = [(n / 100, 200.0) for n in range(90_000)]
    points[45_017] = (450.17, 3.0)
    kept = _reduced(points)
    assert len(kept) <= 4 * 901
    assert min(y for _, y in kept) == 3.0


def test_a_value_holds_until_the_next():
    assert _stairs([(0, 1), (5, 2)]) == [(0, 1), (5, 1), (5, 2)]
    assert _stairs([]) == []


def test_words_are_cut_at_a_word_and_marked():
    pen = Canvas(300, 100)
    cut = pen.fitted("a rather long sentence that does not fit", 20, 120)
    assert cut.endswith("…")
    assert pen.width(cut, 20) <= 140
    assert pen.fitted("short", 20, 120) == "short"


def test_a_spread_and_a_tree_are_pictures_too():
    spread = DotPlot("Own runs", tuple(float(n) for n in range(40)), (("p10", 4.0), ("median", 20.0)), "alt", "points")
    assert opened(spread)[1].size[0] == 900
    assert opened(DotPlot("None", (), (), "alt"))[1].size == (900, 450)
    assert opened(DotPlot("Odd", (math.nan, 1.0), (("p", math.inf),), "alt"))[1].size[0] == 900
    assert opened(DotPlot("Many of one", (0.5,) * 500, (), "alt", "%"))[1].size[0] == 900
    deep = Branch("root " * 80, "detail", tuple(Branch(f"copy {n}", "repeats") for n in range(60)))
    image = opened(Tree("Where it comes from", (deep,), "alt"))[1]
    assert image.size[0] == 900
    assert image.size[1] < 1000


@settings(max_examples=15, deadline=None)
@given(st.lists(st.floats(allow_nan=True, allow_infinity=True), max_size=30))
def test_no_list_of_numbers_breaks_a_chart(values):
    opened(chart(values))
