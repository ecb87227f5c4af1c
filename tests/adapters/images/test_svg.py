"""A chart as inline SVG."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from adapters.images.svg import POINTS, line_chart, thinned
from bot.messages.reply import Chart, Mark, Series

SINCE = datetime(2026, 3, 19, tzinfo=UTC)


def points(values: list[float]) -> tuple[tuple[datetime, float], ...]:
    return tuple((SINCE + timedelta(hours=number), value) for number, value in enumerate(values))


def test_a_chart_has_its_sentence_its_numbers_and_no_style_of_its_own() -> None:
    marks = (Mark(SINCE + timedelta(hours=1), 'Memo <"b">'), Mark(SINCE + timedelta(hours=1), "Second"))
    made = line_chart(Chart("odds", (Series("a", points([0.67, 0.7, 0.89])),), "from 67 % to 89 %", marks=marks))
    root = ET.fromstring(made)  # noqa: S314 - our own
    assert root.attrib["aria-label"] == "from 67 % to 89 %"
    assert root.attrib["role"] == "img"
    assert "style=" not in made
    assert "1–2" in made
    assert "Memo &lt;" in made


@given(st.lists(st.floats(0, 1), min_size=1, max_size=2_000))
def test_any_line_is_well_formed_and_inside(values: list[float]) -> None:
    root = ET.fromstring(line_chart(Chart("odds", (Series("a", points(values)),), "a line")))  # noqa: S314 - as above
    for dot in root.iter("circle"):
        assert 0 <= float(dot.attrib["cx"].removesuffix("%")) <= 100
        assert 0 <= float(dot.attrib["cy"]) <= float(root.attrib["height"])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=3_000))
def test_thinning_keeps_the_ends_and_the_extremes(values: list[float]) -> None:
    given_points = points(values)
    kept = thinned(given_points)
    assert len(kept) <= POINTS + 2
    assert (kept[0], kept[-1]) == (given_points[0], given_points[-1])
    assert max(value for _, value in kept) == max(values)
    assert min(value for _, value in kept) == min(values)


def test_nothing_to_draw_is_nothing() -> None:
    assert line_chart(Chart("odds", (Series("a", ()),), "nothing")) == ""
