"""A span of days says nothing of the days within it, and denies only those outside."""

from datetime import date

import pytest

from bot.domain.evidence.evidence import EvidenceContext, Statement
from bot.domain.grading.entailment import bears

JAN_31, JAN_1, DEC_31, FEB_5 = date(2027, 1, 31), date(2027, 1, 1), date(2026, 12, 31), date(2027, 2, 5)


def said(operator: str, day: date, since: date | None = None, polarity: int = 1) -> Statement:
    return Statement("release_date", "xai/grok-5", day=day, since=since, operator=operator, polarity=polarity)


@pytest.mark.parametrize(
    ("told", "asked", "sign"),
    [
        (said("by", JAN_31), said("by", JAN_31), 1),
        (said("by", date.max), said("by", date.max), 1),
        (said("by", JAN_31), said("after", date.max), -1),
        (said("not_before", JAN_31, polarity=-1), said("before", JAN_31), 1),
        (said("not_before", date.min, polarity=-1), said("by", JAN_31), -1),
        (said("by", JAN_31), said("by", FEB_5), 1),
        (said("by", JAN_31), said("by", DEC_31), 0),
        (said("by", JAN_31), said("by", JAN_1), 0),
        (said("by", JAN_31), said("on", JAN_31), 0),
        (said("by", JAN_31), said("within", JAN_31, JAN_1), 0),
        (said("by", JAN_31), said("on", FEB_5), -1),
        (said("by", JAN_31), said("after", JAN_31), -1),
        (said("before", JAN_31), said("by", JAN_31), 1),
        (said("before", JAN_31), said("on", JAN_31), -1),
        (said("after", JAN_31), said("by", JAN_31), -1),
        (said("after", JAN_1), said("by", JAN_31), 0),
        (said("not_before", JAN_31), said("after", JAN_1), 1),
        (said("within", JAN_31, JAN_1), said("by", JAN_31), 1),
        (said("within", JAN_31, JAN_1), said("by", DEC_31), -1),
        (said("within", JAN_31, JAN_1), said("on", JAN_1), 0),
        (said("by", JAN_31, polarity=-1), said("by", DEC_31), -1),
        (said("by", JAN_31, polarity=-1), said("by", FEB_5), 0),
        (said("by", JAN_31), said("by", FEB_5, polarity=-1), -1),
        (said("on", JAN_31), said("by", DEC_31), -1),
        (said("on", JAN_31), said("by", FEB_5), 1),
    ],
)
def test_a_span_bears_on_a_day_as_far_as_it_decides_it(told, asked, sign):
    assert bears(told, asked, EvidenceContext()).sign == sign
