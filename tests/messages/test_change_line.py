"""A title about a change carries the grade of what is not well supported."""

from dataclasses import replace
from datetime import datetime

import pytest

from bot.domain.notify.changes import Change
from bot.domain.notify.digest_sections import ChangeKind
from bot.messages.change_line import change_line, with_grade
from bot.messages.reply import plain

NOVEMBER = "2026-11-28T12:00Z"
AT = datetime.fromisoformat(NOVEMBER)
SAID = Change("reveal|EV|", ChangeKind.REVEAL, "EV-1", ("openai/x",), "A picture model", "", "", AT)


@pytest.mark.parametrize("grade", ["CONTRADICTED", "UNCONFIRMED", "REPORTED", "SPECULATION", "MIXED"])
def test_what_is_not_well_supported_is_titled_with_its_grade(grade):
    assert with_grade("A picture model: it moves", replace(SAID, grade=grade)) == f"A picture model: it moves ({grade})"


def test_what_is_supported_and_what_says_its_grade_has_none_added():
    assert with_grade("It is out", replace(SAID, grade="SUPPORTED")) == "It is out"
    assert with_grade("It is out", replace(SAID, grade="MIXED", after="MIXED, it turned out true")) == "It is out"
    assert with_grade("74 % → 80 %", SAID) == "74 % → 80 %"


async def test_a_look_at_what_changed_carries_it_in_its_title(talk):
    reply = await talk(NOVEMBER).say('catchup since:"1 Nov" about:"gpt-6 cyber"')
    first = reply.data["changes"][0]
    assert first["grade"] not in ("CONFIRMED", "SUPPORTED")
    assert f"({first['grade']})" in reply.title


@pytest.mark.parametrize(("ref", "begins"), [("CL-0042", "CL-0042 A"), ("r2-06", "A"), ("openai/x", "A")])
def test_a_line_begins_with_a_number_that_can_be_asked_for(ref, begins):
    assert plain(change_line(replace(SAID, ref=ref))).startswith(begins)
